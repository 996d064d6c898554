//! What holds on a day: which version, whether it is open, whether it was checked not too long ago.

use schakel_register::{Openness, Pack, known_on, on_day};
use schakel_time::{DateTime, parse_date};

use crate::small_pack::{INSTRUMENT_HEAD, files_with, good_pack, instrument_pack};

/// What is shown at moments, one after the other.
fn check(front_matter: &str, expected: &[(&str, &str)]) {
    check_in(&instrument_pack(front_matter), expected);
}

fn check_in(pack: &Pack, expected: &[(&str, &str)]) {
    for (at, wanted) in expected {
        let on_day = on_day(&pack.support["proef"], moment(at), pack);
        assert_eq!(in_words(&on_day.openness), *wanted, "at {at}");
        let open = match wanted.split(' ').next().unwrap() {
            "open" => Some(true),
            "unknown" => None,
            _ => Some(false),
        };
        assert_eq!(on_day.openness.is_open(), open, "at {at}");
    }
}

fn moment(text: &str) -> DateTime {
    match text.contains('T') {
        true => text.parse().unwrap(),
        false => parse_date(text).unwrap().at(12, 0, 0, 0),
    }
}

fn in_words(openness: &Openness) -> String {
    let at = |moment: &Option<DateTime>| moment.map_or("?".to_owned(), |it| it.strftime("%F %H:%M").to_string());
    match openness {
        Openness::Open { until } => format!("open until {}", at(until)),
        Openness::Planned { from } => format!("planned from {}", at(from)),
        Openness::Exhausted { on } => format!("exhausted on {on}"),
        Openness::Closed { since } => format!("closed since {}", at(since)),
        Openness::Unknown => "unknown".to_owned(),
    }
}

const VERSION: &str = "[[version]]\nvalid = \"2017-01-01..2018-01-01\"\ncriteria_unknown = true\n";

#[test]
fn a_window_with_an_opening_hour() {
    let window = "[[version.window]]\nfrom = \"2017-04-11T09:00\"\nuntil = \"2017-09-07T17:00\"";
    check(
        &format!("{VERSION}{window}"),
        &[
            ("2017-03-01", "planned from 2017-04-11 09:00"),
            ("2017-04-11T08:59", "planned from 2017-04-11 09:00"),
            ("2017-04-11T09:00", "open until 2017-09-07 17:00"),
            ("2017-09-07T16:59", "open until 2017-09-07 17:00"),
            ("2017-09-07T17:00", "closed since 2017-09-07 17:00"),
            ("2018-06-01", "closed since 2017-09-07 17:00"),
        ],
    );
}

#[test]
fn a_day_counts_whole() {
    let window = "[[version.window]]\nfrom = 2017-04-11\nuntil = 2017-09-07";
    check(
        &format!("{VERSION}{window}"),
        &[
            ("2017-04-10T23:59", "planned from 2017-04-11 00:00"),
            ("2017-04-11T00:00", "open until 2017-09-08 00:00"),
            ("2017-09-07T23:59", "open until 2017-09-08 00:00"),
            ("2017-09-08T00:00", "closed since 2017-09-08 00:00"),
        ],
    );
}

#[test]
fn two_windows() {
    let window = |from, until| format!("[[version.window]]\nfrom = {from}\nuntil = {until}\n");
    let windows = window("2017-03-01", "2017-03-31") + &window("2017-09-01", "2017-09-30");
    check(
        &format!("{VERSION}{windows}"),
        &[
            ("2017-03-15", "open until 2017-04-01 00:00"),
            ("2017-06-01", "planned from 2017-09-01 00:00"),
            ("2017-09-30", "open until 2017-10-01 00:00"),
            ("2017-10-01", "closed since 2017-10-01 00:00"),
        ],
    );
}

#[test]
fn the_money_is_gone() {
    let exhausted = "[[version.window]]\nfrom = 2017-04-11\nuntil = 2017-09-07\nexhausted_on = 2017-04-19";
    check(
        &format!("{VERSION}{exhausted}"),
        &[
            ("2017-04-18", "open until 2017-09-08 00:00"),
            ("2017-04-19", "exhausted on 2017-04-19"),
            ("2017-09-08", "closed since 2017-09-08 00:00"),
        ],
    );
    let without_end = "[[version.window]]\nfrom = 2017-04-11\nexhausted_on = 2017-04-11";
    check(
        &format!("{VERSION}{without_end}"),
        &[("2017-04-10", "planned from 2017-04-11 00:00"), ("2017-12-31", "exhausted on 2017-04-11")],
    );
}

#[test]
fn continuous_until_nobody_has_checked_it_for_too_long() {
    let open = "[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true\n[[version.window]]\ncontinuous = true";
    check(
        open,
        &[
            ("2016-12-31", "planned from 2017-01-01 00:00"),
            ("2017-01-01", "open until ?"),
            ("2018-03-01", "open until ?"),
            ("2018-03-02", "unknown"),
        ],
    );
}

#[test]
fn a_window_that_only_says_when_it_began_says_nothing_after_that() {
    let begun = "[[version.window]]\nfrom = 2017-04-11";
    check(&format!("{VERSION}{begun}"), &[("2017-04-10", "planned from 2017-04-11 00:00"), ("2017-05-01", "unknown")]);
}

