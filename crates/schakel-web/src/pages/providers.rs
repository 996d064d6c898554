//! Signing in at a provider (OpenID Connect): sending somebody there, and what they come back with. What a provider says is
//! checked in `schakel-identity`, and led to an account in `schakel-desk`.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::Language;
use schakel_desk::{HALFWAY_MINUTES, Halfway, ProofError, Proven};
use schakel_identity::{OIDC_RANDOM_BYTES, OidcCallback, OidcError, Token};
use schakel_store::Digest;
use schakel_store::tables::people::{Account, AccountKind};

use crate::caller::{Caller, cookie};
use crate::doors::{Provider, start_path};
use crate::headers::private;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::sign_in::{begin, door_cookie, keep_onward, set_cookie, unavailable};
use crate::pages::{missing_page, page, page_with_status};
use crate::secret::{draw_bytes, draw_token};
use crate::signed_in::{ENTREPRENEUR_PATH, STAFF_PATH};
use crate::state::App;

/// The cookie that ties a sign-in that is halfway to one browser.
pub const HALFWAY_COOKIE: &str = "schakel_halverwege";

/// The page that says why somebody is not signed in, and what to do.
#[derive(Template)]
#[template(path = "sign_in_refused.html")]
struct RefusedPage {
    frame: Frame,
    text: String,
    /// What to do, a line each.
    advice: Vec<String>,
    /// Whom to ask: name and address in the portal.
    ask: Option<(String, String)>,
    /// For whoever runs the portal; empty when it is of no use to them.
    detail: String,
    again: String,
}

/// The page that asks whether a provider may sign somebody in from now on.
#[derive(Template)]
#[template(path = "sign_in_link_provider.html")]
struct LinkPage {
    frame: Frame,
    text: String,
    action: String,
}

/// Sends somebody to a provider.
pub async fn start(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    if visit.app.desk().is_none() || visit.app.doors().provider(&id).is_none() {
        return private(missing_page(&visit));
    }
    let (Ok(browser), Ok(random)) = (draw_token(), draw_bytes::<OIDC_RANDOM_BYTES>()) else {
        return unavailable(&visit);
    };
    let (name, language) = (id.clone(), visit.language);
    let begun = visit.app.on_store(move |app| {
        let (desk, provider) = app.desk().zip(app.doors().provider(&name)).ok_or(ProofError::Over)?;
        let (address, pending) = provider.client.begin(random, app.doors().now())?;
        let language = if language == Language::Dutch { "nl" } else { "en" };
        let halfway = Halfway::Provider { provider: name, language: language.to_owned(), pending };
        desk.keep_halfway(Digest(browser.digest()), &halfway, app.now())?;
        Ok(address)
    });
    match begun.await {
        Ok(address) => {
            let mut response = Redirect::to(&address).into_response();
            keep_onward(&visit, &mut response, &headers);
            set_cookie(&mut response, &halfway_cookie(&browser.to_text(), &headers));
            private(response)
        }
        Err(error) => refused(&visit, visit.app.doors().provider(&id), &error),
    }
}

/// Takes what somebody brings back from a provider, and signs them in.
pub async fn back(mut visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let callback = callback(&visit);
    // What came back is secret, and stands on no page.
    visit.query.clear();
    visit.path = "/inloggen".to_owned();
    if visit.app.desk().is_none() || visit.app.doors().provider(&id).is_none() {
        return private(missing_page(&visit));
    }
    let browser = cookie(&headers, HALFWAY_COOKIE).and_then(Token::parse);
    let (Some(browser), Some(callback)) = (browser, callback) else {
        return refused(&visit, visit.app.doors().provider(&id), &ProofError::Over);
    };
    let Ok(session) = draw_token() else { return unavailable(&visit) };
    let (name, digests) = (id.clone(), (Digest(browser.digest()), Digest(session.digest())));
    let sent = headers.clone();
    let came =
        visit.app.on_store(move |app| Ok::<_, ProofError>(come_back(app, &name, &callback, (digests, &sent)))).await;
    let (language, proven) = came.unwrap_or_else(|error| (None, Err(error)));
    visit.language = language.unwrap_or(visit.language);
    let mut response = match proven {
        Ok(Proven::SignedIn(signed_in)) => begin(&visit, session, &signed_in, &headers),
        Ok(Proven::MayLink(account)) => return ask_to_link(&visit, &id, account),
        Err(error) => return refused(&visit, visit.app.doors().provider(&id), &error),
    };
    set_cookie(&mut response, &door_cookie(HALFWAY_COOKIE, "", 0, &headers));
    response
}

