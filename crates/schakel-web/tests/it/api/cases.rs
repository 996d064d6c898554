//! Questions that another door passes on, from the key to the answer; and that nothing changes when something is wrong.

use std::sync::atomic::{AtomicU8, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_casework::{Actor, CaseId, Channel, Command, ConsentNumber, OrganisationId, Origin, Purpose};
use schakel_desk::{Desk, Letter, LetterLink, SendResult};
use schakel_identity::Token;
use schakel_store::journal::{Entry, about, case_subject, entry};
use schakel_store::tables::absences::{InboxSettings, set_inbox};
use schakel_store::tables::api_keys;
use schakel_store::{Digest, StoreError};
use schakel_time::{DateTime, add_days};
use schakel_web::App;
use serde_json::{Value, json};

use crate::support::{Reply, TODAY, all, fresh, send_to};

const WORDS: &str = "Wie kan met mij meedenken over een lasrobot in mijn werkplaats?";

/// The gate of Zwolle.
const GATE: &str = "kennispoort-regio-zwolle";

fn now() -> DateTime {
    TODAY.at(10, 0, 0, 0)
}

fn organisation(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

/// A door with a key that works: the number of the key, and the key.
fn key(app: &App, owner: &str) -> (u64, String) {
    static NEXT: AtomicU8 = AtomicU8::new(100);
    let token = Token::from_bytes([NEXT.fetch_add(1, Ordering::Relaxed); 16]);
    let owner = organisation(owner);
    let number = app
        .store()
        .write(move |rows| api_keys::add(rows, Digest(token.digest()), &owner, "site", now()))
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    (number, token.to_text())
}

fn message() -> Value {
    json!({
        "kenmerk": "2018-0001",
        "vraag": WORDS,
        "kanaal": "telefoon",
        "toestemming": true,
        "email": "Bakker@Bedrijf.example",
        "telefoon": "06 00000012",
        "naam": "Test Ondernemer",
        "bedrijf": "Testbedrijf",
        "kvk_nummer": "00000012",
        "gegevens": { "municipality": "GM0193", "employees": 12 },
        "dienst": "sme-support",
    })
}

/// The portal with an empty database, where the gate of Zwolle has an address.
fn portal() -> App {
    let app = fresh();
    let inbox = InboxSettings { email: Some("loket@example.org".to_owned()), capacity: None };
    app.store().write(move |rows| set_inbox(rows, &organisation(GATE), &inbox)).unwrap();
    app
}

/// The message with other fields; `null` takes one out.
fn with(fields: &Value) -> Value {
    let mut message = message();
    for (field, value) in fields.as_object().unwrap() {
        message[field] = value.clone();
    }
    message
}

fn post_raw(app: &App, key: &str, kind: &str, body: impl Into<Body>) -> Reply {
    let request = Request::post("/api/v1/zaken").header(header::AUTHORIZATION, format!("Bearer {key}"));
    send_to(app, request.header(header::CONTENT_TYPE, kind).body(body.into()).unwrap())
}

fn post(app: &App, key: &str, message: &Value) -> Reply {
    post_raw(app, key, "application/json", message.to_string())
}

fn get(app: &App, key: &str, number: impl std::fmt::Display) -> Reply {
    let request = Request::get(format!("/api/v1/zaken/{number}"));
    send_to(app, request.header(header::AUTHORIZATION, format!("Bearer {key}")).body(Body::empty()).unwrap())
}

fn desk(app: &App) -> &Desk {
    app.desk().unwrap()
}

fn passed(app: &App, key: &str, message: &Value) -> (CaseId, Value) {
    let reply = post(app, key, message);
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let document = reply.json();
    (CaseId(document["nummer"].as_u64().unwrap()), document)
}

fn case(app: &App, id: CaseId) -> schakel_casework::Case {
    app.store().read(|rows| schakel_store::tables::cases::read(rows, id)).unwrap().unwrap()
}

/// Everything that is kept but the attempts in the journal.
fn kept(app: &App) -> Vec<i64> {
    let tables = ["case_file", "firm", "words", "account", "outbox", "passed_on", "case_link", "form_sent", "api_key"];
    app.store()
        .read(|rows| {
            let mut counts = Vec::new();
            for table in tables {
                counts.push(rows.query(&format!("SELECT count(*) FROM {table}"), &[])?[0].integer(0)?);
            }
            let events = "SELECT count(*) FROM journal WHERE body NOT LIKE '{\"attempt\"%'";
            counts.push(rows.query(events, &[])?[0].integer(0)?);
            Ok::<_, StoreError>(counts)
        })
        .unwrap()
}

fn attempts(app: &App, id: CaseId) -> Vec<Entry> {
    let rows = app.store().read(|rows| about(rows, &case_subject(id))).unwrap();
    let entries = rows.iter().map(|row| entry(row).unwrap());
    entries.filter(|it| matches!(it, Entry::Attempt { .. })).collect()
}

fn problem(reply: &Reply, status: u16) -> Value {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.header("cache-control"), "no-store");
    reply.json()
}

#[test]
fn sys_f02_another_door_passes_a_question_on() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let reply = post(&app, &key, &message());
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let document = reply.json();
    insta::assert_json_snapshot!(document);
    assert_eq!(reply.header("location"), format!("/api/v1/zaken/{}", document["nummer"]));
    for private in ["Bakker", "lasrobot", "00000012", "Test", "/mijn-vraag/"] {
        assert!(!reply.text().contains(private), "{private} in {}", reply.text());
    }
    let case = case(&app, CaseId(document["nummer"].as_u64().unwrap()));
    assert_eq!(case.origin, Origin::OtherDoor { organisation: organisation("kvk"), channel: Channel::Telephone });
    assert_eq!(case.door.organisation, organisation(GATE), "the gate of Zwolle, not the door");
    assert_eq!(case.need.employees, Some(12));
    // The consent is there to be seen and taken back.
    let [consent] = case.consent.consents.as_slice() else { panic!("{:?}", case.consent) };
    assert_eq!((&consent.receiver, consent.purpose), (&organisation("kvk"), Purpose::Coordination));
    assert!(consent.facts.is_empty());
    let shown = get(&app, &key, case.id);
    assert_eq!((shown.status, shown.json()), (StatusCode::OK, document));
}

