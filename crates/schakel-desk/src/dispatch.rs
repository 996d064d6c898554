//! Sending what stands in the outbox. A message is claimed before it is sent, so that no other process sends it, and
//! settled afterwards. The secret of a link is drawn when it is sent; until then nobody has it.

use std::collections::VecDeque;

use schakel_casework::{Case, CaseId, Code, FirmRef, Message, OrganisationId, PersonRef, ReferralNumber};
use schakel_identity::Token;
use schakel_schemes::Application;
use schakel_store::journal::{Entry, append};
use schakel_store::tables::application_links::ApplicationLink;
use schakel_store::tables::links::{CaseLink, ReferralLink};
use schakel_store::tables::outbox::{MessageState, Queued, Reader};
use schakel_store::tables::people::{Account, MailWish};
use schakel_store::{Digest, Statements, StoreError, tables};
use schakel_time::{DateTime, add_days, add_minutes};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::granting::APPLICATION_LINK_DAYS;
use crate::region::Region;
use crate::sign_in::SIGN_IN_MINUTES;
use crate::told::{ApplicationNews, Told};

/// A letter to be written and sent: one message, or several for a reader who wants one mail a day.
#[derive(Clone, Debug)]
pub struct Letter {
    /// A number of the moment at which its first message was made, and of that message: the same letter has the same number
    /// when it is tried again, and a letter of another database another one.
    pub number: u64,
    /// Addresses.
    pub to: Vec<String>,
    /// `nl` or `en`.
    pub language: String,
    /// What to tell, in order.
    pub items: Vec<LetterItem>,
}

/// One message in a letter.
#[derive(Clone, Debug)]
pub struct LetterItem {
    /// Number in the outbox.
    pub number: u64,
    /// What to tell.
    pub told: Told,
    /// For whom.
    pub reader: Reader,
    /// The case that it is about.
    pub case: Option<Case>,
    /// The application that it is about.
    pub application: Option<Application>,
    /// Where the reader goes on.
    pub link: Option<LetterLink>,
}

/// Where the reader of a letter goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterLink {
    /// To the own question, with this secret.
    OwnCase(Token),
    /// To a referral, with this secret.
    Referral(Token),
    /// To the case, after signing in.
    WorkCase(CaseId),
    /// Signs in, with this secret.
    SignIn(Token),
    /// To the own application, with this secret.
    Application(Token),
    /// To an application in which the reader is asked to take part, with this secret.
    Partner(Token),
}

/// How sending a letter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendResult {
    /// It was sent, now or before.
    Sent,
    /// It never can be.
    Refused,
    /// Not now.
    TryAgain,
    /// It may have been sent.
    Unknown,
}

/// What a round of sending did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dispatched {
    /// Letters that were sent.
    pub sent: u64,
    /// Letters that will be tried again.
    pub again: u64,
    /// Letters that were given up, or of which nobody knows.
    pub lost: u64,
}

/// Letters that are claimed at a time: a killed process leaves no more than the one that it was sending in doubt.
const CLAIM_MOST: u32 = 1;

/// Messages for one daily mail that are claimed besides.
const DIGEST_MOST: u32 = 200;

/// From this hour the mail of the day is sent.
const DIGEST_HOUR: i8 = 8;

/// After how many minutes a claimed message belongs to a process that was killed: longer than any sending takes.
const CLAIM_MINUTES: i64 = 15;

