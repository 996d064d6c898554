//! The encoder: twelve layers of attention over the word pieces of a text, and the mean of what comes out (BERT, as
//! multilingual-e5-small has it). The arithmetic lives in `kernels`, the pieces in `pieces`.

use std::ops::Range;

use super::halves::in_halves;
use super::kernels::{Inputs, Matrix, add_and_normalise, dot, gelu, normalise};

/// What the model does to its vectors, from the words to the last layer.
#[derive(Debug)]
pub(super) struct Encoder {
    pub(super) width: usize,
    pub(super) heads: usize,
    pub(super) epsilon: f32,
    pub(super) words: Words,
    /// For each place in the text, a vector.
    pub(super) places: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
}

/// The vectors of the word pieces, in blocks of four bits.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) bytes: std::borrow::Cow<'static, [u8]>,
    /// Where they begin in the bytes.
    pub(super) start: usize,
    /// Bytes of one vector.
    pub(super) row_bytes: usize,
}

/// How vectors are scaled and shifted after they were brought to mean nought and spread one.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// One layer.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) query: Matrix,
    pub(super) key: Matrix,
    pub(super) value: Matrix,
    pub(super) attended: Matrix,
    pub(super) attended_norm: Norm,
    pub(super) inner: Matrix,
    pub(super) outer: Matrix,
    pub(super) norm: Norm,
}

impl Encoder {
    /// The vector of a text, of length one. Pieces beyond the places that the model has are left out.
    pub(super) fn encode(&self, pieces: &[u32]) -> Vec<f32> {
        let mut vectors = self.first_vectors(pieces);
        for layer in &self.layers {
            vectors = self.apply(layer, &vectors);
        }
        let mut mean = vec![0.0; self.width];
        for vector in vectors.chunks_exact(self.width) {
            for (sum, value) in mean.iter_mut().zip(vector) {
                *sum += value;
            }
        }
        let length = dot(&mean, &mean).sqrt().max(f32::MIN_POSITIVE);
        mean.iter_mut().for_each(|it| *it /= length);
        mean
    }

    fn first_vectors(&self, pieces: &[u32]) -> Vec<f32> {
        let mut vectors = Vec::with_capacity(pieces.len() * self.width);
        for (piece, place) in pieces.iter().zip(self.places.chunks_exact(self.width)) {
            let mut vector: Vec<f32> = self.words.vector(*piece);
            for (value, more) in vector.iter_mut().zip(place) {
                *value += more;
            }
            normalise(&mut vector, &self.norm.scale, &self.norm.shift, self.epsilon);
            vectors.extend(vector);
        }
        vectors
    }

    fn apply(&self, layer: &Layer, vectors: &[f32]) -> Vec<f32> {
        let count = vectors.len() / self.width;
        let [query, key, value] = in_halves(count, |wanted| {
            let inputs = Inputs::new(self.width, self.rows(vectors, &wanted));
            [layer.query.apply(&inputs), layer.key.apply(&inputs), layer.value.apply(&inputs)]
        });
        // From here on a piece needs the others for their keys and values alone.
        let [vectors] = in_halves(count, |wanted| {
            let context = self.attention(self.rows(&query, &wanted), &key, &value);
            [self.after_attention(layer, self.rows(vectors, &wanted).to_vec(), &context)]
        });
        vectors
    }

    fn after_attention(&self, layer: &Layer, mut vectors: Vec<f32>, context: &[f32]) -> Vec<f32> {
        let attended = layer.attended.apply(&Inputs::new(self.width, context));
        let norm = &layer.attended_norm;
        add_and_normalise(&mut vectors, &attended, &norm.scale, &norm.shift, self.epsilon);

        let mut inner = layer.inner.apply(&Inputs::new(self.width, &vectors));
        inner.iter_mut().for_each(|it| *it = gelu(*it));
        let outer = layer.outer.apply(&Inputs::new(layer.inner.height(), &inner));
        add_and_normalise(&mut vectors, &outer, &layer.norm.scale, &layer.norm.shift, self.epsilon);
        vectors
    }

    /// The vectors of some of the pieces.
    fn rows<'v>(&self, vectors: &'v [f32], wanted: &Range<usize>) -> &'v [f32] {
        vectors.get(wanted.start * self.width..wanted.end * self.width).unwrap_or_default()
    }

    /// For each piece, the values of all pieces weighed by how much their keys answer its query, head by head.
    fn attention(&self, query: &[f32], key: &[f32], value: &[f32]) -> Vec<f32> {
        let head_width = self.width / self.heads;
        #[expect(clippy::cast_precision_loss, reason = "a head has a few dozen values")]
        let scale = 1.0 / (head_width as f32).sqrt();
        let mut context = vec![0.0; query.len()];
        let rows = query.chunks_exact(self.width).zip(context.chunks_exact_mut(self.width));
        for (query, context) in rows {
            let heads = query.chunks_exact(head_width).zip(context.chunks_exact_mut(head_width));
            for (head, (query, context)) in heads.enumerate() {
                // Every piece has its part of this head at the same place in its row.
                let keys = key.chunks_exact(head_width).skip(head).step_by(self.heads);
                let mut weights: Vec<f32> = keys.map(|key| dot(query, key) * scale).collect();
                soften(&mut weights);
                let values = value.chunks_exact(head_width).skip(head).step_by(self.heads);
                for (weight, value) in weights.iter().zip(values) {
                    for (sum, value) in context.iter_mut().zip(value) {
                        *sum += weight * value;
                    }
                }
            }
        }
        context
    }
}

/// Weights that sum to one, the greatest much greater (softmax).
fn soften(weights: &mut [f32]) {
    let greatest = weights.iter().fold(f32::NEG_INFINITY, |it, weight| it.max(*weight));
    weights.iter_mut().for_each(|it| *it = (*it - greatest).exp());
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|it| *it /= sum);
}

impl Words {
    fn vector(&self, piece: u32) -> Vec<f32> {
        let row = usize::try_from(piece).ok().and_then(|piece| piece.checked_mul(self.row_bytes));
        let start = row.and_then(|row| row.checked_add(self.start));
        let bytes = start.and_then(|start| self.bytes.get(start..start.checked_add(self.row_bytes)?));
        super::weights::unpack(bytes.unwrap_or_default())
    }
}
