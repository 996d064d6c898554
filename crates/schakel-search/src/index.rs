//! Searching: from a question to hits with reasons. The parts that find live in `keywords`, `meaning` and `places`;
//! their order in `ranking`.

use std::collections::BTreeMap;

use schakel_criteria::Language;
use schakel_register::{Id, Pack};

use crate::analysis::{Analyser, Token, tokens};
use crate::documents::{Document, Passage, documents, passages};
use crate::found::{Area, Correction, Found, FoundPlace, Hit, Reason, RecordKind};
use crate::keywords::{KeywordIndex, Match};
use crate::meaning::{Meaning, Vector};
use crate::places::Places;
use crate::ranking::{Evidence, MEANING_REASON_MIN, Method, Nearness, PlaceFit, in_spreads, together};
use crate::typing::correction;
use crate::word_list::WordList;

/// The part of a question that is read, in characters; people who write more have said it by then.
pub const QUESTION_CHARACTERS_MAX: usize = 500;

/// The most hits of one kind that a search gives: support must not leave out the organisations and examples beside it.
const HITS_OF_A_KIND_MAX: usize = 40;

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
    passages: Vec<Passage>,
    meaning: Option<(Meaning, Vec<Vector>)>,
}

/// A question, read.
struct Question {
    language: Language,
    tokens: Vec<Token>,
    /// As the sentence model reads it: with typing errors repaired and the country of foreign places.
    text: String,
    places: Vec<FoundPlace>,
    corrections: Vec<Correction>,
}

impl SearchIndex {
    /// An index of the pack. Without the sentence model the search knows words, not meaning, and says so.
    pub fn new(pack: &Pack, words: &WordList, meaning: Option<Meaning>) -> SearchIndex {
        let analyser = Analyser::new(words);
        let documents = documents(pack);
        let passages = passages(&documents);
        let meaning = meaning.map(|meaning| {
            let vectors = meaning.vectors(passages.iter().map(|it| it.text.as_str()));
            (meaning, vectors)
        });
        SearchIndex {
            dutch: KeywordIndex::new(&documents, &analyser, Language::Dutch),
            english: KeywordIndex::new(&documents, &analyser, Language::English),
            places: Places::new(pack, words),
            analyser,
            documents,
            passages,
            meaning,
        }
    }

    /// What answers a question in Dutch or English, best first. The same question always has the same answer.
    pub fn search(&self, question: &str) -> Found {
        self.search_by(question, Method::Both)
    }

    /// The same with only some ways of searching, to measure what each is worth.
    pub fn search_by(&self, question: &str, method: Method) -> Found {
        let question = self.read(question);
        let matches = match method {
            Method::Meaning => BTreeMap::new(),
            Method::Words | Method::Both => self.keywords(question.language).matches(&question.tokens, &self.analyser),
        };
        let nearest = match method {
            Method::Words => BTreeMap::new(),
            Method::Meaning | Method::Both => self.nearest(&question.text),
        };
        let hits = self.hits(matches, &nearest, &question.places, method);
        let Question { language, places, corrections, .. } = question;
        Found { language, hits, places, corrections, is_reduced: self.meaning.is_none() }
    }

    fn keywords(&self, language: Language) -> &KeywordIndex {
        match language {
            Language::Dutch => &self.dutch,
            Language::English => &self.english,
        }
    }

