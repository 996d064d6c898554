//! The order of matches: what an adviser would name first stands first.

use std::sync::LazyLock;

use proptest::prelude::*;
use schakel_criteria::Verdict;
use schakel_guide::{AreaFit, Matcher};
use schakel_register::Pack;
use serde_json::{Value as Json, json};

use crate::small_pack::{facts, noon, order, pack};

const UNKNOWN: &str = "[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true";

fn rule(rule: &str) -> String {
    format!(
        "[[version]]\nvalid = \"2017-01-01..\"\n[[version.criterion]]\nid = \"test\"\ntext = \"Een voorwaarde.\"\n{rule}"
    )
}

fn window(from: &str, until: &str) -> String {
    format!(
        "[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true\n[[version.window]]\nfrom = {from}\nuntil = {until}"
    )
}

#[test]
fn the_verdict_counts_first() {
    let pack = pack(&[
        ("a-not-met", &format!("needs = [\"start\"]\n{}", rule("rule = \"employees > 100\""))),
        ("b-unknown", &format!("needs = [\"start\"]\n{}", rule("rule = \"registered\""))),
        ("c-judgement", &rule("judgement = true")),
        ("d-met", &format!("areas = [\"PV28\"]\n{}", rule("rule = \"employees < 100\""))),
    ]);
    let firm = json!({ "employees": 12, "plan": ["start"], "municipality": "GM0153" });
    assert_eq!(order(&pack, firm), "d-met c-judgement b-unknown a-not-met");
}

#[test]
fn what_is_out_of_reach_comes_after_what_is_not() {
    let pack = pack(&[
        ("a-outside", &format!("needs = [\"start\"]\nareas = [\"PV28\"]\n{UNKNOWN}")),
        ("b-over", &format!("needs = [\"start\"]\n{}", window("2017-03-01", "2017-04-01"))),
        ("c-other-plan", &format!("needs = [\"innovate\"]\n{UNKNOWN}")),
    ]);
    let firm = json!({ "plan": ["start"], "municipality": "GM0153" });
    assert_eq!(order(&pack, firm), "c-other-plan a-outside b-over");
}

#[test]
fn then_the_plan() {
    let pack = pack(&[
        ("a-other", &format!("needs = [\"innovate\"]\nareas = [\"PV23\"]\n{}", window("2017-04-01", "2017-06-01"))),
        ("b-any", UNKNOWN),
        ("c-fits", &format!("needs = [\"start\"]\n{UNKNOWN}")),
    ]);
    assert_eq!(order(&pack, json!({ "plan": ["start"], "municipality": "GM0153" })), "c-fits b-any a-other");
}

#[test]
fn then_whether_it_is_open() {
    let pack = pack(&[
        ("a-unknown", &format!("themes = [\"htsm\"]\n{UNKNOWN}")),
        ("b-later", &window("2017-06-01", "2017-07-01")),
        ("c-open", &window("2017-04-01", "2017-06-01")),
    ]);
    assert_eq!(order(&pack, json!({ "themes": ["htsm"] })), "c-open b-later a-unknown");
}

#[test]
fn then_the_theme() {
    let pack = pack(&[
        ("a-other", &format!("themes = [\"water\"]\nareas = [\"GM0153\"]\n{UNKNOWN}")),
        ("b-any", &format!("areas = [\"EU\"]\n{UNKNOWN}")),
        ("c-same", &format!("themes = [\"htsm\"]\nareas = [\"EU\"]\n{UNKNOWN}")),
    ]);
    assert_eq!(order(&pack, json!({ "themes": ["htsm"], "municipality": "GM0153" })), "c-same b-any a-other");
}

#[test]
fn then_how_near_it_is() {
    let areas = ["EU", "NL", "oost", "PV23", "twente", "GM0153"];
    let fields: Vec<String> = areas.iter().map(|area| format!("areas = [\"{area}\"]\n{UNKNOWN}")).collect();
    let ids = ["a-europe", "b-country", "c-landsdeel", "d-province", "e-region", "f-town"];
    let instruments: Vec<(&str, &str)> = ids.into_iter().zip(fields.iter().map(String::as_str)).collect();
    let pack = pack(&instruments);
    let nearest_first = "f-town e-region d-province c-landsdeel b-country a-europe";
    assert_eq!(order(&pack, json!({ "municipality": "GM0153" })), nearest_first);
    assert_eq!(order(&pack, json!({})), nearest_first, "without a place, the region of the pack is near");
    let elsewhere = order(&pack, json!({ "municipality": "GM0202" }));
    assert!(elsewhere.starts_with("c-landsdeel b-country a-europe"), "{elsewhere}");
}

