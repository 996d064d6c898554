//! Counting what a selection leaves: how many per value of a filter, and how much money, with every qualifier apart.

use std::collections::BTreeMap;

use schakel_criteria::Number;
use schakel_register::{Budget, Figure, Honest, HonestSum, Id, Qualifier, SupportOnDay};

use crate::selection::{Filter, OpenState};

/// The identifier of a figure that says how large a fund is.
const CAPACITY_FIGURE: &str = "capacity";

/// The unit of money.
const MONEY_UNIT: &str = "EUR";

/// Counts per value of one filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Key of the filter in a query.
    pub key: &'static str,
    /// Whether one record may count in several values: then the counts may add up to more than the total.
    pub overlapping: bool,
    /// The values that occur, the most frequent first.
    pub values: Vec<FacetValue>,
    /// How many records have no value: not limited, or not known.
    pub without: usize,
}

/// A value and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value.
    pub id: Id,
    /// How many records.
    pub count: usize,
}

/// Counts for every filter, and for whether one can apply.
pub fn facets(found: &[SupportOnDay<'_>]) -> Vec<Facet> {
    let mut facets: Vec<Facet> = Filter::ALL.into_iter().map(|filter| facet(filter, found)).collect();
    let states: Vec<Id> = found.iter().map(|it| Id::from(OpenState::of(it).name())).collect();
    facets.push(Facet { key: OpenState::KEY, overlapping: false, values: counted(states.iter()), without: 0 });
    facets
}

fn facet(filter: Filter, found: &[SupportOnDay<'_>]) -> Facet {
    let values: Vec<Vec<&Id>> = found.iter().map(|it| filter.values_of(it.support)).collect();
    Facet {
        key: filter.key(),
        overlapping: filter.is_multiple(),
        without: values.iter().filter(|it| it.is_empty()).count(),
        values: counted(values.into_iter().flatten()),
    }
}

fn counted<'a>(values: impl Iterator<Item = &'a Id>) -> Vec<FacetValue> {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counted: Vec<_> = counts.into_iter().map(|(id, count)| FacetValue { id: Id::clone(id), count }).collect();
    counted.sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.id.cmp(&right.id)));
    counted
}

/// A sum of money that hides nothing: firm and provisional apart, and a total only where one may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyTotals {
    /// How many amounts were looked at.
    pub amounts: usize,
    /// The sums per qualifier.
    pub sum: HonestSum,
    /// What is certain: the exact amounts alone.
    pub firm: Number,
    /// What is promised "in principle": backs no commitment.
    pub provisional: Number,
    /// Everything together with the weakest qualifier; `None` when a "part of" amount or an amount without a number
    /// makes a total meaningless.
    pub together: Option<Honest>,
}

/// Adds up amounts without hiding a qualifier.
pub fn money_totals<'a>(amounts: impl IntoIterator<Item = &'a Honest>) -> MoneyTotals {
    let amounts: Vec<&Honest> = amounts.into_iter().collect();
    let sum = HonestSum::of(amounts.iter().copied());
    MoneyTotals {
        amounts: amounts.len(),
        firm: sum.part(Qualifier::Exact).unwrap_or(Number::ZERO),
        provisional: sum.part(Qualifier::Provisional).unwrap_or(Number::ZERO),
        together: sum.together(),
        sum,
    }
}

/// The figures that say how large the funds of a selection are. A figure that repeats another pot does not count.
pub fn capacity<'a>(found: &[SupportOnDay<'a>]) -> Vec<&'a Figure> {
    let is_capacity =
        |figure: &&Figure| &*figure.id == CAPACITY_FIGURE && figure.unit == MONEY_UNIT && figure.duplicate_of.is_none();
    found.iter().flat_map(|it| &it.support.figures).filter(is_capacity).collect()
}

/// The budgets behind a selection, of the versions in force on the day.
pub fn support_budgets<'a>(found: &[SupportOnDay<'a>]) -> Vec<&'a Budget> {
    found.iter().filter(|it| it.in_force).filter_map(|it| it.version).flat_map(|version| &version.budgets).collect()
}
