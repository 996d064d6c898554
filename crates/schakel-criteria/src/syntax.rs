//! The untyped tree of an expression as it was written: what the parser makes and the type checker reads. Names are
//! not looked up and types are not known here.

use crate::number::Number;
use crate::span::Span;
use crate::tree::{Comparison, Operator};

/// A part of an expression as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// What stands there.
    pub node: SyntaxNode,
    /// Where it stands, brackets around it included.
    pub span: Span,
    /// Levels of parts below this one; kept so that no tree grows deeper than the limit.
    height: usize,
}

/// The forms that an expression can be written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxNode {
    /// A place where the text could not be read; the mistake has been reported.
    Mistake,
    /// `true` or `false`.
    Truth(bool),
    /// A number or an amount: `250`, `50_000_000`, `0.35`.
    Figure(Number),
    /// A text in quotes, escapes resolved.
    Quoted(String),
    /// `["a", "b"]`
    List(Vec<Syntax>),
    /// The name of a fact or threshold, or `as_of`.
    Name(String),
    /// `!x`
    Not(Box<Syntax>),
    /// `-x`
    Negate(Box<Syntax>),
    /// `a && b && …`
    All(Vec<Syntax>),
    /// `a || b || …`
    Any(Vec<Syntax>),
    /// `a < b` and the other comparisons.
    Compare(Comparison, Box<Syntax>, Box<Syntax>),
    /// `a in b`
    In(Box<Syntax>, Box<Syntax>),
    /// `a + b` and the other calculations.
    Arithmetic(Operator, Box<Syntax>, Box<Syntax>),
    /// `years(a, b)` and the other functions; for `x.startsWith("28")` the first argument is `x`.
    Call(Function, Vec<Syntax>),
}

/// The functions of the rule language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `years(from, to)`
    Years,
    /// `between(x, low, high)`
    Between,
    /// `under(codes, "28")`
    Under,
    /// `date("2017-04-11")`
    Date,
    /// `x.startsWith("28")`
    StartsWith,
}

impl Function {
    /// Every function.
    pub const ALL: [Function; 5] =
        [Function::Years, Function::Between, Function::Under, Function::Date, Function::StartsWith];

    /// Its name in a rule.
    pub fn name(self) -> &'static str {
        match self {
            Function::Years => "years",
            Function::Between => "between",
            Function::Under => "under",
            Function::Date => "date",
            Function::StartsWith => "startsWith",
        }
    }

    /// How it is written.
    pub fn usage(self) -> &'static str {
        match self {
            Function::Years => "years(from, to)",
            Function::Between => "between(x, low, high)",
            Function::Under => "under(codes, \"28\")",
            Function::Date => "date(\"2017-04-11\")",
            Function::StartsWith => "x.startsWith(\"28\")",
        }
    }

    /// Whether it is written after its first argument, with a dot.
    pub fn is_method(self) -> bool {
        self == Function::StartsWith
    }

    /// The number of arguments between its brackets.
    pub fn arguments(self) -> usize {
        match self {
            Function::Date | Function::StartsWith => 1,
            Function::Years | Function::Under => 2,
            Function::Between => 3,
        }
    }
}

impl Syntax {
    /// A part with this form at this place.
    pub fn new(node: SyntaxNode, span: Span) -> Self {
        let height = parts(&node).iter().map(|part| part.height + 1).max().unwrap_or(0);
        Syntax { node, span, height }
    }

    /// Levels of parts below this one: 0 for a name or a literal.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The direct parts, left to right.
    pub fn parts(&self) -> Vec<&Syntax> {
        parts(&self.node)
    }
}

fn parts(node: &SyntaxNode) -> Vec<&Syntax> {
    match node {
        SyntaxNode::Mistake
        | SyntaxNode::Truth(_)
        | SyntaxNode::Figure(_)
        | SyntaxNode::Quoted(_)
        | SyntaxNode::Name(_) => Vec::new(),
        SyntaxNode::Not(part) | SyntaxNode::Negate(part) => vec![part],
        SyntaxNode::Compare(_, left, right) | SyntaxNode::In(left, right) | SyntaxNode::Arithmetic(_, left, right) => {
            vec![left, right]
        }
        SyntaxNode::List(parts) | SyntaxNode::All(parts) | SyntaxNode::Any(parts) | SyntaxNode::Call(_, parts) => {
            parts.iter().collect()
        }
    }
}
