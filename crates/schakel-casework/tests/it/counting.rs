//! What contacts, support and journeys add up to.

use schakel_casework::{
    Case, Channel, Command, ContactMoment, Effect, FirmRef, Mode, NotHelped, Outcome, Segment, Service, Share,
    Situation, SupportKind, Visibility, activity_table, firms_of_month, reach_by_channel, reach_by_segment,
    reach_by_situation, share_reaching, supported, unanswered_demand,
};
use schakel_time::Period;

use crate::small_region::{SmallRegion, Story, code, org};

const MONDAY: &str = "2017-05-08";

fn contact(service: Service, channel: Channel, effect: Effect) -> Command {
    Command::Contact(ContactMoment { service, channel, effect })
}

/// A case of firm 7 in which the front door did these things on Monday.
fn with(commands: &[Command]) -> Case {
    let region = SmallRegion::new();
    let mut story = Story::asked(&region, MONDAY, 1, Visibility::Ordinary);
    for command in commands {
        story.does(&region, MONDAY, "door", command.clone());
    }
    story.case
}

fn may() -> Period {
    Period::parse("2017-05-01..2017-06-01").unwrap()
}

#[test]
fn sys_f09_the_table_has_three_services_and_no_mode_for_the_helpdesk() {
    use Service::{Activation, Helpdesk, Information};
    let case = with(&[
        contact(Helpdesk, Channel::Telephone, Effect::NotReached),
        contact(Helpdesk, Channel::Telephone, Effect::Reached),
        contact(Information(Mode::Collective), Channel::Personal, Effect::Reached),
        contact(Activation(Mode::Individual), Channel::Digital, Effect::Declined),
    ]);
    let table = activity_table([&case], &may());
    assert_eq!((table.helpdesk, table.information.collective, table.activation.individual), (2, 1, 1));
    assert_eq!((table.information.individual, table.activation.collective), (0, 0));
    assert_eq!(activity_table([&case], &Period::parse("2018-01-01..").unwrap()).helpdesk, 0);
}

#[test]
fn sys_f11_reach_per_channel_and_year_counts_firms_once() {
    let case = with(&[
        contact(Service::Helpdesk, Channel::Telephone, Effect::Reached),
        contact(Service::Helpdesk, Channel::Telephone, Effect::Guided),
        contact(Service::Helpdesk, Channel::Personal, Effect::NotReached),
    ]);
    let reach = reach_by_channel([&case]);
    assert_eq!(reach[&2017][&Channel::Telephone], [FirmRef(7)].into());
    assert!(!reach[&2017].contains_key(&Channel::Personal));
}

#[test]
fn sys_f12_reached_guided_and_referred_stay_apart_and_are_held_against_the_norm() {
    let case = with(&[
        contact(Service::Helpdesk, Channel::Telephone, Effect::Reached),
        contact(Service::Helpdesk, Channel::Telephone, Effect::Referred),
    ]);
    let firms = firms_of_month([&case, &case], &org("door"), &may());
    assert_eq!((firms.reached.len(), firms.guided.len(), firms.referred.len()), (1, 0, 1));
    assert_eq!(firms.above_norm(30), -29);
    assert_eq!(firms_of_month([&case], &org("a"), &may()).reached.len(), 0);
}

#[test]
fn sys_i03_firms_are_counted_once_and_can_be_opened_by_kind() {
    let support = |kind, cents| Command::Support { support: code("voucher"), kind, cents };
    let case = with(&[
        support(SupportKind::Financial, Some(500_000)),
        support(SupportKind::Financial, Some(100_000)),
        support(SupportKind::Guidance, None),
    ]);
    let found = supported([&case], &may());
    assert_eq!(found.firms, [FirmRef(7)].into());
    assert_eq!(found.by_kind[&SupportKind::Financial][&FirmRef(7)], [case.id].into());
    assert_eq!(found.by_kind[&SupportKind::Guidance].len(), 1);
}

#[test]
fn sys_k10_reach_and_money_per_segment() {
    let case = with(&[
        Command::RecordSegment(Segment::Follower),
        Command::RecordSituation(Situation::NotAble),
        contact(Service::Helpdesk, Channel::Telephone, Effect::Reached),
        Command::Support { support: code("voucher"), kind: SupportKind::Financial, cents: Some(500_000) },
    ]);
    let by_segment = reach_by_segment([&case], &may());
    let follower = &by_segment[&Some(Segment::Follower)];
    assert_eq!((follower.reached.len(), follower.cents), (1, 500_000));
    assert_eq!(reach_by_situation([&case], &may())[&Some(Situation::NotAble)].reached.len(), 1);
    assert!(reach_by_segment([&with(&[])], &may()).contains_key(&None), "not known is shown, not left out");
}

#[test]
fn sys_i06_a_journey_shows_its_steps_and_the_share_that_reached_the_market() {
    let reach =
        |phase: &str, support: Option<&str>| Command::ReachPhase { phase: code(phase), support: support.map(code) };
    let near = with(&[reach("idea", None), reach("market", Some("voucher"))]);
    let far = Case { firm: FirmRef(8), ..with(&[reach("idea", None)]) };
    assert_eq!(near.journey[1].support, Some(code("voucher")));
    assert_eq!(share_reaching([&near, &far], &code("market")), Share { part: 1, whole: 2 });
    assert_eq!(share_reaching([&with(&[])], &code("market")).whole, 0, "no journey, no share");
}

#[test]
fn questions_without_help_show_where_nothing_is_offered() {
    let nothing = NotHelped::NoSupportExists;
    let case = with(&[
        contact(Service::Helpdesk, Channel::Telephone, Effect::Reached),
        Command::End(Outcome::NotHelped(nothing)),
    ]);
    let demand = unanswered_demand([&case]);
    assert_eq!(demand[&(None, Some(code("GM0193")), nothing)], [case.id].into());
}
