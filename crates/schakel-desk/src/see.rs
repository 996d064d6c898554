//! What people see of a case: the entrepreneur all of it, an organisation what it may, a receiver with a link its referral.
//! Showing what needs consent is written down as it is shown.

use std::collections::BTreeSet;

use schakel_casework::{
    Actor, Case, CaseId, Code, Command, FirmRef, OrganisationId, PersonRef, Purpose, ReferralNumber, TextRef, decide,
};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::firms::{Firm, FirmDetails};
use schakel_store::tables::links::ReferralLink;
use schakel_store::tables::people::Account;
use schakel_store::tables::posts::{Author, DocumentRow, PostRow};
use schakel_store::{Digest, Statements, StoreError, tables};
use schakel_time::DateTime;

use crate::desk::{CONTACT, Desk, case, may_open, take_in, with_moment};
use crate::error::DeskError;
use crate::region::Region;
use crate::told::Told;

/// A case as somebody may see it.
#[derive(Clone, Debug)]
pub struct CaseSheet {
    /// The case.
    pub case: Case,
    /// The words and details of the entrepreneur, when they may be seen.
    pub details: DetailsShown,
    /// The summary for receivers.
    pub summary: Option<String>,
    /// Messages.
    pub posts: Vec<Post>,
    /// Documents, without their content.
    pub documents: Vec<DocumentRow>,
    /// Whether the reader is sure to be who they seem: an entrepreneur may have typed the address of somebody else's firm.
    pub is_proven: bool,
}

/// The words and details of the entrepreneur.
#[derive(Clone, Debug)]
pub enum DetailsShown {
    /// They may be seen.
    Shown {
        /// The question in their own words; nothing once it is erased.
        question: Option<String>,
        /// The firm, with those facts only that may be seen.
        firm: Box<Firm>,
        /// The people of the firm.
        people: Vec<Account>,
    },
    /// The entrepreneur has not consented; only the need in codes may be seen.
    NeedsConsent,
}

/// A message in a case.
pub type Post = PostRow;

impl Desk {
    /// The case of an entrepreneur's own link.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is none, or its last day is past.
    pub fn own_case(&self, link: Digest, now: DateTime) -> Result<CaseSheet, DeskError> {
        self.store.read(|statements| {
            let link = tables::links::case_of(statements, link, now.date())?.ok_or(DeskError::NotFound)?;
            let case = case(statements, link.case)?;
            let mut sheet = own_sheet(statements, case)?;
            if let DetailsShown::Shown { firm, people, .. } = &mut sheet.details
                && !link.is_proven
            {
                firm.details = FirmDetails { facts: "{}".to_owned(), ..FirmDetails::default() };
                people.clear();
            }
            sheet.is_proven = link.is_proven;
            Ok(sheet)
        })
    }

    /// A case of a firm, for an entrepreneur who signed in.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it is not theirs.
    pub fn case_of_firm(&self, id: CaseId, firm: FirmRef) -> Result<CaseSheet, DeskError> {
        self.store.read(|statements| {
            let case = case(statements, id)?;
            if case.firm == firm { own_sheet(statements, case) } else { Err(DeskError::NotFound) }
        })
    }

