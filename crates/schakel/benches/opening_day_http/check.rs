//! What has to be true after the day: on record once, in one order, and never above the ceiling.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use schakel_casework::{Actor, OrganisationId};
use schakel_desk::RoundTermsOfGrant;
use schakel_schemes::ApplicationCommand;
use schakel_store::journal;
use schakel_store::tables::applications::RoundList;

use crate::scene::{REQUESTED, activities_until, desk, now, round};

pub fn check(address: &str, pack: &Path, applications: u64) {
    let desk = desk(address, pack);
    let received = desk.applications(&round(), RoundList::Received, 0, u32::MAX).unwrap();
    assert_eq!(u64::try_from(received.len()).unwrap(), applications, "everything acknowledged is stored");
    let turns: Vec<u64> = received.iter().filter_map(|it| it.turn).collect();
    assert_eq!(turns, (1..=applications).collect::<Vec<u64>>(), "the order is total");
    let moments: Vec<_> = received.iter().filter_map(|it| it.application.received_at()).collect();
    assert!(moments.is_sorted_by(|one, next| one < next), "the order is that of the receipts, and no two are the same");
    assert!(received.iter().all(|it| it.application.receipts.len() == 1), "each was received once");
    let numbers: BTreeSet<_> = received.iter().map(|it| it.application.number).collect();
    assert_eq!(numbers.len(), received.len());
    println!("stored: each once, in the order of the receipts");

    let by = Actor::Organisation { organisation: OrganisationId::new("provincie-overijssel").unwrap(), person: None };
    for row in &received {
        desk.handle(row.application.number, ApplicationCommand::FindComplete, by.clone(), now()).unwrap();
    }
    let began = Instant::now();
    let divided = desk.divide(&round(), by.clone(), now()).unwrap();
    let until = activities_until();
    let terms =
        RoundTermsOfGrant { activities_until: until, year: until.year(), obligations: Vec::new(), de_minimis: false };
    let decided = desk.decide_round(&round(), &terms, &by, now()).unwrap();
    let room = desk.room(&round()).unwrap().all().next().unwrap().clone();
    assert!(room.granted <= room.amount, "the ceiling holds");
    assert_eq!(divided.granted(), room.granted);
    assert_eq!(room.granted.count(), i64::try_from(decided.granted).unwrap() * REQUESTED.count());
    println!(
        "divided and decided in {:.1?}: {} granted, {} refused; {} of {} euros",
        began.elapsed(),
        decided.granted,
        decided.refused,
        room.granted.count() / 100,
        room.amount.count() / 100
    );
    let verified = desk.store().read(journal::verify).unwrap();
    assert!(matches!(verified, journal::Verified::Whole { .. }), "the journal is whole: {verified:?}");
    println!("the journal is whole");
}
