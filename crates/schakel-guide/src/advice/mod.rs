//! The answer to a question in somebody's own words: a few things that can be had, why each of them, what is not open
//! now, who helps, and what others did. What the words of a question lead to is found by `schakel-search`; what a piece
//! of support means for a firm is the work of `matcher`; how an answer reads is for the page and the command line.

mod people;
mod ranking;
mod understood;

use std::collections::BTreeSet;

use schakel_criteria::{FactId, FactSet, Verdict};
use schakel_register::{Id, Openness, Pack, helpers, next_opening, white_spots};
use schakel_search::{Correction, Found, Hit, Reason, RecordKind};
use schakel_time::DateTime;

use crate::advice::people::people;
use crate::advice::ranking::{Ranked, most_relevant};
use crate::firm::AreaSize;
use crate::fit::AreaFit;
use crate::matcher::{Match, Matcher};

pub use crate::advice::understood::Understood;

/// Candidates in an answer: what a person takes in.
pub const CANDIDATES_MAX: usize = 7;

/// Pieces of support in an answer that are not open now.
const NOT_NOW_MAX: usize = 4;

/// Organisations in an answer.
const PEOPLE_MAX: usize = 3;

/// Helpers with one candidate.
const HELPERS_MAX: usize = 3;

/// Examples in an answer.
const EXAMPLES_MAX: usize = 3;

/// The folder of the records that are examples of what others did.
const EXAMPLES_FOLDER: &str = "projects";

/// What an adviser answers to a question.
#[derive(Clone, Debug)]
pub struct Advice<'a> {
    /// What was taken from the words of the question.
    pub understood: Vec<Understood>,
    /// What is known of the firm: what was given, and what was understood.
    pub facts: FactSet,
    /// What can be had, best first; after that what was asked for but does not fit. At most [`CANDIDATES_MAX`].
    pub candidates: Vec<Candidate<'a>>,
    /// What was found as well, in the same order.
    pub others: Vec<Candidate<'a>>,
    /// What would be an answer but is not open now, best first.
    pub not_now: Vec<NotNow<'a>>,
    /// Organisations that help with this.
    pub people: Vec<Person>,
    /// Projects of others about this.
    pub examples: Vec<Example>,
    /// The front door of the firm's municipality, when that is known.
    pub front_door: Option<Id>,
    /// Words that were read as other words.
    pub corrections: Vec<Correction>,
    /// Meaning could not be searched, only words.
    pub is_reduced: bool,
}

/// Something to ask for or use.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// What it means for the firm.
    pub found: Match<'a>,
    /// Why it is an answer.
    pub why: Why,
    /// Organisations that help firms with it near this one, nearest first.
    pub helpers: Vec<Id>,
    /// No source names anybody who helps firms with this programme near this one.
    pub is_white_spot: bool,
}

/// Something that would be an answer, but that one cannot ask for now.
#[derive(Clone, Debug)]
pub struct NotNow<'a> {
    /// What it means for the firm.
    pub found: Match<'a>,
    /// Why it is an answer.
    pub why: Why,
    /// The moment at which it opens, or opens again.
    pub opens: Option<DateTime>,
    /// What came in its place.
    pub replaced_by: Option<Id>,
}

/// An organisation that helps with what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The organisation.
    pub organisation: Id,
    /// Why it is named; nothing for the front door of the municipality.
    pub why: Option<Why>,
}

/// A project of others about what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The record.
    pub record: Id,
    /// Why it is named.
    pub why: Why,
}

/// The one reason why something is an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// What the search says.
    Found(Reason),
    /// It came in the place of this support, which the question led to.
    Replaces(Id),
}

