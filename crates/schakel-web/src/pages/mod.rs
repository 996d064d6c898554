//! The pages for people. Each page is a view (plain values, ready to print) and a template in `templates/`; what is
//! true of support is decided in the crates below. What all pages share lives in `frame` and `parts`.

pub mod about;
pub mod accounts;
pub mod agreements;
pub mod apply;
pub mod ask;
pub mod draw;
pub mod fields;
pub mod frame;
pub mod front_door;
pub mod granted;
pub mod home;
pub mod interview;
pub mod organisations;
pub mod outcome;
pub mod own_data;
pub mod paging;
pub mod parts;
pub mod passkeys;
pub mod plan;
pub mod plan_fields;
pub mod plan_result;
pub mod processing;
pub mod providers;
pub mod question;
pub mod questions;
pub mod records;
pub mod register;
pub mod roadmap;
pub mod rounds;
mod route_views;
pub mod saved_roadmap;
pub mod sign_in;
pub mod signals;
pub mod support;
pub mod themes;
pub mod work;

use askama::Template;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use schakel_criteria::Language;

use crate::pages::frame::{Frame, Visit};
use crate::state::App;

/// Renders a page; a template that cannot be printed is a fault of ours and gives a plain sentence.
pub fn page(template: &impl Template) -> Response {
    page_with_status(StatusCode::OK, template)
}

/// Renders a page with another status than 200.
pub fn page_with_status(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Er ging iets mis. Something went wrong.").into_response(),
    }
}

/// The page that says that something went wrong.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    frame: Frame,
    title: String,
    text: String,
}

/// The answer to an address that does not exist: a problem document for programs, a page for people.
pub async fn not_found(State(app): State<App>, OriginalUri(uri): OriginalUri) -> Response {
    if uri.path() == "/api" || uri.path().starts_with("/api/") {
        return crate::problem::not_found(uri.path()).into_response();
    }
    let language = if uri.path().starts_with("/en/") { Language::English } else { Language::Dutch };
    missing_page(&Visit::new(&app, language, &uri))
}

/// The page for something that does not exist.
pub fn missing_page(visit: &Visit) -> Response {
    let texts = visit.texts();
    notice_page(StatusCode::NOT_FOUND, visit, &texts.get("error-missing-title"), &texts.get("error-missing-text"))
}

/// A page that only says something.
pub fn notice_page(status: StatusCode, visit: &Visit, title: &str, text: &str) -> Response {
    let frame = Frame::new(visit, title, "");
    page_with_status(status, &ErrorPage { frame, title: title.to_owned(), text: text.to_owned() })
}
