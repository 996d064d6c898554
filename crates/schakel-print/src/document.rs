//! What a document is made of. How its lines are laid on pages is in `layout.rs`, the file itself in `write.rs`.

use schakel_criteria::Language;
use schakel_time::Date;

use crate::face::Faces;
use crate::layout::lay_out;
use crate::write::write;

/// A plain document: a title and what stands below it, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The title: the first line, the name of the file for screen readers, and the foot of each page.
    pub title: String,
    /// The language of every word in it.
    pub language: Language,
    /// The day that the file says it was made.
    pub made_on: Date,
    /// What stands below the title.
    pub blocks: Vec<Block>,
}

/// A part of a document. A text without a visible character is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Heading(String),
    /// The heading of a part of a section.
    Subheading(String),
    /// Running text; a line feed begins a new line.
    Paragraph(String),
    /// Points, each with a dash before it.
    List(Vec<String>),
    /// A table of two columns.
    Table(Vec<Row>),
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the value is of: the header of the row.
    pub label: String,
    /// The value.
    pub value: String,
}

/// Why a document could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintError {
    /// The title has no visible character.
    Untitled,
    /// The font in the program cannot be read.
    Font,
    /// The file would break a rule of its format; the text says which.
    Format(String),
}

impl Document {
    /// The document as a PDF on A4 that keeps to PDF/UA-1 and PDF/A-2a. The same document gives the same bytes.
    ///
    /// # Errors
    /// [`PrintError::Untitled`]; the other errors no text causes, only a mistake in this crate or its font.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PrintError> {
        if self.title.trim().is_empty() {
            return Err(PrintError::Untitled);
        }
        let faces = Faces::load().ok_or(PrintError::Font)?;
        let pages = lay_out(self, &faces);
        write(self, &faces, &pages)
    }
}

impl std::fmt::Display for PrintError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Untitled => write!(formatter, "a document needs a title: give one with a visible character"),
            Self::Font => write!(formatter, "the font in the program cannot be read"),
            Self::Format(rule) => write!(formatter, "the file would break a rule of PDF: {rule}"),
        }
    }
}

impl std::error::Error for PrintError {}
