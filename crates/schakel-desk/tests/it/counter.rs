//! A small region with a counter on each engine, for tests that tell a story.

use std::collections::BTreeSet;

use schakel_casework::{
    Actor, Case, CaseId, Channel, Code, Command, ContactMoment, Directory, Effect, Locality, Need, OrganisationId,
    Origin, PersonRef, Policy, Profile, Purpose, Receivers, Service, Visibility,
};
use schakel_desk::{Asked, CaseSheet, Contact, Desk, DeskError, DetailsShown, NewQuestion, Region, Told, Who};
use schakel_identity::Token;
use schakel_store::journal::{self, Entry, JournalRow, Verified};
use schakel_store::tables::absences::{self, InboxSettings};
use schakel_store::tables::firms::FirmDetails;
use schakel_store::tables::outbox::{self, Queued};
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish, RoleHeld};
use schakel_store::{Digest, Row, StoreError, Value};
use schakel_time::{DateTime, parse_date};

use crate::databases::Database;

pub const KEEP_DAYS: u32 = 730;
pub const QUESTION: &str = "Mijn broodrooster piept, wie helpt ons met de nieuwe oven?";
pub const KVK: &str = "69599084";
pub const FIRM_NAME: &str = "Bakkerij De Proef";
pub const EMAIL: &str = "bakker@voorbeeld.example";
pub const PERSON: &str = "Test Bakker";
pub const TELEPHONE: &str = "0600000099";

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn org(text: &str) -> OrganisationId {
    OrganisationId::new(text).unwrap()
}

/// Noon of a day.
pub fn on(day: &str) -> DateTime {
    at(day, 12)
}

pub fn at(day: &str, hour: i8) -> DateTime {
    parse_date(day).unwrap().at(hour, 0, 0, 0)
}

/// Zwolle with a front door, advisers `a` to `f`, all alike and reached by mail, and a process director who signs in.
pub struct Counter {
    pub desk: Desk,
    pub director: PersonRef,
    next_token: std::cell::Cell<u64>,
    _database: Database,
}

/// Runs a story on each engine.
pub fn on_each(story: impl Fn(&Counter)) {
    for database in Database::each() {
        story(&Counter::open(database));
    }
}

impl Counter {
    pub fn open(database: Database) -> Self {
        let mut directory = Directory::new(org("desk"));
        for id in ["a", "b", "c", "d", "e", "f"] {
            directory.describe(Profile { services: [code("advice")].into(), ..Profile::new(org(id)) });
        }
        let locality = Locality {
            around: vec![code("GM0193"), code("PV23")],
            front_door: Some(org("door")),
            position: Some((52_512, 6_093)),
            ..Locality::default()
        };
        directory.place(code("GM0193"), locality);
        let store = database.open().unwrap();
        let director = store.write(|rows| {
            for id in ["door", "a", "b", "c", "d", "e", "f"] {
                let email = Some(format!("{id}@organisatie.example"));
                absences::set_inbox(rows, &org(id), &InboxSettings { email, capacity: None })?;
            }
            let details = AccountDetails {
                email: Some("regie@organisatie.example".to_owned()),
                name: Some("Test Regie".to_owned()),
                telephone: None,
                language: "nl".to_owned(),
                mail: MailWish::Each,
            };
            let person = people::add(rows, AccountKind::Staff, &details, None, on("2017-01-02"), None)?;
            let held = RoleHeld { account: person, organisation: org("director"), role: "process-director".to_owned() };
            people::give_role(rows, &held, on("2017-01-02"))?;
            Ok::<_, StoreError>(person)
        });
        Counter {
            desk: Desk::new(store, Region::new(directory, Policy::default(), KEEP_DAYS)),
            director: director.unwrap(),
            next_token: std::cell::Cell::new(1),
            _database: database,
        }
    }

    pub fn token(&self) -> Token {
        let number = self.next_token.get();
        self.next_token.set(number + 1);
        let mut bytes = [7; 16];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Token::from_bytes(bytes)
    }

