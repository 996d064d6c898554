//! The money records of `packs/oost`: what the accounts of 2017 say, replayed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_ledger::{Account, Line, PackLedger, WhyUnposted, ledger_findings, ledger_of_pack};
use schakel_register::{Cents, Pack, PackFiles, Severity, load};

use crate::books::{euros, name};

const RESERVE: &str = "reserve-uitvoering-kwaliteit-van-overijssel";

fn real_files() -> PackFiles {
    let mut files = PackFiles::new();
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    files
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() && name != "search" {
            add_folder(&path, &format!("{name}/"), files);
        } else if [".md", ".toml", ".csv"].iter().any(|it| name.ends_with(it)) {
            files.insert(Arc::from(name), fs::read_to_string(&path).unwrap());
        }
    }
}

/// The books of the pack as it is.
pub fn real_books() -> PackLedger {
    books_of(&real_files()).1
}

fn books_of(files: &PackFiles) -> (Pack, PackLedger) {
    let pack = load(files).pack;
    let books = ledger_of_pack(&pack);
    (pack, books)
}

#[test]
fn the_replay_of_the_accounts_gives_their_movements_of_the_reserve() {
    let (_, books) = books_of(&real_files());
    assert_eq!(books.unposted, []);
    let movements = books.ledger.reserve_movements(&name(RESERVE));
    let reported: Vec<i64> =
        movements.iter().filter(|it| it.year == Some(2017)).map(|it| it.amount.count() / 100).collect();
    assert_eq!(reported, [-246_000, -101_000, 680_000, -431_000]);
    assert_eq!(reported.iter().sum::<i64>(), -98_000);
    let proposed: Vec<i64> = movements.iter().filter(|it| !it.is_posted).map(|it| it.amount.count() / 100).collect();
    assert_eq!(proposed, [680_000], "a proposal is no posting");
    let earlier: Vec<i64> = movements.iter().filter(|it| it.year.is_none()).map(|it| it.amount.count() / 100).collect();
    assert_eq!(earlier, [-680_000], "what was paid ahead has no date in the source");
}

#[test]
fn the_balance_of_the_accounts_is_composed_of_two_programmes() {
    let (_, books) = books_of(&real_files());
    let balance = books.ledger.performance_balance(&name("5.3.2"), 2017).unwrap();
    let parts: Vec<(&str, i64)> =
        balance.parts.iter().map(|it| (it.line.programme.as_str(), it.result.count() / 100)).collect();
    assert_eq!(parts, [("in-overijssel-innoveert", 246_000), ("innovatiedriehoek-3e-tranche", -101_000)]);
    assert_eq!(balance.total, euros(145_000));
    assert!(balance.parts.iter().all(|it| it.budget.is_none() && it.realised.is_none()), "the source gives neither");
    assert_eq!(books.ledger.prefinancing()[&name("mit")].open(), Cents::ZERO, "the State paid what was paid ahead");
}

#[test]
fn a_decision_that_is_printed_twice_has_two_records_and_one_entry() {
    let (_, books) = books_of(&real_files());
    let twice: Vec<_> = books.records.iter().filter(|(_, records)| records.len() == 2).collect();
    assert_eq!(twice.len(), 1);
    let line = Line { performance: name("5.3.2"), programme: name("in-overijssel-innoveert") };
    assert_eq!(books.ledger.balance_of(&Account::Budget { year: 2018, line }), euros(246_000));
    let amendments = books.ledger.amendments(&name("5.3.2"), 2018);
    assert_eq!(amendments.iter().flat_map(|it| &it.lines).map(|it| it.change).sum::<Cents>(), Cents::ZERO);
}

#[test]
fn changing_one_figure_is_a_mistake_that_names_the_part() {
    let mut files = real_files();
    let path = "ledger/jaarrekening-2017.toml";
    let text = files[path].replace("amount = -101000", "amount = -100000");
    files.insert(Arc::from(path), text);
    let (pack, books) = books_of(&files);
    let refused = books.refused_balance(&pack, "5.3.2", 2017).unwrap();
    assert!(matches!(refused, WhyUnposted::Refused(_)));
    assert!(books.ledger.performance_balance(&name("5.3.2"), 2017).is_err(), "no page without a balance that adds");
    let found: Vec<_> = ledger_findings(&pack).into_iter().filter(|it| it.severity == Severity::Error).collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].title.contains("€\u{a0}1,000 apart: look up which part is wrong"), "{}", found[0].title);
}
