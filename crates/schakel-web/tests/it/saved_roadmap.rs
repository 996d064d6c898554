//! Saved roadmaps through their addresses: saved on request, found by the link alone, marked, changed and deleted; and
//! the calendar file, read by a program that is not ours.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use icalendar::parser::{read_calendar, unfold};
use schakel_identity::Token;
use schakel_store::Digest;
use schakel_store::tables::roadmaps::{self, SavedRoadmap};
use schakel_time::parse_date;

use crate::support::{APP, Reply, get, send};

const FIRM: &str = "plan=feasibility&municipality=GM0193&themes=htsm&knows_how=nee";

fn post_form(address: &str, body: &str) -> Reply {
    let request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(request.body(Body::from(body.to_owned())).unwrap())
}

/// Saves a roadmap and gives its address.
fn saved(body: &str) -> String {
    let reply = post_form("/routekaart", body);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    reply.header("location").to_owned()
}

fn token(address: &str) -> Token {
    Token::parse(address.rsplit('/').next().unwrap()).expect("a token")
}

fn is_private(reply: &Reply) {
    assert_eq!(reply.header("cache-control"), "private, no-store");
    assert_eq!(reply.header("referrer-policy"), "same-origin");
    assert!(reply.header("x-robots-tag").contains("noindex"));
}

#[test]
fn a_saved_roadmap_has_an_address_that_nobody_can_guess() {
    let (first, second) = (saved(FIRM), saved(FIRM));
    assert_ne!(first, second);
    assert!(first.starts_with("/routekaart/") && first.len() == "/routekaart/".len() + 32, "{first}");
    let page = get(&first);
    assert_eq!(page.status, StatusCode::OK);
    is_private(&page);
    assert!(page.text().contains("Praat met Kennispoort Regio Zwolle"));
    let english = get(&format!("/en{first}"));
    assert!(english.text().contains("Talk to Kennispoort Regio Zwolle"));
}

#[test]
fn only_the_answers_are_kept_and_never_a_kvk_number() {
    let address = saved(&format!("{FIRM}&kvk=68750110&naam=Jansen"));
    let kept = kept(&address);
    assert_eq!(kept.answers, r#"{"plan":["feasibility"],"municipality":"GM0193","themes":["htsm"],"knows_how":false}"#);
    assert!(!format!("{kept:?}").contains("68750110") && !get(&address).text().contains("68750110"));
}

#[test]
fn it_is_kept_no_longer_than_the_shortest_of_its_answers() {
    let until = |body: &str| {
        let address = saved(body);
        kept(&address).keep_until
    };
    assert_eq!(until(FIRM), parse_date("2019-03-01").unwrap());
    assert_eq!(until(&format!("{FIRM}&in_difficulty=nee")), parse_date("2018-05-30").unwrap());
}

#[test]
fn a_wrong_token_is_not_found_whatever_it_looks_like() {
    for path in ["/routekaart/0123456789abcdef0123456789abcdef", "/routekaart/x", "/en/routekaart/%00"] {
        let reply = get(path);
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        is_private(&reply);
        assert_eq!(get(&format!("{path}/agenda.ics")).status, StatusCode::NOT_FOUND);
        assert_eq!(post_form(path, "actie=verwijder").status, StatusCode::NOT_FOUND);
        assert_eq!(post_form(path, "actie=klaar&stap=talk").status, StatusCode::NOT_FOUND);
        assert_eq!(post_form(path, "actie=antwoorden&knows_how=ja").status, StatusCode::NOT_FOUND);
    }
}

#[test]
fn steps_are_marked_and_unmarked_and_the_page_comes_back_at_the_step() {
    let address = saved(FIRM);
    let reply = post_form(&address, "actie=klaar&stap=talk");
    assert_eq!(
        (reply.status, reply.header("location")),
        (StatusCode::SEE_OTHER, format!("{address}#stap-talk").as_str())
    );
    assert!(get(&address).text().contains("1 van de"));
    post_form(&address, "actie=niet-klaar&stap=talk");
    assert!(get(&address).text().contains("0 van de"));
}

#[test]
fn deleted_is_gone_at_once() {
    let address = saved(FIRM);
    let reply = post_form(&address, "actie=verwijder");
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text().contains("Uw routekaart is gewist"));
    assert_eq!(get(&address).status, StatusCode::NOT_FOUND);
}

