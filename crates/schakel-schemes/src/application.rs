//! One application, from draft to a decision that stands: its states, what can happen to it and who may do that. What it
//! holds is in `content`, what is said of it in `verdict`, what happened in `event`; what follows after a grant is in
//! `after`, and who gets the money when there is not enough in `allocation`.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{CaseId, Code, Course, FirmRef, OrganisationId, PersonRef, Place, Process, Role, Rule};
use schakel_register::Cents;
use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::after::Grant;
use crate::number::ApplicationNumber;
use crate::terms::DecisionTerm;

mod apply;
mod command;
mod content;
mod count;
mod decide;
mod event;
mod keeping_term;
mod objecting;
mod receipt;
mod rules;
mod verdict;
mod work;

pub use apply::{apply_application, replay_application};
pub use command::{ApplicationCommand, ApplicationRefusal};
pub use content::{Attachment, Completeness, Content, Digest, DigestError, DocumentLimit, MissingItem};
pub use count::{ApplicationCount, count_applications};
pub use decide::{ApplicationStep, decide_application, missing_in, pass_application_time, start_application};
pub use event::{ApplicationChange, ApplicationEvent, ApplicationFormat};
pub use receipt::{Receipt, ReceiptFlaw};
pub use rules::{ApplicationRules, DecisionClock, DecisionRule};
pub use verdict::{Decided, GrantTerms, Judgment, RefusalGround, Ruling, Verdict};

/// The states of an open application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationState {
    /// The applicant fills it in.
    Draft,
    /// It was received; somebody has to see whether it is complete.
    Submitted,
    /// The applicant was asked to complete it (Awb 4:5).
    Incomplete,
    /// The day for completing it passed unused.
    Unrepaired,
    /// It is complete and waits for its turn.
    Complete,
    /// Somebody assesses it.
    InAssessment,
    /// The decision was taken; the applicant has to be told.
    Decided,
    /// The applicant was told; the term for objection runs.
    Announced,
    /// An objection was made; a decision on it has to follow.
    Objection,
    /// The decision on the objection was told; the term for appeal runs.
    ObjectionDecided,
    /// The court has it.
    Appeal,
}

/// What can happen to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApplicationAction {
    /// What was filled in is kept.
    Save,
    /// A partner is asked to take part.
    InvitePartner,
    /// A partner answers.
    AnswerPartner,
    /// It is handed in.
    Submit,
    /// The applicant is asked to complete it.
    AskRepair,
    /// The applicant completes it.
    Supplement,
    /// It is found complete.
    FindComplete,
    /// Somebody gets it to assess.
    Assess,
    /// The term stops, runs again, is extended, or it is told that it takes longer.
    KeepTerm,
    /// The applicant gives notice of default.
    GiveDefault,
    /// The decision is taken.
    Decide,
    /// The applicant is told.
    Announce,
    /// An objection is made.
    Object,
    /// The decision on an objection is postponed.
    Postpone,
    /// The objection is decided on.
    DecideObjection,
    /// An appeal is made.
    Appeal,
    /// The court has spoken.
    Judge,
    /// The application, the objection or the appeal is taken back.
    Withdraw,
    /// The date passed.
    Lapse,
}

/// How an application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationOutcome {
    /// The window closed before it was handed in.
    NeverSubmitted,
    /// The applicant took it back.
    Withdrawn,
    /// It was not dealt with, and that stands (Awb 4:5).
    NotDealtWith,
    /// It was refused, and that stands.
    Refused,
    /// It was granted, and that stands.
    Granted,
}

/// Whether a partner takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partnership {
    /// Asked, not answered.
    Invited,
    /// Takes part.
    Consented,
    /// Does not take part.
    Declined,
}

/// An objection, with the decision on it and what the court said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// When it was received.
    pub received_on: Date,
    /// Whether it came in time (Awb 6:9).
    pub in_time: bool,
    /// By how many weeks the decision on it was postponed.
    pub postponed_weeks: u32,
    /// What was decided on it, and when that was told.
    pub ruling: Option<(Ruling, Date)>,
    /// When an appeal was received.
    pub appeal_received_on: Option<Date>,
    /// What the court said.
    pub judgment: Option<Judgment>,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Which one.
    pub number: ApplicationNumber,
    /// The round of the pack.
    pub round: Code,
    /// Who applies, for all partners.
    pub applicant: FirmRef,
    /// The case from which it came.
    pub case: Option<CaseId>,
    /// Those who were asked to take part.
    pub partners: BTreeMap<FirmRef, Partnership>,
    /// What was filled in last.
    pub content: Option<Content>,
    /// The receipts, the first for handing it in, the others for completing it.
    pub receipts: Vec<Receipt>,
    /// What is missing, as far as the form shows or somebody found.
    pub missing: BTreeSet<MissingItem>,
    /// The last day for completing it, when that was asked last.
    pub repair_until: Option<Date>,
    /// The moment that counts in the order of completeness, once it was found complete.
    pub complete_at: Option<DateTime>,
    /// The term for the decision, from the moment it was handed in.
    pub term: Option<DecisionTerm>,
    /// When a notice of default was received.
    pub default_notice_on: Option<Date>,
    /// Who assesses it.
    pub assessor: Option<PersonRef>,
    /// When it was decided on for the first time.
    pub first_decided_on: Option<Date>,
    /// The decision that holds now; a decision on an objection or a judgment can put another in its place.
    pub decided: Option<Decided>,
    /// The last day for objection.
    pub objection_until: Option<Date>,
    /// The objections, the last one last.
    pub objections: Vec<Objection>,
    /// What follows the grant.
    pub grant: Option<Grant>,
    /// Where it stands.
    pub course: Course<ApplicationState, ApplicationOutcome>,
    /// The organisation that carries out the round.
    pub executor: OrganisationId,
    /// How many events it has.
    pub events: u32,
    /// When the last event was.
    pub last_at: DateTime,
    /// Events that did not fit; they changed nothing.
    pub misfits: u32,
}

