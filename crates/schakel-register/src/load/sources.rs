//! Reading the cited sources: `sources.toml` and `sources/*.toml`.

use std::sync::Arc;

use crate::honest::Qualifier;
use crate::load::PackFiles;
use crate::load::files::{each_document, required_document};
use crate::pack::Pack;
use crate::reader::{Notes, Reader};
use crate::source::Source;

/// What a source can be.
const KINDS: [&str; 6] = ["policy", "accounts", "letter", "law", "web", "statistics"];

/// Reads the cited sources.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    required_document(files, "sources.toml", notes, |reader| read_sources(reader, pack));
    each_document(files, "sources", notes, |_, reader| read_sources(reader, pack));
}

fn read_sources(reader: &Reader<'_>, pack: &mut Pack) {
    for field in reader.fields() {
        let Some(entry) = reader.table_named(&field.value) else { continue };
        let source = read_source(&field.value, &entry);
        entry.finish();
        if pack.sources.insert(Arc::clone(&source.id), source).is_some() {
            reader.error(field.span, format!("source `{}` is there twice", field.value));
        }
    }
}

/// A source with mistakes is kept: what cites it is not at fault.
fn read_source(id: &str, entry: &Reader<'_>) -> Source {
    let (date, date_qualifier) = entry.qualified_date("date").unwrap_or((None, Qualifier::Unknown));
    Source {
        id: Arc::from(id),
        title: entry.required_text("title").map(|it| it.value).unwrap_or_default(),
        publisher: entry.text("publisher").map(|it| it.value),
        date,
        date_qualifier,
        url: entry.text("url").map(|it| it.value),
        kind: entry.required_name("kind", &KINDS).map(|it| it.value).unwrap_or_default(),
        note: entry.text("note").map(|it| it.value),
    }
}
