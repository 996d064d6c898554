//! The clock shows what it is given.

use std::sync::Arc;
use std::sync::atomic::{AtomicI8, Ordering};

use schakel_time::Clock;

use crate::date;

#[test]
fn a_fixed_clock_stands_still() {
    let moment = date("2018-03-01").at(23, 59, 59, 0);
    let clock = Clock::fixed(moment);
    assert_eq!(clock.now(), moment);
    assert_eq!(clock.clone().today(), date("2018-03-01"));
    assert_eq!(format!("{clock:?}"), "Clock { now: 2018-03-01T23:59:59 }");
}

#[test]
fn a_clock_asks_its_function_each_time() {
    let hour = Arc::new(AtomicI8::new(0));
    let hands = Arc::clone(&hour);
    let clock = Clock::new(move || date("2018-03-01").at(hands.load(Ordering::Relaxed), 0, 0, 0));
    assert_eq!(clock.now().hour(), 0);
    hour.store(17, Ordering::Relaxed);
    assert_eq!(clock.now().hour(), 17);
    assert_eq!(clock.clone().now().hour(), 17);
}
