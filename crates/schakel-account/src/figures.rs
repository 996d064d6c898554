//! Looking figures up: each one with the records that it follows from. What is counted from contributions comes in as
//! a [`Tally`]; working out rules lives in `bounded`.

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_criteria::{Bilingual, FactId, Number};
use schakel_ledger::PackLedger;
use schakel_register::{Figure, Honest, Id, Indicator, Input, Pack, Qualifier, Record, Selection, SourceRef};
use schakel_time::Date;

use crate::achievement::Achievement;
use crate::bounded::work_out;
use crate::indicator::{IndicatorResult, result_of};

/// What was counted of contributions, per indicator and year.
pub type Tally = BTreeMap<(Id, i16), u64>;

/// A figure with what it follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// What it is.
    pub label: Bilingual,
    /// The figure.
    pub value: Honest,
    /// "EUR", "%" or a word.
    pub unit: Bilingual,
    /// The records that it follows from; never empty, unless it is counted from contributions.
    pub origins: Vec<Origin>,
    /// How many contributions were counted for it.
    pub contributions: Option<u64>,
}

/// A record behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The record, support or performance; the region or the performance for what is counted of those.
    pub record: Id,
    /// The figure in it; absent: the record itself is counted.
    pub figure: Option<Id>,
    /// Where that is said.
    pub source: Option<SourceRef>,
}

/// The figures of a pack as at a day.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// What was counted of contributions.
    pub tally: &'a Tally,
    /// The books of the pack.
    pub books: &'a PackLedger,
    /// As at this day.
    pub as_of: Date,
}

/// How deep a figure may follow from other figures that follow from others.
const DEPTH_MAX: usize = 16;

