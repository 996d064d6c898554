//! An application from draft to a decision that stands.

use schakel_casework::{Actor, Role};
use schakel_schemes::{
    APPLICATION, ApplicationCommand, ApplicationOutcome, ApplicationRefusal, ApplicationState, Attachment, Content,
    Digest, GRANT, Judgment, MissingItem, Receipt, ReceiptFlaw, Ruling, SuspensionGround, Verdict, decide_application,
    start_application,
};

use crate::small_round::{
    APPLICANT, Counter, PARTNER, by_executor, code, content, day, euros, granted, noon, refused, rules, without_budget,
};

#[test]
fn nobody_can_be_lost_in_an_application_or_a_grant() {
    assert_eq!(APPLICATION.flaws(), []);
    assert_eq!(GRANT.flaws(), []);
}

#[test]
fn from_draft_to_a_grant_that_stands() {
    let mut counter = Counter::begin("2017-01-09");
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Draft), Some(day("2017-03-31"))));
    counter.apply("2017-01-09", ApplicationCommand::Save(content(euros(20_000))));
    counter.apply("2017-01-10", ApplicationCommand::Submit);
    assert!(counter.application.missing.is_empty());
    // Tuesday 10 January and 13 weeks: Tuesday 11 April.
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Submitted), Some(day("2017-04-11"))));
    counter.execute("2017-01-11", ApplicationCommand::FindComplete);
    assert_eq!(counter.application.complete_at, Some(noon("2017-01-10")));
    counter.execute("2017-01-12", ApplicationCommand::Assess(crate::small_round::ASSESSOR));
    counter.execute("2017-03-01", ApplicationCommand::Decide(granted(euros(20_000))));
    counter.execute("2017-03-02", ApplicationCommand::Announce);
    assert_eq!(counter.due(), Some(day("2017-04-13")));
    counter.pass("2017-04-13");
    assert_eq!(counter.state(), Some(ApplicationState::Announced));
    counter.pass("2017-04-14");
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::Granted));
    assert!(counter.application.grant.is_some());
}

#[test]
fn an_incomplete_application_counts_from_the_day_on_which_it_was_complete() {
    let mut counter = Counter::begin("2017-01-09");
    counter.apply("2017-01-09", ApplicationCommand::Save(without_budget(euros(20_000))));
    counter.apply("2017-01-09", ApplicationCommand::Submit);
    let missing = [MissingItem::Document(code("budget"))].into();
    assert_eq!(counter.application.missing, missing);
    let still = ApplicationRefusal::StillMissing(missing.clone());
    assert_eq!(counter.ask("2017-01-10", ApplicationCommand::FindComplete, by_executor()), Err(still));
    counter.execute("2017-01-10", ApplicationCommand::AskToComplete { missing });
    // Fourteen days from Tuesday 10 January: Tuesday 24 January.
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Incomplete), Some(day("2017-01-24"))));
    assert_eq!(counter.application.decision_due(), None, "the term does not run");
    counter.apply("2017-01-20", ApplicationCommand::Supplement(content(euros(20_000))));
    counter.execute("2017-01-23", ApplicationCommand::FindComplete);
    assert_eq!(counter.application.complete_at, Some(noon("2017-01-20")));
    assert_eq!(counter.application.received_at(), Some(noon("2017-01-09")));
    // 9 January and 13 weeks is 10 April; 11 to 19 January are 9 days.
    assert_eq!(counter.application.decision_due(), Some(day("2017-04-19")));
}

#[test]
fn what_is_not_completed_is_not_dealt_with_within_four_weeks() {
    let mut counter = Counter::begin("2017-01-09");
    counter.apply("2017-01-09", ApplicationCommand::Save(without_budget(euros(20_000))));
    counter.apply("2017-01-09", ApplicationCommand::Submit);
    let not_dealt_with = ApplicationCommand::Decide(Verdict::NotDealtWith);
    let early = counter.ask("2017-01-10", not_dealt_with.clone(), by_executor());
    assert_eq!(early, Err(ApplicationRefusal::NotAskedToComplete));
    let missing = [MissingItem::Document(code("budget"))].into();
    counter.execute("2017-01-10", ApplicationCommand::AskToComplete { missing });
    counter.pass("2017-01-25");
    // Four weeks from 24 January: 21 February.
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Unrepaired), Some(day("2017-02-21"))));
    let grant = counter.ask("2017-02-01", ApplicationCommand::Decide(granted(euros(20_000))), by_executor());
    assert_eq!(grant, Err(ApplicationRefusal::NotComplete));
    let last_day = day("2017-02-21");
    let late = counter.ask("2017-02-22", not_dealt_with.clone(), by_executor());
    assert_eq!(late, Err(ApplicationRefusal::NotDealingTooLate { last_day }));
    counter.execute("2017-02-21", not_dealt_with);
    counter.execute("2017-02-21", ApplicationCommand::Announce);
    counter.pass("2017-05-01");
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::NotDealtWith));
}

