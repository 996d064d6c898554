//! The pages of whoever carries out rounds: the rounds, one round, one application, small aid, vouchers, the end of the year
//! and the evaluation. Who may come in is decided here: staff of the organisation that carries out the round, and nobody
//! else. What happens to an application is decided in `schakel-desk` and below.

pub mod application;
pub mod application_send;
pub mod evaluation;
pub mod round;
pub mod round_send;
pub mod rounds;
pub mod small_aid;
pub mod vouchers;
pub mod year_end;

mod application_facts;
mod application_forms;
mod application_papers;
mod application_read;
pub mod words;

pub use application_facts::labels_of;

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use schakel_casework::{Code, FirmRef, PersonRef};
use schakel_criteria::Language;
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_register::Cents;
use schakel_schemes::RoundRules;
use schakel_store::tables::{firms, people};
use schakel_store::{Statements, StoreError};

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::work::forms::FormView;
use crate::pages::work::tables::TableView;
use crate::pages::work::{AtWork, Instead, WorkHead, failed};
use crate::pages::{missing_page, notice_page, page_with_status};
use crate::state::App;

/// The path of the rounds.
pub const PATH: &str = "/werk/regelingen";

/// A page of the executor: facts, tables and forms, in that order.
#[derive(Template)]
#[template(path = "work_grants.html")]
struct GrantsPage {
    frame: Frame,
    head: WorkHead,
    lead: String,
    /// What was done just now, or what asks for attention: kind (ok, warning, error) and words.
    notes: Vec<(&'static str, String)>,
    facts: Vec<FactsView>,
    tables: Vec<TableView>,
    links: Vec<LinkView>,
    forms: Vec<FormView>,
}

/// A card with facts.
#[derive(Clone, Debug, Default)]
struct FactsView {
    id: &'static str,
    title: String,
    /// Label and value.
    rows: Vec<(String, String)>,
    /// Words below it, each a paragraph.
    words: Vec<String>,
    links: Vec<LinkView>,
}

/// What stands on a page of the executor.
#[derive(Default)]
struct Content {
    lead: String,
    notes: Vec<(&'static str, String)>,
    facts: Vec<FactsView>,
    tables: Vec<TableView>,
    links: Vec<LinkView>,
    forms: Vec<FormView>,
}

/// Prints a page of the executor.
fn show_page(visit: &Visit, staff: &Staff, title: &str, status: StatusCode, content: Content) -> Response {
    let steps = [(visit.texts().get("work-title"), "/werk"), (visit.texts().get("grants-title"), PATH)];
    let steps = if visit.path == PATH { &steps[..1] } else { &steps[..] };
    let page = GrantsPage {
        frame: Frame::new(visit, title, "/werk").under(visit, steps),
        head: WorkHead::new(visit, staff, PATH),
        lead: content.lead,
        notes: content.notes,
        facts: content.facts,
        tables: content.tables,
        links: content.links,
        forms: content.forms,
    };
    private(page_with_status(status, &page))
}

/// The member of staff who comes and the rules of a round that their organisation carries out.
async fn of_round(
    at: &AtWork,
    round: &str,
    permission: Permission,
    route: &'static str,
) -> Result<(Staff, Code, RoundRules), Instead> {
    let staff = at.staff(permission, route).await?;
    let desk = at.visit.app.grants();
    let found = Code::new(round).ok().and_then(|code| Some((desk.rules(&code).ok()?.clone(), code)));
    match found.filter(|(rules, _)| rules.application.executor == staff.organisation) {
        Some((rules, code)) => Ok((staff, code, rules)),
        None => Err(Box::new(hidden(&at.visit, &staff, route).await)),
    }
}

/// The answer to somebody for whom it is not there; the journal shows the attempt.
async fn hidden(visit: &Visit, staff: &Staff, route: &'static str) -> Response {
    let by = staff.person();
    let recorded = visit.app.on_store(move |app| match (app.desk(), Code::new(route)) {
        (Some(desk), Ok(route)) => desk.record_attempt(None, Some(by), &route, app.now()),
        _ => Ok(()),
    });
    match recorded.await {
        Ok(()) => private(missing_page(visit)),
        Err(_) => failed(visit),
    }
}

/// The answer when the counter of grants did not do something, for what has no form to come back to.
async fn not_done(visit: &Visit, staff: &Staff, error: &GrantingError, route: &'static str) -> Response {
    match error {
        GrantingError::NotFound | GrantingError::UnknownRound(_) | GrantingError::NotExecutor => {
            hidden(visit, staff, route).await
        }
        GrantingError::Store(_) => failed(visit),
        other => {
            let title = visit.texts().get("work-refused-title");
            private(notice_page(StatusCode::CONFLICT, visit, &title, &words::refusal(other, visit)))
        }
    }
}

/// A file of the executor.
fn file(name: &str, kind: &str, content: impl Into<axum::body::Body>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(axum::http::header::CONTENT_TYPE, kind), (axum::http::header::CONTENT_DISPOSITION, disposition.as_str())];
    private((headers, content.into()).into_response())
}

/// An amount as people write it.
fn euros(amount: Cents, language: Language) -> String {
    amount.words(language)
}

/// The names of firms, as they told them; what was erased or never told has a number only.
fn firm_names(
    rows: &mut dyn Statements,
    firms_of: impl IntoIterator<Item = FirmRef>,
) -> Result<BTreeMap<FirmRef, String>, StoreError> {
    let mut names = BTreeMap::new();
    for firm in firms_of {
        if names.contains_key(&firm) {
            continue;
        }
        let name = firms::read(rows, firm)?.and_then(|it| it.details.name);
        names.insert(firm, name.unwrap_or_default());
    }
    Ok(names)
}

/// The name of a firm, or its number when it has none.
fn firm_name(names: &BTreeMap<FirmRef, String>, firm: FirmRef, visit: &Visit) -> String {
    match names.get(&firm).filter(|it| !it.is_empty()) {
        Some(name) => name.clone(),
        None => visit.texts().with("grants-firm-number", "number", &firm.0.to_string()),
    }
}

/// The people of the organisation, by name.
fn colleagues(app: &App, staff: &Staff) -> Result<BTreeMap<PersonRef, String>, StoreError> {
    let own = staff.organisation.clone();
    app.store().read(|rows| {
        let mut names = BTreeMap::new();
        for held in people::staff_of(rows, &own)? {
            let name = people::read(rows, held.account)?.and_then(|it| it.details.name);
            names.insert(held.account, name.unwrap_or_else(|| held.account.0.to_string()));
        }
        Ok(names)
    })
}

/// The name of a round.
fn round_name(visit: &Visit, round: &Code) -> String {
    let found = visit.pack().rounds.get(round.as_str());
    found.map_or_else(|| round.to_string(), |it| it.name.get(visit.language).to_owned())
}

/// The address of the page of a round.
fn round_link(visit: &Visit, round: &Code) -> String {
    visit.link(&format!("{PATH}/{round}"))
}

/// The address of the page of an application.
fn application_link(visit: &Visit, number: impl std::fmt::Display) -> String {
    visit.link(&format!("/werk/aanvragen/{number}"))
}
