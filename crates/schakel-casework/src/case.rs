//! A case: one question of one firm, from the asking until an outcome. Its state and its process; how it changes lives in
//! `event` and `apply`, who may change it in `decide`.

use std::collections::BTreeSet;

use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::choose::Need;
use crate::code::{CaseId, Code, FirmRef, OrganisationId, ReferralNumber, TextRef};
use crate::consent::ConsentBook;
use crate::contact::{Channel, Contact};
use crate::directory::{Director, Door};
use crate::kernel::{Course, Place, Process, Role, Rule, Standing};
use crate::referral::Referral;

/// Where a question came in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The question box of the portal.
    QuestionBox,
    /// A step of the roadmap.
    Roadmap,
    /// An adviser wrote it down.
    Adviser(OrganisationId),
    /// Another door passed it on, through the API.
    OtherDoor {
        /// Which door.
        organisation: OrganisationId,
        /// How the entrepreneur asked it there.
        channel: Channel,
    },
    /// By telephone.
    Telephone,
    /// A declared signal that the firm may be in trouble, with its offer of help accepted.
    EarlySignal,
    /// The region came to the firm by itself.
    Activation(OrganisationId),
}

/// The states of an open case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseState {
    /// The front door has to answer or refer.
    Asked,
    /// One or more organisations were asked to take it.
    Referred,
    /// The responsible organisation helps.
    InHand,
    /// Nobody took it: the process director, or the front door in the place of one, finds an answer.
    Escalated,
}

/// What can happen to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseAction {
    /// Somebody speaks with the entrepreneur, or tries to.
    Contact,
    /// Organisations are asked to take it.
    Refer,
    /// An organisation takes it.
    Accept,
    /// An organisation does not take it.
    Refuse,
    /// An organisation says how its help ended.
    Close,
    /// An organisation let the date of its referral pass.
    Lapse,
    /// The responsible organisation sets the next date.
    Plan,
    /// The responsible organisation let its date pass.
    Overdue,
    /// The responsible organisation gives it to the process director, or the director takes it.
    Escalate,
    /// It ends with an outcome.
    End,
    /// The entrepreneur says: I was not helped.
    Reopen,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The firm was helped.
    Helped,
    /// The firm was spoken to, but could not be helped.
    NotHelped(NotHelped),
    /// The firm could not be reached.
    NotReachable,
    /// The entrepreneur no longer asks it.
    TakenBack,
}

/// Why a firm could not be helped. Together these are the unanswered demand of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotHelped {
    /// Nobody offers this.
    NoSupportExists,
    /// What there is, is not for this firm.
    ConditionsNotMet,
    /// What there is, is full or spent.
    NoRoom,
    /// It belongs outside the region, and was shown the way.
    OutsideRegion,
}

/// Where a case stands: on its own, or as a double of another question of the same firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseStanding {
    /// On its own.
    Own(Course<CaseState, Outcome>),
    /// Joined: the owner, the date and the outcome are those of the leading case.
    Joined {
        /// The leading case.
        lead: CaseId,
        /// Where it stood, for when they are separated.
        parked: Standing<CaseState>,
    },
}

/// That two cases were joined; kept after they are separated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The other case.
    pub other: CaseId,
    /// Whether this one leads.
    pub leads: bool,
    /// Since when.
    pub from: DateTime,
    /// Until when, when they were separated.
    pub until: Option<DateTime>,
}

/// What holds a firm back, from a short intake (source 003, 2R). Recorded and reported; it never changes who is helped,
/// and no rule of this crate reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Situation {
    /// Niet weten: not aware of how to go about it.
    NotAware,
    /// Niet willen: not ready to.
    NotWilling,
    /// Niet kunnen: not able to.
    NotAble,
}

/// Where a firm stands among others (source 003, 2R). Recorded and reported only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Segment {
    /// Koploper.
    FrontRunner,
    /// Peloton.
    Follower,
}

/// Who may open a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// The front door, those who have to answer or accepted, and the process director.
    Ordinary,
    /// The front door and those who accepted. For early signals.
    Confidential,
}

/// A step of the firm from idea to market, with what supported it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// When it was recorded.
    pub at: DateTime,
    /// Code of `phases`: where the firm is now.
    pub phase: Code,
    /// The support that helped it there, an instrument or facility of the pack.
    pub support: Option<Code>,
}

/// Support that the firm got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportGiven {
    /// When it was recorded.
    pub at: DateTime,
    /// The instrument or facility of the pack.
    pub support: Code,
    /// Money or guidance.
    pub kind: SupportKind,
    /// How much money, whole euro cents; nothing for guidance.
    pub cents: Option<u64>,
}

/// Money or guidance: source 000 asks for «(financiële) ondersteuning en begeleiding» of firms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupportKind {
    /// Money.
    Financial,
    /// Guidance.
    Guidance,
}

/// What the entrepreneur says of the help afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// When.
    pub at: DateTime,
    /// Whether it was useful.
    pub useful: bool,
}

