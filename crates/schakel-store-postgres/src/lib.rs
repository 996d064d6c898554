#![doc = include_str!("../README.md")]

mod connection;
mod engine;
#[cfg(feature = "own-server")]
mod own_server;
mod writer;

use schakel_store::{Store, StoreError};

pub use engine::PostgresEngine;
#[cfg(feature = "own-server")]
pub use own_server::{OwnServer, OwnServerError, Settings};

/// Opens a database by its address, `postgres://user:password@host/database`.
///
/// # Errors
/// When the address is wrong, the server cannot be reached, or the database was written by a later version.
pub fn open(address: &str) -> Result<Store, StoreError> {
    Store::new(PostgresEngine::open(address)?)
}
