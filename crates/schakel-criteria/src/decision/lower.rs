//! From the trees of rules to formulas over tests: facts get a number, derived facts become a choice between the ways
//! in which they can be known, and equal tests become one. Dividing facts by the tests and building diagrams is in
//! `compile`.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_time::Date;

use crate::term::{Atom, Membership, Term};
use crate::tree::{Comparison, Expression, Node};
use crate::value::{Type, Value};
use crate::vocabulary::{Derivation, FactId, Vocabulary};

/// A yes or no over tests.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    Constant(bool),
    /// It cannot be said, whatever becomes known.
    Never,
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    Same(Box<Formula>, Box<Formula>),
    /// A test, by its number.
    Atom(usize),
    /// A fact that is yes or no, by its number.
    Fact(usize),
    /// Another formula for each way in which a derived fact can be known; the last one for when it is given.
    ByWay(usize, Vec<Formula>),
}

/// A fact on which the rules rest.
#[derive(Debug)]
pub(crate) struct LoweredFact {
    pub(crate) id: FactId,
    /// The ways in which it follows from other facts, in order of preference; the last one is its definition.
    pub(crate) ways: Vec<LoweredWay>,
}

/// A way in which a fact follows from others.
#[derive(Debug)]
pub(crate) struct LoweredWay {
    pub(crate) content: WayContent,
    /// The numbers of the facts that it names.
    pub(crate) sources: Vec<usize>,
}

/// What a way consists of.
#[derive(Clone, Debug)]
pub(crate) enum WayContent {
    /// For a yes or no.
    Formula(Formula),
    /// For anything else. The facts in it can be derived themselves.
    Term(Term),
    /// What a table gives for the fact with this number.
    Lookup(usize, Arc<HashMap<Arc<str>, Arc<str>>>),
}

/// Everything that the rules name.
pub(crate) struct Lowering<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    as_of: Date,
    pub(crate) facts: Vec<LoweredFact>,
    number_of: HashMap<FactId, usize>,
    pub(crate) tests: Vec<Atom>,
}

/// How a derived fact is taken to be known within one test.
#[derive(Clone, Copy)]
enum Choice {
    /// By this way.
    Way(usize),
    /// It is given.
    Given,
}

