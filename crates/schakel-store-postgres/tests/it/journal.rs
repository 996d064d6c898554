//! The journal: only added to, and a change afterwards is found at the first entry that does not fit.

use std::thread;

use proptest::prelude::*;
use schakel_store::journal::{ChainFlaw, Entry, FIRST_HASH, Verified, about, append, case_subject, entry, verify};
use schakel_store::{Store, Value, values};

use crate::databases::{must_read, must_write, number, on_each, tamper, write};
use crate::shared::{attempt, code, noon, organisation};

/// Adds entries numbered like their cases.
fn fill(store: &Store, entries: u64) {
    must_write(store, move |statements| {
        append(statements, noon("2026-11-22"), &(1..=entries).map(attempt).collect::<Vec<_>>())
    });
}

fn verified(store: &Store) -> Verified {
    must_read(store, verify)
}

#[test]
fn an_empty_journal_is_whole() {
    on_each(|store| assert_eq!(verified(store), Verified::Whole { entries: 0, head: FIRST_HASH }));
}

#[test]
fn entries_come_back_as_they_were_in_order() {
    on_each(|store| {
        let told = Entry::Told { message: 3, what: code("sent") };
        let setting = Entry::Setting { organisation: organisation("loket"), what: code("capacity"), by: None };
        let kept = [attempt(7), told.clone(), attempt(8), setting, attempt(7)];
        let again = kept.clone();
        must_write(store, move |statements| append(statements, noon("2026-11-22"), &again));
        let rows = must_read(store, |statements| about(statements, &case_subject(schakel_casework::CaseId(7))));
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 5]);
        assert!(rows.iter().all(|row| row.at == noon("2026-11-22") && row.subject == "case-7"));
        assert_eq!(entry(&rows[1]).unwrap(), attempt(7));
        let rows = must_read(store, |statements| about(statements, "message-3"));
        assert_eq!(entry(&rows[0]).unwrap(), told);
        assert!(matches!(verified(store), Verified::Whole { entries: 5, .. }));
    });
}

/// The same entries give the same chain, on every engine: a copy can be compared by its head.
#[test]
fn the_head_is_the_same_on_every_engine() {
    let expected = Verified::Whole {
        entries: 3,
        head: *b"\xc8\x01\xcc\x57\x6d\xff\xef\xaf\x5f\xdb\x2c\x10\x46\x23\xd6\xd9\xf2\x51\xf7\x6d\x17\xb4\x38\x44\xa5\xae\xa0\x3f\x5d\xc6\xe6\x86",
    };
    on_each(|store| {
        fill(store, 3);
        assert_eq!(verified(store), expected);
    });
}

#[test]
fn a_change_is_found_at_the_first_entry_that_does_not_fit() {
    let check = |statement: &'static str, values: &[Value], number: u64, flaw: ChainFlaw| {
        on_each(|store| {
            fill(store, 9);
            tamper(store, statement, values.to_vec());
            assert_eq!(verified(store), Verified::Broken { number, flaw }, "{statement}");
        });
    };
    let body = schakel_store::to_json(&attempt(77)).unwrap();
    check("UPDATE journal SET body = $1 WHERE number = 4", values![body], 4, ChainFlaw::Changed);
    check("UPDATE journal SET at = $1 WHERE number = 5", values![noon("2026-11-21")], 5, ChainFlaw::Changed);
    check("UPDATE journal SET subject = $1 WHERE number = 6", values!["case-1"], 6, ChainFlaw::Changed);
    check("UPDATE journal SET hash = $1 WHERE number = 7", values![[7u8; 32]], 7, ChainFlaw::Changed);
    check("UPDATE journal SET hash = $1 WHERE number = 9", values![[7u8; 32]], 9, ChainFlaw::Changed);
    check("DELETE FROM journal WHERE number = 1", &[], 2, ChainFlaw::Missing);
    check("DELETE FROM journal WHERE number = 4", &[], 5, ChainFlaw::Missing);
    check("DELETE FROM journal WHERE number BETWEEN 2 AND 8", &[], 9, ChainFlaw::Missing);
    check("UPDATE journal SET number = 12 WHERE number = 9", &[], 12, ChainFlaw::Missing);
    let before = "INSERT INTO journal SELECT number - 1, at, subject, body, hash FROM journal WHERE number = 1";
    check(before, &[], 0, ChainFlaw::Changed);
}

/// Without its last entries a chain is whole by itself; the number of entries and the head say that it is shorter.
#[test]
fn removed_last_entries_show_in_the_head() {
    on_each(|store| {
        fill(store, 9);
        let whole = verified(store);
        tamper(store, "DELETE FROM journal WHERE number > 7", Vec::new());
        let shorter = verified(store);
        assert!(matches!(shorter, Verified::Whole { entries: 7, .. }));
        assert_ne!(shorter, whole);
    });
}

