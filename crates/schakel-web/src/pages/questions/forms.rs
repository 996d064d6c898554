//! What the pages about a question share: reading a form that was sent, and saying what went wrong.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::Response;
use schakel_desk::{Desk, DeskError};
use schakel_identity::Token;

use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::parts::ChoiceView;
use crate::pages::questions::documents::UPLOAD_BYTES_MAX;
use crate::pages::{missing_page, notice_page};
use crate::secret::draw_token;
use crate::state::App;

/// The longest question, message or summary, characters: two sheets of paper.
pub const WORDS_CHARACTERS_MAX: usize = 5_000;

/// The field with what to do.
pub const ACTION_FIELD: &str = "actie";

/// The field with the key that makes sending a form twice do it once.
pub const KEY_FIELD: &str = "sleutel";

/// Pages whose forms may hold a document.
pub fn open_to_documents(routes: Router<App>) -> Router<App> {
    routes.layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
}

/// The counter, or the page that says that this portal takes no questions.
#[expect(clippy::result_large_err, reason = "the error is the answer itself, made once for a request")]
pub fn desk(visit: &Visit) -> Result<&Desk, Response> {
    visit.app.desk().ok_or_else(|| {
        let texts = visit.texts();
        notice_page(StatusCode::NOT_FOUND, visit, &texts.get("help-closed-title"), &texts.get("help-closed-text"))
    })
}

/// The same visit without what was typed: a page about a question repeats none of it in an address.
pub fn without_fields(visit: &Visit) -> Visit {
    visit.with_query(Vec::new())
}

/// The page that says why something was not done.
pub fn not_done(error: &DeskError, visit: &Visit) -> Response {
    let texts = visit.texts();
    let (status, title, text) = match error {
        DeskError::NotFound => return private(missing_page(&without_fields(visit))),
        DeskError::Refused(refusal) => {
            let words = CaseWords::new(visit.pack(), visit.language).refusal(refusal);
            (StatusCode::CONFLICT, texts.get("case-refused-title"), words)
        }
        DeskError::LinkOver => (StatusCode::GONE, texts.get("referral-over-title"), texts.get("referral-over-text")),
        DeskError::LinkNotProven => {
            (StatusCode::FORBIDDEN, texts.get("own-unproven-title"), texts.get("own-unproven-text"))
        }
        DeskError::SentBefore(_) => (StatusCode::CONFLICT, texts.get("case-sent-title"), texts.get("case-sent-text")),
        DeskError::Store(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, texts.get("case-failed-title"), texts.get("case-failed-text"))
        }
    };
    private(notice_page(status, &without_fields(visit), &title, &text))
}

/// The key for a new form; empty when the machine has no randomness, and a form without a key is not recognised.
pub fn new_key() -> String {
    draw_token().map(Token::to_text).unwrap_or_default()
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
