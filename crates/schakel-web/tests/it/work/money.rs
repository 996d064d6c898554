//! The page of public money: the figures of the books of the pack, each with its postings.

use std::sync::LazyLock;

use axum::http::StatusCode;
use schakel_web::App;

use super::{DESK, Worker, worker};
use crate::support::fresh;

static PORTAL: LazyLock<(App, Worker)> = LazyLock::new(|| {
    let app = fresh();
    let director = worker(&app, DESK, "process-director", "Dirk Regisseur");
    (app, director)
});

#[test]
fn money_is_for_who_may_see_the_figures_of_the_region() {
    let (app, director) = &*PORTAL;
    let adviser = worker(app, DESK, "adviser", "Els Jansen");
    for path in ["/werk/geld", "/werk/geld/reserves.csv", "/werk/geld/boekingen"] {
        assert_eq!(adviser.get(path).status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(director.get(path).status, StatusCode::OK, "{path}");
        assert_eq!(director.get(&format!("/en{path}")).status, StatusCode::OK, "{path}");
    }
    assert_eq!(director.get("/werk/geld/bestaat-niet.csv").status, StatusCode::NOT_FOUND);
    assert_eq!(director.get("/werk/geld/boekingen?rekening=bestaat-niet").status, StatusCode::NOT_FOUND);
}

#[test]
fn sys_m03_m04_m09_m10_the_tables_hold_the_figures_of_the_books() {
    let file = |name: &str| PORTAL.1.get(&format!("/werk/geld/{name}.csv")).text().replace('\u{a0}', " ");
    let programmes = file("programmas");
    assert!(
        programmes.contains("\"€ 246.000\",\"Het leiden van het programma kostte minder dan verwacht.\""),
        "{programmes}"
    );
    assert!(programmes.contains("\"de bron noemt geen oorzaak\""), "{programmes}");
    assert!(programmes.contains("\"€ 246.000 erbij; het geheel is niet bekend\""), "{programmes}");
    let reserves = file("reserves");
    for movement in ["€ -246.000", "€ -101.000", "€ -431.000", "€ 680.000"] {
        assert!(reserves.contains(movement), "{movement}: {reserves}");
    }
    assert!(file("voorstellen").contains("Voorstel voor resultaatbestemming van het geld voor de MIT"));
    assert_eq!(file("begrotingswijzigingen").lines().count(), 5, "a heading and two amendments of two lines");
}

#[test]
fn a_figure_opens_down_to_its_postings() {
    let page = PORTAL.1.page("/werk/geld");
    let link = page.split('"').find(|it| it.contains("rekening=budget")).expect("a link behind a budget");
    let postings = PORTAL.1.page(&link.replace("&amp;", "&"));
    assert!(postings.contains("Begrotingswijziging: "), "{postings}");
}
