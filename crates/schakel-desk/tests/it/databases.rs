//! The databases to test on, as in the tests of the store: a file for SQLite, and a fresh database on the server that `SCHAKEL_TEST_POSTGRES` names.

use std::env;
use std::io::{Write, stderr};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use schakel_store::{Store, StoreError};
use tempfile::TempDir;

/// Environment variable with the address of a server on which databases can be made.
const SERVER: &str = "SCHAKEL_TEST_POSTGRES";

/// A database of its own for one test, removed with it.
pub enum Database {
    File(TempDir),
    Server { name: String, address: String },
}

impl Database {
    /// A new file.
    pub fn file() -> Self {
        Database::File(TempDir::with_prefix("schakel-it-").unwrap())
    }

    /// A new database on the server; nothing, said loudly, when there is no server.
    pub fn server() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("desk_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        Client::connect(&server, NoTls).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (front, _) = server.rsplit_once('/').expect("an address that ends with a database");
        Some(Database::Server { address: format!("{front}/{name}"), name })
    }

    /// One of each engine that is there.
    pub fn each() -> impl Iterator<Item = Self> {
        [Some(Database::file()), Database::server()].into_iter().flatten()
    }

    /// Opens it as another process would, and completes its tables.
    pub fn open(&self) -> Result<Store, StoreError> {
        match self {
            Database::File(folder) => schakel_store_sqlite::open(&folder.path().join("schakel.db")),
            Database::Server { address, .. } => schakel_store_postgres::open(address),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let (Database::Server { name, .. }, Some(server)) = (self, server()) {
            let dropped = Client::connect(&server, NoTls)
                .and_then(|mut it| it.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
            let _ = dropped;
        }
    }
}

/// The address of the server to test on.
pub fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let server = env::var(SERVER).ok().filter(|it| !it.is_empty());
    if server.is_none() {
        // Printed past the capture of the test runner: half of the engines goes unproven.
        SAID.call_once(|| {
            let _ = writeln!(
                stderr(),
                "\n*** NOT RUN ON POSTGRESQL: {SERVER} names no server; `cargo xtask test` starts one\n"
            );
        });
    }
    server
}
