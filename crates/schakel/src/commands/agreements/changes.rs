//! What changed in the agreements since an earlier day or an earlier version of the pack, for each party.

use std::path::Path;

use schakel_account::{Change, ChangeNotice, due_words, notices_between_days, notices_between_packs, state_words};
use schakel_criteria::Language;
use schakel_register::{Id, Pack};
use schakel_time::{Date, dutch_date, english_date, parse_date};
use serde_json::{Value as Json, json};

use crate::arguments::{Agreements, ListFormat};
use crate::commands::{CommandError, Outcome, usable_pack};
use crate::printer::Printer;

/// Prints the notices.
pub fn print(
    since: &str,
    arguments: &Agreements,
    pack: &Pack,
    day: Date,
    printer: &mut Printer,
) -> Result<Outcome, CommandError> {
    let language = Language::from(arguments.lang);
    let notices = match parse_date(since) {
        Ok(from) => notices_between_days(pack, from, day),
        Err(_) if Path::new(since).is_dir() => {
            notices_between_packs(&usable_pack(Path::new(since), printer)?, pack, day)
        }
        Err(_) => {
            let error = CommandError::wrong_use(format!("`{since}` is neither a day nor a folder"));
            return Err(error.help("write a day as 2016-06-01, or name the folder of an earlier pack"));
        }
    };
    let wanted = |it: &&ChangeNotice| arguments.party.as_deref().is_none_or(|party| *party == *it.party);
    let shown: Vec<&ChangeNotice> = notices.iter().filter(wanted).collect();
    if arguments.format == ListFormat::Json {
        let rows: Vec<Json> = shown.iter().map(|it| as_json(it, pack, language)).collect();
        printer.line(&format!("{:#}", json!({ "notices": rows })));
        return Ok(Outcome::Good);
    }
    let heading = if arguments.format == ListFormat::Md { "## " } else { "" };
    let mut party: Option<&Id> = None;
    for notice in shown {
        if party != Some(&notice.party) {
            printer.line(&format!("{heading}{}", organisation(&notice.party, pack, language)));
            party = Some(&notice.party);
        }
        for change in &notice.changes {
            let name = pack.agreements.get(&notice.agreement).map_or(&*notice.agreement, |it| it.name.get(language));
            printer.line(&format!("- {name}: {}", words(change, pack, language)));
        }
    }
    Ok(Outcome::Good)
}

fn as_json(notice: &ChangeNotice, pack: &Pack, language: Language) -> Json {
    let changes: Vec<Json> =
        notice.changes.iter().map(|it| json!({ "change": name(it), "text": words(it, pack, language) })).collect();
    json!({ "party": &*notice.party, "agreement": &*notice.agreement, "changes": changes })
}

fn organisation<'a>(id: &'a Id, pack: &'a Pack, language: Language) -> &'a str {
    pack.organisations.get(id).map_or(id, |it| it.name.get(language))
}

fn name(change: &Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Gone => "gone",
        Change::State { .. } => "state",
        Change::Term { .. } => "term",
        Change::Passed { .. } => "passed",
        Change::Parties { .. } => "parties",
        Change::Content => "content",
    }
}

fn words(change: &Change, pack: &Pack, language: Language) -> String {
    let say = |dutch: String, english: String| match language {
        Language::Dutch => dutch,
        Language::English => english,
    };
    let list = |ids: &[Id]| ids.iter().map(|id| organisation(id, pack, language)).collect::<Vec<_>>().join(", ");
    let term = |due: &Option<schakel_register::Due>| {
        let none = say("geen termijn".to_owned(), "no term".to_owned());
        due.as_ref().map_or(none, |due| due_words(due, language))
    };
    match change {
        Change::New => say("nieuw".to_owned(), "new".to_owned()),
        Change::Gone => say("vervallen".to_owned(), "gone".to_owned()),
        Change::State { from, to } => {
            let (from, to) = (state_words(*from, language), state_words(*to, language));
            say(format!("van “{from}” naar “{to}”"), format!("from “{from}” to “{to}”"))
        }
        Change::Term { from, to } => {
            let (from, to) = (term(from), term(to));
            say(format!("termijn: was {from}, is {to}"), format!("term: was {from}, is {to}"))
        }
        Change::Passed { since } => {
            say(format!("te laat sinds {}", dutch_date(*since)), format!("overdue since {}", english_date(*since)))
        }
        Change::Parties { joined, left } => {
            let (joined, left) = (list(joined), list(left));
            say(format!("erbij: {joined}; eraf: {left}"), format!("joined: {joined}; left: {left}"))
        }
        Change::Content => say("de inhoud is anders".to_owned(), "the content has changed".to_owned()),
    }
}
