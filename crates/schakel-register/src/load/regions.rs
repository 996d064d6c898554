//! Reading sources, regions and municipalities.

use std::sync::Arc;

use schakel_criteria::{Bilingual, Number};

use crate::honest::Qualifier;
use crate::load::{PackFiles, report_syntax};
use crate::pack::{FrontDoor, Municipality, Pack, Region};
use crate::reader::{File, Notes, Placed, Reader, Target};
use crate::source::{Id, Source};
use toml::de::DeTable;

/// Reads `sources.toml`, `sources/*.toml` and `regions/*.toml`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    for (path, text) in files.iter().filter(|(path, _)| is_toml(path, "sources") || &***path == "sources.toml") {
        with_table(path, text, notes, |reader| read_sources(reader, pack));
    }
    for (path, text) in files.iter().filter(|(path, _)| is_toml(path, "regions")) {
        with_table(path, text, notes, |reader| {
            for entry in reader.tables("region") {
                read_region(&entry, pack);
            }
            for entry in reader.tables("municipality") {
                read_municipality(&entry, pack);
            }
            reader.finish();
        });
    }
}

/// `folder/name.toml`.
pub(super) fn is_toml(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".toml"))
}

/// Reads a TOML file that is known to exist.
pub(super) fn with_table(path: &Arc<str>, text: &str, notes: &Notes, read: impl FnOnce(&Reader<'_>)) {
    let (table, errors) = DeTable::parse_recoverable(text);
    report_syntax(path, &errors, 0, notes);
    let file = File { path, text };
    read(&Reader::new(&file, table.get_ref(), 0, notes));
}

fn read_sources(reader: &Reader<'_>, pack: &mut Pack) {
    for key in reader.keys() {
        let Some(entry) = reader.table_named(&key.value) else { continue };
        let id: Id = Arc::from(key.value.as_str());
        let (date, date_qualifier) = entry.honest_date("date").unwrap_or((None, Qualifier::Unknown));
        let source = Source {
            id: Arc::clone(&id),
            title: entry.required_text("title").map(|it| it.value).unwrap_or_default(),
            publisher: entry.text("publisher").map(|it| it.value),
            date,
            date_qualifier,
            url: entry.text("url").map(|it| it.value),
            kind: entry.required_text("kind").map(|it| it.value).unwrap_or_default(),
            note: entry.text("note").map(|it| it.value),
        };
        entry.finish();
        if pack.sources.insert(id, source).is_some() {
            reader.error(key.span, format!("source `{}` is there twice", key.value));
        }
    }
}

fn read_region(entry: &Reader<'_>, pack: &mut Pack) {
    let id = entry.required_text("id");
    let name = entry.bilingual("name", "name_en");
    let kind = entry.required_text("kind");
    let parts = entry.references("parts", &Target::Area);
    // Identifiers in other lists are for exchange; they are read there.
    let _ = (entry.text("nuts"), entry.text("tooi"), entry.source("source"), entry.text("note"), entry.qualifier());
    entry.finish();
    let (Some(id), Some(name), Some(kind)) = (id, name, kind) else { return };
    if pack.region(&id.value).is_some() {
        entry.error(id.span, format!("region `{}` is there twice", id.value));
        return;
    }
    pack.regions.push(Region { id: Arc::from(id.value), name, kind: kind.value, parts });
}

fn read_municipality(entry: &Reader<'_>, pack: &mut Pack) {
    let id = entry.required_text("id");
    let name = entry.required_text("name");
    let province = entry.reference("province", Target::Area);
    let regions = entry.tables("regions").iter().filter_map(read_membership).collect();
    let front_door = entry.table("front_door").and_then(|door| read_front_door(&door));
    let position = thousandths(entry, "latitude").zip(thousandths(entry, "longitude"));
    let _ = (entry.text("tooi"), entry.source("source"));
    entry.finish();
    let (Some(id), Some(name), Some(province)) = (id, name, province) else { return };
    let municipality =
        Municipality { id: Arc::from(id.value.as_str()), name: name.value, province, regions, front_door, position };
    add_municipality(entry, &id, municipality, pack);
}

fn add_municipality(entry: &Reader<'_>, id: &Placed<String>, municipality: Municipality, pack: &mut Pack) {
    if pack.municipalities.insert(Arc::clone(&municipality.id), municipality).is_some() {
        entry.error(id.span.clone(), format!("municipality `{}` is there twice", id.value));
    }
}

fn read_membership(entry: &Reader<'_>) -> Option<(Id, Qualifier)> {
    let region = entry.reference("id", Target::Area);
    let qualifier = entry.qualifier();
    entry.source("source");
    entry.finish();
    Some((region?, qualifier))
}

fn read_front_door(entry: &Reader<'_>) -> Option<FrontDoor> {
    let organisation = entry.reference("organisation", Target::Organisation);
    let door = (entry.qualifier(), entry.source("source"));
    entry.text("note");
    entry.finish();
    Some(FrontDoor { organisation: organisation?, qualifier: door.0, source: door.1 })
}

/// Degrees as whole thousandths.
fn thousandths(entry: &Reader<'_>, key: &'static str) -> Option<i64> {
    entry.number(key)?.times(Number::whole(1000))?.floor().to_i64()
}

/// A name in both languages from `name` and `name_en`.
pub(super) fn named(entry: &Reader<'_>) -> Bilingual {
    entry.required_text("name");
    entry.bilingual("name", "name_en").unwrap_or_default()
}
