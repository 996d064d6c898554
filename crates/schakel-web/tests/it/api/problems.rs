//! What goes wrong, as problem details, and the headers of every answer.

use axum::body::Body;
use axum::http::{Method, Request, header};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Reply, get, post, send};

/// Every problem names its status, title, detail, kind and the address, and has the headers of the API.
fn check(reply: &Reply, status: u16, instance: &str) -> Value {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.header("cache-control"), "no-store");
    let problem = reply.json();
    assert_eq!((&problem["status"], &problem["instance"]), (&json!(status), &json!(instance)));
    assert_eq!(problem["type"], "about:blank");
    assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
    problem
}

fn places(problem: &Value) -> Vec<&str> {
    crate::support::all(&problem["errors"], "place")
}

#[test]
fn all_mistakes_in_a_query_come_at_once() {
    let reply = get("/api/v1/instrumenten?soort=grants&opn=true&peildatum=gisteren&pagina=0&gemeente=Zwolle");
    let problem = check(&reply, 400, "/api/v1/instrumenten");
    let mut places = places(&problem);
    places.sort_unstable();
    assert_eq!(places, ["gemeente", "opn", "pagina", "peildatum", "soort"]);
    let details = crate::support::all(&problem["errors"], "detail").join("\n");
    for words in ["bedoelde u `open`?", "bedoelde u `grant`?", "bedoelde u `GM0193`?", "schrijf een dag als 2017-06-01"]
    {
        assert!(details.contains(words), "{words} is missing in: {details}");
    }
}

#[test]
fn problems_speak_the_language_that_is_asked_for() {
    let problem = check(&get("/api/v1/instrumenten?taal=en&soort=grants"), 400, "/api/v1/instrumenten");
    assert_eq!(problem["title"], "The input is not right");
    assert_eq!(problem["detail"], "`soort`: `grants` does not exist; did you mean `grant`?");
}

#[test]
fn an_identifier_that_does_not_exist_gets_a_suggestion() {
    let problem = check(&get("/api/v1/instrumenten/wbos"), 404, "/api/v1/instrumenten/wbos");
    assert_eq!(problem["detail"], "het instrument `wbos` bestaat niet; bedoelde u `wbso`?");
}

#[test]
fn an_address_that_does_not_exist_is_a_problem() {
    for address in ["/api/v1/iets", "/api/v1/instrumenten/", "/api/v1/", "/api/v1/instrumenten/wbso/iets", "/api/v2/x"]
    {
        check(&get(address), 404, address);
    }
    let slash = check(&get("/api/v1/instrumenten/"), 404, "/api/v1/instrumenten/");
    assert!(slash["detail"].as_str().unwrap().contains("schuine streep"), "no redirect, but advice: {slash}");
}

#[test]
fn a_method_that_does_not_exist_is_a_problem() {
    let request = Request::delete("/api/v1/instrumenten").body(Body::empty()).unwrap();
    let reply = send(request);
    check(&reply, 405, "/api/v1/instrumenten");
    assert!(reply.header("allow").contains("GET"), "{:?}", reply.headers);
}

#[test]
fn a_message_that_is_too_large_is_refused() {
    let body = format!("{{\"gegevens\": {{\"x\": \"{}\"}}}}", "x".repeat(64 * 1024));
    check(&post("/toetsingen", &body), 413, "/api/v1/toetsingen");
}

#[test]
fn a_message_that_is_not_json_is_refused() {
    let request = Request::post("/api/v1/toetsingen").header(header::CONTENT_TYPE, "text/plain");
    check(&send(request.body(Body::from("{}")).unwrap()), 415, "/api/v1/toetsingen");
    let problem = check(&post("/toetsingen", "{\"gegevens\": "), 400, "/api/v1/toetsingen");
    assert!(problem["detail"].as_str().unwrap().contains("regel 1"), "{problem}");
    check(&post("/toetsingen", "[]"), 400, "/api/v1/toetsingen");
}

