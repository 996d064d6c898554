//! A round that is open today, in a copy of the pack, and applications for it that are filled in.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use schakel_casework::{Actor, Code, FirmRef};
use schakel_desk::{GrantDesk, NewFile, NewForm};
use schakel_identity::Token;
use schakel_register::{Cents, Pack, PackFiles, load};
use schakel_schemes::RoundRules;
use schakel_store::tables::application_links::{self, ApplicationLink};
use schakel_store::{Digest, Store};
use schakel_time::{Date, DateTime, add_days, subtract_days};

/// The round.
const ROUND: &str = "openingsdag";

/// What each asks for, in whole euros and in cents.
const EUROS: u64 = 5_000;
pub const REQUESTED: Cents = Cents::new(500_000);

/// One in ten fits.
const PART_THAT_FITS: u64 = 10;

/// Who fills in at the same time.
const CLIENTS: u64 = 16;

pub fn round() -> Code {
    Code::new(ROUND).unwrap()
}

/// Now, in the Netherlands.
pub fn now() -> DateTime {
    jiff::Zoned::now().in_tz("Europe/Amsterdam").unwrap().datetime()
}

pub fn store(address: &str) -> Store {
    match address.strip_prefix("sqlite:") {
        Some(path) => schakel_store_sqlite::open(&PathBuf::from(path)).unwrap(),
        None => schakel_store_postgres::open(address).unwrap(),
    }
}

pub fn desk(address: &str, pack: &Path) -> GrantDesk {
    let pack: &'static Pack = Box::leak(Box::new(read_pack(pack)));
    let rounds: Vec<RoundRules> =
        pack.rounds.values().filter_map(|it| RoundRules::on_day(it, now().date()).ok()).collect();
    assert!(rounds.iter().any(|it| it.application.round == round()), "the round says everything");
    GrantDesk::new(store(address), rounds, pack)
}

/// Copies the pack, with the round in it.
pub fn write_pack(to: &Path, applications: u64) {
    copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), to);
    let today = now().date();
    let (from, until) = (subtract_days(today, 1), add_days(today, 1));
    let ceiling = (applications / PART_THAT_FITS).max(1) * EUROS;
    let text = format!(
        r#"+++
name = "Openingsdag"
instruments = ["mit-haalbaarheid-oost"]
executor = "provincie-overijssel"
summary = "Een ronde voor de meting van een openingsdag."
source = "mkb-agenda-2016 §1"
checked_on = {from}

[[version]]
valid = "{from}..{}"
procedure = "order-of-receipt"
at_ceiling = "stop"
rate = "40%"
min = 1000
max = 25000

[[version.window]]
from = "{from}T09:00"
until = {until}

[[version.ceiling]]
label = "Alles"
value = {ceiling}

[[version.cost]]
kind = "feasibility-study"

[version.terms]
decide_within = "13 weeks"
decide_after = "receipt"
repair_within = "2 weeks"

[[version.document]]
id = "plan"
name = "Projectplan"

[[version.field]]
id = "title"
label = "Titel"
kind = "line"
about = "project"

[[version.field]]
id = "aim"
label = "Doel"
kind = "text"
about = "project"

[[version.settlement]]
arrangement = "report"
+++
Alleen voor de meting.
"#,
        add_days(until, 300)
    );
    fs::write(to.join("rounds").join(format!("{ROUND}.md")), text).unwrap();
}

/// Fills applications in, and gives the secrets of their links.
pub fn fill_in(address: &str, pack: &Path, applications: u64) -> Vec<String> {
    let desk = desk(address, pack);
    let before = subtract_days(now().date(), 1).at(12, 0, 0, 0);
    let next = AtomicU64::new(1);
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number > applications {
                        return;
                    }
                    fill_in_one(&desk, number, before);
                }
            });
        }
    });
    (1..=applications).map(|it| token(it).to_text()).collect()
}

fn fill_in_one(desk: &GrantDesk, number: u64, before: DateTime) {
    let firm = FirmRef(number);
    let by = || Actor::Entrepreneur(firm);
    let begun = desk.start(&round(), firm, None, before, None).unwrap().number;
    let aim = "Wij onderzoeken een nieuwe oven. ".repeat(60);
    let form = NewForm {
        answers: format!(r#"{{"title":"Plan {number}","aim":"{aim}"}}"#),
        costs: [(firm, Cents::new(REQUESTED.count() * 3))].into(),
        requested: REQUESTED,
    };
    desk.save(begun, form, by(), before).unwrap();
    let plan = format!("%PDF-1.7\nPlan {number}\n{}", "Een bladzijde. ".repeat(500));
    let file = NewFile { document: Code::new("plan").unwrap(), name: "plan.pdf".to_owned(), content: plan.into() };
    desk.attach(begun, file, by(), before).unwrap();
    let link = ApplicationLink { application: begun, firm, is_proven: true };
    let until = add_days(now().date(), 30);
    let write = move |rows: &mut dyn schakel_store::Statements| {
        application_links::add(rows, Digest(token(number).digest()), link, before, until)
    };
    desk.store().write(write).unwrap();
}

fn token(number: u64) -> Token {
    let mut bytes = [3; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Token::from_bytes(bytes)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

fn read_pack(root: &Path) -> Pack {
    let mut files = PackFiles::new();
    add_folder(root, "", &mut files);
    load(&files).pack
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|ending| path.extension().is_some_and(|it| it == *ending)) {
            files.insert(Arc::from(name.as_str()), fs::read_to_string(&path).unwrap());
        }
    }
}

/// The last day of the activities that are granted.
pub fn activities_until() -> Date {
    add_days(now().date(), 365)
}
