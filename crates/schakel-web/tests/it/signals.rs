//! Signs of difficulty and the offer that follows (SYS-C16).

use axum::http::{Request, StatusCode, header};

use crate::support::{APP, Reply, get, send};

fn tick(signs: &[&str]) -> Reply {
    let body: Vec<String> = signs.iter().map(|id| format!("signaal={id}")).collect();
    let request = Request::post("/zwaar-weer").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(request.body(axum::body::Body::from(body.join("&"))).unwrap())
}

fn check(signs: &[&str], is_offer: bool) {
    let reply = tick(signs);
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("cache-control"), "private, no-store");
    let text = reply.text();
    assert_eq!(text.contains("U hoeft dit niet alleen op te lossen"), is_offer, "{signs:?}");
    // Whatever was ticked: the way to somebody who listens in confidence is there.
    assert!(text.contains("/hulp?vertrouwelijk=ja"), "{signs:?}");
    assert!(text.contains("/register/mkb-doorgaan"), "{signs:?}");
}

#[test]
fn sys_c16_signs_above_the_threshold_produce_an_offer_in_confidence() {
    let list = APP.pack().signals.as_ref().expect("the pack lists signs");
    assert!(list.source.is_some());
    check(&[], false);
    for sign in &list.signs {
        check(&[&sign.id], sign.weight > list.threshold);
    }
    let light: Vec<&str> = list.signs.iter().filter(|it| it.weight == 1).map(|it| &*it.id).collect();
    check(light.get(..2).expect("two light signs"), true);
    check(&["no-such-sign", "no-such-sign", "<b>"], false);
}

#[test]
fn sys_c16_the_old_name_leads_to_the_new_one() {
    assert!(get("/vraag?vraag=MKB+Doorstart").text().contains("/register/mkb-doorgaan"));
}
