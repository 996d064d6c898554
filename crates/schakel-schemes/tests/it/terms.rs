//! Terms against worked examples. Every expected day was counted by hand on the calendar; the comment says how. Awb:
//! *Algemene wet bestuursrecht*; Atw: *Algemene termijnenwet*.

use proptest::prelude::*;
use schakel_register::Cents;
use schakel_schemes::{
    DecisionTerm, Length, NOT_DEALING, OBJECTION, Penalty, PenaltyRates, RECOVERY, Suspension, SuspensionGround,
    TermBasis, is_in_time, objection_decision,
};
use schakel_time::{Date, add_days, is_working_day};

use crate::small_round::{day, euros};

/// The last day of a term that a day starts.
fn check(start: &str, length: Length, expected: &str) {
    assert_eq!(length.last_day(day(start)), day(expected), "{length:?} from {start}");
}

#[test]
fn a_term_that_ends_on_a_day_off_ends_on_the_next_working_day() {
    // Awb 6:7 and 6:8(1): six weeks, from the day after. Wednesday stays Wednesday.
    check("2017-03-01", OBJECTION, "2017-04-12");
    // Christmas. Wed 13 Nov 2024 and 17 days: 30 Nov; and 25: Wed 25 Dec. 25 and 26 are holidays: Fri 27 (Atw 1(1), 3).
    check("2024-11-13", OBJECTION, "2024-12-27");
    // Sat 2 Oct 2021 and 29 days: 31 Oct; and 30: 30 Nov; and 25: Sat 25 Dec, Sun 26, so Mon 27. Twelve weeks is not more
    // than twelve weeks (Atw 4(a)).
    check("2021-10-02", Length::Weeks(12), "2021-12-27");
    // New Year. Sun 3 Oct 2021 and 28 days: 31 Oct; and 30 and 31: 31 Dec; and 1: Sat 1 Jan, so Mon 3 Jan.
    check("2021-10-03", Length::Days(90), "2022-01-03");
    // Good Friday. Fri 4 March 2022 and 27 days: 31 March; and 15: Fri 15 April; the weekend; Easter Monday; Tue 19.
    check("2022-03-04", OBJECTION, "2022-04-19");
    // Easter Monday. Mon 7 March 2022 and 24: 31 March; and 18: Mon 18 April, so Tue 19.
    check("2022-03-07", OBJECTION, "2022-04-19");
    // King's Day on the Saturday, because 27 April 2025 is a Sunday: Sat 15 March and 16: 31; and 26: Sat 26; Mon 28.
    check("2025-03-15", OBJECTION, "2025-04-28");
    // 5 May is a holiday in every year (Atw 3(1)): Tue 24 March 2020 and 7: 31; and 30: 30 April; and 5: Tue 5 May; Wed 6.
    check("2020-03-24", OBJECTION, "2020-05-06");
    // Ascension Day, Thursday 21 May 2020; the Friday after it is a working day.
    check("2020-04-09", OBJECTION, "2020-05-22");
    // Whit Monday, 1 June 2020, so Tuesday.
    check("2020-04-20", OBJECTION, "2020-06-02");
    // Awb 4:5(4): Tue 24 January 2017 and four weeks: Tue 21 February.
    check("2017-01-24", NOT_DEALING, "2017-02-21");
}

#[test]
fn a_long_term_ends_where_it_ends() {
    // Sun 26 Sept 2021 and 4: 30 Sept; and 31, 30 and 26: Sun 26 Dec, 91 days. Thirteen weeks is more than twelve
    // (Atw 4(a)), so it stays on a Sunday at Christmas.
    check("2021-09-26", Length::Weeks(13), "2021-12-26");
    // 91 days from Sat 2 Oct 2021: 29, 30, 31 and 1: Sat 1 Jan 2022.
    check("2021-10-02", Length::Days(91), "2022-01-01");
    // Four months from 31 October 2023: February has 29 days in 2024.
    check("2023-10-31", Length::Months(4), "2024-02-29");
    // Awb 4:49(3): five years from 29 February 2024; 2029 has no such day. 28 February 2029 is a Wednesday.
    check("2024-02-29", RECOVERY, "2029-02-28");
    // A year is never prolonged: 25 December 2021 is a Saturday.
    check("2016-12-25", Length::Years(5), "2021-12-25");
}

#[test]
fn leap_years_count() {
    // Fri 5 Jan 2024 and 26: 31 Jan; and 29: 29 Feb; and 1: Fri 1 March. A year earlier: Thu 5 Jan, 26, 28 and 2: 2 March.
    check("2024-01-05", Length::Weeks(8), "2024-03-01");
    check("2023-01-05", Length::Weeks(8), "2023-03-02");
    // Three months from 30 November: 29 February in 2024, a Thursday; 28 February in 2023, a Tuesday.
    check("2023-11-30", Length::Months(3), "2024-02-29");
    check("2022-11-30", Length::Months(3), "2023-02-28");
}

