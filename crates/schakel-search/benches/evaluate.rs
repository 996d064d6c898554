//! How well the search answers the questions of `eval`, and how fast. Run with
//! `cargo bench -p schakel-search --bench evaluate`.
//!
//! For each half of the questions, and for words alone, meaning alone and both: how often a right answer is the first
//! support found (recall@1) or among the first three (recall@3), and the mean of one over its rank (MRR). Only support
//! is ranked, as on the page: organisations and examples stand beside it. The reporting half prints totals alone.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark reads files, measures time and prints"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use schakel_register::{PackFiles, load};
use schakel_search::{Meaning, Method, RecordKind, SearchIndex, SentenceModel, VectorFile, WordList};
use serde::Deserialize;

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    text: String,
    answers: Vec<String>,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let index = index(&root.join("packs/oost"));
    for half in ["tuning", "reporting"] {
        let text = fs::read_to_string(root.join(format!("eval/questions-{half}.toml"))).unwrap();
        let questions: Questions = toml::from_str(&text).unwrap();
        println!("{half}: {} questions", questions.question.len());
        for (name, method) in [("words", Method::Words), ("meaning", Method::Meaning), ("both", Method::Both)] {
            report(name, &index, &questions.question, method, half == "tuning");
        }
    }
}

fn report(name: &str, index: &SearchIndex, questions: &[Question], method: Method, shows_misses: bool) {
    let (mut first, mut third, mut reciprocal) = (0.0, 0.0, 0.0);
    let mut times = Vec::new();
    let mut misses = Vec::new();
    for question in questions {
        let start = Instant::now();
        let found = index.search_by(&question.text, method);
        times.push(start.elapsed());
        let mut support = found.hits.iter().filter(|it| it.kind == RecordKind::Support);
        let rank = support.position(|it| question.answers.iter().any(|answer| **answer == *it.record));
        let rank = rank.map_or(f64::INFINITY, |it| it as f64 + 1.0);
        first += f64::from(u8::from(rank <= 1.0));
        third += f64::from(u8::from(rank <= 3.0));
        reciprocal += 1.0 / rank;
        if rank > 3.0 {
            let support = found.hits.iter().filter(|it| it.kind == RecordKind::Support).take(3);
            let support: Vec<&str> = support.map(|it| &*it.record).collect();
            misses.push(format!("    {rank}: {} (not {})", question.text, support.join(", ")));
        }
    }
    let count = questions.len() as f64;
    times.sort();
    let at = |share: usize| times.get((times.len() - 1) * share / 100).unwrap().as_secs_f64() * 1000.0;
    println!(
        "  {name:8} recall@1 {:.3}  recall@3 {:.3}  MRR {:.3}   p50 {:.1} ms  p95 {:.1} ms",
        first / count,
        third / count,
        reciprocal / count,
        at(50),
        at(95)
    );
    if shows_misses && method == Method::Both && std::env::args().any(|it| it == "--misses") {
        println!("{}", misses.join("\n"));
    }
}

fn index(pack_folder: &Path) -> SearchIndex {
    let mut files = PackFiles::new();
    add_folder(pack_folder, "", &mut files);
    let pack = load(&files).pack;
    let words = WordList::new(schakel_language::DUTCH_WORDS, schakel_language::DUTCH_WORD_PARTS);
    let meaning = schakel_language::sentence_model().map(|bytes| {
        let model = SentenceModel::read(schakel_language::SENTENCE_MODEL_NAME, bytes).unwrap();
        let vectors = fs::read(pack_folder.join("search/vectors.bin")).unwrap_or_default();
        Meaning::new(model, VectorFile::read(&vectors).unwrap_or_default())
    });
    SearchIndex::new(&pack, &words, meaning)
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    let entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    for path in entries {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|it| name.ends_with(&format!(".{it}"))) {
            files.insert(Arc::from(name), fs::read_to_string(&path).unwrap());
        }
    }
}
