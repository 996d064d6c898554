//! What a committee of assessors advises.

/// What a committee advises on an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// To grant it.
    Positive,
    /// To refuse it.
    Negative,
}