impl Figures<'_> {
    /// Looks a figure up; what does not exist is not known.
    pub fn look_up(&self, input: &Input) -> Traced {
        self.at_depth(input, 0)
    }

    fn at_depth(&self, input: &Input, depth: usize) -> Traced {
        match input {
            Input::Figure(name) => self.pack.figure(name).map_or_else(|| nothing(name), |it| of_figure(name, it)),
            Input::Quantity(id) => self.quantity(id, depth),
            Input::Result { indicator, year } => self.result(indicator, *year),
            Input::Count(selection) => {
                let records = self.selected(selection);
                counted(&selection.folder, records.len(), records.iter().map(|it| origin_of(it, None)).collect())
            }
            Input::Sum { figure, of } => self.sum(figure, of),
            Input::Budgets { record, funder, is_firm } => self.budgets(record, funder.as_ref(), *is_firm),
            Input::Items(name) => {
                let figure = self.pack.figure(name);
                let origins = figure.map(|it| origin_of_figure(name, it)).into_iter().collect();
                counted(name, figure.map_or(0, |it| it.items.len()), origins)
            }
            Input::Themes { landsdeel, role, place } => self.themes(landsdeel, role, place.as_deref()),
            Input::SamePot(names) => self.same_pot(names),
            Input::Achieved { performance, year } => {
                let results = self.results(performance, *year);
                let is_achieved = |it: &&IndicatorResult| it.achievement == Some(Achievement::Achieved);
                if results.iter().any(|it| it.achievement == Some(Achievement::NotKnownYet)) {
                    return nothing(performance);
                }
                let origins = results.iter().flat_map(|it| it.origins.clone()).collect();
                counted(performance, results.iter().filter(is_achieved).count(), origins)
            }
            Input::Targets(performance) => {
                let indicators = self.indicators(performance);
                let count = indicators.iter().filter(|it| it.target.is_some()).count();
                counted(performance, count, vec![plain_origin(performance)])
            }
            Input::Balance { .. } | Input::ProgrammeResult { .. } | Input::ReserveNet { .. } => self.money(input),
            Input::Parts(region) => {
                let parts = self.pack.region(region).map_or(0, |it| it.parts.len());
                counted(region, parts, vec![plain_origin(region)])
            }
            Input::Actions(number) => {
                let performance = self.pack.accounts.performances.get(number);
                counted(number, performance.map_or(0, |it| it.actions.len()), vec![plain_origin(number)])
            }
            Input::Days { from, to } => {
                let days = from.until(*to).map_or(0, |span| span.get_days());
                let label = Bilingual::new(format!("{from} – {to}"), format!("{from} – {to}"));
                let value = Honest::exact(Number::whole(i64::from(days)));
                Traced { label, value, unit: Bilingual::new("dagen", "days"), origins: Vec::new(), contributions: None }
            }
        }
    }

    /// The inputs of a rule, each with its value.
    pub(crate) fn inputs(&self, inputs: &[(FactId, Input)], depth: usize) -> Vec<(FactId, Traced)> {
        inputs.iter().map(|(fact, input)| (*fact, self.at_depth(input, depth + 1))).collect()
    }

    fn quantity(&self, id: &Id, depth: usize) -> Traced {
        let Some(quantity) = self.pack.accounts.quantities.get(id).filter(|_| depth < DEPTH_MAX) else {
            return nothing(id);
        };
        let inputs = self.inputs(&quantity.inputs, depth);
        let values: Vec<_> = inputs.iter().map(|(fact, traced)| (*fact, traced.value.clone())).collect();
        let mut origins: Vec<Origin> = inputs.into_iter().flat_map(|(_, traced)| traced.origins).collect();
        origins.sort();
        origins.dedup();
        let value = work_out(&quantity.rule, &values).unwrap_or_else(|_| not_known());
        let (label, unit) = (quantity.label.clone(), quantity.unit.clone());
        Traced { label, value, unit, origins, contributions: None }
    }

    fn result(&self, id: &Id, year: i16) -> Traced {
        let Some(indicator) = self.pack.accounts.indicators.get(id) else { return nothing(id) };
        let result = result_of(indicator, year, self);
        Traced {
            label: indicator.name.clone(),
            value: result.value,
            unit: indicator.unit.clone(),
            origins: result.origins,
            contributions: result.contributions,
        }
    }

    fn selected(&self, selection: &Selection) -> Vec<&Record> {
        let fits = |record: &&Record| {
            record.folder == selection.folder
                && selection.kind.as_ref().is_none_or(|kind| record.kind == *kind)
                && selection.part_of.as_ref().is_none_or(|whole| record.part_of.as_ref() == Some(whole))
                && (selection.named.is_empty() || selection.named.contains(&record.id))
        };
        self.pack.records.values().filter(fits).collect()
    }

    fn sum(&self, figure: &Id, of: &Selection) -> Traced {
        let mut total = Some(Number::ZERO);
        let mut origins = Vec::new();
        let mut unit = Bilingual::default();
        for record in self.selected(of) {
            let found = record.figures.iter().find(|it| it.id == *figure);
            let value = found.and_then(|it| it.value.value);
            total = total.zip(value).and_then(|(total, value)| total.plus(value));
            origins.push(origin_of(record, found));
            unit = found.map_or(unit, |it| Bilingual::new(it.unit.as_str(), it.unit_en.as_str()));
        }
        let value = total.map_or_else(not_known, Honest::exact);
        Traced { label: Bilingual::new(&**figure, &**figure), value, unit, origins, contributions: None }
    }

    /// The indicators of the actions of a performance, in order.
    pub(crate) fn indicators(&self, performance: &Id) -> Vec<&Indicator> {
        let actions = self.pack.accounts.performances.get(performance).map_or(&[][..], |it| it.actions.as_slice());
        let ids = actions.iter().flat_map(|it| &it.indicators);
        ids.filter_map(|id| self.pack.accounts.indicators.get(id)).collect()
    }

    /// The results of a performance over a year.
    pub(crate) fn results(&self, performance: &Id, year: i16) -> Vec<IndicatorResult> {
        self.indicators(performance).into_iter().map(|it| result_of(it, year, self)).collect()
    }

    /// A figure that is the same pot as another of the list counts with that one.
    fn same_pot(&self, names: &[Id]) -> Traced {
        let found: Vec<_> = names.iter().filter_map(|name| Some((name, self.pack.figure(name)?))).collect();
        let is_other = |figure: &Figure| {
            figure.duplicate_of.as_deref().is_none_or(|same| !names.iter().any(|name| **name == *same))
        };
        let once = found.iter().filter(|(_, figure)| is_other(figure));
        let total = once.map(|(_, figure)| figure.value.value).try_fold(Number::ZERO, |total, it| total.plus(it?));
        let origins = found.iter().map(|(name, figure)| origin_of_figure(name, figure)).collect();
        let value = total.map_or_else(not_known, Honest::exact);
        let label = found.first().map(|(_, figure)| figure.label.clone()).unwrap_or_default();
        Traced { label, value, unit: Bilingual::new("EUR", "EUR"), origins, contributions: None }
    }

    fn themes(&self, landsdeel: &Id, role: &str, place: Option<&str>) -> Traced {
        let strategy = self.pack.strategies.values().find(|it| it.landsdeel == *landsdeel);
        let themes = strategy.iter().flat_map(|it| &it.themes).filter(|it| it.role == role);
        let at = |it: &SourceRef| place.is_none_or(|place| it.place == place);
        let themes = themes.filter(|it| place.is_none() || it.source.as_ref().is_some_and(at));
        counted(role, themes.count(), vec![plain_origin(landsdeel)])
    }

    fn budgets(&self, id: &Id, funder: Option<&Id>, is_firm: bool) -> Traced {
        let Some(record) = self.pack.records.get(id) else { return nothing(id) };
        let budgets = record.budgets.iter().filter(|it| funder.is_none() || it.funder.as_ref() == funder);
        let budgets = budgets.filter(|it| !is_firm || it.amount.qualifier == Qualifier::Exact);
        let total = budgets.map(|it| it.amount.value).try_fold(Number::ZERO, |total, it| total.plus(it?));
        let value = total.map_or_else(not_known, Honest::exact);
        let unit = Bilingual::new("EUR", "EUR");
        Traced { label: record.name.clone(), value, unit, origins: vec![origin_of(record, None)], contributions: None }
    }
}

