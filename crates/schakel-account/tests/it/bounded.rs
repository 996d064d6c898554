//! Rules over figures that may be bounds: what comes out is never firmer than what went in.

use std::sync::Arc;

use proptest::prelude::*;
use schakel_account::{NoFigure, work_out};
use schakel_criteria::{Bilingual, FactDefinition, FactId, Number, Type, Vocabulary, check_expression};
use schakel_register::{Honest, Qualifier};

#[test]
fn bounds_survive_arithmetic() {
    use Qualifier::{About, AtLeast, AtMost, Exact, LessThan, MoreThan};
    check("a + b", (160, MoreThan), (10, Exact), Ok((170, MoreThan)));
    check("a + b", (160, MoreThan), (10, AtLeast), Ok((170, MoreThan)));
    check("a + b", (160, MoreThan), (10, AtMost), Ok((170, About)));
    check("a - b", (160, MoreThan), (10, MoreThan), Ok((150, About)));
    check("a - b", (160, Exact), (10, MoreThan), Ok((150, LessThan)));
    check("a * b", (30, About), (12, Exact), Ok((360, About)));
    check("a * b", (8000, MoreThan), (160, MoreThan), Ok((1_280_000, About)));
    check("a / b", (8000, MoreThan), (160, Exact), Ok((50, MoreThan)));
    check("a / b", (1, Exact), (0, Exact), Err(NoFigure::Impossible));
}

proptest! {
    /// A sum with a bound holds for every number that the bound allows.
    #[test]
    fn a_sum_with_a_bound_is_a_bound(a in 0i64..1000, b in 0i64..1000, more in 0i64..1000) {
        let sum = worked("a + b", (a, Qualifier::AtLeast), (b, Qualifier::Exact)).expect("a sum");
        prop_assert_eq!(sum.qualifier, Qualifier::AtLeast);
        prop_assert!(Number::whole(a + more + b) >= sum.value.expect("a number"));
    }
}

fn check(rule: &str, a: (i64, Qualifier), b: (i64, Qualifier), expected: Result<(i64, Qualifier), NoFigure>) {
    let expected =
        expected.map(|(value, qualifier)| Honest { value: Some(Number::whole(value)), qualifier, source: None });
    assert_eq!(worked(rule, a, b), expected, "{rule} of {a:?} and {b:?}");
}

fn worked(rule: &str, a: (i64, Qualifier), b: (i64, Qualifier)) -> Result<Honest, NoFigure> {
    let mut names = Vocabulary::new();
    let facts = ["a", "b"].map(|name| names.add_fact(number(name)).expect("a fact"));
    let rule = check_expression(rule, &names, &Type::Number).expect("a rule");
    let honest = |(value, qualifier)| Honest { value: Some(Number::whole(value)), qualifier, source: None };
    let inputs: Vec<(FactId, Honest)> = facts.into_iter().zip([honest(a), honest(b)]).collect();
    work_out(&rule, &inputs)
}

fn number(name: &str) -> FactDefinition {
    FactDefinition {
        id: Arc::from(name),
        fact_type: Type::Number,
        name: Bilingual::new(name, name),
        minimum: None,
        maximum: None,
        step: Number::ONE,
        whole: false,
        immutable: false,
        derivation: None,
    }
}
