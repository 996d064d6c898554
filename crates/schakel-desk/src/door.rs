//! Other doors: a question that the program of another organisation passes on, and how it stands for that organisation. It
//! hears that under a consent of the entrepreneur, and each day on which it looks is written down.

use schakel_casework::{
    Actor, Case, CaseId, Code, OrganisationId, Origin, Purpose, Sentence, StateForEntrepreneur, Visibility,
    state_for_entrepreneur,
};
use schakel_store::journal::Entry;
use schakel_store::tables::passed_on::PassedBefore;
use schakel_store::{Digest, Statements, tables};
use schakel_time::{Date, DateTime};

use crate::ask::{NewQuestion, ask};
use crate::desk::{Desk, case};
use crate::error::DeskError;
use crate::region::Region;
use crate::see::{show, to_show};

/// A question as a door passes it on.
#[derive(Clone, Debug)]
pub struct NewPassedOn {
    /// Which door.
    pub door: OrganisationId,
    /// Digest of the door's own reference.
    pub reference: Digest,
    /// Digest of what is in it.
    pub content: Digest,
    /// The question.
    pub question: NewQuestion,
}

/// What became of a question that a door passes on.
#[derive(Clone, Debug)]
pub enum Passing {
    /// It is a new case.
    New(PassedOn),
    /// It was passed on before; this is how it stands now.
    Before(PassedOn),
    /// Another question was passed on under this reference; nothing changed.
    ReferenceTaken,
}

/// How a question stands, for the door that passed it on: nothing of what the entrepreneur told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOn {
    /// The case.
    pub case: CaseId,
    /// The one front door.
    pub front_door: OrganisationId,
    /// The state in one sentence, as the entrepreneur reads it.
    pub state: StateForEntrepreneur,
    /// Who takes care of it, and the last day; nothing when it is over.
    pub standing: Option<(OrganisationId, Date)>,
    /// The last day on which somebody has spoken with the entrepreneur.
    pub promised_by: Date,
    /// The earlier question of the firm with which it goes along.
    pub joined: Option<Joined>,
}

/// That a question goes along with an earlier one of the same firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Its number, when this door passed that one on as well.
    pub lead: Option<CaseId>,
}

impl Desk {
    /// Takes in a question that a door passes on. The same one under the same reference is one question.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it was asked in the future; [`DeskError::NotFound`] when it was passed on before and the
    /// entrepreneur has taken the consent back.
    pub fn pass_on(&self, new: NewPassedOn, now: DateTime) -> Result<Passing, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| {
            let NewPassedOn { door, reference, content, question } = &new;
            if let Some(before) = tables::passed_on::read(statements, door, *reference)? {
                if before.content != *content {
                    return Ok(Passing::ReferenceTaken);
                }
                return look(statements, &region, before.case, door, now).map(Passing::Before);
            }
            let by = Actor::Organisation { organisation: door.clone(), person: None };
            let asked = ask(statements, &region, question, Some(by), now)?;
            let passed = PassedBefore { content: *content, case: asked.case.id };
            tables::passed_on::add(statements, door, *reference, passed)?;
            look(statements, &region, asked.case.id, door, now).map(Passing::New)
        })
    }

    /// How a question stands that a door passed on. Whoever asks for another is told that it is not there, and the journal
    /// shows the attempt. `id` is nothing for what is no number at all.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the door did not pass it on, or the entrepreneur does not consent to it any more.
    pub fn passed_on(&self, id: Option<CaseId>, door: &OrganisationId, now: DateTime) -> Result<PassedOn, DeskError> {
        let found = id.ok_or(DeskError::NotFound).and_then(|id| self.look(id, door, now));
        let attempt = Code::new("passed-on").ok().map(|route| Entry::Attempt {
            case: id,
            by: None,
            organisation: Some(door.clone()),
            route,
        });
        self.note_attempt(found, attempt, now)
    }

    fn look(&self, id: CaseId, door: &OrganisationId, now: DateTime) -> Result<PassedOn, DeskError> {
        // Most looks show nothing new: those need no writing.
        let seen = self.store.read(|statements| {
            let case = own_case(statements, id, door)?;
            let is_new = to_show(&case, door, None, Purpose::Coordination, now).is_some();
            if is_new { Ok(None) } else { stands(statements, &case, door, now).map(Some) }
        })?;
        if let Some(seen) = seen {
            return Ok(seen);
        }
        let (region, door) = (std::sync::Arc::clone(&self.region), door.clone());
        self.store.write(move |statements| look(statements, &region, id, &door, now))
    }
}

/// How a question stands for the door that passed it on, written down in its history.
fn look(
    statements: &mut dyn Statements,
    region: &Region,
    id: CaseId,
    door: &OrganisationId,
    now: DateTime,
) -> Result<PassedOn, DeskError> {
    let case = own_case(statements, id, door)?;
    let case = show(statements, region, case, door, None, Purpose::Coordination, now)?;
    stands(statements, &case, door, now)
}

/// A case that the door passed on, while the entrepreneur consents that it hears of it.
fn own_case(statements: &mut dyn Statements, id: CaseId, door: &OrganisationId) -> Result<Case, DeskError> {
    let case = case(statements, id)?;
    let consents = case.consent.permitted(door, Purpose::Coordination).is_some();
    if is_from(&case, door) && consents { Ok(case) } else { Err(DeskError::NotFound) }
}

fn is_from(case: &Case, door: &OrganisationId) -> bool {
    matches!(&case.origin, Origin::OtherDoor { organisation, .. } if organisation == door)
}

fn stands(
    statements: &mut dyn Statements,
    case: &Case,
    door: &OrganisationId,
    now: DateTime,
) -> Result<PassedOn, DeskError> {
    let lead = match case.lead() {
        Some(lead) => tables::cases::read(statements, lead)?,
        None => None,
    };
    let joined = lead.as_ref().map(|lead| Joined { lead: is_from(lead, door).then_some(lead.id) });
    let front_door = case.door.organisation.clone();
    let (state, standing) = match &lead {
        // The state of a confidential question is for nobody who may not open it.
        Some(lead) if lead.visibility == Visibility::Confidential => {
            let sentence = Sentence::Received { organisation: front_door.clone(), by: case.promised_by };
            let state = StateForEntrepreneur { sentence, late_since: None };
            (state, Some((front_door.clone(), case.promised_by)))
        }
        lead => {
            let leading = lead.as_ref().unwrap_or(case);
            let standing = leading.open().map(|it| (it.responsible.clone(), it.due));
            (state_for_entrepreneur(leading, now.date()), standing)
        }
    };
    Ok(PassedOn { case: case.id, front_door, state, standing, promised_by: case.promised_by, joined })
}
