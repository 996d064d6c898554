//! Which support stands in a route: what the firm asked for, or else the best of each kind, as far as the rules between
//! them allow.

use std::cmp::Ordering;

use schakel_criteria::Verdict;
use schakel_register::{Id, Pack, Requirement, Support, YearLimit};
use schakel_time::Date;

use super::{LeftOut, LeftOutReason, RoadmapRequest, StepKind, dates};
use crate::fit::{AreaFit, PlanFit};
use crate::matcher::Match;
use crate::rules::{exclusion_between, rules_of, year_limit_after};

/// The support of a route.
pub(super) struct Route<'a> {
    /// The day from which it counts.
    day: Date,
    /// In the order in which it was chosen.
    pub(super) stops: Vec<Stop<'a>>,
    pub(super) left_out: Vec<LeftOut<'a>>,
}

/// A piece of support in a route.
pub(super) struct Stop<'a> {
    pub(super) support: Match<'a>,
    pub(super) kind: StepKind,
    /// Whether the firm asked for it.
    pub(super) chosen: bool,
    /// The support that requires it.
    pub(super) required_by: Option<(&'a str, &'a Requirement)>,
    /// That it moves to a later calendar year, and because of what.
    pub(super) moved: Option<Moved<'a>>,
}

/// That support moves to a later calendar year.
#[derive(Clone, Copy)]
pub(super) struct Moved<'a> {
    /// The other support, which is asked for first.
    pub(super) other: &'a str,
    pub(super) limit: &'a YearLimit,
    /// The first day of the year to which it moves.
    pub(super) to: Date,
}

/// Steps of one kind in a route that the firm did not choose itself.
const APPLICATIONS_MAX: usize = 2;
const OTHERS_MAX: usize = 1;

/// Other support that is shown to choose from.
const CHOICES_MAX: usize = 12;

/// What was left out of a route that nobody chose; more would only distract.
const LEFT_OUT_MAX: usize = 3;

/// Chooses the support of a route.
pub(super) fn choose<'a>(
    matches: &[Match<'a>],
    request: &RoadmapRequest<'_>,
    phase: Option<&Id>,
    day: Date,
    pack: &Pack,
) -> Route<'a> {
    let mut route = Route { day, stops: Vec::new(), left_out: Vec::new() };
    let named = |id: &Id| matches.iter().find(|it| it.on_day.support.id == *id);
    for goal in request.goals.iter().filter_map(named) {
        route.add(goal, true, matches, pack);
    }
    if request.goals.is_empty() {
        for it in usable(matches, request, phase) {
            if !route.is_full(kind_of(it.on_day.support, pack)) {
                route.add(it, false, matches, pack);
            }
        }
        route.left_out.truncate(LEFT_OUT_MAX);
    }
    route
}

/// Other support that could stand in a route, best first.
pub(super) fn choices<'a>(
    route: &Route<'a>,
    matches: &[Match<'a>],
    request: &RoadmapRequest<'_>,
    phase: Option<&Id>,
) -> Vec<Match<'a>> {
    let others = usable(matches, request, phase).into_iter().filter(|it| !route.has(&it.on_day.support.id));
    others.take(CHOICES_MAX).cloned().collect()
}

/// What may be proposed: what is meant for the phase of the firm first, and what has a day before what has none.
fn usable<'m, 'a>(matches: &'m [Match<'a>], request: &RoadmapRequest<'_>, phase: Option<&Id>) -> Vec<&'m Match<'a>> {
    let mut usable: Vec<&Match<'a>> = matches.iter().filter(|it| is_usable(it, request)).collect();
    usable.sort_by_key(|it| (phase_rank(it.on_day.support, phase), !dates::has_day(it)));
    usable
}

/// What may be proposed: it is for this plan and this place, not over, and nothing known stands in the way.
fn is_usable(it: &Match<'_>, request: &RoadmapRequest<'_>) -> bool {
    it.plan_fit != PlanFit::Differs
        && it.area_fit != AreaFit::Outside
        && it.answer.verdict != Verdict::NotMet
        && !it.is_over()
        && !request.skipped.contains(&it.on_day.support.id)
}

/// What is meant for the phase of the firm comes first, what is meant for other phases last.
fn phase_rank(support: &Support, phase: Option<&Id>) -> u8 {
    match phase {
        Some(phase) if support.phases.contains(phase) => 0,
        Some(_) if !support.phases.is_empty() => 2,
        _ => 1,
    }
}

