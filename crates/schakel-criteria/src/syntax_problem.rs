//! The mistakes that make a text unreadable as a rule, and the words for them. What does not fit the vocabulary is in
//! `type_problem`.

use std::fmt;

use crate::construct::Construct;
use crate::number::DIGITS_MAX;
use crate::parser::{EXPRESSION_BYTES_MAX, LIST_MAX, NESTING_MAX};
use crate::syntax::Function;

/// How a text fails to be an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// More text than [`EXPRESSION_BYTES_MAX`]; with its length in bytes.
    TooLong(usize),
    /// Deeper than [`NESTING_MAX`].
    TooDeep,
    /// A list with more than [`LIST_MAX`] elements.
    ListTooLong,
    /// No text at all.
    Empty,
    /// A sign that means nothing in a rule.
    UnknownSign(char),
    /// A word with letters that no name has.
    StrangeWord(String),
    /// Written otherwise than the rule language does: `≤` for `<=`, `and` for `&&`.
    Spelling {
        /// What stands there.
        found: String,
        /// What to write.
        instead: String,
    },
    /// Something of CEL that the rule language leaves out.
    LeftOut(Construct),
    /// A text without a closing quote.
    UnclosedText,
    /// A backslash before something that is no escape.
    UnknownEscape(String),
    /// A number with more than [`DIGITS_MAX`] digits on one side of the point.
    NumberTooLong,
    /// Digits and other signs that form no number.
    MalformedNumber(String),
    /// `50.000`: fifty to a computer, fifty thousand to a Dutch reader.
    AmbiguousNumber(String),
    /// A value was expected; with what stands there instead, unless the text ends.
    NoValue(Option<String>),
    /// Something follows that no operator joins to what stands before it.
    NoOperator(String),
    /// `0,35`
    DecimalComma(String),
    /// A bracket that is not closed.
    Unclosed(char),
    /// A bracket that closes nothing.
    Unopened(char),
    /// `a < b < c`; with how to write it, when its meaning is clear.
    Chain(Option<String>),
    /// A function that does not exist; with the nearest that does.
    UnknownFunction {
        /// The name as written.
        name: String,
        /// The function that was probably meant.
        nearest: Option<Function>,
    },
    /// A function written before its first argument that belongs after it, or the other way round.
    WrongCallForm(Function),
}

impl fmt::Display for SyntaxProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SyntaxProblem::TooLong(bytes) => {
                write!(formatter, "the expression is {bytes} bytes long; the most is {EXPRESSION_BYTES_MAX}")
            }
            SyntaxProblem::TooDeep => write!(formatter, "the expression is nested more than {NESTING_MAX} levels deep"),
            SyntaxProblem::ListTooLong => write!(formatter, "the list has more than {LIST_MAX} elements"),
            SyntaxProblem::Empty => formatter.write_str("the expression is empty"),
            SyntaxProblem::UnknownSign(sign) => write!(formatter, "`{sign}` means nothing in a rule"),
            SyntaxProblem::StrangeWord(word) => write!(formatter, "`{word}` cannot be the name of anything"),
            SyntaxProblem::Spelling { found, .. } => write!(formatter, "`{found}` is not how a rule writes this"),
            SyntaxProblem::LeftOut(construct) => {
                write!(formatter, "{} is not part of the rule language", construct.title())
            }
            SyntaxProblem::UnclosedText => formatter.write_str("this text has no closing quote"),
            SyntaxProblem::UnknownEscape(escape) => write!(formatter, "`{escape}` is not an escape"),
            SyntaxProblem::NumberTooLong => {
                write!(formatter, "the number has more than {DIGITS_MAX} digits on one side of the point")
            }
            SyntaxProblem::MalformedNumber(text) => write!(formatter, "`{text}` is not a number"),
            SyntaxProblem::AmbiguousNumber(text) => write!(formatter, "`{text}` can be read in two ways"),
            SyntaxProblem::NoValue(Some(found)) => write!(formatter, "a value was expected here, not `{found}`"),
            SyntaxProblem::NoValue(None) => formatter.write_str("the expression ends where a value was expected"),
            SyntaxProblem::NoOperator(found) => write!(formatter, "nothing joins `{found}` to what stands before it"),
            SyntaxProblem::DecimalComma(text) => write!(formatter, "`{text}` is not a number"),
            SyntaxProblem::Unclosed(bracket) => write!(formatter, "this `{bracket}` is not closed"),
            SyntaxProblem::Unopened(bracket) => write!(formatter, "this `{bracket}` closes nothing"),
            SyntaxProblem::Chain(_) => formatter.write_str("comparisons cannot be chained"),
            SyntaxProblem::UnknownFunction { name, .. } => write!(formatter, "unknown function `{name}`"),
            SyntaxProblem::WrongCallForm(function) if function.is_method() => {
                write!(formatter, "`{}` stands after what it looks at, with a dot", function.name())
            }
            SyntaxProblem::WrongCallForm(function) => write!(formatter, "`{}` takes no dot", function.name()),
        }
    }
}

