//! How long the main job takes: loading the pack of East Netherlands, compiling its rules for a moment, and matching
//! one firm against all of it. The promises are in `docs/benchmarks.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark stops at the first surprise; the macro of criterion makes an undocumented function"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use schakel_criteria::FactSet;
use schakel_guide::Matcher;
use schakel_register::{Pack, PackFiles, facts_from_json, load};
use schakel_time::{DateTime, parse_date};
use serde_json::{Value as Json, json};

/// The days to look at: one in the middle of a round, and one long after every source was checked.
const DAYS: [&str; 2] = ["2017-05-01", "2026-11-21"];

fn main_job(criterion: &mut Criterion) {
    let files = pack_files();
    criterion.bench_function("load and check the pack", |bencher| bencher.iter(|| load(black_box(&files))));
    let pack = load(&files).pack;
    for day in DAYS {
        let moment = noon(day);
        let compile = format!("compile the rules for {day}");
        criterion.bench_function(&compile, |bencher| bencher.iter(|| Matcher::new(black_box(&pack), moment)));
        let matcher = Matcher::new(&pack, moment);
        for (firm, facts) in firms(&pack) {
            let name = format!("match a {firm} firm on {day}");
            criterion.bench_function(&name, |bencher| bencher.iter(|| matcher.match_firm(black_box(&facts))));
        }
    }
}

fn noon(day: &str) -> DateTime {
    parse_date(day).unwrap().at(12, 0, 0, 0)
}

fn pack_files() -> PackFiles {
    let mut files = PackFiles::new();
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

/// A firm of which everything is known that the form asks first, one of which half is known, and one unknown.
fn firms(pack: &Pack) -> [(&'static str, FactSet); 3] {
    let filled = json!({
        "plan": ["innovate", "feasibility", "collaborate"],
        "municipality": "GM0193",
        "registered": true,
        "founded": "2012-03-01",
        "legal_form": "bv",
        "sbi": ["2812"],
        "employees": 24,
        "turnover": 4_200_000,
        "balance_total": 2_100_000,
        "group_employees": 24,
        "group_turnover": 4_200_000,
        "group_balance_total": 2_100_000,
        "de_minimis_3y": 15_000,
        "themes": ["htsm"],
        "trl": 4,
        "project_costs": 90_000,
        "project_months": 10,
        "months_to_start": 3,
        "project_started": false,
        "sme_partners": 1,
        "knowledge_partner": false,
        "family_business": true,
        "in_difficulty": false,
        "outstanding_recovery_order": false,
        "mit_this_year": false,
        "feasibility_share": 0.7,
    });
    let half = json!({
        "plan": ["innovate"],
        "municipality": "GM0193",
        "employees": 24,
        "themes": ["htsm"],
    });
    let facts =
        |json: Json| facts_from_json(&json, pack, parse_date("2017-05-01").unwrap()).expect("the pack has these facts");
    [("filled", facts(filled)), ("half-filled", facts(half)), ("wholly unknown", FactSet::new())]
}

criterion_group!(benches, main_job);
criterion_main!(benches);
