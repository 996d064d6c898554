//! Writes laid-out pages as a file, with the tree of tags that tells a screen reader what is a heading and what a cell.

use std::num::NonZeroU16;

use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::ConfigurationBuilder;
use krilla::configure::validate::{Accessibility, Archival};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};
use schakel_criteria::Language;

use crate::document::{Block, Document, PrintError};
use crate::face::{Faces, Weight, quotient};
use crate::layout::{FOOT, FOOT_SIZE, Line, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Page};

/// How thick the rule under a row is, in thousandths of a point.
const RULE_THICKNESS: i64 = 500;

/// What the file says it was made with.
const PRODUCER: &str = "Schakel";

/// A mark on a page: which text it is a part of, and where it stands.
struct Mark {
    text_number: usize,
    identifier: Identifier,
    page: usize,
    y: i64,
}

/// Writes the file.
pub fn write(document: &Document, faces: &Faces, pages: &[Page]) -> Result<Vec<u8>, PrintError> {
    let mut file = krilla::Document::new_with(settings()?);
    let mut marks = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(points(PAGE_WIDTH), points(PAGE_HEIGHT));
        let size = size.ok_or_else(|| PrintError::Format("a page has a size".to_owned()))?;
        let mut sheet = file.start_page_with(size);
        let mut surface = sheet.surface();
        for line in &page.lines {
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            draw_line(&mut surface, faces, line);
            surface.end_tagged();
            marks.push(Mark { text_number: line.text_number, identifier, page: number, y: line.y - line.size });
        }
        draw_rules(&mut surface, page);
        draw_foot(&mut surface, faces, document, number + 1, pages.len());
        surface.finish();
        sheet.finish();
    }
    let mut tree = Tree { marks, text_number: 0, outline: Outline::new(), section: None, root: TagTree::new() };
    tree.build(document);
    file.set_outline(tree.outline);
    file.set_tag_tree(tree.root.with_lang(Some(language_code(document.language).to_owned())));
    file.set_metadata(metadata(document));
    file.finish().map_err(|error| PrintError::Format(format!("{error:?}")))
}

fn settings() -> Result<SerializeSettings, PrintError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PrintError::Format(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn metadata(document: &Document) -> Metadata {
    let day = document.made_on;
    let made_on = DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(u8::try_from(day.month()).unwrap_or(1))
        .day(u8::try_from(day.day()).unwrap_or(1));
    Metadata::new()
        .title(document.title.clone())
        .language(language_code(document.language).to_owned())
        .producer(PRODUCER.to_owned())
        .creation_date(made_on)
}

fn draw_line(surface: &mut Surface<'_>, faces: &Faces, line: &Line) {
    let face = faces.of(line.weight);
    let start = Point::from_xy(points(line.x), points(line.y));
    let glyphs = face.glyphs(&line.text);
    surface.draw_glyphs(start, &glyphs, face.embedded.clone(), &line.text, points(line.size), false);
}

fn draw_rules(surface: &mut Surface<'_>, page: &Page) {
    if page.rules.is_empty() {
        return;
    }
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    let black = surface.get_fill().cloned();
    surface.set_fill(Some(Fill { paint: rgb::Color::new(0xc8, 0xcd, 0xd2).into(), ..Fill::default() }));
    for y in &page.rules {
        let (right, bottom) = (points(PAGE_WIDTH - MARGIN), points(y + RULE_THICKNESS));
        let mut path = PathBuilder::new();
        if let Some(rule) = Rect::from_ltrb(points(MARGIN), points(*y), right, bottom) {
            path.push_rect(rule);
        }
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
    surface.set_fill(black);
    surface.end_tagged();
}

/// The title at the left and the number of the page at the right.
fn draw_foot(surface: &mut Surface<'_>, faces: &Faces, document: &Document, page: usize, pages: usize) {
    let face = faces.of(Weight::Regular);
    let number = match document.language {
        Language::Dutch => format!("Pagina {page} van {pages}"),
        Language::English => format!("Page {page} of {pages}"),
    };
    let x = PAGE_WIDTH - MARGIN - face.width(&number, FOOT_SIZE);
    let texts = [(face.settable(&document.title), MARGIN, ArtifactType::Footer), (number, x, ArtifactType::PageNumber)];
    for (text, x, kind) in texts {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        let line = Line { text_number: 0, text, weight: Weight::Regular, size: FOOT_SIZE, x, y: FOOT };
        draw_line(surface, faces, &line);
        surface.end_tagged();
    }
}

/// Builds the tree of tags and the outline, in the order in which the layout numbered the texts.
struct Tree {
    marks: Vec<Mark>,
    text_number: usize,
    outline: Outline,
    /// The entry of the outline that parts of the section come under.
    section: Option<OutlineNode>,
    root: TagTree,
}

impl Tree {
    fn build(&mut self, document: &Document) {
        self.heading(1, &document.title);
        let mut has_heading = false;
        for block in &document.blocks {
            match block {
                Block::Heading(text) => {
                    has_heading = true;
                    self.heading(2, text);
                }
                // No level is skipped.
                Block::Subheading(text) => self.heading(if has_heading { 3 } else { 2 }, text),
                Block::Paragraph(_) => {
                    let paragraph = self.filled(Tag::P);
                    self.root.push(paragraph);
                }
                Block::List(points) => self.list(points.len()),
                Block::Table(rows) => self.table(rows.len()),
            }
        }
        self.close_section();
    }

    fn heading(&mut self, level: u16, text: &str) {
        let place = self.marks.iter().find(|mark| mark.text_number == self.text_number);
        let place = place.map(|mark| XyzDestination::new(mark.page, Point::from_xy(points(MARGIN), points(mark.y))));
        let Some(place) = place else {
            self.text_number += 1;
            return;
        };
        let node = OutlineNode::new(text.to_owned(), place);
        match (&mut self.section, level) {
            (Some(section), 3) => section.push_child(node),
            _ => {
                self.close_section();
                self.section = Some(node);
            }
        }
        let tag = Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(text.to_owned()));
        let heading = self.filled(tag);
        self.root.push(heading);
    }

    fn list(&mut self, points: usize) {
        let mut list = TagGroup::new(Tag::L(ListNumbering::None));
        for _ in 0..points {
            let mut point = TagGroup::new(Tag::LI);
            point.push(self.filled(Tag::Lbl));
            point.push(self.filled(Tag::LBody));
            list.push(point);
        }
        self.root.push(list);
    }

    fn table(&mut self, rows: usize) {
        let mut table = TagGroup::new(Tag::Table);
        for _ in 0..rows {
            let mut row = TagGroup::new(Tag::TR);
            row.push(self.filled(Tag::TH(TableHeaderScope::Row)));
            row.push(self.filled(Tag::TD));
            table.push(row);
        }
        self.root.push(table);
    }

    /// A tag with the marks of the next text.
    fn filled(&mut self, tag: impl Into<TagKind>) -> TagGroup {
        let mut group = TagGroup::new(tag);
        let number = self.text_number;
        self.marks.iter().filter(|mark| mark.text_number == number).for_each(|mark| group.push(mark.identifier));
        self.text_number += 1;
        group
    }

    fn close_section(&mut self) {
        if let Some(section) = self.section.take() {
            self.outline.push_child(section);
        }
    }
}

/// The language as files name it (RFC 3066).
fn language_code(language: Language) -> &'static str {
    match language {
        Language::Dutch => "nl",
        Language::English => "en",
    }
}

fn points(thousandths: i64) -> f32 {
    quotient(thousandths, 1000)
}
