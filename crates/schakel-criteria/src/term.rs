//! The calculations and tests of a rule, resolved for one day: thresholds and the day have become values and derived
//! facts their definition, so that a test names only facts that are given. Solving a test for one fact is in `solve`.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_time::whole_years;

use crate::bounds::Bounds;
use crate::evaluate::calculate;
use crate::number::Number;
use crate::tree::{Comparison, Operator};
use crate::value::Value;
use crate::vocabulary::{FactId, Vocabulary};

/// A calculation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// A value.
    Literal(Value),
    /// The given value of a fact.
    Fact(FactId),
    /// What a table gives for a code.
    Lookup(Box<Term>, Arc<HashMap<Arc<str>, Arc<str>>>),
    /// The number with its sign turned.
    Negate(Box<Term>),
    /// Arithmetic.
    Arithmetic(Operator, Box<Term>, Box<Term>),
    /// Whole calendar years from one day to another.
    Years(Box<Term>, Box<Term>),
    /// Something that has no value on the day, such as a threshold outside its periods.
    Never,
}

/// A test that is not made up of others: a yes or no about calculations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Atom {
    /// A comparison.
    Compare(Comparison, Term, Term),
    /// Whether a code, a text, or any code of a list is among those meant.
    Member(Term, Membership),
}

/// Which codes are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Membership {
    /// These.
    OneOf(Vec<Arc<str>>),
    /// The ones that start so.
    StartsWith(Arc<str>),
    /// This one and those below it in the code list of the fact, when there is one.
    Under(Arc<str>, Option<FactId>),
}

/// Gives the value of a fact when it is known.
pub(crate) type Known<'a> = dyn Fn(FactId) -> Option<Value> + 'a;

impl Term {
    /// Its value; `None` when a fact is missing or the calculation cannot be done.
    pub(crate) fn value(&self, known: &Known<'_>) -> Option<Value> {
        match self {
            Term::Literal(value) => Some(value.clone()),
            Term::Fact(id) => known(*id),
            Term::Lookup(from, table) => match from.value(known)? {
                Value::Text(code) => table.get(&code).map(|found| Value::Text(Arc::clone(found))),
                _ => None,
            },
            Term::Negate(_) | Term::Arithmetic(..) => self.number(known).map(Value::Number),
            Term::Years(from, to) => match (from.value(known)?, to.value(known)?) {
                (Value::Date(from), Value::Date(to)) => Some(Value::Number(Number::whole(whole_years(from, to)))),
                _ => None,
            },
            Term::Never => None,
        }
    }

    fn number(&self, known: &Known<'_>) -> Option<Number> {
        match self {
            Term::Negate(part) => part.number(known).map(Number::negated),
            Term::Arithmetic(operator, left, right) => {
                calculate(*operator, left.number(known)?, right.number(known)?).ok()
            }
            _ => match self.value(known)? {
                Value::Number(number) => Some(number),
                _ => None,
            },
        }
    }

    /// Between which numbers its value lies, when it is a number; `limits` gives those of a missing fact.
    pub(crate) fn bounds(&self, known: &Known<'_>, limits: &dyn Fn(FactId) -> Bounds) -> Option<Bounds> {
        match self {
            Term::Fact(id) => match known(*id) {
                Some(Value::Number(number)) => Some(Bounds::exactly(number)),
                Some(_) => None,
                None => Some(limits(*id)),
            },
            Term::Negate(part) => part.bounds(known, limits).map(Bounds::negated),
            Term::Arithmetic(operator, left, right) => {
                let (left, right) = (left.bounds(known, limits)?, right.bounds(known, limits)?);
                Some(match operator {
                    Operator::Plus => left.plus(right),
                    Operator::Minus => left.plus(right.negated()),
                    Operator::Times => left.times(right),
                    Operator::DividedBy => left.divided_by(right)?,
                })
            }
            Term::Literal(_) | Term::Years(..) => match self.value(known)? {
                Value::Number(number) => Some(Bounds::exactly(number)),
                _ => None,
            },
            Term::Lookup(..) | Term::Never => None,
        }
    }

