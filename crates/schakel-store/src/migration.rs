//! The tables, as the steps that made them. A step is never changed once it has been released; a new one is added. Names
//! of types stand in braces, because every engine has its own.

use crate::engine::{Dialect, Statements};
use crate::error::StoreError;
use crate::values;

/// The steps, in order. The version of a database is the number of steps that it has seen.
pub const STEPS: &[&str] = &[
    include_str!("migration/0001_saved_roadmaps.sql"),
    include_str!("migration/0002_casework.sql"),
    include_str!("migration/0003_identity.sql"),
    include_str!("migration/0004_posts.sql"),
    include_str!("migration/0005_doors.sql"),
    include_str!("migration/0006_activation_and_leads.sql"),
    include_str!("migration/0007_doors.sql"),
    include_str!("migration/0008_sign_in.sql"),
    include_str!("migration/0009_schemes.sql"),
    include_str!("migration/0010_application_links.sql"),
    include_str!("migration/0011_contributions.sql"),
    include_str!("migration/0012_decisions.sql"),
    include_str!("migration/0013_ledger.sql"),
];

/// Brings a database up to date.
pub(crate) fn migrate(statements: &mut dyn Statements, dialect: Dialect) -> Result<(), StoreError> {
    migrate_to(STEPS.len(), statements, dialect)
}

/// Brings a database to a version; an earlier version than the last is for testing the way from it.
///
/// # Errors
/// When the database fails, or has a later version.
pub fn migrate_to(version: usize, statements: &mut dyn Statements, dialect: Dialect) -> Result<(), StoreError> {
    let table = written("CREATE TABLE IF NOT EXISTS migration (version {integer} PRIMARY KEY){table}", dialect);
    statements.execute(&table, &[])?;
    let rows = statements.query("SELECT coalesce(max(version), 0) FROM migration", &[])?;
    let found = rows.first().map_or(Ok(0), |row| row.integer(0))?;
    let known = i64::try_from(version).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for (number, step) in (1i64..).zip(STEPS).take(version).skip_while(|(number, _)| *number <= found) {
        for statement in parts(step) {
            statements.execute(&written(&statement, dialect), &[])?;
        }
        statements.execute("INSERT INTO migration (version) VALUES ($1)", values![number])?;
    }
    Ok(())
}

/// A table that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableColumns {
    /// Its name.
    pub(crate) name: String,
    /// Its columns, in order.
    pub(crate) columns: Vec<String>,
}

/// The tables that hold something, as the steps made them.
pub(crate) fn tables() -> Vec<TableColumns> {
    let statements = STEPS.iter().flat_map(|step| parts(step));
    let tables = statements.filter_map(|statement| {
        let (name, columns) = statement.strip_prefix("CREATE TABLE ")?.split_once(" (")?;
        let lines = columns.lines().map(str::trim).filter_map(|line| line.split_whitespace().next());
        let columns = lines.filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase()));
        Some(TableColumns { name: name.to_owned(), columns: columns.map(str::to_owned).collect() })
    });
    tables.collect()
}

/// The statements of a step, without what is written for the reader.
fn parts(step: &str) -> Vec<String> {
    let plain: Vec<&str> = step.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
    let joined = plain.join("\n");
    joined.split(';').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn written(statement: &str, dialect: Dialect) -> String {
    statement
        .replace("{integer}", dialect.integer)
        .replace("{text}", dialect.text)
        .replace("{bytes}", dialect.bytes)
        .replace("{table}", dialect.table)
}
