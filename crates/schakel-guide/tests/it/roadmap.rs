//! The route along the support: its order, its rules, its days, its first step, and that none leads nowhere.

use std::sync::LazyLock;

use proptest::prelude::*;
use schakel_criteria::Verdict;
use schakel_guide::{
    DeadEndKind, LeftOutReason, Match, Matcher, Reason, Roadmap, RoadmapRequest, Step, StepKind, Wait, dead_ends,
};
use schakel_register::{Id, Pack, StepRules};
use schakel_time::{is_working_day, parse_date};
use serde_json::{Value as Json, json};

use crate::real_pack::PACK as OOST;
use crate::small_pack::{facts, noon, pack};

fn ids(names: &[&str]) -> Vec<Id> {
    names.iter().map(|name| Id::from(*name)).collect()
}

fn route<'a>(matcher: &Matcher<'a>, firm: Json, goals: &[&str], skipped: &[&str]) -> Roadmap<'a> {
    let facts = facts_on(matcher, firm);
    matcher.roadmap(RoadmapRequest { facts: &facts, goals: &ids(goals), skipped: &ids(skipped) })
}

fn facts_on(matcher: &Matcher<'_>, firm: Json) -> schakel_criteria::FactSet {
    schakel_register::facts_from_json(&firm, matcher.pack(), matcher.moment().date())
        .unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

fn on<'a>(pack: &'a Pack, day: &str) -> Matcher<'a> {
    Matcher::new(pack, parse_date(day).unwrap().at(12, 0, 0, 0))
}

fn names(roadmap: &Roadmap<'_>) -> String {
    roadmap.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>().join(" ")
}

fn step<'r, 'a>(roadmap: &'r Roadmap<'a>, id: &str) -> &'r Step<'a> {
    roadmap.steps.iter().find(|step| step.id == id).unwrap_or_else(|| panic!("no {id} in {}", names(roadmap)))
}

fn days(step: &Step<'_>) -> String {
    let day = |day: Option<schakel_time::Date>| day.map_or("?".to_owned(), |day| day.to_string());
    format!("{} {}", day(step.earliest), day(step.latest))
}

/// An instrument that is open from and until a day, with more fields in its version.
fn open(from: &str, until: &str, rules: &str) -> String {
    format!(
        "[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true\n{rules}\n[[version.window]]\nfrom = \"{from}\"\nuntil = \"{until}\""
    )
}

#[test]
fn without_anything_known_it_begins_with_a_talk() {
    let pack = pack(&[]);
    let roadmap = route(&Matcher::new(&pack, noon()), json!({}), &[], &[]);
    assert_eq!(names(&roadmap), "talk");
}

#[test]
fn steps_come_before_the_day_on_which_the_window_closes() {
    let pack = pack(&[("proef", &open("2017-04-11", "2017-05-09", ""))]);
    let roadmap = route(&Matcher::new(&pack, noon()), json!({}), &[], &[]);
    assert_eq!(names(&roadmap), "talk prepare apply-proef start");
    // 5 May is a public holiday, 6 and 7 May are a weekend.
    let shown = ["talk", "prepare", "apply-proef"].map(|id| days(step(&roadmap, id)));
    assert_eq!(shown, ["2017-05-01 2017-05-04", "2017-05-02 2017-05-08", "2017-05-03 2017-05-09"]);
}

#[test]
fn with_hardly_any_time_left_no_first_day_comes_after_a_last_day() {
    let pack = pack(&[("proef", &open("2017-04-11", "2017-05-01", ""))]);
    let roadmap = route(&Matcher::new(&pack, noon()), json!({}), &[], &[]);
    for id in ["talk", "prepare", "apply-proef"] {
        assert_eq!(days(step(&roadmap, id)), "2017-05-01 2017-05-01", "{id}");
    }
}

#[test]
fn what_is_not_known_has_no_day() {
    let pack = pack(&[
        ("dicht", "[[version]]\nvalid = \"2016-01-01..2017-01-01\"\ncriteria_unknown = true"),
        ("onbekend", "[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true"),
        ("straks", "status = \"announced\"\n[[version]]\nvalid = \"2017-01-01..\"\ncriteria_unknown = true"),
    ]);
    let matcher = Matcher::new(&pack, noon());
    let roadmap = route(&matcher, json!({}), &["dicht", "onbekend", "straks"], &[]);
    let waits = ["apply-dicht", "apply-onbekend", "apply-straks"].map(|id| step(&roadmap, id).wait);
    assert_eq!(waits, [Some(Wait::Closed), Some(Wait::NotKnown), Some(Wait::Announced)]);
    assert_eq!(days(step(&roadmap, "apply-onbekend")), "? ?");
    assert!(!names(&route(&matcher, json!({}), &[], &[])).contains("dicht"), "what is over is never proposed");
}

