//! The order of matches: the most useful first, always the same for the same answers.

use std::cmp::Ordering;

use schakel_criteria::Verdict;
use schakel_register::Openness;

use crate::matching::{AreaFit, Match, PlanFit, ThemeFit};

/// What fits comes before what a person decides, before what is not yet known, before what does not fit; within each,
/// what serves the plan and the theme, works at the place, is open, and needs the fewest answers.
pub(crate) fn best_first(left: &Match<'_>, right: &Match<'_>) -> Ordering {
    key(left).cmp(&key(right)).then_with(|| left.on_day.support.id.cmp(&right.on_day.support.id))
}

/// What the order goes by, the most important first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    verdict: u8,
    plan: PlanFit,
    theme: ThemeFit,
    area: AreaFit,
    openness: u8,
    missing: usize,
}

fn key(it: &Match<'_>) -> Key {
    Key {
        verdict: verdict_rank(it.answer.verdict),
        plan: it.plan_fit,
        theme: it.theme_fit,
        area: it.area_fit,
        openness: openness_rank(&it.on_day.openness),
        missing: it.answer.missing.len(),
    }
}

fn verdict_rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Met => 0,
        Verdict::Judgement => 1,
        Verdict::Unknown => 2,
        Verdict::NotMet => 3,
    }
}

fn openness_rank(openness: &Openness) -> u8 {
    match openness {
        Openness::Open { .. } => 0,
        Openness::Planned { .. } => 1,
        Openness::Unknown => 2,
        Openness::Exhausted { .. } => 3,
        Openness::Closed { .. } => 4,
    }
}