/// The link goes by mail, to the entrepreneur alone, and leads to a page that says by which door the question came.
#[test]
fn the_link_is_mailed_to_the_entrepreneur() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let (id, _) = passed(&app, &key, &message());
    let mut links = Vec::new();
    let mut send = |letter: &Letter| {
        if letter.to == ["bakker@bedrijf.example"] {
            links.extend(letter.items.iter().filter_map(|it| it.link));
        }
        SendResult::Sent
    };
    desk(&app).dispatch(now(), &mut || schakel_web::draw_token().ok(), &mut send, |_, _| None).unwrap();
    let [LetterLink::OwnCase(token)] = links.as_slice() else { panic!("{links:?}") };
    let page = Request::get(format!("/mijn-vraag/{}", token.to_text())).body(Body::empty()).unwrap();
    let page = send_to(&app, page);
    assert!(page.text().contains("lasrobot"), "{}", page.text());
    let seen = ["U stelde uw vraag. Gekomen via Kamer van Koophandel (telefoon).", "dat er een vraag is, wie helpt"];
    for words in seen {
        assert!(page.text().contains(words), "{words} in {}", page.text());
    }
    assert!(page.text().contains(&id.to_string()));
}

#[test]
fn the_same_reference_is_one_question() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let (_, document) = passed(&app, &key, &message());
    let before = kept(&app);
    for _ in 0..3 {
        let again = post(&app, &key, &message());
        assert_eq!((again.status, again.json()), (StatusCode::OK, document.clone()));
        assert_eq!(again.header("location"), format!("/api/v1/zaken/{}", document["nummer"]));
    }
    let other = post(&app, &key, &with(&json!({ "vraag": "Wie weet iets van octrooien op een machine?" })));
    let other = problem(&other, 409);
    assert!(other["detail"].as_str().unwrap().contains("`kenmerk`"), "{other}");
    assert_eq!(kept(&app), before);
    // The references of another door are its own.
    let (_, theirs) = self::key(&app, "rvo");
    let (id, _) = passed(&app, &theirs, &with(&json!({ "email": "ander@bedrijf.example", "kvk_nummer": null })));
    assert_ne!(id.0, document["nummer"].as_u64().unwrap());
}

/// The same question through two doors is joined, and both see it; the number of the other question is for whoever passed
/// that one on.
#[test]
fn a_double_is_joined_visibly() {
    let app = portal();
    let ((_, kvk), (_, rvo)) = (key(&app, "kvk"), key(&app, "rvo"));
    let (first, _) = passed(&app, &kvk, &message());
    let (second, document) = passed(&app, &rvo, &with(&json!({ "kenmerk": "r-1" })));
    assert_ne!(first, second);
    assert_eq!((&document["samengevoegd"], &document["samengevoegd_met"]), (&json!(true), &Value::Null));
    assert!(!document["verantwoordelijk"].is_null() && !document["uiterlijk"].is_null(), "{document}");
    assert_eq!(case(&app, second).lead(), Some(first));
    assert_eq!(case(&app, first).followers().collect::<Vec<_>>(), [second]);
    let (_, third) = passed(&app, &kvk, &with(&json!({ "kenmerk": "2018-0002" })));
    assert_eq!((&third["samengevoegd"], &third["samengevoegd_met"]), (&json!(true), &json!(first.0)));
}

