//! Random choices that a seed repeats exactly. For tests only: the numbers are
//! even enough to search with, and anyone can predict them.

use std::hash::{BuildHasher, RandomState};

/// A source of random choices: SplitMix64 (Steele, Lea and Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

/// A seed that differs from run to run.
pub fn fresh_seed() -> u64 {
    // The standard library draws the keys of its hash maps from the system.
    RandomState::new().hash_one(0)
}

impl Random {
    /// Choices that follow from the seed alone.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let bits = self.bits();
        // The remainder favours small numbers by less than one in a billion
        // here, which a search does not notice.
        u64::try_from(limit)
            .ok()
            .and_then(|limit| bits.checked_rem(limit))
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(0)
    }

    /// True once in `times` on average.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the items; none when there are none.
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// One of the texts; empty when there are none.
    pub fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.choose(words).copied().unwrap_or("")
    }
}
