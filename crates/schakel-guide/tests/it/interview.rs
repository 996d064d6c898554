//! Interviews with synthetic firms that know everything, or not, on the real pack: what may be asked, when it ends, and
//! that it ends with the truth.

use std::sync::{Arc, LazyLock};

use schakel_criteria::{FactId, FactSet, Number, Outcome, Situation, Value, Verdict, fact_value};
use schakel_guide::{AreaFit, InterviewCandidate, Interviewer, Match, Matcher, Next, PlanFit, Population, draw_firms};
use schakel_time::{DateTime, parse_date};

use crate::real_pack::PACK;

static MATCHER: LazyLock<Arc<Matcher<'static>>> = LazyLock::new(|| Arc::new(Matcher::new(&PACK, noon())));

static INTERVIEWER: LazyLock<Interviewer<'static>> = LazyLock::new(interviewer);

static FIRMS: LazyLock<Vec<FactSet>> = LazyLock::new(|| draw_firms(&PACK, noon().date(), 40, 11));

fn noon() -> DateTime {
    parse_date("2017-05-01").unwrap().at(12, 0, 0, 0)
}

fn interviewer() -> Interviewer<'static> {
    let prior = draw_firms(&PACK, noon().date(), 500, 12);
    Interviewer::new(Arc::clone(&MATCHER), Arc::new(Population::new(&prior, &PACK.vocabulary, noon().date())))
}

fn truth(firm: &FactSet, fact: FactId) -> Option<Value> {
    match fact_value(fact, &Situation { vocabulary: &PACK.vocabulary, facts: firm, as_of: noon().date() }) {
        Outcome::Known(value) => Some(value),
        _ => None,
    }
}

fn name(fact: FactId) -> &'static str {
    &PACK.vocabulary.fact(fact).unwrap().id
}

fn codes_of(fact: FactId) -> impl Iterator<Item = Arc<str>> {
    let codes = PACK.vocabulary.codes_of(fact).map_or(&[][..], |list| list.codes());
    codes.iter().map(|code| Arc::clone(&code.id))
}

/// An interview as it went.
struct Held {
    facts: FactSet,
    skipped: Vec<FactId>,
    asked: Vec<FactId>,
    end: Next,
}

/// Holds an interview with a firm that does not know some facts.
fn hold(firm: &FactSet, candidates: &[InterviewCandidate], does_not_know: impl Fn(FactId) -> bool) -> Held {
    let mut held = Held { facts: FactSet::new(), skipped: Vec::new(), asked: Vec::new(), end: Next::Settled };
    loop {
        let standing = INTERVIEWER.standing(&held.facts, &held.skipped, candidates);
        let Next::Ask(question) = &standing.next else {
            held.end = standing.next;
            return held;
        };
        let fact = question.fact;
        assert!(!held.asked.contains(&fact), "{} is asked twice", name(fact));
        let may_be_asked = INTERVIEWER.open_facts(&held.facts, candidates);
        assert!(may_be_asked.iter().any(|(it, _)| *it == fact), "{} can change nothing", name(fact));
        held.asked.push(fact);
        match truth(firm, fact).filter(|_| !does_not_know(fact)) {
            Some(value) => held.facts.set(fact, value),
            None => held.skipped.push(fact),
        }
    }
}

fn is_in_reach(it: &Match<'_>) -> bool {
    it.plan_fit != PlanFit::Differs && it.area_fit != AreaFit::Outside && !it.is_over() && !it.criteria_unknown
}

#[test]
fn an_interview_ends_with_the_verdicts_of_all_facts() {
    let candidates = INTERVIEWER.all_candidates();
    for firm in FIRMS.iter() {
        let held = hold(firm, &candidates, |_| false);
        assert_eq!(held.end, Next::Settled);
        let all = MATCHER.match_firm(firm);
        for told in MATCHER.match_firm(&held.facts).iter().filter(|it| is_in_reach(it)) {
            let true_match = all.iter().find(|it| it.on_day.support.id == told.on_day.support.id).unwrap();
            assert_eq!(told.answer.verdict, true_match.answer.verdict, "{}", told.on_day.support.id);
            assert_ne!(told.answer.verdict, Verdict::Unknown);
        }
    }
}

