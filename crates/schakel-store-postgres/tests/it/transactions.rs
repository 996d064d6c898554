//! All or nothing, writers that follow each other, and readers that see one moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use proptest::prelude::*;
use schakel_store::{Statements, Store, StoreError, values};

use crate::databases::{Database, must_read, must_write, number, on_each, write};

const INSERT: &str = "INSERT INTO form_sent (form_key, at, answer) VALUES ($1, '2026-11-22T12:00:00', $2)";
const COUNT: &str = "SELECT count(*) FROM form_sent";

fn add(statements: &mut dyn Statements, key: &str) -> Result<(), StoreError> {
    statements.execute(INSERT, values![key, "0"]).map(drop)
}

/// A counter that is read and then written: two at the same time would lose one.
fn count_up(statements: &mut dyn Statements) -> Result<u64, StoreError> {
    let rows = statements.query("SELECT answer FROM form_sent WHERE form_key = 'counter'", &[])?;
    let next = rows.first().map_or(Ok(0), |row| row.text(0).map(|it| it.parse().unwrap()))? + 1u64;
    statements.execute("DELETE FROM form_sent WHERE form_key = 'counter'", &[])?;
    statements.execute(INSERT, values!["counter", next.to_string()])?;
    Ok(next)
}

fn counter(store: &Store) -> u64 {
    let question = "SELECT answer FROM form_sent WHERE form_key = 'counter'";
    must_read(store, |statements| Ok(statements.query(question, &[])?[0].text(0)?.parse().unwrap()))
}

/// The error of the work, so that it is told from an error of the database.
#[derive(Debug)]
enum Mine {
    Refused,
    Store(#[expect(dead_code, reason = "shown when a test fails")] StoreError),
}

impl From<StoreError> for Mine {
    fn from(error: StoreError) -> Self {
        Mine::Store(error)
    }
}

#[test]
fn work_that_answers_an_error_is_undone() {
    on_each(|store| {
        let refused: Result<(), Mine> = store.write(|statements| {
            add(statements, "a")?;
            Err(Mine::Refused)
        });
        assert!(matches!(refused, Err(Mine::Refused)), "{refused:?}");
        assert_eq!(number(store, COUNT), 0);
    });
}

#[test]
fn work_that_panics_is_undone_and_the_next_goes_on() {
    on_each(|store| {
        let stopped = write(store, |statements| {
            add(statements, "a")?;
            assert!(number_in(statements) == 0, "a mistake in the program");
            Ok(())
        });
        assert!(matches!(stopped, Err(StoreError::Panicked)), "{stopped:?}");
        assert_eq!(number(store, COUNT), 0);
        must_write(store, |statements| add(statements, "b"));
        assert_eq!(number(store, COUNT), 1);
    });
}

fn number_in(statements: &mut dyn Statements) -> i64 {
    statements.query(COUNT, &[]).unwrap()[0].integer(0).unwrap()
}

#[test]
fn a_failed_statement_that_is_passed_over_keeps_nothing() {
    on_each(|store| {
        let passed_over = write(store, |statements| {
            add(statements, "a")?;
            assert!(add(statements, "a").is_err(), "the same key twice");
            Ok(())
        });
        assert!(matches!(passed_over, Err(StoreError::PassedOver)), "{passed_over:?}");
        assert_eq!(number(store, COUNT), 0);
        let unknown = write(store, |statements| statements.query("SELECT no_such FROM form_sent", &[]));
        assert!(matches!(unknown, Err(StoreError::Failed(_))), "{unknown:?}");
        must_write(store, |statements| add(statements, "b"));
    });
}

#[test]
fn a_failed_question_leaves_readers_as_they_were() {
    on_each(|store| {
        for _ in 0..20 {
            let failed = store.read(|statements| statements.query("SELECT no_such FROM form_sent", &[]));
            assert!(matches!(failed, Err(StoreError::Failed(_))), "{failed:?}");
            assert_eq!(number(store, COUNT), 0);
        }
    });
}

#[test]
fn reading_cannot_write() {
    on_each(|store| {
        let written = store.read(|statements| add(statements, "a"));
        assert!(matches!(written, Err(StoreError::Failed(_))), "{written:?}");
        assert_eq!(number(store, COUNT), 0);
    });
}

/// Pieces of work that are carried out together are kept or undone each on its own.
#[test]
fn one_that_fails_takes_no_other_with_it() {
    on_each(|store| {
        let start = Arc::new(Barrier::new(24));
        thread::scope(|scope| {
            for writer in 0..24 {
                let start = Arc::clone(&start);
                scope.spawn(move || {
                    start.wait();
                    let ended = write(store, move |statements| {
                        add(statements, &format!("kept-{writer}"))?;
                        match writer % 4 {
                            0 => add(statements, &format!("kept-{writer}")),
                            1 => panic!("a mistake in the program"),
                            2 => add(statements, &format!("kept-{writer}")).or(Ok(())),
                            _ => Ok(()),
                        }
                    });
                    match (writer % 4, ended) {
                        (0, Err(StoreError::Failed(_))) | (1, Err(StoreError::Panicked)) => {}
                        (2, Err(StoreError::PassedOver)) | (3, Ok(())) => {}
                        (_, ended) => panic!("{writer}: {ended:?}"),
                    }
                });
            }
        });
        assert_eq!(number(store, COUNT), 6);
    });
}

#[test]
fn writers_follow_each_other_also_from_two_programs() {
    for database in Database::each() {
        let (first, second) = (database.open().unwrap(), database.open().unwrap());
        thread::scope(|scope| {
            for writer in 0..8 {
                let store = if writer % 2 == 0 { &first } else { &second };
                scope.spawn(move || (0..25).for_each(|_| _ = must_write(store, count_up)));
            }
        });
        assert_eq!(counter(&first), 200);
        assert_eq!(counter(&second), 200);
    }
}

#[test]
fn opening_at_the_same_time_makes_the_tables_once() {
    for database in Database::each() {
        let start = Barrier::new(6);
        thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    start.wait();
                    must_write(&database.open().unwrap(), count_up)
                });
            }
        });
        assert_eq!(counter(&database.open().unwrap()), 6);
    }
}

