//! Agreements, topics, advice, steering and findings on a day.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_account::{AgreementFilter, agreement_on};
use schakel_register::AgreementState;

use crate::agreements::{
    AgreementDocument, AgreementList, FindingList, RecommendationList, SteeringDocument, TopicList, agreement_document,
    agreement_list, finding_list, recommendation_list, steering_document, topic_list,
};
use crate::api::call::{Answer, Call, DAY_KEY};
use crate::problem::{Mistake, Named as InPath};
use crate::state::App;

const PARTY_KEY: &str = "partij";
const TOPIC_KEY: &str = "onderwerp";
const STATE_KEY: &str = "stand";
const OVERDUE_KEY: &str = "teLaat";
const PROVINCE_KEY: &str = "provincie";
const OPEN_KEY: &str = "open";

/// What parties agreed to do, as at a day.
#[utoipa::path(
    get, path = "/afspraken", tag = "afspraken", operation_id = "afspraken",
    params(
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("partij" = Option<String>, Query, description = "Identifier of an organisation: its own, and those of a group of which it is a member"),
        ("onderwerp" = Option<String>, Query, description = "Identifier of a topic"),
        ("stand" = Option<String>, Query, description = "`done`, `running`, `committed`, `soft`, `provisional`, `proposed` or `open`"),
        ("teLaat" = Option<String>, Query, description = "`ja`: only those whose term has passed"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The agreements", body = AgreementList))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<AgreementList> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY, PARTY_KEY, TOPIC_KEY, STATE_KEY, OVERDUE_KEY]);
    let day = call.moment().date();
    let state = state(&mut call);
    call.check()?;
    let words = call.words();
    let filter = AgreementFilter {
        party: call.value(PARTY_KEY),
        topic: call.value(TOPIC_KEY),
        state,
        overdue: call.value(OVERDUE_KEY) == Some("ja"),
    };
    Ok(Json(agreement_list(words.pack, day, &filter, words.language)))
}

fn state(call: &mut Call) -> Option<AgreementState> {
    let name = call.value(STATE_KEY)?.to_owned();
    let found = AgreementState::named(&name);
    if found.is_none() {
        let known = AgreementState::ALL.map(|(name, _)| name).join(", ");
        let detail = call.say(
            format!("deze stand bestaat niet; kies uit {known}"),
            format!("this state does not exist; choose from {known}"),
        );
        call.mistake(Mistake::new(STATE_KEY, detail));
    }
    found
}

/// One agreement as at a day.
#[utoipa::path(
    get, path = "/afspraken/{id}", tag = "afspraken", operation_id = "afspraak",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The agreement", body = AgreementDocument))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<AgreementDocument> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY]);
    let day = call.moment().date();
    call.check()?;
    let words = call.words();
    let found = words.pack.agreements.get(id.as_str()).and_then(|it| agreement_on(it, day));
    found.map(|it| Json(agreement_document(&it, None, words))).ok_or_else(|| {
        let known = words.pack.agreements.values().map(|it| (&*it.id, it.name.nl.as_str()));
        call.missing(["de afspraak", "the agreement"], &id, known)
    })
}

/// The topics of the agenda.
#[utoipa::path(
    get, path = "/onderwerpen", tag = "afspraken", operation_id = "onderwerpen",
    params(
        ("provincie" = Option<String>, Query, description = "Code of a province: only the topics that hold there"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The topics", body = TopicList))
)]
pub async fn topics(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<TopicList> {
    let mut call = Call::new(&app, &uri, &[PROVINCE_KEY]);
    call.check()?;
    let words = call.words();
    Ok(Json(topic_list(words.pack, call.value(PROVINCE_KEY), words.language)))
}

/// Advice with the answers to it.
#[utoipa::path(
    get, path = "/aanbevelingen", tag = "afspraken", operation_id = "aanbevelingen",
    params(
        ("open" = Option<String>, Query, description = "`ja`: only those that are not wholly answered"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The recommendations", body = RecommendationList))
)]
pub async fn recommendations(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<RecommendationList> {
    let mut call = Call::new(&app, &uri, &[OPEN_KEY]);
    call.check()?;
    let words = call.words();
    Ok(Json(recommendation_list(words.pack, call.value(OPEN_KEY).is_some(), words.language)))
}

/// How the agenda is steered: tables, meetings, plans of the landsdelen, functions.
#[utoipa::path(
    get, path = "/sturing", tag = "afspraken", operation_id = "sturing",
    params(
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The steering", body = SteeringDocument))
)]
pub async fn steering(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<SteeringDocument> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY]);
    let day = call.moment().date();
    call.check()?;
    let words = call.words();
    Ok(Json(steering_document(words.pack, day, &[], words.language)))
}

/// What is wrong in the system of support itself.
#[utoipa::path(
    get, path = "/bevindingen", tag = "afspraken", operation_id = "bevindingen",
    params(
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The findings", body = FindingList))
)]
pub async fn findings(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<FindingList> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY]);
    let day = call.moment().date();
    call.check()?;
    let words = call.words();
    Ok(Json(finding_list(words.pack, day, &[], words.language)))
}
