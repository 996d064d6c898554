//! Figures in prose. `{record#figure}` is a figure of a record, `{=quantity}` one that follows from others,
//! `{indicator@2017}` a result over a year, `{decision:…}` a decision, `{record}` the name of a record and
//! `{closing:round}` the day on which a round closes; `{core:3}` is a core task and `{performance:5.3.2}` a performance. Digits outside of them are refused, but for years.

use std::ops::Range;
use std::sync::Arc;

use crate::account::{Input, Piece};
use crate::reader::{Reader, Target};

/// The pieces of a sentence; what a placeholder names must exist. `begin` is where the text stands in the file.
pub(super) fn pieces(text: &str, begin: usize, reader: &Reader<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from_open) = rest.split_at(open);
        report_typed_figures(before, begin + (text.len() - rest.len()), reader);
        push_text(before, &mut pieces);
        let start = begin + (text.len() - from_open.len());
        let Some(close) = from_open.find('}') else {
            reader.error_with_help(start..start + 1, "`{` without `}`", "write a figure as `{record#figure}`");
            return pieces;
        };
        let name = from_open.get(1..close).unwrap_or_default();
        pieces.extend(placeholder(name, start + 1..start + close, reader));
        rest = from_open.get(close + 1..).unwrap_or_default();
    }
    report_typed_figures(rest, begin + (text.len() - rest.len()), reader);
    push_text(rest, &mut pieces);
    pieces
}

/// A figure that is typed follows from no record.
fn report_typed_figures(text: &str, begin: usize, reader: &Reader<'_>) {
    let mut start = 0;
    for word in text.split(|it: char| !it.is_alphanumeric()) {
        let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        if word.starts_with(|it: char| it.is_ascii_digit()) && !is_year {
            let help = "name the figure, `{record#figure}`, so that it follows from a record";
            let span = begin + start..begin + start + word.len();
            reader.error_with_help(span, format!("`{word}` is typed into the text"), help);
        }
        start += word.len();
        start += text.get(start..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
    }
}

fn push_text(text: &str, pieces: &mut Vec<Piece>) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

fn placeholder(name: &str, span: Range<usize>, reader: &Reader<'_>) -> Option<Piece> {
    if let Some(quantity) = name.strip_prefix('=') {
        return Some(Piece::Figure(Input::Quantity(reader.refer(Target::Quantity, quantity, span))));
    }
    if name.contains('#') {
        return Some(Piece::Figure(Input::Figure(reader.refer(Target::Figure, name, span))));
    }
    if let Some(decision) = name.strip_prefix("decision:") {
        return Some(Piece::Decision(reader.refer(Target::Decision, decision, span)));
    }
    if let Some(round) = name.strip_prefix("closing:") {
        return Some(Piece::Closing(reader.refer(Target::Round, round, span)));
    }
    if let Some(number) = name.strip_prefix("core:") {
        return Some(Piece::CoreTask(reader.refer(Target::CoreTask, number, span)));
    }
    if let Some(number) = name.strip_prefix("performance:") {
        return Some(Piece::Performance(reader.refer(Target::Performance, number, span)));
    }
    if !name.contains('@') {
        return Some(Piece::Name(reader.refer(Target::Record, name, span)));
    }
    let Some((indicator, year)) = name.split_once('@').and_then(|(id, year)| Some((id, year.parse().ok()?))) else {
        let help = "write `{record#figure}`, `{=quantity}`, `{indicator@2017}` or `{decision:…}`";
        reader.error_with_help(span, format!("`{name}` is no figure"), help);
        return None;
    };
    let place = span.start..span.start + indicator.len();
    let indicator = reader.refer(Target::Indicator, indicator, place);
    Some(Piece::Figure(Input::Result { indicator: Arc::clone(&indicator), year }))
}
