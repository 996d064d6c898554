//! Reading instruments and facilities. Their versions are read in `version`.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::load::PackFiles;
use crate::load::aid::read_cofinance;
use crate::load::files::{Draft, SUPPORT_FOLDERS, each_record};
use crate::load::records::{read_figures, read_head};
use crate::load::version::{Defaults, read_versions};
use crate::pack::Pack;
use crate::reader::{Notes, Reader, Target};
use crate::support::{Category, Place, Support};

/// Reads `instruments/` and `facilities/`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    for (folder, category) in SUPPORT_FOLDERS.into_iter().zip([Category::Instrument, Category::Facility]) {
        each_record(files, folder, notes, |draft| {
            let support = read_support(category, draft, pack);
            draft.reader.finish();
            let Some(support) = support else { return };
            let (id, file) = (Arc::clone(&support.id), Arc::clone(&support.file));
            if let Some(earlier) = pack.support.insert(id, support) {
                let title = format!("`{}` is there twice, also as `{}`", earlier.id, earlier.file);
                notes.report(Diagnostic::file_error(&file, title));
            }
        });
    }
}

fn read_support(category: Category, draft: &Draft<'_>, pack: &Pack) -> Option<Support> {
    let reader = &draft.reader;
    let codes = |field, list| reader.references(field, Target::Code(list));
    let head = read_head(draft);
    let kind = reader.required_reference("kind", Target::Code("kinds"));
    let checked_on = reader.required_date("checked_on");
    let family = reader.text("family").map(|it| Arc::from(it.value));
    let level = reader.reference("level", Target::Code("levels"));
    let status = reader.reference("status", Target::Code("statuses"));
    let provider = reader.reference("provider", Target::Organisation);
    let funders = reader.references("funders", Target::Organisation);
    let contact = reader.reference("contact", Target::Organisation);
    let areas = reader.qualified("areas", Target::Area);
    let (needs, themes, phases) = (codes("needs", "plan"), codes("themes", "themes"), codes("phases", "phases"));
    let (audience, labels) = (codes("audience", "audiences"), codes("labels", "labels"));
    let keywords = reader.strings("keywords");
    let (questions, questions_en) = (reader.strings("questions"), reader.strings("questions_en"));
    let replaced_by = reader.reference("replaced_by", Target::Support);
    let place = read_place(category, reader);
    let source = head.as_ref().map(|head| &head.source);
    let figures = read_figures(reader, source);
    let cofinance = read_cofinance(reader, source);
    let versions = read_versions(reader, &Defaults { id: draft.id, source, checked_on }, pack);
    let head = head?;
    Some(Support {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        category,
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
        inventory: head.inventory,
        kind: kind?,
        family,
        level,
        status,
        provider,
        funders,
        contact,
        areas,
        needs,
        themes,
        phases,
        audience,
        labels,
        aliases: head.aliases,
        keywords,
        questions,
        questions_en,
        replaced_by,
        source: head.source,
        checked_on,
        versions,
        figures,
        cofinance,
        place,
    })
}

fn read_place(category: Category, reader: &Reader<'_>) -> Place {
    let place = Place {
        municipality: reader.reference("municipality", Target::Municipality),
        since: reader.qualified_date("since").and_then(|(date, qualifier)| Some((date?, qualifier))),
        units: reader.count("units"),
        equipment: reader.strings("equipment"),
        access: reader.bilingual("access", "access_en"),
    };
    let fields = ["municipality", "since", "units", "equipment", "access"];
    let first = fields.into_iter().find_map(|field| Some((field, reader.field_span(field)?)));
    if let (Category::Instrument, Some((field, span))) = (category, first) {
        let title = format!("an instrument has no `{field}`");
        reader.error_with_help(span, title, "a place or equipment to use belongs in `facilities/`");
    }
    place
}
