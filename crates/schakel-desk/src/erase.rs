//! Erasing what is past its last day, and what somebody asks to erase. What is kept for how long is in `retention`; cases
//! stay as codes and numbers, and the journal says what was erased.

use std::collections::BTreeMap;

use schakel_casework::{CaseId, Code, FirmRef, PersonRef, TextRef};
use schakel_schemes::{Application, ApplicationNumber};
use schakel_store::journal::{Entry, append};
use schakel_store::{Statements, Store, StoreError, tables};
use schakel_time::{Date, DateTime, add_days, subtract_days};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::retention::{DataKind, Term, Terms};

/// How many records of each kind were erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased(pub BTreeMap<DataKind, u64>);

/// What became of a wish to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// Everything of the firm and its people is erased.
    Erased(Erased),
    /// Everything is erased but these applications for a grant and the name of the firm: the law asks to keep for ten years
    /// who got aid on what (Regulation (EU) 2023/2831, article 6(3); GDPR, article 17(3)(b)).
    ErasedBut(Erased, Vec<ApplicationNumber>),
    /// These questions are open: end them first.
    StillOpen(Vec<CaseId>),
    /// These applications for a grant are open, or a grant on them is: take them back or wait for the end.
    ApplicationsOpen(Vec<ApplicationNumber>),
}

/// Records that are erased in one transaction, so that others can write in between.
const ERASE_MOST: u32 = 200;

impl Desk {
    /// Erases what is past its last day. Call it once a day.
    ///
    /// # Errors
    /// When the database fails; what was erased before stays erased.
    pub fn erase(&self, now: DateTime) -> Result<Erased, DeskError> {
        Ok(erase_expired(&self.store, &self.region.terms, now)?)
    }

    /// Erases everything of a firm and its people, because they ask it. Not while a question is open: then somebody is
    /// helping them, and the question is ended first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no such firm, or it was erased before.
    pub fn forget_firm(&self, firm: FirmRef, now: DateTime) -> Result<Forgotten, DeskError> {
        let forgotten = self.store.write(move |statements| {
            let known = tables::firms::read(statements, firm)?.filter(|it| it.erased_at.is_none());
            known.ok_or(DeskError::NotFound)?;
            let cases = tables::cases::of_firm(statements, firm)?;
            let open: Vec<CaseId> = cases.iter().filter(|it| it.open().is_some()).map(|it| it.id).collect();
            if !open.is_empty() {
                return Ok(Forgotten::StillOpen(open));
            }
            let applications = of_firm(statements, firm)?;
            let open: Vec<ApplicationNumber> =
                applications.iter().filter(|it| is_open(it)).map(|it| it.number).collect();
            if !open.is_empty() {
                return Ok(Forgotten::ApplicationsOpen(open));
            }
            let mut erased = Erased::default();
            let mut kept = Vec::new();
            for application in applications {
                if application.receipts.is_empty() && application.applicant == firm {
                    tables::application_papers::erase(statements, application.number)?;
                    erased.count(DataKind::Applications, 1);
                } else if !application.receipts.is_empty() {
                    kept.push(application.number);
                }
            }
            erased.count(DataKind::Links, tables::application_links::forget_firm(statements, firm)?);
            for case in cases {
                for text in tables::words::of_case(statements, case.id)? {
                    erase_words(statements, text, now)?;
                    erased.count(DataKind::Words, 1);
                }
                for document in tables::posts::documents_of(statements, case.id)? {
                    erase_document(statements, document.id, now)?;
                    erased.count(DataKind::Documents, 1);
                }
                erased.count(DataKind::Links, tables::links::forget_case(statements, case.id)?);
                erased.count(DataKind::Links, tables::passed_on::forget_case(statements, case.id)?);
                erased.count(DataKind::Outbox, tables::outbox::forget_case(statements, case.id)?);
            }
            if kept.is_empty() {
                erase_firm(statements, firm, now)?;
                erased.count(DataKind::Firms, 1);
                return Ok(Forgotten::Erased(erased));
            }
            for account in tables::people::of_firm(statements, firm)? {
                erase_person(statements, account.id, now)?;
                erased.count(DataKind::Firms, 1);
            }
            Ok::<_, DeskError>(Forgotten::ErasedBut(erased, kept))
        })?;
        self.store.tidy()?;
        Ok(forgotten)
    }
}

