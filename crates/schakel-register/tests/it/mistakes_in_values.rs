//! Fields that are missing, unknown or of the wrong kind; dates, periods and figures that cannot be read.

use insta::assert_snapshot;

use crate::small_pack::{files_with, instrument_mistakes, mistakes, mistakes_after};

const PROGRAMME: &str = "programmes/innoveert.md";

#[test]
fn a_field_is_missing() {
    assert_snapshot!(mistakes_after(PROGRAMME, "kind = \"programme\"\n", ""), @"");
    assert_snapshot!(mistakes_after("regions/municipalities.toml", "name = \"Zwolle\"\n", ""), @"");
    assert_snapshot!(mistakes_after("instruments/voucher.md", "checked_on = 2016-05-15\n", ""), @"");
    assert_snapshot!(mistakes_after("pack.toml", "region = \"oost\"\n", ""), @"");
}

#[test]
fn everything_is_missing() {
    assert_snapshot!(mistakes(&files_with(&[("instruments/leeg.md", "+++\n+++\n")])), @"");
}

#[test]
fn a_field_is_empty() {
    assert_snapshot!(mistakes_after(PROGRAMME, "summary = \"Een programma.\"", "summary = \"  \""), @"");
}

#[test]
fn a_field_is_unknown() {
    assert_snapshot!(mistakes_after(PROGRAMME, "themes =", "theme ="), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "themes =", "opening_hours ="), @"");
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate =", "percentage ="), @"");
    assert_snapshot!(mistakes_after("pack.toml", "stale_after_days", "stale_after"), @"");
}

#[test]
fn a_value_is_of_the_wrong_kind() {
    assert_snapshot!(mistakes_after(PROGRAMME, "name = \"Overijssel Innoveert\"", "name = 2016"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "[\"htsm\"]", "[\"htsm\", 3, true]"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "lead = \"novel-t\"", "lead = [\"novel-t\"]"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "[[budget]]\nlabel = \"Rijk\"", "[budget]\nlabel = \"Rijk\""), @"");
    assert_snapshot!(mistakes_after("regions/municipalities.toml", "front_door = {", "front_door = \"novel-t\"\nx = {"), @"");
    assert_snapshot!(mistakes_after("pack.toml", "stale_after_days = 365", "stale_after_days = -1"), @"");
    assert_snapshot!(instrument_mistakes("[version]\nvalid = \"..\""), @"");
}

#[test]
fn a_date_is_no_date() {
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = \"15-05-2016\""), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = \"2016-02-30\""), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = 2016"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = 2016-02-30"), @"");
}

#[test]
fn a_period_is_no_period() {
    assert_snapshot!(mistakes_after(PROGRAMME, "2016-01-01..2020-01-01", "2016-01-01"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "2016-01-01..2020-01-01", "2020-01-01..2016-01-01"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "2016-01-01..2020-01-01", "2016..2020"), @"");
}

#[test]
fn a_figure_without_value() {
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000\n", ""), @"");
}

#[test]
fn a_figure_that_is_not_known_may_lack_its_value_and_only_that() {
    assert_eq!(mistakes_after(PROGRAMME, "value = 500_000\nqualifier = \"provisional\"", "qualifier = \"unknown\""), "");
    assert_eq!(mistakes_after(PROGRAMME, "value = 500_000\nqualifier = \"provisional\"", "qualifier = \"possible\""), "");
    assert_snapshot!(mistakes_after(PROGRAMME, "qualifier = \"provisional\"", "qualifier = \"unknown\""), @"");
}

#[test]
fn an_unknown_qualifier() {
    assert_snapshot!(mistakes_after(PROGRAMME, "\"provisional\"", "\"provisionel\""), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "\"provisional\"", "\"vermoedelijk\""), @"");
}

#[test]
fn an_amount_that_is_none() {
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = 500_000.125"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = -5"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = \"10%\""), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = 5e5"), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = \"500.000\""), @"");
}

#[test]
fn a_rate_that_is_none() {
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate = \"40%\"", "rate = 40"), @"");
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate = \"40%\"", "rate = \"140%\""), @"");
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate = \"40%\"", "rate = \"veertig%\""), @"");
}

#[test]
fn a_figure_of_any_other_unit_may_be_a_percentage() {
    assert_eq!(mistakes_after(PROGRAMME, "value = 160\n", "value = \"5.85%\"\n"), "");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 160\n", "value = \"veel\"\n"), @"");
}

#[test]
fn a_figure_twice() {
    let twice = "[[figure]]\nid = \"reached\"\nlabel = \"Nog eens\"\nvalue = 3\n+++\nTekst.";
    assert_snapshot!(mistakes_after(PROGRAMME, "+++\nTekst.", twice), @"");
}

#[test]
fn rows_that_are_no_numbers() {
    assert_snapshot!(mistakes_after(PROGRAMME, "kind =", "scheme_rows = [1, \"twee\"]\nkind ="), @"");
}
