//! Rows of the inventory, as the applicant meets them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_casework::{Actor, Code, OrganisationId};
use schakel_register::Cents;
use schakel_schemes::{
    ApplicationCommand, ApplicationNumber, GrantTerms, Length, RefusalGround, Verdict, VoucherCommand, VoucherRules,
    YearCommitment, count_applications,
};
use schakel_store::Digest;
use schakel_store::tables::{people, sessions};
use schakel_time::{Period, add_days, parse_date};

use super::applying::{PDF, Upload, Visitor};
use super::{ROUND, SUCCESSORS};
use crate::support::{Reply, send_to};

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn executor() -> Actor {
    Actor::Organisation { organisation: OrganisationId::new("provincie-overijssel").unwrap(), person: None }
}

fn handle(visitor: &Visitor, number: ApplicationNumber, command: ApplicationCommand) {
    visitor.grants().handle(number, command, executor(), visitor.app.exactly_now()).unwrap();
}

fn grant(visitor: &Visitor, number: ApplicationNumber, euros: i64) {
    let amount = Cents::new(euros * 100);
    let terms = GrantTerms {
        amount,
        activities_until: parse_date("2030-12-31").unwrap(),
        commitments: vec![YearCommitment { year: 2030, amount }],
        obligations: Vec::new(),
        de_minimis: false,
    };
    for command in [
        ApplicationCommand::FindComplete,
        ApplicationCommand::Decide(Verdict::Granted(terms)),
        ApplicationCommand::Announce,
    ] {
        handle(visitor, number, command);
    }
}

/// The facts of a successor who meets everything that can be worked out.
const SUCCESSOR: &[(&str, &str)] = &[
    ("municipality", "GM0193"),
    ("family_business", "ja"),
    ("young_successor", "ja"),
    ("plan", "invest"),
    ("employees", "12"),
    ("turnover", "2000000"),
    ("balance_total", "1000000"),
    ("autonomous", "ja"),
    ("sbi", "25"),
    ("successor_control_years", "1"),
    ("successor_share", "40%"),
    ("predecessor_control_years", "20"),
    ("de_minimis_3y", "0"),
    ("requested_grant", "15000"),
];

/// A family business, a young successor and an investment: what is missing is said while filling in, and again as the reason
/// of the refusal.
#[test]
fn sys_b19_one_of_the_three_missing_is_refused_with_the_reason() {
    let visitor = Visitor::new();
    visitor.hands.set("2018-05-01T10:00:00");
    let place = visitor.begin(SUCCESSORS, "Wit Metaal", "anna@voorbeeld.example");
    let number = visitor.number(&place);
    let own = visitor.grants().application(number, &Actor::Time).unwrap().application.applicant;
    let costs = format!("kosten-{own}-investment");
    let base = [("veld-aim", "Een nieuwe oven"), (costs.as_str(), "50.000"), ("bedrag", "15.000")];
    let shown = |facts: &[(&str, &str)]| {
        let plan = Upload { document: "plan", name: "Plan.pdf", content: PDF };
        visitor.done(&visitor.form(&place, "bewaren", &[base.as_slice(), facts].concat(), &[plan]), "bewaard");
        visitor.page(&place)
    };
    let nothing = shown(&[]);
    assert!(nothing.contains("schakel-verdict--maybe"), "{nothing}");
    let all = shown(SUCCESSOR);
    assert!(all.contains("schakel-verdict--judge"), "only the degree of family is for a person: {all}");
    let missing = [
        ("family_business", "nee", "family-business", "één familie heeft meer dan 50%"),
        ("young_successor", "nee", "young-successor", "41 jaar of jonger"),
        ("plan", "advice", "investment", "U investeert in een nieuw of beter proces"),
    ];
    for (fact, value, _, condition) in missing {
        let facts: Vec<(&str, &str)> =
            SUCCESSOR.iter().map(|(name, it)| if *name == fact { (fact, value) } else { (*name, *it) }).collect();
        let page = shown(&facts);
        assert!(page.contains("schakel-verdict--not") && page.contains("reken op een afwijzing"), "{fact}: {page}");
        assert!(page.contains(condition), "{fact}: {page}");
    }
    visitor.done(&visitor.post(&place, &[("actie", "indienen")]), "ingediend");
    let grounds = missing.iter().map(|(_, _, criterion, _)| RefusalGround::Criterion(code(criterion))).collect();
    for command in [
        ApplicationCommand::FindComplete,
        ApplicationCommand::Decide(Verdict::Refused(grounds)),
        ApplicationCommand::Announce,
    ] {
        handle(&visitor, number, command);
    }
    let page = visitor.page(&place);
    for (_, _, _, condition) in missing {
        assert!(page.contains("U voldoet niet aan deze voorwaarde: ") && page.contains(condition), "{page}");
    }
    assert!(page.contains("Wat misschien wel past"), "alternatives from the register: {page}");
}

