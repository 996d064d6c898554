//! Pages of the accounts: every figure resolves to records, and what does not add up is refused with its name.

use std::sync::Arc;

use schakel_account::{Achievement, Figures, PagePart, PageRefused, Tally, make_page, result_of, trend};
use schakel_criteria::Number;
use schakel_ledger::{PackLedger, ledger_of_pack};
use schakel_register::{Pack, Qualifier};
use schakel_time::parse_date;

use crate::real::pack;

#[test]
fn every_figure_opens_down_to_records() {
    let pack = pack();
    let books = ledger_of_pack(&pack);
    for number in ["5.3.2", "5.4.1"] {
        let page = make_page(number, 2017, &figures(&pack, &Tally::new(), &books, "2018-06-01")).expect(number);
        assert!(page.figures.len() >= 20, "{number}: {}", page.figures.len());
        for figure in &page.figures {
            assert!(!figure.origins.is_empty(), "{number}: {:?}", figure.label);
            assert!(figure.origins.iter().all(|it| it.source.is_some()), "{number}: {:?}", figure.label);
        }
    }
}

/// The books refuse a part that does not fit, and say which.
#[test]
fn a_balance_that_does_not_add_up_names_the_parts() {
    let mut pack = pack();
    let results = pack.money.iter_mut().flat_map(|it| &mut it.results);
    let shortfall = results.into_iter().find(|it| &*it.programme == "innovatiedriehoek-3e-tranche").expect("the part");
    shortfall.amount.value = shortfall.amount.value.and_then(|it| it.plus(Number::ONE));
    let books = ledger_of_pack(&pack);
    let refused = make_page("5.3.2", 2017, &figures(&pack, &Tally::new(), &books, "2018-06-01")).expect_err("refused");
    assert!(matches!(refused, PageRefused::Balance { .. }), "{refused:?}");
    let told = refused.to_string();
    assert!(told.contains("is stated as €\u{a0}145,000, and its parts are together €\u{a0}145,001"), "{told}");
    assert!(told.ends_with("contradicts the part `innovatiedriehoek-3e-tranche`"), "{told}");
}

#[test]
fn what_is_missing_is_reported() {
    let pack = pack();
    let books = ledger_of_pack(&pack);
    let tally = Tally::new();
    let at = figures(&pack, &tally, &books, "2018-06-01");
    assert_eq!(make_page("5.4.1", 2017, &at).expect("a page").missing, [PagePart::Finances]);
    assert!(matches!(make_page("5.4.1", 2016, &at), Err(PageRefused::NoText { .. })));
    assert!(matches!(make_page("3.4.4", 2017, &at), Err(PageRefused::NoText { .. })));
    assert!(matches!(make_page("9.9.9", 2017, &at), Err(PageRefused::NoPerformance(_))));
}

/// Results are known from a day on; what is counted here is said beside what somebody else counted.
#[test]
fn results_are_as_at_a_day() {
    let pack = pack();
    let books = ledger_of_pack(&pack);
    let events = &pack.accounts.indicators["events"];
    let spin_offs = &pack.accounts.indicators["spin-offs"];
    let none = Tally::new();
    let before = result_of(events, 2017, &figures(&pack, &none, &books, "2018-02-28"));
    assert_eq!((before.value.value, before.achievement), (None, Some(Achievement::NotKnownYet)));
    let after = result_of(events, 2017, &figures(&pack, &none, &books, "2018-03-01"));
    assert_eq!((after.value.qualifier, after.achievement), (Qualifier::MoreThan, Some(Achievement::Achieved)));

    let tally = Tally::from([
        ((Arc::from("events"), 2017), 12),
        ((Arc::from("events"), 2018), 151),
        ((Arc::from("spin-offs"), 2017), 11),
    ]);
    let at = figures(&pack, &tally, &books, "2019-01-01");
    assert!(!result_of(events, 2017, &at).is_contradicted, "fewer kept here than were told elsewhere");
    assert!(result_of(spin_offs, 2017, &at).is_contradicted, "eleven kept, exactly ten told");
    let years: Vec<_> = trend(events, &at).iter().map(|it| (it.year, it.achievement)).collect();
    assert_eq!(years, [(2017, Some(Achievement::Achieved)), (2018, Some(Achievement::Achieved))]);
}

fn figures<'a>(pack: &'a Pack, tally: &'a Tally, books: &'a PackLedger, day: &str) -> Figures<'a> {
    Figures { pack, tally, books, as_of: parse_date(day).expect("a day") }
}
