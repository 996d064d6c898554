//! Reading instruments and facilities: versions, windows, budgets, criteria.

use std::ops::Range;
use std::sync::Arc;

use schakel_criteria::{ExpressionError, Type, check_expression};
use schakel_time::{Date, DateTime};

use crate::diagnostic::Diagnostic;
use crate::load::records::{plain, read_budgets, read_figures, read_head};
use crate::load::{Body, PackFiles, each_record};
use crate::pack::Pack;
use crate::reader::{Notes, Placed, Reader, Target};
use crate::source::SourceRef;
use crate::support::{Category, Criterion, CriterionTest, Place, Support, Version, Window};

/// Reads `instruments/` and `facilities/`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    for (folder, category) in [("instruments", Category::Instrument), ("facilities", Category::Facility)] {
        let mut found = Vec::new();
        each_record(files, folder, notes, |id, reader, body| {
            found.extend(read_support(id, category, reader, body, pack));
        });
        for support in found {
            let (id, file) = (Arc::clone(&support.id), Arc::clone(&support.file));
            if let Some(earlier) = pack.support.insert(id, support) {
                let title = format!("`{}` is both an instrument and a facility", earlier.id);
                notes.diagnostics.borrow_mut().push(Diagnostic::error(&file, 0..0, title));
            }
        }
    }
}

fn read_support(id: &str, category: Category, reader: &Reader<'_>, body: &Body, pack: &Pack) -> Option<Support> {
    let head = read_head(reader, body);
    let kind = reader.reference("kind", Target::Code("kinds"));
    if kind.is_none() {
        reader.error(reader.span(), "`kind` is missing");
    }
    let default = head.as_ref().map(|it| it.source.clone()).unwrap_or_else(|| SourceRef::parse(""));
    let mut versions: Vec<Version> = Vec::new();
    for entry in reader.tables("version") {
        versions.extend(read_version(&entry, &default, pack));
    }
    if !reader.has("version") {
        let title = "a piece of support needs at least one `[[version]]`";
        let help = "add `[[version]]` with `valid`, and criteria or `criteria_unknown = true`";
        reader.report(Diagnostic::error(reader.file(), 0..3, title).help(help));
    }
    versions.sort_by_key(|version| version.valid.start());
    let areas = reader.qualified("areas", &Target::Area);
    let codes = |key, list| reader.references(key, &Target::Code(list));
    let support = Support {
        id: Arc::from(id),
        file: Arc::clone(reader.file()),
        category,
        name: Default::default(),
        summary: Default::default(),
        body: body.markdown.clone(),
        inventory: Vec::new(),
        kind: kind.unwrap_or_else(|| Arc::from("")),
        family: reader.text("family").map(|it| Arc::from(it.value)),
        level: reader.reference("level", Target::Code("levels")),
        status: reader.reference("status", Target::Code("statuses")),
        provider: reader.reference("provider", Target::Organisation),
        funders: reader.references("funders", &Target::Organisation),
        contact: reader.reference("contact", Target::Organisation),
        areas,
        needs: codes("needs", "plan"),
        themes: codes("themes", "themes"),
        phases: codes("phases", "phases"),
        audience: codes("audience", "audiences"),
        labels: codes("labels", "labels"),
        aliases: Vec::new(),
        keywords: plain(reader, "keywords"),
        replaced_by: reader.reference("replaced_by", Target::Support),
        figures: read_figures(reader, &default),
        source: default,
        checked_on: required_date(reader, "checked_on"),
        versions,
        place: read_place(reader),
    };
    let head = head?;
    Some(Support { name: head.name, summary: head.summary, inventory: head.inventory, aliases: head.aliases, ..support })
}

fn required_date(reader: &Reader<'_>, key: &'static str) -> Option<Date> {
    if !reader.has(key) {
        let title = format!("`{key}` is missing");
        let help = "give the day on which the source was true; entries older than the pack allows are shown as not checked";
        reader.report(Diagnostic::error(reader.file(), 0..3, title).help(help));
    }
    reader.date(key)
}

fn read_place(reader: &Reader<'_>) -> Place {
    Place {
        municipality: reader.reference("municipality", Target::Area),
        since: reader.honest_date("since").and_then(|(date, qualifier)| Some((date?, qualifier))),
        units: reader.count("units"),
        equipment: plain(reader, "equipment"),
        access: reader.bilingual("access", "access_en"),
    }
}

