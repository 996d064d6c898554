//! Reading organisations, regional innovation strategies and the records that are no support themselves.

use std::sync::Arc;

use schakel_criteria::Bilingual;

use crate::load::{Body, PackFiles, RECORD_FOLDERS, each_record};
use crate::pack::{Organisation, Pack, Record, Strategy, StrategyTheme};
use crate::reader::{Notes, Reader, Target};
use crate::source::{Figure, Id, SourceRef};
use crate::support::Budget;

/// Reads `organisations/`, `ris/` and the folders of [`RECORD_FOLDERS`].
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    each_record(files, "organisations", notes, |id, reader, body| {
        if let Some(organisation) = read_organisation(id, reader, body) {
            pack.organisations.insert(Arc::clone(&organisation.id), organisation);
        }
    });
    each_record(files, "ris", notes, |id, reader, body| {
        if let Some(strategy) = read_strategy(reader, body) {
            pack.strategies.insert(Arc::from(id), strategy);
        }
    });
    for folder in RECORD_FOLDERS {
        each_record(files, folder, notes, |id, reader, body| {
            if let Some(record) = read_record(folder, id, reader, body) {
                pack.records.insert(Arc::clone(&record.id), record);
            }
        });
    }
}

/// What every record has: name, summary, source.
pub(super) struct Head {
    pub(super) name: Bilingual,
    pub(super) summary: Bilingual,
    pub(super) source: SourceRef,
    pub(super) inventory: Vec<String>,
    pub(super) aliases: Vec<String>,
}

pub(super) fn read_head(reader: &Reader<'_>, body: &Body) -> Option<Head> {
    let name = reader.required_text("name");
    let summary = reader.required_text("summary");
    reader.required_text("source");
    let source = reader.source("source");
    let inventory = plain(reader, "inventory");
    let aliases = plain(reader, "aliases");
    let (name, summary) = (name?.value, summary?.value);
    Some(Head { name: body.name(&name), summary: body.summary(&summary), source: source?, inventory, aliases })
}

/// A list of texts without their places.
pub(super) fn plain(reader: &Reader<'_>, key: &'static str) -> Vec<String> {
    reader.texts(key).into_iter().map(|it| it.value).collect()
}

fn read_organisation(id: &str, reader: &Reader<'_>, body: &Body) -> Option<Organisation> {
    let head = read_head(reader, body);
    let kind = reader.reference("type", Target::Code("organisation-types"));
    let areas = reader.qualified("areas", &Target::Area);
    let roles = reader.references("roles", &Target::Code("roles"));
    let succeeds = reader.qualified("succeeds", &Target::Organisation).into_iter().next().map(|(id, _)| id);
    let not_to_confuse_with = reader.references("not_to_confuse_with", &Target::Record);
    let website = reader.text("website").map(|it| it.value);
    let checked_on = reader.date("checked_on");
    let head = head?;
    Some(Organisation {
        id: Arc::from(id),
        file: Arc::clone(reader.file()),
        name: head.name,
        summary: head.summary,
        body: body.markdown.clone(),
        inventory: head.inventory,
        kind: kind?,
        areas,
        roles,
        aliases: head.aliases,
        succeeds,
        not_to_confuse_with,
        website,
        source: head.source,
        checked_on,
    })
}

fn read_strategy(reader: &Reader<'_>, body: &Body) -> Option<Strategy> {
    let head = read_head(reader, body);
    let landsdeel = reader.reference("landsdeel", Target::Area);
    let themes = reader.tables("theme").iter().filter_map(read_strategy_theme).collect();
    let checked_on = reader.date("checked_on");
    let _ = (reader.text("kind"), reader.qualified("areas", &Target::Area));
    let head = head?;
    Some(Strategy {
        landsdeel: landsdeel?,
        file: Arc::clone(reader.file()),
        name: head.name,
        summary: head.summary,
        body: body.markdown.clone(),
        inventory: head.inventory,
        themes,
        source: head.source,
        checked_on,
    })
}

fn read_strategy_theme(entry: &Reader<'_>) -> Option<StrategyTheme> {
    let code = entry.reference("code", Target::Code("themes"));
    let label = entry.bilingual("label", "label_en");
    let role = entry.required_text("role");
    let source = entry.source("source");
    entry.qualifier();
    entry.finish();
    Some(StrategyTheme { code, label: label?, role: role?.value, source })
}

fn read_record(folder: &str, id: &str, reader: &Reader<'_>, body: &Body) -> Option<Record> {
    let head = read_head(reader, body);
    let kind = reader.reference("kind", Target::Code("kinds"));
    let parties = reader.references("parties", &Target::Organisation);
    let lead = reader.reference("lead", Target::Organisation);
    let areas = reader.qualified("areas", &Target::Area);
    let themes = reader.references("themes", &Target::Code("themes"));
    let labels = reader.references("labels", &Target::Code("labels"));
    let status = reader.reference("status", Target::Code("statuses"));
    let period = reader.period("period").map(|it| it.value);
    let part_of = reader.reference("part_of", Target::Record);
    let checked_on = reader.date("checked_on");
    let scheme_rows = reader.integers("scheme_rows");
    let head = head?;
    let source = head.source;
    Some(Record {
        id: Arc::from(id),
        file: Arc::clone(reader.file()),
        folder: folder.to_owned(),
        name: head.name,
        summary: head.summary,
        body: body.markdown.clone(),
        inventory: head.inventory,
        scheme_rows,
        kind: kind?,
        parties,
        lead,
        areas,
        themes,
        labels,
        aliases: head.aliases,
        status,
        period,
        part_of,
        figures: read_figures(reader, &source),
        budgets: read_budgets(reader),
        source,
        checked_on,
    })
}

/// The `[[figure]]` tables.
pub(super) fn read_figures(reader: &Reader<'_>, default: &SourceRef) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for entry in reader.tables("figure") {
        let Some(figure) = read_figure(&entry, default) else { continue };
        if figures.iter().any(|it| it.id == figure.id) {
            entry.error(entry.span(), format!("figure `{}` is there twice", figure.id));
        }
        figures.push(figure);
    }
    figures
}

fn read_figure(entry: &Reader<'_>, default: &SourceRef) -> Option<Figure> {
    let id = entry.required_text("id");
    let label = entry.bilingual("label", "label_en");
    let value = entry.honest_here();
    let unit = entry.text("unit").map(|it| it.value).unwrap_or_default();
    let period = entry.period("period").map(|it| it.value);
    let duplicate_of = entry.text("duplicate_of").map(|it| it.value);
    let _ = (entry.text("note"), entry.text("note_en"), entry.text("unit_en"), entry.integers("scheme_rows"));
    entry.finish();
    let value = value?;
    let source = value.source.clone().unwrap_or_else(|| default.clone());
    Some(Figure { id: Arc::from(id?.value), label: label?, value, unit, period, source, duplicate_of })
}

/// The `[[budget]]` tables.
pub(super) fn read_budgets(reader: &Reader<'_>) -> Vec<Budget> {
    let read = |entry: Reader<'_>| {
        let label = entry.required_text("label");
        let funder: Option<Id> = entry.reference("funder", Target::Organisation);
        let amount = entry.honest_here();
        let _ = (entry.text("label_en"), entry.text("note"));
        entry.finish();
        Some(Budget { label: label?.value, funder, amount: amount? })
    };
    reader.tables("budget").into_iter().filter_map(read).collect()
}
