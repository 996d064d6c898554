#![doc = include_str!("../README.md")]

mod copy;
mod digest;
mod engine;
mod error;
pub mod journal;
mod migration;
mod store;
pub mod tables;
mod value;

pub use copy::{CopyError, copy};
pub use digest::Digest;
pub use engine::{Dialect, Engine, Keep, Statements, Work};
pub use error::StoreError;
pub use migration::{STEPS, migrate_to};
pub use store::Store;
pub use value::{Exactly, Row, Value, to_json};
