//! From classes to values: what exactly would have to change, as near as can be to how things are.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::{Class, Interval, Limits, Numbers};
use crate::solve::solve;
use crate::term::Test;
use crate::value::Value;
use crate::vocabulary::FactId;

use super::changes::{Plan, Stance};
use super::{Change, JointTest, Reading, RuleFact};

impl<'a> Reading<'a> {
    /// The same firm with changes.
    pub(super) fn with<'b>(&self, changes: &'b [Change]) -> Reading<'b>
    where
        'a: 'b,
    {
        Reading::new(self.rules, self.facts, changes)
    }

    /// The changes of a plan with their values, in order of the facts; `None` when no values are found.
    pub(super) fn proposal(&self, plan: &Plan) -> Option<Vec<Change>> {
        let mut changes = Vec::new();
        for (fact, stance) in self.rules.facts.iter().zip(&plan.stances) {
            if *stance == Stance::Changed {
                let from = self.value(fact.id).cloned();
                let to = self.first_value(fact, plan)?;
                changes.push(Change { fact: fact.id, from, to });
            }
        }
        for (joint, wanted) in &plan.joints {
            self.turn(*joint, *wanted, plan, &mut changes)?;
        }
        changes.retain(|change| change.from.as_ref() != Some(&change.to));
        changes.sort_by_key(|change| change.fact);
        Some(changes)
    }

    /// Whether the rules are decided and true with these changes.
    pub(super) fn is_solved_by(&self, changes: &[Change]) -> bool {
        self.with(changes).decide() == Some(true)
    }

    /// The same changes, in which no list gains or loses a code that does not matter.
    pub(super) fn without_needless_codes(&self, mut changes: Vec<Change>) -> Vec<Change> {
        for position in 0..changes.len() {
            let Some(Change { from, to: Value::Codes(to), .. }) = changes.get(position) else { continue };
            let from: BTreeSet<Arc<str>> = match from {
                Some(Value::Codes(from)) => from.iter().cloned().collect(),
                _ => BTreeSet::new(),
            };
            let mut to: BTreeSet<Arc<str>> = to.iter().cloned().collect();
            let differing: Vec<Arc<str>> = from.symmetric_difference(&to).cloned().collect();
            if differing.len() < 2 {
                continue;
            }
            for code in &differing {
                let mut fewer = to.clone();
                if !fewer.remove(code) {
                    fewer.insert(Arc::clone(code));
                }
                let mut tried = changes.clone();
                if let Some(change) = tried.get_mut(position) {
                    change.to = Value::codes(fewer.iter().map(|code| &**code));
                }
                if self.is_solved_by(&tried) {
                    (to, changes) = (fewer, tried);
                }
            }
        }
        changes
    }

    /// The value of a changed fact as far as its own tests are concerned.
    fn first_value(&self, fact: &RuleFact, plan: &Plan) -> Option<Value> {
        let current = self.value(fact.id);
        let chosen = plan.chosen(fact);
        if chosen.iter().any(Option::is_some) {
            return fact.domain.nearest(chosen, current);
        }
        current.cloned().or_else(|| fact.domain.limits().and_then(|limits| limits.value(limits.start())))
    }

    /// Gives changed facts other values, so that a test on several facts gets the answer that is wanted: one is solved
    /// for, after those that were unknown and have no tests of their own have been put at one end of what is possible.
    fn turn(&self, joint: usize, wanted: bool, plan: &Plan, changes: &mut [Change]) -> Option<()> {
        let joint = self.rules.joints.get(joint)?;
        let JointTest::Test(test) = &joint.test else { return Some(()) };
        let sources: Vec<&RuleFact> = joint.sources.iter().filter_map(|fact| self.rules.facts.get(*fact)).collect();
        for at_low_end in [true, false] {
            for fact in &sources {
                self.put_at_end(fact, at_low_end, plan, changes);
            }
            if self.with(changes).outcome(test, &joint.sources) == Some(wanted) {
                return Some(());
            }
            for fact in &sources {
                let Some(position) = changes.iter().position(|change| change.fact == fact.id) else { continue };
                let value = self.solved(test, wanted, fact, plan, changes);
                if let (Some(value), Some(change)) = (value, changes.get_mut(position)) {
                    change.to = value;
                    return Some(());
                }
            }
        }
        None
    }

    fn put_at_end(&self, fact: &RuleFact, at_low_end: bool, plan: &Plan, changes: &mut [Change]) {
        let is_free = plan.chosen(fact).iter().all(Option::is_none);
        let change = changes.iter_mut().find(|change| change.fact == fact.id && change.from.is_none() && is_free);
        if let (Some(change), Some(limits)) = (change, fact.domain.limits()) {
            let end = if at_low_end { Some(limits.start()) } else { limits.bounds.high };
            if let Some(value) = end.and_then(|end| limits.value(end)) {
                change.to = value;
            }
        }
    }

    /// The value of one changed fact with which a test gets the answer that is wanted, given the others.
    fn solved(&self, test: &Test, wanted: bool, fact: &RuleFact, plan: &Plan, changes: &[Change]) -> Option<Value> {
        let with_changes = self.with(changes);
        let others = |id: FactId| with_changes.value(id).filter(|_| id != fact.id).cloned();
        let solution = solve(&test.filled(&others))?;
        let solution = if wanted { solution } else { solution.not() };
        let limits = fact.domain.limits()?;
        let (numbers, classes) = Numbers::divide(limits.clone(), &[solution]);
        let holding = classes.iter().position(|class| class.first() == Some(&true))?;
        let holding = numbers.intervals(Class::try_from(holding).ok()?);
        self.value_in(fact, holding, limits, plan)
    }

    /// The value of a fact that lies in these intervals and in the class that its own tests ask for.
    fn value_in(&self, fact: &RuleFact, intervals: &[Interval], limits: &Limits, plan: &Plan) -> Option<Value> {
        let of_class = fact.domain.intervals(plan.chosen(fact).first().copied().flatten());
        let shared = |left: &Interval| {
            of_class.iter().filter_map(|right| left.shared(right, limits.whole)).collect::<Vec<Interval>>()
        };
        let shared: Vec<Interval> = intervals.iter().flat_map(shared).collect();
        let current = self.value(fact.id).and_then(|value| limits.number(value));
        limits.nearest(&shared, current).and_then(|number| limits.value(number))
    }
}
