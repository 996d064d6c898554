//! Mistakes in the rules of criteria, underlined in the file, also where TOML writes them with escapes.

use insta::assert_snapshot;
use proptest::prelude::*;
use schakel_register::load;

use crate::small_pack::{INSTRUMENT_HEAD, files_with, instrument_mistakes, instrument_pack, mistakes_after};

fn rule_mistakes(rule: &str) -> String {
    instrument_mistakes(&version(&[("test", rule)]))
}

fn version(rules: &[(&str, &str)]) -> String {
    let criterion = |(id, rule): &(&str, &str)| {
        format!("[[version.criterion]]\nid = \"{id}\"\ntext = \"Een voorwaarde.\"\nrule = {rule}\n")
    };
    format!("[[version]]\nvalid = \"2017-01-01..\"\n{}", rules.iter().map(criterion).collect::<String>())
}

#[test]
fn an_unknown_fact() {
    assert_snapshot!(rule_mistakes(r#""employes < 250""#), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:14:9
       |
    14 | rule = "employes < 250"
       |         ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
    assert_snapshot!(rule_mistakes(r#"'weather == "sunny"'"#), @r#"
    error: unknown fact `weather`
      --> instruments/proef.md:14:9
       |
    14 | rule = 'weather == "sunny"'
       |         ^^^^^^^
    "#);
}

#[test]
fn two_sides_of_different_types() {
    assert_snapshot!(rule_mistakes(r#""employees < 250 && founded == 2017""#), @r#"
    error: `founded` is a date and `2017` is a number: they cannot be compared
      --> instruments/proef.md:14:28
       |
    14 | rule = "employees < 250 && founded == 2017"
       |                            ^^^^^^^^^^^^^^^
    "#);
    assert_snapshot!(rule_mistakes(r#""employees""#), @r#"
    error: yes or no is needed here, but `employees` is a number
      --> instruments/proef.md:14:9
       |
    14 | rule = "employees"
       |         ^^^^^^^^^
       |
       = help: compare it, for example `employees > 0`
    "#);
}

#[test]
fn a_code_that_the_list_does_not_have() {
    assert_snapshot!(rule_mistakes(r#"'"inovate" in plan'"#), @r#"
    error: `plan` has no code `inovate`
      --> instruments/proef.md:14:9
       |
    14 | rule = '"inovate" in plan'
       |         ^^^^^^^^^
       |
       = help: did you mean `innovate` (Iets nieuws ontwikkelen)?
    "#);
}

#[test]
fn a_rule_that_cannot_be_read() {
    assert_snapshot!(rule_mistakes(r#""employees < ""#), @r#"
    error: the expression ends where a value was expected
      --> instruments/proef.md:14:21
       |
    14 | rule = "employees < "
       |                     ^
    "#);
    assert_snapshot!(rule_mistakes(r#""""#), @r#"
    error: the expression is empty
      --> instruments/proef.md:14:9
       |
    14 | rule = ""
       |         ^
    "#);
}

#[test]
fn every_mistake_of_a_rule_is_reported() {
    assert_snapshot!(rule_mistakes(r#""employes < 250 && turnovr < 5""#), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:14:9
       |
    14 | rule = "employes < 250 && turnovr < 5"
       |         ^^^^^^^^
       |
       = help: did you mean `employees`?

    error: unknown fact `turnovr`
      --> instruments/proef.md:14:27
       |
    14 | rule = "employes < 250 && turnovr < 5"
       |                           ^^^^^^^
       |
       = help: did you mean `turnover`?
    "#);
}

#[test]
fn a_mistake_after_escapes() {
    assert_snapshot!(rule_mistakes(r#""\"innovate\" in plan && province == \"PV99\" && employes < 3""#), @r#"
    error: `provinces` has no code `PV99`
      --> instruments/proef.md:14:45
       |
    14 | rule = "\"innovate\" in plan && province == \"PV99\" && employes < 3"
       |                                             ^^^^^^^^
       |
       = help: did you mean `PV23` (Overijssel)?

    error: unknown fact `employes`
      --> instruments/proef.md:14:57
       |
    14 | rule = "\"innovate\" in plan && province == \"PV99\" && employes < 3"
       |                                                         ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
    assert_snapshot!(rule_mistakes(r#""motto == \"\u00e9\u00e9n\" && employes < 3""#), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:14:39
       |
    14 | rule = "motto == \"\u00e9\u00e9n\" && employes < 3"
       |                                       ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
    assert_snapshot!(rule_mistakes(r#""motto == \"caf\xe9\"\n&&\temployes < 3""#), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:14:35
       |
    14 | rule = "motto == \"caf\xe9\"\n&&\temployes < 3"
       |                                   ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
}

#[test]
fn a_mistake_in_a_rule_of_several_lines() {
    assert_snapshot!(rule_mistakes("'''\nregistered &&\nemployes < 3'''"), @r"
    error: unknown fact `employes`
      --> instruments/proef.md:16:1
       |
    16 | employes < 3'''
       | ^^^^^^^^
       |
       = help: did you mean `employees`?
    ");
    assert_snapshot!(rule_mistakes("\"\"\"\nregistered && \\\n   \"innovate\" in plan && \\\n   employes < 3\"\"\""), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:17:4
       |
    17 |    employes < 3"""
       |    ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
    assert_snapshot!(rule_mistakes("\"\"\"registered &&\r\n  motto == \\\"x\\\" && employes < 3\"\"\""), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:15:21
       |
    15 |   motto == \"x\" && employes < 3"""
       |                     ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
}

#[test]
fn a_mistake_after_other_letters_than_ascii() {
    assert_snapshot!(rule_mistakes("'motto == \"één €\" && employes < 3'"), @r#"
    error: unknown fact `employes`
      --> instruments/proef.md:14:29
       |
    14 | rule = 'motto == "één €" && employes < 3'
       |                             ^^^^^^^^
       |
       = help: did you mean `employees`?
    "#);
}

#[test]
fn neither_rule_nor_judgement() {
    let criterion = "[[version]]\nvalid = \"2017-01-01..\"\n[[version.criterion]]\nid = \"test\"\ntext = \"Iets.\"\n";
    assert_snapshot!(instrument_mistakes(criterion), @r#"
    error: a criterion needs either `rule` or `judgement = true`
      --> instruments/proef.md:12:1
       |
    12 | id = "test"
       | ^^
    "#);
    assert_snapshot!(instrument_mistakes(&format!("{criterion}rule = \"registered\"\njudgement = true")), @r#"
    error: a criterion needs either `rule` or `judgement = true`
      --> instruments/proef.md:12:1
       |
    12 | id = "test"
       | ^^
    "#);
}

#[test]
fn a_criterion_twice() {
    assert_snapshot!(instrument_mistakes(&version(&[("test", "\"registered\""), ("test", "\"small\"")])), @r#"
    error: criterion `test` is there twice
      --> instruments/proef.md:16:7
       |
    16 | id = "test"
       |       ^^^^
    "#);
}

#[test]
fn a_criterion_without_text() {
    assert_snapshot!(mistakes_after("instruments/voucher.md", "text = \"Het plan is goed.\"\n", ""), @r#"
    error: `text` is missing
      --> instruments/voucher.md:47:1
       |
    47 | id = "quality"
       | ^^
    "#);
}

#[test]
fn a_rule_that_nobody_can_meet() {
    assert_snapshot!(rule_mistakes(r#""registered && employees >= 20 && employees < 10""#), @r#"
    warning: criterion `test` can never be met
      --> instruments/proef.md:14:9
       |
    14 | rule = "registered && employees >= 20 && employees < 10"
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: no value of the facts satisfies this rule; check the figures and the signs
    "#);
    assert_snapshot!(rule_mistakes(r#""employees < 0""#), @r#"
    warning: criterion `test` can never be met
      --> instruments/proef.md:14:9
       |
    14 | rule = "employees < 0"
       |         ^^^^^^^^^^^^^
       |
       = help: no value of the facts satisfies this rule; check the figures and the signs
    "#);
    assert_snapshot!(rule_mistakes(r#"'"innovate" in plan && !("innovate" in plan)'"#), @r#"
    warning: criterion `test` can never be met
      --> instruments/proef.md:14:9
       |
    14 | rule = '"innovate" in plan && !("innovate" in plan)'
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: no value of the facts satisfies this rule; check the figures and the signs
    "#);
}

#[test]
fn a_rule_that_always_holds() {
    assert_snapshot!(rule_mistakes(r#""employees >= 0""#), @r#"
    warning: criterion `test` always holds
      --> instruments/proef.md:14:9
       |
    14 | rule = "employees >= 0"
       |         ^^^^^^^^^^^^^^
       |
       = help: it asks nothing of a firm; check the figures and the signs, or leave it out
    "#);
    assert_snapshot!(rule_mistakes(r#""registered || !registered""#), @r#"
    warning: criterion `test` always holds
      --> instruments/proef.md:14:9
       |
    14 | rule = "registered || !registered"
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: it asks nothing of a firm; check the figures and the signs, or leave it out
    "#);
}

#[test]
fn rules_that_nobody_can_meet_together() {
    assert_snapshot!(instrument_mistakes(&version(&[("large", "\"employees >= 100\""), ("small", "\"small\"")])), @r#"
    warning: criterion `small` can never be met together with `large`
      --> instruments/proef.md:18:9
       |
    18 | rule = "small"
       |         ^^^^^
       |
       = help: each can be met by itself, but no firm meets all of them; check the figures
    "#);
}

#[test]
fn rules_that_exclude_nobody_are_fine() {
    instrument_pack(&version(&[("some", "\"employees >= 10\""), ("small", "\"small\"")]));
}

/// A character of a rule as TOML may write it between double quotes.
fn written(character: char, way: u8) -> String {
    match (character, way % 4) {
        (_, 0) => format!("\\u{:04x}", u32::from(character)),
        (_, 1) => format!("\\U{:08x}", u32::from(character)),
        ('"' | '\\', _) => format!("\\{character}"),
        _ => character.to_string(),
    }
}

proptest! {
    #[test]
    fn the_underlined_words_are_the_wrong_ones_however_the_rule_is_written(
        motto in "[a-zé€ '-]{0,12}", ways in proptest::collection::vec(0_u8..8, 60), lines: bool,
    ) {
        let before = format!("motto == \"{motto}\" && ");
        let before: String = before.chars().zip(ways.iter().cycle()).map(|(it, way)| written(it, *way)).collect();
        let rule = match lines {
            true => format!("\"\"\"\n{before}\\\n    employes < 3\"\"\""),
            false => format!("\"{before}employes < 3\""),
        };
        let record = format!("+++\n{INSTRUMENT_HEAD}{}\n+++\n", version(&[("test", &rule)]));
        let files = files_with(&[("instruments/proef.md", &record)]);
        let wrong: Vec<_> = load(&files).diagnostics.into_iter().filter(|it| it.title.contains("employes")).collect();
        prop_assert_eq!(wrong.len(), 1, "{}", record);
        prop_assert_eq!(&record[wrong[0].span.clone().unwrap()], "employes", "{}", record);
    }
}
