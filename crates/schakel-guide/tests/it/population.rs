//! The synthetic firms: they follow the counts of the pack, and every one of them could exist.

use std::collections::BTreeMap;

use schakel_criteria::{FactSet, Number, Situation, Value, evaluate};
use schakel_guide::draw_firms;
use schakel_register::FirmCounts;
use schakel_time::{Date, parse_date};

use crate::real_pack::PACK;

const COUNT: usize = 2_000;

fn day() -> Date {
    parse_date("2017-05-01").unwrap()
}

fn counts() -> &'static FirmCounts {
    PACK.firm_counts.as_ref().expect("the pack counts firms")
}

fn value<'a>(firm: &'a FactSet, fact: &str) -> &'a Value {
    firm.get(PACK.vocabulary.fact_named(fact).unwrap()).unwrap_or_else(|| panic!("no {fact}"))
}

/// The place of the branch, of the size and of the group of legal forms of a firm.
fn cell(firm: &FactSet) -> (usize, usize, usize) {
    let list = PACK.vocabulary.code_list("sbi").unwrap();
    let Value::Codes(activities) = value(firm, "sbi") else { panic!("no codes") };
    let is_of = |sections: &[std::sync::Arc<str>]| sections.iter().any(|it| list.is_under(&activities[0], it));
    let branch = counts().branches.iter().position(|it| is_of(&it.sections)).unwrap();
    let Value::Number(employees) = value(firm, "employees") else { panic!("no number") };
    let size = counts().sizes.iter().position(|it| (it.from..=it.to).contains(employees)).unwrap();
    let Value::Text(form) = value(firm, "legal_form") else { panic!("no code") };
    let form = counts().forms.iter().position(|it| it.contains(form)).unwrap();
    (branch, size, form)
}

#[test]
fn branch_size_and_legal_form_come_back_as_the_source_counts_them() {
    let firms = draw_firms(&PACK, day(), COUNT, 7);
    let mut by_size: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut by_form: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (branch, size, form) in firms.iter().map(cell) {
        *by_size.entry((branch, size)).or_default() += 1;
        *by_form.entry((branch, form)).or_default() += 1;
    }
    let total: u64 = counts().branches.iter().flat_map(|branch| &branch.by_size).sum();
    // Firms lie at even distances through all establishments: a class differs by one firm from its share, and legal
    // forms, which come back within each of four sizes, by one for each.
    let check = |drawn: usize, counted: u64, off_by: u64, what: &str| {
        let off = (drawn as u64 * total).abs_diff(counted * COUNT as u64);
        assert!(off <= off_by * total, "{what}: {drawn} of {COUNT} firms for {counted} of {total}");
    };
    for (place, branch) in counts().branches.iter().enumerate() {
        for (size, counted) in branch.by_size.iter().enumerate() {
            check(by_size.get(&(place, size)).copied().unwrap_or(0), *counted, 1, &format!("{branch:?}, size {size}"));
        }
        for (form, counted) in branch.by_form.iter().enumerate() {
            check(by_form.get(&(place, form)).copied().unwrap_or(0), *counted, 4, &format!("{branch:?}, form {form}"));
        }
    }
}

#[test]
fn every_firm_could_exist_and_answers_every_question() {
    let vocabulary = &PACK.vocabulary;
    let mut incomplete = 0;
    for firm in draw_firms(&PACK, day(), 300, 8) {
        let situation = Situation { vocabulary, facts: &firm, as_of: day() };
        for constraint in &PACK.constraints {
            assert_ne!(
                evaluate(&constraint.rule, &situation).as_bool(),
                Some(false),
                "{}: {firm:?}",
                constraint.text.nl
            );
        }
        let asked = vocabulary.fact_ids().filter(|id| {
            let fact = vocabulary.fact(*id).unwrap();
            fact.derivation.is_none() && &*fact.id != "as_of"
        });
        incomplete += asked.filter(|id| firm.get(*id).is_none()).count();
    }
    assert_eq!(incomplete, 0);
}

#[test]
fn what_no_source_counts_is_as_likely_as_its_opposite_but_exceptions_are_rare() {
    let firms = draw_firms(&PACK, day(), COUNT, 9);
    let share = |fact: &str| firms.iter().filter(|firm| *value(firm, fact) == Value::Bool(true)).count() * 100 / COUNT;
    assert!((45..=55).contains(&share("family_business")), "{}", share("family_business"));
    assert!((2..=8).contains(&share("insolvency")), "{}", share("insolvency"));
    assert_eq!(counts().exception_one_in, 20);
}

#[test]
fn the_same_seed_gives_the_same_firms() {
    let drawn = |seed| draw_firms(&PACK, day(), 20, seed);
    assert_eq!(drawn(3), drawn(3));
    assert_ne!(drawn(3), drawn(4));
}

#[test]
fn sizes_follow_each_other_without_a_gap() {
    let sizes = &counts().sizes;
    for (smaller, larger) in sizes.iter().zip(sizes.iter().skip(1)) {
        assert_eq!(smaller.to.plus(Number::ONE), Some(larger.from));
    }
}
