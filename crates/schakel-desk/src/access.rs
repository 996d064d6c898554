//! Everything that is kept of one person, for that person (GDPR, articles 15 and 20): a file for programs, and what the
//! page to print is made of. The names of its fields are Dutch, as those of the API.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schakel_casework::{Case, CaseId, Code, ConsentNumber, FirmRef, OrganisationId, PersonRef, Purpose};
use schakel_schemes::{Application, ApplicationNumber};
use schakel_store::journal::{self, Entry, append};
use schakel_store::tables::outbox::{Queued, Reader};
use schakel_store::tables::people::{Account, AccountKind, RoleHeld};
use schakel_store::{Statements, StoreError, tables};
use schakel_time::{Date, DateTime};
use serde::Serialize;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::told::Told;

/// Everything that is kept of one person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonFile {
    /// When it was made.
    #[serde(rename = "gemaakt_op")]
    pub made_at: DateTime,
    /// What the person told of themselves.
    #[serde(rename = "persoon")]
    pub person: PersonPart,
    /// The firm of an entrepreneur.
    #[serde(rename = "bedrijf")]
    pub firm: Option<FirmPart>,
    /// The roles of somebody of an organisation.
    #[serde(rename = "rollen")]
    pub roles: Vec<RolePart>,
    /// The questions of the firm.
    #[serde(rename = "vragen")]
    pub questions: Vec<QuestionPart>,
    /// The applications of the firm for a grant, those in which it takes part among them.
    #[serde(rename = "aanvragen", skip_serializing_if = "Vec::is_empty")]
    pub applications: Vec<ApplicationPart>,
    /// Mail that was sent, waits or was not wanted.
    #[serde(rename = "mail")]
    pub mail: Vec<MailPart>,
    /// Since when and until when somebody is signed in.
    #[serde(rename = "aanmeldingen")]
    pub sessions: Vec<SessionPart>,
    /// The passkeys with which somebody signs in.
    #[serde(rename = "sleutels")]
    pub passkeys: Vec<PasskeyPart>,
    /// What providers call somebody who signs in there.
    #[serde(rename = "inloggen_elders")]
    pub providers: Vec<ProviderPart>,
    /// What the journal says, in codes and numbers.
    #[serde(rename = "dagboek")]
    pub journal: Vec<JournalPart>,
}

/// What a person told of themselves.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PersonPart {
    #[serde(rename = "nummer")]
    pub number: u64,
    #[serde(rename = "emailadres")]
    pub email: Option<String>,
    #[serde(rename = "naam")]
    pub name: Option<String>,
    #[serde(rename = "telefoonnummer")]
    pub telephone: Option<String>,
    #[serde(rename = "taal")]
    pub language: String,
    #[serde(rename = "mailwens")]
    pub mail: &'static str,
    #[serde(rename = "sinds")]
    pub made_at: DateTime,
    #[serde(rename = "gesloten_op")]
    pub closed_at: Option<DateTime>,
}

/// What a firm told.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct FirmPart {
    #[serde(rename = "nummer")]
    pub number: u64,
    #[serde(rename = "kvk_nummer")]
    pub kvk_number: Option<String>,
    #[serde(rename = "naam")]
    pub name: Option<String>,
    #[serde(rename = "gemeente")]
    pub municipality: Option<String>,
    #[serde(rename = "gegevens")]
    pub facts: serde_json::Value,
    #[serde(rename = "sinds")]
    pub made_at: DateTime,
    #[serde(rename = "bewaard_tot_en_met")]
    pub erase_after: Date,
}

/// A role at an organisation.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RolePart {
    #[serde(rename = "organisatie")]
    pub organisation: OrganisationId,
    #[serde(rename = "rol")]
    pub role: String,
}

/// A question, with what was written, consented to and seen.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct QuestionPart {
    #[serde(rename = "nummer")]
    pub number: CaseId,
    #[serde(rename = "vraag")]
    pub words: Option<String>,
    #[serde(rename = "samenvatting")]
    pub summary: Option<String>,
    #[serde(rename = "toestemmingen")]
    pub consents: Vec<ConsentPart>,
    #[serde(rename = "gezien")]
    pub seen: Vec<SeenPart>,
    #[serde(rename = "berichten")]
    pub posts: Vec<PostPart>,
    #[serde(rename = "documenten")]
    pub documents: Vec<DocumentPart>,
    /// The whole case in codes and numbers.
    #[serde(rename = "zaak")]
    pub case: Case,
}

/// A consent.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ConsentPart {
    #[serde(rename = "nummer")]
    pub number: ConsentNumber,
    #[serde(rename = "organisatie")]
    pub receiver: OrganisationId,
    #[serde(rename = "doel")]
    pub purpose: Purpose,
    #[serde(rename = "gegevens")]
    pub facts: BTreeSet<Code>,
    #[serde(rename = "gegeven_op")]
    pub given_at: DateTime,
    #[serde(rename = "ingetrokken_op")]
    pub withdrawn_at: Option<DateTime>,
}

