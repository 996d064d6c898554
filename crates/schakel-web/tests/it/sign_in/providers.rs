//! Signing in at a provider that others wrote (`oidc-provider-mock` of PyPI), as `cargo xtask test` starts it: through the
//! addresses of the portal, as a browser does.

use std::env;
use std::io::{self, Write};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use schakel_identity::{FileHelp, StaffRole, UnixSeconds, read_providers};
use schakel_store::journal;
use schakel_store::tables::people::{self, AccountKind};
use schakel_web::{App, Doors, callback_path};
use ureq::Agent;

use super::{HERE, get_on, new_address, role_on};
use crate::support::{Reply, fresh_with};

/// The address of the running stand-in.
const VARIABLE: &str = "SCHAKEL_TEST_OIDC";

/// Where the portal would be.
const PORTAL: &str = "https://loket.example";

/// The claim with the number of a firm, as an eHerkenning broker writes it.
const KVK_CLAIM: &str = "urn:etoegang:1.9:EntityConcernedID:KvKnr";

/// A portal with a provider for staff, one for staff of one domain, and one for entrepreneurs; all are the stand-in.
static PORTAL_APP: LazyLock<Option<App>> = LazyLock::new(|| {
    let Ok(issuer) = env::var(VARIABLE) else {
        // Straight to the terminal: what a passing test prints is hidden otherwise.
        let told = format!("NOT RUN: {VARIABLE} is not set; `cargo xtask test tests` starts oidc-provider-mock\n");
        io::stderr().write_all(told.as_bytes()).unwrap();
        return None;
    };
    let text = format!(
        "[collega]
         label = {{ nl = 'Werkplek', en = 'Workplace' }}
         for = 'staff'
         issuer = '{issuer}'
         client-id = 'schakel'
         secret-variable = 'GEHEIM'
         scopes = ['email']
         [buren]
         label = {{ nl = 'Buren', en = 'Neighbours' }}
         for = 'staff'
         email-domains = ['buren.example']
         issuer = '{issuer}'
         client-id = 'schakel'
         secret-variable = 'GEHEIM'
         scopes = ['email']
         [eherkenning]
         label = {{ nl = 'eHerkenning', en = 'eHerkenning' }}
         for = 'entrepreneurs'
         issuer = '{issuer}'
         client-id = 'schakel'
         secret-variable = 'GEHEIM'
         scopes = ['email']
         claims.kvk-number = '{KVK_CLAIM}'
         assurance = {{ levels = ['loa2', 'loa3'], minimum = 'loa3' }}
         [weg]
         label = {{ nl = 'Weg', en = 'Away' }}
         for = 'staff'
         issuer = 'http://127.0.0.1:1'
         client-id = 'schakel'
         public = true"
    );
    let help = FileHelp {
        read_secret: &|_| Ok("geheim".to_owned()),
        redirect_uri: &|id| format!("{PORTAL}{}", callback_path(id)),
    };
    let doors = Doors::new(read_providers(&text, &help).unwrap(), None, now).unwrap();
    Some(fresh_with(doors))
});

fn portal() -> Option<&'static App> {
    PORTAL_APP.as_ref()
}

#[expect(clippy::disallowed_methods, reason = "the stand-in has a clock of its own, which is that of the machine")]
fn now() -> UnixSeconds {
    UnixSeconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap())
}

fn agent() -> Agent {
    Agent::config_builder().max_redirects(0).build().into()
}

/// What the stand-in says of somebody.
fn tell(person: &str, claims: &serde_json::Value) {
    let issuer = env::var(VARIABLE).unwrap();
    agent().put(format!("{issuer}/users/{person}")).send_json(claims).unwrap();
}

/// A name at the stand-in that no other test has.
fn new_person() -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    format!("persoon-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The cookies that an answer sets, as a browser sends them back.
fn cookies(reply: &Reply) -> String {
    let set = reply.headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap().split(';').next().unwrap());
    set.filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("; ")
}

/// Begins at a provider: its address, and the cookies.
fn start(app: &App, provider: &str) -> (String, String) {
    let reply = get_on(app, &format!("/inloggen/oidc/{provider}"), "");
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    (reply.header("location").to_owned(), cookies(&reply))
}

/// Agrees at the stand-in as somebody, and gives the path to which it sends the browser.
fn agree(address: &str, person: &str) -> String {
    let response = agent().post(address).send_form([("sub", person)]).unwrap();
    let back = response.headers()["location"].to_str().unwrap();
    back.strip_prefix(PORTAL).unwrap().to_owned()
}

/// The whole way of somebody.
fn sign_in_at(app: &App, provider: &str, person: &str) -> Reply {
    let (address, cookie) = start(app, provider);
    get_on(app, &agree(&address, person), &cookie)
}

fn count(app: &App, table: &str) -> i64 {
    let question = format!("SELECT count(*) FROM {table}");
    let count = app.store().read(|rows| rows.query(&question, &[])?[0].integer(0));
    count.unwrap_or_else(|error: schakel_store::StoreError| panic!("{error}"))
}

fn refused(reply: &Reply, status: StatusCode, words: &str) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert!(reply.text().contains(words), "{}", reply.text());
    assert!(!cookies(reply).contains("schakel_sessie"), "{}", cookies(reply));
    assert_eq!(reply.header("cache-control"), "private, no-store");
}

#[test]
fn sys_a13_a_colleague_signs_in_at_a_provider() {
    let Some(app) = portal() else { return };
    let (person, email) = (new_person(), new_address());
    role_on(app, &email, HERE, StaffRole::Adviser);
    tell(&person, &serde_json::json!({ "email": email.as_str(), "email_verified": true }));
    let page = get_on(app, "/inloggen", "");
    assert!(page.text().contains("Inloggen met Werkplek") && page.text().contains("/inloggen/oidc/collega"));
    let reply = sign_in_at(app, "collega", &person);
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/werk"), "{}", reply.text());
    assert!(get_on(app, "/werk", &cookies(&reply)).text().contains("Kennispoort"));
    // From now on the provider's own name for them is enough, whatever address it has.
    tell(&person, &serde_json::json!({ "email": "anders@example.nl", "email_verified": true }));
    assert_eq!(sign_in_at(app, "collega", &person).header("location"), "/werk");
    let entries = app.store().read(|rows| {
        let account = people::by_email(rows, AccountKind::Staff, email.as_str())?.unwrap().id;
        journal::about(rows, &format!("account-{}", account.0))
    });
    let text = format!("{:?}", entries.map_err(|error: schakel_store::StoreError| error.to_string()).unwrap());
    assert!(text.contains("provider-linked") && text.contains("signed-in") && !text.contains(&person), "{text}");
}
