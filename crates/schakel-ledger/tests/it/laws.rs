//! What holds for any books, whatever was ordered.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schakel_ledger::{Account, Entry, Ledger, LedgerRules, Operation, Posted};
use schakel_register::Cents;

use crate::books::empty;
use crate::random_books::orders;

proptest! {
    #[test]
    fn every_journal_of_postings_balances(orders in orders(80)) {
        let mut ledger = empty();
        for order in orders {
            let _ = ledger.post(order);
            prop_assert!(ledger.journal().iter().all(|entry| entry.sum() == Cents::ZERO));
            prop_assert_eq!(ledger.trial_balance().values().copied().sum::<Cents>(), Cents::ZERO);
        }
    }

    #[test]
    fn no_earmark_whose_opening_is_known_goes_below_nought(orders in orders(80)) {
        let mut ledger = empty();
        for order in orders {
            let _ = ledger.post(order);
            for ((reserve, performance), earmark) in ledger.earmarks() {
                let account = Account::Reserve { reserve: reserve.clone(), performance: performance.clone() };
                prop_assert!(earmark.opening.is_none() || ledger.balance_of(&account) >= Cents::ZERO);
            }
        }
    }

    #[test]
    fn what_is_carried_over_leaves_one_year_and_enters_another(orders in orders(80)) {
        let mut ledger = empty();
        for order in orders {
            let Ok(Posted::Now(entry)) = ledger.post(order) else { continue };
            if let Operation::CarryOver(it) = &entry.order.operation {
                let [out, into] = &entry.postings[..] else { panic!("a carry-over is a pair") };
                prop_assert_eq!(out.natural() + into.natural(), Cents::ZERO);
                prop_assert_eq!(into.natural(), it.amount);
                prop_assert_eq!(into.account.year(), Some(it.to));
            }
        }
    }

    #[test]
    fn limits_hold_at_every_moment(orders in orders(120)) {
        let mut ledger = empty();
        for order in orders {
            let _ = ledger.post(order);
            prop_assert!(ledger.rounds().values().all(|round| round.left() >= Cents::ZERO));
            prop_assert!(ledger.prefinancing().values().all(|it| it.open() >= Cents::ZERO));
            prop_assert!(ledger.prefinancing().values().all(|it| it.outside_reserve() >= Cents::ZERO));
            prop_assert!(ledger.pots().values().all(|pot| pot.free() >= Cents::ZERO));
            for round in ledger.rounds().keys() {
                let owed: Cents = ledger.grants().values().filter(|it| it.round == *round).map(|it| it.owed()).sum();
                let booked = ledger.balance_of(&Account::Commitment { round: round.clone() })
                    + ledger.balance_of(&Account::Vouchers { round: round.clone() });
                prop_assert_eq!(owed, booked);
            }
        }
    }

    #[test]
    fn replay_gives_the_same_books(orders in orders(80)) {
        let mut ledger = empty();
        for order in orders {
            let _ = ledger.post(order);
        }
        let text = serde_json::to_string(ledger.journal()).unwrap();
        let journal: Vec<Entry> = serde_json::from_str(&text).unwrap();
        let rules = LedgerRules { explain_from: Cents::ZERO };
        let replayed = Ledger::replay(rules, journal).unwrap();
        prop_assert!(replayed.knows_the_same_as(&ledger));
        prop_assert_eq!(replayed.journal(), ledger.journal());
    }

    #[test]
    fn a_decision_is_posted_once(orders in orders(60)) {
        let mut once = empty();
        let mut twice = empty();
        for order in orders {
            let first = once.post(order.clone()).is_ok();
            prop_assert_eq!(twice.post(order.clone()).is_ok(), first);
            prop_assert!(!first || matches!(twice.post(order), Ok(Posted::Before(_))));
        }
        prop_assert!(once.knows_the_same_as(&twice));
    }

    #[test]
    fn the_order_of_independent_entries_does_not_matter(orders in orders(60), place in any::<prop::sample::Index>()) {
        let mut ledger = empty();
        for order in orders {
            let _ = ledger.post(order);
        }
        let mut journal = ledger.journal().to_vec();
        if journal.len() < 2 {
            return Ok(());
        }
        let at = place.index(journal.len() - 1);
        if touched(&journal[at]).is_disjoint(&touched(&journal[at + 1])) {
            journal.swap(at, at + 1);
            let mut other = empty();
            for entry in journal {
                prop_assert!(other.post(entry.order).is_ok(), "an independent entry stays possible");
            }
            prop_assert!(other.knows_the_same_as(&ledger));
        }
    }
}

/// Everything an entry names: two entries without a name in common are independent.
fn touched(entry: &Entry) -> BTreeSet<String> {
    let text = serde_json::to_value(&entry.order.operation).unwrap();
    let mut names = BTreeSet::new();
    collect(&text, &mut names);
    names
}

fn collect(value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            names.insert(text.clone());
        }
        serde_json::Value::Number(number) if (2000..2100).contains(&number.as_i64().unwrap_or(0)) => {
            names.insert(number.to_string());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|it| collect(it, names)),
        serde_json::Value::Object(fields) => fields.values().for_each(|it| collect(it, names)),
        _ => {}
    }
}
