//! What a processor does with one block of rows: comparing bytes of a column with ranges into bits, joining planes, and
//! counting them. The widest instructions that the processor has are chosen when the program runs. This is the only
//! module with `unsafe`; each use of it says why it is sound.

use std::ops::Range as Blocks;

use super::run::{BLOCK_ROWS, BLOCK_WORDS, Program, Step};

/// The rows of a block, a bit each.
pub type Plane = [u64; BLOCK_WORDS];

/// The leaf of no rows.
pub(super) const LEAF_NONE: u32 = u32::MAX;
/// The leaf of all rows.
pub(super) const LEAF_ALL: u32 = u32::MAX - 1;

/// Which instructions are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// Those that every processor has.
    Portable,
    /// Those on 32 bytes at a time.
    Avx2,
}

/// A column of classes, filled up to whole blocks.
#[derive(Clone, Debug)]
pub(super) enum ClassColumn {
    /// A byte a row.
    Narrow(Vec<u8>),
    /// Two bytes a row.
    Wide(Vec<u16>),
}

/// The classes from `low`, and so many after it; past the largest class it goes on at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: u16,
    pub(super) span: u16,
}

/// The rows that a leaf stands for.
#[derive(Clone, Debug)]
pub(super) enum BoundLeaf {
    None,
    All,
    /// The rows of which the class in this column is in one of these.
    Ranges {
        column: usize,
        ranges: Vec<Range>,
    },
}

impl Kernel {
    /// The fastest that this processor has.
    pub fn best() -> Kernel {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt") {
            return Kernel::Avx2;
        }
        Kernel::Portable
    }
}

impl ClassColumn {
    /// The memory that it takes, bytes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            ClassColumn::Narrow(classes) => classes.len(),
            ClassColumn::Wide(classes) => classes.len() * size_of::<u16>(),
        }
    }
}

/// The number of rows in a plane.
#[inline(always)]
pub(super) fn count(plane: &Plane) -> u64 {
    plane.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// The number of rows in a plane among its first ones.
pub(super) fn count_first(plane: &Plane, rows: usize) -> u64 {
    let bits = |(place, word): (usize, &u64)| match rows.saturating_sub(place * 64) {
        0 => 0,
        left if left >= 64 => word.count_ones(),
        left => (word & ((1 << left) - 1)).count_ones(),
    };
    plane.iter().enumerate().map(bits).map(u64::from).sum()
}

/// Carries out a program over blocks; `give` gets the block, the number of the output and its two planes.
pub(super) fn run(
    kernel: Kernel,
    program: &Program,
    leaves: &[BoundLeaf],
    columns: &[ClassColumn],
    blocks: Blocks<usize>,
    give: impl FnMut(usize, usize, &Plane, &Plane),
) {
    match kernel {
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "calls code for instructions that were found to be there")]
        Kernel::Avx2 if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt") => {
            // SAFETY: the guard found both features of `avx2::run` on this processor.
            unsafe { avx2::run(program, leaves, columns, blocks, give) }
        }
        _ => walk::<Portable>(program, leaves, columns, blocks, give),
    }
}

/// How the rows of one block are compared with a range.
trait Compare {
    fn narrow(classes: &[u8; BLOCK_ROWS], low: u8, span: u8, plane: &mut Plane);
    fn wide(classes: &[u16; BLOCK_ROWS], low: u16, span: u16, plane: &mut Plane);
}

