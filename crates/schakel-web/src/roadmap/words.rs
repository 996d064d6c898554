//! The words of a route: what to do, when, and why. The words themselves are in the Fluent files.

use schakel_criteria::{Language, Verdict, value_in_words};
use schakel_guide::{LeftOutReason, Readiness, Reason, SituationFound, Step, StepKind, Wait};
use schakel_register::{Id, Pack, Term, TermStart, TermUnit, YearLimit};
use schakel_time::{Date, dutch_date, english_date};

use crate::api::values::source_text;
use crate::pages::parts::openness_words;
use crate::roadmap::RoadmapReason;
use crate::roadmap::document::organisation_name;
use crate::texts::Texts;

/// Who writes the words.
pub(super) struct Words<'p> {
    pack: &'p Pack,
    texts: Texts,
}

impl<'p> Words<'p> {
    pub(super) fn new(pack: &'p Pack, language: Language) -> Self {
        Words { pack, texts: Texts::new(language) }
    }

    fn language(&self) -> Language {
        self.texts.language()
    }

    fn day(&self, day: Date) -> String {
        match self.language() {
            Language::Dutch => dutch_date(day),
            Language::English => english_date(day),
        }
    }

    pub(super) fn organisation(&self, id: &Id) -> String {
        organisation_name(id, self.pack, self.language())
    }

    fn support(&self, id: &str) -> String {
        self.pack.support.get(id).map_or_else(|| id.to_owned(), |it| it.name.get(self.language()).to_owned())
    }

    /// The answers that tell a situation: "weten hoe u het aanpakt: nee".
    pub(super) fn because(&self, found: &SituationFound<'_>) -> Vec<String> {
        let vocabulary = &self.pack.vocabulary;
        let words = |(id, value): &(schakel_criteria::FactId, schakel_criteria::Value)| {
            let name = vocabulary.fact(*id)?.name.get(self.language());
            Some(format!("{name}: {}", value_in_words(*id, value, vocabulary, self.language())))
        };
        found.because.iter().filter_map(words).collect()
    }

    /// What to do in a step.
    pub(super) fn title(&self, step: &Step<'_>) -> String {
        let key = format!("route-do-{}", step.kind.name());
        let who = match (&step.support, &step.contact) {
            (_, Some(contact)) if step.kind == StepKind::Talk => self.organisation(&contact.organisation),
            (Some(support), _) => support.on_day.support.name.get(self.language()).to_owned(),
            _ => return self.texts.get(&format!("{key}-plain")),
        };
        self.texts.with(&key, "name", &who)
    }

    /// What a step is.
    pub(super) fn text(&self, step: &Step<'_>) -> String {
        match (&step.support, step.kind) {
            (Some(support), kind) if kind != StepKind::Report => {
                support.on_day.support.summary.get(self.language()).to_owned()
            }
            (_, kind) => self.texts.get(&format!("route-text-{}", kind.name())),
        }
    }

    /// Whether one can ask for it.
    pub(super) fn state(&self, step: &Step<'_>) -> String {
        match (&step.support, step.kind) {
            (Some(support), kind) if kind != StepKind::Report => openness_words(&support.on_day.openness, self.texts),
            _ => String::new(),
        }
    }

    /// The days of a step.
    pub(super) fn when(&self, step: &Step<'_>) -> String {
        let wait = |wait| match wait {
            Wait::NotKnown => self.texts.get("route-when-unknown"),
            Wait::Announced => self.texts.get("route-when-announced"),
            Wait::Closed => self.texts.get("route-when-closed"),
            Wait::Decision => self.texts.get("route-when-decision"),
        };
        match (step.earliest, step.latest) {
            (Some(first), Some(last)) if first == last => self.texts.with("route-when-on", "day", &self.day(first)),
            (Some(first), Some(last)) => {
                let days = [("first", self.day(first).into()), ("last", self.day(last).into())];
                self.texts.with_all("route-when-between", &days)
            }
            (Some(first), None) => self.texts.with("route-when-from", "day", &self.day(first)),
            (None, Some(last)) => self.texts.with("route-when-until", "day", &self.day(last)),
            (None, None) => wait(step.wait.unwrap_or(Wait::NotKnown)),
        }
    }

