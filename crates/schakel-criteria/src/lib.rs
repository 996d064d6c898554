#![doc = include_str!("../README.md")]

mod answer;
mod bounds;
mod check;
mod columns;
mod construct;
mod day;
mod decision;
mod derivation;
mod diagram;
mod domain;
mod error;
mod evaluate;
mod figures;
mod lexer;
mod lint;
mod number;
mod parser;
mod solve;
mod span;
mod suggestion;
mod syntax;
mod syntax_problem;
mod term;
mod tree;
mod type_problem;
mod value;
mod vocabulary;
mod words;

pub use answer::{Answer, CriteriaSet, Criterion, CriterionAnswer, Test, Verdict};
pub use check::check_expression;
pub use columns::{
    BLOCK_ROWS, BLOCK_WORDS, BlockVerdict, BoundPlan, Column, ColumnError, ColumnPlan, Counts, FirmTable, Kernel,
};
pub use construct::Construct;
pub use decision::{CHANGES_MAX, Change, Changes, Prospect, RuleSet, ValueView};
pub use derivation::{base_facts, derivation_circle};
pub use error::{ExpressionError, Problem};
pub use evaluate::{Outcome, Situation, Trouble, TroubleKind, evaluate, fact_value};
pub use lint::{Finding, FindingKind, lint};
pub use number::{DIGITS_MAX, Number};
pub use parser::{EXPRESSION_BYTES_MAX, LIST_MAX, NESTING_MAX, parse_expression};
pub use span::Span;
pub use syntax::{Function, Syntax, SyntaxNode};
pub use syntax_problem::SyntaxProblem;
pub use tree::{Comparison, Expression, Node, Operator};
pub use type_problem::{CodeSuggestion, Part, TypeProblem};
pub use value::{Type, Value};
pub use vocabulary::{
    Bilingual, Code, CodeList, Derivation, FactDefinition, FactId, FactSet, Language, Threshold, ThresholdId,
    Vocabulary,
};
pub use words::{in_words, value_in_words};
