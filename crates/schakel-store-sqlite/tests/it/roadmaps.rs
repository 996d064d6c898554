//! Saved roadmaps: found by their token alone, gone after their last day, whole under many writers.

use std::fs;
use std::path::PathBuf;
use std::thread;

use schakel_identity::Token;
use schakel_store_sqlite::{NewRoadmap, Store, StoreError};
use schakel_time::{Date, add_days, parse_date};

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn token(number: u8) -> Token {
    Token::from_bytes([number; 16])
}

fn roadmap() -> NewRoadmap {
    NewRoadmap {
        answers: r#"{"plan":["innovate"],"municipality":"GM0193"}"#.to_owned(),
        goals: vec!["wbso".to_owned()],
        skipped: vec!["sbir".to_owned()],
        ready: vec!["wbso/payroll".to_owned()],
    }
}

/// A file that nothing else uses, removed when the test ends.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("schakel-store-{}-{name}.db", std::process::id()));
        let file = File(path);
        file.remove();
        file
    }

    fn remove(&self) {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", self.0.display()));
        }
    }

    /// Everything that stands in the file and its log.
    fn bytes(&self) -> Vec<u8> {
        let parts = ["", "-wal"].map(|ending| fs::read(format!("{}{ending}", self.0.display())).unwrap_or_default());
        parts.concat()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.remove();
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_was_saved_comes_back_after_the_program_was_restarted() {
    let file = File::new("restart");
    let today = day("2026-11-21");
    Store::open(&file.0).unwrap().save_roadmap(&token(1), &roadmap(), today, add_days(today, 365)).unwrap();
    let found = Store::open(&file.0).unwrap().roadmap(&token(1), today).unwrap().unwrap();
    let saved = NewRoadmap { answers: found.answers, goals: found.goals, skipped: found.skipped, ready: found.ready };
    assert_eq!(saved, roadmap());
    assert_eq!((found.created_on, found.keep_until), (today, day("2027-11-21")));
    assert!(found.done.is_empty());
}

#[test]
fn another_token_finds_nothing_and_changes_nothing() {
    let (store, today) = (Store::in_memory().unwrap(), day("2026-11-21"));
    store.save_roadmap(&token(1), &roadmap(), today, today).unwrap();
    assert_eq!(store.roadmap(&token(2), today).unwrap(), None);
    assert!(!store.mark_step(&token(2), "talk", true, today).unwrap());
    assert!(!store.change_answers(&token(2), "{}", today, today).unwrap());
    assert!(!store.delete_roadmap(&token(2)).unwrap());
    assert_eq!(store.roadmap(&token(1), today).unwrap().unwrap().answers, roadmap().answers);
}

#[test]
fn after_its_last_day_it_is_not_given_back_and_then_erased() {
    let (store, last) = (Store::in_memory().unwrap(), day("2027-11-21"));
    store.save_roadmap(&token(1), &roadmap(), day("2026-11-21"), last).unwrap();
    store.save_roadmap(&token(2), &roadmap(), day("2026-11-21"), add_days(last, 1)).unwrap();
    assert!(store.roadmap(&token(1), last).unwrap().is_some());
    assert_eq!(store.erase_expired(last).unwrap(), 0);
    let after = add_days(last, 1);
    assert!(store.roadmap(&token(1), after).unwrap().is_none());
    assert!(!store.mark_step(&token(1), "talk", true, after).unwrap());
    assert!(!store.change_answers(&token(1), "{}", after, after).unwrap());
    assert_eq!(store.erase_expired(after).unwrap(), 1);
    assert!(store.roadmap(&token(2), after).unwrap().is_some());
}

#[test]
fn erased_answers_and_tokens_are_not_in_the_file() {
    let (file, today) = (File::new("erased"), day("2026-11-21"));
    let store = Store::open(&file.0).unwrap();
    store.save_roadmap(&token(7), &roadmap(), today, today).unwrap();
    assert!(holds(&file.bytes(), b"GM0193"), "the answers are not where this test looks");
    assert!(!holds(&file.bytes(), &[7; 16]), "the token itself is in the file");
    assert_eq!(store.erase_expired(add_days(today, 1)).unwrap(), 1);
    assert!(!holds(&file.bytes(), b"GM0193"), "the answers are still in the file");
}

#[test]
fn steps_are_marked_once_and_unmarked() {
    let (store, today) = (Store::in_memory().unwrap(), day("2026-11-21"));
    store.save_roadmap(&token(1), &roadmap(), today, today).unwrap();
    for _ in 0..2 {
        assert!(store.mark_step(&token(1), "talk", true, today).unwrap());
    }
    assert!(store.mark_step(&token(1), "apply-wbso", true, today).unwrap());
    assert_eq!(store.roadmap(&token(1), today).unwrap().unwrap().done, ["talk", "apply-wbso"]);
    assert!(store.mark_step(&token(1), "talk", false, today).unwrap());
    assert_eq!(store.roadmap(&token(1), today).unwrap().unwrap().done, ["apply-wbso"]);
}

#[test]
fn other_answers_never_make_it_last_longer() {
    let (store, today) = (Store::in_memory().unwrap(), day("2026-11-21"));
    store.save_roadmap(&token(1), &roadmap(), today, add_days(today, 90)).unwrap();
    assert!(store.change_answers(&token(1), "{}", add_days(today, 365), today).unwrap());
    let found = store.roadmap(&token(1), today).unwrap().unwrap();
    assert_eq!((found.answers.as_str(), found.keep_until), ("{}", add_days(today, 90)));
    assert!(store.change_answers(&token(1), "{}", add_days(today, 30), today).unwrap());
    assert_eq!(store.roadmap(&token(1), today).unwrap().unwrap().keep_until, add_days(today, 30));
}

#[test]
fn deleted_is_gone() {
    let (store, today) = (Store::in_memory().unwrap(), day("2026-11-21"));
    store.save_roadmap(&token(1), &roadmap(), today, today).unwrap();
    assert!(store.delete_roadmap(&token(1)).unwrap());
    assert!(!store.delete_roadmap(&token(1)).unwrap());
    assert_eq!(store.roadmap(&token(1), today).unwrap(), None);
}

#[test]
fn a_token_that_is_taken_is_refused() {
    let (store, today) = (Store::in_memory().unwrap(), day("2026-11-21"));
    store.save_roadmap(&token(1), &roadmap(), today, today).unwrap();
    let again = store.save_roadmap(&token(1), &NewRoadmap::default(), today, today);
    assert!(matches!(again, Err(StoreError::Failed(_))));
    assert_eq!(store.roadmap(&token(1), today).unwrap().unwrap().answers, roadmap().answers);
}

#[test]
fn many_writers_lose_nothing() {
    let (file, today) = (File::new("writers"), day("2026-11-21"));
    let (first, second) = (Store::open(&file.0).unwrap(), Store::open(&file.0).unwrap());
    first.save_roadmap(&token(1), &roadmap(), today, today).unwrap();
    thread::scope(|scope| {
        for writer in 0..8 {
            let store = if writer % 2 == 0 { first.clone() } else { second.clone() };
            scope.spawn(move || {
                for step in 0..5 {
                    assert!(store.mark_step(&token(1), &format!("{writer}-{step}"), true, today).unwrap());
                }
            });
        }
    });
    assert_eq!(first.roadmap(&token(1), today).unwrap().unwrap().done.len(), 40);
}

#[test]
fn without_a_writable_place_the_message_names_the_file() {
    let missing = std::env::temp_dir().join("schakel-no-such-folder").join("schakel.db");
    let message = Store::open(&missing).unwrap_err().to_string();
    assert!(message.contains("schakel-no-such-folder") && message.contains("cannot be opened"), "{message}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_stays_as_it_is() {
    let file = File::new("other");
    fs::write(&file.0, "a letter, not a database\n".repeat(50)).unwrap();
    assert!(matches!(Store::open(&file.0), Err(StoreError::Open { .. })));
    assert!(fs::read_to_string(&file.0).unwrap().starts_with("a letter"));
}
