//! "Uw routekaart": the steps of a firm as a line to follow, from the same fields as the result page. Support can be
//! chosen and left out by form; the whole route stands in the address until somebody asks to save it. What is saved
//! lives in `saved_roadmap`.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schakel_criteria::{FactId, Language};
use schakel_guide::RoadmapRequest;
use schakel_register::Id;

use crate::pages::fields::{FieldView, Given, contradictions, field, given, typed};
use crate::pages::frame::{DAY_FIELD, Frame, Visit, address, one_field_a_fact};
use crate::pages::page;
use crate::pages::parts::ChoiceView;
use crate::pages::question::form_with_errors;
use crate::pages::questions::ask as help;
use crate::pages::route_views::{LeftOutView, ReadinessView, StepView};
use crate::roadmap::{RoadmapDocument, calendar, calendar_key, roadmap_document};

/// The query field with support that the firm wants.
pub const GOAL_FIELD: &str = "doel";

/// The query field with support that the firm does not want.
pub const SKIP_FIELD: &str = "zonder";

/// The query field with the conditions that were ready at an earlier check; empty when none was.
pub const READY_FIELD: &str = "klaar";

/// The facts that tell the situation, in the order in which they are asked.
const SITUATION_FACTS: [&str; 4] = ["wants_to_start", "knows_how", "able_to_start", "phase"];

/// Questions of the readiness check that are asked at once.
const READY_QUESTIONS_MAX: usize = 5;

/// Values of one query field that are read; a route has far fewer.
const VALUES_MAX: usize = 60;

#[derive(Template)]
#[template(path = "roadmap.html")]
pub struct RoadmapPage {
    pub frame: Frame,
    pub lead: String,
    /// Name, text, advice and the answers that tell it.
    pub situation: Option<SituationView>,
    pub intake: Vec<FieldView>,
    /// Where the intake and the readiness check are sent.
    pub intake_action: FormView,
    pub ready_action: FormView,
    pub steps: Vec<StepView>,
    pub left_out: Vec<LeftOutView>,
    pub choices: Vec<ChoiceView>,
    pub choice_action: FormView,
    pub readiness: Vec<ReadinessView>,
    pub ready_questions: Vec<FieldView>,
    pub change_link: String,
    /// To a person, with what is known; empty when nobody takes questions here.
    pub help_link: String,
    pub calendar_link: String,
    pub save_action: Option<FormView>,
    pub keep_note: String,
    pub saved: Option<SavedView>,
}

/// The situation of the entrepreneur.
pub struct SituationView {
    pub name: String,
    pub text: String,
    pub because: String,
    pub source: String,
}

/// A form: its address and its hidden fields.
#[derive(Clone, Default)]
pub struct FormView {
    pub method: &'static str,
    pub action: String,
    pub hidden: Vec<(String, String)>,
}

/// What goes with a route that was saved.
pub struct SavedView {
    /// Its address, to send forms to.
    pub action: String,
    /// Its whole address, to keep.
    pub link: String,
    /// A letter to an adviser.
    pub mail_link: String,
    /// "3 van 7 stappen gedaan".
    pub progress: String,
    /// Until when it is kept.
    pub kept_until: String,
}

/// What a route is made from.
pub struct Route {
    pub given: Given,
    pub goals: Vec<Id>,
    pub skipped: Vec<Id>,
    /// The conditions that were ready at an earlier check, when there was one.
    pub earlier: Option<BTreeSet<String>>,
}

