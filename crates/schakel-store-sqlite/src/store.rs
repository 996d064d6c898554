//! The database: one file, one connection behind a lock.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use crate::error::StoreError;
use crate::migrations::migrate;

/// The database. Cloning is cheap; every clone is the same database.
#[derive(Clone, Debug)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
}

/// How long to wait for another program that writes to the same file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

impl Store {
    /// Opens a database; the file is made when it is not there.
    ///
    /// # Errors
    /// When the file cannot be written, is no database, or was written by a later version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let refused = |cause| StoreError::Open { path: path.to_owned(), cause };
        let connection = Connection::open(path).map_err(refused)?;
        Store::prepare(connection).map_err(|error| match error {
            StoreError::Failed(cause) => refused(cause),
            other => other,
        })
    }

    /// A database that is gone when it is dropped, for tests and trials.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        Store::prepare(Connection::open_in_memory()?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(BUSY_WAIT)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;",
        )?;
        migrate(&mut connection)?;
        Ok(Store { connection: Arc::new(Mutex::new(connection)) })
    }

    /// The connection. A thread that stopped halfway left no open transaction behind, so the lock stays usable.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