#[test]
fn answers_that_cannot_be_read_come_back_and_change_nothing() {
    let address = saved(FIRM);
    let reply = post_form(&address, "actie=antwoorden&employees=veel");
    assert!(reply.text().contains("veel"), "what was typed is lost");
    assert!(kept(&address).answers.contains("GM0193"));
    let unsaved = post_form("/routekaart", "employees=veel");
    assert_ne!(unsaved.status, StatusCode::SEE_OTHER);
}

#[test]
fn a_step_that_does_not_exist_changes_nothing_that_can_be_seen() {
    let address = saved(FIRM);
    post_form(&address, "actie=klaar&stap=%3Cscript%3E");
    let page = get(&address);
    assert!(page.text().contains("0 van de") && !page.text().contains("<script>"));
}

/// The events of a calendar file: identifier and first day.
fn events(text: &str) -> Vec<(String, String)> {
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "a line of {} bytes: {line}", line.len());
        assert!(!line.contains('\n'), "a bare line break: {line}");
    }
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).expect("a calendar");
    let value = |component: &icalendar::parser::Component<'_>, name: &str| {
        component.find_prop(name).unwrap_or_else(|| panic!("no {name}")).val.to_string()
    };
    let events = calendar.components.iter().filter(|it| it.name == "VEVENT");
    events
        .map(|event| {
            assert_eq!(value(event, "DTSTAMP"), "20180301T090000Z", "ten o'clock in the Netherlands");
            for name in ["SUMMARY", "DESCRIPTION", "DTEND"] {
                assert!(!value(event, name).is_empty());
            }
            (value(event, "UID"), value(event, "DTSTART"))
        })
        .collect()
}

#[test]
fn the_calendar_file_is_read_by_another_program_and_keeps_its_identifiers() {
    let address = saved(FIRM);
    let first = get(&format!("{address}/agenda.ics"));
    assert_eq!(first.header("content-type"), "text/calendar; charset=utf-8");
    is_private(&first);
    let found = events(first.text());
    assert!(found.len() >= 2, "{found:?}");
    assert_eq!(found, events(get(&format!("{address}/agenda.ics")).text()));
    let token = address.rsplit('/').next().unwrap();
    assert!(!first.text().contains(token), "the secret of the link is in a file that goes to a calendar");
    let unsaved = get(&format!("/routekaart/agenda.ics?{FIRM}"));
    let dates = |found: Vec<(String, String)>| found.into_iter().map(|(_, day)| day).collect::<Vec<_>>();
    assert_eq!(dates(events(unsaved.text())), dates(found));
    assert_eq!(unsaved.header("content-disposition"), "attachment; filename=\"routekaart.ics\"");
}

#[test]
fn long_words_with_accents_and_signs_survive_the_calendar() {
    let english = get(&format!(
        "/en/routekaart/agenda.ics?{FIRM}&doel=leren-van-elkaar-kring-jonge-bedrijfsopvolgers&peildatum=2018-03-01"
    ));
    let text = english.text();
    let unfolded = unfold(text);
    assert!(unfolded.contains("\\,") || unfolded.contains("\\n"), "nothing was escaped: {unfolded}");
    events(text);
}

#[test]
fn nothing_is_kept_until_somebody_asks() {
    let page = get(&format!("/routekaart?{FIRM}"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Bewaar deze routekaart"));
    assert_eq!(page.header("set-cookie"), "");
}

fn kept(address: &str) -> SavedRoadmap {
    let digest = Digest(token(address).digest());
    APP.store().read(|rows| roadmaps::read(rows, digest, APP.today())).unwrap().unwrap()
}
