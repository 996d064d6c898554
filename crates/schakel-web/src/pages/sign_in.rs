//! Signing in with a link in a mail, and signing out. The answer to an address is always the same, so that nobody learns
//! who has an account; a link is used by a button, so that a program that looks into mail does not use it up.

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::Language;
use schakel_desk::{
    Desk, DeskError, ENTREPRENEUR_SESSION_MINUTES, SIGN_IN_MINUTES, STAFF_SESSION_MINUTES, SignInLinkState,
};
use schakel_identity::{EmailAddress, Token};
use schakel_store::Digest;
use schakel_store::tables::people::AccountKind;

use crate::caller::{SESSION_COOKIE, cookie};
use crate::headers::{host, is_this_machine, private};
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::{missing_page, notice_page, page, page_with_status};
use crate::secret::draw_token;
use crate::signed_in::{ENTREPRENEUR_PATH, STAFF_PATH};
use crate::state::App;

/// The form field with the address.
const EMAIL_FIELD: &str = "email";

/// The page that asks for an address.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    action: String,
    email: String,
    error: String,
    match_link: String,
}

/// The page that says to look in the mail.
#[derive(Template)]
#[template(path = "sign_in_sent.html")]
struct SentPage {
    frame: Frame,
    lead: String,
    again: String,
}

/// The page that a link leads to: a button, or why there is none.
#[derive(Template)]
#[template(path = "sign_in_link.html")]
struct LinkPage {
    frame: Frame,
    text: String,
    /// Where the button leads; empty when the link is over.
    action: String,
    again: String,
}

/// Asks for an address.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    if app.desk().is_none() { missing_page(&visit) } else { form(&visit, StatusCode::OK, "", "") }
}

/// Takes an address, and answers the same whether it is known or not.
pub async fn ask(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    body: Bytes,
) -> Response {
    let mut visit = Visit::new(&app, language, &uri);
    visit.take_fields(parse_query(&String::from_utf8_lossy(&body)));
    let typed = visit.field(EMAIL_FIELD).unwrap_or("").to_owned();
    // What was typed stands in no address of the page.
    visit.query.clear();
    let Ok(email) = EmailAddress::parse(&typed) else {
        let error = visit.texts().get("sign-in-email-wrong");
        return private(form(&visit, StatusCode::BAD_REQUEST, &typed, &error));
    };
    match on_desk(&app, move |desk, app| desk.ask_to_sign_in(&email, app.now())).await {
        Ok(()) => private(sent_page(&visit)),
        Err(error) => failed(&visit, &error),
    }
}

/// Shows the button of a link; looking does not use it up.
pub async fn show_link(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let Some(token) = Token::parse(&token) else { return link_page(&visit, SignInLinkState::Unknown) };
    match on_desk(&app, move |desk, app| desk.sign_in_link(Digest(token.digest()), app.now())).await {
        Ok(state) => link_page(&visit, state),
        Err(error) => failed(&visit, &error),
    }
}

/// Uses a link, begins a session, and leads to where the visitor starts.
pub async fn use_link(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let Some(token) = Token::parse(&token) else { return link_page(&visit, SignInLinkState::Unknown) };
    let Ok(session) = draw_token() else { return failed(&visit, &DeskError::NotFound) };
    let (link, digest) = (Digest(token.digest()), Digest(session.digest()));
    match on_desk(&app, move |desk, app| desk.sign_in(link, digest, app.now())).await {
        Ok(signed_in) => begin(&visit, session, signed_in.account.kind, &headers),
        Err(DeskError::LinkOver) => link_page(&visit, SignInLinkState::Over),
        Err(DeskError::NotFound) => link_page(&visit, SignInLinkState::Unknown),
        Err(error) => failed(&visit, &error),
    }
}

/// Ends the session.
pub async fn sign_out(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    if let Some(session) = cookie(&headers, SESSION_COOKIE).and_then(Token::parse) {
        let digest = Digest(session.digest());
        if let Err(error) = on_desk(&app, move |desk, app| desk.sign_out(digest, app.now())).await {
            return failed(&visit, &error);
        }
    }
    let texts = visit.texts();
    let mut page = notice_page(StatusCode::OK, &visit, &texts.get("sign-out-title"), &texts.get("sign-out-text"));
    set_cookie(&mut page, &session_cookie("", 0, &headers));
    private(page)
}

/// Leads to where somebody starts who has just signed in.
pub fn begin(visit: &Visit, session: Token, kind: AccountKind, headers: &HeaderMap) -> Response {
    let (path, minutes) = match kind {
        AccountKind::Staff => (STAFF_PATH, STAFF_SESSION_MINUTES),
        AccountKind::Entrepreneur => (ENTREPRENEUR_PATH, ENTREPRENEUR_SESSION_MINUTES),
    };
    let mut response = Redirect::to(&address(visit.language, path, &[])).into_response();
    set_cookie(&mut response, &session_cookie(&session.to_text(), minutes.saturating_mul(60), headers));
    private(response)
}

/// Does something at the desk; without one there is nobody to sign in.
pub async fn on_desk<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Desk, &App) -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    app.on_store(move |app| work(app.desk().ok_or(DeskError::NotFound)?, app)).await
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The cookie of a session: no script reads it, no other site sends it, and outside this machine only encrypted.
fn session_cookie(value: &str, seconds: i64, headers: &HeaderMap) -> String {
    let secure = if is_this_machine(host(headers)) { "" } else { "; Secure" };
    format!("{SESSION_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

fn form(visit: &Visit, status: StatusCode, email: &str, error: &str) -> Response {
    let frame = Frame::new(visit, &visit.texts().get("sign-in-title"), "").under(visit, &[]);
    let template = SignInPage {
        frame,
        action: address(visit.language, "/inloggen", &[]),
        email: email.to_owned(),
        error: error.to_owned(),
        match_link: visit.link("/wat-past"),
    };
    page_with_status(status, &template)
}

fn sent_page(visit: &Visit) -> Response {
    let texts = visit.texts();
    let frame = Frame::new(visit, &texts.get("sign-in-sent-title"), "").under(visit, &[]);
    let lead = texts.with("sign-in-sent-text", "minutes", &SIGN_IN_MINUTES.to_string());
    page(&SentPage { frame, lead, again: visit.link("/inloggen") })
}

fn link_page(visit: &Visit, state: SignInLinkState) -> Response {
    let (status, key) = match state {
        SignInLinkState::Ready => (StatusCode::OK, "sign-in-link"),
        SignInLinkState::Over => (StatusCode::GONE, "sign-in-over"),
        SignInLinkState::Unknown => (StatusCode::NOT_FOUND, "sign-in-unknown"),
    };
    let texts = visit.texts();
    let frame = Frame::new(visit, &texts.get(&format!("{key}-title")), "");
    let is_ready = state == SignInLinkState::Ready;
    let template = LinkPage {
        frame,
        text: texts.with(&format!("{key}-text"), "minutes", &SIGN_IN_MINUTES.to_string()),
        action: if is_ready { address(visit.language, &visit.path, &[]) } else { String::new() },
        again: visit.link("/inloggen"),
    };
    private(page_with_status(status, &template))
}

/// Without a desk there is no such page; else the database did not do its work.
pub fn failed(visit: &Visit, error: &DeskError) -> Response {
    if matches!(error, DeskError::NotFound) && visit.app.desk().is_none() {
        return private(missing_page(visit));
    }
    let texts = visit.texts();
    let (title, text) = (texts.get("sign-in-failed-title"), texts.get("sign-in-failed-text"));
    private(notice_page(StatusCode::SERVICE_UNAVAILABLE, visit, &title, &text))
}
