//! Signing in with a link in a mail, and signing out. The answer to an address is always the same, so that nobody learns
//! who has an account; a link is used by a button, so that a program that looks into mail does not use it up.

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::percent_decode_str;
use schakel_desk::{
    Desk, DeskError, ENTREPRENEUR_SESSION_MINUTES, SIGN_IN_MINUTES, STAFF_SESSION_MINUTES, SignInLinkState, SignedIn,
};
use schakel_identity::{EmailAddress, Token};
use schakel_store::Digest;
use schakel_store::tables::people::AccountKind;

use crate::caller::{SESSION_COOKIE, cookie};
use crate::doors::{Provider, start_path};
use crate::headers::{host, is_this_machine, private};
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::passkeys::SIGN_IN_PATH;
use crate::pages::{missing_page, notice_page, page, page_with_status};
use crate::secret::draw_token;
use crate::signed_in::{ADMINISTRATOR_PATH, ENTREPRENEUR_PATH, STAFF_PATH};
use crate::state::App;

/// The form field with the address.
const EMAIL_FIELD: &str = "email";

/// The field with the page that asked to sign in first.
const ONWARD_FIELD: &str = "verder";

/// The cookie that remembers that page until the link in the mail is used.
const ONWARD_COOKIE: &str = "schakel_verder";

/// The page that asks for an address.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    intro: &'static str,
    providers: Vec<ProviderLink>,
    passkey_link: Option<String>,
    action: String,
    email: String,
    error: String,
    onward: String,
    match_link: String,
}

/// Another way in.
struct ProviderLink {
    label: String,
    audience: String,
    link: String,
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
pub async fn show(visit: Visit) -> Response {
    if visit.app.desk().is_none() { missing_page(&visit) } else { form(&visit, StatusCode::OK, "", "") }
}

/// Takes an address, and answers the same whether it is known or not.
pub async fn ask(mut visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    visit.take_fields(parse_query(&String::from_utf8_lossy(&body)));
    let typed = visit.field(EMAIL_FIELD).unwrap_or("").to_owned();
    // What was typed stands in no address of the page.
    visit.query.retain(|(name, _)| name == ONWARD_FIELD);
    let Ok(email) = EmailAddress::parse(&typed) else {
        let error = visit.texts().get("sign-in-email-wrong");
        return private(form(&visit, StatusCode::BAD_REQUEST, &typed, &error));
    };
    match on_desk(&visit.app, move |desk, app| desk.ask_to_sign_in(&email, app.now())).await {
        Ok(()) => {
            let mut page = sent_page(&visit);
            keep_onward(&visit, &mut page, &headers);
            private(page)
        }
        Err(error) => failed(&visit, &error),
    }
}

/// Shows the button of a link; looking does not use it up.
pub async fn show_link(visit: Visit, Path(token): Path<String>) -> Response {
    let Some(token) = Token::parse(&token) else { return link_page(&visit, SignInLinkState::Unknown) };
    match on_desk(&visit.app, move |desk, app| desk.sign_in_link(Digest(token.digest()), app.now())).await {
        Ok(state) => link_page(&visit, state),
        Err(error) => failed(&visit, &error),
    }
}

/// Uses a link, begins a session, and leads to where the visitor starts.
pub async fn use_link(visit: Visit, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let Some(token) = Token::parse(&token) else { return link_page(&visit, SignInLinkState::Unknown) };
    let Ok(session) = draw_token() else { return failed(&visit, &DeskError::NotFound) };
    let (link, digest) = (Digest(token.digest()), Digest(session.digest()));
    match on_desk(&visit.app, move |desk, app| desk.sign_in(link, digest, app.now())).await {
        Ok(signed_in) => begin(&visit, session, &signed_in, &headers),
        Err(DeskError::LinkOver) => link_page(&visit, SignInLinkState::Over),
        Err(DeskError::NotFound) => link_page(&visit, SignInLinkState::Unknown),
        Err(error) => failed(&visit, &error),
    }
}

/// Ends the session.
pub async fn sign_out(visit: Visit, headers: HeaderMap) -> Response {
    if let Some(session) = cookie(&headers, SESSION_COOKIE).and_then(Token::parse) {
        let digest = Digest(session.digest());
        if let Err(error) = on_desk(&visit.app, move |desk, app| desk.sign_out(digest, app.now())).await {
            return failed(&visit, &error);
        }
    }
    let texts = visit.texts();
    let mut page = notice_page(StatusCode::OK, &visit, &texts.get("sign-out-title"), &texts.get("sign-out-text"));
    set_cookie(&mut page, &door_cookie(SESSION_COOKIE, "", 0, &headers));
    private(page)
}

/// Leads to where somebody starts who has just signed in.
pub fn begin(visit: &Visit, session: Token, signed_in: &SignedIn, headers: &HeaderMap) -> Response {
    let (path, minutes) = match signed_in.account.kind {
        AccountKind::Staff if signed_in.sees_cases => (STAFF_PATH, STAFF_SESSION_MINUTES),
        AccountKind::Staff => (ADMINISTRATOR_PATH, STAFF_SESSION_MINUTES),
        AccountKind::Entrepreneur => (ENTREPRENEUR_PATH, ENTREPRENEUR_SESSION_MINUTES),
    };
    let onward = cookie(headers, ONWARD_COOKIE).map(decoded);
    let start = address(visit.language, path, &[]);
    let mut response = Redirect::to(onward.as_deref().and_then(own_path).unwrap_or(&start)).into_response();
    let seconds = minutes.saturating_mul(60);
    set_cookie(&mut response, &door_cookie(SESSION_COOKIE, &session.to_text(), seconds, headers));
    if onward.is_some() {
        set_cookie(&mut response, &door_cookie(ONWARD_COOKIE, "", 0, headers));
    }
    private(response)
}

/// Remembers the page that asked to sign in first.
pub fn keep_onward(visit: &Visit, response: &mut Response, headers: &HeaderMap) {
    if let Some(onward) = visit.field(ONWARD_FIELD).and_then(own_path) {
        let seconds = SIGN_IN_MINUTES.saturating_mul(60);
        set_cookie(response, &door_cookie(ONWARD_COOKIE, &encoded(onward), seconds, headers));
    }
}

/// Does something at the desk; without one there is nobody to sign in.
pub async fn on_desk<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Desk, &App) -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    app.on_store(move |app| work(app.desk().ok_or(DeskError::NotFound)?, app)).await
}

