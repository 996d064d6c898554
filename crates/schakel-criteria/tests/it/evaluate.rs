//! Evaluation with unknowns: Kleene's tables, trouble with its place, derived facts, and the promise that a further
//! answer never overturns a verdict.

use std::sync::Arc;

use proptest::prelude::*;
use schakel_criteria::{
    Derivation, FactSet, Number, Outcome, Situation, Span, Trouble, TroubleKind, Type, Value, base_facts,
    check_expression, derivation_circle, evaluate, fact_value,
};
use schakel_time::parse_date;

use crate::generator::{all_facts, all_leaves, conditions, masked, masks};
use crate::support::{date, derive, drawn, fact, facts, id, number, outcome, rule, today, vocabulary};

const TRUE: Outcome = Outcome::Known(Value::Bool(true));
const FALSE: Outcome = Outcome::Known(Value::Bool(false));
const UNKNOWN: Outcome = Outcome::Unknown;

#[track_caller]
fn check(text: &str, known: &[(&str, Value)], expected: Outcome) {
    assert_eq!(outcome(text, &Type::Bool, known, &vocabulary()), expected, "{text} with {known:?}");
}

/// `T`, `F` or `U` as a known or missing fact.
fn answer(name: &'static str, letter: char) -> Vec<(&'static str, Value)> {
    match letter {
        'T' => vec![(name, Value::Bool(true))],
        'F' => vec![(name, Value::Bool(false))],
        _ => Vec::new(),
    }
}

fn letter(outcome: &Outcome) -> char {
    match outcome.as_bool() {
        Some(true) => 'T',
        Some(false) => 'F',
        None => 'U',
    }
}

#[track_caller]
fn check_table(text: &str, table: [&str; 9]) {
    let vocabulary = vocabulary();
    for row in table {
        let letters: Vec<char> = row.chars().filter(|letter| letter.is_alphabetic()).collect();
        let known = [answer("answer_a", letters[0]), answer("answer_b", letters[1])].concat();
        let found = outcome(text, &Type::Bool, &known, &vocabulary);
        assert_eq!(letter(&found), letters[2], "{text}, row {row}");
    }
}

#[test]
fn and_is_kleene() {
    let table = ["T T = T", "T F = F", "T U = U", "F T = F", "F F = F", "F U = F", "U T = U", "U F = F", "U U = U"];
    check_table("answer_a && answer_b", table);
    check_table("!(!answer_a || !answer_b)", table);
    check_table("answer_a && true && answer_b", table);
}

#[test]
fn or_is_kleene() {
    let table = ["T T = T", "T F = T", "T U = T", "F T = T", "F F = F", "F U = U", "U T = T", "U F = U", "U U = U"];
    check_table("answer_a || answer_b", table);
    check_table("!(!answer_a && !answer_b)", table);
    check_table("answer_a || false || answer_b", table);
}

#[test]
fn equality_of_answers_needs_both() {
    let table = ["T T = T", "T F = F", "T U = U", "F T = F", "F F = T", "F U = U", "U T = U", "U F = U", "U U = U"];
    check_table("answer_a == answer_b", table);
    check_table("!(answer_a != answer_b)", table);
}

#[test]
fn not_is_kleene() {
    for (given, expected) in [('T', FALSE), ('F', TRUE), ('U', UNKNOWN)] {
        check("!answer_a", &answer("answer_a", given), expected);
    }
}

#[test]
fn what_is_missing_stays_unknown() {
    check("employees < 250", &[], UNKNOWN);
    check("employees < 250", &[("employees", number(3))], TRUE);
    check("employees + circle_size < 250", &[("employees", number(3))], UNKNOWN);
    check("province in [\"PV23\"]", &[], UNKNOWN);
    check("!(province in [\"PV23\"])", &[], UNKNOWN);
    check("\"start\" in plan", &[], UNKNOWN);
    check("\"start\" in plan", &[("plan", Value::codes([]))], FALSE);
    check("under(sbi, \"28\")", &[], UNKNOWN);
    check("sbi.startsWith(\"28\")", &[], UNKNOWN);
    check("years(founded, as_of) < 5", &[], UNKNOWN);
    check("as_of == date(\"2017-12-31\")", &[], TRUE);
}

#[test]
fn a_range_is_decided_by_one_end() {
    check("between(trl, 4, circle_size)", &[("trl", number(3))], FALSE);
    check("between(trl, 4, circle_size)", &[("trl", number(5))], UNKNOWN);
    check("between(trl, 4, circle_size)", &[("trl", number(5)), ("circle_size", number(5))], TRUE);
    check("between(trl, 4, 7)", &[("trl", number(4))], TRUE);
    check("between(trl, 4, 7)", &[("trl", number(7))], TRUE);
    check("between(trl, 4, 7)", &[("trl", number(8))], FALSE);
}

