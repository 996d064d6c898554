//! Prose with its figures looked up.

use schakel_criteria::Bilingual;
use schakel_register::{Id, Pack, Piece, ProseBlock};
use schakel_time::{Date, add_minutes, dutch_date};

use crate::decisions::decision_view;
use crate::figures::{Figures, Traced};

/// A sentence.
pub type Sentence = Vec<Word>;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Words.
    Text(String),
    /// A figure.
    Figure(Traced),
    /// A decision: its identifier and its number.
    Decision(Id, String),
    /// A record by its name.
    Name(Id, Bilingual),
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextBlock {
    /// A heading, and the actions that what follows is about.
    Heading(String, Vec<u32>),
    /// Running text.
    Paragraph(Sentence),
    /// Points.
    List(Vec<Sentence>),
}

/// The blocks with their figures; each figure is also added to `seen`.
pub(super) fn blocks_of(blocks: &[ProseBlock], figures: &Figures<'_>, seen: &mut Vec<Traced>) -> Vec<TextBlock> {
    let block = |it: &ProseBlock| match it {
        ProseBlock::Heading { text, actions } => TextBlock::Heading(text.clone(), actions.clone()),
        ProseBlock::Paragraph(pieces) => TextBlock::Paragraph(sentence_of(pieces, figures, seen)),
        ProseBlock::List(points) => {
            TextBlock::List(points.iter().map(|point| sentence_of(point, figures, seen)).collect())
        }
    };
    blocks.iter().map(block).collect()
}

/// A sentence with its figures; each figure is also added to `seen`.
pub(super) fn sentence_of(pieces: &[Piece], figures: &Figures<'_>, seen: &mut Vec<Traced>) -> Sentence {
    let word = |piece: &Piece| match piece {
        Piece::Text(text) => Word::Text(text.replace('\n', " ")),
        Piece::Figure(input) => {
            let traced = figures.look_up(input);
            seen.push(traced.clone());
            Word::Figure(traced)
        }
        Piece::Decision(id) => {
            let number = decision_view(id, figures.pack).and_then(|it| it.number);
            Word::Decision(Id::clone(id), number.unwrap_or_default())
        }
        Piece::Name(id) => Word::Name(Id::clone(id), name_of(id, figures.pack)),
        Piece::Closing(round) => Word::Text(closing_of(round, figures.pack).map_or_else(String::new, dutch_date)),
        Piece::CoreTask(number) => Word::Text(core_task_words(number, figures.pack)),
        Piece::Performance(number) => Word::Text(number.to_string()),
    };
    pieces.iter().map(word).collect()
}

fn name_of(id: &Id, pack: &Pack) -> Bilingual {
    let record = pack.records.get(id).map(|it| &it.name);
    let support = pack.support.get(id).map(|it| &it.name);
    let organisation = pack.organisations.get(id).map(|it| &it.name);
    record.or(support).or(organisation).cloned().unwrap_or_default()
}

/// The last day on which one can apply.
fn closing_of(round: &Id, pack: &Pack) -> Option<Date> {
    let windows = pack.rounds.get(round)?.versions.iter().flat_map(|it| &it.windows);
    let until = windows.filter_map(|window| window.until).max()?;
    // A window ends at the first moment that no longer counts.
    Some(add_minutes(until, -1).date())
}

fn core_task_words(number: &Id, pack: &Pack) -> String {
    let name = pack.accounts.core_tasks.get(number).and_then(|it| it.name.as_ref());
    name.map_or_else(|| number.to_string(), |name| format!("{number} ({})", name.nl))
}