/// The applications that a firm made, and those in which it takes part.
fn of_firm(statements: &mut dyn Statements, firm: FirmRef) -> Result<Vec<Application>, StoreError> {
    let all = tables::applications::of_firm(statements, firm)?.into_iter().map(|it| it.application);
    Ok(all.filter(|it| it.participants().any(|participant| participant == firm)).collect())
}

/// Whether something still has to happen with it: a decision, a time for objection, or the account of a grant.
fn is_open(application: &Application) -> bool {
    let grant = application.grant.as_ref().and_then(|it| it.course.standing());
    application.course.standing().is_some() || grant.is_some()
}

impl Erased {
    /// Everything together.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    fn count(&mut self, kind: DataKind, records: u64) {
        if records > 0 {
            let sum = self.0.entry(kind).or_default();
            *sum = sum.saturating_add(records);
        }
    }
}

/// Erases what is past its last day, also where nobody keeps a counter.
///
/// # Errors
/// When the database fails; what was erased before stays erased.
pub fn erase_expired(store: &Store, terms: &Terms, now: DateTime) -> Result<Erased, StoreError> {
    let mut erased = Erased::default();
    for kind in DataKind::ALL {
        let Some(ended_before) = kind.term(terms).ended_before(now.date()) else { continue };
        loop {
            let records = store.write(move |statements| erase_some(statements, kind, ended_before, now))?;
            erased.count(kind, records);
            if records < u64::from(ERASE_MOST) {
                break;
            }
        }
    }
    let facts = erase_old_facts(store, terms, now)?;
    erased.count(DataKind::Firms, facts);
    if erased.total() > 0 {
        store.tidy()?;
    }
    Ok(erased)
}

/// Erases some of a kind, and answers how many; fewer than [`ERASE_MOST`] when that was all.
fn erase_some(
    statements: &mut dyn Statements,
    kind: DataKind,
    ended_before: Date,
    now: DateTime,
) -> Result<u64, StoreError> {
    let today = now.date();
    let midnight = ended_before.at(0, 0, 0, 0);
    match kind {
        DataKind::Words => {
            let texts = tables::words::expired(statements, today, ended_before, ERASE_MOST)?;
            each(statements, &texts, |statements, text| erase_words(statements, *text, now))
        }
        DataKind::Documents => {
            let documents = tables::posts::expired_documents(statements, today, ended_before, ERASE_MOST)?;
            each(statements, &documents, |statements, id| erase_document(statements, *id, now))
        }
        DataKind::Firms => {
            let firms = tables::firms::expired(statements, today, ended_before, ERASE_MOST)?;
            let alone = tables::people::expired_without_firm(statements, today, ERASE_MOST)?;
            let people = each(statements, &alone, |statements, person| erase_person(statements, *person, now))?;
            Ok(each(statements, &firms, |statements, firm| erase_firm(statements, *firm, now))?.max(people))
        }
        DataKind::Applications => {
            let applications = tables::application_papers::expired(statements, ended_before, ERASE_MOST)?;
            each(statements, &applications, |statements, number| {
                tables::application_papers::erase(statements, *number)?;
                written(statements, "application", number.0, now)
            })
        }
        DataKind::Staff => {
            let people = tables::people::staff_closed_before(statements, ended_before, ERASE_MOST)?;
            each(statements, &people, |statements, person| erase_person(statements, *person, now))
        }
        // What has no number of its own, or says nothing by itself, is not written down one by one.
        DataKind::Roadmaps => all(tables::roadmaps::erase_expired(statements, today)?),
        DataKind::CallLists => all(tables::campaigns::erase_expired(statements, today)?),
        DataKind::ContributionSecrets => all(tables::contributions::forget_secrets(statements, ended_before.year())?),
        DataKind::Absences => all(tables::absences::forget(statements, ended_before)?),
        DataKind::Links => {
            let links = tables::links::forget(statements, ended_before)?;
            let links = links.saturating_add(tables::application_links::forget(statements, ended_before)?);
            all(links.saturating_add(tables::passed_on::forget_erased(statements)?))
        }
        DataKind::SignIns => {
            let signed_in = tables::sessions::forget(statements, midnight)?;
            all(signed_in.saturating_add(tables::api_keys::forget(statements, midnight)?))
        }
        DataKind::Outbox => all(tables::outbox::forget(statements, midnight)?),
        DataKind::Forms => all(tables::forms::forget(statements, midnight)?),
        DataKind::Cases | DataKind::Contributions | DataKind::Journal => Ok(0),
    }
}

