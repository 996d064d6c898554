//! A lead: one organisation brings a firm or a result of research to another, which has to answer before a date (source
//! 002, section 5: «nieuwe leads en mkb-partners»). A second process on the kernel; referrals of a question live in
//! `referral`.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use schakel_time::{Date, DateTime, add_working_days};
use serde::{Deserialize, Serialize};

use crate::code::{Code, LeadId, OrganisationId};
use crate::command::Refusal;
use crate::kernel::{Course, Place, Process, Role, Rule, Standing};
use crate::policy::Policy;

/// The states of an open lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadState {
    /// The receiver has to answer.
    Sent,
    /// The receiver works on it.
    TakenUp,
}

/// What can happen to a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeadAction {
    /// The receiver takes it up.
    TakeUp,
    /// The receiver does not.
    Decline,
    /// The receiver says what came of it.
    Conclude,
    /// The sender takes it back.
    TakeBack,
    /// The date passed.
    Overdue,
}

/// Something to do with a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadCommand {
    /// Take it up.
    TakeUp,
    /// Not take it up.
    Decline,
    /// Say what came of it.
    Conclude {
        /// Whether a project or partnership came of it.
        partnership: bool,
    },
    /// Take it back.
    TakeBack,
    /// Look whether the date has passed.
    Overdue,
}

/// How a lead ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadOutcome {
    /// A project or partnership came of it.
    Partnership,
    /// Nothing came of it.
    Nothing,
    /// The receiver did not take it up.
    Declined,
    /// The sender took it back.
    TakenBack,
}

/// Something that happened to a lead, for the journal. Events carry their results, as those of a case do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadEvent {
    /// The form.
    pub format: LeadFormat,
    /// Which lead.
    pub lead: LeadId,
    /// When.
    pub at: DateTime,
    /// What changed.
    pub change: LeadChange,
}

/// The form of an event of a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LeadFormat {
    /// The first.
    #[default]
    #[serde(rename = "lead-1")]
    Lead1,
}

/// What changed in a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadChange {
    /// It was sent.
    Sent {
        /// Who sends it.
        sender: OrganisationId,
        /// Who has to answer.
        receiver: OrganisationId,
        /// What it is about: a theme, a project or an instrument of the pack.
        about: Code,
        /// The last day for an answer.
        due: Date,
    },
    /// It stands like this now.
    Stands(Standing<LeadState>),
    /// It ended.
    Ended(LeadOutcome),
}

/// A lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Which one.
    pub id: LeadId,
    /// Who sent it.
    pub sender: OrganisationId,
    /// Who has to answer.
    pub receiver: OrganisationId,
    /// What it is about.
    pub about: Code,
    /// When it was sent.
    pub sent_at: DateTime,
    /// When it was answered.
    pub answered_at: Option<DateTime>,
    /// Where it stands.
    pub course: Course<LeadState, LeadOutcome>,
}

/// Leads from one organisation to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadFlow {
    /// All.
    pub sent: u64,
    /// Taken up, now or before.
    pub taken_up: u64,
    /// Ended in a partnership.
    pub partnerships: u64,
    /// Not answered, and the date has passed.
    pub unanswered: Vec<LeadId>,
}

const SENT: Place<LeadState> = Place::Open(LeadState::Sent);
const TAKEN_UP: Place<LeadState> = Place::Open(LeadState::TakenUp);
const ENDED: Place<LeadState> = Place::Ended;

/// The process of a lead; its receiver is the responsible organisation.
pub const LEAD: Process<LeadState, LeadAction> = Process {
    name: "lead",
    first: LeadState::Sent,
    states: &[LeadState::Sent, LeadState::TakenUp],
    rules: &[
        Rule { from: SENT, action: LeadAction::TakeUp, by: &[Role::Responsible], to: &[TAKEN_UP] },
        Rule { from: SENT, action: LeadAction::Decline, by: &[Role::Responsible], to: &[ENDED] },
        Rule { from: SENT, action: LeadAction::TakeBack, by: &[Role::Sender], to: &[ENDED] },
        Rule { from: SENT, action: LeadAction::Overdue, by: &[Role::Time], to: &[SENT] },
        Rule { from: TAKEN_UP, action: LeadAction::Conclude, by: &[Role::Responsible], to: &[ENDED] },
        Rule { from: TAKEN_UP, action: LeadAction::TakeBack, by: &[Role::Sender], to: &[ENDED] },
        Rule { from: TAKEN_UP, action: LeadAction::Overdue, by: &[Role::Time], to: &[TAKEN_UP] },
    ],
};

/// Sends a lead; the receiver has as long as an organisation that is asked to take a question.
pub fn send_lead(
    lead: LeadId,
    parties: (&OrganisationId, &OrganisationId),
    about: Code,
    now: DateTime,
    policy: &Policy,
) -> LeadEvent {
    let (sender, receiver) = (parties.0.clone(), parties.1.clone());
    let due = add_working_days(now.date(), policy.referral_answer_working_days.get());
    event(lead, now, LeadChange::Sent { sender, receiver, about, due })
}