/// That an organisation saw something.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SeenPart {
    #[serde(rename = "op")]
    pub at: DateTime,
    #[serde(rename = "organisatie")]
    pub receiver: OrganisationId,
    #[serde(rename = "medewerker_nummer")]
    pub person: Option<PersonRef>,
    #[serde(rename = "doel")]
    pub purpose: Purpose,
    #[serde(rename = "toestemmingen")]
    pub consents: BTreeSet<ConsentNumber>,
    #[serde(rename = "gegevens")]
    pub facts: BTreeSet<Code>,
    #[serde(rename = "samenvatting")]
    pub summary: bool,
}

/// A message.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PostPart {
    #[serde(rename = "op")]
    pub at: DateTime,
    /// None: the entrepreneur.
    #[serde(rename = "van_organisatie")]
    pub organisation: Option<OrganisationId>,
    #[serde(rename = "tekst")]
    pub words: Option<String>,
}

/// A document, with its content.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DocumentPart {
    #[serde(rename = "op")]
    pub at: DateTime,
    /// None: the entrepreneur.
    #[serde(rename = "van_organisatie")]
    pub organisation: Option<OrganisationId>,
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "soort")]
    pub media_type: String,
    #[serde(rename = "inhoud_base64")]
    pub content: String,
}

/// An application for a grant, with the answers and the files that the firm itself gave.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ApplicationPart {
    #[serde(rename = "nummer")]
    pub number: ApplicationNumber,
    #[serde(rename = "antwoorden")]
    pub answers: Option<String>,
    #[serde(rename = "documenten")]
    pub files: Vec<DocumentPart>,
    /// The whole application in codes and numbers.
    #[serde(rename = "aanvraag")]
    pub application: Application,
}

/// A mail, without its words: they were made when it was sent.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MailPart {
    #[serde(rename = "nummer")]
    pub number: u64,
    #[serde(rename = "vraag")]
    pub case: Option<CaseId>,
    #[serde(rename = "bericht")]
    pub told: Told,
    #[serde(rename = "gemaakt_op")]
    pub made_at: DateTime,
    #[serde(rename = "stand")]
    pub state: &'static str,
    #[serde(rename = "geeindigd_op")]
    pub ended_at: Option<DateTime>,
}

/// A session.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SessionPart {
    #[serde(rename = "sinds")]
    pub made_at: DateTime,
    #[serde(rename = "tot")]
    pub expires_at: DateTime,
}

/// A passkey.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PasskeyPart {
    #[serde(rename = "gemaakt_op")]
    pub made_at: DateTime,
    #[serde(rename = "gebruikt_op")]
    pub used_at: Option<DateTime>,
}

/// What a provider calls the person.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ProviderPart {
    #[serde(rename = "bij")]
    pub issuer: String,
    #[serde(rename = "naam")]
    pub subject: String,
    #[serde(rename = "kvk_nummer")]
    pub kvk_number: Option<String>,
}

/// An entry of the journal.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct JournalPart {
    #[serde(rename = "nummer")]
    pub number: u64,
    #[serde(rename = "op")]
    pub at: DateTime,
    #[serde(rename = "over")]
    pub subject: String,
    #[serde(rename = "inhoud")]
    pub entry: Entry,
}

impl Desk {
    /// The accounts under an address, on both sides of the counter.
    ///
    /// # Errors
    /// When the database fails.
    pub fn people_with_address(&self, email: &str) -> Result<Vec<PersonRef>, DeskError> {
        Ok(self.store.read(|statements| {
            let mut found = tables::people::all_by_email(statements, AccountKind::Entrepreneur, email)?;
            found.extend(tables::people::all_by_email(statements, AccountKind::Staff, email)?);
            Ok::<_, StoreError>(found.into_iter().map(|it| it.id).collect())
        })?)
    }

    /// Everything that is kept of a person. The journal says that it was given.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no such person.
    pub fn person_file(&self, person: PersonRef, now: DateTime) -> Result<PersonFile, DeskError> {
        self.store.write(move |statements| {
            let account = tables::people::read(statements, person)?.ok_or(DeskError::NotFound)?;
            let file = person_file(statements, account, now)?;
            if let (Ok(what), Ok(kind)) = (Code::new("exported"), Code::new("account")) {
                append(statements, now, &[Entry::Personal { what, kind, number: person.0 }])?;
            }
            Ok(file)
        })
    }
}

