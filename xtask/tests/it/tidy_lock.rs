//! The rule about packages of which there may be one version.

use std::path::Path;

use xtask::tidy::check_lock;

fn check(text: &str, expected: &[&str]) {
    let findings: Vec<String> = check_lock(Path::new("Cargo.lock"), text).iter().map(ToString::to_string).collect();
    assert_eq!(findings.len(), expected.len(), "{findings:?}");
    for (finding, expected) in findings.iter().zip(expected) {
        assert!(finding.starts_with(expected), "{finding}");
    }
}

#[test]
fn one_sqlite_is_enough() {
    let package = |name: &str, version: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n");
    let (one, other) = (package("libsqlite3-sys", "0.37.0"), package("libsqlite3-sys", "0.38.1"));
    check("", &[]);
    check(&one, &[]);
    check(&[package("rand", "0.8.0"), package("rand", "0.9.0"), one.clone()].concat(), &[]);
    check(&[one, other].concat(), &["Cargo.lock:6: `libsqlite3-sys` is here 2 times and may be here once"]);
}
