//! Reading `population.toml`: counts of firms, and the assumptions beside them. A pack may go without.

use schakel_criteria::{FactId, Number, Type};

use crate::load::PackFiles;
use crate::load::files::{POPULATION, document};
use crate::pack::Pack;
use crate::population::{Branch, FirmCounts, Spread, ValueRange};
use crate::reader::{Notes, Reader, Target, Text};
use crate::source::Id;
use crate::suggestion::did_you_mean;

/// Reads `population.toml`, when the pack has one.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    let Some((path, text)) = files.get_key_value(POPULATION) else { return };
    document(path, text, notes, |reader| {
        let counts = read_counts(reader, pack);
        reader.finish();
        pack.firm_counts = counts;
    });
}

/// How the values of a range can be spread.
const SPREADS: [&str; 2] = ["even", "orders"];

/// The counts of a source are rounded to fives, and a rest is what many of them leave: two ways of adding up may differ by
/// this much.
const ROUNDING_MAX: u64 = 50;

fn read_counts(reader: &Reader<'_>, pack: &Pack) -> Option<FirmCounts> {
    let source = reader.required_source("source");
    let sizes: Vec<ValueRange> = reader.tables("size").iter().filter_map(read_size).collect();
    let forms: Vec<Vec<Id>> = reader.tables("form").iter().map(read_form).collect();
    let branches: Vec<Branch> =
        reader.tables("branch").iter().filter_map(|entry| read_branch(entry, sizes.len(), forms.len())).collect();
    let ranges = reader.tables("range").iter().filter_map(|entry| read_fact_range(entry, pack)).collect();
    let (exceptions, exception_one_in) = reader.table("exceptions").map_or((Vec::new(), 1), |entry| {
        let facts = entry.texts("facts");
        let is_truth = |kind: &Type| *kind == Type::Bool;
        let facts = facts.iter().filter_map(|name| fact_named(name, &entry, pack, is_truth, "yes or no")).collect();
        let one_in = entry.count("one_in").unwrap_or(0);
        if one_in == 0 {
            entry.error(entry.field_span("one_in").unwrap_or_else(|| entry.span()), "`one_in` must be 1 or more");
        }
        entry.finish();
        (facts, one_in.max(1))
    });
    if !reader.has("branch") {
        reader.error(reader.span(), "there is no `[[branch]]` with counts");
    }
    if branches.is_empty() {
        return None;
    }
    Some(FirmCounts { source: source?, sizes, forms, branches, ranges, exceptions, exception_one_in })
}

fn read_size(entry: &Reader<'_>) -> Option<ValueRange> {
    let range = read_range(entry);
    entry.finish();
    range
}

fn read_form(entry: &Reader<'_>) -> Vec<Id> {
    let codes = entry.references("codes", Target::Code("legal-forms"));
    entry.finish();
    codes
}

fn read_branch(entry: &Reader<'_>, size_count: usize, form_count: usize) -> Option<Branch> {
    let sections = entry.references("sections", Target::Code("sbi"));
    let by_size = read_row(entry, "by_size", size_count, "size");
    let by_form = read_row(entry, "by_form", form_count, "form");
    entry.finish();
    let (by_size, by_form) = (by_size?, by_form?);
    let (sizes, forms): (u64, u64) = (by_size.iter().sum(), by_form.iter().sum());
    if sizes.abs_diff(forms) > ROUNDING_MAX {
        let title = format!("`by_size` adds up to {sizes} and `by_form` to {forms}: they count the same firms");
        entry.error(entry.field_span("by_form").unwrap_or_else(|| entry.span()), title);
        return None;
    }
    Some(Branch { sections, by_size, by_form })
}

fn read_row(entry: &Reader<'_>, field: &'static str, wanted: usize, table: &str) -> Option<Vec<u64>> {
    let span = entry.field_span(field).unwrap_or_else(|| entry.span());
    let row: Vec<u64> = entry.rows(field).into_iter().filter_map(|count| u64::try_from(count).ok()).collect();
    if row.len() == wanted {
        return Some(row);
    }
    let title = format!("`{field}` needs {wanted} counts of nought or more, one for each `[[{table}]]`");
    entry.error(span, title);
    None
}

fn read_fact_range(entry: &Reader<'_>, pack: &Pack) -> Option<(FactId, ValueRange)> {
    let name = entry.required_text("fact");
    let range = read_range(entry);
    entry.finish();
    let is_drawn = |kind: &Type| matches!(kind, Type::Number | Type::Money | Type::Date);
    let fact = fact_named(&name?, entry, pack, is_drawn, "a number, an amount or a date")?;
    Some((fact, range?))
}

fn read_range(entry: &Reader<'_>) -> Option<ValueRange> {
    let from = entry.required_number("from");
    let to = entry.required_number("to");
    let spread = match entry.has("spread").then(|| entry.required_name("spread", &SPREADS)).flatten() {
        Some(name) if name.value == "orders" => Spread::Orders,
        _ => Spread::Even,
    };
    let (from, to) = (from?, to?);
    if from > to || from.is_negative() || (spread == Spread::Orders && from == Number::ZERO) {
        let help = "a range runs from a value of nought or more to a larger one; one by `orders` starts above nought";
        entry.error_with_help(entry.span(), format!("no values between {from} and {to}"), help);
        return None;
    }
    Some(ValueRange { from, to, spread })
}

fn fact_named(
    name: &Text,
    entry: &Reader<'_>,
    pack: &Pack,
    fits: impl Fn(&Type) -> bool,
    wanted: &str,
) -> Option<FactId> {
    let Some(id) = pack.vocabulary.fact_named(&name.value) else {
        let help = did_you_mean(&name.value, pack.vocabulary.facts().iter().map(|fact| &*fact.id));
        entry.error_with_help(name.span.clone(), format!("unknown fact `{}`", name.value), help);
        return None;
    };
    let kind = &pack.vocabulary.fact(id)?.fact_type;
    if !fits(kind) {
        entry.error(name.span.clone(), format!("`{}` is {kind}, not {wanted}", name.value));
        return None;
    }
    Some(id)
}
