//! The database as everybody uses it: read, or write and keep all of it or nothing.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::{Engine, Keep, Statements};
use crate::error::StoreError;
use crate::migration::migrate;

/// A database that is up to date. Cloning is cheap; every clone is the same database.
#[derive(Clone)]
pub struct Store {
    engine: Arc<dyn Engine>,
}

impl Store {
    /// Takes an engine into use: makes or completes its tables.
    ///
    /// # Errors
    /// When the database fails, or was written by a later version.
    pub fn new(engine: impl Engine + 'static) -> Result<Self, StoreError> {
        let store = Store { engine: Arc::new(engine) };
        let dialect = store.engine.dialect();
        store.write(move |statements| migrate(statements, dialect))?;
        Ok(store)
    }

    /// Reads in one consistent view.
    ///
    /// # Errors
    /// What the work answers, or when the database fails.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut dyn Statements) -> Result<T, E>) -> Result<T, E> {
        let mut work = Some(work);
        let mut answer = None;
        self.engine.read(&mut |statements| {
            if let Some(work) = work.take() {
                answer = Some(work(statements));
            }
        })?;
        answer.unwrap_or_else(|| Err(StoreError::Stopped.into()))
    }

    /// Writes: when the work answers well, all of it is kept and survives a crash; when it does not, none of it.
    ///
    /// # Errors
    /// What the work answers, or when the database fails.
    pub fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Statements) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let place = Arc::new(Mutex::new(None));
        let for_answer = Arc::clone(&place);
        self.engine.write(Box::new(move |statements| {
            let answer = work(statements);
            let keep = if answer.is_ok() { Keep::Yes } else { Keep::No };
            *for_answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            keep
        }))?;
        let answer = place.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(StoreError::Panicked.into()))
    }

    /// Gives back to the disk what erased rows left behind.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tidy(&self) -> Result<(), StoreError> {
        self.engine.tidy()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Store(…)")
    }
}
