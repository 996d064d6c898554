//! Fields that are missing, unknown or of the wrong kind; dates, periods and figures that cannot be read.

use insta::assert_snapshot;

use crate::small_pack::{files_with, instrument_mistakes, mistakes, mistakes_after};

const PROGRAMME: &str = "programmes/innoveert.md";

#[test]
fn a_field_is_missing() {
    assert_snapshot!(mistakes_after(PROGRAMME, "kind = \"programme\"\n", ""), @r"
    error: `kind` is missing
     --> programmes/innoveert.md:1:1
      |
    1 | +++
      | ^^^
    ");
    assert_snapshot!(mistakes_after("regions/municipalities.toml", "name = \"Zwolle\"\n", ""), @r#"
    error: `name` is missing
      --> regions/municipalities.toml:11:1
       |
    11 | id = "GM0193"
       | ^^
    "#);
    assert_snapshot!(mistakes_after("instruments/voucher.md", "checked_on = 2016-05-15\n", ""), @r"
    error: `checked_on` is missing
     --> instruments/voucher.md:1:1
      |
    1 | +++
      | ^^^
    ");
    assert_snapshot!(mistakes_after("pack.toml", "region = \"oost\"\n", ""), @r"
    error: `region` is missing
     --> pack.toml:1:1
      |
    1 |
      | ^
    ");
}

#[test]
fn everything_is_missing() {
    assert_snapshot!(mistakes(&files_with(&[("instruments/leeg.md", "+++\n+++\n")])), @r"
    error: `checked_on` is missing
     --> instruments/leeg.md:1:1
      |
    1 | +++
      | ^^^

    error: `kind` is missing
     --> instruments/leeg.md:1:1
      |
    1 | +++
      | ^^^

    error: `name` is missing
     --> instruments/leeg.md:1:1
      |
    1 | +++
      | ^^^

    error: `source` is missing
     --> instruments/leeg.md:1:1
      |
    1 | +++
      | ^^^

    error: `summary` is missing
     --> instruments/leeg.md:1:1
      |
    1 | +++
      | ^^^

    error: a piece of support needs at least one `[[version]]`
     --> instruments/leeg.md:1:1
      |
    1 | +++
      | ^^^
      |
      = help: add `[[version]]` with `valid`, and criteria or `criteria_unknown = true`
    ");
}

#[test]
fn a_field_is_empty() {
    assert_snapshot!(mistakes_after(PROGRAMME, "summary = \"Een programma.\"", "summary = \"  \""), @r#"
    error: `summary` is empty
     --> programmes/innoveert.md:8:11
      |
    8 | summary = "  "
      |           ^^^^
    "#);
}

#[test]
fn a_field_is_unknown() {
    assert_snapshot!(mistakes_after(PROGRAMME, "themes =", "theme ="), @r#"
    error: unknown field `theme`
     --> programmes/innoveert.md:5:1
      |
    5 | theme = ["htsm"]
      | ^^^^^
      |
      = help: did you mean `themes`?
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "themes =", "opening_hours ="), @r#"
    error: unknown field `opening_hours`
     --> programmes/innoveert.md:5:1
      |
    5 | opening_hours = ["htsm"]
      | ^^^^^^^^^^^^^
      |
      = help: there is: `aliases`, `areas`, `budget`, `checked_on`, `cofinance`, `figure`, `inventory`, `kind`, `labels`, `lead`, `name`, `part_of`, `parties`, `period`, `scheme_rows`, `source`, `status`, `summary`, `themes`
    "#);
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate =", "percentage ="), @r#"
    error: unknown field `percentage`
      --> instruments/voucher.md:18:1
       |
    18 | percentage = "40%"
       | ^^^^^^^^^^
       |
       = help: there is: `agreements`, `aid`, `amount_note`, `amount_note_en`, `budget`, `checked_on`, `criteria_unknown`, `criterion`, `documents`, `excludes`, `finish_within`, `max`, `min`, `must_precede_start`, `one_per_calendar_year`, `procedure`, `rate`, `report_within`, `requires`, `scheme_rows` and 6 more
    "#);
    assert_snapshot!(mistakes_after("pack.toml", "stale_after_days", "stale_after"), @r"
    error: unknown field `stale_after`
     --> pack.toml:5:1
      |
    5 | stale_after = 365
      | ^^^^^^^^^^^
      |
      = help: did you mean `stale_after_days`?
    ");
}

#[test]
fn a_value_is_of_the_wrong_kind() {
    assert_snapshot!(mistakes_after(PROGRAMME, "name = \"Overijssel Innoveert\"", "name = 2016"), @r"
    error: `name` must be text between quotes
     --> programmes/innoveert.md:2:8
      |
    2 | name = 2016
      |        ^^^^ this is a number
    ");
    assert_snapshot!(mistakes_after(PROGRAMME, "[\"htsm\"]", "[\"htsm\", 3, true]"), @r#"
    error: `themes` must be a list of texts
     --> programmes/innoveert.md:5:19
      |
    5 | themes = ["htsm", 3, true]
      |                   ^ this is a number

    error: `themes` must be a list of texts
     --> programmes/innoveert.md:5:22
      |
    5 | themes = ["htsm", 3, true]
      |                      ^^^^ this is true or false
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "lead = \"novel-t\"", "lead = [\"novel-t\"]"), @r#"
    error: `lead` must be text between quotes
     --> programmes/innoveert.md:4:8
      |
    4 | lead = ["novel-t"]
      |        ^^^^^^^^^^^ this is a list
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "[[budget]]\nlabel = \"Rijk\"", "[budget]\nlabel = \"Rijk\""), @r"
    error: duplicate key
      --> programmes/innoveert.md:14:2
       |
    14 | [budget]
       |  ^^^^^^
    ");
    assert_snapshot!(mistakes_after("regions/municipalities.toml", "front_door = {", "front_door = \"novel-t\"\nx = {"), @r#"
    error: `front_door` must be a table
     --> regions/municipalities.toml:7:14
      |
    7 | front_door = "novel-t"
      |              ^^^^^^^^^ this is text

    error: unknown field `x`
     --> regions/municipalities.toml:8:1
      |
    8 | x = { organisation = "novel-t", qualifier = "inferred", source = "agenda §2" }
      | ^
      |
      = help: there is: `front_door`, `id`, `latitude`, `longitude`, `name`, `province`, `regions`, `source`, `tooi`
    "#);
    assert_snapshot!(mistakes_after("pack.toml", "stale_after_days = 365", "stale_after_days = -1"), @r"
    error: `stale_after_days` must be a whole number of nought or more
     --> pack.toml:5:20
      |
    5 | stale_after_days = -1
      |                    ^^ this is a number
    ");
    assert_snapshot!(instrument_mistakes("[version]\nvalid = \"..\""), @r"
    error: `version` must be a list of tables
     --> instruments/proef.md:9:1
      |
    9 | [version]
      | ^^^^^^^^^ this is a table
    ");
}

#[test]
fn a_date_is_no_date() {
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = \"15-05-2016\""), @r#"
    error: `15-05-2016` is not a date: write year, month and day as `2018-03-01`
      --> programmes/innoveert.md:10:15
       |
    10 | checked_on = "15-05-2016"
       |               ^^^^^^^^^^
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = \"2016-02-30\""), @r#"
    error: `2016-02-30` is not a day in the calendar
      --> programmes/innoveert.md:10:15
       |
    10 | checked_on = "2016-02-30"
       |               ^^^^^^^^^^
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = 2016"), @r"
    error: `checked_on` must be a date such as 2017-04-11
      --> programmes/innoveert.md:10:14
       |
    10 | checked_on = 2016
       |              ^^^^ this is a number
    ");
    assert_snapshot!(mistakes_after(PROGRAMME, "checked_on = 2016-05-15", "checked_on = 2016-02-30"), @r"
    error: invalid date, expected day between 01 and 29
      --> programmes/innoveert.md:10:14
       |
    10 | checked_on = 2016-02-30
       |              ^^^^^^^^^^
    ");
}

#[test]
fn a_period_is_no_period() {
    assert_snapshot!(mistakes_after(PROGRAMME, "2016-01-01..2020-01-01", "2016-01-01"), @r#"
    error: `2016-01-01` is not a period: write first day, two dots and the first day after it, as `2017-01-01..2019-01-01`, and leave a side empty when it is open
     --> programmes/innoveert.md:7:11
      |
    7 | period = "2016-01-01"
      |           ^^^^^^^^^^
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "2016-01-01..2020-01-01", "2020-01-01..2016-01-01"), @r#"
    error: the period `2020-01-01..2016-01-01` holds no day: the second date is the first day that no longer belongs to it and must come after the first
     --> programmes/innoveert.md:7:11
      |
    7 | period = "2020-01-01..2016-01-01"
      |           ^^^^^^^^^^^^^^^^^^^^^^
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "2016-01-01..2020-01-01", "2016..2020"), @r#"
    error: `2016` is not a date: write year, month and day as `2018-03-01`
     --> programmes/innoveert.md:7:11
      |
    7 | period = "2016..2020"
      |           ^^^^^^^^^^
    "#);
}

#[test]
fn a_figure_without_value() {
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000\n", ""), @r#"
    error: a figure without `value`
      --> programmes/innoveert.md:15:1
       |
    15 | label = "Rijk"
       | ^^^^^
       |
       = help: give the `value`, or `qualifier = "unknown"` when the source says that it is not known yet
    "#);
}

#[test]
fn a_figure_that_is_not_known_may_lack_its_value_and_only_that() {
    assert_eq!(
        mistakes_after(PROGRAMME, "value = 500_000\nqualifier = \"provisional\"", "qualifier = \"unknown\""),
        ""
    );
    assert_eq!(
        mistakes_after(PROGRAMME, "value = 500_000\nqualifier = \"provisional\"", "qualifier = \"possible\""),
        ""
    );
    assert_snapshot!(mistakes_after(PROGRAMME, "qualifier = \"provisional\"", "qualifier = \"unknown\""), @r#"
    error: a figure that is not known has no `value`
      --> programmes/innoveert.md:15:1
       |
    15 | label = "Rijk"
       | ^^^^^
       |
       = help: leave out `value`, or give the qualifier that the source gives
    "#);
}

#[test]
fn an_unknown_qualifier() {
    assert_snapshot!(mistakes_after(PROGRAMME, "\"provisional\"", "\"provisionel\""), @r#"
    error: unknown qualifier `provisionel`
      --> programmes/innoveert.md:17:14
       |
    17 | qualifier = "provisionel"
       |              ^^^^^^^^^^^
       |
       = help: did you mean `provisional`?
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "\"provisional\"", "\"vermoedelijk\""), @r#"
    error: unknown qualifier `vermoedelijk`
      --> programmes/innoveert.md:17:14
       |
    17 | qualifier = "vermoedelijk"
       |              ^^^^^^^^^^^^
       |
       = help: there is: `about`, `at_least`, `at_most`, `exact`, `inferred`, `intention`, `less_than`, `more_than`, `part_of`, `possible`, `provisional`, `unknown`
    "#);
}

#[test]
fn an_amount_that_is_none() {
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = 500_000.125"), @r"
    error: `value` has more than two decimals
      --> programmes/innoveert.md:16:9
       |
    16 | value = 500_000.125
       |         ^^^^^^^^^^^
    ");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = -5"), @r"
    error: `value` is below nought
      --> programmes/innoveert.md:16:9
       |
    16 | value = -5
       |         ^^
    ");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = \"10%\""), @r#"
    error: `value` must be an amount in euros such as 25000 or 3750.50
      --> programmes/innoveert.md:16:9
       |
    16 | value = "10%"
       |         ^^^^^ this is text
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = 5e5"), @r"
    error: `value` must be an amount in euros such as 25000 or 3750.50
      --> programmes/innoveert.md:16:9
       |
    16 | value = 5e5
       |         ^^^ this is a number
    ");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 500_000", "value = \"500.000\""), @r#"
    error: `value` must be an amount in euros such as 25000 or 3750.50
      --> programmes/innoveert.md:16:9
       |
    16 | value = "500.000"
       |         ^^^^^^^^^ this is text
    "#);
}

#[test]
fn a_rate_that_is_none() {
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate = \"40%\"", "rate = 40"), @r#"
    error: `rate` must be a percentage as text, such as "35%"
      --> instruments/voucher.md:18:8
       |
    18 | rate = 40
       |        ^^ this is a number
    "#);
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate = \"40%\"", "rate = \"140%\""), @r#"
    error: `rate` is above 100%
      --> instruments/voucher.md:18:8
       |
    18 | rate = "140%"
       |        ^^^^^^
    "#);
    assert_snapshot!(mistakes_after("instruments/voucher.md", "rate = \"40%\"", "rate = \"veertig%\""), @r#"
    error: `rate` must be a percentage as text, such as "35%"
      --> instruments/voucher.md:18:8
       |
    18 | rate = "veertig%"
       |        ^^^^^^^^^^ this is text
    "#);
}

#[test]
fn a_figure_of_any_other_unit_may_be_a_percentage() {
    assert_eq!(mistakes_after(PROGRAMME, "value = 160\n", "value = \"5.85%\"\n"), "");
    assert_snapshot!(mistakes_after(PROGRAMME, "value = 160\n", "value = \"veel\"\n"), @r#"
    error: `value` must be a number such as 25000, or a percentage such as "35%"
      --> programmes/innoveert.md:21:9
       |
    21 | value = "veel"
       |         ^^^^^^ this is text
    "#);
}

#[test]
fn a_figure_twice() {
    let twice = "[[figure]]\nid = \"reached\"\nlabel = \"Nog eens\"\nvalue = 3\n+++\nTekst.";
    assert_snapshot!(mistakes_after(PROGRAMME, "+++\nTekst.", twice), @r#"
    error: figure `reached` is there twice
      --> programmes/innoveert.md:25:1
       |
    25 | id = "reached"
       | ^^
    "#);
}

#[test]
fn rows_that_are_no_numbers() {
    assert_snapshot!(mistakes_after(PROGRAMME, "kind =", "scheme_rows = [1, \"twee\"]\nkind ="), @r#"
    error: `scheme_rows` must be a list of whole numbers
     --> programmes/innoveert.md:3:19
      |
    3 | scheme_rows = [1, "twee"]
      |                   ^^^^^^ this is text
    "#);
}
