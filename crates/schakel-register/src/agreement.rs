//! What parties agreed: topics, the agreements on them, who does what by when, and how it stands. What follows from
//! these on a day (overdue, one-sided, whose list) lives in `schakel-account`; the tables that steer in `governance`.

use std::sync::Arc;

use schakel_criteria::Bilingual;
use schakel_time::{Date, Period};

use crate::source::{Id, SourceRef};

/// A topic of an agenda: a group of agreements with one pair of owners.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Identifier, the file name.
    pub id: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// What it is about.
    pub summary: Bilingual,
    /// Markdown.
    pub body: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// Its number in its part of the agenda.
    pub number: u32,
    /// The landsdeel of whose supplement it is; none: it is for the whole country.
    pub landsdeel: Option<Id>,
    /// The pair of directors that pulls it, by organisation: first the State, then a province; empty: not known.
    pub duo: Vec<Id>,
    /// What firms gain from it, when a source says so.
    pub interest: Option<Bilingual>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
}

/// Something that parties agreed to do.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Identifier, the file name.
    pub id: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// What is there when it is kept.
    pub summary: Bilingual,
    /// Markdown.
    pub body: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// The topic it belongs to.
    pub topic: Option<Id>,
    /// The organisations that answer for it; empty: no source says who.
    pub owners: Vec<Id>,
    /// Who takes part beside the owners.
    pub partners: Vec<Id>,
    /// Who helps without having signed.
    pub contributors: Vec<Id>,
    /// Others that take part and have no record.
    pub others: Vec<Bilingual>,
    /// What each party does; empty parts are told as gaps.
    pub tasks: Vec<PartyTask>,
    /// Why only one side takes part: a code of `one-sided`.
    pub one_sided: Option<Id>,
    /// When it must be done.
    pub due: Option<Due>,
    /// How it stood, from its beginning on, in order of time.
    pub progress: Vec<Progress>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Date,
}

/// What parties do for an agreement: their perspective of action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyTask {
    /// The organisations that do it together.
    pub parties: Vec<Id>,
    /// What; none: no source says what.
    pub text: Option<Bilingual>,
}

/// How an agreement stood from a day on.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The first day on which this is known.
    pub on: Date,
    /// The state.
    pub state: AgreementState,
    /// The shade of it in the words of the source: planned, a wish, in principle.
    pub nuance: Option<Bilingual>,
    /// What shows it.
    pub evidence: Option<Bilingual>,
    /// Where that is said.
    pub source: SourceRef,
}

/// How an agreement stands. "We agree" is not "we wish": the two never share a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgreementState {
    /// Done, signed, reached, decided.
    Done,
    /// Being done.
    Running,
    /// Agreed, planned, expected.
    Committed,
    /// A wish, an aim, an ambition.
    Soft,
    /// In principle.
    Provisional,
    /// Awaits a decision of another body.
    Proposed,
    /// Nothing is said yet.
    Open,
}

impl AgreementState {
    /// Every state with its name in a pack.
    pub const ALL: [(&'static str, AgreementState); 7] = [
        ("done", AgreementState::Done),
        ("running", AgreementState::Running),
        ("committed", AgreementState::Committed),
        ("soft", AgreementState::Soft),
        ("provisional", AgreementState::Provisional),
        ("proposed", AgreementState::Proposed),
        ("open", AgreementState::Open),
    ];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(it, _)| *it == name).map(|(_, state)| *state)
    }
}

/// When something must be done, no more exactly than the source says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The term.
    pub term: DueTerm,
    /// Whether the term follows from the text and is not said.
    pub inferred: bool,
    /// The words of the source, where a date alone would say more than they do.
    pub words: Option<Bilingual>,
}

/// The term itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueTerm {
    /// On this day.
    On(Date),
    /// Strictly before this day.
    Before(Date),
    /// On this day or before it.
    AtLatest(Date),
    /// Somewhere in this period, which ends.
    During {
        /// The first day.
        from: Date,
        /// The day after the last one.
        until: Date,
    },
    /// All through this period: not something to finish, but to keep up.
    Throughout {
        /// The first day; none: not said.
        from: Option<Date>,
        /// The day after the last one.
        until: Date,
    },
    /// Not before this day; no end is said.
    After(Date),
}

impl DueTerm {
    /// The first day on which it is late for certain; none: never.
    pub fn late_from(self) -> Option<Date> {
        match self {
            DueTerm::On(day) | DueTerm::AtLatest(day) => day.tomorrow().ok(),
            DueTerm::Before(day) | DueTerm::During { until: day, .. } => Some(day),
            DueTerm::Throughout { .. } | DueTerm::After(_) => None,
        }
    }

    /// The last day on which it can be done in time; none: there is no end.
    pub fn last_day(self) -> Option<Date> {
        self.late_from().and_then(|day| day.yesterday().ok())
    }

    /// The first day on which a time of keeping something up is over; none: it is no such time.
    pub fn over_from(self) -> Option<Date> {
        match self {
            DueTerm::Throughout { until, .. } => Some(until),
            _ => None,
        }
    }
}

/// An advice that somebody gave, with the answer to it.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Identifier, the file name.
    pub id: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// The advice.
    pub summary: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// Its number in the advice, such as `2.1`.
    pub number: String,
    /// Who gave it.
    pub adviser: Id,
    /// Who had to answer.
    pub answerer: Id,
    /// The day of the advice.
    pub advised_on: Date,
    /// The day of the answer.
    pub answered_on: Date,
    /// The section of the answer.
    pub section: String,
    /// The parts of the advice, each with its answer.
    pub parts: Vec<AnsweredPart>,
    /// Where the advice stands.
    pub source: SourceRef,
}

/// A part of an advice with the answer to it.
#[derive(Clone, Debug)]
pub struct AnsweredPart {
    /// What was asked.
    pub asked: Bilingual,
    /// Code of `answers`.
    pub status: Id,
    /// The answer in short; none: there is none.
    pub answer: Option<Bilingual>,
    /// What is done with it: a record of the pack.
    pub follow_up: Vec<Id>,
    /// What is still to be followed, in words.
    pub to_follow: Option<Bilingual>,
    /// Where the answer stands.
    pub source: SourceRef,
}

/// A time of keeping something up, of which the end is known.
pub(crate) fn throughout(period: &Period) -> Option<DueTerm> {
    Some(DueTerm::Throughout { from: period.start(), until: period.end()? })
}

/// The period of a term whose ends are known.
pub(crate) fn during(period: &Period) -> Option<DueTerm> {
    Some(DueTerm::During { from: period.start()?, until: period.end()? })
}