impl SyntaxProblem {
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            SyntaxProblem::TooLong(_) | SyntaxProblem::TooDeep => {
                Some("split it: give parts of it a name as derived facts".to_owned())
            }
            SyntaxProblem::ListTooLong => Some("use `under(x, \"28\")` or `x.startsWith(\"28\")`".to_owned()),
            SyntaxProblem::UnknownSign('€') => Some("amounts are plain numbers, in euros: `25_000`".to_owned()),
            SyntaxProblem::StrangeWord(_) => Some("names have only the letters a to z, digits and `_`".to_owned()),
            SyntaxProblem::Spelling { instead, .. } | SyntaxProblem::Chain(Some(instead)) => {
                Some(format!("write `{instead}`"))
            }
            SyntaxProblem::Chain(None) => Some("put brackets around the comparison that comes first".to_owned()),
            SyntaxProblem::LeftOut(construct) => construct.instead().map(str::to_owned),
            SyntaxProblem::UnknownEscape(escape) if escape.starts_with("\\u") => {
                Some("write four hexadecimal digits: `\\u00e9`".to_owned())
            }
            SyntaxProblem::UnknownEscape(_) => Some("write `\\\\` for a backslash itself".to_owned()),
            SyntaxProblem::MalformedNumber(text) => malformed_number_help(text),
            SyntaxProblem::AmbiguousNumber(text) => {
                let grouped = text.replace('.', "_");
                Some(format!("write `{grouped}` for thousands, or `{text}0` for a number with decimals"))
            }
            SyntaxProblem::NoOperator(_) => Some("join conditions with `&&` (and) or `||` (or)".to_owned()),
            SyntaxProblem::DecimalComma(text) => Some(format!("write `{}`", text.replace(',', "."))),
            SyntaxProblem::UnknownFunction { nearest: Some(function), .. } => {
                Some(format!("did you mean `{}`?", function.usage()))
            }
            SyntaxProblem::UnknownFunction { nearest: None, .. } => {
                let usages = Function::ALL.map(|function| format!("`{}`", function.usage()));
                Some(format!("the functions are {}", usages.join(", ")))
            }
            SyntaxProblem::WrongCallForm(function) => Some(format!("write `{}`", function.usage())),
            SyntaxProblem::Empty
            | SyntaxProblem::UnknownSign(_)
            | SyntaxProblem::UnclosedText
            | SyntaxProblem::NumberTooLong
            | SyntaxProblem::NoValue(_)
            | SyntaxProblem::Unclosed(_)
            | SyntaxProblem::Unopened(_) => None,
        }
    }
}

/// How to write what was probably meant: `50.000.000` with underscores, `.5` with a nought.
fn malformed_number_help(text: &str) -> Option<String> {
    if text.starts_with('.') {
        Some(format!("write `0{text}`"))
    } else if text.matches('.').count() > 1 {
        Some(format!("write `{}`", text.replace('.', "_")))
    } else {
        Some("write numbers as `250`, `50_000_000` or `0.35`".to_owned())
    }
}
