//! A question in somebody's own words: the question and what is known of the firm go in, a short advice comes out. Nothing
//! is kept. The question travels in the message, because it may hold names; the answer is the one of the page.

use std::collections::BTreeSet;

use axum::Json;
use schakel_criteria::{FactId, FactSet};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::advice::{AdviceDocument, advice_document};
use crate::api::call::{Answer, Call, DAY_KEY, LANGUAGE_KEY};
use crate::api::message::{Asked, FACTS_KEY, Message, Shared, read_day, read_facts};
use crate::problem::Mistake;

/// A question.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct QuestionRequest {
    /// The question in plain Dutch or English. The first 500 characters are read.
    #[schema(value_type = String, required = true, example = "Ik wil een robot laten lassen, wie helpt mij?")]
    vraag: Option<Value>,
    /// What is known of the firm by identifier, as `/gegevens` lists them.
    #[schema(value_type = Option<Object>, example = json!({"municipality": "GM0193", "employees": 12}))]
    gegevens: Option<Value>,
    /// Facts that must not be taken from the words of the question.
    #[schema(value_type = Option<Vec<String>>, example = json!(["municipality"]))]
    zonder: Option<Value>,
    /// The day for which to look; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    peildatum: Option<Value>,
    /// Language of the texts, `nl` or `en`. The question may be in either.
    #[schema(value_type = Option<String>)]
    taal: Option<Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    others: Map<String, Value>,
}

const QUESTION_KEY: &str = "vraag";
const WITHOUT_KEY: &str = "zonder";

impl Asked for QuestionRequest {
    const FIELDS: &'static [&'static str] = &[QUESTION_KEY, FACTS_KEY, WITHOUT_KEY, DAY_KEY, LANGUAGE_KEY];

    fn shared(&self) -> Shared<'_> {
        Shared { language: self.taal.as_ref(), others: &self.others }
    }
}

/// Ask a question in your own words.
#[utoipa::path(
    post, path = "/vragen", tag = "vragen", operation_id = "vraag",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = QuestionRequest,
    responses((status = 200, description = "What an adviser would answer", body = AdviceDocument))
)]
pub async fn ask(Message { mut call, asked: request }: Message<QuestionRequest>) -> Answer<AdviceDocument> {
    let app = call.app.clone();
    let moment = app.moment(read_day(request.peildatum.as_ref(), &mut call));
    let facts = match &request.gegevens {
        None | Some(Value::Null) => FactSet::new(),
        given => read_facts(given.as_ref(), moment.date(), &mut call),
    };
    let question = read_question(&request, &mut call);
    let without = read_without(&request, &mut call);
    call.check()?;
    let matcher = app.matcher(moment);
    let advice = matcher.advise(&app.search(&question), &facts, &without);
    Ok(Json(advice_document(app.pack(), &question, &advice, moment.date(), call.language)))
}

fn read_question(request: &QuestionRequest, call: &mut Call) -> String {
    match request.vraag.as_ref().and_then(Value::as_str).map(str::trim) {
        Some(question) if !question.is_empty() => question.to_owned(),
        _ => {
            let detail = call.say(
                "`vraag` ontbreekt; stel uw vraag in gewone woorden",
                "`vraag` is missing; ask your question in plain words",
            );
            call.mistake(Mistake::new("#/vraag", detail));
            String::new()
        }
    }
}

fn read_without(request: &QuestionRequest, call: &mut Call) -> BTreeSet<FactId> {
    let names = match &request.zonder {
        None | Some(Value::Null) => return BTreeSet::new(),
        Some(Value::Array(names)) => names.as_slice(),
        Some(_) => &[Value::Null],
    };
    let mut without = BTreeSet::new();
    for (place, name) in names.iter().enumerate() {
        match name.as_str().and_then(|name| call.pack().vocabulary.fact_named(name)) {
            Some(fact) => {
                without.insert(fact);
            }
            None => {
                let detail = call.say(
                    "`zonder` is een lijst van gegevens, zoals `/gegevens` ze noemt",
                    "`zonder` is a list of facts, as `/gegevens` names them",
                );
                call.mistake(Mistake::new(format!("#/zonder/{place}"), detail));
            }
        }
    }
    without
}
