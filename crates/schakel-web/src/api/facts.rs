//! The fact vocabulary: what may be asked of a firm, in which words, of which type, with the code lists.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_criteria::{CodeList, FactDefinition, FactId, Type};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call};
use crate::api::values::{Words, json_number};
use crate::state::App;

/// The fact vocabulary.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Vocabulary {
    /// The facts, in the order in which they are asked.
    pub gegevens: Vec<FactView>,
    /// The code lists that facts take their values from, by name.
    pub codelijsten: BTreeMap<String, Vec<CodeView>>,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FactView {
    /// Identifier, as `/toetsingen` takes it.
    pub id: String,
    /// `bool`, `number`, `integer`, `money`, `date`, `code`, `codes` or `text`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The code list, for `code` and `codes`.
    pub codelijst: Option<String>,
    /// Name in a sentence.
    pub naam: String,
    /// The question.
    pub vraag: String,
    /// Help with the question.
    pub toelichting: String,
    /// Words for the unit.
    pub eenheid: String,
    /// Section of the form.
    pub groep: String,
    /// Smallest value.
    #[schema(value_type = Option<f64>)]
    pub min: Option<serde_json::Number>,
    /// Largest value.
    #[schema(value_type = Option<f64>)]
    pub max: Option<serde_json::Number>,
    /// Whether it follows from other facts; it may be given all the same.
    pub afgeleid: bool,
    /// Whether nobody can change it.
    pub onveranderlijk: bool,
    /// Effort of answering, 1 (known by heart) to 5 (look it up).
    pub moeite: u32,
    /// How long it may be kept, days.
    pub bewaartermijn_dagen: Option<u32>,
    /// Field of a register that gives it.
    pub op_te_halen: Option<String>,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeView {
    /// Code.
    pub id: String,
    /// Name for the reader.
    pub naam: String,
    /// The code it belongs under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onder: Option<String>,
}

/// What may be asked of a firm.
#[utoipa::path(
    get, path = "/gegevens", tag = "gegevens", operation_id = "gegevens",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    responses((status = 200, description = "The facts with their questions and code lists", body = Vocabulary))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<Vocabulary> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let words = call.words();
    let vocabulary = &call.pack().vocabulary;
    let facts: Vec<FactView> = vocabulary.fact_ids().filter_map(|id| fact(id, words)).collect();
    let mut lists = BTreeMap::new();
    for name in facts.iter().filter_map(|fact| fact.codelijst.as_ref()) {
        if let Some(list) = vocabulary.code_list(name) {
            lists.entry(name.clone()).or_insert_with(|| codes(list, words));
        }
    }
    Ok(Json(Vocabulary { gegevens: facts, codelijsten: lists }))
}

fn fact(id: FactId, words: Words) -> Option<FactView> {
    let definition = words.pack.vocabulary.fact(id)?;
    let details = words.pack.details(id)?;
    let language = words.language;
    Some(FactView {
        id: definition.id.to_string(),
        kind: type_name(definition),
        codelijst: match &definition.fact_type {
            Type::Code(list) | Type::Codes(list) => Some(list.to_string()),
            _ => None,
        },
        naam: definition.name.get(language).to_owned(),
        vraag: details.question.get(language).to_owned(),
        toelichting: details.help.get(language).to_owned(),
        eenheid: details.unit.get(language).to_owned(),
        groep: details.group.clone(),
        min: definition.minimum.and_then(json_number),
        max: definition.maximum.and_then(json_number),
        afgeleid: definition.derivation.is_some(),
        onveranderlijk: definition.immutable,
        moeite: details.cost,
        bewaartermijn_dagen: details.keep_days,
        op_te_halen: details.prefill.clone(),
    })
}

fn type_name(definition: &FactDefinition) -> &'static str {
    match &definition.fact_type {
        Type::Bool => "bool",
        Type::Number if definition.whole => "integer",
        Type::Number => "number",
        Type::Money => "money",
        Type::Date => "date",
        Type::Code(_) => "code",
        Type::Codes(_) => "codes",
        Type::Text => "text",
    }
}

fn codes(list: &CodeList, words: Words) -> Vec<CodeView> {
    let code = |code: &schakel_criteria::Code| CodeView {
        id: code.id.to_string(),
        naam: code.name.get(words.language).to_owned(),
        onder: code.parent.as_ref().map(|parent| parent.to_string()),
    };
    list.codes().iter().map(code).collect()
}
