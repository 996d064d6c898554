//! Everything that is kept of an entrepreneur who signed in: as a page to read, as a document to print, as a file for
//! programs, and the wish to be forgotten. Its words are in `words.rs`.

mod document;
mod words;

use askama::Template;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{FirmRef, PersonRef};
use schakel_desk::{DeskError, Forgotten, PersonFile};

use crate::caller::Caller;
use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit, parse_query};
use crate::pages::{missing_page, notice_page, page};
use crate::state::App;

pub use document::own_data_document;
use words::OwnData;

/// The page, and the same as a document and as a file for programs.
const OWN_DATA: &str = "/mijn-vragen/gegevens";
const OWN_DATA_DOCUMENT: &str = "/mijn-vragen/gegevens.pdf";
const OWN_DATA_FILE: &str = "/mijn-vragen/gegevens.json";

/// Where an entrepreneur signs in.
const SIGN_IN: &str = "/inloggen";

/// The field with what the form asks.
const ACTION_FIELD: &str = "actie";

/// What it says when somebody wants to be forgotten.
const FORGET: &str = "vergeet-mij";

/// The kinds of file: media type, and how a browser keeps it.
const PDF: [&str; 2] = ["application/pdf", "attachment; filename=\"mijn-gegevens.pdf\""];
const JSON: [&str; 2] = ["application/json; charset=utf-8", "attachment; filename=\"mijn-gegevens.json\""];

#[derive(Template)]
#[template(path = "own_data.html")]
struct OwnDataPage {
    frame: Frame,
    data: OwnData,
    document: String,
    file: String,
    action: String,
}

/// Shows everything, to read and to print.
pub async fn show(visit: Visit, headers: HeaderMap) -> Response {
    match own_file(&visit.app, headers).await {
        Ok(Some(file)) => private(page(&view(&file, &visit))),
        Ok(None) => private(Redirect::to(&visit.link(SIGN_IN)).into_response()),
        Err(error) => refused(&error, &visit),
    }
}

/// Gives the same as a document to keep or print.
pub async fn document(visit: Visit, headers: HeaderMap) -> Response {
    let to_pdf = |file: &PersonFile| own_data_document(file, visit.pack(), visit.language).to_pdf().ok();
    download(own_file(&visit.app, headers).await, to_pdf, PDF, &visit)
}

/// Gives the same as a file for programs.
pub async fn file(visit: Visit, headers: HeaderMap) -> Response {
    let to_json = |file: &PersonFile| serde_json::to_vec_pretty(file).ok();
    download(own_file(&visit.app, headers).await, to_json, JSON, &visit)
}

/// A file to keep, made of what was found.
fn download(
    found: Result<Option<PersonFile>, DeskError>,
    made: impl Fn(&PersonFile) -> Option<Vec<u8>>,
    kind: [&'static str; 2],
    visit: &Visit,
) -> Response {
    let file = match found {
        Ok(Some(file)) => file,
        Ok(None) => return private(Redirect::to(&visit.link(SIGN_IN)).into_response()),
        Err(error) => return refused(&error, visit),
    };
    let Some(bytes) = made(&file) else { return failed(visit) };
    let [media_type, disposition] = kind;
    private(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

/// Erases everything, when that is what the form asks and no question is open.
pub async fn forget(visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let asked = fields.iter().any(|(name, value)| name == ACTION_FIELD && value == FORGET);
    if !asked {
        return show(visit, headers).await;
    }
    let forgotten = visit
        .app
        .on_store(move |app| {
            let Some((_, firm)) = entrepreneur(app, &headers)? else { return Ok(None) };
            let desk = app.desk().ok_or(DeskError::NotFound)?;
            desk.forget_firm(firm, app.now()).map(Some)
        })
        .await;
    let texts = visit.texts();
    match forgotten {
        Ok(None) => private(Redirect::to(&visit.link(SIGN_IN)).into_response()),
        Ok(Some(Forgotten::Erased(_))) => {
            let (title, text) = (texts.get("own-data-forgotten-title"), texts.get("own-data-forgotten-text"));
            private(notice_page(StatusCode::OK, &visit, &title, &text))
        }
        Ok(Some(Forgotten::ErasedBut(_, kept))) => {
            let text = texts.with("own-data-kept-text", "applications", &joined(&kept));
            private(notice_page(StatusCode::OK, &visit, &texts.get("own-data-kept-title"), &text))
        }
        Ok(Some(Forgotten::ApplicationsOpen(open))) => {
            let text = texts.with("own-data-applications-text", "applications", &joined(&open));
            private(notice_page(StatusCode::CONFLICT, &visit, &texts.get("own-data-applications-title"), &text))
        }
        Ok(Some(Forgotten::StillOpen(cases))) => {
            let text = texts.with("own-data-open-text", "cases", &joined(&cases));
            private(notice_page(StatusCode::CONFLICT, &visit, &texts.get("own-data-open-title"), &text))
        }
        Err(error) => refused(&error, &visit),
    }
}

fn joined(numbers: &[impl ToString]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

async fn own_file(app: &App, headers: HeaderMap) -> Result<Option<PersonFile>, DeskError> {
    app.on_store(move |app| {
        let Some((person, _)) = entrepreneur(app, &headers)? else { return Ok(None) };
        let desk = app.desk().ok_or(DeskError::NotFound)?;
        desk.person_file(person, app.now()).map(Some)
    })
    .await
}

fn entrepreneur(app: &App, headers: &HeaderMap) -> Result<Option<(PersonRef, FirmRef)>, DeskError> {
    match Caller::read(app, headers)? {
        Caller::Entrepreneur { account, firm } => Ok(Some((account.id, firm))),
        Caller::Staff(_) => Err(DeskError::NotFound),
        Caller::Nobody => Ok(None),
    }
}

fn refused(error: &DeskError, visit: &Visit) -> Response {
    match error {
        DeskError::NotFound => private(missing_page(visit)),
        _ => failed(visit),
    }
}

fn failed(visit: &Visit) -> Response {
    let texts = visit.texts();
    let (title, text) = (texts.get("own-data-failed-title"), texts.get("own-data-failed-text"));
    private(notice_page(StatusCode::SERVICE_UNAVAILABLE, visit, &title, &text))
}

fn view(file: &PersonFile, visit: &Visit) -> OwnDataPage {
    let data = OwnData::new(file, &CaseWords::new(visit.pack(), visit.language));
    OwnDataPage {
        frame: Frame::new(visit, &data.title, OWN_DATA).under(visit, &[]),
        data,
        document: visit.link(OWN_DATA_DOCUMENT),
        file: visit.link(OWN_DATA_FILE),
        action: visit.link(OWN_DATA),
    }
}
