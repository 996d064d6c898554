//! Consent: default none, per receiver and purpose, and taken back at any time.

use std::collections::BTreeSet;

use schakel_casework::{
    Code, Command, ConsentNumber, Elsewhere, FirmRef, Handover, Message, Purpose, Receivers, Recipient, Refusal,
    SharingRule, TextRef, Visibility, elsewhere,
};

use crate::small_region::{SmallRegion, Story, code, org};

const MONDAY: &str = "2017-05-08";

fn facts(names: &[&str]) -> BTreeSet<Code> {
    names.iter().map(|it| code(it)).collect()
}

fn show(names: &[&str]) -> Command {
    Command::Show { purpose: Purpose::Help, facts: facts(names) }
}

fn consent(receiver: &str, names: &[&str]) -> Command {
    Command::Consent { receiver: org(receiver), purpose: Purpose::Help, facts: facts(names) }
}

fn refer(id: &str) -> Command {
    Command::Refer { to: Receivers::Named([org(id)].into()), summary: Some(TextRef(9)) }
}

#[test]
fn nothing_is_shown_without_consent_of_the_entrepreneur() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, MONDAY);
    let none = Err(Refusal::NoConsent(facts(&["turnover"])));
    assert_eq!(story.tries(&region, MONDAY, "door", show(&["turnover"])), none, "not even to the front door");
    for who in ["door", "a", "other"] {
        assert!(story.tries(&region, MONDAY, who, consent("door", &["turnover"])).is_err(), "{who} cannot consent");
    }
    story.does(&region, MONDAY, "entrepreneur", consent("door", &["turnover", "sbi"]));
    story.does(&region, MONDAY, "door", show(&["turnover"]));
    let more = story.tries(&region, MONDAY, "door", show(&["turnover", "employees"]));
    assert_eq!(more, Err(Refusal::NoConsent(facts(&["employees"]))));
    let other_purpose = Command::Show { purpose: Purpose::Application, facts: facts(&["turnover"]) };
    assert_eq!(story.tries(&region, MONDAY, "door", other_purpose), none);
    assert_eq!(story.tries(&region, MONDAY, "a", show(&["turnover"])), none, "not to another organisation");
}

#[test]
fn a_referral_is_warm_only_with_consent_for_that_receiver() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, MONDAY);
    story.does(&region, MONDAY, "entrepreneur", consent("a", &["sbi"]));
    story.does(&region, MONDAY, "door", refer("a")).does(&region, MONDAY, "door", refer("b"));
    let handovers: Vec<_> = story.case.referrals.iter().map(|it| it.handover.clone()).collect();
    let warm = Handover::Warm { summary: TextRef(9), consents: vec![ConsentNumber(1)] };
    assert_eq!(handovers, [warm, Handover::CodesOnly]);
    let seen: Vec<_> =
        story.case.consent.disclosures.iter().map(|it| (it.receiver.clone(), it.facts.clone())).collect();
    assert_eq!(seen, [(org("a"), facts(&["sbi"]))], "the entrepreneur sees who saw what");
    story.waits(&region, "2017-05-11");
    let next = story.case.referrals.last().unwrap();
    assert_eq!(next.handover, Handover::CodesOnly, "what goes on by itself takes nothing along");
}

#[test]
fn withdrawal_stops_sharing_and_tells_who_saw_something() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, MONDAY);
    story.does(&region, MONDAY, "entrepreneur", consent("a", &["sbi"]));
    story.does(&region, MONDAY, "entrepreneur", consent("b", &["sbi"]));
    story.does(&region, MONDAY, "door", refer("a"));
    story.told.clear();
    story.does(&region, MONDAY, "entrepreneur", Command::Withdraw(ConsentNumber(1)));
    story.does(&region, MONDAY, "entrepreneur", Command::Withdraw(ConsentNumber(2)));
    let stop = Message::StopUsing { consent: ConsentNumber(1), facts: facts(&["sbi"]) };
    assert_eq!(story.told.len(), 1, "who saw nothing is not told");
    assert_eq!((&story.told[0].to, &story.told[0].message), (&Recipient::Organisation(org("a")), &stop));
    assert!(story.tries(&region, MONDAY, "a", show(&["sbi"])).is_err());
    let again = story.tries(&region, MONDAY, "entrepreneur", Command::Withdraw(ConsentNumber(1)));
    assert_eq!(again, Err(Refusal::NoSuchConsent(ConsentNumber(1))));
    assert_eq!(story.case.consent.shown_under(ConsentNumber(1)).count(), 1, "what was seen stays in sight");
}

#[test]
fn a_second_consent_adds_and_withdrawing_it_takes_only_itself_away() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, MONDAY);
    story.does(&region, MONDAY, "entrepreneur", consent("door", &["sbi"]));
    story.does(&region, MONDAY, "entrepreneur", consent("door", &["turnover"]));
    story.does(&region, MONDAY, "door", show(&["sbi", "turnover"]));
    story.does(&region, MONDAY, "entrepreneur", Command::Withdraw(ConsentNumber(2)));
    assert_eq!(story.case.consent.permitted(&org("door"), Purpose::Help), Some(facts(&["sbi"])));
}

#[test]
fn sys_e01_and_sys_e02_a_case_elsewhere_is_told_with_covenant_and_consent_only() {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, MONDAY);
    let covenant = code("convenant-rvo-kvk");
    let rule = SharingRule { asker: org("a"), holder: org("door"), covenant: covenant.clone() };
    let ask = |story: &Story, rule| elsewhere([&story.case], FirmRef(7), rule);
    assert_eq!(ask(&story, None), Elsewhere::NoCovenant);
    assert_eq!(ask(&story, Some(&rule)), Elsewhere::OnlyTotals { firms: None });
    let command = |receiver: &str| Command::Consent {
        receiver: org(receiver),
        purpose: Purpose::Coordination,
        facts: BTreeSet::new(),
    };
    story.does(&region, MONDAY, "entrepreneur", command("b"));
    assert_eq!(ask(&story, Some(&rule)), Elsewhere::OnlyTotals { firms: None }, "consent for another");
    story.does(&region, MONDAY, "entrepreneur", command("a"));
    let cases: BTreeSet<_> = [story.case.id].into();
    let told = Elsewhere::Cases { cases: cases.clone(), consenting: cases, covenant };
    assert_eq!(ask(&story, Some(&rule)), told);
    let look = Command::Show { purpose: Purpose::Coordination, facts: BTreeSet::new() };
    story.does(&region, MONDAY, "a", look);
    assert_eq!(story.case.consent.seen_by(&org("a")).count(), 1, "the access is logged");
    let secret = Story::asked(&region, MONDAY, 2, Visibility::Confidential);
    assert_eq!(ask(&secret, Some(&rule)), Elsewhere::OnlyTotals { firms: None });
}
