//! The answer to a question: what can be had comes first, what is over stands apart, and what the question says of the
//! firm is used.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use schakel_criteria::{FactId, FactSet, Verdict};
use schakel_guide::{Advice, CANDIDATES_MAX, Matcher, Why};
use schakel_register::Pack;
use schakel_search::{Area, Field, Found, FoundPlace, Hit, Reason, RecordKind};
use serde_json::{Value as Json, json};

use crate::small_pack::{SMALL, facts, noon, pack};

const OPEN: &str = "status = \"running\"\nareas = [\"NL\"]";
const ENDED: &str = "areas = [\"NL\"]\n[[version]]\nvalid = \"2016-01-01..2017-01-01\"\ncriteria_unknown = true";

fn found(hits: &[(&str, f32)]) -> Found {
    let hit = |(record, score): &(&str, f32)| Hit {
        record: Arc::from(*record),
        kind: RecordKind::Support,
        score: *score,
        reasons: vec![word("lassen")],
    };
    Found {
        language: schakel_criteria::Language::Dutch,
        hits: hits.iter().map(hit).collect(),
        places: Vec::new(),
        corrections: Vec::new(),
        is_reduced: false,
    }
}

fn word(word: &str) -> Reason {
    Reason::Words { asked: word.to_owned(), found: word.to_owned(), field: Field::Summary }
}

fn in_municipality(asked: &str, municipality: &str, province: &str) -> FoundPlace {
    let area = Area::Municipality { municipality: Arc::from(municipality), province: Arc::from(province) };
    FoundPlace { asked: asked.to_owned(), name: asked.to_owned(), area }
}

fn advise<'a>(pack: &'a Pack, found: &Found, firm: Json) -> Advice<'a> {
    Matcher::new(pack, noon()).advise(found, &facts(pack, firm), &BTreeSet::new())
}

fn candidates(advice: &Advice<'_>) -> String {
    let ids: Vec<&str> = advice.candidates.iter().map(|it| &*it.found.on_day.support.id).collect();
    ids.join(" ")
}

fn not_now(advice: &Advice<'_>) -> String {
    advice.not_now.iter().map(|it| it.found.on_day.support.id.to_string()).collect::<Vec<_>>().join(" ")
}

fn understood(pack: &Pack, advice: &Advice<'_>) -> Vec<String> {
    let name = |id: FactId| pack.vocabulary.fact(id).map(|fact| fact.id.to_string()).unwrap_or_default();
    advice.understood.iter().map(|it| format!("{} ({})", name(it.fact), it.words)).collect()
}

#[test]
fn what_does_not_fit_never_pushes_aside_what_can_be_had() {
    let pack = pack(&[("fits", OPEN), ("maybe", &OPEN.replace("NL", "PV23")), ("not", &large())]);
    let found = found(&[("not", 9.0), ("maybe", 5.0), ("fits", 4.0)]);
    let advice = advise(&pack, &found, json!({ "employees": 12, "municipality": "GM0193" }));
    assert_eq!(candidates(&advice), "maybe fits not");
    assert_eq!(advice.candidates[2].found.answer.verdict, Verdict::NotMet);
}

/// Support for firms of more than a hundred people.
fn large() -> String {
    format!("{OPEN}\n{}", SMALL.replace("employees < 50", "employees > 100"))
}

#[test]
fn what_works_elsewhere_is_left_out() {
    let pack = pack(&[("here", OPEN), ("elsewhere", &OPEN.replace("NL", "PV28"))]);
    let found = found(&[("elsewhere", 9.0), ("here", 5.0)]);
    assert_eq!(candidates(&advise(&pack, &found, json!({ "municipality": "GM0193" }))), "here");
    assert_eq!(candidates(&advise(&pack, &found, json!({}))), "elsewhere here", "a firm without a place may be there");
}

#[test]
fn what_the_question_is_about_counts_more_than_what_suits_the_firm() {
    let plan = |needs: &str| format!("{OPEN}\nneeds = [\"{needs}\"]");
    let pack = pack(&[("about", &plan("start")), ("suits", &plan("innovate"))]);
    let firm = json!({ "plan": ["innovate"], "employees": 12 });
    assert_eq!(candidates(&advise(&pack, &found(&[("about", 9.0), ("suits", 5.0)]), firm.clone())), "about suits");
    assert_eq!(candidates(&advise(&pack, &found(&[("about", 9.0), ("suits", 8.9)]), firm)), "suits about");
}

#[test]
fn what_is_hardly_about_it_is_no_answer() {
    let pack = pack(&[("about", OPEN), ("hardly", OPEN)]);
    assert_eq!(candidates(&advise(&pack, &found(&[("about", 9.0), ("hardly", 1.0)]), json!({}))), "about");
}

#[test]
fn what_is_over_stands_apart_with_what_comes_after_it() {
    let again = "areas = [\"NL\"]\n[[version]]\nvalid = \"2016-01-01..2017-01-01\"\ncriteria_unknown = true\n\
                 [[version]]\nvalid = \"2017-09-01..\"\ncriteria_unknown = true";
    let replaced = format!("replaced_by = \"successor\"\n{ENDED}");
    let pack = pack(&[("again", again), ("ended", ENDED), ("replaced", &replaced), ("successor", OPEN)]);
    let advice = advise(&pack, &found(&[("again", 9.0), ("replaced", 8.0), ("ended", 7.0)]), json!({}));
    assert_eq!((not_now(&advice).as_str(), candidates(&advice).as_str()), ("again replaced ended", "successor"));
    assert_eq!(advice.candidates[0].why, Why::Replaces(Arc::from("replaced")));
    let opens: Vec<Option<String>> = advice.not_now.iter().map(|it| it.opens.map(|it| it.to_string())).collect();
    assert_eq!(opens, [Some("2017-09-01T00:00:00".to_owned()), None, None]);
    assert_eq!(advice.not_now[1].replaced_by.as_deref(), Some("successor"));
}

