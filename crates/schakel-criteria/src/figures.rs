//! Numbers and amounts of money: which of the two a calculation can be, and deciding it for the literals in it. A
//! written `250` fits both, so `turnover <= 50_000_000` and `employees < 250` need no signs for euros; a fact is only
//! one of the two.

use crate::tree::{Expression, Node, Operator};
use crate::value::{Type, Value};

/// As which of the two a calculation can be read. At least one of them holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Readings {
    number: bool,
    amount: bool,
}

const NUMBER: Readings = Readings { number: true, amount: false };
const AMOUNT: Readings = Readings { number: false, amount: true };
const BOTH: Readings = Readings { number: true, amount: true };

impl Readings {
    /// The readings that both sides of a comparison or sum can have; `None` when there are none.
    pub(crate) fn shared(self, other: Readings) -> Option<Readings> {
        Readings { number: self.number && other.number, amount: self.amount && other.amount }.possible()
    }

    /// The readings of a calculation with these sides; `None` when it means nothing.
    pub(crate) fn combined(operator: Operator, left: Readings, right: Readings) -> Option<Readings> {
        match operator {
            Operator::Plus | Operator::Minus => left.shared(right),
            Operator::Times => Readings {
                number: left.number && right.number,
                amount: left.amount && right.number || left.number && right.amount,
            }
            .possible(),
            // An amount divided by a written number is an amount: nobody means "how often does 5 euros go in it".
            Operator::DividedBy if left == AMOUNT && right == BOTH => Some(AMOUNT),
            Operator::DividedBy => Readings {
                number: left.number && right.number || left.amount && right.amount,
                amount: left.amount && right.number,
            }
            .possible(),
        }
    }

    /// Whether it can be read as this type.
    pub(crate) fn allows(self, wanted: &Type) -> bool {
        match wanted {
            Type::Number => self.number,
            Type::Money => self.amount,
            _ => false,
        }
    }

    /// The type to settle on: a number unless only an amount will do.
    pub(crate) fn preferred(self) -> Type {
        if self.number { Type::Number } else { Type::Money }
    }

    fn possible(self) -> Option<Readings> {
        (self.number || self.amount).then_some(self)
    }
}

/// The readings of an expression; `None` when it is neither a number nor an amount.
pub(crate) fn readings(expression: &Expression) -> Option<Readings> {
    match &expression.node {
        Node::Literal(Value::Number(_)) => Some(BOTH),
        Node::Negate(part) => readings(part),
        Node::Arithmetic(operator, left, right) => Readings::combined(*operator, readings(left)?, readings(right)?),
        _ => match expression.expression_type {
            Type::Number => Some(NUMBER),
            Type::Money => Some(AMOUNT),
            _ => None,
        },
    }
}

/// Decides that an expression is a number or an amount, down to its literals. Its readings allow `wanted`.
pub(crate) fn settle(expression: &mut Expression, wanted: &Type) {
    match &mut expression.node {
        Node::Literal(_) => {}
        Node::Negate(part) => settle(part, wanted),
        Node::Arithmetic(operator, left, right) => {
            let (left_type, right_type) = sides(*operator, wanted, readings(left), readings(right));
            settle(left, &left_type);
            settle(right, &right_type);
        }
        // Facts, thresholds and functions have a type of their own.
        _ => return,
    }
    expression.expression_type = wanted.clone();
}

/// What the sides of a calculation are when its result is of type `wanted`.
fn sides(operator: Operator, wanted: &Type, left: Option<Readings>, right: Option<Readings>) -> (Type, Type) {
    let left_number = left.is_some_and(|it| it.number);
    let right_number = right.is_some_and(|it| it.number);
    let left_amount = left.is_some_and(|it| it.amount);
    match (operator, wanted) {
        (Operator::Plus | Operator::Minus, _) => (wanted.clone(), wanted.clone()),
        (Operator::Times, Type::Money) if left_amount && right_number => (Type::Money, Type::Number),
        (Operator::Times, Type::Money) => (Type::Number, Type::Money),
        (Operator::DividedBy, Type::Money) => (Type::Money, Type::Number),
        (Operator::DividedBy, _) if !(left_number && right_number) => (Type::Money, Type::Money),
        (Operator::Times | Operator::DividedBy, _) => (Type::Number, Type::Number),
    }
}
