//! Reading code lists, thresholds and facts into the vocabulary that rules are checked against.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_criteria::{
    Bilingual, Code, CodeList, Derivation, FactDefinition, FactId, Number, Threshold, Type, check_expression,
    derivation_circle,
};

use crate::diagnostic::Diagnostic;
use crate::load::regions::{is_toml, named, with_table};
use crate::load::support::report_rule;
use crate::load::{PackFiles, with_document};
use crate::pack::{Constraint, FactDetails, Pack};
use crate::reader::{Notes, Placed, Reader, known};
use crate::source::Id;

/// Reads `codes/*`, `thresholds.toml` and `facts.toml`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    read_code_lists(files, notes, pack);
    add_area_lists(pack);
    with_document(files, "thresholds.toml", notes, |reader| read_thresholds(reader, pack));
    with_document(files, "facts.toml", notes, |reader| read_facts(reader, pack));
}

fn read_code_lists(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    for (path, text) in files.iter().filter(|(path, _)| is_toml(path, "codes")) {
        let name = path.trim_start_matches("codes/").trim_end_matches(".toml");
        with_table(path, text, notes, |reader| {
            let codes = reader.tables("code").iter().filter_map(read_code).collect();
            let _ = (reader.text("title"), reader.text("title_en"), reader.source("source"));
            reader.finish();
            pack.vocabulary.add_code_list(name, CodeList::new(codes));
        });
    }
    if let Some((path, text)) = files.get_key_value("codes/sbi.csv") {
        let codes = read_csv(path, text, notes, read_activity);
        pack.vocabulary.add_code_list("sbi", CodeList::new(with_parents(codes)));
    }
    if let Some((path, text)) = files.get_key_value("codes/sbi-2008-to-2025.csv") {
        let pairs = read_csv(path, text, notes, |row| Some((Arc::from(row.get(0)?), Arc::from(row.get(1)?))));
        pack.sbi_2008 = pairs.into_iter().collect();
    }
}

fn read_code(entry: &Reader<'_>) -> Option<Code> {
    let id = entry.required_text("id");
    let name = named(entry);
    let parent = entry.text("parent").map(|parent| Arc::from(parent.value));
    let _ = (entry.text("description"), entry.text("description_en"), entry.source("source"));
    entry.finish();
    Some(Code { id: Arc::from(id?.value), name, parent })
}

fn read_csv<T>(
    path: &Arc<str>,
    text: &str,
    notes: &Notes,
    read: impl Fn(&csv::StringRecord) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        match row {
            Ok(row) => found.extend(read(&row)),
            Err(error) => {
                let place = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
                let place = place.min(text.len());
                notes.diagnostics.borrow_mut().push(Diagnostic::error(path, place..place, error.to_string()));
            }
        }
    }
    found
}

fn read_activity(row: &csv::StringRecord) -> Option<Code> {
    let name = Bilingual::new(row.get(1)?, row.get(2).filter(|it| !it.is_empty()).or(row.get(1))?);
    Some(Code { id: Arc::from(row.get(0)?), name, parent: None })
}

/// The standard business classification is a tree: a code of three digits or more lies under the code without its
/// last digit; a division of two digits under the section letter printed before it.
fn with_parents(mut codes: Vec<Code>) -> Vec<Code> {
    let mut section = None;
    for code in &mut codes {
        let is_section = code.id.chars().all(|it| it.is_ascii_alphabetic());
        code.parent = match code.id.len() {
            _ if is_section => None,
            0..=2 => section.clone(),
            length => code.id.get(..length - 1).map(Arc::from),
        };
        if is_section {
            section = Some(Arc::clone(&code.id));
        }
    }
    codes
}

/// Provinces and municipalities are code lists too: rules name them.
fn add_area_lists(pack: &mut Pack) {
    let provinces = pack.regions.iter().filter(|region| region.kind == "province");
    let provinces = provinces.map(|region| Code { id: Arc::clone(&region.id), name: region.name.clone(), parent: None });
    let provinces = CodeList::new(provinces.collect());
    let municipalities = pack.municipalities.values().map(|it| Code {
        id: Arc::clone(&it.id),
        name: Bilingual::new(it.name.as_str(), it.name.as_str()),
        parent: Some(Arc::clone(&it.province)),
    });
    let municipalities = CodeList::new(municipalities.collect());
    pack.vocabulary.add_code_list("provinces", provinces);
    pack.vocabulary.add_code_list("municipalities", municipalities);
}

