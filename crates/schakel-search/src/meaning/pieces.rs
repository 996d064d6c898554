//! From text to the word pieces that the model knows: SentencePiece with the unigram model, the likeliest way to read
//! the text as pieces.

/// The numbers of the pieces that are no text.
const BEGIN: u32 = 0;
const END: u32 = 1;
const UNKNOWN: u32 = 2;
/// The number of the first piece of text.
const FIRST: u32 = 3;

/// Stands for a space.
const SPACE: char = '▁';

/// How much lower an unknown letter scores than the rarest piece.
const UNKNOWN_PENALTY: f32 = 10.0;

/// The word pieces of a model.
#[derive(Debug)]
pub(super) struct Pieces {
    /// All texts, sorted, without anything between them.
    text: String,
    /// Where each text ends.
    ends: Vec<usize>,
    scores: Vec<f32>,
    rules: Vec<Rule>,
    unknown_score: f32,
    bytes_max: usize,
}

/// That a letter is read as others (`ﬁ` as `fi`).
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) from: char,
    pub(super) to: String,
}

/// The best way to read the text up to some place.
#[derive(Clone, Copy)]
struct Step {
    score: f32,
    piece: u32,
    start: usize,
}

impl Pieces {
    pub(super) fn new(
        text: String,
        lengths: &[u8],
        scores: Vec<f32>,
        mut rules: Vec<Rule>,
        lowest_score: f32,
    ) -> Option<Pieces> {
        let mut end = 0;
        let ends: Vec<usize> = lengths.iter().map(|length| (end += usize::from(*length), end).1).collect();
        let is_cut_right = end == text.len() && ends.iter().all(|end| text.is_char_boundary(*end));
        rules.sort_by_key(|rule| rule.from);
        let bytes_max = lengths.iter().copied().max().map_or(0, usize::from);
        let unknown_score = lowest_score - UNKNOWN_PENALTY;
        is_cut_right.then_some(Pieces { text, ends, scores, rules, unknown_score, bytes_max })
    }

    /// The numbers of the pieces of a text, begin and end included.
    pub(super) fn of(&self, text: &str) -> Vec<u32> {
        let text = self.folded(text);
        let mut steps: Vec<Option<Step>> = vec![None; text.len() + 1];
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (number, start) in starts.iter().copied().enumerate() {
            let before = if start == 0 { 0.0 } else { score_at(&steps, start) };
            let following = starts.get(number + 1..).unwrap_or_default();
            for (count, end) in following.iter().copied().enumerate() {
                if end - start > self.bytes_max {
                    break;
                }
                if let Some((piece, score)) = text.get(start..end).and_then(|it| self.find(it)) {
                    offer(&mut steps, end, Step { score: before + score, piece, start });
                }
                if count == 0 {
                    offer(&mut steps, end, Step { score: before + self.unknown_score, piece: UNKNOWN, start });
                }
            }
        }
        let mut pieces = vec![END];
        let mut at = text.len();
        while let Some(step) = steps.get(at).copied().flatten() {
            pieces.push(step.piece);
            at = step.start;
        }
        pieces.push(BEGIN);
        pieces.reverse();
        pieces
    }

    /// One way of writing: letters after the rules, single spaces, a space before the first word.
    fn folded(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len() + 8);
        folded.push(SPACE);
        for letter in text.chars() {
            let rule = self.rules.binary_search_by_key(&letter, |rule| rule.from);
            match rule.ok().and_then(|at| self.rules.get(at)) {
                Some(rule) => rule.to.chars().for_each(|it| add(it, &mut folded)),
                None => add(letter, &mut folded),
            }
        }
        folded
    }

    fn find(&self, text: &str) -> Option<(u32, f32)> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.text_of(middle)?.cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return Some((FIRST + u32::try_from(middle).ok()?, *self.scores.get(middle)?));
                }
            }
        }
        None
    }

    fn text_of(&self, number: usize) -> Option<&str> {
        let start = if number == 0 { 0 } else { *self.ends.get(number - 1)? };
        self.text.get(start..*self.ends.get(number)?)
    }
}

fn add(letter: char, folded: &mut String) {
    let letter = if letter == ' ' { SPACE } else { letter };
    if letter != SPACE || !folded.ends_with(SPACE) {
        folded.push(letter);
    }
}

fn score_at(steps: &[Option<Step>], at: usize) -> f32 {
    steps.get(at).copied().flatten().map_or(f32::NEG_INFINITY, |step| step.score)
}

fn offer(steps: &mut [Option<Step>], at: usize, step: Step) {
    if let Some(best) = steps.get_mut(at)
        && best.is_none_or(|it| step.score > it.score)
    {
        *best = Some(step);
    }
}
