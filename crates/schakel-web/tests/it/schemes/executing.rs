//! Carrying out a round through the pages of the executor: from the commitment to the draw, the decisions and the overview
//! of grants; and that nobody else sees it.

use axum::http::StatusCode;
use schakel_casework::{Actor, Code, FirmRef};
use schakel_desk::{NewFile, NewForm};
use schakel_register::Cents;
use schakel_schemes::{ApplicationCommand, ApplicationNumber};
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_time::{add_days, add_minutes};
use schakel_web::App;

use super::applying::PDF;
use super::{Hands, ROUND, TENDER, portal};
use crate::work::{Worker, worker};

/// The organisation that carries the rounds out.
pub const EXECUTOR: &str = "provincie-overijssel";

/// A portal with somebody of the executor and somebody of another organisation.
pub struct Office {
    pub app: App,
    pub hands: Hands,
    pub own: Worker,
    pub other: Worker,
}

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn euros(euros: i64) -> Cents {
    Cents::new(euros * 100)
}

impl Office {
    pub fn new() -> Self {
        let (app, hands) = portal();
        let own = worker(&app, EXECUTOR, "adviser", "Sam de Boer");
        let other = worker(&app, "gemeente-enschede", "manager", "Kim Bakker");
        Office { app, hands, own, other }
    }

