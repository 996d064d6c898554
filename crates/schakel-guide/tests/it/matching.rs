//! Verdicts of a whole pack for one firm.

use schakel_criteria::{Changes, Verdict};
use schakel_guide::Matcher;
use schakel_time::parse_date;
use serde_json::json;

use crate::small_pack::{SMALL, facts, match_one, noon, pack};

#[test]
fn a_verdict_follows_the_rules() {
    let pack = pack(&[("proef", "")]);
    let verdict = |firm| match_one(&pack, "proef", firm).answer.verdict;
    assert_eq!(verdict(json!({ "employees": 12 })), Verdict::Met);
    assert_eq!(verdict(json!({ "employees": 50 })), Verdict::NotMet);
    assert_eq!(verdict(json!({})), Verdict::Unknown);
}

#[test]
fn what_is_missing_and_what_would_help() {
    let pack = pack(&[("proef", "")]);
    let employees = pack.vocabulary.fact_named("employees").unwrap();
    assert_eq!(match_one(&pack, "proef", json!({})).answer.missing, [employees]);
    let refused = match_one(&pack, "proef", json!({ "employees": 60 })).answer;
    let Changes::Possible(sets) = refused.changes else { panic!("{:?}", refused.changes) };
    assert_eq!(
        sets.iter().map(|set| set.iter().map(|it| it.fact).collect::<Vec<_>>()).collect::<Vec<_>>(),
        [[employees]]
    );
}

#[test]
fn without_known_conditions_the_verdict_is_unknown() {
    let pack = pack(&[("proef", "[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true")]);
    let found = match_one(&pack, "proef", json!({ "employees": 12 }));
    assert_eq!(found.answer.verdict, Verdict::Unknown);
    assert!(found.criteria_unknown);
    assert!(found.answer.missing.is_empty(), "no answer of the firm helps");
    assert_eq!(found.answer.changes, Changes::NotNeeded);
    assert!(!match_one(&crate::small_pack::pack(&[("proef", "")]), "proef", json!({})).criteria_unknown);
}

#[test]
fn a_person_decides_what_no_rule_can() {
    let judgement = "[[version]]\nvalid = \"2017-01-01..\"\n[[version.criterion]]\nid = \"good\"\ntext = \"Het plan is goed.\"\njudgement = true";
    let pack = pack(&[("proef", judgement)]);
    assert_eq!(match_one(&pack, "proef", json!({})).answer.verdict, Verdict::Judgement);
}

#[test]
fn the_rules_of_the_day_count() {
    let version = |valid: &str, most: u32| {
        format!(
            "[[version]]\nvalid = \"{valid}\"\n[[version.criterion]]\nid = \"size\"\ntext = \"U bent klein.\"\nrule = \"employees < {most}\"\n"
        )
    };
    let versions = version("..2017-05-01", 10) + &version("2017-05-01..", 100);
    let pack = pack(&[("proef", &versions)]);
    let facts = facts(&pack, json!({ "employees": 24 }));
    let verdict = |day: &str| {
        let moment = parse_date(day).unwrap().at(12, 0, 0, 0);
        Matcher::new(&pack, moment).match_one("proef", &facts).unwrap().answer.verdict
    };
    assert_eq!(verdict("2017-04-30"), Verdict::NotMet);
    assert_eq!(verdict("2017-05-01"), Verdict::Met);
}

#[test]
fn open_and_over() {
    let window = |from: &str, until: &str, more: &str| {
        let window = format!("[[version.window]]\nfrom = {from}\nuntil = {until}\n{more}\n[[version.criterion]]");
        SMALL.replace("[[version.criterion]]", &window)
    };
    let pack = pack(&[
        ("open", &window("2017-04-01", "2017-06-01", "")),
        ("later", &window("2017-06-01", "2017-07-01", "")),
        ("closed", &window("2017-03-01", "2017-04-01", "")),
        ("exhausted", &window("2017-04-01", "2017-06-01", "exhausted_on = 2017-04-02")),
        ("unknown", ""),
    ]);
    let state = |id: &str| {
        let found = match_one(&pack, id, json!({}));
        (found.is_open(), found.is_over())
    };
    assert_eq!(state("open"), (Some(true), false));
    assert_eq!(state("later"), (Some(false), false));
    assert_eq!(state("closed"), (Some(false), true));
    assert_eq!(state("exhausted"), (Some(false), true));
    assert_eq!(state("unknown"), (None, false));
}

#[test]
fn what_came_later_is_not_matched() {
    let later = "[[version]]\nvalid = \"2019-01-01..\"\nchecked_on = 2019-06-01\ncriteria_unknown = true";
    let pack = pack(&[("now", ""), ("later", later)]);
    let matcher = Matcher::new(&pack, noon());
    let facts = facts(&pack, json!({}));
    assert_eq!(matcher.match_firm(&facts).len(), 1);
    assert!(matcher.match_one("later", &facts).is_none());
    assert!(matcher.match_one("no-such-support", &facts).is_none());
    assert_eq!(matcher.moment(), noon());
}

#[test]
fn one_match_is_the_same_as_among_all() {
    let pack = pack(&[("b", "areas = [\"PV23\"]"), ("a", "needs = [\"start\"]"), ("c", "themes = [\"htsm\"]")]);
    let matcher = Matcher::new(&pack, noon());
    let facts = facts(&pack, json!({ "employees": 3, "plan": ["start"], "municipality": "GM0153" }));
    let all = matcher.match_firm(&facts);
    assert_eq!(all.len(), 3);
    for found in all {
        let one = matcher.match_one(&found.on_day.support.id, &facts).unwrap();
        assert_eq!(
            (one.answer, one.plan_fit, one.area_fit, one.contact),
            (found.answer, found.plan_fit, found.area_fit, found.contact)
        );
    }
}
