//! Deciding rules with what is known, what is missing and what would have to change: examples for every kind of fact.

use schakel_criteria::{Number, Value};

use crate::region::ask;
use crate::support::{date, number};

/// The result, the missing facts and the changes for a firm.
fn check(rules: &[&str], known: &[(&str, Value)], decided: Option<bool>, missing: &[&str], changes: &[&str]) {
    let asked = ask(rules, known);
    assert_eq!(asked.decided(), decided, "{rules:?} with {known:?}");
    assert_eq!(asked.missing(), missing, "{rules:?} with {known:?}");
    assert_eq!(asked.changes(), changes, "{rules:?} with {known:?}");
}

const NOT_NEEDED: &[&str] = &["not needed"];

fn codes(codes: &[&str]) -> Value {
    Value::codes(codes.iter().copied())
}

#[test]
fn no_rules_are_met_by_everyone() {
    check(&[], &[], Some(true), &[], NOT_NEEDED);
}

#[test]
fn only_facts_that_can_matter_are_missing() {
    let rules = &["employees < 250 && (turnover <= 50_000_000 || balance_total <= 43_000_000)"];
    check(rules, &[], None, &["employees", "turnover", "balance_total"], NOT_NEEDED);
    check(rules, &[("turnover", number(1_000_000))], None, &["employees"], NOT_NEEDED);
    check(rules, &[("employees", number(10)), ("turnover", number(60_000_000))], None, &["balance_total"], NOT_NEEDED);
    check(rules, &[("employees", number(10)), ("turnover", number(1))], Some(true), &[], NOT_NEEDED);
}

#[test]
fn rules_that_cannot_depend_on_a_fact_do_not_ask_for_it() {
    check(&["autonomous || !autonomous"], &[], Some(true), &[], NOT_NEEDED);
    check(&["(autonomous && registered) || (!autonomous && registered)"], &[], None, &["registered"], NOT_NEEDED);
    check(&["employees < 10", "employees < 50"], &[("employees", number(5))], Some(true), &[], NOT_NEEDED);
    check(&["employees < 10", "employees >= 10"], &[], Some(false), &[], &["impossible"]);
    check(&["trl >= 1 || registered"], &[], Some(true), &[], NOT_NEEDED);
}

#[test]
fn numbers_change_to_the_nearest_step() {
    check(&["employees < 250"], &[("employees", number(300))], Some(false), &[], &["employees 300 -> 249"]);
    check(&["employees > 9"], &[("employees", number(3))], Some(false), &[], &["employees 3 -> 10"]);
    check(
        &["turnover <= 50_000_500"],
        &[("turnover", number(60_000_000))],
        Some(false),
        &[],
        &["turnover 60000000 -> 50000000"],
    );
    check(
        &["own_costs * 0.35 >= 50_000"],
        &[("own_costs", number(100_000))],
        Some(false),
        &[],
        &["own_costs 100000 -> 142900"],
    );
    let share = Value::Number(Number::parse("0.85").unwrap());
    check(&["share <= 0.7"], &[("share", share)], Some(false), &[], &["share 0.85 -> 0.7"]);
    check(&["between(trl, 3, 5) || trl == 9"], &[("trl", number(8))], Some(false), &[], &["trl 8 -> 9"]);
    check(&["between(trl, 3, 5) || trl == 9"], &[("trl", number(6))], Some(false), &[], &["trl 6 -> 5"]);
    check(&["10 - trl * 2 > 4"], &[("trl", number(8))], Some(false), &[], &["trl 8 -> 2"]);
}

#[test]
fn a_step_that_does_not_fit_gives_way() {
    check(&["employees > 9 && employees < 10"], &[("employees", number(3))], Some(false), &[], &["employees 3 -> 9.5"]);
    check(
        &["employees > 9 && employees <= 9.3"],
        &[("employees", number(3))],
        Some(false),
        &[],
        &["employees 3 -> 9.3"],
    );
}

#[test]
fn a_count_has_no_fractions() {
    check(&["partners > 9 && partners < 10"], &[], Some(false), &[], &["impossible"]);
    check(&["partners > 9.5"], &[("partners", number(3))], Some(false), &[], &["partners 3 -> 10"]);
    check(&["partners * 2 == 5"], &[], Some(false), &[], &["impossible"]);
}