#[test]
fn outside_the_window_nothing_is_received() {
    let rules = rules();
    let window = ApplicationRefusal::OutsideWindow { opens_at: rules.opens_at, closes_at: rules.closes_at };
    let late = start_application(schakel_schemes::ApplicationNumber(1), APPLICANT, None, rules.closes_at, &rules);
    assert_eq!(late, Err(window.clone()));
    let mut counter = Counter::begin("2017-01-02");
    counter.apply("2017-01-02", ApplicationCommand::Save(content(euros(20_000))));
    let by = Actor::Entrepreneur(APPLICANT);
    assert_eq!(counter.ask("2017-01-08", ApplicationCommand::Submit, by.clone()), Err(window.clone()));
    let submit = |at| decide_application(&counter.application, &ApplicationCommand::Submit, &by, at, &counter.rules);
    assert!(submit(day("2017-01-09").at(8, 59, 59, 999_999_999)).is_err());
    assert!(submit(day("2017-01-09").at(9, 0, 0, 0)).is_ok());
    assert!(submit(day("2017-03-31").at(16, 59, 59, 999_999_999)).is_ok());
    assert_eq!(submit(day("2017-03-31").at(17, 0, 0, 0)).unwrap_err(), window);
    counter.pass("2017-04-01");
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::NeverSubmitted));
}

#[test]
fn bad_input_is_refused_and_nothing_is_lost() {
    let mut counter = Counter::submitted(euros(20_000), "2017-01-09");
    let by = || Actor::Entrepreneur(APPLICANT);
    let twice = counter.ask("2017-01-09", ApplicationCommand::Submit, by());
    assert_eq!(twice, Err(ApplicationRefusal::NotAllowed { by: Vec::new() }));
    let backwards = counter.ask("2017-01-08", ApplicationCommand::Withdraw, by());
    assert_eq!(backwards, Err(ApplicationRefusal::ClockBackwards { last_at: noon("2017-01-09") }));
    let other = counter.ask("2017-01-09", ApplicationCommand::FindComplete, by());
    assert_eq!(other, Err(ApplicationRefusal::NotAllowed { by: vec![Role::Responsible] }));

    let file = |bytes, kind: &str, document: &str| Attachment {
        document: code(document),
        digest: Digest::of(b"file"),
        bytes,
        kind: code(kind),
    };
    let check = |attachment: Attachment, expected: MissingItem| {
        let content = Content { attachments: vec![attachment], ..content(euros(20_000)) };
        let mut draft = Counter::begin("2017-01-09");
        let refused = draft.ask("2017-01-09", ApplicationCommand::Save(content), by());
        assert_eq!(refused, Err(ApplicationRefusal::Unusable([expected].into())));
        assert_eq!(draft.application.content, None);
    };
    check(file(1_001, "pdf", "budget"), MissingItem::TooLarge(code("budget")));
    check(file(10, "exe", "budget"), MissingItem::WrongKind(code("budget")));
    check(file(10, "pdf", "holiday"), MissingItem::NotAskedFor(code("holiday")));

    let amount = |requested, costs| {
        let mut draft = Counter::begin("2017-01-09");
        let content = Content { costs: [(APPLICANT, costs)].into(), ..content(requested) };
        draft.apply("2017-01-09", ApplicationCommand::Save(content));
        draft.ask("2017-01-09", ApplicationCommand::Submit, by()).is_ok()
    };
    assert!(amount(euros(5_000), euros(5_000)));
    assert!(!amount(euros(4_999), euros(50_000)), "below the least");
    assert!(!amount(euros(200_001), euros(500_000)), "above the most");
    assert!(!amount(euros(20_000), euros(19_999)), "above the costs");
}

