//! Values as people write them: numbers, amounts of money, dates and codes, in Dutch and English. Whole rules are in
//! `words`.

use std::sync::Arc;

use schakel_time::{dutch_date, english_date};

use super::{Writer, enumeration};
use crate::number::Number;
use crate::tree::{Expression, Node};
use crate::value::{Type, Value};
use crate::vocabulary::{FactId, Language, Vocabulary};

/// A value of a fact in words: "€ 25.000", "ja", "Zwolle", "3 maart 2015".
pub fn value_in_words(id: FactId, value: &Value, vocabulary: &Vocabulary, language: Language) -> String {
    if let (Value::Number(number), true) = (value, is_share(id, vocabulary)) {
        return percentage(*number, language);
    }
    let fact_type = vocabulary.fact(id).map_or(&Type::Text, |fact| &fact.fact_type);
    written(value, fact_type, vocabulary, language)
}

impl Writer<'_> {
    /// A value inside a sentence.
    pub(super) fn written(&self, value: &Value, value_type: &Type) -> String {
        match value {
            Value::Text(text) => self.code_name(value_type, text),
            other => written(other, value_type, self.vocabulary, self.language),
        }
    }

    /// The figure that a share of a whole is compared with, as a percentage.
    pub(super) fn share(&self, id: FactId, figure: &Expression) -> Option<String> {
        match &figure.node {
            Node::Literal(Value::Number(number)) if is_share(id, self.vocabulary) => {
                Some(percentage(*number, self.language))
            }
            _ => None,
        }
    }

    /// A code with its name, for codes that people know by their number: "28 (Vervaardiging van machines)".
    pub(super) fn numbered_code(&self, codes: &Type, code: &str) -> String {
        format!("{code} ({})", code_name(codes, code, self.vocabulary, self.language))
    }

    /// The name of a code inside a sentence; text that has no code list comes in quotes.
    pub(super) fn code_name(&self, codes: &Type, code: &str) -> String {
        match codes {
            Type::Code(_) | Type::Codes(_) => self.distinct(code_name(codes, code, self.vocabulary, self.language)),
            _ => format!("‘{code}’"),
        }
    }

    /// A name inside a sentence: in quotes when it could be taken for several names.
    pub(super) fn distinct(&self, name: String) -> String {
        distinct(name, self.language)
    }
}

fn written(value: &Value, value_type: &Type, vocabulary: &Vocabulary, language: Language) -> String {
    match (value, language) {
        (Value::Bool(true), Language::Dutch) => "ja".to_owned(),
        (Value::Bool(false), Language::Dutch) => "nee".to_owned(),
        (Value::Bool(true), Language::English) => "yes".to_owned(),
        (Value::Bool(false), Language::English) => "no".to_owned(),
        (Value::Number(number), _) if *value_type == Type::Money => amount(*number, language),
        (Value::Number(number), _) => figure(*number, language),
        (Value::Date(date), Language::Dutch) => dutch_date(*date),
        (Value::Date(date), Language::English) => english_date(*date),
        (Value::Text(code), _) => code_name(value_type, code, vocabulary, language),
        (Value::Codes(codes), _) => code_names(value_type, codes, vocabulary, language),
    }
}

fn code_names(codes_type: &Type, codes: &[Arc<str>], vocabulary: &Vocabulary, language: Language) -> String {
    let name = |code: &Arc<str>| distinct(code_name(codes_type, code, vocabulary, language), language);
    let names: Vec<String> = codes.iter().map(name).collect();
    match (names.is_empty(), language) {
        (true, Language::Dutch) => "geen".to_owned(),
        (true, Language::English) => "none".to_owned(),
        (false, Language::Dutch) => enumeration(&names, "en"),
        (false, Language::English) => enumeration(&names, "and"),
    }
}

/// The name of a code; for a text without a code list, and for a code that is not in it, the text itself.
fn code_name(codes_type: &Type, code: &str, vocabulary: &Vocabulary, language: Language) -> String {
    let (Type::Code(list) | Type::Codes(list)) = codes_type else { return code.to_owned() };
    let known = vocabulary.code_list(list).and_then(|list| list.get(code));
    known.map_or(code, |known| known.name.get(language)).to_owned()
}

/// A name among others: in quotes when it could be taken for several names.
fn distinct(name: String, language: Language) -> String {
    let joints = match language {
        Language::Dutch => [",", ";", " en ", " of "],
        Language::English => [",", ";", " and ", " or "],
    };
    if joints.iter().any(|joint| name.contains(joint)) { format!("‘{name}’") } else { name }
}

/// Whether a fact is a share of a whole: a number from nought to one.
fn is_share(id: FactId, vocabulary: &Vocabulary) -> bool {
    let bounds = vocabulary.fact(id).map(|fact| (fact.fact_type == Type::Number, fact.minimum, fact.maximum));
    bounds == Some((true, Some(Number::ZERO), Some(Number::ONE)))
}

/// A share as a percentage: 0.35 is "35%".
fn percentage(share: Number, language: Language) -> String {
    match share.times(Number::whole(100)) {
        Some(hundredfold) => format!("{}%", figure(hundredfold, language)),
        None => figure(share, language),
    }
}

fn figure(number: Number, language: Language) -> String {
    match language {
        Language::Dutch => number.written(',', "."),
        Language::English => number.written('.', ","),
    }
}

/// An amount in euros, with cents only where there are any.
fn amount(number: Number, language: Language) -> String {
    let point = match language {
        Language::Dutch => ',',
        Language::English => '.',
    };
    let mut euros = figure(number, language);
    if euros.split_once(point).is_some_and(|(_, decimals)| decimals.len() == 1) {
        euros.push('0');
    }
    match (language, euros.strip_prefix('-')) {
        (Language::Dutch, _) => format!("€ {euros}"),
        (Language::English, None) => format!("€{euros}"),
        (Language::English, Some(without_sign)) => format!("-€{without_sign}"),
    }
}
