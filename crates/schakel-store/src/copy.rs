//! A copy of everything, from one database into another that is empty: backup, restore, and the way from one engine to
//! another. The journal is checked before and after.

use std::error::Error;
use std::fmt;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::journal::{Verified, verify};
use crate::migration::{TableColumns, tables};
use crate::store::Store;
use crate::values;

/// Why a copy was not made; the target holds nothing of it.
#[derive(Debug)]
pub enum CopyError {
    /// The journal of the database to copy from does not verify.
    Broken(Verified),
    /// The database to copy into holds something already.
    NotEmpty {
        /// A table with rows.
        table: String,
    },
    /// A database failed.
    Store(StoreError),
}

/// How many rows are read at a time: a few megabytes.
const PAGE_ROWS: u64 = 5_000;

/// Copies everything as it stands at one moment, while others go on writing. Answers what the journal of the copy says.
///
/// # Errors
/// [`CopyError`]; then the target is as empty as before.
pub fn copy(from: &Store, to: &Store) -> Result<Verified, CopyError> {
    let from = from.clone();
    to.write(move |target| {
        from.read(|source| {
            for table in tables() {
                if count(target, &table)? > 0 {
                    return Err(CopyError::NotEmpty { table: table.name });
                }
            }
            whole(verify(source)?)?;
            for table in tables() {
                copy_table(source, target, &table)?;
            }
            whole(verify(target)?)
        })
    })
}

fn whole(verified: Verified) -> Result<Verified, CopyError> {
    match verified {
        Verified::Whole { .. } => Ok(verified),
        Verified::Broken { .. } => Err(CopyError::Broken(verified)),
    }
}

fn count(statements: &mut dyn Statements, table: &TableColumns) -> Result<u64, StoreError> {
    let rows = statements.query(&format!("SELECT count(*) FROM {}", table.name), &[])?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}

fn copy_table(
    source: &mut dyn Statements,
    target: &mut dyn Statements,
    table: &TableColumns,
) -> Result<(), StoreError> {
    let (name, columns) = (&table.name, table.columns.join(", "));
    // Every table is keyed by some of its first three columns.
    let order = table.columns.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    let page = format!("SELECT {columns} FROM {name} ORDER BY {order} LIMIT $1 OFFSET $2");
    let places: Vec<String> = (1..=table.columns.len()).map(|number| format!("${number}")).collect();
    let insert = format!("INSERT INTO {name} ({columns}) VALUES ({})", places.join(", "));
    let mut after = 0u64;
    loop {
        let rows = source.query(&page, values![PAGE_ROWS, after])?;
        for row in &rows {
            target.execute(&insert, &row.0)?;
        }
        let read = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        after = after.saturating_add(read);
        if read < PAGE_ROWS {
            return Ok(());
        }
    }
}

impl From<StoreError> for CopyError {
    fn from(error: StoreError) -> Self {
        CopyError::Store(error)
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CopyError::Broken(Verified::Broken { number, flaw }) => {
                write!(formatter, "the journal is broken at entry {number}: {flaw}; nothing was copied")
            }
            CopyError::Broken(Verified::Whole { .. }) => formatter.write_str("nothing was copied"),
            CopyError::NotEmpty { table } => {
                write!(formatter, "the database to copy into is not empty: `{table}` has rows; name a new one")
            }
            CopyError::Store(error) => error.fmt(formatter),
        }
    }
}

impl Error for CopyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            CopyError::Store(error) => Some(error),
            CopyError::Broken(_) | CopyError::NotEmpty { .. } => None,
        }
    }
}
