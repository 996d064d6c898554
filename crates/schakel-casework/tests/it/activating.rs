//! Call lists, a month of an adviser, and the offer after an early signal.

use std::collections::BTreeSet;

use schakel_casework::{
    AdviserMonth, Campaign, Effect, FirmRef, PersonRef, Prospect, Signal, Visibility, call_list, early_offer,
    plan_month,
};
use schakel_time::Date;

use crate::small_region::{code, day};

fn prospect(firm: u64, contacts: &[(&str, Effect)]) -> Prospect {
    Prospect {
        firm: FirmRef(firm),
        municipality: Some(code("GM0193")),
        theme: None,
        employees: Some(20),
        contacts: contacts.iter().map(|(on, effect)| (day(on).at(12, 0, 0, 0), *effect)).collect(),
    }
}

fn campaign() -> Campaign {
    Campaign {
        municipalities: vec![code("GM0193")],
        employees_max: Some(50),
        not_reached_months: 12,
        ..Campaign::default()
    }
}

fn firms(prospects: &[Prospect], campaign: &Campaign) -> Vec<u64> {
    call_list(prospects, campaign, day("2017-05-31")).iter().map(|it| it.firm.0).collect()
}

#[test]
fn sys_f08_firms_that_were_not_reached_come_on_the_list_and_leave_it_when_reached() {
    let never = prospect(1, &[]);
    let long_ago = prospect(2, &[("2016-05-30", Effect::Reached)]);
    let just = prospect(3, &[("2016-05-31", Effect::Reached)]);
    let tried = prospect(4, &[("2017-05-01", Effect::NotReached)]);
    let all = [just, long_ago, tried, never];
    assert_eq!(firms(&all, &campaign()), [1, 4, 2], "never reached first, without attempts before with");
    let declined = prospect(1, &[("2017-05-30", Effect::Declined)]);
    assert_eq!(firms(&[declined], &campaign()), [0_u64; 0], "who says no is not called again");
}

#[test]
fn sys_f08_only_the_segment_and_what_is_not_known_comes_last() {
    let large = Prospect { employees: Some(51), ..prospect(1, &[]) };
    let unknown = Prospect { employees: None, ..prospect(2, &[]) };
    let elsewhere = Prospect { municipality: Some(code("GM0150")), ..prospect(3, &[]) };
    let all = [large, unknown, elsewhere, prospect(4, &[])];
    assert_eq!(firms(&all, &campaign()), [4, 2]);
    assert_eq!(firms(&all, &Campaign { not_reached_months: 12, ..Campaign::default() }), [1, 2, 3, 4]);
}

#[test]
fn a_month_before_the_last_day_of_a_long_month_is_the_last_day_of_the_short_one() {
    let february = |on: &str| prospect(1, &[(on, Effect::Reached)]);
    let one = Campaign { not_reached_months: 3, ..Campaign::default() };
    assert_eq!(firms(&[february("2017-02-28")], &one), [0_u64; 0]);
    assert_eq!(firms(&[february("2017-02-27")], &one), [1]);
}

fn month(adviser: u64, firms_max: u32, booked: u32) -> AdviserMonth {
    let days: Vec<Date> = (1..=7).map(|it| day(&format!("2017-05-0{it}"))).collect();
    AdviserMonth { adviser: PersonRef(adviser), firms_max, booked, days }
}

#[test]
fn sys_f12_a_month_is_planned_within_what_an_adviser_can_do() {
    let prospects: Vec<Prospect> = (1..=50).map(|it| prospect(it, &[])).collect();
    let calls = call_list(&prospects, &campaign(), day("2017-05-31"));
    let plan = plan_month(&calls, &[month(1, 30, 5), month(2, 10, 0), month(3, 3, 9)]);
    let counts: Vec<usize> = plan.calls.values().map(|days| days.values().map(Vec::len).sum()).collect();
    assert_eq!(counts, [25, 10], "the third has no room left");
    assert_eq!(plan.left_over.len(), 15, "what does not fit is said");
    let days: BTreeSet<_> = plan.calls[&PersonRef(1)].keys().map(|it| it.to_string()).collect();
    assert_eq!(days.into_iter().collect::<Vec<_>>(), ["2017-05-01", "2017-05-02", "2017-05-03", "2017-05-04"]);
    let busiest = plan.calls[&PersonRef(1)].values().map(Vec::len).max();
    assert_eq!(busiest, Some(7), "25 calls over four working days (5 May is a holiday)");
}

#[test]
fn sys_c16_signals_above_a_threshold_lead_to_a_confidential_offer() {
    let signal = |weight| Signal { kind: code("declared-arrears"), weight };
    assert_eq!(early_offer(FirmRef(7), &[signal(3), signal(2)], 5), None, "above, not on");
    let offer = early_offer(FirmRef(7), &[signal(3), signal(3)], 5).unwrap();
    assert_eq!((offer.visibility, offer.signals.len()), (Visibility::Confidential, 2));
    assert_eq!(early_offer(FirmRef(7), &[], 0), None);
}
