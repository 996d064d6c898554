//! Days as whole numbers, so that rules over dates can be solved like rules over numbers. The calendar itself lives in
//! `schakel-time`.

use jiff::SignedDuration;
use schakel_time::Date;

use crate::number::Number;

const EPOCH: Date = Date::constant(1970, 1, 1);
const HOURS_PER_DAY: i64 = 24;

/// The first day of the calendar.
pub(crate) const FIRST: Date = Date::MIN;
/// The last day of the calendar.
pub(crate) const LAST: Date = Date::MAX;

/// Days since 1 January 1970.
pub(crate) fn number_of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / HOURS_PER_DAY
}

/// Days since 1 January 1970, to calculate with.
pub(crate) fn exact_number_of(date: Date) -> Number {
    Number::whole(number_of(date))
}

/// The date so many days after 1 January 1970; `None` outside the calendar.
pub(crate) fn date_at(day: i64) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::from_hours(day.checked_mul(HOURS_PER_DAY)?)).ok()
}
