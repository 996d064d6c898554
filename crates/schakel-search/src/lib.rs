#![doc = include_str!("../README.md")]
#![expect(clippy::float_arithmetic, reason = "scores and vectors are measures of likeness, never money or rates")]

mod analysis;
mod documents;
mod found;
mod index;
mod keywords;
mod meaning;
mod places;
mod ranking;
mod typing;
mod word_list;

pub use analysis::{Analyser, Term, TermKind, Token};
pub use documents::passage_texts;
pub use found::{Area, Correction, Field, Found, FoundPlace, Hit, Reason, RecordKind};
pub use index::{QUESTION_CHARACTERS_MAX, SearchIndex};
pub use meaning::{Meaning, ModelError, SentenceModel, VectorFile, VectorFileError};
pub use ranking::Method;
pub use word_list::WordList;