/// That a case went to the process director, or stayed with the front door for want of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// When.
    pub at: DateTime,
    /// What the pack says of the process director.
    pub director: Director,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Which one.
    pub id: CaseId,
    /// Whose question.
    pub firm: FirmRef,
    /// The question in the words of the entrepreneur, kept elsewhere.
    pub question: TextRef,
    /// Where it came in.
    pub origin: Origin,
    /// When it was asked; every clock runs from here.
    pub asked_at: DateTime,
    /// The last day on which the promise can be kept.
    pub promised_by: Date,
    /// What it asks for.
    pub need: Need,
    /// What a receiver is told of it, kept elsewhere; the entrepreneur reads it too.
    pub summary: Option<TextRef>,
    /// The one front door, and why that one.
    pub door: Door,
    /// Who may open it.
    pub visibility: Visibility,
    /// Where it stands.
    pub standing: CaseStanding,
    /// Who was asked.
    pub referrals: Vec<Referral>,
    /// After which referral the chain begins: a reopened case starts a new one.
    pub chain_from: ReferralNumber,
    /// Every contact.
    pub contacts: Vec<Contact>,
    /// Consent, and what was shown.
    pub consent: ConsentBook,
    /// With which cases it is or was joined.
    pub joins: Vec<Join>,
    /// When it went to the process director.
    pub escalations: Vec<Escalation>,
    /// What holds the firm back.
    pub situation: Option<Situation>,
    /// Front-runner or follower.
    pub segment: Option<Segment>,
    /// From idea to market.
    pub journey: Vec<Milestone>,
    /// What the firm got.
    pub supported: Vec<SupportGiven>,
    /// What the entrepreneur says of it.
    pub ratings: Vec<Rating>,
    /// How often the entrepreneur said: I was not helped.
    pub reopened_at: Vec<DateTime>,
    /// Number of the last event that it took in.
    pub events: u32,
    /// Events that did not fit: of another case, out of order, or about something that is not there. Always 0 for what
    /// `decide` made.
    pub misfits: u32,
}

const ASKED: Place<CaseState> = Place::Open(CaseState::Asked);
const REFERRED: Place<CaseState> = Place::Open(CaseState::Referred);
const IN_HAND: Place<CaseState> = Place::Open(CaseState::InHand);
const ESCALATED: Place<CaseState> = Place::Open(CaseState::Escalated);
const ENDED: Place<CaseState> = Place::Ended;

/// One rule of the case.
const fn rule(
    from: Place<CaseState>,
    action: CaseAction,
    by: &'static [Role],
    to: &'static [Place<CaseState>],
) -> Rule<CaseState, CaseAction> {
    Rule { from, action, by, to }
}

const OWNER: &[Role] = &[Role::Responsible];
const HELPERS: &[Role] = &[Role::Responsible, Role::Receiver];
const STEERS: &[Role] = &[Role::Responsible, Role::Director];
const RECEIVER: &[Role] = &[Role::Receiver];
const ENDERS: &[Role] = &[Role::Responsible, Role::Entrepreneur];
const TIME: &[Role] = &[Role::Time];

/// The process of a case.
pub const CASE: Process<CaseState, CaseAction> = Process {
    name: "case",
    first: CaseState::Asked,
    states: &[CaseState::Asked, CaseState::Referred, CaseState::InHand, CaseState::Escalated],
    rules: &[
        rule(ASKED, CaseAction::Contact, OWNER, &[ASKED, IN_HAND]),
        rule(ASKED, CaseAction::Refer, OWNER, &[REFERRED]),
        rule(ASKED, CaseAction::Overdue, TIME, &[ASKED, ESCALATED]),
        rule(ASKED, CaseAction::Escalate, STEERS, &[ESCALATED]),
        rule(ASKED, CaseAction::End, ENDERS, &[ENDED]),
        rule(REFERRED, CaseAction::Contact, HELPERS, &[REFERRED]),
        rule(REFERRED, CaseAction::Refer, OWNER, &[REFERRED]),
        rule(REFERRED, CaseAction::Accept, RECEIVER, &[IN_HAND]),
        rule(REFERRED, CaseAction::Refuse, RECEIVER, &[REFERRED, ESCALATED]),
        rule(REFERRED, CaseAction::Close, RECEIVER, &[REFERRED, ESCALATED]),
        rule(REFERRED, CaseAction::Lapse, TIME, &[REFERRED, ESCALATED]),
        rule(REFERRED, CaseAction::Escalate, STEERS, &[ESCALATED]),
        rule(REFERRED, CaseAction::End, ENDERS, &[ENDED]),
        rule(IN_HAND, CaseAction::Contact, HELPERS, &[IN_HAND]),
        rule(IN_HAND, CaseAction::Plan, OWNER, &[IN_HAND]),
        rule(IN_HAND, CaseAction::Refer, OWNER, &[REFERRED]),
        rule(IN_HAND, CaseAction::Accept, RECEIVER, &[IN_HAND]),
        rule(IN_HAND, CaseAction::Refuse, RECEIVER, &[IN_HAND]),
        rule(IN_HAND, CaseAction::Close, RECEIVER, &[IN_HAND, ASKED, REFERRED, ESCALATED, ENDED]),
        rule(IN_HAND, CaseAction::Lapse, TIME, &[IN_HAND, REFERRED, ESCALATED]),
        rule(IN_HAND, CaseAction::Overdue, TIME, &[IN_HAND, ESCALATED]),
        rule(IN_HAND, CaseAction::Escalate, STEERS, &[ESCALATED]),
        rule(IN_HAND, CaseAction::End, ENDERS, &[ENDED]),
        rule(ESCALATED, CaseAction::Contact, OWNER, &[ESCALATED, IN_HAND]),
        rule(ESCALATED, CaseAction::Accept, RECEIVER, &[IN_HAND]),
        rule(ESCALATED, CaseAction::Plan, OWNER, &[ESCALATED]),
        rule(ESCALATED, CaseAction::Refer, OWNER, &[REFERRED]),
        rule(ESCALATED, CaseAction::Overdue, TIME, &[ESCALATED]),
        rule(ESCALATED, CaseAction::End, ENDERS, &[ENDED]),
        rule(ENDED, CaseAction::Reopen, &[Role::Entrepreneur], &[ASKED]),
    ],
};

