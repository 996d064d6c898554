//! One complete answer at every counter, a gate for every municipality, hubs that reach everyone (inventory F01, F13,
//! F14, L06).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{FactsFile, PACK, schakel, schakel_json, texts};

/// F01. One question gives the support of state, province, subregion and sector together, and the answer does not
/// depend on the counter where it is asked. Proven by asking the same at every organisation that the register knows, on
/// the command line, and in the API.
#[test]
fn sys_f01_same_answer_at_every_counter() {
    let ask = |counter: &str| {
        let pairs = [("behoefte", "innovate"), ("regio", "GM0193"), ("aantal", "500"), ("loket", counter)];
        let mut list = portal().query("/api/v1/instrumenten", &pairs);
        // The links repeat the question, with the counter in it; all else is the answer.
        list.as_object_mut().expect("an object").remove("_links");
        list
    };
    let answer = ask("");
    let organisations = portal().query("/api/v1/organisaties", &[("aantal", "500")]);
    let counters = texts(&organisations["organisaties"], "id");
    assert!(counters.len() >= 90);
    for counter in counters {
        assert_eq!(ask(counter), answer, "another answer at {counter}");
    }
    let found = answer["instrumenten"].as_array().expect("a list");
    for level in ["eu", "national", "landsdeel", "province", "subregion"] {
        assert!(found.iter().any(|it| it["niveau"]["id"] == level), "nothing of level {level}");
    }
    assert!(found.iter().any(|it| it["kenmerken"].as_array().is_some_and(|labels| !labels.is_empty())), "no sector");

    // The match of a firm is one answer too: an adviser's command line gives what the portal gives.
    let facts = json!({ "municipality": "GM0193", "plan": ["innovate"], "employees": 12 });
    let file = FactsFile::new("f01.json", &facts.to_string());
    let printed = schakel_json(&["match", PACK, "--facts", file.path(), "--as-of", "2017-06-01"]);
    let posted = portal().post("/api/v1/toetsingen", &json!({ "gegevens": facts, "peildatum": "2017-06-01" }));
    assert_eq!(posted.status, 200, "{}", posted.body);
    assert_eq!(serde_json::from_str::<Value>(&posted.body).expect("JSON"), printed);
}

/// F13. Every municipality of Overijssel has exactly one gate, and from a question to a named contact is one step: the
/// answer itself names whom to call. The contact is an organisation; persons come with the case files. Proven for all 25
/// municipalities, and by taking one gate away in a copy of the pack.
#[test]
fn sys_f13_one_gate_per_municipality_one_step_to_a_contact() {
    let list = portal().query("/api/v1/gemeenten", &[("provincie", "PV23")]);
    let municipalities = list["gemeenten"].as_array().expect("a list");
    assert_eq!(municipalities.len(), 25);
    for municipality in municipalities {
        let gate = &municipality["loket"]["organisatie"]["id"];
        assert!(gate.is_string(), "{municipality}");
        let code = &municipality["code"];
        let posted = portal().post("/api/v1/toetsingen", &json!({ "gegevens": { "municipality": code } }));
        let document: Value = serde_json::from_str(&posted.body).expect("JSON");
        for result in document["results"].as_array().expect("a list") {
            assert!(result["contact"].is_string(), "{code}: nobody to call for {}", result["instrument"]);
            if result["contact_is_front_door"] == true {
                assert_eq!(result["contact"], *gate, "{code}: {}", result["instrument"]);
            }
        }
    }
    let page = portal().page("/loket?gemeente=GM0193");
    assert!(page.contains("Kennispoort Regio Zwolle"), "{page}");

    let whole = schakel(["coverage", PACK, "--province", "PV23"]);
    assert_eq!(whole.code, 0, "{}", whole.out);
    let door = "name = \"Zwolle\"\nprovince = \"PV23\"";
    let pack = PackCopy::new("f13");
    let text = pack.read("regions/municipalities.toml");
    let at = text.find(door).expect("Zwolle");
    let start = at + text[at..].find("front_door").expect("its door");
    let end = start + text[start..].find('\n').expect("the end of the line");
    let without = format!("{}{}", &text[..start], &text[end + 1..]);
    std::fs::write(format!("{}/regions/municipalities.toml", pack.path()), without).expect("the file is written");
    let broken = schakel(["coverage", pack.path(), "--province", "PV23"]);
    assert_eq!(broken.code, 1);
    assert!(broken.out.contains("24 of 25 municipalities reached"), "{}", broken.out);
    assert!(broken.out.contains("not reached, as far as a source says: Zwolle"), "{}", broken.out);
    let checked = schakel(["check", pack.path()]);
    assert!(checked.out.contains("1 of 25 municipalities of PV23 have no front door"), "{}", checked.out);
}

