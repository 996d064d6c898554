//! Reading a message to the API that carries facts of a firm: JSON, its language, its day and its facts, with all mistakes
//! at once. What a message asks for lives with its address.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use schakel_criteria::{FactSet, Language};
use schakel_register::facts_from_json;
use schakel_time::{Date, parse_date};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::api::BODY_BYTES_MAX;
use crate::api::call::Call;
use crate::problem::{Mistake, Problem};
use crate::selection::near_name;

/// The facts of the firm.
pub const FACTS_KEY: &str = "gegevens";

/// Reads a message.
///
/// # Errors
/// When it is not JSON, did not arrive whole, or is no object of this kind.
pub fn read_message<T: DeserializeOwned>(
    call: &Call,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<T, Problem> {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !is_json(media_type) {
        let detail = call.say(
            "stuur JSON, met de kop `Content-Type: application/json`",
            "send JSON, with the header `Content-Type: application/json`",
        );
        return Err(call.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let body = body.map_err(|rejection| unreadable(call, rejection.status()))?;
    serde_json::from_slice(&body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let detail = call.say(
            format!("het bericht is geen JSON-object met `gegevens` (regel {line}, teken {column})"),
            format!("the message is not a JSON object with `gegevens` (line {line}, character {column})"),
        );
        Problem::invalid(call.path(), call.language, vec![Mistake::new("#/", detail)])
    })
}

/// Notes every field that a message does not have.
pub fn check_fields(others: &Map<String, Value>, known: &[&'static str], call: &mut Call) {
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
pub fn read_language(given: Option<&Value>, call: &mut Call) {
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
