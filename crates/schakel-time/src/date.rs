//! Civil dates: the types, the strict reader and completed years. Printing for
//! people is in `print`, periods are in `period`.

use std::error::Error;
use std::fmt;

/// A calendar date without a time zone; prints as `YYYY-MM-DD`.
pub type Date = jiff::civil::Date;

/// A calendar date with a wall-clock time, without a time zone.
pub type DateTime = jiff::civil::DateTime;

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// The text does not have the form `YYYY-MM-DD`.
    Malformed {
        /// The text as given.
        text: String,
    },
    /// The text has the right form, but the calendar has no such day.
    NotInCalendar {
        /// The text as given.
        text: String,
    },
}

impl fmt::Display for DateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { text } => {
                write!(formatter, "`{text}` is not a date: write year, month and day as `2018-03-01`")
            }
            Self::NotInCalendar { text } => {
                write!(formatter, "`{text}` is not a day in the calendar")
            }
        }
    }
}

impl Error for DateError {}

/// Reads a date written as `YYYY-MM-DD`: four, two and two digits, nothing
/// around them. Looser forms are refused, because a policy text in which
/// `03-04-2018` may mean two days cannot be checked.
///
/// # Errors
///
/// [`DateError::Malformed`] when the form is different,
/// [`DateError::NotInCalendar`] for a day such as 30 February.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let (year, month, day) = split_date(text).ok_or_else(|| DateError::Malformed { text: text.to_owned() })?;
    Date::new(year, month, day).map_err(|_| DateError::NotInCalendar { text: text.to_owned() })
}

/// Counts the calendar years completed on `to` since `from`.
///
/// A year is completed on the anniversary itself. The anniversary of 29 February
/// in a year without that day is 28 February: a term in years whose last day is
/// missing ends on the last day of the month (Regulation (EEC, Euratom)
/// No 1182/71, article 3(2)(c)).
///
/// When `to` lies before `from` the answer is that of the swapped dates with a
/// minus sign, so `whole_years(a, b) == -whole_years(b, a)` always holds.
pub fn whole_years(from: Date, to: Date) -> i64 {
    if to < from {
        return -whole_years(to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let anniversary_day =
        if (from.month(), from.day()) == (2, 29) && !to.in_leap_year() { (2, 28) } else { (from.month(), from.day()) };
    if (to.month(), to.day()) < anniversary_day { years - 1 } else { years }
}

/// The moment so many minutes later; earlier for a negative number. Wall-clock time: it does not know when the clock is
/// put forward or back. Stays at the end of the calendar rather than leaving it.
pub fn add_minutes(moment: DateTime, minutes: i64) -> DateTime {
    moment.saturating_add(jiff::SignedDuration::from_mins(minutes))
}

/// The moment so many microseconds later: what tells apart what came in at the same time. Stays at the end of the calendar
/// rather than leaving it.
pub fn add_microseconds(moment: DateTime, microseconds: i64) -> DateTime {
    moment.saturating_add(jiff::SignedDuration::from_micros(microseconds))
}

/// The day a number of calendar days after `from`; the last day that a date can hold when it would lie beyond it.
pub fn add_days(from: Date, days: u32) -> Date {
    jiff::Span::new().try_days(days).map_or(Date::MAX, |span| from.saturating_add(span))
}

/// The day a number of calendar days before `from`; the first day that a date can hold when it would lie before it.
pub fn subtract_days(from: Date, days: u32) -> Date {
    jiff::Span::new().try_days(days).map_or(Date::MIN, |span| from.saturating_sub(span))
}

/// The day a number of calendar months after `from`. A month that has no such day gives its last day (Regulation (EEC,
/// Euratom) No 1182/71, article 3(2)(c)); the last day that a date can hold when it would lie beyond it.
pub fn add_months(from: Date, months: u32) -> Date {
    jiff::Span::new().try_months(months).map_or(Date::MAX, |span| from.saturating_add(span))
}

fn split_date(text: &str) -> Option<(i16, i8, i8)> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let day = digits(parts.next()?, 2)?;
    if parts.next().is_some() {
        return None;
    }
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

/// Reads exactly `length` ASCII digits; `str::parse` alone would take a sign.
fn digits(text: &str, length: usize) -> Option<i16> {
    if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
