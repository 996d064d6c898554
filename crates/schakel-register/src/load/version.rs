//! Reading the versions of an instrument or facility, and what contradicts itself in them.

use std::collections::HashSet;
use std::sync::Arc;

use schakel_criteria::{Expression, Finding, FindingKind, Type, lint};
use schakel_time::{Date, Period};

use crate::diagnostic::Diagnostic;
use crate::honest::{Honest, HonestSum, Qualifier};
use crate::load::aid::read_aid;
use crate::load::records::read_budgets;
use crate::load::rules::checked;
use crate::load::step_rules::read_step_rules;
use crate::pack::Pack;
use crate::reader::{FigureKind, Placed, Reader, Target, Text};
use crate::source::{Id, SourceRef};
use crate::support::{Budget, Criterion, CriterionTest, Version, Window};

/// What a version takes from its record when it does not say so itself.
pub(super) struct Defaults<'a> {
    /// The identifier of the support.
    pub(super) id: &'a str,
    /// Where it comes from; absent when the record does not say so, which is reported there.
    pub(super) source: Option<&'a SourceRef>,
    /// The day on which the source was true.
    pub(super) checked_on: Option<Date>,
}

/// Reads the `[[version]]` tables, in order of time.
pub(super) fn read_versions(reader: &Reader<'_>, defaults: &Defaults<'_>, pack: &Pack) -> Vec<Version> {
    let entries = reader.tables("version");
    if !reader.has("version") {
        let help = "add `[[version]]` with `valid`, and criteria or `criteria_unknown = true`";
        reader.error_with_help(reader.span(), "a piece of support needs at least one `[[version]]`", help);
    }
    let mut versions = Vec::new();
    for entry in entries {
        versions.extend(read_version(&entry, defaults, pack));
        entry.finish();
    }
    versions.sort_by_key(|version| version.value.valid.start());
    let periods = versions.iter().map(|it| Placed { value: it.value.valid, span: it.span.clone() });
    report_overlap(&periods.collect::<Vec<_>>(), reader);
    versions.into_iter().map(|version| version.value).collect()
}

/// A version with the place of its period.
fn read_version(entry: &Reader<'_>, defaults: &Defaults<'_>, pack: &Pack) -> Option<Placed<Version>> {
    let valid = entry.required_period("valid");
    let source = entry.source("source").or_else(|| defaults.source.cloned());
    let checked_on = entry.date("checked_on");
    let rate = entry.honest("rate", FigureKind::Share);
    let minimum = entry.honest("min", FigureKind::Amount);
    let maximum = entry.honest("max", FigureKind::Amount);
    let budgets = read_budgets(entry);
    report_amounts(minimum.as_ref(), maximum.as_ref(), &budgets, entry);
    let aid = read_aid(entry, source.as_ref(), rate.as_ref(), maximum.as_ref(), pack);
    let day = valid.as_ref().and_then(|valid| day_of(&valid.value, checked_on.or(defaults.checked_on)));
    let criteria = read_criteria(entry, source.as_ref(), day, pack);
    let criteria_unknown = entry.flag("criteria_unknown");
    report_conditions(criteria_unknown, entry);
    let scheme_rows = entry.rows("scheme_rows");
    let procedure = entry.reference("procedure", Target::Code("procedures"));
    let amount_note = entry.bilingual("amount_note", "amount_note_en");
    let documents = entry.strings("documents");
    let agreements = entry.strings("agreements");
    let terms = entry.bilingual("terms", "terms_en");
    let windows = entry.tables("window").iter().map(read_window).collect();
    let rules = read_step_rules(defaults.id, entry);
    let valid = valid?;
    let version = Version {
        valid: valid.value,
        source: source?,
        checked_on,
        scheme_rows,
        procedure,
        rate: rate.map(|it| it.value),
        minimum: minimum.map(|it| it.value),
        maximum: maximum.map(|it| it.value),
        amount_note,
        documents,
        agreements,
        terms,
        windows,
        rules,
        budgets,
        aid,
        criteria,
        criteria_unknown,
    };
    Some(Placed { value: version, span: valid.span })
}

/// A day on which the version holds, so that thresholds have their value of that time; for a version without dates the
/// day on which its source was true.
fn day_of(valid: &Period, checked_on: Option<Date>) -> Option<Date> {
    let before_end = valid.end().and_then(|end| end.yesterday().ok());
    valid.start().or(before_end).or(checked_on)
}

/// Reports periods, in order of time, that have a day in common with an earlier one.
pub(super) fn report_overlap(periods: &[Placed<Period>], reader: &Reader<'_>) {
    for (index, later) in periods.iter().enumerate() {
        let valid = &later.value;
        let mut earlier = periods.iter().take(index).map(|period| &period.value);
        let Some(earlier) = earlier.find(|earlier| earlier.overlaps(valid)) else { continue };
        let title = format!("two versions hold at the same time: {earlier} and {valid}");
        let help = "a period ends on the first day that no longer counts: let one version end where the next begins";
        reader.error_with_help(later.span.clone(), title, help);
    }
}

fn report_conditions(criteria_unknown: bool, entry: &Reader<'_>) {
    match (entry.has("criterion"), criteria_unknown) {
        (false, false) => {
            let help = "add `[[version.criterion]]`, or `criteria_unknown = true` when the sources give no conditions";
            entry.error_with_help(entry.span(), "a version without criteria", help);
        }
        (true, true) => {
            let span = entry.field_span("criteria_unknown").unwrap_or_else(|| entry.span());
            let help = "leave out `criteria_unknown`, or the criteria";
            entry.error_with_help(span, "a version with criteria whose criteria are unknown", help);
        }
        _ => {}
    }
}

