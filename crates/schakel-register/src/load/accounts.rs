//! Reading `accounts/`: the tree of core tasks and performances, indicators and evaluations. Figures that
//! follow from others and relations are read in `quantities`, the prose of pages in `pages`.

mod indicators;
mod pages;
mod performances;
mod placeholders;
mod quantities;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::account::CoreTask;
use crate::load::PackFiles;
use crate::load::files::{document, each_record};
use crate::pack::Pack;
use crate::reader::{Notes, Reader};
use crate::source::Id;

/// The folder of performances.
pub(super) const PERFORMANCES: &str = "accounts/performances";
/// The folder of the prose of pages.
pub(super) const PAGES: &str = "accounts/pages";
const TREE: &str = "accounts/tree.toml";
const INDICATORS: &str = "accounts/indicators.toml";
const QUANTITIES: &str = "accounts/quantities.toml";
const RELATIONS: &str = "accounts/relations.toml";
const EFFECTS: &str = "accounts/effects.toml";
const FACTORS: &str = "accounts/factors.toml";
const EVALUATIONS: &str = "accounts/evaluations.toml";

/// The tables under `accounts/`.
pub(super) const TABLES: [&str; 7] = [TREE, INDICATORS, QUANTITIES, RELATIONS, EVALUATIONS, EFFECTS, FACTORS];

/// Reads everything under `accounts/`; a pack may leave it out.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    let accounts = &mut pack.accounts;
    table(files, TREE, notes, |reader| accounts.core_tasks = keyed(reader, "core_task", read_core_task));
    table(files, INDICATORS, notes, |reader| {
        accounts.indicators = keyed(reader, "indicator", indicators::read_indicator);
    });
    table(files, QUANTITIES, notes, |reader| {
        accounts.quantities = keyed(reader, "quantity", quantities::read_quantity);
    });
    table(files, RELATIONS, notes, |reader| {
        let relations = reader.tables("relation").into_iter();
        accounts.relations = relations.filter_map(|entry| quantities::read_relation(&entry)).collect();
    });
    table(files, EVALUATIONS, notes, |reader| {
        accounts.evaluation_rule = indicators::read_evaluation_rule(reader);
        accounts.evaluations = keyed(reader, "evaluation", indicators::read_evaluation);
    });
    table(files, EFFECTS, notes, |reader| accounts.effects = keyed(reader, "effect", indicators::read_effect));
    table(files, FACTORS, notes, |reader| accounts.factor_scan = indicators::read_factor_scan(reader));
    each_record(files, PERFORMANCES, notes, |draft| {
        let performance = performances::read(draft);
        draft.reader.finish();
        let Some(performance) = performance else { return };
        if let Some(earlier) = accounts.performances.get(&performance.number) {
            let title = format!("performance `{}` is there twice, also in `{}`", performance.number, earlier.file);
            draft.reader.error(draft.reader.span(), title);
            return;
        }
        accounts.performances.insert(Arc::clone(&performance.number), performance);
    });
    each_record(files, PAGES, notes, |draft| {
        let page = pages::read(draft);
        draft.reader.finish();
        accounts.pages.extend(page.map(|page| ((Arc::clone(&page.performance), page.year), page)));
    });
}

fn table(files: &PackFiles, path: &str, notes: &Notes, read: impl FnOnce(&Reader<'_>)) {
    let Some((path, text)) = files.get_key_value(path) else { return };
    document(path, text, notes, |reader| {
        read(reader);
        reader.finish();
    });
}

/// The tables of an array by their identifier; one that is there twice is reported.
fn keyed<T>(
    reader: &Reader<'_>,
    field: &'static str,
    read: impl Fn(&Reader<'_>) -> Option<(Id, T)>,
) -> BTreeMap<Id, T> {
    let mut found = BTreeMap::new();
    for entry in reader.tables(field) {
        let item = read(&entry);
        entry.finish();
        let Some((id, item)) = item else { continue };
        if found.contains_key(&id) {
            entry.error(entry.span(), format!("{} `{id}` is there twice", field.replace('_', " ")));
            continue;
        }
        found.insert(id, item);
    }
    found
}

fn read_core_task(entry: &Reader<'_>) -> Option<(Id, CoreTask)> {
    let number = entry.required_text("number");
    let name = entry.bilingual("name", "name_en");
    let qualifier = entry.qualifier();
    let source = entry.required_source("source");
    let number: Id = Arc::from(number?.value);
    Some((Arc::clone(&number), CoreTask { number, name, qualifier, source: source? }))
}