/// Two rows that writers always change together are the same in every view, and a view does not move.
#[test]
fn readers_see_one_moment_while_others_write() {
    on_each(|store| {
        must_write(store, |statements| {
            add(statements, "left")?;
            add(statements, "right")
        });
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                for turn in 1..=60u64 {
                    must_write(store, move |statements| {
                        let change = "UPDATE form_sent SET answer = $2 WHERE form_key = $1";
                        statements.execute(change, values!["left", turn.to_string()])?;
                        statements.execute(change, values!["right", turn.to_string()])
                    });
                }
                done.store(true, Ordering::Release);
            });
            for _ in 0..3 {
                scope.spawn(|| {
                    while !done.load(Ordering::Acquire) {
                        let of = |key: &str, statements: &mut dyn Statements| {
                            let question = "SELECT answer FROM form_sent WHERE form_key = $1";
                            Ok::<_, StoreError>(statements.query(question, values![key])?[0].text(0)?.to_owned())
                        };
                        must_read(store, |statements| {
                            let left = of("left", statements)?;
                            thread::yield_now();
                            assert_eq!(left, of("right", statements)?);
                            Ok(())
                        });
                    }
                });
            }
        });
    });
}

#[test]
fn what_was_written_is_read_at_once() {
    on_each(|store| {
        for turn in 1..=50 {
            must_write(store, move |statements| add(statements, &format!("{turn}")));
            assert_eq!(number(store, COUNT), turn);
        }
    });
}

/// What one piece of work does: writes these keys, and then ends well or not.
#[derive(Clone, Debug)]
struct Piece {
    keys: Vec<u8>,
    is_kept: bool,
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let piece = (prop::collection::vec(0u8..12, 0..4), any::<bool>());
    prop::collection::vec(piece.prop_map(|(keys, is_kept)| Piece { keys, is_kept }), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever is asked, the keys that are there are those of the work that was told to be kept.
    #[test]
    fn what_is_kept_is_what_was_answered(pieces in pieces()) {
        on_each(|store| {
            let mut expected = std::collections::BTreeSet::new();
            for piece in &pieces {
                let (wanted, is_kept) = (piece.keys.clone(), piece.is_kept);
                let ended: Result<(), Mine> = store.write(move |statements| {
                    for key in wanted {
                        add(statements, &key.to_string())?;
                    }
                    if is_kept { Ok(()) } else { Err(Mine::Refused) }
                });
                let mut after = expected.clone();
                let are_new = piece.keys.iter().all(|key| after.insert(*key));
                assert_eq!(ended.is_ok(), are_new && is_kept, "{piece:?}: {ended:?}");
                if ended.is_ok() {
                    expected = after;
                }
            }
            assert_eq!(number(store, COUNT), i64::try_from(expected.len()).unwrap());
        });
    }
}
