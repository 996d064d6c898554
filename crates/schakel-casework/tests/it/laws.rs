//! Laws that hold for all values.

use proptest::prelude::*;
use schakel_casework::{Distance, Level, Load, Locality, NotMet, Percent, Policy, Profile, Share, Waits, distance};
use schakel_time::{Date, add_working_days, working_days_between};

use crate::small_region::{SmallRegion, code, org};

prop_compose! {
    fn any_day()(year in 2015_i16..2030, day in 0_u32..250) -> Date {
        add_working_days(Date::new(year, 1, 1).unwrap(), day)
    }
}

proptest! {
    #[test]
    fn an_answer_is_due_after_today_and_if_possible_before_the_promise_ends(
        asked in any_day(), waited in 0_u32..12, term in 1_u32..9, promise in 1_u32..9, reserve in 0_u32..9,
    ) {
        let policy = Policy {
            referral_answer_working_days: term.try_into().unwrap(),
            first_answer_working_days: promise.try_into().unwrap(),
            reserve_working_days: reserve,
            ..Policy::default()
        };
        let today = add_working_days(asked, waited);
        let due = policy.answer_by(asked.at(9, 0, 0, 0), today);
        let promised = policy.promised_by(asked.at(9, 0, 0, 0));
        prop_assert!(due > today);
        prop_assert!(working_days_between(today, due) <= i64::from(term.max(1)));
        if add_working_days(today, 1) <= add_working_days(asked, promise.saturating_sub(reserve)) {
            prop_assert!(due <= promised);
        }
    }

    #[test]
    fn a_share_is_above_below_or_exactly_at_a_percentage(part in 0_u64..500, more in 0_u64..500, percent in 0_u8..=100) {
        let share = Share { part, whole: part + more };
        let percent = Percent::saturating(percent);
        prop_assert!(!(share.is_above(percent) && share.is_below(percent)));
        let at = u128::from(part) * 100 == u128::from(share.whole) * u128::from(percent.number());
        prop_assert_eq!(at, !share.is_above(percent) && !share.is_below(percent));
    }

    #[test]
    fn what_is_certain_is_never_more_than_what_is_possible(met in 0_u64..99, open in 0_u64..99, late in 0_u64..99) {
        let level = Level { met, open, not_met: [(NotMet::Late, late)].into() };
        prop_assert_eq!(level.total(), met + open + late);
        prop_assert!(level.at_least().part <= level.at_most().part);
        prop_assert!(level.at_most().part <= level.total());
    }

    #[test]
    fn half_of_all_waits_are_no_longer_than_the_median(
        waits in proptest::collection::vec(proptest::option::of(0_i64..50), 0..60),
    ) {
        let collected = Waits::of(waits.iter().copied());
        let as_long = |limit: Option<i64>| {
            waits.iter().filter(|wait| limit.is_none_or(|limit| wait.is_some_and(|it| it <= limit))).count()
        };
        prop_assert!(2 * as_long(collected.median()) >= waits.len());
        prop_assert!(10 * as_long(collected.percentile(90)) >= 9 * waits.len());
    }

    #[test]
    fn comparing_loads_is_an_order(a in any_load(), b in any_load(), c in any_load()) {
        prop_assert_eq!(a.compare(&b), b.compare(&a).reverse());
        if a.compare(&b).is_le() && b.compare(&c).is_le() {
            prop_assert!(a.compare(&c).is_le());
        }
    }

    #[test]
    fn a_distance_is_the_same_both_ways(
        here in (50_000_i64..54_000, 3_000_i64..8_000), there in (50_000_i64..54_000, 3_000_i64..8_000),
    ) {
        let way = |from, to| {
            let mut region = SmallRegion::new();
            let place = |position| Locality { position: Some(position), ..Locality::default() };
            region.directory.place(code("from"), place(from));
            region.directory.place(code("to"), place(to));
            let profile = Profile { seat: Some(code("to")), ..Profile::new(org("a")) };
            distance(&region.directory, &profile, Some(&code("from")))
        };
        prop_assert_eq!(way(here, there), way(there, here));
        prop_assert_eq!(way(here, here), Distance::Kilometres(0));
    }
}

prop_compose! {
    fn any_load()(in_hand in 0_u32..20, capacity in 0_u32..20) -> Load {
        Load { in_hand, capacity }
    }
}
