//! The stem of a word: the algorithms of Snowball, and our own rule for Dutch plurals on -eën, which they leave alone.

use std::fmt;

use frostem::{Algorithm, Stemmer};
use schakel_criteria::Language;

pub(super) struct Stems {
    dutch: Stemmer,
    english: Stemmer,
}

impl fmt::Debug for Stems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Stems")
    }
}

impl Stems {
    pub(super) fn new() -> Stems {
        Stems { dutch: Stemmer::new(Algorithm::Dutch), english: Stemmer::new(Algorithm::English) }
    }

    /// The stem of a folded word.
    pub(super) fn stem(&self, word: &str, language: Language) -> String {
        match language {
            Language::Dutch => self.dutch.stem(&without_een_plural(word)).into_owned(),
            Language::English => self.english.stem(word).into_owned(),
        }
    }
}

/// `technologieen` and `ideeen` (folded from *technologieën*, *ideeën*) lose their ending, and `bacterien`, `financien`
/// (from *bacteriën*, *financiën*) get the vowel of their singular.
fn without_een_plural(word: &str) -> String {
    match word.strip_suffix("en") {
        Some(singular) if singular.ends_with("ie") || singular.ends_with("ee") => singular.to_owned(),
        Some(singular) if singular.ends_with('i') && singular.len() > 3 => format!("{singular}e"),
        _ => word.to_owned(),
    }
}