/// Links a provider to the account of whoever is signed in, because they said so.
pub async fn link(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let sent = headers.clone();
    let (name, browser) = (id.clone(), cookie(&headers, HALFWAY_COOKIE).and_then(Token::parse));
    let linked = visit.app.on_store(move |app| {
        let Some(account) = Caller::read(app, &sent)?.account().cloned() else { return Ok(None) };
        let (desk, browser) = app.desk().zip(browser).ok_or(ProofError::Over)?;
        desk.link_provider(Digest(browser.digest()), &name, account.id, app.now())?;
        Ok(Some(account.kind))
    });
    let path = match linked.await {
        Ok(Some(AccountKind::Staff)) => STAFF_PATH,
        Ok(Some(AccountKind::Entrepreneur)) => ENTREPRENEUR_PATH,
        Ok(None) => "/inloggen",
        Err(error) => return refused(&visit, visit.app.doors().provider(&id), &error),
    };
    private(Redirect::to(&visit.link(path)).into_response())
}

/// The page that asks somebody who signed in whether a provider may sign them in from now on.
fn ask_to_link(visit: &Visit, id: &str, account: Account) -> Response {
    let texts = visit.texts();
    let label = visit.app.doors().provider(id).map_or("", |it| it.label(visit.language));
    let name = account.details.email.or(account.details.name).unwrap_or_else(|| account.id.0.to_string());
    let template = LinkPage {
        frame: Frame::new(visit, &texts.with("proof-link-title", "provider", label), "").under(visit, &[]),
        text: texts.with_all("proof-link-text", &[("provider", label.into()), ("name", name.into())]),
        action: address(visit.language, &format!("{}/koppelen", start_path(id)), &[]),
    };
    private(page(&template))
}

/// The cookie of a sign-in that is halfway.
pub fn halfway_cookie(value: &str, headers: &HeaderMap) -> String {
    door_cookie(HALFWAY_COOKIE, value, HALFWAY_MINUTES.saturating_mul(60), headers)
}

/// The query of the address that a provider sends somebody to. A field that stands there twice is one that somebody added.
fn callback(visit: &Visit) -> Option<OidcCallback> {
    let one = |name: &str| {
        let mut found = visit.query.iter().filter(|(it, _)| it == name).map(|(_, value)| value.clone());
        let first = found.next();
        if found.next().is_some() { None } else { Some(first) }
    };
    Some(OidcCallback { state: one("state")??, code: one("code")?, error: one("error")?, iss: one("iss")? })
}

/// Waits for the provider and the database. The language is that in which the sign-in was begun, when it was begun here.
fn come_back(
    app: &App,
    id: &str,
    callback: &OidcCallback,
    ((browser, session), headers): ((Digest, Digest), &HeaderMap),
) -> (Option<Language>, Result<Proven, ProofError>) {
    let Some((desk, provider)) = app.desk().zip(app.doors().provider(id)) else { return (None, Err(ProofError::Over)) };
    let (wanted, state) = (id.to_owned(), callback.state.clone());
    let taken = desk.take_halfway(browser, app.now(), move |halfway| match halfway {
        Halfway::Provider { provider, language, pending } if provider == wanted && pending.state() == state => {
            Some((language, pending))
        }
        _ => None,
    });
    let (language, pending) = match taken {
        Ok(taken) => taken,
        Err(error) => return (None, Err(error)),
    };
    let shown = if language == "en" { Language::English } else { Language::Dutch };
    let person = match provider.client.finish(pending, callback, app.doors().now()) {
        Ok(person) => person,
        Err(error) => return (Some(shown), Err(error.into())),
    };
    let link = |account: &Account| Halfway::Link {
        provider: id.to_owned(),
        account: account.id,
        issuer: person.issuer.clone(),
        subject: person.subject.clone(),
        kvk_number: person.kvk_number.clone().filter(|_| !provider.is_for_staff()),
    };
    let proven = Caller::read(app, headers).map_err(ProofError::from).and_then(|caller| {
        let here = caller.account().map(|it| it.id);
        let session = (session, here);
        desk.sign_in_by_provider(person.clone(), provider.vouches(), &language, session, app.now())
    });
    if let Ok(Proven::MayLink(account)) = &proven
        && let Err(error) = desk.keep_halfway(browser, &link(account), app.now())
    {
        return (Some(shown), Err(error));
    }
    (Some(shown), proven)
}

