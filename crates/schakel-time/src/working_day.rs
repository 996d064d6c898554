//! Working days: Monday to Friday without public holidays. Statutory terms, which
//! may also be suspended or extended, do not live here.

use jiff::civil::Weekday;

use crate::date::Date;
use crate::holiday::is_public_holiday;

/// Whether the date is a Monday to Friday that is not a public holiday.
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && is_public_holiday(date).is_none()
}

/// The date on which `working_days` working days have passed since `from`. The
/// day itself does not count, so one working day after a Friday is Monday.
///
/// The answer is always a working day: with zero it is `from`, or the first
/// working day after it when `from` is none. Beyond the last day that a date can
/// hold (31 December 9999) the answer stays on that day.
pub fn add_working_days(from: Date, working_days: u32) -> Date {
    let mut date = from;
    let mut still_to_count = working_days;
    while still_to_count > 0 || !is_working_day(date) {
        let Ok(next) = date.tomorrow() else {
            return date;
        };
        date = next;
        if is_working_day(date) {
            still_to_count = still_to_count.saturating_sub(1);
        }
    }
    date
}

/// The last working day before a date; the first day that a date can hold when there is none.
pub fn working_day_before(date: Date) -> Date {
    let mut before = date;
    while let Ok(day) = before.yesterday() {
        before = day;
        if is_working_day(before) {
            return before;
        }
    }
    before
}

/// Counts the working days after `from` up to and including `to`; negative, over
/// the swapped dates, when `to` lies before `from`.
///
/// It undoes [`add_working_days`]: for every working day `from`, and for every
/// other day when `n` is at least one,
/// `working_days_between(from, add_working_days(from, n)) == n`.
pub fn working_days_between(from: Date, to: Date) -> i64 {
    if to < from {
        return -working_days_between(to, from);
    }
    let mut count = 0;
    let mut date = from;
    while date < to {
        let Ok(next) = date.tomorrow() else {
            return count;
        };
        date = next;
        count += i64::from(is_working_day(date));
    }
    count
}
