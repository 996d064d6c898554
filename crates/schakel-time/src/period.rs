//! Half-open periods, the form in which everything in a pack is valid. The text
//! form is that of the pack (`2017-01-01..2019-01-01`).

use std::error::Error;
use std::fmt;

use crate::date::{Date, DateError, parse_date};

/// A half-open span of days: the start belongs to it, the end does not. A
/// missing start or end means that the period is open on that side. A period is
/// never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    start: Option<Date>,
    end: Option<Date>,
}

/// Why a text or a pair of dates is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodError {
    /// The text does not have the form `START..END`.
    Malformed {
        /// The text as given.
        text: String,
    },
    /// One of the two sides is not a date.
    Date(DateError),
    /// The end is on or before the start, so that no day belongs to the period.
    EndNotAfterStart {
        /// First day.
        start: Date,
        /// First day that no longer belongs to the period.
        end: Date,
    },
}

impl Period {
    /// Makes a period from its first day and the first day after it.
    ///
    /// # Errors
    ///
    /// [`PeriodError::EndNotAfterStart`] when no day would belong to it.
    pub fn new(start: Option<Date>, end: Option<Date>) -> Result<Self, PeriodError> {
        match (start, end) {
            (Some(start), Some(end)) if end <= start => Err(PeriodError::EndNotAfterStart { start, end }),
            _ => Ok(Self { start, end }),
        }
    }

    /// Reads `START..END`, in which either side may be left out.
    ///
    /// # Errors
    ///
    /// [`PeriodError::Malformed`] without the two dots, [`PeriodError::Date`]
    /// when a side is not a date, [`PeriodError::EndNotAfterStart`] when no day
    /// would belong to it.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let (start, end) = text.split_once("..").ok_or_else(|| PeriodError::Malformed { text: text.to_owned() })?;
        Self::new(parse_side(start)?, parse_side(end)?)
    }

    /// First day, or none when the period has no beginning.
    pub fn start(&self) -> Option<Date> {
        self.start
    }

    /// First day that no longer belongs to the period, or none when it has no
    /// end.
    pub fn end(&self) -> Option<Date> {
        self.end
    }

    /// Whether the day belongs to the period.
    pub fn contains(&self, date: Date) -> bool {
        self.start.is_none_or(|start| start <= date) && self.end.is_none_or(|end| date < end)
    }

    /// Whether at least one day belongs to both periods.
    pub fn overlaps(&self, other: &Self) -> bool {
        starts_before_end(self.start, other.end) && starts_before_end(other.start, self.end)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = self.start {
            write!(formatter, "{start}")?;
        }
        formatter.write_str("..")?;
        if let Some(end) = self.end {
            write!(formatter, "{end}")?;
        }
        Ok(())
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { text } => write!(
                formatter,
                "`{text}` is not a period: write first day, two dots and the first day after it, \
                 as `2017-01-01..2019-01-01`, and leave a side empty when it is open"
            ),
            Self::Date(_) => formatter.write_str("one side of the period is not a date"),
            Self::EndNotAfterStart { start, end } => write!(
                formatter,
                "the period `{start}..{end}` holds no day: the second date is the first day that \
                 no longer belongs to it and must come after the first"
            ),
        }
    }
}

impl Error for PeriodError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Date(error) => Some(error),
            Self::Malformed { .. } | Self::EndNotAfterStart { .. } => None,
        }
    }
}

impl From<DateError> for PeriodError {
    fn from(error: DateError) -> Self {
        Self::Date(error)
    }
}

fn parse_side(text: &str) -> Result<Option<Date>, DateError> {
    if text.is_empty() { Ok(None) } else { parse_date(text).map(Some) }
}

fn starts_before_end(start: Option<Date>, end: Option<Date>) -> bool {
    match (start, end) {
        (Some(start), Some(end)) => start < end,
        _ => true,
    }
}
