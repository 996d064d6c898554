//! Agreements, topics and advice as documents.

use schakel_account::{
    Admission, AgreementFilter, AgreementOnDay, ConditionMet, Involvement, Standing, admit_topic, agreements_on,
    answered, due_words, involvement, is_unanswered, recommendations_in_order, sides, state_words, topics_in_order,
    topics_of_province,
};
use schakel_criteria::Language;
use schakel_register::{AnsweredPart, Due, DueTerm, Id, Pack, Recommendation, Topic};
use schakel_time::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::values::{Named, SourceView, Words};

/// The agreements on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgreementList {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// How many there are.
    pub totaal: usize,
    /// How many of them are overdue.
    pub te_laat: usize,
    /// The agreements.
    pub afspraken: Vec<AgreementDocument>,
}

/// An agreement on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgreementDocument {
    /// Identifier.
    pub id: String,
    /// Rows of the inventory.
    pub inventaris: Vec<String>,
    /// Name.
    pub naam: String,
    /// What is there when it is kept.
    pub resultaat: String,
    /// The topic; `null`: none.
    pub onderwerp: Option<Named>,
    /// Who answers for it; empty: no source says who.
    pub trekkers: Vec<Named>,
    /// Who takes part beside them.
    pub partners: Vec<Named>,
    /// Who helps without having signed.
    pub bijdragers: Vec<Named>,
    /// Others that take part, in words.
    pub anderen: Vec<String>,
    /// What the party that was asked for has to do with it: `owner`, `partner`, `contributor` or `member` of a group.
    pub rol: Option<&'static str>,
    /// What each party does.
    pub taken: Vec<AgreementTask>,
    /// Whether the State's side does something.
    pub rijk_doet_iets: bool,
    /// Whether the provinces' side does something.
    pub provincies_doen_iets: bool,
    /// Why it is of one side only.
    pub eenzijdig_omdat: Option<Named>,
    /// When it must be done; `null`: no source says when.
    pub termijn: Option<AgreementTerm>,
    /// `done`, `running`, `committed`, `soft`, `provisional`, `proposed` or `open`, with words.
    pub stand: Named,
    /// The shade of it, in the words of the source.
    pub nuance: Option<String>,
    /// What shows it.
    pub bewijs: Option<String>,
    /// `done`, `in-time`, `overdue`, `ended` (the time is over) or `no-term`.
    pub op_tijd: &'static str,
    /// The first day on which it was late for certain.
    #[schema(format = Date)]
    pub te_laat_sinds: Option<String>,
    /// Where it comes from.
    pub bron: SourceView,
    /// The day on which the source was true.
    #[schema(format = Date)]
    pub gecontroleerd_op: String,
}

/// What parties do for an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgreementTask {
    /// Who.
    pub partijen: Vec<Named>,
    /// What; `null`: no source says it.
    pub tekst: Option<String>,
}

/// When something must be done, no more exactly than the source says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgreementTerm {
    /// In words.
    pub tekst: String,
    /// `on`, `before` (strictly), `at-latest`, `during` (somewhere in a period), `throughout` or `after`.
    pub soort: &'static str,
    /// The first day on which it is late for certain; `null`: it never is.
    #[schema(format = Date)]
    pub te_laat_vanaf: Option<String>,
    /// Whether the term follows from the text and is not said.
    pub afgeleid: bool,
}

/// The topics of an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicList {
    /// How many there are.
    pub totaal: usize,
    /// How many have no pair of owners that a source names.
    pub zonder_duo: usize,
    /// The topics.
    pub onderwerpen: Vec<TopicDocument>,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicDocument {
    /// Identifier.
    pub id: String,
    /// Its number in its part of the agenda.
    pub nummer: u32,
    /// Name.
    pub naam: String,
    /// What it is about.
    pub samenvatting: String,
    /// The landsdeel of whose supplement it is; `null`: the whole country.
    pub landsdeel: Option<Named>,
    /// The pair of owners; empty: no source names it.
    pub duo: Vec<Named>,
    /// What firms gain from it.
    pub belang: Option<String>,
    /// Whether it passes the test for topics.
    pub toegelaten: bool,
    /// The conditions of that test that it does not meet: `concrete`, `interest`, `perspectives`, `no-structure`.
    pub ontbreekt: Vec<&'static str>,
    /// Where it comes from.
    pub bron: SourceView,
}

/// Advice with the answers to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecommendationList {
    /// How many there are.
    pub totaal: usize,
    /// How many have an answer to every part.
    pub beantwoord: usize,
    /// How many have an answer to some.
    pub deels: usize,
    /// How many have none.
    pub onbeantwoord: usize,
    /// The recommendations.
    pub aanbevelingen: Vec<RecommendationDocument>,
}