fn pause(ground: SuspensionGround, first: &str, last: Option<&str>) -> Suspension {
    Suspension { ground, first_day: day(first), last_day: last.map(day) }
}

/// The last day of a term of a decision with these suspensions.
fn check_decision(start: &str, weeks: u32, suspensions: &[Suspension], expected: Option<&str>) {
    let suspensions = suspensions.to_vec();
    let term =
        DecisionTerm { suspensions, ..DecisionTerm::new(day(start), Length::Weeks(weeks), TermBasis::Statutory) };
    assert_eq!(term.last_day(), expected.map(day), "{term:?}");
}

#[test]
fn a_suspension_is_not_counted() {
    use SuspensionGround::{Agreed, ForceMajeure, Repair};
    // Mon 3 Feb 2020, eight weeks: 26 to 29 Feb, 30 to Mon 30 March.
    check_decision("2020-02-03", 8, &[], Some("2020-03-30"));
    // Asked on Mon 10 Feb, completed on Thu 20: from the 11th to the 19th (Awb 4:15(1)(a): from the day after asking, to
    // the day of completing). Nine days: Wed 8 April.
    let nine = pause(Repair, "2020-02-11", Some("2020-02-19"));
    check_decision("2020-02-03", 8, &[nine], Some("2020-04-08"));
    // Fourteen days for it pass unused on the 24th: 11 to 24 Feb, fourteen days: 13 April is Easter Monday, so Tue 14.
    let fourteen = pause(Repair, "2020-02-11", Some("2020-02-24"));
    check_decision("2020-02-03", 8, &[fourteen], Some("2020-04-14"));
    // Agreed from 15 to 28 Feb as well: together 11 to 28 Feb, 18 days, each counted once: Fri 17 April.
    let agreed = pause(Agreed, "2020-02-15", Some("2020-02-28"));
    check_decision("2020-02-03", 8, &[agreed, fourteen], Some("2020-04-17"));
    // Begun and ended on the same day: nothing was suspended (last day before the first).
    check_decision("2020-02-03", 8, &[pause(Repair, "2020-02-11", Some("2020-02-10"))], Some("2020-03-30"));
    // What begins after the term changes nothing; a suspension within the prolongation by another one does.
    check_decision("2020-02-03", 8, &[pause(Agreed, "2020-03-31", Some("2020-04-30"))], Some("2020-03-30"));
    let later = pause(Agreed, "2020-04-01", Some("2020-04-07"));
    check_decision("2020-02-03", 8, &[nine, later], Some("2020-04-15"));
    // Beyond control, no end yet: no last day.
    check_decision("2020-02-03", 8, &[pause(ForceMajeure, "2020-03-16", None)], None);
    // Over Christmas and not prolonged: 26 Sept 2021 and 13 weeks: 26 Dec; six days more: Sat 1 Jan 2022.
    let six = pause(Agreed, "2021-10-10", Some("2021-10-15"));
    check_decision("2021-09-26", 13, &[six], Some("2022-01-01"));
}

#[test]
fn an_extension_makes_a_term_longer_and_a_notice_only_a_reasonable_one() {
    let statutory = DecisionTerm::new(day("2020-02-03"), Length::Weeks(8), TermBasis::Statutory);
    // Kaderbesluit 26(2): eight weeks more, 16 in all: Mon 30 March and 56 days: 1, 30 and 25: Mon 25 May.
    let extended = DecisionTerm { extended_by: Some(Length::Weeks(8)), ..statutory.clone() };
    assert_eq!(extended.last_day(), Some(day("2020-05-25")));
    // Awb 4:14(1): telling does not move a statutory term; 4:14(3): it does move a reasonable one, here to Fri 1 May.
    let noticed = DecisionTerm { noticed_until: Some(day("2020-05-01")), ..statutory };
    assert_eq!(noticed.last_day(), Some(day("2020-03-30")));
    assert_eq!(DecisionTerm { basis: TermBasis::Reasonable, ..noticed }.last_day(), Some(day("2020-05-01")));
}

#[test]
fn objection_has_its_own_terms() {
    let last = day("2017-04-12");
    // Awb 6:9: received on the last day, or posted before its end and received within a week.
    assert!(is_in_time(last, last, None) && is_in_time(last, day("2017-04-19"), Some(last)));
    assert!(!is_in_time(last, day("2017-04-13"), None));
    assert!(!is_in_time(last, day("2017-04-20"), Some(last)));
    assert!(!is_in_time(last, day("2017-04-14"), Some(day("2017-04-13"))));
    // Awb 7:10: six weeks from 12 April: Wed 24 May; twelve with a committee: Wed 5 July; six more: Wed 16 August.
    assert_eq!(objection_decision(last, false, 0), day("2017-05-24"));
    assert_eq!(objection_decision(last, true, 0), day("2017-07-05"));
    assert_eq!(objection_decision(last, true, 6), day("2017-08-16"));
    // Six weeks from Fri 14 April 2017: Fri 26 May. From Thu 13 April: Ascension Day, 25 May, so Fri 26.
    assert_eq!(objection_decision(day("2017-04-13"), false, 0), day("2017-05-26"));
}

