//! The files of a page of the accounts: Markdown, HTML that stands by itself, and the document of a PDF. The same page
//! gives the same bytes.

use askama::Template;
use schakel_criteria::Language;
use schakel_print::{Block as PrintBlock, Document, Row};

use crate::accounts::document::{AccountDocument, Block, Run, Table, plain};

#[derive(Template)]
#[template(path = "account_file.html")]
struct AccountFile<'a> {
    document: &'a AccountDocument,
}

impl AccountDocument {
    /// The page as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n\n{}\n", self.title, self.lead);
        for section in &self.sections {
            text.push_str(&format!("\n## {}\n", section.title));
            for block in &section.blocks {
                text.push('\n');
                text.push_str(&markdown_block(block));
            }
        }
        text
    }

    /// The page as HTML that stands by itself.
    ///
    /// # Errors
    /// No page causes one; only a mistake in the template.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        AccountFile { document: self }.render()
    }

    /// The page as a document that can be printed.
    pub fn to_print(&self) -> Document {
        let mut blocks = vec![PrintBlock::Paragraph(self.lead.clone())];
        for section in &self.sections {
            blocks.push(PrintBlock::Heading(section.title.clone()));
            section.blocks.iter().for_each(|block| print_block(block, &mut blocks));
        }
        Document { title: self.title.clone(), language: Language::Dutch, made_on: self.as_of, blocks }
    }
}

fn markdown_block(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("### {text}\n"),
        Block::Paragraph(runs) => format!("{}\n", plain(runs)),
        Block::List(points) => points.iter().map(|point| format!("- {}\n", plain(point))).collect(),
        Block::Numbered(points) => points.iter().map(|(n, point)| format!("{n}. {}\n", plain(point))).collect(),
        Block::Table(table) => markdown_table(table),
    }
}

fn markdown_table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let row = |cells: &Vec<Vec<Run>>| line(cells.iter().map(|cell| plain(cell).replace('|', "\\|")).collect());
    let mut text = format!("{}\n\n{}", table.caption, line(table.columns.clone()));
    text.push_str(&line(table.columns.iter().map(|_| "---".to_owned()).collect()));
    table.rows.iter().chain(&table.total).for_each(|cells| text.push_str(&row(cells)));
    text
}

fn print_block(block: &Block, blocks: &mut Vec<PrintBlock>) {
    match block {
        Block::Heading(text) => blocks.push(PrintBlock::Subheading(text.clone())),
        Block::Paragraph(runs) => blocks.push(PrintBlock::Paragraph(plain(runs))),
        Block::List(points) => blocks.push(PrintBlock::List(points.iter().map(|it| plain(it)).collect())),
        Block::Numbered(points) => {
            blocks
                .push(PrintBlock::List(points.iter().map(|(number, it)| format!("{number}. {}", plain(it))).collect()));
        }
        Block::Table(table) => {
            blocks.push(PrintBlock::Subheading(table.caption.clone()));
            blocks.push(PrintBlock::Table(
                table.rows.iter().chain(&table.total).map(|it| print_row(table, it)).collect(),
            ));
        }
    }
}

/// A row of two columns: the other columns are named in the second, one a line.
fn print_row(table: &Table, cells: &[Vec<Run>]) -> Row {
    let label = cells.first().map(|it| plain(it)).unwrap_or_default();
    let pairs = table.columns.iter().zip(cells).skip(1).map(|(column, cell)| (column, plain(cell)));
    let lines: Vec<String> =
        pairs.filter(|(_, cell)| !cell.is_empty()).map(|(column, cell)| format!("{column}: {cell}")).collect();
    Row { label, value: lines.join("\n") }
}
