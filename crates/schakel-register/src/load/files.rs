//! The files of a pack: which there are, and how a TOML file and a record file become a reader.

use std::sync::Arc;

use schakel_criteria::Bilingual;
use toml::de::DeTable;

use crate::diagnostic::Diagnostic;
use crate::front_matter::{FrontMatter, FrontMatterError, split_front_matter, toml_error};
use crate::load::{PackFiles, accounts};
use crate::reader::{File, Notes, Reader};

/// Folders whose Markdown files are records that are no support.
pub(super) const RECORD_FOLDERS: [&str; 6] =
    ["programmes", "agendas", "agreements", "projects", "money-flows", "studies"];

/// Folders whose Markdown files are something that a firm can ask for or use.
pub(super) const SUPPORT_FOLDERS: [&str; 2] = ["instruments", "facilities"];

/// The folder of agreements: signed documents, and what parties do by a day.
pub(super) const AGREEMENTS: &str = "agreements";

/// The folder of topics of agreements.
pub(super) const TOPICS: &str = "topics";

/// The folder of advice with the answers to it.
pub(super) const RECOMMENDATIONS: &str = "recommendations";

/// The folder of the plans of the landsdelen.
pub(super) const LANDSDELEN: &str = "landsdelen";

/// How the agenda is steered; a pack may leave it out.
pub(super) const GOVERNANCE: &str = "governance.toml";

/// The folder of rounds: openings of instruments.
pub(super) const ROUNDS: &str = "rounds";

/// The folder of decisions about money and what they did.
pub(super) const LEDGER: &str = "ledger";

/// The file there that says how the books are set up, without `.toml`.
pub(super) const LEDGER_SETTINGS: &str = "settings";

/// The keys by which amounts are divided over areas.
pub(super) const DISTRIBUTION_KEYS: &str = "rounds/keys.toml";

/// The folder of organisations.
pub(super) const ORGANISATIONS: &str = "organisations";

/// The folder of regional innovation strategies.
pub(super) const STRATEGIES: &str = "ris";

/// Folders of records that are read in their own way.
const OTHER_FOLDERS: [&str; 6] = [ORGANISATIONS, STRATEGIES, ROUNDS, TOPICS, RECOMMENDATIONS, LANDSDELEN];

/// Folders of TOML files; Markdown beside them is for people.
const TABLE_FOLDERS: [&str; 4] = ["codes", "regions", "sources", LEDGER];

/// Files that every pack has.
const REQUIRED_FILES: [&str; 4] = ["pack.toml", "facts.toml", "thresholds.toml", "sources.toml"];

/// The activity codes (SBI), and those of 2008 that became one code of 2025.
pub(super) const ACTIVITIES: &str = "codes/sbi.csv";
pub(super) const ACTIVITIES_OF_2008: &str = "codes/sbi-2008-to-2025.csv";

/// What the pack says of public aid in general.
pub(super) const AID: &str = "aid.toml";
/// Counts of firms.
pub(super) const POPULATION: &str = "population.toml";

/// Who refers to, works with or pays whom.
pub(super) const CONNECTIONS: &str = "organisations/edges.toml";

/// The signs that a firm is in difficulty; a pack may leave them out.
pub(super) const SIGNALS: &str = "signals.toml";

/// The situations in which an entrepreneur can be; a pack may leave them out.
pub(super) const SITUATIONS: &str = "situations.toml";

