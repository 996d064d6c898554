//! From what was found by words and by meaning to one order. Finding lives in `keywords` and `meaning`; the weights here
//! were chosen on the tuning half of the questions in `eval`, never on the reporting half.

use std::collections::BTreeMap;

use crate::found::RecordKind;
use crate::keywords::Match;

/// Which of its ways a search uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Words and meaning together: what visitors get.
    #[default]
    Both,
    /// Words alone.
    Words,
    /// Meaning alone.
    Meaning,
}

/// What the words count for beside the meaning.
const WORDS_SHARE: f32 = 0.35;

/// How much a record that is no support goes down: who asks wants help first, and then who gives it.
const NO_SUPPORT_PENALTY: f32 = 0.7;

/// How much a record goes up that works in the place that was asked for, and down that works elsewhere.
const PLACE_GAIN: f32 = 0.4;
const ELSEWHERE_PENALTY: f32 = 0.6;

/// From this likeness above the mean, in spreads, meaning is a reason by itself.
pub(crate) const MEANING_REASON_MIN: f32 = 1.0;

/// What is known of a record for one question.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    pub(crate) words: Vec<Match>,
    /// How much its nearest passage is like the question, in spreads above the mean of all records.
    pub(crate) meaning: f32,
    /// The passage that is nearest.
    pub(crate) passage: Option<usize>,
    pub(crate) place: PlaceFit,
}

/// How a record lies to the place of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaceFit {
    /// No place was asked for, or it is not known where the record works.
    Unknown,
    Here,
    Elsewhere,
}

impl Evidence {
    pub(crate) fn score(&self, kind: RecordKind, method: Method) -> f32 {
        let words: f32 = self.words.iter().map(|it| it.score).sum();
        let found = match method {
            Method::Words => words * WORDS_SHARE,
            Method::Meaning => self.meaning,
            Method::Both => self.meaning + words * WORDS_SHARE,
        };
        let kind = if kind == RecordKind::Support { 0.0 } else { NO_SUPPORT_PENALTY };
        let place = match self.place {
            PlaceFit::Unknown => 0.0,
            PlaceFit::Here => PLACE_GAIN,
            PlaceFit::Elsewhere => -ELSEWHERE_PENALTY,
        };
        found - kind + place
    }
}

/// The likeness of every document, by its nearest passage, in spreads above the mean; and that passage.
#[expect(clippy::cast_precision_loss, reason = "a pack has far fewer records than a float has whole numbers")]
pub(crate) fn in_spreads(nearest: &BTreeMap<usize, (f32, usize)>) -> BTreeMap<usize, (f32, usize)> {
    let count = (nearest.len() as f32).max(1.0);
    let mean = nearest.values().map(|it| it.0).sum::<f32>() / count;
    let variance = nearest.values().map(|it| (it.0 - mean) * (it.0 - mean)).sum::<f32>() / count;
    let spread = variance.sqrt().max(f32::MIN_POSITIVE);
    nearest.iter().map(|(document, (likeness, passage))| (*document, ((likeness - mean) / spread, *passage))).collect()
}
