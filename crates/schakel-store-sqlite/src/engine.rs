//! The database: one file, one writer, several readers.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use schakel_store::{Dialect, Engine, Statements, StoreError, Work};
use tempfile::TempDir;

use crate::statements::SqliteStatements;
use crate::writer::{Job, start};

/// A database in a file.
pub struct SqliteEngine {
    path: PathBuf,
    jobs: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<()>>,
    readers: Mutex<Vec<Connection>>,
    /// Removed after everything else is closed.
    _folder: Option<TempDir>,
}

/// How long to wait for another process that writes to the same file.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// How often the mode of the file is tried: once for each process that may be opening it at the same moment, and more.
const MODE_TRIES: u32 = 100;

/// Readers that are kept ready; more are opened when they are asked for, and closed again.
const READERS_KEPT: usize = 8;

/// What a connection keeps of the file, kibibytes: the lists of an inbox of 100,000 questions fit. What SQLite keeps by
/// itself is so little that every count of such an inbox read them from the file again.
const CACHE_KIBIBYTES: i64 = 16 * 1024;

/// Statements that a connection keeps prepared: all that there are.
const STATEMENTS_KEPT: usize = 256;

impl SqliteEngine {
    /// Opens a database; the file is made when it is not there.
    ///
    /// # Errors
    /// When the file cannot be written or is no database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let refused =
            |cause: rusqlite::Error| StoreError::Open { database: path.display().to_string(), cause: Box::new(cause) };
        let connection = Connection::open(path).map_err(refused)?;
        prepare(&connection).map_err(refused)?;
        write_ahead(&connection).map_err(refused)?;
        connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;")
            .map_err(refused)?;
        let (jobs, writer) = start(connection)?;
        Ok(SqliteEngine {
            path: path.to_owned(),
            jobs: Some(jobs),
            writer: Some(writer),
            readers: Mutex::default(),
            _folder: None,
        })
    }

    /// A database in a folder of its own that is removed with it.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn temporary() -> Result<Self, StoreError> {
        let folder = TempDir::with_prefix("schakel-").map_err(StoreError::failed)?;
        let mut engine = SqliteEngine::open(&folder.path().join("schakel.db"))?;
        engine._folder = Some(folder);
        Ok(engine)
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        if let Some(ready) = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(ready);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(StoreError::failed)?;
        prepare(&connection).map_err(StoreError::failed)?;
        Ok(connection)
    }
}

/// What every connection that stays is set to.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.pragma_update(None, "cache_size", -CACHE_KIBIBYTES)
}

/// Turns the write-ahead log on. SQLite does not wait for others by itself when the mode changes, so it is tried again after
/// a transaction that does wait.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    for _ in 1..MODE_TRIES {
        match connection.execute_batch("PRAGMA journal_mode = WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                connection.execute_batch("BEGIN IMMEDIATE; COMMIT")?;
            }
            ended => return ended,
        }
    }
    connection.execute_batch("PRAGMA journal_mode = WAL")
}

impl Engine for SqliteEngine {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Statements)) -> Result<(), StoreError> {
        let connection = self.reader()?;
        connection.execute_batch("BEGIN DEFERRED").map_err(StoreError::failed)?;
        work(&mut SqliteStatements::new(&connection));
        connection.execute_batch("COMMIT").map_err(StoreError::failed)?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(connection);
        }
        Ok(())
    }

    fn write(&self, work: Work) -> Result<(), StoreError> {
        let (done, ended) = sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.send(Job { work, done }).map_err(|_| StoreError::Stopped)?;
        ended.recv().map_err(|_| StoreError::Stopped)?
    }

    fn dialect(&self) -> Dialect {
        Dialect { integer: "INTEGER", text: "TEXT", bytes: "BLOB", table: " STRICT" }
    }

    fn tidy(&self) -> Result<(), StoreError> {
        // What was overwritten in the file stands in the log until then.
        let connection = Connection::open(&self.path).map_err(StoreError::failed)?;
        connection.busy_timeout(BUSY_WAIT).map_err(StoreError::failed)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(StoreError::failed)
    }
}

impl Drop for SqliteEngine {
    fn drop(&mut self) {
        // Who closes last puts the log back into the file, and only the writer can.
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        // The writer ends when nobody can send to it any more; what it was given is carried out first.
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}
