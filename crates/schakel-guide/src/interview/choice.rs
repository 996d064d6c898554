//! Choosing the next question: the one after which, over the firms that are like this one, most of what is open is
//! expected to be settled, by it and by the best question after it, for the effort that it takes.
//!
//! What the question after it settles counts half. Two questions settle the same in either order, so counting it in full
//! would put a question that settles little now before one that settles much; and the best of several estimates is
//! always somewhat too good.

use std::collections::HashMap;

use schakel_criteria::{Change, FactId, Value};

use crate::population::Column;

use super::Foresight;
use super::split::{Split, SplitId};
use super::table::{Ask, Known, Open};

/// How many questions are looked at two steps deep: the best at one step.
const DEEP_MAX: usize = 5;

/// With more to ask than this over all open candidates, a second step costs more time than it saves questions: early in
/// an interview the next question is good whatever the answer to this one.
const ASKS_MAX: usize = 120;

/// How many answers to a question are followed to the second step: the likeliest.
const ANSWERS_MAX: usize = 6;

/// How much the effort of answering counts: a question of effort 5 must settle twice as much as one of effort 1.
const EFFORT_BASE: i128 = 3;

/// A question with what it is worth.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) fact: FactId,
    /// The weight that is expected to be settled, times the number of firms.
    gain: i128,
    /// How many candidates are expected to be settled, times the number of firms.
    pub(super) settled: u64,
    /// For how many candidates it matters.
    pub(super) matters_to: usize,
    /// What is left to ask of those candidates: the less, the nearer they are.
    nearness: u64,
}

/// Counts of values over a group of firms, per fact as far as needed.
struct Tally<'a> {
    known: &'a Known<'a>,
    firms: &'a [u32],
    of_split: HashMap<SplitId, Vec<u64>>,
}

/// The best question, and over how many firms it was judged.
pub(super) fn best(known: &Known<'_>, opens: &[Open<'_>], skipped: &[FactId], firms: &[u32]) -> Option<Scored> {
    let mut tally = Tally { known, firms, of_split: HashMap::new() };
    let mut scored = one_step(opens, skipped, &mut tally);
    let order = |it: &Scored| (std::cmp::Reverse(it.rate(known)), std::cmp::Reverse(it.nearness), it.fact);
    scored.sort_by_key(order);
    let next_best = scored.iter().map(|it| it.gain).max().unwrap_or(0);
    let is_small = opens.iter().map(|open| open.asks.len()).sum::<usize>() <= ASKS_MAX;
    if known.interviewer.foresight == Foresight::TwoSteps && is_small {
        for it in scored.iter_mut().take(DEEP_MAX) {
            let second = second_step(it.fact, known, opens, skipped, firms);
            it.gain += (second - next_best) / 2;
        }
    }
    scored.truncate(DEEP_MAX);
    scored.sort_by_key(order);
    scored.into_iter().next()
}

impl Scored {
    /// The gain for the effort.
    fn rate(&self, known: &Known<'_>) -> i128 {
        let cost = known.interviewer.cost(self.fact);
        self.gain * 1000 / (EFFORT_BASE + i128::from(cost))
    }
}

fn one_step(opens: &[Open<'_>], skipped: &[FactId], tally: &mut Tally<'_>) -> Vec<Scored> {
    let mut scored: HashMap<FactId, Scored> = HashMap::new();
    for open in opens {
        for ask in open.asks.iter().filter(|ask| !skipped.contains(&ask.fact)) {
            let settled = tally.settled(ask);
            let it = scored.entry(ask.fact).or_insert_with(|| Scored {
                fact: ask.fact,
                gain: 0,
                settled: 0,
                matters_to: 0,
                nearness: 0,
            });
            it.gain += i128::from(settled) * i128::from(open.weight);
            it.settled += settled;
            it.matters_to += 1;
            it.nearness += open.weight * 1000 / open.asks.len().max(1) as u64;
        }
    }
    scored.into_values().collect()
}

/// What the best question after this one is expected to settle, in the measure of one step.
fn second_step(fact: FactId, known: &Known<'_>, opens: &[Open<'_>], skipped: &[FactId], firms: &[u32]) -> i128 {
    let groups = answer_groups(fact, known, opens, firms);
    let followed: usize = groups.iter().take(ANSWERS_MAX).map(|group| group.firms.len()).sum();
    let total: i128 = groups.iter().take(ANSWERS_MAX).map(|group| best_after(fact, group, known, opens, skipped)).sum();
    total * firms.len() as i128 / followed.max(1) as i128
}

