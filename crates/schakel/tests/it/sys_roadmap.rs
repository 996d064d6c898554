//! The roadmap and what goes with it (inventory J05, J13, K03, K09).

use serde_json::{Value, json};

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{FactsFile, PACK, find, schakel, schakel_json, texts};

fn route(body: Value) -> Value {
    let reply = portal().post("/api/v1/routekaarten", &body);
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).expect("JSON")
}

/// K03. From any starting situation there is a route to a step with a contact. The check of the pack proves it over
/// every plan, phase, situation and place; here also every plan through the public interface, in both provinces.
#[test]
fn sys_k03_no_dead_ends() {
    let check = schakel(["check", PACK]);
    assert!(!check.out.contains("nobody to call"), "{}", check.out);
    let facts = portal().json("/api/v1/gegevens");
    let plans = find(&facts["gegevens"], "id", "plan")["codes"].clone();
    let plans: Vec<String> = match plans.as_array() {
        Some(codes) => codes.iter().filter_map(|code| code["id"].as_str().map(str::to_owned)).collect(),
        None => ["start", "innovate", "feasibility", "collaborate", "finance", "succession", "in-trouble", "attract"]
            .map(str::to_owned)
            .to_vec(),
    };
    assert!(!plans.is_empty());
    for plan in &plans {
        for place in [json!("GM0193"), json!("GM0202"), Value::Null] {
            let document = route(json!({ "gegevens": { "plan": [plan], "municipality": place } }));
            let steps = document["steps"].as_array().expect("steps");
            assert!(steps.iter().any(|step| step["contact"]["id"].is_string()), "{plan} in {place}");
            for step in steps.iter().filter(|step| ["talk", "apply", "join"].contains(&step["kind"].as_str().unwrap()))
            {
                assert!(step["contact"]["id"].is_string(), "{plan} in {place}: {step}");
            }
        }
    }
}

/// K03. A pack that breaks it is told so: without an organisation to call, Gelderland has nobody.
#[test]
fn sys_k03_a_pack_with_dead_ends_is_reported() {
    let pack = PackCopy::new("k03").replace(
        "pack.toml",
        "contact_roles = [\"front-door\", \"sme-support\", \"helpdesk\"]",
        "contact_roles = []",
    );
    let check = schakel(["check", pack.path()]);
    assert_eq!(check.code, 0, "a gap in the support system is no mistake in the pack: {}", check.out);
    assert!(check.out.contains("lead to a roadmap in which there is nobody to call"), "{}", check.out);
    assert!(check.out.contains("= help: give an organisation in that area one of the roles"), "{}", check.out);
}

/// K03. The route shows steps, examples, checklists and contacts, and an adviser can walk the same one: the saved
/// route has an address, and whoever has it sees the same steps.
#[test]
fn sys_k03_steps_examples_checklists_and_the_same_map_for_the_adviser() {
    let query = "plan=feasibility&municipality=GM0193&themes=htsm&doel=mit-haalbaarheid-landelijk&peildatum=2017-06-01";
    let page = portal().page(&format!("/routekaart?{query}"));
    for words in [
        "Praat met Kennispoort Regio Zwolle",
        "Neem mee of lever in",
        "projectplan",
        "begroting",
        "voorbeelden van anderen",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let fields = [("plan", "feasibility"), ("municipality", "GM0193"), ("doel", "mit-haalbaarheid-landelijk")];
    let (saved, address) = portal().send_form("/routekaart", &fields);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let entrepreneur = portal().page(&address);
    assert!(entrepreneur.contains("Vraag aan: MIT-haalbaarheidsproject (landelijk)"), "{entrepreneur}");
    portal().send_form(&address, &[("actie", "klaar"), ("stap", "talk")]);
    let adviser = portal().page(&address);
    assert!(adviser.contains("1 van de") && adviser.contains("(gedaan)"), "{adviser}");
    let (gone, _) = portal().send_form(&address, &[("actie", "verwijder")]);
    assert_eq!(gone.status, 200);
    assert_eq!(portal().get(&address).status, 404);
}

/// K09. A few questions give the type with reasons and a source; the first step differs, and nothing is refused.
#[test]
fn sys_k09_situation_changes_the_first_step_only() {
    let ask = |wants: Value, knows: Value, able: Value| {
        route(json!({ "gegevens": { "plan": ["innovate"], "municipality": "GM0193",
            "wants_to_start": wants, "knows_how": knows, "able_to_start": able } }))
    };
    let plain = ask(Value::Null, Value::Null, Value::Null);
    assert_eq!(plain["situation"], Value::Null);
    let offered = |document: &Value| -> Vec<String> {
        let steps = document["steps"].as_array().expect("steps").iter();
        steps.filter_map(|step| step["instrument"].as_str().map(str::to_owned)).collect()
    };
    let check = |document: Value, situation: &str, first: &str, because: &str| {
        assert_eq!(document["situation"]["id"], situation);
        assert_eq!(document["steps"][0]["kind"], first, "{situation}");
        assert_eq!(texts(&document["situation"]["because"], ""), [because]);
        assert!(document["situation"]["source"].as_str().unwrap().contains("2R"), "{situation}");
        assert_eq!(offered(&document), offered(&plain), "{situation}: the same support stays open");
    };
    check(ask(json!(false), json!(false), json!(false)), "not-willing", "look", "nu willen beginnen: nee");
    check(ask(json!(true), json!(false), json!(false)), "not-knowing", "talk", "weten hoe u het aanpakt: nee");
    check(ask(json!(true), json!(true), json!(false)), "not-able", "prepare", "hebben wat u nodig heeft: nee");
    let ready = ask(json!(true), json!(true), json!(true));
    assert_eq!(ready["situation"], Value::Null, "who wants, knows and can is of no type");
    let page = portal().page("/routekaart?plan=innovate&municipality=GM0193&wants_to_start=nee");
    assert!(page.contains("Dat mag. U hoeft niets."), "{page}");
    assert!(page.contains("Kijk hoe anderen het deden"), "{page}");
}

const NOT_READY: &str = r#"{ "municipality": "GM0193", "plan": ["innovate"], "foreign_partner": false }"#;
const READIER: &str = r#"{ "municipality": "GM0193", "plan": ["innovate"], "foreign_partner": true,
    "sme": true }"#;

