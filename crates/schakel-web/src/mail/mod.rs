//! Every mail in words: one to a reader about one thing, several things in one mail, a link to sign in or to answer
//! with, a date for the calendar. Sending lives in `schakel-mail`, who is told what in `schakel-casework`.
//!
//! A mail holds no more than it must: never the words of the question, never a fact of a firm. An organisation reads
//! what kind of help is asked, and a link.

mod applications;
mod letter;
mod notices;

pub use letter::{letter_mail, letter_sender};

use schakel_casework::{CaseId, Message, Need, OrganisationId, Recipient};
use schakel_criteria::Language;
use schakel_mail::Mail;
use schakel_register::Pack;
use schakel_time::{Date, DateTime};

use crate::calendar_file::{CalendarEvent, CalendarFile};
use crate::case_words::CaseWords;
use crate::roadmap::calendar_key;

/// To whom a mail goes, and when it was written.
#[derive(Clone, Copy)]
pub struct MailContext<'a> {
    /// For the names of organisations, services and places.
    pub pack: &'a Pack,
    /// The language of the reader.
    pub language: Language,
    /// Of the row in the outbox.
    pub number: u64,
    /// The addresses of the reader.
    pub to: &'a [String],
    /// When it is written, Dutch time.
    pub written_at: DateTime,
}

/// Something to tell a reader.
#[derive(Clone, Copy)]
pub struct MailItem<'a> {
    /// When it happened.
    pub at: DateTime,
    /// About which case.
    pub case: CaseId,
    /// Whom.
    pub to: &'a Recipient,
    /// What.
    pub message: &'a Message,
    /// What is asked for, for an organisation; none for a confidential case.
    pub need: Option<&'a Need>,
    /// The page of the case for this reader, a whole address.
    pub link: &'a str,
}

/// A link that is signed and expires.
#[derive(Clone, Copy)]
pub struct SignedLink<'a> {
    /// The whole address.
    pub link: &'a str,
    /// Until when it can be used, Dutch time.
    pub expires_at: DateTime,
}

/// A date that somebody planned.
#[derive(Clone, Copy)]
pub struct NextDate<'a> {
    /// About which case.
    pub case: CaseId,
    /// The day.
    pub day: Date,
    /// With whom: the organisation for an entrepreneur; none for the organisation itself.
    pub organisation: Option<&'a OrganisationId>,
    /// The page of the case for this reader, a whole address.
    pub link: &'a str,
}

/// A mail about one thing.
pub fn notice_mail(item: &MailItem<'_>, context: &MailContext<'_>) -> Mail {
    let words = context.words();
    let told = notices::told(item, words);
    let need = told.need.map(|it| format!("{it}\n\n")).unwrap_or_default();
    let text = format!("{}\n\n{need}{}\n{}", told.text, words.texts().get("mail-look"), item.link);
    context.mail(&told.subject, &text, None)
}

/// One mail about several things, what must be done first on top, then what happened first. One thing alone is a mail of
/// its own, and nothing is no mail.
pub fn digest(items: &[MailItem<'_>], context: &MailContext<'_>) -> Option<Mail> {
    if let [] | [_] = items {
        return items.first().map(|item| notice_mail(item, context));
    }
    let words = context.words();
    let mut sorted: Vec<&MailItem<'_>> = items.iter().collect();
    sorted.sort_by_key(|item| {
        let due = notices::due(item.message);
        (due.is_none(), due, item.at)
    });
    let part = |item: &&MailItem<'_>| {
        let told = notices::told(item, words);
        format!("* {}\n\n{}\n{}", told.subject, told.text, item.link)
    };
    let parts: Vec<String> = sorted.iter().map(part).collect();
    let subject = words.texts().count("mail-digest-subject", items.len());
    let first = words.texts().count("mail-digest-text", items.len());
    Some(context.mail(&subject, &format!("{first}\n\n{}", parts.join("\n\n")), None))
}

/// A mail with a link to sign in.
pub fn sign_in(link: &SignedLink<'_>, context: &MailContext<'_>) -> Mail {
    let texts = context.words().texts();
    let until = time(link.expires_at);
    let text = format!(
        "{}\n{}\n\n{}",
        texts.get("mail-sign-in-text"),
        link.link,
        texts.with("mail-sign-in-until", "time", &until)
    );
    context.mail(&texts.get("mail-sign-in-subject"), &text, None)
}

/// A mail to an organisation without an account: it reads and answers a referral through a link.
pub fn referral_link(item: &MailItem<'_>, link: &SignedLink<'_>, context: &MailContext<'_>) -> Mail {
    let words = context.words();
    let told = notices::told(item, words);
    let need = told.need.map(|it| format!("{it}\n\n")).unwrap_or_default();
    let expires = [("day", words.day(link.expires_at.date()).into()), ("time", time(link.expires_at).into())];
    let until = words.texts().with_all("mail-referral-link-until", &expires);
    let how = words.texts().get("mail-referral-link-text");
    context.mail(&told.subject, &format!("{}\n\n{need}{how}\n{}\n\n{until}", told.text, link.link), None)
}

/// A mail with a date for the calendar. A later mail about the same case moves the date there.
pub fn next_date(next: &NextDate<'_>, context: &MailContext<'_>) -> Mail {
    let words = context.words();
    let (key, organisation) = match next.organisation {
        Some(organisation) => ("mail-next-date-text", words.organisation(organisation)),
        None => ("mail-next-date-staff-text", String::new()),
    };
    let values = [
        ("case", next.case.to_string().into()),
        ("day", words.day(next.day).into()),
        ("organisation", organisation.into()),
    ];
    let text = words.texts().with_all(key, &values);
    let subject = words.texts().with_all("mail-next-date-subject", &values);
    let mut file = CalendarFile::new(None);
    let event = CalendarEvent {
        uid: format!("next-{}@schakel", calendar_key(next.link)),
        day: next.day,
        summary: words.texts().with_all("mail-next-date-calendar", &values),
        description: next.link.to_owned(),
    };
    file.add(&event, context.written_at);
    let text = format!("{text}\n\n{}\n{}", words.texts().get("mail-look"), next.link);
    context.mail(&subject, &text, Some(file.finish()))
}

/// `14:30`.
fn time(moment: DateTime) -> String {
    moment.strftime("%H:%M").to_string()
}

impl<'a> MailContext<'a> {
    fn words(&self) -> CaseWords<'a> {
        CaseWords::new(self.pack, self.language)
    }

    /// The mail with its first and last words.
    fn mail(&self, subject: &str, text: &str, calendar: Option<String>) -> Mail {
        let texts = self.words().texts();
        let last = texts.with("mail-last", "region", &self.pack.settings.name);
        Mail {
            number: self.number,
            to: self.to.to_vec(),
            subject: subject.to_owned(),
            text: format!("{}\n\n{text}\n\n{last}\n", texts.get("mail-first")),
            calendar,
            language: self.language,
            written_at: self.written_at,
        }
    }
}
