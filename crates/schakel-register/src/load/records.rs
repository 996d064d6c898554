//! Reading organisations, regional innovation strategies and the records that are no support themselves.

use std::sync::Arc;

use schakel_criteria::Bilingual;

use crate::diagnostic::Diagnostic;
use crate::load::PackFiles;
use crate::load::agreements::{KIND, STATE, read_agreement};
use crate::load::aid::read_cofinance;
use crate::load::files::{
    AGREEMENTS, CONNECTIONS, Draft, ORGANISATIONS, RECORD_FOLDERS, STRATEGIES, document, each_record,
};
use crate::pack::{Connection, Organisation, Pack, Record, Strategy, StrategyTheme};
use crate::reader::{FigureKind, Notes, Reader, Target};
use crate::source::{Figure, SourceRef};
use crate::support::Budget;

/// What a theme can be in a regional innovation strategy.
const THEME_ROLES: [&str; 4] = ["focus", "supporting", "crossover", "challenge"];

/// Reads `organisations/`, `ris/` and the folders of records that are no support.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    each_record(files, ORGANISATIONS, notes, |draft| {
        if let Some(organisation) = read_organisation(draft) {
            pack.organisations.insert(Arc::clone(&organisation.id), organisation);
        }
        draft.reader.finish();
    });
    if let Some((path, text)) = files.get_key_value(CONNECTIONS) {
        document(path, text, notes, |reader| {
            pack.connections = reader.tables("edge").iter().filter_map(read_connection).collect();
            reader.finish();
        });
    }
    each_record(files, STRATEGIES, notes, |draft| {
        if let Some(strategy) = read_strategy(draft) {
            pack.strategies.insert(Arc::from(draft.id), strategy);
        }
        draft.reader.finish();
    });
    for folder in RECORD_FOLDERS {
        each_record(files, folder, notes, |draft| {
            if folder == AGREEMENTS && !draft.reader.has(KIND) {
                // Read by `agreements`.
                return;
            }
            if folder == AGREEMENTS && draft.reader.has(STATE) {
                let agreement = read_agreement(draft);
                pack.agreements.extend(agreement.map(|it| (Arc::clone(&it.id), it)));
            }
            if let Some(record) = read_record(folder, draft) {
                add_record(record, notes, pack);
            }
            draft.reader.finish();
        });
    }
}

fn add_record(record: Record, notes: &Notes, pack: &mut Pack) {
    let (id, file) = (Arc::clone(&record.id), Arc::clone(&record.file));
    if let Some(earlier) = pack.records.insert(id, record) {
        let title = format!("`{}` is there twice, also as `{}`", earlier.id, earlier.file);
        notes.report(Diagnostic::file_error(&file, title));
    }
}

/// What every record has.
pub(super) struct Head {
    pub(super) name: Bilingual,
    pub(super) summary: Bilingual,
    pub(super) source: SourceRef,
    pub(super) inventory: Vec<String>,
    pub(super) aliases: Vec<String>,
}

/// Reads what every record has; nothing when one of the fields that must be there is not.
pub(super) fn read_head(draft: &Draft<'_>) -> Option<Head> {
    let (name, summary) = (draft.name(), draft.summary());
    let source = draft.reader.required_source("source");
    let inventory = draft.reader.strings("inventory");
    let aliases = draft.reader.strings("aliases");
    Some(Head { name: name?, summary: summary?, source: source?, inventory, aliases })
}

fn read_organisation(draft: &Draft<'_>) -> Option<Organisation> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let kind = reader.required_reference("type", Target::Code("organisation-types"));
    let areas = reader.qualified("areas", Target::Area);
    let roles = reader.references("roles", Target::Code("roles"));
    let succeeds = reader.qualified("succeeds", Target::Organisation).into_iter().next();
    let not_to_confuse_with = reader.references("not_to_confuse_with", Target::Record);
    let website = reader.text("website").map(|it| it.value);
    let checked_on = reader.required_date("checked_on");
    let head = head?;
    Some(Organisation {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
        inventory: head.inventory,
        kind: kind?,
        areas,
        roles,
        aliases: head.aliases,
        succeeds: succeeds.map(|(organisation, _)| organisation),
        not_to_confuse_with,
        website,
        source: head.source,
        checked_on,
    })
}

