//! Easter against published dates, and the holidays of each year.

use schakel_time::{Date, Holiday, is_public_holiday};

use crate::date;

/// Easter Sundays from 1990 to 2040 as published in church calendars.
const EASTER_SUNDAYS: &str = "1990-04-15 1991-03-31 1992-04-19 1993-04-11 1994-04-03 1995-04-16 \
    1996-04-07 1997-03-30 1998-04-12 1999-04-04 2000-04-23 2001-04-15 \
    2002-03-31 2003-04-20 2004-04-11 2005-03-27 2006-04-16 2007-04-08 \
    2008-03-23 2009-04-12 2010-04-04 2011-04-24 2012-04-08 2013-03-31 \
    2014-04-20 2015-04-05 2016-03-27 2017-04-16 2018-04-01 2019-04-21 \
    2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 \
    2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 \
    2032-03-28 2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 \
    2038-04-25 2039-04-10 2040-04-01";

#[test]
fn easter_falls_on_the_published_dates() {
    let sundays: Vec<&str> = EASTER_SUNDAYS.split_whitespace().collect();
    assert_eq!(sundays.len(), 51);
    let computed: Vec<String> = (1990..=2040)
        .flat_map(holidays_of)
        .filter(|(_, holiday)| *holiday == Holiday::EasterSunday)
        .map(|(day, _)| day.to_string())
        .collect();
    assert_eq!(computed, sundays);
}

#[test]
fn easter_reaches_its_earliest_and_latest_day() {
    // The two ends of the range, and the two exceptions of the lunar table.
    for day in ["1818-03-22", "2285-03-22", "1943-04-25", "2038-04-25", "1954-04-18", "1981-04-19"] {
        assert_eq!(is_public_holiday(date(day)), Some(Holiday::EasterSunday), "{day}");
    }
}

#[test]
fn a_year_has_its_holidays_in_order() {
    let check = |year: i16, expected: &[&str]| {
        let listed: Vec<String> =
            holidays_of(year).map(|(day, holiday)| format!("{day} {}", holiday.dutch_name())).collect();
        assert_eq!(listed, expected);
    };
    check(
        2018,
        &[
            "2018-01-01 Nieuwjaarsdag",
            "2018-03-30 Goede Vrijdag",
            "2018-04-01 Eerste Paasdag",
            "2018-04-02 Tweede Paasdag",
            "2018-04-27 Koningsdag",
            "2018-05-05 Bevrijdingsdag",
            "2018-05-10 Hemelvaartsdag",
            "2018-05-20 Eerste Pinksterdag",
            "2018-05-21 Tweede Pinksterdag",
            "2018-12-25 Eerste Kerstdag",
            "2018-12-26 Tweede Kerstdag",
        ],
    );
    check(
        2013,
        &[
            "2013-01-01 Nieuwjaarsdag",
            "2013-03-29 Goede Vrijdag",
            "2013-03-31 Eerste Paasdag",
            "2013-04-01 Tweede Paasdag",
            "2013-04-30 Koninginnedag",
            "2013-05-05 Bevrijdingsdag",
            "2013-05-09 Hemelvaartsdag",
            "2013-05-19 Eerste Pinksterdag",
            "2013-05-20 Tweede Pinksterdag",
            "2013-12-25 Eerste Kerstdag",
            "2013-12-26 Tweede Kerstdag",
        ],
    );
}

#[test]
fn the_monarchs_birthday_is_never_kept_on_a_sunday() {
    let check = |day: &str, expected: Option<Holiday>| {
        assert_eq!(is_public_holiday(date(day)), expected, "{day}");
    };
    // 27 April 2014 and 2025 were Sundays, 30 April 2000 and 2006 too.
    check("2014-04-26", Some(Holiday::KingsDay));
    check("2014-04-27", None);
    check("2025-04-26", Some(Holiday::KingsDay));
    check("2025-04-27", None);
    check("2019-04-27", Some(Holiday::KingsDay));
    check("2019-04-26", None);
    check("2014-04-30", None);
    check("2006-04-29", Some(Holiday::QueensDay));
    check("2006-04-30", None);
    check("2011-04-30", Some(Holiday::QueensDay));
    check("2013-04-27", None);
}

#[test]
fn liberation_day_is_a_holiday_in_every_year() {
    for year in 1990..=2040 {
        let day = Date::new(year, 5, 5).unwrap();
        assert!(is_public_holiday(day).is_some(), "{day}");
    }
    // Where two feasts meet, the movable one is named.
    assert_eq!(is_public_holiday(date("2016-05-05")), Some(Holiday::AscensionDay));
}

#[test]
fn every_holiday_has_a_name_in_both_languages() {
    let names: Vec<&str> = holidays_of(2018).map(|(_, holiday)| holiday.english_name()).collect();
    assert_eq!(
        names.join(", "),
        "New Year's Day, Good Friday, Easter Sunday, Easter Monday, King's Day, Liberation Day, \
         Ascension Day, Whit Sunday, Whit Monday, Christmas Day, Second Christmas Day"
    );
    assert_eq!(Holiday::QueensDay.english_name(), "Queen's Day");
}

fn holidays_of(year: i16) -> impl Iterator<Item = (Date, Holiday)> {
    let first = Date::new(year, 1, 1).unwrap();
    first
        .series(jiff::Span::new().days(1))
        .take_while(move |day| day.year() == year)
        .filter_map(|day| is_public_holiday(day).map(|holiday| (day, holiday)))
}
