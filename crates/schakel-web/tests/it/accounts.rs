//! What counts for the targets, as staff record it and as everybody reads it.

use std::sync::LazyLock;

use axum::http::StatusCode;
use schakel_web::App;

use crate::support::fresh;
use crate::work::{DESK, Worker, worker};

static APP: LazyLock<App> = LazyLock::new(fresh);

const PATH: &str = "/werk/telt-mee";

fn adviser() -> Worker {
    worker(&APP, DESK, "adviser", "Test Adviseur")
}

fn form<'a>(kind: &'a str, name: &'a str, day: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("wat-telt", kind), ("hoe-heet-het", name), ("dag", day), ("actie-nummer", "5.3.2/1")];
    fields.extend(more);
    fields
}

fn recorded(at: &Worker, fields: &[(&str, &str)]) {
    let answer = at.post(PATH, fields);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

/// I01. A meeting with attendance: meetings, attendances and unique participants are three counts.
#[test]
fn sys_i01_events_attendances_and_unique_participants() {
    let staff = adviser();
    recorded(&staff, &form("event", "Eerste dag", "2017-02-01", &[("wie-waren-er", "a@x.nl\nB@x.nl\na@x.nl")]));
    recorded(&staff, &form("event", "Tweede dag", "2017-03-01", &[("wie-waren-er", "b@x.nl\nc@x.nl")]));
    for (indicator, count) in [("events", "2"), ("participations", "4"), ("participants", "3")] {
        let page = staff.get(&format!("/verantwoording/cijfers/{indicator}?jaar=2017&peildatum=2030-01-01"));
        let number = format!("<td class=\"schakel-number\">{count}</td>");
        assert!(page.body.contains(&number), "{indicator}: {}", page.body);
    }
    let page = staff.get("/verantwoording/cijfers/events?jaar=2017&peildatum=2030-01-01");
    assert!(page.body.contains("Tweede dag") && page.body.contains("behaald"), "{}", page.body);

    // One name counts once, a day to come does not count, and a meeting without people is no meeting.
    let again = staff.post(PATH, &form("event", "Tweede dag", "2017-04-01", &[("wie-waren-er", "d@x.nl")]));
    assert_eq!(again.status, StatusCode::CONFLICT);
    let later = staff.post(PATH, &form("event", "Ooit", "2040-01-01", &[("wie-waren-er", "d@x.nl")]));
    assert_eq!(later.status, StatusCode::CONFLICT);
    assert_eq!(staff.post(PATH, &form("event", "Leeg", "2017-04-01", &[])).status, StatusCode::CONFLICT);
    assert_eq!(staff.post(PATH, &form("", "", "", &[])).status, StatusCode::BAD_REQUEST);
}

/// I02. The kind of a consortium follows from its members.
#[test]
fn sys_i02_kind_of_a_consortium_follows_from_its_members() {
    let staff = adviser();
    let day = "2017-05-01";
    recorded(&staff, &form("consortium-member", "Samen een", day, &[("bedrijven", "1\n2")]));
    recorded(&staff, &form("consortium-member", "Samen twee", day, &[("bedrijven", "1"), ("overheden", "gemeente")]));
    let page = staff.get("/verantwoording/cijfers/consortia?jaar=2017&peildatum=2030-01-01");
    assert!(page.body.contains("<td class=\"schakel-number\">2</td>"), "{}", page.body);
    assert!(page.body.contains("2 (alleen bedrijven)"), "{}", page.body);
    assert!(page.body.contains("2 (bedrijven en overheid samen)"), "{}", page.body);
}

/// I03. Firms count once, however often and in whichever way they were helped.
#[test]
fn sys_i03_supported_firms_are_unique() {
    let staff = adviser();
    recorded(&staff, &form("financial-support", "Subsidies mei", "2017-05-02", &[("bedrijven", "11111111\n22222222")]));
    recorded(&staff, &form("guidance", "Gesprekken mei", "2017-05-03", &[("bedrijven", "22222222\n33333333")]));
    let page = staff.get("/verantwoording/cijfers/supported-firms?jaar=2017&peildatum=2030-01-01");
    assert!(page.body.contains("<td class=\"schakel-number\">3</td>"), "{}", page.body);
    assert!(page.body.contains("Subsidies mei") && page.body.contains("Gesprekken mei"), "{}", page.body);
    // The names of firms are nowhere.
    assert!(!page.body.contains("11111111"), "{}", page.body);
}

/// I04. A spin-off counts once, in the year in which it was founded.
#[test]
fn sys_i04_a_spin_off_counts_once() {
    let staff = adviser();
    recorded(&staff, &form("spin-off", "Nieuw bv", "2016-05-02", &[]));
    assert_eq!(staff.post(PATH, &form("spin-off", "Nieuw bv", "2017-05-02", &[])).status, StatusCode::CONFLICT);
    let file = staff.get("/verantwoording/cijfers/spin-offs.csv?peildatum=2030-01-01");
    assert!(file.body.contains("\"2016\",\"10\",\"1\""), "{}", file.body);
}

/// As at a day before it was recorded, nothing was.
#[test]
fn contributions_are_as_at_a_day() {
    let staff = adviser();
    recorded(&staff, &form("voucher", "Voucher 2015-1", "2015-05-02", &[]));
    let file = |day: &str| staff.get(&format!("/verantwoording/cijfers/vouchers.csv?peildatum={day}")).body;
    assert!(file("2030-01-01").contains("\"2015\""));
    assert!(!file("2015-12-31").contains("\"2015\""));
}

/// Whoever works nowhere cannot record anything.
#[test]
fn only_staff_record() {
    let other = worker(&APP, DESK, "administrator", "Test Beheerder");
    assert_eq!(other.get(PATH).status, StatusCode::NOT_FOUND);
}
