//! An adviser writes down a question that came by telephone, in a visit or at the counter.

use std::collections::BTreeSet;

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{OrganisationId, Origin, Visibility};
use schakel_desk::{Asked, Contact, DeskError, NewQuestion, Who};
use schakel_identity::{EmailAddress, Permission};
use schakel_store::Digest;
use schakel_store::tables::firms::FirmDetails;
use schakel_time::{DateTime, parse_date};

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::page_with_status;
use crate::pages::parts::municipality_choices;
use crate::pages::work::case_forms::services_needed;
use crate::pages::work::case_send::need;
use crate::pages::work::forms::{FormView, KEY_FIELD, Typed};
use crate::pages::work::{AtWork, WorkHead, case_link, draw, failed, frame, not_done, sent_before};

#[derive(Template)]
#[template(path = "work_form.html")]
struct FormPage {
    frame: Frame,
    head: WorkHead,
    intro: String,
    form: FormView,
}

/// Shows the form.
pub async fn show(at: AtWork) -> Response {
    match at.staff(Permission::ActOnCases, "new-question").await {
        Ok(staff) => form_page(&at.visit, &staff, StatusCode::OK, form(&at.visit)),
        Err(instead) => *instead,
    }
}

/// Takes the question in.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "new-question").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let question = match question(&typed, visit, &staff) {
        Ok(Some(question)) => question,
        Ok(None) => return failed(visit),
        Err(mistakes) => return refused(visit, &staff, &typed, &mistakes),
    };
    let by = staff.actor();
    let asked = visit.app.on_store(move |app| {
        let desk = app.desk().ok_or(DeskError::NotFound)?;
        desk.ask(question, Some(by), app.now())
    });
    match asked.await {
        Ok(asked) => private(Redirect::to(&next(visit, &staff.organisation, &asked)).into_response()),
        Err(DeskError::SentBefore(answer)) => private(Redirect::to(&sent_before(visit, &answer)).into_response()),
        Err(DeskError::Refused(_)) => refused(visit, &staff, &typed, &[("gevraagd", "work-mistake-past-day")]),
        Err(error) => not_done(visit, &error),
    }
}

/// To the case when it is ours, and otherwise to the inbox that says whose it is.
fn next(visit: &Visit, own: &OrganisationId, asked: &Asked) -> String {
    let responsible = asked.case.open().map_or(&asked.case.door.organisation, |it| &it.responsible);
    if responsible == own || asked.case.door.organisation == *own {
        return case_link(visit, asked.case.id);
    }
    visit.link_with("/werk", &[("gedaan", "gevraagd"), ("bij", responsible.0.as_str())])
}

fn form(visit: &Visit) -> FormView {
    let texts = visit.texts();
    let origins = ["telefoon", "bezoek"].map(|it| (it.to_owned(), texts.get(&format!("work-origin-{it}")))).to_vec();
    let themes = visit.pack().codes("themes").iter();
    let themes = themes.map(|it| (it.id.to_string(), it.name.get(visit.language).to_owned())).collect();
    let places = municipality_choices(visit.pack(), "").into_iter().map(|it| (it.id, it.name)).collect();
    let form = FormView::new("new", &crate::pages::frame::address(visit.language, "/werk/nieuw", &[]), visit)
        .with("area", "vraag", "", visit)
        .choosing("radio", "herkomst", origins, &["telefoon"], visit)
        .with("date", "gevraagd", &visit.app.today().to_string(), visit)
        .with("text", "bedrijf", "", visit)
        .with("text", "kvknummer", "", visit)
        .choosing("select", "gemeente", places, &[], visit)
        .with("number", "werknemers", "", visit)
        .with("text", "naam", "", visit)
        .with("text", "telefoon", "", visit)
        .with("text", "email", "", visit)
        .choosing("select", "hulp", services_needed(visit), &[], visit)
        .choosing("checks", "themas", themes, &[], visit);
    let form = match draw() {
        Ok(key) => form.with_hidden(KEY_FIELD, key.to_text()),
        Err(_) => form,
    };
    FormView { is_open: true, ..form }
}

