//! Looking up a firm in the Handelsregister, against a server that stands in for it and answers what the register
//! itself answered once (recorded answers of its test environment).

use std::fs;
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::thread;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use schakel_criteria::Language;
use schakel_register::facts_to_json;
use schakel_web::{KvkClient, KvkError};
use serde_json::{Value, json};

use crate::support::{APP, shared_file};

const KEY: &str = "sleutel-van-de-test";

/// The recorded answers, by KVK number.
const RECORDED: [(&str, u16, &str); 4] = [
    ("69599084", 200, "KVKProfilesClientTests_test_client_0.json"),
    ("90006623", 200, "kvk-basisprofiel-90006623.json"),
    ("90000749", 200, "KVKProfilesClientTests_test_client_vve_0.json"),
    ("12345678", 404, "KVKProfilesClientTests_test_client_404_0.json"),
];

/// A profile that nobody recorded, in the shape of the recorded ones: `BV Donald` of the list of test numbers, in a
/// place that is no municipality, with an old code that fits several new ones, and its address on a page of its own.
fn donald(path: &str) -> Value {
    if path.ends_with("hoofdvestiging") {
        return json!({"vestigingsnummer": "000037178598", "adressen": [
            {"type": "correspondentieadres", "plaats": "Zwolle"}, {"type": "bezoekadres", "plaats": "Lollum"},
        ]});
    }
    json!({
        "kvkNummer": "68750110", "naam": "Test BV Donald",
        "materieleRegistratie": {"datumAanvang": "20150000"}, "totaalWerkzamePersonen": 38,
        "sbiActiviteiten": [
            {"sbiCode": "62010", "sbiOmschrijving": "Ontwikkelen, produceren en uitgeven van software"},
            {"sbiCode": "00", "sbiOmschrijving": "Bestaat niet"},
        ],
        "embedded": {"eigenaar": {"rechtsvorm": "Besloten Vennootschap"}}, "links": [],
    })
}

async fn answer(path: String, headers: HeaderMap) -> (StatusCode, String) {
    if headers.get("apikey").is_none_or(|key| key != KEY) {
        return (StatusCode::UNAUTHORIZED, String::new());
    }
    let number = path.split('/').next().unwrap();
    let fault = |code: &str| json!({"fout": [{"code": code, "omschrijving": "…"}]}).to_string();
    match number {
        "68750110" => (StatusCode::OK, donald(&path).to_string()),
        "96354429" => {
            let period = json!({"datumAanvang": "20010203", "datumEinde": "20200131"});
            let profile = json!({"kvkNummer": number, "naam": "Gestopt", "materieleRegistratie": period});
            (StatusCode::OK, profile.to_string())
        }
        "90004973" => (StatusCode::NOT_FOUND, fault("IPD1002")),
        "90002903" => (StatusCode::BAD_REQUEST, fault("IPD0006")),
        "11111111" => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
        "22222222" => (StatusCode::OK, "<html>".to_owned()),
        _ => {
            let (_, status, file) = RECORDED.iter().find(|(it, _, _)| *it == number).unwrap();
            let file = shared_file(&format!("data/kvk-test/{file}")).unwrap();
            (StatusCode::from_u16(*status).unwrap(), fs::read_to_string(file).unwrap())
        }
    }
}

/// The stand-in, on a port of this machine, for all tests together.
static SERVER: LazyLock<SocketAddr> = LazyLock::new(|| {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let profile = |Path(path): Path<String>, headers: HeaderMap| answer(path, headers);
            let router = Router::new().route("/api/v1/basisprofielen/{*path}", get(profile));
            axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), router).await.unwrap();
        });
    });
    address
});

fn client(key: &str) -> KvkClient {
    KvkClient::new(format!("http://{}/api/", *SERVER), key)
}

/// The facts and notes of a firm; `None` when the recorded answers are not there.
fn firm(number: &str) -> Option<(Value, Vec<String>)> {
    if RECORDED.iter().any(|(it, _, _)| *it == number) {
        shared_file("data/kvk-test")?;
    }
    let firm = client(KEY).lookup(number, APP.pack()).unwrap();
    Some((facts_to_json(&firm.facts, APP.pack()), firm.notes_in(Language::Dutch)))
}

