//! Answers on criteria: verdicts, what they rest on, trouble and judgement.

use std::sync::Arc;

use proptest::prelude::*;
use schakel_criteria::{
    Answer, Changes, CriteriaSet, Criterion, Expression, FactSet, Test, TroubleKind, Value, Verdict, Vocabulary,
};

use crate::region::region;
use crate::small_world::{World, checked, firms, rules, vocabulary};
use crate::support::{facts, id, number, rule, today};

/// The answer on rules; `?` stands for a judgement.
fn answer(texts: &[&str], known: &[(&str, Value)]) -> (Answer, Vocabulary) {
    let vocabulary = region();
    let test = |text: &str| if text == "?" { Test::Judgement } else { Test::Rule(rule(text, &vocabulary)) };
    let criteria = texts.iter().map(|text| Criterion { id: Arc::from(*text), test: test(text) }).collect();
    let facts = facts(&vocabulary, known);
    let answer = CriteriaSet::compile(criteria, &vocabulary, today()).answer(&facts, &vocabulary);
    (answer, vocabulary)
}

fn check(texts: &[&str], known: &[(&str, Value)], verdict: Verdict, each: &[Verdict]) {
    let (answer, _) = answer(texts, known);
    assert_eq!(answer.verdict, verdict, "{texts:?} with {known:?}");
    let verdicts: Vec<Verdict> = answer.criteria.iter().map(|it| it.verdict).collect();
    assert_eq!(verdicts, each, "{texts:?} with {known:?}");
    assert!(answer.criteria.iter().map(|it| &*it.id).eq(texts.iter().copied()));
}

#[test]
fn the_verdict_is_that_of_the_worst_criterion() {
    use Verdict::{Judgement, Met, NotMet, Unknown};
    let known = [("registered", Value::Bool(true)), ("trl", number(5))];
    check(&["registered", "trl > 3"], &known, Met, &[Met, Met]);
    check(&["registered", "trl > 6"], &known, NotMet, &[Met, NotMet]);
    check(&["registered", "autonomous"], &known, Unknown, &[Met, Unknown]);
    check(&["registered", "?"], &known, Judgement, &[Met, Judgement]);
    check(&["autonomous", "?"], &known, Unknown, &[Unknown, Judgement]);
    check(&["trl > 6", "autonomous", "?"], &known, NotMet, &[NotMet, Unknown, Judgement]);
    check(&["?"], &known, Judgement, &[Judgement]);
    check(&[], &known, Met, &[]);
}

#[test]
fn criteria_that_exclude_each_other_are_not_met() {
    use Verdict::{NotMet, Unknown};
    check(&["trl > 6", "trl < 4"], &[], NotMet, &[Unknown, Unknown]);
    let (answer, _) = answer(&["trl > 6", "trl < 4"], &[]);
    assert_eq!((answer.missing, answer.changes), (vec![], Changes::Impossible));
}

#[test]
fn each_criterion_names_the_facts_it_rests_on() {
    let (given, vocabulary) = answer(
        &["sme", "province == \"PV23\""],
        &[("sme", Value::Bool(true)), ("municipality", Value::text("GM0193"))],
    );
    assert_eq!(given.criteria[0].used, [(id(&vocabulary, "sme"), Some(Value::Bool(true)))]);
    assert_eq!(given.criteria[1].used, [(id(&vocabulary, "municipality"), Some(Value::text("GM0193")))]);
    let names = |answer: &Answer| -> Vec<String> {
        let names = answer.criteria[0].used.iter().map(|(id, _)| vocabulary.fact(*id).unwrap().id.to_string());
        names.collect()
    };
    let (by_group, _) = answer(&["sme"], &[("group_employees", number(20)), ("group_turnover", number(0))]);
    assert_eq!(names(&by_group), ["group_employees", "group_turnover", "group_balance_total"]);
    let (unknown, _) = answer(&["sme"], &[]);
    assert_eq!(
        names(&unknown),
        [
            "employees",
            "turnover",
            "balance_total",
            "autonomous",
            "group_employees",
            "group_turnover",
            "group_balance_total",
        ]
    );
}

#[test]
fn trouble_is_told_and_counts_as_unknown() {
    let known = [("own_costs", number(10)), ("partner_costs", number(0))];
    let (troubled, vocabulary) = answer(&["own_costs / partner_costs > 2", "employees > ended"], &known);
    assert_eq!(troubled.verdict, Verdict::Unknown);
    let kinds: Vec<_> = troubled.criteria.iter().map(|it| it.trouble.unwrap().kind).collect();
    let ended = vocabulary.threshold_named("ended").unwrap();
    assert_eq!(kinds, [TroubleKind::DivisionByZero, TroubleKind::ThresholdWithoutValue(ended)]);
    assert_eq!(troubled.criteria[0].trouble.unwrap().span.start, 0);
    let (failing, _) = answer(&["own_costs / partner_costs > 2", "own_costs > 100"], &known);
    assert_eq!(failing.verdict, Verdict::NotMet);
}

#[test]
fn missing_facts_and_changes_come_along() {
    let (unknown, vocabulary) = answer(&["registered", "trl > 3", "?"], &[("trl", number(5))]);
    assert_eq!((unknown.missing, unknown.changes), (vec![id(&vocabulary, "registered")], Changes::NotNeeded));
    let (not_met, _) = answer(&["trl > 3"], &[("trl", number(1))]);
    let Changes::Possible(found) = not_met.changes else { panic!("{:?}", not_met.changes) };
    assert_eq!(found[0][0].to, number(4));
    assert_eq!(not_met.missing, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_answer_agrees_with_all_possible_firms(texts in rules(), known in firms()) {
        let vocabulary = vocabulary();
        let expressions = checked(&texts, &vocabulary);
        let verdict = |rules: &[Expression], facts: &FactSet| {
            let world = World::new(rules, &vocabulary, facts);
            match world.decide(&world.firm(facts)) {
                Some(true) => Verdict::Met,
                Some(false) => Verdict::NotMet,
                None => Verdict::Unknown,
            }
        };
        let criterion = |rule: &Expression| Criterion { id: Arc::from(""), test: Test::Rule(rule.clone()) };
        let compiled = CriteriaSet::compile(expressions.iter().map(criterion).collect(), &vocabulary, today());
        let answer = compiled.answer(&known, &vocabulary);
        prop_assert_eq!(answer.verdict, verdict(&expressions, &known));
        for (rule, criterion) in expressions.iter().zip(&answer.criteria) {
            prop_assert_eq!(criterion.verdict, verdict(std::slice::from_ref(rule), &known));
            prop_assert_eq!(criterion.trouble, None);
        }
        // Whatever is missing is used by some criterion, and not known.
        for id in &answer.missing {
            let used = answer.criteria.iter().any(|it| it.used.contains(&(*id, None)));
            prop_assert!(used, "{:?} is missing but not used", id);
        }
    }
}
