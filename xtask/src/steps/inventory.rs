//! Compares the pack with the inventory of the policy papers, which lies beside
//! the repository: no record may name a row that does not exist, and the step
//! says which rows no record covers yet.

use std::collections::BTreeSet;

use super::Outcome;
use crate::report::{Failure, say};
use crate::repository::Repository;

/// Rows of the inventory that describe something a pack can hold.
const ROW_KINDS: &[&str] = &["INS", "ORG"];

/// How the rows named in a pack compare with those of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Named in the pack, absent from the inventory.
    pub unknown: BTreeSet<String>,
    /// In the inventory, named by no record.
    pub missing: BTreeSet<String>,
    /// In both.
    pub covered_count: usize,
}

/// Reads the row numbers (`INS-003`) from the tables of the inventory and from
/// the front matter of the records, and compares them.
pub fn compare_inventory<'a>(inventory: &str, records: impl IntoIterator<Item = &'a str>) -> Coverage {
    let rows: BTreeSet<String> = inventory
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .filter_map(|cells| cells.split([' ', '|']).next())
        .filter(|row| is_row(row))
        .map(str::to_owned)
        .collect();
    let named: BTreeSet<String> = records.into_iter().flat_map(rows_named_in).map(str::to_owned).collect();
    Coverage {
        unknown: named.difference(&rows).cloned().collect(),
        missing: rows.difference(&named).cloned().collect(),
        covered_count: rows.intersection(&named).count(),
    }
}

pub(super) fn check(repository: &Repository) -> Result<Outcome, Failure> {
    let path = repository.shared.join("inventory.md");
    let Ok(inventory) = std::fs::read_to_string(&path) else {
        return Ok(Outcome::NotRun(format!(
            "{} is not there; set SHARED_DIR to the folder with the inventory",
            path.display()
        )));
    };
    let mut records = Vec::new();
    for file in repository.files()? {
        if file.starts_with("packs/oost") && file.extension().is_some_and(|ending| ending == "md") {
            records.extend(repository.read_text(&file)?);
        }
    }
    let coverage = compare_inventory(&inventory, records.iter().map(String::as_str));
    say(format!(
        "{} rows of the inventory are covered by a record; not covered: {}",
        coverage.covered_count,
        listed(&coverage.missing)
    ));
    if coverage.unknown.is_empty() {
        return Ok(Outcome::Passed);
    }
    Err(Failure::new(
        format!("records in packs/oost name rows that the inventory does not have: {}", listed(&coverage.unknown)),
        "correct the `inventory` line in the record that names the row",
    ))
}

fn rows_named_in(record: &str) -> impl Iterator<Item = &str> {
    record
        .lines()
        .filter(|line| line.trim_start().starts_with("inventory"))
        .flat_map(|line| line.split('"'))
        .filter(|word| is_row(word))
}

fn is_row(word: &str) -> bool {
    word.split_once('-').is_some_and(|(kind, number)| {
        ROW_KINDS.contains(&kind) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn listed(rows: &BTreeSet<String>) -> String {
    if rows.is_empty() {
        return "none".to_owned();
    }
    rows.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
