//! Passkeys: signing in with one, and the page on which somebody sees, makes and removes their own. What a device answers is
//! checked in `schakel-identity`, and kept by `schakel-desk`. The few lines that a browser runs are in `static/passkey.js`.

use askama::Template;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_desk::{Desk, Instant, OwnPasskey, PASSKEYS_MAX, ProofError};
use schakel_identity::{
    CHALLENGE_BYTES, CredentialId, PasskeySite, RegistrationAnswer, SignInAnswer, Token, USER_HANDLE_BYTES,
};
use schakel_store::Digest;
use schakel_store::tables::people::{Account, AccountKind};
use serde::Serialize;

use crate::assets;
use crate::caller::{Caller, cookie};
use crate::doors::start_path;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::providers::{HALFWAY_COOKIE, halfway_cookie, refused};
use crate::pages::sign_in::{begin, door_cookie, keep_onward, set_cookie, unavailable};
use crate::pages::{missing_page, page};
use crate::secret::{draw_bytes, draw_token};
use crate::state::App;

/// The page with somebody's own passkeys.
pub const OWN_PATH: &str = "/inloggen/sleutel";

/// The page to sign in with a passkey.
pub const SIGN_IN_PATH: &str = "/inloggen/met-sleutel";

/// The form field with what the device answers.
const ANSWER_FIELD: &str = "antwoord";

/// The form field with the passkey to remove.
const KEY_FIELD: &str = "sleutel";

/// The field of the address that says what was done.
const DONE_FIELD: &str = "gedaan";

/// What a page asks the device, and the script that does so.
struct Question {
    /// `make` or `use`.
    what: &'static str,
    /// JSON.
    json: String,
    action: String,
    script: String,
}

#[derive(Template)]
#[template(path = "passkey_sign_in.html")]
struct SignInPage {
    frame: Frame,
    question: Question,
    again: String,
}

#[derive(Template)]
#[template(path = "passkeys.html")]
struct OwnPage {
    frame: Frame,
    keys: Vec<KeyView>,
    /// What was done just now; empty when nothing was.
    done: String,
    /// Nothing when no passkey can be made.
    question: Option<Question>,
    /// Why none can be made.
    none: String,
    action: String,
    /// Providers that may be linked: label and address.
    providers: Vec<(String, String)>,
}

/// A passkey of the reader.
struct KeyView {
    id: String,
    title: String,
    used: String,
}

/// Shows how to sign in with a passkey.
pub async fn show_sign_in(visit: Visit, headers: HeaderMap) -> Response {
    let (Ok(browser), Ok(challenge)) = (draw_token(), draw_bytes::<CHALLENGE_BYTES>()) else {
        return unavailable(&visit);
    };
    let Some(site) = door(&visit.app) else { return private(missing_page(&visit)) };
    let digest = Digest(browser.digest());
    let begun = on_desk(&visit.app, move |desk, now| desk.begin_passkey_sign_in(&site, challenge, digest, now)).await;
    let question = match begun {
        Ok(request) => question(&visit, "use", &request),
        Err(error) => return refused(&visit, None, &error),
    };
    let steps = [(visit.texts().get("sign-in-title"), "/inloggen")];
    let frame = Frame::new(&visit, &visit.texts().get("passkey-sign-in"), "").under(&visit, &steps);
    let mut response = page(&SignInPage { frame, question, again: visit.link("/inloggen") });
    keep_onward(&visit, &mut response, &headers);
    set_cookie(&mut response, &halfway_cookie(&browser.to_text(), &headers));
    private(response)
}

/// Signs somebody in with what their device answers.
pub async fn sign_in(visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let Some(site) = door(&visit.app) else { return private(missing_page(&visit)) };
    let Ok(session) = draw_token() else { return unavailable(&visit) };
    let (browser, digest) = (browser_of(&headers), Digest(session.digest()));
    let answer = field(&body, ANSWER_FIELD);
    let signed_in = on_desk(&visit.app, move |desk, now| {
        let browser = browser.ok_or(ProofError::Over)?;
        desk.finish_passkey_sign_in(&site, SignInAnswer::parse(&answer)?, browser, digest, now)
    });
    match signed_in.await {
        Ok(signed_in) => {
            let mut response = begin(&visit, session, &signed_in, &headers);
            set_cookie(&mut response, &door_cookie(HALFWAY_COOKIE, "", 0, &headers));
            response
        }
        Err(error) => refused(&visit, None, &error),
    }
}

/// Shows somebody their own passkeys, and lets them make one.
pub async fn show(visit: Visit, headers: HeaderMap) -> Response {
    own_page(&visit, headers).await
}

/// Keeps a passkey that was made, or removes one.
pub async fn send(visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let person = match caller(&visit.app, &headers).await {
        Ok(Some(account)) => account.id,
        Ok(None) => return to_sign_in(&visit),
        Err(error) => return refused(&visit, None, &error),
    };
    let (answer, key) = (field(&body, ANSWER_FIELD), field(&body, KEY_FIELD));
    let (browser, site) = (browser_of(&headers), door(&visit.app));
    let sent = on_desk(&visit.app, move |desk, now| {
        if let Some(id) = CredentialId::parse(&key).filter(|_| !key.is_empty()) {
            return Ok(desk.remove_passkey(person, &id, now.local)?.then_some("verwijderd"));
        }
        let (browser, site) = browser.zip(site).ok_or(ProofError::Over)?;
        desk.finish_passkey(&site, person, RegistrationAnswer::parse(&answer)?, browser, now)?;
        Ok(Some("gemaakt"))
    });
    match sent.await {
        Ok(done) => {
            let fields: Vec<(&str, String)> = done.map(|it| (DONE_FIELD, it.to_owned())).into_iter().collect();
            private(Redirect::to(&address(visit.language, OWN_PATH, &fields)).into_response())
        }
        Err(error) => refused(&visit, None, &error),
    }
}

