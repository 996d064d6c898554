//! One round for whoever carries it out: what is left, what has to be done first and by whom, what more money would change,
//! the draw, and the forms to divide and decide. The forms are carried out in `round_send`.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use fluent_bundle::FluentValue;
use schakel_casework::{Code, FirmRef, PersonRef};
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_register::Cents;
use schakel_schemes::{Application, Ceiling, Divided, Outcome, PublishedDraw, RoundRules, count_applications};
use schakel_time::add_months;

use super::rounds::RoundStanding;
use super::{
    Content, FactsView, application_link, colleagues, euros, firm_name, firm_names, not_done, of_round, round_link,
    round_name, show_page, words,
};
use crate::caller::Staff;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::AtWork;
use crate::pages::work::forms::FormView;
use crate::pages::work::inbox::left_words;
use crate::pages::work::tables::{CellView, TableView};

/// Everything that the page shows.
pub struct RoundSeen {
    standing: RoundStanding,
    commitment: Option<String>,
    draw: Option<PublishedDraw>,
    division: Option<Vec<Divided>>,
    /// With so much more money: who would get what else.
    what_if: Option<(Cents, Result<Vec<schakel_schemes::Difference>, GrantingError>)>,
    firms: BTreeMap<FirmRef, String>,
    people: BTreeMap<PersonRef, String>,
}

/// The field with the extra money of a what-if, euros.
pub const MORE_FIELD: &str = "meer";

/// Applications that the list of work shows.
const WORK_MOST: usize = 200;

/// Shows a round.
pub async fn show(at: AtWork, Path(round): Path<String>) -> Response {
    match of_round(&at, &round, Permission::SeeOwnCases, "grant-round").await {
        Ok((staff, round, rules)) => answer(&at.visit, &staff, &round, &rules, StatusCode::OK, None, Vec::new()).await,
        Err(instead) => *instead,
    }
}

