//! The readers of the product that the search tries, and the seeds that the pack gives for them.

use std::path::Path;
use std::sync::Arc;

use schakel_criteria::{Type, check_expression, parse_expression};
use schakel_register::{PackFiles, load, read_front_matter, render};

use super::{Target, grammar};
use crate::report::Failure;
use crate::repository::Repository;

const PACK: &str = "packs/oost";

/// Where the tried record stands in the pack that it is read with.
const TRIED_RECORD: &str = "instruments/tried.md";

/// What a rule is read against.
const VOCABULARY: &[&str] =
    &["pack.toml", "facts.toml", "thresholds.toml", "codes/plan.toml", "codes/legal-forms.toml"];

/// What a record is read against. It is read again with every record, so the long lists (facts, places, activities,
/// sources) stay out.
const SURROUNDINGS: &[&str] = &["pack.toml", "thresholds.toml", "codes/kinds.toml", "codes/plan.toml"];

/// The reader of rules and the reader of records, with the rules and records of the pack as seeds.
///
/// # Errors
///
/// When the pack cannot be read.
pub fn targets(repository: &Repository) -> Result<Vec<Target>, Failure> {
    let mut rules = Vec::new();
    let mut records = Vec::new();
    let (mut vocabulary, mut surroundings) = (PackFiles::new(), PackFiles::new());
    for path in repository.files()? {
        let Some(in_pack) = path.strip_prefix(PACK).ok().and_then(Path::to_str) else {
            continue;
        };
        let text = repository.read_text(&path)?.unwrap_or_default();
        rules.extend(text.lines().filter_map(rule_in).map(str::to_owned));
        if VOCABULARY.contains(&in_pack) {
            vocabulary.insert(Arc::from(in_pack), text.clone());
        }
        if SURROUNDINGS.contains(&in_pack) {
            surroundings.insert(Arc::from(in_pack), text.clone());
        }
        if in_pack.ends_with(".md") {
            records.push(text);
        }
    }
    Ok(vec![
        Target { name: "rule", read: rule_reader(&vocabulary), seeds: rules, generate: grammar::rule },
        Target { name: "record", read: record_reader(surroundings), seeds: records, generate: grammar::record },
    ])
}

/// The text of a rule on a line of a pack, escapes left as they are.
fn rule_in(line: &str) -> Option<&str> {
    let value = line.trim_start().strip_prefix("rule")?.trim_start().strip_prefix('=')?.trim();
    value.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])
}

/// Reads a rule by its form alone and against the facts of the pack.
fn rule_reader(vocabulary: &PackFiles) -> Box<dyn Fn(&str)> {
    let vocabulary = load(vocabulary).pack.vocabulary;
    Box::new(move |text| {
        let by_form = parse_expression(text).err();
        let by_meaning = check_expression(text, &vocabulary, &Type::Bool).err();
        for error in by_form.into_iter().chain(by_meaning).flatten() {
            check_place(text, error.span.start, error.span.end);
        }
    })
}

/// Reads a record by its form alone and as a part of the pack, and draws every message about it.
fn record_reader(surroundings: PackFiles) -> Box<dyn Fn(&str)> {
    Box::new(move |text| {
        for error in read_front_matter(text).err().into_iter().flatten() {
            check_place(text, error.span.start, error.span.end);
        }
        let mut files = surroundings.clone();
        files.insert(Arc::from(TRIED_RECORD), text.to_owned());
        for diagnostic in load(&files).diagnostics {
            if &*diagnostic.file != TRIED_RECORD {
                continue;
            }
            if let Some(place) = &diagnostic.span {
                check_place(text, place.start, place.end);
            }
            render(&diagnostic, &files, false);
        }
    })
}

/// A mistake that is shown to a policy author must lie inside the text, with whole characters underlined.
fn check_place(text: &str, start: usize, end: usize) {
    assert!(text.get(start..end).is_some(), "a mistake is placed at bytes {start} to {end}, which the text has not");
}
