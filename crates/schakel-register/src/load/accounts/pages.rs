//! Reading the prose of a page of the accounts: Markdown with the fixed headings of the page, figures as placeholders.

use std::sync::Arc;

use crate::account::{PageText, ProseBlock};
use crate::load::accounts::placeholders::pieces;
use crate::load::accounts::quantities::year;
use crate::load::files::Draft;
use crate::reader::{Reader, Target};
use crate::suggestion::did_you_mean;

/// The headings under which people write; the other parts of a page follow from records.
const HEADINGS: [&str; 4] = ["Context", "Toelichting op voortgang", "Financiën", "Begrotingswijziging GS"];

pub(super) fn read(draft: &Draft<'_>) -> Option<PageText> {
    let reader = &draft.reader;
    let performance = reader.required_reference("performance", Target::Performance);
    let year = year(reader);
    let source = reader.required_source("source");
    let mut parts: [Vec<ProseBlock>; 4] = Default::default();
    let body = draft.dutch();
    let begin = reader.text_offset(body);
    let mut open: Option<&mut Vec<ProseBlock>> = None;
    for (start, block) in blocks_of(body) {
        let span = begin + start..begin + start + block.len();
        if let Some(heading) = block.strip_prefix("## ") {
            let place = HEADINGS.iter().position(|it| *it == heading.trim());
            if place.is_none() {
                let help = did_you_mean(heading.trim(), HEADINGS.iter().copied());
                reader.error_with_help(span, format!("unknown part `{}` of a page", heading.trim()), help);
            }
            open = place.and_then(|place| parts.get_mut(place));
            continue;
        }
        match open.as_mut() {
            Some(part) => part.push(block_of(block, span.start, reader)),
            None => reader.error_with_help(span, "text outside the parts of a page", "begin with `## Context`"),
        }
    }
    let [context, progress, finances, amendment] = parts;
    Some(PageText {
        performance: performance?,
        year: year?,
        file: Arc::clone(reader.path()),
        context,
        progress,
        finances,
        amendment,
        source: source?,
    })
}

/// The blocks of Markdown, parted by empty lines, with where they begin; a heading is a block of its own.
fn blocks_of(body: &str) -> Vec<(usize, &str)> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for block in body.split("\n\n") {
        let lead = block.len() - block.trim_start().len();
        let text = block.trim();
        if !text.is_empty() {
            blocks.push((start + lead, text));
        }
        start += block.len() + 2;
    }
    blocks
}

fn block_of(block: &str, begin: usize, reader: &Reader<'_>) -> ProseBlock {
    if let Some(heading) = block.strip_prefix("### ") {
        return heading_of(heading, begin, reader);
    }
    if !block.starts_with("- ") {
        return ProseBlock::Paragraph(pieces(block, begin, reader));
    }
    let mut points = Vec::new();
    let mut start = 0;
    for line in block.split('\n') {
        if let Some(point) = line.strip_prefix("- ") {
            points.push(pieces(point, begin + start + 2, reader));
        }
        start += line.len() + 1;
    }
    ProseBlock::List(points)
}

/// `### Actie 1 en 2: Bijeenkomsten`, or a heading about no action.
fn heading_of(heading: &str, begin: usize, reader: &Reader<'_>) -> ProseBlock {
    let numbered = heading.strip_prefix("Actie ").and_then(|it| it.split_once(": "));
    let Some((numbers, text)) = numbered else {
        return ProseBlock::Heading { text: heading.trim().to_owned(), actions: Vec::new() };
    };
    let mut actions = Vec::new();
    for number in numbers.split([',', ' ']).filter(|it| !it.is_empty() && *it != "en") {
        match number.parse() {
            Ok(number) => actions.push(number),
            Err(_) => {
                let help = "write `### Actie 1 en 2: wat er is gedaan`";
                reader.error_with_help(begin..begin + heading.len(), format!("`{number}` is no action"), help);
            }
        }
    }
    ProseBlock::Heading { text: text.trim().to_owned(), actions }
}
