//! Reading what an applicant hands in for a round, how it is scored, and how a grant is settled; and what contradicts
//! itself in them.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use schakel_criteria::Number;

use crate::reader::{Reader, Text};
use crate::round::{
    FieldKind, FieldSubject, FormField, HeavierWeight, Participants, Ranking, RankingCriterion, RequiredDocument,
    SettlementKind, SettlementRule, TieRule,
};
use crate::source::{Id, SourceRef};
use crate::suggestion::did_you_mean;

/// Reads `[version.participants]`.
pub(super) fn read_participants(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Participants> {
    let entry = entry.table("participants")?;
    let (minimum, maximum) = (entry.count("min"), entry.count("max"));
    let source = entry.source("source").or_else(|| source.cloned());
    entry.finish();
    if let Some((most, least)) = maximum.zip(minimum).filter(|(most, least)| most < least) {
        entry.error(place("max", &entry), format!("at most {most} participants is fewer than at least {least}"));
    }
    Some(Participants { minimum, maximum, source: source? })
}

/// Reads `[version.ranking]`.
pub(super) fn read_ranking(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Ranking> {
    let entry = entry.table("ranking")?;
    let source = entry.source("source").or_else(|| source.cloned());
    let own = source.as_ref();
    let minimum_total = entry.sourced("min_total", own, |it, field| points(field, it));
    let ties = entry.texts("tie_criteria");
    let tie = entry.sourced("tie", own, |it, field| it.choice(field, &TieRule::ALL));
    let mut seen = HashSet::new();
    let mut criteria = Vec::new();
    for criterion in entry.tables("criterion") {
        criteria.extend(read_criterion(&criterion, own, &mut seen));
    }
    entry.finish();
    ties.iter().for_each(|it| report_tie(it, &criteria, &entry));
    let tie_criteria = ties.into_iter().map(|it| Arc::from(it.value)).collect();
    let most = criteria.iter().map(|it| it.points_to).try_fold(Number::ZERO, Number::plus);
    if let Some((minimum, most)) =
        minimum_total.as_ref().zip(most).filter(|(it, most)| !criteria.is_empty() && it.value > *most)
    {
        let title = format!("nobody reaches {} points: the criteria give at most {most} in all", minimum.value);
        entry.error(place("min_total", &entry), title);
    }
    Some(Ranking { criteria, minimum_total, tie_criteria, tie, source: source? })
}

fn report_tie(name: &Text, criteria: &[RankingCriterion], entry: &Reader<'_>) {
    if !criteria.iter().any(|it| *it.id == *name.value) {
        let help = did_you_mean(&name.value, criteria.iter().map(|it| &*it.id));
        entry.error_with_help(name.span.clone(), format!("unknown criterion `{}`", name.value), help);
    }
}

fn read_criterion(
    entry: &Reader<'_>,
    source: Option<&SourceRef>,
    seen: &mut HashSet<String>,
) -> Option<RankingCriterion> {
    let id = new_id("criterion", entry, seen);
    let text = entry.required_bilingual("text", "text_en");
    let points_from = points("points_from", entry).unwrap_or(Number::ZERO);
    let points_to = required_points("points_to", entry);
    let minimum = points("min", entry);
    let weight = points("weight", entry).unwrap_or(Number::ONE);
    let heavier = entry.table("heavier").and_then(|it| read_heavier(&it));
    let source = entry.source("source").or_else(|| source.cloned());
    entry.finish();
    let points_to = points_to?;
    if points_from > points_to {
        entry.error(
            place("points_to", entry),
            format!("at most {points_to} points is fewer than at least {points_from}"),
        );
    }
    if let Some(minimum) = minimum.filter(|minimum| *minimum > points_to) {
        let title = format!("nobody reaches {minimum} points: this criterion gives at most {points_to}");
        entry.error(place("min", entry), title);
    }
    Some(RankingCriterion { id: id?, text: text?, points_from, points_to, minimum, weight, heavier, source: source? })
}

fn read_heavier(entry: &Reader<'_>) -> Option<HeavierWeight> {
    let when = entry.required_bilingual("when", "when_en");
    let weight = required_points("weight", entry);
    entry.finish();
    Some(HeavierWeight { when: when?, weight: weight? })
}

/// Reads the `[[document]]` tables of a version.
pub(super) fn read_documents(entry: &Reader<'_>, source: Option<&SourceRef>) -> Vec<RequiredDocument> {
    let mut seen = HashSet::new();
    let mut documents = Vec::new();
    for entry in entry.tables("document") {
        let id = new_id("document", &entry, &mut seen);
        let name = entry.required_bilingual("name", "name_en");
        let per_participant = entry.flag("per_participant");
        let file_types = entry.texts("file_types");
        let megabytes = entry.count("megabytes");
        let source = entry.source("source").or_else(|| source.cloned());
        entry.finish();
        file_types.iter().for_each(|it| report_file_type(it, &entry));
        if megabytes == Some(0) {
            entry.error(place("megabytes", &entry), "a file of nought megabytes holds nothing");
        }
        let file_types = file_types.into_iter().map(|it| it.value).collect();
        if let (Some(id), Some(name), Some(source)) = (id, name, source) {
            documents.push(RequiredDocument { id, name, per_participant, file_types, megabytes, source });
        }
    }
    documents
}

fn report_file_type(file_type: &Text, entry: &Reader<'_>) {
    let is_extension =
        !file_type.value.is_empty() && file_type.value.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    if !is_extension {
        let title = format!("`{}` is not a type of file", file_type.value);
        entry.error_with_help(file_type.span.clone(), title, "write how the file name ends, such as `pdf`");
    }
}

/// Reads the `[[field]]` tables of a version.
pub(super) fn read_fields(entry: &Reader<'_>, source: Option<&SourceRef>) -> Vec<FormField> {
    let mut seen = HashSet::new();
    let mut fields = Vec::new();
    for entry in entry.tables("field") {
        let id = new_id("field", &entry, &mut seen);
        let label = entry.required_bilingual("label", "label_en");
        let kind = entry.required_choice("kind", &FieldKind::ALL);
        let about = entry.required_choice("about", &FieldSubject::ALL);
        let optional = entry.flag("optional");
        let source = entry.source("source").or_else(|| source.cloned());
        entry.finish();
        if let (Some(id), Some(label), Some(kind), Some(about), Some(source)) = (id, label, kind, about, source) {
            fields.push(FormField { id, label, kind, about, optional, source });
        }
    }
    fields
}

/// Reads the `[[settlement]]` tables of a version.
pub(super) fn read_settlements(entry: &Reader<'_>, source: Option<&SourceRef>) -> Vec<SettlementRule> {
    let mut rules: Vec<SettlementRule> = Vec::new();
    for entry in entry.tables("settlement") {
        let below = entry.number("below");
        let arrangement = entry.required_choice("arrangement", &SettlementKind::ALL);
        let source = entry.source("source").or_else(|| source.cloned());
        entry.finish();
        let is_reached = rules.last().is_none_or(|last| match (last.below, below) {
            (Some(last), Some(below)) => last < below,
            (Some(_), None) => true,
            (None, _) => false,
        });
        if !is_reached {
            let help = "write them in order of `below`; the last one may go without and counts for all larger grants";
            entry.error_with_help(entry.span(), "no grant is settled by this rule", help);
            continue;
        }
        if let (Some(arrangement), Some(source)) = (arrangement, source) {
            rules.push(SettlementRule { below, arrangement, source });
        }
    }
    rules
}

fn new_id(what: &str, entry: &Reader<'_>, seen: &mut HashSet<String>) -> Option<Id> {
    let id = entry.required_text("id")?;
    if !seen.insert(id.value.clone()) {
        entry.error(id.span.clone(), format!("{what} `{}` is there twice", id.value));
    }
    Some(Arc::from(id.value))
}

fn required_points(field: &'static str, entry: &Reader<'_>) -> Option<Number> {
    entry.required_number(field)?;
    points(field, entry)
}

/// Points, or how often points count: nought or more.
fn points(field: &'static str, entry: &Reader<'_>) -> Option<Number> {
    let points = entry.placed_number(field)?;
    if points.value.is_negative() {
        entry.error(points.span, format!("`{field}` is below nought"));
        return None;
    }
    Some(points.value)
}

fn place(field: &'static str, entry: &Reader<'_>) -> Range<usize> {
    entry.field_span(field).unwrap_or_else(|| entry.span())
}