/// L06. Every municipality of Overijssel lies in the area of a hub and the list of uncovered municipalities is empty.
/// The source gives six hubs without names, so the area is the network's. Proven with `schakel coverage` and the API;
/// with the hubs in Twente only, the eleven others are the uncovered list.
#[test]
fn sys_l06_every_municipality_has_a_hub() {
    let hubs = "startershubs-overijssel";
    let covered = schakel_json(&["coverage", PACK, "--service", hubs, "--province", "PV23"]);
    assert_eq!(texts(&covered["municipalities"], "through"), ["PV23"; 25]);
    assert_eq!(covered["uncovered"], json!([]));
    let view = portal().query(&format!("/api/v1/instrumenten/{hubs}/dekking"), &[("provincie", "PV23")]);
    assert_eq!((&view["plekken"], &view["niet_gedekt"]), (&json!(6), &json!([])));

    let pack = PackCopy::new("l06").replace(
        "facilities/startershubs-overijssel.md",
        "areas = [\"PV23\"]",
        "areas = [\"twente\"]",
    );
    let ended = schakel(["coverage", pack.path(), "--service", hubs, "--province", "PV23", "--format", "json"]);
    assert_eq!(ended.code, 1, "an uncovered municipality is a finding");
    let uncovered = ended.json()["uncovered"].as_array().expect("a list").len();
    assert_eq!(uncovered, 11);
    let text = schakel(["coverage", pack.path(), "--service", hubs, "--province", "PV23"]).out;
    assert!(text.contains("14 of 25 municipalities reached"), "{text}");
    assert!(text.contains("GM0193 Zwolle: not reached") && text.contains("GM0153 Enschede: Twente"), "{text}");
}

/// F14. A counter is a record with the area that it serves, its functions, and how to reach it when a source tells; a
/// counter without a function is invalid. Proven for every front door of Overijssel, and by taking the functions of one
/// away in a copy of the pack, which is then refused.
#[test]
fn sys_f14_counters_have_area_functions_and_channel() {
    let list = portal().query("/api/v1/gemeenten", &[("provincie", "PV23")]);
    let gates = list["gemeenten"].as_array().expect("a list").iter();
    let gates: BTreeSet<&str> = gates.map(|it| it["loket"]["organisatie"]["id"].as_str().expect("a gate")).collect();
    assert_eq!(gates, BTreeSet::from(["kennispoort-regio-zwolle", "mkb-adviseurs", "novel-t"]));
    for gate in gates {
        let counter = portal().json(&format!("/api/v1/organisaties/{gate}"));
        assert!(texts(&counter["rollen"], "id").contains(&"front-door"), "{gate}");
        assert!(!texts(&counter["gebieden"], "id").is_empty(), "{gate}");
        assert_eq!(counter["website"].is_string(), gate != "mkb-adviseurs", "{gate}: no source gives its channel");
    }

    let pack = PackCopy::new("f14").replace(
        "organisations/kennispoort-regio-zwolle.md",
        "roles = [\"front-door\", \"information\", \"innovation-advice\", \"networking\"]\n",
        "",
    );
    let ended = schakel(["check", pack.path()]);
    assert_eq!(ended.code, 1);
    let expected = "error: `kennispoort-regio-zwolle` is the front door of a municipality but has no function";
    assert!(ended.out.contains(expected), "{}", ended.out);
}
