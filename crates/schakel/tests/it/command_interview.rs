//! `schakel interview`: questions one by one, back, not knowing, stopping, and the shortlist at the end.

use crate::run::{Ended, FactsFile, PACK, schakel_with_input};

fn held(more: &[&str], answers: &[&str]) -> Ended {
    let arguments: Vec<&str> = ["interview", PACK, "--as-of", "2017-05-01"].iter().chain(more).copied().collect();
    schakel_with_input(&arguments, &(answers.join("\n") + "\n"))
}

/// The questions that were put, without help and choices.
fn questions(ended: &Ended) -> Vec<&str> {
    let lines = ended.out.lines().map(|line| line.trim_start_matches("> "));
    lines.filter(|line| line.ends_with('?') && !line.starts_with(' ')).collect()
}

/// A starter in Zwolle that knows its plan and its place, and not much more.
const STARTER: &str = r#"{ "plan": ["start"], "municipality": "GM0193", "sme": true, "starter": true }"#;

#[test]
fn sys_k03_interview_to_its_end() {
    let file = FactsFile::new("interview.json", STARTER);
    let ended = held(&["--facts", file.path()], &["nee", "misschien", "weet ik niet", "0", "", "", "", ""]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    insta::assert_snapshot!("interview_nl", ended.out);
    let file = FactsFile::new("interview-en.json", STARTER);
    let english = held(&["--facts", file.path(), "--lang", "en"], &["no", "maybe", "do not know", "0", "", "", "", ""]);
    assert_eq!(questions(&english).len(), questions(&ended).len());
    insta::assert_snapshot!("interview_en", english.out);
}

#[test]
fn the_way_back_and_stopping() {
    let ended = held(&[], &["?", "terug", "stop"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let asked = questions(&ended);
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert_eq!(asked[0], asked[2], "back is the question before");
    assert_ne!(asked[0], asked[1]);
    assert!(ended.out.contains("Past misschien ("), "{}", ended.out);
}

#[test]
fn who_knows_nothing_is_asked_everything_once() {
    let ended = held(&[], &["?"; 90]);
    let asked = questions(&ended);
    let mut once = asked.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(asked.len(), once.len());
    assert!(ended.out.contains("Meer kunnen wij niet vragen."), "{}", ended.out);
}

#[test]
fn an_answer_that_cannot_be_true_is_asked_again() {
    let facts = r#"{ "plan": ["innovate"], "municipality": "GM0193", "sme": true, "project_started": false }"#;
    let file = FactsFile::new("interview-again.json", facts);
    let ended = held(&["--facts", file.path()], &["abc", "stop"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(questions(&ended).len(), 1, "{}", ended.out);
    assert!(ended.out.contains("> ‘"), "the mistake is told: {}", ended.out);
}
