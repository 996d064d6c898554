//! Who comes first: the applications as a list of ranks, where those of one rank are equal until lots are drawn. What
//! each gets is not here.

use std::collections::{BTreeMap, BTreeSet};

use schakel_criteria::Number;
use schakel_register::Cents;
use schakel_time::DateTime;

use crate::allocation::balance::{Balances, Ceilings};
use crate::allocation::committee::Advice;
use crate::allocation::lot::{Lot, Order, Procedure, Ranking, Rules};
use crate::allocation::outcome::{AllocationError, Decision, Mistake, Outcome, Refusal};
use crate::allocation::ranking::{Key, below_minimum, mistakes_of_points, mistakes_of_ranking, ranked_points};

/// The applications in order, and those that are not on the list.
pub(super) struct Queue<'a> {
    /// The ranks, best first; in each rank by number.
    pub ranks: Vec<Vec<Entry<'a>>>,
    /// The decisions on those that have no place, by number.
    pub outside: Vec<Decision>,
}

/// One application on the list.
pub(super) struct Entry<'a> {
    /// The application.
    pub lot: &'a Lot,
    /// Its points in the ranking.
    pub points: Option<Number>,
}

/// Puts the applications in order.
pub(super) fn queue<'a>(lots: &'a [Lot], rules: &Rules) -> Result<Queue<'a>, AllocationError> {
    let mistakes = mistakes(lots, rules);
    if !mistakes.is_empty() {
        return Err(AllocationError::Mistakes(mistakes));
    }
    let mut lots: Vec<&Lot> = lots.iter().collect();
    lots.sort_unstable_by_key(|it| it.application);
    let mut outsiders = Vec::new();
    let mut listed = Vec::new();
    for lot in lots {
        match placed(lot, &rules.procedure) {
            Ok(place) => listed.push(place),
            Err(outcome) => outsiders.push(outside(lot, &rules.procedure, outcome)),
        }
    }
    let ranks = match &rules.procedure {
        Procedure::InTurn { order: Order::Receipt, .. } => {
            grouped(listed.into_iter().map(|(from, entry)| ((from, entry.lot.application), entry)))
        }
        Procedure::InTurn { order: Order::CompleteDay, .. } => {
            grouped(listed.into_iter().map(|(from, entry)| (from.date(), entry)))
        }
        Procedure::InTurn { order: Order::Draw, .. } | Procedure::ProRata => {
            grouped(listed.into_iter().map(|(_, entry)| ((), entry)))
        }
        Procedure::InTurn { order: Order::Ranking(ranking), .. } => grouped(listed.into_iter().map(|(from, entry)| {
            let total = entry.points.unwrap_or(Number::ZERO);
            (Key::new(entry.lot, from, total, ranking), entry)
        })),
    };
    Ok(Queue { ranks, outside: outsiders })
}

/// From when an application counts and with how many points, or why it has no place.
fn placed<'a>(lot: &'a Lot, procedure: &Procedure) -> Result<(DateTime, Entry<'a>), Outcome> {
    let from = lot.counts_from().ok_or(Outcome::Incomplete)?;
    if lot.advice == Some(Advice::Negative) {
        return Err(Outcome::Refused(Refusal::NegativeAdvice));
    }
    if let Some(refusal) = ranking_of(procedure).and_then(|it| below_minimum(lot, it)) {
        return Err(Outcome::Refused(refusal));
    }
    Ok((from, Entry { lot, points: points_of(lot, procedure) }))
}

fn ranking_of(procedure: &Procedure) -> Option<&Ranking> {
    match procedure {
        Procedure::InTurn { order: Order::Ranking(ranking), .. } => Some(ranking),
        _ => None,
    }
}

fn points_of(lot: &Lot, procedure: &Procedure) -> Option<Number> {
    ranking_of(procedure).and_then(|it| ranked_points(lot, it))
}

fn outside(lot: &Lot, procedure: &Procedure, outcome: Outcome) -> Decision {
    Decision {
        application: lot.application,
        requested: lot.requested,
        place: None,
        points: points_of(lot, procedure),
        outcome,
        room: Vec::new(),
    }
}

/// Those with the same key together, the smallest key first.
fn grouped<'a, K: Ord>(entries: impl Iterator<Item = (K, Entry<'a>)>) -> Vec<Vec<Entry<'a>>> {
    let mut ranks: BTreeMap<K, Vec<Entry<'a>>> = BTreeMap::new();
    for (key, entry) in entries {
        ranks.entry(key).or_default().push(entry);
    }
    ranks.into_values().collect()
}

fn mistakes(lots: &[Lot], rules: &Rules) -> Vec<Mistake> {
    let mut mistakes = mistakes_of_ceilings(&rules.ceilings);
    let mut seen = BTreeSet::new();
    let mut sum: i128 = 0;
    for lot in lots {
        if !seen.insert(lot.application) {
            mistakes.push(Mistake::Twice(lot.application));
        }
        if lot.requested <= Cents::ZERO {
            mistakes.push(Mistake::NothingRequested(lot.application));
        }
        sum += i128::from(lot.requested.count());
        if let Some(ranking) = ranking_of(&rules.procedure).filter(|_| lot.needs_points()) {
            mistakes.extend(mistakes_of_points(lot, ranking));
        }
    }
    mistakes.extend(ranking_of(&rules.procedure).into_iter().flat_map(mistakes_of_ranking));
    if i64::try_from(sum).is_err() {
        mistakes.push(Mistake::TooMuchRequested);
    }
    mistakes
}

fn mistakes_of_ceilings(ceilings: &Ceilings) -> Vec<Mistake> {
    let balances = Balances::new(ceilings);
    let below = balances.all().filter(|it| it.amount < Cents::ZERO);
    below.map(|it| Mistake::CeilingBelowNothing(it.ceiling.clone())).collect()
}