fn check_facts(number: &str, expected: &Value, notes_about: &[&str]) {
    let Some((facts, notes)) = firm(number) else { return };
    assert_eq!(&facts, expected, "{notes:#?}");
    assert_eq!(notes.len(), notes_about.len(), "{notes:#?}");
    for (note, about) in notes.iter().zip(notes_about) {
        assert!(note.contains(about), "`{about}` is missing in: {note}");
    }
}

#[test]
fn a_sole_trader_gives_facts() {
    let facts = json!({
        "municipality": "GM0363", "employees": 1, "sbi": ["10110", "10120", "10130"], "registered": true,
        "founded": "2017-01-08", "legal_form": "eenmanszaak",
    });
    check_facts("69599084", &facts, &["KVK telt personen: 1", "de plaats Amsterdam"]);
    check_facts(" 6959 9084", &facts, &["KVK telt personen: 1", "de plaats Amsterdam"]);
}

#[test]
fn an_older_answer_with_other_names_for_its_parts_gives_facts() {
    let facts = json!({
        "municipality": "GM0344", "employees": 4, "sbi": ["86210"], "registered": true, "founded": "2012-05-11",
        "legal_form": "stichting",
    });
    check_facts("90006623", &facts, &["KVK telt personen: 4", "de plaats Utrecht"]);
}

#[test]
fn an_owners_association_has_no_branch_and_no_working_persons() {
    let Some((facts, notes)) = firm("90000749") else { return };
    assert_eq!(facts["legal_form"], "vve");
    assert_eq!(facts["municipality"], "GM0505");
    assert_eq!((&facts["founded"], facts.get("employees")), (&json!("1999-11-03"), None), "{notes:?}");
}

#[test]
fn what_cannot_be_mapped_stays_unknown_with_a_note() {
    let facts = json!({"employees": 38, "registered": true, "legal_form": "bv"});
    let (found, notes) = firm("68750110").unwrap();
    for (fact, value) in facts.as_object().unwrap() {
        assert_eq!(&found[fact], value, "{fact}");
    }
    for missing in ["municipality", "founded"] {
        assert_eq!(found.get(missing), None, "{missing}");
    }
    let notes = notes.join("\n");
    for words in
        ["begindatum (`20150000`)", "Code 00 van KVK (Bestaat niet)", "KVK telt personen: 38", "de plaats Lollum"]
    {
        assert!(notes.contains(words), "`{words}` is missing in: {notes}");
    }
}

#[test]
fn a_firm_that_ended_is_not_taken_for_registered() {
    let facts = json!({"founded": "2001-02-03"});
    check_facts("96354429", &facts, &["dit bedrijf gestopt", "geen bezoekadres"]);
}

fn check_error(number: &str, key: &str, expected: &KvkError) {
    let error = client(key).lookup(number, APP.pack()).unwrap_err();
    assert_eq!(&error, expected, "{number}");
    for (language, advice) in [(Language::Dutch, "vul zelf in"), (Language::English, "fill in")] {
        assert!(error.message(language).to_lowercase().contains(advice), "{}", error.message(language));
    }
}

#[test]
fn a_refusal_says_how_to_go_on() {
    check_error("1234567", KEY, &KvkError::BadNumber);
    check_error("1234567a", KEY, &KvkError::BadNumber);
    check_error("../../etc", KEY, &KvkError::BadNumber);
    check_error("90002903", KEY, &KvkError::BadNumber);
    check_error("90004973", KEY, &KvkError::InProcessing);
    check_error("11111111", KEY, &KvkError::Unreachable);
    check_error("22222222", KEY, &KvkError::NotUnderstood);
    check_error("68750110", "verkeerde-sleutel", &KvkError::KeyRefused);
    if shared_file("data/kvk-test").is_some() {
        check_error("12345678", KEY, &KvkError::NotFound);
    }
}

#[test]
fn a_register_that_is_not_there_is_unreachable() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = KvkClient::new(format!("http://{closed}"), KEY);
    assert_eq!(client.lookup("69599084", APP.pack()).unwrap_err(), KvkError::Unreachable);
}

#[test]
fn the_key_stays_out_of_every_log() {
    assert!(!format!("{:?}", client(KEY)).contains(KEY));
}
