//! Everything that is kept of one person, in the words that the page and the document show.

use schakel_casework::Code;
use schakel_desk::{PersonFile, QuestionPart};

use crate::case_words::CaseWords;

/// All of it, in the order in which it is read.
pub struct OwnData {
    pub title: String,
    pub lead: String,
    pub person: Vec<(String, String)>,
    /// Empty for somebody without a firm.
    pub firm: Vec<(String, String)>,
    pub questions: Vec<QuestionView>,
    /// What else there is, in one line.
    pub more: String,
}

/// A question of the firm.
pub struct QuestionView {
    pub number: String,
    pub words: String,
    /// Empty when there is none.
    pub summary: String,
    pub consents: Vec<(String, String)>,
    pub seen: Vec<(String, String)>,
    pub posts: Vec<(String, String)>,
    pub documents: Vec<String>,
}

impl OwnData {
    /// Puts it in words.
    pub fn new(file: &PersonFile, words: &CaseWords<'_>) -> Self {
        let texts = words.texts();
        let line = |key: &str, value: Option<&str>| {
            let value = value.map_or_else(|| texts.get("not-known"), str::to_owned);
            (texts.get(key), value)
        };
        let person = &file.person;
        let mut firm = Vec::new();
        if let Some(it) = &file.firm {
            firm.push(line("own-data-firm-name", it.name.as_deref()));
            firm.push(line("own-data-kvk", it.kvk_number.as_deref()));
            let municipality = it.municipality.as_deref().and_then(|it| Code::new(it).ok());
            let municipality = municipality.map(|it| words.municipality(&it));
            firm.push(line("own-data-municipality", municipality.as_deref()));
            firm.push(line("own-data-kept-until", Some(&words.day(it.erase_after))));
            let told = words.told_facts(&it.facts, file.made_at.date());
            firm.extend(told.into_iter().filter(|(_, value)| Some(value) != municipality.as_ref()));
        }

        // What is rare is named only when there is some of it.
        let rest = [
            ("own-data-mail", file.mail.len(), true),
            ("own-data-sessions", file.sessions.len(), false),
            ("own-data-ways", file.passkeys.len() + file.providers.len(), false),
            ("own-data-roles", file.roles.len(), false),
            ("own-data-applications", file.applications.len(), false),
            ("own-data-journal", file.journal.len(), true),
        ];
        let rest = rest.into_iter().filter(|(_, count, always)| *always || *count > 0);
        let more: Vec<String> = rest.map(|(key, count, _)| texts.count(key, count)).collect();
        Self {
            title: texts.get("own-data-title"),
            lead: texts.with("own-data-lead", "day", &words.day(file.made_at.date())),
            person: vec![
                line("own-data-name", person.name.as_deref()),
                line("own-data-email", person.email.as_deref()),
                line("own-data-telephone", person.telephone.as_deref()),
                line("own-data-since", Some(&words.day(person.made_at.date()))),
            ],
            firm,
            questions: file.questions.iter().map(|it| question(it, words)).collect(),
            more: more.join(" "),
        }
    }
}

fn question(part: &QuestionPart, words: &CaseWords<'_>) -> QuestionView {
    let texts = words.texts();
    let erased = || texts.get("own-data-erased");
    let by = |organisation: Option<&schakel_casework::OrganisationId>| {
        organisation.map_or_else(|| texts.get("own-data-you"), |it| words.organisation(it))
    };
    let consent = |it: &schakel_desk::ConsentPart| {
        let until = it.withdrawn_at.map(|day| words.day(day.date()));
        let given = words.day(it.given_at.date());
        let what = format!("{} – {}", words.purpose(it.purpose), words.seen(it.purpose, &it.facts));
        let when = until.map_or_else(
            || texts.with("own-data-consent-since", "day", given.as_str()),
            |until| {
                texts.with_all("own-data-consent-until", &[("day", given.as_str().into()), ("until", until.into())])
            },
        );
        (words.organisation(&it.receiver), format!("{what}. {when}"))
    };
    let seen = |it: &schakel_desk::SeenPart| {
        let day = words.day(it.at.date());
        let mut what = words.seen(it.purpose, &it.facts);
        if it.summary {
            what = format!("{what}; {}", texts.get("own-data-summary-seen"));
        }
        (format!("{day}, {}", it.at.strftime("%H:%M")), format!("{}: {what}", words.organisation(&it.receiver)))
    };
    QuestionView {
        number: part.number.to_string(),
        words: part.words.clone().unwrap_or_else(erased),
        summary: part.summary.clone().unwrap_or_default(),
        consents: part.consents.iter().map(consent).collect(),
        seen: part.seen.iter().map(seen).collect(),
        posts: part
            .posts
            .iter()
            .map(|it| {
                let who = format!("{}, {}", words.day(it.at.date()), by(it.organisation.as_ref()));
                (who, it.words.clone().unwrap_or_else(erased))
            })
            .collect(),
        documents: part.documents.iter().map(|it| it.name.clone()).collect(),
    }
}
