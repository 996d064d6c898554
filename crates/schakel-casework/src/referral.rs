//! A referral: an organisation is asked to take a question, and accepts, refuses, proposes another or stays silent. Who
//! is asked next lives in `decide`.

use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::choose::Grounds;
use crate::code::{ConsentNumber, OrganisationId, PersonRef, ReferralNumber, TextRef};
use crate::kernel::{Course, Place, Process, Role, Rule};

/// The states of an open referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferralState {
    /// Waiting for an answer.
    Waiting,
    /// Accepted; the receiver helps.
    Accepted,
}

/// What can happen to a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferralAction {
    /// The receiver takes it.
    Accept,
    /// The receiver takes it after its date, while nobody helps yet.
    AcceptLate,
    /// The receiver does not take it.
    Refuse,
    /// The receiver says how its help ended.
    Close,
    /// It is no longer needed: the case ended, or was joined.
    Recall,
    /// Another organisation took the case over from the receiver.
    HandOn,
    /// The date passed.
    Lapse,
}

/// How a referral ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferralOutcome {
    /// Refused, with a reason, and perhaps with somebody who can help.
    Refused {
        /// Why.
        reason: RefusalReason,
        /// Who can help instead, says the receiver.
        proposed: Option<OrganisationId>,
    },
    /// No answer before the date.
    Silent,
    /// Accepted, and then nothing more before the date and its reminders.
    Abandoned,
    /// No longer needed.
    Recalled,
    /// Accepted, and handed on to another organisation that accepted.
    HandedOn,
    /// The firm was helped.
    Helped,
    /// The firm was spoken to, but could not be helped.
    NotHelped,
    /// The firm could not be reached.
    NotReachable,
}

/// Why a receiver refuses. That a firm does not know, does not want or cannot yet is not among them: nobody is refused
/// for it (source 003, 2R).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalReason {
    /// Not what the receiver does.
    OtherService,
    /// Not the receiver's field.
    OtherTheme,
    /// Not where the receiver works.
    OtherArea,
    /// The firm is too small or too large for it.
    OtherSize,
    /// No common language.
    OtherLanguage,
    /// No room now.
    NoCapacity,
    /// The receiver has an interest of its own in the matter.
    ConflictOfInterest,
    /// The question is not clear enough to begin.
    QuestionNotClear,
    /// The receiver already helps this firm with this question outside the system.
    AlreadyHelping,
}

/// What a receiver gets to see with the referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handover {
    /// The summary and the consented facts.
    Warm {
        /// The summary.
        summary: TextRef,
        /// Under these consents.
        consents: Vec<ConsentNumber>,
    },
    /// Only the need in codes, without the firm: the entrepreneur has not consented to this receiver yet.
    CodesOnly,
}

/// Why this organisation was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Somebody named it.
    ByName,
    /// An organisation that refused proposed it.
    Proposed {
        /// The referral that was refused.
        after: ReferralNumber,
    },
    /// It came out of the choice.
    Chosen {
        /// What spoke for it.
        grounds: Grounds,
        /// How many others could have been asked.
        others: u32,
        /// The referral that was refused or not answered, when it went on by itself.
        after: Option<ReferralNumber>,
    },
}

/// A referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Which one within the case.
    pub number: ReferralNumber,
    /// Who is asked.
    pub receiver: OrganisationId,
    /// Why that one.
    pub asked: Asked,
    /// How many organisations had the case in turn, this one included.
    pub step: u32,
    /// What the receiver gets to see.
    pub handover: Handover,
    /// When it was sent.
    pub sent_at: DateTime,
    /// When it was accepted.
    pub accepted_at: Option<DateTime>,
    /// The named person of the receiver.
    pub person: Option<PersonRef>,
    /// Where it stands.
    pub course: Course<ReferralState, ReferralOutcome>,
}

const WAITING: Place<ReferralState> = Place::Open(ReferralState::Waiting);
const ACCEPTED: Place<ReferralState> = Place::Open(ReferralState::Accepted);
const ENDED: Place<ReferralState> = Place::Ended;

/// The process of a referral.
pub const REFERRAL: Process<ReferralState, ReferralAction> = Process {
    name: "referral",
    first: ReferralState::Waiting,
    states: &[ReferralState::Waiting, ReferralState::Accepted],
    rules: &[
        Rule { from: WAITING, action: ReferralAction::Accept, by: &[Role::Receiver], to: &[ACCEPTED] },
        Rule { from: ENDED, action: ReferralAction::AcceptLate, by: &[Role::Receiver], to: &[ACCEPTED] },
        Rule { from: WAITING, action: ReferralAction::Refuse, by: &[Role::Receiver], to: &[ENDED] },
        Rule {
            from: WAITING,
            action: ReferralAction::Recall,
            by: &[Role::Responsible, Role::Entrepreneur, Role::Director],
            to: &[ENDED],
        },
        Rule { from: WAITING, action: ReferralAction::Lapse, by: &[Role::Time], to: &[ENDED] },
        Rule { from: ACCEPTED, action: ReferralAction::Close, by: &[Role::Receiver], to: &[ENDED] },
        Rule {
            from: ACCEPTED,
            action: ReferralAction::Recall,
            by: &[Role::Responsible, Role::Entrepreneur, Role::Director],
            to: &[ENDED],
        },
        Rule { from: ACCEPTED, action: ReferralAction::HandOn, by: &[Role::Receiver], to: &[ENDED] },
        Rule { from: ACCEPTED, action: ReferralAction::Lapse, by: &[Role::Time], to: &[ACCEPTED, ENDED] },
    ],
};

impl Referral {
    /// Whether an answer is awaited.
    pub fn is_waiting(&self) -> bool {
        self.course.place() == WAITING
    }

    /// Whether the receiver helps now.
    pub fn is_accepted(&self) -> bool {
        self.course.place() == ACCEPTED
    }

    /// Whether the date passed without an answer.
    pub fn is_silent(&self) -> bool {
        self.course.outcome() == Some(&ReferralOutcome::Silent)
    }

    /// The day on which an answer or the next contact is due, while it is open.
    pub fn due(&self) -> Option<Date> {
        self.course.standing().map(|it| it.due)
    }
}
