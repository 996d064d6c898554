//! Dates as people read them, in Dutch and English. The machine form
//! (`YYYY-MM-DD`) is what `Date` itself prints.

use crate::date::Date;

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
