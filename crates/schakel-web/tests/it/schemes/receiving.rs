//! Receipts, completing an application, and what the applicant sees until the decision and after it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use schakel_casework::{Actor, Code, OrganisationId};
use schakel_register::Cents;
use schakel_schemes::{
    ApplicationCommand, ApplicationNumber, ApplicationState, GrantTerms, MissingItem, RefusalGround, Verdict,
    YearCommitment,
};
use schakel_time::parse_date;

use super::applying::{FIELDS, PDF, Upload, Visitor};

fn executor() -> Actor {
    Actor::Organisation { organisation: OrganisationId::new("provincie-overijssel").unwrap(), person: None }
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn handle(visitor: &Visitor, number: ApplicationNumber, command: ApplicationCommand) {
    visitor.grants().handle(number, command, executor(), visitor.app.exactly_now()).unwrap();
}

/// An application that was handed in, with its address.
fn handed_in(visitor: &Visitor, firm: &str, email: &str) -> (String, ApplicationNumber) {
    let place = visitor.filled_in(firm, email);
    visitor.done(&visitor.post(&place, &[("actie", "indienen")]), "ingediend");
    let number = visitor.number(&place);
    (place, number)
}

/// The lines of a receipt on its page.
fn lines(page: &str) -> String {
    page.split("id=\"bewijs\">").nth(1).unwrap().split("</pre>").next().unwrap().to_owned()
}

#[test]
fn a_double_submit_is_one_receipt_and_anybody_can_check_it() {
    let visitor = Visitor::new();
    let (place, number) = handed_in(&visitor, "Wit Metaal", "anna@voorbeeld.example");
    visitor.hands.set("2030-02-01T11:00:00");
    visitor.done(&visitor.post(&place, &[("actie", "indienen")]), "ingediend");
    let application = visitor.grants().application(number, &Actor::Time).unwrap().application;
    assert_eq!(application.receipts.len(), 1);
    let page = visitor.page(&format!("{place}/ontvangstbewijs"));
    let receipt = lines(&page);
    assert!(page.contains("10:00:00,000000") && page.contains(&application.receipts[0].seal.to_string()), "{page}");
    assert!(!receipt.contains("Wit") && !receipt.contains("anna"), "the receipt names nobody: {receipt}");
    let pdf = visitor.get(&format!("{place}/ontvangstbewijs.pdf"));
    assert!(pdf.body.starts_with(b"%PDF-") && pdf.header("content-type") == "application/pdf");

    let check = |lines: &str| visitor.post("/ontvangstbewijs", &[("bewijs", lines)]);
    assert!(check(&receipt).text().contains("Dit bewijs is echt"));
    assert!(
        check(&receipt.replace('\n', "\r\n\r\n• ")).text().contains("Dit bewijs is echt"),
        "as copied from the PDF"
    );
    let earlier = receipt.replace("T10:00:00", "T09:30:00");
    assert_ne!(earlier, receipt);
    let tampered = check(&earlier);
    assert!(tampered.text().contains("Dit bewijs klopt niet") && tampered.text().contains("veranderd"));
    // Whole in itself, with a seal that fits, and never given.
    let made = schakel_schemes::Receipt::new(
        application.round.clone(),
        number,
        "2030-02-01T09:30:00".parse().unwrap(),
        application.receipts[0].content,
    );
    let mut forged: Vec<String> = earlier.lines().map(str::to_owned).collect();
    forged[5] = made.seal.to_string();
    assert!(check(&forged.join("\n")).text().contains("nooit gegeven"));
    assert_eq!(check("niets").status, StatusCode::BAD_REQUEST);
    assert_eq!(visitor.get("/ontvangstbewijs").status, StatusCode::OK);
}

#[test]
fn what_is_missing_is_asked_and_the_day_of_receipt_moves() {
    let visitor = Visitor::new();
    let (place, number) = handed_in(&visitor, "Wit Metaal", "anna@voorbeeld.example");
    visitor.hands.set("2030-02-04T10:00:00");
    let missing = BTreeSet::from([MissingItem::Document(code("budget"))]);
    handle(&visitor, number, ApplicationCommand::AskToComplete { missing });
    let page = visitor.page(&place);
    for word in ["Vul aan tot en met 18 februari 2030", "Begroting: nog niet meegestuurd", "Aanvulling indienen"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    visitor.hands.set("2030-02-07T15:30:00");
    let better = Upload { document: "budget", name: "Begroting 2.pdf", content: b"%PDF-1.7 beter" };
    let fields = [FIELDS, &[("naar-waarheid", "ja")]].concat();
    visitor.done(&visitor.form(&place, "indienen", &fields, &[better]), "aangevuld");
    let application = || visitor.grants().application(number, &Actor::Time).unwrap().application;
    assert_eq!(application().receipts.len(), 2);
    let receipt = visitor.page(&format!("{place}/ontvangstbewijs"));
    assert!(
        receipt.contains("7 februari 2030 om 15:30:00,000000") && receipt.contains("Eerste ontvangst"),
        "{receipt}"
    );
    visitor.hands.set("2030-02-08T09:00:00");
    handle(&visitor, number, ApplicationCommand::FindComplete);
    assert_eq!(application().complete_at, Some("2030-02-07T15:30:00".parse().unwrap()));
    let page = visitor.page(&place);
    assert!(page.contains("Uw aanvraag was compleet op 7 februari 2030"), "{page}");
}

#[test]
fn the_applicant_sees_its_place_its_chance_and_its_decision() {
    let visitor = Visitor::new();
    // Nine ask 5,000 of the 40,000 and are complete on one day: eight of nine fit.
    let all: Vec<_> =
        (1..=9).map(|it| handed_in(&visitor, "Wit Metaal", &format!("a{it}@voorbeeld.example"))).collect();
    let (place, number) = all[0].clone();
    let page = visitor.page(&place);
    for word in
        ["U krijgt een plaats zodra", "wachten 9 aanvragen", "45.000", "40.000", "kijkt of uw aanvraag compleet is"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    visitor.hands.set("2030-02-04T10:00:00");
    for (_, number) in &all {
        handle(&visitor, *number, ApplicationCommand::FindComplete);
    }
    let page = visitor.page(&place);
    for word in
        ["zijn er 9, met die van u", "Uw kans bij de loting is 8 op 9", "Besluit uiterlijk op", "De ronde sluit na"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    // A decision that was taken is not shown before it is told.
    handle(&visitor, number, ApplicationCommand::Decide(Verdict::Refused([RefusalGround::CeilingReached].into())));
    assert!(!visitor.page(&place).contains("afgewezen"));
    handle(&visitor, number, ApplicationCommand::Announce);
    let page = visitor.page(&place);
    for word in ["Uw aanvraag is afgewezen", "Het geld van de ronde is op", "bezwaar maken", "18 maart 2030"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let (granted, number) = all[1].clone();
    let terms = GrantTerms {
        amount: Cents::new(500_000),
        activities_until: parse_date("2030-12-31").unwrap(),
        commitments: vec![YearCommitment { year: 2030, amount: Cents::new(500_000) }],
        obligations: vec![schakel_schemes::Obligation {
            kind: code("final-report"),
            due: parse_date("2031-01-31").unwrap(),
            met_on: None,
        }],
        de_minimis: true,
    };
    handle(&visitor, number, ApplicationCommand::Decide(Verdict::Granted(terms)));
    handle(&visitor, number, ApplicationCommand::Announce);
    let page = visitor.page(&granted);
    for word in
        ["U krijgt subsidie: hoogstens", "5.000", "31 december 2030", "uiterlijk 31 januari 2031", "de-minimissteun"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    visitor.page(&format!("/en{granted}"));
    let (withdrawn, number) = all[2].clone();
    visitor.done(&visitor.post(&withdrawn, &[("actie", "intrekken")]), "ingetrokken");
    assert_eq!(visitor.state(number), None);
    assert!(visitor.page(&withdrawn).contains("Ingetrokken"));
}

/// Bad files are refused each with its reason; the others and everything typed are kept.
#[test]
fn files_that_cannot_be_used_are_refused_and_the_rest_is_kept() {
    let visitor = Visitor::new();
    let place = visitor.begin(super::ROUND, "Wit Metaal", "anna@voorbeeld.example");
    let large = [PDF, &vec![b'a'; 1_100_000]].concat();
    let files = [
        Upload { document: "plan", name: "Plan.pdf", content: &large },
        Upload { document: "budget", name: "Begroting.pdf", content: b"MZ\x90\0program" },
        Upload { document: "budget", name: "../../Goed.pdf", content: PDF },
    ];
    let reply = visitor.form(&place, "bewaren", FIELDS, &files);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    for word in ["te groot of van een soort", "geen document dat wij aannemen", "Goed.pdf", "Lassen met een robot"] {
        assert!(reply.text().contains(word), "{word}: {}", reply.text());
    }
    let number = visitor.number(&place);
    let kept = visitor.grants().papers(number, &Actor::Time).unwrap().files;
    assert_eq!(kept.len(), 1);
    let file = visitor.get(&format!("{place}/bijlagen/{}", kept[0].id));
    assert_eq!((file.status, file.body.as_slice()), (StatusCode::OK, PDF));
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(visitor.get(&format!("{place}/bijlagen/999")).status, StatusCode::NOT_FOUND);
    let gone = visitor.form(&place, &format!("bijlage-weg-{}", kept[0].id), FIELDS, &[]);
    visitor.done(&gone, "bijlage-weg");
    assert!(visitor.grants().papers(number, &Actor::Time).unwrap().files.is_empty());
    // A whole form above the limit: nothing of what was kept is lost.
    let huge = vec![b'a'; 41 * 1024 * 1024];
    let reply = visitor.form(&place, "bewaren", &[], &[Upload { document: "plan", name: "Plan.pdf", content: &huge }]);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.status);
    assert!(
        reply.text().contains("samen te groot") && reply.text().contains("Lassen met een robot"),
        "{}",
        reply.text()
    );
    assert_eq!(visitor.state(number), Some(ApplicationState::Draft));
}
