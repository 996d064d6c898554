//! The arithmetic of the encoder in plain loops that the compiler turns into vector instructions. How the parts fit
//! together lives in `encoder`.
//!
//! Weights and inputs are scaled to whole numbers of 16 bits, so that a product sums in 32 bits without loss: the
//! greatest sum, 1536 x 511 x 2700, stays below 2^31. Against the weights of four bits that the model has, the loss of
//! this scaling is small.

use fearless_simd::{Level, dispatch};

/// The greatest weight and the greatest input after scaling.
const WEIGHT_MAX: f32 = 511.0;
const INPUT_MAX: f32 = 2700.0;

/// A linear step: a matrix with scaled weights, row by row, and what is added to each row.
#[derive(Debug)]
pub(super) struct Matrix {
    width: usize,
    weights: Vec<i16>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// Inputs, scaled vector by vector.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    width: usize,
    values: Vec<i16>,
    scales: Vec<f32>,
}

impl Matrix {
    /// A matrix of rows of this width, one for each value of the bias.
    pub(super) fn new(width: usize, weights: &[f32], bias: Vec<f32>) -> Matrix {
        let (mut scaled, mut scales) = (Vec::with_capacity(weights.len()), Vec::with_capacity(bias.len()));
        for row in weights.chunks_exact(width) {
            scales.push(scale_row(row, WEIGHT_MAX, &mut scaled));
        }
        Matrix { width, weights: scaled, scales, bias }
    }

    /// How many outputs an input has.
    pub(super) fn height(&self) -> usize {
        self.bias.len()
    }

    /// The outputs for all inputs, one after the other.
    pub(super) fn apply(&self, inputs: &Inputs) -> Vec<f32> {
        let mut outputs = vec![0.0; inputs.scales.len() * self.height()];
        // The loops are compiled once for each kind of processor; the widest that this one has is chosen here.
        dispatch!(Level::new(), _simd => self.apply_to(inputs, &mut outputs));
        outputs
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "only what is inlined is compiled for the processor of the caller")]
    fn apply_to(&self, inputs: &Inputs, outputs: &mut [f32]) {
        let rows = self.weights.chunks_exact(self.width).zip(self.scales.iter().zip(&self.bias));
        for (at, (row, (row_scale, bias))) in rows.enumerate() {
            let vectors = inputs.values.chunks_exact(inputs.width).zip(&inputs.scales);
            for ((input, input_scale), output) in vectors.zip(outputs.iter_mut().skip(at).step_by(self.bias.len())) {
                *output = whole_to_float(dot_whole(row, input)) * row_scale * input_scale + bias;
            }
        }
    }
}

impl Inputs {
    /// Scales vectors of this width that stand one after the other.
    pub(super) fn new(width: usize, vectors: &[f32]) -> Inputs {
        let mut inputs = Inputs { width, values: Vec::with_capacity(vectors.len()), scales: Vec::new() };
        for vector in vectors.chunks_exact(width) {
            let scale = scale_row(vector, INPUT_MAX, &mut inputs.values);
            inputs.scales.push(scale);
        }
        inputs
    }
}

/// Adds a row as whole numbers up to `max`; gives what one of them stands for.
#[expect(clippy::cast_possible_truncation, reason = "every value lies between -max and max")]
fn scale_row(row: &[f32], max: f32, scaled: &mut Vec<i16>) -> f32 {
    let greatest = row.iter().fold(f32::MIN_POSITIVE, |it, value| it.max(value.abs()));
    let factor = max / greatest;
    scaled.extend(row.iter().map(|value| (value * factor).round() as i16));
    greatest / max
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "only what is inlined is compiled for the processor of the caller")]
fn dot_whole(one: &[i16], two: &[i16]) -> i32 {
    one.iter().zip(two).fold(0_i32, |sum, (one, two)| sum.wrapping_add(i32::from(*one).wrapping_mul(i32::from(*two))))
}

#[expect(clippy::cast_precision_loss, reason = "a relative error of 2^-24 is far below that of the weights")]
fn whole_to_float(value: i32) -> f32 {
    value as f32
}

/// Adds the second vectors to the first and brings each to mean nought and spread one, then scales and shifts it.
pub(super) fn add_and_normalise(vectors: &mut [f32], added: &[f32], scale: &[f32], shift: &[f32], epsilon: f32) {
    let width = scale.len();
    for (vector, added) in vectors.chunks_exact_mut(width).zip(added.chunks_exact(width)) {
        for (value, more) in vector.iter_mut().zip(added) {
            *value += more;
        }
        normalise(vector, scale, shift, epsilon);
    }
}

/// Brings one vector to mean nought and spread one, then scales and shifts it.
pub(super) fn normalise(vector: &mut [f32], scale: &[f32], shift: &[f32], epsilon: f32) {
    #[expect(clippy::cast_precision_loss, reason = "a vector has a few hundred values")]
    let count = vector.len() as f32;
    let mean = vector.iter().sum::<f32>() / count;
    let spread = vector.iter().map(|it| (it - mean) * (it - mean)).sum::<f32>() / count;
    let factor = 1.0 / (spread + epsilon).sqrt();
    for ((value, scale), shift) in vector.iter_mut().zip(scale).zip(shift) {
        *value = (*value - mean) * factor * scale + shift;
    }
}

/// The activation of the model: GELU, with the error function by Abramowitz and Stegun 7.1.28 (error below 3e-7), which
/// needs no exponential.
pub(super) fn gelu(value: f32) -> f32 {
    let scaled = value.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let terms = [0.000_043_063_8, 0.000_276_567_2, 0.000_152_014_3, 0.009_270_527, 0.042_282_01, 0.070_523_08];
    let series = 1.0 + terms.iter().fold(0.0_f32, |sum, term| sum * scaled + term) * scaled;
    let squared = series * series;
    let fourth = squared * squared;
    let eighth = fourth * fourth;
    let error_function = 1.0 - 1.0 / (eighth * eighth);
    0.5 * value * (1.0 + error_function.copysign(value))
}

/// Sums that are kept side by side, so that they are made at once.
const LANES: usize = 8;

/// The sum of the products of two short vectors.
pub(super) fn dot(one: &[f32], two: &[f32]) -> f32 {
    let ((ones, one_rest), (twos, two_rest)) = (one.as_chunks::<LANES>(), two.as_chunks::<LANES>());
    let mut sums = [0.0_f32; LANES];
    for (one, two) in ones.iter().zip(twos) {
        for ((sum, one), two) in sums.iter_mut().zip(one).zip(two) {
            *sum += one * two;
        }
    }
    let rest: f32 = one_rest.iter().zip(two_rest).map(|(one, two)| one * two).sum();
    sums.iter().sum::<f32>() + rest
}
