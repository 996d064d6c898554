//! Evaluation with unknowns: Kleene's three-valued logic over facts that may be missing. What is missing stays
//! unknown; trouble (division by nought, a number out of range) is kept with its place and never panics.

use std::cmp::Ordering;
use std::sync::Arc;

use schakel_time::{Date, whole_years};

use crate::number::Number;
use crate::span::Span;
use crate::tree::{Comparison, Expression, Node, Operator};
use crate::value::Value;
use crate::vocabulary::{CodeList, Derivation, FactId, FactSet, ThresholdId, Vocabulary};

/// What an expression is evaluated against.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The facts, thresholds and code lists that exist.
    pub vocabulary: &'a Vocabulary,
    /// What is known.
    pub facts: &'a FactSet,
    /// The day for which we look.
    pub as_of: Date,
}

/// The result of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The known facts decide it.
    Known(Value),
    /// A missing fact is needed.
    Unknown,
    /// The calculation cannot be done. Logic treats it as unknown, so that `false && trouble` is still false.
    Trouble(Trouble),
}

/// Why a calculation cannot be done, and where in the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trouble {
    /// The place in the text of the rule.
    pub span: Span,
    /// What is the matter.
    pub kind: TroubleKind,
}

/// The kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TroubleKind {
    /// A division by nought.
    DivisionByZero,
    /// A number that does not fit in 128 bits.
    OutOfRange,
    /// A threshold without a value on the day for which we look.
    ThresholdWithoutValue(ThresholdId),
}

impl Outcome {
    /// The yes or no that it is, when it is known.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Outcome::Known(Value::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    fn truth(value: bool) -> Outcome {
        Outcome::Known(Value::Bool(value))
    }
}

/// Evaluates a checked expression.
pub fn evaluate(expression: &Expression, situation: &Situation<'_>) -> Outcome {
    match &expression.node {
        Node::Literal(value) => Outcome::Known(value.clone()),
        Node::Fact(id) => fact_value(*id, situation),
        Node::Threshold(id) => match situation.vocabulary.threshold(*id).and_then(|it| it.at(situation.as_of)) {
            Some(value) => Outcome::Known(Value::Number(value)),
            None => trouble(expression, TroubleKind::ThresholdWithoutValue(*id)),
        },
        Node::AsOf => Outcome::Known(Value::Date(situation.as_of)),
        Node::Not(part) => match evaluate(part, situation) {
            Outcome::Known(Value::Bool(value)) => Outcome::truth(!value),
            other => other,
        },
        Node::All(parts) => junction(parts, situation, false),
        Node::Any(parts) => junction(parts, situation, true),
        Node::Between(value, low, high) => {
            let above = compare(Comparison::GreaterOrEqual, value, low, situation);
            let below = compare(Comparison::LessOrEqual, value, high, situation);
            join([above, below], false)
        }
        Node::Compare(comparison, left, right) => compare(*comparison, left, right, situation),
        Node::Arithmetic(operator, left, right) => arithmetic(expression, *operator, left, right, situation),
        Node::Negate(part) => on_known(part, situation, |value| match value {
            Value::Number(number) => Value::Number(number.negated()),
            other => other.clone(),
        }),
        Node::OneOf(part, codes) => on_text(part, situation, |code| codes.iter().any(|it| **it == *code)),
        Node::Has(part, wanted) => on_text(part, situation, |code| *code == **wanted),
        Node::StartsWith(part, start) => on_text(part, situation, |code| code.starts_with(&**start)),
        Node::Under(part, ancestor) => {
            let list = list_of(part, situation.vocabulary);
            on_text(part, situation, |code| match list {
                Some(list) => list.is_under(code, ancestor),
                None => code.starts_with(&**ancestor),
            })
        }
        Node::Years(from, to) => years(from, to, situation),
    }
}

/// The value of a fact: the given one, or else the one that follows from other facts.
pub fn fact_value(id: FactId, situation: &Situation<'_>) -> Outcome {
    if let Some(value) = situation.facts.get(id) {
        return Outcome::Known(value.clone());
    }
    match situation.vocabulary.fact(id).and_then(|fact| fact.derivation.as_ref()) {
        None => Outcome::Unknown,
        Some(Derivation::Expressions(expressions)) => first_decided(expressions, situation),
        Some(Derivation::Lookup { from, table }) => match fact_value(*from, situation) {
            Outcome::Known(Value::Text(code)) => match table.get(&code) {
                Some(found) => Outcome::Known(Value::Text(Arc::clone(found))),
                None => Outcome::Unknown,
            },
            other => other,
        },
    }
}

