//! Referrals: nobody is asked twice, silence and refusals move a case on, and after the last one somebody decides.

use schakel_casework::{
    Asked, CHAIN_AUTOMATIC_MAX, CHAIN_MAX, CaseState, Closing, Command, Director, Effect, Message, ReferralNumber,
    ReferralOutcome, Refusal, RefusalReason, Sentence, state_for_entrepreneur,
};

use crate::small_region::{SmallRegion, Story, best, call, day, named, org};

fn refuse(referral: u32) -> Command {
    Command::Refuse { referral: ReferralNumber(referral), reason: RefusalReason::NoCapacity, propose: None }
}

fn accept(referral: u32) -> Command {
    Command::Accept { referral: ReferralNumber(referral), person: None }
}

fn close(referral: u32, result: Closing) -> Command {
    Command::Close { referral: ReferralNumber(referral), result }
}

#[test]
fn sys_f02_a_referral_is_not_closed_until_the_receiver_accepts() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    assert_eq!(story.stands(), ("door".into(), CaseState::Asked, "2017-05-10".into()));
    story.does(&region, "2017-05-08", "door", best(1));
    assert_eq!(story.stands(), ("door".into(), CaseState::Referred, "2017-05-10".into()), "the door still answers");
    story.does(&region, "2017-05-09", "a", accept(1));
    assert_eq!(story.stands(), ("a".into(), CaseState::InHand, "2017-05-15".into()), "a call before the promise ends");
    story.does(&region, "2017-05-10", "a", call(Effect::Guided));
    assert_eq!(story.stands(), ("a".into(), CaseState::InHand, "2017-05-24".into()));
    story.does(&region, "2017-05-20", "a", close(1, Closing::Helped));
    assert!(story.case.course().unwrap().outcome().is_some() && story.case.next_date().is_none());
}

#[test]
fn sys_f02_silence_moves_a_case_on_before_the_promise_is_broken() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1));
    story.waits(&region, "2017-05-10");
    assert_eq!(story.asked_of(), ["a"], "the day itself still counts");
    story.waits(&region, "2017-05-11");
    assert_eq!(story.asked_of(), ["a", "b"]);
    assert_eq!(story.stands().2, "2017-05-12", "one day, so that the promise of 15 May can be kept");
    story.waits(&region, "2017-05-15");
    assert_eq!(story.asked_of(), ["a", "b", "c"], "on the last day of the promise somebody has it");
    assert_eq!(story.case.referrals[0].course.outcome(), Some(&ReferralOutcome::Silent));
    assert!(story.told.iter().any(|it| it.message == Message::WentOn(ReferralNumber(1))));
}

#[test]
fn sys_f02_no_chain_longer_than_the_maximum_and_no_loops() {
    let mut region = SmallRegion::new();
    region.set_directors(&["director"]);
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1));
    for (referral, who) in [(1, "a"), (2, "b"), (3, "c"), (4, "d")] {
        assert_eq!(story.stands().1, CaseState::Referred);
        story.does(&region, "2017-05-09", who, refuse(referral));
    }
    assert_eq!(story.asked_of(), ["a", "b", "c", "d"]);
    assert_eq!(story.case.chain_length(), CHAIN_AUTOMATIC_MAX);
    assert_eq!(story.stands(), ("director".into(), CaseState::Escalated, "2017-05-11".into()));
    assert_eq!(story.tries(&region, "2017-05-09", "director", named(&["a"])), Err(Refusal::AlreadyAsked(org("a"))));
    story.does(&region, "2017-05-09", "director", best(1));
    story.does(&region, "2017-05-09", "e", refuse(5));
    assert_eq!(story.case.chain_length(), CHAIN_MAX);
    assert_eq!(story.stands().0, "director");
    assert_eq!(story.tries(&region, "2017-05-09", "director", best(1)), Err(Refusal::ChainTooLong));
}

/// To whom a case goes when nobody is left, and what the entrepreneur reads.
fn check_last_resort(directors: &[&str], expected: (&str, Director)) {
    let mut region = SmallRegion::new();
    region.set_directors(directors);
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", Command::Escalate);
    assert_eq!(story.stands().0, expected.0);
    assert_eq!(story.case.escalations[0].director, expected.1);
    let read = state_for_entrepreneur(&story.case, day("2017-05-08")).sentence;
    assert!(matches!(read, Sentence::Searching { is_director, .. } if is_director == (expected.0 == "director")));
}

#[test]
fn after_the_last_one_the_process_director_or_the_front_door_decides() {
    check_last_resort(&["director"], ("director", Director::One(org("director"))));
    check_last_resort(&[], ("door", Director::NoneNamed));
    check_last_resort(&["director", "other-director"], ("door", Director::SeveralNamed));
}

#[test]
fn whoever_refuses_may_propose_another_but_nobody_who_was_asked() {
    let region = SmallRegion::new();
    let propose = |who: &str, referral| Command::Refuse {
        referral: ReferralNumber(referral),
        reason: RefusalReason::OtherService,
        propose: Some(org(who)),
    };
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1));
    story.does(&region, "2017-05-08", "a", propose("f", 1));
    assert_eq!(story.case.referrals[1].asked, Asked::Proposed { after: ReferralNumber(1) });
    for (referral, proposed) in [(2, "a"), (3, "door")] {
        let who = story.case.referrals.last().unwrap().receiver.to_string();
        story.does(&region, "2017-05-08", &who, propose(proposed, referral));
        let last = story.case.referrals.last().unwrap();
        assert!(matches!(last.asked, Asked::Chosen { after: Some(_), .. }), "{proposed} had it before");
    }
    let who = story.case.referrals.last().unwrap().receiver.to_string();
    story.does(&region, "2017-05-08", &who, propose("unheard-of", 4));
    assert_eq!(story.stands().1, CaseState::Escalated);
}

