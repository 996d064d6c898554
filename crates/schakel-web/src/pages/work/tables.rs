//! Tables of figures: on a page, and as a file for a spreadsheet with the same rows.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use schakel_casework::Share;

use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::texts::Texts;
use crate::workbook::SheetCell;

/// A table of figures.
#[derive(Clone, Debug)]
pub struct TableView {
    /// Its name in addresses.
    pub id: &'static str,
    /// Above it.
    pub title: String,
    /// What is counted, and what is not.
    pub note: String,
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows; the first cell of each names it.
    pub rows: Vec<Vec<CellView>>,
    /// What is said when there are none.
    pub empty: String,
    /// Where the same stands as a file.
    pub file: String,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct CellView {
    /// The words.
    pub text: String,
    /// Whether it is a number.
    pub is_number: bool,
    /// Whether it is not known.
    pub is_unknown: bool,
    /// What it leads to.
    pub links: Vec<LinkView>,
}

impl TableView {
    /// A table without rows. Its words are `work-table-ID` and `-note`, those of its columns `work-column-NAME`.
    pub fn new(id: &'static str, columns: &[&str], visit: &Visit) -> Self {
        let texts = visit.texts();
        TableView {
            id,
            title: texts.get(&format!("work-table-{id}")),
            note: texts.get(&format!("work-table-{id}-note")),
            head: columns.iter().map(|it| texts.get(&format!("work-column-{it}"))).collect(),
            rows: Vec::new(),
            empty: texts.get("work-table-empty"),
            file: String::new(),
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: impl IntoIterator<Item = CellView>) {
        self.rows.push(row.into_iter().collect());
    }

    /// Adds a row of which a figure is not known yet, with why.
    pub fn add_unknown(&mut self, name: String, why: String) {
        self.add([CellView::words(name), CellView { text: why, is_unknown: true, ..CellView::default() }]);
    }

    /// Whether a column holds numbers.
    pub fn is_number(&self, column: &usize) -> bool {
        self.rows.iter().any(|row| row.get(*column).is_some_and(|cell| cell.is_number))
    }

    /// How many columns the last cell of a short row fills.
    pub fn rest(&self, cells: usize) -> usize {
        self.head.len().saturating_sub(cells).saturating_add(1)
    }

    /// Where the same stands as an Excel file.
    pub fn excel(&self) -> String {
        self.file.replacen(".csv", ".xlsx", 1)
    }

    /// The rows of a sheet, the names of the columns first.
    pub fn sheet(&self) -> Vec<Vec<SheetCell>> {
        let head = self.head.iter().map(|it| SheetCell::Text(it.clone())).collect();
        let cell = |it: &CellView| {
            let text = it.plain();
            let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if is_digits { SheetCell::Number(text.to_owned()) } else { SheetCell::Text(text.to_owned()) }
        };
        [head].into_iter().chain(self.rows.iter().map(|row| row.iter().map(cell).collect())).collect()
    }

    /// The table as a file.
    pub fn file(&self) -> Response {
        let mut text = line(self.head.iter().map(String::as_str));
        for row in &self.rows {
            text.push_str(&line(row.iter().map(CellView::plain)));
        }
        let name = format!("attachment; filename=\"{}.csv\"", self.id);
        let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, &*name)];
        private((headers, text).into_response())
    }
}

impl CellView {
    /// Words.
    pub fn words(text: impl Into<String>) -> Self {
        CellView { text: text.into(), ..CellView::default() }
    }

    /// A count.
    pub fn count(number: impl ToString) -> Self {
        CellView { text: number.to_string(), is_number: true, ..CellView::default() }
    }

    /// A figure that nobody has.
    pub fn unknown(texts: Texts) -> Self {
        CellView { text: texts.get("not-known"), is_unknown: true, is_number: true, ..CellView::default() }
    }

    /// A share of something.
    pub fn share(share: Share, texts: Texts) -> Self {
        match share.whole_percent() {
            Some(percent) => CellView { text: format!("{percent}%"), is_number: true, ..CellView::default() },
            None => CellView { is_number: true, ..CellView::words(texts.get("work-of-nothing")) },
        }
    }

    /// The words for a file.
    fn plain(&self) -> &str {
        match self.links.first() {
            Some(only) if self.text.is_empty() => &only.name,
            _ => &self.text,
        }
    }

    /// The same cell with what it leads to.
    #[must_use]
    pub fn leading_to(mut self, links: Vec<LinkView>) -> Self {
        self.links = links;
        self
    }
}

/// A line of a file (RFC 4180). A spreadsheet takes what begins with a sign for a sum: such words get a space in front.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cell = |text: &str| {
        let is_number = text.strip_prefix('-').unwrap_or(text).chars().all(|it| it.is_ascii_digit());
        let guard = if text.starts_with(['=', '+', '-', '@']) && !is_number { " " } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    let mut line = cells.map(cell).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}