#[test]
fn all_mistakes_in_facts_come_at_once() {
    let body = r#"{"gegevens": {"employes": 3, "trl": 99, "legal_form": "BV!"}, "peildatum": "1 maart", "tal": "en"}"#;
    let problem = check(&post("/toetsingen", body), 400, "/api/v1/toetsingen");
    let mut places = places(&problem);
    places.sort_unstable();
    let expected = ["#/gegevens/employes", "#/gegevens/legal_form", "#/gegevens/trl", "#/peildatum", "#/tal"];
    assert_eq!(places, expected);
    let details = crate::support::all(&problem["errors"], "detail").join("\n");
    assert!(details.contains("bedoelde u `employees`?") && details.contains("bedoelde u `taal`?"), "{details}");
}

#[test]
fn every_answer_names_the_version_and_is_not_kept() {
    for address in ["/instrumenten", "/openapi.json", "/gegevens", "/organisaties/novel-t"] {
        let reply = get(&format!("/api/v1{address}"));
        assert_eq!(reply.header("api-version"), "1.0.0", "{address}");
        assert_eq!(reply.header("cache-control"), "no-store", "{address}");
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{address}");
        assert_eq!(reply.header("content-type"), "application/json", "{address}");
        assert_eq!(reply.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", "{address}");
        check_security(&reply);
    }
}

fn check_security(reply: &Reply) {
    assert_eq!(reply.header("strict-transport-security"), "max-age=31536000");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("x-frame-options"), "DENY");
    assert_eq!(reply.header("referrer-policy"), "same-origin");
}

#[test]
fn pages_load_nothing_of_anybody_else() {
    for address in ["/", "/en", "/geen-pagina"] {
        let reply = get(address);
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{address}: {policy}");
        assert!(!policy.contains("unsafe"), "{address}: {policy}");
        check_security(&reply);
    }
}

#[test]
fn another_site_may_ask_first() {
    let request = Request::builder().method(Method::OPTIONS).uri("/api/v1/toetsingen");
    let reply = send(request.header("origin", "https://example.org").body(Body::empty()).unwrap());
    assert_eq!((reply.status.as_u16(), reply.header("access-control-allow-origin")), (204, "*"));
    assert!(reply.header("access-control-allow-methods").contains("POST"));
    assert_eq!(reply.header("access-control-allow-headers"), "Content-Type");
}

/// Keys that exist and keys that do not, with values of every kind.
fn any_query() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "zoek",
            "regio",
            "soort",
            "thema",
            "open",
            "gemeente",
            "peildatum",
            "pagina",
            "aantal"
        ]),
        prop::sample::select(vec!["taal", "loket", "familie", "", "zoek[]", "%00"]),
    ];
    let value = prop_oneof![
        "\\PC{0,12}",
        prop::sample::select(vec![
            "0",
            "-1",
            "18446744073709551616",
            "9999-12-31",
            "0000-01-01",
            "oost",
            "GM0193",
            "%ff",
            "+"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((key, value), 0..5).prop_map(|pairs| {
        let pairs = pairs.into_iter().map(|(key, value)| format!("{key}={}", escaped(&value)));
        pairs.collect::<Vec<_>>().join("&")
    })
}

/// What may stand in an address as it is; the rest by its bytes.
fn escaped(text: &str) -> String {
    let plain = |it: &u8| it.is_ascii_alphanumeric() || b"%+-_.".contains(it);
    text.bytes().map(|it| if plain(&it) { char::from(it).to_string() } else { format!("%{it:02X}") }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_query_gives_an_answer_or_says_what_is_wrong(query in any_query()) {
        for path in ["/instrumenten", "/organisaties", "/dossiers"] {
            let reply = get(&format!("/api/v1{path}?{query}"));
            prop_assert!([200, 400].contains(&reply.status.as_u16()), "{} {}", reply.status, reply.text());
            let answer = reply.json();
            prop_assert_eq!(reply.status == 400, answer["errors"].as_array().is_some_and(|it| !it.is_empty()));
        }
    }

    #[test]
    fn any_message_gives_an_answer_or_says_what_is_wrong(body in "\\PC{0,40}", value in "\\PC{0,12}") {
        let facts = json!({"gegevens": {"employees": value, "plan": [value], "founded": value, "registered": true}});
        for body in [body, facts.to_string()] {
            let reply = post("/toetsingen", &body);
            prop_assert!([200, 400].contains(&reply.status.as_u16()), "{} {}", reply.status, reply.text());
        }
    }
}
