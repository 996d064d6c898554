//! What can go wrong with the database.

use std::error::Error;
use std::fmt;

/// Why something could not be kept or read.
#[derive(Debug)]
pub enum StoreError {
    /// The database cannot be opened.
    Open {
        /// The file or the address, without a password.
        database: String,
        /// What the engine says.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// The database was written by a later version of Schakel.
    TooNew {
        /// The version of the database.
        found: i64,
        /// The last version that this program knows.
        known: i64,
    },
    /// A statement failed.
    Failed(Box<dyn Error + Send + Sync>),
    /// A row does not hold what was written; the database was changed by something else.
    Damaged(String),
    /// A statement failed, and the work went on and asked to keep the rest: nothing was kept.
    PassedOver,
    /// The work stopped halfway, by a mistake in the program: nothing was kept.
    Panicked,
    /// The thread that writes is gone: the program is stopping.
    Stopped,
}

impl StoreError {
    /// A statement failed.
    pub fn failed(cause: impl Error + Send + Sync + 'static) -> Self {
        StoreError::Failed(Box::new(cause))
    }

    /// A row does not hold what was written.
    pub fn damaged(what: impl Into<String>) -> Self {
        StoreError::Damaged(what.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Open { database, cause } => {
                write!(formatter, "the database `{database}` cannot be opened: {cause}")
            }
            StoreError::TooNew { found, known } => write!(
                formatter,
                "the database has version {found}, and this program knows versions up to {known}; use a newer program"
            ),
            StoreError::Failed(cause) => write!(formatter, "the database failed: {cause}"),
            StoreError::Damaged(what) => write!(formatter, "the database is damaged: {what} cannot be read"),
            StoreError::PassedOver => formatter.write_str("a statement failed and was passed over; nothing was kept"),
            StoreError::Panicked => formatter.write_str("the work stopped halfway by a mistake; nothing was kept"),
            StoreError::Stopped => formatter.write_str("the database is closed: the program is stopping"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            StoreError::Open { cause, .. } | StoreError::Failed(cause) => Some(&**cause),
            StoreError::TooNew { .. }
            | StoreError::Damaged(_)
            | StoreError::PassedOver
            | StoreError::Panicked
            | StoreError::Stopped => None,
        }
    }
}
