//! Bars of a chart as plain numbers for an SVG. The table beside it says the same in words; the picture adds nothing that a
//! reader without eyes would miss.

use schakel_criteria::Number;

/// A chart with one bar a row.
#[derive(Clone, Debug)]
pub struct ChartView {
    /// What it shows.
    pub title: String,
    /// The height of the picture.
    pub height: usize,
    /// The bars.
    pub bars: Vec<BarView>,
    /// Where the mark of the target stands; absent: there is none.
    pub mark: Option<usize>,
    /// What the mark is.
    pub mark_words: String,
}

/// A bar.
#[derive(Clone, Debug)]
pub struct BarView {
    /// The words before it.
    pub label: String,
    /// The words after it.
    pub value: String,
    /// Where it begins from the top.
    pub top: usize,
    /// The baseline of the words above it.
    pub words_at: usize,
    /// How long it is, of [`WIDTH`].
    pub width: usize,
    /// Whether it goes on: the figure is "more than".
    pub is_open: bool,
}

/// The width of the picture.
pub const WIDTH: usize = 360;

/// The height of a row: a line of words and a bar.
const ROW: usize = 48;

/// A row before it is drawn: its words, its share, and whether it is "more than".
pub type Row = (String, String, Number, bool);

/// A chart of shares of a target: the mark is at the target, and no bar is longer than one and a half times it.
pub fn of_target(title: String, mark_words: String, rows: Vec<Row>) -> ChartView {
    let mark = WIDTH * 2 / 3;
    let longest = Number::whole(150);
    let bars = rows.into_iter().enumerate().map(|(index, (label, value, share, is_open))| {
        let percent = share.times(Number::whole(100)).unwrap_or(Number::ZERO).min(longest);
        let percent = usize::try_from(percent.floor().to_i64().unwrap_or(0)).unwrap_or(0);
        let top = index.saturating_mul(ROW);
        BarView { label, value, top: top + 24, words_at: top + 16, width: percent * 12 / 5, is_open }
    });
    let bars: Vec<BarView> = bars.collect();
    ChartView { title, height: bars.len() * ROW, bars, mark: Some(mark), mark_words }
}