    /// Why a step stands where it stands; nothing when the step says it already.
    pub(super) fn reason(&self, reason: &Reason<'_>) -> Option<RoadmapReason> {
        let plain = |key: &str| (self.texts.get(key), None);
        let (text, source) = match reason {
            Reason::Situation(found) => {
                (found.situation.advice.get(self.language()).to_owned(), Some(&found.situation.source))
            }
            Reason::ServesPlan => plain("route-why-plan"),
            Reason::ServesTheme => plain("route-why-theme"),
            Reason::Chosen => plain("route-why-chosen"),
            Reason::StillToKnow(count) => (self.texts.count("route-why-still", *count), None),
            Reason::RequiredBy(support, rule) => {
                (self.texts.with("route-why-required", "name", &self.support(support)), Some(&rule.source))
            }
            Reason::BeforeStart(support, rule) => {
                let key = if rule.until == TermStart::Decision { "route-why-decision" } else { "route-why-before" };
                (self.texts.with(key, "name", &self.support(support)), Some(&rule.source))
            }
            Reason::StartWithin(support, term) => (self.term("route-why-start", support, term), Some(&term.source)),
            Reason::FinishWithin(support, term) => (self.term("route-why-finish", support, term), Some(&term.source)),
            Reason::ReportWithin(support, term) => (self.term("route-why-report", support, term), Some(&term.source)),
            Reason::NextYear { other, limit, to } => {
                let key = if limit.per_group { "route-why-next-year-group" } else { "route-why-next-year" };
                let values = [("name", self.support(other).into()), ("year", to.year().to_string().into())];
                (self.texts.with_all(key, &values), Some(&limit.source))
            }
        };
        Some(RoadmapReason { text, source: source.map(|it| source_text(it, self.pack)).unwrap_or_default() })
    }

    fn term(&self, key: &str, support: &str, term: &Term) -> String {
        let unit = match term.unit {
            TermUnit::Days => "route-days",
            TermUnit::Weeks => "route-weeks",
            TermUnit::Months => "route-months",
        };
        let count = usize::try_from(term.count).unwrap_or(usize::MAX);
        let span = self.texts.count(unit, count);
        let after = self.texts.get(&format!("route-after-{}", term.after.name()));
        let values = [("name", self.support(support).into()), ("span", span.into()), ("after", after.into())];
        self.texts.with_all(key, &values)
    }

    fn year_limit(&self, key: &str, support: &str, limit: &YearLimit) -> String {
        let key = if limit.per_group { format!("{key}-group") } else { key.to_owned() };
        self.texts.with(&key, "name", &self.support(support))
    }

    /// Why support is left out.
    pub(super) fn left_out(&self, reason: &LeftOutReason<'_>) -> String {
        match reason {
            LeftOutReason::Excluded(support, _) => {
                self.texts.with("route-left-out-excluded", "name", &self.support(support))
            }
            LeftOutReason::YearLimit(support, limit) => self.year_limit("route-left-out-year", support, limit),
        }
    }

    /// What to do first to become ready.
    pub(super) fn first_step(&self, readiness: &Readiness<'_>) -> String {
        let who = readiness.support.contact.as_ref().map(|contact| self.organisation(&contact.organisation));
        let key = match readiness.items.first().map(|item| item.verdict) {
            None => "ready-first-no-conditions",
            Some(Verdict::NotMet) => "ready-first-not-met",
            Some(Verdict::Unknown) => "ready-first-unknown",
            Some(Verdict::Judgement) => "ready-first-judgement",
            Some(Verdict::Met) => "ready-first-met",
        };
        match who {
            Some(who) => self.texts.with(key, "name", &who),
            None => self.texts.get(&format!("{key}-plain")),
        }
    }
}
