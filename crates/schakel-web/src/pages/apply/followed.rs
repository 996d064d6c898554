//! An application after it was handed in, for its applicant: where it stands, its place among the others, and what happens
//! when. What was decided, and what follows it, is in `decided`.

use askama::Template;
use axum::response::Response;
use schakel_casework::{Course, Role};
use schakel_desk::GrantingError;
use schakel_schemes::{
    APPLICATION, Application, ApplicationAction, ApplicationOutcome, ApplicationState, Chance, Prospect, Voucher,
    WaitingPlace,
};

use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::apply::decided::{DecisionView, GrantView, decision, grant};
use crate::pages::apply::form::missing;
use crate::pages::apply::letters;
use crate::pages::apply::way::{Sheet, not_done};
use crate::pages::apply::words::exact_words;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page;
use crate::pages::parts::{LinkView, organisation_link};
use crate::pages::questions::forms::without_fields;

#[derive(Template)]
#[template(path = "apply_followed.html")]
struct FollowedPage {
    frame: Frame,
    action: String,
    done: String,
    round: LinkView,
    executor: LinkView,
    state: (&'static str, &'static str, String),
    sentence: String,
    missing: Vec<LinkView>,
    receipts: Vec<String>,
    receipt_link: String,
    letters: Vec<LinkView>,
    place: Vec<String>,
    dates: Vec<(String, String)>,
    decision: Option<DecisionView>,
    grant: Option<GrantView>,
    may_withdraw: bool,
    may_give_default: bool,
}

/// The page of an application that was handed in, or is over.
pub async fn followed_page(sheet: Sheet, done: String, visit: Visit) -> Response {
    let (number, by) = (sheet.way.number(), sheet.way.actor());
    let found = visit.app.on_store(move |app| {
        let (grants, now) = (app.grants(), app.exactly_now());
        Ok::<_, GrantingError>((grants.prospect(number, &by, now)?, grants.voucher_of(number, &by)?))
    });
    match found.await {
        Ok((prospect, voucher)) => private(page(&view(&sheet, done, prospect.as_ref(), voucher.as_ref(), &visit))),
        Err(error) => not_done(&error, &visit),
    }
}

fn view(
    sheet: &Sheet,
    done: String,
    prospect: Option<&Prospect>,
    voucher: Option<&Voucher>,
    visit: &Visit,
) -> FollowedPage {
    let (texts, application) = (visit.texts(), sheet.application());
    let plain = without_fields(visit);
    let number = application.number.to_string();
    let path = sheet.way.path();
    let now_missing = application.decided.is_none() && !application.receipts.is_empty();
    let may = |action| APPLICATION.allows(application.course.place(), action, Role::Entrepreneur);
    let is_late = application.decision_due().is_some_and(|it| it < visit.app.today());
    FollowedPage {
        frame: Frame::new(&plain, &texts.with("apply-followed-title", "number", &number), "").under(&plain, &[]),
        action: address(visit.language, &path, &[]),
        done,
        round: LinkView {
            name: sheet.setup.round.name.get(visit.language).to_owned(),
            link: visit.link(&format!("/regelingen/{}", sheet.setup.round.id)),
        },
        executor: organisation_link(application.executor.0.as_str(), visit),
        state: state(application, visit),
        sentence: sentence(application, visit),
        missing: if now_missing && application.complete_at.is_none() { missing(sheet, visit) } else { Vec::new() },
        receipts: application.receipts.iter().map(|it| exact_words(it.received_at, texts)).collect(),
        receipt_link: address(visit.language, &format!("{path}/ontvangstbewijs"), &[]),
        letters: letters::links(sheet, visit),
        place: prospect.map(|it| place_words(it, visit)).unwrap_or_default(),
        dates: dates(sheet, visit),
        decision: decision(sheet, visit),
        grant: grant(sheet, voucher, visit),
        may_withdraw: may(ApplicationAction::Withdraw),
        may_give_default: is_late && application.default_notice_on.is_none() && may(ApplicationAction::GiveDefault),
    }
}

/// Whether the applicant may know what was decided: only once it was told.
pub fn is_announced(application: &Application) -> bool {
    application.decided.as_ref().is_some_and(|it| it.announced_on.is_some())
}

