//! Repairing typing errors: the word that was probably meant. Words that the word list or the records have are left
//! alone. Deciding what is searched lives in `index`.

use schakel_criteria::Language;

use crate::analysis::{Analyser, Token};
use crate::keywords::KeywordIndex;

/// Shorter words are left alone: too many others are one letter away.
const LETTERS_MIN: usize = 4;
/// From this length on two errors are repaired.
const TWO_ERRORS_LETTERS_MIN: usize = 8;

/// The word that was probably meant, when this one is no word that we know.
pub(crate) fn correction(token: &Token, index: &KeywordIndex, analyser: &Analyser) -> Option<String> {
    let word = token.folded.as_str();
    let length = word.chars().count();
    let has_digit = word.chars().any(|it| it.is_ascii_digit());
    let is_code = token.text.chars().filter(|it| it.is_uppercase()).count() > 1;
    if length < LETTERS_MIN || has_digit || is_code || index.vocabulary().contains_key(word) {
        return None;
    }
    if analyser.is_known(word) || index.knows(&analyser.terms(token, Language::Dutch)) {
        return None;
    }
    let errors_max = if length < TWO_ERRORS_LETTERS_MIN { 1 } else { 2 };
    let near = |candidate: &str| {
        let errors = if candidate.len().abs_diff(word.len()) > errors_max {
            errors_max + 1
        } else {
            strsim::osa_distance(word, candidate)
        };
        (errors <= errors_max).then_some(errors)
    };
    let candidates = index.vocabulary().iter().filter(|(candidate, _)| candidate.len() >= LETTERS_MIN);
    let scored = candidates.filter_map(|(candidate, count)| {
        let errors = near(candidate)?;
        let other_start = candidate.chars().next() != word.chars().next();
        Some(((errors, other_start, u32::MAX - count), candidate))
    });
    scored.min().map(|(_, candidate)| candidate.clone())
}
