//! Checks over the whole pack: names that must exist, versions that may not overlap, amounts and criteria that
//! contradict themselves. Reading mistakes are reported where a file is read.

use std::ops::Range;

use schakel_criteria::{Expression, FindingKind, lint};
use schakel_time::Date;

use crate::diagnostic::Diagnostic;
use crate::findings;
use crate::load::PackFiles;
use crate::pack::Pack;
use crate::reader::{Notes, Reference, Target, known};
use crate::support::{Category, CriterionTest, Support, Version};

/// Reports every name that refers to nothing.
pub(crate) fn references(pack: &Pack, notes: &Notes) {
    for reference in notes.references.borrow().iter() {
        let (what, help) = match &reference.target {
            Target::Organisation => missing("organisation", reference, pack.organisations.keys().map(|it| &**it)),
            Target::Source => missing("source", reference, pack.sources.keys().map(|it| &**it)),
            Target::Support => missing("instrument", reference, pack.support.keys().map(|it| &**it)),
            Target::Area => missing("area", reference, areas(pack)),
            Target::Record => missing("record", reference, records(pack)),
            Target::Code(list) => missing(list, reference, pack.codes(list).iter().map(|it| &*it.id)),
        };
        let Some(help) = help else { continue };
        let title = format!("unknown {what} `{}`", reference.name);
        let diagnostic = Diagnostic::error(&reference.file, reference.span.clone(), title).help(help);
        notes.diagnostics.borrow_mut().push(diagnostic);
    }
}

fn missing<'a>(
    what: &'static str,
    reference: &Reference,
    names: impl Iterator<Item = &'a str> + Clone,
) -> (String, Option<String>) {
    let exists = names.clone().any(|name| name == reference.name);
    let what = match what {
        "plan" | "themes" | "phases" | "kinds" | "statuses" | "levels" | "audiences" | "labels" | "roles"
        | "procedures" | "organisation-types" => format!("code of `{what}`:"),
        other => other.to_owned(),
    };
    (what, (!exists).then(|| known(&reference.name, names)))
}

fn areas(pack: &Pack) -> impl Iterator<Item = &str> + Clone {
    pack.regions.iter().map(|it| &*it.id).chain(pack.municipalities.keys().map(|it| &**it))
}

fn records(pack: &Pack) -> impl Iterator<Item = &str> + Clone {
    let organisations = pack.organisations.keys().chain(pack.support.keys());
    organisations.chain(pack.records.keys()).chain(pack.strategies.keys()).map(|it| &**it)
}

/// Contradictions within records, and what the pack shows about the support system itself.
pub(crate) fn consistency(pack: &Pack, files: &PackFiles) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for support in pack.support.values() {
        let place = Place { support, text: files.get(&support.file).map_or("", String::as_str) };
        overlapping_versions(&place, &mut found);
        for (index, version) in support.versions.iter().enumerate() {
            amounts(&place, index, version, &mut found);
            criteria(&place, version, pack, &mut found);
        }
        facility_fields(&place, &mut found);
    }
    found.extend(findings::findings(pack));
    found
}

/// A record and its text, to find the words that a message is about.
struct Place<'a> {
    support: &'a Support,
    text: &'a str,
}

impl Place<'_> {
    fn error(&self, words: &str, title: String) -> Diagnostic {
        Diagnostic::error(&self.support.file, self.find(words), title)
    }

    /// The first place of the words in the file; the first line when they are not there.
    fn find(&self, words: &str) -> Range<usize> {
        match self.text.find(words) {
            Some(start) => start..start + words.len(),
            None => 0..self.text.lines().next().map_or(0, str::len),
        }
    }
}

fn overlapping_versions(place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    for (first, second) in place.support.versions.iter().zip(place.support.versions.iter().skip(1)) {
        if first.valid.overlaps(&second.valid) {
            let title = format!("two versions hold at the same time: {} and {}", first.valid, second.valid);
            let help = "a period ends on the first day that no longer counts; let one end where the other begins";
            found.push(place.error(&second.valid.to_string(), title).help(help));
        }
    }
}

