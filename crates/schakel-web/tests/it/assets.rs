//! The files of the look.

use axum::body::Body;
use axum::http::Request;

use crate::support::{Reply, get, send};

/// The file with this ending that the front page names.
fn named_by_the_front_page(ending: &str) -> String {
    let page = get("/");
    let named = page.text().split('"').find(|it| it.starts_with("/bestanden/") && it.ends_with(ending));
    named.unwrap().to_owned()
}

fn style_sheet_path() -> String {
    named_by_the_front_page(".css")
}

fn get_accepting(address: &str, encoding: &str) -> Reply {
    send(Request::get(address).header("accept-encoding", encoding).body(Body::empty()).unwrap())
}

#[test]
fn the_style_sheet_of_a_page_may_be_kept_for_ever() {
    let reply = get(&style_sheet_path());
    assert_eq!(reply.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(reply.header("content-encoding"), "");
    assert!(reply.text().contains("schakel"));
}

#[test]
fn the_style_sheet_comes_compressed_when_that_is_accepted() {
    let path = style_sheet_path();
    let reply = get_accepting(&path, "br, gzip");
    assert_eq!(reply.header("content-encoding"), "gzip");
    assert!(reply.header("vary").to_ascii_lowercase().contains("accept-encoding"));
    assert_eq!(reply.body[..2], [0x1f, 0x8b]);
    assert!(reply.body.len() <= 60 * 1024, "{}", reply.body.len());
    assert_eq!(get_accepting(&path, "gzip;q=0").header("content-encoding"), "");
}

#[test]
fn the_fonts_that_the_style_sheet_names_are_there() {
    let sheet = get(&style_sheet_path());
    let names: Vec<&str> = sheet.text().split("url(").skip(1).filter_map(|it| it.split(')').next()).collect();
    let fonts: Vec<&str> =
        names.iter().map(|it| it.trim_matches(['"', '\''])).filter(|it| it.ends_with(".woff2")).collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    for font in fonts {
        let reply = get(&format!("/bestanden/{font}"));
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, "font/woff2"), "{font}");
    }
}

#[test]
fn the_icon_of_the_tab_is_there() {
    assert_eq!(get(&named_by_the_front_page(".svg")).header("content-type"), "image/svg+xml");
}

#[test]
fn an_old_name_is_not_found() {
    assert_eq!(get("/bestanden/schakel-00000000.css").status, 404);
}
