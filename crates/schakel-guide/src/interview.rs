//! The next-best question: of all facts that can still change what fits a firm, the one that is expected to settle most.
//!
//! An interview has no state of its own: what is known and what the firm does not know go in, a question or the end
//! comes out, and the same going in gives the same coming out. How firms are spread is in `population`; it sets the
//! order of the questions and never a verdict.

mod choice;
mod reach;
mod split;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_criteria::{FactId, FactSet, Number, RuleSet, Value};
use schakel_register::Id;

use crate::matcher::{Entry, Matcher};
use crate::population::Population;

use reach::{Reach, ReachFacts, reaches};
use split::{Seen, SplitId, Splits, alike_firms};
use table::{Known, Open};

/// Support of which the firm wants to know whether it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterviewCandidate {
    /// The support.
    pub support: Id,
    /// How much it counts against the others: its worth to this firm.
    pub weight: u32,
}

impl InterviewCandidate {
    /// Support with the weight of what it is worth: what gives more money counts more, but less than in proportion.
    fn of(entry: &Entry<'_>) -> Self {
        let most = entry.on_day.version.and_then(|version| version.maximum.as_ref()?.value);
        let reached = WORTHS.iter().filter(|worth| most.is_some_and(|most| most >= Number::whole(**worth))).count();
        let weight = WEIGHT_BASE + u32::try_from(reached).unwrap_or(0);
        InterviewCandidate { support: Id::clone(&entry.on_day.support.id), weight }
    }
}

/// The weight of support that gives no money, or of which nobody says how much.
const WEIGHT_BASE: u32 = 4;

/// Amounts in euros from which support counts for one more.
const WORTHS: [i64; 3] = [10_000, 100_000, 1_000_000];

/// Where an interview stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The number of candidates.
    pub candidates: usize,
    /// The candidates that no answer can change any more, or that are out of reach: for other plans, elsewhere or over.
    pub settled: usize,
    /// What comes next.
    pub next: Next,
}

/// What comes next in an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// This question.
    Ask(Question),
    /// Nothing: every candidate is settled.
    Settled,
    /// Nothing: what is open rests on facts that the firm does not know.
    NothingLeftToAsk,
}

/// A question with why it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The fact to ask.
    pub fact: FactId,
    /// The number of open candidates for which it matters.
    pub matters_to: usize,
    /// The number of candidates that the answer is expected to settle at once, rounded.
    pub settles: usize,
}

/// Support with what an interview needs of it.
#[derive(Debug)]
struct Case {
    /// Its place in the matcher.
    entry: usize,
    /// The facts that it looks at, with how it divides them.
    facts: Vec<(FactId, SplitId)>,
    reach: Reach,
    /// It is over, or no source gives its conditions: no answer changes it.
    is_over: bool,
}

/// Interviews about the support of a pack at one moment.
#[derive(Debug)]
pub struct Interviewer<'a> {
    matcher: Arc<Matcher<'a>>,
    population: Arc<Population>,
    reach_facts: ReachFacts,
    /// In the order of the matcher.
    cases: Vec<Case>,
    splits: Splits,
}

impl<'a> Interviewer<'a> {
    /// Prepares interviews; `population` says how firms are spread, and is of the same pack.
    pub fn new(matcher: Arc<Matcher<'a>>, population: Arc<Population>) -> Self {
        let pack = matcher.pack();
        let reach_facts = ReachFacts::of(pack);
        let support = matcher.entries().iter().map(|entry| entry.on_day.support);
        let reaches = reaches(support, reach_facts, matcher.firm_reader(), matcher.moment().date(), pack);
        let mut splits = Splits::default();
        let mut cases = Vec::with_capacity(reaches.len());
        for ((number, entry), reach) in matcher.entries().iter().enumerate().zip(reaches) {
            let rules = entry.criteria.rules();
            let mut looked_at: Vec<FactId> = rules.facts().chain(reach_facts.all()).collect();
            looked_at.sort_unstable();
            looked_at.dedup();
            let mut facts = Vec::with_capacity(looked_at.len());
            for fact in looked_at {
                let Some(column) = population.column(fact).filter(|column| !column.values.is_empty()) else { continue };
                let see = |value: &Value| Seen::new(fact, value, rules, &reach, reach_facts);
                facts.push((fact, splits.add(fact, number, column, see)));
            }
            let is_over = entry.is_over() || entry.criteria_unknown;
            cases.push(Case { entry: number, facts, reach, is_over });
        }
        Interviewer { matcher, population, reach_facts, cases, splits }
    }

    /// All support, each with the weight of what it is worth.
    pub fn all_candidates(&self) -> Vec<InterviewCandidate> {
        self.matcher.entries().iter().map(InterviewCandidate::of).collect()
    }

