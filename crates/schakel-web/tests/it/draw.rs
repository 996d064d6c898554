//! The page on which everybody can check a draw.

use axum::http::{Request, StatusCode, header};
use schakel_schemes::{ApplicationNumber, Draw, PublishedDraw, Seed};

use crate::support::{Reply, get, send};

fn published() -> PublishedDraw {
    let seed = Seed::new("0123456789abcdef0123456789abcdef").unwrap();
    Draw::make("proef-2022", seed, &[1, 2, 3, 4, 5].map(ApplicationNumber)).unwrap().published()
}

fn paste(file: &str, before: &str, own: &str, path: &str) -> Reply {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("bestand", file)
        .append_pair("belofte", before)
        .append_pair("aanvraag", own)
        .finish();
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(request.body(axum::body::Body::from(body)).unwrap())
}

fn check(file: &PublishedDraw, before: &str, own: &str, words: &[&str]) {
    let reply = paste(&file.to_json(), before, own, "/loting");
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("cache-control"), "private, no-store");
    let text = reply.text();
    for word in words {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[test]
fn everybody_can_check_a_draw() {
    let file = published();
    let compare = "Dit moet u zelf nog nagaan.";
    check(
        &file,
        "",
        "",
        &["Deze loting klopt", "De volgorde van de 5 aanvragen", "proef-2022", compare, &file.commitment],
    );
    let before = format!(" {} ", file.commitment.to_uppercase());
    check(&file, &before, "4", &["De belofte is dezelfde", "Uw aanvraag 4 staat op plaats 2 van 5."]);
    check(&file, "", "9", &["Aanvraag 9 zat niet in deze loting."]);
    check(&file, &"0".repeat(64), "", &["Deze loting klopt niet", "een andere belofte"]);
}

#[test]
fn what_was_changed_is_said() {
    let mut swapped = published();
    swapped.order.swap(0, 1);
    check(&swapped, "", "", &["Deze loting klopt niet", "Op plaats 1 staat aanvraag 4, maar daar hoort aanvraag 3."]);
    let seed = PublishedDraw { seed: "a".repeat(32), ..published() };
    check(&seed, "", "", &["Het zaad past niet bij de belofte"]);
    let short = PublishedDraw { seed: "kort".to_owned(), ..published() };
    check(&short, "", "", &["Het zaad is te kort of te lang"]);
    let mut lists = published();
    lists.applications = [2, 1, 2, 7].map(ApplicationNumber).into();
    lists.order = [1, 1, 9].map(ApplicationNumber).into();
    let said = [
        "Aanvraag 2 staat twee keer op de lijst",
        "De lijst loopt niet op",
        "Aanvraag 1 staat twee keer in de volgorde",
    ];
    check(&lists, "", "", &said);
    check(&lists, "", "", &["Aanvraag 9 staat wel in de volgorde", "Aanvraag 7 staat wel op de lijst"]);
    check(&PublishedDraw { applications: Vec::new(), ..lists }, "", "", &["De lijst met aanvragen is leeg"]);
}

#[test]
fn what_cannot_be_read_is_given_back() {
    let reply = paste("{\"round\": \"<b>\"", "", "zeven", "/loting");
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let text = reply.text();
    assert!(text.contains("Dit is niet het hele bestand van een loting"));
    assert!(text.contains("Vul een heel getal in"));
    assert!(!text.contains("\"<b>\"") && text.contains("&#60;b&#62;"), "{text}");
    let english = paste("", "", "", "/en/loting");
    assert!(english.text().contains("This is not the whole file of a draw"));
}

#[test]
fn a_draw_of_ten_thousand_can_be_pasted() {
    let seed = Seed::new("0123456789abcdef0123456789abcdef").unwrap();
    let numbers: Vec<ApplicationNumber> = (10_001..=20_000).map(ApplicationNumber).collect();
    check(&Draw::make("groot", seed, &numbers).unwrap().published(), "", "10001", &["Deze loting klopt", "van 10000"]);
}

#[test]
fn the_page_is_found() {
    assert!(get("/over").text().contains("/loting"));
    assert!(get("/loting").text().contains("Zo gaat een loting"));
}