#[test]
fn limits_of_a_fact_count() {
    check(&["trl < 1"], &[], Some(false), &[], &["impossible"]);
    check(&["trl <= 9"], &[], Some(true), &[], NOT_NEEDED);
    check(&["share > 1 || registered"], &[], None, &["registered"], NOT_NEEDED);
}

#[test]
fn a_value_that_cannot_be_counts_as_not_known() {
    let between = ("trl", Value::Number(Number::parse("5.5").unwrap()));
    check(&["(trl <= 5 && registered) || trl >= 6"], &[between], None, &["registered", "trl"], NOT_NEEDED);
    check(&["province == \"PV23\""], &[("province", Value::text("PV99"))], None, &["province"], NOT_NEEDED);
    // Like every possible value above three it is no problem for this rule.
    check(&["trl > 3"], &[("trl", number(12))], Some(true), &[], NOT_NEEDED);
}

#[test]
fn what_cannot_be_changed_stays() {
    check(&["!project_started"], &[("project_started", Value::Bool(true))], Some(false), &[], &["impossible"]);
    // As long as it is not known it may turn out well.
    let in_groningen = ("municipality", Value::text("GM0014"));
    check(
        &["!project_started", "province == \"PV23\""],
        std::slice::from_ref(&in_groningen),
        Some(false),
        &[],
        &["project_started ? -> false, municipality GM0014 -> GM0193"],
    );
}

#[test]
fn the_smallest_sets_come_first_and_differ() {
    let known = [("employees", number(300)), ("registered", Value::Bool(false)), ("autonomous", Value::Bool(false))];
    check(
        &["employees < 250 || registered || autonomous"],
        &known,
        Some(false),
        &[],
        &["employees 300 -> 249", "registered false -> true", "autonomous false -> true"],
    );
    check(&["employees < 250 || (registered && autonomous)"], &known, Some(false), &[], &["employees 300 -> 249"]);
    check(
        &["employees < 250", "registered || autonomous"],
        &known,
        Some(false),
        &[],
        &["registered false -> true, employees 300 -> 249", "autonomous false -> true, employees 300 -> 249"],
    );
}

#[test]
fn what_need_not_be_known_is_left_alone() {
    // With the two last facts right the first does not matter, so it need not become known.
    let rules = &["(registered && employees < 10) || (!registered && trl > 3)", "autonomous"];
    let known = [("autonomous", Value::Bool(false)), ("employees", number(5)), ("trl", number(5))];
    check(rules, &known, Some(false), &[], &["autonomous false -> true"]);
}

#[test]
fn codes_change_to_the_first_that_helps() {
    let known = [("province", Value::text("PV20"))];
    check(&["province in [\"PV25\", \"PV23\"]"], &known, Some(false), &[], &["province PV20 -> PV23"]);
    check(&["province != \"PV20\""], &known, Some(false), &[], &["province PV20 -> PV23"]);
    check(&["province.startsWith(\"PV2\")"], &[], Some(true), &[], NOT_NEEDED);
}

#[test]
fn a_looked_up_fact_follows_from_its_code_or_is_given() {
    let rules = &["province == \"PV23\""];
    check(rules, &[], None, &["municipality"], NOT_NEEDED);
    check(rules, &[("municipality", Value::text("GM0153"))], Some(true), &[], NOT_NEEDED);
    check(rules, &[("municipality", Value::text("GM0014"))], Some(false), &[], &["municipality GM0014 -> GM0193"]);
    // Who does not name the municipality can still give the province.
    check(rules, &[("province", Value::text("PV25"))], Some(false), &[], &["province PV25 -> PV23"]);
    let both = [("municipality", Value::text("GM0014")), ("province", Value::text("PV23"))];
    check(rules, &both, Some(true), &[], NOT_NEEDED);
    // A code that the table does not have says nothing about the province, but is itself known.
    let outside = [("municipality", Value::text("GM9999"))];
    check(rules, &outside, None, &["province"], NOT_NEEDED);
    check(
        &["municipality == \"GM0193\"", "province == \"PV23\""],
        &outside,
        Some(false),
        &[],
        &["municipality GM9999 -> GM0193"],
    );
}

