//! What a database has to be able to do. Everything that is kept is written against these two traits, once; an engine
//! brings its connections, its transactions and the names of its types.

use crate::error::StoreError;
use crate::value::{Row, Value};

/// A transaction. Statements number their values `$1`, `$2`, … and use only what every engine understands.
pub trait Statements {
    /// Carries out a statement, and answers how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses it or fails.
    fn execute(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError>;

    /// Carries out a question, and answers its rows.
    ///
    /// # Errors
    /// When the database refuses it or fails.
    fn query(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError>;
}

/// Something to do in a transaction that writes. It says whether what it did is to be kept.
pub type Work = Box<dyn FnOnce(&mut dyn Statements) -> Keep + Send>;

/// What to do with the statements of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Keep them.
    Yes,
    /// Undo them.
    No,
}

/// A database.
pub trait Engine: Send + Sync {
    /// Reads in one consistent view: what others write meanwhile is not seen.
    ///
    /// # Errors
    /// When the database fails.
    fn read(&self, work: &mut dyn FnMut(&mut dyn Statements)) -> Result<(), StoreError>;

    /// Writes. Pieces of work follow each other: none sees half of another, also not from another process. When this
    /// returns, what was kept survives a crash.
    ///
    /// # Errors
    /// When the database fails; nothing of the work was kept.
    fn write(&self, work: Work) -> Result<(), StoreError>;

    /// The names of types in this engine.
    fn dialect(&self) -> Dialect;

    /// Gives back to the disk what erased rows left behind.
    ///
    /// # Errors
    /// When the database fails.
    fn tidy(&self) -> Result<(), StoreError>;
}

/// What the types of a table are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Whole numbers of 64 bits.
    pub integer: &'static str,
    /// Texts that compare byte by byte.
    pub text: &'static str,
    /// Bytes.
    pub bytes: &'static str,
    /// What stands behind a table.
    pub table: &'static str,
}
