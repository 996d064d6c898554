#![doc = include_str!("../README.md")]

mod engine;
mod statements;
mod writer;

use std::path::Path;

use schakel_store::{Store, StoreError};

pub use engine::SqliteEngine;

/// Opens a database; the file is made when it is not there.
///
/// # Errors
/// When the file cannot be written, is no database, or was written by a later version.
pub fn open(path: &Path) -> Result<Store, StoreError> {
    Store::new(SqliteEngine::open(path)?)
}

/// A database that is gone when its last clone is dropped, for tests and trials.
///
/// # Errors
/// When there is no room for it.
pub fn temporary() -> Result<Store, StoreError> {
    Store::new(SqliteEngine::temporary()?)
}
