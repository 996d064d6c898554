//! Saved roadmaps: found by their secret alone, gone after their last day.

use schakel_store::tables::roadmaps::{self, NewRoadmap, SavedRoadmap};
use schakel_store::{Digest, Store, StoreError};
use schakel_time::{Date, add_days};

use crate::databases::{must_read, must_write, on_each, write};
use crate::shared::day;

const TODAY: &str = "2026-11-21";

fn secret(number: u8) -> Digest {
    Digest::of(&[number; 16])
}

fn roadmap() -> NewRoadmap {
    NewRoadmap {
        answers: r#"{"plan":["innovate"],"municipality":"GM0193"}"#.to_owned(),
        goals: vec!["wbso".to_owned()],
        skipped: vec!["sbir".to_owned()],
        ready: vec!["wbso/payroll".to_owned()],
    }
}

fn save(store: &Store, number: u8, until: Date) {
    must_write(store, move |it| roadmaps::save(it, secret(number), &roadmap(), day(TODAY), until));
}

fn read(store: &Store, number: u8, today: Date) -> Option<SavedRoadmap> {
    must_read(store, |it| roadmaps::read(it, secret(number), today))
}

fn mark(store: &Store, number: u8, step: &str, is_done: bool, today: Date) -> bool {
    let step = step.to_owned();
    must_write(store, move |it| roadmaps::mark_step(it, secret(number), &step, is_done, today))
}

fn change(store: &Store, number: u8, until: Date, today: Date) -> bool {
    must_write(store, move |it| roadmaps::change_answers(it, secret(number), "{}", until, today))
}

fn delete(store: &Store, number: u8) -> bool {
    must_write(store, move |it| roadmaps::delete(it, secret(number)))
}

fn erase(store: &Store, today: Date) -> u64 {
    must_write(store, move |it| roadmaps::erase_expired(it, today))
}

#[test]
fn what_was_saved_comes_back() {
    on_each(|store| {
        let last = add_days(day(TODAY), 365);
        save(store, 1, last);
        let found = read(store, 1, day(TODAY)).unwrap();
        assert_eq!((found.created_on, found.keep_until), (day(TODAY), last));
        assert!(found.done.is_empty());
        let saved =
            NewRoadmap { answers: found.answers, goals: found.goals, skipped: found.skipped, ready: found.ready };
        assert_eq!(saved, roadmap());
    });
}

#[test]
fn another_secret_finds_nothing_and_changes_nothing() {
    on_each(|store| {
        let today = day(TODAY);
        save(store, 1, today);
        assert_eq!(read(store, 2, today), None);
        assert!(!mark(store, 2, "talk", true, today));
        assert!(!change(store, 2, today, today));
        assert!(!delete(store, 2));
        assert_eq!(read(store, 1, today).unwrap().answers, roadmap().answers);
    });
}

#[test]
fn after_its_last_day_it_is_not_given_back_and_then_erased() {
    on_each(|store| {
        let last = day("2027-11-21");
        save(store, 1, last);
        save(store, 2, add_days(last, 1));
        assert!(read(store, 1, last).is_some());
        assert_eq!(erase(store, last), 0);
        let after = add_days(last, 1);
        assert!(read(store, 1, after).is_none());
        assert!(!mark(store, 1, "talk", true, after));
        assert!(!change(store, 1, after, after));
        assert_eq!(erase(store, after), 1);
        assert!(read(store, 2, after).is_some());
    });
}

#[test]
fn steps_are_marked_once_and_unmarked() {
    on_each(|store| {
        let today = day(TODAY);
        save(store, 1, today);
        for _ in 0..2 {
            assert!(mark(store, 1, "talk", true, today));
        }
        assert!(mark(store, 1, "apply-wbso", true, today));
        assert_eq!(read(store, 1, today).unwrap().done, ["talk", "apply-wbso"]);
        assert!(mark(store, 1, "talk", false, today));
        assert_eq!(read(store, 1, today).unwrap().done, ["apply-wbso"]);
    });
}

#[test]
fn other_answers_never_make_it_last_longer() {
    on_each(|store| {
        let today = day(TODAY);
        save(store, 1, add_days(today, 90));
        assert!(change(store, 1, add_days(today, 365), today));
        let found = read(store, 1, today).unwrap();
        assert_eq!((found.answers.as_str(), found.keep_until), ("{}", add_days(today, 90)));
        assert!(change(store, 1, add_days(today, 30), today));
        assert_eq!(read(store, 1, today).unwrap().keep_until, add_days(today, 30));
    });
}

#[test]
fn deleted_is_gone() {
    on_each(|store| {
        save(store, 1, day(TODAY));
        assert!(delete(store, 1));
        assert!(!delete(store, 1));
        assert_eq!(read(store, 1, day(TODAY)), None);
    });
}

#[test]
fn a_secret_that_is_taken_is_refused() {
    on_each(|store| {
        save(store, 1, day(TODAY));
        let again = write(store, |it| roadmaps::save(it, secret(1), &NewRoadmap::default(), day(TODAY), day(TODAY)));
        assert!(matches!(again, Err(StoreError::Failed(_))));
        assert_eq!(read(store, 1, day(TODAY)).unwrap().answers, roadmap().answers);
    });
}

#[test]
fn many_writers_lose_no_step() {
    on_each(|store| {
        let today = day(TODAY);
        save(store, 1, today);
        std::thread::scope(|scope| {
            for writer in 0..8 {
                scope.spawn(move || {
                    for step in 0..5 {
                        assert!(mark(store, 1, &format!("{writer}-{step}"), true, today));
                    }
                });
            }
        });
        assert_eq!(read(store, 1, today).unwrap().done.len(), 40);
    });
}
