//! The match of one firm, through the API.

use axum::http::StatusCode;
use schakel_criteria::Language;
use schakel_register::facts_from_json;
use schakel_web::types::match_document;
use serde_json::{Value, json};

use crate::support::{APP, TODAY, post};

fn assess(body: &Value) -> Value {
    let reply = post("/toetsingen", &body.to_string());
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()
}

fn result<'a>(document: &'a Value, instrument: &str) -> &'a Value {
    document["results"].as_array().unwrap().iter().find(|it| it["instrument"] == instrument).unwrap()
}

/// An advising engineer in Zwolle with twelve people and a plan.
fn zwolle() -> Value {
    json!({
        "registered": true, "founded": "2009-05-01", "municipality": "GM0193", "legal_form": "bv", "employees": 12,
        "turnover": 2_500_000, "autonomous": true, "plan": ["feasibility", "innovate"], "themes": ["htsm"],
    })
}

#[test]
fn a_result_has_the_promised_fields_in_the_promised_order() {
    let document = assess(&json!({"gegevens": zwolle(), "peildatum": "2017-06-01"}));
    assert_eq!(document["as_of"], "2017-06-01");
    let result = result(&document, "mit-haalbaarheid-oost").as_object().unwrap();
    let promised = ["instrument", "name", "verdict", "open", "criteria", "missing", "changes", "amount", "contact"];
    assert_eq!(result.keys().take(promised.len()).collect::<Vec<_>>(), promised);
    let criterion = result["criteria"][0].as_object().unwrap();
    assert_eq!(criterion.keys().take(4).collect::<Vec<_>>(), ["id", "verdict", "text", "source"]);
    let amount = result["amount"].as_object().unwrap();
    assert_eq!(amount.keys().take(4).collect::<Vec<_>>(), ["min", "max", "rate", "qualifier"]);
    assert_eq!((&amount["max"], &amount["rate"], &amount["qualifier"]), (&json!(25_000), &json!(0.4), &json!("exact")));
}

#[test]
fn nothing_known_is_never_a_no() {
    let document = assess(&json!({"gegevens": {}}));
    assert_eq!(document["as_of"], TODAY.to_string());
    let results = document["results"].as_array().unwrap();
    assert!(results.len() > 50, "{}", results.len());
    for result in results {
        assert_ne!(result["verdict"], "not_met", "{}", result["instrument"]);
    }
    let unknown = result(&document, "mit-haalbaarheid-oost");
    assert_eq!(unknown["verdict"], "unknown");
    assert!(!unknown["missing"].as_array().unwrap().is_empty());
}

#[test]
fn every_criterion_has_a_text_and_a_readable_source() {
    let document = assess(&json!({"gegevens": zwolle(), "peildatum": "2015-06-01"}));
    let criteria = result(&document, "mit-haalbaarheid-landelijk")["criteria"].as_array().unwrap();
    let sme = criteria.iter().find(|it| it["id"] == "sme").unwrap();
    assert_eq!((&sme["verdict"], &sme["source_id"]), (&json!("met"), &json!("rnes-2015")));
    let source = sme["source"].as_str().unwrap();
    assert!(source.ends_with("art. 3.4.4") && !source.starts_with("rnes-2015"), "{source}");
    let used = sme["used"].as_array().unwrap();
    assert!(used.iter().any(|it| it == &json!({"fact": "employees", "value": 12})), "{used:?}");
    let judgement = criteria.iter().find(|it| it["verdict"] == "judgement").unwrap();
    assert_eq!(judgement["rule_in_words"], Value::Null);
}

#[test]
fn a_change_names_fact_from_and_to() {
    let mut facts = zwolle();
    facts["project_months"] = json!(30);
    let document = assess(&json!({"gegevens": facts, "peildatum": "2017-06-01"}));
    let result = result(&document, "mit-haalbaarheid-landelijk");
    assert_eq!((&result["verdict"], &result["changes_possible"]), (&json!("not_met"), &json!("possible")));
    let sets = result["changes"].as_array().unwrap();
    assert!(!sets.is_empty());
    for set in sets {
        let set = set.as_array().unwrap();
        assert!(set.contains(&json!("project_months: 30 → 12")), "{set:?}");
        assert!(set.contains(&json!("mit_this_year: unknown → false")), "{set:?}");
    }
}

#[test]
fn the_language_changes_words_and_not_verdicts() {
    let dutch = assess(&json!({"gegevens": zwolle()}));
    let english = assess(&json!({"gegevens": zwolle(), "taal": "en"}));
    let verdicts = |document: &Value| {
        let results = document["results"].as_array().unwrap();
        results.iter().map(|it| (it["instrument"].clone(), it["verdict"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&dutch), verdicts(&english));
    let text = |document| result(document, "wbso")["name"].clone();
    assert_ne!(result(&dutch, "wbso")["summary"], result(&english, "wbso")["summary"]);
    assert!(text(&dutch).is_string());
}

#[test]
fn the_contact_is_an_organisation_and_says_when_it_is_the_front_door() {
    let document = assess(&json!({"gegevens": zwolle()}));
    let results = document["results"].as_array().unwrap();
    for result in results {
        if let Some(contact) = result["contact"].as_str() {
            assert!(APP.pack().organisations.contains_key(contact), "{contact}");
        }
    }
    let door = results.iter().find(|it| it["contact_is_front_door"] == true).unwrap();
    assert_eq!(door["contact"], "kennispoort-regio-zwolle");
}

#[test]
fn the_command_line_prints_what_the_api_answers() {
    let facts = facts_from_json(&zwolle(), APP.pack(), TODAY).unwrap();
    let moment = APP.moment(None);
    let matches = APP.matcher(moment).match_firm(&facts);
    let document = match_document(APP.pack(), &matches, moment.date(), Language::Dutch);
    assert_eq!(serde_json::to_value(&document).unwrap(), assess(&json!({"gegevens": zwolle()})));
}

#[test]
fn the_facts_that_may_be_given_are_listed_with_their_codes() {
    let vocabulary = crate::support::api("/gegevens");
    let facts = vocabulary["gegevens"].as_array().unwrap();
    let fact = |id: &str| facts.iter().find(|fact| fact["id"] == id).unwrap();
    assert_eq!(fact("employees")["type"], "number");
    assert_eq!(fact("plan")["codelijst"], "plan");
    assert_eq!((&fact("founded")["onveranderlijk"], &fact("sme")["afgeleid"]), (&json!(true), &json!(true)));
    assert!(fact("employees")["vraag"].as_str().unwrap().ends_with('?'));
    for list in facts.iter().filter_map(|fact| fact["codelijst"].as_str()) {
        assert!(!vocabulary["codelijsten"][list].as_array().unwrap().is_empty(), "{list}");
    }
}
