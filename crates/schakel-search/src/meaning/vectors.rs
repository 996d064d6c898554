//! Vectors in one byte for each direction, and the file in which those of a pack are kept.

use std::collections::BTreeMap;
use std::fmt;

use super::SentenceModel;

/// The first bytes of a file of vectors, with the version of the format.
const MAGIC: &[u8; 8] = b"SCHAKEV1";

/// How many directions a vector has.
const WIDTH: usize = 384;

/// A vector: its directions as whole numbers, the greatest of them 127 or -127, and its length.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Vector {
    values: Box<[i8]>,
    length: f32,
}

impl Vector {
    #[expect(clippy::cast_possible_truncation, reason = "every value lies between -127 and 127")]
    pub(crate) fn new(directions: &[f32]) -> Vector {
        let greatest = directions.iter().fold(f32::MIN_POSITIVE, |it, value| it.max(value.abs()));
        Vector::from_values(directions.iter().map(|it| (it / greatest * 127.0).round() as i8).collect())
    }

    fn from_values(values: Box<[i8]>) -> Vector {
        let squares: f32 = values.iter().map(|it| f32::from(*it) * f32::from(*it)).sum();
        Vector { values, length: squares.sqrt().max(1.0) }
    }

    /// How much two vectors point the same way, -1 to 1.
    #[expect(clippy::cast_precision_loss, reason = "the product of bytes is far from the limits of a float")]
    pub(crate) fn likeness(&self, other: &Vector) -> f32 {
        let pairs = self.values.iter().zip(&other.values);
        let product =
            pairs.fold(0_i32, |sum, (one, two)| sum.wrapping_add(i32::from(*one).wrapping_mul(i32::from(*two))));
        product as f32 / (self.length * other.length)
    }
}

/// The vectors of the texts of a pack, made before because making them takes minutes. A vector is found by its text
/// and the name of the model, so what is out of date is not used.
///
/// The format: the eight bytes `SCHAKEV1`, then for each vector the hash (64 bits, FNV-1a, least byte first) and 384
/// bytes with sign; sorted by hash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VectorFile {
    vectors: BTreeMap<u64, Vector>,
}

/// Why a file of vectors cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VectorFileError {
    /// The bytes do not begin as such a file does.
    NoVectors,
    /// The bytes end inside a vector.
    Damaged,
}

impl fmt::Display for VectorFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            VectorFileError::NoVectors => "this is no file of vectors; make it again with `schakel index`",
            VectorFileError::Damaged => "the file of vectors is damaged; make it again with `schakel index`",
        })
    }
}

impl std::error::Error for VectorFileError {}

impl VectorFile {
    /// Reads a file of vectors.
    ///
    /// # Errors
    /// When the bytes are no such file, or a damaged one.
    pub fn read(bytes: &[u8]) -> Result<VectorFile, VectorFileError> {
        let vectors = bytes.strip_prefix(MAGIC).ok_or(VectorFileError::NoVectors)?;
        let entries = vectors.chunks_exact(8 + WIDTH);
        if !entries.remainder().is_empty() {
            return Err(VectorFileError::Damaged);
        }
        let entry = |bytes: &[u8]| {
            let (hash, values) = bytes.split_first_chunk::<8>()?;
            let values = values.iter().map(|it| i8::from_le_bytes([*it])).collect();
            Some((u64::from_le_bytes(*hash), Vector::from_values(values)))
        };
        Ok(VectorFile { vectors: entries.filter_map(entry).collect() })
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for (hash, vector) in &self.vectors {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(vector.values.iter().flat_map(|it| it.to_le_bytes()));
        }
        bytes
    }

    /// The vectors of exactly these texts: those that are there are kept, the others are made.
    pub fn renewed(&self, texts: &[String], model: &SentenceModel) -> VectorFile {
        let entry = |text: &String| {
            let vector = self.get(&model.name, text).unwrap_or_else(|| Vector::new(&model.embed(text)));
            (hash(&model.name, text), vector)
        };
        VectorFile { vectors: texts.iter().map(entry).collect() }
    }

    /// Whether it has the vectors of exactly these texts, made with the model of this name.
    pub fn is_current(&self, texts: &[String], model_name: &str) -> bool {
        let wanted: BTreeMap<u64, ()> = texts.iter().map(|text| (hash(model_name, text), ())).collect();
        wanted.keys().eq(self.vectors.keys())
    }

    /// How many vectors it has that another file has not.
    pub fn count_beyond(&self, other: &VectorFile) -> usize {
        self.vectors.keys().filter(|hash| !other.vectors.contains_key(hash)).count()
    }

    /// How many vectors it has.
    pub fn count(&self) -> usize {
        self.vectors.len()
    }

    pub(super) fn get(&self, model: &str, text: &str) -> Option<Vector> {
        self.vectors.get(&hash(model, text)).cloned()
    }
}

/// FNV-1a over the name of the model and the text.
fn hash(model: &str, text: &str) -> u64 {
    let bytes = model.bytes().chain([0]).chain(text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
