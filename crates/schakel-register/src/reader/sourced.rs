//! Reading values that may carry a source of their own, and values from a short list of names.

use toml::de::DeValue;

use crate::reader::Reader;
use crate::round::Sourced;
use crate::source::SourceRef;
use crate::suggestion::did_you_mean;

impl<'a> Reader<'a> {
    /// A value by itself, or a table with `value` and `source`. `read` reads the field that holds the value; without a
    /// source of its own it has the one that is given.
    pub(crate) fn sourced<T>(
        &self,
        field: &'static str,
        source: Option<&SourceRef>,
        read: impl Fn(&Reader<'a>, &'static str) -> Option<T>,
    ) -> Option<Sourced<T>> {
        let item = self.get(field)?;
        let DeValue::Table(table) = item.get_ref() else {
            let value = read(self, field);
            return Some(Sourced { value: value?, source: source?.clone() });
        };
        let inner = self.inside(table, item.span());
        if !inner.has("value") {
            inner.missing("value");
        }
        let value = read(&inner, "value");
        let source = inner.source("source").or_else(|| source.cloned());
        inner.finish();
        Some(Sourced { value: value?, source: source? })
    }

    /// A value that is one of these names.
    pub(crate) fn choice<T: Copy>(&self, field: &'static str, names: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(field)?;
        let found = names.iter().find(|(name, _)| *name == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let help = did_you_mean(&text.value, names.iter().map(|(name, _)| *name));
            self.error_with_help(text.span, format!("unknown {field} `{}`", text.value), help);
        }
        found
    }

    /// The same, when the field must be there.
    pub(crate) fn required_choice<T: Copy>(&self, field: &'static str, names: &[(&'static str, T)]) -> Option<T> {
        self.required(field)?;
        self.choice(field, names)
    }
}
