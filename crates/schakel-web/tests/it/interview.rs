//! The interview on pages and through the API: to its end in both languages, back, not knowing, and mistakes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::support::{Reply, get, post, send};

const DAY: &str = "2017-05-01";

/// The fact that a page asks; `None` on the last page.
fn asked(reply: &Reply) -> Option<String> {
    let field = reply.text().split("name=\"vraag\" value=\"").nth(1)?;
    field.split('"').next().map(str::to_owned)
}

/// The address that a page leads to: its hidden fields with an answer.
fn answered(address: &str, fact: &str, answer: &str) -> Reply {
    let sign = if address.contains('?') { '&' } else { '?' };
    get(&format!("{address}{sign}vraag={fact}&{answer}"))
}

/// Walks an interview with these answers; what is not among them the firm does not know. Gives the facts that were
/// asked and the last page.
fn walk(start: &str, answers: &[(&str, &str)]) -> (Vec<String>, String, Reply) {
    let mut address = start.to_owned();
    let mut order = Vec::new();
    loop {
        let page = get(&address);
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let Some(fact) = asked(&page) else { return (order, address, page) };
        assert!(!order.contains(&fact), "{fact} is asked twice");
        let answer = answers.iter().find(|(it, _)| *it == fact);
        let answer = answer.map_or("weet-niet=ja".to_owned(), |(fact, value)| format!("{fact}={value}"));
        order.push(fact.clone());
        let next = answered(&address, &fact, &answer);
        assert_eq!(next.status, StatusCode::SEE_OTHER, "{address} with {answer}: {}", next.text());
        next.header("location").clone_into(&mut address);
    }
}

const DUTCH: [(&str, &str); 6] = [
    ("plan", "start"),
    ("municipality", "GM0193"),
    ("sme", "ja"),
    ("starter", "ja"),
    ("wants_loan", "0"),
    ("social_enterprise", "nee"),
];

#[test]
fn sys_k03_an_interview_in_dutch_and_in_english_asks_the_same_and_ends_the_same() {
    let english = DUTCH.map(|(fact, answer)| {
        (
            fact,
            match answer {
                "ja" => "yes",
                "nee" => "no",
                other => other,
            },
        )
    });
    let (dutch_order, address, end) = walk(&format!("/gesprek?peildatum={DAY}"), &DUTCH);
    let (english_order, english_address, english_end) = walk(&format!("/en/gesprek?peildatum={DAY}"), &english);
    assert_eq!(dutch_order, english_order);
    assert!(dutch_order.len() > 2 && dutch_order.len() < 25, "{dutch_order:?}");
    assert!(end.text().contains("Bekijk alles wat past") && english_end.text().contains("See all that fits"));
    assert!(address.contains("sme=ja") && english_address.contains("sme=yes"), "{address} {english_address}");
    let result = address.replace("/gesprek", "/wat-past/uitkomst");
    assert_eq!(get(&result).status, StatusCode::OK, "the result takes the same answers");
    assert!(end.text().contains("href=\"/wat-past/uitkomst?"), "the last page leads to the result");
}

#[test]
fn the_way_back_forgets_the_last_answer_alone() {
    let page = get(&format!("/gesprek?plan=start&municipality=GM0193&gevraagd=municipality,plan&peildatum={DAY}"));
    let back = format!("href=\"/gesprek?municipality=GM0193&#38;gevraagd=municipality&#38;peildatum={DAY}\"");
    assert!(page.text().contains(&back), "no way back in {}", page.text());
    let first = get(&format!("/gesprek?municipality=GM0193&peildatum={DAY}"));
    assert!(!first.text().contains("Terug naar de vorige vraag"), "what was not asked is not taken back");
}

#[test]
fn no_answer_and_a_wrong_answer_are_asked_again_with_the_reason() {
    let check = |answer: &str, expected: &str| {
        let reply = get(&format!("/gesprek?municipality=GM0193&vraag=employees&{answer}"));
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{answer}");
        assert_eq!(asked(&reply).as_deref(), Some("employees"), "{answer}");
        assert!(reply.text().contains(expected), "{answer}: {}", reply.text());
    };
    check("employees=", "Geef een antwoord, of kies ‘Weet ik niet’.");
    check("employees=veel", "value=\"veel\"");
    check("employees=300&group_employees=20", "utrecht-form-field-error-message");
}

#[test]
fn not_knowing_takes_away_what_was_typed() {
    let reply = get("/gesprek?vraag=employees&employees=veel&weet-niet=ja");
    assert_eq!(reply.header("location"), "/gesprek?gevraagd=employees");
}

#[test]
fn a_number_of_the_register_is_in_no_address() {
    let body = Body::from("kvk=69599084&steun=bmkb&vraag=plan");
    let reply = send(Request::post("/gesprek").body(body).unwrap());
    assert_eq!(reply.status, StatusCode::OK);
    let text = reply.text();
    assert!(text.contains("name=\"steun\" value=\"bmkb\""), "the shortlist is lost");
    assert!(text.split("href=\"").skip(1).all(|link| !link.split('"').next().unwrap().contains("69599084")));
    assert!(!text.contains("type=\"hidden\" name=\"kvk\""));
}

#[test]
fn an_interview_about_one_scheme_asks_what_that_scheme_needs() {
    let page = get("/gesprek?steun=mit-haalbaarheid-oost&peildatum=2017-04-15");
    assert!(page.text().contains("Nog 1 van 1 niet beslist"), "{}", page.text());
    let elsewhere = get("/gesprek?steun=mit-haalbaarheid-oost&plan=export&peildatum=2017-04-15");
    assert_eq!(asked(&elsewhere), None, "it is for other plans");
}

#[test]
fn the_api_gives_the_question_of_the_page() {
    let page = get(&format!("/gesprek?municipality=GM0193&gevraagd=municipality,sme&peildatum={DAY}"));
    let request = json!({ "gegevens": { "municipality": "GM0193" }, "weet_niet": ["sme"], "peildatum": DAY });
    let answer = post("/vervolgvragen", &request.to_string()).json();
    assert_eq!(answer["vraag"]["gegeven"].as_str(), asked(&page).as_deref());
    assert_eq!(answer["einde"], json!(null));
    assert!(answer["beslist"].as_u64() < answer["aantal"].as_u64());
    let over = json!({ "gegevens": { "plan": ["export"] }, "steun": ["mit-haalbaarheid-oost"], "peildatum": DAY });
    let answer = post("/vervolgvragen", &over.to_string()).json();
    assert_eq!(answer, json!({ "aantal": 1, "beslist": 1, "vraag": null, "einde": "beslist" }));
}

#[test]
fn the_api_names_every_mistake_with_its_place() {
    let request = json!({ "gegevens": {}, "weet_niet": ["turnver"], "steun": "bmkb", "x": 1 });
    let reply = post("/vervolgvragen", &request.to_string());
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let places: Vec<String> =
        reply.json()["errors"].as_array().unwrap().iter().map(|it| it["place"].to_string()).collect();
    assert_eq!(places, ["\"#/x\"", "\"#/weet_niet/0\"", "\"#/steun\""]);
    assert!(reply.text().contains("bedoelde u `turnover`?"));
}