#[test]
fn codes_and_their_groups() {
    let machines = [("sbi", Value::codes(["01", "28.1"]))];
    check("under(sbi, \"28\")", &machines, TRUE);
    check("under(sbi, \"C\")", &machines, TRUE);
    check("under(sbi, \"28.1\")", &machines, TRUE);
    check("under(sbi, \"29\")", &machines, FALSE);
    check("sbi.startsWith(\"28\")", &machines, TRUE);
    check("sbi.startsWith(\"29\")", &machines, FALSE);
    check("province in [\"PV23\", \"PV25\"]", &[("province", Value::text("PV25"))], TRUE);
    check("province in [\"PV23\", \"PV25\"]", &[("province", Value::text("PV28"))], FALSE);
}

#[test]
fn numbers_are_exact() {
    let share = |text: &str| [("largest_share", Value::Number(Number::parse(text).unwrap()))];
    check("largest_share * 3 == 1", &[("largest_share", Value::Number(Number::fraction(1, 3).unwrap()))], TRUE);
    check("largest_share + 0.2 == 0.3", &share("0.1"), TRUE);
    check("largest_share <= 0.7", &share("0.7"), TRUE);
    check("1 / 2 == 0.5", &[], TRUE);
    check("7 / 2 * 2 == 7", &[], TRUE);
}

#[test]
fn whole_years_count_birthdays() {
    check("years(founded, as_of) == 5", &[("founded", date("2012-12-31"))], TRUE);
    check("years(founded, as_of) == 4", &[("founded", date("2013-01-01"))], TRUE);
}

#[test]
fn trouble_has_a_place_and_yields_to_a_decision() {
    let text = "10 / employees > 1";
    let nought = [("employees", number(0))];
    let place = |text: &str, part: &str| {
        let start = text.find(part).unwrap();
        Outcome::Trouble(Trouble { span: Span::new(start, start + part.len()), kind: TroubleKind::DivisionByZero })
    };
    check(text, &nought, place(text, "10 / employees"));
    check("!(10 / employees > 1)", &nought, place("!(10 / employees > 1)", "10 / employees"));
    check("false && 10 / employees > 1", &nought, FALSE);
    check("10 / employees > 1 || true", &nought, TRUE);
    // Trouble says more than a missing fact, and the first trouble is the one that is told.
    let two = "sme && 1 / employees > 1 && 2 / employees > 1";
    check(two, &nought, place(two, "1 / employees"));
    check("starter || 1 / employees > 1", &nought, place("starter || 1 / employees > 1", "1 / employees"));
}

#[test]
fn numbers_that_do_not_fit_are_trouble() {
    let large = [("employees", number(999_999_999_999_999))];
    let found = outcome("employees * employees * employees > 1", &Type::Bool, &large, &vocabulary());
    assert!(matches!(found, Outcome::Trouble(Trouble { kind: TroubleKind::OutOfRange, .. })), "{found:?}");
    let found = outcome("-(employees * employees) < 1", &Type::Bool, &large, &vocabulary());
    assert_eq!(found, TRUE);
}

#[test]
fn a_threshold_without_a_value_on_the_day_is_trouble() {
    let vocabulary = vocabulary();
    let expression = rule("de_minimis_3y <= de_minimis_ceiling", &vocabulary);
    let facts = facts(&vocabulary, &[("de_minimis_3y", number(250_000))]);
    let on = |day: &str| {
        let as_of = parse_date(day).unwrap();
        evaluate(&expression, &Situation { vocabulary: &vocabulary, facts: &facts, as_of })
    };
    assert_eq!(on("2023-12-31"), FALSE);
    assert_eq!(on("2024-01-01"), TRUE);
    let threshold = vocabulary.threshold_named("de_minimis_ceiling").unwrap();
    let Outcome::Trouble(found) = on("2013-12-31") else { panic!("{:?}", on("2013-12-31")) };
    assert_eq!(found.kind, TroubleKind::ThresholdWithoutValue(threshold));
}

#[test]
fn derived_facts_follow_from_others_and_can_be_given() {
    check("sme", &[("employees", number(300))], FALSE);
    check("sme", &[("employees", number(10))], UNKNOWN);
    check("sme", &[("employees", number(10)), ("turnover", number(5))], TRUE);
    check("sme", &[("employees", number(300)), ("sme", Value::Bool(true))], TRUE);
    check("province == \"PV23\"", &[("municipality", Value::text("GM0193"))], TRUE);
    check("province == \"PV23\"", &[("municipality", Value::text("GM0202"))], FALSE);
    check("province == \"PV23\"", &[("municipality", Value::text("GM9999"))], UNKNOWN);
    check("starter", &[("plan", Value::codes(["start"]))], TRUE);
}

#[test]
fn the_first_expression_that_decides_counts() {
    let mut vocabulary = vocabulary();
    derive(&mut vocabulary, "answer_a", &["employees > 10", "turnover > 10"]);
    let situation = |known: &[(&str, Value)]| facts(&vocabulary, known);
    let value = |known: &[(&str, Value)]| {
        let facts = situation(known);
        let situation = Situation { vocabulary: &vocabulary, facts: &facts, as_of: today() };
        fact_value(id(&vocabulary, "answer_a"), &situation)
    };
    assert_eq!(value(&[]), UNKNOWN);
    assert_eq!(value(&[("turnover", number(11))]), TRUE);
    assert_eq!(value(&[("employees", number(1)), ("turnover", number(11))]), FALSE);
}

