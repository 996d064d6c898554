//! Counting working days over weekends and holidays.

use schakel_time::{Date, add_working_days, is_working_day, working_days_between};

use crate::date;

#[test]
fn weekends_and_holidays_are_not_working_days() {
    let check = |day: &str, expected: bool| {
        assert_eq!(is_working_day(date(day)), expected, "{day}");
    };
    check("2018-03-29", true);
    check("2018-03-30", false);
    check("2018-03-31", false);
    check("2018-04-01", false);
    check("2018-04-02", false);
    check("2018-04-03", true);
    check("2020-05-05", false);
    check("2021-05-05", false);
}

#[test]
fn the_day_itself_does_not_count() {
    let check = |from: &str, working_days: u32, expected: &str| {
        let added = add_working_days(date(from), working_days);
        assert_eq!(added, date(expected), "{from} {working_days}");
    };
    check("2018-03-29", 0, "2018-03-29");
    check("2018-03-29", 1, "2018-04-03");
    check("2018-03-29", 2, "2018-04-04");
    check("2018-03-31", 0, "2018-04-03");
    check("2018-03-31", 1, "2018-04-03");
    check("2018-06-01", 1, "2018-06-04");
    check("2018-06-01", 5, "2018-06-08");
    // Christmas Day and Second Christmas Day fall on Tuesday and Wednesday.
    check("2018-12-24", 1, "2018-12-27");
    check("2018-12-24", 3, "2018-12-31");
    check("2018-12-24", 4, "2019-01-02");
}

#[test]
fn a_year_has_a_known_number_of_working_days() {
    // 365 days, 104 in weekends, and eight holidays from Monday to Friday: New
    // Year, Good Friday, Easter Monday, King's Day, Ascension, Whit Monday and
    // the two Christmas days (5 May 2018 is a Saturday).
    assert_eq!(working_days_between(date("2017-12-31"), date("2018-12-31")), 365 - 104 - 8);
    assert_eq!(working_days_between(date("2018-06-01"), date("2018-06-01")), 0);
    assert_eq!(working_days_between(date("2018-06-04"), date("2018-06-01")), -1);
}

#[test]
fn the_last_day_of_the_calendar_is_the_limit() {
    assert_eq!(add_working_days(date("9999-12-30"), u32::MAX), Date::MAX);
    assert_eq!(add_working_days(Date::MAX, 1), Date::MAX);
}
