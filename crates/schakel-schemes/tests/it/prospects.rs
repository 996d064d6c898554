//! What an applicant can know while it waits: a chance only when it follows from what is on record.

use std::collections::BTreeMap;

use schakel_register::{AtCeiling, Cents};
use schakel_schemes::{ApplicationNumber, Ceilings, Chance, Order, Procedure, Rules, Waiting, WaitingPlace, prospect};
use schakel_time::{DateTime, parse_date};

fn at(day: &str) -> DateTime {
    parse_date(day).unwrap().at(10, 0, 0, 0)
}

/// Those who wait: the day on which each was complete, and what it asks.
fn waiting(list: &[(&str, i64)]) -> Vec<Waiting> {
    let one = |(number, (day, requested)): (u64, &(&str, i64))| Waiting {
        application: ApplicationNumber(number),
        turn: number,
        complete_at: (!day.is_empty()).then(|| at(day)),
        requested: Cents::new(*requested),
    };
    (1..).zip(list).map(one).collect()
}

fn check(order: Order, list: &[(&str, i64)], left: i64, own: u64, expected: (WaitingPlace, Chance)) {
    let ceilings = Ceilings { round: Cents::new(left), parts: BTreeMap::new() };
    let rules = Rules { ceilings, procedure: Procedure::InTurn { order, at_ceiling: AtCeiling::Stop } };
    let today = parse_date("2026-03-10").unwrap();
    let found = prospect(ApplicationNumber(own), &waiting(list), &rules, Cents::new(left), (today, true)).unwrap();
    assert_eq!((found.place, found.chance), expected, "{list:?}");
}

#[test]
fn in_the_order_of_receipt() {
    let three = [("2026-03-01", 40), ("2026-03-01", 40), ("2026-03-02", 40)];
    let place = |ahead| WaitingPlace::InLine { ahead };
    check(Order::Receipt, &three, 100, 2, (place(1), Chance::Enough));
    check(Order::Receipt, &three, 100, 3, (place(2), Chance::DependsOnOthers));
    check(Order::Receipt, &three, 39, 1, (place(0), Chance::NotEnough));
}

#[test]
fn among_those_who_were_complete_on_the_same_day() {
    let place = |ahead, together| WaitingPlace::SameDay { day: at("2026-03-02").date(), ahead, together };
    let four = [("2026-03-01", 40), ("2026-03-02", 30), ("2026-03-02", 30), ("2026-03-02", 30)];
    check(Order::CompleteDay, &four, 130, 2, (place(1, 3), Chance::Enough));
    check(Order::CompleteDay, &four, 129, 2, (place(1, 3), Chance::Lots { fit: 2, of: 3 }));
    check(Order::CompleteDay, &four, 69, 2, (place(1, 3), Chance::NotEnough));
    let unequal = [("2026-03-02", 40), ("2026-03-02", 30)];
    check(Order::CompleteDay, &unequal, 60, 2, (place(0, 2), Chance::UnequalLots));
    let unchecked = [("", 40), ("2026-03-02", 30)];
    check(Order::CompleteDay, &unchecked, 60, 2, (place(0, 1), Chance::OthersCanCome));
    check(Order::CompleteDay, &unchecked, 60, 1, (WaitingPlace::NotComplete, Chance::OthersCanCome));
}

#[test]
fn among_all_when_lots_decide() {
    let three = [("2026-03-01", 40), ("2026-03-02", 40), ("2026-03-02", 40)];
    let place = WaitingPlace::Draw { together: 3 };
    check(Order::Draw, &three, 80, 1, (place.clone(), Chance::Lots { fit: 2, of: 3 }));
    check(Order::Draw, &three, 120, 1, (place, Chance::Enough));
}
