//! From the files of a pack to one checked value. Reading the folder lives at the edge: `load` takes the texts.

mod records;
mod regions;
mod support;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_criteria::Bilingual;
use toml::de::DeTable;

use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::front_matter::{split_front_matter, toml_error};
use crate::pack::{Pack, ThemeNote};
use crate::reader::{File, Notes, Reader, Target};

/// The texts of a pack's files by their path relative to the pack, with `/` between folders.
pub type PackFiles = BTreeMap<Arc<str>, String>;

/// A loaded pack with everything there is to say about it.
#[derive(Debug)]
pub struct Loaded {
    /// The pack; parts with errors are left out.
    pub pack: Pack,
    /// Mistakes and findings, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether there is a mistake (an error or a warning; findings about the support system are no mistakes).
    pub fn has_mistakes(&self) -> bool {
        self.diagnostics.iter().any(|it| it.severity != Severity::Finding)
    }
}

/// Loads and checks a pack. One bad file never hides the others.
pub fn load(files: &PackFiles) -> Loaded {
    let notes = Notes::default();
    let mut pack = Pack::default();
    read_settings(files, &notes, &mut pack);
    regions::read(files, &notes, &mut pack);
    vocabulary::read(files, &notes, &mut pack);
    records::read(files, &notes, &mut pack);
    support::read(files, &notes, &mut pack);
    report_stray_files(files, &notes);
    check::references(&pack, &notes);
    let mut diagnostics = notes.diagnostics.into_inner();
    diagnostics.extend(check::consistency(&pack, files));
    diagnostics.sort_by_key(|it| (it.file.clone(), it.span.as_ref().map_or(0, |span| span.start), it.severity));
    diagnostics.dedup();
    Loaded { pack, diagnostics }
}

