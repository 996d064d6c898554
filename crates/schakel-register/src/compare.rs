//! Two versions of one instrument side by side: which fields differ, and whether each change is major or an
//! improvement (source 002, §1: MIT changes only in small steps).

use schakel_criteria::{Bilingual, Language};
use schakel_time::{dutch_date, english_date};

use crate::honest::Honest;
use crate::pack::Pack;
use crate::support::{Budget, Criterion, CriterionTest, Version, Window};

/// How much a change matters; the pack says which fields are major.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeClass {
    /// A change of the kind that the pack calls major.
    Major,
    /// Any other change.
    Improvement,
}

impl ChangeClass {
    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            ChangeClass::Major => "major",
            ChangeClass::Improvement => "improvement",
        }
    }
}

/// A field that differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field: `max`, `rate`, `criterion sme`.
    pub field: String,
    /// What it was, in words; `None`: not known.
    pub from: Option<String>,
    /// What it became, in words; `None`: not known.
    pub to: Option<String>,
    /// How much it matters.
    pub class: ChangeClass,
}

/// The fields in which two versions differ; empty for equal versions.
pub fn compare_versions(old: &Version, new: &Version, pack: &Pack, language: Language) -> Vec<FieldChange> {
    let words = |version: &Version| fields(version, language);
    let mut changes: Vec<FieldChange> = words(old)
        .into_iter()
        .zip(words(new))
        .filter(|((_, from), (_, to))| from != to)
        .map(|((field, from), (_, to))| change(field.to_owned(), from, to, pack))
        .collect();
    changes.extend(criterion_changes(old, new, pack, language));
    changes
}

fn change(field: String, from: Option<String>, to: Option<String>, pack: &Pack) -> FieldChange {
    let name = field.split(' ').next().unwrap_or("");
    let major = pack.settings.major_fields.iter().any(|it| it == name);
    FieldChange { field, from, to, class: if major { ChangeClass::Major } else { ChangeClass::Improvement } }
}

fn fields(version: &Version, language: Language) -> Vec<(&'static str, Option<String>)> {
    let amount = |honest: &Option<Honest>, unit| honest.as_ref().map(|it: &Honest| it.words(unit, language));
    let text = |text: &Option<Bilingual>| text.as_ref().map(|it| it.get(language).to_owned());
    vec![
        ("procedure", version.procedure.as_ref().map(|it| it.to_string())),
        ("rate", amount(&version.rate, "%")),
        ("min", amount(&version.minimum, "EUR")),
        ("max", amount(&version.maximum, "EUR")),
        ("amount_note", text(&version.amount_note)),
        ("documents", list(version.documents.clone())),
        ("terms", text(&version.terms)),
        ("window", list(version.windows.iter().map(|it| window_words(it, language)).collect())),
        ("budget", list(version.budgets.iter().map(|it| budget_words(it, language)).collect())),
    ]
}

fn list(items: Vec<String>) -> Option<String> {
    (!items.is_empty()).then(|| items.join("; "))
}

fn window_words(window: &Window, language: Language) -> String {
    let date = |moment: schakel_time::DateTime| match language {
        Language::Dutch => dutch_date(moment.date()),
        Language::English => english_date(moment.date()),
    };
    let from = window.from.map(date).unwrap_or_default();
    let until = window.until.map(date).unwrap_or_default();
    match (language, window.continuous) {
        (Language::Dutch, true) => "doorlopend".to_owned(),
        (Language::English, true) => "continuous".to_owned(),
        (_, false) => format!("{from} – {until}"),
    }
}

fn budget_words(budget: &Budget, language: Language) -> String {
    format!("{}: {}", budget.label, budget.amount.words("EUR", language))
}

fn criterion_changes(old: &Version, new: &Version, pack: &Pack, language: Language) -> Vec<FieldChange> {
    let find = |version: &Version, id: &str| version.criteria.iter().find(|it| &*it.id == id).cloned();
    let mut ids: Vec<_> = old.criteria.iter().chain(&new.criteria).map(|it| it.id.clone()).collect();
    let mut seen = Vec::new();
    ids.retain(|id| if seen.contains(id) { false } else { seen.push(id.clone()); true });
    let mut changes = Vec::new();
    for id in ids {
        let (from, to) = (find(old, &id), find(new, &id));
        if from.as_ref().map(test_text) != to.as_ref().map(test_text) {
            let words = |criterion: Option<Criterion>| criterion.map(|it| it.text.get(language).to_owned());
            changes.push(change(format!("criterion {id}"), words(from), words(to), pack));
        }
    }
    changes
}

/// What a criterion tests; its wording may improve without changing it.
fn test_text(criterion: &Criterion) -> &str {
    match &criterion.test {
        CriterionTest::Rule { text, .. } => text,
        CriterionTest::Judgement => criterion.text.nl.as_str(),
    }
}
