//! Two versions of one instrument side by side: which fields differ, and whether each change is major or an
//! improvement (source 002, §1: MIT changes only in small steps).

use schakel_criteria::{Bilingual, Language};

use crate::aid::AidRules;
use crate::honest::Honest;
use crate::pack::Pack;
use crate::source::Id;
use crate::support::{Budget, Criterion, Version};

/// How much a change matters; the pack says which fields are major.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeClass {
    /// A change of the kind that the pack calls major.
    Major,
    /// What was known is not known any more: nobody can tell whether that is better or worse.
    NoLongerKnown,
    /// Any other change.
    Improvement,
}

impl ChangeClass {
    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            ChangeClass::Major => "major",
            ChangeClass::NoLongerKnown => "no-longer-known",
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
    let fields = fields(old, pack, language).into_iter().zip(fields(new, pack, language));
    let changed = fields.filter(|((_, from), (_, to))| from != to);
    let mut changes: Vec<FieldChange> =
        changed.map(|((field, from), (_, to))| change(field.to_owned(), field, from, to, pack)).collect();
    changes.extend(criterion_changes(old, new, pack, language));
    changes
}

/// How much a change of a field matters, by its name in a pack and by whether it stopped being known. What is major stays
/// major then.
pub fn change_class(field: &str, is_lost: bool, pack: &Pack) -> ChangeClass {
    let is_major = pack.settings.major_fields.iter().any(|it| it == field);
    match is_lost {
        _ if is_major => ChangeClass::Major,
        true => ChangeClass::NoLongerKnown,
        false => ChangeClass::Improvement,
    }
}

/// The field that says that the sources give no conditions.
const CRITERIA_UNKNOWN: &str = "criteria_unknown";

/// `name` is the field as the pack names it among the major ones.
fn change(field: String, name: &str, from: Option<String>, to: Option<String>, pack: &Pack) -> FieldChange {
    // That the sources give no conditions is a field by itself: there it is the other way round.
    let class = change_class(name, if name == CRITERIA_UNKNOWN { to.is_some() } else { to.is_none() }, pack);
    FieldChange { field, from, to, class }
}

fn fields(version: &Version, pack: &Pack, language: Language) -> [(&'static str, Option<String>); 12] {
    let figure = |honest: &Option<Honest>, unit| honest.as_ref().map(|it| it.words(unit, language));
    let text = |text: &Option<Bilingual>| text.as_ref().map(|it| it.get(language).to_owned());
    [
        ("procedure", version.procedure.as_ref().map(|it| procedure_words(it, pack, language))),
        ("rate", figure(&version.rate, "%")),
        ("min", figure(&version.minimum, "EUR")),
        ("max", figure(&version.maximum, "EUR")),
        ("amount_note", text(&version.amount_note)),
        ("documents", list(version.documents.iter().cloned())),
        ("agreements", list(version.agreements.iter().cloned())),
        ("terms", text(&version.terms)),
        ("window", list(version.windows.iter().map(|it| it.words(language)))),
        ("budget", list(version.budgets.iter().map(|it| budget_words(it, language)))),
        ("aid", version.aid.as_ref().map(|it| aid_words(it, language))),
        (CRITERIA_UNKNOWN, version.criteria_unknown.then(|| unknown_words(language).to_owned())),
    ]
}

/// The rules on aid with the words of the pack, as its author knows them.
fn aid_words(aid: &AidRules, language: Language) -> String {
    let mut parts = vec![aid.form.name().to_owned()];
    parts.extend(aid.basis.map(|it| it.name().to_owned()));
    parts.extend(aid.same_costs.map(|it| it.name().to_owned()));
    parts.extend(aid.maximum_per_year.as_ref().map(|it| format!("max_per_year {}", it.words("EUR", language))));
    parts.extend(aid.costs.iter().map(|it| format!("{} {}", it.kind, it.rate.words("%", language))));
    parts.join("; ")
}

fn procedure_words(procedure: &Id, pack: &Pack, language: Language) -> String {
    let code = pack.vocabulary.code_list("procedures").and_then(|list| list.get(procedure));
    code.map_or(&**procedure, |code| code.name.get(language)).to_owned()
}

fn list(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| items.join("; "))
}

fn budget_words(budget: &Budget, language: Language) -> String {
    format!("{}: {}", budget.label_in(language), budget.amount.words("EUR", language))
}

fn unknown_words(language: Language) -> &'static str {
    match language {
        Language::Dutch => "de bronnen noemen geen voorwaarden",
        Language::English => "the sources give no conditions",
    }
}

/// The criteria that test something else now, came, or went. Better words for the same test are no change.
fn criterion_changes(old: &Version, new: &Version, pack: &Pack, language: Language) -> Vec<FieldChange> {
    let is_old = |criterion: &&Criterion| old.criteria.iter().any(|it| it.id == criterion.id);
    let came = new.criteria.iter().filter(|criterion| !is_old(criterion)).map(|to| (&to.id, None, Some(to)));
    let stayed_or_went = old.criteria.iter().map(|from| {
        let to = new.criteria.iter().find(|it| it.id == from.id);
        (&from.id, Some(from), to)
    });
    let mut changes = Vec::new();
    for (id, from, to) in stayed_or_went.chain(came) {
        if from.map(|it| it.test.written()) == to.map(|it| it.test.written()) {
            continue;
        }
        let is_same_text = from.map(|it| &it.text) == to.map(|it| &it.text);
        let words = |criterion: &Criterion| criterion_words(criterion, is_same_text, language);
        changes.push(change(format!("criterion {id}"), "criterion", from.map(words), to.map(words), pack));
    }
    changes
}

/// A criterion in words; with its rule when the words alone would hide the difference.
fn criterion_words(criterion: &Criterion, with_rule: bool, language: Language) -> String {
    let text = criterion.text.get(language);
    match criterion.test.written() {
        Some(rule) if with_rule => format!("{text} ({rule})"),
        _ => text.to_owned(),
    }
}
