//! A receiver without an account: reads what it may, answers, and gets a new link when the old one is over.

use axum::http::StatusCode;
use schakel_casework::{ReferralNumber, ReferralOutcome, RefusalReason};
use schakel_store::journal::{about, case_subject};

use super::{ask_as, case_of, day, has, has_not, link, organisation, post, refer};
use crate::support::{APP, get};

#[test]
fn a_receiver_reads_the_need_and_accepts() {
    let own = ask_as("aannemen@bedrijf.example", "Kan een andere organisatie mijn vraag aannemen?");
    let case = case_of(&own).id;
    let received = refer(case, "novel-t");
    let page = get(&received);
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "private, no-store");
    has(&page, "Wij denken dat Novel-T kan helpen.");
    has(&page, "Gemeente: Zwolle");
    has_not(&page, "Kan een andere organisatie");
    has(&get(&format!("/en{received}")), "Yes, we help");
    assert_eq!(post(&received, &[("actie", "aannemen")]).status, StatusCode::SEE_OTHER);
    has(&get(&own), "Novel-T helpt u;");
    has(&get(&received), "U helpt deze ondernemer.");
    let unclear = post(&received, &[("actie", "afsluiten"), ("resultaat", "misschien")]);
    assert_eq!(unclear.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        post(&received, &[("actie", "afsluiten"), ("resultaat", "helped"), ("kanaal", "telephone")]).status,
        StatusCode::SEE_OTHER
    );
    has(&get(&own), "U bent geholpen");
}

#[test]
fn a_refusal_needs_a_reason_and_may_propose_another() {
    let own = ask_as("weigeren@bedrijf.example", "Wat gebeurt er als een organisatie nee zegt?");
    let case = case_of(&own).id;
    let received = refer(case, "novel-t");
    let no_reason = post(&received, &[("actie", "afwijzen")]);
    assert_eq!(no_reason.status, StatusCode::BAD_REQUEST);
    has(&no_reason, "Kies waarom u niet kunt helpen.");
    let unknown = post(&received, &[("actie", "afwijzen"), ("reden", "no-capacity"), ("voorstel", "bestaat-niet")]);
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(case_of(&own).referrals[0].is_waiting(), "nothing changed");
    let sent = post(&received, &[("actie", "afwijzen"), ("reden", "no-capacity"), ("voorstel", "oost-nl")]);
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let after = case_of(&own);
    let refused =
        ReferralOutcome::Refused { reason: RefusalReason::NoCapacity, proposed: Some(organisation("oost-nl")) };
    assert_eq!(after.referrals[0].course.outcome(), Some(&refused));
    assert_eq!(after.referrals[1].receiver, organisation("oost-nl"));
    has(&get(&own), "Niet aangenomen: wij hebben nu geen plek");
    assert_eq!(post(&received, &[("actie", "afwijzen"), ("reden", "no-capacity")]).status, StatusCode::CONFLICT);
}

#[test]
fn a_link_that_is_over_gives_nothing_but_the_way_to_a_new_one() {
    let own = ask_as("verlopen@bedrijf.example", "Wat als de link van een organisatie verlopen is?");
    let case = case_of(&own).id;
    let replaced = refer(case, "novel-t");
    let newer = link(case, ReferralNumber(1), "novel-t", day(90));
    let over = get(&replaced);
    assert_eq!(over.status, StatusCode::GONE);
    has(&over, "Deze link werkt niet meer");
    has_not(&over, "Gemeente: Zwolle");
    assert_eq!(post(&replaced, &[("actie", "aannemen")]).status, StatusCode::GONE);
    assert!(case_of(&own).referrals[0].is_waiting(), "nothing changed");
    let asked = post(&replaced, &[("actie", "nieuwe-link")]);
    has(&asked, "Er komt een nieuwe link");
    assert_eq!(get(&newer).status, StatusCode::OK);
    assert_eq!(get("/verwijzing/00000000000000000000000000000000").status, StatusCode::NOT_FOUND);
    assert_eq!(get("/verwijzing/geen-link").status, StatusCode::NOT_FOUND);
    assert_eq!(get(&format!("{newer}/documenten/1")).status, StatusCode::NOT_FOUND);
    let journal = APP.store().read(move |rows| about(rows, &case_subject(case))).unwrap();
    let of = |what: &str| journal.iter().filter(|row| row.body.contains(&format!("\"{what}\""))).count();
    assert!(of("opened") >= 1 && of("refresh-asked") == 1, "{journal:#?}");
}