#[test]
fn a_place_in_the_question_is_the_place_of_the_firm() {
    let pack = pack(&[("twente", &OPEN.replace("NL", "twente")), ("west", &OPEN.replace("NL", "PV28"))]);
    let mut found = found(&[("west", 9.0), ("twente", 5.0)]);
    found.places = vec![in_municipality("Enschede", "GM0153", "PV23")];
    let advice = advise(&pack, &found, json!({}));
    assert_eq!(
        (candidates(&advice).as_str(), understood(&pack, &advice)),
        ("twente", vec!["municipality (Enschede)".to_owned()])
    );
    assert_eq!(advice.front_door.as_deref(), Some("novel-t"));

    let municipality = pack.vocabulary.fact_named("municipality").unwrap();
    let without = Matcher::new(&pack, noon()).advise(&found, &FactSet::new(), &BTreeSet::from([municipality]));
    assert_eq!((candidates(&without).as_str(), without.understood.len()), ("west twente", 0), "it can be taken away");

    let given = advise(&pack, &found, json!({ "municipality": "GM0202" }));
    assert_eq!((candidates(&given).as_str(), given.understood.len()), ("", 0), "what was given counts");
}

#[test]
fn two_places_apart_say_nothing_certain() {
    let pack = pack(&[("any", OPEN)]);
    let mut found = found(&[("any", 9.0)]);
    found.places = vec![in_municipality("Enschede", "GM0153", "PV23"), in_municipality("Zwolle", "GM0193", "PV23")];
    assert_eq!(understood(&pack, &advise(&pack, &found, json!({}))), Vec::<String>::new());
    let region = Area::Region(Arc::from("PV23"));
    found.places[1] = FoundPlace { asked: "Overijssel".to_owned(), name: "Overijssel".to_owned(), area: region };
    assert_eq!(understood(&pack, &advise(&pack, &found, json!({}))), ["municipality (Enschede)"]);
}

#[test]
fn a_word_that_names_a_place_is_no_reason() {
    let pack = pack(&[("any", OPEN)]);
    let mut found = found(&[("any", 9.0)]);
    found.places = vec![in_municipality("Zwolle", "GM0193", "PV23")];
    found.hits[0].reasons = vec![word("Zwolle"), word("lassen")];
    assert_eq!(advise(&pack, &found, json!({})).candidates[0].why, Why::Found(word("lassen")));
}

#[test]
fn organisations_stand_beside_it_with_the_front_door_first() {
    let pack = pack(&[("any", OPEN)]);
    let mut found = found(&[("any", 9.0)]);
    let organisation =
        |id: &str| Hit { record: Arc::from(id), kind: RecordKind::Organisation, ..found.hits[0].clone() };
    let more = [organisation("rvo"), organisation("novel-t")];
    found.hits.extend(more);
    let advice = advise(&pack, &found, json!({ "municipality": "GM0153" }));
    let people: Vec<(&str, bool)> = advice.people.iter().map(|it| (&*it.organisation, it.why.is_none())).collect();
    assert_eq!(people, [("novel-t", true), ("rvo", false)]);
}

#[test]
fn nothing_found_is_empty() {
    let pack = pack(&[("any", OPEN)]);
    assert!(advise(&pack, &found(&[]), json!({})).is_empty());
}

proptest! {
    /// Whatever is found, of whatever weight, for whatever firm: at most seven, nothing over among them, nothing that
    /// does not fit before something that may, and the same again.
    #[test]
    fn candidates_can_be_had(
        scores in prop::collection::vec(0.1_f32..10.0, 12),
        employees in prop::option::of(0_u32..200),
        place in prop::option::of(prop::sample::select(vec!["GM0153", "GM0193", "GM0202"])),
    ) {
        let kinds = [OPEN, ENDED, &large(), &OPEN.replace("NL", "PV28"), &OPEN.replace("NL", "twente"), "areas = [\"EU\"]"];
        let ids: Vec<String> = (0..12).map(|number| format!("steun-{number:02}")).collect();
        let instruments: Vec<(&str, &str)> =
            ids.iter().zip(kinds.iter().cycle()).map(|(id, kind)| (id.as_str(), &**kind)).collect();
        let pack = pack(&instruments);
        let hits: Vec<(&str, f32)> = ids.iter().zip(scores).map(|(id, score)| (id.as_str(), score)).collect();
        let firm = json!({ "employees": employees, "municipality": place });
        let advice = advise(&pack, &found(&hits), firm.clone());
        prop_assert!(advice.candidates.len() <= CANDIDATES_MAX);
        let verdicts = advice.candidates.iter().chain(&advice.others).map(|it| it.found.answer.verdict);
        prop_assert!(verdicts.map(|verdict| verdict == Verdict::NotMet).is_sorted());
        prop_assert!(advice.candidates.iter().all(|it| it.found.is_open() != Some(false)));
        prop_assert!(advice.not_now.iter().all(|it| it.found.is_open() == Some(false)));
        prop_assert_eq!(candidates(&advice), candidates(&advise(&pack, &found(&hits), firm)));
    }
}
