//! Everything that is kept of an entrepreneur who signed in: as a page to read and print, as a file for programs, and the
//! wish to be forgotten.

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Code, FirmRef, PersonRef};
use schakel_criteria::Language;
use schakel_desk::{DeskError, Forgotten, PersonFile, QuestionPart};

use crate::caller::Caller;
use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit, parse_query};
use crate::pages::{missing_page, notice_page, page};
use crate::state::App;

/// Where an entrepreneur signs in.
const SIGN_IN: &str = "/inloggen";

/// The field with what the form asks.
const ACTION_FIELD: &str = "actie";

/// What it says when somebody wants to be forgotten.
const FORGET: &str = "vergeet-mij";

#[derive(Template)]
#[template(path = "own_data.html")]
struct OwnDataPage {
    frame: Frame,
    made_at: String,
    person: Vec<(String, String)>,
    firm: Vec<(String, String)>,
    questions: Vec<QuestionView>,
    mail: usize,
    journal: usize,
    file: String,
    action: String,
}

/// A question.
struct QuestionView {
    number: String,
    words: String,
    summary: String,
    consents: Vec<(String, String)>,
    seen: Vec<(String, String)>,
    posts: Vec<(String, String)>,
    documents: Vec<String>,
}

/// Shows everything, to read and to print.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    match own_file(&app, headers).await {
        Ok(Some(file)) => private(page(&view(&file, &visit))),
        Ok(None) => private(Redirect::to(&visit.link(SIGN_IN)).into_response()),
        Err(error) => refused(&error, &visit),
    }
}

/// Gives the same as a file for programs.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let file = match own_file(&app, headers).await {
        Ok(Some(file)) => file,
        Ok(None) => return private(Redirect::to(&visit.link(SIGN_IN)).into_response()),
        Err(error) => return refused(&error, &visit),
    };
    let Ok(text) = serde_json::to_string_pretty(&file) else { return failed(&visit) };
    let mut response = ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response();
    let attachment = HeaderValue::from_static("attachment; filename=\"mijn-gegevens.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, attachment);
    private(response)
}

/// Erases everything, when that is what the form asks and no question is open.
pub async fn forget(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let asked = fields.iter().any(|(name, value)| name == ACTION_FIELD && value == FORGET);
    if !asked {
        return show(State(app), Extension(language), OriginalUri(uri), headers).await;
    }
    let forgotten = app
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
        Ok(Some(Forgotten::StillOpen(cases))) => {
            let numbers: Vec<String> = cases.iter().map(ToString::to_string).collect();
            let text = texts.with("own-data-open-text", "cases", numbers.join(", ").as_str());
            private(notice_page(StatusCode::CONFLICT, &visit, &texts.get("own-data-open-title"), &text))
        }
        Err(error) => refused(&error, &visit),
    }
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
    let texts = visit.texts();
    let words = CaseWords::new(visit.pack(), visit.language);
    let line = |key: &str, value: Option<&str>| {
        let value = value.map_or_else(|| texts.get("not-known"), str::to_owned);
        (texts.get(key), value)
    };
    let person = &file.person;
    let mut firm = Vec::new();
    if let Some(it) = &file.firm {
        firm.push(line("own-data-firm-name", it.name.as_deref()));
        firm.push(line("own-data-kvk", it.kvk_number.as_deref()));
        let municipality = it.municipality.as_deref().and_then(|it| Code::new(it).ok());
        firm.push(line("own-data-municipality", municipality.map(|it| words.municipality(&it)).as_deref()));
        firm.push(line("own-data-kept-until", Some(&visit.day(it.erase_after))));
        for (fact, value) in it.facts.as_object().into_iter().flatten() {
            let name = Code::new(fact).map_or_else(|_| fact.clone(), |code| words.facts([&code]));
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            firm.push((name, value));
        }
    }
    let title = texts.get("own-data-title");
    OwnDataPage {
        frame: Frame::new(visit, &title, "/mijn-vragen/gegevens").under(visit, &[]),
        made_at: visit.day(file.made_at.date()),
        person: vec![
            line("own-data-name", person.name.as_deref()),
            line("own-data-email", person.email.as_deref()),
            line("own-data-telephone", person.telephone.as_deref()),
            line("own-data-since", Some(&visit.day(person.made_at.date()))),
        ],
        firm,
        questions: file.questions.iter().map(|it| question(it, &words, visit)).collect(),
        mail: file.mail.len(),
        journal: file.journal.len(),
        file: visit.link("/mijn-vragen/gegevens.json"),
        action: visit.link("/mijn-vragen/gegevens"),
    }
}

fn question(part: &QuestionPart, words: &CaseWords<'_>, visit: &Visit) -> QuestionView {
    let texts = visit.texts();
    let erased = || texts.get("own-data-erased");
    let by = |organisation: Option<&schakel_casework::OrganisationId>| {
        organisation.map_or_else(|| texts.get("own-data-you"), |it| words.organisation(it))
    };
    let consent = |it: &schakel_desk::ConsentPart| {
        let until = it.withdrawn_at.map(|day| visit.day(day.date()));
        let given = visit.day(it.given_at.date());
        let what = format!("{} – {}", words.purpose(it.purpose), words.seen(it.purpose, &it.facts));
        let when = until.map_or_else(
            || texts.with("own-data-consent-since", "day", given.as_str()),
            |until| {
                texts.with_all("own-data-consent-until", &[("day", given.as_str().into()), ("until", until.into())])
            },
        );
        (words.organisation(&it.receiver), format!("{what}. {when}"))
    };
    let seen = |it: &schakel_desk::SeenPart| {
        let day = visit.day(it.at.date());
        let mut what = words.seen(it.purpose, &it.facts);
        if it.summary {
            what = format!("{what}; {}", texts.get("own-data-summary-seen"));
        }
        (format!("{day}, {}", it.at.strftime("%H:%M")), format!("{}: {what}", words.organisation(&it.receiver)))
    };
    QuestionView {
        number: part.number.to_string(),
        words: part.words.clone().unwrap_or_else(erased),
        summary: part.summary.clone().unwrap_or_default(),
        consents: part.consents.iter().map(consent).collect(),
        seen: part.seen.iter().map(seen).collect(),
        posts: part
            .posts
            .iter()
            .map(|it| {
                let who = format!("{}, {}", visit.day(it.at.date()), by(it.organisation.as_ref()));
                (who, it.words.clone().unwrap_or_else(erased))
            })
            .collect(),
        documents: part.documents.iter().map(|it| it.name.clone()).collect(),
    }
}