/// J05. The readiness check for European programmes gives what is not ready and a first step; done again after changes
/// it shows what was won. By the command line, the API and the page.
#[test]
fn sys_j05_readiness_with_progress() {
    let (before, after) = (FactsFile::new("j05-before.json", NOT_READY), FactsFile::new("j05-after.json", READIER));
    let arguments = ["roadmap", PACK, "--as-of", "2017-06-01", "--facts"];
    let first = schakel_json(&[&arguments[..], &[before.path()]].concat());
    let programmes = first["readiness"].as_array().expect("programmes");
    assert!(!programmes.is_empty());
    let not_ready = |it: &Value| it["items"].as_array().unwrap().iter().filter(|item| item["verdict"] != "met").count();
    assert!(programmes.iter().any(|it| not_ready(it) > 0), "everything is ready at once");
    for it in programmes {
        assert!(it["first_step"].as_str().is_some_and(|text| !text.is_empty()), "{it}");
        assert_eq!(it["won"], Value::Null, "the first check has nothing to compare with");
    }
    let again = schakel_json(&[&arguments[..], &[after.path(), "--earlier", before.path()]].concat());
    let won: usize = again["readiness"].as_array().unwrap().iter().map(|it| it["won"].as_array().unwrap().len()).sum();
    let ready = |document: &Value| -> u64 {
        document["readiness"].as_array().unwrap().iter().map(|it| it["ready"].as_u64().unwrap()).sum()
    };
    assert!(won > 0 && ready(&again) > ready(&first), "no progress: {won}");

    let page = portal().page("/routekaart?plan=innovate&municipality=GM0193&sme=ja&klaar=");
    assert!(page.contains("Klaar gekomen sinds de vorige keer"), "{page}");
    assert!(!portal().page("/routekaart?plan=innovate&municipality=GM0193&sme=ja").contains("Klaar gekomen"));
}

/// J05. The same on a saved route: the answers of later are compared with those of the day on which it was saved.
#[test]
fn sys_j05_progress_of_a_saved_roadmap() {
    let (_, address) = portal().send_form("/routekaart", &[("plan", "innovate"), ("municipality", "GM0193")]);
    assert!(!portal().page(&address).contains("Klaar gekomen"));
    let later = [("actie", "antwoorden"), ("plan", "innovate"), ("municipality", "GM0193"), ("sme", "ja")];
    assert_eq!(portal().send_form(&address, &later).0.status, 303);
    assert!(portal().page(&address).contains("Klaar gekomen sinds de vorige keer"));
}

/// J13, the roadmap side. Working with a university begins with a named contact and standard steps. No source of the
/// pack gives a standard agreement form, so none is shown.
#[test]
fn sys_j13_cooperation_has_a_named_contact_and_steps() {
    let document = route(json!({ "gegevens": {
        "plan": ["research", "collaborate"], "municipality": "GM0153", "knowledge_partner": true } }));
    let steps = document["steps"].as_array().expect("steps");
    assert_eq!([&steps[0]["kind"], &steps[0]["contact"]["id"]], ["talk", "novel-t"]);
    let kinds: Vec<&str> = steps.iter().map(|step| step["kind"].as_str().unwrap()).collect();
    for kind in ["talk", "prepare", "apply", "start"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
}

/// K03. What cannot be had for the same project never stands in one route: of two such goals the second is left out, with
/// the rule and its source. Proven with two MIT schemes of which the pack says so.
#[test]
fn sys_k03_what_excludes_each_other_is_left_out() {
    let goals = ["mit-haalbaarheid-oost", "mit-haalbaarheid-landelijk"];
    let firm = json!({ "municipality": "GM0193", "employees": 12 });
    let made = route(json!({ "gegevens": firm, "doelen": goals, "peildatum": "2017-04-05" }));
    let steps = made["steps"].as_array().expect("a list");
    let in_route = |goal: &str| steps.iter().any(|step| step["instrument"] == goal);
    assert_eq!(goals.map(in_route), [true, false], "{made}");
    let left_out = find(&made["left_out"], "instrument", goals[1]);
    assert!(left_out["reason"].as_str().is_some_and(|it| it.contains("niet voor hetzelfde project")), "{left_out}");
    assert!(left_out["source"].as_str().is_some_and(|it| it.contains("3.4.3 lid 2")), "{left_out}");
}
