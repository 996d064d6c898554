//! First working form: Kleene evaluation behind the final interface.

use schakel_time::Date;

use crate::evaluate::{Situation, evaluate};
use crate::tree::Expression;
use crate::value::Value;
use crate::vocabulary::{Derivation, FactId, FactSet, Vocabulary};

/// The most alternatives that [`RuleSet::changes`] gives.
pub const CHANGES_MAX: usize = 3;

/// Rules that must all hold, compiled for one day.
#[derive(Clone, Debug)]
pub struct RuleSet {
    rules: Vec<Expression>,
    vocabulary: Vocabulary,
    as_of: Date,
}

/// What would make a rule set true that is false now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// The rules are not false, so nothing has to change for that.
    NotNeeded,
    /// The smallest sets of changes, at most [`CHANGES_MAX`], each of another set of facts.
    Possible(Vec<Vec<Change>>),
    /// Nothing that the firm can change helps.
    Impossible,
    /// No set of changes was found, but there may be one: the rules compare several facts with each other in a way
    /// that is not solved.
    NotFound,
}

/// One fact that would have to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub fact: FactId,
    /// Its value now, when it is known.
    pub from: Option<Value>,
    /// The value that it would have to be: the one nearest to `from` that helps.
    pub to: Value,
}

impl RuleSet {
    /// Compiles rules for a day.
    pub fn compile(rules: &[&Expression], vocabulary: &Vocabulary, as_of: Date) -> RuleSet {
        RuleSet { rules: rules.iter().map(|rule| (*rule).clone()).collect(), vocabulary: vocabulary.clone(), as_of }
    }

    /// Whether the rules all hold.
    pub fn decide(&self, facts: &FactSet) -> Option<bool> {
        let all: Vec<_> = (0..self.rules.len()).map(|rule| self.decide_rule(rule, facts)).collect();
        if all.contains(&Some(false)) {
            Some(false)
        } else if all.contains(&None) {
            None
        } else {
            Some(true)
        }
    }

    pub(crate) fn decide_rule(&self, rule: usize, facts: &FactSet) -> Option<bool> {
        let situation = Situation { vocabulary: &self.vocabulary, facts, as_of: self.as_of };
        self.rules.get(rule).and_then(|rule| evaluate(rule, &situation).as_bool())
    }

    /// The unknown base facts on which the result still depends.
    pub fn missing(&self, facts: &FactSet) -> Vec<FactId> {
        let mut missing = Vec::new();
        if self.decide(facts).is_none() {
            for rule in 0..self.rules.len() {
                if self.decide_rule(rule, facts).is_none() {
                    missing.extend(self.used(rule, facts).into_iter().filter(|id| facts.get(*id).is_none()));
                }
            }
        }
        missing.sort();
        missing.dedup();
        missing
    }

    /// The smallest changes.
    pub fn changes(&self, facts: &FactSet) -> Changes {
        if self.decide(facts) == Some(false) { Changes::NotFound } else { Changes::NotNeeded }
    }

    pub(crate) fn used(&self, rule: usize, facts: &FactSet) -> Vec<FactId> {
        let mut used = Vec::new();
        let mut waiting = self.rules.get(rule).map(Expression::facts).unwrap_or_default();
        while let Some(id) = waiting.pop() {
            match self.vocabulary.fact(id).and_then(|fact| fact.derivation.as_ref()) {
                Some(Derivation::Lookup { from, .. }) if facts.get(id).is_none() => waiting.push(*from),
                Some(Derivation::Expressions(them)) if facts.get(id).is_none() => {
                    waiting.extend(them.last().map(Expression::facts).unwrap_or_default());
                }
                _ => used.push(id),
            }
        }
        used.sort();
        used.dedup();
        used
    }
}
