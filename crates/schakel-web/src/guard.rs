//! What is looked at before a form reaches its page: that it comes from a page of ours, is not too large, and is text. The
//! API takes no cookie, so it needs none of this.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use percent_encoding::percent_decode;
use schakel_criteria::Language;

use crate::headers::host;
use crate::pages::frame::Visit;
use crate::pages::notice_page;
use crate::state::App;

/// The largest form, bytes: far more than anybody types in one. Files have a limit of their own, at the page that takes
/// them.
pub const FORM_BYTES_MAX: usize = 256 * 1024;

/// Refuses a form that another site sent, that is too large or that is no text; nothing has changed then.
pub async fn on_every_form(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || is_api(request.uri()) {
        return next.run(request).await;
    }
    let uri = request.uri().clone();
    if is_from_elsewhere(request.headers()) {
        return refused(StatusCode::FORBIDDEN, "form-elsewhere", &app, &uri);
    }
    if is_upload(request.headers()) {
        return next.run(request).await;
    }
    if announced_bytes(request.headers()).is_some_and(|bytes| bytes > FORM_BYTES_MAX) {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "form-too-large", &app, &uri);
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, FORM_BYTES_MAX).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "form-too-large", &app, &uri);
    };
    if !is_text(&bytes) {
        return refused(StatusCode::BAD_REQUEST, "form-unreadable", &app, &uri);
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// Whether another site made the browser send this. A browser says so itself, or names the site; a program that says
/// neither has no session of anybody to abuse.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("null"));
    match value("sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => value("origin").is_some_and(|origin| {
            let named = origin.split_once("://").map(|(_, named)| named);
            !named.is_some_and(|named| named.eq_ignore_ascii_case(host(headers)))
        }),
    }
}

fn is_api(uri: &Uri) -> bool {
    uri.path() == "/api" || uri.path().starts_with("/api/")
}

/// A form with a file has another form of body, and a limit of its own.
fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data"))
}

fn announced_bytes(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_text(form: &Bytes) -> bool {
    percent_decode(form).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

fn refused(status: StatusCode, key: &str, app: &App, uri: &Uri) -> Response {
    let language = if uri.path().starts_with("/en/") { Language::English } else { Language::Dutch };
    let visit = Visit::new(app, language, uri);
    let texts = visit.texts();
    let kilobytes = (FORM_BYTES_MAX / 1024).to_string();
    let text = texts.with(&format!("{key}-text"), "kilobytes", &kilobytes);
    notice_page(status, &visit, &texts.get(&format!("{key}-title")), &text)
}
