//! `schakel match`: its document, its order, its text, and how it refuses.

use serde_json::{Value, json};

use crate::run::{Ended, FactsFile, PACK, find, schakel, schakel_json, texts};

/// A small firm in Zwolle with an idea in plastics, in the week in which the scheme of 2017 was open.
const FIRM: &str = r#"{
    "municipality": "GM0193", "registered": true, "founded": "2012-03-01", "legal_form": "bv",
    "employees": 12, "turnover": 2000000, "autonomous": true,
    "plan": ["feasibility"], "themes": ["chemistry"], "months_to_start": 2, "project_months": 14,
    "feasibility_share": 0.8, "mit_this_year": false
}"#;

fn matched(name: &str, facts: &str, more: &[&str]) -> Ended {
    let file = FactsFile::new(name, facts);
    schakel(["match", PACK, "--facts", file.path(), "--as-of", "2017-04-15"].into_iter().chain(more.iter().copied()))
}

fn document(name: &str, facts: &str) -> Value {
    let file = FactsFile::new(name, facts);
    schakel_json(&["match", PACK, "--facts", file.path(), "--as-of", "2017-04-15"])
}

/// Every field that the document promises is there, with its type; nothing is a guess.
#[test]
fn document_has_the_promised_shape() {
    let document = document("shape.json", FIRM);
    assert_eq!(document["as_of"], "2017-04-15");
    let results = document["results"].as_array().expect("a list");
    assert!(results.len() > 80, "everything that was known on the day");
    for result in results {
        let id = result["instrument"].as_str().expect("text");
        assert!(result["name"].is_string(), "{id}");
        let verdict = result["verdict"].as_str().expect("text");
        assert!(["met", "not_met", "unknown", "judgement"].contains(&verdict), "{id}: {verdict}");
        assert!(result["open"].is_boolean() || result["open"].is_null(), "{id}");
        for criterion in result["criteria"].as_array().expect("a list") {
            for key in ["id", "verdict", "text", "source"] {
                assert!(criterion[key].as_str().is_some_and(|text| !text.is_empty()), "{id}: {criterion}");
            }
        }
        let missing = texts(&result["missing"], "");
        assert!(verdict == "unknown" || missing.is_empty(), "{id}: decided, so nothing is missing: {missing:?}");
        for change in result["changes"].as_array().expect("a list").iter().flat_map(|set| texts(set, "")) {
            assert!(change.contains(": ") && change.contains(" → "), "{id}: {change}");
        }
        assert!(result["changes"] == json!([]) || verdict == "not_met", "{id}");
        for key in ["min", "max", "rate"] {
            assert!(result["amount"][key].is_number() || result["amount"][key].is_null(), "{id}: {key}");
        }
        assert!(result["amount"]["qualifier"].is_string(), "{id}");
        assert!(result["contact"].is_string() || result["contact"].is_null(), "{id}");
    }
}

/// One instrument in full: a single condition fails, and one change would help.
#[test]
fn one_result_in_full() {
    let document = document("one.json", FIRM);
    let result = find(&document["results"], "instrument", "mit-haalbaarheid-oost");
    let verdicts: Vec<(&str, &str)> =
        texts(&result["criteria"], "id").into_iter().zip(texts(&result["criteria"], "verdict")).collect();
    let expected = [
        ("sme", "met"),
        ("area", "met"),
        ("feasibility-share", "met"),
        ("start", "met"),
        ("duration", "not_met"),
        ("once-a-year", "met"),
        ("ris", "met"),
        ("ris-and-topsector", "judgement"),
        ("own-rules", "judgement"),
    ];
    assert_eq!(verdicts, expected);
    assert_eq!([&result["verdict"], &result["open"]], [&json!("not_met"), &json!(true)]);
    assert_eq!(result["changes"], json!([["project_months: 14 → 12"]]));
    assert_eq!([&result["amount"]["max"], &result["amount"]["rate"]], [&json!(25000), &json!(0.4)]);
    assert_eq!([&result["amount"]["qualifier"], &result["contact"]], ["exact", "kennispoort-regio-zwolle"]);

    let shorter = FIRM.replace("\"project_months\": 14", "\"project_months\": 12");
    let document = self::document("one-shorter.json", &shorter);
    assert_eq!(find(&document["results"], "instrument", "mit-haalbaarheid-oost")["verdict"], "judgement");
}

/// Best first: what fits, then what a person judges, then what is not known, then what does not fit. Within each, what
/// works where the firm is and is not over, and of that what serves the plan.
#[test]
fn results_come_best_first() {
    let document = document("order.json", FIRM);
    let results = document["results"].as_array().expect("a list");
    let rank = |value: &Value, order: &[&str]| order.iter().position(|it| value == it).expect("a known word");
    let key = |it: &Value| {
        let verdict = rank(&it["verdict"], &["met", "judgement", "unknown", "not_met"]);
        let out_of_reach = it["area_fit"] == "outside" || it["state"] == "closed" || it["state"] == "exhausted";
        (verdict, out_of_reach, rank(&it["plan_fit"], &["fits", "unknown", "differs"]))
    };
    for pair in results.windows(2) {
        assert!(key(&pair[0]) <= key(&pair[1]), "{} before {}", pair[0]["instrument"], pair[1]["instrument"]);
    }
    let used = |verdict: &str| results.iter().any(|it| it["verdict"] == verdict);
    assert!(["met", "judgement", "unknown", "not_met"].into_iter().all(used));
}

