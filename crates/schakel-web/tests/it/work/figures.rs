//! The figures of the region, on a portal of their own: each figure is counted by hand here.

use std::sync::LazyLock;

use axum::http::StatusCode;
use schakel_casework::{
    Case, Channel, Code, Command, ContactMoment, Effect, Mode, NotHelped, Outcome, Segment, Service, SupportKind,
};
use schakel_time::{Date, DateTime};
use schakel_web::App;

use super::{Asking, DESK, Worker, act, ask, worker};
use crate::support::fresh;

/// A portal with the cases of `fill`.
static REGION: LazyLock<(App, Worker)> = LazyLock::new(|| {
    let app = fresh();
    let director = worker(&app, DESK, "process-director", "Dirk Regisseur");
    fill(&app, &director);
    (app, director)
});

fn on(year: i16, month: i8, day: i8) -> DateTime {
    Date::constant(year, month, day).at(10, 0, 0, 0)
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// Asks something that the organisation of the worker answers.
fn asked(app: &App, at: DateTime, theme: &str) -> Case {
    ask(app, &Asking { at, theme: Some(theme), municipality: "GM9999", ..Asking::default() })
}

/// Four questions of the first quarter of 2018 and one of 2017: answered in time, answered late, not answered and late,
/// and ended without help.
fn fill(app: &App, by: &Worker) {
    let speak = |case: &Case, service, channel, effect, at| {
        act(app, case.id, Command::Contact(ContactMoment { service, channel, effect }), by.actor(), at);
    };
    let record = |case: &Case, command, at| {
        act(app, case.id, command, by.actor(), at);
    };
    let helpdesk = Service::Helpdesk;
    let in_time = asked(app, on(2018, 1, 8), "htsm");
    speak(&in_time, helpdesk, Channel::Telephone, Effect::Guided, on(2018, 1, 10));
    record(&in_time, Command::RecordSegment(Segment::Follower), on(2018, 1, 10));
    let support = |kind, cents| Command::Support { support: code("qredits-krediet"), kind, cents };
    record(&in_time, support(SupportKind::Financial, Some(2_500_000)), on(2018, 1, 11));
    record(&in_time, support(SupportKind::Guidance, None), on(2018, 1, 12));
    record(&in_time, Command::ReachPhase { phase: code("idea"), support: None }, on(2018, 1, 12));
    let reach = Command::ReachPhase { phase: code("market"), support: Some(code("qredits-krediet")) };
    record(&in_time, reach, on(2018, 2, 12));
    record(&in_time, Command::End(Outcome::Helped), on(2018, 2, 13));

    let late = asked(app, on(2018, 1, 8), "htsm");
    speak(&late, Service::Information(Mode::Individual), Channel::Personal, Effect::Reached, on(2018, 1, 30));
    record(&late, Command::RecordSegment(Segment::FrontRunner), on(2018, 1, 30));
    record(&late, Command::ReachPhase { phase: code("idea"), support: None }, on(2018, 1, 30));

    let unanswered = asked(app, on(2018, 2, 1), "retail");
    speak(&unanswered, Service::Activation(Mode::Collective), Channel::Digital, Effect::Referred, on(2018, 2, 2));
    record(&unanswered, Command::End(Outcome::NotHelped(NotHelped::NoSupportExists)), on(2018, 2, 5));

    asked(app, on(2018, 2, 2), "retail");

    let before = asked(app, on(2017, 3, 1), "htsm");
    speak(&before, helpdesk, Channel::Telephone, Effect::Reached, on(2017, 3, 2));
}

/// The lines of a table, as its file has them, each cell without its quotes.
fn table(name: &str) -> Vec<Vec<String>> {
    let (_, director) = &*REGION;
    let text = director.page(&format!("/werk/{name}"));
    let line = |line: &str| line.trim_matches('"').split("\",\"").map(str::to_owned).collect();
    text.lines().map(line).collect()
}

fn row(name: &str, first: &str) -> Vec<String> {
    let rows = table(name);
    let found = rows.iter().find(|row| row.first().is_some_and(|it| it.starts_with(first)));
    found.unwrap_or_else(|| panic!("no row {first} in {rows:#?}")).clone()
}

#[test]
fn figures_are_for_the_process_director() {
    let (app, director) = &*REGION;
    let adviser = worker(app, DESK, "adviser", "Els Jansen");
    for path in ["/werk/cijfers", "/werk/regio", "/werk/cijfers/belofte.csv", "/werk/regio/te-laat.csv"] {
        assert_eq!(adviser.get(path).status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(director.get(path).status, StatusCode::OK, "{path}");
        assert_eq!(director.get(&format!("/en{path}")).status, StatusCode::OK, "{path}");
    }
    assert_eq!(director.get("/werk/cijfers/bestaat-niet.csv").status, StatusCode::NOT_FOUND);
}

#[test]
fn sys_a02_waits_are_printed_with_median_and_90th_percentile_and_decisions_are_not_known_yet() {
    let rows = table("cijfers/wachten.csv?periode=2018-k1");
    assert_eq!(rows[1][1..], ["3", "1", "2 werkdagen", "nog niet voorbij"], "{rows:#?}");
    assert!(rows[2][1].starts_with("Nog niet bekend"), "{rows:#?}");
    let other = row("cijfers/wachten.csv?periode=2017-k1", "Van vraag");
    assert_eq!(other[1..], ["1", "0", "1 werkdag", "1 werkdag"]);
}

#[test]
fn everything_is_in_the_denominator_and_the_peer_stands_beside_it() {
    let questions = row("cijfers/belofte.csv?periode=2018-k1", "Vragen");
    assert_eq!(questions[1..6], ["4", "2", "0", "1", "1"]);
    assert_eq!(questions[10..], ["50%", "50%"]);
    let peer = row("cijfers/belofte.csv?periode=2018-k1", "Zoals een ander telt");
    assert!(peer[3..10].iter().all(|it| it == "telt niet mee"), "{peer:?}");
}

#[test]
fn sys_f09_contacts_are_a_table_of_three_services_by_two_modes() {
    let rows = table("cijfers/contacten.csv?periode=2018-k1");
    assert_eq!(rows[1][1..], ["1", "0", "1"]);
    assert_eq!(rows[2][1..], ["geen vorm", "geen vorm", "1"], "the helpdesk has no mode");
    assert_eq!(rows[3][1..], ["0", "1", "1"]);
}

#[test]
fn sys_f11_reach_per_channel_can_be_compared_year_on_year() {
    let rows = table("cijfers/kanalen.csv?periode=2018");
    let by_name: Vec<&[String]> = rows[1..].iter().map(|row| &row[1..]).collect();
    assert_eq!(by_name, [["0", "1", "1"], ["1", "1", "0"], ["0", "1", "1"]]);
}

#[test]
fn sys_f12_reached_guided_and_referred_are_apart_and_stand_against_the_norm_of_30() {
    let rows = table("cijfers/adviseurs.csv?periode=2018-k1");
    let january = rows.iter().find(|row| row[0] == "januari 2018").unwrap();
    assert_eq!(january[2..], ["2", "1", "0", "1", "30", "-28"], "{rows:#?}");
    let february = rows.iter().find(|row| row[0] == "februari 2018").unwrap();
    assert_eq!(february[2..], ["1", "0", "1", "1", "30", "-29"]);
}

#[test]
fn sys_f20_three_aims_of_each_quarter_and_what_is_not_known_says_so() {
    let rows = table("cijfers/stroomlijnen.csv?periode=2018-k1");
    assert!(rows[1][1].starts_with("Nog niet bekend"), "overlap: {rows:#?}");
    assert_eq!(rows[2][0], "Verwijzingen die zijn opgepakt");
    assert!(rows[5][1].starts_with("Nog niet bekend"), "data: {rows:#?}");
}

#[test]
fn sys_k10_reach_and_money_per_segment_with_the_share_of_followers_over_time() {
    let rows = table("cijfers/segmenten.csv?periode=2018-k1");
    assert_eq!(rows[1][1..], ["1", "33%", "€\u{a0}0"]);
    assert_eq!(rows[2][1..], ["1", "33%", "€\u{a0}25.000"]);
    assert_eq!(rows[3][1..], ["1", "33%", "€\u{a0}0"]);
    assert!(rows[4][0].contains("kwartaal 1 van 2018") && rows[4][2] == "33%", "{rows:#?}");
    assert!(rows.last().unwrap()[1].contains("geen bron"), "a target that no source names");
}

#[test]
fn sys_i03_unique_firms_with_support_by_kind_and_the_cases_behind_them() {
    let rows = table("cijfers/ondersteund.csv?periode=2018-k1");
    assert_eq!((rows[1][1].as_str(), rows[2][1].as_str(), rows[3][1].as_str()), ("1", "1", "1"));
    let page = REGION.1.page("/werk/cijfers?periode=2018-k1");
    let table = page.split("id=\"ondersteund\"").nth(1).unwrap().split("</section>").next().unwrap();
    let link = table.split("href=\"/werk/zaken/").nth(1).expect("no case behind the figure").split('"').next().unwrap();
    assert_eq!(REGION.1.get(&format!("/werk/zaken/{link}")).status, StatusCode::OK);
}

#[test]
fn sys_i06_steps_from_idea_to_market_with_their_support_and_the_share_that_came_there() {
    let rows = table("cijfers/markt.csv?periode=2018-k1");
    assert!(rows.iter().any(|row| row[0].contains("Idee → Naar de markt") && row[2] == "1"), "{rows:#?}");
    let market = rows.iter().find(|row| row[0].starts_with("Bereikte: Naar de markt")).unwrap();
    assert_eq!(market[1..], ["1 van 2", "50%"]);
}

#[test]
fn the_region_sees_what_is_late_where_questions_stand_and_what_has_no_answer() {
    let late = table("regio/te-laat.csv?periode=2018-k1");
    assert_eq!(late.len(), 4, "two of 2018 and one of 2017: {late:#?}");
    let unanswered = table("regio/geen-aanbod.csv?periode=2018-k1");
    assert_eq!(unanswered.len(), 2, "{unanswered:#?}");
    assert_eq!(unanswered[1][3], "1");
    let standing = table("regio/waar-vragen-staan.csv");
    assert!(standing.len() >= 2, "{standing:#?}");
}
