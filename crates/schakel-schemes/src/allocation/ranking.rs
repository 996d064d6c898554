//! Ranking by points: the total, the minima, and what decides between equals. Where the points come from is in
//! `committee`; who gets money in `turn`.

use std::cmp::Reverse;

use schakel_criteria::Number;
use schakel_register::Id;
use schakel_time::DateTime;

use crate::allocation::lot::{Criterion, LastTie, Lot, Ranking};
use crate::allocation::outcome::{Mistake, Refusal};
use crate::number::ApplicationNumber;

/// What orders the applications: the smallest first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    total: Reverse<Number>,
    ties: Vec<Reverse<Number>>,
    last: Option<(DateTime, ApplicationNumber)>,
}

impl Key {
    /// The key of an application that counts from this moment, with these points in all.
    pub(super) fn new(lot: &Lot, from: DateTime, total: Number, ranking: &Ranking) -> Self {
        let ties = ranking.ties.iter().filter_map(|id| lot.points.get(id)).map(|it| Reverse(*it)).collect();
        let last = (ranking.last == LastTie::Receipt).then_some((from, lot.application));
        Key { total: Reverse(total), ties, last }
    }
}

/// The points with which an application is ranked: each criterion times its weight, times the factor of the application.
/// `None` when it is too long to count with.
pub(super) fn ranked_points(lot: &Lot, ranking: &Ranking) -> Option<Number> {
    sum(ranking, |criterion| {
        let factor = lot.factors.get(&criterion.id).copied().unwrap_or(Number::ONE);
        weighted(lot, criterion)?.times(factor)
    })
}

/// Why the points are too few. The minimum in all counts the weights, not the factors of one application.
pub(super) fn below_minimum(lot: &Lot, ranking: &Ranking) -> Option<Refusal> {
    let on_criterion = ranking.criteria.iter().find_map(|criterion| {
        let (points, minimum) = (*lot.points.get(&criterion.id)?, criterion.minimum?);
        let id = criterion.id.clone();
        (points < minimum).then_some(Refusal::BelowMinimum { criterion: id, points, minimum })
    });
    on_criterion.or_else(|| {
        let (points, minimum) = (sum(ranking, |criterion| weighted(lot, criterion))?, ranking.minimum?);
        (points < minimum).then_some(Refusal::BelowMinimumInAll { points, minimum })
    })
}

/// What is wrong with the ranking itself.
pub(super) fn mistakes_of_ranking(ranking: &Ranking) -> Vec<Mistake> {
    let scored = |id: &Id| ranking.criteria.iter().any(|it| it.id == *id);
    let negative = ranking.criteria.iter().filter(|it| it.weight.is_negative()).map(|it| &it.id);
    let unknown = ranking.ties.iter().filter(|id| !scored(id));
    negative.chain(unknown).map(|id| Mistake::Criterion(id.clone())).collect()
}

/// What is wrong with the points of an application.
pub(super) fn mistakes_of_points(lot: &Lot, ranking: &Ranking) -> Vec<Mistake> {
    let wrong = |criterion: &Criterion| {
        let id = criterion.id.clone();
        match lot.points.get(&criterion.id) {
            None => Some(Mistake::NotScored(lot.application, id)),
            Some(points) if points.is_negative() || *points > criterion.maximum => {
                Some(Mistake::PointsOutOfRange(lot.application, id))
            }
            Some(_) => lot.factors.get(&id).filter(|it| it.is_negative()).map(|_| Mistake::Criterion(id)),
        }
    };
    let mut mistakes: Vec<Mistake> = ranking.criteria.iter().filter_map(wrong).collect();
    if mistakes.is_empty() && ranked_points(lot, ranking).is_none() {
        let first = ranking.criteria.first();
        mistakes.extend(first.map(|it| Mistake::PointsOutOfRange(lot.application, it.id.clone())));
    }
    mistakes
}

fn weighted(lot: &Lot, criterion: &Criterion) -> Option<Number> {
    lot.points.get(&criterion.id)?.times(criterion.weight)
}

fn sum(ranking: &Ranking, points: impl Fn(&Criterion) -> Option<Number>) -> Option<Number> {
    ranking.criteria.iter().try_fold(Number::ZERO, |sum, criterion| sum.plus(points(criterion)?))
}