#[test]
fn the_first_to_accept_is_responsible_and_the_next_takes_over() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(3));
    story.does(&region, "2017-05-08", "b", accept(2));
    story.does(&region, "2017-05-09", "c", accept(3));
    assert_eq!(story.stands().0, "b");
    story.does(&region, "2017-05-09", "a", refuse(1));
    assert_eq!(story.asked_of().len(), 3, "somebody helps: nobody else is asked");
    story.does(&region, "2017-05-09", "b", call(Effect::Reached));
    story.does(&region, "2017-05-09", "b", close(2, Closing::NotHelped));
    assert_eq!(story.stands().0, "c");
    story.does(&region, "2017-05-10", "c", close(3, Closing::NotHelped));
    assert_eq!(story.stands(), ("door".into(), CaseState::Referred, "2017-05-12".into()));
    assert_eq!(story.asked_of(), ["a", "b", "c", "d"]);
}

#[test]
fn who_hands_on_stays_responsible_until_another_accepts() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1)).does(&region, "2017-05-08", "a", accept(1));
    story.does(&region, "2017-05-09", "a", named(&["f"]));
    assert_eq!(story.stands().0, "a");
    story.does(&region, "2017-05-09", "f", accept(2));
    assert_eq!(story.stands().0, "f");
    assert_eq!(story.case.referrals[0].course.outcome(), Some(&ReferralOutcome::HandedOn));
}

#[test]
fn who_accepts_and_then_does_nothing_gets_one_reminder() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1)).does(&region, "2017-05-08", "a", accept(1));
    story.waits(&region, "2017-05-16");
    assert_eq!(story.stands(), ("a".into(), CaseState::InHand, "2017-05-18".into()));
    let late = state_for_entrepreneur(&story.case, day("2017-05-16")).late_since;
    assert_eq!(late, Some(day("2017-05-15")), "the entrepreneur is told that it is late");
    story.waits(&region, "2017-05-19");
    assert_eq!(story.case.referrals[0].course.outcome(), Some(&ReferralOutcome::Abandoned));
    assert_eq!((story.stands().0, story.asked_of()), ("door".into(), vec!["a".into(), "b".into()]));
}

#[test]
fn a_front_door_that_says_nothing_gets_one_reminder_and_then_loses_the_case() {
    let mut region = SmallRegion::new();
    region.set_directors(&["director"]);
    let mut story = Story::begin(&region, "2017-05-08");
    story.waits(&region, "2017-05-11");
    assert_eq!(story.stands(), ("door".into(), CaseState::Asked, "2017-05-15".into()));
    story.waits(&region, "2017-05-16");
    assert_eq!(story.stands().0, "director");
    let mut due = day("2017-05-18");
    for _ in 0..20 {
        let tomorrow = due.tomorrow().unwrap().to_string();
        story.waits(&region, &tomorrow);
        assert!(story.case.next_date().unwrap() > due, "silence never buries a case");
        due = story.case.next_date().unwrap();
    }
}

#[test]
fn wrong_hands_change_nothing() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    let monday = "2017-05-08";
    assert!(matches!(story.tries(&region, monday, "a", best(1)), Err(Refusal::NotAllowed { .. })));
    assert!(matches!(story.tries(&region, monday, "entrepreneur", best(1)), Err(Refusal::NotAllowed { .. })));
    assert_eq!(story.tries(&region, monday, "door", best(0)), Err(Refusal::WrongNumberOfReceivers));
    assert_eq!(story.tries(&region, monday, "door", best(4)), Err(Refusal::WrongNumberOfReceivers));
    assert_eq!(story.tries(&region, monday, "door", named(&["x"])), Err(Refusal::UnknownOrganisation(org("x"))));
    let mut closed = SmallRegion::new();
    closed.directory.limit_to(&[org("b")].into());
    assert_eq!(story.tries(&closed, monday, "door", named(&["a"])), Err(Refusal::NotTakingPart(org("a"))));
    story.does(&region, monday, "door", best(1));
    assert!(matches!(story.tries(&region, monday, "b", accept(1)), Err(Refusal::NotAllowed { .. })));
    assert_eq!(story.tries(&region, monday, "a", accept(2)), Err(Refusal::ReferralOver(ReferralNumber(2))));
    assert_eq!(story.journal.len(), 3, "opened, referred, stands; the refused commands left nothing");
}

#[test]
fn a_late_yes_is_welcome_as_long_as_nobody_helps() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1)).waits(&region, "2017-05-11");
    assert!(story.tries(&region, "2017-05-11", "a", refuse(1)).is_err(), "a late no changes nothing");
    story.does(&region, "2017-05-11", "a", accept(1));
    assert_eq!(story.stands().0, "a");
    story.does(&region, "2017-05-11", "b", accept(2));
    assert_eq!(story.stands().0, "a", "b helps as well");

    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(1)).waits(&region, "2017-05-11");
    story.does(&region, "2017-05-11", "b", accept(2));
    let late = story.tries(&region, "2017-05-11", "a", accept(1));
    assert_eq!(late, Err(Refusal::ReferralOver(ReferralNumber(1))), "somebody helps already");
}
