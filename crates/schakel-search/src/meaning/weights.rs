//! Reading the sentence model. The format, all numbers with the least byte first: `SCHAKEL1`; width, layers, heads,
//! inner width and longest text (u32); smallest variance and lowest score of a piece (f32); how many pieces, the bytes
//! of their texts, how many folding rules and their bytes (u32); the length of each piece (u8), the texts, sorted; the
//! scores (f32); the rules (from u32, count u8, to u32 each); the vectors of begin, end, unknown and of each piece in
//! blocks of four bits; then the parts of the encoder in the order in which they are read here.

use std::borrow::Cow;

use super::ModelError;
use super::encoder::{Encoder, Layer, Norm, Words};
use super::kernels::Matrix;
use super::pieces::{Pieces, Rule};

const MAGIC: &[u8] = b"SCHAKEL1";

/// Weights in a block of four bits, and its bytes: the scale (16 bits) and two weights in each byte.
const BLOCK_WEIGHTS: usize = 32;
const BLOCK_BYTES: usize = 18;

/// Pieces that are no text: begin, end, unknown.
const SPECIAL_PIECES: usize = 3;

/// Reads a model: its pieces and its encoder.
pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<(Pieces, Encoder), ModelError> {
    if !bytes.starts_with(MAGIC) {
        return Err(ModelError::NoModel);
    }
    let mut cursor = Cursor { bytes: &bytes, at: MAGIC.len() };
    let (pieces, mut encoder) = cursor.model().ok_or(ModelError::Damaged)?;
    encoder.words.bytes = bytes;
    Ok((pieces, encoder))
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn model(&mut self) -> Option<(Pieces, Encoder)> {
        let (width, layers, heads) = (self.size()?, self.size()?, self.size()?);
        let (inner_width, places) = (self.size()?, self.size()?);
        if width == 0 || heads == 0 || width % BLOCK_WEIGHTS != 0 || width % heads != 0 {
            return None;
        }
        let epsilon = self.float()?;
        let (pieces, count) = self.pieces()?;
        let row_bytes = width / BLOCK_WEIGHTS * BLOCK_BYTES;
        let start = self.at;
        self.take((count + SPECIAL_PIECES).checked_mul(row_bytes)?)?;
        let words = Words { bytes: Cow::Borrowed(&[]), start, row_bytes };

        let mut places = self.floats(places.checked_mul(width)?)?;
        let kind = self.floats(width)?;
        for place in places.chunks_exact_mut(width) {
            place.iter_mut().zip(&kind).for_each(|(value, more)| *value += more);
        }
        let norm = self.norm(width)?;
        let layers = (0..layers).map(|_| self.layer(width, inner_width)).collect::<Option<_>>()?;
        Some((pieces, Encoder { width, heads, epsilon, words, places, norm, layers }))
    }

    fn pieces(&mut self) -> Option<(Pieces, usize)> {
        let lowest_score = self.float()?;
        let (count, text_bytes) = (self.size()?, self.size()?);
        let (rule_count, rule_bytes) = (self.size()?, self.size()?);
        let lengths = self.take(count)?.to_vec();
        let text = String::from_utf8(self.take(text_bytes)?.to_vec()).ok()?;
        let scores = self.floats(count)?;
        let mut rules = Cursor { bytes: self.take(rule_bytes)?, at: 0 };
        let rules = (0..rule_count).map(|_| rules.rule()).collect::<Option<_>>()?;
        Some((Pieces::new(text, &lengths, scores, rules, lowest_score)?, count))
    }

    fn rule(&mut self) -> Option<Rule> {
        let from = char::from_u32(self.number()?)?;
        let count = self.take(1)?.first().copied()?;
        let to = (0..count).map(|_| char::from_u32(self.number()?)).collect::<Option<String>>()?;
        Some(Rule { from, to })
    }

    fn layer(&mut self, width: usize, inner_width: usize) -> Option<Layer> {
        Some(Layer {
            query: self.matrix(width, width)?,
            key: self.matrix(width, width)?,
            value: self.matrix(width, width)?,
            attended: self.matrix(width, width)?,
            attended_norm: self.norm(width)?,
            inner: self.matrix(width, inner_width)?,
            outer: self.matrix(inner_width, width)?,
            norm: self.norm(width)?,
        })
    }

    fn matrix(&mut self, width: usize, height: usize) -> Option<Matrix> {
        let bytes = (width / BLOCK_WEIGHTS).checked_mul(height)?.checked_mul(BLOCK_BYTES)?;
        let weights = unpack(self.take(bytes)?);
        let bias = self.floats(height)?;
        Some(Matrix::new(width, &weights, bias))
    }

    fn norm(&mut self, width: usize) -> Option<Norm> {
        Some(Norm { scale: self.floats(width)?, shift: self.floats(width)? })
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|it| u32::from_le_bytes(*it))
    }

    fn size(&mut self) -> Option<usize> {
        self.number().and_then(|it| usize::try_from(it).ok())
    }

    fn float(&mut self) -> Option<f32> {
        self.take(4)?.first_chunk().map(|it| f32::from_le_bytes(*it))
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (floats, _) = self.take(count.checked_mul(4)?)?.as_chunks::<4>();
        Some(floats.iter().map(|it| f32::from_le_bytes(*it)).collect())
    }
}

/// The weights of blocks of four bits: the first half of a block stands in the low halves of its bytes.
pub(super) fn unpack(blocks: &[u8]) -> Vec<f32> {
    let mut weights = Vec::with_capacity(blocks.len() / BLOCK_BYTES * BLOCK_WEIGHTS);
    let (blocks, _) = blocks.as_chunks::<BLOCK_BYTES>();
    for [low, high, packed @ ..] in blocks {
        let scale = half_to_float(u16::from_le_bytes([*low, *high]));
        let weight = |four_bits: u8| (f32::from(four_bits) - 8.0) * scale;
        weights.extend(packed.iter().map(|it| weight(it & 0x0f)));
        weights.extend(packed.iter().map(|it| weight(it >> 4)));
    }
    weights
}

/// A float of 16 bits (IEEE 754) as one of 32.
fn half_to_float(half: u16) -> f32 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((half >> 10) & 0x1f);
    let mantissa = f32::from(half & 0x3ff) / 1024.0;
    match exponent {
        0 => sign * mantissa * 2.0_f32.powi(-14),
        _ => sign * (1.0 + mantissa) * 2.0_f32.powi(exponent - 15),
    }
}
