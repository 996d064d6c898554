//! The truth tables of the DMN Technology Compatibility Kit, groups 0064 (conjunction), 0065 (disjunction) and 0066
//! (negation), 44 cases, with `null` as a fact that is not known. 21 of them are Kleene's tables and hold here too. The
//! other 23 have an operand that is no boolean: FEEL calculates with it as with `null`, and here the rule is refused
//! before it is ever used.

use schakel_criteria::{Outcome, Problem, Type, TypeProblem, Value, check_expression};

use crate::support::{outcome, vocabulary};

/// FEEL expression and the result that the kit asks for.
const CASES: [(&str, &str); 44] = [
    // 0064, conjunction
    ("true and true", "true"),
    ("true and false", "false"),
    ("true and null", "null"),
    ("true and 123", "null"),
    ("true and \"true\"", "null"),
    ("false and true", "false"),
    ("false and false", "false"),
    ("false and null", "false"),
    ("false and 123", "false"),
    ("false and \"true\"", "false"),
    ("null and true", "null"),
    ("123 and true", "null"),
    ("\"true\" and true", "null"),
    ("null and false", "false"),
    ("123 and false", "false"),
    ("\"true\" and false", "false"),
    ("null and null", "null"),
    ("\"true\" and \"true\"", "null"),
    ("0 and 0", "null"),
    // 0065, disjunction
    ("true or true", "true"),
    ("true or false", "true"),
    ("true or null", "true"),
    ("true or 123", "true"),
    ("true or \"true\"", "true"),
    ("false or true", "true"),
    ("false or false", "false"),
    ("false or null", "null"),
    ("false or 123", "null"),
    ("false or \"true\"", "null"),
    ("null or true", "true"),
    ("123 or true", "true"),
    ("\"true\" or true", "true"),
    ("null or false", "null"),
    ("123 or false", "null"),
    ("\"true\" or false", "null"),
    ("null or null", "null"),
    ("\"true\" or \"true\"", "null"),
    ("0 or 0", "null"),
    // 0066, negation
    ("not(true)", "false"),
    ("not(false)", "true"),
    ("not(null)", "null"),
    ("not(0)", "null"),
    ("not(1)", "null"),
    ("not(\"true\")", "null"),
];

/// The expression as a rule: `null` becomes a fact that is not given.
fn translated(feel: &str) -> String {
    feel.replace(" and ", " && ").replace(" or ", " || ").replace("not(", "!(").replace("null", "answer_a")
}

fn has_other_operand(feel: &str) -> bool {
    feel.contains(|sign: char| sign == '"' || sign.is_ascii_digit())
}

#[test]
fn the_tables_of_three_valued_logic_agree() {
    let kleene: Vec<_> = CASES.iter().filter(|(feel, _)| !has_other_operand(feel)).collect();
    assert_eq!(kleene.len(), 21);
    for (feel, expected) in kleene {
        let expected = match *expected {
            "true" => Outcome::Known(Value::Bool(true)),
            "false" => Outcome::Known(Value::Bool(false)),
            _ => Outcome::Unknown,
        };
        assert_eq!(outcome(&translated(feel), &Type::Bool, &[], &vocabulary()), expected, "{feel}");
    }
}

#[test]
fn operands_that_are_no_booleans_are_refused() {
    let documented: Vec<_> = CASES.iter().filter(|(feel, _)| has_other_operand(feel)).collect();
    assert_eq!(documented.len(), 23);
    for (feel, _) in documented {
        let errors = check_expression(&translated(feel), &vocabulary(), &Type::Bool).unwrap_err();
        let refused = |problem: &Problem| matches!(problem, Problem::Type(TypeProblem::NotACondition { .. }));
        assert!(errors.iter().all(|error| refused(&error.problem)), "{feel}: {errors:?}");
    }
}
