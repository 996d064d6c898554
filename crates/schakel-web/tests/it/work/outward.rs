//! Going to firms and to each other: lists of firms to call, leads, and who is away.

use axum::http::StatusCode;

use super::{DESK, Worker, worker};
use crate::support::fresh;

const LIST: &str = "kvk;naam;gemeente;sbi;werknemers\n\
    68750110;Bakker Metaal;Zwolle;25.11;12\n\
    69599084;Jansen Hout;Zwolle;16;40\n\
    90001745;\"Vos; Zoon\";Deventer;2562;8\n";

fn list(worker: &Worker, lines: &str, more: &[(&str, &str)]) -> StatusCode {
    let form = [("lijstnaam", "Metaal"), ("lijst", lines), ("maanden", "12")];
    worker.post("/werk/activering", &[form.as_slice(), more].concat()).status
}

#[test]
fn sys_f08_firms_of_a_segment_that_were_not_reached_are_proposed_and_leave_the_list_when_reached() {
    let app = fresh();
    let adviser = worker(&app, "oost-nl", "adviser", "Els Jansen");
    let other = worker(&app, DESK, "adviser", "Olaf Ander");
    assert_eq!(list(&adviser, LIST, &[("takken", "25")]), StatusCode::SEE_OTHER);
    let page = adviser.page("/werk/activering/1");
    assert!(page.contains("Bakker Metaal") && page.contains("Vos; Zoon"), "{page}");
    assert!(!page.contains("Jansen Hout"), "a firm of another branch is proposed");
    assert!(page.contains("2 van de 3 bedrijven"), "{page}");
    let call = |effect| [("bedrijf", "1"), ("kanaal", "telephone"), ("gevolg", effect)];
    adviser.done("/werk/activering/1", &call("not-reached"));
    let page = adviser.page("/werk/activering/1");
    assert!(page.contains("Bakker Metaal") && page.contains("1 keer geprobeerd"), "an attempt is no contact");
    adviser.done("/werk/activering/1", &call("reached"));
    let page = adviser.page("/werk/activering/1");
    assert!(!page.contains("Bakker Metaal"), "a firm that was reached is still on the list");
    assert!(page.contains("1 van de 3 bedrijven"), "{page}");
    assert_eq!(other.get("/werk/activering/1").status, StatusCode::NOT_FOUND);
    assert_eq!(other.post("/werk/activering/1", &call("reached")).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_list_says_all_its_mistakes_at_once_with_their_lines() {
    let app = fresh();
    let adviser = worker(&app, "oost-nl", "adviser", "Els Jansen");
    let wrong = "kvk;naam;gemeente;sbi;werknemers\n12;;Nergenshuizen;x;veel\n68750110;A;Zwolle;25;1\n68750110;B;;;\n";
    let form = [("lijstnaam", ""), ("lijst", wrong), ("maanden", "12")];
    let reply = adviser.post("/werk/activering", &form);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let page = reply.text();
    for mistake in
        ["Regel 2: het KVK", "Regel 2: de naam", "Nergenshuizen", "geen SBI", "geen heel getal", "ook op regel 3"]
    {
        assert!(page.contains(mistake), "{mistake} is not said: {page}");
    }
    assert!(page.contains("12;;Nergenshuizen;x;veel"), "the list is lost");
    let short = adviser.post("/werk/activering", &[("lijstnaam", "x"), ("lijst", "kvk;naam\n1;x"), ("maanden", "12")]);
    assert!(short.text().contains("de kolom gemeente niet"), "{}", short.text());
}

#[test]
fn sys_e04_leads_go_both_ways_with_an_answer_before_a_date() {
    let app = fresh();
    let director = worker(&app, DESK, "process-director", "Dirk Regisseur");
    let east = worker(&app, "oost-nl", "adviser", "Els Oost");
    let novel = worker(&app, "novel-t", "adviser", "Noor Twente");
    let lead =
        |to| [("actie", "lead"), ("naar", to), ("over", "htsm"), ("toelichting", "Zoekt een plek voor een proef")];
    assert_eq!(east.post("/werk/leads", &[("actie", "lead"), ("over", "htsm")]).status, StatusCode::BAD_REQUEST);
    assert_eq!(east.post("/werk/leads", &lead("oost-nl")).status, StatusCode::CONFLICT, "a lead to oneself");
    east.done("/werk/leads", &lead("novel-t"));
    east.done("/werk/leads", &lead("novel-t"));
    novel.done("/werk/leads", &lead("oost-nl"));
    assert!(novel.page("/werk/leads").contains("Zoekt een plek voor een proef"));
    assert_eq!(east.post("/werk/leads", &[("actie", "take-up"), ("lead", "1")]).status, StatusCode::CONFLICT);
    assert_eq!(director.post("/werk/leads", &[("actie", "take-up"), ("lead", "1")]).status, StatusCode::NOT_FOUND);
    novel.done("/werk/leads", &[("actie", "take-up"), ("lead", "1")]);
    novel.done("/werk/leads", &[("actie", "partnership"), ("lead", "1")]);
    app.desk().unwrap().pass_time(schakel_time::add_days(app.today(), 10).at(6, 0, 0, 0)).unwrap();
    let page = director.page("/werk/leads");
    let numbers = |page: &str, row: usize| -> Vec<u64> {
        let row = page.split("<tr>").nth(row + 1).unwrap().split("</tr>").next().unwrap().to_owned();
        let cells = row.split("schakel-number\">").skip(1);
        cells.map(|it| it.split('<').next().unwrap().parse().unwrap()).collect()
    };
    let (first, second) = (numbers(&page, 1), numbers(&page, 2));
    assert!(first == [1, 0, 0, 1] || second == [1, 0, 0, 1], "{first:?} {second:?}");
    assert!(first == [2, 1, 1, 1] || second == [2, 1, 1, 1], "{first:?} {second:?}");
    assert!(novel.page("/werk/leads").contains("Geen antwoord voor de datum"));
}

#[test]
fn who_is_away_is_written_down_and_taken_back() {
    let app = fresh();
    let adviser = worker(&app, "oost-nl", "adviser", "Els Jansen");
    let manager = worker(&app, "oost-nl", "manager", "Mo Hoofd");
    adviser.done("/werk/afwezig", &[("vanaf", "2018-03-05"), ("tot", "2018-03-09")]);
    let page = manager.page("/werk/afwezig");
    assert!(page.contains("Els Jansen") && page.contains("9 maart 2018"), "{page}");
    let wrong = adviser.post("/werk/afwezig", &[("vanaf", "2018-03-05"), ("tot", "2018-03-01")]);
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    manager.done("/werk/afwezig", &[("wie", "iedereen"), ("vanaf", "2018-04-01")]);
    assert_eq!(
        adviser.post("/werk/afwezig", &[("actie", "remove"), ("afwezigheid", "2")]).status,
        StatusCode::SEE_OTHER
    );
    assert!(manager.page("/werk/afwezig").contains("Iedereen van de organisatie"), "an adviser took it back");
    assert_eq!(adviser.get("/werk/team").status, StatusCode::NOT_FOUND);
    manager.done("/werk/team", &[("ruimte", "45")]);
    assert!(manager.page("/werk/team").contains("value=\"45\""));
}