/// Inlined into a function for certain instructions, all of it uses those.
#[inline(always)]
fn walk<C: Compare>(
    program: &Program,
    leaves: &[BoundLeaf],
    columns: &[ClassColumn],
    blocks: Blocks<usize>,
    mut give: impl FnMut(usize, usize, &Plane, &Plane),
) {
    let mut planes = vec![[0_u64; BLOCK_WORDS]; program.slots.max(1)];
    let last = planes.len() - 1;
    for block in blocks {
        for step in &program.steps {
            let plane = match step {
                Step::Leaf { leaf, .. } => leaf_plane::<C>(*leaf, leaves, columns, block),
                Step::All { first, count, .. } => {
                    joined(&planes, inputs(program, *first, *count), |left, right| left & right)
                }
                Step::Any { first, count, .. } => {
                    joined(&planes, inputs(program, *first, *count), |left, right| left | right)
                }
                Step::Without { from, taken, .. } => joined(&planes, &[*from, *taken], |from, taken| from & !taken),
                Step::Give { output, may_hold, may_fail } => {
                    if let (Some(may_hold), Some(may_fail)) =
                        (planes.get(*may_hold as usize), planes.get(*may_fail as usize))
                    {
                        give(block, *output as usize, may_hold, may_fail);
                    }
                    continue;
                }
            };
            let (Step::Leaf { to, .. } | Step::All { to, .. } | Step::Any { to, .. } | Step::Without { to, .. }) = step
            else {
                continue;
            };
            if let Some(slot) = planes.get_mut((*to as usize).min(last)) {
                *slot = plane;
            }
        }
    }
}

#[inline(always)]
fn inputs(program: &Program, first: u32, count: u32) -> &[u32] {
    program.inputs.get(first as usize..(first + count) as usize).unwrap_or_default()
}

#[inline(always)]
fn joined(planes: &[Plane], inputs: &[u32], join: impl Fn(u64, u64) -> u64) -> Plane {
    let mut inputs = inputs.iter().filter_map(|input| planes.get(*input as usize));
    let mut plane = inputs.next().copied().unwrap_or([0; BLOCK_WORDS]);
    for input in inputs {
        for (word, other) in plane.iter_mut().zip(input) {
            *word = join(*word, *other);
        }
    }
    plane
}

#[inline(always)]
fn leaf_plane<C: Compare>(leaf: u32, leaves: &[BoundLeaf], columns: &[ClassColumn], block: usize) -> Plane {
    let (column, ranges) = match leaves.get(leaf as usize) {
        Some(BoundLeaf::Ranges { column, ranges }) => (*column, ranges),
        Some(BoundLeaf::All) => return [u64::MAX; BLOCK_WORDS],
        Some(BoundLeaf::None) => return [0; BLOCK_WORDS],
        None if leaf == LEAF_ALL => return [u64::MAX; BLOCK_WORDS],
        None => return [0; BLOCK_WORDS],
    };
    let mut plane = [0; BLOCK_WORDS];
    match columns.get(column) {
        Some(ClassColumn::Narrow(classes)) => {
            if let Some(classes) = classes.get(block * BLOCK_ROWS..).and_then(|rest| rest.first_chunk()) {
                // A narrow column has no class above 255.
                ranges.iter().for_each(|it| C::narrow(classes, it.low as u8, it.span as u8, &mut plane));
            }
        }
        Some(ClassColumn::Wide(classes)) => {
            if let Some(classes) = classes.get(block * BLOCK_ROWS..).and_then(|rest| rest.first_chunk()) {
                ranges.iter().for_each(|it| C::wide(classes, it.low, it.span, &mut plane));
            }
        }
        None => {}
    }
    plane
}

/// What every processor can do.
struct Portable;

impl Compare for Portable {
    #[inline(always)]
    fn narrow(classes: &[u8; BLOCK_ROWS], low: u8, span: u8, plane: &mut Plane) {
        for (word, classes) in plane.iter_mut().zip(classes.chunks_exact(64)) {
            let bit = |(place, class): (usize, &u8)| u64::from(class.wrapping_sub(low) <= span) << place;
            *word |= classes.iter().enumerate().map(bit).fold(0, |word, bit| word | bit);
        }
    }