impl Desk {
    /// Sends what waits, one letter at a time, until nothing is left that can be sent now.
    ///
    /// `draw` gives a secret that nobody can guess, and without one nothing is claimed; `send` writes and sends a letter;
    /// `again` says when to try again after so many attempts, or that it is given up.
    ///
    /// # Errors
    /// When the database fails.
    pub fn dispatch(
        &self,
        now: DateTime,
        draw: &mut dyn FnMut() -> Option<Token>,
        send: &mut dyn FnMut(&Letter) -> SendResult,
        again: fn(u32, DateTime) -> Option<DateTime>,
    ) -> Result<Dispatched, DeskError> {
        let mut done = Dispatched::default();
        loop {
            let most = CLAIM_MOST.saturating_add(DIGEST_MOST);
            let tokens: Option<Vec<Token>> = (0..most).map(|_| draw()).collect();
            let Some(tokens) = tokens else { return Ok(done) };
            let region = std::sync::Arc::clone(&self.region);
            let claimed = self.store.write(move |statements| claim(statements, &region, &tokens, now))?;
            let Some((letters, attempts)) = claimed else { return Ok(done) };
            for (letter, attempts) in letters.iter().zip(attempts) {
                let (state, try_after) = match send(letter) {
                    SendResult::Sent => (MessageState::Sent, None),
                    SendResult::Refused => (MessageState::GivenUp, None),
                    SendResult::Unknown => (MessageState::Unknown, None),
                    SendResult::TryAgain => match again(attempts, now) {
                        Some(moment) => (MessageState::Waiting, Some(moment)),
                        None => (MessageState::GivenUp, None),
                    },
                };
                match state {
                    MessageState::Sent => done.sent = done.sent.saturating_add(1),
                    MessageState::Waiting => done.again = done.again.saturating_add(1),
                    _ => done.lost = done.lost.saturating_add(1),
                }
                let numbers: Vec<u64> = letter.items.iter().map(|item| item.number).collect();
                self.store.write(move |statements| settle(statements, &numbers, state, now, try_after))?;
            }
        }
    }

    /// Looks at what a killed process left: it is sent again when the transport recognises a letter that it sent before,
    /// and otherwise nobody knows, and it is not repeated.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recover_outbox(&self, now: DateTime, repeats_are_recognised: bool) -> Result<u64, DeskError> {
        Ok(self.store.write(move |statements| {
            let before = add_minutes(now, -CLAIM_MINUTES);
            let left: Vec<Queued<Told>> = tables::outbox::abandoned(statements, before)?;
            let state = if repeats_are_recognised { MessageState::Waiting } else { MessageState::Unknown };
            for message in &left {
                tables::outbox::settle(statements, message.id, state, now, Some(now))?;
            }
            Ok::<_, StoreError>(u64::try_from(left.len()).unwrap_or(u64::MAX))
        })?)
    }
}

/// Claims messages and makes letters of them; nothing when none can be sent now.
#[expect(clippy::type_complexity, reason = "letters and how often each was tried, side by side")]
fn claim(
    statements: &mut dyn Statements,
    region: &Region,
    tokens: &[Token],
    now: DateTime,
) -> Result<Option<(Vec<Letter>, Vec<u32>)>, StoreError> {
    let claimed: Vec<Queued<Told>> = tables::outbox::claim(statements, now, CLAIM_MOST)?;
    if claimed.is_empty() {
        return Ok(None);
    }
    let mut letters: Vec<(Letter, u32, Option<Reader>)> = Vec::new();
    let mut tokens = tokens.iter();
    let mut claimed = VecDeque::from(claimed);
    while let Some(queued) = claimed.pop_front() {
        let readers = readers(statements, &queued)?;
        let Some(readers) = readers.filter(|it| !it.to.is_empty() && it.wants(&queued.message)) else {
            settle(statements, &[queued.id], MessageState::NotWanted, now, None)?;
            continue;
        };
        let daily = readers.wish == MailWish::Daily && !is_asked_for(&queued.message);
        if daily && let Some(moment) = wait_for_digest(queued.made_at, now) {
            tables::outbox::settle(statements, queued.id, MessageState::Waiting, now, Some(moment))?;
            continue;
        }
        let Some(token) = tokens.next() else {
            tables::outbox::settle(statements, queued.id, MessageState::Waiting, now, None)?;
            continue;
        };
        let item = item(statements, region, &queued, readers.has_staff, *token, now)?;
        let together = letters.iter_mut().find(|(_, _, reader)| daily && reader.as_ref() == Some(&queued.reader));
        match together {
            Some((letter, _, _)) => letter.items.push(item),
            None => {
                if daily {
                    // Everything for this reader goes into the one mail of the day.
                    let room = tokens.len().saturating_sub(claimed.len());
                    let room = u32::try_from(room).unwrap_or(DIGEST_MOST);
                    claimed.extend(tables::outbox::claim_of_reader(statements, &queued.reader, now, room)?);
                }
                let letter = Letter {
                    number: letter_number(&queued),
                    to: readers.to,
                    language: readers.language,
                    items: vec![item],
                };
                letters.push((letter, queued.attempts.saturating_add(1), daily.then_some(queued.reader)));
            }
        }
    }
    let (letters, attempts) = letters.into_iter().map(|(letter, attempts, _)| (letter, attempts)).unzip();
    Ok(Some((letters, attempts)))
}

