//! The tables, as the steps that made them. A step is never changed once it has been released; a new one is added.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// The steps, in order. The version of a file is the number of steps that it has seen.
const STEPS: [&str; 1] = ["
    CREATE TABLE saved_roadmap (
        token_sha256 BLOB PRIMARY KEY CHECK (length(token_sha256) = 32),
        answers      TEXT NOT NULL,  -- facts of the firm, JSON
        goals        TEXT NOT NULL,  -- identifiers of support, JSON
        skipped      TEXT NOT NULL,  -- identifiers of support, JSON
        done         TEXT NOT NULL,  -- identifiers of steps, JSON
        ready        TEXT NOT NULL,  -- identifiers of conditions that held when it was saved, JSON
        created_on   TEXT NOT NULL,  -- day
        keep_until   TEXT NOT NULL   -- last day on which it is kept
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX saved_roadmap_keep_until ON saved_roadmap (keep_until);
"];

/// Brings a file up to date.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch("CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY) STRICT;")?;
    let found: i64 = transaction.query_row("SELECT coalesce(max(version), 0) FROM migration", [], |row| row.get(0))?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for (version, step) in (1i64..).zip(STEPS).skip_while(|(version, _)| *version <= found) {
        transaction.execute_batch(step)?;
        transaction.execute("INSERT INTO migration (version) VALUES (?1)", [version])?;
    }
    transaction.commit()?;
    Ok(())
}
