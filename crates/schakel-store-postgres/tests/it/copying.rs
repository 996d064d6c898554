//! A copy of everything: between files, onto a server and back; refused when it would not be whole.

use std::thread;

use schakel_casework::{CaseId, FirmRef};
use schakel_store::journal::{ChainFlaw, Verified, append, verify};
use schakel_store::tables::outbox::{self, NewMessage, Reader};
use schakel_store::tables::{firms, forms, links, roadmaps, words};
use schakel_store::{CopyError, Digest, Row, Store, copy, values};

use crate::databases::{Database, must_read, must_write, number, tamper};
use crate::shared::{attempt, day, noon};

/// The tables, as a hand in the database sees them.
const TABLES: [&str; 18] = [
    "saved_roadmap",
    "journal",
    "firm",
    "words",
    "case_file",
    "case_party",
    "case_link",
    "referral_link",
    "outbox",
    "absence",
    "inbox_settings",
    "form_sent",
    "account",
    "staff_role",
    "session",
    "passkey",
    "outside_identity",
    "role_request",
];

/// Something in many tables, with every kind of value.
fn fill(store: &Store) {
    must_write(store, |statements| {
        let (at, last) = (noon("2026-11-22"), day("2027-11-22"));
        for turn in 1..=40u64 {
            let details = firms::FirmDetails { name: Some(format!("Firma {turn} 🦊")), ..Default::default() };
            firms::add(statements, &details, at, last)?;
            words::keep(statements, (turn % 2 == 0).then_some(CaseId(turn)), "question", "Wie helpt mij?\n", at, last)?;
            forms::remember(statements, &format!("key-{turn}"), at, "/")?;
            links::add_for_entrepreneur(statements, Digest::of(&turn.to_be_bytes()), CaseId(turn), at, last)?;
            let once = format!("once-{turn}");
            let reader = Reader::Firm(FirmRef(turn));
            outbox::add(statements, &NewMessage { once, case: None, reader, message: &turn, try_after: at }, at)?;
            append(statements, at, &[attempt(turn), attempt(turn + 1)])?;
        }
        roadmaps::save(statements, Digest::of(b"link"), &roadmaps::NewRoadmap::default(), day("2026-11-22"), last)?;
        statements.execute("INSERT INTO outside_identity VALUES ('https://a', 'b', 3)", &[]).map(drop)
    });
}

fn everything(store: &Store) -> Vec<Vec<Row>> {
    must_read(store, |statements| {
        TABLES.iter().map(|table| statements.query(&format!("SELECT * FROM {table} ORDER BY 1, 2"), &[])).collect()
    })
}

fn check_copy(from: &Store, to: &Store) {
    fill(from);
    let copied = copy(from, to).unwrap();
    assert!(matches!(copied, Verified::Whole { entries: 80, .. }), "{copied:?}");
    assert_eq!(copied, must_read(from, verify));
    assert_eq!(everything(from), everything(to));
    // The copy goes on where the original was.
    must_write(to, |statements| append(statements, noon("2026-11-23"), &[attempt(1)]));
    assert!(matches!(must_read(to, verify), Verified::Whole { entries: 81, .. }));
    assert!(matches!(must_read(from, verify), Verified::Whole { entries: 80, .. }));
}

#[test]
fn from_every_engine_to_every_engine() {
    for to in Database::each() {
        check_copy(&Database::file().open().unwrap(), &to.open().unwrap());
    }
    for (from, to) in Database::each().zip([Database::file(), Database::file()]) {
        check_copy(&from.open().unwrap(), &to.open().unwrap());
    }
}

#[test]
fn into_a_database_that_holds_something_it_is_refused() {
    for database in Database::each() {
        let (from, to) = (schakel_store_sqlite::temporary().unwrap(), database.open().unwrap());
        fill(&from);
        must_write(&to, |statements| forms::remember(statements, "key", noon("2026-11-22"), "/"));
        let refused = copy(&from, &to).unwrap_err();
        assert!(matches!(&refused, CopyError::NotEmpty { table } if table == "form_sent"), "{refused:?}");
        assert_eq!(number(&to, "SELECT count(*) FROM journal"), 0);
        assert!(matches!(copy(&from, &from), Err(CopyError::NotEmpty { .. })), "onto itself");
    }
}

#[test]
fn a_broken_journal_is_not_copied() {
    for database in Database::each() {
        let (from, to) = (database.open().unwrap(), schakel_store_sqlite::temporary().unwrap());
        fill(&from);
        tamper(&from, "UPDATE journal SET body = 'x' WHERE number = 30", Vec::new());
        let refused = copy(&from, &to).unwrap_err();
        assert!(matches!(refused, CopyError::Broken(Verified::Broken { number: 30, flaw: ChainFlaw::Changed })));
        assert!(refused.to_string().contains("broken at entry 30"), "{refused}");
        assert!(everything(&to).iter().all(Vec::is_empty), "nothing of it was kept");
    }
}

/// The copy is one moment: entries and messages that are always made together come over together.
#[test]
fn while_others_write_it_is_one_moment() {
    for database in Database::each() {
        let from = database.open().unwrap();
        fill(&from);
        thread::scope(|scope| {
            scope.spawn(|| {
                for turn in 100..200u64 {
                    must_write(&from, move |statements| {
                        forms::remember(statements, &format!("key-{turn}"), noon("2026-11-22"), "/")?;
                        append(statements, noon("2026-11-22"), &[attempt(turn)])
                    });
                }
            });
            for _ in 0..3 {
                let to = schakel_store_sqlite::temporary().unwrap();
                let Verified::Whole { entries, .. } = copy(&from, &to).unwrap() else { panic!("a broken copy") };
                let forms = number(&to, "SELECT count(*) FROM form_sent");
                assert_eq!(i64::try_from(entries).unwrap() - 80, forms - 40);
            }
        });
    }
}

/// More rows than are read at a time.
#[test]
fn a_long_table_is_copied_in_parts() {
    for database in Database::each() {
        let from = database.open().unwrap();
        must_write(&from, |statements| {
            for turn in 0..12_345u64 {
                statements.execute("INSERT INTO form_sent VALUES ($1, 'a', 'b')", values![turn.to_string()])?;
            }
            Ok(())
        });
        let to = schakel_store_sqlite::temporary().unwrap();
        copy(&from, &to).unwrap();
        assert_eq!(number(&to, "SELECT count(*) FROM form_sent"), 12_345);
    }
}
