//! Laws that hold for all dates, tried on generated ones.

use jiff::Span;
use proptest::prelude::*;
use schakel_time::{Date, Period, add_working_days, is_working_day, parse_date, whole_years, working_days_between};

prop_compose! {
    fn any_date()(year in 1990i16..=2040, day in 0i64..=365) -> Date {
        Date::new(year, 1, 1).unwrap().saturating_add(Span::new().days(day))
    }
}

prop_compose! {
    fn any_period()(
        start in proptest::option::of(any_date()),
        end in proptest::option::of(any_date()),
    ) -> Option<Period> {
        Period::new(start, end).ok()
    }
}

proptest! {
    #[test]
    fn adding_working_days_gives_a_working_day(from in any_date(), working_days in 0u32..600) {
        let due = add_working_days(from, working_days);
        prop_assert!(is_working_day(due));
        prop_assert!(due >= from);
    }

    #[test]
    fn counting_undoes_adding(from in any_date(), working_days in 1u32..600) {
        let due = add_working_days(from, working_days);
        prop_assert_eq!(working_days_between(from, due), i64::from(working_days));
        prop_assert_eq!(working_days_between(due, from), -i64::from(working_days));
    }

    #[test]
    fn adding_in_two_steps_is_adding_at_once(from in any_date(), first in 0u32..200, then in 0u32..200) {
        // A day off is one step of zero away from its next working day, so the
        // law needs a working day to start from.
        let start = add_working_days(from, 0);
        prop_assert_eq!(
            add_working_days(add_working_days(start, first), then),
            add_working_days(start, first + then)
        );
    }

    #[test]
    fn working_days_add_up(first in any_date(), second in any_date(), third in any_date()) {
        prop_assert_eq!(
            working_days_between(first, second) + working_days_between(second, third),
            working_days_between(first, third)
        );
    }

    #[test]
    fn whole_years_agree_with_adding_years(from in any_date(), to in any_date()) {
        prop_assume!(from <= to);
        let years = whole_years(from, to);
        let reached = from.saturating_add(Span::new().years(years));
        let not_reached = from.saturating_add(Span::new().years(years + 1));
        prop_assert!(reached <= to && to < not_reached);
        prop_assert_eq!(whole_years(to, from), -years);
    }

    #[test]
    fn a_printed_date_reads_back(day in any_date()) {
        prop_assert_eq!(parse_date(&day.to_string()).unwrap(), day);
    }

    #[test]
    fn reading_any_text_gives_a_date_or_an_error(text in "\\PC{0,12}") {
        if let Ok(day) = parse_date(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn a_printed_period_reads_back(period in any_period()) {
        if let Some(period) = period {
            prop_assert_eq!(Period::parse(&period.to_string()).unwrap(), period);
        }
    }

    #[test]
    fn a_period_split_in_two_holds_each_day_once(
        period in any_period(), cut in any_date(), day in any_date()
    ) {
        let Some(period) = period else { return Ok(()) };
        let (Ok(before), Ok(after)) =
            (Period::new(period.start(), Some(cut)), Period::new(Some(cut), period.end()))
        else {
            return Ok(());
        };
        prop_assert!(!before.overlaps(&after));
        prop_assert_eq!(
            u8::from(before.contains(day)) + u8::from(after.contains(day)),
            u8::from(period.contains(day))
        );
    }

    #[test]
    fn overlap_means_a_shared_day(left in any_period(), right in any_period()) {
        let (Some(left), Some(right)) = (left, right) else { return Ok(()) };
        // If two half-open periods share a day, they share the later start.
        let later_start = left.start().max(right.start()).unwrap_or(Date::MIN);
        prop_assert_eq!(
            left.overlaps(&right),
            left.contains(later_start) && right.contains(later_start)
        );
    }
}
