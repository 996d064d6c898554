//! The order of the crates.

use std::path::Path;

use xtask::tidy::{ROOMS, check_manifest};

fn check(manifest: &str, expected: &[&str]) {
    let findings: Vec<String> =
        check_manifest(Path::new("Cargo.toml"), manifest).iter().map(ToString::to_string).collect();
    assert_eq!(findings, expected, "{manifest}");
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!("[package]\nname = \"{name}\"\n\n[lints]\nworkspace = true\n\n{dependencies}")
}

#[test]
fn a_crate_uses_only_those_before_it() {
    check(&manifest("schakel-register", "[dependencies]\nschakel-criteria.workspace = true\njiff = \"1\"\n"), &[]);
    check(&manifest("schakel", "[dependencies]\nschakel-web.workspace = true\n"), &[]);
    check(&manifest("xtask", "[dependencies]\nschakel.workspace = true\n"), &[]);
    check(
        &manifest("schakel-time", "[dependencies]\njiff = \"1\"\nschakel-register.workspace = true\n"),
        &[&format!(
            "Cargo.toml:9: `schakel-time` may not use `schakel-register`: a crate uses only those before it in {}; \
             move the shared part up, or change the order in ARCHITECTURE.md first",
            ROOMS.join(" < ")
        )],
    );
}

#[test]
fn no_way_around_the_order_is_overlooked() {
    for dependencies in [
        "[dev-dependencies]\nschakel-web.workspace = true\n",
        "[build-dependencies]\nschakel-web.workspace = true\n",
        "[dependencies]\nxtask = { path = \"../../xtask\" }\n",
        "[dependencies]\nother = { package = \"schakel-web\", path = \"../schakel-web\" }\n",
        "[target.'cfg(unix)'.dependencies]\nschakel-web.workspace = true\n",
        "[dependencies.schakel-web]\nworkspace = true\n",
        "[dependencies]\nschakel-criteria.workspace = true\n",
    ] {
        let text = manifest("schakel-criteria", dependencies);
        assert_eq!(check_manifest(Path::new("Cargo.toml"), &text).len(), 1, "{dependencies}");
    }
}

#[test]
fn a_crate_has_a_place_and_the_lints_of_the_house() {
    check(
        "[package]\nname = \"schakel-cellar\"\n",
        &[
            "Cargo.toml: `schakel-cellar` has no place in the house: add it to `ROOMS` in xtask/src/tidy/graph.rs and \
             to the table in ARCHITECTURE.md",
            "Cargo.toml: the lints of the workspace do not hold here: add `[lints]` with `workspace = true`",
        ],
    );
    check("[workspace]\nmembers = []\n", &[]);
    assert_eq!(check_manifest(Path::new("Cargo.toml"), "[package\n").len(), 1);
}