/// What is not known.
pub(crate) fn not_known() -> Honest {
    Honest { value: None, qualifier: Qualifier::Unknown, source: None }
}

/// The origin of a figure of the pack.
pub(crate) fn origin_of_figure(name: &str, figure: &Figure) -> Origin {
    let record = name.split_once('#').map_or(name, |(record, _)| record);
    Origin { record: Arc::from(record), figure: Some(Arc::clone(&figure.id)), source: Some(figure.source.clone()) }
}

fn of_figure(name: &str, figure: &Figure) -> Traced {
    Traced {
        label: figure.label.clone(),
        value: figure.value.clone(),
        unit: Bilingual::new(figure.unit.as_str(), figure.unit_en.as_str()),
        origins: vec![origin_of_figure(name, figure)],
        contributions: None,
    }
}

fn origin_of(record: &Record, figure: Option<&Figure>) -> Origin {
    let source = figure.map_or(&record.source, |it| &it.source);
    Origin { record: Arc::clone(&record.id), figure: figure.map(|it| Arc::clone(&it.id)), source: Some(source.clone()) }
}

fn plain_origin(id: &Id) -> Origin {
    Origin { record: Arc::clone(id), figure: None, source: None }
}

fn counted(what: &str, count: usize, origins: Vec<Origin>) -> Traced {
    let value = i64::try_from(count).map_or_else(|_| not_known(), |it| Honest::exact(Number::whole(it)));
    Traced { label: Bilingual::new(what, what), value, unit: Bilingual::default(), origins, contributions: None }
}

fn nothing(name: &str) -> Traced {
    let label = Bilingual::new(name, name);
    Traced { label, value: not_known(), unit: Bilingual::default(), origins: Vec::new(), contributions: None }
}
