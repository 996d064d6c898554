//! A roadmap that a visitor asked to keep: saved under an unguessable link, marked step by step, taken into a calendar,
//! sent to an adviser, and deleted. Nobody finds it without the link: it is in no index, no log of another site and no
//! shared cache.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_identity::Token;
use schakel_register::{Id, facts_from_json, facts_to_json};
use schakel_store::tables::roadmaps::{self, NewRoadmap, SavedRoadmap};
use schakel_store::{Digest, StoreError};
use schakel_time::add_days;

use crate::headers::{origin, private};
use crate::pages::fields::typed;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::question::form_with_errors;
use crate::pages::roadmap::{
    FormView, GOAL_FIELD, READY_FIELD, Route, SKIP_FIELD, SavedView, calendar_answer, keep_days, roadmap_page,
};
use crate::pages::{missing_page, notice_page, page};
use crate::roadmap::calendar_key;
use crate::secret::draw_token;
use crate::state::App;

/// The form field that says what to do with a saved roadmap.
const ACTION_FIELD: &str = "actie";

/// The form field with the step that an action is about.
const STEP_FIELD: &str = "stap";

/// Saves a roadmap, and leads to its own address.
pub async fn save(visit: Visit, body: Bytes) -> Response {
    let visit = visit.sent(&body);
    let route = Route::read(&visit);
    if !route.is_sound(&visit) {
        return form_with_errors(&visit, &route.given);
    }
    let Ok(token) = draw_token() else { return failed(&visit) };
    let texts = |ids: &[Id]| ids.iter().map(Id::to_string).collect();
    let document = route.document(&visit);
    let ready = document.readiness.iter().flat_map(|it| &it.items).filter(|item| item.verdict == "met");
    let roadmap = NewRoadmap {
        answers: facts_to_json(&route.given.facts, visit.pack()).to_string(),
        goals: texts(&route.goals),
        skipped: texts(&route.skipped),
        ready: ready.map(|item| item.id.clone()).collect(),
    };
    let today = visit.app.today();
    let keep_until = add_days(today, keep_days(&route, &visit));
    match visit
        .app
        .on_store(move |app| {
            app.store().write(move |rows| roadmaps::save(rows, kept_under(token), &roadmap, today, keep_until))
        })
        .await
    {
        Ok(()) => Redirect::to(&own_address(&token, &visit)).into_response(),
        Err(_) => failed(&visit),
    }
}

/// Shows a saved roadmap.
pub async fn show(visit: Visit, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let (token, saved) = match found(&visit.app, &token).await {
        Ok(Some(found)) => found,
        Ok(None) => return private(missing_page(&visit)),
        Err(_) => return failed(&visit),
    };
    let (inner, route) = reopened(&saved, &visit);
    let document = route.document(&inner);
    let texts = visit.texts();
    let title = texts.get("route-title");
    let frame = Frame::new(&visit, &title, "/wat-past").under(&visit, &[]);
    let mut template = roadmap_page(frame, &route, &document, &inner);
    for step in &mut template.steps {
        step.is_done = saved.done.iter().any(|it| it == step.step());
    }
    let done = template.steps.iter().filter(|step| step.is_done).count();
    let action = own_address(&token, &visit);
    let link = format!("{}{action}", origin(&headers));
    let counts = [("done", done.into()), ("total", template.steps.len().into())];
    let post = |form: &FormView| {
        let named = |it: &&(String, String)| it.0 != READY_FIELD && it.0 != GOAL_FIELD && it.0 != SKIP_FIELD;
        let kept = form.hidden.iter().filter(named).cloned();
        let hidden = kept.chain([(ACTION_FIELD.to_owned(), "antwoorden".to_owned())]).collect();
        FormView { method: "post", action: action.clone(), hidden }
    };
    template.intake_action = post(&template.intake_action);
    template.ready_action = post(&template.ready_action);
    template.calendar_link = format!("{action}/agenda.ics");
    let kept_until = visit.day(saved.keep_until);
    template.saved = Some(SavedView {
        mail_link: mail_link(&texts.get("route-mail-subject"), &texts.with("route-mail-body", "link", &link)),
        progress: texts.with_all("route-progress", &counts),
        kept_until: texts.with("route-kept-until", "day", &kept_until),
        action,
        link,
    });
    private(page(&template))
}