/// The page of a round, also with a form that was refused.
pub async fn answer(
    visit: &Visit,
    staff: &Staff,
    round: &Code,
    rules: &RoundRules,
    status: StatusCode,
    sent_back: Option<FormView>,
    notes: Vec<(&'static str, String)>,
) -> Response {
    let more = visit.field(MORE_FIELD).and_then(|text| amount(text, visit));
    let (code, who) = (round.clone(), staff.clone());
    let seen = visit.app.on_store(move |app| read(app, &who, &code, more)).await;
    match seen {
        Ok(seen) => view(visit, staff, rules, &seen, status, sent_back, notes),
        Err(error) => not_done(visit, staff, &error, "grant-round").await,
    }
}

/// An amount in euros as people type it.
pub fn amount(text: &str, visit: &Visit) -> Option<Cents> {
    schakel_register::typed_number(text, visit.language).and_then(Cents::from_euros)
}

fn read(app: &crate::state::App, staff: &Staff, round: &Code, more: Option<Cents>) -> Result<RoundSeen, GrantingError> {
    let desk = app.grants();
    let standing = RoundStanding::read(&desk, round)?;
    let now = app.exactly_now();
    let what_if = more.map(|more| {
        let with = desk.what_if(round, more, now);
        let changes = desk.what_if(round, Cents::ZERO, now).and_then(|without| Ok(without.changes(&with?)));
        (more, changes)
    });
    let applicants: Vec<FirmRef> = standing.applications.iter().map(|it| it.applicant).collect();
    Ok(RoundSeen {
        commitment: desk.commitment(round)?,
        draw: desk.published_draw(round)?,
        division: desk.division(round)?,
        what_if,
        firms: app.store().read(|rows| firm_names(rows, applicants))?,
        people: colleagues(app, staff)?,
        standing,
    })
}

fn view(
    visit: &Visit,
    staff: &Staff,
    rules: &RoundRules,
    seen: &RoundSeen,
    status: StatusCode,
    sent_back: Option<FormView>,
    mut notes: Vec<(&'static str, String)>,
) -> Response {
    let round = &seen.standing.round;
    if let Some(done) = visit.field("gedaan") {
        let key = format!("grants-done-{done}");
        let words = visit.texts().get(&key);
        let words = if words == key { visit.texts().get("work-done") } else { words };
        notes.push(("ok", words));
    }
    let mut forms = if staff.may(Permission::ActOnCases) { forms(visit, rules, seen) } else { Vec::new() };
    if let Some(back) = sent_back {
        notes.push(("error", back.problem.clone()));
        for form in forms.iter_mut().filter(|it| it.id == back.id) {
            form.clone_from(&back);
        }
    }
    let more = |path: &str, key: &str| LinkView {
        name: visit.texts().get(key),
        link: visit.link(&format!("{}/{path}", super::rounds::path(round))),
    };
    let content = Content {
        lead: seen.standing.state(visit),
        notes,
        facts: vec![counts(visit, rules, seen), draw_facts(visit, seen)],
        tables: vec![ceilings(visit, seen), work_list(visit, seen), workload(visit, seen)]
            .into_iter()
            .chain(division(visit, seen))
            .chain(what_if(visit, seen))
            .collect(),
        links: vec![more("vouchers", "grants-vouchers"), more("jaareinde", "grants-year-end")],
        forms,
    };
    show_page(visit, staff, &round_name(visit, round), status, content)
}

fn counts(visit: &Visit, rules: &RoundRules, seen: &RoundSeen) -> FactsView {
    let texts = visit.texts();
    let count = count_applications(&seen.standing.applications);
    let row = |key: &str, value: String| (texts.get(&format!("grants-count-{key}")), value);
    FactsView {
        id: "stand",
        title: texts.get("grants-counts"),
        rows: vec![
            row("window", words::window(rules, visit)),
            row("received", count.received.to_string()),
            row("complete", seen.standing.complete().to_string()),
            row("granted", count.granted.to_string()),
            row("amount", euros(count.amount, visit.language)),
            row("refused", count.refused.to_string()),
            row("not-dealt-with", count.not_dealt_with.to_string()),
            row("withdrawn", count.withdrawn.to_string()),
            row("undecided", count.undecided.to_string()),
        ],
        ..FactsView::default()
    }
}

fn ceilings(visit: &Visit, seen: &RoundSeen) -> TableView {
    let mut table =
        TableView::new("grant-ceilings", &["grant-ceiling", "grant-amount", "grant-given", "grant-left"], visit);
    for it in seen.standing.room.all() {
        let name = match &it.ceiling {
            Ceiling::Round => visit.texts().get("grants-whole-round"),
            Ceiling::Part(part) => part.to_string(),
        };
        let money = |amount| CellView { is_number: true, ..CellView::words(euros(amount, visit.language)) };
        table.add([CellView::words(name), money(it.amount), money(it.granted), money(it.left())]);
    }
    table
}

/// What waits for the executor, the first due first.
fn work_list(visit: &Visit, seen: &RoundSeen) -> TableView {
    let columns = [
        "grant-number",
        "grant-applicant",
        "grant-received",
        "grant-asks",
        "grant-state",
        "grant-due",
        "grant-handler",
    ];
    let mut table = TableView::new("grant-work", &columns, visit);
    table.empty = visit.texts().get("grants-nothing-open");
    let mut open: Vec<&Application> =
        seen.standing.applications.iter().filter(|it| it.course.standing().is_some()).collect();
    open.sort_by_key(|it| (it.course.standing().map(|it| it.due), it.number));
    let today = visit.app.today();
    for it in open.into_iter().take(WORK_MOST) {
        let number = LinkView { name: it.number.to_string(), link: application_link(visit, it.number) };
        let due = it.course.standing().map(|standing| {
            let values: [(&str, FluentValue<'_>); 2] =
                [("day", visit.day(standing.due).into()), ("left", left_words(standing.due, today, visit).into())];
            visit.texts().with_all("grants-due", &values)
        });
        let handler = it.assessor.map(|it| seen.people.get(&it).cloned().unwrap_or_else(|| it.0.to_string()));
        table.add([
            CellView::default().leading_to(vec![number]),
            CellView::words(firm_name(&seen.firms, it.applicant, visit)),
            CellView::words(it.received_at().map(|at| words::moment(at, visit)).unwrap_or_default()),
            CellView {
                is_number: true,
                ..CellView::words(it.requested().map(|it| euros(it, visit.language)).unwrap_or_default())
            },
            CellView::words(words::state(it, visit)),
            CellView::words(due.unwrap_or_default()),
            CellView::words(handler.unwrap_or_else(|| visit.texts().get("grants-nobody"))),
        ]);
    }
    table
}

/// How many open applications each handler has.
fn workload(visit: &Visit, seen: &RoundSeen) -> TableView {
    let mut table = TableView::new("grant-load", &["grant-handler", "grant-open", "grant-late"], visit);
    table.empty = visit.texts().get("grants-nothing-open");
    let mut load: BTreeMap<Option<PersonRef>, (u64, u64)> = BTreeMap::new();
    let today = visit.app.today();
    for it in &seen.standing.applications {
        let Some(standing) = it.course.standing().filter(|_| it.decided.is_none()) else { continue };
        let of = load.entry(it.assessor).or_default();
        of.0 += 1;
        of.1 += u64::from(standing.due < today || standing.reminders > 0);
    }
    for (person, (open, late)) in load {
        let name = person.map(|it| seen.people.get(&it).cloned().unwrap_or_else(|| it.0.to_string()));
        let name = name.unwrap_or_else(|| visit.texts().get("grants-nobody"));
        table.add([CellView::words(name), CellView::count(open), CellView::count(late)]);
    }
    table
}

/// What follows from the last division.
fn division(visit: &Visit, seen: &RoundSeen) -> Option<TableView> {
    let divided = seen.division.as_ref()?;
    let columns = ["grant-number", "grant-place", "grant-gets", "grant-why"];
    let mut table = TableView::new("grant-division", &columns, visit);
    let plain = |code: &str| code.to_owned();
    for it in divided.iter().take(WORK_MOST) {
        let link = LinkView { name: it.application.to_string(), link: application_link(visit, it.application) };
        let place =
            it.place.map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") });
        let why: Vec<String> = it.grounds.iter().map(|it| words::ground(it, &plain, visit)).collect();
        table.add([
            CellView::default().leading_to(vec![link]),
            CellView { is_number: true, ..CellView::words(place.unwrap_or_default()) },
            CellView { is_number: true, ..CellView::words(euros(it.granted, visit.language)) },
            CellView::words(why.join(" ")),
        ]);
    }
    Some(table)
}

/// For whom more money changes something.
fn what_if(visit: &Visit, seen: &RoundSeen) -> Option<TableView> {
    let (more, changes) = seen.what_if.as_ref()?;
    let mut table = TableView::new("grant-what-if", &["grant-number", "grant-now", "grant-then"], visit);
    table.note = visit.texts().with("work-table-grant-what-if-note", "amount", &euros(*more, visit.language));
    let cell =
        |outcome: &Outcome| CellView { is_number: true, ..CellView::words(euros(outcome.granted(), visit.language)) };
    match changes {
        Ok(changes) => {
            visit.texts().get("grants-what-if-nothing").clone_into(&mut table.empty);
            for it in changes {
                let link = LinkView { name: it.application.to_string(), link: application_link(visit, it.application) };
                table.add([CellView::default().leading_to(vec![link]), cell(&it.before), cell(&it.after)]);
            }
        }
        Err(error) => table.empty = words::refusal(error, visit),
    }
    Some(table)
}

fn draw_facts(visit: &Visit, seen: &RoundSeen) -> FactsView {
    let texts = visit.texts();
    let round = &seen.standing.round;
    let row = |key: &str, value: String| (texts.get(&format!("grants-draw-{key}")), value);
    let none = || texts.get("grants-draw-none");
    let held = seen.draw.as_ref().map(|it| texts.with("grants-draw-held", "count", &it.order.len().to_string()));
    let link = LinkView {
        name: texts.get("grants-draw-check"),
        link: visit.link_with("/loting", &[("ronde", round.as_str())]),
    };
    FactsView {
        id: "loting",
        title: texts.get("grants-draw"),
        rows: vec![
            row("commitment", seen.commitment.clone().unwrap_or_else(none)),
            row("outcome", held.unwrap_or_else(none)),
        ],
        links: seen.draw.iter().map(|_| link.clone()).collect(),
        ..FactsView::default()
    }
}

fn forms(visit: &Visit, rules: &RoundRules, seen: &RoundSeen) -> Vec<FormView> {
    let action = round_link(visit, &seen.standing.round);
    let now = visit.app.now();
    let is_open = now < rules.application.closes_at;
    let mut forms = Vec::new();
    if is_open && seen.commitment.is_none() {
        forms.push(FormView::new("round-commit", &action, visit));
    }
    if !is_open && seen.commitment.is_some() && seen.draw.is_none() {
        forms.push(FormView::new("round-draw", &action, visit));
    }
    forms.push(FormView::new("round-divide", &action, visit));
    if seen.division.is_some() {
        forms.push(decide_form(visit, &action, seen));
        forms.push(FormView::new("round-announce", &action, visit));
    }
    let more = visit.field(MORE_FIELD).unwrap_or_default();
    forms.push(FormView::new("round-what-if", &action, visit).with("number", MORE_FIELD, more, visit));
    forms
}

fn decide_form(visit: &Visit, action: &str, seen: &RoundSeen) -> FormView {
    let today = visit.app.today();
    let is_small = super::application_read::is_small_aid(&visit.app, &seen.standing.rules);
    let until = add_months(today, 12).to_string();
    let yes = vec![("ja".to_owned(), visit.texts().get("grants-de-minimis-yes"))];
    FormView::new("round-decide", action, visit)
        .with("date", "activiteiten-tot", &until, visit)
        .with("number", "boekjaar", &today.year().to_string(), visit)
        .choosing("checks", "kleine-steun", yes, if is_small { &["ja"] } else { &[] }, visit)
}
