//! The one test binary of the crate: each module tests one part of the public
//! interface.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod clock;
mod dates;
mod holidays;
mod laws;
mod periods;
mod working_days;

use schakel_time::{Date, parse_date};

/// A date from its text, for tables of cases.
fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}