/// Makes a test under choices; the error is a derived fact for which none has been made.
type Resolve<'r, 'a> = dyn Fn(&mut Lowering<'a>, &[(FactId, Choice)]) -> Result<Atom, FactId> + 'r;

impl<'a> Lowering<'a> {
    pub(crate) fn new(vocabulary: &'a Vocabulary, as_of: Date) -> Self {
        Lowering { vocabulary, as_of, facts: Vec::new(), number_of: HashMap::new(), tests: Vec::new() }
    }

    /// The number of a fact, which is then lowered with all that it rests on.
    pub(crate) fn fact(&mut self, id: FactId) -> usize {
        if let Some(number) = self.number_of.get(&id) {
            return *number;
        }
        let number = self.facts.len();
        self.number_of.insert(id, number);
        self.facts.push(LoweredFact { id, ways: Vec::new() });
        let vocabulary = self.vocabulary;
        let Some(fact) = vocabulary.fact(id) else { return number };
        let ways = match &fact.derivation {
            None => Vec::new(),
            Some(Derivation::Lookup { from, table }) => {
                let from = self.fact(*from);
                vec![LoweredWay { content: WayContent::Lookup(from, Arc::clone(table)), sources: vec![from] }]
            }
            Some(Derivation::Expressions(expressions)) => {
                let is_bool = fact.fact_type == Type::Bool;
                expressions.iter().map(|expression| self.way(expression, is_bool)).collect()
            }
        };
        if let Some(slot) = self.facts.get_mut(number) {
            slot.ways = ways;
        }
        number
    }

    fn way(&mut self, expression: &Expression, is_bool: bool) -> LoweredWay {
        let sources = expression.facts().into_iter().map(|id| self.fact(id)).collect();
        let content = if is_bool {
            WayContent::Formula(self.formula(expression))
        } else {
            WayContent::Term(self.term(expression, None).unwrap_or(Term::Never))
        };
        LoweredWay { content, sources }
    }

    /// The formula of a yes or no.
    pub(crate) fn formula(&mut self, expression: &Expression) -> Formula {
        match &expression.node {
            Node::Literal(Value::Bool(truth)) => Formula::Constant(*truth),
            Node::Fact(id) => Formula::Fact(self.fact(*id)),
            Node::Not(part) => Formula::Not(Box::new(self.formula(part))),
            Node::All(parts) => Formula::All(parts.iter().map(|part| self.formula(part)).collect()),
            Node::Any(parts) => Formula::Any(parts.iter().map(|part| self.formula(part)).collect()),
            Node::Compare(comparison, left, right) if left.expression_type == Type::Bool => {
                let same = Formula::Same(Box::new(self.formula(left)), Box::new(self.formula(right)));
                match comparison {
                    Comparison::Equal => same,
                    Comparison::NotEqual => Formula::Not(Box::new(same)),
                    _ => Formula::Never,
                }
            }
            Node::Between(value, low, high) => Formula::All(vec![
                self.test(&mut Vec::new(), &|it, choices| {
                    let left = it.term(value, Some(choices))?;
                    Ok(Atom::Compare(Comparison::GreaterOrEqual, left, it.term(low, Some(choices))?))
                }),
                self.test(&mut Vec::new(), &|it, choices| {
                    let left = it.term(value, Some(choices))?;
                    Ok(Atom::Compare(Comparison::LessOrEqual, left, it.term(high, Some(choices))?))
                }),
            ]),
            Node::Compare(comparison, left, right) => self.test(&mut Vec::new(), &|it, choices| {
                let left = it.term(left, Some(choices))?;
                Ok(Atom::Compare(*comparison, left, it.term(right, Some(choices))?))
            }),
            Node::OneOf(part, codes) => self.member(part, &Membership::OneOf(codes.clone())),
            Node::Has(part, code) => self.member(part, &Membership::OneOf(vec![Arc::clone(code)])),
            Node::StartsWith(part, start) => self.member(part, &Membership::StartsWith(Arc::clone(start))),
            Node::Under(part, ancestor) => {
                let fact = match &part.node {
                    Node::Fact(id) => self.vocabulary.codes_of(*id).map(|_| *id),
                    _ => None,
                };
                self.member(part, &Membership::Under(Arc::clone(ancestor), fact))
            }
            Node::Literal(_) | Node::Threshold(_) | Node::AsOf | Node::Arithmetic(..) | Node::Negate(_) => {
                Formula::Never
            }
            Node::Years(..) => Formula::Never,
        }
    }

    fn member(&mut self, part: &Expression, membership: &Membership) -> Formula {
        self.test(&mut Vec::new(), &|it, choices| Ok(Atom::Member(it.term(part, Some(choices))?, membership.clone())))
    }

    /// The formula of a test, with a branch for each way in which the derived facts in it can be known.
    fn test(&mut self, choices: &mut Vec<(FactId, Choice)>, resolve: &Resolve<'_, 'a>) -> Formula {
        let derived = match resolve(self, choices) {
            Ok(test) => return Formula::Atom(self.test_number(test)),
            Err(derived) => derived,
        };
        let number = self.fact(derived);
        let way_count = self.facts.get(number).map_or(0, |fact| fact.ways.len());
        let mut branches = Vec::with_capacity(way_count + 1);
        for choice in (0..way_count).map(Choice::Way).chain([Choice::Given]) {
            choices.push((derived, choice));
            branches.push(self.test(choices, resolve));
            choices.pop();
        }
        Formula::ByWay(number, branches)
    }

    fn test_number(&mut self, test: Atom) -> usize {
        if let Some(number) = self.tests.iter().position(|it| *it == test) {
            return number;
        }
        for id in test.facts() {
            self.fact(id);
        }
        self.tests.push(test);
        self.tests.len() - 1
    }

    /// The calculation of an expression. A derived fact in it is followed by the choices made; the error is the first
    /// one for which none has been made. Without choices every fact stays itself.
    fn term(&mut self, expression: &Expression, choices: Option<&[(FactId, Choice)]>) -> Result<Term, FactId> {
        Ok(match &expression.node {
            Node::Literal(value) => Term::Literal(value.clone()),
            Node::Fact(id) => return self.fact_term(*id, choices),
            Node::Threshold(id) => {
                let value = self.vocabulary.threshold(*id).and_then(|threshold| threshold.at(self.as_of));
                value.map_or(Term::Never, |value| Term::Literal(Value::Number(value)))
            }
            Node::AsOf => Term::Literal(Value::Date(self.as_of)),
            Node::Negate(part) => Term::Negate(Box::new(self.term(part, choices)?)),
            Node::Arithmetic(operator, left, right) => {
                let left = self.term(left, choices)?;
                Term::Arithmetic(*operator, Box::new(left), Box::new(self.term(right, choices)?))
            }
            Node::Years(from, to) => {
                let from = self.term(from, choices)?;
                Term::Years(Box::new(from), Box::new(self.term(to, choices)?))
            }
            _ => Term::Never,
        })
    }

    fn fact_term(&mut self, id: FactId, choices: Option<&[(FactId, Choice)]>) -> Result<Term, FactId> {
        self.fact(id);
        let vocabulary = self.vocabulary;
        let derivation = vocabulary.fact(id).and_then(|fact| fact.derivation.as_ref());
        let (Some(derivation), Some(choices)) = (derivation, choices) else { return Ok(Term::Fact(id)) };
        let choice = choices.iter().find(|(fact, _)| *fact == id).map(|(_, choice)| *choice);
        match (choice, derivation) {
            (None, _) => Err(id),
            (Some(Choice::Given), _) => Ok(Term::Fact(id)),
            (Some(Choice::Way(_)), Derivation::Lookup { from, table }) => {
                Ok(Term::Lookup(Box::new(self.fact_term(*from, Some(choices))?), Arc::clone(table)))
            }
            (Some(Choice::Way(way)), Derivation::Expressions(expressions)) => match expressions.get(way) {
                Some(expression) => self.term(expression, Some(choices)),
                None => Ok(Term::Never),
            },
        }
    }
}
