//! Choices of a pack for questions that entrepreneurs send. What becomes of a question lives in `schakel-casework`.

use crate::source::{Id, SourceRef};

/// Choices for questions that entrepreneurs send.
#[derive(Clone, Debug, Default)]
pub struct CaseworkSettings {
    /// The organisation that gets a question for which no front door is named or reachable. Without one the portal takes
    /// no questions.
    pub desk: Option<Id>,
    /// How long words and details of people are kept after a question came in, days.
    pub keep_days: u32,
    /// Codes of `roles`: what an organisation can do for one firm when it takes a question.
    pub services: Vec<Id>,
    /// Who may ask whom whether a firm has a question there.
    pub sharing: Vec<Sharing>,
}

/// That a covenant lets one organisation ask another whether a firm has a question there, in that direction.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Who may ask.
    pub asker: Id,
    /// Whose questions it is about.
    pub holder: Id,
    /// The record of the covenant.
    pub covenant: Id,
    /// Where the covenant says so.
    pub source: SourceRef,
}
