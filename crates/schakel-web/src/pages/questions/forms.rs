//! What the pages about a question share: reading a form that was sent, and saying what went wrong.

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use schakel_criteria::Language;
use schakel_desk::{Desk, DeskError};
use schakel_identity::Token;

use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::{Visit, parse_query};
use crate::pages::parts::ChoiceView;
use crate::pages::questions::documents::UPLOAD_BYTES_MAX;
use crate::pages::{missing_page, notice_page};
use crate::state::App;

/// The largest form, bytes: a question or message of the longest length, each character written as three signs of three,
/// with every fact of a firm beside it.
const FORM_BYTES_MAX: usize = 128 * 1024;

/// The longest question, message or summary, characters: two sheets of paper.
pub const WORDS_CHARACTERS_MAX: usize = 5_000;

/// The media type of a form without files.
const FORM_MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The field with what to do.
pub const ACTION_FIELD: &str = "actie";

/// The field with the key that makes sending a form twice do it once.
pub const KEY_FIELD: &str = "sleutel";

/// Pages whose forms may be as large as a form of ours can be.
pub fn open_to_forms(routes: Router<App>) -> Router<App> {
    routes.layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

/// Pages whose forms may hold a document.
pub fn open_to_documents(routes: Router<App>) -> Router<App> {
    routes.layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
}

/// A visit with the fields of the form that it sent.
///
/// # Errors
/// The page that says what is wrong, when it is too large, no form, or not written in UTF-8.
#[expect(clippy::result_large_err, reason = "the error is the answer itself, made once for a request")]
pub fn sent(
    app: &App,
    language: Language,
    uri: &Uri,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Visit, Response> {
    let mut visit = Visit::new(app, language, uri);
    let refuse = |status, title, text| {
        let texts = visit.texts();
        Err(private(notice_page(status, &visit, &texts.get(title), &texts.get(text))))
    };
    let Ok(body) = body else {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "case-form-title", "case-form-too-large");
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    if !kind.trim().to_ascii_lowercase().starts_with(FORM_MEDIA_TYPE) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "case-form-title", "case-form-unreadable");
    }
    let fields = parse_query(&String::from_utf8_lossy(&body));
    // A sign that stands in the place of bytes that were no text; NUL is in no text either.
    let is_broken = |text: &String| text.contains(['\u{fffd}', '\0']);
    if fields.iter().any(|(name, value)| is_broken(name) || is_broken(value)) {
        return refuse(StatusCode::BAD_REQUEST, "case-form-title", "case-form-unreadable");
    }
    visit.take_fields(fields);
    Ok(visit)
}

/// The counter, or the page that says that this portal takes no questions.
#[expect(clippy::result_large_err, reason = "the error is the answer itself, made once for a request")]
pub fn desk(visit: &Visit) -> Result<&Desk, Response> {
    visit.app.desk().ok_or_else(|| {
        let texts = visit.texts();
        notice_page(StatusCode::NOT_FOUND, visit, &texts.get("help-closed-title"), &texts.get("help-closed-text"))
    })
}

/// The page that says why something was not done.
pub fn not_done(error: &DeskError, visit: &Visit) -> Response {
    let texts = visit.texts();
    let (status, title, text) = match error {
        DeskError::NotFound => return private(missing_page(visit)),
        DeskError::Refused(refusal) => {
            let words = CaseWords::new(visit.pack(), visit.language).refusal(refusal);
            (StatusCode::CONFLICT, texts.get("case-refused-title"), words)
        }
        DeskError::LinkOver => {
            (StatusCode::GONE, texts.get("referral-over-title"), texts.get("referral-over-text"))
        }
        DeskError::SentBefore(_) => (StatusCode::CONFLICT, texts.get("case-sent-title"), texts.get("case-sent-text")),
        DeskError::Store(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, texts.get("case-failed-title"), texts.get("case-failed-text"))
        }
    };
    private(notice_page(status, visit, &title, &text))
}

/// Draws a secret that nobody can guess.
pub fn draw() -> Result<Token, getrandom::Error> {
    let mut bytes = [0; schakel_identity::TOKEN_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(Token::from_bytes(bytes))
}

/// The key for a new form; empty when the machine has no randomness, and a form without a key is not recognised.
pub fn new_key() -> String {
    draw().map(Token::to_text).unwrap_or_default()
}

/// What the store keeps in the place of the key of a form: whoever reads the store cannot send the form.
pub fn kept_key(visit: &Visit) -> Option<String> {
    let key = Token::parse(visit.field(KEY_FIELD)?)?;
    Some(hexadecimal(&key.digest()))
}

/// Bytes as text.
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A choice by code and words.
pub fn choice(id: &str, name: String, chosen: &str) -> ChoiceView {
    ChoiceView { id: id.to_owned(), chosen: id == chosen, name, number: String::new() }
}