fn read_thresholds(reader: &Reader<'_>, pack: &mut Pack) {
    for key in reader.keys() {
        let mut versions = Vec::new();
        let mut money = false;
        for entry in reader.tables_named(&key.value) {
            let value = entry.number("value");
            money |= entry.text("unit").is_some_and(|unit| unit.value == "EUR");
            let valid = entry.period("valid");
            let _ = (entry.source("source"), entry.qualifier(), entry.text("name"), entry.text("name_en"), entry.text("note"));
            entry.finish();
            if let (Some(value), Some(valid)) = (value, valid) {
                if versions.iter().any(|(period, _): &(schakel_time::Period, Number)| period.overlaps(&valid.value)) {
                    entry.error(valid.span, format!("two values of `{}` hold at the same time", key.value));
                }
                versions.push((valid.value, value));
            }
        }
        let threshold_type = if money { Type::Money } else { Type::Number };
        let threshold = Threshold { id: Arc::from(key.value.as_str()), threshold_type, versions };
        if pack.vocabulary.add_threshold(threshold).is_none() {
            reader.error(key.span, format!("the name `{}` is there twice", key.value));
        }
    }
}

fn read_facts(reader: &Reader<'_>, pack: &mut Pack) {
    let mut names = Vec::new();
    for key in reader.keys().into_iter().filter(|key| key.value != "constraint") {
        let Some(entry) = reader.table_named(&key.value) else { continue };
        let (definition, details) = read_fact(&entry, &key, pack);
        match pack.vocabulary.add_fact(definition) {
            Some(id) => {
                pack.fact_details.push(details);
                names.push((id, entry));
            }
            None => reader.error(key.span, format!("the name `{}` is there twice", key.value)),
        }
    }
    for (id, entry) in &names {
        read_derivation(*id, entry, pack);
        entry.finish();
    }
    if let Some(circle) = derivation_circle(&pack.vocabulary) {
        report_circle(reader, &circle, pack);
    }
    for entry in reader.tables_named("constraint") {
        let text = entry.bilingual("text", "text_en");
        let rule = entry.required_text("rule");
        entry.source("source");
        entry.finish();
        let rule = rule.and_then(|rule| checked(&entry, &rule, &Type::Bool, pack));
        if let (Some(text), Some(rule)) = (text, rule) {
            pack.constraints.push(Constraint { rule, text });
        }
    }
}

fn read_fact(entry: &Reader<'_>, key: &Placed<String>, pack: &Pack) -> (FactDefinition, FactDetails) {
    let kind = entry.required_text("type");
    let codes = entry.text("codes");
    let (fact_type, whole) = fact_type(entry, kind.as_ref(), codes.as_ref(), pack);
    let definition = FactDefinition {
        id: Arc::from(key.value.as_str()),
        fact_type,
        name: entry.bilingual("name", "name_en").unwrap_or_else(|| Bilingual::new(key.value.as_str(), key.value.as_str())),
        minimum: entry.number("min"),
        maximum: entry.number("max"),
        step: entry.number("step").unwrap_or(Number::ONE),
        whole,
        immutable: entry.bool("immutable").unwrap_or(false),
        derivation: None,
    };
    let details = FactDetails {
        question: entry.bilingual("question", "question_en").unwrap_or_else(|| definition.name.clone()),
        help: entry.bilingual("help", "help_en").unwrap_or_default(),
        unit: entry.bilingual("unit_label", "unit_label_en").unwrap_or_default(),
        group: entry.text("group").map(|it| it.value).unwrap_or_default(),
        cost: entry.count("cost").unwrap_or(1),
        prefill: entry.text("prefill").map(|it| it.value),
        prefill_estimate: entry.bool("prefill_estimate").unwrap_or(false),
        keep_days: entry.count("keep_days"),
    };
    let _ = (entry.text("unit"), entry.source("source"), entry.text("note"));
    (definition, details)
}

