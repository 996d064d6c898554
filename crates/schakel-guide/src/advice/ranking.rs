//! The order of what a question led to: what can be had before what cannot, then what the question is about, then what
//! suits the firm. The order without a question lives in `order`.

use std::cmp::{Ordering, Reverse};

use schakel_criteria::Verdict;
use schakel_register::{Id, Openness};
use schakel_search::{Found, Hit, RecordKind};

use crate::advice::Why;
use crate::firm::AreaSize;
use crate::fit::{PlanFit, ThemeFit};
use crate::matcher::Match;

/// Support with its place in the answer.
#[derive(Debug)]
pub(super) struct Ranked<'a> {
    pub(super) found: Match<'a>,
    pub(super) why: Why,
    /// How well it answers the question and suits the firm.
    weight: i64,
}

/// A hit counts when it has at least this share of the score of the best hit of all, in thousandths: of the questions
/// that we tuned on, nineteen in twenty have a right answer above it.
const RELEVANT_FROM: i64 = 420;

/// An organisation or a record is about the question when it stands out by this much, in thousandths, above the tenth of
/// its kind. It is not weighed against support: the search sets it back, so that support comes first.
const STANDS_OUT_BY: i64 = 1_500;

/// A best hit below this score, in thousandths, is chance: random letters come to 2.3 when meaning is searched, and the
/// least of our questions to 2.35. Words alone are found or not; there is no chance in it.
const CHANCE_BELOW: i64 = 2_330;

/// The hits of one kind that are about the question, best first.
pub(super) fn most_relevant(found: &Found, kind: RecordKind) -> Vec<&Hit> {
    let best = found.hits.iter().map(|hit| thousandths(hit.score)).max().unwrap_or(0);
    if !found.is_reduced && best < CHANCE_BELOW {
        return Vec::new();
    }
    let of_kind = || found.hits.iter().filter(|hit| hit.kind == kind);
    let tenth = of_kind().nth(9).filter(|_| kind != RecordKind::Support);
    let least = tenth.map_or(best * RELEVANT_FROM / 1000, |hit| thousandths(hit.score) + STANDS_OUT_BY);
    of_kind().filter(|hit| thousandths(hit.score) >= least).collect()
}

/// A score as a whole number, so that an order never hangs on rounding.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    reason = "a score of the search is a float; the sum is rounded at once"
)]
fn thousandths(score: f32) -> i64 {
    (score * 1000.0).round() as i64
}

impl<'a> Ranked<'a> {
    /// Weighs a match that the question led to. What the question is about counts most: all that suits the firm moves it
    /// by less than one spread of the scores.
    pub(super) fn new(found: Match<'a>, why: Why, score: f32) -> Self {
        let weight = thousandths(score) + suits(&found);
        Ranked { found, why, weight }
    }

    /// What can be had comes first; the identifier makes the order complete.
    pub(super) fn best_first(&self, other: &Self) -> Ordering {
        let rank = |it: &Self| {
            let cannot_be_had = it.found.answer.verdict == Verdict::NotMet;
            (cannot_be_had, Reverse(it.weight), Id::clone(&it.found.on_day.support.id))
        };
        rank(self).cmp(&rank(other))
    }
}

/// How well a match suits the firm, in thousandths of a spread of the scores.
fn suits(it: &Match<'_>) -> i64 {
    let verdict = match it.answer.verdict {
        Verdict::Met => 60,
        Verdict::Judgement => 40,
        Verdict::Unknown | Verdict::NotMet => 0,
    };
    let openness = if matches!(it.on_day.openness, Openness::Open { .. }) { 60 } else { 0 };
    let plan = match it.plan_fit {
        PlanFit::Fits => 80,
        PlanFit::Unknown => 0,
        PlanFit::Differs => -120,
    };
    let theme = match it.theme_fit {
        ThemeFit::Fits => 40,
        ThemeFit::Unknown => 0,
        ThemeFit::Differs => -80,
    };
    let nearness = match it.nearness {
        AreaSize::Municipality | AreaSize::Subregion => 60,
        AreaSize::Province => 50,
        AreaSize::Landsdeel => 30,
        AreaSize::Country => 0,
        AreaSize::Europe => -20,
        AreaSize::Elsewhere => -150,
    };
    verdict + openness + plan + theme + nearness
}
