//! What the page is made of: the real pack, books with many postings, and a database with many contributions.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_casework::Policy;
use schakel_desk::Region;
use schakel_ledger::{Body, Day, Decision, Name, OpenEarmark, Operation, Order, PackLedger, ledger_of_pack};
use schakel_register::{Cents, Pack, PackFiles, load};
use schakel_store::{Statements, Store, StoreError};
use schakel_time::parse_date;

/// The pack of East Netherlands.
pub fn pack() -> Pack {
    let mut files = PackFiles::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    load(&files).pack
}

fn read(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.insert(Arc::from(name), text);
        }
    }
}

/// The region of the pack.
pub fn region(pack: &Pack) -> Region {
    Region::from_pack(pack, Policy::default()).unwrap()
}

/// The books of the pack with so many postings besides, of other reserves: two an entry.
pub fn books(pack: &Pack, postings: usize) -> PackLedger {
    let mut books = ledger_of_pack(pack);
    for number in 0..postings / 2 {
        let day = Day::On(parse_date("2017-06-01").unwrap());
        let id = Name::new(&format!("opening-{number}")).unwrap();
        let decision = Decision { id, number: None, body: Body::Council, day };
        let operation = Operation::OpenEarmark(OpenEarmark {
            reserve: Name::new(&format!("reserve-{}", number % 50)).unwrap(),
            performance: Name::new(&format!("9.{}.{}", number / 1000, number % 1000)).unwrap(),
            opening: Some(Cents::new(10_000)),
            executive_may_move: true,
        });
        let actor = Name::new("finance").unwrap();
        books.ledger.post(Order { decision, part: None, reason: "opening".to_owned(), actor, operation }).unwrap();
    }
    books
}

/// Rows in one statement.
const ROWS: u64 = 500;

/// Fills the database: meetings of a hundred people, who come back four times; and firms that were helped.
pub fn fill(store: &Store, contributions: u64) {
    store
        .write(move |rows| {
            let mut id = 0;
            while id < contributions {
                insert(rows, id, ROWS.min(contributions - id))?;
                id += ROWS;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    store.tidy().unwrap();
}

fn insert(rows: &mut dyn Statements, first: u64, count: u64) -> Result<(), StoreError> {
    let row = |id: u64| {
        let (kind, firm, person) = match id % 100 {
            0 => ("event", "NULL".to_owned(), "NULL".to_owned()),
            1..=9 => ("financial-support", format!("'{:032x}'", id / 3), "NULL".to_owned()),
            10..=14 => ("guidance", format!("'{:032x}'", id / 5), "NULL".to_owned()),
            15..=19 => ("consortium-member", format!("'{:032x}'", id), "NULL".to_owned()),
            _ => ("attendance", "NULL".to_owned(), format!("'{:032x}'", id / 4 * 7919)),
        };
        let day = format!("2017-{:02}-{:02}", id / 3 % 12 + 1, id % 28 + 1);
        format!("({}, '{kind}', 2017, '{day}', {}, {firm}, {person}, NULL, '2018-01-10')", id + 1, id / 100 + 1)
    };
    let values: Vec<String> = (first..first + count).map(row).collect();
    let statement = format!(
        "INSERT INTO contribution (id, kind, year, day, item, firm, participant, is_public, recorded_on) VALUES {}",
        values.join(", ")
    );
    rows.execute(&statement, &[]).map(drop)
}
