//! Themes and pots per landsdeel, municipalities and their front doors, and coverage.

use serde_json::{Value, json};

use crate::support::{all, api, get};

#[test]
fn sys_a14_every_theme_is_classified_for_every_landsdeel() {
    for landsdeel in ["oost", "noord", "zuid", "zuidvleugel", "noordvleugel"] {
        let list = api(&format!("/landsdelen/{landsdeel}/themas"));
        let themes = list["themas"].as_array().unwrap();
        assert!(themes.len() > 20, "{landsdeel}");
        for theme in themes {
            let scope = theme["bereik"].as_str().unwrap();
            assert!(["inside", "only_regional", "only_national", "neither", "unknown"].contains(&scope), "{theme}");
            assert_eq!(scope == "unknown", landsdeel == "noordvleugel", "{landsdeel}: {theme}");
        }
    }
    let scope = |theme: &str| api(&format!("/landsdelen/oost/themas/{theme}"))["bereik"].clone();
    assert_eq!(scope("htsm"), "inside");
    assert_eq!(scope("creative"), "only_regional");
    assert_eq!(scope("horticulture"), "only_national");
    assert_eq!(scope("retail"), "neither");
}

fn check_pot(theme: &str, expected: &str) {
    let theme = api(&format!("/landsdelen/oost/themas/{theme}"));
    assert_eq!(theme["pot"], expected, "{theme}");
}

#[test]
fn sys_b02_one_application_belongs_to_one_pot_or_is_refused() {
    check_pot("htsm", "joint");
    check_pot("horticulture", "national");
    check_pot("retail", "refused");
    check_pot("creative", "refused");
}

#[test]
fn sys_l06_every_overijssel_municipality_is_reached_by_the_hubs() {
    let coverage = api("/instrumenten/startershubs-overijssel/dekking?provincie=PV23");
    let reached = coverage["gemeenten"].as_array().unwrap();
    assert_eq!((reached.len(), &coverage["niet_gedekt"]), (25, &json!([])));
    assert!(reached.iter().all(|it| it["via"]["id"] == "PV23"), "{coverage}");
    assert_eq!(coverage["plekken"], 6);
}

#[test]
fn what_is_not_reached_is_listed() {
    let coverage = api("/instrumenten/high-tech-fund-twente/dekking?provincie=PV23");
    let uncovered = all(&coverage["niet_gedekt"], "id");
    assert!(uncovered.contains(&"GM0193") && !uncovered.contains(&"GM0153"), "{uncovered:?}");
    let without_way = coverage["gemeenten"].as_array().unwrap().iter().filter(|it| it["via"] == Value::Null).count();
    assert_eq!(without_way, uncovered.len());
}

#[test]
fn a_municipality_names_its_front_door_with_qualifier_and_source() {
    let zwolle = api("/gemeenten/GM0193");
    let door = &zwolle["loket"];
    assert_eq!(
        (&door["organisatie"]["id"], &door["qualifier"]),
        (&json!("kennispoort-regio-zwolle"), &json!("inferred"))
    );
    assert_eq!(door["bron"]["id"], "ser-reactie-2022");
    let overijssel = api("/gemeenten?provincie=PV23");
    assert_eq!(overijssel["totaal"], 25);
    assert!(overijssel["gemeenten"].as_array().unwrap().iter().all(|it| it["loket"].is_object()));
    let gelderland = api("/gemeenten?provincie=PV25");
    assert_eq!(gelderland["totaal"], 51);
    assert!(gelderland["gemeenten"].as_array().unwrap().iter().all(|it| it["loket"].is_null()), "no source names one");
}

#[test]
fn a_name_for_a_code_is_understood_as_a_suggestion() {
    let reply = get("/api/v1/gemeenten/Zwolle");
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["detail"]),
        (404, &json!("de gemeente `Zwolle` bestaat niet; bedoelde u `GM0193`?"))
    );
}

#[test]
fn organisations_say_what_they_do_and_where_that_is_known() {
    let organisation = api("/organisaties/novel-t");
    assert_eq!(organisation["naam"], "Novel-T");
    assert!(organisation["loket_van"].as_array().unwrap().iter().any(|it| it["id"] == "GM0153"));
    assert!(organisation["bron"]["tekst"].is_string());
}