async fn own_page(visit: &Visit, headers: HeaderMap) -> Response {
    let account = match caller(&visit.app, &headers).await {
        Ok(Some(account)) => account,
        Ok(None) => return to_sign_in(visit),
        Err(error) => return refused(visit, None, &error),
    };
    let drawn = (draw_token(), draw_bytes::<USER_HANDLE_BYTES>(), draw_bytes::<CHALLENGE_BYTES>());
    let (Ok(browser), Ok(handle), Ok(challenge)) = drawn else { return unavailable(visit) };
    let (person, site, digest) = (account.id, door(&visit.app), Digest(browser.digest()));
    let can_be_made = site.is_some();
    let begun = on_desk(&visit.app, move |desk, now| {
        let keys = desk.passkeys(person)?;
        let site = site.filter(|_| keys.len() < PASSKEYS_MAX);
        let begin = |site| desk.begin_passkey(&site, person, (handle, challenge), digest, now);
        Ok((keys, site.map(begin).transpose()?))
    });
    let (keys, request) = match begun.await {
        Ok(begun) => begun,
        Err(error) => return refused(visit, None, &error),
    };
    let texts = visit.texts();
    let none = if can_be_made { "proof-too-many-text" } else { "passkey-no-site" };
    let done = visit.field(DONE_FIELD).filter(|it| ["gemaakt", "verwijderd"].contains(it));
    let template = OwnPage {
        frame: Frame::new(visit, &texts.get("passkey-title"), "").under(visit, &[]),
        keys: keys.iter().map(|key| KeyView::new(key, visit)).collect(),
        done: done.map_or_else(String::new, |it| texts.get(&format!("passkey-done-{it}"))),
        question: request.map(|request| question(visit, "make", &request)),
        none: texts.get(none),
        action: address(visit.language, OWN_PATH, &[]),
        providers: providers_for(&account, visit),
    };
    let mut response = page(&template);
    set_cookie(&mut response, &halfway_cookie(&browser.to_text(), &headers));
    private(response)
}

impl KeyView {
    fn new(key: &OwnPasskey, visit: &Visit) -> Self {
        let texts = visit.texts();
        let title = if key.is_backed_up { "passkey-many-devices" } else { "passkey-one-device" };
        let made = texts.with("passkey-made", "day", &visit.day(key.made_at.date()));
        let used = match key.used_at {
            Some(at) => texts.with("passkey-used", "day", &visit.day(at.date())),
            None => texts.get("passkey-unused"),
        };
        KeyView { id: key.id.to_text(), title: texts.get(title), used: format!("{made} {used}") }
    }
}

/// The providers that vouch for people like this one: label and address.
fn providers_for(account: &Account, visit: &Visit) -> Vec<(String, String)> {
    let is_staff = account.kind == AccountKind::Staff;
    let theirs = visit.app.doors().providers().iter().filter(|it| it.is_for_staff() == is_staff);
    theirs
        .map(|it| {
            let label = visit.texts().with("proof-provider", "provider", it.label(visit.language));
            (label, visit.link(&start_path(it.id())))
        })
        .collect()
}

/// The site for which passkeys are made, where there is a desk.
fn door(app: &App) -> Option<PasskeySite> {
    app.desk().and(app.doors().site()).cloned()
}

fn question(visit: &Visit, what: &'static str, request: &impl Serialize) -> Question {
    Question {
        what,
        // Plain data, which always has a JSON form.
        json: serde_json::to_string(request).unwrap_or_default(),
        action: address(visit.language, &visit.path, &[]),
        script: assets::passkey_script_path(),
    }
}

fn browser_of(headers: &HeaderMap) -> Option<Digest> {
    cookie(headers, HALFWAY_COOKIE).and_then(Token::parse).map(|it| Digest(it.digest()))
}

fn field(body: &Bytes, name: &str) -> String {
    let fields = parse_query(&String::from_utf8_lossy(body));
    fields.into_iter().find(|(it, _)| it == name).map(|(_, value)| value).unwrap_or_default()
}

fn to_sign_in(visit: &Visit) -> Response {
    let onward = address(visit.language, OWN_PATH, &[]);
    private(Redirect::to(&visit.link_with("/inloggen", &[("verder", &onward)])).into_response())
}

/// Who is signed in.
async fn caller(app: &App, headers: &HeaderMap) -> Result<Option<Account>, ProofError> {
    let headers = headers.clone();
    app.on_store(move |app| Ok(Caller::read(app, &headers)?.account().cloned())).await
}

/// Does something at the desk at this moment.
async fn on_desk<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Desk, Instant) -> Result<T, ProofError> + Send + 'static,
) -> Result<T, ProofError> {
    app.on_store(move |app| {
        let now = Instant { local: app.now(), unix: app.doors().now() };
        work(app.desk().ok_or(ProofError::Over)?, now)
    })
    .await
}