/// A confidential question shows in nothing, also not in a join.
#[test]
fn a_question_is_not_joined_with_a_confidential_one() {
    let app = portal();
    let ((_, kvk), (_, rvo)) = (key(&app, "kvk"), key(&app, "rvo"));
    passed(&app, &kvk, &with(&json!({ "vertrouwelijk": true })));
    let (_, document) = passed(&app, &rvo, &message());
    assert_eq!(document["samengevoegd"], false);
}

#[test]
fn only_a_key_that_works_opens_the_door() {
    let app = portal();
    let (number, working) = key(&app, "kvk");
    let (id, _) = passed(&app, &working, &message());
    let (_, gone) = key(&app, "een-organisatie-die-niet-bestaat");
    let ended = key(&app, "kvk");
    app.store().write(move |rows| api_keys::end(rows, ended.0, now())).unwrap();
    let never = Token::from_bytes([9; 16]).to_text();
    let before = kept(&app);
    for wrong in ["", "abc", &never, &gone, &ended.1, &format!("{working}x"), &working[1..]] {
        for reply in [post(&app, wrong, &message()), get(&app, wrong, id)] {
            let refused = problem(&reply, 401);
            assert_eq!(reply.header("www-authenticate"), "Bearer", "{wrong}");
            assert!(refused["detail"].as_str().unwrap().contains("sleutel"), "{refused}");
        }
    }
    for scheme in [None, Some(format!("Basic {working}")), Some(working.clone())] {
        let mut request = Request::post("/api/v1/zaken?taal=en").header(header::CONTENT_TYPE, "application/json");
        if let Some(scheme) = &scheme {
            request = request.header(header::AUTHORIZATION, scheme);
        }
        let reply = send_to(&app, request.body(Body::from(message().to_string())).unwrap());
        assert!(problem(&reply, 401)["detail"].as_str().unwrap().contains("valid key"), "{scheme:?}");
    }
    assert_eq!(kept(&app), before);
    app.store().write(move |rows| api_keys::end(rows, number, now())).unwrap();
    problem(&get(&app, &working, id), 401);
}

/// What another door passed on, what came in elsewhere and what never was get the same answer; the journal says who asked.
#[test]
fn the_question_of_another_door_is_not_there() {
    let app = portal();
    let ((_, kvk), (_, rvo)) = (key(&app, "kvk"), key(&app, "rvo"));
    let (id, _) = passed(&app, &kvk, &message());
    let before = kept(&app);
    let theirs = problem(&get(&app, &rvo, id), 404);
    for number in ["999999", "0", "-1", "18446744073709551616", "abc", "1%00", "%F0%9F%A6%8A"] {
        let never = problem(&get(&app, &rvo, number), 404);
        assert_eq!((&never["title"], &never["detail"]), (&theirs["title"], &theirs["detail"]), "{number}");
    }
    assert_eq!(kept(&app), before);
    let seen = attempts(&app, id);
    let [Entry::Attempt { organisation: Some(who), .. }] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!(*who, organisation("rvo"));
    assert_eq!(get(&app, &kvk, id).status, StatusCode::OK);
}

/// Every day on which the door looks is written down, once; and after the consent is taken back the door hears nothing.
#[test]
fn a_look_is_written_down_and_ends_with_the_consent() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let (id, _) = passed(&app, &key, &message());
    get(&app, &key, id);
    let tomorrow = add_days(TODAY, 1).at(9, 0, 0, 0);
    desk(&app).passed_on(Some(id), &organisation("kvk"), tomorrow).unwrap();
    let looks = case(&app, id).consent.disclosures;
    let days: Vec<_> = looks.iter().map(|it| it.at.date()).collect();
    assert_eq!(days, [TODAY, add_days(TODAY, 1)]);
    assert!(looks.iter().all(|it| it.receiver == organisation("kvk") && it.summary.is_none()));
    let by = Actor::Entrepreneur(case(&app, id).firm);
    desk(&app).act(id, Command::Withdraw(ConsentNumber(1)), by, tomorrow, None).unwrap();
    problem(&get(&app, &key, id), 404);
    problem(&post(&app, &key, &message()), 404);
    assert_eq!(attempts(&app, id).len(), 1, "asking for it again is an attempt");
}

