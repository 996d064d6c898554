//! The present moment as a value that is handed in. Reading the machine's clock
//! happens in the program that makes the `Clock`, never here.

use std::fmt;
use std::sync::Arc;

use crate::date::{Date, DateTime};

/// Answers what time it is. Cloning is cheap and every clone shows the same
/// time, so a test, a simulation or a replay can stand in for the machine.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> DateTime + Send + Sync>,
}

impl Clock {
    /// A clock that asks `now` each time. The function answers the wall-clock
    /// time in the time zone in which the organisation works.
    pub fn new(now: impl Fn() -> DateTime + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now) }
    }

    /// A clock that stands still.
    pub fn fixed(moment: DateTime) -> Self {
        Self::new(move || moment)
    }

    /// The present date and wall-clock time.
    pub fn now(&self) -> DateTime {
        (self.now)()
    }

    /// The present date.
    pub fn today(&self) -> Date {
        self.now().date()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Clock").field("now", &self.now()).finish()
    }
}
