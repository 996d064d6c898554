#![doc = include_str!("../README.md")]

/// Every Dutch word of the list in lower case, sorted by bytes, one on a line.
pub const DUTCH_WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/words.txt"));

/// Those of [`DUTCH_WORDS`] that Dutch makes compounds of, sorted by bytes, one on a line.
pub const DUTCH_WORD_PARTS: &str = include_str!(concat!(env!("OUT_DIR"), "/word-parts.txt"));