/// Reads one of the files that every pack has.
pub(super) fn required_document(files: &PackFiles, path: &str, notes: &Notes, read: impl FnOnce(&Reader<'_>)) {
    match files.get_key_value(path) {
        Some((path, text)) => document(path, text, notes, read),
        None => {
            let diagnostic = Diagnostic::file_error(&Arc::from(path), format!("`{path}` is missing"));
            notes.report(diagnostic.help("every pack has this file; docs/pack-format.md says what stands in it"));
        }
    }
}

/// Reads a TOML file, as far as its syntax goes.
pub(super) fn document(path: &Arc<str>, text: &str, notes: &Notes, read: impl FnOnce(&Reader<'_>)) {
    let (table, errors) = DeTable::parse_recoverable(text);
    report_syntax(path, &errors, 0, notes);
    read(&Reader::new(File { path, text }, table.get_ref(), 0, notes));
}

/// Reads every TOML file of a folder.
pub(super) fn each_document(files: &PackFiles, folder: &str, notes: &Notes, mut read: impl FnMut(&str, &Reader<'_>)) {
    for (path, text) in files {
        if let Some(name) = file_in(path, folder).and_then(|name| name.strip_suffix(".toml")) {
            document(path, text, notes, |reader| read(name, reader));
        }
    }
}

/// Reads every record file of a folder, with its translation. A record with broken syntax is left out.
pub(super) fn each_record(files: &PackFiles, folder: &str, notes: &Notes, mut read: impl FnMut(&Draft<'_>)) {
    for (path, text) in files {
        let Some(id) = record_id(path, folder) else { continue };
        if !is_identifier(id) {
            let title = format!("`{id}` is no identifier for a record");
            let help = "name the file with lower case letters, digits and hyphens";
            notes.report(Diagnostic::file_error(path, title).help(help));
        }
        let Some(split) = split(path, text, notes) else { continue };
        let (table, errors) = DeTable::parse_recoverable(split.toml);
        report_syntax(path, &errors, split.toml_offset, notes);
        if !errors.is_empty() {
            continue;
        }
        let reader = Reader::new(File { path, text }, table.get_ref(), split.toml_offset, notes);
        let translation = translation(files, path, notes);
        read(&Draft { id, reader, dutch: split.body, translation });
    }
}

/// A record file that is being read.
pub(super) struct Draft<'a> {
    /// The identifier: the name of the file.
    pub(super) id: &'a str,
    /// Its front matter.
    pub(super) reader: Reader<'a>,
    dutch: &'a str,
    translation: Translation,
}

/// What a translation gives; what it does not give is shown in Dutch.
#[derive(Default)]
struct Translation {
    name: Option<String>,
    summary: Option<String>,
    markdown: Option<String>,
}

impl<'a> Draft<'a> {
    /// The Dutch text below the front matter.
    pub(super) fn dutch(&self) -> &'a str {
        self.dutch
    }

    /// The name in both languages.
    pub(super) fn name(&self) -> Option<Bilingual> {
        let dutch = self.reader.required_text("name")?.value;
        Some(in_both(dutch, self.translation.name.as_ref()))
    }

    /// The summary in both languages.
    pub(super) fn summary(&self) -> Option<Bilingual> {
        let dutch = self.reader.required_text("summary")?.value;
        Some(in_both(dutch, self.translation.summary.as_ref()))
    }

    /// The Markdown in both languages.
    pub(super) fn markdown(&self) -> Bilingual {
        in_both(self.dutch.to_owned(), self.translation.markdown.as_ref())
    }
}

fn in_both(dutch: String, english: Option<&String>) -> Bilingual {
    let english = english.unwrap_or(&dutch).clone();
    Bilingual::new(dutch, english)
}

fn translation(files: &PackFiles, path: &str, notes: &Notes) -> Translation {
    let twin = path.strip_suffix(".md").map(|stem| format!("{stem}.en.md")).unwrap_or_default();
    let Some((path, text)) = files.get_key_value(twin.as_str()) else { return Translation::default() };
    let Some(split) = split(path, text, notes) else { return Translation::default() };
    let (table, errors) = DeTable::parse_recoverable(split.toml);
    report_syntax(path, &errors, split.toml_offset, notes);
    let reader = Reader::new(File { path, text }, table.get_ref(), split.toml_offset, notes);
    let read = Translation {
        name: reader.text("name").map(|it| it.value),
        summary: reader.text("summary").map(|it| it.value),
        markdown: (!split.body.is_empty()).then(|| split.body.to_owned()),
    };
    reader.finish();
    read
}

fn split<'a>(path: &Arc<str>, text: &'a str, notes: &Notes) -> Option<FrontMatter<'a>> {
    let FrontMatterError { span, message } = match split_front_matter(text) {
        Ok(split) => return Some(split),
        Err(error) => error,
    };
    let help = "docs/pack-format.md shows a record: TOML between two lines `+++`, then text";
    notes.report(Diagnostic::error(path, span, message).help(help));
    None
}

fn report_syntax(path: &Arc<str>, errors: &[toml::de::Error], offset: usize, notes: &Notes) {
    for error in errors {
        let FrontMatterError { span, message } = toml_error(error, offset);
        notes.report(Diagnostic::error(path, span, message));
    }
}

/// The identifiers of the records in a folder, those that cannot be read included.
pub(super) fn record_ids<'a>(files: &'a PackFiles, folder: &'a str) -> impl Iterator<Item = &'a str> + Clone {
    files.keys().filter_map(move |path| record_id(path, folder))
}

/// `instruments/x.md` in `instruments` gives `x`; translations and other files give nothing.
fn record_id<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let name = file_in(path, folder)?.strip_suffix(".md")?;
    (!name.ends_with(".en") && name != README).then_some(name)
}

/// The name of a file directly inside a folder.
fn file_in<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let name = path.strip_prefix(folder)?.strip_prefix('/')?;
    (!name.contains('/')).then_some(name)
}

fn is_identifier(id: &str) -> bool {
    let allowed = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    id.bytes().all(allowed) && !id.starts_with('-') && !id.ends_with('-')
}

const README: &str = "README";

/// Warns about every file that nothing reads: what stands in it would be lost without a word.
pub(super) fn report_stray(files: &PackFiles, notes: &Notes) {
    for path in files.keys() {
        if let Some(record) = path.strip_suffix(".en.md").map(|stem| format!("{stem}.md")) {
            if !files.contains_key(record.as_str()) {
                let diagnostic =
                    Diagnostic::file_warning(path, format!("a translation of `{record}`, which is not there"));
                notes.report(diagnostic.help("a translation has the name of its record with `.en.md`"));
            }
        } else if !is_read(path) {
            let diagnostic =
                Diagnostic::file_warning(path, format!("`{path}` is not part of a pack: nothing reads it"));
            notes.report(diagnostic.help("docs/pack-format.md lists the files and folders of a pack"));
        }
    }
}

fn is_read(path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else {
        return REQUIRED_FILES.contains(&path)
            || [AID, GOVERNANCE, POPULATION, SIGNALS, SITUATIONS, "README.md"].contains(&path);
    };
    let record_folders = RECORD_FOLDERS.iter().chain(&SUPPORT_FOLDERS).chain(&OTHER_FOLDERS);
    let record_folders = record_folders.chain([&accounts::PERFORMANCES, &accounts::PAGES]);
    let is_record = name.ends_with(".md") && record_folders.into_iter().any(|it| *it == folder);
    let is_table = (name.ends_with(".toml") || name.ends_with(".md")) && TABLE_FOLDERS.contains(&folder);
    let single = [ACTIVITIES, ACTIVITIES_OF_2008, CONNECTIONS, DISTRIBUTION_KEYS];
    is_record || is_table || single.contains(&path) || accounts::TABLES.contains(&path)
}
