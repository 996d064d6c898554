//! A result beside its target: bounds are never taken for exact figures.

use proptest::prelude::*;
use schakel_account::{Achievement, achievement};
use schakel_criteria::Number;
use schakel_register::{Honest, Qualifier};

#[test]
fn sys_i05_bounds_are_compared_as_bounds() {
    use Achievement::{Achieved, NotAchieved, NotKnownYet, Undecided};
    use Qualifier::{About, AtLeast, AtMost, Exact, LessThan, MoreThan, Unknown};
    check(Some(160), MoreThan, 150, Exact, Achieved);
    check(Some(10), Exact, 10, Exact, Achieved);
    check(Some(500), MoreThan, 300, AtLeast, Achieved);
    check(Some(100), MoreThan, 150, Exact, Undecided);
    check(Some(9), Exact, 10, Exact, NotAchieved);
    check(Some(150), LessThan, 150, Exact, NotAchieved);
    check(Some(150), AtMost, 150, Exact, Undecided);
    check(Some(30), About, 30, Exact, Undecided);
    check(None, Unknown, 10, Exact, NotKnownYet);
    check(Some(10), AtMost, 10, AtMost, Achieved);
    check(Some(10), MoreThan, 10, AtMost, NotAchieved);
    check(Some(10), Exact, 10, LessThan, NotAchieved);
    check(Some(10), MoreThan, 10, MoreThan, Achieved);
}

proptest! {
    /// A verdict on a bound holds for every number that the bound allows.
    #[test]
    fn a_verdict_holds_for_every_number(value in 0i64..40, more in 0i64..40, target in 0i64..40, kind in 0usize..4) {
        let wanted = figure(Some(target), Qualifier::Exact);
        let (qualifier, possible) = match kind {
            0 => (Qualifier::AtLeast, value + more),
            1 => (Qualifier::MoreThan, value + more + 1),
            2 => (Qualifier::AtMost, value - more),
            _ => (Qualifier::LessThan, value - more - 1),
        };
        let verdict = achievement(&figure(Some(value), qualifier), &wanted);
        let exact = achievement(&figure(Some(possible), Qualifier::Exact), &wanted);
        prop_assert!(verdict == Achievement::Undecided || verdict == exact);
    }
}

fn check(result: Option<i64>, qualifier: Qualifier, target: i64, of_target: Qualifier, expected: Achievement) {
    let found = achievement(&figure(result, qualifier), &figure(Some(target), of_target));
    assert_eq!(found, expected, "{qualifier:?} {result:?} against {of_target:?} {target}");
}

fn figure(value: Option<i64>, qualifier: Qualifier) -> Honest {
    Honest { value: value.map(Number::whole), qualifier, source: None }
}
