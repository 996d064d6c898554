#![doc = include_str!("../README.md")]

mod activation;
mod activity;
mod alarm;
mod apply;
mod case;
mod choose;
mod code;
mod command;
mod consent;
mod contact;
mod decide;
mod directory;
mod distance;
mod draft;
mod elsewhere;
mod event;
mod hand_over;
mod join;
mod kernel;
mod lead;
mod notice;
mod policy;
mod referral;
mod sentence;
mod service_level;
mod share;
mod staffing;
mod time;

pub use activation::{
    AdviserMonth, Call, Campaign, MonthPlan, Offer, Prospect, Signal, call_list, early_offer, plan_month,
};
pub use activity::{
    ActivityTable, ByMode, FirmsOfMonth, SegmentReach, Supported, activity_table, firms_of_month, reach_by_channel,
    reach_by_segment, reach_by_situation, share_reaching, supported, unanswered_demand,
};
pub use alarm::{Alarm, Answers, Referring, alarms, answers, referring};
pub use apply::{apply, replay};
pub use case::{
    CASE, Case, CaseAction, CaseStanding, CaseState, Escalation, Join, Milestone, NotHelped, Origin, Outcome, Rating,
    Segment, Situation, SupportGiven, SupportKind, Visibility,
};
pub use choose::{Choice, Exclusion, Field, Fit, Grounds, Need, choose, consider};
pub use code::{
    CODE_CHARACTERS_MAX, CaseId, Code, CodeError, ConsentNumber, FirmRef, LeadId, OrganisationId, PersonRef,
    ReferralNumber, TextRef,
};
pub use command::{Closing, Command, Question, Receivers, Refusal};
pub use consent::{Consent, ConsentBook, Disclosure, Purpose};
pub use contact::{Channel, Contact, ContactMoment, Effect, Mode, Service};
pub use decide::{decide, open, pass_time};
pub use directory::{Director, Directory, Door, DoorGround, Locality, Participation, Profile};
pub use distance::{Distance, distance};
pub use draft::{Decision, Moment};
pub use elsewhere::{Elsewhere, SharingRule, TOTAL_MIN, elsewhere};
pub use event::{Actor, Change, Event, Format, Opening, Why};
pub use join::{JoinDecision, join, separate};
pub use kernel::{Course, Flaw, Place, Process, Role, Rule, Standing};
pub use lead::{
    LEAD, Lead, LeadAction, LeadChange, LeadCommand, LeadEvent, LeadFlow, LeadFormat, LeadOutcome, LeadState,
    apply_lead, decide_lead, lead_flows, send_lead,
};
pub use notice::{Message, Notice, Recipient, notices};
pub use policy::{Alarms, CHAIN_AUTOMATIC_MAX, CHAIN_MAX, Policy, RECEIVERS_AT_ONCE_MAX};
pub use referral::{
    Asked, Handover, REFERRAL, Referral, ReferralAction, ReferralOutcome, ReferralState, RefusalReason,
};
pub use sentence::{Sentence, StateForEntrepreneur, state_for_entrepreneur};
pub use service_level::{Level, NotMet, ServiceLevels, Waits, service_levels};
pub use share::{Percent, PercentError, Share};
pub use staffing::{Load, Staff, Staffing};
