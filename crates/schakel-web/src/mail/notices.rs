//! Every message of a case in words: a subject, and a few sentences.

use fluent_bundle::FluentValue;
use schakel_casework::{Director, Message, Need, NotHelped, OrganisationId, Outcome};
use schakel_time::Date;

use super::MailItem;
use crate::case_words::CaseWords;

/// A message in words.
pub struct Told {
    /// What it is about, in a few words.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// What is asked for, a line for each thing.
    pub need: Option<String>,
}

/// The message in words.
pub fn told(item: &MailItem<'_>, words: CaseWords<'_>) -> Told {
    let key = key(item.message);
    let mut values = values(item.message, words);
    values.push(("case", item.case.to_string().into()));
    let texts = words.texts();
    let shows_need = matches!(item.message, Message::NewQuestion { .. } | Message::AskedToTake { .. });
    let lines = item.need.filter(|_| shows_need).map(|need| brief(need, words)).filter(|lines| !lines.is_empty());
    Told {
        subject: texts.with_all(&format!("mail-{}-subject", subject_key(key)), &values),
        text: texts.with_all(&format!("mail-{key}-text"), &values),
        need: lines.map(|lines| lines.join("\n")),
    }
}

/// The last day for the reader or for who acts for the reader, when the message has one.
pub fn due(message: &Message) -> Option<Date> {
    match message {
        Message::Received { due, .. }
        | Message::NewQuestion { due }
        | Message::AskedToTake { due, .. }
        | Message::Accepted { due, .. }
        | Message::Reminder { due, .. }
        | Message::FindSomebody { due, .. }
        | Message::StillSearching { due, .. } => Some(*due),
        Message::SomebodyAsked { .. }
        | Message::WentOn(_)
        | Message::NoLongerNeeded(_)
        | Message::StopUsing { .. }
        | Message::NotHelped
        | Message::Ended(_)
        | Message::Joined(_)
        | Message::Separated(_) => None,
    }
}

/// What kind of help is asked, about what and where; how large the firm is stays behind the link.
fn brief(need: &Need, words: CaseWords<'_>) -> Vec<String> {
    words.need(&Need { employees: None, language: None, ..need.clone() })
}

fn key(message: &Message) -> &'static str {
    match message {
        Message::Received { .. } => "received",
        Message::NewQuestion { .. } => "new-question",
        Message::AskedToTake { .. } => "asked-to-take",
        Message::SomebodyAsked { warm: true, .. } => "somebody-asked-warm",
        Message::SomebodyAsked { warm: false, .. } => "somebody-asked",
        Message::Accepted { .. } => "accepted",
        Message::WentOn(_) => "went-on",
        Message::NoLongerNeeded(_) => "no-longer-needed",
        Message::Reminder { .. } => "reminder",
        Message::FindSomebody { director: Director::One(_), .. } => "find-somebody",
        Message::FindSomebody { director: Director::NoneNamed | Director::SeveralNamed, .. } => "find-somebody-door",
        Message::StillSearching { .. } => "still-searching",
        Message::StopUsing { facts, .. } if facts.is_empty() => "stop-using-summary",
        Message::StopUsing { .. } => "stop-using",
        Message::NotHelped => "not-helped",
        Message::Ended(outcome) => ended_key(*outcome),
        Message::Joined(_) => "joined",
        Message::Separated(_) => "separated",
    }
}

fn ended_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Helped => "ended-helped",
        Outcome::NotHelped(NotHelped::NoSupportExists) => "ended-no-support-exists",
        Outcome::NotHelped(NotHelped::ConditionsNotMet) => "ended-conditions-not-met",
        Outcome::NotHelped(NotHelped::NoRoom) => "ended-no-room",
        Outcome::NotHelped(NotHelped::OutsideRegion) => "ended-outside-region",
        Outcome::NotReachable => "ended-not-reachable",
        Outcome::TakenBack => "ended-taken-back",
    }
}

/// Messages that differ only in what they say below have one subject.
fn subject_key(key: &'static str) -> &'static str {
    match key {
        "somebody-asked-warm" => "somebody-asked",
        "find-somebody-door" => "find-somebody",
        "stop-using-summary" => "stop-using",
        other if other.starts_with("ended-") => "ended",
        other => other,
    }
}

fn values(message: &Message, words: CaseWords<'_>) -> Vec<(&'static str, FluentValue<'static>)> {
    let organisation = |it: &OrganisationId| ("organisation", words.organisation(it).into());
    let day = |it: Date| ("day", words.day(it).into());
    match message {
        Message::Received { by, due } | Message::Accepted { by, due } | Message::StillSearching { by, due } => {
            vec![organisation(by), day(*due)]
        }
        Message::NewQuestion { due } | Message::AskedToTake { due, .. } | Message::FindSomebody { due, .. } => {
            vec![day(*due)]
        }
        Message::Reminder { due, times } => vec![day(*due), ("times", (*times).into())],
        Message::SomebodyAsked { receiver, .. } => vec![organisation(receiver)],
        Message::StopUsing { facts, .. } => vec![("facts", words.facts(facts).into())],
        Message::Joined(other) | Message::Separated(other) => vec![("other", other.to_string().into())],
        Message::WentOn(_) | Message::NoLongerNeeded(_) | Message::NotHelped | Message::Ended(_) => Vec::new(),
    }
}
