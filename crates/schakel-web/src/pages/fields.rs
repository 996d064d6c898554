//! Form fields made from the fact vocabulary, and facts read back from a query. Nothing is lost on the way: what
//! cannot be understood is shown again with what is wrong.

use schakel_criteria::{FactDefinition, FactId, FactSet, Language, Number, Type, Value};
use schakel_register::{FactError, Pack, fact_value_from_text};

use crate::pages::frame::Visit;
use crate::pages::parts::{ChoiceView, capitalised, choices, municipality_choices};

/// A field of the form.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// Identifier of the fact, and name of the field.
    pub name: String,
    /// Identifier on the page.
    pub id: String,
    /// The question.
    pub label: String,
    /// Help with it; may be empty.
    pub help: String,
    /// yes-no, select, checks, number, date or text.
    pub kind: &'static str,
    /// What is filled in.
    pub value: String,
    /// Words for the unit; may be empty.
    pub unit: String,
    /// The choices of a select or of boxes.
    pub options: Vec<ChoiceView>,
    /// Whether a long list of boxes is folded away at first: nothing in it is ticked.
    pub folded: bool,
    /// What is wrong with what is filled in; empty when nothing is.
    pub error: String,
}

/// What was filled in: the facts, and what could not be understood.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// What is known.
    pub facts: FactSet,
    /// Field name and what is wrong.
    pub errors: Vec<(String, String)>,
    /// What was typed, by field name, in order.
    pub typed: Vec<(String, String)>,
}

