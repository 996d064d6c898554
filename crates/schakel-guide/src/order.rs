//! The order of matches: what an adviser would name first stands first, and the same answers always give the same order.

use std::cmp::Ordering;

use schakel_criteria::Verdict;
use schakel_register::{Id, Openness};

use crate::firm::AreaSize;
use crate::fit::{AreaFit, PlanFit, ThemeFit};
use crate::matcher::Match;

/// What fits comes before what a person decides, before what is not yet known, before what does not fit.
///
/// Within each: first what is within reach (it works there and is not over), then what serves the plan, what is open,
/// what is about the theme, what is near, and what needs the fewest answers.
pub(crate) fn best_first(left: &Match<'_>, right: &Match<'_>) -> Ordering {
    rank(left).cmp(&rank(right))
}

/// The fields in the order in which they count; smaller comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    verdict: u8,
    out_of_reach: bool,
    plan_fit: PlanFit,
    openness: u8,
    area_fit: AreaFit,
    theme_fit: ThemeFit,
    nearness: AreaSize,
    questions: usize,
    id: &'a Id,
}

fn rank<'a>(it: &'a Match<'_>) -> Rank<'a> {
    Rank {
        verdict: verdict_rank(it.answer.verdict),
        out_of_reach: it.area_fit == AreaFit::Outside || it.is_over(),
        plan_fit: it.plan_fit,
        openness: openness_rank(&it.on_day.openness),
        area_fit: it.area_fit,
        theme_fit: it.theme_fit,
        nearness: it.nearness,
        questions: questions(it),
        id: &it.on_day.support.id,
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

/// How many questions stand between the firm and a verdict. Where the sources give no conditions that is one: call.
fn questions(it: &Match<'_>) -> usize {
    if it.criteria_unknown { 1 } else { it.answer.missing.len() }
}
