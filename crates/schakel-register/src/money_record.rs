//! Public money in a pack: decisions, and what they did with budgets and reserves as a source states it. Reading them
//! lives in `load::ledger`; whether it may happen and what it moves in `schakel-ledger`.

use std::ops::Range;
use std::sync::Arc;

use schakel_criteria::Bilingual;
use schakel_time::Date;

use crate::honest::Honest;
use crate::source::{Id, SourceRef};

/// A decision about money.
#[derive(Clone, Debug)]
pub struct MoneyDecision {
    /// Identifier within the pack.
    pub id: Id,
    /// The file.
    pub file: Arc<str>,
    /// The number under which it is registered, as the source prints it.
    pub number: Option<String>,
    /// Who decided.
    pub body: DecisionBody,
    /// What it is about.
    pub name: Bilingual,
    /// When, as far as is known.
    pub day: DecisionDay,
    /// The programmes that rest on it.
    pub programmes: Vec<Id>,
    /// Where it is said.
    pub source: SourceRef,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecisionBody {
    /// Provinciale Staten.
    Council,
    /// Gedeputeerde Staten.
    Executive,
    /// The State.
    State,
    /// Another party.
    Party,
}

/// When something was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionDay {
    /// On this day.
    On(Date),
    /// On a day that is not stated, before this one.
    Before(Date),
}

/// What a decision did with money.
#[derive(Clone, Debug)]
pub struct MoneyRecord {
    /// What was done.
    pub kind: MoneyKind,
    /// The file.
    pub file: Arc<str>,
    /// The bytes of the file that say what was done.
    pub span: Range<usize>,
    /// The decision.
    pub decision: Id,
    /// Which part of it, when the decision did several things.
    pub part: Option<Id>,
    /// Why.
    pub reason: Bilingual,
    /// Where it is said.
    pub source: SourceRef,
    /// The performance.
    pub performance: Option<Id>,
    /// The programme.
    pub programme: Option<Id>,
    /// The reserve.
    pub reserve: Option<Id>,
    /// The scheme for which the State pays.
    pub scheme: Option<Id>,
    /// The name of a proposal.
    pub proposal: Option<Id>,
    /// The year; where money goes to another year, the one it comes from.
    pub year: Option<i16>,
    /// The year to which money goes.
    pub to_year: Option<i16>,
    /// How much, euros.
    pub amount: Option<Honest>,
    /// What the State is expected to pay, or how much of a payment was paid ahead, euros.
    pub of_which: Option<Honest>,
    /// The results of which a balance is composed.
    pub results: Vec<MoneyResult>,
    /// The lines of an amendment.
    pub lines: Vec<MoneyLine>,
    /// The day from which a programme no longer runs.
    pub ends: Option<Date>,
    /// Where the accounts process a proposal.
    pub processed_in: Option<String>,
    /// Whether the rules of a reserve let the executive move money of it.
    pub executive_may_move: bool,
}

/// The result of a programme.
#[derive(Clone, Debug)]
pub struct MoneyResult {
    /// The programme.
    pub programme: Id,
    /// What is left, euros; below nought is a shortfall.
    pub amount: Honest,
    /// Why; `None`: nobody wrote it down.
    pub cause: Option<ResultCause>,
    /// Where it is said.
    pub source: SourceRef,
}

/// Why there is a result.
#[derive(Clone, Debug)]
pub enum ResultCause {
    /// The cause.
    Given(Bilingual),
    /// The source says none.
    NotInSource,
}

/// A line of an amendment.
#[derive(Clone, Debug)]
pub struct MoneyLine {
    /// The reserve; absent: a budget.
    pub reserve: Option<Id>,
    /// The performance.
    pub performance: Id,
    /// The programme of a budget.
    pub programme: Option<Id>,
    /// The year of a budget.
    pub year: Option<i16>,
    /// What stood there, euros.
    pub before: Option<Honest>,
    /// How much more, euros; below nought is less.
    pub change: Honest,
}

/// What was done with money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MoneyKind {
    /// A part of a reserve is kept for a performance.
    Earmark,
    /// The balance of a performance is stated.
    Balance,
    /// Underspend goes to a later year.
    CarryOver,
    /// A shortfall is covered from a reserve.
    CoverShortfall,
    /// A reserve pays ahead of the State.
    Prefinance,
    /// The State pays.
    ReceiveStateMoney,
    /// A part of the result is proposed for a reserve.
    ProposeAppropriation,
    /// The council decided on a proposal.
    AppropriateResult,
    /// What was paid ahead is back.
    SettlePrefinancing,
    /// The budget is changed.
    AmendBudget,
    /// What is left is kept for applications that wait.
    KeepForPending,
    /// A budget is assigned.
    AssignBudget,
    /// Something was spent.
    Spend,
    /// How long a programme runs.
    Term,
}

impl MoneyKind {
    /// Every kind with its name in a pack.
    pub const ALL: [(&'static str, MoneyKind); 14] = [
        ("earmark", MoneyKind::Earmark),
        ("balance", MoneyKind::Balance),
        ("carry-over", MoneyKind::CarryOver),
        ("cover-shortfall", MoneyKind::CoverShortfall),
        ("prefinance", MoneyKind::Prefinance),
        ("receive-state-money", MoneyKind::ReceiveStateMoney),
        ("propose-appropriation", MoneyKind::ProposeAppropriation),
        ("appropriate-result", MoneyKind::AppropriateResult),
        ("settle-prefinancing", MoneyKind::SettlePrefinancing),
        ("amend-budget", MoneyKind::AmendBudget),
        ("keep-for-pending", MoneyKind::KeepForPending),
        ("assign-budget", MoneyKind::AssignBudget),
        ("spend", MoneyKind::Spend),
        ("term", MoneyKind::Term),
    ];
}

impl DecisionBody {
    /// Every body with its name in a pack.
    pub const ALL: [(&'static str, DecisionBody); 4] = [
        ("council", DecisionBody::Council),
        ("executive", DecisionBody::Executive),
        ("state", DecisionBody::State),
        ("party", DecisionBody::Party),
    ];
}

/// What a province sets for its books.
#[derive(Clone, Debug)]
pub struct MoneySettings {
    /// From which result on a cause must be given, euros.
    pub explain_from: Honest,
    /// The number under which the State knows the province in the delivery of its accounts (Iv3).
    pub government_number: String,
    /// The name of the province there.
    pub government_name: String,
    /// The field of tasks (Iv3) of each performance.
    pub task_fields: Vec<(Id, Id)>,
    /// What the grants of a round are charged to: the round, the performance and the programme.
    pub charges: Vec<(Id, Id, Id)>,
    /// Where the fields of tasks come from.
    pub source: SourceRef,
}
