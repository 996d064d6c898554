//! The database: one connection that writes and several that read.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use postgres::Config;
use postgres::config::SslMode;
use schakel_store::{Dialect, Engine, Statements, StoreError, Work};

use crate::connection::{Connection, begun};
use crate::writer::{Job, start};

/// A database on a server.
pub struct PostgresEngine {
    config: Config,
    jobs: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<()>>,
    readers: Mutex<Vec<Connection>>,
}

/// How long to wait for the server to answer a new connection.
const CONNECT_WAIT: Duration = Duration::from_secs(10);

/// Readers that are kept ready; more are opened when they are asked for, and closed again.
const READERS_KEPT: usize = 8;

/// Begins a transaction that reads one view.
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl PostgresEngine {
    /// Connects to a database.
    ///
    /// # Errors
    /// When the address is wrong or asks for encryption, or when the server cannot be reached.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        let refused = |cause| StoreError::Open { database: without_password(address), cause };
        let mut config: Config = address.parse().map_err(|cause: postgres::Error| refused(Box::new(cause)))?;
        if config.get_ssl_mode() == SslMode::Require {
            let message = "connections with encryption are not supported: use a socket, the same machine, or a tunnel";
            return Err(refused(message.into()));
        }
        config.connect_timeout(CONNECT_WAIT).application_name("schakel");
        let writer = Connection::open(&config).map_err(|error| match error {
            StoreError::Open { cause, .. } => refused(cause),
            other => other,
        })?;
        let (jobs, writer) = start(writer, config.clone())?;
        Ok(PostgresEngine { config, jobs: Some(jobs), writer: Some(writer), readers: Mutex::default() })
    }
}

impl Engine for PostgresEngine {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Statements)) -> Result<(), StoreError> {
        let ready = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = begun(ready, &self.config, BEGIN_READ)?;
        work(&mut connection);
        connection.control("COMMIT")?;
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
        // Texts compare byte by byte, as SQLite does it, so that days and moments sort as they follow each other.
        Dialect { integer: "BIGINT", text: "TEXT COLLATE \"C\"", bytes: "BYTEA", table: "" }
    }

    fn tidy(&self) -> Result<(), StoreError> {
        Connection::open(&self.config)?.control("VACUUM")
    }
}

impl Drop for PostgresEngine {
    fn drop(&mut self) {
        // The writer ends when nobody can send to it any more; what it was given is carried out first.
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// The address as it may be shown: without a password, and without settings, among which one can stand too.
fn without_password(address: &str) -> String {
    let address = address.split('?').next().unwrap_or(address);
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, rest)), Some((_, host))) => {
            let user = rest.split([':', '@']).next().unwrap_or("");
            format!("{scheme}://{user}@{host}")
        }
        _ => address.to_owned(),
    }
}
