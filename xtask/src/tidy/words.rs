//! Words that do not belong in the repository: paths of one machine, hosts of
//! package registries, and marks of unfinished work.

use std::path::Path;

use super::Finding;

/// Folders that exist only on the machine of whoever wrote the text. In two
/// parts, so that this file does not find itself.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/tmp/ba", "sh_jobs"),
];

/// Hosts that a package client asks; the client's own settings decide which.
const REGISTRY_HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("registry.npm", "js"),
    concat!("registry.yarn", "pkg"),
    concat!("deb.deb", "ian.org"),
];

/// Marks of work that was left for later.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK"), concat!("XX", "X")];

/// Looks for words that do not belong in a file. Cargo writes the registry into
/// its own lock file, which therefore passes.
pub fn check_words(path: &Path, text: &str) -> Vec<Finding> {
    if path.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let is_code = path.extension().is_some_and(|ending| ["rs", "mjs"].iter().any(|own| ending == *own));
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut report = |message: String| findings.push(Finding::new(path, index + 1, message));
        if let Some(found) = find(line, MACHINE_PATHS, starts_a_path) {
            report(format!("`{found}` is a path of one machine: write it relative to the repository"));
        }
        if let Some(found) = find(line, REGISTRY_HOSTS, |_| true) {
            report(format!(
                "`{found}` is the host of a package registry: name the package only, and make \
                 npm lock files with `omit-lockfile-registry-resolved=true`"
            ));
        }
        if is_code && let Some(found) = find(line, UNFINISHED, ends_a_word) {
            report(format!("`{found}` marks unfinished work: finish it, or write an issue and leave it out"));
        }
    }
    findings
}

/// The first of the words that stands in the line after a text that suits it.
fn find<'a>(line: &str, words: &[&'a str], suits: impl Fn(&str) -> bool) -> Option<&'a str> {
    words.iter().copied().find(|word| line.match_indices(word).any(|(index, _)| line.get(..index).is_some_and(&suits)))
}

/// An absolute path begins here: what stands before it is not the host or the
/// folders of a longer path or address.
fn starts_a_path(before: &str) -> bool {
    !before
        .chars()
        .next_back()
        .is_some_and(|last| last.is_alphanumeric() || ['.', '-', '_', '~', '}', '/'].contains(&last))
}

fn ends_a_word(before: &str) -> bool {
    !before.chars().next_back().is_some_and(char::is_alphanumeric)
}