    #[inline(always)]
    fn wide(classes: &[u16; BLOCK_ROWS], low: u16, span: u16, plane: &mut Plane) {
        for (word, classes) in plane.iter_mut().zip(classes.chunks_exact(64)) {
            let bit = |(place, class): (usize, &u16)| u64::from(class.wrapping_sub(low) <= span) << place;
            *word |= classes.iter().enumerate().map(bit).fold(0, |word, bit| word | bit);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    //! Blocks in registers of 32 bytes.
    #![expect(unsafe_code, reason = "reads 32 bytes at a time and calls code for certain instructions")]

    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_cmpeq_epi16, _mm256_loadu_si256, _mm256_min_epu8, _mm256_min_epu16,
        _mm256_movemask_epi8, _mm256_packs_epi16, _mm256_permute4x64_epi64, _mm256_set1_epi8, _mm256_set1_epi16,
        _mm256_sub_epi8, _mm256_sub_epi16,
    };

    use super::{BLOCK_ROWS, Blocks, BoundLeaf, ClassColumn, Compare, Plane, Program, walk};

    /// Carries out a program with these instructions.
    #[target_feature(enable = "avx2,popcnt")]
    pub(super) fn run(
        program: &Program,
        leaves: &[BoundLeaf],
        columns: &[ClassColumn],
        blocks: Blocks<usize>,
        give: impl FnMut(usize, usize, &Plane, &Plane),
    ) {
        walk::<Avx2>(program, leaves, columns, blocks, give);
    }

    /// Comparisons on 32 bytes at a time. Only `run` names it, so the processor has the instructions.
    struct Avx2;

    impl Compare for Avx2 {
        #[inline(always)]
        fn narrow(classes: &[u8; BLOCK_ROWS], low: u8, span: u8, plane: &mut Plane) {
            // SAFETY: only `run` calls this, which asks for AVX2.
            unsafe { narrow(classes, low, span, plane) }
        }

        #[inline(always)]
        fn wide(classes: &[u16; BLOCK_ROWS], low: u16, span: u16, plane: &mut Plane) {
            // SAFETY: only `run` calls this, which asks for AVX2.
            unsafe { wide(classes, low, span, plane) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn narrow(classes: &[u8; BLOCK_ROWS], low: u8, span: u8, plane: &mut Plane) {
        let (low, span) = (_mm256_set1_epi8(low.cast_signed()), _mm256_set1_epi8(span.cast_signed()));
        let is_in = |half: &[u8]| {
            // SAFETY: `half` comes from `as_chunks::<32>`, so 32 bytes can be read; the load needs no alignment.
            let classes = unsafe { _mm256_loadu_si256(half.as_ptr().cast::<__m256i>()) };
            let from_low = _mm256_sub_epi8(classes, low);
            let is_in = _mm256_cmpeq_epi8(_mm256_min_epu8(from_low, span), from_low);
            u64::from(_mm256_movemask_epi8(is_in).cast_unsigned())
        };
        let (chunks, _) = classes.as_chunks::<64>();
        for (word, chunk) in plane.iter_mut().zip(chunks) {
            let (halves, _) = chunk.as_chunks::<32>();
            let [first, second] = halves else { continue };
            *word |= is_in(first) | is_in(second) << 32;
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn wide(classes: &[u16; BLOCK_ROWS], low: u16, span: u16, plane: &mut Plane) {
        let (low, span) = (_mm256_set1_epi16(low.cast_signed()), _mm256_set1_epi16(span.cast_signed()));
        let is_in = |part: &[u16; 16]| {
            // SAFETY: 16 classes of two bytes are 32 bytes; the load needs no alignment.
            let classes = unsafe { _mm256_loadu_si256(part.as_ptr().cast::<__m256i>()) };
            let from_low = _mm256_sub_epi16(classes, low);
            _mm256_cmpeq_epi16(_mm256_min_epu16(from_low, span), from_low)
        };
        let (chunks, _) = classes.as_chunks::<64>();
        for (word, chunk) in plane.iter_mut().zip(chunks) {
            let (parts, _) = chunk.as_chunks::<16>();
            let [first, second, third, fourth] = parts else { continue };
            // Packing takes turns between the halves of its two registers; the permutation puts the rows in order.
            let bits = |one: &[u16; 16], other: &[u16; 16]| {
                let packed = _mm256_packs_epi16(is_in(one), is_in(other));
                let in_order = _mm256_permute4x64_epi64::<0b11_01_10_00>(packed);
                u64::from(_mm256_movemask_epi8(in_order).cast_unsigned())
            };
            *word |= bits(first, second) | bits(third, fourth) << 32;
        }
    }
}
