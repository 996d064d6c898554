//! The books in the forms of others.

use std::collections::BTreeMap;

use proptest::prelude::*;
use schakel_ledger::{
    Iv3Contact, Iv3Error, Iv3Period, Iv3Setup, Ledger, PlainTextForm, iv3_delivery, iv3_flaws, to_csv, to_plain_text,
};

use crate::books::{day, empty, name};
use crate::random_books::orders;
use crate::real_pack::real_books;

fn setup(performances: &[(&str, &str)]) -> Iv3Setup {
    Iv3Setup {
        government_number: "0023".to_owned(),
        government_name: "Overijssel".to_owned(),
        task_fields: performances
            .iter()
            .map(|(code, field)| (name(code), (*field).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        contact: Iv3Contact {
            name: "Financiën".to_owned(),
            email: "financien@example.nl".to_owned(),
            telephone: "038 123 45 67".to_owned(),
        },
        made_at: day("2018-03-01").at(12, 0, 0, 0),
    }
}

#[test]
fn the_pack_in_the_form_of_beancount() {
    insta::assert_snapshot!(to_plain_text(&real_books().ledger, PlainTextForm::Beancount));
}

#[test]
fn the_pack_in_the_form_of_hledger() {
    insta::assert_snapshot!(to_plain_text(&real_books().ledger, PlainTextForm::Hledger));
}

#[test]
fn the_pack_as_a_table() {
    insta::assert_snapshot!(to_csv(&real_books().ledger));
}

#[test]
fn the_pack_as_a_delivery_to_the_state() {
    let setup = setup(&[("5.3.2", "6.3"), ("5.4.1", "6.9")]);
    for (year, period) in [(2017, Iv3Period::Accounts), (2018, Iv3Period::Budget)] {
        let delivery = iv3_delivery(&real_books().ledger, &setup, year, period).unwrap();
        assert_eq!(iv3_flaws(&delivery.document), []);
        insta::assert_json_snapshot!(format!("iv3-{year}"), delivery.document["data"]);
    }
}

#[test]
fn a_performance_without_field_of_tasks_is_not_delivered() {
    let refused = iv3_delivery(&real_books().ledger, &setup(&[]), 2018, Iv3Period::Budget);
    assert_eq!(refused, Err(Iv3Error::NoTaskField { performance: name("5.3.2") }));
}

#[test]
fn a_delivery_that_was_changed_fails_its_controls() {
    let setup = setup(&[("5.3.2", "6.3"), ("5.4.1", "6.9")]);
    let mut delivery = iv3_delivery(&real_books().ledger, &setup, 2017, Iv3Period::Accounts).unwrap().document;
    delivery["data"]["baten"][0]["bedrag"] = serde_json::json!(680_001);
    let controls: Vec<&str> = iv3_flaws(&delivery).iter().map(|it| it.control).collect();
    assert_eq!(controls, ["PF001", "PF006"]);
}

fn books_of(orders: Vec<schakel_ledger::Order>) -> Ledger {
    let mut ledger = empty();
    for order in orders {
        let _ = ledger.post(order);
    }
    ledger
}

proptest! {
    #[test]
    fn every_delivery_passes_the_controls(orders in orders(80), year in 2015_i16..2021) {
        let setup = setup(&[("p-0", "6.3"), ("p-1", "6.9"), ("p-2", "6.3")]);
        let ledger = books_of(orders);
        for period in [Iv3Period::Accounts, Iv3Period::Budget] {
            let delivery = iv3_delivery(&ledger, &setup, year, period).unwrap();
            prop_assert_eq!(iv3_flaws(&delivery.document), []);
        }
    }
}

/// The books of the pack and 200 random ones, written for programs that others made (`cargo xtask test ledgers`).
#[test]
fn ledgers_are_written_for_other_programs() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use std::fs;
    use std::path::Path;

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledgers");
    fs::create_dir_all(&folder).unwrap();
    let write = |id: &str, ledger: &Ledger, setup: &Iv3Setup, year: i16| {
        let put = |form: &str, text: String| fs::write(folder.join(format!("{id}.{form}")), text).unwrap();
        put("beancount", to_plain_text(ledger, PlainTextForm::Beancount));
        put("journal", to_plain_text(ledger, PlainTextForm::Hledger));
        for (period, form) in [(Iv3Period::Accounts, "accounts.iv3.json"), (Iv3Period::Budget, "budget.iv3.json")] {
            put(form, iv3_delivery(ledger, setup, year, period).unwrap().document.to_string());
        }
    };
    write("oost-2017", &real_books().ledger, &setup(&[("5.3.2", "6.3"), ("5.4.1", "6.9")]), 2017);
    write("oost-2018", &real_books().ledger, &setup(&[("5.3.2", "6.3"), ("5.4.1", "6.9")]), 2018);
    let mut runner = TestRunner::deterministic();
    let random = setup(&[("p-0", "6.3"), ("p-1", "6.9"), ("p-2", "6.3")]);
    for at in 0..200 {
        let orders = orders(120).new_tree(&mut runner).unwrap().current();
        write(&format!("random-{at}"), &books_of(orders), &random, 2017);
    }
}