/// Reads a whole TOML file; a missing file is an error of the pack.
fn with_document(files: &PackFiles, path: &str, notes: &Notes, read: impl FnOnce(&Reader<'_>)) {
    let Some((path, text)) = files.get_key_value(path) else {
        let diagnostic = Diagnostic::error(&Arc::from(path), 0..0, format!("`{path}` is missing"));
        notes.diagnostics.borrow_mut().push(diagnostic.help("every pack has this file; see docs/pack-format.md"));
        return;
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    report_syntax(path, &errors, 0, notes);
    let file = File { path, text };
    read(&Reader::new(&file, table.get_ref(), 0, notes));
}

/// Reads every record file of a folder; translations are not records.
fn each_record(files: &PackFiles, folder: &str, notes: &Notes, mut read: impl FnMut(&str, &Reader<'_>, &Body)) {
    for (path, text) in files {
        let Some(id) = record_id(path, folder) else { continue };
        let split = match split_front_matter(text) {
            Ok(split) => split,
            Err(error) => {
                let help = "see docs/pack-format.md for how a record looks";
                notes.diagnostics.borrow_mut().push(Diagnostic::error(path, error.span, error.message).help(help));
                continue;
            }
        };
        let (table, errors) = DeTable::parse_recoverable(split.toml);
        report_syntax(path, &errors, split.toml_offset, notes);
        if !errors.is_empty() {
            continue;
        }
        let file = File { path, text };
        let reader = Reader::new(&file, table.get_ref(), split.toml_offset, notes);
        let body = read_body(files, path, split.body, notes);
        read(id, &reader, &body);
        reader.finish();
    }
}

/// What a translation gives, and the Dutch body.
struct Body {
    markdown: Bilingual,
    name_en: Option<String>,
    summary_en: Option<String>,
}

impl Body {
    fn name(&self, dutch: &str) -> Bilingual {
        Bilingual::new(dutch, self.name_en.as_deref().unwrap_or(dutch))
    }

    fn summary(&self, dutch: &str) -> Bilingual {
        Bilingual::new(dutch, self.summary_en.as_deref().unwrap_or(dutch))
    }
}

fn read_body(files: &PackFiles, path: &Arc<str>, dutch: &str, notes: &Notes) -> Body {
    let twin = path.strip_suffix(".md").map(|stem| format!("{stem}.en.md")).unwrap_or_default();
    let mut body = Body { markdown: Bilingual::new(dutch, dutch), name_en: None, summary_en: None };
    let Some((twin, text)) = files.get_key_value(twin.as_str()) else { return body };
    match split_front_matter(text) {
        Err(error) => {
            let diagnostic = Diagnostic::error(twin, error.span, error.message);
            notes.diagnostics.borrow_mut().push(diagnostic.help("a translation has the same `+++` lines as the record"));
        }
        Ok(split) => {
            let (table, errors) = DeTable::parse_recoverable(split.toml);
            report_syntax(twin, &errors, split.toml_offset, notes);
            let file = File { path: twin, text };
            let reader = Reader::new(&file, table.get_ref(), split.toml_offset, notes);
            body.name_en = reader.text("name").map(|name| name.value);
            body.summary_en = reader.text("summary").map(|summary| summary.value);
            reader.finish();
            if !split.body.is_empty() {
                body.markdown.en = split.body.to_owned();
            }
        }
    }
    body
}

/// `instruments/x.md` in `instruments` gives `x`; translations and other files give nothing.
fn record_id<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let name = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".md")?;
    (!name.ends_with(".en") && !name.contains('/')).then_some(name)
}

fn report_syntax(path: &Arc<str>, errors: &[toml::de::Error], offset: usize, notes: &Notes) {
    for error in errors {
        let error = toml_error(error, offset);
        notes.diagnostics.borrow_mut().push(Diagnostic::error(path, error.span, error.message));
    }
}

fn read_settings(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    with_document(files, "pack.toml", notes, |reader| {
        let settings = &mut pack.settings;
        settings.name = reader.required_text("name").map(|it| it.value).unwrap_or_default();
        settings.region = reader.required_text("region").map(|it| it.value).unwrap_or_default();
        settings.provinces = reader.references("provinces", &Target::Area);
        reader.texts("languages");
        settings.stale_after_days = reader.count("stale_after_days").unwrap_or(STALE_AFTER_DAYS_DEFAULT);
        if let Some(changes) = reader.table("changes") {
            settings.major_fields = changes.texts("major").into_iter().map(|it| it.value).collect();
            changes.finish();
        }
        settings.topsectors = theme_notes(reader, "topsector");
        settings.national_priorities = theme_notes(reader, "national_priority");
        reader.finish();
    });
}

/// An entry is current for a year after its source was true, unless the pack says otherwise.
const STALE_AFTER_DAYS_DEFAULT: u32 = 365;

fn theme_notes(reader: &Reader<'_>, key: &'static str) -> Vec<ThemeNote> {
    let read = |entry: Reader<'_>| {
        let theme = entry.reference("theme", Target::Code("themes"));
        let note = ThemeNote { theme: theme?, qualifier: entry.qualifier(), source: entry.source("source") };
        entry.finish();
        Some(note)
    };
    reader.tables(key).into_iter().filter_map(read).collect()
}

/// Folders whose Markdown files are records.
pub(crate) const RECORD_FOLDERS: [&str; 6] = ["programmes", "agendas", "agreements", "projects", "money-flows", "studies"];

fn report_stray_files(files: &PackFiles, notes: &Notes) {
    for path in files.keys() {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        let known = matches!(folder, "codes" | "regions" | "sources" | "organisations" | "instruments" | "facilities" | "ris")
            || RECORD_FOLDERS.contains(&folder)
            || matches!(&**path, "pack.toml" | "facts.toml" | "thresholds.toml" | "sources.toml")
            || path.ends_with("README.md");
        if !known {
            let title = format!("`{path}` is not part of a pack");
            let diagnostic = Diagnostic::warning(path, 0..0, title).help("see docs/pack-format.md for the folders of a pack");
            notes.diagnostics.borrow_mut().push(diagnostic);
        }
    }
}
