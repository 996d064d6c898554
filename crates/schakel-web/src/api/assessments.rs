//! The match of one firm: facts go in, explained support comes out. Nothing is kept, so nothing is created: the facts
//! travel in the message, not in an address.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{OriginalUri, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, DAY_KEY, LANGUAGE_KEY};
use crate::api::message::{FACTS_KEY, check_fields, read_day, read_facts, read_language, read_message};
use crate::api::types::{MatchDocument, match_document};
use crate::state::App;

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

/// The fields of a request.
const FIELDS: [&str; 3] = [FACTS_KEY, DAY_KEY, LANGUAGE_KEY];

/// Match one firm against all support.
#[utoipa::path(
    post, path = "/toetsingen", tag = "toetsingen", operation_id = "toets",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = AssessmentRequest,
    responses((status = 200, description = "Every piece of support with its verdict, best first", body = MatchDocument))
)]
pub async fn assess(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer<MatchDocument> {
    let mut call = Call::new(&app, &uri, &[]);
    let request: AssessmentRequest = read_message(&call, &headers, body)?;
    read_language(request.taal.as_ref(), &mut call);
    check_fields(&request.others, &FIELDS, &mut call);
    let moment = app.moment(read_day(request.peildatum.as_ref(), &mut call));
    let facts = read_facts(request.gegevens.as_ref(), moment.date(), &mut call);
    call.check()?;
    let matches = app.matcher(moment).match_firm(&facts);
    Ok(Json(match_document(app.pack(), &matches, moment.date(), call.language)))
}
