//! Facts from outside: JSON (a facts file, the API) and text (a form) become typed values. Every mistake is reported
//! at once, and nothing is accepted silently. The words of the mistakes live in `fact_error`.

use std::sync::Arc;

use schakel_criteria::{FactDefinition, FactId, FactSet, Language, Number, Situation, Type, Value, evaluate};
use schakel_time::{Date, parse_date};
use serde_json::{Map, Value as Json};

use crate::fact_error::{FactError, FactProblem};
use crate::load::ACTIVITY_LIST;
use crate::number_text::{exact_text, typed_number, typed_share};
use crate::pack::Pack;
use crate::suggestion::nearest;

/// Reads facts from a JSON object of fact identifiers and values; `null` means not known.
///
/// # Errors
/// Every unknown fact, every value of the wrong type, every unknown code, and every combination that cannot be true.
pub fn facts_from_json(json: &Json, pack: &Pack, as_of: Date) -> Result<FactSet, Vec<FactError>> {
    let Json::Object(object) = json else {
        return Err(vec![FactError { fact: String::new(), problem: FactProblem::NotAnObject }]);
    };
    let mut facts = FactSet::new();
    let mut errors = Vec::new();
    for (name, value) in object {
        let known = pack.vocabulary.fact_named(name);
        let Some((id, definition)) = known.and_then(|id| Some((id, pack.vocabulary.fact(id)?))) else {
            errors.push(unknown_fact(name, pack));
            continue;
        };
        match typed(value, definition, pack) {
            Ok(Some(value)) => facts.set(id, value),
            Ok(None) => {}
            Err(problem) => errors.push(FactError { fact: name.clone(), problem }),
        }
    }
    errors.extend(contradictions(&facts, pack, as_of));
    if errors.is_empty() { Ok(facts) } else { Err(errors) }
}

/// The given facts as a JSON object, in the order of the vocabulary; reading it again gives the same facts.
pub fn facts_to_json(facts: &FactSet, pack: &Pack) -> Json {
    let mut object = Map::new();
    for (id, value) in facts.given() {
        if let Some(definition) = pack.vocabulary.fact(id) {
            object.insert(definition.id.to_string(), value_to_json(value));
        }
    }
    Json::Object(object)
}

/// Reads one value as typed in a form, in the way of writing of the language: `25.000,50` or `25,000.50`, `ja`.
///
/// # Errors
/// As [`facts_from_json`]; empty text means not known and gives `None`.
pub fn fact_value_from_text(
    id: FactId,
    text: &str,
    pack: &Pack,
    language: Language,
) -> Result<Option<Value>, FactError> {
    let Some(definition) = pack.vocabulary.fact(id) else { return Ok(None) };
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let as_typed = || Json::String(text.to_owned());
    let json = match definition.fact_type {
        Type::Bool => match text.to_lowercase().as_str() {
            "ja" | "yes" | "true" => Json::Bool(true),
            "nee" | "no" | "false" => Json::Bool(false),
            _ => as_typed(),
        },
        Type::Number if is_share(definition) => number_or(typed_share(text, language), as_typed),
        Type::Number | Type::Money => number_or(typed_number(text, language), as_typed),
        Type::Codes(_) => {
            let codes = text.split([',', ' ', ';']).filter(|it| !it.is_empty());
            Json::Array(codes.map(|code| Json::String(code.to_owned())).collect())
        }
        Type::Date | Type::Code(_) | Type::Text => as_typed(),
    };
    typed(&json, definition, pack).map_err(|problem| FactError { fact: definition.id.to_string(), problem })
}

/// A fact from nothing to all of something: people know it as a percentage.
fn is_share(definition: &FactDefinition) -> bool {
    definition.maximum == Some(Number::ONE)
}

fn number_or(number: Option<Number>, otherwise: impl FnOnce() -> Json) -> Json {
    number.and_then(exact_text).map_or_else(otherwise, Json::String)
}

/// Combinations of facts that cannot be true.
fn contradictions(facts: &FactSet, pack: &Pack, as_of: Date) -> Vec<FactError> {
    let situation = Situation { vocabulary: &pack.vocabulary, facts, as_of };
    let is_broken = |rule| evaluate(rule, &situation).as_bool() == Some(false);
    let broken = pack.constraints.iter().filter(|constraint| is_broken(&constraint.rule));
    let error = |text| FactError { fact: String::new(), problem: FactProblem::Contradiction { text } };
    broken.map(|constraint| error(constraint.text.clone())).collect()
}