/// Decides about a lead. An organisation acts; no organisation stands for time.
///
/// # Errors
///
/// [`Refusal::NotAllowed`] when no rule of [`LEAD`] lets this organisation do this now, and when time acts before the
/// date has passed.
pub fn decide_lead(
    lead: &Lead,
    command: LeadCommand,
    by: Option<&OrganisationId>,
    now: DateTime,
    policy: &Policy,
) -> Result<LeadEvent, Refusal> {
    let refused = Refusal::NotAllowed { by: Vec::new() };
    let standing = lead.course.standing().ok_or_else(|| refused.clone())?;
    let role = match by {
        None => Role::Time,
        Some(it) if *it == standing.responsible => Role::Responsible,
        Some(it) if *it == lead.sender => Role::Sender,
        Some(_) => return Err(Refusal::NotAllowed { by: vec![Role::Responsible] }),
    };
    let early = command == LeadCommand::Overdue && !lead.course.is_overdue(now.date());
    if early || !LEAD.allows(lead.course.place(), command.action(), role) {
        return Err(refused);
    }
    let wait = |days: NonZeroU32| add_working_days(now.date(), days.get());
    let change = match command {
        LeadCommand::TakeUp => LeadChange::Stands(Standing {
            state: LeadState::TakenUp,
            due: wait(policy.follow_up_working_days),
            reminders: 0,
            responsible: standing.responsible.clone(),
        }),
        LeadCommand::Overdue => LeadChange::Stands(Standing {
            due: wait(policy.reminder_working_days),
            reminders: standing.reminders.saturating_add(1),
            ..standing.clone()
        }),
        LeadCommand::Decline => LeadChange::Ended(LeadOutcome::Declined),
        LeadCommand::TakeBack => LeadChange::Ended(LeadOutcome::TakenBack),
        LeadCommand::Conclude { partnership: true } => LeadChange::Ended(LeadOutcome::Partnership),
        LeadCommand::Conclude { partnership: false } => LeadChange::Ended(LeadOutcome::Nothing),
    };
    Ok(event(lead.id, now, change))
}

/// The lead after an event; total, as for cases.
pub fn apply_lead(state: Option<Lead>, event: &LeadEvent) -> Option<Lead> {
    match (state, &event.change) {
        (None, LeadChange::Sent { sender, receiver, about, due }) => Some(Lead {
            id: event.lead,
            sender: sender.clone(),
            receiver: receiver.clone(),
            about: about.clone(),
            sent_at: event.at,
            answered_at: None,
            course: Course::Open(Standing {
                state: LeadState::Sent,
                responsible: receiver.clone(),
                due: *due,
                reminders: 0,
            }),
        }),
        (None, _) => None,
        (Some(lead), _) if lead.id != event.lead || lead.course.standing().is_none() => Some(lead),
        (Some(lead), LeadChange::Sent { .. }) => Some(lead),
        (Some(mut lead), LeadChange::Stands(standing)) => {
            if standing.state == LeadState::TakenUp {
                lead.answered_at = lead.answered_at.or(Some(event.at));
            }
            lead.course = Course::Open(standing.clone());
            Some(lead)
        }
        (Some(mut lead), LeadChange::Ended(outcome)) => {
            if *outcome != LeadOutcome::TakenBack {
                lead.answered_at = lead.answered_at.or(Some(event.at));
            }
            lead.course = Course::Ended { outcome: *outcome, at: event.at };
            Some(lead)
        }
    }
}

/// Counts leads per sender and receiver, so that both directions can be compared, and lists those without an answer.
pub fn lead_flows<'a>(
    leads: impl IntoIterator<Item = &'a Lead>,
    on: Date,
) -> BTreeMap<(OrganisationId, OrganisationId), LeadFlow> {
    let mut flows: BTreeMap<_, LeadFlow> = BTreeMap::new();
    for lead in leads {
        let flow = flows.entry((lead.sender.clone(), lead.receiver.clone())).or_default();
        let outcome = lead.course.outcome();
        flow.sent += 1;
        flow.taken_up += u64::from(lead.answered_at.is_some() && outcome != Some(&LeadOutcome::Declined));
        flow.partnerships += u64::from(outcome == Some(&LeadOutcome::Partnership));
        let late = lead.course.standing().is_some_and(|it| it.reminders > 0 || it.due < on);
        if lead.course.place() == SENT && late {
            flow.unanswered.push(lead.id);
        }
    }
    flows
}

impl LeadCommand {
    fn action(self) -> LeadAction {
        match self {
            LeadCommand::TakeUp => LeadAction::TakeUp,
            LeadCommand::Decline => LeadAction::Decline,
            LeadCommand::Conclude { .. } => LeadAction::Conclude,
            LeadCommand::TakeBack => LeadAction::TakeBack,
            LeadCommand::Overdue => LeadAction::Overdue,
        }
    }
}

fn event(lead: LeadId, at: DateTime, change: LeadChange) -> LeadEvent {
    LeadEvent { format: LeadFormat::default(), lead, at, change }
}
