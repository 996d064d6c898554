//! The JSON API, after the NL API Design Rules 2.1: the register, the facts that we ask, the match of one firm, and
//! questions in plain words.
//! Reading a request lives in `call`, the parts that several answers share in `values`; the description of the API is
//! made from the code, in `document`.

mod agreements;
mod assessments;
mod call;
mod case_request;
mod cases;
mod coverage;
pub mod document;
mod door;
mod facts;
mod instrument;
mod instruments;
mod message;
mod municipalities;
mod next_question;
mod organisations;
pub mod plan_types;
mod plans;
mod questions;
mod records;
mod roadmaps;
mod round;
mod rounds;
mod themes;
pub mod types;
pub(crate) mod values;
mod versions;

use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri};
use axum::http::{Method, StatusCode};
use axum::routing::{get, post};
use schakel_criteria::Language;

use crate::headers;
use crate::problem::{Problem, not_found};
use crate::state::App;

/// Version of the API, in every answer. The major number is the one in the address.
pub const API_VERSION: &str = "1.0.0";

/// Where the API is, on the server that serves the portal.
pub const API_BASE: &str = "/api/v1";

/// The largest message, bytes: all facts of a firm together stay below a tenth of it.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// The routes, below [`API_BASE`].
pub fn routes() -> Router<App> {
    Router::new()
        .route("/instrumenten", get(instruments::list))
        .route("/instrumenten/{id}", get(instrument::show))
        .route("/instrumenten/{id}/dekking", get(coverage::show))
        .route("/instrumenten/{id}/versies/vergelijking", get(versions::compare))
        .route("/organisaties", get(organisations::list))
        .route("/organisaties/{id}", get(organisations::show))
        .route("/dossiers", get(records::list))
        .route("/dossiers/{id}", get(records::show))
        .route("/gegevens", get(facts::list))
        .route("/financieringsplannen", post(plans::make))
        .route("/toetsingen", post(assessments::assess))
        .route("/vragen", post(questions::ask))
        .route("/routekaarten", post(roadmaps::make))
        .route("/vervolgvragen", post(next_question::ask))
        .route("/afspraken", get(agreements::list))
        .route("/afspraken/{id}", get(agreements::show))
        .route("/onderwerpen", get(agreements::topics))
        .route("/aanbevelingen", get(agreements::recommendations))
        .route("/sturing", get(agreements::steering))
        .route("/bevindingen", get(agreements::findings))
        .route("/rondes", get(rounds::list))
        .route("/rondes/{id}", get(round::show))
        .route("/landsdelen/{id}/themas", get(themes::list))
        .route("/landsdelen/{id}/themas/{thema}", get(themes::show))
        .route("/zaken", post(cases::pass_on))
        .route("/zaken/{nummer}", get(cases::show))
        .route("/gemeenten", get(municipalities::list))
        .route("/gemeenten/{code}", get(municipalities::show))
        .route("/openapi.json", get(document::show))
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn(headers::on_api_answer))
}

async fn no_route(OriginalUri(uri): OriginalUri) -> Problem {
    not_found(uri.path())
}

async fn no_method(method: Method, OriginalUri(uri): OriginalUri) -> Problem {
    let detail = format!("dit adres kent de methode {method} niet; de kop `Allow` noemt wat wel kan");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, uri.path(), Language::Dutch, detail)
}
