//! The page of a question for the one who asked it: the state, messages, documents, consent, and the end.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_casework::{Channel, Command, ContactMoment, Effect, Outcome, Purpose, Service};
use schakel_store::Digest;
use schakel_store::journal::{Verified, verify};
use schakel_store::tables::{people, sessions};

use super::{ask, ask_as, case_of, desk, has, has_not, hidden, now, organisation, post, post_raw, refer, staff};
use crate::support::{APP, Reply, TODAY, get, send};

/// Does something on a page and follows it back.
fn act(own: &str, fields: &[(&str, &str)]) -> Reply {
    let done = post(own, fields);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    get(done.header("location"))
}

/// A form with one file in it.
fn upload(own: &str, name: &str, content: &[u8]) -> Reply {
    let mut body = format!(
        "--grens\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--grens--\r\n");
    post_raw(&format!("{own}/documenten"), "multipart/form-data; boundary=grens", body)
}

#[test]
fn a_question_has_a_page_of_its_own_with_state_and_date() {
    let own = ask_as("stand@bedrijf.example", "Hoe staat het met mijn vraag over lasrobots?");
    let page = get(&own);
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert!(page.header("x-robots-tag").contains("noindex"));
    has(&page, "Kennispoort Regio Zwolle leest uw vraag en neemt uiterlijk op 5 maart 2018 contact met u op.");
    has(&page, "Bewaar deze link");
    has(&page, "Hoe staat het met mijn vraag over lasrobots?");
    has(&page, "U gaf nog niemand toestemming.");
    has(&get(&format!("/en{own}")), "Keep this link");
    let calendar = get(&format!("{own}/agenda.ics"));
    assert!(calendar.header("content-type").starts_with("text/calendar"));
    has(&calendar, "DTSTART;VALUE=DATE:20180305");
    assert_eq!(get("/mijn-vraag/00000000000000000000000000000000").status, StatusCode::NOT_FOUND);
    assert_eq!(get("/mijn-vraag/12").status, StatusCode::NOT_FOUND);
    assert_eq!(get("/mijn-vragen/1").status, StatusCode::NOT_FOUND);
    assert_eq!(get("/mijn-vragen").header("location"), "/inloggen");
}

#[test]
fn messages_are_written_once_and_what_is_empty_is_said() {
    let own = ask_as("bericht@bedrijf.example", "Kan ik ook een bericht schrijven bij een vraag?");
    for _ in 0..2 {
        has(
            &act(&own, &[("actie", "bericht"), ("bericht", "Bel mij <liefst> in de ochtend")]),
            "Uw bericht is verstuurd.",
        );
    }
    let page = get(&own);
    assert_eq!(page.text().matches("Bel mij &#60;liefst&#62; in de ochtend").count(), 1, "{}", page.text());
    let empty = post(&own, &[("actie", "bericht"), ("bericht", "  ")]);
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    has(&empty, "Schrijf eerst een bericht.");
    assert_eq!(post(&own, &[("actie", "bestaat-niet")]).status, StatusCode::BAD_REQUEST);
}

