//! Reading figures that follow from other figures, and relations between figures.

use std::sync::Arc;

use schakel_criteria::{Bilingual, FactDefinition, FactId, Number, Type, Vocabulary};

use crate::account::{Input, Quantity, Relation, Selection};
use crate::load::files::RECORD_FOLDERS;
use crate::load::rules::checked_with;
use crate::reader::{Reader, Target, Text};
use crate::source::Id;

pub(super) fn read_quantity(entry: &Reader<'_>) -> Option<(Id, Quantity)> {
    let id = entry.required_text("id");
    let label = entry.required_bilingual("label", "label_en");
    let unit = entry.bilingual("unit", "unit_en").unwrap_or_default();
    let (names, inputs) = read_inputs(entry);
    let rule = entry.required_text("rule");
    let rule = checked_with(&rule?, &Type::Number, entry, &names);
    let id: Id = Arc::from(id?.value);
    Some((Arc::clone(&id), Quantity { id, label: label?, unit, inputs, names, rule: rule? }))
}

pub(super) fn read_relation(entry: &Reader<'_>) -> Option<Relation> {
    let id = entry.required_text("id");
    let text = entry.required_bilingual("text", "text_en");
    let (names, inputs) = read_inputs(entry);
    let rule = entry.required_text("rule");
    let performances = entry.references("performances", Target::Performance);
    let source = entry.source("source");
    let rule = rule.and_then(|rule| checked_with(&rule, &Type::Bool, entry, &names));
    entry.finish();
    let id: Id = Arc::from(id?.value);
    let file = Arc::clone(entry.path());
    Some(Relation { id, text: text?, inputs, names, rule: rule?, performances, source, file })
}

/// The inputs of a rule, each under the name that the rule gives it.
fn read_inputs(entry: &Reader<'_>) -> (Vocabulary, Vec<(FactId, Input)>) {
    let mut names = Vocabulary::new();
    let mut inputs = Vec::new();
    for inner in entry.tables("input") {
        let name = inner.required_text("name");
        let input = read_input(&inner);
        inner.finish();
        let (Some(name), Some(input)) = (name, input) else { continue };
        match names.add_fact(number_named(&name)) {
            Some(fact) => inputs.push((fact, input)),
            None => entry.error(name.span, format!("input `{}` is there twice", name.value)),
        }
    }
    (names, inputs)
}

fn number_named(name: &Text) -> FactDefinition {
    FactDefinition {
        id: Arc::from(name.value.as_str()),
        fact_type: Type::Number,
        name: Bilingual::new(name.value.as_str(), name.value.as_str()),
        minimum: None,
        maximum: None,
        step: Number::ONE,
        whole: false,
        immutable: false,
        derivation: None,
    }
}

fn read_input(entry: &Reader<'_>) -> Option<Input> {
    if entry.has("figure") {
        return entry.reference("figure", Target::Figure).map(Input::Figure);
    }
    if entry.has("quantity") {
        return entry.reference("quantity", Target::Quantity).map(Input::Quantity);
    }
    if entry.has("indicator") {
        let (indicator, year) = (entry.reference("indicator", Target::Indicator), year(entry));
        return Some(Input::Result { indicator: indicator?, year: year? });
    }
    if entry.has("budgets") {
        let record = entry.reference("budgets", Target::Record);
        let funder = entry.reference("funder", Target::Organisation);
        let is_firm = entry.flag("firm");
        return Some(Input::Budgets { record: record?, funder, is_firm });
    }
    if entry.has("items") {
        return entry.reference("items", Target::Figure).map(Input::Items);
    }
    if entry.has("themes_of") {
        let landsdeel = entry.reference("themes_of", Target::Area);
        let role = entry.required_text("role");
        let place = entry.text("place").map(|it| it.value);
        return Some(Input::Themes { landsdeel: landsdeel?, role: role?.value, place });
    }
    if entry.has("achieved") {
        let (performance, year) = (entry.reference("achieved", Target::Performance), year(entry));
        return Some(Input::Achieved { performance: performance?, year: year? });
    }
    if entry.has("targets") {
        return entry.reference("targets", Target::Performance).map(Input::Targets);
    }
    if entry.has("same_pot") {
        return Some(Input::SamePot(entry.references("same_pot", Target::Figure)));
    }
    if ["balance_of", "result_of", "reserve"].iter().any(|field| entry.has(field)) {
        return read_money(entry);
    }
    read_counted(entry)
}

/// An input that the books give.
fn read_money(entry: &Reader<'_>) -> Option<Input> {
    let year = year(entry);
    if entry.has("balance_of") {
        let performance = entry.reference("balance_of", Target::Performance);
        return Some(Input::Balance { performance: performance?, year: year? });
    }
    let performance = entry.reference("performance", Target::Performance);
    if entry.has("reserve") {
        let reserve = entry.reference("reserve", Target::Record);
        return Some(Input::ReserveNet { reserve: reserve?, performance, year: year? });
    }
    let programme = entry.reference("result_of", Target::Record);
    Some(Input::ProgrammeResult { performance: performance?, programme: programme?, year: year? })
}

/// An input that counts records or adds them up.
fn read_counted(entry: &Reader<'_>) -> Option<Input> {
    if entry.has("parts") {
        return entry.reference("parts", Target::Area).map(Input::Parts);
    }
    if entry.has("actions") {
        return entry.reference("actions", Target::Performance).map(Input::Actions);
    }
    if entry.has("from") {
        let (from, to) = (entry.date("from"), entry.required_date("to"));
        return Some(Input::Days { from: from?, to: to? });
    }
    if entry.has("sum") {
        let figure = entry.required_text("sum");
        let of = read_selection(entry, "folder");
        return Some(Input::Sum { figure: Arc::from(figure?.value), of: of? });
    }
    if entry.has("count") {
        return read_selection(entry, "count").map(Input::Count);
    }
    let help = "give one of `figure`, `quantity`, `indicator`, `same_pot`, `balance_of`, `result_of`, `reserve`, `achieved`, `targets`, `count`, `sum`, `budgets`, `items`, `themes_of`, `parts`, `actions` or `from` and `to`";
    entry.error_with_help(entry.span(), "an input that says not where it comes from", help);
    None
}

fn read_selection(entry: &Reader<'_>, folder: &'static str) -> Option<Selection> {
    let folder = entry.required_name(folder, &RECORD_FOLDERS);
    let kind = entry.reference("kind", Target::Code("kinds"));
    let part_of = entry.reference("part_of", Target::Record);
    let named = entry.references("named", Target::Record);
    Some(Selection { folder: folder?.value, kind, part_of, named })
}

/// A year of four digits.
pub(super) fn year(entry: &Reader<'_>) -> Option<i16> {
    let year = entry.count("year");
    let read = year.and_then(|it| i16::try_from(it).ok()).filter(|it| (1900..=9999).contains(it));
    if read.is_none() {
        entry.error_with_help(entry.span(), "`year` is missing or is no year", "write `year = 2017`");
    }
    read
}
