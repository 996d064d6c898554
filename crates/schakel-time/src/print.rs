//! Dates as people read them, in Dutch and English, and moments as other machines read them. The machine form
//! (`YYYY-MM-DD`) is what `Date` itself prints.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::date::{Date, DateTime};

/// The date as a Dutch reader writes it: `1 maart 2018`.
pub fn dutch_date(date: Date) -> String {
    let month = match date.month() {
        1 => "januari",
        2 => "februari",
        3 => "maart",
        4 => "april",
        5 => "mei",
        6 => "juni",
        7 => "juli",
        8 => "augustus",
        9 => "september",
        10 => "oktober",
        11 => "november",
        _ => "december",
    };
    format!("{} {month} {}", date.day(), date.year())
}

/// The date as a British reader writes it: `1 March 2018`.
pub fn english_date(date: Date) -> String {
    let month = match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    };
    format!("{} {month} {}", date.day(), date.year())
}

/// The moment of a wall-clock time in the Netherlands. Of an hour that comes twice in autumn it is the first; an hour
/// that is left out in spring counts as the hour after it. A time outside the range of [`Timestamp`] gives its end.
pub fn dutch_instant(moment: DateTime) -> Timestamp {
    /// Central European time, with summer time from the last Sunday of March to the last Sunday of October.
    const DUTCH_TIME: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    let zone = TimeZone::posix(DUTCH_TIME).unwrap_or(TimeZone::UTC);
    moment.to_zoned(zone).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}
