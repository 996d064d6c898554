//! What a pack knows about firms in general: counts of a statistics office, and the assumptions where no source counts.
//! Drawing synthetic firms from it lives in `schakel-guide`.

use schakel_criteria::{FactId, Number};

use crate::source::{Id, SourceRef};

/// How firms are spread, as far as a source counts them, and what is assumed of the rest.
#[derive(Clone, Debug)]
pub struct FirmCounts {
    /// Where the counts come from.
    pub source: SourceRef,
    /// The classes of persons employed, in the order of `by_size`.
    pub sizes: Vec<ValueRange>,
    /// The groups of legal forms (codes of `legal-forms`), in the order of `by_form`.
    pub forms: Vec<Vec<Id>>,
    /// The branches with their counts.
    pub branches: Vec<Branch>,
    /// Per number, amount or date without a source the values that are drawn; dates in years before the day.
    pub ranges: Vec<(FactId, ValueRange)>,
    /// Yes-or-no facts that are assumed to hold for few firms.
    pub exceptions: Vec<FactId>,
    /// For one firm in so many.
    pub exception_one_in: u32,
}

/// A branch of the economy with the establishments in it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Sections of the activity codes (SBI).
    pub sections: Vec<Id>,
    /// Establishments per class of size.
    pub by_size: Vec<u64>,
    /// Establishments per group of legal forms.
    pub by_form: Vec<u64>,
}

/// Values between two limits, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueRange {
    /// The smallest.
    pub from: Number,
    /// The largest.
    pub to: Number,
    /// Which of them are drawn how often.
    pub spread: Spread,
}

/// Which values of a range are drawn how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Every value as often.
    Even,
    /// Every order of magnitude as often.
    Orders,
}
