#![doc = include_str!("../README.md")]

mod after;
mod application;
mod number;
mod terms;

pub use number::ApplicationNumber;

pub use after::{
    Arrangement, GRANT, Grant, GrantAction, GrantChange, GrantCommand, GrantOutcome, GrantRefusal, GrantRules,
    GrantState, LoweringGround, Obligation, SettlementDocument, YearCommitment,
};
pub use application::{
    APPLICATION, Application, ApplicationAction, ApplicationChange, ApplicationCommand, ApplicationEvent,
    ApplicationFormat, ApplicationOutcome, ApplicationRefusal, ApplicationRules, ApplicationState, ApplicationStep,
    Attachment, Content, Decided, DecisionClock, DecisionRule, Digest, DigestError, DocumentLimit, GrantTerms,
    Judgment, Missing, Objection, Partnership, Receipt, ReceiptFlaw, RefusalGround, Requirements, Ruling, Verdict,
    apply_application, decide_application, pass_application_time, replay_application, start_application,
};
pub use terms::{
    DecisionTerm, Length, NOT_DEALING, OBJECTION, OBJECTION_POSTPONED_WEEKS_MAX, PAYMENT, PAYMENT_SUSPENSION, Penalty,
    PenaltyRates, RECOVERY, Suspension, SuspensionGround, TermBasis, is_in_time, objection_decision,
};
