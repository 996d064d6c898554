//! Leads: what one organisation brings to another, with an answer before a date; both directions counted.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Code, Course, Lead, LeadCommand, LeadId, LeadOutcome, LeadState, OrganisationId, lead_flows};
use schakel_desk::{DeskError, NewLead};
use schakel_identity::Permission;
use schakel_store::tables::absences;
use schakel_store::tables::leads::{self, LeadRow};

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::page_with_status;
use crate::pages::work::forms::{ACTION_FIELD, FormView, KEY_FIELD, Typed};
use crate::pages::work::inbox::left_words;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::{AtWork, WorkHead, draw, failed, frame, not_done, organisation_named, words};

#[derive(Template)]
#[template(path = "work_leads.html")]
struct LeadsPage {
    frame: Frame,
    head: WorkHead,
    lines: Vec<LineView>,
    form: FormView,
    flows: TableView,
}

/// A lead on the page.
struct LineView {
    title: String,
    state: String,
    words: String,
    due: String,
    left: String,
    is_late: bool,
    /// What can be done: the value of the button and its words.
    actions: Vec<(&'static str, String)>,
    id: u64,
    action: String,
}

/// The path of the page.
pub const PATH: &str = "/werk/leads";

/// Leads that are shown.
const MOST: u32 = 200;

/// Shows the leads of an organisation.
pub async fn show(at: AtWork) -> Response {
    match at.staff(Permission::ActOnCases, "leads").await {
        Ok(staff) => answer(&at.visit, &staff, StatusCode::OK, None).await,
        Err(instead) => *instead,
    }
}

/// Sends a lead, or answers one.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "leads").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let done = match command(&typed.get(ACTION_FIELD)) {
        Some(command) => act(visit, &staff, &typed, command).await,
        None => match new_lead(visit, &staff, &typed) {
            Ok(new) => {
                let sent = visit
                    .app
                    .on_store(move |app| app.desk().ok_or(DeskError::NotFound)?.send_lead(new, app.now()).map(|_| ()));
                sent.await
            }
            Err(errors) => return refused(visit, &staff, &typed, StatusCode::BAD_REQUEST, "", &errors).await,
        },
    };
    match done {
        Ok(()) | Err(DeskError::SentBefore(_)) => private(Redirect::to(&visit.link(PATH)).into_response()),
        Err(DeskError::Refused(refusal)) => {
            let why = words(visit).refusal(&refusal);
            refused(visit, &staff, &typed, StatusCode::CONFLICT, &why, &[]).await
        }
        Err(error) => not_done(visit, &error),
    }
}

async fn act(visit: &Visit, staff: &Staff, typed: &Typed, command: LeadCommand) -> Result<(), DeskError> {
    let id = typed.get("lead").parse().map(LeadId).map_err(|_| DeskError::NotFound)?;
    let (by, person) = (staff.organisation.clone(), staff.person());
    visit
        .app
        .on_store(move |app| {
            let desk = app.desk().ok_or(DeskError::NotFound)?;
            let done = desk.act_on_lead(id, command, by, app.now());
            if let (Err(DeskError::NotFound), Ok(route)) = (&done, Code::new("lead")) {
                desk.record_attempt(None, Some(person), &route, app.now())?;
            }
            done
        })
        .await
}

fn command(action: &str) -> Option<LeadCommand> {
    Some(match action {
        "take-up" => LeadCommand::TakeUp,
        "decline" => LeadCommand::Decline,
        "partnership" => LeadCommand::Conclude { partnership: true },
        "nothing" => LeadCommand::Conclude { partnership: false },
        "take-back" => LeadCommand::TakeBack,
        _ => return None,
    })
}

fn new_lead(visit: &Visit, staff: &Staff, typed: &Typed) -> Result<NewLead, Vec<(String, String)>> {
    let receiver = organisation_named(visit, &typed.get("naar"));
    let about = typed.some("over").and_then(|it| Code::new(&it).ok());
    let about = about.filter(|it| visit.pack().codes("themes").iter().any(|code| &*code.id == it.as_str()));
    match (receiver, about) {
        (Some(receiver), Some(about)) => Ok(NewLead {
            sender: staff.organisation.clone(),
            receiver,
            about,
            words: typed.some("toelichting"),
            form_key: typed.key(),
        }),
        (receiver, about) => {
            let missing = [("naar", receiver.is_none()), ("over", about.is_none())];
            let mistake = visit.texts().get("work-mistake-choose");
            Err(missing.into_iter().filter(|it| it.1).map(|it| (it.0.to_owned(), mistake.clone())).collect())
        }
    }
}

async fn refused(
    visit: &Visit,
    staff: &Staff,
    typed: &Typed,
    status: StatusCode,
    why: &str,
    errors: &[(String, String)],
) -> Response {
    let problem = if why.is_empty() { visit.texts().count("work-mistakes", errors.len()) } else { why.to_owned() };
    answer(visit, staff, status, Some((typed.clone(), problem, errors.to_vec()))).await
}

/// What was typed, why it was refused, and what is wrong in which field.
type SentBack = (Typed, String, Vec<(String, String)>);

