//! What held on a day, and what changed between two days.

use serde_json::{Value, json};

use crate::support::{api, get};

fn check_feasibility(day: &str, maximum: i64, rate: f64) {
    let support = api(&format!("/instrumenten/mit-haalbaarheid-landelijk?peildatum={day}"));
    let amount = &support["bedrag"];
    assert_eq!((&amount["max"]["value"], &amount["rate"]["value"]), (&json!(maximum), &json!(rate)), "{day}");
}

#[test]
fn the_maximum_of_a_feasibility_project_is_that_of_the_day() {
    check_feasibility("2015-06-01", 50_000, 0.4);
    check_feasibility("2017-06-01", 25_000, 0.4);
    check_feasibility("2019-06-01", 20_000, 0.4);
    check_feasibility("2025-06-01", 20_000, 0.35);
}

fn compared(id: &str, from: &str, to: &str) -> Value {
    api(&format!("/instrumenten/{id}/versies/vergelijking?van={from}&tot={to}"))
}

#[test]
fn sys_b07_an_unchanged_scheme_gives_an_empty_diff() {
    let same = compared("mit-haalbaarheid-landelijk", "2015-06-01", "2016-06-01");
    assert_eq!((&same["wijzigingen"], &same["zelfde_versie"]), (&json!([]), &json!(true)));
}

#[test]
fn sys_b07_a_changed_scheme_lists_and_classifies_its_changes() {
    let changed = compared("mit-haalbaarheid-landelijk", "2015-06-01", "2019-06-01");
    let changes = changed["wijzigingen"].as_array().unwrap();
    let maximum = changes.iter().find(|change| change["veld"] == "max").unwrap();
    assert_eq!((&maximum["van"], &maximum["tot"]), (&json!("€\u{a0}50.000"), &json!("€\u{a0}20.000")));
    for change in changes {
        assert!(["major", "no-longer-known", "improvement"].contains(&change["soort"].as_str().unwrap()), "{change}");
    }
    let later = compared("mit-haalbaarheid-landelijk", "2019-06-01", "2025-06-01");
    let rate = later["wijzigingen"].as_array().unwrap().iter().find(|change| change["veld"] == "rate").unwrap().clone();
    assert_eq!(rate["soort"], "major", "{rate}");
}

#[test]
fn a_day_without_a_version_is_said() {
    let reply =
        get("/api/v1/instrumenten/mit-haalbaarheid-landelijk/versies/vergelijking?van=2001-01-01&tot=2019-06-01");
    assert_eq!(reply.status, 404);
    let detail = reply.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("2001-01-01") && detail.contains("2015-01-01..2017-01-01"), "{detail}");
}