/// All of a kind were removed in one statement: there is no second round.
#[expect(clippy::unnecessary_wraps, reason = "stands in the place of the others")]
fn all(records: u64) -> Result<u64, StoreError> {
    Ok(records.min(u64::from(ERASE_MOST).saturating_sub(1)))
}

fn each<T>(
    statements: &mut dyn Statements,
    records: &[T],
    mut erase: impl FnMut(&mut dyn Statements, &T) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    for record in records {
        erase(statements, record)?;
    }
    Ok(u64::try_from(records.len()).unwrap_or(u64::MAX))
}

fn erase_words(statements: &mut dyn Statements, text: TextRef, now: DateTime) -> Result<(), StoreError> {
    tables::words::erase(statements, text)?;
    written(statements, "words", text.0, now)
}

fn erase_document(statements: &mut dyn Statements, id: u64, now: DateTime) -> Result<(), StoreError> {
    tables::posts::erase_document(statements, id)?;
    written(statements, "document", id, now)
}

/// The firm, and the people of it.
fn erase_firm(statements: &mut dyn Statements, firm: FirmRef, now: DateTime) -> Result<(), StoreError> {
    for account in tables::people::of_firm(statements, firm)? {
        erase_person(statements, account.id, now)?;
    }
    tables::firms::erase(statements, firm, now)?;
    written(statements, "firm", firm.0, now)
}

fn erase_person(statements: &mut dyn Statements, person: PersonRef, now: DateTime) -> Result<(), StoreError> {
    tables::people::erase(statements, person, now)?;
    written(statements, "account", person.0, now)
}

fn written(statements: &mut dyn Statements, kind: &str, number: u64, now: DateTime) -> Result<(), StoreError> {
    let (Ok(what), Ok(kind)) = (Code::new("erased"), Code::new(kind)) else { return Ok(()) };
    append(statements, now, &[Entry::Personal { what, kind, number }])
}

/// Takes out the answers that the pack keeps shorter than the question. They count from the last question of the firm.
fn erase_old_facts(store: &Store, terms: &Terms, now: DateTime) -> Result<u64, StoreError> {
    let mut erased = 0u64;
    for (fact, days) in &terms.fact_days {
        let Some(question_days) = DataKind::Firms.term(terms).days().filter(|it| days < it) else { continue };
        // Asked on a day, the firm is kept until so many days after it.
        let erase_before = add_days(subtract_days(now.date(), *days), question_days);
        loop {
            let fact = fact.clone();
            let firms = store.write(move |statements| {
                let firms = tables::firms::with_fact(statements, &fact, erase_before, ERASE_MOST)?;
                each(statements, &firms, |statements, firm| {
                    let mut details = firm.details.clone();
                    let mut facts: serde_json::Map<String, serde_json::Value> =
                        serde_json::from_str(&details.facts).unwrap_or_default();
                    facts.shift_remove(&fact);
                    details.facts = serde_json::Value::Object(facts).to_string();
                    tables::firms::change(statements, firm.id, &details, firm.erase_after)?;
                    written(statements, "firm-fact", firm.id.0, now)
                })
            })?;
            erased = erased.saturating_add(firms);
            if firms < u64::from(ERASE_MOST) {
                break;
            }
        }
    }
    Ok(erased)
}

impl Term {
    /// What ended before this day is kept no longer today.
    fn ended_before(self, today: Date) -> Option<Date> {
        Some(subtract_days(today, self.days()?))
    }
}
