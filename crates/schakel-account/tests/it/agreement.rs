//! Agreements on a day: terms that are late no sooner than their words allow, and tables that meet.

use std::sync::Arc;

use proptest::prelude::*;
use schakel_account::{AgreementOnDay, Standing, agreement_on, due_words, meeting_gaps};
use schakel_criteria::{Bilingual, Language};
use schakel_register::{Agreement, AgreementState, Due, DueTerm, Progress, SourceRef, Table};
use schakel_time::{Date, Period, add_days, parse_date};

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn words(text: &str) -> Bilingual {
    Bilingual::new(text.to_owned(), text.to_owned())
}

fn due(term: DueTerm) -> Due {
    Due { term, inferred: false, words: None }
}

fn agreement(state: AgreementState, term: Option<DueTerm>) -> Agreement {
    let source = SourceRef::parse("paper 1");
    let on = day("2016-01-01");
    let first = Progress { on, state, nuance: None, evidence: None, source: source.clone() };
    Agreement {
        id: Arc::from("x"),
        file: Arc::from("agreements/x.md"),
        name: words("x"),
        summary: words("x"),
        body: words(""),
        inventory: Vec::new(),
        topic: None,
        owners: Vec::new(),
        partners: Vec::new(),
        contributors: Vec::new(),
        others: Vec::new(),
        tasks: Vec::new(),
        one_sided: None,
        due: term.map(due),
        progress: vec![first],
        source,
        checked_on: on,
    }
}

fn standing(agreement: &Agreement, on: &str) -> Option<Standing> {
    agreement_on(agreement, day(on)).map(|it: AgreementOnDay<'_>| it.standing)
}

#[test]
fn before_its_source_an_agreement_is_not_there() {
    let it = agreement(AgreementState::Committed, None);
    assert_eq!(standing(&it, "2015-12-31"), None);
    assert_eq!(standing(&it, "2016-01-01"), Some(Standing::NoTerm));
}

#[test]
fn a_later_step_counts_from_its_day_on() {
    let mut it = agreement(AgreementState::Committed, Some(DueTerm::AtLatest(day("2016-06-01"))));
    let done = Progress { on: day("2016-07-01"), state: AgreementState::Done, ..it.progress[0].clone() };
    it.progress.push(done);
    assert_eq!(standing(&it, "2016-06-01"), Some(Standing::InTime));
    assert_eq!(standing(&it, "2016-06-30"), Some(Standing::Overdue { since: day("2016-06-02") }));
    assert_eq!(standing(&it, "2016-07-01"), Some(Standing::Done));
}

#[test]
fn a_term_in_words() {
    let period = |from: &str, until: &str| DueTerm::During { from: day(from), until: day(until) };
    for (term, dutch, english) in [
        (DueTerm::Before(day("2016-07-01")), "vóór 1 juli 2016", "before 1 July 2016"),
        (DueTerm::AtLatest(day("2016-07-01")), "uiterlijk 1 juli 2016", "at the latest on 1 July 2016"),
        (DueTerm::After(day("2017-01-01")), "na 31 december 2016", "after 31 December 2016"),
        (period("2016-06-01", "2016-07-01"), "in juni 2016", "in June 2016"),
        (period("2016-01-01", "2017-01-01"), "in 2016", "in 2016"),
        (period("2016-01-01", "2018-01-01"), "in 2016 en 2017", "in 2016 and 2017"),
        (
            period("2016-01-01", "2016-04-01"),
            "van 1 januari 2016 tot en met 31 maart 2016",
            "from 1 January 2016 to 31 March 2016",
        ),
    ] {
        assert_eq!(due_words(&due(term), Language::Dutch), dutch);
        assert_eq!(due_words(&due(term), Language::English), english);
    }
}

fn table() -> Table {
    let source = SourceRef::parse("paper 1");
    Table {
        id: Arc::from("t"),
        name: words("t"),
        every_months: Some(2),
        valid: Period::parse("2016-01-01..2017-01-01").ok(),
        mirrors: None,
        seats: Vec::new(),
        source,
    }
}

fn any_term() -> impl Strategy<Value = DueTerm> {
    let any_day = || (0..2000_u32).prop_map(|days| add_days(day("2015-01-01"), days));
    prop_oneof![
        any_day().prop_map(DueTerm::On),
        any_day().prop_map(DueTerm::Before),
        any_day().prop_map(DueTerm::AtLatest),
        any_day().prop_map(DueTerm::After),
        (any_day(), 1..400_u32).prop_map(|(from, days)| DueTerm::During { from, until: add_days(from, days) }),
        (any_day(), 1..400_u32)
            .prop_map(|(from, days)| DueTerm::Throughout { from: Some(from), until: add_days(from, days) }),
    ]
}

proptest! {
    /// Once late, an agreement that nobody finishes stays late, since the same day; before that day it is not.
    #[test]
    fn late_for_good_and_no_sooner(term in any_term(), days in 0..3000_u32) {
        let it = agreement(AgreementState::Committed, Some(term));
        let on = add_days(day("2016-01-01"), days);
        let standing = agreement_on(&it, on).unwrap().standing;
        match term.late_from() {
            Some(since) if since <= on => prop_assert_eq!(standing, Standing::Overdue { since }),
            _ => {
                let is_late = matches!(standing, Standing::Overdue { .. });
                prop_assert!(!is_late);
            }
        }
        prop_assert!(term.last_day().is_none_or(|last| term.late_from().is_some_and(|late| last < late)));
    }

    /// What is done is never late.
    #[test]
    fn done_is_never_late(term in any_term(), days in 0..3000_u32) {
        let it = agreement(AgreementState::Done, Some(term));
        let standing = agreement_on(&it, add_days(day("2016-01-01"), days)).unwrap().standing;
        prop_assert_eq!(standing, Standing::Done);
    }

    /// Another meeting never makes a gap longer: every gap with it lies inside a gap without it.
    #[test]
    fn a_meeting_more_is_never_worse(held in prop::collection::vec(0..366_u32, 0..8), more in 0..366_u32) {
        let days: Vec<Date> = held.iter().map(|days| add_days(day("2016-01-01"), *days)).collect();
        let as_at = day("2017-01-01");
        let before = meeting_gaps(&table(), &days, as_at);
        let with: Vec<Date> = days.iter().copied().chain([add_days(day("2016-01-01"), more)]).collect();
        for gap in meeting_gaps(&table(), &with, as_at) {
            let inside = before.iter().any(|it| {
                it.from <= gap.from && gap.until.unwrap_or(as_at) <= it.until.unwrap_or(as_at)
            });
            prop_assert!(inside, "{gap:?} is in none of {before:?}");
        }
    }
}