impl Application {
    /// When it was handed in.
    pub fn received_at(&self) -> Option<DateTime> {
        self.receipts.first().map(|it| it.received_at)
    }

    /// What is asked for.
    pub fn requested(&self) -> Option<Cents> {
        self.content.as_ref().map(|it| it.requested)
    }

    /// Those who take part: the applicant, and the partners who consented.
    pub fn participants(&self) -> impl Iterator<Item = FirmRef> {
        let consented = self.partners.iter().filter(|(_, it)| **it == Partnership::Consented);
        std::iter::once(self.applicant).chain(consented.map(|(firm, _)| *firm))
    }

    /// The last day on which the decision is in time; `None` before it was handed in and while the term does not run.
    pub fn decision_due(&self) -> Option<Date> {
        self.term.as_ref().and_then(DecisionTerm::last_day)
    }

    /// Whether it was handed in by the end of a year, and neither decided on nor taken back by then.
    pub fn is_undecided_at_end_of(&self, year: i16) -> bool {
        let by_then = |day: Date| day.year() <= year;
        let over = matches!(&self.course, Course::Ended { at, .. } if by_then(at.date()));
        let received = self.received_at().is_some_and(|it| by_then(it.date()));
        received && !over && !self.first_decided_on.is_some_and(by_then)
    }

    /// Whether the grant was withdrawn, or settled at nothing.
    pub fn is_revoked(&self) -> bool {
        let settled = self.grant.as_ref().and_then(|it| it.settled);
        settled.is_some_and(|(amount, _)| amount == Cents::ZERO)
    }
}

const DRAFT: Place<ApplicationState> = Place::Open(ApplicationState::Draft);
const SUBMITTED: Place<ApplicationState> = Place::Open(ApplicationState::Submitted);
const INCOMPLETE: Place<ApplicationState> = Place::Open(ApplicationState::Incomplete);
const UNREPAIRED: Place<ApplicationState> = Place::Open(ApplicationState::Unrepaired);
const COMPLETE: Place<ApplicationState> = Place::Open(ApplicationState::Complete);
const IN_ASSESSMENT: Place<ApplicationState> = Place::Open(ApplicationState::InAssessment);
const DECIDED: Place<ApplicationState> = Place::Open(ApplicationState::Decided);
const ANNOUNCED: Place<ApplicationState> = Place::Open(ApplicationState::Announced);
const OBJECTION: Place<ApplicationState> = Place::Open(ApplicationState::Objection);
const OBJECTION_DECIDED: Place<ApplicationState> = Place::Open(ApplicationState::ObjectionDecided);
const APPEAL: Place<ApplicationState> = Place::Open(ApplicationState::Appeal);
const ENDED: Place<ApplicationState> = Place::Ended;

const APPLICANT: &[Role] = &[Role::Entrepreneur];
const EXECUTOR: &[Role] = &[Role::Responsible];
/// A paper that the applicant sends in, or that the executor writes down for the applicant.
const EITHER: &[Role] = &[Role::Entrepreneur, Role::Responsible];
const TIME: &[Role] = &[Role::Time];

const fn rule(
    from: Place<ApplicationState>,
    action: ApplicationAction,
    by: &'static [Role],
    to: &'static [Place<ApplicationState>],
) -> Rule<ApplicationState, ApplicationAction> {
    Rule { from, action, by, to }
}

