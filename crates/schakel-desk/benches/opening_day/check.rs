//! What has to be true afterwards.

use std::collections::BTreeMap;

use schakel_schemes::{ApplicationNumber, ApplicationState, Ceiling};
use schakel_store::journal::{self, Verified};
use schakel_store::tables::applications::{self, RoundList, committed};
use schakel_store::tables::rounds;
use schakel_time::DateTime;

use crate::scene::{self, ONE_IN, REQUESTED, ceiling, round};

/// What a client was told.
pub struct Receipt {
    number: ApplicationNumber,
    received_at: DateTime,
    pub microseconds: u64,
}

impl Receipt {
    pub fn read(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let number = ApplicationNumber(words[0].parse().unwrap());
        Receipt { number, received_at: words[1].parse().unwrap(), microseconds: words[2].parse().unwrap() }
    }
}

pub fn percentile(waits: &mut [u64], percent: usize) -> u64 {
    waits.sort_unstable();
    waits[(waits.len() * percent / 100).min(waits.len() - 1)]
}

/// Every acknowledged application is there once, and the moments are the order.
pub fn received(address: &str, receipts: &[Receipt], expected: u64) {
    let told: BTreeMap<_, _> = receipts.iter().map(|it| (it.number, it.received_at)).collect();
    assert_eq!((told.len(), receipts.len()), (expected as usize, expected as usize));
    let store = scene::open(address);
    let rows = store.read(|it| applications::of_round(it, &round(), RoundList::Received, 0, u32::MAX)).unwrap();
    assert_eq!(rows.len() as u64, expected);
    for (turn, row) in (1..).zip(&rows) {
        assert_eq!((row.turn, row.application.receipts.len()), (Some(turn), 1));
        assert_eq!(row.application.received_at(), told.get(&row.application.number).copied());
    }
    assert!(rows.is_sorted_by(|one, next| one.application.received_at() < next.application.received_at()));
}

/// Everything is decided on, no more is granted than there is, and the journal is whole.
pub fn decided(address: &str, expected: u64) {
    let store = scene::open(address);
    let list = RoundList::In(ApplicationState::Decided);
    let rows = store.read(|it| applications::of_round(it, &round(), list, 0, u32::MAX)).unwrap();
    assert_eq!(rows.len() as u64, expected);
    let granted = rows.iter().map(|it| committed(&it.application)).sum();
    let balances = store.read(|it| rounds::balances(it, &round())).unwrap().unwrap();
    let whole = balances.all().find(|it| it.ceiling == Ceiling::Round).unwrap();
    assert_eq!((whole.amount, whole.granted), (ceiling(expected), granted));
    assert_eq!(granted.count(), REQUESTED.count() * i64::try_from(expected / ONE_IN).unwrap());
    let verified = store.read(journal::verify).unwrap();
    assert!(matches!(verified, Verified::Whole { .. }), "{verified:?}");
}
