//! The classes of a number, an amount or a date: between two numbers at which some test changes, no test sees a
//! difference. Finding those numbers is in `solve`.

use crate::number::Number;
use crate::solve::Solution;

use super::intervals::{End, Interval, Limits, Stretch};
use super::{Class, Classes, group};

/// The numbers of one fact, divided into classes.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) limits: Limits,
    /// The numbers at which some test changes, in order.
    cuts: Vec<Number>,
    /// The class below the first cut, of the first cut, between it and the second, and so on.
    class_of_cell: Vec<Option<Class>>,
    /// What belongs to each class.
    stretches: Vec<Vec<Stretch>>,
}

impl Numbers {
    /// Divides the numbers by the tests with these solutions; also says which tests hold in each class.
    pub(crate) fn divide(limits: Limits, solutions: &[Solution]) -> (Numbers, Classes) {
        let mut cuts: Vec<Number> =
            solutions.iter().flat_map(|solution| solution.all.iter().map(|(_, cut)| *cut)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let cells: Vec<Option<Interval>> = (0..=2 * cuts.len())
            .map(|cell| cell_interval(&cuts, cell).shared(&limits.interval(), limits.whole))
            .collect();
        let truths = cells.iter().enumerate().map(|(cell, interval)| {
            let passed = solutions.iter().map(|solution| holds_in_cell(solution, &cuts, cell)).collect();
            (passed, interval.is_some())
        });
        let (class_of_cell, classes) = group(truths);
        let mut intervals: Vec<Vec<Interval>> = vec![Vec::new(); classes.len()];
        for (class, interval) in class_of_cell.iter().zip(&cells) {
            let of_class = class.and_then(|class| intervals.get_mut(usize::from(class)));
            if let (Some(of_class), Some(interval)) = (of_class, interval) {
                append(of_class, *interval, limits.whole);
            }
        }
        let stretches = |of_class: Vec<Interval>| of_class.into_iter().map(|it| limits.stretch(it)).collect();
        let stretches = intervals.into_iter().map(stretches).collect();
        (Numbers { limits, cuts, class_of_cell, stretches }, classes)
    }

    /// The class of a number; `None` when the definition of the fact excludes it and it is like no possible number.
    pub(crate) fn class_of(&self, number: Number) -> Option<Class> {
        let cell = match self.cuts.binary_search(&number) {
            Ok(cut) => 2 * cut + 1,
            Err(cut) => 2 * cut,
        };
        self.class_of_cell.get(cell).copied().flatten()
    }

    /// The numbers at which some test changes, in order.
    pub(crate) fn cuts(&self) -> &[Number] {
        &self.cuts
    }

    /// The class between two successive cuts; without one it goes on for ever.
    pub(crate) fn class_between(&self, low: Option<Number>, high: Option<Number>) -> Option<Class> {
        let place = |cut: Number| self.cuts.binary_search(&cut).ok();
        let cell = match (low, high) {
            (Some(low), _) => 2 * place(low)? + 2,
            (None, Some(high)) => 2 * place(high)?,
            (None, None) => 0,
        };
        self.class_of_cell.get(cell).copied().flatten()
    }

    /// The number of classes.
    pub(crate) fn classes(&self) -> Class {
        Class::try_from(self.stretches.len()).unwrap_or(Class::MAX)
    }

    /// Some number of a class; nothing when no possible number is of it.
    pub(crate) fn sample(&self, class: Class) -> Option<Number> {
        self.stretches(class).iter().find_map(|stretch| stretch.interval.sample())
    }

    /// What belongs to a class.
    pub(crate) fn stretches(&self, class: Class) -> &[Stretch] {
        self.stretches.get(usize::from(class)).map_or(&[], Vec::as_slice)
    }

    /// The number of a class that is nearest to the current one.
    pub(crate) fn nearest(&self, class: Class, current: Option<Number>) -> Option<Number> {
        self.limits.nearest(self.stretches(class), current)
    }
}

/// Cell `2 * n + 1` is cut `n`; the even cells lie between cuts.
fn cell_interval(cuts: &[Number], cell: usize) -> Interval {
    let is_cut = cell % 2 == 1;
    let end = |cut: Option<&Number>| cut.map(|at| End { at: *at, included: is_cut });
    let high = end(cuts.get(cell / 2));
    let low = if is_cut { high } else { (cell / 2).checked_sub(1).and_then(|below| end(cuts.get(below))) };
    Interval { low, high }
}

fn holds_in_cell(solution: &Solution, cuts: &[Number], cell: usize) -> bool {
    let passes = solution.all.iter().all(|(comparison, number)| {
        let cut = cuts.partition_point(|cut| cut < number);
        comparison.holds(cell.cmp(&(2 * cut + 1)))
    });
    passes == solution.holds
}

fn append(intervals: &mut Vec<Interval>, next: Interval, whole: bool) {
    match intervals.last_mut() {
        Some(last) if last.touches(&next, whole) => last.high = next.high,
        _ => intervals.push(next),
    }
}