#[test]
fn documents_of_known_kinds_are_kept_and_given_back() {
    let own = ask_as("document@bedrijf.example", "Mag ik een plan meesturen met deze vraag?");
    let added = upload(&own, "../../mijn plan.pdf", b"%PDF-1.7 een plan");
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = get(&own);
    has(&page, "mijn plan.pdf");
    has_not(&page, "../../");
    let link =
        page.text().split(&format!("href=\"{own}/documenten/")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let file = get(&format!("{own}/documenten/{link}"));
    assert_eq!(file.body, b"%PDF-1.7 een plan");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(file.header("content-security-policy").contains("sandbox"));
    // A page in the coat of a picture, a program, an empty file, one that is too large.
    for (name, content) in [("plaatje.png", &b"<html>"[..]), ("programma.exe", b"MZ"), ("leeg.pdf", b"")] {
        assert_eq!(upload(&own, name, content).status, StatusCode::BAD_REQUEST, "{name}");
    }
    let large = [b"%PDF-".to_vec(), vec![b'a'; 10 * 1024 * 1024 + 1]].concat();
    let refused = upload(&own, "groot.pdf", &large);
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    has(&refused, "hooguit 10 MB");
    let other = ask_as("ander@bedrijf.example", "Kan een ander mijn plan misschien openen?");
    assert_eq!(get(&format!("{other}/documenten/{link}")).status, StatusCode::NOT_FOUND);
}

/// Somebody who types the address of a firm that is known gets a page, but decides nothing for that firm.
#[test]
fn consent_waits_for_the_link_in_the_mail_of_a_known_firm() {
    let first = ask_as("bekend@bedrijf.example", "Wie helpt ons met een nieuwe machine?");
    let second = ask(&[
        ("vraag", "Wij zoeken een stagiair voor de administratie."),
        ("municipality", "GM0193"),
        ("email", "bekend@bedrijf.example"),
        ("dienst", "lending"),
    ]);
    let link = refer(case_of(&second).id, "novel-t");
    let consent = [("actie", "toestemming"), ("ontvanger", "novel-t"), ("doel", "help"), ("gegeven", "contact")];
    let page = get(&second);
    has(&page, "via de link in die mail kunt u toestemming geven");
    has_not(&page, "name=\"ontvanger\"");
    let refused = post(&second, &consent);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    has(&refused, "Open eerst de link uit de mail");
    assert_eq!(case_of(&second).consent.permitted(&organisation("novel-t"), Purpose::Help), None);
    has_not(&get(&link), "bekend@bedrijf.example");
    has_not(&get(&first), "via de link in die mail kunt u toestemming geven");
}

#[test]
fn consent_is_given_and_taken_back_per_receiver() {
    let own = ask_as("toestemming@bedrijf.example", "Wie mag er iets zien van wat ik vroeg?");
    let case = case_of(&own);
    let link = refer(case.id, "novel-t");
    let before = get(&link);
    has_not(&before, "toestemming@bedrijf.example");
    has_not(&before, "Wie mag er iets zien");
    let nothing = post(&own, &[("actie", "toestemming"), ("ontvanger", "novel-t"), ("doel", "help")]);
    has(&nothing, "Kies minstens één ding");
    let given =
        act(&own, &[("actie", "toestemming"), ("ontvanger", "novel-t"), ("doel", "help"), ("gegeven", "contact")]);
    has(&given, "U gaf toestemming.");
    has(&get(&link), "toestemming@bedrijf.example");
    let seen = get(&own);
    has(&seen, "<td>Novel-T</td>");
    let number = hidden(seen.text(), "nummer");
    has(&act(&own, &[("actie", "intrekken"), ("nummer", &number)]), "U trok uw toestemming in.");
    has_not(&get(&link), "toestemming@bedrijf.example");
    let again = post(&own, &[("actie", "intrekken"), ("nummer", &number)]);
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[test]
fn who_was_not_helped_says_so_and_the_question_goes_on() {
    let own = ask_as("heropend@bedrijf.example", "Wat als ik uiteindelijk niet geholpen ben?");
    let id = case_of(&own).id;
    let door = staff("kennispoort-regio-zwolle");
    let call = ContactMoment { service: Service::Helpdesk, channel: Channel::Telephone, effect: Effect::Guided };
    desk().act(id, Command::Contact(call), door.clone(), now(), None).unwrap();
    desk().act(id, Command::End(Outcome::Helped), door, now(), None).unwrap();
    let over = get(&own);
    has(&over, "U bent geholpen; uw vraag is klaar sinds 1 maart 2018.");
    has(&over, "Was de hulp nuttig?");
    has(&act(&own, &[("actie", "niet-nuttig")]), "Dank u wel.");
    has_not(&get(&own), "Was de hulp nuttig?");
    has(&act(&own, &[("actie", "heropenen")]), "Uw vraag is weer open.");
    assert_eq!(case_of(&own).open().unwrap().responsible, organisation("kennispoort-regio-zwolle"));
    has(&act(&own, &[("actie", "terugnemen")]), "U nam uw vraag terug.");
    assert_eq!(post(&own, &[("actie", "terugnemen")]).status, StatusCode::CONFLICT);
    let whole = APP.store().read(|rows| verify(rows)).unwrap();
    assert!(matches!(whole, Verified::Whole { .. }));
}

#[test]
fn two_questions_that_ask_the_same_are_joined_visibly_and_can_be_separated() {
    let words = "Waar kan ik kunststof laten testen voor een nieuw product?";
    let (first, second) = (ask_as("dubbel@bedrijf.example", words), ask_as("dubbel@bedrijf.example", words));
    has(&get(&second), "Deze vragen gaan samen");
    has(&get(&first), "Deze vragen gaan samen");
    has(&act(&second, &[("actie", "apart")]), "De vragen lopen nu elk apart.");
    assert!(case_of(&second).open().is_some());
    has_not(&get(&first), "Deze vragen gaan samen");
    has(&act(&first, &[("actie", "link")]), "Wij mailen u de link.");
}

#[test]
fn own_data_stand_in_words_and_once() {
    let own = ask(&[
        ("vraag", "Wij zoeken een stagiair voor de werkplaats in de zomer"),
        ("municipality", "GM0193"),
        ("employees", "12"),
        ("themes", "htsm"),
        ("email", "gegevens@bedrijf.example"),
    ]);
    let firm = case_of(&own).firm;
    let session = schakel_web::draw_token().unwrap();
    let begun = APP.store().write(move |rows| {
        let account = people::of_firm(rows, firm)?.remove(0).id;
        sessions::begin(rows, Digest(session.digest()), account, now(), TODAY.at(23, 0, 0, 0))
    });
    begun.unwrap();
    let cookie = format!("schakel_sessie={}", session.to_text());
    let request = Request::get("/mijn-vragen/gegevens").header(header::COOKIE, cookie);
    let page = send(request.body(Body::empty()).unwrap());
    assert_eq!(page.status, StatusCode::OK);
    has(&page, "Hightech systemen en materialen");
    has(&page, "12");
    has_not(&page, "GM0193");
    assert_eq!(page.text().matches("Zwolle").count(), 1, "{}", page.text());
}
