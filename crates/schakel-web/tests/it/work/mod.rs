//! The pages of people of organisations, through their addresses: who may come in, what they see, and what they do.

mod case;
mod doors;
mod elsewhere;
mod figures;
mod money;
mod outward;

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_casework::{Actor, Case, CaseId, Code, Command, Need, OrganisationId, Origin, PersonRef, Visibility};
use schakel_desk::{Contact, NewQuestion, Who};
use schakel_identity::Token;
use schakel_store::tables::firms::FirmDetails;
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish, RoleHeld};
use schakel_store::tables::{cases, sessions};
use schakel_store::{Digest, StoreError};
use schakel_time::{DateTime, add_days};
use schakel_web::App;

use crate::support::{Reply, TODAY, fresh, send_to};

/// A portal with a database that only these tests use.
pub static APP: LazyLock<App> = LazyLock::new(fresh);

/// A member of staff who is signed in.
#[derive(Clone)]
pub struct Worker {
    app: App,
    pub person: PersonRef,
    pub organisation: OrganisationId,
    cookie: String,
}

/// The organisation that keeps the counter.
pub const DESK: &str = "provincie-overijssel";

pub fn organisation(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

pub fn random() -> Token {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [7; 16];
    bytes[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    Token::from_bytes(bytes)
}

/// Signs somebody in at an organisation in a role.
pub fn worker(app: &App, at: &str, role: &'static str, name: &'static str) -> Worker {
    let (token, now, at) = (random(), app.now(), organisation(at));
    let owner = at.clone();
    let person = app.store().write(move |rows| {
        let details = AccountDetails {
            email: None,
            name: Some(name.to_owned()),
            telephone: None,
            language: "nl".to_owned(),
            mail: MailWish::None,
        };
        let person = people::add(rows, AccountKind::Staff, &details, None, now, None)?;
        let held = RoleHeld { account: person, organisation: owner, role: role.to_owned() };
        people::give_role(rows, &held, now)?;
        sessions::begin(rows, Digest(token.digest()), person, now, add_days(now.date(), 300).at(0, 0, 0, 0))?;
        Ok::<_, StoreError>(person)
    });
    Worker {
        app: app.clone(),
        person: person.unwrap(),
        organisation: at,
        cookie: format!("schakel_sessie={}", token.to_text()),
    }
}

impl Worker {
    pub fn get(&self, address: &str) -> Reply {
        send_to(&self.app, Request::get(address).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap())
    }

    /// Gets a page that has to be there.
    pub fn page(&self, address: &str) -> String {
        let reply = self.get(address);
        assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.text());
        assert_eq!(reply.header("cache-control"), "private, no-store", "{address}");
        reply.text().to_owned()
    }

    pub fn post(&self, address: &str, form: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded(form);
        let request = Request::post(address).header(header::COOKIE, &self.cookie);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        send_to(&self.app, request.body(Body::from(body)).unwrap())
    }

    /// Sends a form that has to be done.
    pub fn done(&self, address: &str, form: &[(&str, &str)]) -> Reply {
        let reply = self.post(address, form);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{form:?}: {}", reply.text());
        reply
    }

    pub fn actor(&self) -> Actor {
        Actor::Organisation { organisation: self.organisation.clone(), person: Some(self.person) }
    }
}

fn form_urlencoded(form: &[(&str, &str)]) -> String {
    let quoted = |text: &str| -> String {
        let byte = |it: u8| match it {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(it).to_string(),
            _ => format!("%{it:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", quoted(name), quoted(value))).collect();
    pairs.join("&")
}

/// What a test asks.
pub struct Asking<'a> {
    pub words: &'a str,
    pub service: Option<&'a str>,
    pub theme: Option<&'a str>,
    pub municipality: &'a str,
    pub at: DateTime,
}

impl Default for Asking<'_> {
    fn default() -> Self {
        Asking {
            words: "Wie helpt mij met een robot?",
            service: None,
            theme: None,
            municipality: "GM0193",
            at: TODAY.at(9, 0, 0, 0),
        }
    }
}

/// Asks a question of a new firm.
pub fn ask(app: &App, asking: &Asking<'_>) -> Case {
    let code = |it: &str| Code::new(it).unwrap();
    let question = NewQuestion {
        who: Who::Told {
            contact: Contact {
                name: Some("Anna de Wit".to_owned()),
                email: None,
                telephone: Some("0612345678".to_owned()),
                language: "nl".to_owned(),
            },
            firm: FirmDetails {
                name: Some("Wit Metaal".to_owned()),
                municipality: Some(asking.municipality.to_owned()),
                facts: "{}".to_owned(),
                ..FirmDetails::default()
            },
        },
        words: asking.words.to_owned(),
        origin: Origin::QuestionBox,
        asked_at: asking.at,
        need: Need {
            service: asking.service.map(code),
            themes: asking.theme.map(code).into_iter().collect(),
            municipality: Some(code(asking.municipality)),
            ..Need::default()
        },
        visibility: Visibility::Ordinary,
        consents: Vec::new(),
        link: Digest(random().digest()),
        form_key: None,
    };
    app.desk().unwrap().ask(question, None, asking.at).unwrap().case
}

/// Lets somebody act on a case, at a moment.
pub fn act(app: &App, case: CaseId, command: Command, by: Actor, at: DateTime) -> Case {
    app.desk().unwrap().act(case, command, by, at, None).unwrap()
}

/// The case as it is kept.
pub fn kept(app: &App, case: CaseId) -> Case {
    app.store().read(|rows| cases::read(rows, case)).unwrap().unwrap()
}

/// Who answers for a case now, with a name.
pub fn responsible(app: &App, case: CaseId, name: &'static str) -> Worker {
    let now = kept(app, case);
    worker(app, now.open().unwrap().responsible.0.as_str(), "adviser", name)
}