/// The same facts as JSON and as TOML give the same document, dates and decimals included.
#[test]
fn json_and_toml_give_the_same() {
    let toml = "municipality = \"GM0193\"\nregistered = true\nfounded = 2012-03-01\nlegal_form = \"bv\"\nemployees = 12\n\
        turnover = 2_000_000\nautonomous = true\nplan = [\"feasibility\"]\nthemes = [\"chemistry\"]\nmonths_to_start = 2\n\
        project_months = 14\nfeasibility_share = 0.8\nmit_this_year = false\n";
    assert_eq!(document("same.toml", toml), document("same.json", FIRM));
}

/// Nothing known is a question that can be asked: nothing fails for want of an answer.
#[test]
fn no_facts_at_all() {
    let document = document("none.json", "{}");
    let results = document["results"].as_array().expect("a list");
    assert!(results.iter().all(|it| it["verdict"] != "not_met"), "an unknown fact is never a no");
    let unknown = results.iter().filter(|it| it["verdict"] == "unknown").count();
    assert!(unknown > results.len() / 2, "{unknown}");
}

/// The part of the text about one piece of support.
fn about(text: &str, name: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with(&format!("  {name} [")));
    let rest = lines.enumerate().take_while(|(index, line)| *index == 0 || line.starts_with("      "));
    rest.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// The headings of the text, without their counts.
fn headings(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with(' '));
    lines.map(|line| line.split_once(" (").map_or(line, |(heading, _)| heading)).collect()
}

/// How the text reads, in Dutch and in English: a firm for which one condition fails, with what would help; a person
/// who judges; what is not known; and whom to call.
#[test]
fn text_in_dutch_and_english() {
    let dutch = matched("text-nl.json", FIRM, &[]);
    assert_eq!((dutch.code, dutch.err.as_str()), (0, ""));
    let first = dutch.out.lines().next().expect("a line");
    assert!(
        first.starts_with("Oost-Nederland op 15 april 2017: ") && first.ends_with(" vormen van steun bekeken"),
        "{first}"
    );
    let expected = ["Past", "Past, als een mens het ook vindt", "Past misschien", "Past nu niet"];
    assert_eq!(headings(&dutch.out)[1..], expected);
    let names = ["MIT-haalbaarheidsproject Oost", "Horizon 2020 SME-instrument", "Innovatievoucher Overijssel"];
    let parts: Vec<String> = names.iter().map(|name| about(&dutch.out, name)).collect();
    insta::assert_snapshot!("match_nl", parts.join("\n\n"));
    assert!(dutch.out.contains("\n  Voor een ander plan:\n      "), "{}", dutch.out);

    let english = matched("text-en.json", FIRM, &["--lang", "en"]);
    assert_eq!(english.code, 0);
    assert_eq!(headings(&english.out)[1..], ["Fits", "Fits, if a person agrees", "May fit", "Does not fit now"]);
    let names =
        ["MIT feasibility project East Netherlands", "Horizon 2020 SME instrument", "Innovatievoucher Overijssel"];
    let parts: Vec<String> = names.iter().map(|name| about(&english.out, name)).collect();
    insta::assert_snapshot!("match_en", parts.join("\n\n"));
    assert!(english.out.contains("\n  For another plan:\n      "), "{}", english.out);
}

/// All mistakes come at once, each with what to do, in the language that was asked for; exit 2 and nothing printed.
#[test]
fn all_mistakes_at_once() {
    let wrong = r#"{ "employes": 12, "employees": "twaalf", "founded": 2012, "municipality": "GM9999",
        "plan": ["feasability"], "themes": "water", "registered": "yes", "trl": 11 }"#;
    let dutch = matched("wrong-nl.json", wrong, &[]);
    assert_eq!((dutch.code, dutch.out.as_str()), (2, ""));
    let (heading, list) = dutch.err.split_once('\n').expect("a list");
    assert!(heading.ends_with("wrong-nl.json` kan zo niet gebruikt worden:"), "{heading}");
    insta::assert_snapshot!("match_mistakes_nl", list);
    let english = matched("wrong-en.json", wrong, &["--lang", "en"]);
    insta::assert_snapshot!("match_mistakes_en", english.err.split_once('\n').expect("a list").1);
}

/// What is no object of facts, cannot be parsed, or cannot be read is refused with the file and what to do.
#[test]
fn unusable_files() {
    let refused = |name: &str, text: &str, expected: &str| {
        let ended = matched(name, text, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{name}");
        assert!(ended.err.contains(expected), "{name}: {}", ended.err);
    };
    refused("list.json", "[12]", "de gegevens moeten een lijst zijn van gegeven en waarde");
    refused("broken.json", "{ \"employees\": }", "line 1 column 16");
    refused("broken.toml", "employees = ", "give an object of facts");
    refused("large.json", &format!("{{ \"x\": \"{}\" }}", "a".repeat(1_100_000)), "at most 1048576 are read");
    let absent = schakel(["match", PACK, "--facts", "no/such/file.json"]);
    assert_eq!(absent.code, 2);
    assert!(absent.err.contains("cannot read `no/such/file.json`: No such file or directory"), "{}", absent.err);
    let folder = schakel(["match", PACK, "--facts", PACK]);
    assert_eq!(folder.code, 2, "{}", folder.err);
}

/// Facts that cannot both be true are refused together with the other mistakes.
#[test]
fn contradictions_are_mistakes() {
    let ended = matched("contradiction.json", r#"{ "employees": 30, "group_employees": 12 }"#, &["--lang", "en"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    insta::assert_snapshot!("match_contradiction_en", ended.err.split_once('\n').expect("a list").1);
}

/// An SBI code of 2008 counts as the code of 2025 that it became, and is refused when that is not certain.
#[test]
fn activity_codes_of_2008() {
    let ended = matched("sbi.json", r#"{ "sbi": ["0111"] }"#, &["--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
}
