//! The end of a year of a round: who still waits for a decision, the free room, and taking that room along to the next year.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::Code;
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_register::Cents;
use schakel_schemes::YearEnd;

use super::{
    Content, FactsView, application_link, euros, not_done, of_round, round::amount, round_name, show_page, words,
};
use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::AtWork;
use crate::pages::work::forms::{ACTION_FIELD, FormView, Typed};
use crate::pages::work::tables::{CellView, TableView};

/// The field with the year.
const YEAR_FIELD: &str = "jaar";

/// Shows the end of a year.
pub async fn show(at: AtWork, Path(round): Path<String>) -> Response {
    match of_round(&at, &round, Permission::SeeOwnCases, "grant-year-end").await {
        Ok((staff, round, _)) => {
            let year = year(at.visit.field(YEAR_FIELD), &at.visit);
            answer(&at.visit, &staff, (&round, year), StatusCode::OK, None).await
        }
        Err(instead) => *instead,
    }
}

/// Proposes to take the room along, or takes it along.
pub async fn send(at: AtWork, Path(round): Path<String>, body: Bytes) -> Response {
    let (staff, round, _) = match of_round(&at, &round, Permission::ActOnCases, "grant-year-end").await {
        Ok(found) => found,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let year = year(Some(&typed.get(YEAR_FIELD)), visit);
    let taken = match typed.get(ACTION_FIELD).as_str() {
        "year-end-propose" => Some(None),
        _ => {
            let reserve = Code::new(&typed.get("reserve")).ok();
            reserve.zip(amount(&typed.get("bedrag-euro"), visit)).map(Some)
        }
    };
    let Some(taken) = taken else {
        let back = (typed, visit.texts().get("work-mistake-form"));
        return answer(visit, &staff, (&round, year), StatusCode::BAD_REQUEST, Some(back)).await;
    };
    let (by, code) = (staff.actor(), round.clone());
    let done = visit.app.on_store(move |app| {
        let (desk, now) = (app.grants(), app.exactly_now());
        match taken {
            None => desk.propose_carry_over(&code, year, by, now).map(drop),
            Some((reserve, amount)) => desk.carry_over((&code, year), amount, reserve, by, now).map(drop),
        }
    });
    match done.await {
        Ok(()) => {
            let path = format!("{}/jaareinde", super::rounds::path(&round));
            let fields = [(YEAR_FIELD, year.to_string()), ("gedaan", "ja".to_owned())];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            private(Redirect::to(&visit.link_with(&path, &fields)).into_response())
        }
        Err(error @ GrantingError::CarryOver { .. }) => {
            let back = (typed, words::refusal(&error, visit));
            answer(visit, &staff, (&round, year), StatusCode::CONFLICT, Some(back)).await
        }
        Err(error) => not_done(visit, &staff, &error, "grant-year-end").await,
    }
}

fn year(text: Option<&str>, visit: &Visit) -> i16 {
    text.and_then(|it| it.parse().ok()).unwrap_or_else(|| visit.app.today().year())
}

async fn answer(
    visit: &Visit,
    staff: &Staff,
    (round, year): (&Code, i16),
    status: StatusCode,
    sent_back: Option<(Typed, String)>,
) -> Response {
    let code = round.clone();
    let end = match visit.app.on_store(move |app| app.grants().year_end(&code, year)).await {
        Ok(end) => end,
        Err(error) => return not_done(visit, staff, &error, "grant-year-end").await,
    };
    let texts = visit.texts();
    let mut notes: Vec<(&'static str, String)> = sent_back.iter().map(|(_, it)| ("error", it.clone())).collect();
    if visit.field("gedaan").is_some() && sent_back.is_none() {
        notes.push(("ok", texts.get("work-done")));
    }
    let mut forms = if staff.may(Permission::ActOnCases) { forms(visit, round, &end) } else { Vec::new() };
    if let Some((typed, problem)) = sent_back {
        let action = typed.get(ACTION_FIELD);
        let back = |it: FormView| if it.id == action { it.sent_back(&typed, &problem, &[]) } else { it };
        forms = forms.into_iter().map(back).collect();
    }
    let content = Content {
        lead: texts.get("grants-year-end-lead"),
        notes,
        facts: vec![facts(visit, &end)],
        tables: vec![table(visit, &end)],
        forms,
        ..Content::default()
    };
    let values = [("round", round_name(visit, round).into()), ("year", year.to_string().into())];
    show_page(visit, staff, &texts.with_all("grants-year-end-of", &values), status, content)
}

fn facts(visit: &Visit, end: &YearEnd) -> FactsView {
    let texts = visit.texts();
    let row = |key: &str, amount: Cents| (texts.get(&format!("grants-year-{key}")), euros(amount, visit.language));
    let asked: Cents = end.undecided.iter().map(|it| it.requested).sum();
    FactsView {
        id: "jaar",
        title: texts.get("grants-year-money"),
        rows: vec![
            row("ceiling", end.ceiling),
            row("granted", end.granted),
            row("free", end.ceiling - end.granted),
            row("asked", asked),
            row("carry-over", end.carry_over()),
        ],
        ..FactsView::default()
    }
}

fn table(visit: &Visit, end: &YearEnd) -> TableView {
    let mut table =
        TableView::new("year-undecided", &["grant-number", "grant-received", "grant-asks", "grant-due"], visit);
    for it in &end.undecided {
        let link = LinkView { name: it.application.to_string(), link: application_link(visit, it.application) };
        let due = it.decision_due.map_or_else(|| visit.texts().get("grants-term-stopped"), |day| visit.day(day));
        table.add([
            CellView::default().leading_to(vec![link]),
            CellView::words(words::moment(it.received_at, visit)),
            CellView { is_number: true, ..CellView::words(euros(it.requested, visit.language)) },
            CellView::words(due),
        ]);
    }
    table
}

fn forms(visit: &Visit, round: &Code, end: &YearEnd) -> Vec<FormView> {
    if end.carry_over() <= Cents::ZERO {
        return Vec::new();
    }
    let action = visit.link(&format!("{}/jaareinde", super::rounds::path(round)));
    let year = end.year.to_string();
    let most = end.carry_over().euros().to_string();
    vec![
        FormView::new("year-end-propose", &action, visit).with_hidden(YEAR_FIELD, &year),
        FormView::new("year-end-carry", &action, visit)
            .with_hidden(YEAR_FIELD, &year)
            .with("number", "bedrag-euro", &most, visit)
            .with("text", "reserve", "", visit),
    ]
}