impl Route {
    /// Reads a route from the query of a visit.
    pub fn read(visit: &Visit) -> Self {
        let values = |field: &'static str| {
            let values = visit.query.iter().filter(move |(name, _)| name == field);
            values.flat_map(|(_, value)| value.split(',')).take(VALUES_MAX)
        };
        let support = |field| {
            let known = values(field).filter_map(|id| visit.pack().support.get(id));
            let mut ids: Vec<Id> = Vec::new();
            known.for_each(|it| {
                if !ids.contains(&it.id) {
                    ids.push(Id::clone(&it.id));
                }
            });
            ids
        };
        let mut ready = values(READY_FIELD).peekable();
        let earlier = ready.peek().is_some().then(|| ready.filter(|it| !it.is_empty()).map(str::to_owned).collect());
        Route { given: given(visit), goals: support(GOAL_FIELD), skipped: support(SKIP_FIELD), earlier }
    }

    /// The route in words.
    pub fn document(&self, visit: &Visit) -> RoadmapDocument {
        let matcher = visit.app.matcher(visit.moment());
        let request = RoadmapRequest { facts: &self.given.facts, goals: &self.goals, skipped: &self.skipped };
        roadmap_document(&matcher.roadmap(request), self.earlier.as_ref(), visit.pack(), visit.language)
    }

    /// The answers as query fields.
    pub fn facts(&self, visit: &Visit) -> Vec<(String, String)> {
        typed(&self.given.facts, visit.pack(), visit.language)
    }

    /// The answers and the choices as query fields.
    pub fn fields(&self, visit: &Visit) -> Vec<(String, String)> {
        let choice = |field: &str, ids: &[Id]| -> Vec<(String, String)> {
            ids.iter().map(|id| (field.to_owned(), id.to_string())).collect()
        };
        let mut fields = self.facts(visit);
        fields.extend(choice(GOAL_FIELD, &self.goals));
        fields.extend(choice(SKIP_FIELD, &self.skipped));
        fields
    }

    /// Whether the answers can be used as they are.
    pub fn is_sound(&self, visit: &Visit) -> bool {
        self.given.errors.is_empty() && contradictions(&self.given, visit).is_empty()
    }
}

/// Shows a route.
pub async fn show(visit: Visit) -> Response {
    let route = Route::read(&visit);
    if !route.is_sound(&visit) {
        return form_with_errors(&visit, &route.given);
    }
    let document = route.document(&visit);
    let title = visit.texts().get("route-title");
    let frame =
        Frame::new(&visit, &title, "/wat-past").under(&visit, &[(visit.texts().get("match-title"), "/wat-past")]);
    let mut template = roadmap_page(frame, &route, &document, &visit);
    template.save_action = Some(FormView {
        method: "post",
        action: address(visit.language, "/routekaart", &[]),
        hidden: hidden(&route.fields(&visit), &visit),
    });
    page(&template)
}

/// Gives a route that was not saved as a calendar file.
pub async fn calendar_file(visit: Visit) -> Response {
    let route = Route::read(&visit);
    if !route.is_sound(&visit) {
        return form_with_errors(&visit, &route.given);
    }
    let fields = route.fields(&visit);
    let same: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    calendar_answer(&route.document(&visit), &calendar_key(&same.join("&")), &visit)
}

/// The answer with a calendar file.
pub fn calendar_answer(document: &RoadmapDocument, key: &str, visit: &Visit) -> Response {
    let file = calendar(document, key, visit.app.moment(None), visit.language);
    let name = if visit.language == Language::Dutch { "routekaart.ics" } else { "roadmap.ics" };
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, file).into_response()
}

/// The page of a route, saved or not.
pub fn roadmap_page(frame: Frame, route: &Route, document: &RoadmapDocument, visit: &Visit) -> RoadmapPage {
    let texts = visit.texts();
    let language = visit.language;
    let facts = route.facts(visit);
    let fields = route.fields(visit);
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let steps = document.steps.iter().enumerate();
    let intake: Vec<FieldView> =
        situation_facts(visit).filter_map(|id| field(id, "situatie-", &route.given, visit)).collect();
    let ready_questions = ready_questions(document, route, visit);
    let get = |hidden| FormView { method: "get", action: address(language, "/routekaart", &[]), hidden };
    let without = |asked: &[FieldView]| {
        let is_asked = |name: &str| asked.iter().any(|field| field.name == name);
        let kept: Vec<(String, String)> = fields.iter().filter(|(name, _)| !is_asked(name)).cloned().collect();
        hidden(&kept, visit)
    };
    let mut ready_hidden = without(&ready_questions);
    ready_hidden.push(ready_now(document));
    RoadmapPage {
        lead: texts.with("route-lead", "day", &visit.day(visit.moment().date())),
        situation: document.situation.as_ref().map(|it| SituationView {
            name: it.name.clone(),
            text: it.text.clone(),
            because: it.because.join("; "),
            source: it.source.clone(),
        }),
        intake_action: get(without(&intake)),
        intake,
        ready_action: get(ready_hidden),
        steps: steps.map(|(place, step)| StepView::new(place + 1, step, route, visit)).collect(),
        left_out: document.left_out.iter().map(|it| LeftOutView::new(it, visit)).collect(),
        choices: choices(document, route, visit),
        choice_action: get(hidden(&facts, visit)),
        readiness: document.readiness.iter().map(|it| ReadinessView::new(it, visit)).collect(),
        ready_questions,
        help_link: help_link(&pairs, visit),
        change_link: visit.link_with("/wat-past", &pairs),
        calendar_link: visit.link_with("/routekaart/agenda.ics", &pairs),
        save_action: None,
        keep_note: texts.count("route-keep-note", usize::try_from(keep_days(route, visit)).unwrap_or_default()),
        saved: None,
        frame,
    }
}

