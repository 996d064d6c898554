//! The route of one firm: facts and choices go in, steps come out. Nothing is kept here; saving a route is for people, on
//! the page.

use std::collections::BTreeSet;

use axum::Json;
use schakel_guide::RoadmapRequest;
use schakel_register::Id;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, DAY_KEY, LANGUAGE_KEY};
use crate::api::message::{Asked, Message, Shared, read_day, read_facts};
use crate::problem::Mistake;
use crate::roadmap::{RoadmapDocument, roadmap_document};
use crate::selection::near_name;

/// What is known of a firm, and what it wants.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct RoadmapCall {
    /// The facts by identifier, as `/gegevens` lists them; `null` and left out mean: not known.
    #[schema(value_type = Object, required = true)]
    #[schema(example = json!({"municipality": "GM0193", "plan": ["feasibility"], "knows_how": false}))]
    gegevens: Option<Value>,
    /// Identifiers of the support that the firm wants; what fits best when left out.
    #[schema(value_type = Option<Vec<String>>)]
    doelen: Option<Value>,
    /// Identifiers of the support that the firm does not want.
    #[schema(value_type = Option<Vec<String>>)]
    zonder: Option<Value>,
    /// Identifiers of the conditions that were ready at an earlier check, to see what was won since.
    #[schema(value_type = Option<Vec<String>>)]
    klaar: Option<Value>,
    /// The day from which the route counts; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    peildatum: Option<Value>,
    /// `nl` or `en`.
    #[schema(value_type = Option<String>)]
    taal: Option<Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    others: Map<String, Value>,
}

impl Asked for RoadmapCall {
    const FIELDS: &'static [&'static str] = &["gegevens", "doelen", "zonder", "klaar", DAY_KEY, LANGUAGE_KEY];

    fn shared(&self) -> Shared<'_> {
        Shared { language: self.taal.as_ref(), others: &self.others }
    }
}

/// Make the route of one firm.
#[utoipa::path(
    post, path = "/routekaarten", tag = "routekaarten", operation_id = "routekaart",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = RoadmapCall,
    responses((status = 200, description = "The steps in order, with days, contacts, documents and reasons", body = RoadmapDocument))
)]
pub async fn make(Message { mut call, asked: request }: Message<RoadmapCall>) -> Answer<RoadmapDocument> {
    let app = call.app.clone();
    let moment = app.moment(read_day(request.peildatum.as_ref(), &mut call));
    let facts = read_facts(request.gegevens.as_ref(), moment.date(), &mut call);
    let goals = read_support("doelen", request.doelen.as_ref(), &mut call);
    let skipped = read_support("zonder", request.zonder.as_ref(), &mut call);
    let earlier = read_texts("klaar", request.klaar.as_ref(), &mut call);
    call.check()?;
    let matcher = app.matcher(moment);
    let roadmap = matcher.roadmap(RoadmapRequest { facts: &facts, goals: &goals, skipped: &skipped });
    let earlier: Option<BTreeSet<String>> = earlier.map(|texts| texts.into_iter().collect());
    Ok(Json(roadmap_document(&roadmap, earlier.as_ref(), app.pack(), call.language)))
}

/// Identifiers of support that must exist.
fn read_support(field: &str, value: Option<&Value>, call: &mut Call) -> Vec<Id> {
    let pack = call.pack();
    let mut ids = Vec::new();
    for (place, text) in read_texts(field, value, call).unwrap_or_default().into_iter().enumerate() {
        if let Some(support) = pack.support.get(text.as_str()) {
            ids.push(Id::clone(&support.id));
            continue;
        }
        let known = pack.support.values().map(|it| (&*it.id, it.name.nl.as_str()));
        let near = near_name(&text, known)
            .map(|near| call.say(format!("; bedoelde u `{near}`?"), format!("; did you mean `{near}`?")));
        let near = near.unwrap_or_default();
        let detail =
            call.say(format!("er is geen steun `{text}`{near}"), format!("there is no support `{text}`{near}"));
        call.mistake(Mistake::new(format!("#/{field}/{place}"), detail));
    }
    ids
}

/// A list of texts; nothing when it is not there.
fn read_texts(field: &str, value: Option<&Value>, call: &mut Call) -> Option<Vec<String>> {
    let value = value.filter(|value| !value.is_null())?;
    let texts = value
        .as_array()
        .and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>());
    if texts.is_none() {
        let detail =
            call.say(format!("`{field}` is geen lijst van teksten"), format!("`{field}` is not a list of texts"));
        call.mistake(Mistake::new(format!("#/{field}"), detail));
    }
    texts
}
