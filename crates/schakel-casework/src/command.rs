//! What people can ask of a case, and why it may be refused. Who may do it and what follows lives in `decide`.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::case::{Origin, Outcome, Segment, Situation, SupportKind, Visibility};
use crate::choose::Need;
use crate::code::{CaseId, Code, ConsentNumber, FirmRef, OrganisationId, PersonRef, ReferralNumber, TextRef};
use crate::consent::Purpose;
use crate::contact::ContactMoment;
use crate::kernel::Role;
use crate::policy::{CHAIN_AUTOMATIC_MAX, RECEIVERS_AT_ONCE_MAX};
use crate::referral::RefusalReason;

/// A question as it comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The number for the case.
    pub case: CaseId,
    /// Whose question.
    pub firm: FirmRef,
    /// The words of the entrepreneur, kept elsewhere.
    pub text: TextRef,
    /// Where it came in.
    pub origin: Origin,
    /// When it was asked; not after now.
    pub asked_at: DateTime,
    /// What it asks for, as far as known.
    pub need: Need,
    /// Who may open it.
    pub visibility: Visibility,
}

/// Something to do with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Ask organisations to take it.
    Refer {
        /// Whom.
        to: Receivers,
        /// A summary for them; shown only to those for whom the entrepreneur consented.
        summary: Option<TextRef>,
    },
    /// Take it.
    Accept {
        /// Which referral.
        referral: ReferralNumber,
        /// The person whom the entrepreneur will speak to.
        person: Option<PersonRef>,
    },
    /// Not take it.
    Refuse {
        /// Which referral.
        referral: ReferralNumber,
        /// Why.
        reason: RefusalReason,
        /// Who can help instead.
        propose: Option<OrganisationId>,
    },
    /// Say how one's help ended.
    Close {
        /// Which referral.
        referral: ReferralNumber,
        /// How.
        result: Closing,
    },
    /// Write down a contact with the entrepreneur.
    Contact(ContactMoment),
    /// Set the next date.
    Plan(Date),
    /// Give it to the process director; the director uses it to take a case.
    Escalate,
    /// End it.
    End(Outcome),
    /// Say: I was not helped.
    Reopen,
    /// Consent.
    Consent {
        /// Who may see the facts and the summary.
        receiver: OrganisationId,
        /// What for.
        purpose: Purpose,
        /// Which facts.
        facts: BTreeSet<Code>,
    },
    /// Take a consent back.
    Withdraw(ConsentNumber),
    /// See facts of the firm.
    Show {
        /// What for.
        purpose: Purpose,
        /// Which facts.
        facts: BTreeSet<Code>,
    },
    /// Make the need clearer.
    Clarify(Need),
    /// Write down what holds the firm back.
    RecordSituation(Situation),
    /// Write down where the firm stands among others.
    RecordSegment(Segment),
    /// Write down that the firm reached a phase.
    ReachPhase {
        /// Code of `phases`.
        phase: Code,
        /// What helped it there.
        support: Option<Code>,
    },
    /// Write down that the firm got support.
    Support {
        /// The instrument or facility.
        support: Code,
        /// Money or guidance.
        kind: SupportKind,
        /// How much money, whole euro cents.
        cents: Option<u64>,
    },
    /// Say whether it was useful.
    Rate {
        /// Whether it was.
        useful: bool,
    },
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Receivers {
    /// These.
    Named(BTreeSet<OrganisationId>),
    /// The best so many of the choice.
    Best(usize),
}

/// How the help of a receiver ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closing {
    /// The firm was helped.
    Helped,
    /// The firm was spoken to, but could not be helped.
    NotHelped,
    /// The firm could not be reached.
    NotReachable,
}

