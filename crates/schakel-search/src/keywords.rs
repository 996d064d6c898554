//! Full text: which records have the words of a question, weighed by field (BM25F). What a word is lives in `analysis`.

use std::collections::{BTreeMap, HashMap};

use schakel_criteria::Language;

use crate::analysis::{Analyser, Term, TermKind, Token};
use crate::documents::Document;
use crate::found::Field;

/// How soon more occurrences of a word stop counting.
const SATURATION: f32 = 1.2;
/// How much longer fields count less, 0 to 1.
const LENGTH_SHARE: f32 = 0.6;
/// What a part of a compound counts for beside the whole word: in a record, and in a question.
const RECORD_PART_SHARE: f32 = 0.7;
const QUESTION_PART_SHARE: f32 = 0.7;

/// The words of all records in one language.
#[derive(Debug)]
pub(crate) struct KeywordIndex {
    language: Language,
    document_count: usize,
    terms: HashMap<String, Vec<Posting>>,
    /// Every word as it stands in the records, folded, and how often.
    vocabulary: BTreeMap<String, u32>,
}

/// That a record has a term.
#[derive(Debug)]
struct Posting {
    document: usize,
    /// How much it has of it: occurrences weighed by field, part and length.
    amount: f32,
    /// The field that weighs most, and the word there.
    field: Field,
    found: String,
}

/// A word of the question in a record.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub(crate) score: f32,
    pub(crate) asked: String,
    pub(crate) found: String,
    pub(crate) field: Field,
}

/// How much a word counts by the field it stands in.
fn field_weight(field: Field) -> f32 {
    match field {
        Field::Name => 4.0,
        Field::Alias | Field::Keyword => 3.0,
        Field::Question | Field::Plan => 2.0,
        Field::Summary => 2.0,
        Field::Theme => 1.2,
        Field::Provider => 0.8,
        Field::Body => 1.0,
    }
}

impl KeywordIndex {
    pub(crate) fn new(documents: &[Document], analyser: &Analyser, language: Language) -> KeywordIndex {
        let mut index = KeywordIndex {
            language,
            document_count: documents.len(),
            terms: HashMap::new(),
            vocabulary: BTreeMap::new(),
        };
        let average = average_lengths(documents, language);
        for (number, document) in documents.iter().enumerate() {
            index.add(number, document, analyser, &average);
        }
        index
    }

    fn add(&mut self, number: usize, document: &Document, analyser: &Analyser, average: &BTreeMap<Field, f32>) {
        let mut amounts: BTreeMap<String, (f32, f32, Field, String)> = BTreeMap::new();
        let lengths = lengths(document, self.language);
        for (field, text) in document.texts(self.language) {
            let length = lengths.get(&field).copied().unwrap_or(1.0);
            let relative = length / average.get(&field).copied().unwrap_or(1.0).max(1.0);
            let weight = field_weight(field) / (1.0 - LENGTH_SHARE + LENGTH_SHARE * relative);
            for token in analyser.tokens(text) {
                for term in analyser.terms(&token, self.language) {
                    let share = if term.kind == TermKind::Part { RECORD_PART_SHARE } else { 1.0 };
                    let amount = weight * share;
                    let entry = amounts.entry(term.text).or_insert((0.0, 0.0, field, token.text.clone()));
                    entry.0 += amount;
                    if amount > entry.1 {
                        (entry.1, entry.2, entry.3) = (amount, field, token.text.clone());
                    }
                }
                *self.vocabulary.entry(token.folded).or_default() += 1;
            }
        }
        for (term, (amount, _, field, found)) in amounts {
            self.terms.entry(term).or_default().push(Posting { document: number, amount, field, found });
        }
    }

    /// Every word of the records, folded, with how often it occurs.
    pub(crate) fn vocabulary(&self) -> &BTreeMap<String, u32> {
        &self.vocabulary
    }

    /// Whether some record has this word, or one with the same stem.
    pub(crate) fn knows(&self, terms: &[Term]) -> bool {
        terms.iter().any(|term| self.terms.contains_key(&term.text))
    }

    /// For each record with words of the question: which.
    pub(crate) fn matches(&self, tokens: &[Token], analyser: &Analyser) -> BTreeMap<usize, Vec<Match>> {
        let mut matches: BTreeMap<usize, Vec<Match>> = BTreeMap::new();
        let mut seen: Vec<String> = Vec::new();
        for token in tokens {
            let terms = analyser.terms(token, self.language);
            let Some(word) = terms.first() else { continue };
            if seen.contains(&word.text) {
                continue;
            }
            seen.push(word.text.clone());
            for (document, found) in self.matches_of(token, &terms) {
                matches.entry(document).or_default().push(found);
            }
        }
        for found in matches.values_mut() {
            found.sort_by(|one, other| other.score.total_cmp(&one.score));
        }
        matches
    }

    /// For each record with a word or its parts: the better of the two.
    fn matches_of(&self, token: &Token, terms: &[Term]) -> BTreeMap<usize, Match> {
        let mut whole: BTreeMap<usize, Match> = BTreeMap::new();
        let mut parts: BTreeMap<usize, Match> = BTreeMap::new();
        for term in terms {
            let Some(postings) = self.terms.get(&term.text) else { continue };
            let rarity = self.rarity(postings.len());
            for posting in postings {
                let fullness = posting.amount * (SATURATION + 1.0) / (posting.amount + SATURATION);
                let found = || Match {
                    score: 0.0,
                    asked: token.text.clone(),
                    found: posting.found.clone(),
                    field: posting.field,
                };
                match term.kind {
                    TermKind::Word => whole.entry(posting.document).or_insert_with(found).score = rarity * fullness,
                    TermKind::Part => {
                        let score = QUESTION_PART_SHARE * rarity * fullness;
                        parts.entry(posting.document).or_insert_with(found).score += score;
                    }
                }
            }
        }
        for (document, by_parts) in parts {
            let best = whole.entry(document).or_insert_with(|| by_parts.clone());
            if by_parts.score > best.score {
                *best = by_parts;
            }
        }
        whole
    }

    /// How much a word tells that this many records have.
    #[expect(clippy::cast_precision_loss, reason = "a pack has far fewer records than a float has whole numbers")]
    fn rarity(&self, count: usize) -> f32 {
        let (all, count) = (self.document_count as f32, count as f32);
        (1.0 + (all - count + 0.5) / (count + 0.5)).ln()
    }
}

#[expect(clippy::cast_precision_loss, reason = "texts have far fewer words than a float has whole numbers")]
fn lengths(document: &Document, language: Language) -> BTreeMap<Field, f32> {
    let mut lengths: BTreeMap<Field, f32> = BTreeMap::new();
    for (field, text) in document.texts(language) {
        *lengths.entry(field).or_default() += text.split_whitespace().count() as f32;
    }
    lengths
}

/// The mean length of each field over the records that have it.
fn average_lengths(documents: &[Document], language: Language) -> BTreeMap<Field, f32> {
    let mut sums: BTreeMap<Field, (f32, f32)> = BTreeMap::new();
    for (field, length) in documents.iter().flat_map(|it| lengths(it, language)) {
        let (sum, count) = sums.entry(field).or_default();
        *sum += length;
        *count += 1.0;
    }
    sums.into_iter().map(|(field, (sum, count))| (field, sum / count)).collect()
}