impl<'a> Matcher<'a> {
    /// What an adviser answers, given what the words of a question led to and what is known of the firm. Facts in
    /// `without` are not taken from the question.
    pub fn advise(&self, found: &Found, given: &FactSet, without: &BTreeSet<FactId>) -> Advice<'a> {
        let (facts, understood) = understood::facts(found, given, without, self);
        let mut ranked = self.ranked(found, &facts);
        ranked.sort_by(Ranked::best_first);
        let (now, not_now): (Vec<_>, Vec<_>) = ranked.into_iter().partition(|it| !is_not_open(&it.found));
        let mut candidates: Vec<_> = now.into_iter().map(|it| self.candidate(it, &facts)).collect();
        let others = candidates.split_off(candidates.len().min(CANDIDATES_MAX));
        let not_now = not_now.into_iter().filter(|it| it.found.answer.verdict != Verdict::NotMet);
        let not_now = not_now.take(NOT_NOW_MAX).map(|it| NotNow::new(it, self.moment())).collect();
        let front_door = self.front_door(&facts);
        Advice {
            people: people(found, &facts, front_door.as_ref(), self).into_iter().take(PEOPLE_MAX).collect(),
            examples: examples(found, self.pack()),
            understood,
            facts,
            candidates,
            others,
            not_now,
            front_door,
            corrections: found.corrections.clone(),
            is_reduced: found.is_reduced,
        }
    }

    fn candidate(&self, it: Ranked<'a>, facts: &FactSet) -> Candidate<'a> {
        let support = it.found.on_day.support;
        let near = helpers(&support.id, self.pack()).into_iter().filter_map(|helper| {
            let nearness = self.nearness(facts, &helper.organisation.areas);
            (nearness != AreaSize::Elsewhere).then(|| (nearness, Id::clone(&helper.organisation.id)))
        });
        let mut near: Vec<_> = near.collect();
        near.sort_by_key(|(nearness, _)| *nearness);
        let helpers: Vec<Id> = near.into_iter().map(|(_, id)| id).take(HELPERS_MAX).collect();
        let is_white_spot = helpers.is_empty() && !white_spots(support, self.pack()).is_empty();
        Candidate { found: it.found, why: it.why, helpers, is_white_spot }
    }

    /// The support that the question led to and that works where the firm is, and what replaced some of it.
    fn ranked(&self, found: &Found, facts: &FactSet) -> Vec<Ranked<'a>> {
        let mut ranked: Vec<Ranked<'a>> = Vec::new();
        for hit in most_relevant(found, RecordKind::Support) {
            let Some(it) = self.match_one(&hit.record, facts) else { continue };
            let next = it.on_day.support.replaced_by.as_ref().filter(|_| it.is_over());
            let next = next.and_then(|id| self.match_one(id, facts));
            let replaced = Id::clone(&hit.record);
            ranked.push(Ranked::new(it, why(hit, found), hit.score));
            ranked.extend(next.map(|next| Ranked::new(next, Why::Replaces(replaced), hit.score)));
        }
        ranked.retain(|it| it.found.area_fit != AreaFit::Outside);
        without_doubles(ranked)
    }
}

/// What was found twice is kept where the question led to it itself.
fn without_doubles(mut ranked: Vec<Ranked<'_>>) -> Vec<Ranked<'_>> {
    ranked.sort_by_key(|it| matches!(it.why, Why::Replaces(_)));
    let mut seen = BTreeSet::new();
    ranked.retain(|it| seen.insert(Id::clone(&it.found.on_day.support.id)));
    ranked
}

/// The strongest reason, which the search gives first. That the words name a place says little of what it is about.
fn why(hit: &Hit, found: &Found) -> Why {
    let names_place = |word: &str| found.places.iter().any(|place| place.asked.split(' ').any(|it| it == word));
    let is_subject = |reason: &&Reason| match reason {
        Reason::Words { asked, .. } => !names_place(asked),
        Reason::ExampleQuestion(_) | Reason::Meaning => true,
        Reason::Place(_) => false,
    };
    let is_place = |reason: &&Reason| matches!(reason, Reason::Place(_));
    let reasons = || hit.reasons.iter();
    let strongest = reasons().find(is_subject).or_else(|| reasons().find(is_place)).or_else(|| reasons().next());
    Why::Found(strongest.cloned().unwrap_or(Reason::Meaning))
}

/// Whether one surely cannot ask for it now. What nobody knows is not held against it.
fn is_not_open(it: &Match<'_>) -> bool {
    it.is_over() || matches!(it.on_day.openness, Openness::Planned { .. })
}

fn examples(found: &Found, pack: &Pack) -> Vec<Example> {
    let is_example = |hit: &&Hit| pack.records.get(&hit.record).is_some_and(|it| it.folder == EXAMPLES_FOLDER);
    let hits = most_relevant(found, RecordKind::Record).into_iter().filter(is_example);
    hits.take(EXAMPLES_MAX).map(|hit| Example { record: Id::clone(&hit.record), why: why(hit, found) }).collect()
}

impl<'a> NotNow<'a> {
    fn new(it: Ranked<'a>, moment: DateTime) -> Self {
        let support = it.found.on_day.support;
        let replaced_by = support.replaced_by.clone().filter(|_| it.found.is_over());
        NotNow { opens: next_opening(support, moment), replaced_by, found: it.found, why: it.why }
    }
}

impl Advice<'_> {
    /// Whether nothing at all was found.
    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty() && self.not_now.is_empty() && self.people.is_empty() && self.examples.is_empty()
    }
}