/// The amounts in the text of Awb 4:17(2) as it was in 2017.
fn rates() -> PenaltyRates {
    PenaltyRates { first: euros(20), second: euros(30), third: euros(40) }
}

#[test]
fn being_late_costs_at_most_42_days() {
    let amounts = [(0, 0), (1, 20), (14, 280), (15, 310), (28, 700), (29, 740), (42, 1_260), (99, 1_260)];
    for (days, amount) in amounts {
        assert_eq!(rates().amount(days), euros(amount), "{days} days");
    }
    // As indexed from 2021 on: 14 times 23, 35 and 45 is 322, 490 and 630.
    let indexed = PenaltyRates { first: euros(23), second: euros(35), third: euros(45) };
    assert_eq!(indexed.amount(42), euros(1_442));
}

#[test]
fn the_penalty_begins_two_weeks_after_notice_of_default() {
    let due = |notice: &str, known: Option<&str>, today: &str| {
        rates().due(day("2022-03-11"), day(notice), known.map(day), day(today))
    };
    // Notice on Mon 14 March 2022: two weeks are over on Mon 28, the first day is Tue 29 (Awb 4:17(3)).
    assert_eq!(due("2022-03-14", None, "2022-03-28"), None);
    let first = Penalty { first_day: day("2022-03-29"), days: 1, amount: euros(20) };
    assert_eq!(due("2022-03-14", None, "2022-03-29"), Some(first));
    // 29 to 31 March are 3, April 30, and 1 to 9 May 9: 42 days. The decision on it: two weeks after 9 May, 23 May (4:18).
    let all = due("2022-03-14", None, "2022-12-01").unwrap();
    assert_eq!((all.days, all.amount, all.last_day()), (42, euros(1_260), day("2022-05-09")));
    assert_eq!(all.decided_by(), day("2022-05-23"));
    // Made known on 5 April: 29 March to 4 April, 7 days.
    assert_eq!(due("2022-03-14", Some("2022-04-05"), "2022-12-01").map(|it| it.amount), Some(euros(140)));
    // Made known within the two weeks, or a notice before the term was over: nothing.
    assert_eq!(due("2022-03-14", Some("2022-03-29"), "2022-12-01"), None);
    assert_eq!(due("2022-03-11", None, "2022-12-01"), None);
    // Two weeks that end on Easter Monday, 18 April, end on the 19th: the first day is the 20th. The 42 days do not move.
    assert_eq!(due("2022-04-04", None, "2022-12-01").map(|it| it.first_day), Some(day("2022-04-20")));
    assert_eq!(due("2022-04-04", None, "2022-12-01").map(|it| it.last_day()), Some(day("2022-05-31")));
}

prop_compose! {
    fn any_day()(offset in 0_u32..4_000) -> Date {
        add_days(day("2016-01-01"), offset)
    }
}

prop_compose! {
    fn any_suspension()(first in 0_u32..150, days in 0_u32..40) -> (u32, u32) {
        (first, days)
    }
}

proptest! {
    /// Counted day by day, which is another way than the one in the crate.
    #[test]
    fn every_day_that_is_not_suspended_counts(
        start in any_day(), weeks in 1_u32..20, pauses in proptest::collection::vec(any_suspension(), 0..5),
    ) {
        let suspensions: Vec<Suspension> = pauses.iter().map(|(first, days)| Suspension {
            ground: SuspensionGround::Agreed,
            first_day: add_days(start, first + 1),
            last_day: Some(add_days(start, first + days)),
        }).collect();
        let term = DecisionTerm { suspensions, ..DecisionTerm::new(start, Length::Weeks(weeks), TermBasis::Statutory) };
        let (mut last, mut counted) = (start, 0);
        while counted < weeks * 7 {
            last = add_days(last, 1);
            counted += u32::from(!term.is_suspended_on(last));
        }
        while weeks <= 12 && !is_working_day(last) {
            last = add_days(last, 1);
        }
        prop_assert_eq!(term.last_day(), Some(last));
    }

    #[test]
    fn a_short_term_ends_on_a_working_day_and_never_early(start in any_day(), weeks in 0_u32..=12) {
        let length = Length::Weeks(weeks);
        let last = length.last_day(start);
        prop_assert!(is_working_day(last) && last >= length.counted_from(start));
        prop_assert!((last - length.counted_from(start)).get_days() <= 4, "no longer than Good Friday to Easter Monday");
    }

    #[test]
    fn each_further_day_costs_no_less(days in 0_u32..60) {
        let (here, next) = (rates().amount(days), rates().amount(days + 1));
        prop_assert!(here <= next && next <= euros(1_260) && here >= Cents::ZERO);
    }
}
