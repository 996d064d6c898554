//! The front page: the question box, the form in short, what one can do here, and the way to a front door.

use askama::Template;
use axum::response::Response;

use crate::pages::ask::QuestionBox;
use crate::pages::fields::Given;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page;
use crate::pages::parts::{ChoiceView, choices, municipality_choices};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    question_box: QuestionBox,
    plans: Vec<ChoiceView>,
    municipalities: Vec<ChoiceView>,
    match_link: String,
    register_link: String,
    organisations_link: String,
    door_link: String,
    signals_link: String,
    question_action: String,
    door_action: String,
    day: Option<String>,
    support_count: usize,
    organisation_count: usize,
    newest_check: String,
}

/// Shows the front page.
pub async fn show(visit: Visit) -> Response {
    let pack = visit.pack();
    let newest =
        pack.support.values().flat_map(|it| it.versions.iter().map(|version| version.checked_on.or(it.checked_on)));
    let title = visit.texts().get("home-title");
    let template = HomePage {
        frame: Frame::new(&visit, &title, ""),
        question_box: QuestionBox::new("", &Given::default(), &visit),
        plans: choices(pack.codes("plan"), visit.language, &[]),
        municipalities: municipality_choices(pack, ""),
        match_link: visit.link("/wat-past"),
        register_link: visit.link("/register"),
        organisations_link: visit.link("/organisaties"),
        door_link: visit.link("/loket"),
        signals_link: pack.signals.as_ref().map(|_| visit.link("/zwaar-weer")).unwrap_or_default(),
        question_action: address(visit.language, "/wat-past", &[]),
        door_action: address(visit.language, "/loket", &[]),
        day: visit.chosen_day.map(|day| day.to_string()),
        support_count: pack.support.len(),
        organisation_count: pack.organisations.len(),
        newest_check: newest.flatten().max().map(|day| visit.day(day)).unwrap_or_default(),
    };
    page(&template)
}
