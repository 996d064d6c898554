//! The document of a route. How things are said lives in `words`.

use std::collections::BTreeSet;

use schakel_criteria::Language;
use schakel_guide::{Contact, LeftOut, LeftOutReason, Match, Readiness, ReadyItem, Roadmap, SituationFound, Step};
use schakel_register::{Id, Pack};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::types::verdict_name;
use crate::api::values::{Named, source_text};
use crate::roadmap::words::Words;

/// A route for one firm, counted from one day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoadmapDocument {
    /// The day from which the route counts.
    #[schema(format = Date)]
    pub as_of: String,
    /// The situation of the entrepreneur; `null` when the answers do not tell. It changes the first step only.
    pub situation: Option<RoadmapSituation>,
    /// The steps, in order.
    pub steps: Vec<RoadmapStep>,
    /// Support that does not fit in the route beside the rest.
    pub left_out: Vec<RoadmapLeftOut>,
    /// Other support that can be chosen, best first.
    pub choices: Vec<RoadmapChoice>,
    /// How ready the firm is for European programmes.
    pub readiness: Vec<RoadmapReadiness>,
}

/// A situation of an entrepreneur.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoadmapSituation {
    /// Identifier.
    pub id: String,
    /// A few words.
    pub name: String,
    /// What it means.
    pub text: String,
    /// What helps.
    pub advice: String,
    /// The answers that tell it.
    pub because: Vec<String>,
    /// Where it comes from.
    pub source: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoadmapStep {
    /// Identifier, the same as long as the choice is the same.
    pub id: String,
    /// `look`, `talk`, `prepare`, `join`, `use`, `first`, `apply`, `start` or `report`.
    pub kind: &'static str,
    /// What to do.
    pub title: String,
    /// What it is.
    pub text: String,
    /// The instrument or facility that it is about; `null` when it is about none.
    pub instrument: Option<String>,
    /// Whether one can ask for it, in words; empty when that is not the question.
    pub state: String,
    /// The organisation that does it or runs it; `null`: the firm itself.
    pub owner: Option<Named>,
    /// Whom to call; `null` when there is nobody to call.
    pub contact: Option<RoadmapContact>,
    /// The first day; `null`: not known.
    #[schema(format = Date)]
    pub earliest: Option<String>,
    /// The last day; `null`: not known, or there is none.
    #[schema(format = Date)]
    pub latest: Option<String>,
    /// The days in words.
    pub when: String,
    /// What to bring.
    pub documents: Vec<String>,
    /// Projects of others that show how it goes.
    pub examples: Vec<RoadmapExample>,
    /// Why it stands here.
    pub reasons: Vec<RoadmapReason>,
    /// Identifiers of the steps that must come first because of a rule.
    pub after: Vec<String>,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapContact {
    /// Identifier of the organisation.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is the front door of the firm's municipality.
    pub is_front_door: bool,
}

/// A project of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapExample {
    /// Identifier of the record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub summary: String,
}

/// Why a step stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapReason {
    /// In words.
    pub text: String,
    /// Where it comes from; empty when it follows from the answers.
    pub source: String,
}

/// Support that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapLeftOut {
    /// Identifier of the instrument or facility.
    pub instrument: String,
    /// Its name.
    pub name: String,
    /// Why, in words.
    pub reason: String,
    /// Where that is said.
    pub source: String,
}

/// Support that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapChoice {
    /// Identifier of the instrument or facility.
    pub instrument: String,
    /// Its name.
    pub name: String,
    /// `met`, `unknown` or `judgement`.
    pub verdict: &'static str,
}

/// How ready the firm is for one programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapReadiness {
    /// Identifier of the instrument.
    pub instrument: String,
    /// Its name.
    pub name: String,
    /// How many conditions hold.
    pub ready: usize,
    /// How many conditions there are; zero when no source gives any.
    pub total: usize,
    /// The conditions, those that do not hold first.
    pub items: Vec<RoadmapReadyItem>,
    /// What to do first, in words.
    pub first_step: String,
    /// Whom to call for that.
    pub contact: Option<RoadmapContact>,
    /// Conditions that hold now and did not at the earlier check; `null` when there was none.
    pub won: Option<Vec<String>>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadmapReadyItem {
    /// Identifier, `instrument/condition`.
    pub id: String,
    /// `met`, `not_met`, `unknown` or `judgement`.
    pub verdict: &'static str,
    /// The condition.
    pub text: String,
    /// Where it comes from.
    pub source: String,
}

