//! Dividing facts by the tests on them: which tests can be answered from the class of one fact, which are always so,
//! and which need the values of several facts together. What a class is for each type of fact is in `domain`.

use crate::bounds::Bounds;
use crate::domain::{Codes, Domain, Limits, List, Numbers};
use crate::solve::{Solution, solve};
use crate::term::{Atom, Membership, Term};
use crate::value::{Type, Value};
use crate::vocabulary::{FactId, Vocabulary};

use super::lower::Lowering;

/// What dividing the facts by the tests gives.
#[derive(Clone, Debug)]
pub(crate) struct Divided {
    /// Per fact its classes.
    pub(crate) domains: Vec<Domain>,
    /// Per test how it is answered; variables are counted from the first of the fact.
    pub(crate) answers: Vec<Answered>,
}

/// How a test is answered.
#[derive(Clone, Debug)]
pub(crate) enum Answered {
    /// Always so.
    Constant(bool),
    /// By the class of one fact: the fact, the place of the variable within it, and the classes where the test holds.
    ByFact(usize, usize, Vec<bool>),
    /// From the values of several facts together.
    Jointly(Atom, Vec<usize>),
}

/// Divides all facts by the tests on them.
pub(crate) fn divide(lowering: &Lowering<'_>) -> Divided {
    let mut answers: Vec<Option<Answered>> = lowering.tests.iter().map(|test| constant(test, lowering)).collect();
    let mut domains = Vec::with_capacity(lowering.facts.len());
    for (number, fact) in lowering.facts.iter().enumerate() {
        let own: Vec<usize> = (0..lowering.tests.len())
            .filter(|test| answers.get(*test).is_some_and(Option::is_none))
            .filter(|test| lowering.tests.get(*test).is_some_and(|test| test.facts() == [fact.id]))
            .collect();
        let (domain, answered) = divide_fact(number, fact.id, &own, lowering);
        domains.push(domain);
        for (test, answer) in answered {
            if let Some(slot) = answers.get_mut(test) {
                *slot = Some(answer);
            }
        }
    }
    let number_of = |id: FactId| lowering.facts.iter().position(|fact| fact.id == id);
    let jointly =
        |test: &Atom| Answered::Jointly(test.clone(), test.facts().into_iter().filter_map(number_of).collect());
    let answers = answers.into_iter().zip(&lowering.tests).map(|(it, test)| it.unwrap_or_else(|| jointly(test)));
    Divided { domains, answers: answers.collect() }
}

/// The answer of a test that does not depend on any fact.
fn constant(test: &Atom, lowering: &Lowering<'_>) -> Option<Answered> {
    let limits = |id| limits_of(id, lowering.vocabulary).map_or(Bounds::ANY, |limits| limits.bounds);
    test.outcome(&|_| None, &limits, Some(lowering.vocabulary)).map(Answered::Constant)
}

fn limits_of(id: FactId, vocabulary: &Vocabulary) -> Option<Limits> {
    vocabulary.fact(id).and_then(Limits::of)
}

/// Divides one fact by those of its own tests that can be answered by class.
fn divide_fact(number: usize, id: FactId, own: &[usize], lowering: &Lowering<'_>) -> (Domain, Vec<(usize, Answered)>) {
    let vocabulary = lowering.vocabulary;
    let undivided = || (Domain::Undivided(limits_of(id, vocabulary)), Vec::new());
    let tests: Vec<(usize, &Atom)> = own.iter().filter_map(|test| Some((*test, lowering.tests.get(*test)?))).collect();
    let Some(fact) = vocabulary.fact(id) else { return undivided() };
    match (&fact.fact_type, Limits::of(fact)) {
        (Type::Bool, _) => (Domain::Bool, Vec::new()),
        (Type::Number | Type::Money | Type::Date, Some(limits)) => {
            let (solved, solutions): (Vec<usize>, Vec<Solution>) =
                tests.iter().filter_map(|(test, it)| Some((*test, solve(it)?))).unzip();
            if solved.is_empty() {
                return undivided();
            }
            let (numbers, classes) = Numbers::divide(limits, &solutions);
            (Domain::Numbers(numbers), by_class(number, &solved, &classes))
        }
        (Type::Code(list), _) => {
            let Some(list) = vocabulary.code_list(list).filter(|_| !own.is_empty()) else { return undivided() };
            let outcome =
                |test: &Atom, code: &Value| test.outcome(&|_| Some(code.clone()), &|_| Bounds::ANY, Some(vocabulary));
            let (codes, classes) = Codes::divide(list, |code| {
                let code = Value::Text(code.clone());
                tests.iter().map(|(_, test)| outcome(test, &code)).collect()
            });
            (Domain::Codes(codes), by_class(number, own, &classes))
        }
        (Type::Codes(list), _) => {
            let Some(list) = vocabulary.code_list(list) else { return undivided() };
            let (members, memberships): (Vec<usize>, Vec<Membership>) =
                tests.iter().filter_map(|(test, it)| Some((*test, membership(it)?))).unzip();
            let answer = |(place, test): (usize, &usize)| (*test, Answered::ByFact(number, place, vec![false, true]));
            let answered = members.iter().enumerate().map(answer).collect();
            (Domain::List(List::divide(list, memberships, vocabulary)), answered)
        }
        _ => undivided(),
    }
}

fn by_class(fact: usize, tests: &[usize], classes: &[Vec<bool>]) -> Vec<(usize, Answered)> {
    let holds = |place: usize| classes.iter().map(|class| class.get(place) == Some(&true)).collect();
    (0..).zip(tests).map(|(place, test)| (*test, Answered::ByFact(fact, 0, holds(place)))).collect()
}

fn membership(test: &Atom) -> Option<Membership> {
    match test {
        Atom::Member(Term::Fact(_), membership) => Some(membership.clone()),
        _ => None,
    }
}