fn report_amounts(
    minimum: Option<&Placed<Honest>>,
    maximum: Option<&Placed<Honest>>,
    budgets: &[Budget],
    entry: &Reader<'_>,
) {
    let number = |honest: Option<&Placed<Honest>>| honest.and_then(|it| it.value.value);
    let Some((maximum, place)) = number(maximum).zip(maximum.map(|it| it.span.clone())) else { return };
    if let Some(minimum) = number(minimum).filter(|minimum| *minimum > maximum) {
        entry.error(place.clone(), format!("the largest amount, {maximum}, is below the smallest, {minimum}"));
    }
    let ceiling = HonestSum::of(budgets.iter().map(|budget| &budget.amount)).together();
    // "More than 1,000,000" says nothing about the most there can be.
    let ceiling = ceiling.filter(|it| !matches!(it.qualifier, Qualifier::MoreThan | Qualifier::AtLeast));
    if let Some(ceiling) = ceiling.and_then(|it| it.value).filter(|ceiling| maximum > *ceiling) {
        let title = format!("the largest amount, {maximum}, is above the scheme's own ceiling, {ceiling}");
        entry.error_with_help(place, title, "the ceiling is the sum of `[[version.budget]]`");
    }
}

/// Reads a `[[window]]` table.
pub(super) fn read_window(entry: &Reader<'_>) -> Window {
    let window = Window {
        from: entry.moment("from", false),
        until: entry.moment("until", true),
        continuous: entry.flag("continuous"),
        exhausted_on: entry.date("exhausted_on"),
        source: entry.source("source"),
    };
    if let (Some(from), Some(until)) = (window.from, window.until)
        && until <= from
    {
        entry.error(entry.span(), "the window ends before it begins");
    }
    entry.finish();
    window
}

/// A criterion that is a rule, with the rule as it stands in the file.
struct WrittenRule {
    criterion: Id,
    text: Text,
    expression: Expression,
}

fn read_criteria(entry: &Reader<'_>, source: Option<&SourceRef>, day: Option<Date>, pack: &Pack) -> Vec<Criterion> {
    let mut criteria = Vec::new();
    let mut rules = Vec::new();
    let mut seen = HashSet::new();
    for entry in entry.tables("criterion") {
        let id = entry.required_text("id");
        if let Some(id) = id.as_ref().filter(|id| !seen.insert(id.value.clone())) {
            entry.error(id.span.clone(), format!("criterion `{}` is there twice", id.value));
        }
        let id: Option<Id> = id.map(|id| Arc::from(id.value));
        let text = entry.required_bilingual("text", "text_en");
        let source = entry.source("source").or_else(|| source.cloned());
        let test = read_test(&entry, id.as_ref(), &mut rules, pack);
        entry.finish();
        if let (Some(id), Some(text), Some(source), Some(test)) = (id, text, source, test) {
            criteria.push(Criterion { id, text, source, test });
        }
    }
    if let Some(day) = day {
        report_contradictions(&rules, day, entry, pack);
    }
    criteria
}

fn read_test(
    entry: &Reader<'_>,
    criterion: Option<&Id>,
    rules: &mut Vec<WrittenRule>,
    pack: &Pack,
) -> Option<CriterionTest> {
    let rule = entry.text("rule");
    match (rule, entry.flag("judgement")) {
        (None, true) => Some(CriterionTest::Judgement),
        (Some(text), false) => {
            let expression = checked(&text, &Type::Bool, entry, pack)?;
            let test = CriterionTest::Rule { expression: expression.clone(), text: text.value.clone() };
            rules.extend(criterion.map(|criterion| WrittenRule { criterion: Id::clone(criterion), text, expression }));
            Some(test)
        }
        _ => {
            entry.error(entry.span(), "a criterion needs either `rule` or `judgement = true`");
            None
        }
    }
}

/// Warns about rules that nobody can meet and rules that ask nothing.
fn report_contradictions(rules: &[WrittenRule], day: Date, entry: &Reader<'_>, pack: &Pack) {
    let expressions: Vec<&Expression> = rules.iter().map(|rule| &rule.expression).collect();
    for Finding { kind, rule, span } in lint(&expressions, &pack.vocabulary, day) {
        let Some(rule) = rules.get(rule) else { continue };
        let (title, help) = lint_words(&kind, &rule.criterion, rules);
        let span = rule.text.part(span.start..span.end);
        entry.report(Diagnostic::warning(entry.path(), span, title).help(help));
    }
}

fn lint_words(kind: &FindingKind, criterion: &str, rules: &[WrittenRule]) -> (String, &'static str) {
    match kind {
        FindingKind::NobodyMeets => (
            format!("criterion `{criterion}` can never be met"),
            "no value of the facts satisfies this rule; check the figures and the signs",
        ),
        FindingKind::AlwaysHolds => (
            format!("criterion `{criterion}` always holds"),
            "it asks nothing of a firm; check the figures and the signs, or leave it out",
        ),
        FindingKind::NobodyMeetsTogether { others } => {
            let others = others.iter().filter_map(|other| rules.get(*other));
            let names: Vec<String> = others.map(|rule| format!("`{}`", rule.criterion)).collect();
            let title = format!("criterion `{criterion}` can never be met together with {}", names.join(", "));
            (title, "each can be met by itself, but no firm meets all of them; check the figures")
        }
    }
}
