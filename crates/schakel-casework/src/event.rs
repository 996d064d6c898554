//! What happened to a case, as plain data for a journal. An event holds the results of a decision (who, until when), not
//! the inputs, so that replaying old events under a new policy gives the old state. It holds codes and numbers only: no
//! name, no words of the entrepreneur, no address.

use std::collections::BTreeSet;

use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::case::{CaseState, Join, Origin, Outcome, Segment, Situation, SupportKind, Visibility};
use crate::choose::Need;
use crate::code::{CaseId, Code, ConsentNumber, FirmRef, OrganisationId, PersonRef, ReferralNumber, TextRef};
use crate::consent::Purpose;
use crate::contact::ContactMoment;
use crate::directory::{Director, Door};
use crate::kernel::Standing;
use crate::referral::{Asked, Handover, ReferralOutcome};

/// The form of an event. A journal holds several for ever; a reader that does not know one refuses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// The first.
    #[default]
    #[serde(rename = "case-1")]
    Case1,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The form.
    pub format: Format,
    /// Which case.
    pub case: CaseId,
    /// The how many-th of the case, counted from 1 without gaps.
    pub number: u32,
    /// When, Dutch time.
    pub at: DateTime,
    /// Who did it.
    pub by: Actor,
    /// What changed.
    pub change: Change,
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The entrepreneur of a firm.
    Entrepreneur(FirmRef),
    /// Somebody of an organisation.
    Organisation {
        /// Which organisation.
        organisation: OrganisationId,
        /// Who; not known for a receiver who answers through a link.
        person: Option<PersonRef>,
    },
    /// Nobody: a date passed.
    Time,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A question was asked.
    Opened(Box<Opening>),
    /// State, owner or date changed.
    Stands {
        /// What they are now.
        standing: Standing<CaseState>,
        /// Why.
        why: Why,
    },
    /// It ended.
    Ended(Outcome),
    /// The entrepreneur was not helped; a new chain begins.
    Reopened,
    /// An organisation was asked.
    Referred {
        /// The number of the referral.
        referral: ReferralNumber,
        /// Who.
        receiver: OrganisationId,
        /// Why that one.
        asked: Asked,
        /// How many organisations had the case in turn, this one included.
        step: u32,
        /// What it gets to see.
        handover: Handover,
        /// The last day for an answer.
        due: Date,
    },
    /// An organisation accepted.
    Accepted {
        /// Which referral.
        referral: ReferralNumber,
        /// The named person.
        person: Option<PersonRef>,
        /// The last day for the next contact.
        due: Date,
    },
    /// The next date of an accepted referral changed.
    ReferralDue {
        /// Which referral.
        referral: ReferralNumber,
        /// The last day for the next contact.
        due: Date,
        /// How often the date passed since the last contact.
        reminders: u32,
    },
    /// A referral ended.
    ReferralEnded {
        /// Which one.
        referral: ReferralNumber,
        /// How.
        outcome: ReferralOutcome,
    },
    /// Nobody took it.
    Escalated(Director),
    /// Somebody spoke with the entrepreneur, or tried to.
    Contacted {
        /// Which organisation.
        organisation: OrganisationId,
        /// Who of it, when known.
        person: Option<PersonRef>,
        /// What for, how and with what effect.
        moment: ContactMoment,
    },
    /// The entrepreneur consented.
    Consented {
        /// The number of the consent.
        consent: ConsentNumber,
        /// Who may see the facts.
        receiver: OrganisationId,
        /// What for.
        purpose: Purpose,
        /// Which facts.
        facts: BTreeSet<Code>,
    },
    /// The entrepreneur took a consent back.
    Withdrawn(ConsentNumber),
    /// An organisation saw something.
    Shown {
        /// Who saw it.
        receiver: OrganisationId,
        /// Who of it, when known.
        person: Option<PersonRef>,
        /// What for.
        purpose: Purpose,
        /// Under which consents.
        consents: BTreeSet<ConsentNumber>,
        /// Which facts.
        facts: BTreeSet<Code>,
        /// The summary, when it was among them.
        summary: Option<TextRef>,
    },
    /// A summary was written for receivers.
    Summarised(TextRef),
    /// The need was made clearer.
    NeedChanged(Need),
    /// What holds the firm back.
    SituationRecorded(Situation),
    /// Front-runner or follower.
    SegmentRecorded(Segment),
    /// The firm reached a phase.
    PhaseReached {
        /// Code of `phases`.
        phase: Code,
        /// What helped it there.
        support: Option<Code>,
    },
    /// The firm got support.
    Supported {
        /// The instrument or facility.
        support: Code,
        /// Money or guidance.
        kind: SupportKind,
        /// How much money, whole euro cents.
        cents: Option<u64>,
    },
    /// The entrepreneur said whether it was useful.
    Rated {
        /// Whether it was.
        useful: bool,
    },
    /// It is joined with another question of the same firm.
    Joined(Join),
    /// It is on its own again.
    Separated {
        /// The other case.
        other: CaseId,
    },
}

/// How a case begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Whose question.
    pub firm: FirmRef,
    /// The question in the words of the entrepreneur.
    pub question: TextRef,
    /// Where it came in.
    pub origin: Origin,
    /// When it was asked; earlier than the event when somebody wrote it down later.
    pub asked_at: DateTime,
    /// The last day on which the promise can be kept.
    pub promised_by: Date,
    /// What it asks for.
    pub need: Need,
    /// The front door.
    pub door: Door,
    /// Who may open it.
    pub visibility: Visibility,
    /// The last day for the front door to answer or refer.
    pub due: Date,
}

/// Why state, owner or date changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Organisations were asked.
    Referred,
    /// An organisation accepted.
    Accepted,
    /// A referral was refused; it went on.
    Refused,
    /// A referral was not answered; it went on.
    Silent,
    /// An organisation that had accepted did nothing more; it went on.
    Abandoned,
    /// A referral ended, and it goes on or comes back.
    Closed,
    /// Somebody spoke with the entrepreneur, or tried to.
    Contact,
    /// A next date was planned.
    Planned,
    /// The date passed; a reminder.
    Reminder,
    /// Nobody took it.
    Escalated,
    /// The entrepreneur was not helped.
    Reopened,
    /// It was separated from another case.
    Separated,
}
