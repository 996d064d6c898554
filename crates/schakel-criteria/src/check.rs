//! From what was written to a checked expression: looks up names, checks the types of all parts against the vocabulary
//! and reports every mistake at once. Functions and `in` are in `check/calls`; whether a rule can ever be met is a
//! matter for the lint.

mod calls;

use crate::error::{ExpressionError, shown};
use crate::figures::{Readings, readings, settle};
use crate::parser::parse_with_mistakes;
use crate::span::Span;
use crate::suggestion::nearest;
use crate::syntax::{Syntax, SyntaxNode};
use crate::tree::{Comparison, Expression, Node, Operator};
use crate::type_problem::{CodeSuggestion, Part, TypeProblem};
use crate::value::{Type, Value};
use crate::vocabulary::Vocabulary;

/// The name of the day for which we look.
const AS_OF: &str = "as_of";

/// Reads an expression and checks it against the facts, thresholds and code lists that exist. `expected` is the type
/// that its place asks for: [`Type::Bool`] for a rule, the fact's type for a derivation. Gives every mistake found, in
/// the order of the text.
pub fn check_expression(
    text: &str,
    vocabulary: &Vocabulary,
    expected: &Type,
) -> Result<Expression, Vec<ExpressionError>> {
    let (syntax, errors) = parse_with_mistakes(text);
    let mut checker = Checker { text, vocabulary, errors };
    let checked = checker.whole(&syntax, expected);
    let mut errors = checker.errors;
    match checked {
        Some(expression) if errors.is_empty() => Ok(expression),
        _ => {
            errors.sort_by_key(|error| error.span);
            Err(errors)
        }
    }
}

struct Checker<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    errors: Vec<ExpressionError>,
}

