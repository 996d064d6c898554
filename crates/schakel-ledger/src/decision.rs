//! Decisions: who decided that money moves, under which number, and when. What was decided is an operation.

use std::error::Error;
use std::fmt;

use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::name::Name;

/// Who decides about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// Provinciale Staten: the budget, and what happens with a result.
    Council,
    /// Gedeputeerde Staten: within the rules of a reserve, and all grants.
    Executive,
    /// The State: money through the provinciefonds.
    State,
    /// Another party that puts in money or help.
    Party,
}

/// When something was decided, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    /// On this day.
    On(Date),
    /// On a day that is not stated, before this one.
    Before(Date),
}

/// A decision. Its identifier is the key against posting it twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decision {
    /// Identifier: that of the pack, or of the decision on an application.
    pub id: Name,
    /// The number under which it is registered, when that is known.
    pub number: Option<DecisionNumber>,
    /// Who decided.
    pub body: Body,
    /// When.
    pub day: Day,
}

/// The number of a decision of Provinciale Staten: `PS/2016/871`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DecisionNumber {
    /// The year.
    pub year: i16,
    /// The number within the year, from 1.
    pub number: u32,
}

/// A number that was read, and whether its text had to be repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadNumber {
    /// The number.
    pub number: DecisionNumber,
    /// The text as it stood, when it was damaged: `[PS/2015/687)`.
    pub repaired_from: Option<String>,
}

/// Why a text is no number of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionNumberError {
    /// The text as given.
    pub text: String,
}

impl Day {
    /// The last day on which it can have been.
    pub fn latest(self) -> Date {
        match self {
            Day::On(day) => day,
            Day::Before(day) => day.yesterday().unwrap_or(day),
        }
    }

    /// Whether the day itself is known.
    pub fn is_known(self) -> bool {
        matches!(self, Day::On(_))
    }
}

impl DecisionNumber {
    /// Reads a number; brackets and spaces around it, and missing capitals, are repaired and told.
    ///
    /// # Errors
    ///
    /// [`DecisionNumberError`] when no `PS/year/number` stands in it.
    pub fn read(text: &str) -> Result<ReadNumber, DecisionNumberError> {
        let fail = || DecisionNumberError { text: text.to_owned() };
        let bare = text.trim_matches(|it: char| it.is_whitespace() || "[](){}.,;".contains(it));
        let [letters, year, number] = bare.split('/').collect::<Vec<_>>()[..] else { return Err(fail()) };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        if !letters.eq_ignore_ascii_case("PS") || !digits(year) || !digits(number) {
            return Err(fail());
        }
        let year = year.parse().ok().filter(|it| (1900..=2999).contains(it)).ok_or_else(fail)?;
        let number = number.parse().ok().filter(|it| *it > 0).ok_or_else(fail)?;
        let number = DecisionNumber { year, number };
        Ok(ReadNumber { number, repaired_from: (number.to_string() != text).then(|| text.to_owned()) })
    }
}

impl fmt::Display for DecisionNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PS/{}/{}", self.year, self.number)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Day::On(day) => write!(formatter, "{day}"),
            Day::Before(day) => write!(formatter, "before {day}"),
        }
    }
}

impl fmt::Display for DecisionNumberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is no number of a decision: write it as `PS/2016/871`", self.text)
    }
}

impl Error for DecisionNumberError {}
