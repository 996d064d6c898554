//! The same random rules with the same random facts, some missing, in an independent implementation of the Common
//! Expression Language. There a missing fact is a variable that was not declared; its error is absorbed by `&&` and
//! `||` exactly as an unknown is here.

use cel::{Context, Program};
use proptest::prelude::*;
use schakel_criteria::{FactSet, Outcome, Situation, Value, Vocabulary, evaluate};

use crate::generator::{all_facts, conditions, masked, masks, shared_leaves};
use crate::support::{rule, today, vocabulary};

/// What CEL says: true, false or (for any error) nothing.
fn cel_answer(text: &str, facts: &FactSet, vocabulary: &Vocabulary) -> Option<bool> {
    let mut context = Context::default();
    for (id, value) in facts.given() {
        let name = vocabulary.fact(id).unwrap().id.to_string();
        match value {
            Value::Bool(truth) => context.add_variable_from_value(name, *truth),
            Value::Number(number) => context.add_variable_from_value(name, number.to_i64().unwrap()),
            Value::Text(text) => context.add_variable_from_value(name, text.to_string()),
            Value::Codes(codes) => {
                let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
                context.add_variable_from_value(name, codes);
            }
            Value::Date(_) => {}
        }
    }
    match Program::compile(text).unwrap().execute(&context) {
        Ok(cel::Value::Bool(truth)) => Some(truth),
        Ok(other) => panic!("{text} gave {other:?}"),
        Err(_) => None,
    }
}

/// The same vocabulary without derived facts, which CEL does not have.
fn plain_vocabulary() -> Vocabulary {
    let full = vocabulary();
    let mut plain = Vocabulary::new();
    for name in ["provinces", "municipalities", "legal-forms", "plan", "sbi"] {
        plain.add_code_list(name, full.code_list(name).unwrap().clone());
    }
    for fact in full.facts() {
        let mut fact = fact.clone();
        fact.derivation = None;
        plain.add_fact(fact).unwrap();
    }
    plain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn cel_gives_the_same_answers(text in conditions(shared_leaves()), all in all_facts(), mask in masks()) {
        let vocabulary = plain_vocabulary();
        let facts = masked(&all, &mask, &vocabulary);
        let situation = Situation { vocabulary: &vocabulary, facts: &facts, as_of: today() };
        let ours = evaluate(&rule(&text, &vocabulary), &situation);
        prop_assert!(!matches!(ours, Outcome::Trouble(_)), "{} gave {:?}", text, ours);
        prop_assert_eq!(ours.as_bool(), cel_answer(&text, &facts, &vocabulary), "{} with {:?}", text, facts);
    }
}