fn first_decided(expressions: &[Expression], situation: &Situation<'_>) -> Outcome {
    let mut last = Outcome::Unknown;
    for expression in expressions {
        last = evaluate(expression, situation);
        if matches!(last, Outcome::Known(_)) {
            break;
        }
    }
    last
}

/// `&&` (`decisive` false) or `||` (`decisive` true): one part with the decisive value decides, whatever the others.
fn junction(parts: &[Expression], situation: &Situation<'_>, decisive: bool) -> Outcome {
    join(parts.iter().map(|part| evaluate(part, situation)), decisive)
}

fn join(outcomes: impl IntoIterator<Item = Outcome>, decisive: bool) -> Outcome {
    let mut undecided = None;
    for outcome in outcomes {
        match (outcome, &undecided) {
            (Outcome::Known(Value::Bool(value)), _) if value == decisive => return Outcome::truth(decisive),
            // The first trouble is the one to tell about; a missing fact comes after it.
            (Outcome::Known(_), _) | (_, Some(Outcome::Trouble(_))) | (Outcome::Unknown, Some(_)) => {}
            (other, _) => undecided = Some(other),
        }
    }
    undecided.unwrap_or(Outcome::truth(!decisive))
}

fn compare(comparison: Comparison, left: &Expression, right: &Expression, situation: &Situation<'_>) -> Outcome {
    both(left, right, situation, |left, right| Outcome::truth(comparison.holds(order(left, right))))
}

fn order(left: &Value, right: &Value) -> Ordering {
    left.cmp(right)
}

fn arithmetic(
    whole: &Expression,
    operator: Operator,
    left: &Expression,
    right: &Expression,
    situation: &Situation<'_>,
) -> Outcome {
    both(left, right, situation, |left, right| {
        let (Value::Number(left), Value::Number(right)) = (left, right) else { return Outcome::Unknown };
        match calculate(operator, *left, *right) {
            Ok(number) => Outcome::Known(Value::Number(number)),
            Err(kind) => trouble(whole, kind),
        }
    })
}

pub(crate) fn calculate(operator: Operator, left: Number, right: Number) -> Result<Number, TroubleKind> {
    if operator == Operator::DividedBy && right.is_zero() {
        return Err(TroubleKind::DivisionByZero);
    }
    let result = match operator {
        Operator::Plus => left.plus(right),
        Operator::Minus => left.minus(right),
        Operator::Times => left.times(right),
        Operator::DividedBy => left.divided_by(right),
    };
    result.ok_or(TroubleKind::OutOfRange)
}

fn years(from: &Expression, to: &Expression, situation: &Situation<'_>) -> Outcome {
    both(from, to, situation, |from, to| match (from, to) {
        (Value::Date(from), Value::Date(to)) => Outcome::Known(Value::Number(Number::whole(whole_years(*from, *to)))),
        _ => Outcome::Unknown,
    })
}

fn both(
    left: &Expression,
    right: &Expression,
    situation: &Situation<'_>,
    combine: impl FnOnce(&Value, &Value) -> Outcome,
) -> Outcome {
    match (evaluate(left, situation), evaluate(right, situation)) {
        (Outcome::Known(left), Outcome::Known(right)) => combine(&left, &right),
        (Outcome::Trouble(it), _) | (_, Outcome::Trouble(it)) => Outcome::Trouble(it),
        _ => Outcome::Unknown,
    }
}

fn on_known(part: &Expression, situation: &Situation<'_>, apply: impl FnOnce(&Value) -> Value) -> Outcome {
    match evaluate(part, situation) {
        Outcome::Known(value) => Outcome::Known(apply(&value)),
        other => other,
    }
}

/// Whether the code, or any code of the list, passes the test.
fn on_text(part: &Expression, situation: &Situation<'_>, mut test: impl FnMut(&str) -> bool) -> Outcome {
    on_known(part, situation, |value| match value {
        Value::Text(code) => Value::Bool(test(code)),
        Value::Codes(codes) => Value::Bool(codes.iter().any(|code| test(code))),
        other => other.clone(),
    })
}

/// The code list of an expression that is a fact with codes.
fn list_of<'a>(part: &Expression, vocabulary: &'a Vocabulary) -> Option<&'a CodeList> {
    match &part.node {
        Node::Fact(id) => vocabulary.codes_of(*id),
        _ => None,
    }
}

fn trouble(expression: &Expression, kind: TroubleKind) -> Outcome {
    Outcome::Trouble(Trouble { span: expression.span, kind })
}
