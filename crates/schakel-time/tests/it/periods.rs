//! Reading periods and asking them which days they hold.

use std::error::Error;

use schakel_time::{Period, PeriodError};

use crate::date;

#[test]
fn a_period_prints_as_it_is_written() {
    for text in ["2017-01-01..2019-01-01", "2017-01-01..", "..2018-07-01", ".."] {
        assert_eq!(Period::parse(text).unwrap().to_string(), text);
    }
    let period = Period::parse("2017-01-01..2019-01-01").unwrap();
    assert_eq!(period.start(), Some(date("2017-01-01")));
    assert_eq!(period.end(), Some(date("2019-01-01")));
    assert_eq!(Period::parse("..").unwrap(), Period::default());
}

#[test]
fn the_start_belongs_to_it_and_the_end_does_not() {
    let check = |period: &str, day: &str, expected: bool| {
        let period = Period::parse(period).unwrap();
        assert_eq!(period.contains(date(day)), expected, "{period} {day}");
    };
    check("2017-01-01..2019-01-01", "2016-12-31", false);
    check("2017-01-01..2019-01-01", "2017-01-01", true);
    check("2017-01-01..2019-01-01", "2018-12-31", true);
    check("2017-01-01..2019-01-01", "2019-01-01", false);
    check("2017-01-01..", "9999-12-31", true);
    check("..2018-07-01", "0001-01-01", true);
    check("..2018-07-01", "2018-07-01", false);
    check("..", "2018-07-01", true);
}

#[test]
fn periods_that_only_touch_do_not_overlap() {
    let check = |left: &str, right: &str, expected: bool| {
        let (left, right) = (Period::parse(left).unwrap(), Period::parse(right).unwrap());
        assert_eq!(left.overlaps(&right), expected, "{left} {right}");
        assert_eq!(right.overlaps(&left), expected, "{right} {left}");
    };
    check("2017-01-01..2018-01-01", "2018-01-01..2019-01-01", false);
    check("2017-01-01..2018-01-02", "2018-01-01..2019-01-01", true);
    check("2017-01-01..2018-01-01", "2019-01-01..", false);
    check("..2018-01-01", "2018-01-01..", false);
    check("..2018-01-01", "..2000-01-01", true);
    check("..", "2018-01-01..2018-01-02", true);
}

#[test]
fn what_is_not_a_period_says_why() {
    let check = |text: &str, expected: &str| {
        assert_eq!(Period::parse(text).unwrap_err().to_string(), expected);
    };
    check(
        "2017-01-01",
        "`2017-01-01` is not a period: write first day, two dots and the first day after it, as \
         `2017-01-01..2019-01-01`, and leave a side empty when it is open",
    );
    check(
        "2019-01-01..2019-01-01",
        "the period `2019-01-01..2019-01-01` holds no day: the second date is the first day that \
         no longer belongs to it and must come after the first",
    );
    check("2017..2018", "one side of the period is not a date");
    for text in ["2017-01-01...2019-01-01", "2017-01-01 .. 2019-01-01"] {
        let error = Period::parse(text).unwrap_err();
        assert!(matches!(error, PeriodError::Date(_)), "{text}");
        assert!(error.source().is_some());
    }
    assert!(matches!(
        Period::new(Some(date("2019-01-02")), Some(date("2019-01-01"))),
        Err(PeriodError::EndNotAfterStart { .. })
    ));
}
