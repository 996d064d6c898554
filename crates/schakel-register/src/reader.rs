//! Reading values out of one TOML table of one file, with a diagnostic for everything that is missing, of the wrong
//! kind, or unknown. Every reader notes which keys were asked for, so that a key nobody asked for is reported with
//! the nearest one that exists.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Number};
use schakel_time::{Date, Period};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::honest::{Honest, Qualifier};
use crate::source::SourceRef;
use crate::suggestion::nearest;

/// What a name in a file must refer to; checked when the whole pack has been read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An organisation.
    Organisation,
    /// A cited source.
    Source,
    /// A region, province, municipality or country.
    Area,
    /// A code of this code list.
    Code(&'static str),
    /// An instrument or facility.
    Support,
    /// Any record.
    Record,
}

/// A name in a file and what it must refer to.
#[derive(Clone, Debug)]
pub struct Reference {
    /// What it must be.
    pub target: Target,
    /// The name as written.
    pub name: String,
    /// The file.
    pub file: Arc<str>,
    /// The bytes of the name.
    pub span: Range<usize>,
}

/// What reading leaves behind: messages, and names to check later.
#[derive(Debug, Default)]
pub struct Notes {
    /// The messages so far.
    pub diagnostics: RefCell<Vec<Diagnostic>>,
    /// The names to check.
    pub references: RefCell<Vec<Reference>>,
}

/// A value with its place in the file.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The bytes of the file that gave it.
    pub span: Range<usize>,
}

/// A file of a pack.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path relative to the pack.
    pub path: &'a Arc<str>,
    /// Its text.
    pub text: &'a str,
}

