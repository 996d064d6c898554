//! The state of a case in one sentence for the entrepreneur, as a key and its arguments. The words, in both languages,
//! live with the portal.

use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::case::{Case, CaseState, Outcome};
use crate::code::{CaseId, OrganisationId, PersonRef};
use crate::directory::Director;
use crate::kernel::Course;
use crate::referral::Referral;

/// One sentence: what happens now, by whom and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "key")]
pub enum Sentence {
    /// The front door reads the question and calls before the date.
    Received {
        /// The front door.
        organisation: OrganisationId,
        /// The last day.
        by: Date,
    },
    /// These organisations were asked; you hear before the date.
    Waiting {
        /// Who was asked.
        asked: Vec<OrganisationId>,
        /// Who answers for it meanwhile.
        organisation: OrganisationId,
        /// The last day.
        by: Date,
    },
    /// This organisation helps you; the next contact is before the date.
    Helped {
        /// Who helps.
        organisation: OrganisationId,
        /// The named person, when known.
        person: Option<PersonRef>,
        /// The last day.
        by: Date,
    },
    /// Nobody took it yet; this organisation finds somebody before the date.
    Searching {
        /// Who searches.
        organisation: OrganisationId,
        /// Whether that is the process director; otherwise the front door keeps it for want of one.
        is_director: bool,
        /// The last day.
        by: Date,
    },
    /// It goes along with another question of yours.
    Together {
        /// The other question.
        lead: CaseId,
    },
    /// It is over.
    Over {
        /// How it ended.
        outcome: Outcome,
        /// When.
        at: DateTime,
    },
}

/// What an entrepreneur reads above everything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateForEntrepreneur {
    /// The sentence.
    pub sentence: Sentence,
    /// Since when it is late: the day on which the promise ended, when nobody has spoken with you by then. Said, never
    /// hidden.
    pub late_since: Option<Date>,
}

/// The state of a case in one sentence, as on a day.
pub fn state_for_entrepreneur(case: &Case, on: Date) -> StateForEntrepreneur {
    let sentence = match case.course() {
        None => Sentence::Together { lead: case.lead().unwrap_or(case.id) },
        Some(Course::Ended { outcome, at }) => Sentence::Over { outcome: *outcome, at: *at },
        Some(Course::Open(open)) => {
            let (organisation, by) = (open.responsible.clone(), open.due);
            match open.state {
                CaseState::Asked => Sentence::Received { organisation, by },
                CaseState::Referred => {
                    let waiting = case.referrals.iter().filter(|it| it.is_waiting());
                    Sentence::Waiting { asked: waiting.map(|it| it.receiver.clone()).collect(), organisation, by }
                }
                CaseState::InHand => Sentence::Helped { person: person(case, &organisation), organisation, by },
                CaseState::Escalated => {
                    let last = case.escalations.last().map(|it| &it.director);
                    Sentence::Searching { is_director: matches!(last, Some(Director::One(_))), organisation, by }
                }
            }
        }
    };
    let unheard = case.open().is_some() && case.first_answer_at().is_none();
    StateForEntrepreneur { sentence, late_since: (unheard && on > case.promised_by).then_some(case.promised_by) }
}

/// The named person of an organisation: who accepted, or who spoke last.
fn person(case: &Case, organisation: &OrganisationId) -> Option<PersonRef> {
    let own = |it: &&Referral| it.receiver == *organisation && it.is_accepted();
    let named = case.referrals.iter().find(own).and_then(|it| it.person);
    let spoke = case.contacts.iter().rev().find(|it| it.organisation == *organisation);
    named.or_else(|| spoke.and_then(|it| it.person))
}
