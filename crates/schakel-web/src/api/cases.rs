//! Questions to a person that another door passes on: its program sends the question with a key of the organisation, and
//! can ask how it stands. The answer holds nothing of what the entrepreneur told, and no link: that is mailed to the
//! entrepreneur. Reading the message lives in `case_request`.

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schakel_casework::{CaseId, OrganisationId};
use schakel_desk::{DeskError, PassedOn, Passing};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::API_BASE;
use crate::api::call::{Answer, Call};
use crate::api::case_request::{CaseRequest, read_case};
use crate::api::door::{Door, unavailable};
use crate::api::message::Message;
use crate::api::values::Named;
use crate::case_words::CaseWords;
use crate::problem::{Named as Part, Problem};
use crate::state::App;

/// How a question stands, for the door that passed it on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseDocument {
    /// Its number.
    nummer: u64,
    /// The state in one sentence, as the entrepreneur reads it.
    stand: String,
    /// The one front door of the entrepreneur.
    loket: Named,
    /// Who takes care of it now; `null` when it is over.
    verantwoordelijk: Option<Named>,
    /// The day before which the next thing happens; `null` when it is over.
    #[schema(format = Date)]
    uiterlijk: Option<String>,
    /// The last day on which somebody has spoken with the entrepreneur.
    #[schema(format = Date)]
    beloofd_uiterlijk: String,
    /// Since when that is late; `null` when it is not.
    #[schema(format = Date)]
    te_laat_sinds: Option<String>,
    /// Whether it goes along with an earlier question of the same firm; state, organisation and day are those of that one.
    samengevoegd: bool,
    /// The number of that earlier question, when your organisation passed it on as well.
    samengevoegd_met: Option<u64>,
}

/// Pass a question on.
///
/// The same message with the same `kenmerk` is one question, however often it is sent. The entrepreneur gets a mail with a
/// link to the question, and can take the consent back there.
#[utoipa::path(
    post, path = "/zaken", tag = "zaken", operation_id = "geefVraagDoor",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = CaseRequest, security(("sleutel" = [])),
    responses(
        (status = 201, description = "The question has a front door and a date; `Location` says where its state is", body = CaseDocument),
        (status = 200, description = "It was passed on before; this is how it stands now", body = CaseDocument),
        (status = 401, description = "There is no key, or it does not work", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Another question was passed on with this `kenmerk`; nothing changed", body = Problem, content_type = "application/problem+json"))
)]
pub async fn pass_on(Door(door): Door, Message { mut call, asked }: Message<CaseRequest>) -> Result<Response, Problem> {
    let new = read_case(&asked, door, &mut call);
    call.check()?;
    let new = new.ok_or_else(|| unavailable(&call))?;
    let done = call.app.on_store(move |app| app.desk().ok_or(DeskError::NotFound)?.pass_on(new, app.now())).await;
    let (status, passed) = match done.map_err(|error| problem(&error, &call))? {
        Passing::New(passed) => (StatusCode::CREATED, passed),
        Passing::Before(passed) => (StatusCode::OK, passed),
        Passing::ReferenceTaken => {
            let detail = call.say(
                "met dit `kenmerk` gaf u al een andere vraag door; geef elke vraag een eigen kenmerk",
                "you passed another question on with this `kenmerk`; give each question a reference of its own",
            );
            return Err(call.problem(StatusCode::CONFLICT, detail));
        }
    };
    let mut response = (status, Json(document(&passed, &call))).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("{API_BASE}/zaken/{}", passed.case)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// How a question stands that your organisation passed on.
///
/// Only while the entrepreneur consents to it; each day on which you look is shown to the entrepreneur.
#[utoipa::path(
    get, path = "/zaken/{nummer}", tag = "zaken", operation_id = "toonZaak",
    params(("nummer" = u64, Path, description = "Number of the question"),
           ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    security(("sleutel" = [])),
    responses(
        (status = 200, description = "How it stands", body = CaseDocument),
        (status = 401, description = "There is no key, or it does not work", body = Problem, content_type = "application/problem+json"))
)]
pub async fn show(
    State(app): State<App>,
    Door(door): Door,
    OriginalUri(uri): OriginalUri,
    Part(number): Part<String>,
) -> Answer<CaseDocument> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let id = number.parse().map(CaseId).ok();
    let found = app.on_store(move |app| app.desk().ok_or(DeskError::NotFound)?.passed_on(id, &door, app.now())).await;
    found.map(|passed| Json(document(&passed, &call))).map_err(|error| problem(&error, &call))
}

fn document(passed: &PassedOn, call: &Call) -> CaseDocument {
    let words = CaseWords::new(call.pack(), call.language);
    let named = |id: &OrganisationId| Named { id: id.to_string(), naam: words.organisation(id) };
    CaseDocument {
        nummer: passed.case.0,
        stand: words.state(&passed.state, None).sentence,
        loket: named(&passed.front_door),
        verantwoordelijk: passed.standing.as_ref().map(|(organisation, _)| named(organisation)),
        uiterlijk: passed.standing.as_ref().map(|(_, day)| day.to_string()),
        beloofd_uiterlijk: passed.promised_by.to_string(),
        te_laat_sinds: passed.state.late_since.map(|it| it.to_string()),
        samengevoegd: passed.joined.is_some(),
        samengevoegd_met: passed.joined.and_then(|it| it.lead).map(|it| it.0),
    }
}

fn problem(error: &DeskError, call: &Call) -> Problem {
    match error {
        DeskError::NotFound | DeskError::LinkOver | DeskError::LinkNotProven => {
            let detail = call.say(
                "uw organisatie gaf geen vraag met dit nummer door, of de ondernemer trok de toestemming in",
                "your organisation passed on no question with this number, or the entrepreneur took the consent back",
            );
            call.problem(StatusCode::NOT_FOUND, detail)
        }
        DeskError::Refused(_) | DeskError::SentBefore(_) => call.problem(StatusCode::CONFLICT, error.to_string()),
        DeskError::Store(_) => unavailable(call),
    }
}
