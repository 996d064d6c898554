#![doc = include_str!("../README.md")]
#![expect(clippy::float_arithmetic, reason = "scores and vectors are measures of likeness, never money or rates")]

mod analysis;
mod documents;
mod found;
mod index;
mod keywords;
mod meaning;
mod places;
mod typing;
mod word_list;

pub use analysis::{Analyser, Term, TermKind, Token};
pub use found::{Area, Correction, Field, Found, FoundPlace, Hit, Reason, RecordKind};
pub use index::{QUESTION_CHARACTERS_MAX, SearchIndex};
pub use meaning::Meaning;
pub use word_list::WordList;
