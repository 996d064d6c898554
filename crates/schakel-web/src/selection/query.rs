//! Reading a selection from a query. Everything that cannot be understood is reported at once, with what was probably
//! meant; what can be understood still counts, so that a page can show both.

use std::sync::Arc;

use schakel_criteria::Language;
use schakel_register::{Id, Pack};

use crate::selection::search::folded;
use crate::selection::{Filter, MUNICIPALITY_KEY, OpenState, Selection, WORDS_KEY};

/// The longest search text, characters: longer is no question but a text.
const WORDS_CHARACTERS_MAX: usize = 200;

/// Characters of a wrong value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 40;

/// A value in a query that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionError {
    /// The key.
    pub key: &'static str,
    /// What is wrong.
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    UnknownValue { value: String, near: Option<String> },
    NotAnOpenState { value: String },
    TooLong { characters: usize },
}

impl SelectionError {
    /// The mistake in words, with what to do.
    pub fn message(&self, language: Language) -> String {
        let key = self.key;
        match (&self.problem, language) {
            (Problem::UnknownValue { value, near: Some(near) }, Language::Dutch) => {
                format!("`{key}`: `{value}` bestaat niet; bedoelde u `{near}`?")
            }
            (Problem::UnknownValue { value, near: Some(near) }, Language::English) => {
                format!("`{key}`: `{value}` does not exist; did you mean `{near}`?")
            }
            (Problem::UnknownValue { value, near: None }, Language::Dutch) => {
                format!("`{key}`: `{value}` bestaat niet")
            }
            (Problem::UnknownValue { value, near: None }, Language::English) => {
                format!("`{key}`: `{value}` does not exist")
            }
            (Problem::NotAnOpenState { value }, Language::Dutch) => {
                format!("`{key}` is `true`, `false` of `onbekend`, maar hier staat `{value}`")
            }
            (Problem::NotAnOpenState { value }, Language::English) => {
                format!("`{key}` is `true`, `false` or `onbekend`, but `{value}` was given")
            }
            (Problem::TooLong { characters }, Language::Dutch) => {
                format!("`{key}` is {characters} tekens lang; gebruik er hooguit {WORDS_CHARACTERS_MAX}")
            }
            (Problem::TooLong { characters }, Language::English) => {
                format!("`{key}` has {characters} characters; use at most {WORDS_CHARACTERS_MAX}")
            }
        }
    }
}

/// Reads a selection from the pairs of a query. Pairs with other keys, and pairs without a value (an empty field of a
/// form), are passed over.
pub fn parse(pairs: &[(String, String)], pack: &Pack) -> (Selection, Vec<SelectionError>) {
    let mut selection = Selection::default();
    let mut errors = Vec::new();
    for (key, value) in pairs {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let read = match key.as_str() {
            WORDS_KEY => read_words(value, &mut selection),
            MUNICIPALITY_KEY => read_municipality(value, pack, &mut selection),
            OpenState::KEY => read_open(value, &mut selection),
            other => match Filter::ALL.into_iter().find(|filter| filter.key() == other) {
                Some(filter) => read_filter(filter, value, pack, &mut selection),
                None => Ok(()),
            },
        };
        errors.extend(read.err());
    }
    (selection, errors)
}

fn read_words(value: &str, selection: &mut Selection) -> Result<(), SelectionError> {
    let characters = value.chars().count();
    if characters > WORDS_CHARACTERS_MAX {
        return Err(SelectionError { key: WORDS_KEY, problem: Problem::TooLong { characters } });
    }
    value.clone_into(&mut selection.words);
    Ok(())
}

fn read_municipality(value: &str, pack: &Pack, selection: &mut Selection) -> Result<(), SelectionError> {
    if let Some((code, _)) = pack.municipalities.get_key_value(value) {
        selection.municipality = Some(Id::clone(code));
        return Ok(());
    }
    let names = pack.municipalities.values().map(|it| (&*it.id, it.name.as_str()));
    Err(unknown(MUNICIPALITY_KEY, value, near_name(value, names)))
}

fn read_open(value: &str, selection: &mut Selection) -> Result<(), SelectionError> {
    match OpenState::ALL.iter().find(|(name, _)| *name == value) {
        Some((_, open)) => {
            selection.open = Some(*open);
            Ok(())
        }
        None => Err(SelectionError { key: OpenState::KEY, problem: Problem::NotAnOpenState { value: shown(value) } }),
    }
}

fn read_filter(filter: Filter, value: &str, pack: &Pack, selection: &mut Selection) -> Result<(), SelectionError> {
    let known = known_values(filter, pack);
    if !known.iter().any(|(id, _)| *id == value) {
        return Err(unknown(filter.key(), value, near_name(value, known.into_iter())));
    }
    let values = selection.chosen.entry(filter).or_default();
    let value: Id = Arc::from(value);
    if !values.contains(&value) {
        values.push(value);
    }
    Ok(())
}

/// The values of a filter that exist, with their Dutch names.
fn known_values(filter: Filter, pack: &Pack) -> Vec<(&str, &str)> {
    match (filter, filter.code_list()) {
        (_, Some(list)) => pack.codes(list).iter().map(|code| (&*code.id, code.name.nl.as_str())).collect(),
        (Filter::Area, None) => {
            let regions = pack.regions.iter().map(|region| (&*region.id, region.name.nl.as_str()));
            let municipalities = pack.municipalities.values().map(|it| (&*it.id, it.name.as_str()));
            regions.chain(municipalities).collect()
        }
        (Filter::Provider, None) => pack.organisations.values().map(|it| (&*it.id, it.name.nl.as_str())).collect(),
        (_, None) => pack.support.values().filter_map(|it| it.family.as_deref()).map(|it| (it, it)).collect(),
    }
}

/// The identifier that was probably meant: one with that name, or the nearest identifier.
pub fn near_name<'a>(value: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let wanted = folded(value);
    let limit = (value.chars().count() / 3).max(2);
    let mut nearest: Option<(usize, &str)> = None;
    for (id, name) in known {
        let distance = if folded(name) == wanted { 0 } else { strsim::damerau_levenshtein(&wanted, id) };
        if distance <= limit && nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, id));
        }
    }
    nearest.map(|(_, id)| id.to_owned())
}

fn unknown(key: &'static str, value: &str, near: Option<String>) -> SelectionError {
    SelectionError { key, problem: Problem::UnknownValue { value: shown(value), near } }
}

fn shown(value: &str) -> String {
    if value.chars().count() <= SHOWN_CHARACTERS_MAX {
        return value.to_owned();
    }
    value.chars().take(SHOWN_CHARACTERS_MAX).chain(['…']).collect()
}