    /// A firm with a name and a legal form.
    pub fn firm(&self, name: &str, legal_form: &str) -> FirmRef {
        let (name, facts) = (name.to_owned(), format!(r#"{{"legal_form":"{legal_form}"}}"#));
        let now = self.app.now();
        let added = self.app.store().write(move |rows| {
            let details =
                FirmDetails { kvk_number: None, name: Some(name), municipality: Some("GM0193".to_owned()), facts };
            firms::add(rows, &details, now, add_days(now.date(), 900))
        });
        added.unwrap()
    }

    /// An application that was handed in.
    pub fn submits(&self, round: &str, firm: FirmRef, requested: i64) -> ApplicationNumber {
        let (desk, now, by) = (self.app.grants(), self.app.exactly_now(), Actor::Entrepreneur(firm));
        let number = desk.start(&code(round), firm, None, now, None).unwrap().number;
        let partner = (round == TENDER).then(|| self.partner(number, firm));
        for document in ["plan", "budget"] {
            let file = NewFile { document: code(document), name: format!("{document}.pdf"), content: PDF.to_vec() };
            desk.attach(number, file, by.clone(), now).unwrap();
        }
        desk.save(number, form(&[Some(firm), partner], requested), by.clone(), now).unwrap();
        desk.submit(number, by, now).unwrap();
        // Receipts have moments of their own; what follows comes later.
        self.hands.set(&add_minutes(now, 1).to_string());
        number
    }

    /// The applicant completes what was asked.
    pub fn supplements(&self, number: ApplicationNumber, firm: FirmRef, requested: i64) {
        let (desk, now) = (self.app.grants(), self.app.exactly_now());
        desk.supplement(number, form(&[Some(firm)], requested), Actor::Entrepreneur(firm), now).unwrap();
        self.hands.set(&add_minutes(now, 1).to_string());
    }

    /// A partner that consents.
    fn partner(&self, number: ApplicationNumber, firm: FirmRef) -> FirmRef {
        let partner = self.firm("Partner bv", "bv");
        let (desk, now) = (self.app.grants(), self.app.exactly_now());
        desk.handle(number, ApplicationCommand::InvitePartner(partner), Actor::Entrepreneur(firm), now).unwrap();
        let answer = ApplicationCommand::AnswerPartner { consents: true };
        desk.handle(number, answer, Actor::Entrepreneur(partner), now).unwrap();
        partner
    }

    /// It is later; a session does not last so long, so that the executor signs in again.
    pub fn later(&mut self, moment: &str) {
        self.hands.set(moment);
        self.own = worker(&self.app, EXECUTOR, "adviser", "Sam de Boer");
    }

    pub fn does(&self, number: ApplicationNumber, command: ApplicationCommand) {
        self.app.grants().handle(number, command, self.own.actor(), self.app.exactly_now()).unwrap();
    }

    /// A page of the executor, without a text that is missing.
    pub fn page(&self, address: &str) -> String {
        let page = plain(&self.own.page(address));
        for missing in ["grants-", "work-form-", "work-field-", "work-table-", "work-column-", "letter-"] {
            let shown = page.match_indices(missing).find(|(at, _)| {
                page[..*at].ends_with(['>', ' ', '"']) && {
                    let before = &page[..*at];
                    !before.ends_with("id=\"") && !before.ends_with("for=\"") && !before.ends_with("href=\"")
                }
            });
            assert!(
                shown.is_none(),
                "{address}: {}",
                &page[shown.unwrap().0..][..60.min(page.len() - shown.unwrap().0)]
            );
        }
        page
    }

    /// Sends a form of the executor that has to be done.
    pub fn done(&self, address: &str, action: &str, fields: &[(&str, &str)]) {
        let form: Vec<(&str, &str)> = [("actie", action)].iter().chain(fields).copied().collect();
        self.own.done(address, &form);
    }

    /// Sends a form that is refused, and answers the page.
    pub fn refused(&self, address: &str, action: &str, fields: &[(&str, &str)], status: StatusCode) -> String {
        let form: Vec<(&str, &str)> = [("actie", action)].iter().chain(fields).copied().collect();
        let reply = self.own.post(address, &form);
        assert_eq!(reply.status, status, "{}", reply.text());
        plain(reply.text())
    }
}

/// Everything that the rounds ask, with the costs of these firms.
fn form(firms: &[Option<FirmRef>], requested: i64) -> NewForm {
    NewForm {
        answers: r#"{"title":"Een lasrobot","aim":"Sneller","begins":"2030-06-01"}"#.to_owned(),
        costs: firms.iter().flatten().map(|it| (*it, euros(requested * 5 / 2))).collect(),
        requested: euros(requested),
    }
}

/// A text with ordinary spaces.
pub fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// The value beside a label.
pub fn fact(page: &str, label: &str) -> String {
    let from = page.split(&format!("<dt>{label}</dt><dd>")).nth(1).unwrap_or_else(|| panic!("no `{label}`: {page}"));
    from.split("</dd>").next().unwrap().to_owned()
}

/// What the decisions of a round need.
pub const TERMS: &[(&str, &str)] = &[("activiteiten-tot", "2031-03-01"), ("boekjaar", "2030")];

/// Source 000: 91 applications, 36 granted, and the full budget used. The other 55 keep their own outcome.
#[test]
fn sys_b11_ninety_one_applications_and_thirty_six_grants_exhaust_the_round() {
    let office = Office::new();
    let path = format!("/werk/regelingen/{ROUND}");
    office.done(&path, "round-commit", &[]);
    let page = office.page(&path);
    let commitment = fact(&page, "Belofte (SHA-256)");
    assert_eq!(commitment.len(), 64);
    let again = office.refused(&path, "round-commit", &[], StatusCode::CONFLICT);
    assert!(again.contains("De belofte kan één keer"), "{again}");

    let firm = |it: usize| office.firm(&format!("Bedrijf {it} bv"), "bv");
    let numbers: Vec<_> = (1..=91).map(|it| office.submits(ROUND, firm(it), 1_100)).collect();
    for number in &numbers[..86] {
        office.does(*number, ApplicationCommand::FindComplete);
    }
    for number in &numbers[86..89] {
        office.does(*number, ApplicationCommand::Withdraw);
    }
    for number in &numbers[89..] {
        let missing = [schakel_schemes::MissingItem::Document(code("plan"))].into();
        office.does(*number, ApplicationCommand::AskToComplete { missing });
    }
    // The round is open: lots cannot be drawn yet, and the secret stays where it is.
    let early = office.refused(&path, "round-draw", &[], StatusCode::CONFLICT);
    assert!(early.contains("Aanvragen kan nog tot"), "{early}");
    assert!(!office.page(&path).contains("seed"));

    office.hands.set("2030-03-04T09:00:00");
    let needed = office.refused(&path, "round-divide", &[], StatusCode::CONFLICT);
    assert!(needed.contains("86 aanvragen staan gelijk"), "{needed}");
    office.done(&path, "round-draw", &[]);
    let public = plain(&office.own.page(&format!("/loting?ronde={ROUND}")));
    assert!(public.contains(&commitment) && public.contains("Deze loting klopt"), "{public}");
    office.done(&path, "round-divide", &[]);
    office.done(&path, "round-decide", TERMS);
    let page = office.page(&path);
    let counted = |label: &str| fact(&page, label);
    assert_eq!((counted("Binnengekomen"), counted("Verleend")), ("91".to_owned(), "36".to_owned()));
    assert_eq!(counted("Samen verleend"), "€ 39.600");
    assert_eq!(
        (counted("Afgewezen"), counted("Ingetrokken"), counted("Zonder besluit")),
        ("50".to_owned(), "3".to_owned(), "2".to_owned())
    );
    // Not one more: what is left is less than the smallest grant.
    let more = [("bedrag-euro", "1.000"), ("activiteiten-tot", "2031-03-01")];
    let last = format!("/werk/aanvragen/{}", numbers[90]);
    let refused = office.refused(&last, "grant-decide", &more, StatusCode::CONFLICT);
    assert!(refused.contains("compleet"), "{refused}");
    let rounds = office.page("/werk/regelingen");
    assert!(rounds.contains("€ 400"), "what is left is shown: {rounds}");
    assert!(rounds.contains("Budget op") || rounds.contains("op sinds") || rounds.contains("geld"), "{rounds}");
    let register = office.app.grants().exhausted_at(&code(ROUND)).unwrap();
    assert!(register.is_some(), "the register knows that the money is gone");

    // Everybody is told; only then the overview shows the grants.
    assert!(office.own.get("/regelingen/verleend").text().contains("0 subsidies"));
    office.done(&path, "round-announce", &[]);
    let overview = plain(office.own.get("/regelingen/verleend").text());
    assert!(overview.contains("36 subsidies"), "{overview}");
}

/// Somebody of another organisation is told that it is not there, on every page and with every form.
#[test]
fn another_organisation_sees_nothing_of_it() {
    let office = Office::new();
    let number = office.submits(ROUND, office.firm("Geheim Metaal bv", "bv"), 5_000);
    let file = office.app.grants().papers(number, &office.own.actor()).unwrap().files[0].id;
    let addresses = [
        format!("/werk/regelingen/{ROUND}"),
        format!("/werk/regelingen/{ROUND}/vouchers"),
        format!("/werk/regelingen/{ROUND}/jaareinde"),
        format!("/werk/aanvragen/{number}"),
        format!("/werk/aanvragen/{number}/bestanden/{file}"),
        format!("/werk/aanvragen/{number}/brieven/ontvangst.pdf"),
    ];
    for address in &addresses {
        assert_eq!(office.own.get(address).status, StatusCode::OK, "{address}");
        for language in ["", "/en"] {
            let address = format!("{language}{address}");
            let reply = office.other.get(&address);
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{address}");
            assert!(!reply.text().contains("Geheim Metaal"));
            let posted = office.other.post(&address, &[("actie", "grant-complete")]);
            assert!(
                matches!(posted.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED),
                "{address}: {}",
                posted.status
            );
        }
    }
    for address in ["/werk/regelingen", "/werk/kleine-steun", "/werk/evaluatie", "/werk/evaluatie.csv"] {
        let seen = office.other.get(address);
        assert_eq!(seen.status, StatusCode::OK);
        assert!(!seen.text().contains("Geheim Metaal") && !seen.text().contains("Proefronde"), "{address}");
    }
    // A draft is the applicant's alone.
    let firm = office.firm("Nog Niets bv", "bv");
    let draft = office.app.grants().start(&code(ROUND), firm, None, office.app.now(), None).unwrap().number;
    assert_eq!(office.own.get(&format!("/werk/aanvragen/{draft}")).status, StatusCode::NOT_FOUND);
}

/// Who is a natural person is not named, and counted.
#[test]
fn sys_b15_grants_are_in_the_overview_without_natural_persons() {
    let office = Office::new();
    let firms = [office.firm("Wit Metaal bv", "bv"), office.firm("Jan Jansen", "eenmanszaak")];
    let numbers = firms.map(|it| office.submits(ROUND, it, 5_000));
    for number in numbers {
        office.does(number, ApplicationCommand::FindComplete);
        let address = format!("/werk/aanvragen/{number}");
        let terms = [("bedrag-euro", "5.000"), ("activiteiten-tot", "2031-03-01")];
        office.done(&address, "grant-decide", &terms);
        office.done(&address, "grant-announce", &[]);
    }
    for address in ["/regelingen/verleend", "/regelingen/verleend.csv", "/regelingen/verleend.json"] {
        let text = plain(office.own.get(address).text());
        assert!(text.contains("Wit Metaal bv") && !text.contains("Jan Jansen"), "{address}: {text}");
    }
    let page = plain(office.own.get("/regelingen/verleend").text());
    assert!(page.contains("2 subsidies") && page.contains("Van 1 subsidie (€ 5.000)"), "{page}");
    let giving: serde_json::Value =
        serde_json::from_str(office.own.get("/regelingen/verleend-360giving.json").text()).unwrap();
    assert_eq!(giving["grants"].as_array().unwrap().len(), 1, "a grant needs a recipient with a name");
    assert_eq!(giving["grants"][0]["amountAwarded"], 5000);
    assert_eq!(giving["grants"][0]["awardDate"], "2030-02-01");
    assert!(giving["grants"][0]["recipientOrganization"][0]["name"] == "Wit Metaal bv");
}
