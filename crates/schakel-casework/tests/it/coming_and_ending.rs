//! How cases come in and end: one front door, outcomes that say something true, "I was not helped".

use schakel_casework::{
    Actor, CaseId, CaseState, Channel, Code, Command, Director, DoorGround, Effect, FirmRef, Locality, Moment, Need,
    NotHelped, Origin, Outcome, Question, ReferralNumber, Refusal, Segment, Sentence, Situation, TextRef, Visibility,
    open, state_for_entrepreneur,
};

use crate::small_region::{SmallRegion, Story, best, call, code, day, need, org};

#[test]
fn sys_f13_every_place_has_exactly_one_door_and_says_why() {
    let mut region = SmallRegion::new();
    region.directory.place(code("GM0200"), Locality::default());
    let door = |place: Option<&Code>| region.directory.front_door(place);
    assert_eq!(
        (door(Some(&code("GM0193"))).organisation, DoorGround::Municipality),
        (org("door"), door(Some(&code("GM0193"))).ground)
    );
    assert_eq!(door(Some(&code("GM0200"))).ground, DoorGround::NoDoorNamed);
    assert_eq!(door(Some(&code("GM9999"))).ground, DoorGround::PlaceNotKnown);
    assert_eq!((door(None).organisation, door(None).ground), (org("desk"), DoorGround::PlaceNotKnown));
}

#[test]
fn sys_f02_the_same_question_has_the_same_door_whichever_way_it_comes_in() {
    let region = SmallRegion::new();
    let moment: Moment<'_> = region.moment(day("2017-05-08"));
    let origins = [
        Origin::QuestionBox,
        Origin::Roadmap,
        Origin::Adviser(org("a")),
        Origin::OtherDoor { organisation: org("b"), channel: Channel::Digital },
        Origin::Telephone,
    ];
    for origin in origins {
        let (case, firm, text) = (CaseId(1), FirmRef(7), TextRef(1));
        let visibility = Visibility::Ordinary;
        let question = Question { case, firm, text, origin, asked_at: moment.now, need: need(), visibility };
        let opened = open(&question, Actor::Entrepreneur(firm), &moment).unwrap().case;
        assert_eq!(opened.open().unwrap().responsible, org("door"));
        let tomorrow = Question { asked_at: day("2017-05-09").at(0, 0, 0, 0), ..question };
        assert_eq!(open(&tomorrow, Actor::Entrepreneur(firm), &moment), Err(Refusal::AskedInFuture));
    }
}

#[test]
fn an_outcome_needs_a_conversation_or_an_attempt() {
    let region = SmallRegion::new();
    let monday = "2017-05-08";
    let none = Outcome::NotHelped(NotHelped::NoSupportExists);
    let mut story = Story::begin(&region, monday);
    for outcome in [Outcome::Helped, none, Outcome::NotReachable] {
        assert_eq!(story.tries(&region, monday, "door", Command::End(outcome)), Err(Refusal::NoContactYet));
    }
    story.does(&region, monday, "door", call(Effect::NotReached));
    assert_eq!(story.tries(&region, monday, "door", Command::End(none)), Err(Refusal::NoContactYet));
    assert_eq!(story.tries(&region, monday, "door", Command::End(Outcome::TakenBack)), Err(Refusal::OutcomeNotYours));
    assert_eq!(story.tries(&region, monday, "entrepreneur", Command::End(none)), Err(Refusal::OutcomeNotYours));
    assert!(story.tries(&region, monday, "other", Command::End(Outcome::TakenBack)).is_err());
    story.does(&region, monday, "door", Command::End(Outcome::NotReachable));
    assert!(story.tries(&region, monday, "door", best(1)).is_err(), "it is over");
}

