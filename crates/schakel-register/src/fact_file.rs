//! Facts from outside: JSON (a facts file, the API) and text (a form) become typed values; every mistake is
//! reported at once, and nothing is accepted silently.

use std::sync::Arc;

use schakel_criteria::{FactDefinition, FactId, FactSet, Language, Number, Situation, Type, Value, evaluate};
use schakel_time::Date;
use serde_json::{Map, Value as Json};

use crate::pack::Pack;
use crate::suggestion::nearest;

/// A mistake in given facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactError {
    /// The fact, as written; empty when the facts as a whole are meant.
    pub fact: String,
    /// What is wrong and what to do.
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    NotAnObject,
    UnknownFact { near: Option<String> },
    WrongType { wanted: Type, found: String },
    NotWhole { found: String },
    TooSmall { minimum: Number, found: String },
    TooLarge { maximum: Number, found: String },
    UnknownCode { code: String, list: String, near: Option<String> },
    OldActivityCode { code: String },
    Contradiction { text: schakel_criteria::Bilingual },
}

impl FactError {
    /// The mistake in words, with what to do.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Dutch => self.dutch(),
            Language::English => self.english(),
        }
    }

    fn dutch(&self) -> String {
        let fact = &self.fact;
        match &self.problem {
            Problem::NotAnObject => "de gegevens moeten een lijst zijn van gegeven en waarde, zoals {\"employees\": 12}".to_owned(),
            Problem::UnknownFact { near: Some(near) } => format!("het gegeven `{fact}` bestaat niet; bedoelde u `{near}`?"),
            Problem::UnknownFact { near: None } => format!("het gegeven `{fact}` bestaat niet; facts.toml noemt alle gegevens"),
            Problem::WrongType { wanted, found } => format!("`{fact}` moet {} zijn, maar is {found}", dutch_type(wanted)),
            Problem::NotWhole { found } => format!("`{fact}` moet een heel getal zijn, maar is {found}"),
            Problem::TooSmall { minimum, found } => format!("`{fact}` is minstens {minimum}, maar hier staat {found}"),
            Problem::TooLarge { maximum, found } => format!("`{fact}` is hooguit {maximum}, maar hier staat {found}"),
            Problem::UnknownCode { code, list, near } => {
                let near = near.as_ref().map(|it| format!("; bedoelde u `{it}`?")).unwrap_or_default();
                format!("`{fact}`: de code `{code}` staat niet in de lijst `{list}`{near}")
            }
            Problem::OldActivityCode { code } => {
                format!("`{fact}`: `{code}` is een SBI-code van 2008 waar meer dan één code van 2025 bij past; geef de SBI-code van 2025")
            }
            Problem::Contradiction { text } => text.nl.clone(),
        }
    }

    fn english(&self) -> String {
        let fact = &self.fact;
        match &self.problem {
            Problem::NotAnObject => "the facts must be an object of fact and value, such as {\"employees\": 12}".to_owned(),
            Problem::UnknownFact { near: Some(near) } => format!("unknown fact `{fact}`; did you mean `{near}`?"),
            Problem::UnknownFact { near: None } => format!("unknown fact `{fact}`; facts.toml lists all facts"),
            Problem::WrongType { wanted, found } => format!("`{fact}` must be {wanted}, but is {found}"),
            Problem::NotWhole { found } => format!("`{fact}` must be a whole number, but is {found}"),
            Problem::TooSmall { minimum, found } => format!("`{fact}` is at least {minimum}, but {found} was given"),
            Problem::TooLarge { maximum, found } => format!("`{fact}` is at most {maximum}, but {found} was given"),
            Problem::UnknownCode { code, list, near } => {
                let near = near.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
                format!("`{fact}`: the code `{code}` is not in the list `{list}`{near}")
            }
            Problem::OldActivityCode { code } => {
                format!("`{fact}`: `{code}` is an SBI 2008 code that fits more than one SBI 2025 code; give the SBI 2025 code")
            }
            Problem::Contradiction { text } => text.en.clone(),
        }
    }
}

fn dutch_type(wanted: &Type) -> String {
    match wanted {
        Type::Bool => "ja of nee (true of false)".to_owned(),
        Type::Number => "een getal".to_owned(),
        Type::Money => "een bedrag".to_owned(),
        Type::Date => "een datum (2017-04-11)".to_owned(),
        Type::Code(list) => format!("een code uit `{list}`"),
        Type::Codes(list) => format!("een lijst codes uit `{list}`"),
        Type::Text => "tekst".to_owned(),
    }
}

