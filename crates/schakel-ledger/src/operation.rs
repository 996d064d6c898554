//! What can be done with public money: the operations of the books, `MON-01` to `MON-20` of the inventory and what comes
//! with them. When each is allowed is decided in `decide`.
//!
//! `MON-19`, a decision is posted once, is no operation: it holds for all of them (`Ledger::post`).

use schakel_register::Cents;
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::account::{Account, Line};
use crate::name::Name;
use crate::pot_operation::{
    ChargePot, Cofinance, ConfirmPromise, ContributeInKind, Deposit, DistributePot, FundPot, NamePot,
};

/// An operation. Amounts are above nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// A part of a reserve is kept for a performance from now on.
    OpenEarmark(OpenEarmark),
    /// The balance of a performance as it is stated, with the results it is composed of (`MON-01`).
    StateBalance(StateBalance),
    /// Underspend goes to a later year, through the reserve (`MON-02`).
    CarryOver(CarryOver),
    /// A shortfall is covered from what a reserve holds for the performance (`MON-03`).
    CoverShortfall(CoverShortfall),
    /// A reserve pays ahead of the State (`MON-04`).
    Prefinance(Prefinance),
    /// The State pays through the provinciefonds (`MON-05`).
    ReceiveStateMoney(ReceiveStateMoney),
    /// The executive proposes to add a part of the result to a reserve; nothing is posted (`MON-06`).
    ProposeAppropriation(ProposeAppropriation),
    /// The council decides on a proposal, and it is posted (`MON-06`).
    AppropriateResult(AppropriateResult),
    /// What was paid ahead is back in the reserve (`MON-07`).
    SettlePrefinancing(SettlePrefinancing),
    /// The budget is changed, line by line (`MON-08`).
    AmendBudget(AmendBudget),
    /// What is left at the end of a year is kept for applications that wait for a decision (`MON-09`).
    KeepForPending(KeepForPending),
    /// The most that can be granted in a round (`MON-10`).
    SetCeiling(SetCeiling),
    /// A grant is given, or a voucher (`MON-10`, `MON-13`, `MON-20`).
    Commit(Commit),
    /// Something happens with a grant or voucher that was given.
    ChangeCommitment(ChangeCommitment),
    /// Parties promise to fill a pot, each its agreed share (`MON-11`); an amount "in beginsel" is kept apart (`MON-13`).
    FundPot(FundPot),
    /// What was spent from a pot is charged to its funders by their shares (`MON-11`).
    ChargePot(ChargePot),
    /// A pot is divided over areas by a key (`MON-12`).
    DistributePot(DistributePot),
    /// An amount "in beginsel" is confirmed by who promised it (`MON-13`).
    ConfirmPromise(ConfirmPromise),
    /// Who pays which part of a European programme (`MON-14`).
    Cofinance(Cofinance),
    /// A pot is named once more: it counts once (`MON-15`).
    NamePot(NamePot),
    /// A funder pays a part of what it promised (`MON-16`).
    Deposit(Deposit),
    /// Somebody contributes in kind (`MON-17`).
    ContributeInKind(ContributeInKind),
    /// A budget is assigned to a programme of a performance (`MON-18`).
    AssignBudget(AssignBudget),
    /// How long a programme runs (`MON-20`).
    SetTerm(SetTerm),
    /// Something else than a grant was spent.
    Spend(Spend),
    /// The year is closed: income, spending and cover become its result.
    CloseYear {
        /// The year.
        year: i16,
    },
}

/// A part of a reserve is kept for a performance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEarmark {
    /// The reserve.
    pub reserve: Name,
    /// For which performance.
    pub performance: Name,
    /// What stood in it; absent: no source says.
    pub opening: Option<Cents>,
    /// Whether the rules of the reserve let the executive move money of it.
    pub executive_may_move: bool,
}

/// The balance of a performance as it is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateBalance {
    /// The performance.
    pub performance: Name,
    /// The year.
    pub year: i16,
    /// The balance; below nought is a shortfall.
    pub balance: Cents,
    /// What it is composed of.
    pub results: Vec<StatedResult>,
}

/// The result of a programme as it is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedResult {
    /// The programme.
    pub programme: Name,
    /// What is left of its budget; below nought is a shortfall.
    pub result: Cents,
    /// Why.
    pub cause: Cause,
}

/// Why a result differs from nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The cause.
    Given(String),
    /// The source gives a result and says no cause.
    NotInSource,
    /// Nobody wrote it down.
    Missing,
}

/// Underspend goes to a later year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The reserve through which it goes.
    pub reserve: Name,
    /// What was not spent.
    pub line: Line,
    /// The year that ended.
    pub from: i16,
    /// The year in which it may be spent.
    pub to: i16,
    /// How much.
    pub amount: Cents,
}

