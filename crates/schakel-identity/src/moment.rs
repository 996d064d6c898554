//! Moments as the protocols count them. The clock itself is read by the program.

use serde::{Deserialize, Serialize};

/// A moment: whole seconds since the beginning of 1970, UTC. Tokens and ceremonies count so, whatever the time of day is
/// where somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixSeconds(pub i64);

impl UnixSeconds {
    /// The moment so many seconds later, or earlier.
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}
