//! Packages of which a program can hold only one version, checked against
//! `Cargo.lock`. What else there is of duplicates is `cargo deny`'s to find.

use std::path::Path;

use super::Finding;

/// Libraries in C with names of their own: two versions do not link, or worse,
/// do.
const ONE_VERSION: &[&str] = &["libsqlite3-sys"];

/// Checks the lock file of the workspace.
pub fn check_lock(path: &Path, text: &str) -> Vec<Finding> {
    let findings = ONE_VERSION.iter().filter_map(|package| {
        let name = format!("name = \"{package}\"");
        let lines: Vec<usize> = (1..).zip(text.lines()).filter(|(_, line)| *line == name).map(|(at, _)| at).collect();
        let second = *lines.get(1)?;
        let message = format!(
            "`{package}` is here {} times and may be here once: choose versions of the packages that use it \
             (`cargo tree --invert {package}`) that agree on one",
            lines.len()
        );
        Some(Finding::new(path, second, message))
    });
    findings.collect()
}
