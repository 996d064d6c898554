//! Reading code lists: `codes/*.toml`, the activity codes (SBI) and their predecessors of 2008, and the lists that
//! follow from the regions.

use std::collections::HashSet;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Code, CodeList};

use crate::diagnostic::Diagnostic;
use crate::load::PackFiles;
use crate::load::files::{ACTIVITIES, ACTIVITIES_OF_2008, each_document};
use crate::pack::Pack;
use crate::reader::{Notes, Placed, Reader};
use crate::source::Id;
use crate::suggestion::did_you_mean;

/// The name of the list of activity codes.
pub(crate) const ACTIVITY_LIST: &str = "sbi";

/// The lists of provinces and municipalities, which follow from `regions/`.
const AREA_LISTS: [&str; 2] = ["provinces", "municipalities"];

/// Reads the code lists.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    each_document(files, "codes", notes, |name, reader| {
        if AREA_LISTS.contains(&name) {
            let title = format!("the list `{name}` follows from the regions");
            reader.error_with_help(reader.span(), title, "put the codes in `regions/`");
            return;
        }
        pack.vocabulary.add_code_list(name, read_list(reader));
    });
    if let Some((path, text)) = files.get_key_value(ACTIVITIES) {
        let rows = csv_rows(path, text, &["code", "name", "name_en"], notes);
        pack.vocabulary.add_code_list(ACTIVITY_LIST, CodeList::new(activities(&rows)));
    }
    if let Some((path, text)) = files.get_key_value(ACTIVITIES_OF_2008) {
        let rows = csv_rows(path, text, &["sbi_2008", "sbi_2025"], notes);
        pack.sbi_2008 = rows.iter().filter_map(|row| Some((field(row, 0)?, field(row, 1)?))).collect();
        report_unknown_activities(path, &rows, pack, notes);
    }
    add_area_lists(pack);
}

/// A code without a name is kept: what uses it is not at fault.
fn read_list(reader: &Reader<'_>) -> CodeList {
    let mut seen = HashSet::new();
    let mut codes = Vec::new();
    let mut parents = Vec::new();
    for entry in reader.tables("code") {
        let id = entry.required_text("id");
        let name = entry.required_bilingual("name", "name_en");
        let parent = entry.text("parent");
        entry.remark("description");
        entry.remark("description_en");
        entry.source("source");
        entry.finish();
        let parent_id = parent.as_ref().map(|it| Arc::from(it.value.as_str()));
        parents.extend(parent);
        let Some(id) = id else { continue };
        if !seen.insert(id.value.clone()) {
            entry.error(id.span, format!("code `{}` is there twice", id.value));
            continue;
        }
        let name = name.unwrap_or_else(|| Bilingual::new(id.value.as_str(), id.value.as_str()));
        codes.push(Code { id: Arc::from(id.value), name, parent: parent_id });
    }
    reader.remark("title");
    reader.remark("title_en");
    reader.source("source");
    reader.finish();
    for parent in parents.into_iter().filter(|parent| !seen.contains(&parent.value)) {
        let help = did_you_mean(&parent.value, seen.iter().map(String::as_str));
        reader.error_with_help(parent.span, format!("unknown parent `{}`", parent.value), help);
    }
    CodeList::new(codes)
}

/// The rows of a CSV file whose first line is `header`.
fn csv_rows(path: &Arc<str>, text: &str, header: &[&str], notes: &Notes) -> Vec<Placed<csv::StringRecord>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    if reader.headers().is_ok_and(|found| found != header) {
        let first_line = 0..text.lines().next().map_or(0, str::len);
        let title = format!("the first line must be `{}`", header.join(","));
        notes.report(Diagnostic::error(path, first_line, title));
        return Vec::new();
    }
    let mut rows = Vec::new();
    for row in reader.into_records() {
        let position = |it: Option<&csv::Position>| it.and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or(0);
        match row {
            Ok(value) => rows.push(Placed { span: line_at(text, position(value.position())), value }),
            Err(error) => {
                let title = format!("this line does not have the fields `{}`", header.join(","));
                notes.report(Diagnostic::error(path, line_at(text, position(error.position())), title));
            }
        }
    }
    rows
}

/// The line that begins at this byte; the position of a row may lie on the line break before it.
fn line_at(text: &str, start: usize) -> std::ops::Range<usize> {
    let rest = text.get(start..).unwrap_or("");
    let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let line = text.get(start..).unwrap_or("").lines().next().unwrap_or("");
    start..start + line.len()
}

fn field(row: &Placed<csv::StringRecord>, index: usize) -> Option<Id> {
    row.value.get(index).filter(|it| !it.is_empty()).map(Arc::from)
}

/// The standard business classification (SBI) is a tree: a code of three digits or more lies under the code without
/// its last digit; a division of two digits under the section letter printed before it.
fn activities(rows: &[Placed<csv::StringRecord>]) -> Vec<Code> {
    let mut section: Option<Id> = None;
    let mut codes = Vec::new();
    for row in rows {
        let (Some(id), Some(dutch)) = (field(row, 0), field(row, 1)) else { continue };
        let english = field(row, 2).unwrap_or_else(|| Arc::clone(&dutch));
        let is_section = id.bytes().all(|it| it.is_ascii_alphabetic());
        let parent = match id.len() {
            _ if is_section => None,
            0..=2 => section.clone(),
            length => id.get(..length - 1).map(Arc::from),
        };
        if is_section {
            section = Some(Arc::clone(&id));
        }
        codes.push(Code { id, name: Bilingual::new(&*dutch, &*english), parent });
    }
    codes
}

fn report_unknown_activities(path: &Arc<str>, rows: &[Placed<csv::StringRecord>], pack: &Pack, notes: &Notes) {
    let Some(activities) = pack.vocabulary.code_list(ACTIVITY_LIST) else { return };
    for row in rows {
        let current = row.value.get(1).unwrap_or("");
        if activities.get(current).is_none() {
            let title = format!("activity code `{current}` is not in `{ACTIVITIES}`");
            notes.report(Diagnostic::error(path, row.span.clone(), title));
        }
    }
}

/// Provinces and municipalities are code lists too: rules name them.
fn add_area_lists(pack: &mut Pack) {
    let provinces = pack.regions.iter().filter(|region| region.is_province());
    let provinces =
        provinces.map(|region| Code { id: Arc::clone(&region.id), name: region.name.clone(), parent: None });
    let provinces = CodeList::new(provinces.collect());
    let municipalities = pack.municipalities.values().map(|it| Code {
        id: Arc::clone(&it.id),
        name: Bilingual::new(it.name.as_str(), it.name.as_str()),
        parent: Some(Arc::clone(&it.province)),
    });
    let municipalities = CodeList::new(municipalities.collect());
    let [province_list, municipality_list] = AREA_LISTS;
    pack.vocabulary.add_code_list(province_list, provinces);
    pack.vocabulary.add_code_list(municipality_list, municipalities);
}
