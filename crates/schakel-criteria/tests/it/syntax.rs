//! How text becomes a tree: what binds how strongly, and where each part stands.

use schakel_criteria::{Syntax, SyntaxNode, parse_expression};

use crate::support::drawn;

/// The tree with all brackets written.
fn shape(syntax: &Syntax) -> String {
    let join = |parts: &[Syntax], sign: &str| {
        format!("({})", parts.iter().map(shape).collect::<Vec<_>>().join(&format!(" {sign} ")))
    };
    match &syntax.node {
        SyntaxNode::Mistake => "?".to_owned(),
        SyntaxNode::Truth(truth) => truth.to_string(),
        SyntaxNode::Figure(number) => number.to_string(),
        SyntaxNode::Quoted(text) => format!("{text:?}"),
        SyntaxNode::List(parts) => format!("[{}]", parts.iter().map(shape).collect::<Vec<_>>().join(", ")),
        SyntaxNode::Name(name) => name.clone(),
        SyntaxNode::Not(part) => format!("!{}", shape(part)),
        SyntaxNode::Negate(part) => format!("-{}", shape(part)),
        SyntaxNode::All(parts) => join(parts, "&&"),
        SyntaxNode::Any(parts) => join(parts, "||"),
        SyntaxNode::Compare(comparison, left, right) => {
            format!("({} {} {})", shape(left), comparison.sign(), shape(right))
        }
        SyntaxNode::In(left, right) => format!("({} in {})", shape(left), shape(right)),
        SyntaxNode::Arithmetic(operator, left, right) => {
            format!("({} {} {})", shape(left), operator.sign(), shape(right))
        }
        SyntaxNode::Call(function, arguments) => {
            format!("{}({})", function.name(), arguments.iter().map(shape).collect::<Vec<_>>().join(", "))
        }
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    match parse_expression(text) {
        Ok(syntax) => assert_eq!(shape(&syntax), expected, "{text}"),
        Err(errors) => panic!("{}", drawn(text, &errors)),
    }
}

#[test]
fn operators_bind_as_in_cel() {
    check("a || b && c", "(a || (b && c))");
    check("a && b || c && d", "((a && b) || (c && d))");
    check("(a || b) && c", "((a || b) && c)");
    check("!a && b", "(!a && b)");
    check("!a == b", "(!a == b)");
    check("a + b * c - d", "((a + (b * c)) - d)");
    check("a - b - c", "((a - b) - c)");
    check("a / b / c", "((a / b) / c)");
    check("a + b < c * d", "((a + b) < (c * d))");
    check("-a + b", "(-a + b)");
    check("--a", "--a");
    check("!!a", "!!a");
    check("a < b && c >= d", "((a < b) && (c >= d))");
    check("a in [\"x\"] && b", "((a in [\"x\"]) && b)");
    check("\"x\" in a || \"y\" in a", "((\"x\" in a) || (\"y\" in a))");
}

#[test]
fn long_junctions_stay_flat() {
    check("a && b && c && d", "(a && b && c && d)");
    check("a || b || c", "(a || b || c)");
    check("a && (b && c)", "(a && (b && c))");
}

#[test]
fn literals() {
    check("true", "true");
    check("50_000_000", "50000000");
    check("0.35", "0.35");
    check("007", "7");
    check("1.5000", "1.5");
}

#[test]
fn quotes_and_escapes() {
    check(r#"'single'"#, r#""single""#);
    check(r#""double""#, r#""double""#);
    check(r#""it's""#, r#""it's""#);
    check(r#"'say "x"'"#, r#""say \"x\"""#);
    check(r#""\\ \" \' \n \t \r""#, r#""\\ \" ' \n \t \r""#);
    check(r#""\u00e9\U0001F600""#, r#""é😀""#);
    check(r#""""#, r#""""#);
    check(r#"["a", 'b',]"#, r#"["a", "b"]"#);
}

#[test]
fn functions_and_methods() {
    check("years(a, b) < 5", "(years(a, b) < 5)");
    check("between(a + 1, 2, 3)", "between((a + 1), 2, 3)");
    check("a.startsWith(\"28\")", "startsWith(a, \"28\")");
    check("!a.startsWith(\"28\")", "!startsWith(a, \"28\")");
    check("date(\"2017-04-11\") <= a", "(date(\"2017-04-11\") <= a)");
    check("years", "years");
}

#[test]
fn white_space_does_not_matter() {
    check("a&&b", "(a && b)");
    check(" a\n\t&&\r\n  b ", "(a && b)");
    check("a .startsWith( \"x\" )", "startsWith(a, \"x\")");
}

#[test]
fn spans_cover_the_text_with_its_brackets() {
    let text = "(a || b) && c < 10";
    let syntax = parse_expression(text).unwrap();
    let slice = |part: &Syntax| text[part.span.start..part.span.end].to_owned();
    assert_eq!(slice(&syntax), text);
    let parts: Vec<String> = syntax.parts().into_iter().map(slice).collect();
    assert_eq!(parts, ["(a || b)", "c < 10"]);
}