async fn answer(visit: &Visit, staff: &Staff, status: StatusCode, sent_back: Option<SentBack>) -> Response {
    let own = staff.organisation.clone();
    let sees_all = staff.may(Permission::SeeRegionFigures);
    let read = visit.app.on_store(move |app| {
        app.store().read(|rows| {
            let all = if sees_all { leads::all(rows)? } else { Vec::new() };
            Ok::<_, schakel_store::StoreError>((leads::of(rows, &own, MOST)?, all, absences::reachable(rows)?))
        })
    });
    let Ok((found, all, reachable)) = read.await else { return failed(visit) };
    let mut form = form(visit, staff, &reachable);
    if let Some((typed, problem, errors)) = sent_back {
        form = form.sent_back(&typed, &problem, &errors);
    }
    let own: Vec<&Lead> = if sees_all { all.iter().collect() } else { found.iter().map(|it| &it.lead).collect() };
    private(page_with_status(
        status,
        &LeadsPage {
            frame: frame(visit, &visit.texts().get("work-leads")),
            head: WorkHead::new(visit, staff, PATH),
            lines: found.iter().map(|it| line(visit, staff, it)).collect(),
            form,
            flows: flows(visit, own),
        },
    ))
}

fn form(visit: &Visit, staff: &Staff, reachable: &[OrganisationId]) -> FormView {
    let words = words(visit);
    let others = reachable.iter().filter(|it| **it != staff.organisation);
    let mut others: Vec<_> = others.map(|it| (it.to_string(), words.organisation(it))).collect();
    others.sort_by(|left, right| left.1.cmp(&right.1));
    let themes = visit.pack().codes("themes").iter();
    let themes = themes.map(|it| (it.id.to_string(), it.name.get(visit.language).to_owned())).collect();
    let form = FormView::new("lead", &visit.link(PATH), visit)
        .choosing("select", "naar", others, &[], visit)
        .choosing("select", "over", themes, &[], visit)
        .with("area", "toelichting", "", visit);
    match draw() {
        Ok(key) => form.with_hidden(KEY_FIELD, key.to_text()),
        Err(_) => form,
    }
}

fn line(visit: &Visit, staff: &Staff, row: &LeadRow) -> LineView {
    let (words, texts) = (words(visit), visit.texts());
    let lead = &row.lead;
    let is_ours = lead.receiver == staff.organisation;
    let other = if is_ours { &lead.sender } else { &lead.receiver };
    let key = if is_ours { "work-lead-from" } else { "work-lead-to" };
    let values = [("organisation", words.organisation(other).into()), ("about", words.theme(&lead.about).into())];
    let standing = lead.course.standing();
    let today = visit.app.today();
    let is_late = standing.is_some_and(|it| it.due < today || it.reminders > 0);
    LineView {
        title: texts.with_all(key, &values),
        state: state(visit, lead),
        words: row.words.clone().unwrap_or_default(),
        due: standing.map(|it| visit.day(it.due)).unwrap_or_default(),
        left: standing.map(|it| left_words(it.due, today, visit)).unwrap_or_default(),
        is_late,
        actions: actions(lead, is_ours).iter().map(|it| (*it, texts.get(&format!("work-lead-{it}")))).collect(),
        id: lead.id.0,
        action: visit.link(PATH),
    }
}

fn actions(lead: &Lead, is_ours: bool) -> &'static [&'static str] {
    match (lead.course.standing().map(|it| it.state), is_ours) {
        (Some(LeadState::Sent), true) => &["take-up", "decline"],
        (Some(LeadState::TakenUp), true) => &["partnership", "nothing"],
        (Some(_), false) => &["take-back"],
        (None, _) => &[],
    }
}

fn state(visit: &Visit, lead: &Lead) -> String {
    let texts = visit.texts();
    texts.get(match &lead.course {
        Course::Open(open) if open.state == LeadState::Sent && open.reminders > 0 => "work-lead-state-unanswered",
        Course::Open(open) if open.state == LeadState::Sent => "work-lead-state-sent",
        Course::Open(_) => "work-lead-state-taken-up",
        Course::Ended { outcome: LeadOutcome::Partnership, .. } => "work-lead-state-partnership",
        Course::Ended { outcome: LeadOutcome::Nothing, .. } => "work-lead-state-nothing",
        Course::Ended { outcome: LeadOutcome::Declined, .. } => "work-lead-state-declined",
        Course::Ended { outcome: LeadOutcome::TakenBack, .. } => "work-lead-state-taken-back",
    })
}

/// Both directions, with those that nobody answered in time.
fn flows(visit: &Visit, leads: Vec<&Lead>) -> TableView {
    let words = words(visit);
    let columns = ["from", "to", "sent", "taken-up", "partnerships", "unanswered"];
    let mut table = TableView::new("leads", &columns, visit);
    for ((sender, receiver), flow) in lead_flows(leads, visit.app.today()) {
        table.add([
            CellView::words(words.organisation(&sender)),
            CellView::words(words.organisation(&receiver)),
            CellView::count(flow.sent),
            CellView::count(flow.taken_up),
            CellView::count(flow.partnerships),
            CellView::count(flow.unanswered.len()),
        ]);
    }
    table
}