/// An entry of a later program, with a right hash, is not taken for something that it is not.
#[test]
fn an_unknown_form_is_named() {
    on_each(|store| {
        fill(store, 2);
        // SHA-256 over 32 zeros, the number 1, and the three texts with their lengths.
        let hash = *b"\x0f\x15\x9f\x70\xb4\xfc\x3c\xa8\xcd\x14\xf0\x8d\x36\xa6\x0f\xb3\xd7\x7f\x79\x65\x01\x23\x06\x7f\xc6\x4f\x51\x59\xb8\x74\xd7\xf2";
        let change = "UPDATE journal SET at = 'a', subject = 'b', body = '{\"later\":1}', hash = $1 WHERE number = 1";
        tamper(store, change, values![hash].to_vec());
        assert_eq!(verified(store), Verified::Broken { number: 1, flaw: ChainFlaw::Unreadable });
    });
}

#[test]
fn work_that_fails_leaves_no_entry() {
    on_each(|store| {
        fill(store, 1);
        let failed = write(store, |statements| {
            append(statements, noon("2026-11-22"), &[attempt(2)])?;
            statements.execute("INSERT INTO no_such VALUES (1)", &[])
        });
        assert!(failed.is_err());
        fill(store, 1);
        assert!(matches!(verified(store), Verified::Whole { entries: 2, .. }));
    });
}

#[test]
fn many_writers_make_one_chain_without_gaps() {
    on_each(|store| {
        thread::scope(|scope| {
            for writer in 0..8u64 {
                scope.spawn(move || (0..12).for_each(|turn| fill(store, 1 + (writer + turn) % 3)));
            }
        });
        let Verified::Whole { entries, .. } = verified(store) else { panic!("{:?}", verified(store)) };
        assert_eq!(i64::try_from(entries).unwrap(), number(store, "SELECT count(*) FROM journal"));
        assert_eq!(entries, 8 * 12 * 2);
    });
}

/// More entries than are read at a time.
#[test]
fn a_long_chain_is_read_in_parts() {
    on_each(|store| {
        (0..21).for_each(|_| fill(store, 1_000));
        assert!(matches!(verified(store), Verified::Whole { entries: 21_000, .. }));
        tamper(store, "DELETE FROM journal WHERE number = 20000", Vec::new());
        assert_eq!(verified(store), Verified::Broken { number: 20_001, flaw: ChainFlaw::Missing });
    });
}

/// One change to one row.
#[derive(Clone, Debug)]
enum Tampering {
    Body,
    Subject,
    Moment,
    HashByte(u8),
    Removed,
}

fn tampering() -> impl Strategy<Value = Tampering> {
    prop_oneof![
        Just(Tampering::Body),
        Just(Tampering::Subject),
        Just(Tampering::Moment),
        (0u8..32).prop_map(Tampering::HashByte),
        Just(Tampering::Removed),
    ]
}

fn apply(store: &Store, number: u64, how: &Tampering) {
    let one = |statement: &'static str| tamper(store, statement, values![number].to_vec());
    match how {
        Tampering::Body => one("UPDATE journal SET body = body || ' ' WHERE number = $1"),
        Tampering::Subject => one("UPDATE journal SET subject = subject || '0' WHERE number = $1"),
        Tampering::Moment => one("UPDATE journal SET at = '2026-11-22T12:00:01' WHERE number = $1"),
        Tampering::Removed => one("DELETE FROM journal WHERE number = $1"),
        Tampering::HashByte(place) => {
            let rows = must_read(store, |it| it.query("SELECT hash FROM journal WHERE number = $1", values![number]));
            let mut hash: [u8; 32] = rows[0].exact_bytes(0).unwrap();
            hash[usize::from(*place)] ^= 1;
            tamper(store, "UPDATE journal SET hash = $2 WHERE number = $1", values![number, hash].to_vec());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is changed, the chain is broken there, or after it when it was removed; only a removed last entry is not.
    #[test]
    fn every_change_is_found(entries in 1u64..12, place in any::<prop::sample::Index>(), how in tampering()) {
        let number = 1 + u64::try_from(place.index(usize::try_from(entries).unwrap())).unwrap();
        on_each(|store| {
            fill(store, entries);
            apply(store, number, &how);
            match (verified(store), &how) {
                (Verified::Whole { entries: left, .. }, Tampering::Removed) => {
                    assert_eq!((left, number), (entries - 1, entries));
                }
                (found, Tampering::Removed) => {
                    assert_eq!(found, Verified::Broken { number: number + 1, flaw: ChainFlaw::Missing });
                }
                (found, _) => assert_eq!(found, Verified::Broken { number, flaw: ChainFlaw::Changed }),
            }
        });
    }
}
