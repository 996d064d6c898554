//! The answer to a question as a document: what the API gives, what the page shows and what `schakel ask` prints, all
//! from one place, so that every door gives the same advice. What the answer is, is decided in `schakel-guide`.

mod words;

use schakel_criteria::{FactId, Language, Value, Verdict, value_in_words};
use schakel_guide::{Advice, Candidate, Example, Match, NotNow, Person, Understood};
use schakel_register::{Id, Pack};
use schakel_time::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::advice::words::{deadline_words, not_now_words, verdict_words, why_words};
use crate::api::types::{MatchResult, match_result, value_as_json};
use crate::api::values::{Named, utc};
use crate::pages::parts::{amount, day_in_words};
use crate::texts::Texts;

pub use crate::advice::words::ReasonView;

/// The answer to a question in somebody's own words.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AdviceDocument {
    /// The question.
    pub vraag: String,
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// What was taken from the words of the question; name a `gegeven` in `zonder` to leave it out.
    pub begrepen: Vec<UnderstoodView>,
    /// Words that were read as other words.
    pub gelezen_als: Vec<CorrectionView>,
    /// Only words were searched, not their meaning: something may have been missed.
    pub beperkt: bool,
    /// What can be had, best first; after that what was asked for but does not fit. At most seven.
    pub kandidaten: Vec<CandidateView>,
    /// What was found as well, in the same order.
    pub ook_gevonden: Vec<BriefView>,
    /// What would be an answer but is not open now, best first.
    pub nu_niet: Vec<NotNowView>,
    /// Organisations that help with this.
    pub mensen: Vec<PersonView>,
    /// Projects of others about this.
    pub voorbeelden: Vec<ExampleView>,
    /// The front door of the firm's municipality; `null`: the municipality is not known, or no source names its door.
    pub loket: Option<Named>,
}

/// A fact that was taken from the question.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UnderstoodView {
    /// Identifier of the fact, as `/gegevens` lists it.
    pub gegeven: String,
    /// Name of the fact.
    pub naam: String,
    /// Its value, as a message with facts writes it.
    #[schema(value_type = Object)]
    pub waarde: serde_json::Value,
    /// Its value in words.
    pub tekst: String,
    /// The words of the question that say so.
    pub woorden: String,
}

/// A word that was read as another word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CorrectionView {
    /// The word of the question.
    pub getypt: String,
    /// The word as it was read.
    pub gelezen: String,
}

/// Support that can be had, and what it means for the firm.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CandidateView {
    /// Identifier of the instrument or facility.
    pub id: String,
    /// Name.
    pub naam: String,
    /// What it is, in a sentence or two.
    pub samenvatting: String,
    /// Why it is an answer.
    pub waarom: ReasonView,
    /// The verdict so far, in words.
    pub oordeel: String,
    /// The facts that are still unknown and can change the verdict.
    pub nog_te_weten: Vec<Named>,
    /// The conditions that are not met.
    pub klopt_niet: Vec<String>,
    /// The sources give no conditions: call to ask whether it fits.
    pub zonder_voorwaarden: bool,
    /// How much, in words; `null`: no source says so.
    pub bedrag: Option<String>,
    /// Until when one can apply, in words; `null`: no source says so, or nobody checked it lately.
    pub aanvragen: Option<String>,
    /// The day on which the source was true, in words, when that is too long ago to count as current.
    pub verouderd_sinds: Option<String>,
    /// Who executes or owns it.
    pub uitvoerder: Option<Named>,
    /// Whom to call.
    pub contact: Option<Named>,
    /// Whether that is the front door of the firm's municipality.
    pub contact_is_loket: bool,
    /// Organisations near the firm that help with it, as a source says.
    pub hulp: Vec<Named>,
    /// A programme for which no source names anybody near the firm who helps with it.
    pub witte_vlek: bool,
    /// What one must hand in or sign; empty: no source says so.
    pub stukken: Vec<String>,
    /// Forms of agreement with partners that the source names.
    pub overeenkomsten: Vec<String>,
    /// It asks for a knowledge institution as a partner, and no source names a form of agreement with it.
    pub overeenkomst_onbekend: bool,
    /// Other terms, or how to get access to a place; `null`: no source says so.
    pub voorwaarden: Option<String>,
    /// Everything behind it, as `/toetsingen` gives it.
    pub toets: MatchResult,
}

/// Support that was found as well.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BriefView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// The verdict so far, in words.
    pub oordeel: String,
}

