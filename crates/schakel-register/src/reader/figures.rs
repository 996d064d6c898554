//! Reading figures and names with their honesty: the qualifier that the source gives them, and the source.

use schakel_criteria::Number;
use schakel_time::Date;
use toml::de::DeValue;

use crate::honest::{Honest, Qualifier};
use crate::reader::values::plain_number;
use crate::reader::{Item, Placed, Reader, Target};
use crate::source::Id;
use crate::suggestion::did_you_mean;

/// What kind of figure a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureKind {
    /// Euros: nought or more, at most two decimals.
    Amount,
    /// A share, written as a percentage: `"35%"`.
    Share,
    /// Whatever a source counts: a number, or a percentage.
    Any,
}

impl<'a> Reader<'a> {
    /// A figure: a bare value, or a table with `value`, `qualifier` and `source`.
    pub(crate) fn honest(&self, field: &'static str, kind: FigureKind) -> Option<Placed<Honest>> {
        let item = self.get(field)?;
        let span = self.in_file(item.span());
        let DeValue::Table(table) = item.get_ref() else {
            let value = Honest::exact(self.figure(field, item, kind)?);
            return Some(Placed { value, span });
        };
        let inner = self.inside(table, item.span());
        let honest = inner.honest_here(kind);
        inner.finish();
        honest.map(|value| Placed { value, span })
    }

    /// A figure whose `value`, `qualifier` and `source` are fields of this table itself.
    pub(crate) fn honest_here(&self, kind: FigureKind) -> Option<Honest> {
        let item = self.get("value");
        let number = item.map(|item| self.figure("value", item, kind));
        let qualifier = self.qualifier();
        let source = self.source("source");
        let value = match number {
            Some(_) if qualifier == Qualifier::Unknown => {
                let help = "leave out `value`, or give the qualifier that the source gives";
                self.error_with_help(self.span(), "a figure that is not known has no `value`", help);
                return None;
            }
            Some(number) => Some(number?),
            None if matches!(qualifier, Qualifier::Unknown | Qualifier::Possible) => None,
            None => {
                let help =
                    "give the `value`, or `qualifier = \"unknown\"` when the source says that it is not known yet";
                self.error_with_help(self.span(), "a figure without `value`", help);
                return None;
            }
        };
        Some(Honest { value, qualifier, source })
    }

    /// The `qualifier` of this table; exact when there is none.
    pub(crate) fn qualifier(&self) -> Qualifier {
        let Some(name) = self.text("qualifier") else { return Qualifier::Exact };
        Qualifier::named(&name.value).unwrap_or_else(|| {
            let help = did_you_mean(&name.value, Qualifier::ALL.iter().map(|(it, _)| *it));
            self.error_with_help(name.span, format!("unknown qualifier `{}`", name.value), help);
            Qualifier::Exact
        })
    }

    /// Names that may carry a qualifier: a list of texts and of tables with `value`, `qualifier` and `source`, or one
    /// of these by itself.
    pub(crate) fn qualified(&self, field: &'static str, target: Target) -> Vec<(Id, Qualifier)> {
        self.items(field).into_iter().filter_map(|item| self.qualified_name(field, item, target)).collect()
    }

    /// A calendar day that may carry a qualifier: a day, or a table with `value`, `qualifier` and `source`.
    pub(crate) fn qualified_date(&self, field: &'static str) -> Option<(Option<Date>, Qualifier)> {
        if !self.get(field)?.get_ref().is_table() {
            return self.date(field).map(|date| (Some(date), Qualifier::Exact));
        }
        let inner = self.table(field)?;
        let read = (inner.date("value"), inner.qualifier());
        inner.source("source");
        inner.finish();
        Some(read)
    }

    fn qualified_name(&self, field: &'static str, item: &'a Item<'a>, target: Target) -> Option<(Id, Qualifier)> {
        let DeValue::Table(table) = item.get_ref() else {
            let name = self.text_of(field, item, "a name, or a table with `value` and `qualifier`")?;
            return Some((self.refer(target, &name.value, name.span), Qualifier::Exact));
        };
        let inner = self.inside(table, item.span());
        let name = inner.required_reference("value", target);
        let qualifier = inner.qualifier();
        inner.source("source");
        inner.finish();
        Some((name?, qualifier))
    }

    fn figure(&self, field: &'static str, item: &Item<'_>, kind: FigureKind) -> Option<Number> {
        let number = plain_number(item.get_ref());
        let share = match item.get_ref() {
            DeValue::String(text) => text.strip_suffix('%').and_then(hundredth),
            _ => None,
        };
        let (found, wanted) = match kind {
            FigureKind::Amount => (number, "an amount in euros such as 25000 or 3750.50"),
            FigureKind::Share => (share, "a percentage as text, such as \"35%\""),
            FigureKind::Any => (number.or(share), "a number such as 25000, or a percentage such as \"35%\""),
        };
        let Some(found) = found else { return self.wrong_kind(field, item, wanted) };
        if let Some(problem) = out_of_range(found, kind) {
            self.error(self.in_file(item.span()), format!("`{field}` {problem}"));
            return None;
        }
        Some(found)
    }
}

fn out_of_range(number: Number, kind: FigureKind) -> Option<&'static str> {
    let is_whole_cents = number.times(Number::whole(100)).is_some_and(Number::is_whole);
    match kind {
        FigureKind::Any => None,
        _ if number.is_negative() => Some("is below nought"),
        FigureKind::Amount => (!is_whole_cents).then_some("has more than two decimals"),
        FigureKind::Share => (number > Number::ONE).then_some("is above 100%"),
    }
}

fn hundredth(text: &str) -> Option<Number> {
    Number::parse(text.trim()).and_then(|number| number.divided_by(Number::whole(100)))
}
