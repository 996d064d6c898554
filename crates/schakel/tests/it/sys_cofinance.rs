//! Co-financing (inventory D09): who pays for projects of a programme, and what is still open.

use serde_json::{Value, json};

use crate::pack_copy::PackCopy;
use crate::portal::{Portal, portal};
use crate::run::{FactsFile, PACK, schakel};

fn request(euros: Value) -> Value {
    json!({ "project": { "kosten": { "other": { "2017": euros } } }, "gegevens": {}, "peildatum": "2017-06-01" })
}

fn programmes(portal: &Portal, euros: Value) -> Vec<Value> {
    let reply = portal.post("/api/v1/financieringsplannen", &request(euros));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let document: Value = serde_json::from_str(&reply.body).expect("JSON");
    document["cofinanciering"].as_array().expect("a list").clone()
}

fn programme(all: &[Value], id: &str) -> Value {
    all.iter().find(|it| it["programma"]["id"] == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

/// D09. For a project budget the system computes what the programme pays, the co-financing that is required, and the
/// split between state and region as agreed; a programme without agreed payer is open. Proven through the API, the
/// command line and the page, and in copies of the pack in which an agreement is gone or made.
#[test]
fn sys_d09_cofinance_and_open_payers() {
    let all = programmes(portal(), json!(100_000.01));

    // MIT: state and region put in the same; the odd cent is not lost.
    let mit = programme(&all, "mit");
    assert_eq!([&mit["rijk"], &mit["regio"], &mit["niet_afgesproken"]], [&json!(50_000.01), &json!(50_000), &json!(0)]);
    assert_eq!([&mit["cofinanciering_nodig"], &mit["open"]], [&json!(50_000), &json!(false)]);

    // INTERREG: at most half from the programme; the ministry set money aside, but no share of a project was agreed.
    let interreg = programme(&all, "interreg-duitsland-nederland");
    assert_eq!([&interreg["aandeel"], &interreg["programma_betaalt"]], [&json!("hooguit 50%"), &json!(50_000)]);
    assert_eq!(
        [&interreg["cofinanciering_nodig"], &interreg["niet_afgesproken"]],
        [&json!(50_000.01), &json!(50_000.01)]
    );
    assert_eq!(interreg["betalers"][0]["apart_gezet"], "€\u{a0}22.300.000");
    assert_eq!([&interreg["rijk"], &interreg["open"]], [&Value::Null, &json!(true)]);

    // Of these the sources say only that an inventory is to be made.
    for id in ["efro-operationele-programmas", "era-net", "horizon-2020"] {
        let unknown = programme(&all, id);
        assert_eq!(
            [&unknown["programma_betaalt"], &unknown["cofinanciering_nodig"]],
            [&Value::Null, &Value::Null],
            "{id}"
        );
        assert_eq!(unknown["open"], true, "{id}");
    }

    let file = FactsFile::new("d09.json", r#"{ "kosten": { "other": { "2017": 100000.01 } } }"#);
    let text = schakel(["plan", PACK, "--project", file.path(), "--as-of", "2017-06-01", "--lang", "en"]).out;
    assert!(text.contains("INTERREG Duitsland-Nederland: OPEN: who pays €\u{a0}50,000.01"), "{text}");
    let page = portal().page("/financieringsplan/uitkomst?kosten-other-2017=100000.01&peildatum=2017-06-01");
    assert!(page.contains("Niet afgesproken wie € 50.000,01 betaalt"), "{page}");

    // Without the agreement of the region the MIT is open; with one of the state INTERREG no longer is.
    let copy = PackCopy::new("d09").replace(
        "programmes/mit.md",
        "organisation = \"provincies\"\nlevel = \"region\"\nshare = \"50%\"",
        "organisation = \"provincies\"\nlevel = \"region\"",
    );
    let copy = copy.replace(
        "instruments/interreg-duitsland-nederland.md",
        "amount = 22300000",
        "amount = 22300000\nshare = \"50%\"",
    );
    let all = programmes(&Portal::serve(copy.path()), json!(100_000));
    let (mit, interreg) = (programme(&all, "mit"), programme(&all, "interreg-duitsland-nederland"));
    assert_eq!([&mit["open"], &mit["niet_afgesproken"], &mit["regio"]], [&json!(true), &json!(50_000), &Value::Null]);
    assert_eq!([&interreg["open"], &interreg["rijk"]], [&json!(false), &json!(50_000)]);
}

/// The plan through the API: all mistakes at once, each with its place.
#[test]
fn plan_refuses_with_every_mistake() {
    let wrong = json!({
        "project": { "kosten": { "trainig": { "2017": 5 }, "training": { "2016": 5 } }, "strat": 1 },
        "gegevens": { "employees": "veel" }, "peildatum": "2017-06-01", "tal": "nl",
    });
    let reply = portal().post("/api/v1/financieringsplannen", &wrong);
    assert_eq!(reply.status, 400);
    for place in ["#/tal", "#/gegevens/employees", "#/project/strat", "#/project/kosten/trainig"] {
        assert!(reply.body.contains(place), "{place}: {}", reply.body);
    }
}

/// The page adds a year without a script, keeps what was typed, and says what is wrong at the field.
#[test]
fn the_form_of_a_plan() {
    let page = portal().get("/financieringsplan?peildatum=2017-06-01&jaren=3&kosten-training-2018=1250,50").body;
    assert!(
        page.contains("name=\"kosten-training-2019\"") && !page.contains("name=\"kosten-training-2020\""),
        "three years"
    );
    assert!(page.contains("value=\"1250,5\""), "{page}");
    let wrong = portal()
        .get("/financieringsplan/uitkomst?peildatum=2017-06-01&kosten-training-2017=veel&steun-dag-1=2016-01-01");
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("id=\"p-kosten-training-2017-error\""), "{}", wrong.body);
    assert!(wrong.body.contains("href=\"#p-steun-bedrag-1\""), "{}", wrong.body);
}
