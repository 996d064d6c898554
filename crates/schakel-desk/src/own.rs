//! What goes with a question besides its process: who will get it before it is sent, what happened since, documents, and
//! its link mailed again.

use schakel_casework::{
    Actor, Case, CaseId, Change, Choice, Code, Door, Event, Field, FirmRef, OrganisationId, PersonRef, choose,
};
use schakel_store::journal::{Entry, about, case_subject, entry};
use schakel_store::tables::outbox::{NewMessage, Reader};
use schakel_store::tables::posts::{Author, DocumentRow};
use schakel_store::{Statements, StoreError, tables};
use schakel_time::{Date, DateTime};

use crate::desk::{Desk, case, may_open};
use crate::error::DeskError;
use crate::see::{own_sheet, sheet, side};
use crate::told::Told;

/// Who gets a question, and what the region promises, before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The one front door, and why that one.
    pub door: Door,
    /// The people of the front door who are there today, by name.
    pub people: Vec<String>,
    /// The last day on which the front door reacts.
    pub answer_by: Date,
    /// The last day on which somebody has spoken with the entrepreneur.
    pub promised_by: Date,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub event: Event,
    /// The name of the person in it, when known.
    pub person: Option<String>,
}

/// A document as it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// Name of the file.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// What is in it.
    pub content: Vec<u8>,
}

impl Desk {
    /// Who would get a question that is asked now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn promise(&self, municipality: Option<&Code>, now: DateTime) -> Result<Promise, DeskError> {
        self.store.read(|statements| {
            let door = self.region.directory(statements)?.front_door(municipality);
            let people = people_there(statements, &door.organisation, now.date())?;
            let answer_by = self.region.policy.answer_by(now, now.date());
            Ok(Promise { door, people, answer_by, promised_by: self.region.policy.promised_by(now) })
        })
    }

    /// Who can be asked for a case now, best first, and who cannot and why.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn choice(&self, case: &Case, now: DateTime) -> Result<Choice, DeskError> {
        self.store.read(|statements| {
            let directory = self.region.directory(statements)?;
            let staffing = tables::absences::staffing(statements, now.date())?;
            let policy = &self.region.policy;
            let field = Field {
                directory: &directory,
                staffing: &staffing,
                already_asked: &case.already_asked(),
                on: now.date(),
                answer_by: policy.answer_by(case.attempt_from(), now.date()),
                capacity_of_adviser: policy.firms_per_adviser_month,
            };
            Ok(choose(&case.need, &field))
        })
    }

    /// What happened to a case, in order, for those who may see it.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn history(&self, case: CaseId) -> Result<Vec<Happened>, DeskError> {
        self.store.read(|statements| {
            let mut happened = Vec::new();
            for row in about(statements, &case_subject(case))? {
                let Entry::Case(event) = entry(&row)? else { continue };
                let person = match person_in(&event) {
                    Some(person) => name_of(statements, person)?,
                    None => None,
                };
                happened.push(Happened { event: *event, person });
            }
            Ok(happened)
        })
    }

    /// The name of somebody of an organisation, when known.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn name_of(&self, person: PersonRef) -> Result<Option<String>, DeskError> {
        Ok(self.store.read(|statements| name_of(statements, person))?)
    }

    /// The cases of a firm, the newest first.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn cases_of(&self, firm: FirmRef) -> Result<Vec<Case>, DeskError> {
        Ok(self.store.read(|statements| tables::cases::of_firm(statements, firm))?)
    }

    /// Adds a document to a case, and tells the other side. The same document twice is one.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the case is not theirs.
    pub fn add_document(&self, id: CaseId, by: &Actor, document: NewDocument, now: DateTime) -> Result<(), DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        let by = by.clone();
        self.store.write(move |statements| {
            let case = case(statements, id)?;
            let (author, reader) = side(statements, &region, &case, &by)?;
            if is_there(statements, id, &author, &document)? {
                return Ok(());
            }
            let row = DocumentRow { id: 0, author, name: document.name, media_type: document.media_type, made_at: now };
            let erase_after = region.keep_until(now.date());
            let number = tables::posts::add_document(statements, id, &row, &document.content, erase_after)?;
            let new = NewMessage {
                once: format!("document-{number}"),
                case: Some(id),
                reader,
                message: &Told::Written,
                try_after: now,
            };
            tables::outbox::add(statements, &new, now)?;
            Ok(())
        })
    }

    /// A document of a case with its content, for those who may see it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is none, or it is not for whoever asks.
    pub fn document(&self, id: CaseId, number: u64, by: &Actor) -> Result<(DocumentRow, Vec<u8>), DeskError> {
        self.store.read(|statements| {
            let case = case(statements, id)?;
            let seen = match by {
                Actor::Entrepreneur(firm) if case.firm == *firm => own_sheet(statements, case)?,
                Actor::Organisation { organisation, .. }
                    if may_open(statements, &self.region, &case, organisation)? =>
                {
                    sheet(statements, &self.region, case, organisation)?
                }
                _ => return Err(DeskError::NotFound),
            };
            let row = seen.documents.into_iter().find(|it| it.id == number).ok_or(DeskError::NotFound)?;
            let content = tables::posts::content(statements, id, number)?.ok_or(DeskError::NotFound)?;
            Ok((row, content))
        })
    }

    /// Mails the link of a question again, at most once a day: to the address that the firm gave, never to whoever asks.
    /// Answers whether the firm gave one.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn mail_link_again(&self, id: CaseId, firm: FirmRef, now: DateTime) -> Result<bool, DeskError> {
        self.store.write(move |statements| {
            let people = tables::people::of_firm(statements, firm)?;
            if people.iter().all(|it| it.details.email.is_none()) {
                return Ok(false);
            }
            let new = NewMessage {
                once: format!("own-link-{id}-{}", now.date()),
                case: Some(id),
                reader: Reader::Firm(firm),
                message: &Told::OwnLink,
                try_after: now,
            };
            tables::outbox::add(statements, &new, now)?;
            Ok(true)
        })
    }
}

