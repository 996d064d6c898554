//! The pages of people of organisations: what is asked of them, what they do with it, and the figures. Who may come in is
//! decided here, once for all of them; what happens to a case is decided in `schakel-desk` and below.

pub mod absence;
pub mod activation;
pub mod case_page;
pub mod case_send;
pub mod contributions;
pub mod elsewhere;
pub mod figures;
pub mod grants;
pub mod inbox;
pub mod leads;
pub mod money;
pub mod new_question;
pub mod organisation;
pub mod people;
pub mod region;

mod case_forms;
mod figure_tables;
mod firm_list;
mod forms;
mod period;
pub mod tables;

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Code, OrganisationId};
use schakel_desk::DeskError;
use schakel_identity::{Permission, TOKEN_BYTES, Token};
use schakel_store::StoreError;

use crate::caller::{Caller, Staff};
use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::parts::{ChoiceView, LinkView};
use crate::pages::{missing_page, notice_page};
use crate::state::App;

/// A visit to a page of work, before it is known who comes.
pub struct AtWork {
    /// The visit.
    pub visit: Visit,
    headers: HeaderMap,
    whole_path: String,
}

/// What stands above every page of work.
pub struct WorkHead {
    /// The parts of work that this reader may see; the current one has no address.
    pub parts: Vec<LinkView>,
    /// The other organisations for which the reader works.
    pub others: Vec<ChoiceView>,
    /// Where a choice of another organisation is sent.
    pub switch: String,
}

/// An answer instead of a page.
pub type Instead = Box<Response>;

impl FromRequestParts<App> for AtWork {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, app).await?;
        let visit = Visit::from_request_parts(parts, app).await?;
        Ok(AtWork { visit, headers: parts.headers.clone(), whole_path: uri.to_string() })
    }
}

impl AtWork {
    /// The member of staff who comes, when they may do this.
    ///
    /// # Errors
    /// The answer for everybody else: who is not signed in is led to the door; to all others the page is not there, and
    /// the journal shows the attempt.
    pub async fn staff(&self, permission: Permission, route: &'static str) -> Result<Staff, Instead> {
        let headers = self.headers.clone();
        let found = self.visit.app.on_store(move |app| Caller::read(app, &headers)).await;
        let by = match found {
            Ok(Caller::Staff(staff)) if staff.may(permission) => return Ok(staff),
            Ok(Caller::Nobody) => return Err(Box::new(self.to_the_door())),
            Ok(Caller::Staff(staff)) => staff.person(),
            Ok(Caller::Entrepreneur { account, .. }) => account.id,
            Err(_) => return Err(Box::new(failed(&self.visit))),
        };
        let recorded = self.visit.app.on_store(move |app| match (app.desk(), Code::new(route)) {
            (Some(desk), Ok(route)) => desk.record_attempt(None, Some(by), &route, app.now()),
            _ => Ok(()),
        });
        match recorded.await {
            Ok(()) => Err(Box::new(private(missing_page(&self.visit)))),
            Err(_) => Err(Box::new(failed(&self.visit))),
        }
    }

    fn to_the_door(&self) -> Response {
        let door = address(self.visit.language, "/inloggen", &[("verder", self.whole_path.clone())]);
        private(Redirect::to(&door).into_response())
    }
}

impl WorkHead {
    /// What stands above a page; `current` is the path of the part that it belongs to.
    pub fn new(visit: &Visit, staff: &Staff, current: &str) -> Self {
        let parts = [
            ("work-inbox", "/werk", Permission::SeeOwnCases),
            ("work-new", "/werk/nieuw", Permission::ActOnCases),
            ("work-activation", activation::PATH, Permission::ActOnCases),
            ("work-leads", leads::PATH, Permission::ActOnCases),
            ("work-grants", grants::PATH, Permission::SeeOwnCases),
            ("work-contributions", contributions::PATH, Permission::ActOnCases),
            ("work-absence", absence::ABSENCE_PATH, Permission::SetOwnAbsence),
            ("work-team", absence::TEAM_PATH, Permission::SeeTeamLoad),
            ("work-region", region::PATH, Permission::SeeRegionFigures),
            ("work-figures", figures::PATH, Permission::SeeRegionFigures),
            ("work-money", money::PATH, Permission::SeeRegionFigures),
            ("work-part-people", "/werk/mensen", Permission::AdministratePeople),
        ];
        let part = |(key, path, _): &(&str, &str, Permission)| LinkView {
            name: visit.texts().get(key),
            link: if *path == current && *path == visit.path { String::new() } else { visit.link(path) },
        };
        let words = words(visit);
        let others = staff.organisations.iter().filter(|it| **it != staff.organisation);
        let other = |it: &OrganisationId| ChoiceView {
            id: it.to_string(),
            name: words.organisation(it),
            chosen: false,
            number: String::new(),
        };
        WorkHead {
            others: others.map(other).collect(),
            switch: address(visit.language, organisation::PATH, &[]),
            parts: parts.iter().filter(|(_, _, permission)| staff.may(*permission)).map(part).collect(),
        }
    }
}

/// The frame of a page of work.
fn frame(visit: &Visit, title: &str) -> Frame {
    let steps = [(visit.texts().get("work-title"), "/werk")];
    let steps = if visit.path == "/werk" { &[][..] } else { &steps[..] };
    Frame::new(visit, title, "/werk").under(visit, steps)
}

/// The words of cases in the visitor's language.
fn words(visit: &Visit) -> CaseWords<'static> {
    CaseWords::new(visit.pack(), visit.language)
}

/// The address of the page of a case.
fn case_link(visit: &Visit, case: impl std::fmt::Display) -> String {
    visit.link(&format!("/werk/zaken/{case}"))
}

/// The answer when the desk did not do something, for what has no page of its own.
fn not_done(visit: &Visit, error: &DeskError) -> Response {
    match error {
        DeskError::NotFound | DeskError::LinkOver | DeskError::LinkNotProven => private(missing_page(visit)),
        DeskError::SentBefore(answer) => private(Redirect::to(&sent_before(visit, answer)).into_response()),
        DeskError::Refused(refusal) => {
            let title = visit.texts().get("work-refused-title");
            private(notice_page(StatusCode::CONFLICT, visit, &title, &words(visit).refusal(refusal)))
        }
        DeskError::Store(_) => failed(visit),
    }
}

/// Where a form led that was sent before.
fn sent_before(visit: &Visit, answer: &str) -> String {
    match answer.strip_prefix("case-") {
        Some(case) => case_link(visit, case),
        None => visit.link(answer),
    }
}

/// The database did not do its work.
fn failed(visit: &Visit) -> Response {
    let texts = visit.texts();
    let (title, text) = (texts.get("work-failed-title"), texts.get("work-failed-text"));
    private(notice_page(StatusCode::SERVICE_UNAVAILABLE, visit, &title, &text))
}

/// Draws a secret.
fn draw() -> Result<Token, StoreError> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Stopped)?;
    Ok(Token::from_bytes(bytes))
}

/// An organisation of the pack, as a form names it.
fn organisation_named(visit: &Visit, text: &str) -> Option<OrganisationId> {
    visit.pack().organisations.contains_key(text).then(|| OrganisationId::new(text).ok()).flatten()
}
