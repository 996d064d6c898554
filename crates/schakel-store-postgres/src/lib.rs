#![doc = include_str!("../README.md")]

mod connection;
mod engine;

use schakel_store::{Store, StoreError};

pub use engine::PostgresEngine;

/// Opens a database by its address, `postgres://user:password@host/database`.
///
/// # Errors
/// When the address is wrong, the server cannot be reached, or the database was written by a later version.
pub fn open(address: &str) -> Result<Store, StoreError> {
    Store::new(PostgresEngine::open(address)?)
}