const TYPES: [&str; 8] = ["bool", "number", "integer", "money", "date", "code", "codes", "text"];

fn fact_type(entry: &Reader<'_>, kind: Option<&Placed<String>>, codes: Option<&Placed<String>>, pack: &Pack) -> (Type, bool) {
    let Some(kind) = kind else { return (Type::Text, false) };
    let list = || {
        let Some(codes) = codes else {
            entry.error(kind.span.clone(), format!("a fact of type `{}` needs `codes`", kind.value));
            return Arc::from("");
        };
        if pack.vocabulary.code_list(&codes.value).is_none() {
            let title = format!("unknown code list `{}`", codes.value);
            entry.error(codes.span.clone(), title);
        }
        Arc::from(codes.value.as_str())
    };
    match kind.value.as_str() {
        "bool" => (Type::Bool, false),
        "number" => (Type::Number, false),
        "integer" => (Type::Number, true),
        "money" => (Type::Money, false),
        "date" => (Type::Date, false),
        "code" => (Type::Code(list()), false),
        "codes" => (Type::Codes(list()), false),
        "text" => (Type::Text, false),
        other => {
            let diagnostic = Diagnostic::error(entry.file(), kind.span.clone(), format!("unknown type `{other}`"));
            entry.report(diagnostic.help(known(other, TYPES.into_iter())));
            (Type::Text, false)
        }
    }
}

fn read_derivation(id: FactId, entry: &Reader<'_>, pack: &mut Pack) {
    let expected = pack.vocabulary.fact(id).map_or(Type::Bool, |fact| fact.fact_type.clone());
    let rules = entry.texts("derive");
    let expressions: Vec<_> = rules.iter().filter_map(|rule| checked(entry, rule, &expected, pack)).collect();
    if !expressions.is_empty() && expressions.len() == rules.len() {
        pack.vocabulary.set_derivation(id, Derivation::Expressions(expressions));
    }
    let Some(lookup) = entry.table("derive_lookup") else { return };
    let from = lookup.required_text("fact");
    let tables = (lookup.required_text("table"), lookup.required_text("column"));
    lookup.finish();
    let (Some(from), (Some(table), Some(column))) = (from, tables) else { return };
    if (table.value.as_str(), column.value.as_str()) != ("municipalities", "province") {
        let title = format!("unknown look-up table `{}.{}`", table.value, column.value);
        entry.report(Diagnostic::error(entry.file(), table.span, title).help("known here: `municipalities` with column `province`"));
        return;
    }
    match pack.vocabulary.fact_named(&from.value) {
        Some(from) => {
            let table: HashMap<Id, Id> =
                pack.municipalities.values().map(|it| (Arc::clone(&it.id), Arc::clone(&it.province))).collect();
            pack.vocabulary.set_derivation(id, Derivation::Lookup { from, table: Arc::new(table) });
        }
        None => entry.error(from.span, format!("unknown fact `{}`", from.value)),
    }
}

fn checked(entry: &Reader<'_>, rule: &Placed<String>, expected: &Type, pack: &Pack) -> Option<schakel_criteria::Expression> {
    match check_expression(&rule.value, &pack.vocabulary, expected) {
        Ok(expression) => Some(expression),
        Err(errors) => {
            errors.iter().for_each(|error| report_rule(entry, rule, error));
            None
        }
    }
}

fn report_circle(reader: &Reader<'_>, circle: &[FactId], pack: &mut Pack) {
    let name = |id: &FactId| pack.vocabulary.fact(*id).map_or("", |fact| &fact.id).to_owned();
    let names: Vec<String> = circle.iter().map(name).collect();
    let place = reader.keys().into_iter().find(|key| Some(&key.value) == names.first());
    let title = format!("facts that follow from each other: {}", names.join(" → "));
    let span = place.map_or(0..0, |key| key.span);
    reader.report(Diagnostic::error(reader.file(), span, title).help("take one of them out of `derive`"));
    for id in circle {
        pack.vocabulary.clear_derivation(*id);
    }
}
