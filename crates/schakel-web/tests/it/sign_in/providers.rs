//! Signing in at a provider that others wrote (`oidc-provider-mock` of PyPI), as `cargo xtask test` starts it: through the
//! addresses of the portal, as a browser does.

use std::env;
use std::io::{self, Write};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use schakel_identity::{EmailAddress, FileHelp, StaffRole, UnixSeconds, read_providers};
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish};
use schakel_store::{StoreError, journal};
use schakel_web::{App, Doors, callback_path};
use ureq::Agent;

use super::{HERE, get_on, new_address, post_on, role_on, session_on};
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

/// A field of an address.
fn field(address: &str, name: &str) -> String {
    let query = address.split_once('?').unwrap().1;
    form_urlencoded::parse(query.as_bytes()).find(|(it, _)| it == name).unwrap().1.into_owned()
}

/// The whole way of somebody.
fn sign_in_at(app: &App, provider: &str, person: &str) -> Reply {
    let (address, cookie) = start(app, provider);
    get_on(app, &agree(&address, person), &cookie)
}

fn count(app: &App, table: &str) -> i64 {
    let question = format!("SELECT count(*) FROM {table}");
    let count = app.store().read(|rows| rows.query(&question, &[])?[0].integer(0));
    count.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

fn refused(reply: &Reply, status: StatusCode, words: &str) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert!(reply.text().contains(words), "{}", reply.text());
    assert!(!cookies(reply).contains("schakel_sessie"), "{}", cookies(reply));
    assert_eq!(reply.header("cache-control"), "private, no-store");
}

#[test]
fn a_colleague_signs_in_at_a_provider() {
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
    let text = format!("{:?}", entries.map_err(|error: StoreError| error.to_string()).unwrap());
    assert!(text.contains("provider-linked") && text.contains("signed-in") && !text.contains(&person), "{text}");
}

#[test]
fn whoever_the_provider_knows_and_we_do_not_gets_no_role() {
    let Some(app) = portal() else { return };
    let before = ["account", "staff_role", "outside_identity"].map(|table| count(app, table));
    let check = |provider: &str, claims: serde_json::Value| {
        let person = new_person();
        tell(&person, &claims);
        let reply = sign_in_at(app, provider, &person);
        refused(&reply, StatusCode::FORBIDDEN, "Wij hebben geen account voor u");
        let text = reply.text();
        assert!(text.contains("beheerder van uw organisatie") && text.contains("/organisaties/"), "{text}");
    };
    let stranger = new_address();
    check("collega", serde_json::json!({ "email": stranger.as_str(), "email_verified": true }));
    check("collega", serde_json::json!({}));
    let after = ["account", "staff_role", "outside_identity"].map(|table| count(app, table));
    // Other tests may add people of their own meanwhile; nobody gets fewer.
    assert!(before.iter().zip(after).all(|(before, after)| *before <= after));
    let nobody = app.store().read(|rows| people::by_email(rows, AccountKind::Staff, stranger.as_str()));
    assert_eq!(nobody.unwrap_or_else(|error: StoreError| panic!("{error}")), None);
    // An address that the provider has not checked may be anybody's, and of another domain it has no say.
    let known = new_address();
    role_on(app, &known, HERE, StaffRole::Adviser);
    check("collega", serde_json::json!({ "email": known.as_str(), "email_verified": false }));
    check("collega", serde_json::json!({ "email": known.as_str() }));
    check("buren", serde_json::json!({ "email": known.as_str(), "email_verified": true }));
}