    /// A case as an organisation may see it. What it sees under a consent is written down, once a day for each person.
    /// An organisation that may not open it is told that it is not there, and the journal shows the attempt.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it may not open the case.
    pub fn sheet(
        &self,
        id: CaseId,
        organisation: &OrganisationId,
        person: Option<PersonRef>,
        now: DateTime,
    ) -> Result<CaseSheet, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        let reader = organisation.clone();
        // Most openings show nothing new: those need no writing.
        let seen = self.store.read(|statements| {
            let case = case(statements, id)?;
            if !may_open(statements, &region, &case, &reader)? {
                return Err(DeskError::NotFound);
            }
            if to_show(&case, &reader, person, Purpose::Help, now).is_some() {
                return Ok(None);
            }
            sheet(statements, &region, case, &reader).map(Some)
        });
        match seen {
            Ok(Some(sheet)) => Ok(sheet),
            Ok(None) => self.store.write(move |statements| {
                let case = case(statements, id)?;
                let case = show(statements, &region, case, &reader, person, Purpose::Help, now)?;
                // Time was done first: it may have taken the case from the reader.
                if !may_open(statements, &region, &case, &reader)? {
                    return Err(DeskError::NotFound);
                }
                sheet(statements, &region, case, &reader)
            }),
            Err(DeskError::NotFound) => {
                if let Ok(route) = Code::new("case") {
                    self.record_attempt(Some(id), person, &route, now)?;
                }
                Err(DeskError::NotFound)
            }
            Err(error) => Err(error),
        }
    }

    /// What the link of a receiver without an account leads to. Opening it is written down.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a link that never was; [`DeskError::LinkOver`] for one that expired or was replaced, and
    /// when the referral was refused or is no longer needed.
    pub fn referral(&self, link: Digest, now: DateTime) -> Result<(ReferralLink, CaseSheet), DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| {
            let link = open_link(statements, link, now)?;
            let opened = Code::new("opened").ok().map(|what| Entry::Link {
                case: link.case,
                referral: Some(link.referral),
                what,
            });
            append(statements, now, opened.as_slice())?;
            let case = case(statements, link.case)?;
            let referral = case.referral(link.referral).ok_or(DeskError::LinkOver)?;
            if referral.is_silent() {
                // A late yes is welcome, but what others are told now is not for this receiver.
                return Ok((link, finished(statements, case, DetailsShown::NeedsConsent, Reads::Nothing)?));
            }
            if referral.accepted_at.is_none() && referral.course.standing().is_none() {
                return Err(DeskError::LinkOver);
            }
            let case = show(statements, &region, case, &link.organisation, None, Purpose::Help, now)?;
            let sheet = sheet(statements, &region, case, &link.organisation)?;
            Ok((link, sheet))
        })
    }

    /// Carries out what a receiver does through a link.
    ///
    /// # Errors
    /// As for opening the link, and as the process refuses.
    pub fn act_by_link(
        &self,
        link: Digest,
        command: impl FnOnce(ReferralNumber) -> Command + Send + 'static,
        now: DateTime,
    ) -> Result<Case, DeskError> {
        let found = self.store.read(|statements| open_link(statements, link, now))?;
        let by = Actor::Organisation { organisation: found.organisation, person: None };
        self.act(found.case, command(found.referral), by, now, None)
    }

    /// Asks for a new link in the place of an expired one. It goes to the address of the organisation, never to whoever
    /// asks.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a link that never was.
    pub fn refresh_link(&self, link: Digest, now: DateTime) -> Result<(), DeskError> {
        self.store.write(move |statements| {
            let old = tables::links::referral_of(statements, link)?.ok_or(DeskError::NotFound)?;
            let what = Code::new("refresh-asked").ok();
            let entry = what.map(|what| Entry::Link { case: old.case, referral: Some(old.referral), what });
            append(statements, now, entry.as_slice())?;
            let new = tables::outbox::NewMessage {
                // At most one a day, so that nobody can fill a mailbox with an old link.
                once: format!("link-{}-{}-{}", old.case, old.referral, now.date()),
                case: Some(old.case),
                reader: tables::outbox::Reader::Organisation(old.organisation),
                message: &Told::ReferralLink(old.referral),
                try_after: now,
            };
            tables::outbox::add(statements, &new, now)?;
            Ok(())
        })
    }

    /// Writes a message in a case, and tells the other side.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the case is not theirs; the journal shows the attempt of an organisation.
    pub fn write(&self, id: CaseId, by: &Actor, words: String, now: DateTime) -> Result<(), DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        let attempt = self.attempt(id, by, "write");
        let by = by.clone();
        let done = self.store.write(move |statements| {
            let case = case(statements, id)?;
            let (author, reader) = side(statements, &region, &case, &by)?;
            let last = tables::posts::of_case(statements, id)?.pop();
            if last.is_some_and(|it| it.author == author && it.words.as_deref() == Some(&*words)) {
                // The same form twice: it was written once.
                return Ok(());
            }
            let erase_after = region.keep_until(now.date());
            let text = tables::words::keep(statements, Some(id), "post", &words, now, erase_after)?;
            let post = tables::posts::add(statements, id, &author, text, now)?;
            let new = tables::outbox::NewMessage {
                once: format!("post-{post}"),
                case: Some(id),
                reader,
                message: &Told::Written,
                try_after: now,
            };
            tables::outbox::add(statements, &new, now)?;
            Ok(())
        });
        self.note_attempt(done, attempt, now)
    }
}

/// Who writes in a case, and who is told of it.
pub(crate) fn side(
    statements: &mut dyn Statements,
    region: &Region,
    case: &Case,
    by: &Actor,
) -> Result<(Author, tables::outbox::Reader), DeskError> {
    match by {
        Actor::Entrepreneur(firm) if case.firm == *firm => {
            let responsible = case.open().map_or(&case.door.organisation, |it| &it.responsible);
            Ok((Author::default(), tables::outbox::Reader::Organisation(responsible.clone())))
        }
        Actor::Organisation { organisation, person } if may_open(statements, region, case, organisation)? => {
            let author = Author { organisation: Some(organisation.clone()), account: *person };
            Ok((author, tables::outbox::Reader::Firm(case.firm)))
        }
        _ => Err(DeskError::NotFound),
    }
}

/// The link of a receiver, when it still holds.
fn open_link(statements: &mut dyn Statements, link: Digest, now: DateTime) -> Result<ReferralLink, DeskError> {
    let found = tables::links::referral_of(statements, link)?.ok_or(DeskError::NotFound)?;
    if found.ended_at.is_some() || found.expires_on < now.date() { Err(DeskError::LinkOver) } else { Ok(found) }
}

/// Everything, for the entrepreneur.
pub(crate) fn own_sheet(statements: &mut dyn Statements, case: Case) -> Result<CaseSheet, DeskError> {
    let details = details(statements, &case, None)?;
    finished(statements, case, details, Reads::All)
}