/// A shortfall is covered from a reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverShortfall {
    /// The reserve.
    pub reserve: Name,
    /// What had too little.
    pub line: Line,
    /// The year.
    pub year: i16,
    /// How much.
    pub amount: Cents,
}

/// A reserve pays ahead of the State.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefinance {
    /// The reserve.
    pub reserve: Name,
    /// Whose earmark pays.
    pub performance: Name,
    /// The scheme for which the State will pay.
    pub scheme: Name,
    /// How much.
    pub amount: Cents,
    /// What the State is expected to pay for the scheme in all.
    pub expected: Cents,
}

/// The State pays through the provinciefonds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveStateMoney {
    /// The scheme for which it is.
    pub scheme: Name,
    /// The year.
    pub year: i16,
    /// How much.
    pub amount: Cents,
    /// How much of it was paid ahead.
    pub settles: Cents,
}

/// A part of a result is proposed for a reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeAppropriation {
    /// Name of the proposal.
    pub proposal: Name,
    /// The year of the result.
    pub year: i16,
    /// The reserve.
    pub reserve: Name,
    /// For which performance.
    pub performance: Name,
    /// How much.
    pub amount: Cents,
    /// The scheme whose money it is, when it was paid ahead.
    pub scheme: Option<Name>,
    /// Where the accounts process it (`Kerntaak 20`), when that is said.
    pub processed_in: Option<String>,
}

/// The council decides on a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppropriateResult {
    /// The proposal.
    pub proposal: Name,
}

/// What was paid ahead is back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlePrefinancing {
    /// The scheme.
    pub scheme: Name,
    /// The year in which it counts as cover.
    pub year: i16,
    /// What was covered with it.
    pub line: Line,
    /// How much.
    pub amount: Cents,
}

/// The budget is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendBudget {
    /// The lines; together nought.
    pub lines: Vec<AmendedLine>,
}

/// A line of an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendedLine {
    /// A budget or an earmark.
    pub account: Account,
    /// What stood there; absent: not known.
    pub before: Option<Cents>,
    /// How much more; below nought is less.
    pub change: Cents,
}

/// What is left at the end of a year is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepForPending {
    /// The reserve through which it goes.
    pub reserve: Name,
    /// What was not spent.
    pub line: Line,
    /// The year that ended.
    pub from: i16,
    /// The year in which it may be granted.
    pub to: i16,
    /// How much.
    pub amount: Cents,
    /// The applications that wait.
    pub pending: Pending,
}

/// Applications without a decision at the end of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pending {
    /// These.
    Listed(Vec<Name>),
    /// The source says that there are some, and not which.
    Stated(String),
}

/// The most that can be granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetCeiling {
    /// The round.
    pub round: Name,
    /// The most.
    pub ceiling: Cents,
    /// In which order applications are decided on: code of the procedure of the round.
    pub order_rule: String,
}

/// A grant or voucher is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// The grant or voucher.
    pub grant: Name,
    /// The round.
    pub round: Name,
    /// What it is.
    pub kind: CommitmentKind,
    /// What it is charged to.
    pub line: Line,
    /// The year to which it is charged.
    pub year: i16,
    /// How much.
    pub amount: Cents,
    /// The pot that pays, when money of several parties does.
    pub pot: Option<Name>,
}

/// What was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitmentKind {
    /// A grant.
    Grant,
    /// A voucher.
    Voucher,
}

/// Something happens with a grant or voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCommitment {
    /// The grant or voucher.
    pub grant: Name,
    /// What happens.
    pub change: CommitmentChange,
}

/// What happens with a grant or voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitmentChange {
    /// An advance, the rest, or the worth of a voucher is paid.
    Pay(Cents),
    /// The grant is changed to this amount.
    Alter(Cents),
    /// It is settled at this amount, nothing when it is withdrawn; what was committed above it is released.
    Settle(Cents),
    /// What was paid too much comes back.
    ReceiveBack(Cents),
    /// What was paid too much is let go.
    LetGo(Cents),
}

/// A budget is assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignBudget {
    /// To what.
    pub line: Line,
    /// The year.
    pub year: i16,
    /// How much; absent: the decision is known, the amount is not.
    pub amount: Option<Cents>,
}

/// How long a programme runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetTerm {
    /// The programme.
    pub programme: Name,
    /// How long.
    pub term: Term,
}

/// How long a programme runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// Without end.
    Structural,
    /// Until this day, which no longer belongs to it.
    Until(Date),
}

/// Something else than a grant was spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spend {
    /// On what.
    pub line: Line,
    /// The year.
    pub year: i16,
    /// How much.
    pub amount: Cents,
}
