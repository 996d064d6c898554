#![doc = include_str!("../README.md")]

mod account;
mod apply;
mod balance;
mod decide;
mod decision;
mod entry;
mod export;
mod ledger;
mod name;
mod operation;
mod pack;
mod pack_pots;
mod pot_operation;
mod refusal;
mod scheme;
mod state;

pub use account::{Account, Class, Line, Side};
pub use balance::{
    Amendment, AmendmentLine, BalanceError, EarmarkBalance, PerformanceBalance, ProgrammeBalance, ReserveMovement,
};
pub use decision::{Body, Day, Decision, DecisionNumber, DecisionNumberError, ReadNumber};
pub use entry::{Entry, Key, Order, Posting};
pub use export::{
    Iv3Contact, Iv3Delivery, Iv3Error, Iv3Flaw, Iv3Period, Iv3Setup, PlainTextForm, iv3_delivery, iv3_flaws, to_csv,
    to_plain_text,
};
pub use ledger::{AMOUNT_MAX, Ledger, LedgerRules, Posted, ReplayError};
pub use name::{Name, NameError};
pub use operation::{
    AmendBudget, AmendedLine, AppropriateResult, AssignBudget, CarryOver, Cause, ChangeCommitment, Commit,
    CommitmentChange, CommitmentKind, CoverShortfall, KeepForPending, OpenEarmark, Operation, Pending, Prefinance,
    ProposeAppropriation, ReceiveStateMoney, SetCeiling, SetTerm, SettlePrefinancing, Spend, StateBalance,
    StatedResult, Term,
};
pub use pack::{PackLedger, RepairedNumber, Unposted, WhyUnposted, charges_of_pack, ledger_findings, ledger_of_pack};
pub use pack_pots::RefusedPot;
pub use pot_operation::{
    BasisPoints, ChargePot, Cofinance, CofinancePart, ConfirmPromise, ContributeInKind, Deposit, DistributePot,
    FundPot, Level, NamePot, Promise,
};
pub use refusal::Refusal;
pub use scheme::{Charges, SchemeEvent, scheme_orders};
pub use state::{Earmark, GrantMoney, PartyMoney, PotMoney, Prefinancing, Proposal, RoundMoney};
