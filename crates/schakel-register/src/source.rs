//! Where something comes from: the cited sources of a pack and a reference to a place in one of them.

use std::fmt;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Language};
use schakel_time::{Date, Period};

use crate::honest::{Honest, Qualifier};

/// A short identifier that is unique within its folder of the pack.
pub type Id = Arc<str>;

/// A place in a source: `mkb-agenda-2016 §1 L263`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceRef {
    /// Identifier of the source.
    pub id: Id,
    /// Section and line, article and paragraph, or page; may be empty.
    pub place: String,
}

impl SourceRef {
    /// Splits `"<id> <place>"`.
    pub fn parse(text: &str) -> Self {
        let (id, place) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        SourceRef { id: Arc::from(id), place: place.trim().to_owned() }
    }
}

impl fmt::Display for SourceRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(formatter, "{}", self.id)
        } else {
            write!(formatter, "{} {}", self.id, self.place)
        }
    }
}

/// A cited source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Identifier, the first word of a reference.
    pub id: Id,
    /// Title.
    pub title: String,
    /// Who published it: the identifier of an organisation or a plain name.
    pub publisher: Option<String>,
    /// Date of the text, when known.
    pub date: Option<Date>,
    /// How certain the date is.
    pub date_qualifier: Qualifier,
    /// Address, when known.
    pub url: Option<String>,
    /// What kind of source: policy, accounts, letter, law, web, statistics.
    pub kind: String,
    /// A remark on how it was read.
    pub note: Option<String>,
}

/// A figure that a source counts about a record: money, applications, participants.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Identifier within the record.
    pub id: Id,
    /// What it counts.
    pub label: Bilingual,
    /// The figure.
    pub value: Honest,
    /// "EUR", "%" or a Dutch word.
    pub unit: String,
    /// The same in English.
    pub unit_en: String,
    /// The time it is about.
    pub period: Option<Period>,
    /// Where it comes from.
    pub source: SourceRef,
    /// What is counted, one by one, when the source lists it; as many as the figure says.
    pub items: Vec<String>,
    /// The figure elsewhere in the pack that is the same pot of money, `record#figure`.
    pub duplicate_of: Option<String>,
}

impl Figure {
    /// "EUR", "%" or a word in this language.
    pub fn unit_in(&self, language: Language) -> &str {
        match language {
            Language::Dutch => &self.unit,
            Language::English => &self.unit_en,
        }
    }
}
