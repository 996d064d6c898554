//! Tests of sending mail: to a folder, and to a small server that answers as the test wants.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod file;
mod headers;
mod retries;
mod server;
mod smtp;

use schakel_criteria::Language;
use schakel_mail::{Mail, Sender};
use schakel_time::parse_date;

/// A mail with some Dutch in it.
pub fn mail() -> Mail {
    Mail {
        number: 41,
        to: vec!["bakker@example.nl".to_owned()],
        subject: "Uw vraag is binnen: coöperatie".to_owned(),
        text: "Goedendag,\n\nU hoort van ons vóór 30 november.\n.\nTot dan.\n".to_owned(),
        calendar: None,
        language: Language::Dutch,
        written_at: parse_date("2026-11-23").unwrap().at(9, 0, 0, 0),
    }
}

/// Who sends in the tests.
pub fn sender() -> Sender {
    Sender::new("Schakel Oost", "schakel@example.org").unwrap()
}
