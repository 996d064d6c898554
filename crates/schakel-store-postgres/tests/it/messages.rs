//! The outbox: a message is made once, claimed by one process, and settled by whoever claimed it.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;

use proptest::prelude::*;
use schakel_casework::{CaseId, FirmRef, PersonRef};
use schakel_store::Store;
use schakel_store::tables::outbox::{self, MessageState, NewMessage, Queued, Reader};
use schakel_time::{DateTime, add_minutes};

use crate::databases::{Database, must_read, must_write, on_each};
use crate::shared::{noon, organisation};

const NOW: &str = "2026-11-22";

fn later(minutes: i64) -> DateTime {
    add_minutes(noon(NOW), minutes)
}

fn add(store: &Store, once: &str, reader: Reader) -> Option<u64> {
    let once = once.to_owned();
    must_write(store, move |it| {
        let message = format!("about {once}");
        let new = NewMessage { once, case: Some(CaseId(4)), reader, message: &message, try_after: noon(NOW) };
        outbox::add(it, &new, noon(NOW))
    })
}

fn claim(store: &Store, now: DateTime, most: u32) -> Vec<Queued<String>> {
    must_write(store, move |it| outbox::claim(it, now, most))
}

fn settle(store: &Store, id: u64, state: MessageState, now: DateTime, again: Option<DateTime>) -> bool {
    must_write(store, move |it| outbox::settle(it, id, state, now, again))
}

#[test]
fn the_same_message_is_made_once() {
    on_each(|store| {
        assert_eq!(add(store, "a", Reader::Firm(FirmRef(1))), Some(1));
        assert_eq!(add(store, "a", Reader::Firm(FirmRef(1))), None);
        assert_eq!(add(store, "b", Reader::Organisation(organisation("loket"))), Some(2));
        assert_eq!(add(store, "c", Reader::Account(PersonRef(9))), Some(3));
        let made: Vec<Queued<String>> = must_read(store, |it| outbox::of_case(it, CaseId(4)));
        let readers: Vec<&Reader> = made.iter().map(|it| &it.reader).collect();
        let expected =
            [Reader::Firm(FirmRef(1)), Reader::Organisation(organisation("loket")), Reader::Account(PersonRef(9))];
        assert_eq!(readers, expected.iter().collect::<Vec<_>>());
        assert_eq!((made[0].message.as_str(), made[0].state), ("about a", MessageState::Waiting));
    });
}

#[test]
fn a_message_is_tried_again_and_then_ends() {
    on_each(|store| {
        add(store, "a", Reader::Firm(FirmRef(1)));
        assert!(claim(store, later(-1), 9).is_empty(), "not before its moment");
        assert!(!settle(store, 1, MessageState::Sent, later(0), None), "nobody claimed it");
        assert_eq!(claim(store, later(0), 9).len(), 1);
        assert!(claim(store, later(0), 9).is_empty(), "it is being sent");
        assert!(settle(store, 1, MessageState::Waiting, later(1), Some(later(10))));
        assert!(claim(store, later(9), 9).is_empty());
        assert_eq!(claim(store, later(10), 9)[0].attempts, 1);
        assert!(settle(store, 1, MessageState::Sent, later(11), None));
        assert!(!settle(store, 1, MessageState::Waiting, later(11), None), "what was sent stays sent");
        let kept: Vec<Queued<String>> = must_read(store, |it| outbox::of_case(it, CaseId(4)));
        assert_eq!((kept[0].state, kept[0].attempts, kept[0].ended_at), (MessageState::Sent, 2, Some(later(11))));
        assert_eq!(must_read(store, outbox::count), [(MessageState::Sent, 1)]);
        assert_eq!(must_write(store, |it| outbox::forget(it, later(11))), 0);
        assert_eq!(must_write(store, |it| outbox::forget(it, later(12))), 1);
    });
}

#[test]
fn what_a_killed_process_claimed_is_found() {
    on_each(|store| {
        add(store, "a", Reader::Firm(FirmRef(1)));
        add(store, "b", Reader::Firm(FirmRef(2)));
        claim(store, later(0), 1);
        claim(store, later(5), 1);
        let left = |before| must_read(store, |it| outbox::abandoned::<String>(it, before)).len();
        assert_eq!([left(later(0)), left(later(1)), left(later(6))], [0, 1, 2]);
        assert!(settle(store, 1, MessageState::Unknown, later(6), None));
        assert_eq!(left(later(6)), 1);
        assert!(claim(store, later(60), 9).is_empty(), "what may have been sent is not sent again");
    });
}

/// Many senders on two connections: each message is claimed by one of them.
#[test]
fn no_message_is_claimed_twice() {
    for database in Database::each() {
        let stores = [database.open().unwrap(), database.open().unwrap()];
        must_write(&stores[0], |it| {
            for turn in 0..60u64 {
                let reader = Reader::Firm(FirmRef(turn));
                let new =
                    NewMessage { once: turn.to_string(), case: None, reader, message: &turn, try_after: noon(NOW) };
                outbox::add(it, &new, noon(NOW))?;
            }
            Ok(())
        });
        let claimed = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for sender in 0..6 {
                let (store, claimed) = (&stores[sender % 2], &claimed);
                scope.spawn(move || {
                    loop {
                        let some: Vec<Queued<u64>> = must_write(store, |it| outbox::claim(it, noon(NOW), 4));
                        if some.is_empty() {
                            return;
                        }
                        claimed.lock().unwrap().extend(some.iter().map(|it| it.id));
                    }
                });
            }
        });
        let claimed = claimed.into_inner().unwrap();
        assert_eq!((claimed.len(), claimed.iter().collect::<BTreeSet<_>>().len()), (60, 60));
    }
}

/// Something that happens to the outbox.
#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Claim(u32),
    Settle(u8, MessageState),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let state =
        prop::sample::select(MessageState::ALL.to_vec()).prop_filter("an end", |it| *it != MessageState::Sending);
    let step = prop_oneof![
        (0u8..6).prop_map(Step::Add),
        (1u32..4).prop_map(Step::Claim),
        (1u8..7, state).prop_map(|(id, state)| Step::Settle(id, state)),
    ];
    prop::collection::vec(step, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Once a message is sent, given up, not wanted or unknown, it is never claimed again, whatever is asked of it.
    #[test]
    fn what_ended_is_never_sent(steps in steps()) {
        on_each(|store| {
            let mut ended = BTreeSet::new();
            for step in &steps {
                match step {
                    Step::Add(name) => drop(add(store, &name.to_string(), Reader::Firm(FirmRef(1)))),
                    Step::Claim(most) => {
                        for message in claim(store, later(0), *most) {
                            assert!(!ended.contains(&message.id), "{message:?}");
                        }
                    }
                    Step::Settle(id, state) => {
                        let id = u64::from(*id);
                        let settled = settle(store, id, *state, later(0), None);
                        assert!(!(settled && ended.contains(&id)));
                        if settled && *state != MessageState::Waiting {
                            ended.insert(id);
                        }
                    }
                }
            }
        });
    }
}
