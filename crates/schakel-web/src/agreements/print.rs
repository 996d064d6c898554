//! The report on progress as a document to print.

use schakel_account::{Report, ReportPart};
use schakel_print::{Block, Document, Row};

/// The report as a document; the same report gives the same bytes.
pub fn report_document(report: &Report) -> Document {
    let block = |part: &ReportPart| match part {
        ReportPart::Heading(text) => Block::Heading(text.clone()),
        ReportPart::Subheading(text) => Block::Subheading(text.clone()),
        ReportPart::Paragraph(text) => Block::Paragraph(text.clone()),
        ReportPart::Table(rows) => Block::Table(rows.iter().map(row).collect()),
    };
    Document {
        title: report.title.clone(),
        language: report.language,
        made_on: report.as_at,
        blocks: report.parts.iter().map(block).collect(),
    }
}

fn row((label, value): &(String, String)) -> Row {
    Row { label: label.clone(), value: value.clone() }
}