/// Support that would be an answer but is not open now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NotNowView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// What it is, in a sentence or two.
    pub samenvatting: String,
    /// Why it would be an answer.
    pub waarom: ReasonView,
    /// `planned`, `exhausted` or `closed`.
    pub stand: &'static str,
    /// That in words, with its date.
    pub stand_tekst: String,
    /// The moment at which it opens, or opens again; `null`: no source says so.
    #[schema(format = DateTime)]
    pub opent: Option<String>,
    /// That in words.
    pub opent_tekst: Option<String>,
    /// What came in its place.
    pub vervangen_door: Option<Named>,
}

/// An organisation that helps with what was asked.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PersonView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// What it can mean for an entrepreneur.
    pub samenvatting: String,
    /// Whether it is the front door of the firm's municipality.
    pub is_loket: bool,
    /// Why it is named; `null` for the front door.
    pub waarom: Option<ReasonView>,
    /// Its site, when a source gives it.
    #[schema(format = "uri")]
    pub website: Option<String>,
}

/// A project of others.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExampleView {
    /// Identifier of the record.
    pub id: String,
    /// Name.
    pub naam: String,
    /// What it is, in a sentence or two.
    pub samenvatting: String,
    /// Why it is named.
    pub waarom: ReasonView,
    /// Who leads it, and whom to ask about it.
    pub trekker: Option<Named>,
    /// Who take part.
    pub partijen: Vec<Named>,
}

/// An answer as a document.
pub fn advice_document(
    pack: &Pack,
    question: &str,
    advice: &Advice<'_>,
    as_of: Date,
    language: Language,
) -> AdviceDocument {
    let writer = Writer { pack, as_of, texts: Texts::new(language) };
    let corrections = advice.corrections.iter();
    AdviceDocument {
        vraag: question.to_owned(),
        peildatum: as_of.to_string(),
        begrepen: advice.understood.iter().map(|it| writer.understood(it)).collect(),
        gelezen_als: corrections
            .map(|it| CorrectionView { getypt: it.asked.clone(), gelezen: it.meant.clone() })
            .collect(),
        beperkt: advice.is_reduced,
        kandidaten: advice.candidates.iter().map(|it| writer.candidate(it)).collect(),
        ook_gevonden: advice.others.iter().map(|it| writer.brief(&it.found)).collect(),
        nu_niet: advice.not_now.iter().map(|it| writer.not_now(it)).collect(),
        mensen: advice.people.iter().filter_map(|it| writer.person(it)).collect(),
        voorbeelden: advice.examples.iter().filter_map(|it| writer.example(it)).collect(),
        loket: advice.front_door.as_deref().map(|id| writer.organisation(id)),
    }
}

/// The fact that a knowledge institution takes part in the project.
const KNOWLEDGE_PARTNER: &str = "knowledge_partner";

struct Writer<'a> {
    pack: &'a Pack,
    as_of: Date,
    texts: Texts,
}

