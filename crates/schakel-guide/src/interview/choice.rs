//! Choosing the next question: the one after which, over the firms that are like this one, most of what is open is
//! expected to be settled, for the effort that it takes. Looking at the best question after it as well was tried; over
//! a thousand firms it saved no question that could be measured, and cost ten times the time (`docs/benchmarks.md`).

use std::collections::HashMap;

use schakel_criteria::FactId;

use crate::population::Column;

use super::split::SplitId;
use super::table::{Ask, Known, Open};

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
    let scored = one_step(opens, skipped, &mut tally);
    scored.into_iter().min_by_key(|it| (std::cmp::Reverse(it.rate(known)), std::cmp::Reverse(it.nearness), it.fact))
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