fn read_version(entry: &Reader<'_>, default: &SourceRef, pack: &Pack) -> Option<Version> {
    entry.required_text("valid");
    let valid = entry.period("valid");
    let source = entry.source("source").unwrap_or_else(|| default.clone());
    let windows = entry.tables("window").iter().map(read_window).collect();
    let mut criteria: Vec<Criterion> = Vec::new();
    for criterion in entry.tables("criterion") {
        criteria.extend(read_criterion(&criterion, &source, pack));
    }
    let criteria_unknown = entry.bool("criteria_unknown").unwrap_or(false);
    if !entry.has("criterion") && !criteria_unknown {
        let help = "add `[[version.criterion]]`, or `criteria_unknown = true` when the sources give no conditions";
        entry.report(Diagnostic::error(entry.file(), entry.span(), "a version without criteria").help(help));
    }
    let version = Version {
        valid: valid.as_ref().map(|it| it.value.clone())?,
        checked_on: entry.date("checked_on"),
        scheme_rows: entry.integers("scheme_rows"),
        procedure: entry.reference("procedure", Target::Code("procedures")),
        rate: entry.honest("rate"),
        minimum: entry.honest("min"),
        maximum: entry.honest("max"),
        amount_note: entry.bilingual("amount_note", "amount_note_en"),
        documents: plain(entry, "documents"),
        terms: entry.bilingual("terms", "terms_en"),
        windows,
        budgets: read_budgets(entry),
        criteria,
        criteria_unknown,
        source,
    };
    entry.finish();
    Some(version)
}

fn read_window(entry: &Reader<'_>) -> Window {
    let window = Window {
        from: entry.text_or_date("from").and_then(|text| moment(entry, &text, false)),
        until: entry.text_or_date("until").and_then(|text| moment(entry, &text, true)),
        continuous: entry.bool("continuous").unwrap_or(false),
        exhausted_on: entry.date("exhausted_on"),
        source: entry.source("source"),
    };
    let _ = (entry.text("note"), entry.text("note_en"));
    if let (Some(from), Some(until)) = (window.from, window.until)
        && until <= from
    {
        entry.error(entry.span(), "the window ends before it begins");
    }
    entry.finish();
    window
}

/// A moment from `2017-04-11` or `2017-04-11T09:00`. A closing day without a time counts whole, so it ends at the
/// beginning of the next day.
fn moment(entry: &Reader<'_>, text: &Placed<String>, closing: bool) -> Option<DateTime> {
    let parsed = match text.value.split_once('T') {
        Some(_) => text.value.parse::<DateTime>().ok(),
        None => {
            let date = schakel_time::parse_date(&text.value).ok();
            let date = if closing { date.and_then(|date| date.tomorrow().ok()) } else { date };
            date.map(|date| date.at(0, 0, 0, 0))
        }
    };
    if parsed.is_none() {
        let title = format!("`{}` is not a moment", text.value);
        let help = "write a day, `2017-04-11`, or a day and time, `2017-04-11T09:00`";
        entry.report(Diagnostic::error(entry.file(), text.span.clone(), title).help(help));
    }
    parsed
}

fn read_criterion(entry: &Reader<'_>, default: &SourceRef, pack: &Pack) -> Option<Criterion> {
    let id = entry.required_text("id");
    entry.required_text("text");
    let text = entry.bilingual("text", "text_en");
    let source = entry.source("source").unwrap_or_else(|| default.clone());
    let rule = entry.text("rule");
    let judgement = entry.bool("judgement").unwrap_or(false);
    entry.finish();
    let test = match (rule, judgement) {
        (Some(rule), false) => match check_expression(&rule.value, &pack.vocabulary, &Type::Bool) {
            Ok(expression) => Some(CriterionTest::Rule { expression, text: rule.value }),
            Err(errors) => {
                errors.iter().for_each(|error| report_rule(entry, &rule, error));
                None
            }
        },
        (None, true) => Some(CriterionTest::Judgement),
        _ => {
            let title = "a criterion needs either `rule` or `judgement = true`";
            entry.report(Diagnostic::error(entry.file(), entry.span(), title));
            None
        }
    };
    Some(Criterion { id: Arc::from(id?.value), text: text?, source, test: test? })
}

/// Reports a mistake in a rule at the offending words of the file.
pub(super) fn report_rule(entry: &Reader<'_>, rule: &Placed<String>, error: &ExpressionError) {
    let raw_length = rule.span.len();
    let span = if raw_length == rule.value.len() {
        rule.span.start + error.span.start..rule.span.start + error.span.end
    } else {
        entry.escaped_span(rule, error.span.start..error.span.end)
    };
    let diagnostic = Diagnostic::error(entry.file(), within(span, &rule.span), error.to_string());
    entry.report(match error.help() {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    });
}

fn within(span: Range<usize>, bounds: &Range<usize>) -> Range<usize> {
    span.start.clamp(bounds.start, bounds.end)..span.end.clamp(bounds.start, bounds.end)
}
