//! The first and the last day of each step: forward in working days from today, back in working days from the days on
//! which windows close, and by the terms of the rules. What no source says stays unknown.

use schakel_register::{Openness, Term, TermStart};
use schakel_time::{Date, DateTime, add_working_days, working_day_before};

use super::{Reason, Step, StepKind, Wait};
use crate::matcher::Match;
use crate::rules::rules_of;

/// Sets the days of steps. A first day never comes after a last day, and never before `today`.
pub(super) fn set(steps: &mut [Step<'_>], today: Date) {
    let first_day = add_working_days(today, 0);
    for step in steps.iter_mut() {
        if let Some(support) = &step.support
            && step.kind != StepKind::Report
        {
            let moved_to = step.reasons.iter().find_map(|it| match it {
                Reason::NextYear { to, .. } => Some(*to),
                _ => None,
            });
            (step.earliest, step.latest, step.wait) = days_to_ask(support, moved_to.unwrap_or(first_day));
        }
    }
    before_asking(steps, first_day);
    after_asking(steps);
}

/// Whether it is known on which day one can ask for support.
pub(super) fn has_day(it: &Match<'_>) -> bool {
    matches!(it.on_day.openness, Openness::Open { .. } | Openness::Planned { from: Some(_) })
}

/// The first day on which one is likely to ask for support: after looking, talking and getting ready.
pub(super) fn first_day_to_ask(it: &Match<'_>, today: Date) -> Date {
    let ready = add_working_days(today, STEPS_BEFORE_ASKING);
    match it.on_day.openness {
        Openness::Planned { from: Some(from) } => from.date().max(ready),
        _ => ready,
    }
}

/// Looking, talking and getting ready, a working day each.
const STEPS_BEFORE_ASKING: u32 = 3;

/// Whether support can still be asked for from a later day on, as far as known.
pub(super) fn can_wait(it: &Match<'_>, to: Date) -> bool {
    match it.on_day.openness {
        Openness::Open { until: Some(until) } => last_day(until) >= to,
        Openness::Planned { from: Some(from) } => {
            from.date() >= to || closing_after(it, from).is_none_or(|day| day >= to)
        }
        Openness::Open { until: None } | Openness::Planned { from: None } | Openness::Unknown => true,
        Openness::Exhausted { .. } | Openness::Closed { .. } => false,
    }
}

/// The days on which one can ask for support, not before a day.
fn days_to_ask(it: &Match<'_>, not_before: Date) -> (Option<Date>, Option<Date>, Option<Wait>) {
    match it.on_day.openness {
        Openness::Open { until } => (Some(not_before), until.map(last_day), None),
        Openness::Planned { from: Some(from) } => (Some(from.date().max(not_before)), closing_after(it, from), None),
        Openness::Planned { from: None } => (None, None, Some(Wait::Announced)),
        Openness::Unknown => (None, None, Some(Wait::NotKnown)),
        Openness::Exhausted { .. } | Openness::Closed { .. } => (None, None, Some(Wait::Closed)),
    }
}

/// The last day of the window that opens at a moment.
fn closing_after(it: &Match<'_>, from: DateTime) -> Option<Date> {
    let windows = it.on_day.support.versions.iter().flat_map(|version| &version.windows);
    windows.filter(|window| window.from == Some(from)).find_map(|window| window.until).map(last_day)
}

/// Looking, talking and getting ready come before the first day on which a window closes.
fn before_asking(steps: &mut [Step<'_>], first_day: Date) {
    let is_asking = |step: &&Step<'_>| matches!(step.kind, StepKind::First | StepKind::Apply);
    let mut latest = steps.iter().filter(is_asking).filter_map(|step| step.latest).min();
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by_key(|place| steps.get(*place).map(|step| (rank(step, steps), step.id.clone())));
    let before: Vec<usize> = order
        .into_iter()
        .filter(|place| steps.get(*place).is_some_and(|step| step.kind <= StepKind::Prepare))
        .collect();
    for place in before.iter().rev() {
        latest = latest.map(|day| working_day_before(day).max(first_day));
        if let Some(step) = steps.get_mut(*place) {
            step.latest = step.latest.or(latest);
        }
    }
    let mut earliest = first_day;
    for place in before {
        if let Some(step) = steps.get_mut(place) {
            let last = step.latest.unwrap_or(Date::MAX);
            step.earliest = Some(earliest.min(last));
            step.wait = None;
            earliest = add_working_days(earliest, 1);
        }
    }
    for step in steps.iter_mut().filter(|step| step.kind > StepKind::Prepare) {
        let last = step.latest.unwrap_or(Date::MAX);
        step.earliest = step.earliest.map(|day| day.max(earliest).min(last));
    }
}

/// The place of a step among those before asking: after what must come first, then by kind.
fn rank(step: &Step<'_>, steps: &[Step<'_>]) -> (usize, StepKind) {
    let waits = steps.iter().filter(|other| step.after.contains(&other.id)).count();
    (waits, step.kind)
}

/// The project begins after what must come before it, and within the shortest time that a rule gives. Reports follow.
fn after_asking(steps: &mut [Step<'_>]) {
    let Some(start) = steps.iter().find(|step| step.kind == StepKind::Start) else { return };
    let first = |step: &&Step<'_>| start.after.contains(&step.id);
    // Without a rule that something comes first, no day can be named before which one may not begin.
    let known = steps.iter().filter(first).map(|step| step.earliest).collect::<Option<Vec<Date>>>();
    let waits_for_decision = start.wait == Some(Wait::Decision);
    let earliest = known.and_then(|days| days.into_iter().max()).filter(|_| !waits_for_decision);
    let earliest = earliest.map(|day| add_working_days(day, 1));
    let latest = start.reasons.iter().filter_map(|reason| start_by(reason, steps)).min();
    let latest = latest.map(|day| earliest.map_or(day, |first| day.max(first)));
    let wait = match (waits_for_decision, earliest.or(latest)) {
        (true, _) => Some(Wait::Decision),
        (false, None) => Some(Wait::NotKnown),
        (false, Some(_)) => None,
    };
    for step in steps.iter_mut() {
        match step.kind {
            StepKind::Start => (step.earliest, step.latest, step.wait) = (earliest, latest, wait),
            StepKind::Report => {
                step.latest = latest.and_then(|day| report_by(step, day));
                step.wait = step.latest.is_none().then_some(Wait::NotKnown);
            }
            _ => {}
        }
    }
}

/// The last day on which a project can begin, by the rule of one piece of support whose last day is known.
fn start_by(reason: &Reason<'_>, steps: &[Step<'_>]) -> Option<Date> {
    let Reason::StartWithin(support, term) = reason else { return None };
    let is_about = |step: &&Step<'_>| step.support.as_ref().is_some_and(|it| *it.on_day.support.id == **support);
    let asked = steps.iter().filter(is_about).find(|step| step.kind < StepKind::Start)?;
    (term.after == TermStart::Application).then(|| asked.latest.map(|day| term.last_day(day)))?
}

/// The last day on which one can report, when the project begins on its last day.
fn report_by(step: &Step<'_>, start: Date) -> Option<Date> {
    let rules = rules_of(step.support.as_ref()?)?;
    let from_start = |term: &&Term| term.after == TermStart::Start;
    let finish = rules.finish_within.as_ref().filter(from_start)?.last_day(start);
    Some(rules.report_within.as_ref().map_or(finish, |term| term.last_day(finish)))
}

/// The last day that lies before a moment, wholly or in part.
fn last_day(moment: DateTime) -> Date {
    let at_midnight = moment.date().at(0, 0, 0, 0) == moment;
    if at_midnight { moment.date().yesterday().unwrap_or(moment.date()) } else { moment.date() }
}

/// The first day of the calendar year after a day.
pub(super) fn next_year(day: Date) -> Date {
    Date::new(day.year().saturating_add(1), 1, 1).unwrap_or(Date::MAX)
}
