//! The letters on an application: what each says, and that it is a PDF.

use axum::http::StatusCode;
use schakel_schemes::{ApplicationCommand, ApplicationNumber};

use super::executing::{Office, TERMS};
use super::{ROUND, TENDER};

/// The words of a letter, from the PDF that the executor gets.
fn words(office: &Office, number: ApplicationNumber, name: &str) -> String {
    let reply = office.own.get(&format!("/werk/aanvragen/{number}/brieven/{name}.pdf"));
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "application/pdf"), "{name}");
    let file = lopdf::Document::load_mem(&reply.body).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&pages).unwrap();
    text.lines().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The seal is of the moment and the number: it is left out of what is compared.
fn without_seal(text: &str) -> String {
    let is_seal = |word: &&str| !(word.len() >= 10 && word.bytes().all(|it| it.is_ascii_hexdigit()));
    let line = |line: &str| line.split(' ').filter(is_seal).collect::<Vec<_>>().join(" ");
    text.lines().map(line).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn letters_of_a_grant() {
    let mut office = Office::new();
    let firm = office.firm("Wit Metaal bv", "bv");
    let number = office.submits(ROUND, firm, 5_000);
    let address = format!("/werk/aanvragen/{number}");
    insta::assert_snapshot!("receipt", without_seal(&words(&office, number, "ontvangst")));
    let missing = office.own.get(&format!("{address}/brieven/verlening.pdf"));
    assert_eq!(missing.status, StatusCode::NOT_FOUND, "there is no decision yet");
    office.done(&address, "grant-ask", &[("ontbreekt", "stuk-plan"), ("ontbreekt", "veld-aim")]);
    insta::assert_snapshot!("complete", words(&office, number, "aanvullen"));
    office.hands.set("2030-02-12T09:00:00");
    office.supplements(number, firm, 5_000);
    office.done(&address, "grant-complete", &[]);
    let terms = [
        ("bedrag-euro", "5.000"),
        ("activiteiten-tot", "2030-12-31"),
        ("jaren", "2030: 3.000\r\n2031: 2.000"),
        ("verplichtingen", "rapport: 2030-10-01"),
        ("kleine-steun", "ja"),
    ];
    office.done(&address, "grant-declaration", &[("andere-steun", "")]);
    office.done(&address, "grant-decide", &terms);
    let untold = office.own.get(&format!("{address}/brieven/verlening.pdf"));
    assert_eq!(untold.status, StatusCode::NOT_FOUND, "the applicant was not told yet");
    office.done(&address, "grant-announce", &[]);
    insta::assert_snapshot!("grant", words(&office, number, "verlening"));
    office.done(&address, "grant-report", &[("verplichting", "0")]);
    office.later("2031-01-02T09:00:00");
    office.done(&address, "grant-settle-ex-officio", &[("bedrag-euro", "4.000"), ("waarom-lager", "lower-costs")]);
    insta::assert_snapshot!("settlement", words(&office, number, "vaststelling"));
    // What was paid turns out to be too much (Awb 4:49 and 4:57).
    office.done(&address, "grant-pay-rest", &[]);
    office.done(&address, "grant-lower", &[("bedrag-euro", "1.000"), ("waarom-lager", "wrong-data")]);
    insta::assert_snapshot!("recovery", words(&office, number, "terugvordering"));
}

#[test]
fn letters_of_a_refusal() {
    let office = Office::new();
    let numbers = ["Wit Metaal bv", "Blauw Staal bv", "Rood IJzer bv"].map(|it| {
        let number = office.submits(TENDER, office.firm(it, "bv"), 25_000);
        office.does(number, ApplicationCommand::FindComplete);
        number
    });
    for (number, renewal) in numbers.iter().zip(["45", "40", "10"]) {
        let sheet = [
            ("punten-renewal", renewal),
            ("reden-renewal", "Het idee is bekend."),
            ("punten-value", "30"),
            ("reden-value", "Er is vraag naar."),
            ("advies", "positive"),
        ];
        let address = format!("/werk/aanvragen/{number}");
        office.done(&address, "grant-sheet", &sheet);
        office.done(&address, "grant-advice", &[]);
    }
    let path = format!("/werk/regelingen/{TENDER}");
    office.hands.set("2030-03-04T09:00:00");
    office.done(&path, "round-divide", &[]);
    office.done(&path, "round-decide", TERMS);
    office.done(&path, "round-announce", &[]);
    insta::assert_snapshot!("refusal", words(&office, numbers[2], "afwijzing"));
    insta::assert_snapshot!("reserve", words(&office, numbers[1], "reservelijst"));
    let address = format!("/werk/aanvragen/{}", numbers[2]);
    let object = [("ontvangen", "2030-03-04"), ("gronden", "Het is wel nieuw.")];
    office.done(&address, "grant-object", &object);
    insta::assert_snapshot!("objection", words(&office, numbers[2], "bezwaar"));
}