/// Reads facts from a JSON object of fact identifiers and values; `null` means not known.
///
/// # Errors
/// Every unknown fact, every value of the wrong type, every unknown code, and every combination that cannot be true.
pub fn facts_from_json(json: &Json, pack: &Pack, as_of: Date) -> Result<FactSet, Vec<FactError>> {
    let Json::Object(object) = json else {
        return Err(vec![FactError { fact: String::new(), problem: Problem::NotAnObject }]);
    };
    let mut facts = FactSet::new();
    let mut errors = Vec::new();
    for (name, value) in object {
        let Some(id) = pack.vocabulary.fact_named(name) else {
            errors.push(unknown_fact(name, pack));
            continue;
        };
        let Some(definition) = pack.vocabulary.fact(id) else { continue };
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
pub fn fact_value_from_text(id: FactId, text: &str, pack: &Pack, language: Language) -> Result<Option<Value>, FactError> {
    let Some(definition) = pack.vocabulary.fact(id) else { return Ok(None) };
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let json = match definition.fact_type {
        Type::Bool => match text.to_lowercase().as_str() {
            "ja" | "yes" | "true" => Json::Bool(true),
            "nee" | "no" | "false" => Json::Bool(false),
            _ => Json::String(text.to_owned()),
        },
        Type::Number | Type::Money => Json::String(plain_number(text, language)),
        Type::Codes(_) => {
            let codes = text.split([',', ' ', ';']).filter(|it| !it.is_empty());
            Json::Array(codes.map(|code| Json::String(code.to_owned())).collect())
        }
        _ => Json::String(text.to_owned()),
    };
    typed(&json, definition, pack).map_err(|problem| FactError { fact: definition.id.to_string(), problem })
}

/// Combinations of facts that cannot be true.
pub(crate) fn contradictions(facts: &FactSet, pack: &Pack, as_of: Date) -> Vec<FactError> {
    let situation = Situation { vocabulary: &pack.vocabulary, facts, as_of };
    let broken = |rule| evaluate(rule, &situation).as_bool() == Some(false);
    let broken = pack.constraints.iter().filter(|constraint| broken(&constraint.rule));
    broken.map(|it| FactError { fact: String::new(), problem: Problem::Contradiction { text: it.text.clone() } }).collect()
}

fn unknown_fact(name: &str, pack: &Pack) -> FactError {
    let names = pack.vocabulary.facts().iter().map(|fact| &*fact.id);
    let near = nearest(name, names).map(str::to_owned);
    FactError { fact: name.to_owned(), problem: Problem::UnknownFact { near } }
}

fn typed(json: &Json, definition: &FactDefinition, pack: &Pack) -> Result<Option<Value>, Problem> {
    let wrong = || Problem::WrongType { wanted: definition.fact_type.clone(), found: found(json) };
    let value = match (&definition.fact_type, json) {
        (_, Json::Null) => return Ok(None),
        (Type::Bool, Json::Bool(truth)) => Value::Bool(*truth),
        (Type::Number | Type::Money, Json::Number(number)) => number_in_range(&number.to_string(), definition, wrong)?,
        (Type::Number | Type::Money, Json::String(text)) => number_in_range(text, definition, wrong)?,
        (Type::Date, Json::String(text)) => Value::Date(schakel_time::parse_date(text).map_err(|_| wrong())?),
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

fn number_in_range(text: &str, definition: &FactDefinition, wrong: impl Fn() -> Problem) -> Result<Value, Problem> {
    let number = Number::parse(text).ok_or_else(wrong)?;
    let found = text.to_owned();
    if definition.whole && !number.is_whole() {
        return Err(Problem::NotWhole { found });
    }
    match (definition.minimum, definition.maximum) {
        (Some(minimum), _) if number < minimum => Err(Problem::TooSmall { minimum, found }),
        (_, Some(maximum)) if number > maximum => Err(Problem::TooLarge { maximum, found }),
        _ => Ok(Value::Number(number)),
    }
}

/// A code of the list. Activity codes may carry dots, and those of 2008 are mapped where one code of 2025 fits.
fn known_code(code: &str, list: &str, pack: &Pack) -> Result<Arc<str>, Problem> {
    let cleaned = if list == "sbi" { code.replace('.', "") } else { code.to_owned() };
    let Some(codes) = pack.vocabulary.code_list(list) else {
        return Err(Problem::UnknownCode { code: cleaned, list: list.to_owned(), near: None });
    };
    if let Some(found) = codes.get(&cleaned) {
        return Ok(Arc::clone(&found.id));
    }
    if list == "sbi" {
        if let Some(current) = pack.sbi_2008.get(cleaned.as_str()) {
            return Ok(Arc::clone(current));
        }
        if cleaned.len() >= 2 && cleaned.bytes().all(|it| it.is_ascii_digit()) {
            return Err(Problem::OldActivityCode { code: cleaned });
        }
    }
    let by_name = codes.codes().iter().find(|it| it.name.nl.eq_ignore_ascii_case(code) || it.name.en.eq_ignore_ascii_case(code));
    let near = by_name.map(|it| it.id.to_string());
    let near = near.or_else(|| nearest(&cleaned, codes.codes().iter().map(|it| &*it.id)).map(str::to_owned));
    Err(Problem::UnknownCode { code: cleaned, list: list.to_owned(), near })
}

fn found(json: &Json) -> String {
    let text = json.to_string();
    if text.chars().count() <= SHOWN_CHARACTERS_MAX { text } else { text.chars().take(SHOWN_CHARACTERS_MAX).chain(['…']).collect() }
}

/// Characters of a wrong value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 40;

fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => number.to_i64().map_or_else(|| Json::String(number.to_string()), Json::from),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Codes(codes) => Json::Array(codes.iter().map(|code| Json::String(code.to_string())).collect()),
    }
}

/// A number as people type it, in the form that rules use: no currency sign, no thousands marks, a point before the
/// decimals. A mark followed by exactly three digits is a thousands mark, unless it is the decimal mark of the
/// language and the only one.
fn plain_number(text: &str, language: Language) -> String {
    let (decimal, group) = match language {
        Language::Dutch => (',', '.'),
        Language::English => ('.', ','),
    };
    let bare: String = text.chars().filter(|it| !it.is_whitespace() && *it != '€').collect();
    let bare = bare.strip_suffix(",-").or(bare.strip_suffix(".-")).unwrap_or(&bare);
    let (whole, decimals) = bare.split_once(decimal).map_or((bare, None), |(whole, rest)| (whole, Some(rest)));
    let grouped = whole.split(group).skip(1).all(|part| part.len() == 3);
    let whole = if grouped { whole.replace(group, "") } else { whole.replace(group, ".") };
    match decimals {
        Some(decimals) => format!("{whole}.{decimals}"),
        None => whole,
    }
}