/// A starter who gets two grants is one entrepreneur in the count of them, and finds both after signing in.
#[test]
fn sys_b20_who_uses_two_schemes_counts_once() {
    let visitor = Visitor::new();
    let mut numbers = Vec::new();
    for email in ["anna@voorbeeld.example", "anna@voorbeeld.example", "bas@voorbeeld.example"] {
        let place = visitor.filled_in("Wit Metaal", email);
        visitor.done(&visitor.post(&place, &[("actie", "indienen")]), "ingediend");
        numbers.push(visitor.number(&place));
    }
    visitor.hands.set("2030-02-02T10:00:00");
    numbers.iter().for_each(|it| grant(&visitor, *it, 1_000));
    let read = |it: &ApplicationNumber| visitor.grants().application(*it, &Actor::Time).unwrap().application;
    let applications: Vec<_> = numbers.iter().map(read).collect();
    let count = count_applications(&applications);
    assert_eq!((count.granted, count.firms), (3, 2));

    let anna = signed_in(&visitor, applications[0].applicant);
    let list = get_as(&visitor, &anna, "/mijn-vragen");
    for number in &numbers[..2] {
        assert!(list.text().contains(&format!("/aanvraag/{number}\"")), "{}", list.text());
        assert_eq!(get_as(&visitor, &anna, &format!("/aanvraag/{number}")).status, StatusCode::OK);
    }
    assert_eq!(get_as(&visitor, &anna, &format!("/aanvraag/{}", numbers[2])).status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get(&format!("/aanvraag/{}", numbers[0])).status, StatusCode::NOT_FOUND);
    // A grant that is not settled keeps whoever got it on record.
    let forget = Request::post("/mijn-vragen/gegevens")
        .header(header::COOKIE, &anna)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let refused = send_to(&visitor.app, forget.body(Body::from("actie=vergeet-mij")).unwrap());
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("Er loopt nog een aanvraag"), "{}", refused.text());
}

/// The applicant sees its voucher, what it is worth and where it was used; it is used once.
#[test]
fn sys_b14_sys_c09_the_applicant_follows_its_voucher() {
    let visitor = Visitor::new();
    let place = visitor.filled_in("Wit Metaal", "anna@voorbeeld.example");
    visitor.done(&visitor.post(&place, &[("actie", "indienen")]), "ingediend");
    let number = visitor.number(&place);
    visitor.hands.set("2030-02-02T10:00:00");
    grant(&visitor, number, 5_000);
    let provider = OrganisationId::new("universiteit-twente").unwrap();
    let rules = VoucherRules {
        round: code(ROUND),
        issuer: OrganisationId::new("provincie-overijssel").unwrap(),
        providers: [(provider.clone(), Period::default())].into(),
        valid: Length::Months(6),
    };
    let now = visitor.app.exactly_now();
    let voucher = visitor.grants().issue_voucher(number, rules.clone(), executor(), now).unwrap();
    let page = visitor.page(&place);
    for word in ["Uw voucher", "5.000", "Nog niet gebruikt", "Te gebruiken tot en met"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let redeem = || {
        let command = VoucherCommand::Redeem { provider: provider.clone(), amount: Cents::new(450_000) };
        visitor.grants().act_on_voucher(voucher.number, command, rules.clone(), executor(), now)
    };
    redeem().unwrap();
    redeem().unwrap_err();
    let page = visitor.page(&place);
    assert!(page.contains("Gebruikt bij") && page.contains("4.500"), "{page}");
}

fn signed_in(visitor: &Visitor, firm: schakel_casework::FirmRef) -> String {
    let (token, now) = (schakel_web::draw_token().unwrap(), visitor.app.now());
    let until = add_days(now.date(), 20).at(0, 0, 0, 0);
    let session = visitor.app.store().write(move |rows| {
        let account = people::of_firm(rows, firm)?.remove(0).id;
        sessions::begin(rows, Digest(token.digest()), account, now, until)
    });
    session.unwrap();
    format!("schakel_sessie={}", token.to_text())
}

fn get_as(visitor: &Visitor, cookie: &str, address: &str) -> Reply {
    send_to(&visitor.app, Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap())
}
