//! Results of indicators over a year: what somebody else counted, or what is counted from contributions, each with
//! where it comes from. Counting contributions themselves is the work of whoever keeps them.

use std::collections::BTreeSet;
use std::sync::Arc;

use schakel_criteria::Number;
use schakel_register::{Honest, Id, Indicator, Qualifier, ResultStatus};
use schakel_time::Date;

use crate::achievement::{Achievement, achievement};
use crate::figures::{Figures, Origin, not_known, origin_of_figure};

/// The result of an indicator over a year, as at a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorResult {
    /// The indicator.
    pub indicator: Id,
    /// The year.
    pub year: i16,
    /// The result.
    pub value: Honest,
    /// Whether somebody else counted it, and how firm that is.
    pub reported: Option<ReportedResult>,
    /// How many were counted from contributions; absent: none were kept.
    pub contributions: Option<u64>,
    /// The target, when there is one.
    pub target: Option<Honest>,
    /// Whether the target is reached; absent: there is no target.
    pub achievement: Option<Achievement>,
    /// Whether what was counted contradicts what was reported.
    pub is_contradicted: bool,
    /// The records behind it, those of the target not included.
    pub origins: Vec<Origin>,
}

/// That a result comes from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportedResult {
    /// How firm it is.
    pub status: ResultStatus,
    /// From which day it is known.
    pub known_on: Date,
}

/// The result of an indicator over a year. What somebody else counted goes before what is counted here, because it may
/// cover more; when the two cannot both be true, that is said.
pub fn result_of(indicator: &Indicator, year: i16, figures: &Figures<'_>) -> IndicatorResult {
    let known = indicator.reported.iter().filter(|it| it.year == year && it.known_on <= figures.as_of);
    let reported = known.max_by_key(|it| it.known_on);
    let figure = reported.and_then(|it| figures.pack.figure(&it.figure).map(|figure| (it, figure)));
    let contributions = figures.tally.get(&(Arc::clone(&indicator.id), year)).copied().filter(|it| *it > 0);
    let counted = contributions.and_then(|it| i64::try_from(it).ok()).map(|it| Honest::exact(Number::whole(it)));
    let from_elsewhere = figure.map(|(_, figure)| figure.value.clone()).filter(|it| it.value.is_some());
    let is_contradicted =
        from_elsewhere.as_ref().zip(counted.as_ref()).is_some_and(|(told, counted)| contradicts(told, counted));
    let value = from_elsewhere.clone().or(counted).unwrap_or_else(not_known);
    let target = indicator.target.as_ref().and_then(|name| figures.pack.figure(name)).map(|it| it.value.clone());
    IndicatorResult {
        indicator: Arc::clone(&indicator.id),
        year,
        achievement: target.as_ref().map(|target| achievement(&value, target)),
        value,
        reported: reported.map(|it| ReportedResult { status: it.status, known_on: it.known_on }),
        contributions,
        target,
        is_contradicted,
        origins: figure.map(|(it, figure)| origin_of_figure(&it.figure, figure)).into_iter().collect(),
    }
}

/// The results of an indicator over every year of which something is known, in order.
pub fn trend(indicator: &Indicator, figures: &Figures<'_>) -> Vec<IndicatorResult> {
    let counted = figures.tally.iter().filter(|((id, _), count)| *id == indicator.id && **count > 0);
    let mut years: BTreeSet<i16> = counted.map(|((_, year), _)| *year).collect();
    years.extend(indicator.reported.iter().filter(|it| it.known_on <= figures.as_of).map(|it| it.year));
    years.into_iter().map(|year| result_of(indicator, year, figures)).collect()
}

/// Whether more was counted than can be true. Less is no contradiction: not everything is kept here.
fn contradicts(told: &Honest, counted: &Honest) -> bool {
    let Some((told_number, counted)) = told.value.zip(counted.value) else { return false };
    match told.qualifier {
        Qualifier::Exact | Qualifier::AtMost => counted > told_number,
        Qualifier::LessThan => counted >= told_number,
        _ => false,
    }
}