fn read_connection(entry: &Reader<'_>) -> Option<Connection> {
    // Persons and groups have no record: their names go unchecked.
    let (from, to) = (entry.required_text("from"), entry.required_text("to"));
    let kind = entry.required_reference("kind", Target::Code("edge-kinds"));
    let text = entry.required_text("text");
    let source = entry.required_source("source");
    entry.finish();
    Some(Connection {
        from: Arc::from(from?.value),
        to: Arc::from(to?.value),
        kind: kind?,
        text: text?.value,
        source: source?,
    })
}

fn read_strategy(draft: &Draft<'_>) -> Option<Strategy> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let landsdeel = reader.required_reference("landsdeel", Target::Area);
    let themes = reader.tables("theme").iter().filter_map(read_strategy_theme).collect();
    let checked_on = reader.required_date("checked_on");
    // A strategy says the same as any record; where it works follows from the landsdeel.
    reader.reference("kind", Target::Code("kinds"));
    reader.qualified("areas", Target::Area);
    let head = head?;
    Some(Strategy {
        landsdeel: landsdeel?,
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
        inventory: head.inventory,
        themes,
        source: head.source,
        checked_on,
    })
}

fn read_strategy_theme(entry: &Reader<'_>) -> Option<StrategyTheme> {
    let code = entry.reference("code", Target::Code("themes"));
    let label = entry.required_bilingual("label", "label_en");
    let role = entry.required_name("role", &THEME_ROLES);
    let source = entry.source("source");
    entry.finish();
    Some(StrategyTheme { code, label: label?, role: role?.value, source })
}

fn read_record(folder: &str, draft: &Draft<'_>) -> Option<Record> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let kind = reader.required_reference("kind", Target::Code("kinds"));
    let parties = reader.references("parties", Target::Organisation);
    let lead = reader.reference("lead", Target::Organisation);
    let areas = reader.qualified("areas", Target::Area);
    let themes = reader.references("themes", Target::Code("themes"));
    let labels = reader.references("labels", Target::Code("labels"));
    let status = reader.reference("status", Target::Code("statuses"));
    let period = reader.period("period").map(|it| it.value);
    let part_of = reader.reference("part_of", Target::Record);
    let checked_on = reader.required_date("checked_on");
    let scheme_rows = reader.rows("scheme_rows");
    let figures = read_figures(reader, head.as_ref().map(|it| &it.source));
    let budgets = read_budgets(reader);
    let cofinance = read_cofinance(reader, head.as_ref().map(|it| &it.source));
    let head = head?;
    Some(Record {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        folder: folder.to_owned(),
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
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
        figures,
        budgets,
        cofinance,
        source: head.source,
        checked_on,
    })
}

/// The `[[figure]]` tables. A figure without a source of its own has that of the record.
pub(super) fn read_figures(reader: &Reader<'_>, record_source: Option<&SourceRef>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for entry in reader.tables("figure") {
        let Some(figure) = read_figure(&entry, record_source) else { continue };
        if figures.iter().any(|it| it.id == figure.id) {
            entry.error(entry.span(), format!("figure `{}` is there twice", figure.id));
        }
        figures.push(figure);
    }
    figures
}

fn read_figure(entry: &Reader<'_>, record_source: Option<&SourceRef>) -> Option<Figure> {
    let id = entry.required_text("id");
    let label = entry.required_bilingual("label", "label_en");
    let unit = entry.bilingual("unit", "unit_en").unwrap_or_default();
    let kind = if unit.nl == "EUR" { FigureKind::Amount } else { FigureKind::Any };
    let value = entry.honest_here(kind);
    let period = entry.period("period").map(|it| it.value);
    let items = entry.strings("items");
    let duplicate_of = entry.reference("duplicate_of", Target::Figure).map(|it| it.to_string());
    entry.finish();
    let value = value?;
    let source = value.source.clone().or_else(|| record_source.cloned());
    Some(Figure {
        id: Arc::from(id?.value),
        label: label?,
        value,
        unit: unit.nl,
        unit_en: unit.en,
        period,
        source: source?,
        items,
        duplicate_of,
    })
}

/// The `[[budget]]` tables.
pub(super) fn read_budgets(reader: &Reader<'_>) -> Vec<Budget> {
    let read = |entry: Reader<'_>| {
        let label = entry.required_bilingual("label", "label_en");
        let funder = entry.reference("funder", Target::Organisation);
        let amount = entry.honest_here(FigureKind::Amount);
        entry.finish();
        let label = label?;
        Some(Budget { label: label.nl, label_en: label.en, funder, amount: amount? })
    };
    reader.tables("budget").into_iter().filter_map(read).collect()
}