/// The methods give `None` for a part with a mistake, which has then been reported. A part that is settled by what
/// stands beside it comes out provisionally: a figure as a number, a text in quotes as text.
impl Checker<'_> {
    fn whole(&mut self, syntax: &Syntax, expected: &Type) -> Option<Expression> {
        let mut expression = self.part(syntax)?;
        if self.fit(&mut expression, expected)? {
            return Some(expression);
        }
        let found = self.named(&expression);
        self.report(expression.span, TypeProblem::WrongResult { wanted: expected.clone(), found })
    }

    fn part(&mut self, syntax: &Syntax) -> Option<Expression> {
        let span = syntax.span;
        match &syntax.node {
            SyntaxNode::Mistake => None,
            SyntaxNode::Truth(truth) => Some(literal(Value::Bool(*truth), Type::Bool, span)),
            SyntaxNode::Figure(number) => Some(literal(Value::Number(*number), Type::Number, span)),
            SyntaxNode::Quoted(text) => Some(literal(Value::text(text), Type::Text, span)),
            SyntaxNode::List(_) => self.report(span, TypeProblem::ListElsewhere),
            SyntaxNode::Name(name) => self.name(name, span),
            SyntaxNode::Not(part) => {
                let part = self.condition(part, true)?;
                Some(made(Node::Not(Box::new(part)), Type::Bool, span))
            }
            SyntaxNode::Negate(part) => self.negation(part, span),
            SyntaxNode::All(parts) => self.junction(parts, span, true),
            SyntaxNode::Any(parts) => self.junction(parts, span, false),
            SyntaxNode::Compare(comparison, left, right) => self.comparison(*comparison, left, right, span),
            SyntaxNode::In(left, right) => self.membership(left, right, span),
            SyntaxNode::Arithmetic(operator, left, right) => self.arithmetic(*operator, left, right, span),
            SyntaxNode::Call(function, arguments) => self.call(*function, arguments, span),
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Option<Expression> {
        if name == AS_OF {
            return Some(made(Node::AsOf, Type::Date, span));
        }
        if let Some(id) = self.vocabulary.fact_named(name) {
            let fact = self.vocabulary.fact(id)?;
            return Some(made(Node::Fact(id), fact.fact_type.clone(), span));
        }
        if let Some(id) = self.vocabulary.threshold_named(name) {
            let threshold = self.vocabulary.threshold(id)?;
            return Some(made(Node::Threshold(id), threshold.threshold_type.clone(), span));
        }
        let facts = self.vocabulary.facts().iter().map(|fact| &*fact.id);
        let thresholds = self.vocabulary.thresholds().iter().map(|threshold| &*threshold.id);
        let nearest = nearest(name, facts.chain(thresholds).chain([AS_OF]));
        self.report(span, TypeProblem::UnknownName { name: shown(name), nearest })
    }

    /// A part that must be yes or no.
    fn condition(&mut self, syntax: &Syntax, after_not: bool) -> Option<Expression> {
        let part = self.part(syntax)?;
        if part.expression_type == Type::Bool {
            return Some(part);
        }
        let span = part.span;
        let part = self.named(&part);
        self.report(span, TypeProblem::NotACondition { part, after_not })
    }

    fn negation(&mut self, part: &Syntax, span: Span) -> Option<Expression> {
        let part = self.part(part)?;
        if let Node::Literal(Value::Number(number)) = part.node {
            return Some(literal(Value::Number(number.negated()), part.expression_type, span));
        }
        self.figure(&part, Operator::Minus)?;
        let part_type = part.expression_type.clone();
        Some(made(Node::Negate(Box::new(part)), part_type, span))
    }

    /// `&&` or `||`; parts that are of the same kind become part of it.
    fn junction(&mut self, parts: &[Syntax], span: Span, all: bool) -> Option<Expression> {
        let checked: Vec<Option<Expression>> = parts.iter().map(|part| self.condition(part, false)).collect();
        let mut flat = Vec::new();
        for part in checked {
            match part? {
                Expression { node: Node::All(inner), .. } if all => flat.extend(inner),
                Expression { node: Node::Any(inner), .. } if !all => flat.extend(inner),
                other => flat.push(other),
            }
        }
        Some(made(if all { Node::All(flat) } else { Node::Any(flat) }, Type::Bool, span))
    }

    fn comparison(&mut self, comparison: Comparison, left: &Syntax, right: &Syntax, span: Span) -> Option<Expression> {
        let (left, right) = (self.part(left), self.part(right));
        let (mut left, mut right) = (left?, right?);
        self.pair(&mut left, &mut right, span)?;
        let ordered = matches!(left.expression_type, Type::Number | Type::Money | Type::Date);
        if !ordered && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            let part = if is_quoted(&left) { self.named(&right) } else { self.named(&left) };
            return self.report(span, TypeProblem::NoOrder(comparison.sign(), part));
        }
        Some(match (&left.node, &right.node) {
            (_, Node::Literal(Value::Bool(truth))) => truth_test(comparison, left.clone(), *truth, span),
            (Node::Literal(Value::Bool(truth)), _) => truth_test(comparison, right.clone(), *truth, span),
            _ => made(Node::Compare(comparison, Box::new(left), Box::new(right)), Type::Bool, span),
        })
    }

    /// Gives both sides of a comparison the same type; reports it when that cannot be.
    fn pair(&mut self, left: &mut Expression, right: &mut Expression, span: Span) -> Option<()> {
        for side in [&*left, &*right] {
            if matches!(side.expression_type, Type::Codes(_)) {
                let part = self.named(side);
                return self.report(span, TypeProblem::ComparedCodes(part));
            }
        }
        let both_figures = readings(left).zip(readings(right)).map(|(left, right)| left.shared(right));
        let paired = match both_figures {
            Some(Some(shared)) => {
                settle(left, &shared.preferred());
                settle(right, &shared.preferred());
                true
            }
            Some(None) => false,
            None => {
                let (left_type, right_type) = (left.expression_type.clone(), right.expression_type.clone());
                self.fit(right, &left_type)? || self.fit(left, &right_type)?
            }
        };
        if paired {
            return Some(());
        }
        let (left, right) = (self.named(left), self.named(right));
        self.report(span, TypeProblem::Incomparable(left, right))
    }

    /// Whether an expression is of this type, or becomes so: a figure becomes a number or an amount, a text in quotes
    /// a code. `None` when the text in quotes is no code of the list, which has then been reported.
    fn fit(&mut self, expression: &mut Expression, wanted: &Type) -> Option<bool> {
        if let Some(readings) = readings(expression) {
            if readings.allows(wanted) {
                settle(expression, wanted);
            }
            return Some(readings.allows(wanted));
        }
        if let (Node::Literal(Value::Text(code)), Type::Code(list)) = (&expression.node, wanted)
            && expression.expression_type == Type::Text
        {
            self.code(code, list, expression.span)?;
            expression.expression_type = wanted.clone();
        }
        Some(expression.expression_type == *wanted)
    }

    fn arithmetic(&mut self, operator: Operator, left: &Syntax, right: &Syntax, span: Span) -> Option<Expression> {
        let (left, right) = (self.part(left), self.part(right));
        let left_readings = left.as_ref().and_then(|it| self.figure(it, operator));
        let right_readings = right.as_ref().and_then(|it| self.figure(it, operator));
        let (left, right) = (left?, right?);
        let (left_readings, right_readings) = (left_readings?, right_readings?);
        let Some(readings) = Readings::combined(operator, left_readings, right_readings) else {
            let (left, right) = (self.named(&left), self.named(&right));
            return self.report(
                span,
                match operator {
                    Operator::Plus | Operator::Minus => TypeProblem::MixedSum(left, right),
                    Operator::Times => TypeProblem::AmountTimesAmount(left, right),
                    Operator::DividedBy => TypeProblem::NumberByAmount(left, right),
                },
            );
        };
        if operator == Operator::DividedBy && matches!(&right.node, Node::Literal(Value::Number(it)) if it.is_zero()) {
            return self.report(right.span, TypeProblem::DivisionByZero);
        }
        let node = Node::Arithmetic(operator, Box::new(left), Box::new(right));
        Some(made(node, readings.preferred(), span))
    }

    /// The readings of a side of a calculation; reports it when it is no figure.
    fn figure(&mut self, expression: &Expression, operator: Operator) -> Option<Readings> {
        readings(expression).or_else(|| {
            let part = self.named(expression);
            self.report(expression.span, TypeProblem::NotAFigure(operator.sign(), part))
        })
    }

    /// Checks that a code is in its list.
    fn code(&mut self, code: &str, list: &str, span: Span) -> Option<()> {
        let codes = self.vocabulary.code_list(list);
        if codes.is_some_and(|codes| codes.get(code).is_some()) {
            return Some(());
        }
        let nearest = codes.and_then(|codes| CodeSuggestion::nearest(code, codes));
        self.report(span, TypeProblem::UnknownCode { code: shown(code), list: list.to_owned(), nearest })
    }

    /// A part as messages name it.
    fn named(&self, expression: &Expression) -> Part {
        let Span { start, end } = expression.span;
        let text = shown(self.text.get(start..end).unwrap_or_default());
        Part { text, part_type: expression.expression_type.clone() }
    }

    fn report<T>(&mut self, span: Span, problem: TypeProblem) -> Option<T> {
        self.errors.push(ExpressionError::of_type(span, problem));
        None
    }
}

/// `x == true` and the like: `x` or `!x`.
fn truth_test(comparison: Comparison, tested: Expression, truth: bool, span: Span) -> Expression {
    if (comparison == Comparison::Equal) == truth {
        Expression { span, ..tested }
    } else {
        made(Node::Not(Box::new(tested)), Type::Bool, span)
    }
}

/// Whether it is a text in quotes that was not settled as a code.
fn is_quoted(expression: &Expression) -> bool {
    matches!(expression.node, Node::Literal(Value::Text(_)))
}

fn literal(value: Value, value_type: Type, span: Span) -> Expression {
    made(Node::Literal(value), value_type, span)
}

fn made(node: Node, expression_type: Type, span: Span) -> Expression {
    Expression { node, expression_type, span }
}