/// Adds a cookie to an answer.
pub fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A path of the portal itself; an address of another site is none.
fn own_path(text: &str) -> Option<&str> {
    let is_own = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n']);
    is_own.then_some(text)
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// A cookie of signing in: no script reads it, no other site sends it, and outside this machine it only goes encrypted.
pub fn door_cookie(name: &str, value: &str, seconds: i64, headers: &HeaderMap) -> String {
    let secure = if is_this_machine(host(headers)) { "" } else { "; Secure" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

fn form(visit: &Visit, status: StatusCode, email: &str, error: &str) -> Response {
    let frame = Frame::new(visit, &visit.texts().get("sign-in-title"), "").under(visit, &[]);
    let onward = visit.field(ONWARD_FIELD).and_then(own_path).unwrap_or("").to_owned();
    let kept: &[(&str, &str)] = if onward.is_empty() { &[] } else { &[(ONWARD_FIELD, &onward)] };
    let doors = visit.app.doors();
    let provider = |it: &Provider| ProviderLink {
        label: visit.texts().with("proof-provider", "provider", it.label(visit.language)),
        audience: visit.texts().get(if it.is_for_staff() { "proof-for-staff" } else { "proof-for-entrepreneurs" }),
        link: visit.link_with(&start_path(it.id()), kept),
    };
    let template = SignInPage {
        frame,
        intro: if doors.is_empty() { "sign-in-intro" } else { "proof-intro" },
        providers: doors.providers().iter().map(provider).collect(),
        passkey_link: doors.site().map(|_| visit.link_with(SIGN_IN_PATH, kept)),
        action: address(visit.language, "/inloggen", &[]),
        email: email.to_owned(),
        error: error.to_owned(),
        onward,
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
    unavailable(visit)
}

/// It is our fault that nobody can sign in now.
pub fn unavailable(visit: &Visit) -> Response {
    let texts = visit.texts();
    let (title, text) = (texts.get("sign-in-failed-title"), texts.get("sign-in-failed-text"));
    private(notice_page(StatusCode::SERVICE_UNAVAILABLE, visit, &title, &text))
}
