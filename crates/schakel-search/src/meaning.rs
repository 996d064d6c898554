//! Likeness of meaning: the sentence model and the vectors of the records. Without it, search knows words alone.

/// A sentence model with the vectors of a pack.
#[derive(Clone, Debug)]
pub enum Meaning {}
