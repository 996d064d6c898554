//! Mails about an application for a grant: the link, the receipt, what is missing, the decision. None holds an answer of the
//! form or a reason of a decision: those stand on the page behind the link.

use schakel_desk::ApplicationNews;
use schakel_mail::Mail;
use schakel_schemes::{Application, version_on};

use super::MailContext;
use crate::pages::apply::words::{RoundNames, exact_words, missing_words};

/// The mail with this news.
pub fn application_mail(
    application: &Application,
    news: ApplicationNews,
    link: &str,
    context: &MailContext<'_>,
) -> Mail {
    let words = context.words();
    let texts = words.texts();
    let round = context.pack.rounds.get(application.round.as_str());
    let name = round.map_or_else(|| application.round.to_string(), |it| it.name.get(context.language).to_owned());
    let day = match news {
        ApplicationNews::Incomplete => application.repair_until,
        ApplicationNews::Delayed => application.decision_due(),
        ApplicationNews::Decided => application.objection_until,
        _ => application.decision_due(),
    };
    let values = [
        ("number", application.number.to_string().into()),
        ("round", name.into()),
        ("executor", words.organisation(&application.executor).into()),
        ("day", day.map(|it| words.day(it)).unwrap_or_default().into()),
    ];
    let key = key_of(news);
    let mut text = texts.with_all(&format!("{key}-text"), &values);
    match news {
        ApplicationNews::Received => {
            let Some(receipt) = application.receipts.last() else { return plain(&key, &text, link, &values, context) };
            let moment = exact_words(receipt.received_at, texts);
            let lines = [
                texts.with("mail-apply-receipt-moment", "moment", &moment),
                texts.with("mail-apply-receipt-content", "digest", &receipt.content.to_string()),
                texts.with("mail-apply-receipt-seal", "digest", &receipt.seal.to_string()),
            ];
            text = format!("{text}\n\n{}", lines.join("\n"));
        }
        ApplicationNews::Incomplete => {
            let version = round.and_then(|it| version_on(it, context.written_at.date()));
            if let Some(version) = version {
                let names = RoundNames { version };
                let partner = |_| texts.get("apply-a-partner");
                let items = application.missing.iter().map(|it| missing_words(it, names, partner, texts).0);
                let lines: Vec<String> = items.map(|it| format!("* {it}")).collect();
                text = format!("{text}\n\n{}", lines.join("\n"));
            }
        }
        _ => {}
    }
    plain(&key, &text, link, &values, context)
}

fn plain(
    key: &str,
    text: &str,
    link: &str,
    values: &[(&str, fluent_bundle::FluentValue<'_>)],
    context: &MailContext<'_>,
) -> Mail {
    let texts = context.words().texts();
    let subject = texts.with_all(&format!("{key}-subject"), values);
    context.mail(&subject, &format!("{text}\n\n{}\n{link}", texts.get("mail-apply-look")), None)
}

fn key_of(news: ApplicationNews) -> String {
    let name = match news {
        ApplicationNews::Link => "link",
        ApplicationNews::Invited => "invited",
        ApplicationNews::PartnerAnswered => "partner-answered",
        ApplicationNews::Received => "received",
        ApplicationNews::Incomplete => "incomplete",
        ApplicationNews::Complete => "complete",
        ApplicationNews::Delayed => "delayed",
        ApplicationNews::Decided => "decided",
        ApplicationNews::ObjectionDecided => "objection-decided",
        ApplicationNews::Settled => "settled",
    };
    format!("mail-apply-{name}")
}
