//! Reading single values of a table: text, names, yes or no, counts, dates and periods.

use std::error::Error;
use std::ops::Range;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Number};
use schakel_time::{Date, DateTime, Period, parse_date};
use toml::de::DeValue;

use crate::reader::{Item, Placed, Reader, Reference, Target, Text};
use crate::source::{Id, SourceRef};
use crate::suggestion::did_you_mean;

impl<'a> Reader<'a> {
    /// Text, when the field is there.
    pub(crate) fn text(&self, field: &'static str) -> Option<Text> {
        let item = self.get(field)?;
        self.text_of(field, item, "text between quotes")
    }

    /// Text that must be there and not be empty.
    pub(crate) fn required_text(&self, field: &'static str) -> Option<Text> {
        let item = self.required(field)?;
        let text = self.text_of(field, item, "text between quotes")?;
        if text.value.trim().is_empty() {
            self.error(self.in_file(item.span()), format!("`{field}` is empty"));
            return None;
        }
        Some(text)
    }

    /// Text that must be one of these names.
    pub(crate) fn required_name(&self, field: &'static str, names: &[&str]) -> Option<Text> {
        let text = self.required_text(field)?;
        if names.contains(&text.value.as_str()) {
            return Some(text);
        }
        let help = did_you_mean(&text.value, names.iter().copied());
        self.error_with_help(text.span, format!("unknown {field} `{}`", text.value), help);
        None
    }

    /// A list of texts; a bare text counts as a list of one.
    pub(crate) fn texts(&self, field: &'static str) -> Vec<Text> {
        let read = |item| self.text_of(field, item, "a list of texts");
        self.items(field).into_iter().filter_map(read).collect()
    }

    /// A list of texts without their places.
    pub(crate) fn strings(&self, field: &'static str) -> Vec<String> {
        self.texts(field).into_iter().map(|text| text.value).collect()
    }

    /// A Dutch text under `field` and an English one under `field_en`; a missing English text is the Dutch one.
    pub(crate) fn bilingual(&self, field: &'static str, field_en: &'static str) -> Option<Bilingual> {
        let dutch = self.text(field);
        self.with_english(dutch, field_en)
    }

    /// The same, when the Dutch text must be there.
    pub(crate) fn required_bilingual(&self, field: &'static str, field_en: &'static str) -> Option<Bilingual> {
        let dutch = self.required_text(field);
        self.with_english(dutch, field_en)
    }

    /// Text that names something.
    pub(crate) fn reference(&self, field: &'static str, target: Target) -> Option<Id> {
        let name = self.text(field)?;
        Some(self.refer(target, &name.value, name.span))
    }

    /// Text that names something and must be there.
    pub(crate) fn required_reference(&self, field: &'static str, target: Target) -> Option<Id> {
        let name = self.required_text(field)?;
        Some(self.refer(target, &name.value, name.span))
    }

    /// A list of texts that each name something.
    pub(crate) fn references(&self, field: &'static str, target: Target) -> Vec<Id> {
        self.texts(field).into_iter().map(|name| self.refer(target, &name.value, name.span)).collect()
    }

    /// A reference to a source.
    pub(crate) fn source(&self, field: &'static str) -> Option<SourceRef> {
        self.text(field).map(|text| self.source_of(&text))
    }

    /// A reference to a source that must be there.
    pub(crate) fn required_source(&self, field: &'static str) -> Option<SourceRef> {
        self.required_text(field).map(|text| self.source_of(&text))
    }

    /// Yes or no; no when the field is not there.
    pub(crate) fn flag(&self, field: &'static str) -> bool {
        let Some(item) = self.get(field) else { return false };
        match item.get_ref() {
            DeValue::Boolean(truth) => *truth,
            _ => self.wrong_kind(field, item, "true or false").unwrap_or(false),
        }
    }

    /// A number.
    pub(crate) fn number(&self, field: &'static str) -> Option<Number> {
        self.placed_number(field).map(|number| number.value)
    }

    /// A number that must be there.
    pub(crate) fn required_number(&self, field: &'static str) -> Option<Number> {
        self.required(field)?;
        self.number(field)
    }

    /// A number with its place.
    pub(crate) fn placed_number(&self, field: &'static str) -> Option<Placed<Number>> {
        let item = self.get(field)?;
        match plain_number(item.get_ref()) {
            Some(value) => Some(Placed { value, span: self.in_file(item.span()) }),
            None => self.wrong_kind(field, item, "a number such as 25000"),
        }
    }

    /// A whole number of at least nought that fits in 32 bits.
    pub(crate) fn count(&self, field: &'static str) -> Option<u32> {
        let item = self.get(field)?;
        let count = plain_number(item.get_ref()).and_then(Number::to_i64).and_then(|it| u32::try_from(it).ok());
        count.or_else(|| self.wrong_kind(field, item, "a whole number of nought or more"))
    }

