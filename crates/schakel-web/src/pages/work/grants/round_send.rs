//! What the executor does with a whole round through its forms: the commitment, the draw, dividing, deciding and telling.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Actor, Code};
use schakel_desk::{DecidedRound, GrantingError, RoundTermsOfGrant};
use schakel_identity::Permission;
use schakel_schemes::{ApplicationCommand, ApplicationState, RoundRules};
use schakel_store::tables::applications::RoundList;
use schakel_time::parse_date;

use super::round::{MORE_FIELD, answer};
use super::{not_done, of_round, rounds, words};
use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::work::forms::{ACTION_FIELD, FormView, Typed};
use crate::pages::work::{AtWork, draw, failed};
use crate::state::App;

/// What a form asks for.
enum Wish {
    Commit,
    Draw,
    Divide,
    Decide(RoundTermsOfGrant),
    Announce,
}

/// Carries out a form.
pub async fn send(at: AtWork, Path(round): Path<String>, body: Bytes) -> Response {
    let (staff, round, rules) = match of_round(&at, &round, Permission::ActOnCases, "grant-round").await {
        Ok(found) => found,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let action = typed.get(ACTION_FIELD);
    if action == "round-what-if" {
        let back = visit.link_with(&rounds::path(&round), &[(MORE_FIELD, &typed.get(MORE_FIELD))]);
        return private(Redirect::to(&back).into_response());
    }
    let Some(wish) = wish(&action, &typed) else {
        let form = sent_back(visit, &round, &typed, &visit.texts().get("work-mistake-form"));
        return answer(visit, &staff, &round, &rules, StatusCode::BAD_REQUEST, Some(form), Vec::new()).await;
    };
    let (who, code) = (staff.actor(), round.clone());
    let done = visit.app.on_store(move |app| carry_out(app, &code, wish, &who)).await;
    match done {
        Ok(decided) => after(visit, &staff, &round, &rules, &action, decided).await,
        Err(GrantingError::Store(_)) => failed(visit),
        Err(error @ (GrantingError::NotFound | GrantingError::NotExecutor)) => {
            not_done(visit, &staff, &error, "grant-round").await
        }
        Err(error) => {
            let form = sent_back(visit, &round, &typed, &words::refusal(&error, visit));
            answer(visit, &staff, &round, &rules, StatusCode::CONFLICT, Some(form), Vec::new()).await
        }
    }
}

/// Back to the page; what waits for somebody is said at once.
async fn after(
    visit: &Visit,
    staff: &Staff,
    round: &Code,
    rules: &RoundRules,
    action: &str,
    decided: Option<DecidedRound>,
) -> Response {
    let held_up = decided.map(|it| it.held_up).unwrap_or_default();
    if held_up.is_empty() {
        let back = visit.link_with(&rounds::path(round), &[("gedaan", action)]);
        return private(Redirect::to(&back).into_response());
    }
    let mut notes = vec![("warning", visit.texts().count("grants-held-up", held_up.len()))];
    for (number, reasons) in held_up {
        let reasons: Vec<String> = reasons.iter().map(|it| words::review(it, visit)).collect();
        notes.push(("warning", format!("{number}: {}", reasons.join(" "))));
    }
    answer(visit, staff, round, rules, StatusCode::OK, None, notes).await
}

fn wish(action: &str, typed: &Typed) -> Option<Wish> {
    Some(match action {
        "round-commit" => Wish::Commit,
        "round-draw" => Wish::Draw,
        "round-divide" => Wish::Divide,
        "round-announce" => Wish::Announce,
        "round-decide" => Wish::Decide(RoundTermsOfGrant {
            activities_until: parse_date(&typed.get("activiteiten-tot")).ok()?,
            year: typed.get("boekjaar").parse().ok()?,
            obligations: Vec::new(),
            de_minimis: typed.get("kleine-steun") == "ja",
        }),
        _ => return None,
    })
}

fn carry_out(app: &App, round: &Code, wish: Wish, by: &Actor) -> Result<Option<DecidedRound>, GrantingError> {
    let desk = app.grants();
    let now = app.exactly_now();
    match wish {
        Wish::Commit => {
            // Two secrets, because a seed is longer than the secret of a link.
            let secret = format!("{}{}", draw()?.to_text(), draw()?.to_text());
            desk.commit_to_draw(round, &secret, by.clone(), now)?;
        }
        Wish::Draw => {
            desk.draw_with_kept_seed(round, by.clone(), now)?;
        }
        Wish::Divide => {
            desk.divide(round, by.clone(), now)?;
        }
        Wish::Decide(terms) => return desk.decide_round(round, &terms, by, now).map(Some),
        Wish::Announce => {
            let decided = desk.applications(round, RoundList::In(ApplicationState::Decided), 0, u32::MAX)?;
            for row in decided {
                desk.handle(row.application.number, ApplicationCommand::Announce, by.clone(), now)?;
            }
        }
    }
    Ok(None)
}

/// The form as it was sent, with why it was refused.
fn sent_back(visit: &Visit, round: &Code, typed: &Typed, problem: &str) -> FormView {
    let action = super::round_link(visit, round);
    let form = FormView::new(&typed.get(ACTION_FIELD), &action, visit);
    let form = match form.id.as_str() {
        "round-decide" => {
            let yes = vec![("ja".to_owned(), visit.texts().get("grants-de-minimis-yes"))];
            form.with("date", "activiteiten-tot", "", visit).with("number", "boekjaar", "", visit).choosing(
                "checks",
                "kleine-steun",
                yes,
                &[],
                visit,
            )
        }
        _ => form,
    };
    form.sent_back(typed, problem, &[])
}