/// What an organisation may see: all of it at the counter, and the consented part elsewhere.
pub(crate) fn sheet(
    statements: &mut dyn Statements,
    region: &Region,
    case: Case,
    organisation: &OrganisationId,
) -> Result<CaseSheet, DeskError> {
    let director = region.directory(statements)?.director(case.need.municipality.as_ref());
    let at_counter = case.door.organisation == *organisation
        || director == schakel_casework::Director::One(organisation.clone())
            && case.open().is_some_and(|it| it.responsible == *organisation);
    let details = if at_counter {
        details(statements, &case, None)?
    } else {
        match case.consent.permitted(organisation, Purpose::Help) {
            Some(facts) => details(statements, &case, Some(&facts))?,
            None => DetailsShown::NeedsConsent,
        }
    };
    let all = at_counter || case.consent.permitted(organisation, Purpose::Help).is_some_and(|it| has_contact(&it));
    let reads = if all { Reads::All } else { Reads::Own(organisation) };
    finished(statements, case, details, reads)
}

/// Which messages and documents somebody reads: they are in the words of the entrepreneur, as the question is.
enum Reads<'a> {
    All,
    Own(&'a OrganisationId),
    Nothing,
}

impl Reads<'_> {
    fn allows(&self, author: &Author) -> bool {
        match self {
            Reads::All => true,
            Reads::Own(organisation) => author.organisation.as_ref() == Some(organisation),
            Reads::Nothing => false,
        }
    }
}

fn has_contact(facts: &BTreeSet<Code>) -> bool {
    facts.iter().any(|it| it.as_str() == CONTACT)
}

fn finished(
    statements: &mut dyn Statements,
    case: Case,
    details: DetailsShown,
    reads: Reads<'_>,
) -> Result<CaseSheet, DeskError> {
    let may_see = matches!(details, DetailsShown::Shown { .. });
    let summary = match case.summary.filter(|_| may_see) {
        Some(text) => tables::words::read(statements, text)?,
        None => None,
    };
    let mut posts = tables::posts::of_case(statements, case.id)?;
    posts.retain(|it| reads.allows(&it.author));
    let mut documents = tables::posts::documents_of(statements, case.id)?;
    documents.retain(|it| reads.allows(&it.author));
    Ok(CaseSheet { case, details, summary, posts, documents, is_proven: true })
}

/// The words and details of the entrepreneur; of the facts only those that may be seen.
fn details(
    statements: &mut dyn Statements,
    case: &Case,
    permitted: Option<&BTreeSet<Code>>,
) -> Result<DetailsShown, StoreError> {
    let Some(mut firm) = tables::firms::read(statements, case.firm)? else {
        return Err(StoreError::damaged("the firm of a case"));
    };
    let has = |code: &str| permitted.is_none_or(|facts| facts.iter().any(|it| it.as_str() == code));
    if permitted.is_some() {
        let facts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&firm.details.facts).unwrap_or_default();
        let seen: serde_json::Map<_, _> = facts.into_iter().filter(|(code, _)| has(code)).collect();
        firm.details.facts = serde_json::Value::Object(seen).to_string();
    }
    if !has(CONTACT) {
        firm.details.kvk_number = None;
        firm.details.name = None;
        return Ok(DetailsShown::Shown { question: None, firm: Box::new(firm), people: Vec::new() });
    }
    let question = tables::words::read(statements, TextRef(case.question.0))?;
    let people = tables::people::of_firm(statements, case.firm)?;
    Ok(DetailsShown::Shown { question, firm: Box::new(firm), people })
}

/// What this person would see for the first time today under a consent.
pub(crate) fn to_show(
    case: &Case,
    organisation: &OrganisationId,
    person: Option<PersonRef>,
    purpose: Purpose,
    now: DateTime,
) -> Option<BTreeSet<Code>> {
    let permitted = case.consent.permitted(organisation, purpose)?;
    let seen_today = case.consent.disclosures.iter().any(|it| {
        let same_reader = it.receiver == *organisation && it.person == person;
        same_reader && it.purpose == purpose && it.at.date() == now.date() && it.facts == permitted
    });
    (!seen_today).then_some(permitted)
}

/// Writes down what this person sees of a case under a consent for a purpose, once a day.
pub(crate) fn show(
    statements: &mut dyn Statements,
    region: &Region,
    case: Case,
    organisation: &OrganisationId,
    person: Option<PersonRef>,
    purpose: Purpose,
    now: DateTime,
) -> Result<Case, DeskError> {
    let Some(facts) = to_show(&case, organisation, person, purpose, now) else { return Ok(case) };
    let by = Actor::Organisation { organisation: organisation.clone(), person };
    let command = Command::Show { purpose, facts };
    let decision = with_moment(statements, region, now, |moment| decide(&case, &command, by, moment))?;
    take_in(statements, &decision, now)?;
    Ok(decision.case)
}