/// The moment to the second, followed by the last five figures of the number in the outbox.
fn letter_number(first: &Queued<Told>) -> u64 {
    const NUMBERS: u64 = 100_000;
    let moment = first.made_at.strftime("%Y%m%d%H%M%S").to_string().parse().unwrap_or(0_u64);
    moment.saturating_mul(NUMBERS).saturating_add(first.id % NUMBERS)
}

/// Who reads a message, and how much mail they want.
struct Readers {
    to: Vec<String>,
    language: String,
    wish: MailWish,
    /// Whether they can sign in; otherwise they need a link to the referral itself.
    has_staff: bool,
}

impl Readers {
    fn wants(&self, told: &Told) -> bool {
        self.wish != MailWish::None || is_asked_for(told)
    }
}

/// Whether the reader asked for this mail a moment ago, or cannot come in without it.
fn is_asked_for(told: &Told) -> bool {
    use ApplicationNews::{Invited, Link};
    let is_link = |told: &Told| matches!(told, Told::Application { news: Link | Invited, .. });
    matches!(told, Told::SignIn | Told::OwnLink | Told::ReferralLink(_) | Told::Invited) || is_link(told)
}

fn readers(statements: &mut dyn Statements, queued: &Queued<Told>) -> Result<Option<Readers>, StoreError> {
    let accounts: Vec<Account> = match &queued.reader {
        Reader::Firm(firm) => tables::people::of_firm(statements, *firm)?,
        Reader::Account(account) => tables::people::read(statements, *account)?.into_iter().collect(),
        Reader::Organisation(organisation) => return organisation_readers(statements, organisation),
    };
    Ok(of_accounts(&accounts, true))
}

/// The address of the organisation itself, or else those of its people.
fn organisation_readers(
    statements: &mut dyn Statements,
    organisation: &OrganisationId,
) -> Result<Option<Readers>, StoreError> {
    let roles = tables::people::staff_of(statements, organisation)?;
    let mut people: Vec<PersonRef> =
        roles.iter().filter(|it| it.role != "administrator").map(|it| it.account).collect();
    people.dedup();
    let has_staff = !people.is_empty();
    if let Some(email) = tables::absences::inbox(statements, organisation)?.email {
        let language = "nl".to_owned();
        return Ok(Some(Readers { to: vec![email], language, wish: MailWish::Each, has_staff }));
    }
    let mut accounts = Vec::new();
    for person in people {
        accounts.extend(tables::people::read(statements, person)?);
    }
    Ok(of_accounts(&accounts, has_staff))
}

fn of_accounts(accounts: &[Account], has_staff: bool) -> Option<Readers> {
    let open: Vec<&Account> = accounts.iter().filter(|it| it.closed_at.is_none()).collect();
    let first = open.first()?;
    // Colleagues who want less mail are left out of what goes to all.
    let wish =
        if open.iter().any(|it| it.details.mail == MailWish::Each) { MailWish::Each } else { first.details.mail };
    let to = open.iter().filter(|it| it.details.mail == wish).filter_map(|it| it.details.email.clone());
    Some(Readers { to: to.collect(), language: first.details.language.clone(), wish, has_staff })
}

