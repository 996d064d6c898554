//! When a mail is tried again.

use proptest::prelude::*;
use schakel_mail::{ATTEMPTS_MAX, next_attempt};
use schakel_time::parse_date;

#[test]
fn the_waits_grow_and_end() {
    let now = parse_date("2026-11-23").unwrap().at(9, 0, 0, 0);
    let shown = |attempts| next_attempt(attempts, now).map(|it| it.to_string());
    let times: Vec<Option<String>> = (0..=ATTEMPTS_MAX).map(shown).collect();
    let expected = ["23T09:00:00", "23T09:01:00", "23T09:05:00", "23T09:30:00", "23T11:00:00", "23T21:00:00"];
    let mut expected: Vec<Option<String>> = expected.iter().map(|it| Some(format!("2026-11-{it}"))).collect();
    expected.push(None);
    assert_eq!(times, expected);
}

proptest! {
    #[test]
    fn a_mail_is_never_tried_again_before_now_or_for_ever(attempts in 0_usize..1000, hour in 0_i8..24) {
        let now = parse_date("2026-11-23").unwrap().at(hour, 0, 0, 0);
        match next_attempt(attempts, now) {
            Some(next) => prop_assert!(next >= now && attempts < ATTEMPTS_MAX),
            None => prop_assert!(attempts >= ATTEMPTS_MAX),
        }
    }
}