    fn read(&self, question: &str) -> Question {
        let mut text: String = question.trim().chars().take(QUESTION_CHARACTERS_MAX).collect();
        let language = self.analyser.language_of(&text);
        let keywords = self.keywords(language);
        let asked = tokens(&text);
        let in_text = self.places.find(&asked);
        let is_place = |at: usize| in_text.iter().any(|it| at >= it.first && at < it.first + it.count);
        let mut read: Vec<Token> = Vec::new();
        let mut corrections = Vec::new();
        for (at, token) in asked.into_iter().enumerate() {
            let meant = if is_place(at) { None } else { correction(&token, keywords, &self.analyser) };
            if let Some(meant) = meant {
                text = text.replacen(&token.text, &meant, 1);
                corrections.push(Correction { asked: token.text.clone(), meant: meant.clone() });
                read.push(Token { text: token.text, folded: meant });
            } else {
                read.push(token);
            }
        }
        let places: Vec<FoundPlace> = in_text.into_iter().map(|it| it.place).collect();
        for country in places.iter().filter_map(|it| self.places.country_of(it)) {
            read.extend(tokens(country));
            text = format!("{text} ({country})");
        }
        Question { language, tokens: read, text, places, corrections }
    }

    /// For each document how much its passages are like the text.
    fn nearest(&self, text: &str) -> BTreeMap<usize, Nearness> {
        let Some((meaning, vectors)) = &self.meaning else { return BTreeMap::new() };
        let asked = meaning.vector(text);
        let mut likenesses: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
        for (number, (passage, vector)) in self.passages.iter().zip(vectors).enumerate() {
            likenesses.entry(passage.document).or_default().push((number, asked.likeness(vector)));
        }
        let together = likenesses.iter().filter_map(|(document, passages)| Some((*document, together(passages)?)));
        let mut nearest = together.collect();
        in_spreads(&mut nearest, &self.documents);
        nearest
    }

    fn hits(
        &self,
        mut matches: BTreeMap<usize, Vec<Match>>,
        nearest: &BTreeMap<usize, Nearness>,
        places: &[FoundPlace],
        method: Method,
    ) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (number, document) in self.documents.iter().enumerate() {
            let words = matches.remove(&number).unwrap_or_default();
            let near = nearest.get(&number);
            if words.is_empty() && near.is_none() {
                continue;
            }
            let evidence = Evidence {
                words,
                meaning: near.map_or(0.0, |it| it.likeness),
                passage: near.map(|it| it.passage),
                place: self.place_fit(document, places),
            };
            let score = evidence.score(document.kind, method);
            let reasons = self.reasons(&evidence, document, places);
            hits.push(Hit { record: Id::clone(&document.record), kind: document.kind, score, reasons });
        }
        hits.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            by_score.then(one.kind.cmp(&other.kind)).then_with(|| one.record.cmp(&other.record))
        });
        let mut counts: BTreeMap<RecordKind, usize> = BTreeMap::new();
        hits.retain(|hit| {
            let count = counts.entry(hit.kind).or_default();
            *count += 1;
            *count <= HITS_OF_A_KIND_MAX
        });
        hits
    }

    fn place_fit(&self, document: &Document, places: &[FoundPlace]) -> PlaceFit {
        let mut at_home = places.iter().filter(|it| !matches!(it.area, Area::Abroad { .. })).peekable();
        if document.areas.is_empty() || at_home.peek().is_none() {
            return PlaceFit::Unknown;
        }
        if at_home.any(|place| self.places.is_there(document, place)) { PlaceFit::Here } else { PlaceFit::Elsewhere }
    }

    fn reasons(&self, evidence: &Evidence, document: &Document, places: &[FoundPlace]) -> Vec<Reason> {
        let words = evidence.words.iter().take(WORD_REASONS_MAX).map(|word| Reason::Words {
            asked: word.asked.clone(),
            found: word.found.clone(),
            field: word.field,
        });
        let mut reasons: Vec<Reason> = words.collect();
        if evidence.meaning >= MEANING_REASON_MIN {
            let passage = evidence.passage.and_then(|it| self.passages.get(it)).filter(|it| it.is_question);
            reasons.insert(0, passage.map_or(Reason::Meaning, |it| Reason::ExampleQuestion(it.text.clone())));
        }
        let here = places.iter().filter(|place| self.places.is_there(document, place));
        reasons.extend(here.map(|it| Reason::Place(it.clone())));
        reasons
    }
}
