//! Forms that are not taken: of another site, too large, or no text. Every form of the portal is held to it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::support::{Reply, send};

fn form(address: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
    let mut request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request.body(body.into()).unwrap())
}

#[test]
fn a_form_of_another_site_is_refused() {
    let check = |headers: &[(&str, &str)], expected: StatusCode| {
        for address in ["/inloggen", "/uitloggen", "/routekaart", "/en/uitloggen"] {
            let status = form(address, headers, "email=naam%40example.nl").status;
            assert_eq!(status == StatusCode::FORBIDDEN, expected == StatusCode::FORBIDDEN, "{address} {headers:?}");
        }
    };
    let (ours, theirs) = (StatusCode::OK, StatusCode::FORBIDDEN);
    let host = ("host", "schakel.example.nl");
    check(&[host, ("sec-fetch-site", "same-origin")], ours);
    check(&[host, ("sec-fetch-site", "none")], ours);
    check(&[host, ("sec-fetch-site", "cross-site")], theirs);
    check(&[host, ("sec-fetch-site", "same-site")], theirs);
    check(&[host, ("origin", "https://schakel.example.nl")], ours);
    check(&[host, ("origin", "https://SCHAKEL.example.nl")], ours);
    check(&[host, ("origin", "https://elders.example")], theirs);
    check(&[host, ("origin", "https://schakel.example.nl.elders.example")], theirs);
    check(&[host, ("origin", "https://schakel.example.nl:8443")], theirs);
    check(&[host, ("origin", "null")], theirs);
    check(&[host, ("origin", "https://schakel.example.nl"), ("sec-fetch-site", "cross-site")], theirs);
    check(&[host], ours);
}

#[test]
fn a_refused_form_says_what_to_do_in_both_languages() {
    let elsewhere = [("sec-fetch-site", "cross-site")];
    assert!(form("/uitloggen", &elsewhere, "").text().contains("kwam van een andere website"));
    assert!(form("/en/uitloggen", &elsewhere, "").text().contains("came from another website"));
}

#[test]
fn a_form_that_is_too_large_is_refused() {
    let large = format!("email={}", "a".repeat(300 * 1024));
    for address in ["/inloggen", "/routekaart", "/wat-past"] {
        let reply = form(address, &[], large.clone());
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        assert!(reply.text().contains("groter dan 256 kilobyte"), "{address}");
    }
    let announced = form("/inloggen", &[("content-length", "999999999")], "email=a");
    assert_eq!(announced.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_form_that_is_no_text_is_refused() {
    for body in [&b"email=%ff%fe"[..], &b"email=\xff\xfe"[..], &b"email=a%00b"[..], &b"\x00"[..]] {
        let reply = form("/inloggen", &[], body.to_vec());
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{body:?}");
        assert!(reply.text().contains("konden het formulier niet lezen"), "{body:?}");
    }
}

#[test]
fn other_sites_may_use_the_api() {
    let request = Request::post("/api/v1/vragen")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://elders.example");
    let reply = send(request.body(Body::from("{}")).unwrap());
    assert_ne!(reply.status, StatusCode::FORBIDDEN);
}

#[test]
fn outside_this_machine_the_cookie_only_goes_encrypted() {
    let here = form("/uitloggen", &[("host", "localhost:8080")], "");
    let there = form("/uitloggen", &[("host", "localhost.elders.example")], "");
    assert!(!here.header("set-cookie").contains("Secure"));
    assert!(there.header("set-cookie").ends_with("; Secure"), "{}", there.header("set-cookie"));
}
