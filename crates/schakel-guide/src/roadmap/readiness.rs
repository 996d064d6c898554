//! How ready a firm is for support: its conditions as a list to tick off. Asked again after some work, the same list
//! shows what has been won.

use std::collections::BTreeSet;

use schakel_criteria::Verdict;
use schakel_register::{Criterion, Pack};

use super::RoadmapRequest;
use crate::fit::PlanFit;
use crate::matcher::{Match, Matcher};

/// How ready a firm is for one piece of support.
#[derive(Clone, Debug)]
pub struct Readiness<'a> {
    /// The support.
    pub support: Match<'a>,
    /// Its conditions, those that are not ready first.
    pub items: Vec<ReadyItem<'a>>,
}

/// One condition with how it stands.
#[derive(Clone, Debug)]
pub struct ReadyItem<'a> {
    /// Identifier: support and condition, as `support/condition`.
    pub id: String,
    /// The condition.
    pub criterion: &'a Criterion,
    /// How it stands; a judgement is for a person.
    pub verdict: Verdict,
}

impl<'a> Readiness<'a> {
    /// The conditions of one match.
    pub fn of(it: &Match<'a>) -> Self {
        let written = it.on_day.version.map_or(&[][..], |version| version.criteria.as_slice());
        let item = |(criterion, verdict): (&'a Criterion, Verdict)| ReadyItem {
            id: format!("{}/{}", it.on_day.support.id, criterion.id),
            criterion,
            verdict,
        };
        let verdicts = it.answer.criteria.iter().map(|answer| answer.verdict);
        let mut items: Vec<ReadyItem<'a>> = written.iter().zip(verdicts).map(item).collect();
        items.sort_by_key(|item| work_left(item.verdict));
        Readiness { support: it.clone(), items }
    }

    /// How many conditions hold.
    pub fn ready(&self) -> usize {
        self.items.iter().filter(|item| item.is_ready()).count()
    }

    /// What has been won since an earlier check, of which these conditions were ready.
    pub fn won_since(&self, earlier: &BTreeSet<String>) -> Vec<&ReadyItem<'a>> {
        self.items.iter().filter(|item| item.is_ready() && !earlier.contains(&item.id)).collect()
    }
}

impl ReadyItem<'_> {
    /// Whether the condition holds.
    pub fn is_ready(&self) -> bool {
        self.verdict == Verdict::Met
    }
}

/// What does not hold comes first, then what is not known, then what a person decides, then what holds.
fn work_left(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotMet => 0,
        Verdict::Unknown => 1,
        Verdict::Judgement => 2,
        Verdict::Met => 3,
    }
}

/// How ready a firm is for all support of the levels that the pack names, that is for its plan and is not over.
pub(super) fn of_levels<'a>(matches: &[Match<'a>], pack: &Pack) -> Vec<Readiness<'a>> {
    let levels = &pack.settings.roadmap.readiness_levels;
    let asked = |it: &&Match<'a>| {
        let support = it.on_day.support;
        let of_level = support.level.as_ref().is_some_and(|level| levels.contains(level));
        of_level && it.plan_fit != PlanFit::Differs && !it.is_over()
    };
    matches.iter().filter(asked).map(Readiness::of).collect()
}

impl Matcher<'_> {
    /// The identifiers of the conditions that hold, to compare a later check with.
    pub fn ready_items(&self, request: RoadmapRequest<'_>) -> BTreeSet<String> {
        let readiness = of_levels(&self.match_firm(request.facts), self.pack());
        let items = readiness.iter().flat_map(|it| &it.items).filter(|item| item.is_ready());
        items.map(|item| item.id.clone()).collect()
    }
}
