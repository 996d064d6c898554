//! What the checker makes of a text: types, lowering and flattening. The mistakes are in `messages`.

use schakel_criteria::{Comparison, Expression, Node, Type, Value, check_expression};

use crate::support::{drawn, number, rule, vocabulary};

/// The checked tree in short, with the type of every figure.
fn shape(expression: &Expression) -> String {
    let figure = match expression.expression_type {
        Type::Money => "€",
        _ => "",
    };
    let joined = |parts: &[Expression]| parts.iter().map(shape).collect::<Vec<_>>().join(", ");
    match &expression.node {
        Node::Literal(Value::Number(number)) => format!("{figure}{number}"),
        Node::Literal(Value::Text(text)) => format!("{text:?}"),
        Node::Literal(Value::Bool(truth)) => truth.to_string(),
        Node::Literal(value) => format!("{value:?}"),
        Node::Fact(id) => vocabulary().fact(*id).unwrap().id.to_string(),
        Node::Threshold(id) => vocabulary().threshold(*id).unwrap().id.to_string(),
        Node::AsOf => "as_of".to_owned(),
        Node::Not(part) => format!("not({})", shape(part)),
        Node::All(parts) => format!("all({})", joined(parts)),
        Node::Any(parts) => format!("any({})", joined(parts)),
        Node::Compare(comparison, left, right) => format!("{} {} {}", shape(left), comparison.sign(), shape(right)),
        Node::Arithmetic(operator, left, right) => {
            format!("{figure}({} {} {})", shape(left), operator.sign(), shape(right))
        }
        Node::Negate(part) => format!("{figure}-{}", shape(part)),
        Node::OneOf(part, codes) => format!("one_of({}, {codes:?})", shape(part)),
        Node::Has(part, code) => format!("has({}, {code:?})", shape(part)),
        Node::StartsWith(part, start) => format!("starts_with({}, {start:?})", shape(part)),
        Node::Under(part, code) => format!("under({}, {code:?})", shape(part)),
        Node::Years(from, to) => format!("years({}, {})", shape(from), shape(to)),
        Node::Between(value, low, high) => format!("between({}, {}, {})", shape(value), shape(low), shape(high)),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shape(&rule(text, &vocabulary())), expected, "{text}");
}

#[test]
fn literals_become_numbers_or_amounts() {
    check("employees < 250", "employees < 250");
    check("turnover <= 50_000_000", "turnover <= €50000000");
    check("50_000_000 >= turnover", "€50000000 >= turnover");
    check("turnover <= 2 * 1000 + 5", "turnover <= €(€(€2 * 1000) + €5)");
    check("requested_grant <= 2500 * circle_size", "requested_grant <= €(€2500 * circle_size)");
    check("requested_grant <= circle_size * 2500", "requested_grant <= €(circle_size * €2500)");
    check("turnover * 0.5 > 10", "€(turnover * 0.5) > €10");
    check("turnover / 2 > 10", "€(turnover / 2) > €10");
    check("turnover / balance_total > 0.5", "(turnover / balance_total) > 0.5");
    check("1000 / turnover < 2", "(€1000 / turnover) < 2");
    check("turnover / employees > 1000", "€(turnover / employees) > €1000");
    check("-turnover < -5", "€-turnover < €-5");
    check("between(turnover, 1, 2)", "between(turnover, €1, €2)");
    check("between(5, employees, 10)", "between(5, employees, 10)");
    check("1 < 2", "1 < 2");
    check("employees < sme_max_employees", "employees < sme_max_employees");
    check(
        "de_minimis_3y + requested_grant <= de_minimis_ceiling",
        "€(de_minimis_3y + requested_grant) <= de_minimis_ceiling",
    );
}

#[test]
fn a_comparison_with_a_written_truth_disappears() {
    check("sme == true", "sme");
    check("sme == false", "not(sme)");
    check("sme != true", "not(sme)");
    check("false != sme", "sme");
    check("true == true", "true");
    check("(employees < 5) == false", "not(employees < 5)");
    check("sme == starter", "sme == starter");
    check("sme != starter", "sme != starter");
}

