//! The databases to test on: a file for SQLite, and a fresh database on the server that `SCHAKEL_TEST_POSTGRES` names.

use std::env;
use std::io::{Write, stderr};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use schakel_store::{Statements, Store, StoreError, Value};
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
        let name = format!("it_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
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

/// Runs a test on each engine.
pub fn on_each(test: impl Fn(&Store)) {
    for database in Database::each() {
        test(&database.open().unwrap());
    }
}

/// The address of the server to test on.
pub fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let server = env::var(SERVER).ok().filter(|it| !it.is_empty());
    if server.is_none() {
        // Printed past the capture of the test runner: half of the contract goes unproven.
        SAID.call_once(|| {
            let _ = writeln!(
                stderr(),
                "\n*** NOT RUN ON POSTGRESQL: {SERVER} names no server; `cargo xtask test` starts one\n"
            );
        });
    }
    server
}

/// Writes, and answers the first error of the database.
pub fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut dyn Statements) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    store.write(work)
}

/// Writes what must work.
pub fn must_write<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut dyn Statements) -> Result<T, StoreError> + Send + 'static,
) -> T {
    write(store, work).unwrap()
}

/// Reads what must be readable.
pub fn must_read<T>(store: &Store, work: impl FnOnce(&mut dyn Statements) -> Result<T, StoreError>) -> T {
    store.read(work).unwrap()
}

/// One number from the database.
pub fn number(store: &Store, question: &str) -> i64 {
    must_read(store, |statements| statements.query(question, &[])?[0].integer(0))
}

/// Changes rows behind the back of the store, as a hand in the database does.
pub fn tamper(store: &Store, statement: &'static str, values: Vec<Value>) {
    let changed = must_write(store, move |statements| statements.execute(statement, &values));
    assert!(changed > 0, "nothing to change: {statement}");
}
