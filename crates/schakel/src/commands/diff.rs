//! `schakel diff`: what changed between two versions of an instrument, and how much it matters.

use schakel_criteria::Language;
use schakel_register::{ChangeClass, FieldChange, Support, Version, compare_versions};
use schakel_time::Period;
use serde_json::json;

use crate::arguments::{Diff, Format};
use crate::commands::{CommandError, Outcome, day_or_today, last_day, support_named, usable_pack, written_date};
use crate::printer::Printer;

/// Compares the versions that held on two days.
pub fn run(diff: &Diff, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&diff.pack, printer)?;
    let support = support_named(&diff.instrument, &pack)?;
    let old = version_on(support, &diff.from)?;
    let new = version_on(support, &diff.to)?;
    let language = Language::from(diff.lang);
    let changes = compare_versions(old, new, &pack, language);
    match diff.format {
        Format::Json => {
            let rows: Vec<_> = changes.iter().map(as_json).collect();
            let (from, to) = (old.valid.to_string(), new.valid.to_string());
            let document = json!({ "instrument": &*support.id, "from": from, "to": to, "changes": rows });
            printer.line(&format!("{document:#}"));
        }
        Format::Text => text(support, [old, new], &changes, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

fn version_on<'a>(support: &'a Support, day: &str) -> Result<&'a Version, CommandError> {
    let date = day_or_today(Some(day))?;
    support.versions.iter().find(|version| version.valid.contains(date)).ok_or_else(|| {
        let periods: Vec<String> = support.versions.iter().map(|version| version.valid.to_string()).collect();
        let message = format!("no version of `{}` held on {day}", support.id);
        CommandError::refused(message).help(format!("it has versions for: {}", periods.join(", ")))
    })
}

/// A change as JSON.
pub(super) fn as_json(change: &FieldChange) -> serde_json::Value {
    json!({ "field": change.field, "from": change.from, "to": change.to, "class": change.class.name() })
}

fn text(support: &Support, [old, new]: [&Version; 2], changes: &[FieldChange], language: Language) -> Vec<String> {
    let say = |dutch: &'static str, english: &'static str| match language {
        Language::Dutch => dutch,
        Language::English => english,
    };
    let period = |version: &Version| period_words(&version.valid, language);
    let mut lines = vec![
        support.name.get(language).to_owned(),
        format!("  {}: {}", say("oud", "old"), period(old)),
        format!("  {}: {}", say("nieuw", "new"), period(new)),
        String::new(),
    ];
    if changes.is_empty() {
        let same = std::ptr::eq(old, new);
        lines.push(match same {
            true => say("Beide dagen vallen in dezelfde versie.", "Both days fall in the same version.").to_owned(),
            false => say("Geen verschil.", "No difference.").to_owned(),
        });
    }
    lines.extend(change_lines(changes, language));
    lines
}

/// Changes in words: what was, and what is.
pub(super) fn change_lines(changes: &[FieldChange], language: Language) -> Vec<String> {
    let say = |dutch: &'static str, english: &'static str| match language {
        Language::Dutch => dutch,
        Language::English => english,
    };
    let mut lines = Vec::new();
    for change in changes {
        let class = match change.class {
            ChangeClass::Major => say("grote wijziging", "major change"),
            ChangeClass::NoLongerKnown => say("niet meer vermeld", "no longer stated"),
            ChangeClass::Improvement => say("kleine wijziging", "small change"),
        };
        let words =
            |value: &Option<String>| value.clone().unwrap_or_else(|| say("niet vermeld", "not stated").to_owned());
        lines.push(format!("{} ({class})", change.field));
        lines.push(format!("  {}: {}", say("was", "was"), words(&change.from)));
        lines.push(format!("  {}: {}", say("is", "is"), words(&change.to)));
    }
    lines
}

/// A period in words; an open side has no limit that a source gives.
pub(super) fn period_words(period: &Period, language: Language) -> String {
    let first = period.start().map(|day| written_date(day, language));
    let last = period.end().map(|end| written_date(last_day(end.at(0, 0, 0, 0)), language));
    match (first, last, language) {
        (Some(first), Some(last), Language::Dutch) => format!("van {first} tot en met {last}"),
        (Some(first), Some(last), Language::English) => format!("from {first} up to and including {last}"),
        (Some(first), None, Language::Dutch) => format!("vanaf {first}"),
        (Some(first), None, Language::English) => format!("from {first}"),
        (None, Some(last), Language::Dutch) => format!("tot en met {last}"),
        (None, Some(last), Language::English) => format!("up to and including {last}"),
        (None, None, Language::Dutch) => "begin en eind niet bekend".to_owned(),
        (None, None, Language::English) => "begin and end not known".to_owned(),
    }
}
