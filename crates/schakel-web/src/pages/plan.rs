//! "Financieringsplan": the form. Costs per kind and year, earlier small aid, and the questions about the firm that the
//! other forms ask as well. A button adds a year; everything works without JavaScript.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::FactId;
use schakel_guide::financing::YEARS_MAX;
use schakel_register::Pack;

use crate::pages::fields::{FieldView, Given, contradictions, given};
use crate::pages::frame::{Frame, Visit, parse_query};
use crate::pages::page_with_status;
use crate::pages::parts::LinkView;
use crate::pages::plan_fields::{GivenProject, YEARS_FIELD, YearView};
use crate::pages::question::{SectionView, sections};

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    frame: Frame,
    errors: Vec<LinkView>,
    years: Vec<YearView>,
    years_shown: usize,
    may_add_year: bool,
    start: FieldView,
    aid: FieldView,
    aid_rows: Vec<[FieldView; 2]>,
    sections: Vec<SectionView>,
    action: String,
}

/// Shows the form, with what the address already says filled in.
pub async fn show(visit: Visit) -> Response {
    let project = GivenProject::read(&visit);
    // What is still empty is no mistake yet.
    let shown = if project.is_empty() { GivenProject { errors: Vec::new(), ..project } } else { project };
    form(&visit, &firm_given(&visit), &shown, false, Vec::new())
}

/// Takes in the form. One button adds a year; the other leads to the plan, at an address that holds the answers.
pub async fn send(mut sent: Visit, body: Bytes) -> Response {
    sent.query = parse_query(&String::from_utf8_lossy(&body));
    let (given, project) = (firm_given(&sent), GivenProject::read(&sent));
    if sent.field(ADD_YEAR_FIELD).is_some() {
        let in_fields: Vec<_> = project.errors.iter().filter(|(field, _)| !field.is_empty()).cloned().collect();
        return form(&sent, &given, &GivenProject { errors: in_fields, ..project }, true, Vec::new());
    }
    Redirect::to(&sent.link_with("/financieringsplan/uitkomst", &all_fields(&given, &project))).into_response()
}

/// The field of the button that adds a year.
const ADD_YEAR_FIELD: &str = "meer";

/// The form again, with everything that was typed and what is wrong with it.
pub fn form_with_errors(visit: &Visit, given: &Given, project: &GivenProject) -> Response {
    form(visit, given, project, false, contradictions(given, visit))
}

/// All answers as query fields.
pub fn all_fields<'a>(given: &'a Given, project: &'a GivenProject) -> Vec<(&'a str, &'a str)> {
    let project = project.typed.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    project.chain(given.as_fields()).collect()
}

/// The facts of the firm, without those that the project says itself.
pub fn firm_given(visit: &Visit) -> Given {
    let mut given = given(visit);
    for fact in facts_of_project(visit.pack()) {
        given.facts.clear(fact);
        let name = visit.pack().vocabulary.fact(fact).map(|it| it.id.to_string()).unwrap_or_default();
        given.typed.retain(|(it, _)| *it != name);
        given.errors.retain(|(it, _)| *it != name);
    }
    given
}

fn facts_of_project(pack: &Pack) -> Vec<FactId> {
    let settings = &pack.aid;
    let shares = settings.cost_kinds.iter().map(|kind| kind.share_fact);
    [settings.costs_fact, settings.months_fact, settings.requested_fact].into_iter().chain(shares).flatten().collect()
}

fn form(visit: &Visit, given: &Given, project: &GivenProject, more: bool, general: Vec<String>) -> Response {
    let is_wrong = !given.errors.is_empty() || !project.errors.is_empty() || !general.is_empty();
    let status = if is_wrong && !more { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let title = visit.texts().get("plan-title");
    let years = project.years(visit, more);
    let errors = project.errors.iter().map(project_error).chain(given.errors.iter().map(fact_error));
    let general = general.into_iter().map(|name| LinkView { name, link: String::new() });
    let mut frame = Frame::new(visit, &title, "/financieringsplan").under(visit, &[]);
    frame.kept.retain(|(name, _)| name != ADD_YEAR_FIELD && name != YEARS_FIELD);
    let template = PlanPage {
        frame,
        errors: errors.chain(general).collect(),
        years_shown: years.len(),
        may_add_year: years.len() < YEARS_MAX,
        years,
        start: project.start(visit),
        aid: project.aid(visit),
        aid_rows: project.aid_rows(visit),
        sections: firm_sections(visit, given),
        action: visit.link("/financieringsplan"),
    };
    page_with_status(status, &template)
}

fn project_error((name, error): &(String, String)) -> LinkView {
    let link = if name.is_empty() { String::new() } else { format!("#p-{name}") };
    LinkView { name: error.clone(), link }
}

fn fact_error((name, error): &(String, String)) -> LinkView {
    LinkView { name: error.clone(), link: format!("#f-{name}") }
}

/// The questions about the firm, all but the first section folded, without what the project says itself.
fn firm_sections(visit: &Visit, given: &Given) -> Vec<SectionView> {
    let pack = visit.pack();
    let name = |fact: FactId| pack.vocabulary.fact(fact).map(|it| it.id.to_string());
    let own: Vec<String> = facts_of_project(pack).into_iter().filter_map(name).collect();
    let mut sections = sections(visit, given);
    for (index, section) in sections.iter_mut().enumerate() {
        section.fields.retain(|field| !own.contains(&field.name));
        section.more.retain(|field| !own.contains(&field.name));
        section.folded = index > 0;
    }
    sections
}