    /// This support, the most wanted first, each with the weight of what it is worth and of its place in the list. What
    /// is not support of the moment is left out.
    pub fn shortlist<'i>(&self, support: impl IntoIterator<Item = &'i str>) -> Vec<InterviewCandidate> {
        let places = support.into_iter().filter_map(|id| self.matcher.place_of(id));
        let mut candidates: Vec<InterviewCandidate> =
            places.filter_map(|place| self.matcher.entries().get(place)).map(InterviewCandidate::of).collect();
        let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        for (candidate, after) in candidates.iter_mut().zip((0..count).rev()) {
            // The first counts twice as much as the last.
            candidate.weight = candidate.weight.saturating_mul(count.saturating_add(after));
        }
        candidates
    }

    /// Where an interview stands with these facts, when the firm does not know the skipped ones. A candidate that is
    /// not support of the moment does not count.
    pub fn standing(&self, facts: &FactSet, skipped: &[FactId], candidates: &[InterviewCandidate]) -> Standing {
        let known = Known::new(self, facts);
        let opens = self.opens(&known, candidates);
        let candidates = candidates.iter().filter(|it| self.case(it).is_some()).count();
        let next = if opens.is_empty() { Next::Settled } else { self.next(&known, &opens, skipped) };
        Standing { candidates, settled: candidates - opens.len(), next }
    }

    /// The facts that can still change something among the candidates, each with the number of open candidates for
    /// which it can, in order of the vocabulary. These and no others are ever asked.
    pub fn open_facts(&self, facts: &FactSet, candidates: &[InterviewCandidate]) -> Vec<(FactId, usize)> {
        let known = Known::new(self, facts);
        let mut counts: BTreeMap<FactId, usize> = BTreeMap::new();
        for ask in self.opens(&known, candidates).iter().flat_map(|open| &open.asks) {
            *counts.entry(ask.fact).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    /// The number of candidates that are still open.
    pub fn open_count(&self, facts: &FactSet, candidates: &[InterviewCandidate]) -> usize {
        let known = Known::new(self, facts);
        let cases = candidates.iter().filter_map(|it| self.case(it));
        cases.filter(|(case, _)| known.is_open(case)).count()
    }

    fn opens<'k>(&'k self, known: &Known<'k>, candidates: &[InterviewCandidate]) -> Vec<Open<'k>> {
        let cases = candidates.iter().filter_map(|it| self.case(it));
        cases.filter_map(|(case, weight)| known.open(case, weight)).collect()
    }

    fn next(&self, known: &Known<'_>, opens: &[Open<'_>], skipped: &[FactId]) -> Next {
        let firms = alike_firms(known.facts, &self.population, |fact, value| self.alike(fact, value));
        let Some(best) = choice::best(known, opens, skipped, &firms) else { return Next::NothingLeftToAsk };
        let firm_count = firms.len().max(1) as u64;
        let settles = usize::try_from((best.settled + firm_count / 2) / firm_count).unwrap_or(0);
        Next::Ask(Question { fact: best.fact, matters_to: best.matters_to, settles })
    }

    fn case(&self, candidate: &InterviewCandidate) -> Option<(&Case, u64)> {
        let place = self.matcher.place_of(&candidate.support)?;
        Some((self.cases.get(place)?, u64::from(candidate.weight)))
    }

    fn rules(&self, case: &Case) -> Option<&RuleSet> {
        self.matcher.entries().get(case.entry).map(|entry| entry.criteria.rules())
    }

    fn is_derived(&self, fact: FactId) -> bool {
        self.matcher.pack().vocabulary.fact(fact).is_some_and(|fact| fact.derivation.is_some())
    }

    /// The effort of answering, 1 to 5.
    fn cost(&self, fact: FactId) -> u32 {
        self.matcher.pack().details(fact).map_or(1, |details| details.cost)
    }

    /// Which values of the population no candidate can tell from this one; `None` when no candidate looks at the fact.
    fn alike(&self, fact: FactId, value: &Value) -> Option<Vec<bool>> {
        let column = self.population.column(fact)?;
        let splits: Vec<_> = self.splits.list.iter().filter(|split| split.fact == fact && !split.is_exact).collect();
        let mut alike = vec![true; column.values.len()];
        for split in &splits {
            let case = self.cases.get(split.case)?;
            let rules = self.rules(case)?;
            let see = |value: &Value| Seen::new(fact, value, rules, &case.reach, self.reach_facts);
            let seen = see(value);
            let class = split.examples.iter().position(|example| see(example) == seen);
            let class = class.and_then(|class| u16::try_from(class).ok());
            for (is_alike, of_value) in alike.iter_mut().zip(&split.class_of_value) {
                *is_alike &= Some(*of_value) == class;
            }
        }
        (!splits.is_empty()).then_some(alike)
    }
}
