//! Working out a rule over figures that may be bounds or approximations: what comes out is never firmer than what went
//! in. Which figures go in lives in `figures`.

use schakel_criteria::{Expression, FactId, Node, Number, Operator, Value};
use schakel_register::{Honest, Qualifier};

/// Why a rule gives no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoFigure {
    /// One of the figures is not known.
    NotKnown,
    /// It divides by nought, or the result does not fit.
    Impossible,
}

/// Works out a rule that adds, subtracts, multiplies and divides.
///
/// # Errors
/// [`NoFigure`].
pub fn work_out(rule: &Expression, inputs: &[(FactId, Honest)]) -> Result<Honest, NoFigure> {
    match &rule.node {
        Node::Literal(Value::Number(number)) => Ok(Honest::exact(*number)),
        Node::Fact(fact) => {
            let found = inputs.iter().find(|(it, _)| it == fact).map(|(_, honest)| honest.clone());
            found.filter(|it| it.value.is_some()).ok_or(NoFigure::NotKnown)
        }
        Node::Negate(part) => negated(work_out(part, inputs)?),
        Node::Arithmetic(operator, left, right) => join(*operator, work_out(left, inputs)?, work_out(right, inputs)?),
        _ => Err(NoFigure::Impossible),
    }
}

fn join(operator: Operator, left: Honest, right: Honest) -> Result<Honest, NoFigure> {
    match operator {
        Operator::Plus => {
            let qualifier = added(left.qualifier, right.qualifier);
            honest(number(&left)?.plus(number(&right)?), qualifier)
        }
        Operator::Minus => join(Operator::Plus, left, negated(right)?),
        Operator::Times => {
            let qualifier = scaled(&left, &right).or_else(|| scaled(&right, &left)).unwrap_or(Qualifier::About);
            honest(number(&left)?.times(number(&right)?), qualifier)
        }
        Operator::DividedBy => {
            let qualifier = scaled(&left, &right).unwrap_or(Qualifier::About);
            honest(number(&left)?.divided_by(number(&right)?), qualifier)
        }
    }
}

/// What is left of a qualifier when a figure is multiplied or divided by an exact one above nought.
fn scaled(figure: &Honest, by: &Honest) -> Option<Qualifier> {
    let is_plain = by.qualifier == Qualifier::Exact && by.value.is_some_and(|it| it > Number::ZERO);
    is_plain.then_some(figure.qualifier)
}

fn negated(figure: Honest) -> Result<Honest, NoFigure> {
    let qualifier = match figure.qualifier {
        Qualifier::MoreThan => Qualifier::LessThan,
        Qualifier::AtLeast => Qualifier::AtMost,
        Qualifier::LessThan => Qualifier::MoreThan,
        Qualifier::AtMost => Qualifier::AtLeast,
        other => other,
    };
    honest(figure.value.map(Number::negated), qualifier)
}

/// The qualifier of a sum: a sum with a bound is a bound; bounds from two sides leave nothing certain.
fn added(left: Qualifier, right: Qualifier) -> Qualifier {
    use Qualifier::{AtLeast, AtMost, Exact, LessThan, MoreThan};
    match (left, right) {
        (Exact, other) | (other, Exact) => other,
        (same, other) if same == other => same,
        (MoreThan, AtLeast) | (AtLeast, MoreThan) => MoreThan,
        (LessThan, AtMost) | (AtMost, LessThan) => LessThan,
        _ => Qualifier::About,
    }
}

fn honest(value: Option<Number>, qualifier: Qualifier) -> Result<Honest, NoFigure> {
    let value = value.ok_or(NoFigure::Impossible)?;
    Ok(Honest { value: Some(value), qualifier, source: None })
}

fn number(figure: &Honest) -> Result<Number, NoFigure> {
    figure.value.ok_or(NoFigure::NotKnown)
}
