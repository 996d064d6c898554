//! Face of the crate: what other crates may use of dates, periods, working days
//! and the clock. The work itself is in the modules below; statutory terms with
//! suspension and extension are not here, and neither is the system clock.
#![doc = include_str!("../README.md")]

mod clock;
mod date;
mod holiday;
mod period;
mod print;
mod working_day;

pub use clock::Clock;
pub use date::{
    Date, DateError, DateTime, add_days, add_microseconds, add_minutes, add_months, parse_date, subtract_days,
    whole_years,
};
pub use holiday::{Holiday, is_public_holiday};
pub use period::{Period, PeriodError};
pub use print::{dutch_date, dutch_instant, english_date};
pub use working_day::{add_working_days, is_working_day, working_day_before, working_days_between};
