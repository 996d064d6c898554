//! Doubles: joined visibly, and separated again.

use schakel_casework::{
    Actor, CaseState, Command, Effect, FirmRef, JoinDecision, Message, Outcome, ReferralOutcome, Refusal, Sentence,
    Visibility, join, separate, state_for_entrepreneur,
};

use crate::small_region::{SmallRegion, Story, best, call, day, org};

fn two(region: &SmallRegion) -> (Story, Story) {
    let lead = Story::asked(region, "2017-05-08", 1, Visibility::Ordinary);
    (lead, Story::asked(region, "2017-05-09", 2, Visibility::Ordinary))
}

fn entrepreneur() -> Actor {
    Actor::Entrepreneur(FirmRef(7))
}

fn take(double: &mut Story, lead: &mut Story, joined: JoinDecision, on: &str) {
    double.take(joined.double, day(on), false);
    lead.take(joined.lead, day(on), false);
}

#[test]
fn a_double_follows_its_lead_and_both_show_it() {
    let region = SmallRegion::new();
    let (mut lead, mut double) = two(&region);
    double.does(&region, "2017-05-09", "door", best(1));
    let moment = region.moment(day("2017-05-09"));
    let joined = join(&double.case, &lead.case, &entrepreneur(), &moment).unwrap();
    take(&mut double, &mut lead, joined, "2017-05-09");
    assert_eq!(
        (double.case.lead(), lead.case.followers().collect::<Vec<_>>()),
        (Some(lead.case.id), vec![double.case.id])
    );
    assert_eq!(double.case.referrals[0].course.outcome(), Some(&ReferralOutcome::Recalled));
    assert!(double.told.iter().any(|it| matches!(it.message, Message::NoLongerNeeded(_))));
    let read = state_for_entrepreneur(&double.case, day("2017-05-09")).sentence;
    assert_eq!(read, Sentence::Together { lead: lead.case.id });
    assert_eq!(double.tries(&region, "2017-05-09", "door", best(1)), Err(Refusal::IsJoined(lead.case.id)));
    double.waits(&region, "2017-12-01");
    assert_eq!(double.case.next_date(), None, "its date is that of the lead");
}

#[test]
fn a_double_can_be_separated_also_after_the_lead_has_ended() {
    let region = SmallRegion::new();
    let (mut lead, mut double) = two(&region);
    let moment = region.moment(day("2017-05-09"));
    let joined = join(&double.case, &lead.case, &entrepreneur(), &moment).unwrap();
    take(&mut double, &mut lead, joined, "2017-05-09");
    lead.does(&region, "2017-05-10", "door", call(Effect::Guided));
    lead.does(&region, "2017-05-10", "door", Command::End(Outcome::Helped));
    let moment = region.moment(day("2017-05-11"));
    let apart = separate(&double.case, &lead.case, &entrepreneur(), &moment).unwrap();
    take(&mut double, &mut lead, apart, "2017-05-11");
    assert_eq!(double.stands(), ("door".into(), CaseState::Asked, "2017-05-15".into()));
    assert_eq!(double.case.joins.len(), 1, "the join stays visible");
    assert_eq!(lead.case.followers().count(), 0);
    assert_eq!(separate(&double.case, &lead.case, &entrepreneur(), &moment), Err(Refusal::NotJoined));
}

#[test]
fn what_cannot_be_joined() {
    let region = SmallRegion::new();
    let (mut lead, mut double) = two(&region);
    let moment = region.moment(day("2017-05-09"));
    let try_join = |a: &Story, b: &Story, by: &Actor| join(&a.case, &b.case, by, &moment).map(|_| ());
    assert_eq!(try_join(&lead, &lead, &entrepreneur()), Err(Refusal::CannotJoin), "itself");
    let mut stranger = Story::asked(&region, "2017-05-09", 3, Visibility::Ordinary);
    stranger.case.firm = FirmRef(8);
    assert_eq!(try_join(&stranger, &lead, &entrepreneur()), Err(Refusal::CannotJoin), "another firm");
    let staff = |id: &str| Actor::Organisation { organisation: org(id), person: None };
    assert!(matches!(try_join(&double, &lead, &staff("a")), Err(Refusal::NotAllowed { .. })));
    assert_eq!(try_join(&double, &lead, &staff("door")), Ok(()));
    let joined = join(&double.case, &lead.case, &entrepreneur(), &moment).unwrap();
    take(&mut double, &mut lead, joined, "2017-05-09");
    let third = Story::asked(&region, "2017-05-09", 4, Visibility::Ordinary);
    assert_eq!(try_join(&lead, &third, &entrepreneur()), Err(Refusal::CannotJoin), "a lead with a double");
    assert_eq!(try_join(&third, &double, &entrepreneur()), Err(Refusal::CannotJoin), "no chain of doubles");
    assert_eq!(try_join(&third, &lead, &entrepreneur()), Ok(()), "a second double");
}
