//! Rounds of schemes for everybody: the list with its filter, one round in full, and the same in the API.

use axum::http::StatusCode;

use crate::support::{all, api, get};

fn page(address: &str) -> String {
    let reply = get(address);
    assert_eq!(reply.status, StatusCode::OK, "{address}");
    reply.text().to_owned()
}

fn check(address: &str, words: &[&str]) {
    let text = page(address);
    for word in words {
        assert!(text.contains(word), "{address}: {word} is not in {text}");
    }
}

#[test]
fn every_round_is_listed_and_can_be_opened_in_both_languages() {
    let list = page("/regelingen");
    for id in all(&api("/rondes")["rondes"], "id") {
        assert!(list.contains(&format!("/regelingen/{id}\"")), "{id}");
        for address in [format!("/regelingen/{id}"), format!("/en/regelingen/{id}")] {
            let text = page(&address);
            // A text that does not exist shows its own key.
            assert!(!text.contains(">round-") && !text.contains(" round-"), "{address}");
        }
    }
}

#[test]
fn the_list_can_be_filtered_by_status() {
    let shown = |address: &str| page(address).matches("schakel-result__head").count();
    let total = shown("/regelingen?peildatum=2017-06-01");
    let each = ["open", "planned", "exhausted", "closed", "unknown"]
        .map(|status| shown(&format!("/regelingen?peildatum=2017-06-01&status={status}")));
    assert_eq!(each.iter().sum::<usize>(), total);
    assert_eq!(shown("/regelingen?peildatum=2017-06-01&status=bestaat-niet"), total);
    check("/regelingen?peildatum=2017-06-01&status=exhausted", &["MIT-haalbaarheid Oost 2017", "Geld op"]);
}

#[test]
fn a_round_shows_its_rules_with_their_sources() {
    check("/regelingen/efro-oost-innovatie-2022?peildatum=2022-09-01", &["Opent op 15 september 2022", "om 9:00 uur"]);
    check(
        "/regelingen/mit-2016?peildatum=2016-06-01",
        &["40.000.000", "15.000.000", "55.000.000", "Zeker", "In beginsel", "Samen"],
    );
    let points = [
        "0 tot 25",
        "minstens 50 punten",
        "35%",
        "Een plan",
        "art. 3.4.20",
        "Vergeleken met",
        "Dit staat niet in onze bronnen",
    ];
    check("/regelingen/mit-rd-landelijk-2025?peildatum=2025-06-01", &points);
    check("/regelingen/mit-haalbaarheid-landelijk-2017", &["8 weken na ontvangst", "Projectplan", "grote wijziging"]);
}

#[test]
fn what_no_source_says_is_listed() {
    check(
        "/regelingen/ondernemend-noaberschap-2017",
        &["Wat geen bron zegt", "U kunt via Schakel niet aanvragen in deze ronde", "wat beslist bij evenveel punten"],
    );
    check("/en/regelingen/ondernemend-noaberschap-2017", &["What no source says", "what decides between equal scores"]);
    assert_eq!(get("/regelingen/bestaat-niet").status, StatusCode::NOT_FOUND);
}

#[test]
fn an_instrument_leads_to_its_rounds() {
    check("/register/mit-haalbaarheid-landelijk", &["/regelingen/mit-haalbaarheid-landelijk-2017\"", "/regelingen\""]);
}

#[test]
fn a_round_in_the_api() {
    let found = api("/rondes?peildatum=2017-06-01&status=exhausted");
    assert_eq!(all(&found["rondes"], "id"), ["mit-haalbaarheid-oost-2017"]);
    let of = api("/rondes?instrument=mit-haalbaarheid-landelijk&aantal=1");
    assert_eq!((of["rondes"].as_array().unwrap().len(), of["_links"]["volgende"].is_null()), (1, false));
    let money = api("/rondes/mit-2016?peildatum=2016-06-01")["geld"].take();
    assert_eq!([&money["vast"], &money["voorlopig"], &money["samen"]], [40_000_000, 15_000_000, 55_000_000]);
    let round = api("/rondes/mit-rd-landelijk-2025?peildatum=2025-06-01");
    assert_eq!(round["uitvoerbaar"], false);
    assert_eq!(round["versies"][0]["punten"]["minimum_totaal"], 50);
    let old = api("/rondes/mit-haalbaarheid-landelijk-2017?taal=en");
    let rules = old["versies"][0]["regels"].as_array().unwrap();
    assert!(rules.iter().any(|it| it["regel"] == "decide_within" && it["tekst"] == "8 weeks"), "{rules:?}");
}

#[test]
fn mistakes_in_the_api_are_said() {
    let wrong = get("/api/v1/rondes?status=dicht");
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text().contains("kies uit: open, planned, exhausted, closed, unknown"), "{}", wrong.text());
    let missing = get("/api/v1/rondes/mit-2015");
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text().contains("mit-2016"), "{}", missing.text());
}