fn unknown_fact(name: &str, pack: &Pack) -> FactError {
    let names = pack.vocabulary.facts().iter().map(|fact| &*fact.id);
    let near = nearest(name, names).map(str::to_owned);
    FactError { fact: name.to_owned(), problem: FactProblem::UnknownFact { near } }
}

fn typed(json: &Json, definition: &FactDefinition, pack: &Pack) -> Result<Option<Value>, FactProblem> {
    let wrong = || FactProblem::WrongType { wanted: definition.fact_type.clone(), found: shown(json) };
    let value = match (&definition.fact_type, json) {
        (_, Json::Null) => return Ok(None),
        (Type::Bool, Json::Bool(truth)) => Value::Bool(*truth),
        (Type::Number | Type::Money, Json::Number(number)) => number_in_range(&number.to_string(), definition, wrong)?,
        (Type::Number | Type::Money, Json::String(text)) => number_in_range(text, definition, wrong)?,
        (Type::Date, Json::String(text)) => Value::Date(parse_date(text).map_err(|_| wrong())?),
        (Type::Text, Json::String(text)) => Value::text(text),
        (Type::Code(list), Json::String(code)) => Value::Text(known_code(code, list, pack)?),
        (Type::Codes(list), Json::String(code)) => Value::codes([&*known_code(code, list, pack)?]),
        (Type::Codes(list), Json::Array(items)) => {
            let mut codes = Vec::new();
            for item in items {
                codes.push(known_code(item.as_str().ok_or_else(wrong)?, list, pack)?);
            }
            Value::codes(codes.iter().map(|code| &**code))
        }
        _ => return Err(wrong()),
    };
    Ok(Some(value))
}

fn number_in_range(
    text: &str,
    definition: &FactDefinition,
    wrong: impl Fn() -> FactProblem,
) -> Result<Value, FactProblem> {
    let number = Number::parse(text).ok_or_else(wrong)?;
    let found = text.to_owned();
    if definition.whole && !number.is_whole() {
        return Err(FactProblem::NotWhole { found });
    }
    match (definition.minimum, definition.maximum) {
        (Some(minimum), _) if number < minimum => Err(FactProblem::TooSmall { minimum, found }),
        (_, Some(maximum)) if number > maximum => Err(FactProblem::TooLarge { maximum, found }),
        _ => Ok(Value::Number(number)),
    }
}

/// A code of the list. Activity codes may carry dots, and those of 2008 are mapped where one code of 2025 fits.
fn known_code(written: &str, list: &str, pack: &Pack) -> Result<Arc<str>, FactProblem> {
    let is_activity = list == ACTIVITY_LIST;
    let code = if is_activity { written.replace('.', "") } else { written.to_owned() };
    let codes = pack.vocabulary.code_list(list).map_or(&[][..], |list| list.codes());
    if let Some(found) = pack.vocabulary.code_list(list).and_then(|list| list.get(&code)) {
        return Ok(Arc::clone(&found.id));
    }
    if let Some(current) = pack.sbi_2008.get(code.as_str()).filter(|_| is_activity) {
        return Ok(Arc::clone(current));
    }
    if is_activity && code.len() >= ACTIVITY_DIGITS_MIN && code.bytes().all(|it| it.is_ascii_digit()) {
        return Err(FactProblem::UnknownActivity { code });
    }
    let lower = written.to_lowercase();
    let by_name = codes.iter().find(|it| it.name.nl.to_lowercase() == lower || it.name.en.to_lowercase() == lower);
    let near = by_name.map(|it| &*it.id).or_else(|| nearest(&code, codes.iter().map(|it| &*it.id)));
    Err(FactProblem::UnknownCode { near: near.map(str::to_owned), code, list: list.to_owned() })
}

/// An activity code of two digits is a division, the largest group that has digits.
const ACTIVITY_DIGITS_MIN: usize = 2;

/// A wrong value as a message repeats it.
fn shown(json: &Json) -> String {
    let text = json.to_string();
    if text.chars().count() <= SHOWN_CHARACTERS_MAX {
        return text;
    }
    text.chars().take(SHOWN_CHARACTERS_MAX).chain(['…']).collect()
}

/// Characters of a wrong value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 40;

fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => number_to_json(*number),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Codes(codes) => Json::Array(codes.iter().map(|code| Json::String(code.to_string())).collect()),
    }
}

/// A JSON number where that says exactly the same, and otherwise the number as text.
fn number_to_json(number: Number) -> Json {
    let text = exact_text(number).unwrap_or_else(|| number.to_string());
    let as_number: Option<Json> = serde_json::from_str(&text).ok();
    match as_number.map(|json| (json.to_string(), json)) {
        Some((printed, json)) if printed == text => json,
        _ => Json::String(text),
    }
}