impl Writer<'_> {
    fn understood(&self, it: &Understood) -> UnderstoodView {
        let Named { id, naam } = self.fact(it.fact);
        UnderstoodView {
            gegeven: id,
            naam,
            waarde: value_as_json(&it.value),
            tekst: self.value(it.fact, &it.value),
            woorden: it.words.clone(),
        }
    }

    fn value(&self, fact: FactId, value: &Value) -> String {
        value_in_words(fact, value, &self.pack.vocabulary, self.texts.language())
    }

    fn candidate(&self, it: &Candidate<'_>) -> CandidateView {
        let found = &it.found;
        let support = found.on_day.support;
        let language = self.texts.language();
        let version = found.on_day.version;
        let terms = version.and_then(|version| version.terms.as_ref()).or(support.place.access.as_ref());
        let amount = amount(version, self.texts);
        CandidateView {
            id: support.id.to_string(),
            naam: support.name.get(language).to_owned(),
            samenvatting: support.summary.get(language).to_owned(),
            waarom: why_words(&it.why, Some(support), self.pack, self.texts),
            oordeel: verdict_words(found, self.texts),
            nog_te_weten: found.answer.missing.iter().map(|fact| self.fact(*fact)).collect(),
            klopt_niet: self.not_met(found),
            zonder_voorwaarden: found.criteria_unknown,
            bedrag: Some(amount.text).filter(|text| !text.is_empty()),
            aanvragen: deadline_words(&found.on_day.openness, self.texts),
            verouderd_sinds: found
                .on_day
                .checked_on
                .filter(|_| found.on_day.stale)
                .map(|day| day_in_words(day, language)),
            uitvoerder: support.provider.as_deref().map(|id| self.organisation(id)),
            contact: found.contact.as_ref().map(|contact| self.organisation(&contact.organisation)),
            contact_is_loket: found.contact.as_ref().is_some_and(|contact| contact.is_front_door),
            hulp: it.helpers.iter().map(|id| self.organisation(id)).collect(),
            witte_vlek: it.is_white_spot,
            stukken: version.map(|version| version.documents.clone()).unwrap_or_default(),
            overeenkomsten: version.map(|version| version.agreements.clone()).unwrap_or_default(),
            overeenkomst_onbekend: self.lacks_agreement(found),
            voorwaarden: terms.map(|terms| terms.get(language).to_owned()),
            toets: match_result(self.pack, found, self.as_of, language),
        }
    }

    /// The conditions that are not met, in the words of the pack.
    fn not_met(&self, it: &Match<'_>) -> Vec<String> {
        let written = it.on_day.version.map_or(&[][..], |version| version.criteria.as_slice());
        let pairs = written.iter().zip(&it.answer.criteria);
        let broken = pairs.filter(|(_, answer)| answer.verdict == Verdict::NotMet);
        broken.map(|(criterion, _)| criterion.text.get(self.texts.language()).to_owned()).collect()
    }

    /// Whether a condition rests on a knowledge institution as a partner, and no form of agreement with it is known.
    fn lacks_agreement(&self, it: &Match<'_>) -> bool {
        let partner = self.pack.vocabulary.fact_named(KNOWLEDGE_PARTNER);
        let asks = it.answer.criteria.iter().any(|it| it.used.iter().any(|(fact, _)| Some(*fact) == partner));
        asks && it.on_day.version.is_some_and(|version| version.agreements.is_empty())
    }

    fn brief(&self, it: &Match<'_>) -> BriefView {
        let Named { id, naam } = self.support(&it.on_day.support.id);
        BriefView { id, naam, oordeel: verdict_words(it, self.texts) }
    }

    fn not_now(&self, it: &NotNow<'_>) -> NotNowView {
        let support = it.found.on_day.support;
        let language = self.texts.language();
        let (stand, stand_tekst) = not_now_words(&it.found.on_day.openness, self.texts);
        // What is planned says already when it opens.
        let again = it.opens.filter(|_| it.found.is_over());
        NotNowView {
            id: support.id.to_string(),
            naam: support.name.get(language).to_owned(),
            samenvatting: support.summary.get(language).to_owned(),
            waarom: why_words(&it.why, Some(support), self.pack, self.texts),
            stand,
            stand_tekst,
            opent: it.opens.map(utc),
            opent_tekst: again
                .map(|moment| self.texts.with("opens-again", "day", &day_in_words(moment.date(), language))),
            vervangen_door: it.replaced_by.as_deref().map(|id| self.support(id)),
        }
    }

    fn person(&self, it: &Person) -> Option<PersonView> {
        let found = self.pack.organisations.get(&it.organisation)?;
        let language = self.texts.language();
        Some(PersonView {
            id: found.id.to_string(),
            naam: found.name.get(language).to_owned(),
            samenvatting: found.summary.get(language).to_owned(),
            is_loket: it.why.is_none(),
            waarom: it.why.as_ref().map(|why| why_words(why, None, self.pack, self.texts)),
            website: found.website.clone(),
        })
    }

    fn example(&self, it: &Example) -> Option<ExampleView> {
        let found = self.pack.records.get(&it.record)?;
        let language = self.texts.language();
        Some(ExampleView {
            id: found.id.to_string(),
            naam: found.name.get(language).to_owned(),
            samenvatting: found.summary.get(language).to_owned(),
            waarom: why_words(&it.why, None, self.pack, self.texts),
            trekker: found.lead.as_deref().map(|id| self.organisation(id)),
            partijen: found.parties.iter().map(|id| self.organisation(id)).collect(),
        })
    }

    fn fact(&self, id: FactId) -> Named {
        let found = self.pack.vocabulary.fact(id);
        Named {
            id: found.map(|fact| fact.id.to_string()).unwrap_or_default(),
            naam: found.map(|fact| fact.name.get(self.texts.language()).to_owned()).unwrap_or_default(),
        }
    }

    fn organisation(&self, id: &str) -> Named {
        let name = self.pack.organisations.get(id).map_or(id, |it| it.name.get(self.texts.language()));
        Named { id: id.to_owned(), naam: name.to_owned() }
    }

    fn support(&self, id: &str) -> Named {
        let name = self.pack.support.get(id).map_or(id, |it| it.name.get(self.texts.language()));
        Named { id: Id::from(id).to_string(), naam: name.to_owned() }
    }
}

impl AdviceDocument {
    /// Whether nothing at all was found.
    pub fn is_empty(&self) -> bool {
        self.kandidaten.is_empty() && self.nu_niet.is_empty() && self.mensen.is_empty() && self.voorbeelden.is_empty()
    }
}
