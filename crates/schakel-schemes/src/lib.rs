#![doc = include_str!("../README.md")]

mod after;
mod aid;
mod application;
mod group;
mod number;
mod phases;
mod terms;
mod voucher;
mod year_end;

pub use number::ApplicationNumber;

// One application, and what follows it.
pub use after::{
    Arrangement, GRANT, Grant, GrantAction, GrantChange, GrantCommand, GrantOutcome, GrantRefusal, GrantRules,
    GrantState, LoweringGround, Obligation, SettlementDocument, YearCommitment,
};
pub use aid::{
    AidOnCosts, CentralRegister, Declaration, IntensityRoom, SmallAid, SmallAidExport, SmallAidRegister,
    SmallAidRequest, SmallAidVerdict, intensity_room,
};
pub use application::{
    APPLICATION, Application, ApplicationAction, ApplicationChange, ApplicationCommand, ApplicationCount,
    ApplicationEvent, ApplicationFormat, ApplicationOutcome, ApplicationRefusal, ApplicationRules, ApplicationState,
    ApplicationStep, Attachment, Content, Decided, DecisionClock, DecisionRule, Digest, DigestError, DocumentLimit,
    GrantTerms, Judgment, Missing, Objection, Partnership, Receipt, ReceiptFlaw, RefusalGround, Requirements, Ruling,
    Verdict, apply_application, count_applications, decide_application, pass_application_time, replay_application,
    start_application,
};
pub use group::{Control, Groups, Link, LinkPerson, OncePerYear, ThroughPerson};
pub use phases::{PhaseResult, Phases};
pub use terms::{
    DecisionTerm, Length, NOT_DEALING, OBJECTION, OBJECTION_POSTPONED_WEEKS_MAX, PAYMENT, PAYMENT_SUSPENSION, Penalty,
    PenaltyRates, RECOVERY, Suspension, SuspensionGround, TermBasis, is_in_time, objection_decision,
};
pub use voucher::{
    Tally, VOUCHER, Voucher, VoucherAction, VoucherBook, VoucherChange, VoucherCommand, VoucherEvent, VoucherFormat,
    VoucherNumber, VoucherOutcome, VoucherRefusal, VoucherRules, VoucherState, apply_voucher, decide_voucher,
    issue_voucher, voucher_book,
};
pub use year_end::{Undecided, YearEnd, YearEndChange, YearEndEvent, YearEndFormat, year_end};
