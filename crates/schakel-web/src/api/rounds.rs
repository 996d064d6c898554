//! The rounds of the pack with their state on a day. One round in full is in `round`.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::Round;
use schakel_schemes::{PublicMoney, RoundOnDay, RoundSetup, round_on};
use schakel_time::DateTime;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, DAY_KEY, PAGE_KEY, PageLinks, SIZE_KEY};
use crate::api::instruments::{SelfLink, self_link};
use crate::api::values::{Named, QualifiedArea, State, Words, json_number};
use crate::problem::Mistake;
use crate::state::App;

const STATUS_KEY: &str = "status";
const INSTRUMENT_KEY: &str = "instrument";

/// The states that a round can have.
const STATUSES: [&str; 5] = ["open", "planned", "exhausted", "closed", "unknown"];

/// A page of rounds.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoundList {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// How many there are on all pages together.
    pub totaal: usize,
    /// Page, from 1.
    pub pagina: usize,
    /// How many on a page.
    pub aantal: usize,
    /// The rounds on this page.
    pub rondes: Vec<RoundSummary>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

/// A round in a few lines.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoundSummary {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// What it is.
    pub samenvatting: String,
    /// The instruments that are opened.
    pub instrumenten: Vec<Named>,
    /// The organisation that decides; `null`: not known.
    pub uitvoerder: Option<Named>,
    /// Where.
    pub gebieden: Vec<QualifiedArea>,
    /// What it is for, when that is only part of the instrument.
    pub activiteiten: Vec<Named>,
    /// Whether one can apply.
    pub status: State,
    /// The public money behind it.
    pub geld: RoundMoney,
    /// How the money is divided; `null`: not known.
    pub verdeling: Option<Named>,
    /// Whether one can apply through this portal: only when nothing is missing.
    pub uitvoerbaar: bool,
    /// What no source says.
    pub ontbreekt: Vec<&'static str>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// Public money, apart by how certain it is, euros. Ceilings are in the round itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundMoney {
    /// What is certain.
    #[schema(value_type = Option<f64>)]
    pub vast: Option<serde_json::Number>,
    /// What is promised "in beginsel" (in principle).
    #[schema(value_type = Option<f64>)]
    pub voorlopig: Option<serde_json::Number>,
    /// Amounts that a source gives only roughly.
    #[schema(value_type = Option<f64>)]
    pub ongeveer: Option<serde_json::Number>,
    /// Everything together; `null`: an amount has no number, or no source names who pays.
    #[schema(value_type = Option<f64>)]
    pub samen: Option<serde_json::Number>,
}

/// The rounds of schemes with their state on a day.
#[utoipa::path(
    get, path = "/rondes", tag = "rondes", operation_id = "rondes",
    params(
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("status" = Option<String>, Query, description = "`open`, `planned`, `exhausted`, `closed` or `unknown`"),
        ("instrument" = Option<String>, Query, description = "Identifier of an instrument: only its rounds"),
        ("pagina" = Option<usize>, Query, description = "Page, from 1"),
        ("aantal" = Option<usize>, Query, description = "How many on a page, at most 500"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "A page of rounds", body = RoundList))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<RoundList> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY, STATUS_KEY, INSTRUMENT_KEY, PAGE_KEY, SIZE_KEY]);
    let moment = call.moment();
    let status = status(&mut call);
    let slice = call.slice();
    call.check()?;
    let words = call.words();
    let instrument = call.value(INSTRUMENT_KEY);
    let opens = |round: &&Round| instrument.is_none_or(|id| round.instruments.iter().any(|it| **it == *id));
    let rounds = call.pack().rounds.values().filter(opens).map(|round| summary(round, moment, words));
    let found: Vec<RoundSummary> =
        rounds.filter(|it| status.as_ref().is_none_or(|status| it.status.state == status)).collect();
    Ok(Json(RoundList {
        peildatum: moment.date().to_string(),
        totaal: found.len(),
        pagina: slice.page,
        aantal: slice.size,
        links: call.page_links(slice, found.len()),
        rondes: slice.of(found),
    }))
}

fn status(call: &mut Call) -> Option<String> {
    let status = call.value(STATUS_KEY)?.to_owned();
    if !STATUSES.contains(&status.as_str()) {
        let known = STATUSES.join(", ");
        let detail = call.say(
            format!("deze status bestaat niet; kies uit: {known}"),
            format!("this status does not exist; choose from: {known}"),
        );
        call.mistake(Mistake::new(STATUS_KEY, detail));
    }
    Some(status)
}

/// A round in a few lines.
pub fn summary(round: &Round, moment: DateTime, words: Words) -> RoundSummary {
    let shown = round_on(round, moment, None, words.pack);
    let instrument = |id: &schakel_register::Id| {
        let name = words.pack.support.get(id).map_or(&**id, |it| it.name.get(words.language));
        Named { id: id.to_string(), naam: name.to_owned() }
    };
    let missing = missing(&shown, words);
    RoundSummary {
        id: round.id.to_string(),
        naam: round.name.get(words.language).to_owned(),
        samenvatting: round.summary.get(words.language).to_owned(),
        instrumenten: round.instruments.iter().map(instrument).collect(),
        uitvoerder: round.executor.as_ref().map(|id| words.organisation(id)),
        gebieden: words.areas(&round.areas),
        activiteiten: words.codes("activities", &round.activities),
        status: State::new(&shown.openness),
        geld: money(&shown),
        verdeling: procedure(&shown, words),
        uitvoerbaar: missing.is_empty(),
        ontbreekt: missing,
        links: self_link(&format!("/rondes/{}", round.id)),
    }
}

fn money(shown: &RoundOnDay<'_>) -> RoundMoney {
    let pots = shown.version.map(|version| version.pots.as_slice()).unwrap_or_default();
    let money = PublicMoney::of(pots);
    let euros = |amount: schakel_register::Cents| json_number(amount.euros());
    let known = |amount| if pots.is_empty() { None } else { euros(amount) };
    RoundMoney {
        vast: known(money.firm),
        voorlopig: known(money.provisional),
        ongeveer: known(money.rough),
        samen: money.together().and_then(known),
    }
}

fn procedure(shown: &RoundOnDay<'_>, words: Words) -> Option<Named> {
    let procedure = shown.version?.procedure.as_ref()?;
    Some(words.code("procedures", procedure.value.name()))
}

/// What no source says; a round without rules on any day lacks all.
fn missing(shown: &RoundOnDay<'_>, words: Words) -> Vec<&'static str> {
    let gaps = shown.version.and_then(|version| RoundSetup::new(shown.round, version).err()).unwrap_or_default();
    gaps.into_iter().map(|gap| gap.words(words.language)).collect()
}