#[test]
fn a_changed_receipt_is_seen() {
    let counter = Counter::submitted(euros(20_000), "2017-01-09");
    let receipt = counter.application.receipts[0].clone();
    assert_eq!(receipt.check(&counter.application), Ok(()));
    let earlier = Receipt { received_at: noon("2017-01-09").with().hour(9).build().unwrap(), ..receipt.clone() };
    assert_eq!(earlier.check(&counter.application), Err(ReceiptFlaw::Seal));
    let made_up = Receipt::new(receipt.round, receipt.application, earlier.received_at, receipt.content);
    assert_eq!(made_up.check(&counter.application), Err(ReceiptFlaw::NotOnRecord));
}

#[test]
fn partners_consent_before_it_is_complete() {
    let mut counter = Counter::begin("2017-01-09");
    counter.apply("2017-01-09", ApplicationCommand::InvitePartner(PARTNER));
    let costs = [(APPLICANT, euros(30_000)), (PARTNER, euros(30_000))].into();
    counter.apply("2017-01-09", ApplicationCommand::Save(Content { costs, ..content(euros(20_000)) }));
    let twice = counter.ask("2017-01-09", ApplicationCommand::InvitePartner(PARTNER), Actor::Entrepreneur(APPLICANT));
    assert_eq!(twice, Err(ApplicationRefusal::PartnerTwice(PARTNER)));
    let stranger = schakel_casework::FirmRef(99);
    let answer = ApplicationCommand::AnswerPartner { consents: true };
    assert!(counter.ask("2017-01-09", answer.clone(), Actor::Entrepreneur(stranger)).is_err());
    let submit = |counter: &Counter| {
        let by = Actor::Entrepreneur(APPLICANT);
        let at = noon("2017-01-10");
        decide_application(&counter.application, &ApplicationCommand::Submit, &by, at, &counter.rules).unwrap()
    };
    assert_eq!(submit(&counter).application.missing, [MissingItem::Consent(PARTNER)].into());
    counter.ask("2017-01-09", answer, Actor::Entrepreneur(PARTNER)).unwrap();
    assert!(submit(&counter).application.missing.is_empty());
    assert_eq!(counter.application.participants().collect::<Vec<_>>(), [APPLICANT, PARTNER]);
}

#[test]
fn the_term_stops_runs_again_and_is_extended_once() {
    let mut counter = Counter::in_assessment(euros(20_000), "2017-01-09");
    let suspend = |ground, until| ApplicationCommand::Suspend { ground, until: day(until) };
    // Agreed: 17 to 26 January, ten days after 10 April.
    counter.execute("2017-01-16", suspend(SuspensionGround::Agreed, "2017-01-26"));
    assert_eq!(counter.due(), Some(day("2017-04-20")));
    // Beyond control from 2 February until it runs again on 12 February: ten more.
    counter.execute("2017-02-01", suspend(SuspensionGround::ForceMajeure, "2017-02-20"));
    assert_eq!((counter.application.decision_due(), counter.due()), (None, Some(day("2017-02-20"))));
    counter.execute("2017-02-12", ApplicationCommand::Resume);
    assert_eq!(counter.due(), Some(day("2017-04-30")));
    let runs = counter.ask("2017-02-12", ApplicationCommand::Resume, by_executor());
    assert_eq!(runs, Err(ApplicationRefusal::TermState { runs: true }));
    counter.execute("2017-03-01", ApplicationCommand::Extend);
    assert_eq!(counter.due(), Some(day("2017-07-30")));
    assert_eq!(
        counter.ask("2017-03-01", ApplicationCommand::Extend, by_executor()),
        Err(ApplicationRefusal::NoExtension)
    );
    let notice = |at| ApplicationCommand::GiveDefault { received_on: day(at) };
    let last_day = Some(day("2017-07-30"));
    let early = counter.ask("2017-07-30", notice("2017-07-30"), Actor::Entrepreneur(APPLICANT));
    assert_eq!(early, Err(ApplicationRefusal::NotInDefault { last_day }));
    counter.apply("2017-08-01", notice("2017-08-01"));
    assert_eq!(counter.application.default_notice_on, Some(day("2017-08-01")));
    assert_eq!(counter.application.course.standing().unwrap().reminders, 1, "the date passed");
}