/// Marks a step, changes answers, or deletes a saved roadmap.
pub async fn change(visit: Visit, Path(token): Path<String>, body: Bytes) -> Response {
    let visit = visit.sent(&body);
    let Some(token) = Token::parse(&token) else { return private(missing_page(&visit)) };
    let digest = kept_under(token);
    let today = visit.app.today();
    let step = visit.field(STEP_FIELD).unwrap_or("").to_owned();
    let mut back = own_address(&token, &visit);
    let result = match visit.field(ACTION_FIELD).unwrap_or("") {
        "verwijder" => {
            match visit.app.on_store(move |app| app.store().write(move |rows| roadmaps::delete(rows, digest))).await {
                Ok(true) => return deleted(&visit),
                other => other,
            }
        }
        "antwoorden" => {
            let route = Route::read(&visit);
            if !route.is_sound(&visit) {
                return private(form_with_errors(&visit, &route.given));
            }
            let answers = facts_to_json(&route.given.facts, visit.pack()).to_string();
            let keep_until = add_days(today, keep_days(&route, &visit));
            visit
                .app
                .on_store(move |app| {
                    app.store().write(move |rows| roadmaps::change_answers(rows, digest, &answers, keep_until, today))
                })
                .await
        }
        action @ ("klaar" | "niet-klaar") => {
            let is_done = action == "klaar";
            back = format!("{back}#stap-{step}");
            visit
                .app
                .on_store(move |app| {
                    app.store().write(move |rows| roadmaps::mark_step(rows, digest, &step, is_done, today))
                })
                .await
        }
        _ => {
            visit
                .app
                .on_store(move |app| app.store().read(|rows| Ok(roadmaps::read(rows, digest, today)?.is_some())))
                .await
        }
    };
    match result {
        Ok(true) => private(Redirect::to(&back).into_response()),
        Ok(false) => private(missing_page(&visit)),
        Err(_) => failed(&visit),
    }
}

/// Gives a saved roadmap as a calendar file.
pub async fn calendar_file(visit: Visit, Path(token): Path<String>) -> Response {
    match found(&visit.app, &token).await {
        Ok(Some((token, saved))) => {
            let (inner, route) = reopened(&saved, &visit);
            let key = calendar_key(&token.to_text());
            private(calendar_answer(&route.document(&inner), &key, &inner))
        }
        Ok(None) => private(missing_page(&visit)),
        Err(_) => failed(&visit),
    }
}

/// The saved roadmap of a token in an address.
async fn found(app: &App, token: &str) -> Result<Option<(Token, SavedRoadmap)>, StoreError> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let today = app.today();
    let saved =
        app.on_store(move |app| app.store().read(|rows| roadmaps::read(rows, kept_under(token), today))).await?;
    Ok(saved.map(|saved| (token, saved)))
}

/// A saved roadmap as if its answers had just been given. Answers that the pack no longer asks are left out.
fn reopened(saved: &SavedRoadmap, visit: &Visit) -> (Visit, Route) {
    let pack = visit.pack();
    let json = serde_json::from_str(&saved.answers).unwrap_or(serde_json::Value::Null);
    let facts = facts_from_json(&json, pack, visit.moment().date()).unwrap_or_default();
    let mut query = typed(&facts, pack, visit.language);
    query.extend(saved.goals.iter().map(|id| (GOAL_FIELD.to_owned(), id.clone())));
    query.extend(saved.skipped.iter().map(|id| (SKIP_FIELD.to_owned(), id.clone())));
    let ready = saved.ready.iter().cloned().chain([String::new()]);
    query.extend(ready.map(|id| (READY_FIELD.to_owned(), id)));
    let inner = visit.with_query(query);
    let route = Route::read(&inner);
    (inner, route)
}

fn own_address(token: &Token, visit: &Visit) -> String {
    address(visit.language, &format!("/routekaart/{}", token.to_text()), &[])
}

/// What the store keeps in the place of a token.
fn kept_under(token: Token) -> Digest {
    Digest(token.digest())
}

fn deleted(visit: &Visit) -> Response {
    let texts = visit.texts();
    private(notice_page(StatusCode::OK, visit, &texts.get("route-deleted-title"), &texts.get("route-deleted-text")))
}

/// The database did not do its work: say so, and that the route itself is not lost.
fn failed(visit: &Visit) -> Response {
    let texts = visit.texts();
    let (title, text) = (texts.get("route-failed-title"), texts.get("route-failed-text"));
    private(notice_page(StatusCode::SERVICE_UNAVAILABLE, visit, &title, &text))
}

/// A letter in the visitor's own mail program; in such an address a space is never a plus.
fn mail_link(subject: &str, body: &str) -> String {
    let pairs = [("subject", subject), ("body", body)];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("mailto:?{}", query.replace('+', "%20"))
}
