//! Reading a message to the API: JSON, its language, its fields, its day and the facts of a firm, with all mistakes at once. What a message asks for lives with its address.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::{StatusCode, header};
use schakel_criteria::{FactSet, Language};
use schakel_register::facts_from_json;
use schakel_time::{Date, parse_date};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::api::BODY_BYTES_MAX;
use crate::api::call::Call;
use crate::problem::{Mistake, Problem};
use crate::selection::near_name;
use crate::state::App;

/// The facts of the firm.
pub const FACTS_KEY: &str = "gegevens";

/// What a message asks, as JSON. Its fields are read one by one afterwards, so that all mistakes are reported at once.
pub trait Asked: DeserializeOwned {
    /// The fields that it knows.
    const FIELDS: &'static [&'static str];

    /// What every message has.
    fn shared(&self) -> Shared<'_>;
}

/// What every message has besides what it asks.
pub struct Shared<'a> {
    /// The language of the answer, when the message gives one.
    pub language: Option<&'a Value>,
    /// The fields that it does not know.
    pub others: &'a Map<String, Value>,
}

/// A message to the API that arrived whole: it is JSON with an object of this kind. What is wrong with it so far is noted
/// in the call.
pub struct Message<T> {
    /// The request, in the language of the message.
    pub call: Call,
    /// What it asks.
    pub asked: T,
}

impl<T: Asked> FromRequest<App> for Message<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Ok(OriginalUri(uri)) = OriginalUri::from_request_parts(&mut parts, app).await;
        let mut call = Call::new(app, &uri, &[]);
        let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if !is_json(media_type) {
            let detail = call.say(
                "stuur JSON, met de kop `Content-Type: application/json`",
                "send JSON, with the header `Content-Type: application/json`",
            );
            return Err(call.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let body = Bytes::from_request(Request::from_parts(parts, body), app).await;
        let body = body.map_err(|rejection| unreadable(&call, rejection.status()))?;
        let asked: T = serde_json::from_slice(&body).map_err(|error| no_object(&call, &error))?;
        let Shared { language, others } = asked.shared();
        read_language(language, &mut call);
        check_fields(others, T::FIELDS, &mut call);
        Ok(Message { call, asked })
    }
}

/// Notes every field that a message does not have.
fn check_fields(others: &Map<String, Value>, known: &[&'static str], call: &mut Call) {
    for field in others.keys() {
        let detail = match near_name(field, known.iter().map(|it| (*it, *it))) {
            Some(near) => call.say(
                format!("het veld `{field}` bestaat niet; bedoelde u `{near}`?"),
                format!("the field `{field}` does not exist; did you mean `{near}`?"),
            ),
            None => call.say(
                format!("het veld `{field}` bestaat niet; wel: {}", known.join(", ")),
                format!("the field `{field}` does not exist; these do: {}", known.join(", ")),
            ),
        };
        call.mistake(Mistake::new(format!("#/{field}"), detail));
    }
}

/// Takes the language of the answer from a message, when it gives one.
fn read_language(given: Option<&Value>, call: &mut Call) {
    match given {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) if text == "nl" => call.language = Language::Dutch,
        Some(Value::String(text)) if text == "en" => call.language = Language::English,
        Some(_) => {
            call.mistake(Mistake::new("#/taal", call.say("`taal` is `nl` of `en`", "`taal` is `nl` or `en`")));
        }
    }
}

/// The day for which to look, when a message gives one.
pub fn read_day(given: Option<&Value>, call: &mut Call) -> Option<Date> {
    let value = given.filter(|value| !value.is_null())?;
    let day = value.as_str().and_then(|text| parse_date(text).ok());
    if day.is_none() {
        let detail = call.say(
            "`peildatum` is geen dag; schrijf een dag als \"2017-06-01\"",
            "`peildatum` is not a day; write a day as \"2017-06-01\"",
        );
        call.mistake(Mistake::new("#/peildatum", detail));
    }
    day
}

/// The facts of the firm, which a message must give.
pub fn read_facts(given: Option<&Value>, as_of: Date, call: &mut Call) -> FactSet {
    let Some(given) = given else {
        let detail = call.say(
            "`gegevens` ontbreekt; weet u nog niets, geef dan een leeg object",
            "`gegevens` is missing; if you know nothing yet, give an empty object",
        );
        call.mistake(Mistake::new("#/gegevens", detail));
        return FactSet::new();
    };
    facts_from_json(given, call.pack(), as_of).unwrap_or_else(|errors| {
        for error in errors {
            let place =
                if error.fact.is_empty() { "#/gegevens".to_owned() } else { format!("#/gegevens/{}", error.fact) };
            call.mistake(Mistake::new(place, error.message(call.language)));
        }
        FactSet::new()
    })
}

fn no_object(call: &Call, error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let detail = call.say(
        format!("het bericht is geen JSON-object zoals `openapi.json` het beschrijft (regel {line}, teken {column})"),
        format!("the message is not a JSON object as `openapi.json` describes it (line {line}, character {column})"),
    );
    Problem::invalid(call.path(), call.language, vec![Mistake::new("#/", detail)])
}

fn unreadable(call: &Call, status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        let detail = call.say(
            format!("een bericht heeft hooguit {BODY_BYTES_MAX} bytes"),
            format!("a message has at most {BODY_BYTES_MAX} bytes"),
        );
        return call.problem(status, detail);
    }
    call.problem(
        StatusCode::BAD_REQUEST,
        call.say("het bericht kwam niet heel over", "the message did not arrive whole"),
    )
}

/// `application/json`, with or without parameters, or a media type built on it.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}
