//! Trying answers: what a rule set would say if a firm told one thing more, without copying its facts. Which answer is
//! worth asking for is the business of others.

use crate::domain::Class;
use crate::value::Value;
use crate::vocabulary::{FactId, FactSet};

use super::{Change, Reading, RuleSet};

/// The facts of one firm, read once to try answers on.
#[derive(Debug)]
pub struct Prospect<'a> {
    reading: Reading<'a>,
}

/// What a rule set sees of a value: two values of one fact with the same view give the same result everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueView {
    /// The classes that its tests put the value in.
    Classes(Vec<Option<u16>>),
    /// Some test calculates with the value and with other facts, so that every value is another one.
    Exact(Value),
}

impl RuleSet {
    /// The facts of one firm, ready to try answers on.
    pub fn prospect<'a>(&'a self, facts: &'a FactSet) -> Prospect<'a> {
        Prospect { reading: self.read(facts) }
    }

    /// The facts that the rules name or rest on, derived ones included.
    pub fn facts(&self) -> impl Iterator<Item = FactId> + '_ {
        self.facts.iter().map(|fact| fact.id)
    }

    /// What the rules see of a value of a fact; `None` when they do not look at the fact.
    pub fn view(&self, fact: FactId, value: &Value) -> Option<ValueView> {
        let fact = self.facts.iter().find(|it| it.id == fact)?;
        if fact.is_joint {
            return Some(ValueView::Exact(value.clone()));
        }
        let mut classes: Vec<Option<Class>> = vec![None; fact.count];
        fact.domain.read(value, &mut classes);
        Some(ValueView::Classes(classes))
    }
}

impl Prospect<'_> {
    /// Whether all rules hold, as [`RuleSet::decide`].
    pub fn decide(&self) -> Option<bool> {
        self.reading.decide()
    }

    /// The facts on which the result still depends, as [`RuleSet::missing`].
    pub fn missing(&self) -> Vec<FactId> {
        self.reading.missing()
    }

    /// Whether all rules hold with these answers, each in the place of what is known of its fact.
    pub fn decide_with(&self, answers: &[Change]) -> Option<bool> {
        self.reading.with(answers).decide()
    }

    /// The facts on which the result still depends with these answers.
    pub fn missing_with(&self, answers: &[Change]) -> Vec<FactId> {
        self.reading.with(answers).missing()
    }
}
