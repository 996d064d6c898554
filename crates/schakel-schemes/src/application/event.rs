//! What happened to an application, as plain data for a journal. An event holds the results (until when, in which state),
//! not the rules that led to them, so that replaying old events under a new round gives the old application. It holds
//! codes, numbers and digests only.

use std::collections::BTreeSet;

use schakel_casework::{Actor, CaseId, Code, FirmRef, OrganisationId, PersonRef, Standing};
use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::content::{Content, MissingItem};
use super::receipt::Receipt;
use super::verdict::{Judgment, Ruling, Verdict};
use super::{ApplicationOutcome, ApplicationState};
use crate::after::GrantChange;
use crate::number::ApplicationNumber;
use crate::terms::{DecisionTerm, Length, Suspension};

/// The form of an event of an application. A reader that does not know one refuses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ApplicationFormat {
    /// The first.
    #[default]
    #[serde(rename = "application-1")]
    Application1,
}

/// Something that happened to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationEvent {
    /// The form.
    pub format: ApplicationFormat,
    /// Which application.
    pub application: ApplicationNumber,
    /// The how many-th of the application, counted from 1 without gaps.
    pub number: u32,
    /// When, Dutch time.
    pub at: DateTime,
    /// Who did it.
    pub by: Actor,
    /// What changed.
    pub change: ApplicationChange,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationChange {
    /// It was begun.
    Begun {
        /// The round.
        round: Code,
        /// Who carries the round out.
        executor: OrganisationId,
        /// Who applies.
        applicant: FirmRef,
        /// The case from which it came.
        case: Option<CaseId>,
        /// The last day for handing it in.
        due: Date,
    },
    /// State or date changed.
    Stands(Standing<ApplicationState>),
    /// It ended.
    Ended(ApplicationOutcome),
    /// A partner was asked to take part.
    PartnerInvited(FirmRef),
    /// A partner answered.
    PartnerAnswered {
        /// Who.
        partner: FirmRef,
        /// Whether it takes part.
        consents: bool,
    },
    /// What was filled in was kept.
    Saved(Content),
    /// It was handed in.
    Submitted {
        /// The receipt.
        receipt: Receipt,
        /// What the form shows to be missing.
        missing: BTreeSet<MissingItem>,
        /// The term for the decision.
        term: DecisionTerm,
    },
    /// The applicant was asked to complete it.
    AskedToComplete {
        /// What is missing.
        missing: BTreeSet<MissingItem>,
        /// The last day.
        until: Date,
    },
    /// The applicant completed it, or tried to.
    Supplemented {
        /// What it holds now.
        content: Content,
        /// The receipt.
        receipt: Receipt,
        /// What the form still shows to be missing.
        missing: BTreeSet<MissingItem>,
    },
    /// It was found complete.
    FoundComplete {
        /// Since when it was: the moment that counts (Kaderbesluit 27(1)).
        complete_at: DateTime,
    },
    /// Somebody assesses it.
    Assigned(PersonRef),
    /// The term stops.
    TermSuspended(Suspension),
    /// The term runs again on the day after this one.
    TermResumed {
        /// The last day on which it did not run.
        last_day: Date,
    },
    /// The term was extended.
    TermExtended {
        /// By how much.
        by: Length,
    },
    /// The applicant was told that it takes longer.
    DelayNoticed {
        /// The day that was named.
        until: Date,
    },
    /// The applicant gave notice of default.
    DefaultNoticed {
        /// When it was received.
        received_on: Date,
    },
    /// A decision was taken.
    Decided(Verdict),
    /// The applicant was told.
    Announced {
        /// The last day for objection.
        objection_until: Date,
    },
    /// An objection was made.
    Objected {
        /// When it was received.
        received_on: Date,
        /// Whether it came in time.
        in_time: bool,
    },
    /// The decision on the objection was postponed.
    ObjectionPostponed {
        /// By how many weeks in all.
        weeks: u32,
    },
    /// The objection was decided on, and the applicant was told.
    ObjectionDecided {
        /// How.
        ruling: Ruling,
        /// The decision that comes in place of the earlier one.
        verdict: Option<Verdict>,
    },
    /// An appeal was made.
    Appealed {
        /// When it was received.
        received_on: Date,
    },
    /// The court has spoken.
    Judged {
        /// How.
        judgment: Judgment,
        /// The decision that comes in place of the earlier one.
        verdict: Option<Verdict>,
    },
    /// Something happened to the grant.
    Grant(GrantChange),
}
