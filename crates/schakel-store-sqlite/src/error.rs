//! What can go wrong with the database.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// Why something could not be kept or read.
#[derive(Debug)]
pub enum StoreError {
    /// The file cannot be opened for writing.
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
    /// The file was written by a later version of Schakel.
    TooNew {
        /// The version of the file.
        found: i64,
        /// The last version that this program knows.
        known: i64,
    },
    /// A statement failed.
    Failed(rusqlite::Error),
    /// A row does not hold what was written; the file was changed by something else.
    Damaged(&'static str),
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Open { path, cause } => {
                write!(formatter, "the database `{}` cannot be opened for writing: {cause}", path.display())
            }
            StoreError::TooNew { found, known } => write!(
                formatter,
                "the database has version {found}, and this program knows versions up to {known}; use a newer program"
            ),
            StoreError::Failed(cause) => write!(formatter, "the database failed: {cause}"),
            StoreError::Damaged(what) => write!(formatter, "the database is damaged: {what} cannot be read"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            StoreError::Open { cause, .. } | StoreError::Failed(cause) => Some(cause),
            StoreError::TooNew { .. } | StoreError::Damaged(_) => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(cause: rusqlite::Error) -> Self {
        StoreError::Failed(cause)
    }
}
