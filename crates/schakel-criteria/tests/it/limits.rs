//! Text without bounds must give an error with a place, never a stack overflow.

use schakel_criteria::{
    EXPRESSION_BYTES_MAX, ExpressionError, LIST_MAX, NESTING_MAX, Problem, SyntaxProblem, Type, check_expression,
    parse_expression,
};

use crate::support::vocabulary;

#[track_caller]
fn check(text: &str, expected: fn(&SyntaxProblem) -> bool) {
    let errors = check_expression(text, &vocabulary(), &Type::Bool).unwrap_err();
    let found = |error: &&ExpressionError| matches!(&error.problem, Problem::Syntax(problem) if expected(problem));
    let error = errors.iter().find(found).unwrap_or_else(|| panic!("{errors:?}"));
    assert!(error.span.start <= error.span.end && error.span.end <= text.len());
    assert!(!error.to_string().is_empty());
}

fn too_deep(problem: &SyntaxProblem) -> bool {
    matches!(problem, SyntaxProblem::TooDeep)
}

#[test]
fn deep_nesting_is_refused() {
    for (open, middle, close) in [
        ("(", "sme", ")"),
        ("!", "sme", ""),
        ("-", "employees", ""),
        ("!(", "sme", ")"),
        ("(sme && ", "sme", ")"),
        ("(sme || (sme && ", "sme", "))"),
        ("years(", "founded", ", founded)"),
        ("[", "\"a\"", "]"),
        ("employees[", "0", "]"),
        ("f(", "sme", ")"),
        ("1 + (2 * ", "3", ")"),
    ] {
        check(&format!("{}{middle}{}", open.repeat(200), close.repeat(200)), too_deep);
    }
}

#[test]
fn what_is_opened_two_hundred_times_and_never_closed_is_refused_once() {
    for open in ["(", "[", "f(", "!", "-", "sme ? ", "!(sme && ("] {
        let errors = parse_expression(&open.repeat(200)).unwrap_err();
        let deep = errors.iter().filter(|error| error.problem == Problem::Syntax(SyntaxProblem::TooDeep)).count();
        assert!(deep <= 1, "{errors:?}");
    }
}

#[test]
fn long_sums_are_refused_and_long_conjunctions_are_not() {
    check(&format!("0 < 1{}", " + 1".repeat(2 * NESTING_MAX)), too_deep);
    check(&format!("0 < 1{}", " * 2 / 2".repeat(NESTING_MAX)), too_deep);
    check(&format!("\"a\"{}", ".startsWith(\"a\")".repeat(2 * NESTING_MAX)), too_deep);
    let conjunction = format!("sme{}", " && sme".repeat(2000));
    assert!(check_expression(&conjunction, &vocabulary(), &Type::Bool).is_ok());
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let depth = NESTING_MAX - 1;
    let text = format!("{}sme{}", "(".repeat(depth), ")".repeat(depth));
    assert!(check_expression(&text, &vocabulary(), &Type::Bool).is_ok());
}

#[test]
fn a_megabyte_is_refused_at_once() {
    for piece in ["(", "sme && ", "\"", "é", "1", "a.b.", "[", "!"] {
        check(&piece.repeat(1024 * 1024 / piece.len()), |problem| matches!(problem, SyntaxProblem::TooLong(_)));
    }
    assert!(parse_expression(&" ".repeat(EXPRESSION_BYTES_MAX - 1)).is_err());
}

#[test]
fn a_list_without_end_is_refused() {
    let list = |length: usize| format!("motto in [{}]", "\"a\",".repeat(length));
    assert!(check_expression(&list(LIST_MAX), &vocabulary(), &Type::Bool).is_ok());
    check(&list(LIST_MAX + 1), |problem| matches!(problem, SyntaxProblem::ListTooLong));
}

#[test]
fn many_mistakes_give_a_bounded_number_of_errors() {
    let errors = parse_expression(&"# ".repeat(5000)).unwrap_err();
    assert!(errors.len() <= 50, "{}", errors.len());
}

proptest::proptest! {
    /// Any text gives a tree or errors within the text, and never stops the program.
    #[test]
    fn any_text_is_read(text in r#"([a-c&|!<>=+*/()\[\]{}.,:?%'"\\ \n\-0-9_é€“≤]|true|in|and|not|years|date|startsWith|sme|employees|plan|province){0,60}"#) {
        let checked = check_expression(&text, &vocabulary(), &Type::Bool);
        for error in checked.err().unwrap_or_default() {
            proptest::prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{:?} in {:?}", error, text);
            proptest::prop_assert!(!error.to_string().is_empty());
        }
    }

    /// A refused text always says why.
    #[test]
    fn a_refused_text_has_an_error(text in ".{0,40}") {
        if let Err(errors) = check_expression(&text, &vocabulary(), &Type::Bool) {
            proptest::prop_assert!(!errors.is_empty());
        }
    }
}
