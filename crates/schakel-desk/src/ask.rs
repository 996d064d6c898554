//! A question comes in: from the question box, an adviser, another door or the telephone.

use std::collections::BTreeSet;

use schakel_casework::{
    Actor, Case, CaseId, Code, Command, FirmRef, Need, OrganisationId, Origin, Purpose, Question, TextRef, Visibility,
    decide, join, open,
};
use schakel_store::tables::firms::FirmDetails;
use schakel_store::tables::links::CaseLink;
use schakel_store::tables::people::{AccountDetails, AccountKind, MailWish};
use schakel_store::{Digest, Statements, StoreError, tables};
use schakel_time::{Date, DateTime};

use crate::desk::{Desk, take_in, with_moment};
use crate::error::DeskError;
use crate::region::Region;

/// A question as it comes in.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// Who asks.
    pub who: Who,
    /// The words of the entrepreneur.
    pub words: String,
    /// Where it came in.
    pub origin: Origin,
    /// When it was asked; not after now.
    pub asked_at: DateTime,
    /// What it asks for, as far as known.
    pub need: Need,
    /// Who may open it.
    pub visibility: Visibility,
    /// What the entrepreneur consented to while asking.
    pub consents: Vec<(OrganisationId, Purpose, BTreeSet<Code>)>,
    /// The digest of the secret in the entrepreneur's link.
    pub link: Digest,
    /// The key of the form: the same form twice is one question.
    pub form_key: Option<String>,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Who {
    /// A firm that is known, because the entrepreneur signed in.
    Known(FirmRef),
    /// Somebody who says who they are. The address is not proven; it finds the firm of an earlier question, and shows
    /// nothing of it.
    Told {
        /// How to reach them.
        contact: Contact,
        /// The firm.
        firm: FirmDetails,
    },
}

/// How to reach an entrepreneur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
    /// `nl` or `en`.
    pub language: String,
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The case.
    pub case: Case,
    /// The case with which it was joined, because it asks the same.
    pub joined: Option<CaseId>,
}

/// Two questions of one firm ask the same when this share of their different words is in both, per cent.
const SAME_WORDS_PERCENT: usize = 60;

impl Desk {
    /// Takes a question in: it has one responsible organisation and a next date from here on.
    ///
    /// # Errors
    /// [`DeskError::SentBefore`] for a form that was sent before; [`DeskError::Refused`] when the question was asked in
    /// the future.
    pub fn ask(&self, question: NewQuestion, by: Option<Actor>, now: DateTime) -> Result<Asked, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| ask(statements, &region, &question, by, now))
    }
}

/// Takes a question in, in the transaction of the caller.
pub(crate) fn ask(
    statements: &mut dyn Statements,
    region: &Region,
    question: &NewQuestion,
    by: Option<Actor>,
    now: DateTime,
) -> Result<Asked, DeskError> {
    if let Some(key) = &question.form_key
        && let Some(answer) = tables::forms::answer(statements, key)?
    {
        return Err(DeskError::SentBefore(answer));
    }
    let today = now.date();
    let erase_after = region.keep_until(today);
    let from_other_door = matches!(question.origin, Origin::OtherDoor { .. });
    let (firm, is_proven) = firm_of(statements, &question.who, now, erase_after)?;
    let double_of = same_question(statements, firm, &question.words)?
        // Another door is told of the join, and of what is confidential nobody is told.
        .filter(|it| !from_other_door || it.visibility == Visibility::Ordinary);
    let case = tables::cases::next_case(statements)?;
    let text = tables::words::keep(statements, Some(case), "question", &question.words, now, erase_after)?;
    let asked = Question {
        case,
        firm,
        text,
        origin: question.origin.clone(),
        asked_at: question.asked_at,
        need: question.need.clone(),
        visibility: question.visibility,
    };
    let entrepreneur = Actor::Entrepreneur(firm);
    let by = by.unwrap_or_else(|| entrepreneur.clone());
    let opened = with_moment(statements, region, now, |moment| open(&asked, by, moment))?;
    take_in(statements, &opened, now)?;
    let mut case = opened.case;
    for (receiver, purpose, facts) in &question.consents {
        let command = Command::Consent { receiver: receiver.clone(), purpose: *purpose, facts: facts.clone() };
        let given =
            with_moment(statements, region, now, |moment| decide(&case, &command, entrepreneur.clone(), moment))?;
        take_in(statements, &given, now)?;
        case = given.case;
    }
    let link = CaseLink { case: case.id, is_proven };
    tables::links::add_for_entrepreneur(statements, question.link, link, now, region.link_until(today))?;
    if let Some(key) = &question.form_key {
        tables::forms::remember(statements, key, now, &format!("case-{}", case.id))?;
    }
    let Some(lead) = double_of else { return Ok(Asked { case, joined: None }) };
    let both = with_moment(statements, region, now, |moment| join(&case, &lead, &entrepreneur, moment));
    match both {
        Ok(both) => {
            take_in(statements, &both.lead, now)?;
            take_in(statements, &both.double, now)?;
            Ok(Asked { case: both.double.case, joined: Some(lead.id) })
        }
        // The earlier one cannot lead: this one goes on by itself.
        Err(DeskError::Refused(_)) => Ok(Asked { case, joined: None }),
        Err(error) => Err(error),
    }
}

