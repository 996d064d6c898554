//! Reading the rules between steps of a version. Every one of them needs a source of its own.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::pack::Pack;
use crate::reader::{Reader, Target, Text};
use crate::round::SpanOfTime;
use crate::source::{Id, SourceRef};
use crate::step_rules::{
    Exclusion, ExclusionTarget, Requirement, StartRule, StepRules, Term, TermStart, TermUnit, YearLimit,
};

/// Reads the rules between steps of a version of `support`.
pub(super) fn read_step_rules(support: &str, entry: &Reader<'_>) -> StepRules {
    StepRules {
        excludes: entry.tables("excludes").iter().flat_map(|it| read_exclusions(support, it)).collect(),
        requires: entry.tables("requires").iter().filter_map(|it| read_requirement(support, it)).collect(),
        one_per_calendar_year: entry.table("one_per_calendar_year").and_then(|it| read_year_limit(&it)),
        must_precede_start: entry.table("must_precede_start").and_then(|it| read_start_rule(&it)),
        start_within: read_term("start_within", &[TermStart::Application, TermStart::Decision], entry),
        finish_within: read_term("finish_within", &[TermStart::Start, TermStart::Decision], entry),
        report_within: read_term("report_within", &[TermStart::End], entry),
    }
}

/// Rules that no firm can keep: support that requires itself by a detour, or requires what it excludes; and a limit in
/// a family to which the support does not belong.
pub(super) fn contradictions(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for support in pack.support.values() {
        let mut titles: Vec<(String, &str)> = Vec::new();
        for version in &support.versions {
            let rules = &version.rules;
            let limit = rules.one_per_calendar_year.as_ref();
            if let Some(limit) = limit.filter(|limit| support.family.as_ref() != Some(&limit.family)) {
                let title =
                    format!("`{}` limits the family `{}`, to which it does not belong", support.id, limit.family);
                titles.push((title, "give it that `family`, or leave out `one_per_calendar_year`"));
            }
            for requirement in &rules.requires {
                let required = &requirement.support;
                if leads_to(required, &support.id, pack) {
                    let title =
                        format!("`{}` requires `{required}`, which in turn requires `{}`", support.id, support.id);
                    titles.push((title, "nobody can begin; leave out one of the two rules"));
                }
                if pack.support.get(required).is_some_and(|it| rules.exclusion_of(it).is_some()) {
                    let title = format!("`{}` requires `{required}` and excludes it", support.id);
                    titles.push((title, "nobody can have both; leave out one of the two rules"));
                }
            }
        }
        titles.dedup();
        let warning = |(title, help): (String, &str)| Diagnostic::file_warning(&support.file, title).help(help);
        found.extend(titles.into_iter().map(warning));
    }
    found
}

/// Whether one piece of support requires another, directly or by a detour.
fn leads_to(from: &Id, to: &Id, pack: &Pack) -> bool {
    let mut seen: Vec<&Id> = vec![from];
    let mut next = 0;
    while let Some(id) = seen.get(next).copied() {
        let versions = pack.support.get(id).map_or(&[][..], |support| &support.versions);
        for requirement in versions.iter().flat_map(|version| &version.rules.requires) {
            if requirement.support == *to {
                return true;
            }
            if !seen.contains(&&requirement.support) {
                seen.push(&requirement.support);
            }
        }
        next += 1;
    }
    false
}

/// One rule of the file may name several pieces of support.
fn read_exclusions(support: &str, entry: &Reader<'_>) -> Vec<Exclusion> {
    let named = entry.references("support", Target::Support);
    let kind = entry.reference("kind", Target::Code("kinds"));
    let source = entry.required_source("source");
    entry.finish();
    named.iter().for_each(|it| report_itself(support, it, "exclude", entry));
    if named.is_empty() == kind.is_none() {
        let help = "write `excludes = [{ support = \"…\", source = \"…\" }]`, or `kind` in place of `support`";
        entry.error_with_help(entry.span(), "an exclusion names either `support` or `kind`", help);
    }
    let Some(source) = source else { return Vec::new() };
    let targets = named.into_iter().map(ExclusionTarget::Support).chain(kind.map(ExclusionTarget::Kind));
    targets.map(|target| Exclusion { target, source: source.clone() }).collect()
}

fn read_start_rule(entry: &Reader<'_>) -> Option<StartRule> {
    let starts = [TermStart::Application, TermStart::Decision];
    let until = entry.required_name("until", &starts.map(TermStart::name));
    let source = entry.required_source("source");
    entry.finish();
    let until = starts.into_iter().find(|it| until.as_ref().is_some_and(|name| name.value == it.name()));
    Some(StartRule { until: until?, source: source? })
}

fn read_requirement(support: &str, entry: &Reader<'_>) -> Option<Requirement> {
    let required = entry.required_reference("support", Target::Support);
    let source = entry.required_source("source");
    entry.finish();
    if let Some(required) = &required {
        report_itself(support, required, "require", entry);
    }
    Some(Requirement { support: required?, source: source? })
}

fn report_itself(support: &str, named: &Id, verb: &str, entry: &Reader<'_>) {
    if **named == *support {
        let span = entry.field_span("support").unwrap_or_else(|| entry.span());
        entry.error(span, format!("`{support}` cannot {verb} itself"));
    }
}

fn read_year_limit(entry: &Reader<'_>) -> Option<YearLimit> {
    let family = entry.required_reference("family", Target::Family);
    let except = entry.references("except", Target::Support);
    let per_group = entry.flag("per_group");
    let source = entry.required_source("source");
    entry.finish();
    Some(YearLimit { family: family?, except, per_group, source: source? })
}

/// A term such as `{ value = "4 months", after = "application", source = "…" }`.
fn read_term(field: &'static str, starts: &[TermStart], entry: &Reader<'_>) -> Option<Term> {
    let entry = entry.table(field)?;
    let value = entry.required_text("value");
    let names: Vec<&str> = starts.iter().map(|it| it.name()).collect();
    let after = entry.required_name("after", &names);
    let source: Option<SourceRef> = entry.required_source("source");
    entry.finish();
    let SpanOfTime { count, unit } = span_of_time(&value?, &entry)?;
    let after = starts.iter().copied().find(|it| after.as_ref().is_some_and(|name| name.value == it.name()));
    Some(Term { count, unit, after: after?, source: source? })
}

/// A span of time such as `4 months`.
pub(super) fn span_of_time(text: &Text, entry: &Reader<'_>) -> Option<SpanOfTime> {
    let read = || {
        let (count, unit) = text.value.trim().split_once(' ')?;
        let unit = match unit.trim() {
            "day" | "days" => TermUnit::Days,
            "week" | "weeks" => TermUnit::Weeks,
            "month" | "months" => TermUnit::Months,
            _ => return None,
        };
        let count = count.parse().ok().filter(|count| (1..=COUNT_MAX).contains(count))?;
        Some(SpanOfTime { count, unit })
    };
    let found = read();
    if found.is_none() {
        let span: Range<usize> = text.span.clone();
        let help = "write a number and `days`, `weeks` or `months`, for example `\"4 months\"`";
        entry.error_with_help(span, format!("`{}` is not a span of time", text.value), help);
    }
    found
}

/// No term in law or in a scheme is longer; a larger number is a slip of the pen.
const COUNT_MAX: u32 = 1000;