    /// A question of the bakery, who is not known.
    pub fn question(&self, words: &str, asked_at: DateTime) -> (NewQuestion, Token) {
        let token = self.token();
        let question = NewQuestion {
            who: Who::Told {
                contact: Contact {
                    name: Some(PERSON.to_owned()),
                    email: Some(EMAIL.to_owned()),
                    telephone: Some(TELEPHONE.to_owned()),
                    language: "nl".to_owned(),
                },
                firm: FirmDetails {
                    kvk_number: Some(KVK.to_owned()),
                    name: Some(FIRM_NAME.to_owned()),
                    municipality: Some("GM0193".to_owned()),
                    facts: r#"{"employees":12,"annual_turnover":"987654"}"#.to_owned(),
                },
            },
            words: words.to_owned(),
            origin: Origin::QuestionBox,
            asked_at,
            need: Need { service: Some(code("advice")), municipality: Some(code("GM0193")), ..Need::default() },
            visibility: Visibility::Ordinary,
            consents: Vec::new(),
            link: Digest(token.digest()),
            form_key: None,
        };
        (question, token)
    }

    /// The bakery asks.
    pub fn asks(&self, day: &str) -> (Asked, Token) {
        let (question, token) = self.question(QUESTION, on(day));
        (self.desk.ask(question, None, on(day)).unwrap(), token)
    }

    /// Somebody does something: an organisation by its name, or the entrepreneur of the case.
    pub fn tries(&self, case: &Case, day: &str, who: &str, command: Command) -> Result<Case, DeskError> {
        let by = match who {
            "entrepreneur" => Actor::Entrepreneur(case.firm),
            id => Actor::Organisation { organisation: org(id), person: None },
        };
        self.desk.act(case.id, command, by, on(day), None)
    }

    pub fn does(&self, case: &Case, day: &str, who: &str, command: Command) -> Case {
        self.tries(case, day, who, command).unwrap_or_else(|it| panic!("{who} on {day}: {it}"))
    }

    pub fn case(&self, id: CaseId) -> Case {
        self.desk.store().read(|rows| schakel_store::tables::cases::read(rows, id)).unwrap().unwrap()
    }

    pub fn sheet(&self, id: CaseId, organisation: &str, now: DateTime) -> Result<CaseSheet, DeskError> {
        self.desk.sheet(id, &org(organisation), None, now)
    }

    pub fn outbox(&self, case: CaseId) -> Vec<Queued<Told>> {
        self.desk.store().read(|rows| outbox::of_case(rows, case)).unwrap()
    }

    pub fn journal(&self) -> Vec<JournalRow> {
        let subjects = self.rows("SELECT DISTINCT subject FROM journal ORDER BY subject", &[]);
        let about = |row: &Row| {
            let subject = row.text(0).unwrap().to_owned();
            self.desk.store().read(|rows| journal::about(rows, &subject)).unwrap()
        };
        let mut all: Vec<_> = subjects.iter().flat_map(about).collect();
        all.sort_by_key(|it| it.number);
        all
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.journal().iter().map(|row| journal::entry(row).unwrap()).collect()
    }

    pub fn journal_is_whole(&self) {
        let verified = self.desk.store().read(journal::verify).unwrap();
        assert!(matches!(verified, Verified::Whole { .. }), "{verified:?}");
    }

    pub fn rows(&self, question: &str, values: &[Value]) -> Vec<Row> {
        self.desk.store().read(|rows| rows.query(question, values)).unwrap()
    }

    pub fn number(&self, question: &str) -> i64 {
        self.rows(question, &[])[0].integer(0).unwrap()
    }
}

pub fn best(count: usize) -> Command {
    Command::Refer { to: Receivers::Best(count), summary: None }
}

pub fn call(effect: Effect) -> Command {
    Command::Contact(ContactMoment { service: Service::Helpdesk, channel: Channel::Telephone, effect })
}

pub fn consent(receiver: &str, facts: &[&str]) -> Command {
    let facts: BTreeSet<Code> = facts.iter().map(|it| code(it)).collect();
    Command::Consent { receiver: org(receiver), purpose: Purpose::Help, facts }
}

/// Everything that a sheet says, as one text.
pub fn everything(sheet: &CaseSheet) -> String {
    format!("{sheet:?}")
}

pub fn shown(sheet: &CaseSheet) -> (Option<&str>, &str, Vec<&str>) {
    match &sheet.details {
        DetailsShown::NeedsConsent => (None, "", Vec::new()),
        DetailsShown::Shown { question, firm, people } => {
            let names = people.iter().filter_map(|it| it.details.name.as_deref());
            (question.as_deref(), &firm.details.facts, names.collect())
        }
    }
}