    /// A list of row numbers.
    pub(crate) fn rows(&self, field: &'static str) -> Vec<i64> {
        let read = |item: &'a Item<'a>| {
            let row = plain_number(item.get_ref()).and_then(Number::to_i64);
            row.or_else(|| self.wrong_kind(field, item, "a list of whole numbers"))
        };
        self.items(field).into_iter().filter_map(read).collect()
    }

    /// A calendar day, written bare or as text.
    pub(crate) fn date(&self, field: &'static str) -> Option<Date> {
        let item = self.get(field)?;
        let Some(text) = self.moment_text(item) else {
            return self.wrong_kind(field, item, "a date such as 2017-04-11");
        };
        match parse_date(&text.value) {
            Ok(date) => Some(date),
            Err(error) => {
                self.error(text.span, error.to_string());
                None
            }
        }
    }

    /// A calendar day that must be there.
    pub(crate) fn required_date(&self, field: &'static str) -> Option<Date> {
        self.required(field)?;
        self.date(field)
    }

    /// A day, or a day and a time, bare or as text. A closing day without a time counts whole, so it ends at the
    /// beginning of the next day.
    pub(crate) fn moment(&self, field: &'static str, closing: bool) -> Option<DateTime> {
        let item = self.get(field)?;
        let Some(text) = self.moment_text(item) else {
            return self.wrong_kind(field, item, "a day such as 2017-04-11, or a day and a time");
        };
        let moment = match text.value.split_once(['T', ' ']) {
            Some(_) => text.value.parse::<DateTime>().ok(),
            None => {
                let day = parse_date(&text.value).ok();
                let day = if closing { day.and_then(|day| day.tomorrow().ok()) } else { day };
                day.map(|day| day.at(0, 0, 0, 0))
            }
        };
        if moment.is_none() {
            let help = "write a day, `2017-04-11`, or a day and a time, `2017-04-11T09:00`";
            self.error_with_help(text.span, format!("`{}` is not a moment", text.value), help);
        }
        moment
    }

    /// A half-open period such as `"2017-01-01..2019-01-01"`.
    pub(crate) fn period(&self, field: &'static str) -> Option<Placed<Period>> {
        let text = self.text(field)?;
        self.period_of(text)
    }

    /// A period that must be there.
    pub(crate) fn required_period(&self, field: &'static str) -> Option<Placed<Period>> {
        let text = self.required_text(field)?;
        self.period_of(text)
    }

    /// Notes a name that must turn out to exist.
    pub(crate) fn refer(&self, target: Target, name: &str, span: Range<usize>) -> Id {
        let name: Id = Arc::from(name);
        self.notes.refer(Reference { target, name: Arc::clone(&name), file: Arc::clone(self.file.path), span });
        name
    }

    /// The items of a list; a value by itself counts as a list of one.
    pub(super) fn items(&self, field: &'static str) -> Vec<&'a Item<'a>> {
        let Some(item) = self.get(field) else { return Vec::new() };
        match item.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![item],
        }
    }

    pub(super) fn text_of(&self, field: &str, item: &Item<'_>, wanted: &str) -> Option<Text> {
        match item.get_ref() {
            DeValue::String(text) => Some(self.placed_text(text, item)),
            _ => self.wrong_kind(field, item, wanted),
        }
    }

    fn placed_text(&self, value: &str, item: &Item<'_>) -> Text {
        let span = self.in_file(item.span());
        let literal = self.file.text.get(span.clone()).unwrap_or("");
        Text::new(value, literal, span.start)
    }

    fn with_english(&self, dutch: Option<Text>, field_en: &'static str) -> Option<Bilingual> {
        let english = self.text(field_en);
        let dutch = dutch?.value;
        let english = english.map_or_else(|| dutch.clone(), |text| text.value);
        Some(Bilingual::new(dutch, english))
    }

    fn source_of(&self, text: &Text) -> SourceRef {
        let source = SourceRef::parse(&text.value);
        let start = text.value.find(|it: char| !it.is_whitespace()).unwrap_or(0);
        self.refer(Target::Source, &source.id, text.part(start..start + source.id.len()));
        source
    }

    /// A text or a bare date as text.
    fn moment_text(&self, item: &Item<'_>) -> Option<Text> {
        match item.get_ref() {
            DeValue::Datetime(moment) => Some(self.placed_text(&moment.to_string(), item)),
            DeValue::String(text) => Some(self.placed_text(text, item)),
            _ => None,
        }
    }

    fn period_of(&self, text: Text) -> Option<Placed<Period>> {
        match Period::parse(&text.value) {
            Ok(period) => Some(Placed { value: period, span: text.span }),
            Err(error) => {
                // What is wrong with one of the dates says more than that one of them is wrong.
                let told = error.source().map_or_else(|| error.to_string(), |cause| cause.to_string());
                self.error(text.span, told);
                None
            }
        }
    }
}

/// A number as TOML writes it; decimals are read exactly.
pub(super) fn plain_number(value: &DeValue<'_>) -> Option<Number> {
    match value {
        DeValue::Integer(integer) => Number::parse(&integer.to_string()),
        DeValue::Float(float) => Number::parse(float.as_str()),
        _ => None,
    }
}