fn person_file(statements: &mut dyn Statements, account: Account, now: DateTime) -> Result<PersonFile, StoreError> {
    let (mut questions, mut journal, mut mail) = (Vec::new(), Vec::new(), Vec::new());
    let (mut applications, mut firm_part) = (Vec::new(), None);
    mail.extend(mail_of(statements, &Reader::Account(account.id))?);
    if let Some(firm) = account.firm {
        firm_part = tables::firms::read(statements, firm)?.map(|it| FirmPart {
            number: it.id.0,
            facts: serde_json::from_str(&it.details.facts).unwrap_or_default(),
            kvk_number: it.details.kvk_number,
            name: it.details.name,
            municipality: it.details.municipality,
            made_at: it.made_at,
            erase_after: it.erase_after,
        });
        mail.extend(mail_of(statements, &Reader::Firm(firm))?);
        for case in tables::cases::of_firm(statements, firm)? {
            journal.extend(about(statements, &journal::case_subject(case.id))?);
            questions.push(question(statements, case)?);
        }
        for row in tables::applications::of_firm(statements, firm)? {
            journal.extend(about(statements, &journal::application_subject(row.application.number))?);
            applications.push(application(statements, row.application, firm)?);
        }
        journal.extend(about(statements, &format!("firm-{firm}"))?);
    }
    journal.extend(about(statements, &format!("account-{}", account.id))?);
    let sessions = tables::sessions::of_account(statements, account.id)?;
    let roles = tables::people::roles_of(statements, account.id)?;
    let passkeys = tables::proofs::passkeys_of(statements, account.id)?;
    Ok(PersonFile {
        made_at: now,
        firm: firm_part,
        roles: roles.into_iter().map(|RoleHeld { organisation, role, .. }| RolePart { organisation, role }).collect(),
        questions,
        applications,
        mail,
        passkeys: passkeys.into_iter().map(|it| PasskeyPart { made_at: it.made_at, used_at: it.used_at }).collect(),
        providers: tables::proofs::names_of(statements, account.id)?
            .into_iter()
            .map(|(issuer, subject, kvk_number)| ProviderPart { issuer, subject, kvk_number })
            .collect(),
        sessions: sessions.into_iter().map(|(made_at, expires_at)| SessionPart { made_at, expires_at }).collect(),
        journal,
        person: PersonPart {
            number: account.id.0,
            email: account.details.email,
            name: account.details.name,
            telephone: account.details.telephone,
            language: account.details.language,
            mail: account.details.mail.name(),
            made_at: account.made_at,
            closed_at: account.closed_at,
        },
    })
}

fn question(statements: &mut dyn Statements, case: Case) -> Result<QuestionPart, StoreError> {
    let summary = match case.summary {
        Some(text) => tables::words::read(statements, text)?,
        None => None,
    };
    let mut documents = Vec::new();
    for document in tables::posts::documents_of(statements, case.id)? {
        let content = tables::posts::content(statements, case.id, document.id)?.unwrap_or_default();
        documents.push(DocumentPart {
            at: document.made_at,
            organisation: document.author.organisation,
            name: document.name,
            media_type: document.media_type,
            content: STANDARD.encode(content),
        });
    }
    let posts = tables::posts::of_case(statements, case.id)?.into_iter();
    let consents = case.consent.consents.iter().cloned();
    let seen = case.consent.disclosures.iter().cloned();
    Ok(QuestionPart {
        number: case.id,
        words: tables::words::read(statements, case.question)?,
        summary,
        consents: consents
            .map(|it| ConsentPart {
                number: it.number,
                receiver: it.receiver,
                purpose: it.purpose,
                facts: it.facts,
                given_at: it.given_at,
                withdrawn_at: it.withdrawn_at,
            })
            .collect(),
        seen: seen
            .map(|it| SeenPart {
                at: it.at,
                receiver: it.receiver,
                person: it.person,
                purpose: it.purpose,
                consents: it.consents,
                facts: it.facts,
                summary: it.summary.is_some(),
            })
            .collect(),
        posts: posts
            .map(|it| PostPart { at: it.made_at, organisation: it.author.organisation, words: it.words })
            .collect(),
        documents,
        case,
    })
}

/// What a partner did not write itself is not the partner's to have.
fn application(
    statements: &mut dyn Statements,
    application: Application,
    firm: FirmRef,
) -> Result<ApplicationPart, StoreError> {
    let (mut answers, mut files) = (None, Vec::new());
    if application.applicant == firm {
        if let Some(content) = &application.content {
            answers = tables::application_papers::form(statements, content.form)?;
        }
        for file in tables::application_papers::files_of(statements, application.number)? {
            let content = tables::application_papers::content(statements, application.number, file.id)?;
            files.push(DocumentPart {
                at: file.made_at,
                organisation: None,
                name: file.name,
                media_type: file.attachment.kind.to_string(),
                content: STANDARD.encode(content.unwrap_or_default()),
            });
        }
    }
    Ok(ApplicationPart { number: application.number, answers, files, application })
}

fn mail_of(statements: &mut dyn Statements, reader: &Reader) -> Result<Vec<MailPart>, StoreError> {
    let queued: Vec<Queued<Told>> = tables::outbox::of_reader(statements, reader)?;
    let part = |it: Queued<Told>| MailPart {
        number: it.id,
        case: it.case,
        told: it.message,
        made_at: it.made_at,
        state: it.state.name(),
        ended_at: it.ended_at,
    };
    Ok(queued.into_iter().map(part).collect())
}

fn about(statements: &mut dyn Statements, subject: &str) -> Result<Vec<JournalPart>, StoreError> {
    let rows = journal::about(statements, subject)?;
    let part = |row: journal::JournalRow| {
        let entry = journal::entry(&row)?;
        Ok(JournalPart { number: row.number, at: row.at, subject: row.subject, entry })
    };
    rows.into_iter().map(part).collect()
}