#[test]
fn i_was_not_helped_begins_a_new_chain_without_those_who_had_it() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(2));
    story.does(&region, "2017-05-08", "door", call(Effect::Reached));
    story.does(&region, "2017-05-08", "door", Command::End(Outcome::Helped));
    assert!(story.tries(&region, "2017-06-01", "door", Command::Reopen).is_err(), "only the entrepreneur says so");
    story.does(&region, "2017-06-01", "entrepreneur", Command::Reopen);
    assert_eq!(story.stands(), ("door".into(), CaseState::Asked, "2017-06-06".into()), "Whit Monday does not count");
    assert_eq!(story.case.chain_length(), 0);
    story.does(&region, "2017-06-01", "door", best(1));
    assert_eq!(story.asked_of(), ["a", "b", "c"]);
    story.does(&region, "2017-06-01", "c", Command::Accept { referral: ReferralNumber(3), person: None });
    assert_eq!(story.stands().2, "2017-06-09", "the promise counts anew");
}

#[test]
fn the_next_date_can_be_planned_within_reach() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    let plan = |date: &str| Command::Plan(day(date));
    assert!(story.tries(&region, "2017-05-08", "door", plan("2017-05-20")).is_err(), "first an answer");
    story.does(&region, "2017-05-08", "door", call(Effect::Reached));
    for wrong in ["2017-05-08", "2017-05-07", "2018-05-08"] {
        let refused = story.tries(&region, "2017-05-08", "door", plan(wrong));
        assert!(matches!(refused, Err(Refusal::DateOutOfReach { .. })), "{wrong}");
    }
    story.does(&region, "2017-05-08", "door", plan("2017-07-03"));
    assert_eq!(story.stands().2, "2017-07-03");
}

#[test]
fn the_situation_of_a_firm_changes_nothing_for_it() {
    let region = SmallRegion::new();
    let follow = |situation: Option<Situation>| {
        let mut story = Story::begin(&region, "2017-05-08");
        if let Some(situation) = situation {
            story.does(&region, "2017-05-08", "door", Command::RecordSituation(situation));
            story.does(&region, "2017-05-08", "door", Command::RecordSegment(Segment::Follower));
        }
        story.does(&region, "2017-05-08", "door", best(2)).waits(&region, "2017-05-16");
        (story.asked_of(), story.stands())
    };
    for situation in [Situation::NotAware, Situation::NotWilling, Situation::NotAble] {
        assert_eq!(follow(Some(situation)), follow(None));
    }
    let need = serde_json::to_value(Need::default()).unwrap();
    assert!(need.get("situation").is_none(), "who is chosen cannot depend on it");
}

#[test]
fn sys_c16_a_confidential_case_is_open_to_authorised_roles_only() {
    let region = SmallRegion::new();
    let director = Director::One(org("director"));
    let mut secret = Story::asked(&region, "2017-05-08", 1, Visibility::Confidential);
    let mut ordinary = Story::asked(&region, "2017-05-08", 2, Visibility::Ordinary);
    for story in [&mut secret, &mut ordinary] {
        story.does(&region, "2017-05-08", "door", best(1));
    }
    let may = |story: &Story, who: &str| story.case.may_open(&org(who), &director);
    assert_eq!(["door", "a", "b", "director"].map(|who| may(&ordinary, who)), [true, true, false, true]);
    assert_eq!(["door", "a", "b", "director"].map(|who| may(&secret, who)), [true, false, false, false]);
}

#[test]
fn the_entrepreneur_reads_one_sentence() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    let read = |story: &Story| state_for_entrepreneur(&story.case, day("2017-05-08")).sentence;
    let by = day("2017-05-10");
    assert_eq!(read(&story), Sentence::Received { organisation: org("door"), by });
    story.does(&region, "2017-05-08", "door", best(2));
    let asked = vec![org("a"), org("b")];
    assert_eq!(read(&story), Sentence::Waiting { asked, organisation: org("door"), by });
    story.does(&region, "2017-05-08", "entrepreneur", Command::End(Outcome::TakenBack));
    assert!(matches!(read(&story), Sentence::Over { outcome: Outcome::TakenBack, .. }));
    let json = serde_json::to_string(&read(&story)).unwrap();
    assert_eq!(json, r#"{"key":"over","outcome":"taken-back","at":"2017-05-08T12:00:00"}"#);
}