#[test]
fn base_facts_are_the_ones_to_ask_for() {
    let vocabulary = vocabulary();
    let names = |text: &str| -> Vec<String> {
        let found = base_facts(&rule(text, &vocabulary), &vocabulary);
        found.into_iter().map(|id| vocabulary.fact(id).unwrap().id.to_string()).collect()
    };
    assert_eq!(names("registered && employees < 5 && registered"), ["registered", "employees"]);
    assert_eq!(names("trl > 3 || sme"), ["trl", "employees", "turnover", "balance_total"]);
    assert_eq!(
        names("province == \"PV23\" && sme && turnover > 3"),
        ["municipality", "employees", "turnover", "balance_total"]
    );
    assert_eq!(names("starter"), ["plan", "founded"]);
    assert!(names("as_of < date(\"2017-01-01\")").is_empty());
}

#[test]
fn circles_of_derivations_are_found() {
    let mut vocabulary = vocabulary();
    assert_eq!(derivation_circle(&vocabulary), None);
    derive(&mut vocabulary, "answer_a", &["employees > 3 || answer_b"]);
    assert_eq!(derivation_circle(&vocabulary), None);
    derive(&mut vocabulary, "answer_b", &["sme && !answer_a"]);
    let circle = derivation_circle(&vocabulary).unwrap();
    assert_eq!(circle, [id(&vocabulary, "answer_a"), id(&vocabulary, "answer_b")]);
    // Asking what lies under it still ends.
    assert!(!base_facts(&rule("answer_a", &vocabulary), &vocabulary).is_empty());
}

#[test]
fn a_fact_derived_from_itself_is_a_circle() {
    let mut vocabulary = vocabulary();
    let from = id(&vocabulary, "province");
    vocabulary.set_derivation(from, Derivation::Lookup { from, table: Arc::default() });
    assert_eq!(derivation_circle(&vocabulary), Some(vec![from]));
}

#[test]
fn a_long_chain_of_derivations_is_no_circle() {
    let mut vocabulary = vocabulary();
    let list = Type::Code(Arc::from("provinces"));
    let mut previous = id(&vocabulary, "province");
    for position in 0..20_000 {
        let next = vocabulary.add_fact(fact(&format!("step_{position}"), list.clone(), "", "")).unwrap();
        vocabulary.set_derivation(next, Derivation::Lookup { from: previous, table: Arc::default() });
        previous = next;
    }
    assert_eq!(derivation_circle(&vocabulary), None);
}

#[test]
fn extreme_numbers_never_stop_the_program() {
    let vocabulary = vocabulary();
    let text = "employees * employees * 0.000000000000001 / (circle_size - trl * 0.999999999999999) + employees / trl";
    let expression = match check_expression(text, &vocabulary, &Type::Number) {
        Ok(expression) => expression,
        Err(errors) => panic!("{}", drawn(text, &errors)),
    };
    for employees in [i64::MIN, -1, 0, 1, i64::MAX] {
        for circle_size in [i64::MIN, -1, 0, 1, i64::MAX] {
            for trl in [i64::MIN, -1, 0, 1, i64::MAX] {
                let known =
                    [("employees", number(employees)), ("circle_size", number(circle_size)), ("trl", number(trl))];
                let facts = facts(&vocabulary, &known);
                evaluate(&expression, &Situation { vocabulary: &vocabulary, facts: &facts, as_of: today() });
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Every further answer keeps what was decided: it never makes it unknown again, and never something else.
    #[test]
    fn a_further_answer_never_overturns_a_verdict(
        text in conditions(all_leaves()),
        mut all in all_facts(),
        mut mask in masks(),
    ) {
        let vocabulary = vocabulary();
        // A derived fact that is given counts above what it follows from: to give it is to correct, not to answer.
        all.retain(|(name, _)| !["sme", "starter"].contains(name));
        let expression = rule(&text, &vocabulary);
        let result = |facts: &FactSet| {
            evaluate(&expression, &Situation { vocabulary: &vocabulary, facts, as_of: today() })
        };
        let mut before = result(&masked(&all, &mask, &vocabulary));
        for position in 0..all.len() {
            mask[position] = true;
            let after = result(&masked(&all, &mask, &vocabulary));
            if let Outcome::Known(_) = before {
                prop_assert_eq!(&before, &after, "{} after {}", text, all[position].0);
            }
            before = after;
        }
        prop_assert!(!matches!(before, Outcome::Unknown), "{} is unknown though every fact is given", text);
    }

    /// A rule and its opposite always have opposite outcomes.
    #[test]
    fn not_turns_every_outcome(text in conditions(all_leaves()), all in all_facts(), mask in masks()) {
        let vocabulary = vocabulary();
        let facts = masked(&all, &mask, &vocabulary);
        let situation = Situation { vocabulary: &vocabulary, facts: &facts, as_of: today() };
        let plain = evaluate(&rule(&text, &vocabulary), &situation);
        let turned = evaluate(&rule(&format!("!({text})"), &vocabulary), &situation);
        prop_assert_eq!(plain.as_bool(), turned.as_bool().map(|truth| !truth));
    }
}
