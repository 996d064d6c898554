//! From classes to values: what exactly would have to change, as near as can be to how things are.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::Stretch;
use crate::solve::solve;
use crate::term::Atom;
use crate::value::Value;
use crate::vocabulary::FactId;

use super::search::{Plan, Stance};
use super::{Change, JointTest, Reading, RuleFact};

impl Reading<'_> {
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
        let mut settled = Vec::new();
        for (joint, wanted) in &plan.joints {
            let joint = self.rules.joints.get(*joint)?;
            if let JointTest::Atom(test) = &joint.test {
                let turning = Turning { reading: self, plan, test, sources: &joint.sources, wanted: *wanted };
                turning.turn(&mut changes, &settled)?;
                settled.extend_from_slice(&joint.sources);
            }
        }
        changes.retain(|change| change.from.as_ref() != Some(&change.to));
        changes.sort_by_key(|change| change.fact);
        Some(changes)
    }

    /// Whether the rules are decided and true with these changes, and the changed facts do not contradict each other.
    pub(super) fn is_solved_by(&self, changes: &[Change]) -> bool {
        let reading = self.with(changes);
        reading.decide() == Some(true) && reading.is_consistent()
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
}

/// A test on several facts that must get an answer.
struct Turning<'a> {
    reading: &'a Reading<'a>,
    plan: &'a Plan,
    test: &'a Atom,
    sources: &'a [usize],
    wanted: bool,
}

impl Turning<'_> {
    /// Gives changed facts values with which the test gets its answer: one is solved for, after those that were unknown
    /// and have no tests of their own have been put at one end of what is possible. The facts that an earlier test has
    /// settled stay, unless nothing else helps.
    fn turn(&self, changes: &mut [Change], settled: &[usize]) -> Option<()> {
        let (kept, open): (Vec<usize>, Vec<usize>) = self.sources.iter().partition(|fact| settled.contains(fact));
        for at_low_end in [true, false] {
            let mut is_same = !at_low_end;
            for fact in &open {
                is_same &= !self.put_at_end(*fact, at_low_end, changes);
            }
            if is_same {
                break;
            }
            if self.reading.outcome(self.test, self.sources, changes) == Some(self.wanted) {
                return Some(());
            }
            for fact in open.iter().chain(&kept) {
                if self.solve_for(*fact, changes).is_some() {
                    return Some(());
                }
            }
        }
        None
    }

    /// Puts a fact at an end of what is possible, when it is free to be anything; says whether it was moved.
    fn put_at_end(&self, fact: usize, at_low_end: bool, changes: &mut [Change]) -> bool {
        let Some(fact) = self.reading.rules.facts.get(fact) else { return false };
        let is_free = self.plan.chosen(fact).iter().all(Option::is_none);
        let change = changes.iter_mut().find(|change| change.fact == fact.id && change.from.is_none() && is_free);
        let (Some(change), Some(limits)) = (change, fact.domain.limits()) else { return false };
        let end = if at_low_end { Some(limits.start()) } else { limits.bounds.high };
        let Some(value) = end.and_then(|end| limits.value(end)) else { return false };
        change.to = value;
        true
    }

    /// Gives one changed fact the value with which the test gets its answer, given the others.
    fn solve_for(&self, fact: usize, changes: &mut [Change]) -> Option<()> {
        let fact = self.reading.rules.facts.get(fact)?;
        let limits = fact.domain.limits()?;
        let position = changes.iter().position(|change| change.fact == fact.id)?;
        let others = |id: FactId| self.reading.value_with(changes, id).filter(|_| id != fact.id).cloned();
        let solution = solve(&self.test.filled(&others))?;
        let holding = if self.wanted { solution } else { solution.not() }.intervals(limits);
        let of_class = fact.domain.intervals(self.plan.chosen(fact).first().copied().flatten());
        let shared = holding.iter().flat_map(|left| of_class.iter().filter_map(|it| left.shared(it, limits.whole)));
        let shared: Vec<Stretch> = shared.map(|interval| limits.stretch(interval)).collect();
        let current = self.reading.value(fact.id).and_then(|value| limits.number(value));
        let nearest = limits.nearest(&shared, current)?;
        changes.get_mut(position)?.to = limits.value(nearest)?;
        Some(())
    }
}
