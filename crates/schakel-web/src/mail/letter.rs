//! A letter of the desk as a mail: what there is to tell, with the addresses where its reader goes on.

use schakel_casework::{Case, CaseId, Message, Need, Recipient, Visibility};
use schakel_criteria::Language;
use schakel_desk::{Letter, LetterItem, LetterLink, SIGN_IN_MINUTES, Told};
use schakel_mail::{Mail, Sender, SenderError};
use schakel_register::Pack;
use schakel_store::tables::outbox::Reader;
use schakel_time::{Date, DateTime, add_minutes};

use super::applications::application_mail;
use super::{MailContext, MailItem, SignedLink, digest, referral_link, sign_in};
use crate::pages::frame::address;

/// The sender of every mail: the installation, by the name of its region.
///
/// # Errors
/// [`SenderError`] when the address is none.
pub fn letter_sender(pack: &Pack, from: &str) -> Result<Sender, SenderError> {
    Sender::new(&format!("Schakel {}", pack.settings.name), from)
}

/// The mail of a letter. `origin` is the address of the portal, without a slash at its end; `links_until` the last day
/// of a link to a referral that is made now.
pub fn letter_mail(letter: &Letter, pack: &Pack, origin: &str, now: DateTime, links_until: Date) -> Mail {
    let language = if letter.language == "en" { Language::English } else { Language::Dutch };
    let context = MailContext { pack, language, number: letter.number, to: &letter.to, written_at: now };
    let page = |path: &str| format!("{origin}{}", address(language, path, &[]));
    let links: Vec<String> = letter.items.iter().map(|item| page(&path_of(item))).collect();
    if let ([item], [link]) = (letter.items.as_slice(), links.as_slice()) {
        return alone(item, link, &context, links_until);
    }
    let told: Vec<CaseItem> =
        letter.items.iter().zip(links).filter_map(|(item, link)| CaseItem::of(item, link)).collect();
    let items: Vec<MailItem<'_>> = told.iter().map(|it| it.mail_item(now)).collect();
    match digest(&items, &context) {
        Some(mail) if items.len() == letter.items.len() => mail,
        // Not everything in it is about the process of a case: the reader sees all of it on the portal.
        _ => plain("mail-several", &page("/"), None, &context),
    }
}

/// A mail about one thing.
fn alone(item: &LetterItem, link: &str, context: &MailContext<'_>, links_until: Date) -> Mail {
    let case = item.case.as_ref().map(|case| case.id);
    match (&item.told, item.link) {
        (Told::SignIn, _) => {
            let expires_at = add_minutes(context.written_at, SIGN_IN_MINUTES);
            sign_in(&SignedLink { link, expires_at }, context)
        }
        (Told::Case(_), Some(LetterLink::Referral(_))) => match CaseItem::of(item, link.to_owned()) {
            Some(told) => {
                let signed = SignedLink { link, expires_at: links_until.at(23, 59, 0, 0) };
                referral_link(&told.mail_item(context.written_at), &signed, context)
            }
            None => plain("mail-several", link, case, context),
        },
        (Told::Case(_), _) => match CaseItem::of(item, link.to_owned()) {
            Some(told) => super::notice_mail(&told.mail_item(context.written_at), context),
            None => plain("mail-several", link, case, context),
        },
        (Told::ReferralLink(_), _) => plain("mail-new-link", link, case, context),
        (Told::OwnLink, _) => plain("mail-own-link", link, case, context),
        (Told::Written, _) => plain("mail-written", link, case, context),
        (Told::Invited, _) => plain("mail-invited", link, case, context),
        (Told::RoleAsked, _) => plain("mail-role-asked", link, case, context),
        (Told::Application { news, .. }, _) => match &item.application {
            Some(application) => application_mail(application, *news, link, context),
            None => plain("mail-several", link, case, context),
        },
    }
}

/// A mail with a subject, a sentence and an address.
fn plain(key: &str, link: &str, case: Option<CaseId>, context: &MailContext<'_>) -> Mail {
    let texts = context.words().texts();
    let case = case.map(|id| id.to_string()).unwrap_or_default();
    let subject = texts.with(&format!("{key}-subject"), "case", &case);
    let text = texts.with(&format!("{key}-text"), "case", &case);
    context.mail(&subject, &format!("{text}\n{link}"), None)
}

/// Where the reader of an item goes on.
fn path_of(item: &LetterItem) -> String {
    match (item.link, &item.told) {
        (Some(LetterLink::OwnCase(token)), _) => format!("/mijn-vraag/{}", token.to_text()),
        (Some(LetterLink::Referral(token)), _) => format!("/verwijzing/{}", token.to_text()),
        (Some(LetterLink::WorkCase(case)), _) => format!("/werk/zaken/{case}"),
        (Some(LetterLink::SignIn(token)), _) => format!("/inloggen/{}", token.to_text()),
        (Some(LetterLink::Application(token)), _) => format!("/aanvraag/{}", token.to_text()),
        (Some(LetterLink::Partner(token)), _) => format!("/aanvraag/partner/{}", token.to_text()),
        (None, Told::RoleAsked) => "/werk/mensen".to_owned(),
        (None, Told::Invited) => "/inloggen".to_owned(),
        (None, _) => "/".to_owned(),
    }
}

/// What the process of a case tells, with everything that its words need.
struct CaseItem {
    case: CaseId,
    to: Recipient,
    message: Message,
    need: Option<Need>,
    link: String,
}

impl CaseItem {
    /// Nothing when it is not about the process of a case.
    fn of(item: &LetterItem, link: String) -> Option<Self> {
        let (Told::Case(message), Some(case)) = (&item.told, &item.case) else { return None };
        let to = match &item.reader {
            Reader::Firm(firm) => Recipient::Firm(*firm),
            Reader::Organisation(organisation) => Recipient::Organisation(organisation.clone()),
            Reader::Account(_) => Recipient::Firm(case.firm),
        };
        Some(CaseItem { case: case.id, to, message: message.clone(), need: shown_need(case), link })
    }

    fn mail_item(&self, at: DateTime) -> MailItem<'_> {
        MailItem {
            at,
            case: self.case,
            to: &self.to,
            message: &self.message,
            need: self.need.as_ref(),
            link: &self.link,
        }
    }
}

/// What is asked for; nothing of it in a mail about a confidential case.
fn shown_need(case: &Case) -> Option<Need> {
    (case.visibility != Visibility::Confidential).then(|| case.need.clone())
}
