//! The match of one firm: facts go in, explained support comes out. Nothing is kept, so nothing is created: the facts
//! travel in the message, not in an address.

use axum::Json;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::call::{Answer, DAY_KEY, LANGUAGE_KEY};
use crate::api::message::{Asked, FACTS_KEY, Message, Shared, read_day, read_facts};
use crate::api::types::{MatchDocument, match_document};

/// What is known of a firm and its plan.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct AssessmentRequest {
    /// The facts by identifier, as `/gegevens` lists them; `null` and left out mean: not known.
    #[schema(value_type = Object, required = true)]
    #[schema(example = json!({"municipality": "GM0193", "employees": 12, "plan": ["feasibility"]}))]
    gegevens: Option<Value>,
    /// The day for which to look; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    peildatum: Option<Value>,
    /// `nl` or `en`.
    #[schema(value_type = Option<String>)]
    taal: Option<Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    others: Map<String, Value>,
}

impl Asked for AssessmentRequest {
    const FIELDS: &'static [&'static str] = &[FACTS_KEY, DAY_KEY, LANGUAGE_KEY];

    fn shared(&self) -> Shared<'_> {
        Shared { language: self.taal.as_ref(), others: &self.others }
    }
}

/// Match one firm against all support.
#[utoipa::path(
    post, path = "/toetsingen", tag = "toetsingen", operation_id = "toets",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = AssessmentRequest,
    responses((status = 200, description = "Every piece of support with its verdict, best first", body = MatchDocument))
)]
pub async fn assess(Message { mut call, asked: request }: Message<AssessmentRequest>) -> Answer<MatchDocument> {
    let app = call.app.clone();
    let moment = app.moment(read_day(request.peildatum.as_ref(), &mut call));
    let facts = read_facts(request.gegevens.as_ref(), moment.date(), &mut call);
    call.check()?;
    let matches = app.matcher(moment).match_firm(&facts);
    Ok(Json(match_document(app.pack(), &matches, moment.date(), call.language)))
}
