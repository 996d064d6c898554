//! What a search gives: hits with their reasons, places and corrections. How it is found lives in `index`.

use schakel_criteria::Language;
use schakel_register::Id;

/// The outcome of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The language that the question was read in.
    pub language: Language,
    /// What answers it, best first.
    pub hits: Vec<Hit>,
    /// The places that it names.
    pub places: Vec<FoundPlace>,
    /// Words that were read as another word.
    pub corrections: Vec<Correction>,
    /// Whether the search worked without the sentence model: it then knows words, not meaning.
    pub is_reduced: bool,
}

/// One record that answers a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Identifier of the record.
    pub record: Id,
    /// Where in the pack it stands.
    pub kind: RecordKind,
    /// How well it answers; comparable only within one search.
    pub score: f32,
    /// Why it was found, the strongest reason first.
    pub reasons: Vec<Reason>,
}

/// Which part of the pack a record stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// An instrument or facility: `Pack::support`.
    Support,
    /// An organisation: `Pack::organisations`.
    Organisation,
    /// A programme, agenda, agreement, project, money flow or study: `Pack::records`.
    Record,
}

/// Why a record was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A word of the question is in its text.
    Words {
        /// The word as it was asked.
        asked: String,
        /// The word as the record has it.
        found: String,
        /// Where it stands.
        field: Field,
    },
    /// The question is like this example question of the record.
    ExampleQuestion(String),
    /// It is about the same, in other words.
    Meaning,
    /// It works in this place of the question.
    Place(FoundPlace),
}

/// The parts of a record that are searched, in order of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Its name.
    Name,
    /// Other names.
    Alias,
    /// Everyday words for it.
    Keyword,
    /// Example questions.
    Question,
    /// Names of the plans that it is support for.
    Plan,
    /// The summary.
    Summary,
    /// Names of its themes and kind, equipment of a facility.
    Theme,
    /// The organisation that executes it.
    Provider,
    /// The text.
    Body,
}

/// A place that a question names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPlace {
    /// The words of the question.
    pub asked: String,
    /// Its name as the pack has it.
    pub name: String,
    /// Where it lies.
    pub area: Area,
}

/// Where a place lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Area {
    /// In, or itself, a Dutch municipality.
    Municipality {
        /// Code of the municipality.
        municipality: Id,
        /// Code of its province.
        province: Id,
    },
    /// A province, landsdeel, subregion or the country itself: an entry of `Pack::regions`.
    Region(Id),
    /// In another country.
    Abroad {
        /// The entry of `Pack::regions` for that country.
        country: Id,
    },
}

/// A word that was read as another one ("bedoelde u …").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The word as it was asked.
    pub asked: String,
    /// The word as it was read.
    pub meant: String,
}
