//! Tests on several facts together, trouble, and rules too large for a diagram: where deciding is not exact it must
//! still never say more than is certain. And whatever `evaluate` says, deciding says too.

use std::sync::Arc;

use proptest::prelude::*;
use schakel_criteria::{
    Changes, Code, CodeList, EXPRESSION_BYTES_MAX, Expression, FactSet, Outcome, RuleSet, Situation, Type, Value,
    Vocabulary, evaluate,
};

use crate::generator::{all_facts, all_leaves, conditions, masked, masks};
use crate::region::ask;
use crate::small_world::{World, checked, firms, joint_rules, vocabulary};
use crate::support::{self, number, today};

fn check(rules: &[&str], known: &[(&str, Value)], decided: Option<bool>, missing: &[&str], changes: &[&str]) {
    let asked = ask(rules, known);
    assert_eq!(asked.decided(), decided, "{rules:?} with {known:?}");
    assert_eq!(asked.missing(), missing, "{rules:?} with {known:?}");
    assert_eq!(asked.changes(), changes, "{rules:?} with {known:?}");
}

const NOT_NEEDED: &[&str] = &["not needed"];
const CEILING: &[&str] = &["de_minimis + requested_grant <= 300_000"];

#[test]
fn facts_that_are_compared_are_missing_together() {
    check(CEILING, &[], None, &["de_minimis", "requested_grant"], NOT_NEEDED);
    check(CEILING, &[("de_minimis", number(100_000))], None, &["requested_grant"], NOT_NEEDED);
    let both = [("de_minimis", number(100_000)), ("requested_grant", number(200_000))];
    check(CEILING, &both, Some(true), &[], NOT_NEEDED);
}

#[test]
fn limits_decide_before_everything_is_known() {
    // A grant is never below nought, and a share never above one.
    check(CEILING, &[("de_minimis", number(400_000))], Some(false), &[], &["impossible"]);
    let rules = &["share * own_costs * 0.35 >= 25_000"];
    check(rules, &[("own_costs", number(50_000))], Some(false), &[], &["own_costs 50000 -> 71500, share ? -> 1"]);
    check(&["own_costs + partner_costs >= 0"], &[], Some(true), &[], NOT_NEEDED);
    check(&["own_costs / (share + 1) >= 0"], &[], Some(true), &[], NOT_NEEDED);
}

#[test]
fn one_fact_is_solved_for_given_the_others() {
    let known = [("de_minimis", number(280_000)), ("requested_grant", number(50_000))];
    check(CEILING, &known, Some(false), &[], &["requested_grant 50000 -> 20000"]);
    let known = [("own_costs", number(1_000)), ("partner_costs", number(500))];
    check(
        &["own_costs < partner_costs"],
        &known,
        Some(false),
        &[],
        &["own_costs 1000 -> 400", "partner_costs 500 -> 1100"],
    );
    // The solution also keeps to the rules about the fact itself.
    check(
        &["own_costs + partner_costs >= 2000", "own_costs <= 1_200"],
        &known,
        Some(false),
        &[],
        &["partner_costs 500 -> 1000"],
    );
    // A sum that is a fact of its own works the same, and can also be given.
    check(
        &["total_costs >= 2_000"],
        &known,
        Some(false),
        &[],
        &["own_costs 1000 -> 1500", "partner_costs 500 -> 1000"],
    );
    check(&["total_costs >= 2_000"], &[("total_costs", number(900))], Some(false), &[], &["total_costs 900 -> 2000"]);
}

#[test]
fn a_calculation_that_cannot_be_done_stays_unknown() {
    let known = [("own_costs", number(10)), ("partner_costs", number(0))];
    check(&["own_costs / partner_costs > 2"], &known, None, &[], NOT_NEEDED);
    check(&["own_costs / partner_costs > 2", "registered"], &known, None, &["registered"], NOT_NEEDED);
    check(&["employees > ended"], &[("employees", number(3))], None, &[], NOT_NEEDED);
    check(
        &["employees > ended && registered"],
        &[("registered", Value::Bool(false))],
        Some(false),
        &[],
        &["not found"],
    );
}

/// A rule whose diagram doubles with every pair of facts, because the order of the facts is bad for it.
fn large_rules() -> (Vec<String>, Vec<String>) {
    let left = (0..20).map(|number| format!("a{number}"));
    let right = (0..20).map(|number| format!("b{number}"));
    let names: Vec<String> = left.chain(right).collect();
    let order = names.iter().map(|name| format!("({name} || !{name})")).collect::<Vec<_>>().join(" && ");
    let pairs = (0..20).map(|number| format!("(a{number} && b{number})")).collect::<Vec<_>>().join(" || ");
    (names, vec![order, pairs])
}

#[test]
fn rules_too_large_for_a_diagram_are_decided_all_the_same() {
    let (names, texts) = large_rules();
    let mut vocabulary = Vocabulary::new();
    for name in &names {
        vocabulary.add_fact(support::fact(name, Type::Bool, name, name)).unwrap();
    }
    let rules = checked(&texts, &vocabulary);
    let rules = RuleSet::compile(&rules.iter().collect::<Vec<&Expression>>(), &vocabulary, today());
    let mut facts = FactSet::new();
    assert_eq!(rules.decide(&facts), None);
    assert_eq!(rules.missing(&facts).len(), names.len());
    for id in vocabulary.fact_ids() {
        facts.set(id, Value::Bool(false));
    }
    assert_eq!(rules.decide(&facts), Some(false));
    assert_eq!(rules.missing(&facts), []);
    assert_eq!(rules.changes(&facts), Changes::NotFound);
    facts.set(vocabulary.fact_named("a7").unwrap(), Value::Bool(true));
    facts.set(vocabulary.fact_named("b7").unwrap(), Value::Bool(true));
    assert_eq!(rules.decide(&facts), Some(true));
}

