//! The number of an application: what the queue, the draw and the decisions speak of. What the application holds is not
//! here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of an application, given out at the counter in the order of receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApplicationNumber(pub u64);

impl fmt::Display for ApplicationNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