/// Why somebody is not signed in: the status, and the key of the words.
fn words_of(error: &ProofError) -> (StatusCode, &'static str) {
    match error {
        ProofError::Over | ProofError::Provider(OidcError::OtherState | OidcError::TooLate) => {
            (StatusCode::GONE, "proof-over")
        }
        ProofError::Provider(OidcError::Refused(code)) if code == "access_denied" => {
            (StatusCode::FORBIDDEN, "proof-stopped")
        }
        ProofError::Provider(OidcError::AssuranceTooLow { .. }) => (StatusCode::FORBIDDEN, "proof-too-low"),
        ProofError::Provider(OidcError::Unreachable { .. }) => (StatusCode::BAD_GATEWAY, "proof-away"),
        ProofError::Provider(_) => (StatusCode::BAD_GATEWAY, "proof-odd"),
        ProofError::NoFirm => (StatusCode::FORBIDDEN, "proof-no-firm"),
        ProofError::Unknown => (StatusCode::FORBIDDEN, "proof-unknown"),
        ProofError::Closed => (StatusCode::FORBIDDEN, "proof-closed"),
        ProofError::Passkey(_) => (StatusCode::FORBIDDEN, "proof-passkey"),
        ProofError::TooMany => (StatusCode::CONFLICT, "proof-too-many"),
        ProofError::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-failed"),
    }
}

/// The page that says why somebody is not signed in.
pub fn refused(visit: &Visit, provider: Option<&Provider>, error: &ProofError) -> Response {
    let (status, key) = words_of(error);
    if matches!(error, ProofError::Store(_)) {
        return unavailable(visit);
    }
    let texts = visit.texts();
    let label = provider.map_or("", |it| it.label(visit.language));
    let is_unknown = matches!(error, ProofError::Unknown | ProofError::Closed);
    let advice = match key {
        "proof-unknown" => ["proof-unknown-staff", "proof-unknown-address"].map(|key| texts.get(key)).to_vec(),
        "proof-closed" => vec![texts.get("proof-unknown-staff")],
        "proof-away" | "proof-odd" | "proof-stopped" => vec![texts.get("proof-mail")],
        _ => Vec::new(),
    };
    let detail = match error {
        ProofError::Provider(fault) if status == StatusCode::BAD_GATEWAY => fault.to_string(),
        _ => String::new(),
    };
    let frame = Frame::new(visit, &texts.with(&format!("{key}-title"), "provider", label), "").under(visit, &[]);
    let template = RefusedPage {
        frame,
        text: texts.with(&format!("{key}-text"), "provider", label),
        advice,
        ask: is_unknown.then(|| desk_of(visit)).flatten(),
        detail,
        again: visit.link("/inloggen"),
    };
    private(page_with_status(status, &template))
}

/// The organisation that keeps the counter: name and page.
fn desk_of(visit: &Visit) -> Option<(String, String)> {
    let pack = visit.pack();
    let id = pack.settings.casework.desk.as_ref()?;
    let organisation = pack.organisations.get(id)?;
    Some((organisation.name.get(visit.language).to_owned(), visit.link(&format!("/organisaties/{id}"))))
}