/// The longest rules that can be written must neither take long nor go too deep.
#[test]
fn rules_of_the_greatest_length_are_decided() {
    let mut vocabulary = Vocabulary::new();
    let code = |number: usize| Code {
        id: Arc::from(format!("{number:03}")),
        name: Default::default(),
        parent: (number > 0).then(|| Arc::from(format!("{:03}", number / 2))),
    };
    vocabulary.add_code_list("tree", CodeList::new((0..700).map(code).collect()));
    let types = [Type::Number, Type::Number, Type::Codes(Arc::from("tree")), Type::Code(Arc::from("tree"))];
    for (name, fact_type) in ["n", "m", "l", "c"].into_iter().zip(types) {
        vocabulary.add_fact(support::fact(name, fact_type, name, name)).unwrap();
    }
    let part = |kind: usize, number: usize| match kind {
        0 => format!("n=={number}"),
        1 => format!("n+m=={number}"),
        2 => format!("under(l,\"{number:03}\")"),
        3 => format!("c==\"{number:03}\""),
        _ => format!("n<{number}&&under(c,\"{number:03}\")"),
    };
    for kind in 0..5 {
        let mut text = part(kind, 0);
        // The last kind multiplies the classes of two facts.
        for number in 1..if kind == 4 { 150 } else { 690 } {
            let next = format!("{text}||{}", part(kind, number));
            if next.len() <= EXPRESSION_BYTES_MAX {
                text = next;
            }
        }
        let rules = checked(&[text], &vocabulary);
        let rules = RuleSet::compile(&rules.iter().collect::<Vec<&Expression>>(), &vocabulary, today());
        let mut facts = FactSet::new();
        assert_eq!(rules.decide(&facts), None);
        assert!(!rules.missing(&facts).is_empty());
        facts.set(support::id(&vocabulary, "n"), number(-1));
        facts.set(support::id(&vocabulary, "m"), number(0));
        facts.set(support::id(&vocabulary, "l"), Value::codes([]));
        facts.set(support::id(&vocabulary, "c"), Value::text("699"));
        assert!(rules.decide(&facts).is_some());
        let changes = rules.changes(&facts);
        assert!(matches!(changes, Changes::NotNeeded | Changes::Possible(_) | Changes::NotFound), "{changes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn never_says_more_than_is_certain(texts in joint_rules(), facts in firms()) {
        let vocabulary = vocabulary();
        let rules = checked(&texts, &vocabulary);
        let world = World::new(&rules, &vocabulary, &facts);
        let compiled = RuleSet::compile(&rules.iter().collect::<Vec<&Expression>>(), &vocabulary, today());
        let firm = world.firm(&facts);
        let (decided, certain) = (compiled.decide(&facts), world.decide(&firm));
        if decided.is_some() || !firm.contains(&None) {
            prop_assert_eq!(decided, certain);
        }
        let missing = compiled.missing(&facts);
        if decided.is_none() {
            let really = world.missing(&firm);
            prop_assert!(really.iter().all(|id| missing.contains(id)), "{:?} does not cover {:?}", missing, really);
        }
        let smallest = world.smallest_changes(&firm);
        match compiled.changes(&facts) {
            Changes::NotNeeded => prop_assert_ne!(decided, Some(false)),
            Changes::NotFound => {}
            Changes::Impossible => prop_assert_eq!(smallest, None),
            Changes::Possible(found) => {
                let (size, _) = smallest.unwrap();
                for changes in found {
                    prop_assert!(changes.len() >= size);
                    let mut changed = facts.clone();
                    changes.iter().for_each(|change| changed.set(change.fact, change.to.clone()));
                    prop_assert_eq!(world.decide(&world.firm(&changed)), Some(true));
                }
            }
        }
    }

    #[test]
    fn says_all_that_evaluation_says(
        texts in prop::collection::vec(conditions(all_leaves()), 1..4),
        given in all_facts(),
        mask in masks(),
    ) {
        let vocabulary = support::vocabulary();
        let rules = checked(&texts, &vocabulary);
        let mut facts = masked(&given, &mask, &vocabulary);
        let trl = support::id(&vocabulary, "trl");
        if facts.get(trl) == Some(&number(0)) {
            // The scale begins at one.
            facts.clear(trl);
        }
        let compiled = RuleSet::compile(&rules.iter().collect::<Vec<&Expression>>(), &vocabulary, today());
        let evaluated = |facts: &FactSet| -> Vec<Outcome> {
            let situation = Situation { vocabulary: &vocabulary, facts, as_of: today() };
            rules.iter().map(|rule| evaluate(rule, &situation)).collect()
        };
        let outcomes = evaluated(&facts);
        let decided = compiled.decide(&facts);
        if outcomes.iter().any(|it| it.as_bool() == Some(false)) {
            prop_assert_eq!(decided, Some(false));
        } else if outcomes.iter().all(|it| it.as_bool() == Some(true)) {
            prop_assert_eq!(decided, Some(true));
        }
        let in_trouble = outcomes.iter().any(|it| matches!(it, Outcome::Trouble(_)));
        if !in_trouble {
            prop_assert_eq!(compiled.missing(&facts).is_empty(), decided.is_some());
        }
        if let Changes::Possible(found) = compiled.changes(&facts) {
            for changes in found {
                let mut changed = facts.clone();
                changes.iter().for_each(|change| changed.set(change.fact, change.to.clone()));
                prop_assert!(evaluated(&changed).iter().all(|it| it.as_bool() != Some(false)), "{:?}", changes);
            }
        }
    }
}
