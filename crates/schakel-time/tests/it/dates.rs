//! Reading, printing and counting years.

use schakel_time::{dutch_date, dutch_instant, english_date, parse_date, whole_years};

use crate::date;

#[test]
fn a_date_is_read_in_one_form_only() {
    for text in ["2018-03-01", "2020-02-29", "0001-01-01", "9999-12-31"] {
        assert_eq!(parse_date(text).unwrap().to_string(), text);
    }
    for text in [
        "",
        "2018",
        "2018-3-1",
        "18-03-01",
        "01-03-2018",
        "2018-03-01 ",
        " 2018-03-01",
        "2018-03-01T00:00:00",
        "2018/03/01",
        "-018-03-01",
        "+018-03-01",
        "2018-03-01-01",
        "2018-+3-01",
        "２０１８-03-01",
    ] {
        let error = parse_date(text).unwrap_err();
        assert_eq!(error.to_string(), format!("`{text}` is not a date: write year, month and day as `2018-03-01`"));
    }
    for text in ["2018-02-29", "2018-13-01", "2018-00-10", "2018-04-31"] {
        let error = parse_date(text).unwrap_err();
        assert_eq!(error.to_string(), format!("`{text}` is not a day in the calendar"));
    }
}

#[test]
fn dates_print_for_people() {
    let dutch = |text| dutch_date(date(text));
    assert_eq!(dutch("2018-03-01"), "1 maart 2018");
    assert_eq!(dutch("2026-12-31"), "31 december 2026");
    assert_eq!(english_date(date("2018-03-01")), "1 March 2018");
    let months: Vec<String> = (1..=12).map(|month| dutch_date(date(&format!("2018-{month:02}-02")))).collect();
    assert_eq!(
        months.join(", "),
        "2 januari 2018, 2 februari 2018, 2 maart 2018, 2 april 2018, 2 mei 2018, 2 juni 2018, \
         2 juli 2018, 2 augustus 2018, 2 september 2018, 2 oktober 2018, 2 november 2018, \
         2 december 2018"
    );
    let months: Vec<String> = (1..=12).map(|month| english_date(date(&format!("2018-{month:02}-02")))).collect();
    assert_eq!(
        months.join(", "),
        "2 January 2018, 2 February 2018, 2 March 2018, 2 April 2018, 2 May 2018, 2 June 2018, \
         2 July 2018, 2 August 2018, 2 September 2018, 2 October 2018, 2 November 2018, \
         2 December 2018"
    );
}

#[test]
fn a_year_is_complete_on_the_anniversary() {
    let check = |from, to, expected| {
        assert_eq!(whole_years(date(from), date(to)), expected, "{from} {to}");
    };
    check("2015-06-10", "2015-06-10", 0);
    check("2015-06-10", "2020-06-09", 4);
    check("2015-06-10", "2020-06-10", 5);
    check("2020-06-10", "2015-06-10", -5);
    check("2020-06-09", "2015-06-10", -4);
    check("2016-02-29", "2017-02-27", 0);
    check("2016-02-29", "2017-02-28", 1);
    check("2016-02-29", "2020-02-28", 3);
    check("2016-02-29", "2020-02-29", 4);
    check("2015-02-28", "2016-02-28", 1);
    check("2017-02-28", "2016-02-29", -1);
}

#[test]
fn a_wall_clock_time_in_the_netherlands_is_a_moment() {
    let check = |day: &str, hour: i8, expected: &str| {
        let moment = parse_date(day).unwrap().at(hour, 30, 0, 0);
        assert_eq!(dutch_instant(moment).to_string(), expected);
    };
    check("2018-01-15", 9, "2018-01-15T08:30:00Z");
    check("2018-07-15", 9, "2018-07-15T07:30:00Z");
    // On 25 March this hour is left out; on 28 October it comes twice.
    check("2018-03-25", 2, "2018-03-25T01:30:00Z");
    check("2018-10-28", 2, "2018-10-28T00:30:00Z");
}
