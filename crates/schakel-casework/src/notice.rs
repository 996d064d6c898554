//! Who has to be told of an event. What is sent, how and how often lives with the portal and its mail.

use std::collections::BTreeSet;

use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::case::{Case, CaseState, Outcome};
use crate::code::{CaseId, Code, ConsentNumber, FirmRef, OrganisationId, ReferralNumber};
use crate::directory::Director;
use crate::event::{Change, Event, Why};
use crate::kernel::Standing;
use crate::referral::{Handover, Referral, ReferralOutcome};

/// Something to tell somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// About which case.
    pub case: CaseId,
    /// Whom.
    pub to: Recipient,
    /// What.
    pub message: Message,
}

/// Whom to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// The entrepreneur.
    Firm(FirmRef),
    /// An organisation.
    Organisation(OrganisationId),
}

/// What to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// Your question came in; this front door answers before the date.
    Received {
        /// The front door.
        by: OrganisationId,
        /// The last day.
        due: Date,
    },
    /// A question came in at your front door.
    NewQuestion {
        /// The last day to answer or refer.
        due: Date,
    },
    /// You are asked to take a question.
    AskedToTake {
        /// The referral.
        referral: ReferralNumber,
        /// The last day for an answer.
        due: Date,
    },
    /// This organisation was asked to take your question; say whether it may see your facts.
    SomebodyAsked {
        /// Who.
        receiver: OrganisationId,
        /// Whether it saw the summary and the facts to which you consented.
        warm: bool,
    },
    /// This organisation takes your question.
    Accepted {
        /// Who.
        by: OrganisationId,
        /// The last day for the first contact.
        due: Date,
    },
    /// You were too late: the question went on.
    WentOn(ReferralNumber),
    /// You need do nothing any more.
    NoLongerNeeded(ReferralNumber),
    /// Your date passed.
    Reminder {
        /// The new date.
        due: Date,
        /// How often it passed.
        times: u32,
    },
    /// Nobody took this question: it is yours now.
    FindSomebody {
        /// What the pack says of the process director.
        director: Director,
        /// The last day.
        due: Date,
    },
    /// Nobody has taken your question yet; this organisation finds somebody.
    StillSearching {
        /// Who searches.
        by: OrganisationId,
        /// The last day.
        due: Date,
    },
    /// Stop using what you saw; the entrepreneur took the consent back.
    StopUsing {
        /// The consent.
        consent: ConsentNumber,
        /// What was seen under it.
        facts: BTreeSet<Code>,
    },
    /// The entrepreneur says: I was not helped.
    NotHelped,
    /// Your question has ended; say whether it helped.
    Ended(Outcome),
    /// Your questions go on together.
    Joined(CaseId),
    /// Your questions go on apart.
    Separated(CaseId),
}

/// Who has to be told of an event, given the case after it.
pub fn notices(event: &Event, after: &Case) -> Vec<Notice> {
    let firm = || Recipient::Firm(after.firm);
    let receiver = |number: ReferralNumber| {
        let receiver = after.referral(number).map(|it: &Referral| it.receiver.clone());
        receiver.map(Recipient::Organisation)
    };
    let told: Vec<(Option<Recipient>, Message)> = match &event.change {
        Change::Opened(opening) => {
            let (door, due) = (opening.door.organisation.clone(), opening.due);
            vec![
                (Some(firm()), Message::Received { by: door.clone(), due }),
                (Some(Recipient::Organisation(door)), Message::NewQuestion { due }),
            ]
        }
        Change::Referred { referral, receiver, handover, due, .. } => {
            let warm = matches!(handover, Handover::Warm { .. });
            let asked = Message::AskedToTake { referral: *referral, due: *due };
            vec![
                (Some(Recipient::Organisation(receiver.clone())), asked),
                (Some(firm()), Message::SomebodyAsked { receiver: receiver.clone(), warm }),
            ]
        }
        Change::Accepted { referral, due, .. } => match after.referral(*referral) {
            Some(it) => vec![(Some(firm()), Message::Accepted { by: it.receiver.clone(), due: *due })],
            None => Vec::new(),
        },
        Change::ReferralEnded { referral, outcome } => match outcome {
            ReferralOutcome::Silent | ReferralOutcome::Abandoned => {
                vec![(receiver(*referral), Message::WentOn(*referral))]
            }
            ReferralOutcome::Recalled | ReferralOutcome::HandedOn => {
                vec![(receiver(*referral), Message::NoLongerNeeded(*referral))]
            }
            _ => Vec::new(),
        },
        Change::ReferralDue { referral, due, reminders } if *reminders > 0 => {
            vec![(receiver(*referral), Message::Reminder { due: *due, times: *reminders })]
        }
        Change::Stands { standing, why } => owner_told(event, after, standing, *why),
        Change::Withdrawn(consent) => stop_using(after, *consent),
        Change::Ended(outcome) => vec![(Some(firm()), Message::Ended(*outcome))],
        Change::Joined(join) if !join.leads => vec![(Some(firm()), Message::Joined(join.other))],
        Change::Separated { other } if after.lead().is_none() && !leads(after, *other) => {
            vec![(Some(firm()), Message::Separated(*other))]
        }
        _ => Vec::new(),
    };
    told.into_iter().filter_map(|(to, message)| Some(Notice { case: event.case, to: to?, message })).collect()
}

fn owner_told(
    event: &Event,
    after: &Case,
    standing: &Standing<CaseState>,
    why: Why,
) -> Vec<(Option<Recipient>, Message)> {
    let by = standing.responsible.clone();
    let owner = || Some(Recipient::Organisation(standing.responsible.clone()));
    let firm = || Some(Recipient::Firm(after.firm));
    let due = standing.due;
    let by_referral = after.referrals.iter().any(|it| it.receiver == standing.responsible && it.is_accepted());
    match why {
        // A receiver is reminded of its referral already.
        Why::Reminder if !by_referral => vec![(owner(), Message::Reminder { due, times: standing.reminders })],
        Why::Reopened => vec![(owner(), Message::NotHelped), (firm(), Message::Received { by, due })],
        Why::Separated => vec![(owner(), Message::NewQuestion { due })],
        _ => match after.escalations.last() {
            Some(last) if standing.state == CaseState::Escalated && last.at == event.at => {
                let director = last.director.clone();
                vec![(owner(), Message::FindSomebody { director, due }), (firm(), Message::StillSearching { by, due })]
            }
            _ => Vec::new(),
        },
    }
}

/// Everybody who saw something under the consent.
fn stop_using(after: &Case, consent: ConsentNumber) -> Vec<(Option<Recipient>, Message)> {
    let Some(given) = after.consent.consents.iter().find(|it| it.number == consent) else { return Vec::new() };
    let seen: Vec<_> = after.consent.shown_under(consent).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let facts = seen.iter().flat_map(|it| it.facts.intersection(&given.facts)).cloned().collect();
    vec![(Some(Recipient::Organisation(given.receiver.clone())), Message::StopUsing { consent, facts })]
}

fn leads(case: &Case, other: CaseId) -> bool {
    case.joins.iter().rev().find(|it| it.other == other).is_some_and(|it| it.leads)
}
