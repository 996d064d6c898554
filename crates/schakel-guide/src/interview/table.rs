//! The candidates that are still open for one firm, and what each possible answer would settle.

use schakel_criteria::{Change, FactId, FactSet, Outcome, Prospect, Situation, Value, fact_value};

use super::split::SplitId;
use super::{Case, Interviewer};

/// A candidate that is still open.
pub(super) struct Open<'a> {
    pub(super) case: &'a Case,
    /// Its weight.
    pub(super) weight: u64,
    pub(super) prospect: Prospect<'a>,
    /// The facts that can still change what it comes to.
    pub(super) asks: Vec<Ask>,
}

/// A fact that matters to a candidate.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) fact: FactId,
    pub(super) split: SplitId,
    /// Per class of the division whether an answer in it settles the candidate.
    pub(super) settles: Vec<bool>,
}

/// What is known of a firm, as the interview looks at it.
pub(super) struct Known<'a> {
    pub(super) interviewer: &'a Interviewer<'a>,
    pub(super) facts: &'a FactSet,
    /// Per fact whether it is given or follows from what is given.
    pub(super) is_known: Vec<bool>,
}

impl<'a> Known<'a> {
    pub(super) fn new(interviewer: &'a Interviewer<'a>, facts: &'a FactSet) -> Self {
        let vocabulary = &interviewer.matcher.pack().vocabulary;
        let as_of = interviewer.matcher.moment().date();
        let known = |fact| fact_value(fact, &Situation { vocabulary, facts, as_of });
        let is_known = vocabulary.fact_ids().map(|fact| matches!(known(fact), Outcome::Known(_))).collect();
        Known { interviewer, facts, is_known }
    }

    pub(super) fn knows(&self, fact: FactId) -> bool {
        self.is_known.get(usize::from(fact.0)).copied().unwrap_or(false)
    }

    /// Whether a candidate is still open.
    pub(super) fn is_open(&self, case: &Case) -> bool {
        let rules = self.interviewer.rules(case);
        !self.is_out_of_reach(case) && rules.is_some_and(|rules| rules.decide(self.facts).is_none())
    }

    /// A candidate, when it is still open.
    pub(super) fn open(&self, case: &'a Case, weight: u64) -> Option<Open<'a>> {
        let rules = self.interviewer.rules(case)?;
        if self.is_out_of_reach(case) {
            return None;
        }
        let prospect = rules.prospect(self.facts);
        if prospect.decide().is_some() {
            return None;
        }
        let mut open = Open { case, weight, prospect, asks: Vec::new() };
        let missing = open.prospect.missing();
        for (fact, split) in &case.facts {
            let is_missing = missing.contains(fact) || self.may_leave(case, *fact);
            if is_missing || self.is_shortcut(*fact) {
                let settles = self.settles(&open, *split);
                let is_useful = is_missing || settles.contains(&true) || self.shortens(&open, *split, &missing);
                if is_useful {
                    open.asks.push(Ask { fact: *fact, split: *split, settles });
                }
            }
        }
        Some(open)
    }

    /// Per class of a division whether an answer in it settles the candidate.
    fn settles(&self, open: &Open<'_>, split: SplitId) -> Vec<bool> {
        let Some(split) = self.interviewer.splits.list.get(split) else { return Vec::new() };
        let reach = &self.interviewer.reach_facts;
        let settles = |value: &Value| {
            let answer = Change { fact: split.fact, from: None, to: value.clone() };
            open.case.reach.is_left_by(split.fact, value, *reach) || open.prospect.decide_with(&[answer]).is_some()
        };
        split.examples.iter().map(settles).collect()
    }

    /// A derived fact that does not follow from what is known: a firm may know it at once.
    fn is_shortcut(&self, fact: FactId) -> bool {
        self.interviewer.is_derived(fact) && !self.knows(fact)
    }

    /// Whether a derived fact, once given, makes other facts needless.
    fn shortens(&self, open: &Open<'_>, split: SplitId, missing: &[FactId]) -> bool {
        let Some(split) = self.interviewer.splits.list.get(split) else { return false };
        split.examples.iter().any(|value| {
            let answer = Change { fact: split.fact, from: None, to: value.clone() };
            open.prospect.missing_with(&[answer]) != missing
        })
    }

    fn may_leave(&self, case: &Case, fact: FactId) -> bool {
        let reach = self.interviewer.reach_facts;
        let is_of_reach = reach.plan == Some(fact) || reach.municipality == Some(fact);
        is_of_reach && !self.knows(fact) && case.reach.looks_at(fact, reach)
    }

    fn is_out_of_reach(&self, case: &Case) -> bool {
        let reach = self.interviewer.reach_facts;
        case.is_over
            || reach
                .all()
                .any(|fact| self.facts.get(fact).is_some_and(|value| case.reach.is_left_by(fact, value, reach)))
    }
}
