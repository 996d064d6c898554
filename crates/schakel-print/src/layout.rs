//! Puts the lines of a document on pages: where they break, and what stays together. All lengths are whole thousandths
//! of a point, from the top left of the page. Nothing is drawn here.

use crate::document::{Block, Document, Row};
use crate::face::{Faces, Weight};

/// A4.
pub const PAGE_WIDTH: i64 = 595_276;
pub const PAGE_HEIGHT: i64 = 841_890;

/// The space around the text.
pub const MARGIN: i64 = 62_000;
const BOTTOM: i64 = PAGE_HEIGHT - 78_000;

/// Where the foot of the page stands.
pub const FOOT: i64 = PAGE_HEIGHT - 44_000;

/// The width of the labels of a table, and the space after them.
const LABEL_WIDTH: i64 = 148_000;
const LABEL_GAP: i64 = 14_000;

/// What stands before a point of a list.
const POINT: &str = "–";
const POINT_WIDTH: i64 = 14_000;
const POINT_ABOVE: i64 = 3_000;

/// What stands in a table for a text without a visible character, as a row needs both its cells.
const NOTHING: &str = "–";

/// How a text looks: its size, the distance of its lines, its weight and the space above it.
#[derive(Clone, Copy)]
struct Style {
    size: i64,
    leading: i64,
    weight: Weight,
    above: i64,
}

const TITLE: Style = Style { size: 22_000, leading: 27_000, weight: Weight::Bold, above: 0 };
const HEADING: Style = Style { size: 14_500, leading: 19_000, weight: Weight::Bold, above: 22_000 };
const SUBHEADING: Style = Style { size: 11_500, leading: 16_000, weight: Weight::Bold, above: 14_000 };
const BODY: Style = Style { size: 10_500, leading: 15_500, weight: Weight::Regular, above: 7_000 };
const LABEL: Style = Style { weight: Weight::Bold, ..BODY };

/// The size of the foot.
pub const FOOT_SIZE: i64 = 8_500;

/// The space between a line of a table and the rule under it, and the height that a row adds.
const RULE_GAP: i64 = 4_500;

/// The lines and rules of one page.
#[derive(Default)]
pub struct Page {
    pub lines: Vec<Line>,
    /// The heights of the rules under rows.
    pub rules: Vec<i64>,
}

/// One line.
pub struct Line {
    /// The number of the text that it is a part of: texts are numbered in reading order, two for a row or a
    /// point.
    pub text_number: usize,
    pub text: String,
    pub weight: Weight,
    pub size: i64,
    pub x: i64,
    /// The height of the baseline.
    pub y: i64,
}

/// Lays the document on pages; there is at least one.
pub fn lay_out(document: &Document, faces: &Faces) -> Vec<Page> {
    let mut layout = Layout { faces, pages: Vec::new(), page: Page::default(), y: MARGIN, text_number: 0 };
    layout.text(&document.title, TITLE, 0);
    for (number, block) in document.blocks.iter().enumerate() {
        // What follows a heading stays with it, as far as two lines.
        let next = document.blocks.get(number + 1);
        let after = if next.is_some() { BODY.above + 2 * BODY.leading } else { 0 };
        let is_subheading_next = matches!(next, Some(Block::Subheading(_)));
        let after = after + if is_subheading_next { SUBHEADING.above + SUBHEADING.leading } else { 0 };
        match block {
            Block::Heading(text) => layout.text(text, HEADING, after),
            Block::Subheading(text) => layout.text(text, SUBHEADING, after),
            Block::Paragraph(text) => layout.text(text, BODY, 0),
            Block::List(points) => points.iter().for_each(|it| layout.point(it)),
            Block::Table(rows) => layout.table(rows),
        }
    }
    layout.pages.push(layout.page);
    layout.pages
}

/// A text that can be set, without what cannot be seen at its ends; none when nothing is left.
fn visible(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

struct Layout<'f> {
    faces: &'f Faces,
    pages: Vec<Page>,
    page: Page,
    /// Where the next line begins.
    y: i64,
    text_number: usize,
}

