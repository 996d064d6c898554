//! Service levels: everything in the denominator, and the peer's figure beside it.

use schakel_casework::{
    Alarm, Alarms, Answers, Case, Closing, Command, Effect, NotMet, Outcome, Percent, ReferralNumber, RefusalReason,
    ServiceLevels, Share, Visibility, Waits, alarms, answers, join, referring, service_levels,
};
use schakel_time::Period;

use crate::small_region::{SmallRegion, Story, best, call, code, day, org};

fn accept() -> Command {
    Command::Accept { referral: ReferralNumber(1), person: None }
}

/// The levels of questions of May 2017 on a day.
fn levels(region: &SmallRegion, stories: &[&Story], on: &str) -> ServiceLevels {
    let may = Period::parse("2017-05-01..2017-06-01").unwrap();
    let cases: Vec<&Case> = stories.iter().map(|it| &it.case).collect();
    service_levels(cases, &may, day(on).at(12, 0, 0, 0), &region.policy)
}

#[test]
fn an_open_question_is_open_until_its_time_is_over_and_then_not_met() {
    let region = SmallRegion::new();
    let story = Story::begin(&region, "2017-05-08");
    let before = levels(&region, &[&story], "2017-05-15").questions;
    assert_eq!((before.open, before.total()), (1, 1));
    assert_eq!((before.at_least().part, before.at_most().part), (0, 1), "between 0 and 100 percent");
    let after = levels(&region, &[&story], "2017-05-16").questions;
    assert_eq!((after.open, after.not_met.get(&NotMet::Overdue)), (0, Some(&1)));
    assert_eq!(after.at_least(), after.at_most());
}

#[test]
fn every_referral_counts_whatever_became_of_it() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(2));
    let refuse = RefusalReason::NoCapacity;
    let refuse = Command::Refuse { referral: ReferralNumber(1), reason: refuse, propose: None };
    story.does(&region, "2017-05-08", "a", refuse);
    story.waits(&region, "2017-05-11");
    assert_eq!(story.asked_of(), ["a", "b", "c", "d", "e"], "a refused, b and c were silent");
    story.waits(&region, "2017-05-12");
    let take = Command::Accept { referral: ReferralNumber(4), person: None };
    story.does(&region, "2017-05-12", "d", take).does(&region, "2017-05-15", "d", call(Effect::Guided));
    let found = levels(&region, &[&story], "2017-05-15");
    assert_eq!(found.questions.met, 1);
    assert_eq!((found.referrals.met, found.referrals.total()), (1, u64::try_from(story.asked_of().len()).unwrap()));
    assert_eq!(found.referrals.not_met.get(&NotMet::Refused), Some(&1));
    assert_eq!(found.first_answer.median(), Some(5));
}

#[test]
fn the_peer_counts_only_what_was_answered_and_only_from_the_sending() {
    let region = SmallRegion::new();
    let mut slow = Story::begin(&region, "2017-05-08");
    slow.does(&region, "2017-05-08", "door", call(Effect::NotReached));
    slow.does(&region, "2017-05-10", "door", call(Effect::NotReached));
    slow.does(&region, "2017-05-12", "door", call(Effect::NotReached));
    slow.does(&region, "2017-05-16", "door", best(1)).does(&region, "2017-05-17", "a", accept());
    slow.does(&region, "2017-05-17", "a", call(Effect::Guided));
    let closing = Command::Close { referral: ReferralNumber(1), result: Closing::Helped };
    slow.does(&region, "2017-05-18", "a", closing);
    let silent = Story::asked(&region, "2017-05-08", 2, Visibility::Ordinary);
    let found = levels(&region, &[&slow, &silent], "2017-05-19");
    assert_eq!(found.as_peer, Share { part: 1, whole: 1 }, "the peer prints 100 percent");
    assert_eq!(found.questions.at_most(), Share { part: 0, whole: 2 }, "nobody heard anything in five working days");
    assert_eq!(found.first_answer.unended, 1);
    assert_eq!(found.first_answer.percentile(90), None, "not known yet, and surely not seven days");
}

