//! The prose of a page of the accounts: paragraphs and points with figures in them, which are never written as digits
//! but looked up when the page is made.

use std::sync::Arc;

use crate::account::quantity::Input;
use crate::source::{Id, SourceRef};

/// What people wrote for one page.
#[derive(Clone, Debug)]
pub struct PageText {
    /// The performance.
    pub performance: Id,
    /// The year.
    pub year: i16,
    /// The file.
    pub file: Arc<str>,
    /// What the situation is.
    pub context: Vec<ProseBlock>,
    /// What was done.
    pub progress: Vec<ProseBlock>,
    /// What it did to the money.
    pub finances: Vec<ProseBlock>,
    /// How the executive changed the budget.
    pub amendment: Vec<ProseBlock>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProseBlock {
    /// A heading, and the actions that what follows is about.
    Heading {
        /// The words.
        text: String,
        /// The actions.
        actions: Vec<u32>,
    },
    /// Running text.
    Paragraph(Vec<Piece>),
    /// Points.
    List(Vec<Vec<Piece>>),
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A figure that is looked up.
    Figure(Input),
    /// A decision about money.
    Decision(Id),
    /// The name of a record.
    Name(Id),
    /// The day on which a round closes.
    Closing(Id),
    /// A core task, by its number.
    CoreTask(Id),
    /// A performance, by its number.
    Performance(Id),
}
