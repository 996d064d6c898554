//! A mistake in an expression: its place and what it is, in plain words. Finding mistakes is the work of the lexer,
//! the parser and the checker; showing the text with the words underlined belongs to the caller, who knows the file.

use std::fmt;

use crate::span::Span;
use crate::syntax_problem::SyntaxProblem;
use crate::type_problem::TypeProblem;

/// A mistake in an expression. Prints as one line; [`ExpressionError::help`] says what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// The place in the text of the expression.
    pub span: Span,
    /// What is wrong.
    pub problem: Problem,
}

/// The two families of mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The text is not written as a rule is.
    Syntax(SyntaxProblem),
    /// The text can be read, but it does not fit the facts, thresholds and code lists that exist.
    Type(TypeProblem),
}

impl ExpressionError {
    /// What to do about it, when that can be said: "did you mean `employees`?".
    pub fn help(&self) -> Option<String> {
        match &self.problem {
            Problem::Syntax(problem) => problem.help(),
            Problem::Type(problem) => problem.help(),
        }
    }

    pub(crate) fn syntax(span: Span, problem: SyntaxProblem) -> Self {
        ExpressionError { span, problem: Problem::Syntax(problem) }
    }

    pub(crate) fn of_type(span: Span, problem: TypeProblem) -> Self {
        ExpressionError { span, problem: Problem::Type(problem) }
    }
}

impl std::error::Error for ExpressionError {}

impl fmt::Display for ExpressionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Syntax(problem) => problem.fmt(formatter),
            Problem::Type(problem) => problem.fmt(formatter),
        }
    }
}

/// The longest piece of a rule that a message repeats, in characters.
const SHOWN_MAX: usize = 60;

/// A piece of a rule as a message shows it: on one line and not too long.
pub(crate) fn shown(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