#[test]
fn a_firm_that_only_tells_its_province_sees_first_what_certainly_works_there() {
    let pack = pack(&[
        ("a-town", &format!("areas = [\"GM0153\"]\n{UNKNOWN}")),
        ("b-province", &format!("areas = [\"PV23\"]\n{UNKNOWN}")),
        ("c-elsewhere", &format!("areas = [\"PV28\"]\n{UNKNOWN}")),
    ]);
    assert_eq!(order(&pack, json!({ "province": "PV23" })), "b-province a-town c-elsewhere");
}

#[test]
fn then_how_many_questions_are_left() {
    let pack = pack(&[
        ("a-two", &rule("rule = \"registered && turnover < 100\"")),
        ("b-one", &rule("rule = \"registered\"")),
        ("c-call", UNKNOWN),
    ]);
    assert_eq!(order(&pack, json!({})), "b-one c-call a-two", "where nothing is known, one call settles it");
    assert_eq!(order(&pack, json!({ "turnover": 5 })), "a-two b-one c-call", "equal: by identifier");
}

fn any_firm() -> impl Strategy<Value = Json> {
    let some = |values: &'static [&'static str]| proptest::option::of(proptest::sample::select(values));
    let codes =
        |values: &'static [&'static str]| proptest::option::of(proptest::sample::subsequence(values, 0..=values.len()));
    let firm = (
        some(&["GM0153", "GM0193", "GM0202"]),
        some(&["PV23", "PV25", "PV28"]),
        codes(&["start", "innovate"]),
        codes(&["htsm", "water"]),
        proptest::option::of(0_u32..120),
        proptest::option::of(any::<bool>()),
    );
    firm.prop_map(|(municipality, province, plan, themes, employees, registered)| {
        json!({
            "municipality": municipality,
            "province": if municipality.is_some() { None } else { province },
            "plan": plan,
            "themes": themes,
            "employees": employees,
            "registered": registered,
        })
    })
}

/// Support with every combination of a few conditions and places.
static MIXED: LazyLock<Pack> = LazyLock::new(|| {
    let mut instruments: Vec<(String, String)> = Vec::new();
    let tests = ["rule = \"employees < 50\"", "rule = \"registered\"", "judgement = true"];
    let heads = [
        "needs = [\"start\"]",
        "areas = [\"twente\"]\nthemes = [\"htsm\"]",
        "areas = [\"PV25\"]",
        "status = \"running\"",
    ];
    for (index, test) in tests.iter().enumerate() {
        for (other, head) in heads.iter().enumerate() {
            instruments.push((format!("proef-{index}-{other}"), format!("{head}\n{}", rule(test))));
        }
    }
    instruments.push(("gesloten".to_owned(), window("2017-03-01", "2017-04-01")));
    let instruments: Vec<(&str, &str)> =
        instruments.iter().map(|(id, fields)| (id.as_str(), fields.as_str())).collect();
    pack(&instruments)
});

proptest! {
    #[test]
    fn the_same_answers_give_the_same_order(firm in any_firm()) {
        prop_assert_eq!(order(&MIXED, firm.clone()), order(&MIXED, firm));
    }

    #[test]
    fn every_verdict_stands_together_and_what_is_out_of_reach_closes_it(firm in any_firm()) {
        let matches = Matcher::new(&MIXED, noon()).match_firm(&facts(&MIXED, firm));
        prop_assert_eq!(matches.len(), MIXED.support.len());
        let rank = |verdict| match verdict {
            Verdict::Met => 0,
            Verdict::Judgement => 1,
            Verdict::Unknown => 2,
            Verdict::NotMet => 3,
        };
        let places: Vec<(u8, bool)> = matches
            .iter()
            .map(|it| (rank(it.answer.verdict), it.is_over() || it.area_fit == AreaFit::Outside))
            .collect();
        prop_assert!(places.is_sorted(), "{:?}", places);
    }

    #[test]
    fn one_more_answer_never_makes_support_that_is_met_unknown(firm in any_firm(), employees in 0_u32..120) {
        let matcher = Matcher::new(&MIXED, noon());
        let mut more = firm.clone();
        if more["employees"].is_null() {
            more["employees"] = json!(employees);
        }
        for before in matcher.match_firm(&facts(&MIXED, firm)) {
            let after = matcher.match_one(&before.on_day.support.id, &facts(&MIXED, more.clone())).unwrap();
            if matches!(before.answer.verdict, Verdict::Met | Verdict::NotMet | Verdict::Judgement) {
                prop_assert_eq!(before.answer.verdict, after.answer.verdict);
            }
        }
    }
}