/// Until when a message for a daily mail waits; nothing when it goes now.
fn wait_for_digest(made_at: DateTime, now: DateTime) -> Option<DateTime> {
    let hour_of = |day: schakel_time::Date| day.at(DIGEST_HOUR, 0, 0, 0);
    let first = if made_at < hour_of(made_at.date()) { made_at.date() } else { add_days(made_at.date(), 1) };
    (now < hour_of(first)).then(|| hour_of(first))
}

fn item(
    statements: &mut dyn Statements,
    region: &Region,
    queued: &Queued<Told>,
    has_staff: bool,
    token: Token,
    now: DateTime,
) -> Result<LetterItem, StoreError> {
    let case = match queued.case {
        Some(id) => tables::cases::read(statements, id)?,
        None => None,
    };
    let until = region.link_until(now.date());
    let application = match queued.message {
        Told::Application { application, .. } => tables::applications::read(statements, application)?,
        _ => None,
    };
    let link = match (&queued.reader, queued.case, referral_of(&queued.message)) {
        (Reader::Firm(firm), _, _) if application.is_some() => application
            .as_ref()
            .map(|it| application_link(statements, &it.application, *firm, token, now))
            .transpose()?,
        (Reader::Account(account), _, _) if queued.message == Told::SignIn => {
            let expires_at = add_minutes(now, SIGN_IN_MINUTES);
            tables::sessions::add_sign_in_link(statements, Digest(token.digest()), *account, now, expires_at)?;
            Some(LetterLink::SignIn(token))
        }
        (Reader::Firm(_), Some(case), _) => {
            let own = CaseLink { case, is_proven: true };
            tables::links::add_for_entrepreneur(statements, Digest(token.digest()), own, now, until)?;
            Some(LetterLink::OwnCase(token))
        }
        (Reader::Organisation(organisation), Some(case), Some(referral)) if !has_staff => {
            let organisation = organisation.clone();
            let link = ReferralLink { case, referral, organisation, expires_on: until, ended_at: None };
            tables::links::add_for_receiver(statements, Digest(token.digest()), &link, now)?;
            let made = Code::new("made").ok().map(|what| Entry::Link { case, referral: Some(referral), what });
            append(statements, now, made.as_slice())?;
            Some(LetterLink::Referral(token))
        }
        (_, Some(case), _) if has_staff => Some(LetterLink::WorkCase(case)),
        _ => None,
    };
    let (told, reader) = (queued.message.clone(), queued.reader.clone());
    let application = application.map(|it| it.application);
    Ok(LetterItem { number: queued.id, told, reader, case, application, link })
}

/// A new link to an application for a firm, which only whoever reads its mail gets.
fn application_link(
    statements: &mut dyn Statements,
    application: &Application,
    firm: FirmRef,
    token: Token,
    now: DateTime,
) -> Result<LetterLink, StoreError> {
    let link = ApplicationLink { application: application.number, firm, is_proven: true };
    let until = add_days(now.date(), APPLICATION_LINK_DAYS);
    tables::application_links::add(statements, Digest(token.digest()), link, now, until)?;
    let is_applicant = application.applicant == firm;
    Ok(if is_applicant { LetterLink::Application(token) } else { LetterLink::Partner(token) })
}

/// The referral that a message is about.
fn referral_of(told: &Told) -> Option<ReferralNumber> {
    match told {
        Told::ReferralLink(referral)
        | Told::Case(Message::AskedToTake { referral, .. } | Message::WentOn(referral)) => Some(*referral),
        _ => None,
    }
}

fn settle(
    statements: &mut dyn Statements,
    numbers: &[u64],
    state: MessageState,
    now: DateTime,
    try_after: Option<DateTime>,
) -> Result<(), StoreError> {
    for number in numbers {
        let settled = tables::outbox::settle(statements, *number, state, now, try_after)?;
        if settled && state != MessageState::Waiting {
            let told = Code::new(state.name()).ok().map(|what| Entry::Told { message: *number, what });
            append(statements, now, told.as_slice())?;
        }
    }
    Ok(())
}
