//! What has to hold after every crash.

use std::collections::BTreeMap;
use std::fs;

use schakel_casework::{CaseId, Event, replay};
use schakel_store::journal::{self, Entry, FIRST_HASH, Verified, about, case_subject, verify};
use schakel_store::{Statements, StoreError, tables, values};
use schakel_time::DateTime;

use crate::load;

/// Remembers what was true before, because it has to stay so.
#[derive(Default)]
pub struct Checker {
    /// How far each acknowledged case was.
    acknowledged: BTreeMap<u64, u32>,
    changes: u64,
    /// The journal as it was after the round before.
    journal: Option<(u64, [u8; 32])>,
    /// The last case of the round before.
    last_case: u64,
}

/// What all rounds together showed.
pub struct Found {
    pub acknowledged: u64,
    pub entries: u64,
    pub received: usize,
    pub in_doubt: u64,
}

impl Checker {
    /// Checks the database that a killed process left.
    pub fn check(&mut self, address: &str, received: &str, acknowledged: &[String], what: &str) {
        for line in acknowledged {
            // The last line may be half.
            let Some((case, events)) = line.split_once(' ') else { continue };
            let (Ok(case), Ok(events)) = (case.parse(), events.parse()) else { continue };
            self.changes += 1;
            let kept = self.acknowledged.entry(case).or_insert(events);
            *kept = events.max(*kept);
        }
        let store = load::open(address);
        store
            .read(|statements| {
                self.check_journal(statements, what)?;
                self.check_cases(statements, what)?;
                check_letters(statements, received, what)
            })
            .unwrap_or_else(|error: StoreError| panic!("{what}: {error}"));
    }

    /// The journal is whole, and goes on from where it was: what stood in it stands in it.
    fn check_journal(&mut self, statements: &mut dyn Statements, what: &str) -> Result<(), StoreError> {
        let verified = verify(statements)?;
        let Verified::Whole { entries, head } = verified else { panic!("{what}: {verified:?}") };
        let (before, hash) = self.journal.unwrap_or((0, FIRST_HASH));
        if before > 0 {
            let rows = statements.query("SELECT hash FROM journal WHERE number = $1", values![before])?;
            assert_eq!(rows.first().map(|row| row.exact_bytes(0)).transpose()?, Some(hash), "{what}: another journal");
        }
        self.journal = Some((entries, head));
        Ok(())
    }

    /// Every acknowledged change is there, and every case of the round is what the journal says of it.
    fn check_cases(&mut self, statements: &mut dyn Statements, what: &str) -> Result<(), StoreError> {
        let last = statements.query("SELECT coalesce(max(id), 0) FROM case_file", &[])?[0].number(0)?;
        for id in self.last_case + 1..=last {
            let case = tables::cases::read(statements, CaseId(id))?;
            let rows = about(statements, &case_subject(CaseId(id)))?;
            let entries: Vec<Entry> = rows.iter().map(journal::entry).collect::<Result<_, _>>()?;
            let events: Vec<Event> = entries
                .into_iter()
                .filter_map(|entry| if let Entry::Case(event) = entry { Some(*event) } else { None })
                .collect();
            assert!(case.is_some(), "{what}: case {id} is not there, and a later one is");
            assert_eq!(case, replay(&events), "{what}: case {id} is not what the journal says");
        }
        for (id, events) in self.acknowledged.range(self.last_case + 1..) {
            let case = tables::cases::read(statements, CaseId(*id))?;
            let kept = case.map_or(0, |it| it.events);
            assert!(kept >= *events, "{what}: case {id} was acknowledged with {events} events and has {kept}");
        }
        self.last_case = last;
        Ok(())
    }

    /// Sends what is left, and looks once more at everything.
    pub fn finish(mut self, address: &str, received: &str, now: DateTime) -> Found {
        let desk = load::desk(address);
        desk.recover_outbox(now, false).unwrap();
        load::send(&desk, received, now, u64::from(u16::MAX)).unwrap();
        drop(desk);
        self.last_case = 0;
        self.check(address, received, &[], "at the end");
        let counted = load::open(address).read(tables::outbox::count).unwrap_or_else(|error| panic!("{error}"));
        let of = |state| counted.iter().find(|(it, _)| *it == state).map_or(0, |(_, count)| *count);
        use tables::outbox::MessageState;
        assert_eq!((of(MessageState::Waiting), of(MessageState::Sending)), (0, 0), "everything was sent or given up");
        let received = fs::read_to_string(received).unwrap_or_default().lines().count();
        let entries = self.journal.map_or(0, |(entries, _)| entries);
        Found { acknowledged: self.changes, entries, received, in_doubt: of(MessageState::Unknown) }
    }
}

/// No letter came twice, none came that nobody wrote, and each that is called sent came.
fn check_letters(statements: &mut dyn Statements, received: &str, what: &str) -> Result<(), StoreError> {
    let mut times: BTreeMap<u64, u32> = BTreeMap::new();
    for line in fs::read_to_string(received).unwrap_or_default().lines() {
        *times.entry(line.parse().unwrap()).or_default() += 1;
    }
    for (number, times) in &times {
        assert_eq!(*times, 1, "{what}: message {number} was received {times} times");
    }
    let mut unseen = times;
    for row in statements.query("SELECT id, state FROM outbox", &[])? {
        let was_received = unseen.remove(&row.number(0)?).is_some();
        let fits = match row.text(1)? {
            "sent" => was_received,
            "sending" | "unknown" => true,
            _ => !was_received,
        };
        assert!(fits, "{what}: message {row:?}, received: {was_received}");
    }
    assert!(unseen.is_empty(), "{what}: received, but never written: {unseen:?}");
    Ok(())
}