fn amounts(place: &Place<'_>, index: usize, version: &Version, found: &mut Vec<Diagnostic>) {
    let minimum = version.minimum.as_ref().and_then(|it| it.value);
    let maximum = version.maximum.as_ref().and_then(|it| it.value);
    if let (Some(minimum), Some(maximum)) = (minimum, maximum)
        && minimum > maximum
    {
        let title = format!("version {}: the smallest amount {minimum} is above the largest, {maximum}", index + 1);
        found.push(place.error(&format!("min = {minimum}"), title));
    }
    let budget = crate::honest::HonestSum::of(version.budgets.iter().map(|it| &it.amount));
    let ceiling = budget.together().and_then(|it| it.value);
    if let (Some(maximum), Some(ceiling)) = (maximum, ceiling)
        && maximum > ceiling
    {
        let title = format!("version {}: one amount, {maximum}, is above the scheme's own ceiling, {ceiling}", index + 1);
        found.push(place.error("[[version.budget]]", title));
    }
    let one = schakel_criteria::Number::ONE;
    if let Some(rate) = version.rate.as_ref().and_then(|it| it.value)
        && (rate.is_negative() || rate > one)
    {
        let title = format!("version {}: a rate lies between 0% and 100%", index + 1);
        found.push(place.error("rate =", title).help("write a share of the costs as text with a percent sign, `\"35%\"`"));
    }
}

fn criteria(place: &Place<'_>, version: &Version, pack: &Pack, found: &mut Vec<Diagnostic>) {
    let mut rules: Vec<(&str, &str, &Expression)> = Vec::new();
    for (position, criterion) in version.criteria.iter().enumerate() {
        if version.criteria.iter().take(position).any(|it| it.id == criterion.id) {
            let title = format!("criterion `{}` is there twice in the version of {}", criterion.id, version.valid);
            found.push(place.error(&format!("id = \"{}\"", criterion.id), title));
        }
        if let CriterionTest::Rule { expression, text } = &criterion.test {
            rules.push((&criterion.id, text, expression));
        }
    }
    let expressions: Vec<&Expression> = rules.iter().map(|(_, _, expression)| *expression).collect();
    for finding in lint(&expressions, &pack.vocabulary, day_inside(version)) {
        let Some((id, text, _)) = rules.get(finding.rule) else { continue };
        let (title, help) = lint_words(&finding.kind, id, version, &rules);
        found.push(Diagnostic::warning(&place.support.file, place.find(text), title).help(help));
    }
}

fn lint_words(kind: &FindingKind, id: &str, version: &Version, rules: &[(&str, &str, &Expression)]) -> (String, String) {
    let valid = &version.valid;
    match kind {
        FindingKind::NobodyMeets => (
            format!("criterion `{id}` of {valid} can never be met"),
            "no value of the facts satisfies this rule; check the figures and the signs".to_owned(),
        ),
        FindingKind::AlwaysHolds => (
            format!("criterion `{id}` of {valid} always holds"),
            "it asks nothing of a firm; check the figures and the signs, or leave it out".to_owned(),
        ),
        FindingKind::NobodyMeetsTogether { others } => {
            let names: Vec<String> =
                others.iter().filter_map(|other| rules.get(*other)).map(|(id, _, _)| format!("`{id}`")).collect();
            let title = format!("criterion `{id}` of {valid} can never be met together with {}", names.join(", "));
            (title, "each can be met by itself, but no firm meets all of them; check the figures".to_owned())
        }
    }
}

/// A day on which the version holds, so that thresholds have their value of that time.
fn day_inside(version: &Version) -> Date {
    let before_end = version.valid.end().and_then(|end| end.yesterday().ok());
    version.valid.start().or(before_end).unwrap_or(REFERENCE_DAY)
}

/// The day taken for a version without dates: any day on which today's thresholds hold.
const REFERENCE_DAY: Date = Date::constant(2026, 1, 1);

fn facility_fields(place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let details = &place.support.place;
    let has_place = details.municipality.is_some() || details.units.is_some() || !details.equipment.is_empty();
    if place.support.category == Category::Instrument && has_place {
        let title = "an instrument has no place or equipment; this record belongs in `facilities/`".to_owned();
        let words = if details.municipality.is_some() { "municipality" } else { "equipment" };
        found.push(place.error(words, title));
    }
}
