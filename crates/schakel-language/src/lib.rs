#![doc = include_str!("../README.md")]

/// Every Dutch word of the list in lower case, sorted by bytes, one on a line.
pub const DUTCH_WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/words.txt"));

/// Those of [`DUTCH_WORDS`] that Dutch makes compounds of, sorted by bytes, one on a line.
pub const DUTCH_WORD_PARTS: &str = include_str!(concat!(env!("OUT_DIR"), "/word-parts.txt"));

/// The name of the sentence model: vectors made with another one are of no use.
pub const SENTENCE_MODEL_NAME: &str = "multilingual-e5-small-q4";

const SENTENCE_MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sentence-model.bin"));

/// The sentence model, in the format that `schakel-search` reads; nothing when the build could not fetch it.
pub fn sentence_model() -> Option<&'static [u8]> {
    (!SENTENCE_MODEL.is_empty()).then_some(SENTENCE_MODEL)
}