/// The process of an application; the organisation that carries out the round is the responsible one.
pub const APPLICATION: Process<ApplicationState, ApplicationAction> = {
    use ApplicationAction::{
        Announce, AnswerPartner, Appeal, AskRepair, Assess, Decide, DecideObjection, FindComplete, GiveDefault,
        InvitePartner, Judge, KeepTerm, Lapse, Object, Postpone, Save, Submit, Supplement, Withdraw,
    };
    Process {
        name: "application",
        first: ApplicationState::Draft,
        states: &[
            ApplicationState::Draft,
            ApplicationState::Submitted,
            ApplicationState::Incomplete,
            ApplicationState::Unrepaired,
            ApplicationState::Complete,
            ApplicationState::InAssessment,
            ApplicationState::Decided,
            ApplicationState::Announced,
            ApplicationState::Objection,
            ApplicationState::ObjectionDecided,
            ApplicationState::Appeal,
        ],
        rules: &[
            rule(DRAFT, Save, APPLICANT, &[DRAFT]),
            rule(DRAFT, InvitePartner, APPLICANT, &[DRAFT]),
            rule(DRAFT, AnswerPartner, &[Role::Receiver], &[DRAFT]),
            rule(DRAFT, Submit, APPLICANT, &[SUBMITTED]),
            rule(DRAFT, Withdraw, APPLICANT, &[ENDED]),
            rule(DRAFT, Lapse, TIME, &[ENDED]),
            rule(SUBMITTED, AskRepair, EXECUTOR, &[INCOMPLETE]),
            rule(SUBMITTED, FindComplete, EXECUTOR, &[COMPLETE]),
            rule(SUBMITTED, KeepTerm, EXECUTOR, &[SUBMITTED]),
            rule(SUBMITTED, GiveDefault, EITHER, &[SUBMITTED]),
            rule(SUBMITTED, Decide, EXECUTOR, &[DECIDED]),
            rule(SUBMITTED, Withdraw, EITHER, &[ENDED]),
            rule(SUBMITTED, Lapse, TIME, &[SUBMITTED]),
            rule(INCOMPLETE, Supplement, APPLICANT, &[SUBMITTED]),
            rule(INCOMPLETE, AskRepair, EXECUTOR, &[INCOMPLETE]),
            rule(INCOMPLETE, GiveDefault, EITHER, &[INCOMPLETE]),
            rule(INCOMPLETE, Withdraw, EITHER, &[ENDED]),
            rule(INCOMPLETE, Lapse, TIME, &[UNREPAIRED]),
            rule(UNREPAIRED, Supplement, APPLICANT, &[SUBMITTED]),
            rule(UNREPAIRED, FindComplete, EXECUTOR, &[COMPLETE]),
            rule(UNREPAIRED, KeepTerm, EXECUTOR, &[UNREPAIRED]),
            rule(UNREPAIRED, GiveDefault, EITHER, &[UNREPAIRED]),
            rule(UNREPAIRED, Decide, EXECUTOR, &[DECIDED]),
            rule(UNREPAIRED, Withdraw, EITHER, &[ENDED]),
            rule(UNREPAIRED, Lapse, TIME, &[UNREPAIRED]),
            rule(COMPLETE, AskRepair, EXECUTOR, &[INCOMPLETE]),
            rule(COMPLETE, Assess, EXECUTOR, &[IN_ASSESSMENT]),
            rule(COMPLETE, KeepTerm, EXECUTOR, &[COMPLETE]),
            rule(COMPLETE, GiveDefault, EITHER, &[COMPLETE]),
            rule(COMPLETE, Decide, EXECUTOR, &[DECIDED]),
            rule(COMPLETE, Withdraw, EITHER, &[ENDED]),
            rule(COMPLETE, Lapse, TIME, &[COMPLETE]),
            rule(IN_ASSESSMENT, AskRepair, EXECUTOR, &[INCOMPLETE]),
            rule(IN_ASSESSMENT, Assess, EXECUTOR, &[IN_ASSESSMENT]),
            rule(IN_ASSESSMENT, KeepTerm, EXECUTOR, &[IN_ASSESSMENT]),
            rule(IN_ASSESSMENT, GiveDefault, EITHER, &[IN_ASSESSMENT]),
            rule(IN_ASSESSMENT, Decide, EXECUTOR, &[DECIDED]),
            rule(IN_ASSESSMENT, Withdraw, EITHER, &[ENDED]),
            rule(IN_ASSESSMENT, Lapse, TIME, &[IN_ASSESSMENT]),
            rule(DECIDED, Announce, EXECUTOR, &[ANNOUNCED]),
            rule(DECIDED, GiveDefault, EITHER, &[DECIDED]),
            rule(DECIDED, Lapse, TIME, &[DECIDED]),
            rule(ANNOUNCED, Object, EITHER, &[OBJECTION]),
            rule(ANNOUNCED, Lapse, TIME, &[ENDED]),
            rule(OBJECTION, Postpone, EXECUTOR, &[OBJECTION]),
            rule(OBJECTION, DecideObjection, EXECUTOR, &[OBJECTION_DECIDED]),
            rule(OBJECTION, Withdraw, EITHER, &[ENDED, ANNOUNCED]),
            rule(OBJECTION, Lapse, TIME, &[OBJECTION]),
            rule(OBJECTION_DECIDED, Appeal, EITHER, &[APPEAL]),
            rule(OBJECTION_DECIDED, Lapse, TIME, &[ENDED]),
            rule(APPEAL, Judge, EXECUTOR, &[ENDED, OBJECTION]),
            rule(APPEAL, Withdraw, EITHER, &[ENDED]),
            rule(APPEAL, Lapse, TIME, &[APPEAL]),
            // An excusable late objection or appeal opens it again (Awb 6:11).
            rule(ENDED, Object, EITHER, &[OBJECTION]),
            rule(ENDED, Appeal, EITHER, &[APPEAL]),
        ],
    }
};