    /// The same calculation with the facts that `known` gives filled in.
    pub(crate) fn filled(&self, known: &Known<'_>) -> Term {
        match self {
            Term::Fact(id) => known(*id).map_or(Term::Fact(*id), Term::Literal),
            Term::Lookup(from, table) => Term::Lookup(Box::new(from.filled(known)), Arc::clone(table)),
            Term::Negate(part) => Term::Negate(Box::new(part.filled(known))),
            Term::Arithmetic(operator, left, right) => {
                Term::Arithmetic(*operator, Box::new(left.filled(known)), Box::new(right.filled(known)))
            }
            Term::Years(from, to) => Term::Years(Box::new(from.filled(known)), Box::new(to.filled(known))),
            Term::Literal(_) | Term::Never => self.clone(),
        }
    }

    /// The facts that it names, in order of first mention.
    pub(crate) fn facts(&self) -> Vec<FactId> {
        let mut found = Vec::new();
        self.collect_facts(&mut found);
        found
    }

    fn collect_facts(&self, found: &mut Vec<FactId>) {
        match self {
            Term::Fact(id) if !found.contains(id) => found.push(*id),
            Term::Lookup(part, _) | Term::Negate(part) => part.collect_facts(found),
            Term::Arithmetic(_, left, right) | Term::Years(left, right) => {
                left.collect_facts(found);
                right.collect_facts(found);
            }
            Term::Fact(_) | Term::Literal(_) | Term::Never => {}
        }
    }
}

impl Atom {
    /// Whether the known facts decide it, and how. Numbers need not all be known: it is enough when their smallest and
    /// largest values leave no doubt.
    pub(crate) fn outcome(
        &self,
        known: &Known<'_>,
        limits: &dyn Fn(FactId) -> Bounds,
        vocabulary: Option<&Vocabulary>,
    ) -> Option<bool> {
        match self {
            Atom::Compare(comparison, left, right) => {
                if let (Some(left), Some(right)) = (left.value(known), right.value(known)) {
                    return Some(comparison.holds(left.cmp(&right)));
                }
                let difference = left.bounds(known, limits)?.plus(right.bounds(known, limits)?.negated());
                difference.against_zero(*comparison)
            }
            Atom::Member(term, membership) => match term.value(known)? {
                Value::Text(code) => Some(membership.holds(&code, vocabulary)),
                Value::Codes(codes) => Some(codes.iter().any(|code| membership.holds(code, vocabulary))),
                _ => None,
            },
        }
    }

    /// The facts that it names, in order of first mention.
    pub(crate) fn facts(&self) -> Vec<FactId> {
        let mut found = Vec::new();
        match self {
            Atom::Compare(_, left, right) => {
                left.collect_facts(&mut found);
                right.collect_facts(&mut found);
            }
            Atom::Member(term, _) => term.collect_facts(&mut found),
        }
        found
    }

    /// The same test with the facts that `known` gives filled in.
    pub(crate) fn filled(&self, known: &Known<'_>) -> Atom {
        match self {
            Atom::Compare(comparison, left, right) => {
                Atom::Compare(*comparison, left.filled(known), right.filled(known))
            }
            Atom::Member(term, membership) => Atom::Member(term.filled(known), membership.clone()),
        }
    }
}

impl Membership {
    /// Whether a code or text is meant. Without the vocabulary a code lies only under itself.
    pub(crate) fn holds(&self, code: &str, vocabulary: Option<&Vocabulary>) -> bool {
        match self {
            Membership::OneOf(codes) => codes.iter().any(|it| **it == *code),
            Membership::StartsWith(start) => code.starts_with(&**start),
            Membership::Under(ancestor, None) => code.starts_with(&**ancestor),
            Membership::Under(ancestor, Some(fact)) => {
                let list = vocabulary.and_then(|vocabulary| vocabulary.codes_of(*fact));
                list.map_or(*code == **ancestor, |list| list.is_under(code, ancestor))
            }
        }
    }
}