#[test]
fn a_decision_is_sound() {
    let counter = || Counter::in_assessment(euros(20_000), "2017-01-09");
    let decide = |verdict| counter().ask("2017-02-01", ApplicationCommand::Decide(verdict), by_executor());
    let requested = euros(20_000);
    assert_eq!(decide(granted(euros(20_001))), Err(ApplicationRefusal::GrantOutOfRange { requested }));
    assert_eq!(decide(granted(euros(0))), Err(ApplicationRefusal::GrantOutOfRange { requested }));
    assert_eq!(decide(Verdict::Refused([].into())), Err(ApplicationRefusal::NoGround));
    assert!(decide(refused()).is_ok() && decide(granted(euros(1))).is_ok());
}

#[test]
fn an_objection_can_turn_a_refusal_into_a_grant() {
    let mut counter = Counter::decided(refused(), "2017-01-09", "2017-03-01");
    assert_eq!(counter.application.grant, None);
    // Six weeks from Wednesday 1 March: Wednesday 12 April.
    let object = ApplicationCommand::Object { received_on: day("2017-04-12"), posted_on: None };
    counter.apply("2017-04-12", object);
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Objection), Some(day("2017-05-24"))));
    counter.execute("2017-05-01", ApplicationCommand::Postpone { weeks: 6 });
    assert_eq!(counter.due(), Some(day("2017-07-05")));
    let founded = |verdict| ApplicationCommand::DecideObjection { ruling: Ruling::Founded, verdict, excused: false };
    let without = counter.ask("2017-06-01", founded(None), by_executor());
    assert_eq!(without, Err(ApplicationRefusal::VerdictNeeded { needed: true }));
    counter.execute("2017-06-01", founded(Some(granted(euros(200_000)))));
    assert_eq!(counter.application.grant.as_ref().map(|it| it.granted_on), Some(day("2017-06-01")));
    counter.pass("2017-08-01");
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::Granted));
}

#[test]
fn a_late_objection_is_inadmissible_unless_it_is_excused() {
    let mut counter = Counter::decided(refused(), "2017-01-09", "2017-03-01");
    counter.pass("2017-04-13");
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::Refused));
    let object = ApplicationCommand::Object { received_on: day("2017-04-20"), posted_on: Some(day("2017-04-13")) };
    counter.apply("2017-04-20", object);
    let decide = |ruling, excused| ApplicationCommand::DecideObjection { ruling, verdict: None, excused };
    let unfounded = counter.ask("2017-05-01", decide(Ruling::Unfounded, false), by_executor());
    assert_eq!(unfounded, Err(ApplicationRefusal::ObjectionLate));
    counter.execute("2017-05-01", decide(Ruling::Inadmissible, false));
    counter.apply("2017-05-10", ApplicationCommand::Appeal { received_on: day("2017-05-10") });
    let judge = ApplicationCommand::Judge {
        judgment: Judgment::DecideAgain,
        verdict: None,
        decide_by: Some(day("2018-02-01")),
    };
    counter.execute("2018-01-02", judge);
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Objection), Some(day("2018-02-01"))));
    counter.execute("2018-01-20", decide(Ruling::Unfounded, true));
    counter.pass("2018-04-01");
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::Refused));
}

#[test]
fn what_is_taken_back_is_over() {
    let mut counter = Counter::in_assessment(euros(20_000), "2017-01-09");
    counter.apply("2017-02-01", ApplicationCommand::Withdraw);
    assert_eq!(counter.application.course.outcome(), Some(&ApplicationOutcome::Withdrawn));
    let object = ApplicationCommand::Object { received_on: day("2017-02-01"), posted_on: None };
    let nothing = counter.ask("2017-02-01", object, Actor::Entrepreneur(APPLICANT));
    assert_eq!(nothing, Err(ApplicationRefusal::NothingToObjectTo));

    let mut counter = Counter::decided(refused(), "2017-01-09", "2017-03-01");
    let object = ApplicationCommand::Object { received_on: day("2017-03-02"), posted_on: None };
    counter.apply("2017-03-02", object);
    counter.apply("2017-03-03", ApplicationCommand::Withdraw);
    assert_eq!((counter.state(), counter.due()), (Some(ApplicationState::Announced), Some(day("2017-04-12"))));
}
