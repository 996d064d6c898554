//! Reading `pack.toml`: the choices for the pack as a whole.

use crate::casework_settings::{CaseworkSettings, Sharing};
use crate::load::PackFiles;
use crate::load::files::required_document;
use crate::pack::{Pack, RoadmapSettings, ThemeNote};
use crate::reader::{Notes, Reader, Target};

/// Reads `pack.toml`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    required_document(files, "pack.toml", notes, |reader| {
        let settings = &mut pack.settings;
        settings.name = reader.required_text("name").map(|it| it.value).unwrap_or_default();
        let region = reader.required_reference("region", Target::Area);
        settings.region = region.map(|region| region.to_string()).unwrap_or_default();
        settings.provinces = reader.references("provinces", Target::Province);
        settings.stale_after_days = reader.count("stale_after_days").unwrap_or(STALE_AFTER_DAYS_DEFAULT);
        if let Some(changes) = reader.table("changes") {
            settings.major_fields = changes.strings("major");
            changes.finish();
        }
        settings.topsectors = theme_notes(reader, "topsector");
        settings.national_priorities = theme_notes(reader, "national_priority");
        settings.roadmap = roadmap(reader);
        settings.casework = casework(reader);
        // Which languages the texts are in, for whoever reads the file: Schakel shows what it finds.
        reader.texts("languages");
        reader.finish();
    });
}

/// An entry is current for a year after its source was true, unless the pack says otherwise.
const STALE_AFTER_DAYS_DEFAULT: u32 = 365;

/// A saved route is kept for a year, unless the pack says otherwise.
const ROADMAP_KEEP_DAYS_DEFAULT: u32 = 365;

fn roadmap(reader: &Reader<'_>) -> RoadmapSettings {
    let Some(entry) = reader.table("roadmap") else {
        return RoadmapSettings { keep_days: ROADMAP_KEEP_DAYS_DEFAULT, ..RoadmapSettings::default() };
    };
    let kinds = |field| entry.references(field, Target::Code("kinds"));
    let settings = RoadmapSettings {
        keep_days: entry.count("keep_days").unwrap_or(ROADMAP_KEEP_DAYS_DEFAULT),
        join_kinds: kinds("join_kinds"),
        first_kinds: kinds("first_kinds"),
        talk_kinds: kinds("talk_kinds"),
        use_kinds: kinds("use_kinds"),
        contact_roles: entry.references("contact_roles", Target::Code("roles")),
        readiness_levels: entry.references("readiness_levels", Target::Code("levels")),
    };
    entry.finish();
    settings
}

/// A question and what belongs to it are kept for five years after its end, unless the pack says otherwise.
const CASE_KEEP_DAYS_DEFAULT: u32 = 5 * 365;

fn casework(reader: &Reader<'_>) -> CaseworkSettings {
    let Some(entry) = reader.table("casework") else {
        return CaseworkSettings { keep_days: CASE_KEEP_DAYS_DEFAULT, ..CaseworkSettings::default() };
    };
    let settings = CaseworkSettings {
        desk: entry.required_reference("desk", Target::Organisation),
        keep_days: entry.count("keep_days").unwrap_or(CASE_KEEP_DAYS_DEFAULT),
        services: entry.references("services", Target::Code("roles")),
        sharing: entry.tables("sharing").into_iter().filter_map(sharing).collect(),
    };
    entry.finish();
    settings
}

/// A rule that names no covenant or source permits nothing.
#[expect(clippy::needless_pass_by_value, reason = "a table is read once, to its end")]
fn sharing(entry: Reader<'_>) -> Option<Sharing> {
    let asker = entry.required_reference("asker", Target::Organisation);
    let holder = entry.required_reference("holder", Target::Organisation);
    let covenant = entry.required_reference("covenant", Target::Record);
    let source = entry.required_source("source");
    entry.finish();
    Some(Sharing { asker: asker?, holder: holder?, covenant: covenant?, source: source? })
}

fn theme_notes(reader: &Reader<'_>, field: &'static str) -> Vec<ThemeNote> {
    let read = |entry: Reader<'_>| {
        let theme = entry.required_reference("theme", Target::Code("themes"));
        let (qualifier, source) = (entry.qualifier(), entry.source("source"));
        entry.finish();
        Some(ThemeNote { theme: theme?, qualifier, source })
    };
    reader.tables(field).into_iter().filter_map(read).collect()
}