#[test]
fn all_mistakes_come_at_once_and_nothing_changes() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let before = kept(&app);
    let check = |fields: &Value, expected: &[&str]| {
        let refused = problem(&post(&app, &key, &with(fields)), 400);
        let mut places = all(&refused["errors"], "place");
        places.sort_unstable();
        let expected: Vec<String> = expected.iter().map(|it| format!("#/{it}")).collect();
        assert_eq!(places, expected, "{fields}: {refused}");
    };
    check(
        &json!({
            "kenmerk": null, "vraag": "hulp?", "kanaal": "fax", "toestemming": false, "gevraagd_op": "2018-03-02",
            "email": "bakker", "telefoon": "bel maar", "naam": "n".repeat(121), "bedrijf": 7, "kvk_nummer": "12",
            "gegevens": { "employes": 3 }, "dienst": "sme-suport", "vertrouwelijk": "ja", "taal": "de", "kenmrk": "x",
        }),
        &[
            "bedrijf",
            "dienst",
            "email",
            "gegevens/employes",
            "gevraagd_op",
            "kanaal",
            "kenmerk",
            "kenmrk",
            "kvk_nummer",
            "naam",
            "taal",
            "telefoon",
            "toestemming",
            "vertrouwelijk",
            "vraag",
        ],
    );
    check(&json!({ "email": null, "telefoon": " " }), &["email"]);
    check(&json!({ "email": "", "telefoon": null }), &["email"]);
    check(&json!({ "toestemming": "true" }), &["toestemming"]);
    check(&json!({ "toestemming": null }), &["toestemming"]);
    check(&json!({ "vraag": "x".repeat(5_001) }), &["vraag"]);
    check(&json!({ "vraag": "een vraag met \u{0} erin" }), &["vraag"]);
    check(&json!({ "kenmerk": "k".repeat(101), "naam": "\u{0}" }), &["kenmerk", "naam"]);
    check(&json!({ "gegevens": [1] }), &["gegevens"]);
    check(&json!({ "kvk_nummer": "１２３４５６７８" }), &["kvk_nummer"]);
    assert_eq!(kept(&app), before);
}

#[test]
fn a_message_that_cannot_be_read_changes_nothing() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let before = kept(&app);
    let json = "application/json";
    let check = |status: u16, kind: &str, body: Vec<u8>| {
        problem(&post_raw(&app, &key, kind, body), status);
    };
    let good = message().to_string();
    check(400, json, Vec::new());
    check(400, json, good.as_bytes()[..40].to_vec());
    check(400, json, b"[]".to_vec());
    check(400, json, b"null".to_vec());
    check(400, json, format!("{good}{good}").into_bytes());
    check(400, json, good.replacen("{", r#"{"kenmerk": "twee","#, 1).into_bytes());
    check(400, json, "[".repeat(60_000).into_bytes());
    // Another encoding than UTF-8.
    check(400, json, good.replace("Ondernemer", "Ondern\u{0}mer").replace('\u{0}', "\\u0000").into_bytes());
    let latin: Vec<u8> =
        good.replace("Testbedrijf", "Caf#").bytes().map(|it| if it == b'#' { 0xe9 } else { it }).collect();
    check(400, json, latin);
    check(400, json, good.encode_utf16().flat_map(u16::to_le_bytes).collect());
    check(400, json, r#"{"vraag": "\ud800"}"#.as_bytes().to_vec());
    check(413, json, with(&json!({ "naam": "n".repeat(70_000) })).to_string().into_bytes());
    check(415, "application/x-www-form-urlencoded", good.clone().into_bytes());
    check(415, "text/plain", good.clone().into_bytes());
    assert_eq!(kept(&app), before);
    assert_eq!(post_raw(&app, &key, "application/json; charset=utf-8", good).status, StatusCode::CREATED);
}

/// The clock runs from the question of the entrepreneur, not from the moment at which the door passes it on.
#[test]
fn the_promise_counts_from_the_day_of_the_question() {
    let app = portal();
    let (_, key) = key(&app, "kvk");
    let (_, today) = passed(&app, &key, &message());
    let earlier = with(&json!({
        "kenmerk": "2", "gevraagd_op": "2018-02-26", "email": "eerder@bedrijf.example", "kvk_nummer": null,
        "taal": "en",
    }));
    let (id, before) = passed(&app, &key, &earlier);
    assert_eq!(case(&app, id).asked_at.date().to_string(), "2018-02-26");
    assert!(before["beloofd_uiterlijk"].as_str() < today["beloofd_uiterlijk"].as_str(), "{before} {today}");
    assert!(before["stand"].as_str().unwrap().contains("your question"), "{before}");
}
