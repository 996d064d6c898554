//! Signs that a firm is in difficulty, from which an entrepreneur can tell in time. Reading them is in `load/signals`.

use schakel_criteria::Bilingual;

use crate::source::{Id, SourceRef};

/// Signs that a firm is in difficulty, and from when on help is offered in confidence.
#[derive(Clone, Debug)]
pub struct SignalList {
    /// Help is offered when the weights together are more than this.
    pub threshold: u32,
    /// The need that the support for it names; a code of `plan`.
    pub need: Id,
    /// The signs, in the order of the file.
    pub signs: Vec<SignalSign>,
    /// Where it is asked for.
    pub source: Option<SourceRef>,
}

/// A sign that a firm is in difficulty.
#[derive(Clone, Debug)]
pub struct SignalSign {
    /// Identifier.
    pub id: Id,
    /// What an entrepreneur recognises.
    pub text: Bilingual,
    /// How heavily it counts.
    pub weight: u32,
}
