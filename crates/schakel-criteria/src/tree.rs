//! The tree of a checked expression: small, closed and typed. Parsing and type checking make it; evaluation,
//! printing in words and the decision diagrams read it. Nothing outside the closed subset can be written in it.

use std::sync::Arc;

use crate::span::Span;
use crate::value::{Type, Value};
use crate::vocabulary::{FactId, ThresholdId};

/// A checked expression with its type and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What it does.
    pub node: Node,
    /// Its type.
    pub expression_type: Type,
    /// Where it stands in the text of the rule.
    pub span: Span,
}

/// The closed set of operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A value written in the rule.
    Literal(Value),
    /// A fact.
    Fact(FactId),
    /// A named figure, at its value on the day for which we look.
    Threshold(ThresholdId),
    /// The day for which we look.
    AsOf,
    /// Not so.
    Not(Box<Expression>),
    /// All of these (two or more).
    All(Vec<Expression>),
    /// Any of these (two or more).
    Any(Vec<Expression>),
    /// A comparison of two numbers, amounts, dates, codes or booleans.
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// Arithmetic on numbers and amounts.
    Arithmetic(Operator, Box<Expression>, Box<Expression>),
    /// The number with its sign turned.
    Negate(Box<Expression>),
    /// `code in ["a", "b"]`: the code is one of these.
    OneOf(Box<Expression>, Vec<Arc<str>>),
    /// `"a" in codes`: the list fact has this code.
    Has(Box<Expression>, Arc<str>),
    /// `x.startsWith("28")`: the code or text, or any code of the list, starts so.
    StartsWith(Box<Expression>, Arc<str>),
    /// `under(x, "28")`: the code, or any code of the list, is this one or lies below it in its code list.
    Under(Box<Expression>, Arc<str>),
    /// `years(from, to)`: whole calendar years from one day to another.
    Years(Box<Expression>, Box<Expression>),
    /// `between(x, low, high)`: low <= x and x <= high.
    Between(Box<Expression>, Box<Expression>, Box<Expression>),
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// How it is written in a rule.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that holds exactly when this one does not.
    pub fn opposite(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        }
    }

    /// The comparison that says the same with its sides exchanged.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            same => same,
        }
    }

    /// Whether an ordering satisfies it.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Equal => ordering.is_eq(),
            Comparison::NotEqual => ordering.is_ne(),
            Comparison::Less => ordering.is_lt(),
            Comparison::LessOrEqual => ordering.is_le(),
            Comparison::Greater => ordering.is_gt(),
            Comparison::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// The arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    DividedBy,
}

impl Operator {
    /// How it is written in a rule.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::DividedBy => "/",
        }
    }
}

impl Expression {
    /// The direct parts of this expression, left to right.
    pub fn parts(&self) -> Vec<&Expression> {
        match &self.node {
            Node::Literal(_) | Node::Fact(_) | Node::Threshold(_) | Node::AsOf => Vec::new(),
            Node::Not(part) | Node::Negate(part) => vec![part],
            Node::OneOf(part, _) | Node::Has(part, _) | Node::StartsWith(part, _) | Node::Under(part, _) => vec![part],
            Node::All(parts) | Node::Any(parts) => parts.iter().collect(),
            Node::Compare(_, left, right) | Node::Arithmetic(_, left, right) | Node::Years(left, right) => {
                vec![left, right]
            }
            Node::Between(value, low, high) => vec![value, low, high],
        }
    }

    /// The facts that it names itself (not what derived facts rest on), in order of first mention.
    pub fn facts(&self) -> Vec<FactId> {
        let mut found = Vec::new();
        self.collect_facts(&mut found);
        found
    }

    fn collect_facts(&self, found: &mut Vec<FactId>) {
        if let Node::Fact(id) = &self.node
            && !found.contains(id)
        {
            found.push(*id);
        }
        for part in self.parts() {
            part.collect_facts(found);
        }
    }
}
