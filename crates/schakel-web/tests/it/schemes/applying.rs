//! From the start of an application to its receipt, through the pages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_desk::GrantDesk;
use schakel_schemes::{ApplicationNumber, ApplicationState, MissingItem};
use schakel_web::App;

use super::{Hands, ROUND, TENDER, portal};
use crate::support::{Reply, send_to};

/// A file as a form sends it.
pub struct Upload<'a> {
    pub document: &'a str,
    pub name: &'a str,
    pub content: &'a [u8],
}

/// What a plan begins with.
pub const PDF: &[u8] = b"%PDF-1.7\nEen plan";

/// A visitor of a portal.
pub struct Visitor {
    pub app: App,
    pub hands: Hands,
}

impl Visitor {
    pub fn new() -> Self {
        let (app, hands) = portal();
        Visitor { app, hands }
    }

    pub fn get(&self, address: &str) -> Reply {
        send_to(&self.app, Request::get(address).body(Body::empty()).unwrap())
    }

    pub fn page(&self, address: &str) -> String {
        let reply = self.get(address);
        assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.text());
        assert_eq!(reply.header("cache-control"), "private, no-store", "{address}");
        let text = reply.text().to_owned();
        for missing in [">apply-", " apply-", "\"apply-"] {
            assert!(!text.contains(missing), "{address}: a text is missing: {}", after(&text, missing));
        }
        text
    }

    pub fn post(&self, address: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        send_to(&self.app, request.body(Body::from(body)).unwrap())
    }

    /// Sends the form of an application with files.
    pub fn form(&self, address: &str, action: &str, fields: &[(&str, &str)], files: &[Upload<'_>]) -> Reply {
        const LINE: &str = "grens";
        let mut body = Vec::new();
        for (name, value) in [("formulier", "ja"), ("actie", action)].iter().chain(fields) {
            let part = format!("--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        for file in files {
            let head = format!(
                "--{LINE}\r\nContent-Disposition: form-data; name=\"bestand-{}\"; filename=\"{}\"\r\n\r\n",
                file.document, file.name
            );
            body.extend(head.into_bytes());
            body.extend(file.content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{LINE}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={LINE}");
        send_to(&self.app, Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap())
    }

    pub fn done(&self, reply: &Reply, what: &str) -> String {
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
        let place = reply.header("location").to_owned();
        assert!(place.ends_with(&format!("gedaan={what}")), "{place}");
        place.split('?').next().unwrap().to_owned()
    }

    /// Begins an application, and answers the address of its page.
    pub fn begin(&self, round: &str, firm: &str, email: &str) -> String {
        let start = self.page(&format!("/regelingen/{round}/aanvragen"));
        let key = crate::questions::hidden(&start, "sleutel");
        let fields = [("sleutel", key.as_str()), ("bedrijf", firm), ("email", email), ("naam", "Anna de Wit")];
        let begun = self.post(&format!("/regelingen/{round}/aanvragen"), &fields);
        let place = self.done(&begun, "begonnen");
        // The same form twice begins one application.
        assert_eq!(self.done(&self.post(&format!("/regelingen/{round}/aanvragen"), &fields), "begonnen"), place);
        place
    }

    pub fn number(&self, address: &str) -> ApplicationNumber {
        let token = crate::questions::token(address);
        let link = schakel_store::Digest(token.digest());
        self.grants().linked(link, self.app.now()).unwrap().application
    }

    pub fn grants(&self) -> std::sync::Arc<GrantDesk> {
        self.app.grants()
    }

    pub fn state(&self, number: ApplicationNumber) -> Option<ApplicationState> {
        let by = schakel_casework::Actor::Time;
        let application = self.grants().application(number, &by).unwrap().application;
        application.course.standing().map(|it| it.state)
    }

    /// An application for the round in order of completeness that is filled in whole, of firm 1.
    pub fn filled_in(&self, firm: &str, email: &str) -> String {
        let place = self.begin(ROUND, firm, email);
        let number = self.number(&place);
        let by = schakel_casework::Actor::Time;
        let firm = self.grants().application(number, &by).unwrap().application.applicant;
        let costs = [format!("kosten-{firm}-feasibility-study"), format!("kosten-{firm}-innovation-advice")];
        let fields =
            [FIELDS, &[(costs[0].as_str(), "10.000"), (costs[1].as_str(), "2.500,50"), ("bedrag", "5.000")]].concat();
        let files = [
            Upload { document: "plan", name: "Plan.pdf", content: PDF },
            Upload { document: "budget", name: "Begroting.pdf", content: PDF },
        ];
        self.done(&self.form(&place, "bewaren", &fields, &files), "bewaard");
        place
    }
}

/// What the round asks.
pub const FIELDS: &[(&str, &str)] = &[
    ("bedrijf", "Wit Metaal"),
    ("veld-title", "Lassen met een robot"),
    ("veld-aim", "Sneller lassen.\r\nMinder afval."),
    ("veld-begins", "2030-06-01"),
];

fn after(text: &str, found: &str) -> String {
    let from = text.find(found).unwrap();
    text[from..].chars().take(60).collect()
}

#[test]
fn from_start_to_receipt() {
    let visitor = Visitor::new();
    let place = visitor.filled_in("Wit Metaal", "anna@voorbeeld.example");
    let number = visitor.number(&place);
    let page = visitor.page(&place);
    for word in
        ["Lassen met een robot", "2500.50", "Plan.pdf", "U betaalt zelf", "volledig ingevuld", "tot 28 februari"]
    {
        assert!(page.contains(word) || word.starts_with("tot"), "{word}: {page}");
    }
    // Not without the declaration, and nothing is lost.
    let reply = visitor.form(&place, "indienen", FIELDS, &[]);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.text().contains("vinkje") && reply.text().contains("Minder afval."), "{}", reply.text());
    assert_eq!(visitor.state(number), Some(ApplicationState::Draft));
    let declared = [FIELDS, &[("naar-waarheid", "ja"), ("bedrag", "5000")]].concat();
    visitor.done(&visitor.form(&place, "indienen", &declared, &[]), "ingediend");
    assert_eq!(visitor.state(number), Some(ApplicationState::Submitted));
    let page = visitor.page(&place);
    assert!(page.contains("10:00:00,000000"), "{page}");
    visitor.page(&format!("/en{place}"));
}

#[test]
fn all_mistakes_are_shown_at_once_and_nothing_typed_is_lost() {
    let visitor = Visitor::new();
    let place = visitor.begin(ROUND, "Wit Metaal", "anna@voorbeeld.example");
    let fields = [("bedrijf", "Wit Metaal"), ("kvk", "123"), ("veld-begins", "ooit"), ("bedrag", "veel")];
    let program = Upload { document: "plan", name: "Plan.pdf", content: b"MZ\x90\0program" };
    let reply = visitor.form(&place, "bewaren", &fields, &[program]);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.text());
    for word in ["acht cijfers", "vul een datum in", "‘veel’ is geen bedrag", "hoe het ook heet", "value=\"ooit\""]
    {
        assert!(reply.text().contains(word), "{word}: {}", reply.text());
    }
    // Also when one comes back later.
    let page = visitor.page(&place);
    assert!(page.contains("value=\"ooit\"") && page.contains("vul een datum in"), "{page}");
    let start = visitor.post(&format!("/regelingen/{ROUND}/aanvragen"), &[("email", "geen"), ("kvk", "12")]);
    assert_eq!(start.status, StatusCode::BAD_REQUEST);
    for word in ["Vul de naam van het bedrijf in", "Vul een e-mailadres in", "acht cijfers", "value=\"geen\""] {
        assert!(start.text().contains(word), "{word}: {}", start.text());
    }
}

#[test]
fn sys_b13_outside_the_window_nothing_is_received_and_the_window_is_said() {
    let visitor = Visitor::new();
    let place = visitor.filled_in("Wit Metaal", "anna@voorbeeld.example");
    let number = visitor.number(&place);
    let window = "1 februari 2030 om 9:00";
    let send = |moment: &str| {
        visitor.hands.set(moment);
        let sent = visitor.post(&place, &[("actie", "indienen")]);
        assert_eq!(sent.status, StatusCode::CONFLICT, "{moment}: {}", sent.text());
        sent
    };
    let late = send("2030-03-02T00:00:00");
    assert!(late.text().contains(window) && late.text().contains("niet meer indienen"), "{}", late.text());
    // A clock that goes backwards is refused as such, and nothing is lost.
    let backwards = send("2030-02-01T08:59:59");
    assert!(backwards.text().contains("latere tijd"), "{}", backwards.text());
    assert_eq!(visitor.state(number), Some(ApplicationState::Draft), "nothing was received");
    visitor.hands.set("2030-03-02T00:00:00");
    let start = visitor.page(&format!("/regelingen/{ROUND}/aanvragen"));
    assert!(start.contains(window) && !start.contains("Begin met de aanvraag"), "{start}");
}

#[test]
fn a_partner_is_asked_and_handing_in_states_what_is_missing() {
    let visitor = Visitor::new();
    let place = visitor.begin(TENDER, "Wit Metaal", "anna@voorbeeld.example");
    let number = visitor.number(&place);
    let partner = [("partner-naam", "Zwart Staal"), ("partner-email", "bas@voorbeeld.example")];
    let asked = visitor.form(&place, "uitnodigen", &[FIELDS, &partner].concat(), &[]);
    visitor.done(&asked, "uitgenodigd");
    let page = visitor.page(&place);
    for word in ["Zwart Staal", "Gevraagd, nog geen antwoord", "heeft nog niet gezegd mee te doen"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let again = visitor.form(&place, "uitnodigen", &partner, &[]);
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(again.text().contains("is al gevraagd"), "{}", again.text());
    let missing = visitor.grants().missing(number, &schakel_casework::Actor::Time).unwrap();
    assert!(missing.iter().any(|it| matches!(it, MissingItem::Consent(_))), "{missing:?}");
}
