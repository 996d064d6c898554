//! Searching: from a question to hits with reasons. The parts that find live in `keywords` and `places`.

use std::collections::BTreeMap;

use schakel_criteria::Language;
use schakel_register::{Id, Pack};

use crate::analysis::{Analyser, Token, tokens};
use crate::documents::{Document, documents};
use crate::found::{Correction, Found, FoundPlace, Hit, Reason};
use crate::keywords::{KeywordIndex, Match};
use crate::meaning::Meaning;
use crate::places::Places;
use crate::typing::correction;
use crate::word_list::WordList;

/// The part of a question that is read, in characters; people who write more have said it by then.
pub const QUESTION_CHARACTERS_MAX: usize = 500;

/// The most hits that a search gives.
const HITS_MAX: usize = 60;

/// The most words given as reasons of one hit.
const WORD_REASONS_MAX: usize = 4;

/// Everything needed to answer plain questions about a pack. It owns its data.
#[derive(Debug)]
pub struct SearchIndex {
    analyser: Analyser,
    documents: Vec<Document>,
    dutch: KeywordIndex,
    english: KeywordIndex,
    places: Places,
    meaning: Option<Meaning>,
}

impl SearchIndex {
    /// An index of the pack. Without the sentence model the search knows words, not meaning, and says so.
    pub fn new(pack: &Pack, words: &WordList, meaning: Option<Meaning>) -> SearchIndex {
        let analyser = Analyser::new(words);
        let documents = documents(pack);
        SearchIndex {
            dutch: KeywordIndex::new(&documents, &analyser, Language::Dutch),
            english: KeywordIndex::new(&documents, &analyser, Language::English),
            places: Places::new(pack, words),
            meaning,
            analyser,
            documents,
        }
    }

    /// What answers a question in Dutch or English, best first. The same question always has the same answer.
    pub fn search(&self, question: &str) -> Found {
        let question: String = question.chars().take(QUESTION_CHARACTERS_MAX).collect();
        let language = self.analyser.language_of(&question);
        let keywords = match language {
            Language::Dutch => &self.dutch,
            Language::English => &self.english,
        };
        let asked = tokens(&question);
        let in_text = self.places.find(&asked);
        let is_place = |at: usize| in_text.iter().any(|it| at >= it.first && at < it.first + it.count);
        let mut read: Vec<Token> = Vec::new();
        let mut corrections = Vec::new();
        for (at, token) in asked.into_iter().enumerate() {
            let meant = if is_place(at) { None } else { correction(&token, keywords, &self.analyser) };
            if let Some(meant) = meant {
                corrections.push(Correction { asked: token.text.clone(), meant: meant.clone() });
                read.push(Token { text: token.text, folded: meant });
            } else {
                read.push(token);
            }
        }
        let places: Vec<FoundPlace> = in_text.into_iter().map(|it| it.place).collect();
        let matches = keywords.matches(&read, &self.analyser);
        let hits = self.hits(&matches, &places);
        Found { language, hits, places, corrections, is_reduced: self.meaning.is_none() }
    }

    fn hits(&self, matches: &BTreeMap<usize, Vec<Match>>, places: &[FoundPlace]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (number, words) in matches {
            let Some(document) = self.documents.get(*number) else { continue };
            let score = words.iter().map(|it| it.score).sum();
            let mut reasons: Vec<Reason> = words.iter().take(WORD_REASONS_MAX).map(reason).collect();
            let here = places.iter().filter(|it| document.areas.iter().any(|area| self.places.meet(&it.area, area)));
            reasons.extend(here.map(|it| Reason::Place(it.clone())));
            hits.push(Hit { record: Id::clone(&document.record), kind: document.kind, score, reasons });
        }
        hits.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            by_score.then(one.kind.cmp(&other.kind)).then_with(|| one.record.cmp(&other.record))
        });
        hits.truncate(HITS_MAX);
        hits
    }
}

fn reason(word: &Match) -> Reason {
    Reason::Words { asked: word.asked.clone(), found: word.found.clone(), field: word.field }
}