/// The names of the advisers of an organisation who are there on a day.
fn people_there(
    statements: &mut dyn Statements,
    organisation: &OrganisationId,
    day: Date,
) -> Result<Vec<String>, StoreError> {
    let absences = tables::absences::of(statements, organisation, day)?;
    let is_away = |person: Option<PersonRef>| {
        let of_person = |it: &&tables::absences::Absence| it.account.is_none() || it.account == person.map(|it| it.0);
        let on_day = |it: &tables::absences::Absence| it.starts_on <= day && it.ends_on.is_none_or(|end| end >= day);
        absences.iter().filter(of_person).any(on_day)
    };
    let roles = tables::people::staff_of(statements, organisation)?;
    let mut names = Vec::new();
    for held in roles.iter().filter(|it| it.role == ADVISER && !is_away(Some(it.account))) {
        names.extend(name_of(statements, held.account)?);
    }
    Ok(names)
}

/// The role of somebody who helps firms, as `schakel-identity` names it.
const ADVISER: &str = "adviser";

fn name_of(statements: &mut dyn Statements, person: PersonRef) -> Result<Option<String>, StoreError> {
    Ok(tables::people::read(statements, person)?.and_then(|it| it.details.name))
}

/// The person of an organisation in an event.
fn person_in(event: &Event) -> Option<PersonRef> {
    let named = match &event.change {
        Change::Accepted { person, .. } | Change::Contacted { person, .. } | Change::Shown { person, .. } => *person,
        _ => None,
    };
    let by = match &event.by {
        Actor::Organisation { person, .. } => *person,
        Actor::Entrepreneur(_) | Actor::Time => None,
    };
    named.or(by)
}

/// Whether the last document of this author is the same one.
fn is_there(
    statements: &mut dyn Statements,
    case: CaseId,
    author: &Author,
    document: &NewDocument,
) -> Result<bool, StoreError> {
    let rows = tables::posts::documents_of(statements, case)?;
    let Some(last) = rows.iter().rev().find(|it| it.author == *author && it.name == document.name) else {
        return Ok(false);
    };
    Ok(tables::posts::content(statements, case, last.id)?.is_some_and(|content| content == document.content))
}