/// One recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecommendationDocument {
    /// Identifier.
    pub id: String,
    /// Its number in the advice.
    pub nummer: String,
    /// Name.
    pub naam: String,
    /// The advice.
    pub advies: String,
    /// Who gave it.
    pub adviseur: Named,
    /// Who had to answer.
    pub beantwoord_door: Named,
    /// The day of the advice.
    #[schema(format = Date)]
    pub advies_van: String,
    /// The day of the answer.
    #[schema(format = Date)]
    pub antwoord_van: String,
    /// The section of the answer.
    pub paragraaf: String,
    /// `whole`, `partly` or `not`.
    pub beantwoord: &'static str,
    /// Its parts.
    pub onderdelen: Vec<AnswerPart>,
    /// Where the advice stands.
    pub bron: SourceView,
}

/// A part of a recommendation with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerPart {
    /// What was asked.
    pub gevraagd: String,
    /// Code and name of the status.
    pub status: Named,
    /// The answer in short; `null`: there is none.
    pub antwoord: Option<String>,
    /// What is done with it: records of the pack.
    pub vervolg: Vec<Named>,
    /// What is still to be followed.
    pub volgen: Option<String>,
    /// Whether there is no explicit answer.
    pub onbeantwoord: bool,
    /// Where the answer stands.
    pub bron: SourceView,
}

/// The agreements on a day that a filter lets through.
pub fn agreement_list(
    pack: &'static Pack,
    day: Date,
    filter: &AgreementFilter<'_>,
    language: Language,
) -> AgreementList {
    let found = agreements_on(pack, day, filter);
    let words = Words { pack, language };
    AgreementList {
        peildatum: day.to_string(),
        totaal: found.len(),
        te_laat: found.iter().filter(|it| matches!(it.standing, Standing::Overdue { .. })).count(),
        afspraken: found.iter().map(|it| agreement_document(it, filter.party, words)).collect(),
    }
}

/// One agreement on a day.
pub(crate) fn agreement_document(it: &AgreementOnDay<'_>, party: Option<&str>, words: Words) -> AgreementDocument {
    let agreement = it.agreement;
    let (pack, language) = (words.pack, words.language);
    let sides = sides(agreement, &pack.governance);
    let organisations = |ids: &[Id]| ids.iter().map(|id| words.organisation(id)).collect();
    let task = |task: &schakel_register::PartyTask| AgreementTask {
        partijen: organisations(&task.parties),
        tekst: task.text.as_ref().map(|text| text.get(language).to_owned()),
    };
    AgreementDocument {
        id: agreement.id.to_string(),
        inventaris: agreement.inventory.clone(),
        naam: agreement.name.get(language).to_owned(),
        resultaat: agreement.summary.get(language).to_owned(),
        onderwerp: agreement.topic.as_ref().map(|id| topic_named(id, words)),
        trekkers: organisations(&agreement.owners),
        partners: organisations(&agreement.partners),
        bijdragers: organisations(&agreement.contributors),
        anderen: agreement.others.iter().map(|it| it.get(language).to_owned()).collect(),
        rol: party.and_then(|party| involvement(agreement, party, &pack.governance)).map(|it| role(&it)),
        taken: agreement.tasks.iter().map(task).collect(),
        rijk_doet_iets: sides.state,
        provincies_doen_iets: sides.province,
        eenzijdig_omdat: agreement.one_sided.as_ref().map(|code| words.code("one-sided", code)),
        termijn: agreement.due.as_ref().map(|due| term(due, language)),
        stand: Named {
            id: it.progress.state.name().to_owned(),
            naam: state_words(it.progress.state, language).to_owned(),
        },
        nuance: it.progress.nuance.as_ref().map(|text| text.get(language).to_owned()),
        bewijs: it.progress.evidence.as_ref().map(|text| text.get(language).to_owned()),
        op_tijd: it.standing.name(),
        te_laat_sinds: match it.standing {
            Standing::Overdue { since } => Some(since.to_string()),
            _ => None,
        },
        bron: words.source(&it.progress.source),
        gecontroleerd_op: it.progress.on.to_string(),
    }
}

/// What a party has to do with an agreement, as a name.
fn role(involvement: &Involvement) -> &'static str {
    match involvement {
        Involvement::Owner => "owner",
        Involvement::Partner => "partner",
        Involvement::Contributor => "contributor",
        Involvement::Member { .. } => "member",
    }
}

fn term(due: &Due, language: Language) -> AgreementTerm {
    AgreementTerm {
        tekst: due_words(due, language),
        soort: match due.term {
            DueTerm::On(_) => "on",
            DueTerm::Before(_) => "before",
            DueTerm::AtLatest(_) => "at-latest",
            DueTerm::During { .. } => "during",
            DueTerm::Throughout { .. } => "throughout",
            DueTerm::After(_) => "after",
        },
        te_laat_vanaf: due.term.late_from().map(|day| day.to_string()),
        afgeleid: due.inferred,
    }
}

