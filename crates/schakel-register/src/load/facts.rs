//! Reading thresholds and facts into the vocabulary that rules are checked against.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Derivation, FactDefinition, FactId, Number, Threshold, Type, derivation_circle};

use crate::load::PackFiles;
use crate::load::files::required_document;
use crate::load::rules::checked;
use crate::pack::{Constraint, FactDetails, Pack};
use crate::reader::{Notes, Placed, Reader, Text};
use crate::source::Id;
use crate::suggestion::did_you_mean;

/// Types of facts, as written in a pack.
const TYPES: [&str; 8] = ["bool", "number", "integer", "money", "date", "code", "codes", "text"];

/// The effort of answering a question: from known by heart to look it up.
const COSTS: std::ops::RangeInclusive<u32> = 1..=5;

/// The field of `facts.toml` that is no fact.
const CONSTRAINT: &str = "constraint";

/// Reads `thresholds.toml` and `facts.toml`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    required_document(files, "thresholds.toml", notes, |reader| {
        for name in reader.fields() {
            read_threshold(&name, reader, pack);
        }
    });
    required_document(files, "facts.toml", notes, |reader| {
        read_facts(reader, pack);
        read_constraints(reader, pack);
    });
}

fn read_threshold(name: &Placed<String>, reader: &Reader<'_>, pack: &mut Pack) {
    let mut versions = Vec::new();
    let mut threshold_type = Type::Number;
    for entry in reader.tables_named(&name.value) {
        let value = entry.required_number("value");
        let valid = entry.required_period("valid");
        if entry.text("unit").is_some_and(|unit| unit.value == "EUR") {
            threshold_type = Type::Money;
        }
        entry.remark("note");
        entry.source("source");
        entry.finish();
        let (Some(value), Some(valid)) = (value, valid) else { continue };
        if versions.iter().any(|(period, _): &(schakel_time::Period, Number)| period.overlaps(&valid.value)) {
            entry.error(valid.span, format!("two values of `{}` hold at the same time", name.value));
        }
        versions.push((valid.value, value));
    }
    let threshold = Threshold { id: Arc::from(name.value.as_str()), threshold_type, versions };
    let added = pack.vocabulary.add_threshold(threshold).is_some();
    report_name(name, added, reader);
}

/// A rule must be able to name it, and one name is one thing.
fn report_name(name: &Placed<String>, added: bool, reader: &Reader<'_>) {
    let in_word = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    if !name.value.starts_with(|it: char| it.is_ascii_lowercase()) || !name.value.chars().all(in_word) {
        let help = "use lower case letters, digits and underscores, with a letter first";
        reader.error_with_help(name.span.clone(), format!("a rule cannot name `{}`", name.value), help);
    }
    if !added {
        reader.error(name.span.clone(), format!("the name `{}` is there twice", name.value));
    }
}

fn read_facts(reader: &Reader<'_>, pack: &mut Pack) {
    let mut read = Vec::new();
    for name in reader.fields().into_iter().filter(|name| name.value != CONSTRAINT) {
        let Some(entry) = reader.table_named(&name.value) else { continue };
        let definition = read_definition(&name.value, &entry, pack);
        let details = read_details(&definition.name, &entry);
        let id = pack.vocabulary.add_fact(definition);
        report_name(&name, id.is_some(), reader);
        if let Some(id) = id {
            pack.fact_details.push(details);
            read.push((id, entry));
        }
    }
    // Derivations come when all facts are there: the order of the file says nothing.
    for (id, entry) in &read {
        read_derivation(*id, entry, pack);
        read_lookup(*id, entry, pack);
        entry.finish();
    }
    while let Some(circle) = derivation_circle(&pack.vocabulary) {
        report_circle(&circle, reader, pack);
    }
}

fn read_definition(id: &str, entry: &Reader<'_>, pack: &Pack) -> FactDefinition {
    let kind = entry.required_name("type", &TYPES);
    let fact_type = fact_type(kind.as_ref(), entry, pack);
    let step = entry.placed_number("step");
    if let Some(step) = step.as_ref().filter(|step| step.value <= Number::ZERO) {
        entry.error(step.span.clone(), "`step` must be above nought");
    }
    let definition = FactDefinition {
        id: Arc::from(id),
        fact_type,
        name: entry.required_bilingual("name", "name_en").unwrap_or_else(|| Bilingual::new(id, id)),
        minimum: entry.number("min"),
        maximum: entry.number("max"),
        step: step.map_or(Number::ONE, |step| step.value),
        whole: kind.is_some_and(|kind| kind.value == "integer"),
        immutable: entry.flag("immutable"),
        derivation: None,
    };
    if let (Some(minimum), Some(maximum)) = (definition.minimum, definition.maximum)
        && minimum > maximum
    {
        entry.error(entry.span(), format!("the smallest value {minimum} is above the largest, {maximum}"));
    }
    definition
}