/// A reader of one table.
pub struct Reader<'a> {
    file: &'a Arc<str>,
    source_text: &'a str,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    offset: usize,
    notes: &'a Notes,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// A reader of a whole document that starts `offset` bytes into the file.
    pub fn new(file: &'a File<'a>, table: &'a DeTable<'a>, offset: usize, notes: &'a Notes) -> Self {
        Reader { file: file.path, source_text: file.text, table, span: offset..offset, offset, notes, asked: RefCell::default() }
    }

    /// The file being read.
    pub fn file(&self) -> &Arc<str> {
        self.file
    }

    /// Where this table begins in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The keys of the table with their places, for tables whose keys are names.
    pub fn keys(&self) -> Vec<Placed<String>> {
        let place = |key: &Spanned<std::borrow::Cow<'_, str>>| Placed {
            value: key.get_ref().to_string(),
            span: self.shift(key.span()),
        };
        let mut keys: Vec<_> = self.table.keys().map(place).collect();
        keys.sort_by_key(|key| key.span.start);
        keys
    }

    /// Reports an error at a place.
    pub fn error(&self, span: Range<usize>, title: impl Into<String>) {
        self.report(Diagnostic::error(self.file, span, title));
    }

    /// Reports a diagnostic.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.notes.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Notes a name that must exist.
    pub fn refer(&self, target: Target, name: &Placed<String>) {
        let reference =
            Reference { target, name: name.value.clone(), file: Arc::clone(self.file), span: name.span.clone() };
        self.notes.references.borrow_mut().push(reference);
    }

    /// Text, when the key is there.
    pub fn text(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(self.placed(value, text.to_string())),
            other => self.wrong_kind(key, value, "text between quotes", other.type_str()),
        }
    }

    /// Text that must be there and not be empty.
    pub fn required_text(&self, key: &'static str) -> Option<Placed<String>> {
        self.required(key)?;
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.error(text.span, format!("`{key}` is empty"));
            return None;
        }
        Some(text)
    }

    /// Text that names something.
    pub fn reference(&self, key: &'static str, target: Target) -> Option<Arc<str>> {
        let name = self.text(key)?;
        self.refer(target, &name);
        Some(Arc::from(name.value))
    }

    /// A Dutch text under `key` and an English one under `key_en`; a missing English text is the Dutch one.
    pub fn bilingual(&self, key: &'static str, key_en: &'static str) -> Option<Bilingual> {
        let dutch = self.text(key);
        let english = self.text(key_en);
        let dutch = dutch?.value;
        let english = english.map_or_else(|| dutch.clone(), |text| text.value);
        Some(Bilingual::new(dutch, english))
    }

    /// Yes or no.
    pub fn bool(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            other => self.wrong_kind(key, value, "true or false", other.type_str()),
        }
    }

    /// A list of texts; a bare text counts as a list of one.
    pub fn texts(&self, key: &'static str) -> Vec<Placed<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let mut found = Vec::new();
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => found.push(self.placed(item, text.to_string())),
                other => drop(self.wrong_kind::<()>(key, item, "a list of texts", other.type_str())),
            }
        }
        found
    }

    /// A list of names that must exist.
    pub fn references(&self, key: &'static str, target: &Target) -> Vec<Arc<str>> {
        let names = self.texts(key);
        names.iter().for_each(|name| self.refer(target.clone(), name));
        names.into_iter().map(|name| Arc::from(name.value)).collect()
    }

    /// Names that may carry a qualifier: a list of texts and of tables with `value`, `qualifier` and `source`, or
    /// one of these alone.
    pub fn qualified(&self, key: &'static str, target: &Target) -> Vec<(Arc<str>, Qualifier)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        items.into_iter().filter_map(|item| self.qualified_name(key, item, target)).collect()
    }

    fn qualified_name(&self, key: &'static str, item: &'a Spanned<DeValue<'a>>, target: &Target) -> Option<(Arc<str>, Qualifier)> {
        match item.get_ref() {
            DeValue::String(text) => {
                self.refer(target.clone(), &self.placed(item, text.to_string()));
                Some((Arc::from(&**text), Qualifier::Exact))
            }
            DeValue::Table(table) => {
                let inner = self.inside(table, item.span());
                let name = inner.required_text("value");
                let qualifier = inner.qualifier();
                inner.source("source");
                inner.finish();
                let name = name?;
                self.refer(target.clone(), &name);
                Some((Arc::from(name.value), qualifier))
            }
            other => self.wrong_kind(key, item, "a name, or a table with `value` and `qualifier`", other.type_str()),
        }
    }

    /// A list of whole numbers.
    pub fn integers(&self, key: &'static str) -> Vec<i64> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_kind::<()>(key, value, "a list of whole numbers", value.get_ref().type_str());
            return Vec::new();
        };
        let number = |item: &Spanned<DeValue<'_>>| item.get_ref().as_integer().and_then(|it| it.as_str().parse().ok());
        items.iter().filter_map(number).collect()
    }

    /// A number, or an amount; decimals are read exactly.
    pub fn number(&self, key: &'static str) -> Option<Number> {
        let value = self.get(key)?;
        self.number_of(key, value)
    }

    /// A whole number of at least nought that fits in 32 bits.
    pub fn count(&self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let whole = self.number_of(key, value)?.to_i64().and_then(|it| u32::try_from(it).ok());
        whole.or_else(|| self.wrong_kind(key, value, "a whole number of nought or more", "another number"))
    }

    /// A figure with its honesty: a bare number, or a table with `value`, `qualifier` and `source`. A percentage is
    /// written as text, `"35%"`.
    pub fn honest(&self, key: &'static str) -> Option<Honest> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => {
                let inner = self.inside(table, value.span());
                let honest = inner.honest_here();
                inner.finish();
                honest
            }
            _ => self.number_of(key, value).map(Honest::exact),
        }
    }

    /// A figure whose `value`, `qualifier` and `source` are keys of this table itself.
    pub fn honest_here(&self) -> Option<Honest> {
        let number = self.number("value");
        let qualifier = self.qualifier();
        let source = self.source("source");
        if number.is_none() && !matches!(qualifier, Qualifier::Unknown | Qualifier::Possible) {
            let diagnostic = Diagnostic::error(self.file, self.span.clone(), "a figure without `value`")
                .help("give the `value`, or `qualifier = \"unknown\"` when the source says that it is not known yet");
            self.report(diagnostic);
            return None;
        }
        Some(Honest { value: number, qualifier, source })
    }

    /// The `qualifier` of this table; exact when there is none.
    pub fn qualifier(&self) -> Qualifier {
        let Some(name) = self.text("qualifier") else { return Qualifier::Exact };
        Qualifier::named(&name.value).unwrap_or_else(|| {
            let names = Qualifier::ALL.iter().map(|(it, _)| *it);
            let title = format!("unknown qualifier `{}`", name.value);
            self.report(Diagnostic::error(self.file, name.span, title).help(known(&name.value, names)));
            Qualifier::Exact
        })
    }

    /// A reference to a source.
    pub fn source(&self, key: &'static str) -> Option<SourceRef> {
        let text = self.text(key)?;
        let source = SourceRef::parse(&text.value);
        let end = (text.span.start + source.id.len()).min(text.span.end);
        self.refer(Target::Source, &Placed { value: source.id.to_string(), span: text.span.start..end });
        Some(source)
    }

    /// A calendar day, written bare or as text.
    pub fn date(&self, key: &'static str) -> Option<Date> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            other => return self.wrong_kind(key, value, "a date such as 2017-04-11", other.type_str()),
        };
        match schakel_time::parse_date(&text) {
            Ok(date) => Some(date),
            Err(error) => {
                self.error(self.inner_span(value), format!("`{text}` is not a date: {error}"));
                None
            }
        }
    }

    /// A calendar day that may have a qualifier: a day, or a table with `value` and `qualifier`.
    pub fn honest_date(&self, key: &'static str) -> Option<(Option<Date>, Qualifier)> {
        if !self.get(key)?.get_ref().is_table() {
            return self.date(key).map(|date| (Some(date), Qualifier::Exact));
        }
        let inner = self.table(key)?;
        let read = (inner.date("value"), inner.qualifier());
        inner.source("source");
        inner.finish();
        Some(read)
    }

    /// Text, or a bare date or moment as its text.
    pub fn text_or_date(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Datetime(moment) => Some(self.placed(value, moment.to_string().replace(' ', "T"))),
            _ => self.text(key),
        }
    }

    /// The bytes of the file for a range of bytes of a text that was written with escapes.
    pub fn escaped_span(&self, text: &Placed<String>, inner: Range<usize>) -> Range<usize> {
        let raw = self.source_text.get(text.span.clone()).unwrap_or("");
        text.span.start + raw_offset(raw, inner.start)..text.span.start + raw_offset(raw, inner.end)
    }

    /// A half-open period such as `"2017-01-01..2019-01-01"`.
    pub fn period(&self, key: &'static str) -> Option<Placed<Period>> {
        let text = self.text(key)?;
        match Period::parse(&text.value) {
            Ok(period) => Some(Placed { value: period, span: text.span }),
            Err(error) => {
                self.error(text.span, format!("`{}` is not a period: {error}", text.value));
                None
            }
        }
    }

    /// A table inside this one.
    pub fn table(&self, key: &'static str) -> Option<Reader<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inside(table, value.span())),
            other => self.wrong_kind(key, value, "a table", other.type_str()),
        }
    }

    /// A table inside this one whose key is not fixed.
    pub fn table_named(&self, key: &str) -> Option<Reader<'a>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inside(table, value.span())),
            other => self.wrong_kind(key, value, "a table", other.type_str()),
        }
    }

    /// The tables of an array such as `[[version]]`.
    pub fn tables(&self, key: &'static str) -> Vec<Reader<'a>> {
        self.asked.borrow_mut().push(key);
        self.tables_named(key)
    }

    /// The tables of an array whose key is not fixed.
    pub fn tables_named(&self, key: &str) -> Vec<Reader<'a>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_kind::<()>(key, value, "a list of tables", value.get_ref().type_str());
            return Vec::new();
        };
        let mut readers = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => readers.push(self.inside(table, item.span())),
                other => drop(self.wrong_kind::<()>(key, item, "a table", other.type_str())),
            }
        }
        readers
    }

    /// Whether the key is there; asking counts.
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.keys() {
            if !asked.iter().any(|it| *it == key.value) {
                let title = format!("unknown field `{}`", key.value);
                let diagnostic = Diagnostic::error(self.file, key.span, title);
                self.report(diagnostic.help(known(&key.value, asked.iter().copied())));
            }
        }
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn required(&self, key: &'static str) -> Option<()> {
        if self.get(key).is_some() {
            return Some(());
        }
        let title = format!("`{key}` is missing");
        self.report(Diagnostic::error(self.file, self.span.clone(), title).label(format!("needs `{key}`")));
        None
    }

    fn inside(&self, table: &'a DeTable<'a>, span: Range<usize>) -> Reader<'a> {
        let span = self.shift(span);
        let first_key = table.keys().map(|key| self.shift(key.span())).min_by_key(|it| it.start);
        let span = first_key.unwrap_or(span);
        let (file, source_text, offset, notes) = (self.file, self.source_text, self.offset, self.notes);
        Reader { file, source_text, table, span, offset, notes, asked: RefCell::default() }
    }

    fn number_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Number> {
        let parsed = match value.get_ref() {
            DeValue::Integer(integer) => Number::parse(&integer.to_string()),
            DeValue::Float(float) => Number::parse(float.as_str()),
            DeValue::String(text) => text.strip_suffix('%').and_then(percentage),
            _ => None,
        };
        parsed.or_else(|| self.wrong_kind(key, value, "a number such as 25000, or a percentage such as \"35%\"", value.get_ref().type_str()))
    }

    fn wrong_kind<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, found: &str) -> Option<T> {
        let title = format!("`{key}` must be {wanted}");
        let span = self.shift(value.span());
        self.report(Diagnostic::error(self.file, span, title).label(format!("this is: {found}")));
        None
    }

    fn placed<T>(&self, value: &Spanned<DeValue<'_>>, inner: T) -> Placed<T> {
        Placed { value: inner, span: self.inner_span(value) }
    }

    /// The bytes of a value without the quotes around a text.
    fn inner_span(&self, value: &Spanned<DeValue<'_>>) -> Range<usize> {
        let span = self.shift(value.span());
        match value.get_ref() {
            DeValue::String(text) if span.len() >= text.len() + 2 => {
                let quotes = if span.len() >= text.len() + 6 && !text.contains('\\') && text.contains('\n') { 3 } else { 1 };
                span.start + quotes..span.end - quotes
            }
            _ => span,
        }
    }

    fn shift(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }
}

/// "did you mean" when something is near, else what exists.
pub fn known<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let mut list: Vec<_> = names.take(NAMES_SHOWN_MAX).map(|it| format!("`{it}`")).collect();
            list.sort();
            list.dedup();
            format!("known here: {}", list.join(", "))
        }
    }
}

/// Names listed in advice: what a reader takes in at a glance.
const NAMES_SHOWN_MAX: usize = 40;

/// How many bytes of a text as written give its first `decoded` bytes.
fn raw_offset(raw: &str, decoded: usize) -> usize {
    let (mut at, mut made) = (0, 0);
    let mut characters = raw.chars();
    while made < decoded {
        let Some(character) = characters.next() else { break };
        at += character.len_utf8();
        if character != '\\' {
            made += character.len_utf8();
            continue;
        }
        let Some(escape) = characters.next() else { break };
        let digits = match escape {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let code: String = characters.by_ref().take(digits).collect();
        at += escape.len_utf8() + code.len();
        let written = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
        made += written.map_or(1, char::len_utf8);
    }
    at
}

fn percentage(text: &str) -> Option<Number> {
    Number::parse(text.trim()).and_then(|number| number.divided_by(Number::whole(100)))
}