fn topic_named(id: &Id, words: Words) -> Named {
    let found = words.pack.topics.get(id);
    Named { id: id.to_string(), naam: found.map_or(&**id, |it| it.name.get(words.language)).to_owned() }
}

/// The topics: all, or those that hold in a province.
pub fn topic_list(pack: &'static Pack, province: Option<&str>, language: Language) -> TopicList {
    let words = Words { pack, language };
    let topics = match province {
        Some(province) => topics_of_province(pack, province),
        None => topics_in_order(pack),
    };
    TopicList {
        totaal: topics.len(),
        zonder_duo: topics.iter().filter(|it| it.duo.is_empty()).count(),
        onderwerpen: topics.into_iter().map(|it| topic_document(it, words)).collect(),
    }
}

fn topic_document(topic: &Topic, words: Words) -> TopicDocument {
    let admission = admit_topic(topic, words.pack);
    TopicDocument {
        id: topic.id.to_string(),
        nummer: topic.number,
        naam: topic.name.get(words.language).to_owned(),
        samenvatting: topic.summary.get(words.language).to_owned(),
        landsdeel: topic.landsdeel.as_ref().map(|id| words.area(id)),
        duo: topic.duo.iter().map(|id| words.organisation(id)).collect(),
        belang: topic.interest.as_ref().map(|text| text.get(words.language).to_owned()),
        toegelaten: admission.is_admitted(),
        ontbreekt: missing(&admission),
        bron: words.source(&topic.source),
    }
}

/// The conditions that are not met, by name.
pub(crate) fn missing(admission: &Admission) -> Vec<&'static str> {
    let not_met = admission.conditions.iter().filter(|(_, met)| *met == ConditionMet::No);
    not_met.map(|(condition, _)| condition.name()).collect()
}

/// Advice with the answers to it; `open` leaves only what is not wholly answered.
pub fn recommendation_list(pack: &'static Pack, open: bool, language: Language) -> RecommendationList {
    use schakel_account::Answered;
    let words = Words { pack, language };
    let all = recommendations_in_order(pack);
    let count = |wanted: Answered| all.iter().filter(|it| answered(it) == wanted).count();
    let (whole, partly, not) = (count(Answered::Whole), count(Answered::Partly), count(Answered::Not));
    let shown = all.into_iter().filter(|it| !open || answered(it) != Answered::Whole);
    RecommendationList {
        totaal: whole.saturating_add(partly).saturating_add(not),
        beantwoord: whole,
        deels: partly,
        onbeantwoord: not,
        aanbevelingen: shown.map(|it| recommendation_document(it, words)).collect(),
    }
}

fn recommendation_document(it: &Recommendation, words: Words) -> RecommendationDocument {
    RecommendationDocument {
        id: it.id.to_string(),
        nummer: it.number.clone(),
        naam: it.name.get(words.language).to_owned(),
        advies: it.summary.get(words.language).to_owned(),
        adviseur: words.organisation(&it.adviser),
        beantwoord_door: words.organisation(&it.answerer),
        advies_van: it.advised_on.to_string(),
        antwoord_van: it.answered_on.to_string(),
        paragraaf: it.section.clone(),
        beantwoord: answered(it).name(),
        onderdelen: it.parts.iter().map(|part| answer_part(part, words)).collect(),
        bron: words.source(&it.source),
    }
}

fn answer_part(part: &AnsweredPart, words: Words) -> AnswerPart {
    AnswerPart {
        gevraagd: part.asked.get(words.language).to_owned(),
        status: words.code("answers", &part.status),
        antwoord: part.answer.as_ref().map(|text| text.get(words.language).to_owned()),
        vervolg: part.follow_up.iter().map(|id| record_named(id, words)).collect(),
        volgen: part.to_follow.as_ref().map(|text| text.get(words.language).to_owned()),
        onbeantwoord: is_unanswered(part),
        bron: words.source(&part.source),
    }
}

/// A record of any folder by name.
fn record_named(id: &Id, words: Words) -> Named {
    let pack = words.pack;
    let name = [
        pack.organisations.get(id).map(|it| &it.name),
        pack.support.get(id).map(|it| &it.name),
        pack.records.get(id).map(|it| &it.name),
        pack.agreements.get(id).map(|it| &it.name),
    ];
    let name = name.into_iter().flatten().next();
    Named { id: id.to_string(), naam: name.map_or(&**id, |it| it.get(words.language)).to_owned() }
}
