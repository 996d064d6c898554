//! `schakel plan`: its table, its document, and how it refuses. That the plan is the best one is proven in
//! `schakel-guide`.

use serde_json::Value;

use crate::run::{Ended, FactsFile, PACK, schakel};

/// A small firm in Zwolle that borrows somebody and makes something new, on a day on which it could ask for the MIT.
pub const FIRM: &str = r#"{
    "plan": ["feasibility", "innovate"], "municipality": "GM0193", "employees": 12, "turnover": 2000000,
    "balance_total": 1000000, "autonomous": true, "themes": ["htsm"], "legal_form": "bv", "mit_this_year": false
}"#;

pub const PROJECT: &str = r#"
start = 2017-06-01
de_minimis = [ { datum = 2016-03-01, bedrag = 20000 } ]

[kosten.experimental-development]
2017 = 20000

[kosten.knowledge-transfer]
2017 = 9000

[kosten.secondment]
2017 = 80000
2018 = 150000.50
"#;

fn planned(name: &str, project: &str, more: &[&str]) -> Ended {
    let file = FactsFile::new(&format!("plan-{name}"), project);
    let firm = FactsFile::new(&format!("firm-{name}.json"), FIRM);
    let arguments = ["plan", PACK, "--project", file.path(), "--facts", firm.path(), "--as-of", "2017-04-12"];
    schakel(arguments.into_iter().chain(more.iter().copied()))
}

/// The table that an adviser hands over, in Dutch and in English.
#[test]
fn text_in_dutch_and_english() {
    let dutch = planned("nl.toml", PROJECT, &[]);
    assert_eq!((dutch.code, dutch.err.as_str()), (0, ""));
    insta::assert_snapshot!("plan_nl", dutch.out);
    let english = planned("en.toml", PROJECT, &["--lang", "en"]);
    assert_eq!(english.code, 0, "{}", english.err);
    insta::assert_snapshot!("plan_en", english.out);
}

fn cents(value: &Value) -> i64 {
    let text = value.to_string();
    let (euros, cents) = text.split_once('.').unwrap_or((&text, ""));
    let cents = format!("{cents:0<2}");
    euros.parse::<i64>().expect("euros") * 100 + cents.parse::<i64>().expect("cents")
}

/// The document adds up to the cent, and money that is not certain is never in the certain plan.
#[test]
fn document_adds_up() {
    let document = planned("json.toml", PROJECT, &["--format", "json"]).json();
    let costs = cents(&document["kosten"]);
    assert_eq!(costs, 25_900_050);
    for scenario in [&document["zeker"], &document["mogelijk"]] {
        let rows =
            scenario["bijdragen"].as_array().expect("a list").iter().flat_map(|it| it["regels"].as_array().unwrap());
        let paid: i64 = rows.map(|row| cents(&row["bedrag"])).sum();
        assert_eq!(paid + cents(&scenario["eigen_geld"]), costs);
        assert_eq!(cents(&scenario["subsidie"]) + cents(&scenario["eigen_bijdrage"]), costs);
    }
    assert_eq!(document["zeker"]["subsidie"], 0);
    let secondment = &document["mogelijk"]["bijdragen"];
    let secondment = secondment.as_array().unwrap().iter().find(|it| it["vorm"] == "grant").expect("a grant");
    assert_eq!((&secondment["totaal"], &secondment["zekerheid"]), (&Value::from(50_000), &Value::from("possible")));
    assert_eq!(secondment["grens"]["code"], "maximum");
}

/// All mistakes at once, of the project and of the firm, in the language that was asked for; exit 2, nothing printed.
#[test]
fn all_mistakes_at_once() {
    let project =
        "start = \"straks\"\nde_minimis = 5\n[kosten.trainig]\n2017 = 5\n[kosten.training]\n2017 = \"veel\"\n";
    let file = FactsFile::new("plan-wrong.toml", project);
    let firm = FactsFile::new("plan-wrong-firm.json", r#"{ "employes": 12 }"#);
    let ended = schakel(["plan", PACK, "--project", file.path(), "--facts", firm.path(), "--as-of", "2017-04-12"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    insta::assert_snapshot!("plan_mistakes_nl", ended.err);
}

/// Without facts of the firm there is a plan all the same, and nothing in it is certain.
#[test]
fn without_facts() {
    let file = FactsFile::new("plan-alone.json", r#"{ "kosten": { "secondment": { "2017": 10000 } } }"#);
    let ended = schakel(["plan", PACK, "--project", file.path(), "--as-of", "2017-04-12", "--format", "json"]);
    let document = ended.json();
    assert_eq!(document["zeker"]["bijdragen"], Value::Array(Vec::new()));
    assert_eq!(document["de_minimis"]["eerder"], Value::Null);
}
