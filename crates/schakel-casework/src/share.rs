//! Shares and percentages as whole numbers, compared without rounding. How they are printed lives with the reader.

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A part of a whole. The part is never larger than the whole; of nothing there is no share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Out of how many.
    pub whole: u64,
}

/// A whole number of hundredths, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// A percentage above 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PercentError {
    /// The number as given.
    pub number: u8,
}

impl Share {
    /// The share, rounded down to whole percentages; nothing when there is nothing to have a share of.
    pub fn whole_percent(&self) -> Option<u64> {
        (self.whole > 0).then(|| self.part.saturating_mul(100) / self.whole)
    }

    /// Whether the share lies above the percentage; never, of nothing.
    pub fn is_above(&self, percent: Percent) -> bool {
        self.part.saturating_mul(100) > self.whole.saturating_mul(u64::from(percent.0))
    }

    /// Whether the share lies below the percentage; never, of nothing.
    pub fn is_below(&self, percent: Percent) -> bool {
        self.part.saturating_mul(100) < self.whole.saturating_mul(u64::from(percent.0))
    }

    /// Counts how many of the answers are yes.
    pub fn count(answers: impl IntoIterator<Item = bool>) -> Self {
        let mut share = Self::default();
        for answer in answers {
            share.whole += 1;
            share.part += u64::from(answer);
        }
        share
    }
}

impl Percent {
    /// The percentage, or 100 when the number is larger.
    pub fn saturating(number: u8) -> Self {
        Self(number.min(100))
    }

    /// The number.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Percent {
    type Error = PercentError;

    fn try_from(number: u8) -> Result<Self, PercentError> {
        if number <= 100 { Ok(Self(number)) } else { Err(PercentError { number }) }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl fmt::Display for PercentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is no share of a whole: write a percentage of at most 100", self.number)
    }
}

impl Error for PercentError {}
