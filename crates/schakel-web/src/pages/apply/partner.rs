//! An application for a firm that was asked to take part: what it would join, and its answer.

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::Language;
use schakel_desk::GrantingError;
use schakel_register::Cents;
use schakel_schemes::{ApplicationCommand, ApplicationState, Partnership};

use crate::headers::private;
use crate::pages::apply::answers::ALL_COSTS;
use crate::pages::apply::own::DONE_FIELD;
use crate::pages::apply::way::{Sheet, Way, not_done};
use crate::pages::apply::words::moment_words;
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::page;
use crate::pages::parts::{LinkView, code_name};
use crate::pages::questions::forms::{ACTION_FIELD, without_fields};
use crate::state::App;

#[derive(Template)]
#[template(path = "apply_partner.html")]
struct PartnerPage {
    frame: Frame,
    action: String,
    done: String,
    round: LinkView,
    applicant: String,
    /// What the plan is about: the answers that fit on a line or a few.
    plan: Vec<(String, String)>,
    others: Vec<String>,
    costs: Vec<(String, String)>,
    total: String,
    share: String,
    requested: String,
    /// invited, consented or declined.
    state: &'static str,
    can_answer: bool,
    received: String,
}

/// Shows what one is asked to join.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    match app.on_store(move |app| Sheet::read(app, Way::read(app, &token, &headers)?)).await {
        Ok(sheet) => match sheet.application().partners.get(&sheet.way.link.firm) {
            Some(state) => private(page(&view(&sheet, *state, &visit))),
            None => not_done(&GrantingError::NotFound, &visit),
        },
        Err(error) => not_done(&error, &visit),
    }
}

/// Takes in the answer.
pub async fn answer(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let said = fields.iter().find(|(name, _)| name == ACTION_FIELD).map(|(_, value)| value.clone());
    let own = address(language, &format!("/aanvraag/partner/{token}"), &[(DONE_FIELD, "antwoord".to_owned())]);
    let done = app.on_store(move |app| {
        let consents = match said.as_deref() {
            Some("ja") => true,
            Some("nee") => false,
            _ => return Err(GrantingError::NotFound),
        };
        let way = Way::read(app, &token, &headers)?;
        let command = ApplicationCommand::AnswerPartner { consents };
        app.grants().handle(way.number(), command, way.actor(), app.exactly_now())
    });
    match done.await {
        Ok(_) => private(Redirect::to(&own).into_response()),
        Err(error) => not_done(&error, &visit),
    }
}

fn view(sheet: &Sheet, state: Partnership, visit: &Visit) -> PartnerPage {
    let (texts, language, own) = (visit.texts(), visit.language, sheet.way.link.firm);
    let application = sheet.application();
    let plain = without_fields(visit);
    let name = sheet.setup.round.name.get(language).to_owned();
    let answer = |it: &schakel_register::FormField| {
        let value = sheet.answers.fields.get(&*it.id).filter(|it| !it.is_empty())?;
        let about_plan = it.about == schakel_register::FieldSubject::Project;
        about_plan.then(|| (it.label.get(language).to_owned(), value.clone()))
    };
    let kind = |kind: &&str| {
        let typed = sheet.answers.cost(own, kind);
        let amount = crate::pages::apply::answers::kept_amount(typed)?;
        let name = match *kind {
            ALL_COSTS => texts.get("apply-costs-all"),
            _ => code_name("cost-kinds", kind, visit.pack(), language),
        };
        Some((name, amount.words(language)))
    };
    let costs = sheet.answers.costs_of(sheet.firms());
    let all: Cents = costs.values().copied().sum();
    let total = costs.get(&own).copied().unwrap_or(Cents::ZERO);
    let share = schakel_register::number_with_unit(rounded_percent(total, all), "%", language);
    let others = sheet.firms().into_iter().filter(|it| *it != own && *it != application.applicant);
    let is_draft = application.course.standing().is_some_and(|it| it.state == ApplicationState::Draft);
    let received =
        application.received_at().map(|it| texts.with("apply-partner-received", "moment", &moment_words(it, texts)));
    PartnerPage {
        frame: Frame::new(&plain, &texts.with("apply-partner-title", "round", &name), "").under(&plain, &[]),
        action: address(language, &format!("/aanvraag/partner/{}", sheet.way.part), &[]),
        done: visit.field(DONE_FIELD).map(|_| texts.get("apply-partner-answered")).unwrap_or_default(),
        round: LinkView { name, link: visit.link(&format!("/regelingen/{}", sheet.setup.round.id)) },
        applicant: sheet.name_of(application.applicant, visit),
        plan: sheet.setup.version.fields.iter().filter_map(answer).collect(),
        others: others.map(|it| sheet.name_of(it, visit)).collect(),
        costs: sheet.setup.cost_kinds().iter().filter_map(kind).collect(),
        total: total.words(language),
        share: if total == Cents::ZERO { String::new() } else { texts.with("apply-partner-share", "share", &share) },
        requested: if sheet.answers.requested() == Cents::ZERO {
            String::new()
        } else {
            sheet.answers.requested().words(language)
        },
        state: match state {
            Partnership::Invited => "invited",
            Partnership::Consented => "consented",
            Partnership::Declined => "declined",
        },
        can_answer: is_draft && state == Partnership::Invited,
        received: received.unwrap_or_default(),
    }
}

/// The share of an amount in whole per cents, as a fraction.
fn rounded_percent(part: Cents, whole: Cents) -> schakel_criteria::Number {
    use schakel_criteria::Number;
    let exact = part.part_of(whole).times(Number::whole(100)).unwrap_or(Number::ZERO);
    Number::fraction(exact.floor().to_i64().unwrap_or(0), 100).unwrap_or(Number::ZERO)
}