#[test]
fn the_project_begins_after_what_must_precede_it_and_within_its_term() {
    let rules = "must_precede_start = { until = \"application\", source = \"agenda\" }\n\
                 start_within = { value = \"4 months\", after = \"application\", source = \"agenda\" }\n\
                 finish_within = { value = \"12 months\", after = \"start\", source = \"agenda\" }\n\
                 report_within = { value = \"13 weeks\", after = \"end\", source = \"agenda\" }";
    let pack = pack(&[("proef", &open("2017-06-01", "2017-10-31", rules))]);
    let roadmap = route(&Matcher::new(&pack, noon()), json!({}), &[], &[]);
    assert_eq!(names(&roadmap), "talk prepare apply-proef start report-proef");
    assert_eq!(days(step(&roadmap, "apply-proef")), "2017-06-01 2017-10-31");
    // 31 October plus four months is the last day of February.
    assert_eq!(days(step(&roadmap, "start")), "2017-06-02 2018-02-28");
    assert_eq!(days(step(&roadmap, "report-proef")), "? 2019-05-30");
    assert_eq!(step(&roadmap, "start").after, ["apply-proef"]);
}

#[test]
fn a_project_that_waits_for_a_decision_has_no_first_day() {
    let rules = "must_precede_start = { until = \"decision\", source = \"agenda\" }";
    let pack = pack(&[("proef", &open("2017-04-11", "2017-10-31", rules))]);
    let roadmap = route(&Matcher::new(&pack, noon()), json!({}), &[], &[]);
    let start = step(&roadmap, "start");
    assert_eq!((days(start).as_str(), start.wait), ("? ?", Some(Wait::Decision)));
}

#[test]
fn what_is_required_comes_first_and_says_for_what() {
    let rules = "requires = [{ support = \"kring\", source = \"agenda\" }]";
    let pack = pack(&[
        ("subsidie", &open("2017-04-11", "2017-10-31", rules)),
        ("kring", &open("2017-04-11", "2017-12-31", "")),
    ]);
    let roadmap = route(&Matcher::new(&pack, noon()), json!({}), &["subsidie"], &[]);
    assert_eq!(names(&roadmap), "talk prepare apply-kring apply-subsidie start");
    let why = &step(&roadmap, "apply-kring").reasons;
    assert!(why.iter().any(|it| matches!(it, Reason::RequiredBy("subsidie", _))), "{why:?}");
}

#[test]
fn two_that_exclude_each_other_do_not_stand_in_one_route() {
    let rules = "excludes = [{ support = \"eerste\", source = \"agenda\" }]";
    let pack = pack(&[
        ("eerste", &open("2017-04-11", "2017-10-31", "")),
        ("tweede", &open("2017-04-11", "2017-10-31", rules)),
    ]);
    let matcher = Matcher::new(&pack, noon());
    for (goals, in_route, out) in
        [(["eerste", "tweede"], "eerste", "tweede"), (["tweede", "eerste"], "tweede", "eerste")]
    {
        let roadmap = route(&matcher, json!({}), &goals, &[]);
        assert_eq!(names(&roadmap), format!("talk prepare apply-{in_route} start"));
        let [left] = &roadmap.left_out[..] else { panic!("{:?}", roadmap.left_out) };
        assert_eq!(&*left.support.on_day.support.id, out);
        assert!(matches!(left.reason, LeftOutReason::Excluded(other, _) if other == in_route));
    }
}

const ONE_A_YEAR: &str = "one_per_calendar_year = { family = \"reeks\", except = [\"voucher\"], source = \"agenda\" }";

#[test]
fn the_second_of_a_family_waits_for_the_next_calendar_year() {
    let of_family = |until: &str| format!("family = \"reeks\"\n{}", open("2017-04-11", until, ONE_A_YEAR));
    let pack = pack(&[
        ("dit-jaar", &of_family("2017-12-01")),
        ("volgend-jaar", &of_family("2018-06-01")),
        ("voucher", &format!("family = \"reeks\"\n{}", open("2017-04-11", "2017-12-01", ""))),
    ]);
    let matcher = Matcher::new(&pack, noon());
    let roadmap = route(&matcher, json!({}), &["dit-jaar", "volgend-jaar", "voucher"], &[]);
    assert_eq!(days(step(&roadmap, "apply-volgend-jaar")), "2018-01-01 2018-06-01");
    assert_eq!(days(step(&roadmap, "apply-voucher")), "2017-05-03 2017-12-01", "a voucher does not count");
    let other = route(&matcher, json!({}), &["volgend-jaar", "dit-jaar"], &[]);
    assert_eq!(names(&other), "talk prepare apply-volgend-jaar start", "its window closes this year");
    assert!(matches!(other.left_out[..], [ref it] if matches!(it.reason, LeftOutReason::YearLimit("volgend-jaar", _))));
}

