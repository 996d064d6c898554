//! Likeness of meaning: the sentence model, and the vectors of the records' passages. What the likeness does to the
//! order of hits lives in `ranking`; fetching the model is the work of `schakel-language`.

mod encoder;
mod halves;
mod kernels;
mod pieces;
mod vectors;
mod weights;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use encoder::Encoder;
use pieces::Pieces;

pub(crate) use vectors::Vector;
pub use vectors::{VectorFile, VectorFileError};

/// The longest text that is read, in word pieces: what comes after adds time and no meaning.
const PIECES_MAX: usize = 96;

/// What the model was trained to read before a question. Passages get it too: questions and short texts are then
/// compared as likes, which found more on the tuning questions than the prefix for passages.
const PREFIX: &str = "query: ";

/// A sentence model: texts about the same get like vectors, in whatever words.
#[derive(Debug)]
pub struct SentenceModel {
    name: String,
    pieces: Pieces,
    encoder: Encoder,
}

/// Why a sentence model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// The bytes do not begin as a model does.
    NoModel,
    /// The bytes end too early, or say sizes that do not fit each other.
    Damaged,
}

impl fmt::Display for ModelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ModelError::NoModel => "these bytes are no sentence model; build the crate `schakel-language` again",
            ModelError::Damaged => "the sentence model is damaged; build the crate `schakel-language` again",
        })
    }
}

impl std::error::Error for ModelError {}

impl SentenceModel {
    /// Reads a model with its name.
    ///
    /// # Errors
    /// When the bytes are no model, or a damaged one.
    pub fn read(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Result<SentenceModel, ModelError> {
        let (pieces, encoder) = weights::read(bytes.into())?;
        Ok(SentenceModel { name: name.to_owned(), pieces, encoder })
    }

    /// The vector of a text, of length one: the likeness of two texts is the product of their vectors.
    pub fn embed(&self, text: &str) -> Vec<f32> {
        let mut pieces = self.pieces.of(&format!("{PREFIX}{text}"));
        pieces.truncate(PIECES_MAX);
        self.encoder.encode(&pieces)
    }

    /// The numbers of the word pieces of a text, as the model reads it.
    pub fn piece_count(&self, text: &str) -> usize {
        self.pieces.of(&format!("{PREFIX}{text}")).len()
    }
}

/// A sentence model with the vectors that were made before.
#[derive(Debug)]
pub struct Meaning {
    model: SentenceModel,
    file: VectorFile,
}

impl Meaning {
    /// A model with a file of vectors. Texts that are not in the file get their vector when an index is made.
    pub fn new(model: SentenceModel, file: VectorFile) -> Meaning {
        Meaning { model, file }
    }

    /// The vectors of these texts, from the file or made now.
    pub(crate) fn vectors<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<Vector> {
        let mut made: BTreeMap<&str, Vector> = BTreeMap::new();
        let mut vectors = Vec::new();
        for text in texts {
            let known = self.file.get(&self.model.name, text).or_else(|| made.get(text).cloned());
            let vector = known.unwrap_or_else(|| {
                let vector = Vector::new(&self.model.embed(text));
                made.insert(text, vector.clone());
                vector
            });
            vectors.push(vector);
        }
        vectors
    }

    /// The vector of a question.
    pub(crate) fn vector(&self, question: &str) -> Vector {
        Vector::new(&self.model.embed(question))
    }
}
