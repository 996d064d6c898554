//! Applying together: a partner sees what it would join and answers by a link of its own.

use axum::http::StatusCode;
use schakel_casework::Actor;
use schakel_schemes::{MissingItem, Partnership};
use schakel_store::Digest;
use schakel_store::tables::application_links::{ApplicationLink, add};
use schakel_time::add_days;

use super::TENDER;
use super::applying::{FIELDS, Visitor};

#[test]
fn a_partner_sees_its_part_and_consents_or_refuses() {
    let visitor = Visitor::new();
    let place = visitor.begin(TENDER, "Wit Metaal", "anna@voorbeeld.example");
    let number = visitor.number(&place);
    let partner = [("partner-naam", "Zwart Staal"), ("partner-email", "bas@voorbeeld.example")];
    visitor.done(&visitor.form(&place, "uitnodigen", &[FIELDS, &partner].concat(), &[]), "uitgenodigd");
    let application = || visitor.grants().application(number, &Actor::Time).unwrap().application;
    let firm = *application().partners.keys().next().unwrap();
    let (own, other) = (application().applicant, firm);
    let costs = [format!("kosten-{own}-feasibility-study"), format!("kosten-{other}-feasibility-study")];
    let fields = [FIELDS, &[(costs[0].as_str(), "6000"), (costs[1].as_str(), "2000"), ("bedrag", "3000")]].concat();
    visitor.done(&visitor.form(&place, "bewaren", &fields, &[]), "bewaard");

    // The mail brings the secret; here it is made beside it.
    let token = schakel_web::draw_token().unwrap();
    let link = ApplicationLink { application: number, firm, is_proven: true };
    let now = visitor.app.now();
    let write = move |rows: &mut dyn schakel_store::Statements| {
        add(rows, Digest(token.digest()), link, now, add_days(now.date(), 30))
    };
    visitor.app.store().write(write).unwrap();
    let theirs = format!("/aanvraag/partner/{}", token.to_text());
    let page = visitor.page(&theirs);
    for word in ["Wit Metaal", "Lassen met een robot", "2.000", "25%", "3.000", "Ja, wij doen mee"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    // It is no applicant: it cannot change, hand in or take back, and sees no attachments.
    let as_applicant = format!("/aanvraag/{}", token.to_text());
    assert_eq!(visitor.get(&as_applicant).header("location"), theirs);
    for action in ["indienen", "intrekken", "in-gebreke"] {
        let reply = visitor.post(&as_applicant, &[("actie", action)]);
        assert!(reply.status.is_client_error(), "{action}: {}", reply.status);
    }
    let reply = visitor.form(&as_applicant, "bewaren", FIELDS, &[]);
    assert!(reply.status.is_client_error(), "{}", reply.status);
    assert_eq!(visitor.get(&format!("{as_applicant}/bijlagen/1")).status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get(&format!("{as_applicant}/ontvangstbewijs")).status, StatusCode::NOT_FOUND);

    let answered = visitor.post(&theirs, &[("actie", "ja")]);
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    assert_eq!(application().partners[&firm], Partnership::Consented);
    assert!(visitor.page(&theirs).contains("U doet mee"));
    let missing = visitor.grants().missing(number, &Actor::Time).unwrap();
    assert!(missing.iter().all(|it| matches!(it, MissingItem::Document(_))), "{missing:?}");
}

#[test]
fn handing_in_without_consent_is_received_as_incomplete_and_says_what_is_missing() {
    let visitor = Visitor::new();
    let place = visitor.begin(TENDER, "Wit Metaal", "anna@voorbeeld.example");
    let number = visitor.number(&place);
    let partner = [("partner-naam", "Zwart Staal"), ("partner-email", "bas@voorbeeld.example")];
    visitor.done(&visitor.form(&place, "uitnodigen", &[FIELDS, &partner].concat(), &[]), "uitgenodigd");
    let own = visitor.grants().application(number, &Actor::Time).unwrap().application.applicant;
    let costs = format!("kosten-{own}-feasibility-study");
    let fields = [FIELDS, &[(costs.as_str(), "10000"), ("bedrag", "4000"), ("naar-waarheid", "ja")]].concat();
    visitor.done(&visitor.form(&place, "indienen", &fields, &[]), "ingediend");
    let missing = visitor.grants().application(number, &Actor::Time).unwrap().application.missing;
    assert!(missing.contains(&MissingItem::Partners), "{missing:?}");
    let receipt = visitor.page(&format!("{place}/ontvangstbewijs"));
    for word in ["Zwart Staal heeft nog niet gezegd mee te doen", "Projectplan: nog niet meegestuurd"] {
        assert!(receipt.contains(word), "{word}: {receipt}");
    }
}