#[test]
fn what_is_skipped_makes_room_for_the_next() {
    let plain = open("2017-04-11", "2017-10-31", "");
    let pack = pack(&[("a", &plain), ("b", &plain), ("c", &plain)]);
    let matcher = Matcher::new(&pack, noon());
    assert_eq!(names(&route(&matcher, json!({}), &[], &[])), "talk prepare apply-a apply-b start");
    let without = route(&matcher, json!({}), &[], &["a"]);
    assert_eq!(names(&without), "talk prepare apply-b apply-c start");
    assert!(without.choices.iter().all(|it| &*it.on_day.support.id != "a"));
}

#[test]
fn the_situation_changes_the_first_step_and_no_other() {
    let matcher = on(&OOST, "2017-04-03");
    let firm = |wants: bool, knows: bool, able: bool| {
        json!({ "plan": ["feasibility"], "municipality": "GM0193",
                "wants_to_start": wants, "knows_how": knows, "able_to_start": able })
    };
    let check = |firm: Json, situation: Option<&str>, first: &str| {
        let roadmap = route(&matcher, firm, &[], &[]);
        assert_eq!(roadmap.situation.as_ref().map(|it| &*it.situation.id), situation);
        assert_eq!(roadmap.steps[0].id, first);
        let support: Vec<String> =
            roadmap.steps.iter().filter(|it| it.support.is_some()).map(|it| it.id.clone()).collect();
        support
    };
    let ready = check(firm(true, true, true), None, "talk");
    assert!(ready.len() > 2, "{ready:?}");
    assert_eq!(check(firm(false, true, true), Some("not-willing"), "look"), ready);
    assert_eq!(check(firm(true, false, false), Some("not-knowing"), "talk"), ready);
    assert_eq!(check(firm(true, true, false), Some("not-able"), "prepare"), ready);
}

#[test]
fn every_starting_situation_leads_somewhere() {
    for day in ["2017-06-01", "2026-11-21"] {
        assert_eq!(dead_ends(&on(&OOST, day)), [], "{day}");
    }
}

#[test]
fn a_pack_in_which_nobody_can_be_called_has_dead_ends() {
    let mut lonely = OOST.clone();
    lonely.settings.roadmap.contact_roles.clear();
    let found = dead_ends(&on(&lonely, "2017-06-01"));
    assert!(found.iter().any(|it| it.place.as_deref() == Some("PV25")), "{:?}", found.first());
    assert!(found.iter().all(|it| it.place.as_deref() != Some("GM0193")), "Zwolle has a front door of its own");
    assert!(found.iter().any(|it| it.kind == DeadEndKind::StepWithoutContact("talk".to_owned())));
}

fn rules_of<'a>(it: &Match<'a>) -> &'a StepRules {
    &it.on_day.version.expect("a version").rules
}

fn any_firm() -> impl Strategy<Value = Json> {
    let plans: Vec<String> = OOST.codes("plan").iter().map(|code| code.id.to_string()).collect();
    let places: Vec<String> = OOST
        .municipalities
        .values()
        .filter(|it| OOST.settings.provinces.contains(&it.province))
        .map(|it| it.id.to_string())
        .collect();
    let truth = || proptest::option::of(any::<bool>());
    let plan = proptest::collection::hash_set(proptest::sample::select(plans), 0..3);
    let place = proptest::option::of(proptest::sample::select(places));
    (plan, place, truth(), truth(), truth(), proptest::option::of(1u32..400)).prop_map(
        |(plan, municipality, wants_to_start, knows_how, project_started, employees)| {
            json!({ "plan": plan, "municipality": municipality, "wants_to_start": wants_to_start,
                    "knows_how": knows_how, "project_started": project_started, "employees": employees })
        },
    )
}

fn any_goals() -> impl Strategy<Value = Vec<String>> {
    let support: Vec<String> = OOST.support.keys().map(|id| id.to_string()).collect();
    // Most rules are in one family; it is asked for often.
    let family: Vec<String> =
        support.iter().filter(|id| id.starts_with("mit-") || id.starts_with("vff-")).cloned().collect();
    let one = prop_oneof![proptest::sample::select(support), proptest::sample::select(family)];
    proptest::collection::vec(one, 0..6)
}