impl Case {
    /// Where it stands on its own; none while it is joined to another.
    pub fn course(&self) -> Option<&Course<CaseState, Outcome>> {
        match &self.standing {
            CaseStanding::Own(course) => Some(course),
            CaseStanding::Joined { .. } => None,
        }
    }

    /// State, owner and date, while it is open and on its own.
    pub fn open(&self) -> Option<&Standing<CaseState>> {
        self.course().and_then(Course::standing)
    }

    /// The case that it follows, while it is joined.
    pub fn lead(&self) -> Option<CaseId> {
        match self.standing {
            CaseStanding::Joined { lead, .. } => Some(lead),
            CaseStanding::Own(_) => None,
        }
    }

    /// The cases that follow it now.
    pub fn followers(&self) -> impl Iterator<Item = CaseId> {
        self.joins.iter().filter(|it| it.leads && it.until.is_none()).map(|it| it.other)
    }

    /// The day after which time moves something in it: its own date, or that of a referral. None when it has ended or
    /// is joined.
    pub fn next_date(&self) -> Option<Date> {
        let own = self.open()?.due;
        Some(self.referrals.iter().filter_map(Referral::due).fold(own, Date::min))
    }

    /// A referral by number.
    pub fn referral(&self, number: ReferralNumber) -> Option<&Referral> {
        self.referrals.iter().find(|it| it.number == number)
    }

    /// The referrals of the present chain.
    pub fn chain(&self) -> impl Iterator<Item = &Referral> {
        self.referrals.iter().filter(|it| it.number > self.chain_from)
    }

    /// How many organisations have had it in turn in the present chain.
    pub fn chain_length(&self) -> u32 {
        self.chain().map(|it| it.step).max().unwrap_or(0)
    }

    /// Who cannot be asked any more: everybody who was asked, ever, the front door, and who is responsible now.
    pub fn already_asked(&self) -> BTreeSet<OrganisationId> {
        let mut asked: BTreeSet<_> = self.referrals.iter().map(|it| it.receiver.clone()).collect();
        asked.insert(self.door.organisation.clone());
        asked.extend(self.open().map(|it| it.responsible.clone()));
        asked.extend(self.escalations.iter().filter_map(|it| match &it.director {
            Director::One(director) => Some(director.clone()),
            Director::NoneNamed | Director::SeveralNamed => None,
        }));
        asked
    }

    /// When a person first spoke with the entrepreneur.
    pub fn first_answer_at(&self) -> Option<DateTime> {
        self.contacts.iter().filter(|it| it.moment.effect.is_reached()).map(|it| it.at).min()
    }

    /// The moment from which the present attempt counts: the question, or the last time it was reopened.
    pub fn attempt_from(&self) -> DateTime {
        self.reopened_at.last().copied().unwrap_or(self.asked_at)
    }

    /// Whether the organisation may open the case. Facts need consent besides.
    pub fn may_open(&self, organisation: &OrganisationId, director: &Director) -> bool {
        let responsible = self.open().is_some_and(|it| it.responsible == *organisation);
        let had_it = self.door.organisation == *organisation;
        let role_in = |it: &Referral| match self.visibility {
            Visibility::Ordinary => it.accepted_at.is_some() || it.course.standing().is_some(),
            Visibility::Confidential => it.accepted_at.is_some(),
        };
        let asked = self.referrals.iter().any(|it| it.receiver == *organisation && role_in(it));
        let directs = *director == Director::One(organisation.clone());
        let by_role = directs && (self.visibility == Visibility::Ordinary || responsible);
        responsible || had_it || asked || by_role
    }
}