#[test]
fn without_a_window_only_a_status_says_something() {
    let with = |status: &str| {
        format!("status = \"{status}\"\n[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true\n")
    };
    check(&with("running"), &[("2017-06-01", "open until ?"), ("2018-03-02", "unknown")]);
    check(&with("announced"), &[("2017-06-01", "planned from ?"), ("2018-03-02", "unknown")]);
    check(&with("ended"), &[("2017-06-01", "closed since ?"), ("2018-03-02", "closed since ?")]);
    check(VERSION, &[("2017-06-01", "unknown")]);
}

#[test]
fn a_window_says_more_than_a_status() {
    let window = "[[version.window]]\nfrom = 2017-04-11\nuntil = 2017-09-07";
    check(
        &format!("status = \"announced\"\n{VERSION}{window}"),
        &[("2017-04-10", "planned from 2017-04-11 00:00"), ("2017-05-01", "open until 2017-09-08 00:00")],
    );
}

#[test]
fn outside_every_version() {
    let versions = "[[version]]\nvalid = \"2015-01-01..2016-01-01\"\ncriteria_unknown = true\n\
        [[version]]\nvalid = \"2017-01-01..2018-01-01\"\ncriteria_unknown = true\n\
        [[version.window]]\nfrom = 2017-04-11\nuntil = 2017-09-07";
    check(
        versions,
        &[
            ("2014-06-01", "planned from 2015-01-01 00:00"),
            ("2015-06-01", "unknown"),
            ("2016-06-01", "planned from 2017-04-11 00:00"),
            ("2018-01-01", "closed since 2017-09-08 00:00"),
        ],
    );
    check(
        "[[version]]\nvalid = \"..2016-01-01\"\ncriteria_unknown = true",
        &[("2014-06-01", "unknown"), ("2016-01-01", "closed since 2016-01-01 00:00")],
    );
}

#[test]
fn the_version_of_the_day_is_shown() {
    let pack = good_pack(&files_with(&[]));
    let shown = |day: &str| {
        let on_day = on_day(&pack.support["voucher"], moment(day), &pack);
        let maximum = on_day.version.and_then(|version| version.maximum.clone()?.value).unwrap();
        (maximum.to_string(), on_day.in_force)
    };
    assert_eq!(shown("2014-12-31"), ("50000".into(), false), "before all: the first");
    assert_eq!(shown("2015-01-01"), ("50000".into(), true));
    assert_eq!(shown("2016-12-31"), ("50000".into(), true));
    assert_eq!(shown("2017-01-01"), ("25000".into(), true));
    assert_eq!(shown("2018-01-01"), ("25000".into(), false), "after all: the last");
}

#[test]
fn versions_may_stand_in_any_order() {
    let later_first = "[[version]]\nvalid = \"2017-01-01..\"\nmax = 2\ncriteria_unknown = true\n\
        [[version]]\nvalid = \"..2017-01-01\"\nmax = 1\ncriteria_unknown = true";
    let pack = instrument_pack(later_first);
    let maximum = |day| on_day(&pack.support["proef"], moment(day), &pack).version.unwrap().maximum.clone().unwrap();
    assert_eq!(maximum("2016-12-31").value.unwrap().to_string(), "1");
    assert_eq!(maximum("2017-01-01").value.unwrap().to_string(), "2");
}

#[test]
fn the_day_of_the_check_is_that_of_the_version_or_else_of_the_record() {
    let pack = good_pack(&files_with(&[]));
    let checked = |day: &str| {
        let on_day = on_day(&pack.support["voucher"], moment(day), &pack);
        (on_day.checked_on.unwrap().to_string(), on_day.stale)
    };
    assert_eq!(checked("2015-06-01"), ("2016-05-15".into(), false), "a source of later is not old");
    assert_eq!(checked("2017-06-01"), ("2017-06-01".into(), false));
    assert_eq!(checked("2018-06-01"), ("2017-06-01".into(), false));
    assert_eq!(checked("2018-06-02"), ("2017-06-01".into(), true));
}

#[test]
fn what_came_later_was_not_known_yet() {
    let known = |front_matter: &str, day: &str| {
        known_on(&instrument_pack(front_matter).support["proef"], parse_date(day).unwrap())
    };
    assert!(!known(VERSION, "2016-12-31"));
    assert!(known(VERSION, "2017-01-01"));
    assert!(known(VERSION, "2026-11-21"), "what is over is still known");
    assert!(known("[[version]]\nvalid = \"..\"\ncriteria_unknown = true", "1990-01-01"), "no day is known");
    let announced = "[[version]]\nvalid = \"2018-01-01..\"\ncriteria_unknown = true";
    assert!(!known(announced, "2017-02-28"));
    assert!(known(announced, "2017-03-01"), "a source of that day announces it");
}

#[test]
fn a_pack_says_after_how_long_an_entry_is_old() {
    let mut files = files_with(&[(
        "instruments/proef.md",
        &format!(
            "+++\n{INSTRUMENT_HEAD}status = \"running\"\n[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true\n+++\n"
        ),
    )]);
    let settings = files["pack.toml"].replace("stale_after_days = 365", "stale_after_days = 30");
    files.insert("pack.toml".into(), settings);
    check_in(&good_pack(&files), &[("2017-03-31", "open until ?"), ("2017-04-01", "unknown")]);
}
