//! Reading one TOML table of one file, with a diagnostic for everything that is missing, of the wrong kind, or unknown.
//! Every reader notes which fields were asked for, so that a field nobody asked for is reported with the nearest one
//! that exists.
//!
//! Here: which fields there are, and the tables inside. Single values live in `values`, figures with their qualifier
//! in `figures`, values with a source of their own in `sourced`, the place of a text in the file in `text`. What a field means lives in `load`.

mod figures;
mod notes;
mod sourced;
mod text;
mod values;

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::suggestion::did_you_mean;

pub(crate) use figures::FigureKind;
pub(crate) use notes::{Notes, Reference, Target};
pub(crate) use text::Text;

/// A file of a pack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File<'a> {
    /// Its path relative to the pack.
    pub(crate) path: &'a Arc<str>,
    /// Its text.
    pub(crate) text: &'a str,
}

/// A value with its place in the file.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    /// The value.
    pub(crate) value: T,
    /// The bytes of the file that gave it.
    pub(crate) span: Range<usize>,
}

/// A reader of one table.
pub(crate) struct Reader<'a> {
    file: File<'a>,
    table: &'a DeTable<'a>,
    /// Where a message about the table as a whole points.
    span: Range<usize>,
    /// Where the TOML begins in the file.
    offset: usize,
    notes: &'a Notes,
    asked: RefCell<Vec<&'static str>>,
}

/// One value of a table, as TOML gives it.
type Item<'a> = Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    /// A reader of a whole document whose TOML starts `offset` bytes into the file.
    pub(crate) fn new(file: File<'a>, table: &'a DeTable<'a>, offset: usize, notes: &'a Notes) -> Self {
        let first_line = file.text.lines().next().map_or(0, str::len);
        Reader { file, table, span: 0..first_line, offset, notes, asked: RefCell::default() }
    }

    /// The path of the file being read.
    pub(crate) fn path(&self) -> &Arc<str> {
        self.file.path
    }

    /// Where a message about this table as a whole points: its first field, or the first line of the file.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Reports a diagnostic.
    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.notes.report(diagnostic);
    }

    /// Reports an error at a place of this file.
    pub(crate) fn error(&self, span: Range<usize>, title: impl Into<String>) {
        self.report(Diagnostic::error(self.file.path, span, title));
    }

    /// Reports an error at a place of this file, with advice.
    pub(crate) fn error_with_help(&self, span: Range<usize>, title: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::error(self.file.path, span, title).help(help));
    }

    /// The fields of the table with their places, in the order of the file; for tables whose fields are names.
    pub(crate) fn fields(&self) -> Vec<Placed<String>> {
        let fields = self.table.keys();
        let mut fields: Vec<_> = fields
            .map(|field| Placed { value: field.get_ref().to_string(), span: self.in_file(field.span()) })
            .collect();
        fields.sort_by_key(|field| field.span.start);
        fields
    }

    /// Whether the field is there.
    pub(crate) fn has(&self, field: &'static str) -> bool {
        self.get(field).is_some()
    }

    /// Allows a text that is for people who read the file, and goes no further.
    pub(crate) fn remark(&self, field: &'static str) {
        self.text(field);
    }

    /// A table inside this one.
    pub(crate) fn table(&self, field: &'static str) -> Option<Reader<'a>> {
        self.ask(field);
        self.table_named(field)
    }

    /// A table inside this one whose field is a name.
    pub(crate) fn table_named(&self, field: &str) -> Option<Reader<'a>> {
        let item = self.table.get(field)?;
        match item.get_ref() {
            DeValue::Table(table) => Some(self.inside(table, item.span())),
            _ => self.wrong_kind(field, item, "a table"),
        }
    }

    /// The tables of an array such as `[[version]]`.
    pub(crate) fn tables(&self, field: &'static str) -> Vec<Reader<'a>> {
        self.ask(field);
        self.tables_named(field)
    }

    /// The tables of an array whose field is a name.
    pub(crate) fn tables_named(&self, field: &str) -> Vec<Reader<'a>> {
        let Some(item) = self.table.get(field) else { return Vec::new() };
        let DeValue::Array(items) = item.get_ref() else {
            return self.wrong_kind(field, item, "a list of tables").unwrap_or_default();
        };
        let read = |item: &'a Item<'a>| match item.get_ref() {
            DeValue::Table(table) => Some(self.inside(table, item.span())),
            _ => self.wrong_kind(field, item, "a table"),
        };
        items.iter().filter_map(read).collect()
    }

    /// Reports the fields that nobody asked for. Comes last.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for field in self.table.keys() {
            let name: &str = field.get_ref();
            if !asked.contains(&name) {
                let help = did_you_mean(name, asked.iter().copied());
                self.error_with_help(self.in_file(field.span()), format!("unknown field `{name}`"), help);
            }
        }
    }

    /// Where a part of the file stands; `part` must be cut out of its text.
    pub(crate) fn text_offset(&self, part: &str) -> usize {
        self.file.text.rfind(part).unwrap_or(0)
    }

    /// Where a field stands, when it is there.
    pub(crate) fn field_span(&self, field: &'static str) -> Option<Range<usize>> {
        self.ask(field);
        let (key, _) = self.table.get_key_value(field)?;
        Some(self.in_file(key.span()))
    }

    fn ask(&self, field: &'static str) {
        self.asked.borrow_mut().push(field);
    }

    fn get(&self, field: &'static str) -> Option<&'a Item<'a>> {
        self.ask(field);
        self.table.get(field)
    }

    /// The value of a field that must be there.
    fn required(&self, field: &'static str) -> Option<&'a Item<'a>> {
        let item = self.get(field);
        if item.is_none() {
            self.missing(field);
        }
        item
    }

    fn missing(&self, field: &str) {
        self.error(self.span(), format!("`{field}` is missing"));
    }

    fn wrong_kind<T>(&self, field: &str, item: &Item<'_>, wanted: &str) -> Option<T> {
        let title = format!("`{field}` must be {wanted}");
        let label = format!("this is {}", kind_in_words(item.get_ref()));
        self.report(Diagnostic::error(self.file.path, self.in_file(item.span()), title).label(label));
        None
    }

    fn inside(&self, table: &'a DeTable<'a>, span: Range<usize>) -> Reader<'a> {
        let first_field = table.keys().map(Spanned::span).min_by_key(|it| it.start);
        let span = self.in_file(first_field.unwrap_or(span));
        Reader { span, table, asked: RefCell::default(), ..*self }
    }

    /// A range of the TOML as a range of the file.
    fn in_file(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }
}

fn kind_in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
