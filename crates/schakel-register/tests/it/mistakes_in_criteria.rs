//! Mistakes in the rules of criteria, underlined in the file, also where TOML writes them with escapes.

use insta::assert_snapshot;

use crate::small_pack::{instrument_mistakes, instrument_pack, mistakes_after};

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
    assert_snapshot!(rule_mistakes(r#""employes < 250""#), @"");
    assert_snapshot!(rule_mistakes(r#"'weather == "sunny"'"#), @"");
}

#[test]
fn two_sides_of_different_types() {
    assert_snapshot!(rule_mistakes(r#""employees < 250 && founded == 2017""#), @"");
    assert_snapshot!(rule_mistakes(r#""employees""#), @"");
}

#[test]
fn a_code_that_the_list_does_not_have() {
    assert_snapshot!(rule_mistakes(r#"'"inovate" in plan'"#), @"");
}

#[test]
fn a_rule_that_cannot_be_read() {
    assert_snapshot!(rule_mistakes(r#""employees < ""#), @"");
    assert_snapshot!(rule_mistakes(r#""""#), @"");
}

#[test]
fn every_mistake_of_a_rule_is_reported() {
    assert_snapshot!(rule_mistakes(r#""employes < 250 && turnovr < 5""#), @"");
}

#[test]
fn a_mistake_after_escapes() {
    assert_snapshot!(rule_mistakes(r#""\"innovate\" in plan && province == \"PV99\" && employes < 3""#), @"");
    assert_snapshot!(rule_mistakes(r#""motto == \"\u00e9\u00e9n\" && employes < 3""#), @"");
    assert_snapshot!(rule_mistakes(r#""motto == \"caf\xe9\"\n&&\temployes < 3""#), @"");
}

#[test]
fn a_mistake_in_a_rule_of_several_lines() {
    assert_snapshot!(rule_mistakes("'''\nregistered &&\nemployes < 3'''"), @"");
    assert_snapshot!(rule_mistakes("\"\"\"\nregistered && \\\n   \"innovate\" in plan && \\\n   employes < 3\"\"\""), @"");
    assert_snapshot!(rule_mistakes("\"\"\"registered &&\r\n  motto == \\\"x\\\" && employes < 3\"\"\""), @"");
}

#[test]
fn a_mistake_after_other_letters_than_ascii() {
    assert_snapshot!(rule_mistakes("'motto == \"één €\" && employes < 3'"), @"");
}

#[test]
fn neither_rule_nor_judgement() {
    let criterion = "[[version]]\nvalid = \"2017-01-01..\"\n[[version.criterion]]\nid = \"test\"\ntext = \"Iets.\"\n";
    assert_snapshot!(instrument_mistakes(criterion), @"");
    assert_snapshot!(instrument_mistakes(&format!("{criterion}rule = \"registered\"\njudgement = true")), @"");
}

#[test]
fn a_criterion_twice() {
    assert_snapshot!(instrument_mistakes(&version(&[("test", "\"registered\""), ("test", "\"small\"")])), @"");
}

#[test]
fn a_criterion_without_text() {
    assert_snapshot!(mistakes_after("instruments/voucher.md", "text = \"Het plan is goed.\"\n", ""), @"");
}

#[test]
fn a_rule_that_nobody_can_meet() {
    assert_snapshot!(rule_mistakes(r#""registered && employees >= 20 && employees < 10""#), @"");
    assert_snapshot!(rule_mistakes(r#""employees < 0""#), @"");
    assert_snapshot!(rule_mistakes(r#"'"innovate" in plan && !("innovate" in plan)'"#), @"");
}

#[test]
fn a_rule_that_always_holds() {
    assert_snapshot!(rule_mistakes(r#""employees >= 0""#), @"");
    assert_snapshot!(rule_mistakes(r#""registered || !registered""#), @"");
}

#[test]
fn rules_that_nobody_can_meet_together() {
    assert_snapshot!(instrument_mistakes(&version(&[("large", "\"employees >= 100\""), ("small", "\"small\"")])), @"");
}

#[test]
fn rules_that_exclude_nobody_are_fine() {
    instrument_pack(&version(&[("some", "\"employees >= 10\""), ("small", "\"small\"")]));
}
