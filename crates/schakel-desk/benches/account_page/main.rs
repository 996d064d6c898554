//! A page of the accounts over many contributions and postings, on both databases.
//!
//! `cargo bench -p schakel-desk --bench account_page -- --contributions 1000000 --postings 200000 [sqlite|postgres]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a benchmark measures, prints, and stops at the first surprise"
)]

mod scene;

use std::env;
use std::time::Instant;

use schakel_account::{Figures, make_page};
use schakel_ledger::PackLedger;
use schakel_register::Pack;
use schakel_store::Store;
use schakel_store_postgres::{OwnServer, OwnServerError, Settings};
use schakel_time::parse_date;
use tempfile::TempDir;

/// What is made when nothing is asked, as a test.
const CONTRIBUTIONS_IN_TESTS: u64 = 2_000;
const POSTINGS_IN_TESTS: usize = 400;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments
        .first()
        .is_some_and(|it| !it.starts_with("--") && !"account_page sqlite postgres".contains(it.as_str()))
    {
        return;
    }
    let number = |name: &str| {
        let place = arguments.iter().position(|it| it == name)?;
        arguments.get(place + 1)?.parse::<u64>().ok()
    };
    let is_bench = arguments.iter().any(|it| it == "--bench");
    let contributions = number("--contributions").unwrap_or(if is_bench { 1_000_000 } else { CONTRIBUTIONS_IN_TESTS });
    let postings = number("--postings").map_or(if is_bench { 200_000 } else { POSTINGS_IN_TESTS }, |it| it as usize);
    let only = ["sqlite", "postgres"].into_iter().find(|name| arguments.iter().any(|it| it == name));
    let pack = scene::pack();
    let began = Instant::now();
    let books = scene::books(&pack, postings);
    println!("books of {} entries made in {:?}", books.ledger.journal().len(), began.elapsed());
    if only.is_none_or(|it| it == "sqlite") {
        let folder = TempDir::with_prefix("schakel-account-").unwrap();
        let store = schakel_store_sqlite::open(&folder.path().join("schakel.db")).unwrap();
        measure("SQLite", &store, &pack, &books, contributions);
    }
    if only.is_none_or(|it| it == "postgres") {
        match OwnServer::start(Settings::Durable) {
            Ok(server) => {
                let store = schakel_store_postgres::open(&server.address("postgres")).unwrap();
                measure("PostgreSQL", &store, &pack, &books, contributions);
            }
            Err(OwnServerError::NotInstalled) => {
                println!("account_page: *** NOT RUN ON POSTGRESQL: it is not installed");
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// Fills a database and makes the page a few times.
fn measure(name: &str, store: &Store, pack: &Pack, books: &PackLedger, contributions: u64) {
    let began = Instant::now();
    scene::fill(store, contributions);
    println!("{name}: {contributions} contributions kept in {:?}", began.elapsed());
    let as_of = parse_date("2030-01-01").unwrap();
    let desk = schakel_desk::Desk::new(store.clone(), scene::region(pack));
    for _ in 0..5 {
        let began = Instant::now();
        let tally = desk.tally_of(&pack.accounts, 2017, as_of).unwrap();
        let counted = began.elapsed();
        let figures = Figures { pack, tally: &tally, books, as_of };
        let page = make_page("5.3.2", 2017, &figures).unwrap_or_else(|refused| panic!("{refused}"));
        println!(
            "{name}: page of {} figures in {:?}, of which counting {counted:?}",
            page.figures.len(),
            began.elapsed()
        );
    }
}