#[test]
fn what_a_firm_does_not_know_is_asked_once_and_the_interview_ends() {
    let candidates = INTERVIEWER.all_candidates();
    for (number, firm) in FIRMS.iter().enumerate().take(20) {
        let held = hold(firm, &candidates, |fact| (usize::from(fact.0) + number) % 3 == 0);
        assert!(held.asked.len() <= PACK.vocabulary.facts().len());
        assert!(matches!(held.end, Next::Settled | Next::NothingLeftToAsk));
        if held.end == Next::NothingLeftToAsk {
            let open = INTERVIEWER.open_facts(&held.facts, &candidates);
            let left: Vec<&str> =
                open.iter().map(|(fact, _)| *fact).filter(|it| !held.skipped.contains(it)).map(name).collect();
            assert!(left.is_empty(), "{left:?} could still be asked");
        }
    }
    let nothing = hold(&FIRMS[0], &candidates, |_| true);
    assert_eq!(nothing.end, Next::NothingLeftToAsk);
}

/// What can be seen of a firm's support: verdict, what is missing, and whether it is in reach.
fn seen(facts: &FactSet) -> Vec<(Verdict, Vec<FactId>, PlanFit, AreaFit)> {
    let matches = INTERVIEWER.all_candidates().into_iter().filter_map(|it| MATCHER.match_one(&it.support, facts));
    matches.map(|it| (it.answer.verdict, it.answer.missing, it.plan_fit, it.area_fit)).collect()
}

#[test]
fn every_question_can_change_something() {
    let candidates = INTERVIEWER.all_candidates();
    for firm in FIRMS.iter().take(4) {
        let held = hold(firm, &candidates, |_| false);
        let mut facts = FactSet::new();
        for fact in held.asked {
            let mut values: Vec<Value> = FIRMS.iter().filter_map(|other| truth(other, fact)).collect();
            // Some answers are rare among so few firms.
            match &values[0] {
                Value::Number(_) => {
                    values.extend([0, 1, 1_000_000_000].map(|it| Value::Number(Number::whole(it))));
                }
                Value::Bool(_) => values.extend([true, false].map(Value::Bool)),
                Value::Text(_) => values.extend(codes_of(fact).map(Value::Text)),
                Value::Codes(_) => values.extend(codes_of(fact).map(|code| Value::codes([&*code]))),
                Value::Date(_) => {}
            }
            values.sort();
            values.dedup();
            let after = |value: &Value| {
                let mut answered = facts.clone();
                answered.set(fact, value.clone());
                seen(&answered)
            };
            let first = after(&values[0]);
            assert!(values.iter().any(|value| after(value) != first), "{} changes nothing", name(fact));
            facts.set(fact, truth(firm, fact).unwrap());
        }
    }
}

#[test]
fn the_same_answers_get_the_same_question_on_every_server() {
    let (here, there) = (&*INTERVIEWER, interviewer());
    let candidates = here.all_candidates();
    for firm in FIRMS.iter().take(5) {
        let held = hold(firm, &candidates, |_| false);
        let mut facts = FactSet::new();
        for fact in held.asked {
            let standing = here.standing(&facts, &[], &candidates);
            assert_eq!(standing, here.standing(&facts, &[], &candidates));
            assert_eq!(standing, there.standing(&facts, &[], &candidates));
            facts.set(fact, truth(firm, fact).unwrap());
        }
    }
}

#[test]
fn an_interview_about_a_shortlist_asks_only_for_that() {
    let one = INTERVIEWER.shortlist(["mit-haalbaarheid-oost", "bestaat-niet"]);
    assert_eq!(one.len(), 1, "what is not there is left out");
    let missing = MATCHER.match_one("mit-haalbaarheid-oost", &FactSet::new()).unwrap().answer.missing;
    for (fact, matters_to) in INTERVIEWER.open_facts(&FactSet::new(), &one) {
        let derived = PACK.vocabulary.fact(fact).unwrap().derivation.is_some();
        let places = ["plan", "municipality"].contains(&name(fact));
        assert!(missing.contains(&fact) || derived || places, "{} is not needed", name(fact));
        assert_eq!(matters_to, 1);
    }
    let held = hold(&FIRMS[0], &one, |_| false);
    assert_eq!(held.end, Next::Settled);
    let more = INTERVIEWER.shortlist(["mit-haalbaarheid-oost", "bmkb"]);
    assert!(more[0].weight > more[1].weight, "the most wanted weighs most");
}

#[test]
fn a_question_says_for_how_much_it_counts() {
    let candidates = INTERVIEWER.all_candidates();
    let standing = INTERVIEWER.standing(&FactSet::new(), &[], &candidates);
    let Next::Ask(question) = standing.next else { panic!("nothing known is not enough") };
    assert!(question.matters_to > 20, "the first question counts for much: {question:?}");
    assert!((1..=question.matters_to).contains(&question.settles));
    assert!(standing.settled < standing.candidates);
}
