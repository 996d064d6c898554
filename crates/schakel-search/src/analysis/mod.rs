//! From text to the terms that are searched: tokens, stop words, stems and the parts of compounds, in Dutch and English.
//! Which records have them lives in `keywords`; repairing typing errors in `typing`.

mod compounds;
mod stems;
mod tokens;

use std::collections::BTreeSet;

use schakel_criteria::Language;

use crate::word_list::WordList;
use stems::Stems;

pub use tokens::Token;
pub(crate) use tokens::{fold, tokens};

const DUTCH_STOP_WORDS: &str = include_str!("../../data/stopwords-nl.txt");
const ENGLISH_STOP_WORDS: &str = include_str!("../../data/stopwords-en.txt");

/// A unit that texts and questions are compared by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The stem, in lower case without accents.
    pub text: String,
    /// Whether it stands for a whole word or for a part of one.
    pub kind: TermKind,
}

/// What a term stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A word.
    Word,
    /// A part of a compound.
    Part,
}

/// Takes texts apart in the way of their language.
#[derive(Debug)]
pub struct Analyser {
    words: WordList,
    stems: Stems,
    dutch_stop_words: BTreeSet<&'static str>,
    english_stop_words: BTreeSet<&'static str>,
}

impl Analyser {
    /// An analyser that splits Dutch compounds with this list; without words it splits none.
    pub fn new(words: &WordList) -> Analyser {
        Analyser {
            words: words.clone(),
            stems: Stems::new(),
            dutch_stop_words: lines(DUTCH_STOP_WORDS),
            english_stop_words: lines(ENGLISH_STOP_WORDS),
        }
    }

    /// The words of a text, as they stand in it.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        tokens(text)
    }

    /// The terms of one word: its stem and, in Dutch, the stems of its parts. A stop word has none.
    pub fn terms(&self, token: &Token, language: Language) -> Vec<Term> {
        let word = token.folded.as_str();
        if self.is_stop_word(word, language) {
            return Vec::new();
        }
        let mut terms = vec![Term { text: self.stems.stem(word, language), kind: TermKind::Word }];
        let parts: Vec<String> = match language {
            Language::Dutch => self.parts(word),
            Language::English => hyphen_parts(word),
        };
        for part in parts.iter().filter(|part| !self.is_stop_word(part, language)) {
            let term = Term { text: self.stems.stem(part, language), kind: TermKind::Part };
            if !terms.iter().any(|it| it.text == term.text) {
                terms.push(term);
            }
        }
        terms
    }

    /// The parts of a Dutch word: what hyphens separate, and what a compound is made of. Nothing for a simple word.
    pub fn parts(&self, word: &str) -> Vec<String> {
        let pieces = hyphen_parts(word);
        if pieces.is_empty() {
            return compounds::split(word, &self.words);
        }
        let mut parts = Vec::new();
        for piece in pieces {
            let smaller = compounds::split(&piece, &self.words);
            parts.push(piece);
            parts.extend(smaller);
        }
        parts
    }

    /// Whether the word list has this word, or the parts of it.
    pub fn is_known(&self, word: &str) -> bool {
        self.words.contains(word) || !compounds::split(word, &self.words).is_empty()
    }

    /// Whether this is a word that no question is about.
    pub fn is_stop_word(&self, word: &str, language: Language) -> bool {
        let list = match language {
            Language::Dutch => &self.dutch_stop_words,
            Language::English => &self.english_stop_words,
        };
        list.contains(word)
    }

    /// The language of a text by its function words; Dutch when they do not tell.
    pub fn language_of(&self, text: &str) -> Language {
        let (mut dutch, mut english) = (0_u32, 0_u32);
        for token in tokens(text) {
            dutch += u32::from(self.is_stop_word(&token.folded, Language::Dutch));
            english += u32::from(self.is_stop_word(&token.folded, Language::English));
        }
        if english > dutch { Language::English } else { Language::Dutch }
    }
}

/// `e-commerce` gives `e` and `commerce`; a word without a hyphen gives nothing.
fn hyphen_parts(word: &str) -> Vec<String> {
    if !word.contains('-') {
        return Vec::new();
    }
    word.split('-').filter(|it| it.chars().count() > 1).map(str::to_owned).collect()
}

fn lines(text: &'static str) -> BTreeSet<&'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}