#[test]
fn junctions_are_flat() {
    check("sme && starter && registered", "all(sme, starter, registered)");
    check("sme && (starter && registered)", "all(sme, starter, registered)");
    check("(sme || starter) || registered", "any(sme, starter, registered)");
    check("sme && (starter || registered)", "all(sme, any(starter, registered))");
    check("(sme && starter) == true && registered", "all(sme, starter, registered)");
}

#[test]
fn codes_and_lists() {
    check("province == \"PV23\"", "province == \"PV23\"");
    check("\"PV23\" != province", "\"PV23\" != province");
    check("province in [\"PV23\", 'PV25']", "one_of(province, [\"PV23\", \"PV25\"])");
    check("motto in [\"a\"]", "one_of(motto, [\"a\"])");
    check("\"start\" in plan", "has(plan, \"start\")");
    check("legal_form.startsWith(\"b\")", "starts_with(legal_form, \"b\")");
    check("sbi.startsWith(\"28\")", "starts_with(sbi, \"28\")");
    check("motto.startsWith(\"x\")", "starts_with(motto, \"x\")");
    check("under(sbi, \"28\")", "under(sbi, \"28\")");
    check("under(legal_form, \"bv\")", "under(legal_form, \"bv\")");
    check("motto == \"a\"", "motto == \"a\"");
}

#[test]
fn dates() {
    check("years(founded, as_of) < 5", "years(founded, as_of) < 5");
    check("between(founded, date(\"2010-01-01\"), as_of)", "between(founded, Date(2010-01-01), as_of)");
}

#[test]
fn the_expected_type_settles_the_whole() {
    let vocabulary = vocabulary();
    let check = |text: &str, expected: Type| match check_expression(text, &vocabulary, &expected) {
        Ok(expression) => assert_eq!(expression.expression_type, expected),
        Err(errors) => panic!("{}", drawn(text, &errors)),
    };
    check("5", Type::Money);
    check("5", Type::Number);
    check("2 * turnover", Type::Money);
    check("turnover / balance_total", Type::Number);
    check("\"PV23\"", Type::Code("provinces".into()));
    check("province", Type::Code("provinces".into()));
    check("plan", Type::Codes("plan".into()));
    check("as_of", Type::Date);
    check("\"a\"", Type::Text);
    let refused = |text: &str, expected: Type| {
        let errors = check_expression(text, &vocabulary, &expected).unwrap_err();
        drawn(text, &errors)
    };
    insta::assert_snapshot!(refused("turnover", Type::Number), @r"
    turnover
    ^^^^^^^^ a number is needed here, but `turnover` is an amount of money
    ");
    insta::assert_snapshot!(refused("\"PV99\"", Type::Code("provinces".into())), @r#"
    "PV99"
    ^^^^^^ `provinces` has no code `PV99`
           help: did you mean `PV20` (Groningen)?
    "#);
    insta::assert_snapshot!(refused("sme", Type::Date), @r"
    sme
    ^^^ a date is needed here, but `sme` is yes or no
    ");
    insta::assert_snapshot!(refused("5", Type::Bool), @r"
    5
    ^ yes or no is needed here, but `5` is a number
      help: compare it, for example `5 > 0`
    ");
    insta::assert_snapshot!(refused("legal_form", Type::Code("provinces".into())), @r"
    legal_form
    ^^^^^^^^^^ a code from `provinces` is needed here, but `legal_form` is a code from `legal-forms`
    ");
}

#[test]
fn spans_point_into_the_text() {
    let text = "sme && (employees < 10 || -1 < 2)";
    let expression = rule(text, &vocabulary());
    assert_eq!(&text[expression.span.start..expression.span.end], text);
    let any = expression.parts()[1];
    assert_eq!(&text[any.span.start..any.span.end], "(employees < 10 || -1 < 2)");
    let Node::Compare(Comparison::Less, left, _) = &any.parts()[1].node else { panic!("{any:?}") };
    assert_eq!(left.node, Node::Literal(number(-1)));
    assert_eq!(&text[left.span.start..left.span.end], "-1");
}