#[test]
fn lists_gain_and_lose_the_codes_that_matter() {
    let known = [("plan", codes(&["finance"]))];
    check(
        &["\"innovate\" in plan || \"start\" in plan"],
        &known,
        Some(false),
        &[],
        &["plan [finance] -> [finance innovate]"],
    );
    check(
        &["!(\"finance\" in plan)", "\"innovate\" in plan"],
        &known,
        Some(false),
        &[],
        &["plan [finance] -> [innovate]"],
    );
    let known = [("sbi", codes(&["281", "29", "01"]))];
    check(&["!under(sbi, \"28\")"], &known, Some(false), &[], &["sbi [01 281 29] -> [01 29]"]);
    check(&["!under(sbi, \"C\")"], &known, Some(false), &[], &["sbi [01 281 29] -> [01]"]);
    check(
        &["under(sbi, \"281\")", "!(\"281\" in sbi)"],
        &known,
        Some(false),
        &[],
        &["sbi [01 281 29] -> [01 2811 29]"],
    );
    check(&["sbi.startsWith(\"282\")"], &known, Some(false), &[], &["sbi [01 281 29] -> [01 281 282 29]"]);
}

#[test]
fn a_list_that_is_known_to_be_empty_is_known() {
    check(&["\"start\" in plan"], &[("plan", codes(&[]))], Some(false), &[], &["plan [] -> [start]"]);
    check(&["\"start\" in plan"], &[], None, &["plan"], NOT_NEEDED);
}

#[test]
fn what_lies_under_a_code_lies_under_its_parent() {
    check(&["!under(sbi, \"281\") || under(sbi, \"28\")"], &[], Some(true), &[], NOT_NEEDED);
    check(&["under(sbi, \"281\")", "!under(sbi, \"C\")"], &[], Some(false), &[], &["impossible"]);
    check(&["\"2811\" in sbi", "!sbi.startsWith(\"28\")"], &[], Some(false), &[], &["impossible"]);
    // Under a section lies only itself and what lies under its divisions.
    let nothing_else = "!(under(sbi, \"01\") || under(sbi, \"02\") || \"A\" in sbi)";
    check(&["under(sbi, \"A\")", nothing_else], &[], Some(false), &[], &["impossible"]);
    check(&["under(sbi, \"28\")", "!under(sbi, \"281\")", "!under(sbi, \"282\")"], &[], None, &["sbi"], NOT_NEEDED);
    check(&["under(sbi, \"C\") || under(sbi, \"A\")"], &[("sbi", codes(&[]))], Some(false), &[], &["sbi [] -> [C]"]);
}

#[test]
fn years_are_counted_to_the_day() {
    // As at 31 December 2017.
    let young = &["years(founded, as_of) < 5"];
    check(young, &[("founded", date("2013-01-01"))], Some(true), &[], NOT_NEEDED);
    check(young, &[("founded", date("2012-12-31"))], Some(false), &[], &["impossible"]);
    check(
        &["years(founded, as_of) < 5 || registered"],
        &[("founded", date("2012-12-31"))],
        None,
        &["registered"],
        NOT_NEEDED,
    );
    check(&["years(founded, as_of) < 5", "founded < date(\"2012-12-31\")"], &[], Some(false), &[], &["impossible"]);
    check(&["years(founded, as_of) == 5", "founded > date(\"2012-12-31\")"], &[], Some(false), &[], &["impossible"]);
    check(&["years(founded, as_of) == 5", "founded >= date(\"2012-12-31\")"], &[], None, &["founded"], NOT_NEEDED);
    let known = [("registered", Value::Bool(false))];
    check(
        &["years(founded, as_of) >= 3", "registered"],
        &known,
        Some(false),
        &[],
        &["registered false -> true, founded ? -> 2014-12-31"],
    );
}

#[test]
fn text_is_compared_as_a_whole() {
    check(&["motto == \"ja\""], &[], None, &["motto"], NOT_NEEDED);
    check(&["motto == \"ja\""], &[("motto", Value::text("ja"))], Some(true), &[], NOT_NEEDED);
    check(&["motto.startsWith(\"j\")"], &[("motto", Value::text("nee"))], Some(false), &[], &["not found"]);
}

#[test]
fn conditions_can_be_compared() {
    check(&["autonomous == registered"], &[("autonomous", Value::Bool(true))], None, &["registered"], NOT_NEEDED);
    check(&["autonomous != autonomous"], &[], Some(false), &[], &["impossible"]);
    let known = [("autonomous", Value::Bool(true)), ("registered", Value::Bool(false))];
    check(
        &["autonomous == registered"],
        &known,
        Some(false),
        &[],
        &["autonomous true -> false", "registered false -> true"],
    );
}
