//! Versions that contradict each other or themselves.

use insta::assert_snapshot;

use crate::small_pack::{instrument_mistakes, instrument_pack, mistakes_after};

const VOUCHER: &str = "instruments/voucher.md";

#[test]
fn an_instrument_without_version() {
    assert_snapshot!(instrument_mistakes(""), @"");
}

#[test]
fn a_version_without_criteria() {
    assert_snapshot!(instrument_mistakes("[[version]]\nvalid = \"2017-01-01..\"\n"), @"");
    instrument_pack("[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true");
}

#[test]
fn criteria_that_are_both_known_and_unknown() {
    assert_snapshot!(mistakes_after(VOUCHER, "amount_note =", "criteria_unknown = true\namount_note ="), @"");
}

#[test]
fn a_version_without_period() {
    assert_snapshot!(instrument_mistakes("[[version]]\ncriteria_unknown = true\n"), @"");
}

#[test]
fn versions_that_overlap() {
    assert_snapshot!(mistakes_after(VOUCHER, "2015-01-01..2017-01-01", "2015-01-01..2017-07-01"), @"");
    assert_snapshot!(mistakes_after(VOUCHER, "2017-01-01..2018-01-01", ".."), @"");
    let same_day = "2015-01-01..2017-01-01";
    assert_eq!(mistakes_after(VOUCHER, same_day, same_day), "", "one may end on the day on which the next begins");
}

#[test]
fn a_largest_amount_below_the_smallest() {
    assert_snapshot!(mistakes_after(VOUCHER, "max = 50000", "min = 60000\nmax = 50000"), @"");
}

#[test]
fn an_amount_above_the_ceiling_of_the_scheme() {
    assert_snapshot!(mistakes_after(VOUCHER, "value = 100_000", "value = 10_000"), @"");
    let two = "value = 10_000\n[[version.budget]]\nlabel = \"Rijk\"\nvalue = 10_000";
    assert_snapshot!(mistakes_after(VOUCHER, "value = 100_000", two), @"");
}

#[test]
fn a_ceiling_that_says_nothing_about_the_most() {
    for qualifier in ["more_than", "at_least", "part_of"] {
        let open = format!("value = 10_000\nqualifier = \"{qualifier}\"");
        assert_eq!(mistakes_after(VOUCHER, "value = 100_000", &open), "");
    }
    assert_eq!(mistakes_after(VOUCHER, "value = 100_000", "qualifier = \"unknown\""), "");
}

#[test]
fn a_window_that_ends_before_it_begins() {
    assert_snapshot!(mistakes_after(VOUCHER, "until = \"2017-09-07\"", "until = \"2017-04-10\""), @"");
    assert_eq!(mistakes_after(VOUCHER, "until = \"2017-09-07\"", "until = \"2017-04-11\""), "", "a day counts whole");
}

#[test]
fn a_moment_that_is_none() {
    assert_snapshot!(mistakes_after(VOUCHER, "2017-04-11T09:00", "2017-04-11 9 uur"), @"");
    assert_snapshot!(mistakes_after(VOUCHER, "\"2017-04-11T09:00\"", "true"), @"");
    assert_eq!(mistakes_after(VOUCHER, "\"2017-04-11T09:00\"", "2017-04-11T09:00:00"), "", "without quotes too");
}

#[test]
fn an_instrument_with_the_fields_of_a_facility() {
    assert_snapshot!(mistakes_after(VOUCHER, "kind =", "equipment = [\"laser\"]\nkind ="), @"");
}