#[test]
fn an_answer_is_taken_once_and_by_the_browser_that_asked() {
    let Some(app) = portal() else { return };
    let (person, email) = (new_person(), new_address());
    role_on(app, &email, HERE, StaffRole::Adviser);
    tell(&person, &serde_json::json!({ "email": email.as_str(), "email_verified": true }));
    let (address, cookie) = start(app, "collega");
    let back = agree(&address, &person);
    let (other_address, other_cookie) = start(app, "collega");
    let over = |path: &str, cookie: &str| {
        let reply = get_on(app, path, cookie);
        refused(&reply, StatusCode::GONE, "Dit inloggen geldt niet meer");
        let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
        assert!(!reply.text().contains(code), "the code stands on no page");
    };
    over(&back, "");
    over(&back, &other_cookie);
    over(&back, "schakel_halverwege=00000000000000000000000000000000");
    over(&back.replace("collega", "buren"), &cookie);
    over(&format!("{back}&state=a"), &cookie);
    over(&back.replace("state=", "state=a"), &cookie);
    over("/inloggen/oidc/collega/terug", &cookie);
    over("/inloggen/oidc/collega/terug?error=access_denied", &cookie);
    // None of that used it up.
    let reply = get_on(app, &back, &cookie);
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/werk"), "{}", reply.text());
    assert!(
        reply.headers.get_all("set-cookie").iter().any(|it| it.to_str().unwrap().starts_with("schakel_halverwege=;"))
    );
    over(&back, &cookie);
    // A code of another sign-in does not fit the proof (PKCE) of this one.
    let stolen = agree(&other_address, &person);
    let (address, cookie) = start(app, "collega");
    let own = agree(&address, &person);
    let mixed = format!("/inloggen/oidc/collega/terug?state={}&code={}", field(&own, "state"), field(&stolen, "code"));
    refused(&get_on(app, &mixed, &cookie), StatusCode::BAD_GATEWAY, "is niet gelukt");
}

#[test]
fn an_answer_that_comes_too_late_is_refused() {
    let Some(app) = portal() else { return };
    let (address, cookie) = start(app, "collega");
    let secret = cookie.split(';').find_map(|it| it.trim().strip_prefix("schakel_halverwege=")).unwrap();
    let digest = schakel_store::Digest(schakel_identity::Token::parse(secret).unwrap().digest());
    let past = schakel_time::add_minutes(app.now(), -1);
    let aged = app.store().write(move |rows| {
        let change = "UPDATE pending_sign_in SET expires_at = $2 WHERE digest = $1";
        rows.execute(change, schakel_store::values![digest, past])
    });
    assert_eq!(aged.unwrap_or_else(|error: StoreError| panic!("{error}")), 1);
    refused(&get_on(app, &agree(&address, &new_person()), &cookie), StatusCode::GONE, "Begin opnieuw");
}

