//! The fields that the round asks for, as they stand in the form, and the conditions of its instruments with the facts that
//! decide them.

use schakel_criteria::FactId;
use schakel_register::{FieldKind, FieldSubject, FormField};

use crate::pages::apply::mistakes::Mistake;
use crate::pages::apply::way::Sheet;
use crate::pages::fields::{FieldView, field, given};
use crate::pages::frame::Visit;
use crate::pages::outcome::{OutcomeView, outcome};

/// A field of the round.
pub struct InputView {
    /// Name of the field, and its place on the page.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// Help with it.
    pub help: String,
    /// text for one line, words for several; else the kind of the input.
    pub kind: &'static str,
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub error: String,
}

/// The conditions of the instruments of a round, looked at with what is known.
pub struct ConditionsView {
    /// The verdict for each instrument.
    pub outcomes: Vec<OutcomeView>,
    /// The facts that decide it.
    pub fields: Vec<FieldView>,
}

/// The fields about a subject.
pub fn inputs(subject: FieldSubject, sheet: &Sheet, mistakes: &[Mistake], visit: &Visit) -> Vec<InputView> {
    let fields = sheet.setup.version.fields.iter().filter(|it| it.about == subject);
    fields.map(|it| input(it, sheet, mistakes, visit)).collect()
}

fn input(field: &FormField, sheet: &Sheet, mistakes: &[Mistake], visit: &Visit) -> InputView {
    let name = format!("veld-{}", field.id);
    let texts = visit.texts();
    let (kind, help) = match field.kind {
        FieldKind::Line => ("text", ""),
        FieldKind::Text => ("words", ""),
        FieldKind::Money => ("text", "apply-help-money"),
        FieldKind::Number => ("text", "apply-help-number"),
        FieldKind::Date => ("date", ""),
        FieldKind::Register => ("text", "apply-help-register"),
        FieldKind::Email => ("email", ""),
        FieldKind::Phone => ("tel", ""),
        FieldKind::Account => ("text", "apply-help-account"),
    };
    let label = field.label.get(visit.language);
    InputView {
        label: if field.optional { texts.with("apply-optional", "label", label) } else { label.to_owned() },
        help: if help.is_empty() { String::new() } else { texts.get(help) },
        kind,
        value: sheet.answers.fields.get(&*field.id).cloned().unwrap_or_default(),
        error: mistakes.iter().find(|(it, _)| *it == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        name,
    }
}

/// A visit that holds the facts of an application, and nothing else.
pub fn with_facts(sheet: &Sheet, visit: &Visit) -> Visit {
    visit.with_query(sheet.answers.facts.clone())
}

/// Whether the firm meets the conditions, as far as is known.
pub fn conditions(sheet: &Sheet, visit: &Visit) -> ConditionsView {
    let facts = with_facts(sheet, visit);
    let given = given(&facts);
    let matcher = visit.app.matcher(visit.moment());
    let found: Vec<_> =
        sheet.setup.round.instruments.iter().filter_map(|it| matcher.match_one(it, &given.facts)).collect();
    let mut asked: Vec<FactId> = Vec::new();
    for it in &found {
        let used = it.answer.criteria.iter().flat_map(|it| it.used.iter().map(|(fact, _)| *fact));
        for fact in it.answer.missing.iter().copied().chain(used) {
            let is_asked =
                visit.pack().vocabulary.fact(fact).is_none_or(|it| it.derivation.is_some() || &*it.id == "as_of");
            if !is_asked && !asked.contains(&fact) {
                asked.push(fact);
            }
        }
    }
    asked.sort();
    ConditionsView {
        outcomes: found.iter().map(|it| outcome(it, &given, &facts)).collect(),
        fields: asked.into_iter().filter_map(|it| field(it, "feit-", &given, &facts)).collect(),
    }
}