/// Why a command was refused; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This is not for this actor, or not now.
    NotAllowed {
        /// Who could do it now; nobody when it is not possible at all.
        by: Vec<Role>,
    },
    /// The case has no such referral, or it is over.
    ReferralOver(ReferralNumber),
    /// The case is joined: do it in the leading case.
    IsJoined(CaseId),
    /// The organisation had this case before, or has it now.
    AlreadyAsked(OrganisationId),
    /// The directory does not have this organisation.
    UnknownOrganisation(OrganisationId),
    /// It has no inbox here and has given no address, or it is no more.
    NotTakingPart(OrganisationId),
    /// Nobody is left, or no service was named.
    NobodyToAsk,
    /// Nobody was named, or more than may be asked at the same time.
    WrongNumberOfReceivers,
    /// As many organisations in turn had the case as may have.
    ChainTooLong,
    /// Nobody spoke with the entrepreneur yet, or tried to.
    NoContactYet,
    /// No standing consent covers these facts.
    NoConsent(BTreeSet<Code>),
    /// There is no such standing consent.
    NoSuchConsent(ConsentNumber),
    /// The date is not after today, or too far ahead.
    DateOutOfReach {
        /// The last day that can be planned.
        latest: Date,
    },
    /// The question was asked after now.
    AskedInFuture,
    /// Only the entrepreneur can say this, or only the organisation.
    OutcomeNotYours,
    /// These two cases cannot be joined: other firms, the same case, one that has ended, or one that is joined already.
    CannotJoin,
    /// These two cases are not joined.
    NotJoined,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed { by } if by.is_empty() => {
                formatter.write_str("this cannot be done in the present state of the case: reload it and look again")
            }
            Self::NotAllowed { by } => {
                let roles: Vec<String> = by.iter().map(Role::to_string).collect();
                write!(formatter, "this can be done now only by {}", roles.join(" or "))
            }
            Self::ReferralOver(number) => {
                write!(formatter, "referral {number} is over or was never sent: reload the case to see who has it now")
            }
            Self::IsJoined(lead) => write!(formatter, "the case is joined with case {lead}: do it there, or separate them"),
            Self::AlreadyAsked(id) => write!(formatter, "`{id}` had this case before or has it now: choose another"),
            Self::UnknownOrganisation(id) => {
                write!(formatter, "`{id}` is no organisation of the pack: choose one from the list")
            }
            Self::NotTakingPart(id) => {
                write!(formatter, "`{id}` is no more or takes no questions here: choose another, or its successor")
            }
            Self::NobodyToAsk => formatter
                .write_str("nobody is left to ask: name the service that is needed, or give it to the process director"),
            Self::WrongNumberOfReceivers => {
                write!(formatter, "ask at least one and at most {RECEIVERS_AT_ONCE_MAX} organisations at the same time")
            }
            Self::ChainTooLong => write!(
                formatter,
                "{CHAIN_AUTOMATIC_MAX} organisations in turn had this case: give it to the process director, or end it"
            ),
            Self::NoContactYet => formatter
                .write_str("nobody spoke with the entrepreneur yet: write down the contact, or the attempt, first"),
            Self::NoConsent(facts) => {
                let facts: Vec<&str> = facts.iter().map(Code::as_str).collect();
                write!(formatter, "the entrepreneur has not consented to: {}; ask for consent first", facts.join(", "))
            }
            Self::NoSuchConsent(number) => {
                write!(formatter, "consent {number} was never given or was taken back already")
            }
            Self::DateOutOfReach { latest } => {
                write!(formatter, "plan a date after today and no later than {latest}")
            }
            Self::AskedInFuture => formatter.write_str("the question was asked after now: look at the date"),
            Self::OutcomeNotYours => formatter.write_str(
                "only the entrepreneur can take a question back, and only an organisation can say that it could not help",
            ),
            Self::CannotJoin => formatter.write_str(
                "only two open cases of the same firm can be joined, and only one that has no others joined to it",
            ),
            Self::NotJoined => formatter.write_str("these two cases are not joined now: reload them and look again"),
        }
    }
}

impl Error for Refusal {}
