//! Deciding, missing facts and changes against an oracle that goes through all possible firms.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schakel_criteria::{CHANGES_MAX, Changes, Expression, FactSet, Number, RuleSet, Value, Vocabulary};

use crate::small_world::{Firm, World, checked, firms, rules, vocabulary};
use crate::support::today;

struct Case {
    vocabulary: Vocabulary,
    world: World,
    compiled: RuleSet,
    facts: FactSet,
    firm: Firm,
}

impl Case {
    fn new(rules: &[String], facts: FactSet) -> Case {
        let vocabulary = vocabulary();
        let rules = checked(rules, &vocabulary);
        let world = World::new(&rules, &vocabulary, &facts);
        let compiled = RuleSet::compile(&rules.iter().collect::<Vec<&Expression>>(), &vocabulary, today());
        let firm = world.firm(&facts);
        Case { vocabulary, world, compiled, facts, firm }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn decides_exactly(rules in rules(), facts in firms()) {
        let case = Case::new(&rules, facts);
        prop_assert_eq!(case.compiled.decide(&case.facts), case.world.decide(&case.firm));
    }

    #[test]
    fn misses_exactly_what_can_matter(rules in rules(), facts in firms()) {
        let case = Case::new(&rules, facts);
        prop_assert_eq!(case.compiled.missing(&case.facts), case.world.missing(&case.firm));
    }

    #[test]
    fn finds_the_smallest_changes(rules in rules(), facts in firms()) {
        let case = Case::new(&rules, facts);
        let changes = case.compiled.changes(&case.facts);
        if case.world.decide(&case.firm) != Some(false) {
            prop_assert_eq!(changes, Changes::NotNeeded);
            return Ok(());
        }
        let Some((size, helping)) = case.world.smallest_changes(&case.firm) else {
            prop_assert_eq!(changes, Changes::Impossible);
            return Ok(());
        };
        let Changes::Possible(found) = changes else { panic!("{changes:?}, but {helping:?} would help") };
        prop_assert_eq!(found.len(), helping.len().min(CHANGES_MAX));
        let mut seen = BTreeSet::new();
        for changes in &found {
            prop_assert_eq!(changes.len(), size);
            let facts: Vec<_> = changes.iter().map(|change| change.fact).collect();
            prop_assert!(helping.contains(&facts), "{:?} is none of {:?}", facts, &helping);
            prop_assert!(seen.insert(facts), "the same facts twice: {:?}", &found);
            let mut changed = case.facts.clone();
            for change in changes {
                prop_assert_eq!(change.from.as_ref(), case.facts.get(change.fact));
                changed.set(change.fact, change.to.clone());
            }
            prop_assert_eq!(case.world.decide(&case.world.firm(&changed)), Some(true));
        }
    }

    #[test]
    fn a_single_change_goes_no_further_than_needed(rules in rules(), facts in firms()) {
        let case = Case::new(&rules, facts);
        let Changes::Possible(found) = case.compiled.changes(&case.facts) else { return Ok(()) };
        for change in found.iter().filter(|changes| changes.len() == 1).flatten() {
            let fact = case.world.facts.iter().position(|(id, _)| *id == change.fact).unwrap();
            let helps = |value: &&Value| {
                let mut changed = case.facts.clone();
                changed.set(change.fact, (*value).clone());
                case.world.decide(&case.world.firm(&changed)) == Some(true)
            };
            for other in case.world.facts[fact].1.iter().filter(helps) {
                let is_nearer = is_between(change.from.as_ref(), other, &change.to);
                prop_assert!(!is_nearer, "{:?} goes past {:?}", change, other);
            }
        }
    }

    #[test]
    fn knowing_more_never_makes_a_decision_unknown(rules in rules(), facts in firms(), more in firms()) {
        let case = Case::new(&rules, facts);
        let Some(decided) = case.compiled.decide(&case.facts) else { return Ok(()) };
        let mut both = case.facts.clone();
        for (id, value) in more.given() {
            let is_derived = case.vocabulary.fact(id).unwrap().derivation.is_some();
            if case.facts.get(id).is_none() && !is_derived {
                both.set(id, value.clone());
            }
        }
        prop_assert_eq!(case.compiled.decide(&both), Some(decided));
    }
}

/// Whether a value lies strictly nearer than another, in the same direction: for numbers in any direction, for lists
/// with only some of the codes that come or go.
fn is_between(from: Option<&Value>, value: &Value, to: &Value) -> bool {
    match (from, value, to) {
        (Some(Value::Number(from)), Value::Number(value), Value::Number(to)) => {
            let distance = |number: &Number| from.minus(*number).unwrap().to_i64().unwrap().abs();
            distance(value) < distance(to)
        }
        (from, Value::Codes(value), Value::Codes(to)) => {
            let from: BTreeSet<_> = match from {
                Some(Value::Codes(from)) => from.iter().collect(),
                _ => BTreeSet::new(),
            };
            let (value, to): (BTreeSet<_>, BTreeSet<_>) = (value.iter().collect(), to.iter().collect());
            let difference = |list: &BTreeSet<_>| from.symmetric_difference(list).count();
            let differing: BTreeSet<_> = from.symmetric_difference(&to).collect();
            difference(&value) + 1 == differing.len()
                && from.symmetric_difference(&value).all(|it| differing.contains(it))
        }
        _ => false,
    }
}