/// The kind of step that goes with a kind of support, as the pack says.
pub(super) fn kind_of(support: &Support, pack: &Pack) -> StepKind {
    let settings = &pack.settings.roadmap;
    let kinds = [
        (&settings.talk_kinds, StepKind::Talk),
        (&settings.join_kinds, StepKind::Join),
        (&settings.use_kinds, StepKind::Use),
        (&settings.first_kinds, StepKind::First),
    ];
    let found = kinds.into_iter().find(|(kinds, _)| kinds.contains(&support.kind));
    found.map_or(StepKind::Apply, |(_, kind)| kind)
}

impl<'a> Route<'a> {
    fn has(&self, support: &Id) -> bool {
        self.stops.iter().any(|stop| stop.support.on_day.support.id == *support)
    }

    fn is_full(&self, kind: StepKind) -> bool {
        let most = if kind == StepKind::Apply { APPLICATIONS_MAX } else { OTHERS_MAX };
        self.stops.iter().filter(|stop| stop.kind == kind && stop.required_by.is_none()).count() >= most
    }

    /// Adds support and what it requires, or notes why it cannot be added. All or nothing: without what it requires, it
    /// is no step either.
    fn add(&mut self, it: &Match<'a>, chosen: bool, matches: &[Match<'a>], pack: &Pack) {
        if self.has(&it.on_day.support.id) {
            return;
        }
        let mut group = Vec::new();
        collect(it, chosen, None, &mut Vec::new(), &mut group, &Search { matches, pack });
        let before = self.stops.len();
        for mut stop in group {
            if self.has(&stop.support.on_day.support.id) {
                continue;
            }
            match self.conflict(&stop) {
                Ok(moved) => stop.moved = moved,
                Err(reason) => {
                    self.stops.truncate(before);
                    self.left_out.push(LeftOut { support: it.clone(), reason });
                    return;
                }
            }
            self.stops.push(stop);
        }
    }

    /// Why support cannot stand beside what is there, or else that it moves to a later calendar year.
    fn conflict(&self, new: &Stop<'a>) -> Result<Option<Moved<'a>>, LeftOutReason<'a>> {
        let mut moved: Option<Moved<'a>> = None;
        for stop in &self.stops {
            let other: &'a str = &stop.support.on_day.support.id;
            if let Some(exclusion) = exclusion_between(&stop.support, &new.support) {
                return Err(LeftOutReason::Excluded(other, exclusion));
            }
            let Some(limit) = year_limit_between(stop, new) else { continue };
            // What was chosen first keeps its year; what comes before it by its kind cannot be moved after it.
            let first = dates::first_day_to_ask(&stop.support, self.day);
            let free = dates::next_year(stop.moved.map_or(first, |it| first.max(it.to)));
            let to = moved.map_or(free, |it| free.max(it.to));
            if new.kind < stop.kind || !dates::can_wait(&new.support, to) {
                return Err(LeftOutReason::YearLimit(other, limit));
            }
            moved = Some(Moved { other, limit, to });
        }
        Ok(moved)
    }
}

/// The rule by which one of two is refused in the calendar year of the other. Which of two of one kind is asked for
/// first is not known beforehand, so a rule of either counts.
fn year_limit_between<'a>(stop: &Stop<'a>, new: &Stop<'a>) -> Option<&'a YearLimit> {
    let new_last = || year_limit_after(&new.support, &stop.support);
    let new_first = || year_limit_after(&stop.support, &new.support);
    match new.kind.cmp(&stop.kind) {
        Ordering::Greater => new_last(),
        Ordering::Less => new_first(),
        Ordering::Equal => new_last().or_else(new_first),
    }
}

/// Where required support is looked for.
struct Search<'s, 'a> {
    matches: &'s [Match<'a>],
    pack: &'s Pack,
}

/// Support after everything that it requires, each once. `seen` holds what is being collected, so that support that
/// requires itself by a detour ends.
fn collect<'a>(
    it: &Match<'a>,
    chosen: bool,
    required_by: Option<(&'a str, &'a Requirement)>,
    seen: &mut Vec<&'a str>,
    group: &mut Vec<Stop<'a>>,
    search: &Search<'_, 'a>,
) {
    let support = it.on_day.support;
    if seen.contains(&&*support.id) {
        return;
    }
    seen.push(&support.id);
    for requirement in rules_of(it).map_or(&[][..], |rules| &rules.requires) {
        let required = search.matches.iter().find(|other| other.on_day.support.id == requirement.support);
        if let Some(required) = required {
            collect(required, false, Some((&*support.id, requirement)), seen, group, search);
        }
    }
    let kind = kind_of(support, search.pack);
    group.push(Stop { support: it.clone(), kind, chosen, required_by, moved: None });
}