static DAYS: LazyLock<Vec<Matcher<'static>>> = LazyLock::new(|| {
    ["2016-03-01", "2017-04-03", "2018-02-01", "2022-03-15", "2026-11-21"]
        .map(|day| on(&OOST, day))
        .into_iter()
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn no_rule_between_steps_is_ever_broken(firm in any_firm(), goals in any_goals(), day in 0..5usize) {
        let matcher = &DAYS[day];
        let goals: Vec<&str> = goals.iter().map(String::as_str).collect();
        let roadmap = route(matcher, firm, &goals, &[]);
        let place = |id: &str| roadmap.steps.iter().position(|step| step.id == id);
        let mut seen = Vec::new();
        for (at, step) in roadmap.steps.iter().enumerate() {
            prop_assert!(!seen.contains(&&step.id), "{} stands there twice", step.id);
            seen.push(&step.id);
            for first in &step.after {
                prop_assert!(place(first).is_some_and(|first| first < at), "{} must come after {first}", step.id);
            }
            prop_assert!(!step.kind.needs_contact() || step.contact.is_some(), "nobody to call for {}", step.id);
            if let (Some(first), Some(last)) = (step.earliest, step.latest) {
                prop_assert!(first <= last, "{}: {first} after {last}", step.id);
            }
            if step.kind <= StepKind::Prepare {
                prop_assert!(step.earliest.is_some_and(|day| day >= roadmap.day && is_working_day(day)), "{}", step.id);
            }
        }
        let asked: Vec<&Step<'_>> = roadmap.steps.iter().filter(|it| it.support.is_some() && it.kind < StepKind::Start).collect();
        for (at, later) in asked.iter().enumerate() {
            let later_match = later.support.as_ref().unwrap();
            for earlier in &asked[..at] {
                let earlier_match = earlier.support.as_ref().unwrap();
                let excluded = rules_of(later_match).exclusion_of(earlier_match.on_day.support).is_some()
                    || rules_of(earlier_match).exclusion_of(later_match.on_day.support).is_some();
                prop_assert!(!excluded, "{} and {} exclude each other", earlier.id, later.id);
                if rules_of(later_match).year_limit_with(earlier_match.on_day.support).is_some() {
                    let moved = |it: &Step<'_>| it.reasons.iter().any(|it| matches!(it, Reason::NextYear { .. }));
                    prop_assert!(moved(later) || moved(earlier), "{} and {} in one year", earlier.id, later.id);
                    let same_year = earlier.earliest.zip(later.earliest).is_some_and(|(a, b)| a.year() == b.year());
                    prop_assert!(!same_year, "{} and {} in one year", earlier.id, later.id);
                }
            }
            for required in &rules_of(later_match).requires {
                prop_assert!(asked[..at].iter().any(|it| it.id.ends_with(&*required.support)), "{} lacks {}", later.id, required.support);
            }
        }
        let start = roadmap.steps.iter().find(|it| it.kind == StepKind::Start);
        for it in asked.iter().filter(|it| matches!(it.kind, StepKind::First | StepKind::Apply)) {
            if rules_of(it.support.as_ref().unwrap()).must_precede_start.is_some() {
                prop_assert!(start.is_some_and(|start| start.after.contains(&it.id)), "{} must precede the start", it.id);
            }
        }
    }

    #[test]
    fn a_route_that_nobody_chose_holds_only_what_may_fit(firm in any_firm(), day in 0..5usize) {
        let roadmap = route(&DAYS[day], firm, &[], &[]);
        for it in roadmap.steps.iter().filter_map(|step| step.support.as_ref()) {
            let required = roadmap.steps.iter().any(|step| step.reasons.iter().any(|why| matches!(why, Reason::RequiredBy(..))));
            prop_assert!(required || (it.answer.verdict != Verdict::NotMet && !it.is_over()), "{}", it.on_day.support.id);
        }
    }
}

#[test]
fn readiness_names_what_is_not_ready_first_and_shows_what_was_won() {
    let pack = pack(&[(
        "europa",
        "[[version]]\nvalid = \"2017-01-01..\"\n\
         [[version.criterion]]\nid = \"klein\"\ntext = \"U bent klein.\"\nrule = \"employees < 50\"\n\
         [[version.criterion]]\nid = \"ingeschreven\"\ntext = \"U staat ingeschreven.\"\nrule = \"registered\"\n\
         [[version.criterion]]\nid = \"goed\"\ntext = \"Uw plan is goed.\"\njudgement = true",
    )]);
    let matcher = Matcher::new(&pack, noon());
    let readiness = |firm: Json| {
        let it = matcher.match_one("europa", &facts(&pack, firm)).unwrap();
        schakel_guide::Readiness::of(&it)
    };
    let before = readiness(json!({ "employees": 12, "registered": false }));
    let order: Vec<&str> = before.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(order, ["europa/ingeschreven", "europa/goed", "europa/klein"]);
    assert_eq!(before.ready(), 1);
    let earlier = before.items.iter().filter(|item| item.is_ready()).map(|item| item.id.clone()).collect();
    let after = readiness(json!({ "employees": 12, "registered": true }));
    let won: Vec<&str> = after.won_since(&earlier).into_iter().map(|item| item.id.as_str()).collect();
    assert_eq!((after.ready(), won), (2, vec!["europa/ingeschreven"]));
}
