//! What a page of the accounts is made of once it is in words.

/// A page of the accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDocument {
    /// The performance and the year.
    pub title: String,
    /// What it is, and as at which day.
    pub lead: String,
    /// Its parts.
    pub sections: Vec<AccountSection>,
    /// The day that the page is as at.
    pub as_of: schakel_time::Date,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSection {
    /// A name for links: letters and hyphens.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What stands in it; never empty.
    pub blocks: Vec<Block>,
}

/// A block of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// Running text.
    Paragraph(Vec<Run>),
    /// Points.
    List(Vec<Vec<Run>>),
    /// Numbered points.
    Numbered(Vec<(u32, Vec<Run>)>),
    /// A table.
    Table(Table),
}

/// A table; the first column names the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Run>>>,
    /// The last row, when it adds up the rows.
    pub total: Option<Vec<Vec<Run>>>,
}

impl Table {
    /// Whether a column holds figures: those line up on the right.
    pub fn is_number(&self, column: &usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(*column));
        cells.any(|cell| matches!(cell.as_slice(), [run] if run.is_figure))
    }
}

/// Words, with what they lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether it is a figure.
    pub is_figure: bool,
    /// The page of the portal that it opens; empty: none.
    pub path: String,
    /// Where a figure is said; empty: no figure.
    pub source: String,
}

impl Run {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Run { text: text.into(), is_figure: false, path: String::new(), source: String::new() }
    }

    /// Words that lead to a page.
    pub fn link(text: impl Into<String>, path: impl Into<String>) -> Self {
        Run { text: text.into(), is_figure: false, path: path.into(), source: String::new() }
    }
}

/// The words alone.
pub(super) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
