//! The database: one connection that writes and several that read.

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

/// Begins a transaction that writes, once every other one has ended. The number is ours: "schakel" on a telephone.
const BEGIN_WRITE: &str = "BEGIN; SELECT pg_advisory_xact_lock(7242535)";

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
        let mut connection = open_again(ready, &self.config)?;
        connection.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
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
        let mut connection = open_again(writer.take(), &self.config)?;
        connection.control(BEGIN_WRITE)?;
        let keep = work(&mut connection);
        let passed_over = keep == Keep::Yes && connection.has_failed();
        let end = if keep == Keep::Yes && !passed_over { "COMMIT" } else { "ROLLBACK" };
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
        let ready = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        open_again(ready, &self.config)?.control("VACUUM")
    }
}

fn open_again(ready: Option<Connection>, config: &Config) -> Result<Connection, StoreError> {
    match ready {
        Some(connection) if connection.is_open() => Ok(connection),
        _ => Connection::open(config),
    }
}

/// The address as it may be shown.
fn without_password(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, rest)), Some((_, host))) => {
            let user = rest.split([':', '@']).next().unwrap_or("");
            format!("{scheme}://{user}@{host}")
        }
        _ => address.to_owned(),
    }
}
