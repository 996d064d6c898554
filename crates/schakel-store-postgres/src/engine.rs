//! The database: one connection that writes and several that read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use postgres::Config;
use postgres::config::SslMode;
use schakel_store::{Dialect, Engine, Keep, Statements, StoreError, Work};

use crate::connection::Connection;

/// A database on a server.
pub struct PostgresEngine {
    config: Config,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Vec<Connection>>,
}

/// How long to wait for the server to answer a new connection.
const CONNECT_WAIT: Duration = Duration::from_secs(10);

/// Readers that are kept ready; more are opened when they are asked for, and closed again.
const READERS_KEPT: usize = 8;

/// Begins a transaction that writes, once every other one has ended. The number is ours: "schakel" on a telephone. Every
/// statement after it sees what was committed before it got the lock, whatever isolation the server is set to.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(7242535)";

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
        Ok(PostgresEngine { config, writer: Mutex::new(Some(writer)), readers: Mutex::default() })
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
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = begun(writer.take(), &self.config, BEGIN_WRITE)?;
        // Work that panics is undone as work that fails is; its caller hears that it has no answer.
        let ended = catch_unwind(AssertUnwindSafe(|| work(&mut connection)));
        let keep = matches!(ended, Ok(Keep::Yes));
        let passed_over = keep && connection.has_failed();
        let end = if keep && !passed_over { "COMMIT" } else { "ROLLBACK" };
        // A connection that fails here is not used again: the server undoes what it did not finish.
        connection.control(end)?;
        *writer = Some(connection);
        if passed_over { Err(StoreError::PassedOver) } else { Ok(()) }
    }

    fn dialect(&self) -> Dialect {
        // Texts compare byte by byte, as SQLite does it, so that days and moments sort as they follow each other.
        Dialect { integer: "BIGINT", text: "TEXT COLLATE \"C\"", bytes: "BYTEA", table: "" }
    }

    fn tidy(&self) -> Result<(), StoreError> {
        Connection::open(&self.config)?.control("VACUUM")
    }
}

/// A connection in a transaction that has just begun. One that was kept ready may have lost its server since, which shows
/// only now; then a new one is opened, because nothing was asked yet.
fn begun(ready: Option<Connection>, config: &Config, begin: &str) -> Result<Connection, StoreError> {
    if let Some(mut connection) = ready.filter(Connection::is_open)
        && connection.control(begin).is_ok()
    {
        return Ok(connection);
    }
    let mut connection = Connection::open(config)?;
    connection.control(begin)?;
    Ok(connection)
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