/// The document of a route. `earlier` names the conditions that were ready at an earlier check.
pub fn roadmap_document(
    roadmap: &Roadmap<'_>,
    earlier: Option<&BTreeSet<String>>,
    pack: &Pack,
    language: Language,
) -> RoadmapDocument {
    let writer = Writer { pack, language, words: Words::new(pack, language) };
    RoadmapDocument {
        as_of: roadmap.day.to_string(),
        situation: roadmap.situation.as_ref().map(|it| writer.situation(it)),
        steps: roadmap.steps.iter().map(|it| writer.step(it)).collect(),
        left_out: roadmap.left_out.iter().map(|it| writer.left_out(it)).collect(),
        choices: roadmap.choices.iter().map(|it| writer.choice(it)).collect(),
        readiness: roadmap.readiness.iter().map(|it| writer.readiness(it, earlier)).collect(),
    }
}

struct Writer<'p> {
    pack: &'p Pack,
    language: Language,
    words: Words<'p>,
}

impl Writer<'_> {
    fn situation(&self, found: &SituationFound<'_>) -> RoadmapSituation {
        let it = found.situation;
        RoadmapSituation {
            id: it.id.to_string(),
            name: it.name.get(self.language).to_owned(),
            text: it.text.get(self.language).to_owned(),
            advice: it.advice.get(self.language).to_owned(),
            because: self.words.because(found),
            source: source_text(&it.source, self.pack),
        }
    }

    fn step(&self, step: &Step<'_>) -> RoadmapStep {
        let example = |record: &&schakel_register::Record| RoadmapExample {
            id: record.id.to_string(),
            name: record.name.get(self.language).to_owned(),
            summary: record.summary.get(self.language).to_owned(),
        };
        RoadmapStep {
            id: step.id.clone(),
            kind: step.kind.name(),
            title: self.words.title(step),
            text: self.words.text(step),
            instrument: step.support.as_ref().map(|it| it.on_day.support.id.to_string()),
            state: self.words.state(step),
            owner: step.owner.as_ref().map(|id| Named { id: id.to_string(), naam: self.words.organisation(id) }),
            contact: step.contact.as_ref().map(|it| self.contact(it)),
            earliest: step.earliest.map(|day| day.to_string()),
            latest: step.latest.map(|day| day.to_string()),
            when: self.words.when(step),
            documents: step.documents.to_vec(),
            examples: step.examples.iter().map(example).collect(),
            reasons: step.reasons.iter().filter_map(|reason| self.words.reason(reason)).collect(),
            after: step.after.clone(),
        }
    }

    fn contact(&self, contact: &Contact) -> RoadmapContact {
        RoadmapContact {
            id: contact.organisation.to_string(),
            name: self.words.organisation(&contact.organisation),
            is_front_door: contact.is_front_door,
        }
    }

    fn name(&self, it: &Match<'_>) -> (String, String) {
        let support = it.on_day.support;
        (support.id.to_string(), support.name.get(self.language).to_owned())
    }

    fn left_out(&self, it: &LeftOut<'_>) -> RoadmapLeftOut {
        let (instrument, name) = self.name(&it.support);
        let source = match &it.reason {
            LeftOutReason::Excluded(_, rule) => &rule.source,
            LeftOutReason::YearLimit(_, limit) => &limit.source,
        };
        RoadmapLeftOut {
            instrument,
            name,
            reason: self.words.left_out(&it.reason),
            source: source_text(source, self.pack),
        }
    }

    fn choice(&self, it: &Match<'_>) -> RoadmapChoice {
        let (instrument, name) = self.name(it);
        RoadmapChoice { instrument, name, verdict: verdict_name(it.answer.verdict) }
    }

    fn readiness(&self, it: &Readiness<'_>, earlier: Option<&BTreeSet<String>>) -> RoadmapReadiness {
        let (instrument, name) = self.name(&it.support);
        let text = |item: &ReadyItem<'_>| item.criterion.text.get(self.language).to_owned();
        let item = |item: &ReadyItem<'_>| RoadmapReadyItem {
            id: item.id.clone(),
            verdict: verdict_name(item.verdict),
            text: text(item),
            source: source_text(&item.criterion.source, self.pack),
        };
        RoadmapReadiness {
            instrument,
            name,
            ready: it.ready(),
            total: it.items.len(),
            items: it.items.iter().map(item).collect(),
            first_step: self.words.first_step(it),
            contact: it.support.contact.as_ref().map(|contact| self.contact(contact)),
            won: earlier.map(|earlier| it.won_since(earlier).into_iter().map(text).collect()),
        }
    }
}

/// The name of an organisation; its identifier when the pack does not have it.
pub(super) fn organisation_name(id: &Id, pack: &Pack, language: Language) -> String {
    pack.organisations.get(id).map_or_else(|| id.to_string(), |it| it.name.get(language).to_owned())
}