/// The firms that would give an answer, and an example of it.
struct AnswerGroup {
    value: Value,
    firms: Vec<u32>,
}

/// The answers to a question that make a difference to some open candidate, the likeliest first.
fn answer_groups(fact: FactId, known: &Known<'_>, opens: &[Open<'_>], firms: &[u32]) -> Vec<AnswerGroup> {
    let Some(column) = known.interviewer.population.column(fact) else { return Vec::new() };
    let mut splits: Vec<SplitId> =
        opens.iter().flat_map(|open| &open.asks).filter(|ask| ask.fact == fact).map(|ask| ask.split).collect();
    splits.sort_unstable();
    splits.dedup();
    let splits: Vec<&Split> = splits.iter().filter_map(|split| known.interviewer.splits.list.get(*split)).collect();
    let mut places: HashMap<Vec<u16>, usize> = HashMap::new();
    let mut group_of_value: Vec<Option<usize>> = vec![None; column.values.len()];
    let mut groups: Vec<AnswerGroup> = Vec::new();
    for firm in firms {
        let Some(value) = value_place(column, *firm) else { continue };
        let Some(slot) = group_of_value.get_mut(value) else { continue };
        let group = *slot.get_or_insert_with(|| {
            let classes = splits.iter().map(|it| it.class_of_value.get(value).copied().unwrap_or(u16::MAX)).collect();
            *places.entry(classes).or_insert_with(|| {
                let value = column.values.get(value).cloned().unwrap_or(Value::Bool(false));
                groups.push(AnswerGroup { value, firms: Vec::new() });
                groups.len() - 1
            })
        });
        if let Some(group) = groups.get_mut(group) {
            group.firms.push(*firm);
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.firms.len()));
    groups
}

fn best_after(fact: FactId, group: &AnswerGroup, known: &Known<'_>, opens: &[Open<'_>], skipped: &[FactId]) -> i128 {
    let answer = Change { fact, from: None, to: group.value.clone() };
    let mut tally = Tally { known, firms: &group.firms, of_split: HashMap::new() };
    let mut gains: HashMap<FactId, i128> = HashMap::new();
    for open in opens {
        let after;
        let asks = match open.asks.iter().find(|ask| ask.fact == fact) {
            None => &open.asks,
            Some(ask) if is_settled_by(ask, &group.value, known) => continue,
            Some(_) => {
                after = known.asks_after(open, &answer);
                &after
            }
        };
        for ask in asks.iter().filter(|ask| ask.fact != fact && !skipped.contains(&ask.fact)) {
            *gains.entry(ask.fact).or_default() += i128::from(tally.settled(ask)) * i128::from(open.weight);
        }
    }
    gains.into_values().max().unwrap_or(0)
}

fn is_settled_by(ask: &Ask, value: &Value, known: &Known<'_>) -> bool {
    let interviewer = known.interviewer;
    let class = || {
        let place = interviewer.population.column(ask.fact)?.values.iter().position(|it| it == value)?;
        interviewer.splits.list.get(ask.split)?.class_of_value.get(place).copied()
    };
    class().and_then(|class| ask.settles.get(usize::from(class))).copied().unwrap_or(false)
}

fn value_place(column: &Column, firm: u32) -> Option<usize> {
    let place = column.of_firm.get(usize::try_from(firm).ok()?)?;
    (*place != u16::MAX).then_some(usize::from(*place))
}

impl Tally<'_> {
    /// Of how many firms the answer would settle a candidate.
    fn settled(&mut self, ask: &Ask) -> u64 {
        let counts = self.counts(ask.split);
        counts.iter().zip(&ask.settles).filter(|(_, settles)| **settles).map(|(count, _)| count).sum()
    }

    /// Per class of a division the number of firms.
    fn counts(&mut self, split: SplitId) -> &[u64] {
        let (known, firms) = (self.known, self.firms);
        self.of_split.entry(split).or_insert_with(|| {
            let interviewer = known.interviewer;
            let Some(split) = interviewer.splits.list.get(split) else { return Vec::new() };
            let mut counts = vec![0; split.examples.len()];
            let Some(column) = interviewer.population.column(split.fact) else { return counts };
            for firm in firms {
                let class = value_place(column, *firm).and_then(|value| split.class_of_value.get(value));
                if let Some(count) = class.and_then(|class| counts.get_mut(usize::from(*class))) {
                    *count += 1;
                }
            }
            counts
        })
    }
}
