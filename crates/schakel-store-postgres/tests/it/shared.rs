//! Small values that many tests need.

use schakel_casework::{CaseId, Code, OrganisationId, PersonRef};
use schakel_store::journal::Entry;
use schakel_time::{Date, DateTime, parse_date};

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

/// Noon of a day.
pub fn noon(text: &str) -> DateTime {
    day(text).at(12, 0, 0, 0)
}

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn organisation(text: &str) -> OrganisationId {
    OrganisationId::new(text).unwrap()
}

/// An entry of the journal that can be told from others by its number.
pub fn attempt(number: u64) -> Entry {
    Entry::Attempt {
        case: Some(CaseId(number)),
        by: Some(PersonRef(number)),
        organisation: None,
        route: code("case-page"),
    }
}
