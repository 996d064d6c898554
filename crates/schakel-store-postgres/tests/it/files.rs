//! What only a file has: where it stands, and that what was erased is not in it any more.

use std::fs;
use std::path::Path;

use schakel_store::tables::roadmaps::{self, NewRoadmap};
use schakel_store::{Digest, StoreError};
use tempfile::TempDir;

use crate::databases::{must_read, must_write};
use crate::shared::day;

/// Everything that stands in the file and its log.
fn bytes(path: &Path) -> Vec<u8> {
    ["", "-wal"].map(|ending| fs::read(format!("{}{ending}", path.display())).unwrap_or_default()).concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn erased_answers_and_secrets_are_not_in_the_file() {
    let folder = TempDir::with_prefix("schakel-it-").unwrap();
    let path = folder.path().join("schakel.db");
    let store = schakel_store_sqlite::open(&path).unwrap();
    let (secret, today) = ([7; 16], day("2026-11-21"));
    let roadmap = NewRoadmap { answers: r#"{"municipality":"GM0193"}"#.to_owned(), ..NewRoadmap::default() };
    must_write(&store, move |it| roadmaps::save(it, Digest::of(&secret), &roadmap, today, today));
    assert!(holds(&bytes(&path), b"GM0193"), "the answers are not where this test looks");
    assert!(!holds(&bytes(&path), &secret), "the secret itself is in the file");
    assert_eq!(must_write(&store, |it| roadmaps::erase_expired(it, day("2026-11-22"))), 1);
    store.tidy().unwrap();
    assert!(!holds(&bytes(&path), b"GM0193"), "the answers are still in the file");
}

#[test]
fn what_was_kept_is_there_after_the_program_was_restarted() {
    let folder = TempDir::with_prefix("schakel-it-").unwrap();
    let open = || schakel_store_sqlite::open(&folder.path().join("schakel.db")).unwrap();
    let today = day("2026-11-21");
    must_write(&open(), move |it| roadmaps::save(it, Digest::of(b"a"), &NewRoadmap::default(), today, today));
    assert!(must_read(&open(), |it| roadmaps::read(it, Digest::of(b"a"), today)).is_some());
}

#[test]
fn without_a_writable_place_the_message_names_the_file() {
    let missing = std::env::temp_dir().join("schakel-no-such-folder").join("schakel.db");
    let message = schakel_store_sqlite::open(&missing).unwrap_err().to_string();
    assert!(message.contains("schakel-no-such-folder") && message.contains("cannot be opened"), "{message}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_stays_as_it_is() {
    let folder = TempDir::with_prefix("schakel-it-").unwrap();
    let path = folder.path().join("letter.txt");
    fs::write(&path, "a letter, not a database\n".repeat(50)).unwrap();
    assert!(matches!(schakel_store_sqlite::open(&path), Err(StoreError::Open { .. })));
    assert!(fs::read_to_string(&path).unwrap().starts_with("a letter"));
}
