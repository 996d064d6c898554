//! `schakel roadmap`: its text, its document, its calendar, and how it refuses.

use insta::assert_snapshot;
use serde_json::Value;

use crate::run::{Ended, FactsFile, PACK, schakel};

/// A firm in Zwolle with an idea, that does not know how to begin.
const FIRM: &str = r#"{ "municipality": "GM0193", "plan": ["feasibility"], "themes": ["htsm"], "knows_how": false,
    "wants_to_start": true }"#;

fn roadmap(name: &str, facts: &str, more: &[&str]) -> Ended {
    let file = FactsFile::new(name, facts);
    let arguments = ["roadmap", PACK, "--facts", file.path(), "--as-of", "2017-04-03"];
    schakel(arguments.into_iter().chain(more.iter().copied()))
}

#[test]
fn text_in_dutch() {
    assert_snapshot!("roadmap_nl", roadmap("roadmap-nl.json", FIRM, &[]).out);
}

#[test]
fn text_in_english() {
    assert_snapshot!("roadmap_en", roadmap("roadmap-en.json", FIRM, &["--lang", "en"]).out);
}

/// Two of one family in one year, and what excludes each other: the route says what it leaves out and by which rule.
#[test]
fn goals_that_do_not_go_together() {
    let goals = ["mit-haalbaarheid-oost", "mit-haalbaarheid-landelijk", "vff-mkb", "mit-rd-samenwerking-landelijk"];
    let more: Vec<&str> = goals.iter().flat_map(|goal| ["--goal", goal]).collect();
    assert_snapshot!("roadmap_rules", roadmap("roadmap-rules.json", FIRM, &more).out);
}

#[test]
fn the_document_names_everything_that_a_step_needs() {
    let document: Value = roadmap("roadmap-json.json", FIRM, &["--format", "json"]).json();
    assert_eq!(document["as_of"], "2017-04-03");
    let steps = document["steps"].as_array().expect("steps");
    assert!(steps.len() > 4);
    for step in steps {
        let fields = ["id", "kind", "title", "text", "state", "when"];
        fields.iter().for_each(|field| assert!(step[field].is_string(), "{field}: {step}"));
        for field in ["documents", "examples", "reasons", "after"] {
            assert!(step[field].is_array(), "{field}: {step}");
        }
    }
}

#[test]
fn the_calendar_has_an_event_for_each_step_with_a_day() {
    let calendar = roadmap("roadmap-ics.json", FIRM, &["--format", "ics"]).out;
    let document = roadmap("roadmap-ics-json.json", FIRM, &["--format", "json"]).json();
    let steps = document["steps"].as_array().expect("steps");
    let with_day = steps.iter().filter(|step| !step["earliest"].is_null() || !step["latest"].is_null()).count();
    assert_eq!(calendar.matches("BEGIN:VEVENT\r\n").count(), with_day);
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{calendar}");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"), "{calendar:?}");
}

#[test]
fn a_goal_that_does_not_exist_is_refused_with_the_nearest_one() {
    let ended = roadmap("roadmap-goal.json", FIRM, &["--goal", "mit-haalbaarheid-ost"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("there is no instrument or facility `mit-haalbaarheid-ost`"), "{}", ended.err);
    assert!(ended.err.contains("mit-haalbaarheid-oost"), "{}", ended.err);
}
