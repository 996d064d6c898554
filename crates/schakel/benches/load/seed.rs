//! A database with many cases, the same for the same seed: most have ended, the rest is open at several organisations.

use std::path::PathBuf;

use schakel_casework::{
    Actor, Channel, Code, Command, ContactMoment, Directory, Effect, Moment, Need, OrganisationId, Origin, Outcome,
    Policy, Question, Receivers, Service, Staffing, Visibility, decide, open,
};
use schakel_identity::Token;
use schakel_register::{Pack, PackFiles, load};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_store::tables::links::{self, CaseLink};
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish, RoleHeld};
use schakel_store::tables::{cases, sessions, words};
use schakel_store::{Digest, Statements, Store, StoreError};
use schakel_time::{Date, DateTime, add_days, parse_date, subtract_days};

/// What the traffic needs to know of the database.
pub struct Scene {
    /// A session of somebody of the desk.
    pub session: String,
    /// Open cases of the desk.
    pub open: Vec<u64>,
    /// Links of entrepreneurs.
    pub links: Vec<String>,
}

/// Cases in one transaction.
const BATCH: u64 = 1_000;

pub fn fill(address: &str, count: u64) -> Scene {
    let store = match address.strip_prefix("sqlite:") {
        Some(path) => schakel_store_sqlite::open(&PathBuf::from(path)).unwrap(),
        None => schakel_store_postgres::open(address).unwrap(),
    };
    let pack = pack();
    let desk = OrganisationId::new(pack.settings.casework.desk.as_deref().unwrap()).unwrap();
    let mut directory = Directory::from_pack(&pack, desk.clone());
    directory.limit_to(&[desk.clone()].into());
    let today = today();
    let session = Token::from_bytes([1; 16]);
    let (owner, digest) = (desk.clone(), Digest(session.digest()));
    write(&store, move |rows| {
        let account =
            people::add(rows, AccountKind::Staff, &details("adviseur@loket.example"), None, noon(today), None)?;
        people::give_role(rows, &RoleHeld { account, organisation: owner, role: "adviser".to_owned() }, noon(today))?;
        sessions::begin(rows, digest, account, noon(today), noon(add_days(today, 30)))
    });
    let (mut open_cases, mut secrets) = (Vec::new(), Vec::new());
    let mut first = 1;
    while first <= count {
        let last = (first + BATCH - 1).min(count);
        let (directory, desk) = (directory.clone(), desk.clone());
        let made = write(&store, move |rows| {
            (first..=last)
                .map(|number| one(rows, number, count, &directory, &desk, today))
                .collect::<Result<Vec<_>, _>>()
        });
        for (number, is_open, token) in made {
            if is_open {
                open_cases.push(number);
            }
            if number % 97 == 0 {
                secrets.push(token.to_text());
            }
        }
        first = last + 1;
    }
    Scene { session: format!("schakel_sessie={}", session.to_text()), open: open_cases, links: secrets }
}

/// One question: nine in ten have ended.
fn one(
    rows: &mut dyn Statements,
    number: u64,
    count: u64,
    directory: &Directory,
    desk: &OrganisationId,
    today: Date,
) -> Result<(u64, bool, Token), StoreError> {
    // Two years; the last ones came in on the last days.
    let days_ago = u32::try_from((count - number) * 700 / count).unwrap();
    let is_open = number * 10 > count * 9;
    let day = subtract_days(today, if is_open { 0 } else { days_ago.max(30) });
    let (asked_at, until) = (noon(day), add_days(day, 1_460));
    let firm = FirmDetails {
        name: Some(format!("Proefbedrijf {number}")),
        municipality: Some("GM0193".to_owned()),
        facts: r#"{"employees":12,"municipality":"GM0193"}"#.to_owned(),
        ..FirmDetails::default()
    };
    let firm = firms::add(rows, &firm, asked_at, until)?;
    let account = details(&format!("ondernemer{number}@voorbeeld.example"));
    people::add(rows, AccountKind::Entrepreneur, &account, Some(firm), asked_at, Some(until))?;
    let id = cases::next_case(rows)?;
    let text = format!("Wie denkt er met ons mee over vraag {number} van ons bedrijf?");
    let text = words::keep(rows, Some(id), "question", &text, asked_at, until)?;
    let need = Need { municipality: Code::new("GM0193").ok(), service: service(number), ..Need::default() };
    let origin = Origin::QuestionBox;
    let question = Question { case: id, firm, text, origin, asked_at, need, visibility: Visibility::Ordinary };
    let (policy, staffing) = (Policy::default(), Staffing::default());
    let at = |day: Date| Moment { now: noon(day), policy: &policy, directory, staffing: &staffing };
    let mut decision = open(&question, Actor::Entrepreneur(firm), &at(day)).unwrap();
    let mut events = decision.events.clone();
    let by = || Actor::Organisation { organisation: desk.clone(), person: None };
    let next = add_days(day, 1);
    let mut act = |command: Command, day: Date| {
        if let Ok(done) = decide(&decision.case, &command, by(), &at(day)) {
            events.extend(done.events.iter().cloned());
            decision = done;
        }
    };
    if number.is_multiple_of(3) && !is_open {
        act(Command::Refer { to: Receivers::Best(1), summary: None }, day);
    }
    if !is_open || number.is_multiple_of(2) {
        let effect = if number.is_multiple_of(5) { Effect::Reached } else { Effect::Guided };
        let moment = ContactMoment { service: Service::Helpdesk, channel: Channel::Telephone, effect };
        act(Command::Contact(moment), if is_open { day } else { next });
    }
    if !is_open {
        act(Command::End(Outcome::Helped), next);
    }
    cases::keep(rows, &decision.case)?;
    let entries: Vec<Entry> = events.into_iter().map(|event| Entry::Case(Box::new(event))).collect();
    append(rows, noon(next), &entries)?;
    let mut bytes = [2; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    let token = Token::from_bytes(bytes);
    let link = CaseLink { case: id, is_proven: true };
    links::add_for_entrepreneur(rows, Digest(token.digest()), link, asked_at, add_days(today, 90))?;
    Ok((id.0, is_open, token))
}

fn service(number: u64) -> Option<Code> {
    Code::new(if number.is_multiple_of(2) { "innovation-advice" } else { "front-door" }).ok()
}

fn details(email: &str) -> AccountDetails {
    AccountDetails {
        email: Some(email.to_owned()),
        name: Some("Test Mens".to_owned()),
        telephone: None,
        language: "nl".to_owned(),
        mail: MailWish::Each,
    }
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut dyn Statements) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write(work).unwrap()
}

fn noon(day: Date) -> DateTime {
    day.at(12, 0, 0, 0)
}

/// The server works on the real day.
fn today() -> Date {
    let now = jiff::Zoned::now().date();
    parse_date(&now.to_string()).unwrap()
}

fn pack() -> Pack {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost");
    let mut files = PackFiles::new();
    add_folder(&root, "", &mut files);
    load(&files).pack
}

fn add_folder(folder: &std::path::Path, prefix: &str, files: &mut PackFiles) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|ending| path.extension().is_some_and(|it| it == *ending)) {
            files.insert(std::sync::Arc::from(name.as_str()), std::fs::read_to_string(&path).unwrap());
        }
    }
}
