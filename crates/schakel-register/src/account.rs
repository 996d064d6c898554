//! What a government accounts for: core tasks, performances with their actions, indicators,
//! figures that follow from other figures, relations between figures, and the prose of the pages of the accounts.
//! Reading them lives in `load::accounts`; counting, adding up and making pages lives in `schakel-account`.

mod basis;
mod choices;
mod quantity;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_criteria::Bilingual;
use schakel_time::{Date, Period};

pub use basis::{Basis, Duration};
pub use choices::{AccountRole, Contribution, Counted, EvaluationState, ResultStatus};
pub use quantity::{Input, Quantity, Relation, Selection};
pub use text::{PageText, Piece, ProseBlock};

use crate::honest::Qualifier;
use crate::source::{Figure, Id, SourceRef};

/// Everything under `accounts/`.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    /// Core tasks by number.
    pub core_tasks: BTreeMap<Id, CoreTask>,
    /// Performances by number, such as `5.3.2`.
    pub performances: BTreeMap<Id, Performance>,
    /// Indicators.
    pub indicators: BTreeMap<Id, Indicator>,
    /// Figures that follow from other figures.
    pub quantities: BTreeMap<Id, Quantity>,
    /// What must hold between figures.
    pub relations: Vec<Relation>,
    /// The prose of pages, by performance and year.
    pub pages: BTreeMap<(Id, i16), PageText>,
    /// Evaluations of schemes and programmes.
    pub evaluations: BTreeMap<Id, Evaluation>,
    /// After how many years at most a scheme is evaluated, with the law that says so.
    pub evaluation_rule: Option<EvaluationRule>,
}

/// The highest level of a budget.
#[derive(Clone, Debug)]
pub struct CoreTask {
    /// Its number.
    pub number: Id,
    /// Name; absent when no source gives it.
    pub name: Option<Bilingual>,
    /// How certain the name is.
    pub qualifier: Qualifier,
    /// Where it is said.
    pub source: SourceRef,
}

/// What a government says it will do: a line of the budget with numbered actions.
#[derive(Clone, Debug)]
pub struct Performance {
    /// Its number, such as `5.3.2`.
    pub number: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// What it is about.
    pub summary: Bilingual,
    /// The core task that it belongs to; it has no other.
    pub core_task: Id,
    /// Basic information over time.
    pub basis: Vec<Basis>,
    /// Its actions, in order.
    pub actions: Vec<Action>,
    /// The programmes of which the results are its result.
    pub programmes: Vec<Id>,
    /// What the accounts print of it as a whole, to be held against what follows from the records.
    pub figures: Vec<Figure>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
}

/// A numbered action of a performance.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its number.
    pub number: u32,
    /// What will be done, with figures in it.
    pub text: Vec<Piece>,
    /// Indicators that say how far it is.
    pub indicators: Vec<Id>,
    /// Support and records that carry it out.
    pub carried_out_by: Vec<Id>,
    /// Where it is said.
    pub source: SourceRef,
}

/// Something that is counted, and how.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: Bilingual,
    /// What counts, in plain words.
    pub definition: Bilingual,
    /// What is done so that nothing counts twice, in plain words.
    pub no_double: Bilingual,
    /// A word for what is counted.
    pub unit: Bilingual,
    /// Which contributions count.
    pub contributions: Vec<Contribution>,
    /// What of them is counted: this is the rule against counting twice.
    pub counted: Counted,
    /// The figure that is aimed at, `record#figure`.
    pub target: Option<Id>,
    /// Results that come from elsewhere.
    pub reported: Vec<Reported>,
}

/// A result that somebody else counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The year that it is about.
    pub year: i16,
    /// The figure, `record#figure`.
    pub figure: Id,
    /// The day from which it is known.
    pub known_on: Date,
    /// How firm it is.
    pub status: ResultStatus,
}

/// An evaluation of a scheme or a programme.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: Bilingual,
    /// What is evaluated: support or other records.
    pub subjects: Vec<Id>,
    /// The time that it is about.
    pub period: Option<Period>,
    /// Who evaluates.
    pub owner: Option<Id>,
    /// When it must be there.
    pub due: Option<Date>,
    /// When it was there.
    pub ready: Option<Date>,
    /// How certain that day is.
    pub ready_qualifier: Qualifier,
    /// How far it is.
    pub state: EvaluationState,
    /// Decisions and agreements that used it, in plain words.
    pub used_for: Vec<Bilingual>,
    /// Where it is said.
    pub source: SourceRef,
}

/// How often a scheme must be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationRule {
    /// At least once in so many years.
    pub years: u32,
    /// Codes of `kinds` for which it holds.
    pub kinds: Vec<Id>,
    /// Codes of `levels` for which it holds.
    pub levels: Vec<Id>,
    /// Where it is said.
    pub source: SourceRef,
}

impl Performance {
    /// The basic information that holds on a day; of days before the first, nothing.
    pub fn basis_on(&self, day: Date) -> Option<&Basis> {
        self.basis.iter().find(|it| it.valid.contains(day))
    }
}
