//! The relations between figures of the source documents: each holds when computed from the records, and each fails
//! when one of its records is changed.

use schakel_account::{Figures, Tally, check_relations, make_page};
use schakel_criteria::Number;
use schakel_ledger::{PackLedger, ledger_of_pack};
use schakel_register::{Input, Pack};
use schakel_time::{Date, parse_date};

use crate::real::{change, pack};

#[test]
fn every_relation_holds() {
    let pack = pack();
    let (tally, books) = (Tally::new(), ledger_of_pack(&pack));
    let outcomes = check_relations(&figures(&pack, &tally, &books));
    let broken: Vec<_> = outcomes.iter().filter(|it| it.holds != Some(true)).map(|it| &it.relation.id).collect();
    assert_eq!(broken, Vec::<&std::sync::Arc<str>>::new());
    assert!(outcomes.iter().all(|it| it.inputs.iter().all(|(_, traced)| traced.value.value.is_some())));
}

/// One figure changed: the relation does not hold, and no page is made of the performances that it is about.
#[test]
fn every_relation_fails_when_a_record_changes() {
    let original = pack();
    let tally = Tally::new();
    for relation in &original.accounts.relations {
        let Some(name) = a_figure_of(&relation.inputs.iter().map(|(_, input)| input).collect::<Vec<_>>(), &original)
        else {
            continue;
        };
        let mut changed = original.clone();
        change(&mut changed, &name, |it| it.plus(it).and_then(|it| it.plus(Number::ONE)).expect("a number"));
        let books = ledger_of_pack(&changed);
        let figures = figures(&changed, &tally, &books);
        let outcomes = check_relations(&figures);
        let outcome = outcomes.iter().find(|it| it.relation.id == relation.id).expect("the relation");
        assert_eq!(outcome.holds, Some(false), "{} with another {name}", relation.id);
        for number in &relation.performances {
            assert!(make_page(number, 2017, &figures).is_err(), "{number} with another {name}");
        }
    }
}

/// What is counted: one more or one less is seen too.
#[test]
fn relations_over_records_fail_when_a_record_is_gone() {
    let original = pack();
    let tally = Tally::new();
    for (gone, relation) in [("efro-embipro", "REL-25"), ("salland-test-technology-house", "REL-25")] {
        let mut changed = original.clone();
        changed.records.remove(gone);
        let books = ledger_of_pack(&changed);
        let outcomes = check_relations(&figures(&changed, &tally, &books));
        let outcome = outcomes.iter().find(|it| &*it.relation.id == relation).expect(relation);
        assert_eq!(outcome.holds, Some(false), "{relation} without {gone}");
    }
    let mut changed = original.clone();
    changed.regions.iter_mut().find(|it| &*it.id == "zuid").expect("zuid").parts.pop();
    let books = ledger_of_pack(&changed);
    let outcomes = check_relations(&figures(&changed, &tally, &books));
    assert_eq!(outcomes.iter().find(|it| &*it.relation.id == "REL-17").expect("REL-17").holds, Some(false));
}

/// The first figure of a record that a relation follows from.
fn a_figure_of(inputs: &[&Input], pack: &Pack) -> Option<String> {
    inputs.iter().find_map(|input| match input {
        Input::Figure(name) => Some(name.to_string()),
        Input::Quantity(id) => {
            let quantity = &pack.accounts.quantities[id];
            a_figure_of(&quantity.inputs.iter().map(|(_, input)| input).collect::<Vec<_>>(), pack)
        }
        Input::Sum { figure, of } => {
            let fits = |it: &&schakel_register::Record| it.folder == of.folder && it.part_of == of.part_of;
            let record = pack.records.values().find(fits)?;
            Some(format!("{}#{figure}", record.id))
        }
        Input::Achieved { .. } => Some("in-overijssel-innoveert#target-spin-offs".to_owned()),
        _ => None,
    })
}

fn figures<'a>(pack: &'a Pack, tally: &'a Tally, books: &'a PackLedger) -> Figures<'a> {
    Figures { pack, tally, books, as_of: day() }
}

fn day() -> Date {
    parse_date("2018-06-01").expect("a day")
}
