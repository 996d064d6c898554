//! Everything that is kept of one person as a document: what the page shows, for paper.

use schakel_criteria::Language;
use schakel_desk::PersonFile;
use schakel_print::{Block, Document, Row};
use schakel_register::Pack;

use super::words::{OwnData, QuestionView};
use crate::case_words::CaseWords;
use crate::texts::Texts;

/// The document, with the same words as the page of one's own data.
pub fn own_data_document(file: &PersonFile, pack: &Pack, language: Language) -> Document {
    let texts = Texts::new(language);
    let data = OwnData::new(file, &CaseWords::new(pack, language));
    let mut blocks =
        vec![Block::Paragraph(data.lead), Block::Heading(texts.get("own-data-person")), table(&data.person)];
    if !data.firm.is_empty() {
        blocks.extend([Block::Heading(texts.get("own-data-firm")), table(&data.firm)]);
    }
    data.questions.iter().for_each(|it| add_question(&mut blocks, it, texts));
    blocks.extend([Block::Heading(texts.get("own-data-more")), Block::Paragraph(data.more)]);
    Document { title: data.title, language, made_on: file.made_at.date(), blocks }
}

fn add_question(blocks: &mut Vec<Block>, question: &QuestionView, texts: Texts) {
    blocks.push(Block::Heading(texts.with("own-data-question", "case", &question.number)));
    blocks.push(Block::Paragraph(question.words.clone()));
    let mut section = |heading: &str, content: Block| {
        blocks.extend([Block::Subheading(texts.get(heading)), content]);
    };
    if !question.summary.is_empty() {
        section("own-data-summary", Block::Paragraph(question.summary.clone()));
    }
    section("own-data-consents", table_or(&question.consents, || texts.get("own-data-no-consents")));
    section("own-data-seen", table_or(&question.seen, || texts.get("own-data-nobody-saw")));
    if !question.posts.is_empty() {
        section("own-data-posts", table(&question.posts));
    }
    if !question.documents.is_empty() {
        section("own-data-documents", Block::List(question.documents.clone()));
    }
}

fn table_or(rows: &[(String, String)], otherwise: impl FnOnce() -> String) -> Block {
    if rows.is_empty() { Block::Paragraph(otherwise()) } else { table(rows) }
}

fn table(rows: &[(String, String)]) -> Block {
    let row = |(label, value): &(String, String)| Row { label: label.clone(), value: value.clone() };
    Block::Table(rows.iter().map(row).collect())
}