/// The firm of whoever asks: known, found by the address of an earlier question, or new. And whether they have proven to be
/// of it: an address alone proves nothing, so that it shows nothing of what was told before.
pub(crate) fn firm_of(
    statements: &mut dyn Statements,
    who: &Who,
    now: DateTime,
    erase_after: Date,
) -> Result<(FirmRef, bool), StoreError> {
    let (contact, details) = match who {
        Who::Known(firm) => {
            tables::firms::keep_until(statements, *firm, erase_after)?;
            return Ok((*firm, true));
        }
        Who::Told { contact, firm } => (contact, firm),
    };
    let known = match &contact.email {
        Some(email) => tables::people::all_by_email(statements, AccountKind::Entrepreneur, email)?,
        None => Vec::new(),
    };
    for firm in known.iter().filter_map(|account| account.firm) {
        let earlier = tables::firms::read(statements, firm)?.filter(|it| it.erased_at.is_none());
        if earlier.is_some_and(|it| same_number(details, &it.details)) {
            tables::firms::keep_until(statements, firm, erase_after)?;
            return Ok((firm, false));
        }
    }
    let firm = tables::firms::add(statements, details, now, erase_after)?;
    let account = AccountDetails {
        email: contact.email.clone(),
        name: contact.name.clone(),
        telephone: contact.telephone.clone(),
        language: contact.language.clone(),
        mail: MailWish::Each,
    };
    tables::people::add(statements, AccountKind::Entrepreneur, &account, Some(firm), now, Some(erase_after))?;
    Ok((firm, true))
}

/// Whether it can be the same firm: nobody told two different numbers.
fn same_number(one: &FirmDetails, other: &FirmDetails) -> bool {
    one.kvk_number.is_none() || other.kvk_number.is_none() || one.kvk_number == other.kvk_number
}

/// The oldest open case of the firm that asks the same and stands on its own.
fn same_question(statements: &mut dyn Statements, firm: FirmRef, words: &str) -> Result<Option<Case>, DeskError> {
    let cases = tables::cases::of_firm(statements, firm)?;
    for case in cases.into_iter().rev().filter(|case| case.open().is_some()) {
        let earlier = tables::words::read(statements, TextRef(case.question.0))?.unwrap_or_default();
        if same_words(&earlier, words) {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

fn same_words(one: &str, other: &str) -> bool {
    let set = |text: &str| -> BTreeSet<String> {
        let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (set(one), set(other));
    let both = one.intersection(&other).count();
    let all = one.union(&other).count();
    all > 0 && both.saturating_mul(100) >= all.saturating_mul(SAME_WORDS_PERCENT)
}