/// The way to a person, with what is known of the firm.
fn help_link(facts: &[(&str, &str)], visit: &Visit) -> String {
    if visit.app.desk().is_none() {
        return String::new();
    }
    let is_fact = |name: &str| visit.pack().vocabulary.fact_named(name).is_some();
    let mut fields: Vec<(&str, &str)> = facts.iter().filter(|(name, _)| is_fact(name)).copied().collect();
    fields.push((help::ORIGIN_FIELD, help::FROM_ROADMAP));
    visit.link_with(help::PATH, &fields)
}

/// For how long a route is kept: as long as the pack says, and never longer than the shortest of its answers.
pub fn keep_days(route: &Route, visit: &Visit) -> u32 {
    let pack = visit.pack();
    let of_facts = route.given.facts.given().filter_map(|(id, _)| pack.details(id)?.keep_days);
    of_facts.chain([pack.settings.roadmap.keep_days]).min().unwrap_or(pack.settings.roadmap.keep_days)
}

fn situation_facts(visit: &Visit) -> impl Iterator<Item = FactId> {
    let pack = visit.pack();
    SITUATION_FACTS.into_iter().filter_map(|name| pack.vocabulary.fact_named(name))
}

/// The support to choose from: what is in the route is ticked.
fn choices(document: &RoadmapDocument, route: &Route, visit: &Visit) -> Vec<ChoiceView> {
    let mut found: Vec<ChoiceView> = Vec::new();
    let mut add = |id: &str, chosen: bool| {
        let Some(support) = visit.pack().support.get(id) else { return };
        if !found.iter().any(|it| it.id == id) {
            let name = support.name.get(visit.language).to_owned();
            found.push(ChoiceView { id: id.to_owned(), name, chosen, number: String::new() });
        }
    };
    document.steps.iter().filter_map(|step| step.instrument.as_ref()).for_each(|id| add(id, true));
    route.goals.iter().for_each(|id| add(id, false));
    document.left_out.iter().for_each(|it| add(&it.instrument, false));
    document.choices.iter().for_each(|it| add(&it.instrument, false));
    found
}

/// The facts that can still make the firm ready, those that most conditions ask first.
fn ready_questions(document: &RoadmapDocument, route: &Route, visit: &Visit) -> Vec<FieldView> {
    let matcher = visit.app.matcher(visit.moment());
    let mut counts: Vec<(usize, FactId)> = Vec::new();
    for it in &document.readiness {
        let found = matcher.match_one(&it.instrument, &route.given.facts);
        for fact in found.iter().flat_map(|found| &found.answer.missing) {
            match counts.iter_mut().find(|(_, known)| known == fact) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, *fact)),
            }
        }
    }
    counts.sort_by_key(|(count, fact)| (std::cmp::Reverse(*count), *fact));
    let asked = counts.into_iter().take(READY_QUESTIONS_MAX);
    asked.filter_map(|(_, fact)| field(fact, "europa-", &route.given, visit)).collect()
}

/// What is ready now, as a hidden field, so that the next check can show what was won. It is there when nothing is ready.
fn ready_now(document: &RoadmapDocument) -> (String, String) {
    let ready = document.readiness.iter().flat_map(|it| &it.items).filter(|item| item.verdict == "met");
    let ids: Vec<&str> = ready.map(|item| item.id.as_str()).collect();
    (READY_FIELD.to_owned(), ids.join(","))
}

/// Fields as hidden fields, with the day.
fn hidden(fields: &[(String, String)], visit: &Visit) -> Vec<(String, String)> {
    let day = visit.chosen_day.map(|day| (DAY_FIELD.to_owned(), day.to_string()));
    one_field_a_fact(fields, visit.pack()).into_iter().chain(day).collect()
}
