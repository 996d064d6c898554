//! The pages for people: that answers are never lost or changed on the way, and that both languages say the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{get, send};

fn keys(language: &str) -> BTreeSet<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("i18n/{language}.ftl"));
    let text = fs::read_to_string(file).unwrap();
    let entries = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
    entries.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn both_languages_have_the_same_texts() {
    assert_eq!(keys("nl"), keys("en"));
}

#[test]
fn every_text_that_a_template_asks_for_exists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let known = keys("nl");
    let mut asked = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for part in ["t.get(\"", "t.with(\"", "t.count(\""].iter().flat_map(|start| text.split(start).skip(1)) {
            let key = part.split('"').next().unwrap();
            assert!(known.contains(key), "{}: there is no text `{key}`", path.display());
            asked += 1;
        }
    }
    assert!(asked > 100, "only {asked} texts were looked for");
}

#[test]
fn a_result_gets_an_address_that_means_the_same_in_both_languages() {
    let typed = get("/wat-past/uitkomst?turnover=25.000,50&plan=feasibility&autonomous=ja");
    assert_eq!(typed.status, StatusCode::SEE_OTHER);
    assert_eq!(typed.header("location"), "/wat-past/uitkomst?plan=feasibility&turnover=25000.5&autonomous=ja");
    let dutch = get(typed.header("location"));
    assert!(dutch.text().contains("€ 25.000,50"), "the amount is not shown in the Dutch way");
    let english = get("/en/wat-past/uitkomst?plan=feasibility&turnover=25000.5&autonomous=yes");
    assert_eq!(english.status, StatusCode::OK);
    assert!(english.text().contains("€25,000.50"), "the amount is not shown in the English way");
}

#[test]
fn a_share_may_be_given_as_a_percentage() {
    let reply = get("/wat-past/uitkomst?feasibility_share=60%25");
    assert_eq!(reply.header("location"), "/wat-past/uitkomst?feasibility_share=0.6");
    assert!(get("/wat-past?feasibility_share=0.6").text().contains("value=\"60%\""));
}

#[test]
fn what_cannot_be_read_comes_back_with_all_the_rest() {
    let reply = get("/wat-past/uitkomst?employees=veel&turnover=2000000&municipality=GM0193&plan=innovate");
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let text = reply.text();
    assert!(text.contains("value=\"veel\""), "what was typed is gone");
    assert!(text.contains("value=\"2000000\""), "another answer is gone");
    assert!(text.contains("<option value=\"GM0193\" selected>"), "the municipality is gone");
    assert!(text.contains("value=\"innovate\" checked"), "the plan is gone");
}

#[test]
fn answers_that_contradict_each_other_are_not_matched() {
    let reply = get("/wat-past/uitkomst?employees=300&group_employees=20");
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_number_of_the_register_never_travels_in_an_address() {
    let post = |form: &'static str| send(Request::post("/wat-past").body(Body::from(form)).unwrap());
    let sent = post("kvk=69599084&employees=12");
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.header("location"), "/wat-past/uitkomst?employees=12");
    let reply = post("kvk=69599084&employees=12&ophalen=ja");
    assert_eq!(reply.status, StatusCode::OK);
    let text = reply.text();
    assert!(!text.contains("href=\"/wat-past?kvk"), "a link holds the number");
    assert!(text.contains("value=\"12\""), "what was typed is gone");
    let result = get("/wat-past/uitkomst?kvk=69599084&employees=12");
    assert!(!result.text().contains("69599084"), "the result repeats the number");
}

#[test]
fn an_address_that_does_not_exist_has_a_page_in_its_language() {
    assert!(get("/nergens").text().contains("Deze bladzijde is er niet"));
    let english = get("/en/register/nowhere");
    assert_eq!(english.status, StatusCode::NOT_FOUND);
    assert!(english.text().contains("This page does not exist"));
}

#[test]
fn closed_support_is_never_shown_as_open() {
    let page = get("/register/mit-haalbaarheid-oost?peildatum=2017-05-01");
    assert!(page.text().contains("Geld op sinds 19 april 2017"));
    let early = get("/register/mit-haalbaarheid-oost?peildatum=2017-04-12");
    assert!(early.text().contains("Open tot en met"));
}