fn form_page(visit: &Visit, staff: &Staff, status: StatusCode, form: FormView) -> Response {
    let texts = visit.texts();
    private(page_with_status(
        status,
        &FormPage {
            frame: frame(visit, &texts.get("work-new-title")),
            head: WorkHead::new(visit, staff, "/werk/nieuw"),
            intro: texts.get("work-new-lead"),
            form,
        },
    ))
}

fn refused(visit: &Visit, staff: &Staff, typed: &Typed, mistakes: &[(&str, &str)]) -> Response {
    let texts = visit.texts();
    let errors: Vec<_> = mistakes.iter().map(|(field, key)| ((*field).to_owned(), texts.get(key))).collect();
    let problem = texts.count("work-mistakes", errors.len());
    form_page(visit, staff, StatusCode::BAD_REQUEST, form(visit).sent_back(typed, &problem, &errors))
}

/// The question, or everything that is wrong with the form; none when no secret can be drawn.
fn question(
    typed: &Typed,
    visit: &Visit,
    staff: &Staff,
) -> Result<Option<NewQuestion>, Vec<(&'static str, &'static str)>> {
    let mut mistakes = Vec::new();
    let words = typed.get("vraag");
    if words.is_empty() {
        mistakes.push(("vraag", "work-mistake-question"));
    }
    let asked_at = asked_at(typed, visit).ok_or(("gevraagd", "work-mistake-past-day"));
    let asked_at = asked_at.map_err(|it| mistakes.push(it)).ok();
    let email = typed.some("email").map(|it| EmailAddress::parse(&it));
    if matches!(email, Some(Err(_))) {
        mistakes.push(("email", "work-mistake-email"));
    }
    if typed.some("email").or(typed.some("telefoon")).is_none() {
        mistakes.push(("telefoon", "work-mistake-reach"));
    }
    let kvk_number = typed.some("kvknummer").map(|it| it.replace([' ', '.'], ""));
    if kvk_number.as_ref().is_some_and(|it| it.len() != 8 || !it.bytes().all(|digit| digit.is_ascii_digit())) {
        mistakes.push(("kvknummer", "work-mistake-kvk"));
    }
    let need = need(typed, visit).map_err(|wrong| mistakes.extend(wrong)).ok();
    let (Some(asked_at), Some(need), true) = (asked_at, need, mistakes.is_empty()) else { return Err(mistakes) };
    let Ok(link) = draw() else { return Ok(None) };
    let origin = match typed.get("herkomst").as_str() {
        "bezoek" => Origin::Adviser(staff.organisation.clone()),
        _ => Origin::Telephone,
    };
    let contact = Contact {
        name: typed.some("naam"),
        email: email.and_then(Result::ok).map(|it| it.as_str().to_owned()),
        telephone: typed.some("telefoon"),
        language: "nl".to_owned(),
    };
    let municipality = need.municipality.as_ref().map(|it| it.as_str().to_owned());
    let firm = FirmDetails { kvk_number, name: typed.some("bedrijf"), municipality, facts: "{}".to_owned() };
    Ok(Some(NewQuestion {
        who: Who::Told { contact, firm },
        words,
        origin,
        asked_at,
        need,
        visibility: Visibility::Ordinary,
        consents: Vec::<(OrganisationId, schakel_casework::Purpose, BTreeSet<schakel_casework::Code>)>::new(),
        link: Digest(link.digest()),
        form_key: typed.key(),
    }))
}

/// When it was asked: now, or noon of an earlier day.
fn asked_at(typed: &Typed, visit: &Visit) -> Option<DateTime> {
    let now = visit.app.now();
    let Some(text) = typed.some("gevraagd") else { return Some(now) };
    let day = parse_date(&text).ok()?;
    let at = if day == now.date() { now } else { day.at(12, 0, 0, 0) };
    (at <= now).then_some(at)
}
