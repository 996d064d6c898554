//! Who may use whom: the rooms of the house in their order, checked against each
//! crate's manifest.

use std::path::Path;

use toml::Table;

use super::Finding;

/// The crates in the order in which they stand on each other: a crate may use
/// only those before it. The table in `ARCHITECTURE.md` says what lives where.
pub const ROOMS: &[&str] = &[
    "schakel-time",
    "schakel-criteria",
    "schakel-register",
    "schakel-language",
    "schakel-search",
    "schakel-guide",
    "schakel-casework",
    "schakel-schemes",
    "schakel-ledger",
    "schakel-account",
    "schakel-identity",
    "schakel-store",
    "schakel-store-sqlite",
    "schakel-store-postgres",
    "schakel-desk",
    "schakel-mail",
    "schakel-print",
    "schakel-web",
    "schakel",
];

/// The one crate outside the house; it may use every room, and none may use it.
const WORKSHOP: &str = "xtask";

/// Checks one `Cargo.toml`: its place in the order, and that the lints of the
/// workspace hold for it. The manifest of the workspace itself has no package
/// and passes.
pub fn check_manifest(path: &Path, text: &str) -> Vec<Finding> {
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => {
            let message = format!("the manifest cannot be read: {}", error.message());
            return vec![Finding::new(path, 0, message)];
        }
    };
    let Some(name) = package_name(&manifest) else {
        return Vec::new();
    };
    let mut findings = check_order(path, text, name, &manifest);
    if !inherits_lints(&manifest) {
        findings.push(Finding::new(
            path,
            0,
            "the lints of the workspace do not hold here: add `[lints]` with `workspace = true`",
        ));
    }
    findings
}

fn check_order(path: &Path, text: &str, name: &str, manifest: &Table) -> Vec<Finding> {
    if name == WORKSHOP {
        return Vec::new();
    }
    let Some(place) = place_of(name) else {
        let message = format!(
            "`{name}` has no place in the house: add it to `ROOMS` in xtask/src/tidy/graph.rs and \
             to the table in ARCHITECTURE.md"
        );
        return vec![Finding::new(path, 0, message)];
    };
    let mut findings = Vec::new();
    for used in used_crates(manifest) {
        let allowed = match place_of(&used) {
            Some(used_place) => used_place < place,
            None => used != WORKSHOP,
        };
        if !allowed {
            let message = format!(
                "`{name}` may not use `{used}`: a crate uses only those before it in {}; move the \
                 shared part up, or change the order in ARCHITECTURE.md first",
                ROOMS.join(" < ")
            );
            findings.push(Finding::new(path, line_of(text, &used), message));
        }
    }
    findings
}

fn package_name(manifest: &Table) -> Option<&str> {
    manifest.get("package")?.get("name")?.as_str()
}

fn inherits_lints(manifest: &Table) -> bool {
    manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool).unwrap_or(false)
}

fn place_of(name: &str) -> Option<usize> {
    ROOMS.iter().position(|room| *room == name)
}

/// Every crate named in a dependency table, also for tests, build scripts and
/// single platforms, under its real name.
fn used_crates(manifest: &Table) -> Vec<String> {
    let mut used = dependencies_in(manifest);
    let platforms = manifest.get("target").and_then(toml::Value::as_table);
    for platform in platforms.into_iter().flat_map(Table::values) {
        used.extend(platform.as_table().map(dependencies_in).unwrap_or_default());
    }
    used
}

fn dependencies_in(table: &Table) -> Vec<String> {
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| table.get(*kind)?.as_table())
        .flatten()
        .map(|(key, value)| {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            renamed.unwrap_or(key).to_owned()
        })
        .collect()
}

fn line_of(text: &str, used: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(used)).map_or(0, |index| index + 1)
}
