//! How many questions the interview needs, against other ways to choose them, and how long a step takes. Firms of the
//! same distribution as the prior, drawn with another seed, answer every question.
//!
//! `cargo bench --package schakel-guide --bench interview -- [pack | trial] [--firms N] [--seed N] [--way WORDS]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a benchmark prints, reads the clock and stops at the first surprise"
)]

mod runs;
mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_criteria::FactSet;
use schakel_guide::{Matcher, Population, draw_firms};
use schakel_register::{Pack, PackFiles, load};
use schakel_time::{Date, parse_date};

use runs::{Setting, report};

/// The day of the real pack: in the middle of a round.
const PACK_DAY: &str = "2017-05-01";

/// The facts that a number of the trade register gives.
const REGISTER_FACTS: [&str; 6] = ["sbi", "municipality", "legal_form", "founded", "employees", "registered"];

/// The same in the trial.
const TRIAL_REGISTER_FACTS: [&str; 5] = ["sbi", "province", "legal_form", "age", "employees"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| {
        let place = arguments.iter().position(|it| it == name)?;
        arguments.get(place + 1)?.parse::<u64>().ok()
    };
    let firms = usize::try_from(given("--firms").unwrap_or(1000)).unwrap();
    let seed = given("--seed").unwrap_or(20_170_501);
    let only = arguments.iter().find(|it| *it == "trial" || *it == "pack");
    if only.is_none_or(|it| it == "trial") {
        let trial = trial::make();
        let prior = trial::firms(&trial.pack, 20_000, 1);
        let respondents = trial::firms(&trial.pack, firms, seed);
        run(
            "Trial of 40 facts and 200 instruments",
            &trial.pack,
            trial.day,
            &prior,
            &respondents,
            &TRIAL_REGISTER_FACTS,
        );
    }
    if only.is_none_or(|it| it == "pack") {
        let pack = load(&pack_files()).pack;
        let day = parse_date(PACK_DAY).unwrap();
        let respondents = draw_firms(&pack, day, firms, seed);
        let title = format!("The pack of East Netherlands on {PACK_DAY}");
        let prior = Population::prior(&pack, day);
        run_with(&title, &pack, day, prior, &respondents, &REGISTER_FACTS);
    }
}

fn run(title: &str, pack: &Pack, day: Date, prior: &[FactSet], respondents: &[FactSet], register: &[&str]) {
    run_with(title, pack, day, Population::new(prior, &pack.vocabulary, day), respondents, register);
}

fn run_with(title: &str, pack: &Pack, day: Date, prior: Population, respondents: &[FactSet], register: &[&str]) {
    let matcher = Arc::new(Matcher::new(pack, day.at(12, 0, 0, 0)));
    let prior = Arc::new(prior);
    for prefill in [&[][..], register] {
        let with = if prefill.is_empty() { String::new() } else { ", after a look in the trade register".to_owned() };
        println!("\n{title}{with}; {} firms\n", respondents.len());
        let prefill = prefill.iter().filter_map(|name| pack.vocabulary.fact_named(name)).collect();
        report(&Setting { pack, day, matcher: Arc::clone(&matcher), prior: Arc::clone(&prior), respondents, prefill });
    }
}

fn pack_files() -> PackFiles {
    let mut files = BTreeMap::new();
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    files
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack is there") {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}