impl Layout<'_> {
    /// Sets a text over the whole width, with room for as much as `after` below its last line.
    fn text(&mut self, text: &str, style: Style, after: i64) {
        let number = self.next_number();
        let Some(text) = visible(text) else { return };
        let lines = self.break_lines(text, style, PAGE_WIDTH - 2 * MARGIN);
        let height = i64::try_from(lines.len()).unwrap_or(i64::MAX).saturating_mul(style.leading);
        self.space(style.above);
        self.keep(if after > 0 { height.saturating_add(after) } else { height.min(2 * style.leading) });
        for line in lines {
            self.keep(style.leading);
            self.put(line, number, style, MARGIN);
            self.y += style.leading;
        }
    }

    fn point(&mut self, text: &str) {
        let (dash_number, number) = (self.next_number(), self.next_number());
        let Some(text) = visible(text) else { return };
        self.space(POINT_ABOVE);
        for (place, line) in self.break_lines(text, BODY, PAGE_WIDTH - 2 * MARGIN - POINT_WIDTH).into_iter().enumerate()
        {
            self.keep(BODY.leading);
            if place == 0 {
                self.put(POINT.to_owned(), dash_number, BODY, MARGIN);
            }
            self.put(line, number, BODY, MARGIN + POINT_WIDTH);
            self.y += BODY.leading;
        }
    }

    fn table(&mut self, rows: &[Row]) {
        self.space(BODY.above);
        for row in rows {
            let (label_number, value_number) = (self.next_number(), self.next_number());
            let value_x = MARGIN + LABEL_WIDTH + LABEL_GAP;
            let label = visible(&row.label).unwrap_or(NOTHING);
            let mut labels = self.break_lines(label, LABEL, LABEL_WIDTH).into_iter();
            let value = visible(&row.value).unwrap_or(NOTHING);
            let mut values = self.break_lines(value, BODY, PAGE_WIDTH - MARGIN - value_x).into_iter();
            self.keep(BODY.leading * if labels.len().max(values.len()) > 1 { 2 } else { 1 } + RULE_GAP);
            loop {
                let (label, value) = (labels.next(), values.next());
                if label.is_none() && value.is_none() {
                    break;
                }
                self.keep(BODY.leading);
                if let Some(line) = label {
                    self.put(line, label_number, LABEL, MARGIN);
                }
                if let Some(line) = value {
                    self.put(line, value_number, BODY, value_x);
                }
                self.y += BODY.leading;
            }
            self.page.rules.push(self.y + RULE_GAP / 2);
            self.y += 2 * RULE_GAP;
        }
    }

    fn put(&mut self, text: String, text_number: usize, style: Style, x: i64) {
        let y = self.y + style.size;
        self.page.lines.push(Line { text_number, text, weight: style.weight, size: style.size, x, y });
    }

    fn next_number(&mut self) -> usize {
        self.text_number += 1;
        self.text_number - 1
    }

    /// Adds space, but never at the top of a page.
    fn space(&mut self, height: i64) {
        if self.y > MARGIN {
            self.y += height;
        }
    }

    /// Begins a new page when there is no room for so much; more than a page never fits, and begins no page.
    fn keep(&mut self, height: i64) {
        let is_full = self.y.saturating_add(height) > BOTTOM;
        let has_content = self.y > MARGIN;
        let fits_on_a_page = height <= BOTTOM - MARGIN;
        if is_full && has_content && fits_on_a_page {
            self.pages.push(std::mem::take(&mut self.page));
            self.y = MARGIN;
        }
    }

    /// Breaks a text into lines that fit. Every line but the last ends with a space, so that a program that reads the
    /// text does not join words.
    fn break_lines(&self, text: &str, style: Style, width: i64) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let paragraph = self.faces.of(style.weight).settable(paragraph);
            let mut line = String::new();
            for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
                self.add_word(&mut lines, &mut line, word, style, width);
            }
            lines.push(line);
        }
        let last = lines.len().saturating_sub(1);
        for line in lines.iter_mut().take(last) {
            line.push(' ');
        }
        lines
    }

    fn add_word(&self, lines: &mut Vec<String>, line: &mut String, word: &str, style: Style, width: i64) {
        let face = self.faces.of(style.weight);
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if face.width(&joined, style.size) <= width {
            *line = joined;
            return;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(line));
        }
        // A word that is wider than the line, such as an address, is cut where the line ends.
        for sign in word.chars() {
            line.push(sign);
            if face.width(line, style.size) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(line, sign.to_string()));
            }
        }
    }
}
