//! Lists of words to look up: is this a Dutch word, may it be part of a compound? The words themselves come from the
//! caller. Splitting lives in `analysis::compounds`.

use std::borrow::Cow;
use std::sync::Arc;

/// Dutch words, and which of them make compounds. Copies share their memory.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    all: Arc<SortedLines>,
    parts: Arc<SortedLines>,
}

#[derive(Debug, Default)]
struct SortedLines {
    text: Cow<'static, str>,
    /// Where each line begins.
    starts: Vec<u32>,
}

impl WordList {
    /// A list of all words and of those that make compounds, one on a line, both sorted by bytes.
    pub fn new(all: impl Into<Cow<'static, str>>, parts: impl Into<Cow<'static, str>>) -> WordList {
        WordList { all: Arc::new(SortedLines::new(all.into())), parts: Arc::new(SortedLines::new(parts.into())) }
    }

    /// Whether this is a word, in lower case.
    pub fn contains(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    /// Whether this is a word that compounds are made of.
    pub fn is_part(&self, word: &str) -> bool {
        self.parts.contains(word)
    }
}

impl SortedLines {
    fn new(text: Cow<'static, str>) -> SortedLines {
        let mut starts = Vec::new();
        let mut start = 0_u32;
        for line in text.split_inclusive('\n') {
            starts.push(start);
            start = start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        }
        SortedLines { text, starts }
    }

    fn contains(&self, word: &str) -> bool {
        self.starts.binary_search_by(|start| self.line(*start).cmp(word)).is_ok()
    }

    fn line(&self, start: u32) -> &str {
        let rest = usize::try_from(start).ok().and_then(|start| self.text.get(start..)).unwrap_or_default();
        rest.split('\n').next().unwrap_or_default()
    }
}
