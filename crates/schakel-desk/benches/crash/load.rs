//! The process that is killed: several threads take in questions and act on them, two send letters. What it says on
//! standard output it has been told is kept.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{Write, stdout};
use std::path::Path;
use std::thread;

use schakel_casework::{
    Actor, Case, Channel, Code, Command, ContactMoment, Directory, Effect, Locality, Need, OrganisationId, Origin,
    Outcome, Policy, Service, Visibility,
};
use schakel_desk::{Contact, Desk, DeskError, Letter, NewQuestion, Region, SendResult, Who};
use schakel_identity::Token;
use schakel_store::tables::absences::{InboxSettings, set_inbox};
use schakel_store::tables::firms::FirmDetails;
use schakel_store::{Digest, Store, StoreError};
use schakel_time::{DateTime, add_minutes, parse_date};

/// Threads that take in questions.
const DESKS: u64 = 4;

/// Threads that send letters: two, so that they could send the same.
const SENDERS: u64 = 2;

/// Works until it is killed, or until the database is gone.
pub fn run(address: &str, received: &str, round: u64) {
    let desk = desk(address);
    let now = moment(round);
    let loket = loket();
    desk.store()
        .write(move |it| {
            set_inbox(it, &loket, &InboxSettings { email: Some("loket@example.nl".into()), capacity: None })
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    desk.recover_outbox(now, false).unwrap();
    thread::scope(|scope| {
        for thread in 0..DESKS {
            let desk = &desk;
            scope.spawn(move || serve(desk, round * DESKS + thread, now));
        }
        for thread in 0..SENDERS {
            let desk = &desk;
            scope.spawn(move || while send(desk, received, now, round * SENDERS + thread).is_ok() {});
        }
    });
}

/// The moment of a round: an hour after the one before, when what was claimed there has been given up.
pub fn moment(round: u64) -> DateTime {
    let first = parse_date("2026-11-23").unwrap().at(9, 0, 0, 0);
    add_minutes(first, i64::try_from(round).unwrap() * 60)
}

pub fn open(address: &str) -> Store {
    let opened = match address.strip_prefix("sqlite:") {
        Some(file) => schakel_store_sqlite::open(Path::new(file)),
        None => schakel_store_postgres::open(address),
    };
    opened.unwrap_or_else(|error| panic!("{error}"))
}

/// A region of one front door.
pub fn desk(address: &str) -> Desk {
    let place = Code::new("GM0193").unwrap();
    let mut directory = Directory::new(loket());
    let around = vec![place.clone()];
    directory.place(place, Locality { front_door: Some(loket()), around, ..Locality::default() });
    Desk::new(open(address), Region::new(directory, Policy::default(), 365))
}

fn loket() -> OrganisationId {
    OrganisationId::new("loket").unwrap()
}

/// Takes in questions of firms that never asked before, and brings each to its end.
fn serve(desk: &Desk, thread: u64, now: DateTime) {
    for turn in 0u64.. {
        match question(desk, &format!("{thread}-{turn}"), now) {
            Ok(()) => {}
            Err(DeskError::Store(_)) => return,
            Err(error) => panic!("{error}"),
        }
    }
}

fn question(desk: &Desk, name: &str, now: DateTime) -> Result<(), DeskError> {
    let contact = Contact { email: Some(format!("{name}@example.nl")), language: "nl".into(), ..Contact::default() };
    let firm = FirmDetails { name: Some(format!("Firma {name}")), facts: "{}".into(), ..FirmDetails::default() };
    let asked = desk.ask(
        NewQuestion {
            who: Who::Told { contact, firm },
            words: format!("Wie helpt firma {name}?"),
            origin: Origin::QuestionBox,
            asked_at: now,
            need: Need { municipality: Some(Code::new("GM0193").unwrap()), ..Need::default() },
            visibility: Visibility::Ordinary,
            consents: Vec::new(),
            link: Digest::of(name.as_bytes()),
            form_key: Some(format!("form-{name}")),
        },
        None,
        now,
    )?;
    acknowledge(&asked.case);
    let by = Actor::Organisation { organisation: loket(), person: None };
    let call = ContactMoment { service: Service::Helpdesk, channel: Channel::Telephone, effect: Effect::Guided };
    for command in [Command::Contact(call), Command::End(Outcome::Helped)] {
        acknowledge(&desk.act(asked.case.id, command, by.clone(), now, None)?);
    }
    Ok(())
}

/// Says that a case was kept as far as this event. Whoever reads may be gone.
fn acknowledge(case: &Case) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{} {}", case.id, case.events).and_then(|()| out.flush());
}

/// Sends what waits. The receiver writes down every letter that it gets, also one that it had before.
pub fn send(desk: &Desk, received: &str, now: DateTime, seed: u64) -> Result<(), DeskError> {
    let mut drawn = seed << 40;
    let mut draw = || {
        drawn += 1;
        let digest = Digest::of(format!("{now}-{drawn}").as_bytes()).0;
        Some(Token::from_bytes(digest[..16].try_into().unwrap()))
    };
    let mut deliver = |letter: &Letter| {
        let numbers: BTreeSet<u64> = letter.items.iter().map(|item| item.number).collect();
        let lines: String = numbers.iter().map(|number| format!("{number}\n")).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(received).unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        SendResult::Sent
    };
    desk.dispatch(now, &mut draw, &mut deliver, |_, _| None).map(drop)
}
