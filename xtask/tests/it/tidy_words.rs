//! Words that do not belong in the repository. The words are put together here,
//! so that this file itself has none of them.

use std::path::Path;

use xtask::tidy::check_words;

fn check(path: &str, text: &str, expected: &[&str]) {
    let findings: Vec<String> = check_words(Path::new(path), text).iter().map(ToString::to_string).collect();
    assert_eq!(findings, expected, "{text}");
}

#[test]
fn a_path_of_one_machine_is_found() {
    let path = concat!("/ho", "me/");
    let finding = format!("docs/a.md:2: `{path}` is a path of one machine: write it relative to the repository");
    check("docs/a.md", &format!("Een\nzie `{path}anna/schakel`\n"), &[&finding]);
    // The same letters inside an address are a page of that site.
    check("docs/a.md", &format!("https://www.example.nl{path}index.html\n"), &[]);
    check("docs/a.md", &format!("crates{path}index.html\n"), &[]);
}

#[test]
fn the_host_of_a_registry_is_found_except_in_cargos_own_file() {
    let line = format!("\"resolved\": \"https://{}.org/axe-core\"\n", concat!("registry.npm", "js"));
    assert_eq!(check_words(Path::new("web-checks/package-lock.json"), &line).len(), 1);
    check("Cargo.lock", &line, &[]);
}

#[test]
fn unfinished_work_is_found_in_code_only() {
    let word = concat!("TO", "DO");
    let finding = format!("src/a.rs:1: `{word}` marks unfinished work: finish it, or write an issue and leave it out");
    check("src/a.rs", &format!("// {word}: later\n"), &[&finding]);
    check("docs/a.md", &format!("{word}\n"), &[]);
    check("src/a.rs", &format!("const MAS{word}: u8 = 1;\n"), &[]);
}
