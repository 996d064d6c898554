//! From what was found by words and by meaning to one order. Finding lives in `keywords` and `meaning`; the weights here
//! were chosen on the tuning half of the questions in `eval`, never on the reporting half.

use std::collections::BTreeMap;

use crate::documents::Document;
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
const WORDS_SHARE: f32 = 0.2;

/// How much a record that is no support goes down: who asks wants help first, and then who gives it.
const NO_SUPPORT_PENALTY: f32 = 0.7;

/// How much a record goes up that works in the place that was asked for, and down that works elsewhere.
const PLACE_GAIN: f32 = 0.4;
const ELSEWHERE_PENALTY: f32 = 0.6;

/// How far below the nearest passage of a record another one still counts, in likeness. So several passages that are
/// fairly near say more than a single one that is a little nearer.
const VOTE_WIDTH: f32 = 0.03;

/// From this likeness above the mean, in spreads, meaning is a reason by itself.
pub(crate) const MEANING_REASON_MIN: f32 = 1.0;

/// What is known of a record for one question.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    pub(crate) words: Vec<Match>,
    /// How much its passages are like the question, in spreads above the mean of all support.
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

/// How much the passages of a record are like a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nearness {
    /// The likeness of all its passages together.
    pub(crate) likeness: f32,
    /// The nearest passage.
    pub(crate) passage: usize,
}

/// The likeness of a record, from those of its passages: the nearest one, and more for every other that is near.
pub(crate) fn together(passages: &[(usize, f32)]) -> Option<Nearness> {
    let (passage, nearest) = passages.iter().copied().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let votes: f32 = passages.iter().map(|(_, likeness)| ((likeness - nearest) / VOTE_WIDTH).exp()).sum();
    Some(Nearness { likeness: nearest + VOTE_WIDTH * votes.ln(), passage })
}

/// Expresses likenesses in spreads above the mean of all support, which differ from question to question.
#[expect(clippy::cast_precision_loss, reason = "a pack has far fewer records than a float has whole numbers")]
pub(crate) fn in_spreads(nearness: &mut BTreeMap<usize, Nearness>, documents: &[Document]) {
    let is_support = |number: &usize| documents.get(*number).is_some_and(|it| it.kind == RecordKind::Support);
    let of_support = nearness.iter().filter(|it| is_support(it.0));
    let of_support: Vec<f32> = of_support.map(|it| it.1.likeness).collect();
    let count = (of_support.len() as f32).max(1.0);
    let mean = of_support.iter().sum::<f32>() / count;
    let variance = of_support.iter().map(|it| (it - mean) * (it - mean)).sum::<f32>() / count;
    let spread = variance.sqrt().max(f32::MIN_POSITIVE);
    nearness.values_mut().for_each(|it| it.likeness = (it.likeness - mean) / spread);
}
