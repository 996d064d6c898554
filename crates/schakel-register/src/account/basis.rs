//! The basic information of a performance, and the decisions behind it.

use schakel_criteria::Bilingual;
use schakel_time::{Date, Period};

use crate::account::AccountRole;
use crate::honest::Qualifier;
use crate::source::{Id, SourceRef};

/// Basic information of a performance during a period. All of it must be there.
#[derive(Clone, Debug)]
pub struct Basis {
    /// When it holds.
    pub valid: Period,
    /// The office that answers for it; never a person.
    pub portfolio_holder: Bilingual,
    /// The roles of the government.
    pub roles: Vec<AccountRole>,
    /// How long it lasts.
    pub duration: Duration,
    /// The reserve from which it is paid, a record; absent: none.
    pub reserve: Option<Id>,
    /// The decisions behind it.
    pub decisions: Vec<Id>,
    /// Where to read more; absent: the source names no page.
    pub website: Option<String>,
    /// What the source says of the site when it gives no address.
    pub website_name: Option<Bilingual>,
    /// Where it is said.
    pub source: SourceRef,
}

/// How long a performance lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    /// Without an end.
    Structural,
    /// With an end.
    Temporary {
        /// The last year, when it is known.
        last_year: Option<i16>,
        /// How certain that is.
        qualifier: Qualifier,
    },
}

/// A decision of a government.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its number, `PS/2016/871`.
    pub number: Id,
    /// Who took it.
    pub body: DecisionBody,
    /// The year in its number.
    pub year: i16,
    /// What was decided.
    pub name: Bilingual,
    /// The day, when a source gives it.
    pub taken_on: Option<Date>,
    /// What was repaired in the number as the source prints it.
    pub note: Option<Bilingual>,
    /// Where it is said.
    pub source: SourceRef,
}

/// Who takes decisions in a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DecisionBody {
    /// Provinciale Staten: the council.
    Council,
    /// Gedeputeerde Staten: the executive.
    Executive,
}

impl DecisionBody {
    /// The letters before the year of a decision.
    pub const ALL: [(&'static str, DecisionBody); 2] = [("PS", DecisionBody::Council), ("GS", DecisionBody::Executive)];

    /// The letters before the year.
    pub fn letters(self) -> &'static str {
        DecisionBody::ALL.iter().find(|(_, it)| *it == self).map_or("", |(letters, _)| letters)
    }
}

/// The parts of a number such as `PS/2016/871`; nothing when it is not written so.
pub(crate) fn decision_number(text: &str) -> Option<(DecisionBody, i16)> {
    let mut parts = text.split('/');
    let (letters, year, number) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let is_whole = parts.next().is_none() && year.len() == 4 && digits(year) && digits(number);
    let body = DecisionBody::ALL.iter().find(|(it, _)| *it == letters).map(|(_, body)| *body)?;
    is_whole.then(|| year.parse().ok()).flatten().map(|year| (body, year))
}