impl Given {
    /// What was typed in a field, first value.
    pub fn text(&self, name: &str) -> &str {
        self.typed.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str())
    }

    /// All values typed in a field.
    pub fn texts<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        self.typed.iter().filter(|(it, _)| it == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The typed values as query fields, to pass on to another page.
    pub fn as_fields(&self) -> Vec<(&str, &str)> {
        self.typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// The longest text that is read from one field.
pub const FIELD_CHARACTERS_MAX: usize = 500;

/// Boxes that are shown at once; a longer list is folded until something in it is ticked.
const BOXES_IN_VIEW_MAX: usize = 20;

/// Reads the facts from the query of a visit. Fields that are no facts are left alone.
pub fn given(visit: &Visit) -> Given {
    given_from(&visit.query, visit.pack(), visit.language)
}

fn given_from(query: &[(String, String)], pack: &Pack, language: Language) -> Given {
    let mut given = Given::default();
    for (name, value) in query {
        if pack.vocabulary.fact_named(name).is_some() && !value.trim().is_empty() {
            given.typed.push((name.clone(), value.chars().take(FIELD_CHARACTERS_MAX).collect()));
        }
    }
    for id in pack.vocabulary.fact_ids() {
        let Some(name) = pack.vocabulary.fact(id).map(|fact| fact.id.to_string()) else { continue };
        let joined = given.texts(&name).join(",");
        match fact_value_from_text(id, &joined, pack, language) {
            Ok(Some(value)) => given.facts.set(id, value),
            Ok(None) => {}
            Err(error) => given.errors.push((name, in_form_words(&error, id, pack, language))),
        }
    }
    given
}

/// A mistake in a field, with the name of the fact that people see in place of its identifier.
fn in_form_words(error: &FactError, id: FactId, pack: &Pack, language: Language) -> String {
    let name = pack.vocabulary.fact(id).map(|fact| capitalised(fact.name.get(language))).unwrap_or_default();
    error.message(language).replacen(&format!("`{}`", error.fact), &format!("‘{name}’"), 1)
}

/// The facts as query fields that mean the same in both languages, in the order of the vocabulary.
pub fn typed(facts: &FactSet, pack: &Pack, language: Language) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (id, value) in facts.given() {
        let Some(name) = pack.vocabulary.fact(id).map(|fact| fact.id.to_string()) else { continue };
        match value {
            Value::Codes(codes) => fields.extend(codes.iter().map(|code| (name.clone(), code.to_string()))),
            other => fields.push((name, value_as_typed(other, language))),
        }
    }
    fields
}

/// Whether what was typed is already written so, in whatever order.
pub fn is_typed_so(given: &Given, pack: &Pack, language: Language) -> bool {
    let mut wanted = typed(&given.facts, pack, language);
    let mut found = given.typed.clone();
    wanted.sort();
    found.sort();
    wanted == found
}

/// The fields of a visit with its numbers written so that they mean the same in both languages. What cannot be read
/// stays as it is.
pub fn for_both_languages(visit: &Visit) -> Vec<(String, String)> {
    let plain = |name: &str, text: &str| {
        let id = visit.pack().vocabulary.fact_named(name)?;
        let value = fact_value_from_text(id, text, visit.pack(), visit.language).ok()??;
        matches!(value, Value::Number(_)).then(|| value_as_typed(&value, visit.language))
    };
    visit.query.iter().map(|(name, text)| (name.clone(), plain(name, text).unwrap_or_else(|| text.clone()))).collect()
}

fn value_as_typed(value: &Value, language: Language) -> String {
    match (value, language) {
        (Value::Bool(true), Language::Dutch) => "ja".to_owned(),
        (Value::Bool(true), Language::English) => "yes".to_owned(),
        (Value::Bool(false), Language::Dutch) => "nee".to_owned(),
        (Value::Bool(false), Language::English) => "no".to_owned(),
        (Value::Number(number), _) => unmistakable(*number),
        (Value::Date(date), _) => date.to_string(),
        (Value::Text(text), _) => text.to_string(),
        (Value::Codes(codes), _) => codes.join(","),
    }
}

/// A number that reads the same in Dutch and English: no thousands marks, and never exactly three decimals, which
/// Dutch readers take for thousands.
fn unmistakable(number: Number) -> String {
    let text = number.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals == 3 { format!("{text}0") } else { text }
}

/// A number as the visitor writes it; a share as a percentage.
fn number_as_shown(number: Number, fact: &FactDefinition, language: Language) -> String {
    let is_share = (fact.minimum, fact.maximum) == (Some(Number::ZERO), Some(Number::ONE));
    let decimal = if language == Language::Dutch { ',' } else { '.' };
    match number.times(Number::whole(100)) {
        Some(hundredfold) if is_share => format!("{}%", hundredfold.written(decimal, "")),
        _ => number.written(decimal, ""),
    }
}

/// The field of a fact. `prefix` keeps identifiers apart when a fact is asked more than once on a page.
pub fn field(id: FactId, prefix: &str, given: &Given, visit: &Visit) -> Option<FieldView> {
    let pack = visit.pack();
    let fact = pack.vocabulary.fact(id)?;
    let details = pack.details(id)?;
    let name = fact.id.to_string();
    let value = given.text(&name).to_owned();
    let (kind, options) = match &fact.fact_type {
        Type::Bool => ("yes-no", yes_no(&value, visit)),
        Type::Code(list) if &**list == "municipalities" => ("select", municipality_choices(pack, &value)),
        Type::Code(list) => ("select", choices(pack.codes(list), visit.language, &[&value])),
        Type::Codes(list) if &**list == "sbi" => ("text", Vec::new()),
        Type::Codes(list) => ("checks", choices(pack.codes(list), visit.language, &given.texts(&name))),
        Type::Number | Type::Money => ("number", Vec::new()),
        Type::Date => ("date", Vec::new()),
        Type::Text => ("text", Vec::new()),
    };
    let value = match given.facts.get(id) {
        Some(Value::Number(number)) => number_as_shown(*number, fact, visit.language),
        _ if kind == "text" => given.texts(&name).join(", "),
        _ => value,
    };
    let error = given.errors.iter().find(|(it, _)| *it == name).map(|(_, error)| error.clone());
    let unit = if fact.fact_type == Type::Money && details.unit.nl.is_empty() {
        visit.texts().get("unit-euro")
    } else {
        details.unit.get(visit.language).to_owned()
    };
    let folded = kind == "checks" && options.len() > BOXES_IN_VIEW_MAX && value.is_empty();
    Some(FieldView {
        folded,
        id: format!("{prefix}{name}"),
        label: details.question.get(visit.language).to_owned(),
        help: details.help.get(visit.language).to_owned(),
        kind,
        value,
        unit,
        options,
        error: error.unwrap_or_default(),
        name,
    })
}

/// The choices of a question with yes and no: also that one does not know.
pub fn yes_no(value: &str, visit: &Visit) -> Vec<ChoiceView> {
    let choice = |key: &str, id: &str, chosen: bool| ChoiceView {
        id: id.to_owned(),
        name: visit.texts().get(key),
        chosen,
        number: String::new(),
    };
    let (yes, no) = match visit.language {
        Language::Dutch => ("ja", "nee"),
        Language::English => ("yes", "no"),
    };
    let is_yes = matches!(value, "ja" | "yes" | "true");
    let is_no = matches!(value, "nee" | "no" | "false");
    vec![choice("yes", yes, is_yes), choice("no", no, is_no), choice("do-not-know", "", !is_yes && !is_no)]
}

/// Errors about combinations of facts, in the visitor's words.
pub fn contradictions(given: &Given, visit: &Visit) -> Vec<String> {
    let json = schakel_register::facts_to_json(&given.facts, visit.pack());
    match schakel_register::facts_from_json(&json, visit.pack(), visit.moment().date()) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(|error: &FactError| error.message(visit.language)).collect(),
    }
}
