//! Applying for a grant and deciding on it, through the pages, with rounds that can be executed: a tender for two or more
//! together, and a round in the order of completeness.

mod applying;
mod base;
mod deciding;
mod executing;
mod letters;
mod partners;
mod receiving;
mod rows;

use std::sync::{Arc, Mutex};

use schakel_time::{Clock, DateTime};
use schakel_web::{App, Doors};

use crate::support::{pack_files, portal_at};

/// The tender: at least two take part, 40,000 in all, two criteria of 50 points.
pub const TENDER: &str = "proef-tender";

/// The round in the order of completeness: one firm applies, 40,000 in all.
pub const ROUND: &str = "proef-ronde";

/// A round of 2018 for young successors of a family business, in the order of receipt.
pub const SUCCESSORS: &str = "proef-opvolgers";

/// A clock that a test sets.
#[derive(Clone)]
pub struct Hands(Arc<Mutex<DateTime>>);

impl Hands {
    pub fn set(&self, moment: &str) {
        *self.0.lock().unwrap() = moment.parse().unwrap();
    }
}

/// A portal with the real pack and the two rounds, and a database of its own. It is an hour after the rounds opened.
pub fn portal() -> (App, Hands) {
    let mut files = pack_files();
    let rounds = [
        (TENDER, include_str!("rounds/proef-tender.md")),
        (ROUND, include_str!("rounds/proef-ronde.md")),
        (SUCCESSORS, include_str!("rounds/proef-opvolgers.md")),
    ];
    for (round, text) in rounds {
        files.insert(Arc::from(format!("rounds/{round}.md")), text.to_owned());
    }
    let hands = Hands(Arc::new(Mutex::new("2030-02-01T10:00:00".parse().unwrap())));
    let shown = Arc::clone(&hands.0);
    (portal_at(&files, Doors::default(), Clock::new(move || *shown.lock().unwrap())), hands)
}