fn read_details(name: &Bilingual, entry: &Reader<'_>) -> FactDetails {
    let cost = entry.count("cost").unwrap_or(*COSTS.start());
    if !COSTS.contains(&cost) {
        let title = format!("`cost` must be {} to {}", COSTS.start(), COSTS.end());
        entry.error(entry.field_span("cost").unwrap_or_else(|| entry.span()), title);
    }
    let details = FactDetails {
        question: entry.bilingual("question", "question_en").unwrap_or_else(|| name.clone()),
        help: entry.bilingual("help", "help_en").unwrap_or_default(),
        unit: entry.bilingual("unit_label", "unit_label_en").unwrap_or_default(),
        group: entry.text("group").map(|it| it.value).unwrap_or_default(),
        cost,
        prefill: entry.text("prefill").map(|it| it.value),
        prefill_estimate: entry.flag("prefill_estimate"),
        keep_days: entry.count("keep_days"),
    };
    entry.remark("unit");
    entry.source("source");
    details
}

/// The type of a fact; text when it is not known, so that the fact itself is.
fn fact_type(kind: Option<&Text>, entry: &Reader<'_>, pack: &Pack) -> Type {
    let codes = entry.text("codes");
    match kind.map_or("", |kind| kind.value.as_str()) {
        "bool" => Type::Bool,
        "number" | "integer" => Type::Number,
        "money" => Type::Money,
        "date" => Type::Date,
        "code" => Type::Code(code_list(codes, entry, pack)),
        "codes" => Type::Codes(code_list(codes, entry, pack)),
        _ => Type::Text,
    }
}

fn code_list(codes: Option<Text>, entry: &Reader<'_>, pack: &Pack) -> Id {
    let Some(codes) = codes else {
        entry.error(entry.span(), "a fact whose value is a code needs `codes`");
        return Arc::from("");
    };
    if pack.vocabulary.code_list(&codes.value).is_none() {
        let title = format!("unknown code list `{}`", codes.value);
        entry.error_with_help(codes.span, title, format!("a list is a file `codes/{}.toml`", codes.value));
    }
    Arc::from(codes.value)
}

fn read_derivation(id: FactId, entry: &Reader<'_>, pack: &mut Pack) {
    let wanted = pack.vocabulary.fact(id).map_or(Type::Bool, |fact| fact.fact_type.clone());
    let rules = entry.texts("derive");
    let expressions: Vec<_> = rules.iter().filter_map(|rule| checked(rule, &wanted, entry, pack)).collect();
    // Without one of its expressions a fact would be another fact.
    if !expressions.is_empty() && expressions.len() == rules.len() {
        pack.vocabulary.set_derivation(id, Derivation::Expressions(expressions));
    }
}

/// A fact that a table of the pack gives: there is one, from municipality to province.
fn read_lookup(id: FactId, entry: &Reader<'_>, pack: &mut Pack) {
    let Some(lookup) = entry.table("derive_lookup") else { return };
    let from = lookup.required_text("fact");
    lookup.required_name("table", &["municipalities"]);
    lookup.required_name("column", &["province"]);
    lookup.finish();
    let Some(from) = from else { return };
    let Some(from) = pack.vocabulary.fact_named(&from.value) else {
        let help = did_you_mean(&from.value, pack.vocabulary.facts().iter().map(|fact| &*fact.id));
        entry.error_with_help(from.span, format!("unknown fact `{}`", from.value), help);
        return;
    };
    let table: HashMap<Id, Id> =
        pack.municipalities.values().map(|it| (Arc::clone(&it.id), Arc::clone(&it.province))).collect();
    pack.vocabulary.set_derivation(id, Derivation::Lookup { from, table: Arc::new(table) });
}

/// Reports facts that follow from each other, and takes their derivation away so that the pack can be used.
fn report_circle(circle: &[FactId], reader: &Reader<'_>, pack: &mut Pack) {
    let name = |id: &FactId| pack.vocabulary.fact(*id).map(|fact| fact.id.to_string()).unwrap_or_default();
    let names: Vec<String> = circle.iter().chain(circle.first()).map(name).collect();
    let place = reader.fields().into_iter().find(|field| names.first() == Some(&field.value));
    let span = place.map_or_else(|| reader.span(), |field| field.span);
    let title = format!("facts that follow from each other: {}", names.join(" → "));
    reader.error_with_help(span, title, "take one of them out of `derive`");
    for id in circle {
        pack.vocabulary.clear_derivation(*id);
    }
}

fn read_constraints(reader: &Reader<'_>, pack: &mut Pack) {
    for entry in reader.tables_named(CONSTRAINT) {
        let text = entry.required_bilingual("text", "text_en");
        let rule = entry.required_text("rule");
        entry.source("source");
        entry.finish();
        let rule = rule.and_then(|rule| checked(&rule, &Type::Bool, &entry, pack));
        if let (Some(text), Some(rule)) = (text, rule) {
            pack.constraints.push(Constraint { rule, text });
        }
    }
}