/// The look, the icon and the words of where it stands.
pub fn state(application: &Application, visit: &Visit) -> (&'static str, &'static str, String) {
    let (look, icon, key) = match &application.course {
        Course::Open(standing) => match standing.state {
            ApplicationState::Draft => ("soon", "calendar", "draft"),
            ApplicationState::Submitted => ("soon", "check", "submitted"),
            ApplicationState::Incomplete | ApplicationState::Unrepaired => ("soon", "warning", "incomplete"),
            ApplicationState::Complete => ("open", "check", "complete"),
            // A decision that was not told yet is none for the applicant.
            ApplicationState::InAssessment | ApplicationState::Decided => ("open", "person", "in-assessment"),
            ApplicationState::Announced => ("open", "check", "announced"),
            ApplicationState::Objection => ("soon", "person", "objection"),
            ApplicationState::ObjectionDecided => ("open", "check", "objection-decided"),
            ApplicationState::Appeal => ("soon", "person", "appeal"),
        },
        Course::Ended { outcome, .. } => match outcome {
            ApplicationOutcome::NeverSubmitted => ("closed", "lock", "never-submitted"),
            ApplicationOutcome::Withdrawn => ("closed", "lock", "withdrawn"),
            ApplicationOutcome::NotDealtWith => ("closed", "cross", "not-dealt-with"),
            ApplicationOutcome::Refused => ("closed", "cross", "refused"),
            ApplicationOutcome::Granted => ("open", "check", "granted"),
        },
    };
    (look, icon, visit.texts().get(&format!("apply-state-{key}")))
}

/// What that means for the applicant.
fn sentence(application: &Application, visit: &Visit) -> String {
    let texts = visit.texts();
    let words = CaseWords::new(visit.pack(), visit.language);
    let executor = words.organisation(&application.executor);
    let key = match application.course.standing().map(|it| it.state) {
        Some(ApplicationState::Submitted) => "submitted",
        Some(ApplicationState::Complete) => "complete",
        Some(ApplicationState::InAssessment | ApplicationState::Decided) => "in-assessment",
        Some(ApplicationState::Announced) => "announced",
        Some(ApplicationState::Objection) => "objection",
        Some(ApplicationState::ObjectionDecided) => "objection-decided",
        Some(ApplicationState::Appeal) => "appeal",
        _ => return String::new(),
    };
    texts.with(&format!("apply-now-{key}"), "executor", &executor)
}

/// The place among those who wait, and how likely a grant is: or why nobody can say that.
fn place_words(prospect: &Prospect, visit: &Visit) -> Vec<String> {
    let (texts, language) = (visit.texts(), visit.language);
    let place = match &prospect.place {
        WaitingPlace::InLine { ahead } => texts.count("apply-place-line", *ahead),
        WaitingPlace::NotComplete => texts.get("apply-place-not-complete"),
        WaitingPlace::SameDay { day, ahead, together } => texts.with_all(
            "apply-place-day",
            &[("day", visit.day(*day).into()), ("ahead", (*ahead).into()), ("together", (*together).into())],
        ),
        WaitingPlace::Draw { together } => texts.count("apply-place-draw", *together),
        WaitingPlace::Ranking => texts.get("apply-place-ranking"),
        WaitingPlace::Share => texts.get("apply-place-share"),
    };
    let money = [
        ("count", prospect.waiting.into()),
        ("requested", prospect.requested.words(language).into()),
        ("left", prospect.left.words(language).into()),
    ];
    let chance = match prospect.chance {
        Chance::Enough => texts.get("apply-chance-enough"),
        Chance::NotEnough => texts.get("apply-chance-not-enough"),
        Chance::Lots { fit, of } => {
            let values = [("fit", fit.to_string().into()), ("of", of.to_string().into())];
            texts.with_all("apply-chance-lots", &values)
        }
        Chance::UnequalLots => texts.get("apply-chance-unequal"),
        Chance::DependsOnOthers => texts.get("apply-chance-depends"),
        Chance::OthersCanCome => texts.get("apply-chance-others"),
        Chance::Points => texts.get("apply-chance-points"),
        Chance::Parts => texts.get("apply-chance-parts"),
    };
    vec![place, texts.with_all("apply-place-money", &money), chance]
}

/// What happens when.
fn dates(sheet: &Sheet, visit: &Visit) -> Vec<(String, String)> {
    let (texts, application) = (visit.texts(), sheet.application());
    let mut dates = Vec::new();
    let mut add = |key: &str, day: Option<schakel_time::Date>| {
        dates.extend(day.map(|day| (texts.get(key), visit.day(day))));
    };
    let waits = application.decided.is_none() && application.course.standing().is_some();
    add("apply-date-closing", waits.then(|| sheet.setup.rules.application.last_day()));
    add("apply-date-repair", application.repair_until.filter(|_| waits && application.complete_at.is_none()));
    add("apply-date-complete", application.complete_at.map(|it| it.date()));
    add("apply-date-decision", application.decision_due().filter(|_| waits));
    add("apply-date-default", application.default_notice_on);
    let told = application.decided.as_ref().and_then(|it| it.announced_on);
    add("apply-date-announced", told);
    add("apply-date-objection", application.objection_until.filter(|_| told.is_some()));
    if waits && application.term.is_some() && application.decision_due().is_none() {
        dates.push((texts.get("apply-date-decision"), texts.get("apply-date-stopped")));
    }
    dates
}
