#![doc = include_str!("../README.md")]

mod after;
mod aid;
mod allocation;
mod application;
mod distribution;
mod draw;
mod executable;
mod funding;
mod group;
mod limits;
mod merits;
mod number;
mod phases;
mod pot;
mod prospect;
mod round_compare;
mod round_event;
mod round_findings;
mod round_rules;
mod round_status;
mod round_words;
mod terms;
mod voucher;
mod year_end;

pub use number::ApplicationNumber;

// Rounds: what follows from their data alone.
pub use distribution::{AreaDifference, AreaPart, DistributionError, distribute, key_difference};
pub use executable::{DecisionTerms, GrantBounds, RoundGap, RoundRequirements, RoundSetup};
pub use funding::{PublicMoney, ShareDeviation, share_deviations};
pub use pot::{PotChoice, pot_of_application};
pub use round_compare::{compare_rounds, span_words};
pub use round_findings::round_findings;
pub use round_rules::{DOCUMENT_BYTES_MAX, RoundRules};
pub use round_status::{OutsideWindow, RoundOnDay, round_on, version_on, window_at};
pub use round_words::{at_ceiling_words, decide_after_words, settlement_words, tie_words};

// Dividing the money, and drawing lots.
pub use allocation::{
    Advice, Allocation, AllocationError, Assessment, AssessmentError, Assessor, Balance, Balances, Ceiling, Ceilings,
    Conflict, Criterion, Decision, Difference, LastTie, Lot, Mistake, Order, Outcome, Party, Place, Procedure, Ranking,
    Refusal, Room, Rules, Score, ScoreSheet, Shortage, allocate, assess,
};
pub use draw::{Draw, DrawError, DrawFlaw, PublishedDraw, SEED_CHARACTERS_MAX, SEED_CHARACTERS_MIN, Seed, SeedError};
pub use merits::{Merits, Points};
pub use prospect::{Chance, Prospect, Waiting, WaitingPlace, prospect};
pub use round_event::{Divided, RoundChange, RoundEvent, RoundFormat};

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
    ApplicationStep, Attachment, Completeness, Content, Decided, DecisionClock, DecisionRule, Digest, DigestError,
    DocumentLimit, GrantTerms, Judgment, MissingItem, Objection, Partnership, Receipt, ReceiptFlaw, RefusalGround,
    Ruling, Verdict, apply_application, count_applications, decide_application, missing_in, pass_application_time,
    replay_application, start_application,
};
pub use group::{Control, Groups, Link, LinkPerson, OncePerYear, ThroughPerson};
pub use limits::{GrantLimits, KnownAid, LimitFinding, NewGrant, OtherAid, ReviewReason, small_aid_of};
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