#[test]
fn an_answer_to_the_lead_answers_the_double() {
    let region = SmallRegion::new();
    let mut lead = Story::begin(&region, "2017-05-08");
    let double = Story::asked(&region, "2017-05-09", 2, Visibility::Ordinary);
    let moment = region.moment(day("2017-05-09"));
    let by = schakel_casework::Actor::Entrepreneur(double.case.firm);
    let joined = join(&double.case, &lead.case, &by, &moment).unwrap();
    lead.take(joined.lead, day("2017-05-09"), false);
    lead.does(&region, "2017-05-10", "door", call(Effect::Guided));
    let double = Story { case: joined.double.case, ..double };
    assert_eq!(levels(&region, &[&lead, &double], "2017-05-30").questions.met, 2);
}

#[test]
fn taking_back_unheard_is_not_hidden() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-09", "entrepreneur", Command::End(Outcome::TakenBack));
    let found = levels(&region, &[&story], "2017-05-30").questions;
    assert_eq!(found.not_met.get(&NotMet::TakenBackUnheard), Some(&1));
}

#[test]
fn sys_a02_median_and_ninetieth_percentile_count_what_has_not_ended() {
    let check = |waits: &[Option<i64>], median, p90| {
        let waits = Waits::of(waits.iter().copied());
        assert_eq!((waits.median(), waits.percentile(90)), (median, p90));
    };
    check(&[], None, None);
    check(&[Some(3)], Some(3), Some(3));
    check(&[Some(9), Some(1), Some(2)], Some(2), Some(9));
    check(&[Some(1), Some(2), None], Some(2), None);
    check(&[Some(1), None, None], None, None);
    let ten: Vec<_> = (1..=10).map(Some).collect();
    check(&ten, Some(5), Some(9));
}

/// The alarms of so many referrals, refused, helped; replies, useful.
fn check_alarms(numbers: (u64, u64, u64, u64, u64), expected: &[Alarm]) {
    let (sent, refused, helped, replies, useful) = numbers;
    let share = |part, whole| Share { part, whole };
    let answers =
        Answers { refused: share(refused, sent), helped: share(helped, sent), useful: share(useful, replies) };
    assert_eq!(alarms(&answers, &Alarms::default()), expected, "{numbers:?}");
}

#[test]
fn alarms_sound_above_and_below_the_lines_and_not_on_them() {
    check_alarms((100, 30, 25, 100, 45), &[]);
    check_alarms((100, 31, 25, 100, 45), &[Alarm::ManyRefusals]);
    check_alarms((100, 30, 24, 100, 45), &[Alarm::LittleHelp]);
    check_alarms((100, 30, 25, 100, 44), &[Alarm::LittleUse]);
    check_alarms((49, 49, 0, 99, 0), &[]);
    check_alarms((50, 16, 12, 0, 0), &[Alarm::ManyRefusals, Alarm::LittleHelp]);
    check_alarms((0, 0, 0, 0, 0), &[]);
}

#[test]
fn sys_f20_acceptance_and_steps_are_counted_from_the_cases() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1)).waits(&region, "2017-05-11");
    let second = Command::Accept { referral: ReferralNumber(2), person: None };
    story.does(&region, "2017-05-11", "b", second).does(&region, "2017-05-11", "b", call(Effect::Guided));
    story.does(&region, "2017-05-11", "entrepreneur", Command::Rate { useful: true });
    let quarter = Period::parse("2017-04-01..2017-07-01").unwrap();
    let found = referring([&story.case], &quarter);
    assert_eq!((found.accepted, found.steps), (Share { part: 1, whole: 2 }, 2));
    let per_organisation = answers([&story.case], &quarter, &Period::default());
    assert_eq!(per_organisation[&org("b")].useful, Share { part: 1, whole: 1 });
    assert_eq!(per_organisation[&org("a")].useful.whole, 0, "who did not help is not rated");
}

#[test]
fn a_policy_may_change_every_line() {
    let json = r#"{"first_answer_working_days": 3, "alarms": {"refused_above": 10}}"#;
    let policy: schakel_casework::Policy = serde_json::from_str(json).unwrap();
    assert_eq!(policy.promised_by(day("2017-05-08").at(9, 0, 0, 0)), day("2017-05-11"));
    assert_eq!(policy.alarms.refused_above, Percent::saturating(10));
    assert_eq!(policy.alarms.helped_below, Percent::saturating(25), "what is left out stays");
    for wrong in [r#"{"first_answer_working_days": 0}"#, r#"{"alarms": {"refused_above": 101}}"#, r#"{"deadline": 5}"#]
    {
        assert!(serde_json::from_str::<schakel_casework::Policy>(wrong).is_err(), "{wrong}");
    }
    assert_eq!(code("advice").as_str(), "advice");
}