#[test]
fn a_provider_that_refuses_or_is_away_has_a_page_of_its_own() {
    let Some(app) = portal() else { return };
    let (address, cookie) = start(app, "collega");
    let response = agent().post(&address).send_form([("action", "deny")]).unwrap();
    let back = response.headers()["location"].to_str().unwrap().strip_prefix(PORTAL).unwrap();
    // The stand-in forgets the state here, which the standard asks for (RFC 6749, section 4.1.2.1).
    let back = format!("{back}&state={}", field(&address, "state"));
    refused(&get_on(app, &back, &cookie), StatusCode::FORBIDDEN, "U bent niet ingelogd");
    let away = get_on(app, "/inloggen/oidc/weg", "");
    refused(&away, StatusCode::BAD_GATEWAY, "Inloggen met Weg lukt nu niet");
    assert!(away.text().contains("Voor de beheerder van deze website"), "{}", away.text());
    refused(
        &get_on(app, "/en/inloggen/oidc/weg", ""),
        StatusCode::BAD_GATEWAY,
        "Signing in with Away does not work now",
    );
    for path in ["/inloggen/oidc/geen", "/inloggen/oidc/geen/terug?state=a&code=b"] {
        assert_eq!(get_on(app, path, "").status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn signing_in_goes_on_in_the_language_and_to_the_page_that_asked_for_it() {
    let Some(app) = portal() else { return };
    let (person, email) = (new_person(), new_address());
    role_on(app, &email, HERE, StaffRole::Adviser);
    tell(&person, &serde_json::json!({ "email": email.as_str(), "email_verified": true }));
    let check = |path: &str, expected: &str| {
        let reply = get_on(app, path, "");
        let back = agree(reply.header("location"), &person);
        assert_eq!(get_on(app, &back, &cookies(&reply)).header("location"), expected, "{path}");
    };
    check("/en/inloggen/oidc/collega", "/en/werk");
    check("/inloggen/oidc/collega?verder=%2Fwerk%2Fzaken%2F12", "/werk/zaken/12");
    check("/inloggen/oidc/collega?verder=https%3A%2F%2Felders.example", "/werk");
    assert!(
        get_on(app, "/inloggen?verder=%2Fwerk%2Fregio", "")
            .text()
            .contains("/inloggen/oidc/collega?verder=%2Fwerk%2Fregio")
    );
}

/// What an eHerkenning broker says of somebody who acts for a firm.
fn acts_for(number: &str, email: Option<&str>) -> serde_json::Value {
    let mut claims = serde_json::json!({ "acr": "loa3", KVK_CLAIM: number });
    if let Some(email) = email {
        claims["email"] = email.into();
        claims["email_verified"] = true.into();
    }
    claims
}

/// The firm of the entrepreneur with this session.
fn firm_of(app: &App, reply: &Reply) -> u64 {
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/mijn-vragen"), "{}", reply.text());
    let cookie = cookies(reply);
    let secret = cookie.split("; ").find_map(|it| it.strip_prefix("schakel_sessie=")).unwrap();
    let digest = schakel_store::Digest(schakel_identity::Token::parse(secret).unwrap().digest());
    let now = app.now();
    let firm = app.store().read(move |rows| {
        let account = schakel_store::tables::sessions::account_of(rows, digest, now)?.unwrap();
        Ok::<_, StoreError>(people::read(rows, account)?.unwrap().firm.unwrap().0)
    });
    firm.unwrap()
}

#[test]
fn an_entrepreneur_signs_in_for_a_firm() {
    let Some(app) = portal() else { return };
    let (person, colleague, number) = (new_person(), new_person(), "69599084");
    tell(&person, &acts_for(number, None));
    tell(&colleague, &acts_for(number, None));
    let first = sign_in_at(app, "eherkenning", &person);
    let firm = firm_of(app, &first);
    assert_eq!(get_on(app, "/mijn-vragen", &cookies(&first)).status, StatusCode::OK);
    assert_eq!(firm_of(app, &sign_in_at(app, "eherkenning", &person)), firm, "the same firm the next time");
    assert_eq!(firm_of(app, &sign_in_at(app, "eherkenning", &colleague)), firm, "a colleague acts for the same firm");
    tell(&person, &acts_for("68750110", None));
    let other = firm_of(app, &sign_in_at(app, "eherkenning", &person));
    assert_ne!(other, firm, "the same person for another firm");
    tell(&person, &acts_for(number, None));
    assert_eq!(firm_of(app, &sign_in_at(app, "eherkenning", &person)), firm);
}

#[test]
fn a_number_that_somebody_told_opens_nothing_for_another() {
    let Some(app) = portal() else { return };
    let number = "90004760";
    let email = new_address();
    let address = email.as_str().to_owned();
    let now = app.now();
    let told = app.store().write(move |rows| {
        let details = FirmDetails { kvk_number: Some(number.to_owned()), facts: "{}".to_owned(), ..Default::default() };
        let firm = firms::add(rows, &details, now, now.date())?;
        let account = AccountDetails {
            email: Some(address),
            name: None,
            telephone: None,
            language: "nl".to_owned(),
            mail: MailWish::None,
        };
        people::add(rows, AccountKind::Entrepreneur, &account, Some(firm), now, None)?;
        Ok::<_, StoreError>(firm.0)
    });
    let told = told.unwrap();
    let (stranger, owner) = (new_person(), new_person());
    tell(&stranger, &acts_for(number, None));
    assert_ne!(firm_of(app, &sign_in_at(app, "eherkenning", &stranger)), told);
    tell(&owner, &acts_for(number, Some(email.as_str())));
    assert_eq!(firm_of(app, &sign_in_at(app, "eherkenning", &owner)), told, "number and address agree");
}

#[test]
fn an_entrepreneur_without_a_firm_or_with_too_weak_a_means_is_told_so() {
    let Some(app) = portal() else { return };
    let check = |claims: serde_json::Value, words: &str| {
        let person = new_person();
        tell(&person, &claims);
        refused(&sign_in_at(app, "eherkenning", &person), StatusCode::FORBIDDEN, words);
    };
    check(serde_json::json!({ "acr": "loa3" }), "geen KVK-nummer");
    check(serde_json::json!({ "acr": "loa2", KVK_CLAIM: "69599084" }), "niet sterk genoeg");
    check(serde_json::json!({ KVK_CLAIM: "69599084" }), "niet sterk genoeg");
}

/// Goes to a provider with a session, and says yes to the question whether to link it.
fn link_at(app: &App, provider: &str, person: &str, session: &str) -> Reply {
    let (address, cookie) = start(app, provider);
    let cookie = format!("{cookie}; {session}");
    let page = get_on(app, &agree(&address, person), &cookie);
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("koppelen?") && page.text().contains("Ja, koppel"), "{}", page.text());
    post_on(app, &format!("/inloggen/oidc/{provider}/koppelen"), &cookie, &[])
}

/// The account of somebody of an organisation, and a session.
fn colleague(app: &App) -> (EmailAddress, String) {
    let email = new_address();
    role_on(app, &email, HERE, StaffRole::Adviser);
    let found = app.store().read(|rows| people::by_email(rows, AccountKind::Staff, email.as_str()));
    let account = found.unwrap_or_else(|error: StoreError| panic!("{error}")).unwrap().id;
    (email, session_on(app, account))
}

#[test]
fn a_colleague_links_a_provider_that_gives_no_address() {
    let Some(app) = portal() else { return };
    let (email, session) = colleague(app);
    let person = new_person();
    tell(&person, &serde_json::json!({}));
    assert!(get_on(app, "/inloggen/sleutel", &session).text().contains("/inloggen/oidc/collega"));
    let linked = link_at(app, "collega", &person, &session);
    assert_eq!((linked.status, linked.header("location")), (StatusCode::SEE_OTHER, "/werk"), "{}", linked.text());
    let reply = sign_in_at(app, "collega", &person);
    assert_eq!(reply.header("location"), "/werk");
    assert!(get_on(app, "/werk", &cookies(&reply)).text().contains(email.as_str()));
    // Who is asked and says nothing is not linked, and nobody says yes for another.
    let (other, (_, theirs), (_, thief)) = (new_person(), colleague(app), colleague(app));
    tell(&other, &serde_json::json!({}));
    let (address, cookie) = start(app, "collega");
    assert_eq!(get_on(app, &agree(&address, &other), &format!("{cookie}; {theirs}")).status, StatusCode::OK);
    for (path, cookie) in [
        ("collega", format!("{cookie}; {thief}")),
        ("buren", format!("{cookie}; {theirs}")),
        ("collega", theirs.clone()),
    ] {
        let reply = post_on(app, &format!("/inloggen/oidc/{path}/koppelen"), &cookie, &[]);
        assert_eq!(reply.status, StatusCode::GONE, "{path}");
    }
    let nobody = post_on(app, "/inloggen/oidc/collega/koppelen", &cookie, &[]);
    assert_eq!(nobody.header("location"), "/inloggen");
    refused(&sign_in_at(app, "collega", &other), StatusCode::FORBIDDEN, "Wij hebben geen account voor u");
    // A provider for other addresses is not linked to this one.
    let (address, cookie) = start(app, "buren");
    let reply = get_on(app, &agree(&address, &other), &format!("{cookie}; {theirs}"));
    refused(&reply, StatusCode::FORBIDDEN, "Wij hebben geen account voor u");
}

#[test]
fn an_entrepreneur_links_the_firm_of_an_earlier_question() {
    let Some(app) = portal() else { return };
    let told = |number: Option<&str>| {
        let (number, now) = (number.map(str::to_owned), app.now());
        let details = FirmDetails { kvk_number: number, facts: "{}".to_owned(), ..Default::default() };
        let person = AccountDetails {
            email: Some(new_address().as_str().to_owned()),
            name: None,
            telephone: None,
            language: "nl".to_owned(),
            mail: MailWish::None,
        };
        let made = app.store().write(move |rows| {
            let firm = firms::add(rows, &details, now, now.date())?;
            Ok::<_, StoreError>((firm.0, people::add(rows, AccountKind::Entrepreneur, &person, Some(firm), now, None)?))
        });
        made.unwrap()
    };
    for (number, asked) in [("17001910", None), ("17002003", Some("17002003"))] {
        let (firm, account) = told(asked);
        let person = new_person();
        tell(&person, &acts_for(number, None));
        let linked = link_at(app, "eherkenning", &person, &session_on(app, account));
        assert_eq!(linked.header("location"), "/mijn-vragen", "{}", linked.text());
        assert_eq!(firm_of(app, &sign_in_at(app, "eherkenning", &person)), firm);
    }
    // For another firm than that of the session there is nothing to link: it is a visit of its own.
    let (firm, account) = told(Some("17002003"));
    let person = new_person();
    tell(&person, &acts_for("17003004", None));
    let (address, cookie) = start(app, "eherkenning");
    let reply = get_on(app, &agree(&address, &person), &format!("{cookie}; {}", session_on(app, account)));
    assert_ne!(firm_of(app, &reply), firm);
}
