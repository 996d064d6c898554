//! Versions that contradict each other or themselves.

use insta::assert_snapshot;

use crate::small_pack::{instrument_mistakes, instrument_pack, mistakes_after};

const VOUCHER: &str = "instruments/voucher.md";

#[test]
fn an_instrument_without_version() {
    assert_snapshot!(instrument_mistakes(""), @r"
    error: a piece of support needs at least one `[[version]]`
     --> instruments/proef.md:1:1
      |
    1 | +++
      | ^^^
      |
      = help: add `[[version]]` with `valid`, and criteria or `criteria_unknown = true`
    ");
}

#[test]
fn a_version_without_criteria() {
    assert_snapshot!(instrument_mistakes("[[version]]\nvalid = \"2017-01-01..\"\n"), @r#"
    error: a version without criteria
      --> instruments/proef.md:10:1
       |
    10 | valid = "2017-01-01.."
       | ^^^^^
       |
       = help: add `[[version.criterion]]`, or `criteria_unknown = true` when the sources give no conditions
    "#);
    instrument_pack("[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true");
}

#[test]
fn criteria_that_are_both_known_and_unknown() {
    assert_snapshot!(mistakes_after(VOUCHER, "amount_note =", "criteria_unknown = true\namount_note ="), @r"
    error: a version with criteria whose criteria are unknown
      --> instruments/voucher.md:31:1
       |
    31 | criteria_unknown = true
       | ^^^^^^^^^^^^^^^^
       |
       = help: leave out `criteria_unknown`, or the criteria
    ");
}

#[test]
fn a_version_without_period() {
    assert_snapshot!(instrument_mistakes("[[version]]\ncriteria_unknown = true\n"), @r"
    error: `valid` is missing
      --> instruments/proef.md:10:1
       |
    10 | criteria_unknown = true
       | ^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn versions_that_overlap() {
    assert_snapshot!(mistakes_after(VOUCHER, "2015-01-01..2017-01-01", "2015-01-01..2017-07-01"), @r#"
    error: two versions hold at the same time: 2015-01-01..2017-07-01 and 2017-01-01..2018-01-01
      --> instruments/voucher.md:27:10
       |
    27 | valid = "2017-01-01..2018-01-01"
       |          ^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: a period ends on the first day that no longer counts: let one version end where the next begins
    "#);
    assert_snapshot!(mistakes_after(VOUCHER, "2017-01-01..2018-01-01", ".."), @r#"
    error: two versions hold at the same time: .. and 2015-01-01..2017-01-01
      --> instruments/voucher.md:17:10
       |
    17 | valid = "2015-01-01..2017-01-01"
       |          ^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: a period ends on the first day that no longer counts: let one version end where the next begins
    "#);
    let three = ["..", "2015-01-01..2016-01-01", "2017-01-01.."];
    let three: String =
        three.iter().map(|it| format!("[[version]]\nvalid = \"{it}\"\ncriteria_unknown = true\n")).collect();
    let said = instrument_mistakes(&three);
    assert!(said.contains(".. and 2015-01-01..2016-01-01") && said.contains(".. and 2017-01-01.."), "{said}");
    let same_day = "2015-01-01..2017-01-01";
    assert_eq!(mistakes_after(VOUCHER, same_day, same_day), "", "one may end on the day on which the next begins");
}

#[test]
fn a_largest_amount_below_the_smallest() {
    assert_snapshot!(mistakes_after(VOUCHER, "max = 50000", "min = 60000\nmax = 50000"), @r"
    error: the largest amount, 50000, is below the smallest, 60000
      --> instruments/voucher.md:20:7
       |
    20 | max = 50000
       |       ^^^^^
    ");
}

#[test]
fn an_amount_above_the_ceiling_of_the_scheme() {
    assert_snapshot!(mistakes_after(VOUCHER, "value = 100_000", "value = 10_000"), @r#"
    error: the largest amount, 25000, is above the scheme's own ceiling, 10000
      --> instruments/voucher.md:30:7
       |
    30 | max = { value = 25000, qualifier = "about", source = "site" }
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: the ceiling is the sum of `[[version.budget]]`
    "#);
    let two = "value = 10_000\n[[version.budget]]\nlabel = \"Rijk\"\nvalue = 10_000";
    assert_snapshot!(mistakes_after(VOUCHER, "value = 100_000", two), @r#"
    error: the largest amount, 25000, is above the scheme's own ceiling, 20000
      --> instruments/voucher.md:30:7
       |
    30 | max = { value = 25000, qualifier = "about", source = "site" }
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: the ceiling is the sum of `[[version.budget]]`
    "#);
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
    assert_snapshot!(mistakes_after(VOUCHER, "until = \"2017-09-07\"", "until = \"2017-04-10\""), @r#"
    error: the window ends before it begins
      --> instruments/voucher.md:34:1
       |
    34 | from = "2017-04-11T09:00"
       | ^^^^
    "#);
    assert_eq!(mistakes_after(VOUCHER, "until = \"2017-09-07\"", "until = \"2017-04-11\""), "", "a day counts whole");
}

#[test]
fn a_moment_that_is_none() {
    assert_snapshot!(mistakes_after(VOUCHER, "2017-04-11T09:00", "2017-04-11 9 uur"), @r#"
    error: `2017-04-11 9 uur` is not a moment
      --> instruments/voucher.md:34:9
       |
    34 | from = "2017-04-11 9 uur"
       |         ^^^^^^^^^^^^^^^^
       |
       = help: write a day, `2017-04-11`, or a day and a time, `2017-04-11T09:00`
    "#);
    assert_snapshot!(mistakes_after(VOUCHER, "\"2017-04-11T09:00\"", "true"), @r"
    error: `from` must be a day such as 2017-04-11, or a day and a time
      --> instruments/voucher.md:34:8
       |
    34 | from = true
       |        ^^^^ this is true or false
    ");
    assert_eq!(mistakes_after(VOUCHER, "\"2017-04-11T09:00\"", "2017-04-11T09:00:00"), "", "without quotes too");
}

#[test]
fn an_instrument_with_the_fields_of_a_facility() {
    assert_snapshot!(mistakes_after(VOUCHER, "kind =", "equipment = [\"laser\"]\nkind ="), @r#"
    error: an instrument has no `equipment`
     --> instruments/voucher.md:4:1
      |
    4 | equipment = ["laser"]
      | ^^^^^^^^^
      |
      = help: a place or equipment to use belongs in `facilities/`
    "#);
}

/// A version with rules between steps.
fn with_rules(rules: &str) -> String {
    instrument_mistakes(&format!("[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true\n{rules}\n"))
}

#[test]
fn rules_between_steps_without_a_source() {
    assert_snapshot!(with_rules("requires = [{ support = \"voucher\" }]"), @r#"
    error: `source` is missing
      --> instruments/proef.md:12:15
       |
    12 | requires = [{ support = "voucher" }]
       |               ^^^^^^^
    "#);
}

#[test]
fn an_exclusion_of_nothing_and_of_two_things() {
    let rules =
        "excludes = [{ source = \"agenda\" }, { support = \"voucher\", kind = \"voucher\", source = \"agenda\" }]";
    assert_snapshot!(with_rules(rules), @r#"
    error: an exclusion names either `support` or `kind`
      --> instruments/proef.md:12:15
       |
    12 | excludes = [{ source = "agenda" }, { support = "voucher", kind = "voucher", source = "agenda" }]
       |               ^^^^^^
       |
       = help: write `excludes = [{ support = "…", source = "…" }]`, or `kind` in place of `support`

    error: an exclusion names either `support` or `kind`
      --> instruments/proef.md:12:38
       |
    12 | excludes = [{ source = "agenda" }, { support = "voucher", kind = "voucher", source = "agenda" }]
       |                                      ^^^^^^^
       |
       = help: write `excludes = [{ support = "…", source = "…" }]`, or `kind` in place of `support`
    "#);
}

#[test]
fn support_that_excludes_or_requires_itself_or_something_unknown() {
    let rules = "excludes = [{ support = \"proef\", source = \"agenda\" }]\n\
                 requires = [{ support = \"vouchr\", source = \"agenda\" }]";
    assert_snapshot!(with_rules(rules), @r#"
    error: `proef` cannot exclude itself
      --> instruments/proef.md:12:15
       |
    12 | excludes = [{ support = "proef", source = "agenda" }]
       |               ^^^^^^^

    error: unknown instrument `vouchr`
      --> instruments/proef.md:13:26
       |
    13 | requires = [{ support = "vouchr", source = "agenda" }]
       |                          ^^^^^^
       |
       = help: did you mean `voucher`?
    "#);
}

#[test]
fn terms_that_are_none() {
    let rules = "start_within = { value = \"gauw\", after = \"application\", source = \"agenda\" }\n\
                 finish_within = { value = \"12 months\", after = \"aplication\", source = \"agenda\" }\n\
                 must_precede_start = { until = \"decison\", source = \"agenda\" }";
    assert_snapshot!(with_rules(rules), @r#"
    error: `gauw` is not a span of time
      --> instruments/proef.md:12:27
       |
    12 | start_within = { value = "gauw", after = "application", source = "agenda" }
       |                           ^^^^
       |
       = help: write a number and `days`, `weeks` or `months`, for example `"4 months"`

    error: unknown after `aplication`
      --> instruments/proef.md:13:49
       |
    13 | finish_within = { value = "12 months", after = "aplication", source = "agenda" }
       |                                                 ^^^^^^^^^^
       |
       = help: there is: `decision`, `start`

    error: unknown until `decison`
      --> instruments/proef.md:14:33
       |
    14 | must_precede_start = { until = "decison", source = "agenda" }
       |                                 ^^^^^^^
       |
       = help: did you mean `decision`?
    "#);
}

#[test]
fn a_limit_in_a_family_to_which_it_does_not_belong() {
    let rules = "one_per_calendar_year = { family = \"mit\", source = \"agenda\" }";
    assert_snapshot!(with_rules(rules), @r#"
    warning: `proef` limits the family `mit`, to which it does not belong
    --> instruments/proef.md
     = help: give it that `family`, or leave out `one_per_calendar_year`

    error: unknown family `mit`
      --> instruments/proef.md:12:37
       |
    12 | one_per_calendar_year = { family = "mit", source = "agenda" }
       |                                     ^^^
       |
       = help: there are none yet
    "#);
}

#[test]
fn support_that_requires_what_it_excludes() {
    let rules = "requires = [{ support = \"voucher\", source = \"agenda\" }]\n\
                 excludes = [{ support = \"voucher\", source = \"agenda\" }]";
    assert_snapshot!(with_rules(rules), @r#"
    warning: `proef` requires `voucher` and excludes it
    --> instruments/proef.md
     = help: nobody can have both; leave out one of the two rules
    "#);
}
