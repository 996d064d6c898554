//! Asking a question: who will get it is named before, every mistake is named at once, and sending it twice is once.

use axum::http::StatusCode;
use schakel_casework::{Code, Origin, Visibility};

use super::{WORDS, ask, case_of, desk, has, has_not, hidden, post, post_raw};
use crate::support::get;

#[test]
fn the_page_names_the_front_door_and_the_dates_before_anything_is_sent() {
    desk();
    let page = get("/hulp?vraag=Wie+helpt+mij+verder%3F&municipality=GM0193");
    assert_eq!(page.status, StatusCode::OK);
    has(&page, "Kennispoort Regio Zwolle");
    has(&page, "Kennispoort Regio Zwolle leest uw vraag en reageert uiterlijk op 5 maart 2018.");
    has(&page, "Uiterlijk op 8 maart 2018 heeft iemand u gesproken.");
    has(&page, "Wie helpt mij verder?");
    has(&get("/en/hulp?municipality=GM0193"), "reads your question and responds by 5 March 2018");
    // A place of which no source names a front door: the organisation that keeps the portal, and why.
    has(&get("/hulp"), "Wij weten niet in welke gemeente het bedrijf staat.");
}

#[test]
fn every_mistake_is_named_at_once_and_nothing_typed_is_lost() {
    let fields = [
        ("vraag", "hulp"),
        ("naam", "J. de Vries"),
        ("email", "geen adres"),
        ("telefoon", "12"),
        ("dienst", "bestaat-niet"),
        ("municipality", "GM9999"),
        ("gesprekstaal", "fy"),
        ("loket", "provincie-overijssel"),
        ("vertrouwelijk", "ja"),
    ];
    let page = post("/hulp", &fields);
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    for place in ["#vraag", "#email", "#telefoon", "#dienst", "#municipality", "#gesprekstaal"] {
        has(&page, &format!("href=\"{place}\""));
    }
    for typed in
        ["J. de Vries", "geen adres", "value=\"12\"", "value=\"ja\" aria-describedby=\"vertrouwelijk-uitleg\" checked"]
    {
        has(&page, typed);
    }
    let nobody = post("/hulp", &[("vraag", WORDS), ("loket", "provincie-overijssel")]);
    has(&nobody, "Vul een e-mailadres of een telefoonnummer in.");
}

#[test]
fn another_front_door_than_the_page_named_is_named_first() {
    desk();
    let email = "eerst-zien@bedrijf.example";
    let fields = [("vraag", WORDS), ("municipality", "GM0153"), ("email", email), ("loket", "provincie-overijssel")];
    let page = post("/hulp", &fields);
    assert_eq!(page.status, StatusCode::OK);
    has(&page, "Uw vraag gaat naar Novel-T. Klopt dat?");
    assert_eq!(hidden(page.text(), "loket"), "novel-t");
    has(&page, email);
    assert_eq!(page.text().matches(email).count(), 1, "an address of mail stands in no other form or link");
}

#[test]
fn sending_a_form_twice_is_one_question() {
    desk();
    let page = get("/hulp?municipality=GM0193");
    let key = hidden(page.text(), "sleutel");
    let fields = [
        ("vraag", "Tweemaal verstuurd, wat gebeurt er dan met mijn vraag?"),
        ("municipality", "GM0193"),
        ("telefoon", "038 123 45 67"),
        ("loket", "kennispoort-regio-zwolle"),
        ("sleutel", key.as_str()),
    ];
    let (first, second) = (post("/hulp", &fields), post("/hulp", &fields));
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(first.header("location"), second.header("location"));
    let case = case_of(first.header("location").split('?').next().unwrap());
    assert_eq!(desk().cases_of(case.firm).unwrap().len(), 1);
}

#[test]
fn what_was_told_before_goes_along_and_the_need_follows_from_the_words() {
    let from = "/hulp?herkomst=routekaart&municipality=GM0193&employees=12&themes=htsm";
    desk();
    let page = get(from);
    has(&page, "Dit vertelde u al.");
    has(&page, "12");
    let own = ask(&[
        ("vraag", "Wij willen met een adviseur praten over innovatie in ons bedrijf"),
        ("municipality", "GM0193"),
        ("employees", "12"),
        ("themes", "htsm"),
        ("email", "meegenomen@bedrijf.example"),
        ("herkomst", "routekaart"),
        ("gesprekstaal", "en"),
    ]);
    let case = case_of(&own);
    assert_eq!(case.origin, Origin::Roadmap);
    assert_eq!(case.need.employees, Some(12));
    assert_eq!(case.need.municipality, Code::new("GM0193").ok());
    assert_eq!(case.need.themes, [Code::new("htsm").unwrap()].into());
    assert_eq!(case.need.language, Code::new("en").ok());
    assert_eq!(case.visibility, Visibility::Ordinary);
    assert!(case.consent.consents.is_empty(), "nothing is consented to by asking");
    let chosen = ask(&[
        ("vraag", "Wij zoeken geld voor een nieuwe machine in de werkplaats"),
        ("municipality", "GM0193"),
        ("dienst", "lending"),
        ("email", "gekozen@bedrijf.example"),
    ]);
    assert_eq!(case_of(&chosen).need.service, Code::new("lending").ok());
}

#[test]
fn what_is_no_form_is_refused_clearly() {
    let broken = post_raw("/hulp", "application/x-www-form-urlencoded", b"vraag=%FF%FE".to_vec());
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    let large = format!("vraag={}", "a".repeat(400 * 1024)).into_bytes();
    assert_eq!(post_raw("/hulp", "application/x-www-form-urlencoded", large).status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = "a ".repeat(3_000);
    let too_long =
        post("/hulp", &[("vraag", &long), ("email", "lang@bedrijf.example"), ("loket", "provincie-overijssel")]);
    assert_eq!(too_long.status, StatusCode::BAD_REQUEST);
    has(&too_long, "Deze tekst is te lang.");
}

#[test]
fn every_way_in_leads_to_a_person() {
    desk();
    let answer = get("/vraag?vraag=Ik+wil+in+Zwolle+een+robot+laten+lassen");
    has(&answer, "/hulp?vraag=Ik+wil+in+Zwolle+een+robot+laten+lassen");
    has(&answer, "Laat iemand mij bellen");
    has(&get("/loket?gemeente=GM0193"), "/hulp?municipality=GM0193");
    has(&get("/routekaart?municipality=GM0193&plan=feasibility"), "herkomst=routekaart");
    has_not(&get("/hulp"), "utrecht-alert--error");
}
