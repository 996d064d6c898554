//! How somebody comes to an application: by the secret link, or after signing in. And what cannot be done in words.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use schakel_casework::{Actor, FirmRef};
use schakel_desk::{GrantingError, Papers};
use schakel_identity::Token;
use schakel_schemes::{Application, ApplicationNumber};
use schakel_store::Digest as Kept;
use schakel_store::tables::application_links::ApplicationLink;
use schakel_store::tables::applications::ApplicationRow;

use crate::caller::Caller;
use crate::headers::private;
use crate::pages::apply::answers::Answers;
use crate::pages::apply::setup::Setup;
use crate::pages::apply::words::refusal_words;
use crate::pages::frame::Visit;
use crate::pages::questions::forms::without_fields;
use crate::pages::{missing_page, notice_page};
use crate::state::App;

/// The way along which somebody reached an application.
#[derive(Clone, Debug)]
pub struct Way {
    /// What stands in the address: the secret, or the number for whoever signed in.
    pub part: String,
    /// Which application, of which firm.
    pub link: ApplicationLink,
}

/// An application as its parties see it.
pub struct Sheet {
    /// How it was reached.
    pub way: Way,
    /// The application.
    pub row: ApplicationRow,
    /// Its words and files.
    pub papers: Papers,
    /// Its answers.
    pub answers: Answers,
    /// Its round.
    pub setup: Setup,
}

impl Way {
    /// The way of an address.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when it leads to nothing of the reader's.
    pub fn read(app: &App, part: &str, headers: &HeaderMap) -> Result<Self, GrantingError> {
        let grants = app.grants();
        if let Some(token) = Token::parse(part) {
            let link = grants.linked(Kept(token.digest()), app.now())?;
            return Ok(Way { part: part.to_owned(), link });
        }
        let application: ApplicationNumber =
            part.parse().map(ApplicationNumber).map_err(|_| GrantingError::NotFound)?;
        match Caller::read(app, headers)? {
            Caller::Entrepreneur { firm, .. } => {
                let link = ApplicationLink { application, firm, is_proven: true };
                grants.application(application, &Actor::Entrepreneur(firm))?;
                Ok(Way { part: part.to_owned(), link })
            }
            Caller::Nobody | Caller::Staff(_) => Err(GrantingError::NotFound),
        }
    }

    /// The application.
    pub fn number(&self) -> ApplicationNumber {
        self.link.application
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        Actor::Entrepreneur(self.link.firm)
    }

    /// The address of the application for its applicant, or below it.
    pub fn path(&self) -> String {
        format!("/aanvraag/{}", self.part)
    }

    /// The same way, of the applicant only.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] for a partner, who has a page of its own.
    pub fn of_applicant(self, application: &Application) -> Result<Self, GrantingError> {
        if application.applicant == self.link.firm { Ok(self) } else { Err(GrantingError::NotFound) }
    }
}

impl Sheet {
    /// Reads an application along a way.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when it leads to nothing of the reader's.
    pub fn read(app: &App, way: Way) -> Result<Self, GrantingError> {
        let grants = app.grants();
        let row = grants.application(way.number(), &way.actor())?;
        let papers = grants.papers(way.number(), &way.actor())?;
        let setup = Setup::of(app, &row.application.round)?;
        let answers = Answers::read(papers.answers.as_deref());
        Ok(Sheet { way, row, papers, answers, setup })
    }

    /// The application.
    pub fn application(&self) -> &Application {
        &self.row.application
    }

    /// What a firm of the application is called here.
    pub fn name_of(&self, firm: FirmRef, visit: &Visit) -> String {
        let own = if firm == self.application().applicant {
            &self.answers.applicant.name
        } else {
            self.answers.partner(firm)
        };
        if own.is_empty() { visit.texts().with("apply-firm", "firm", &firm.to_string()) } else { own.to_owned() }
    }
}

/// The page that says why something was not done.
pub fn not_done(error: &GrantingError, visit: &Visit) -> Response {
    let status = match error {
        GrantingError::NotFound => return private(missing_page(&without_fields(visit))),
        GrantingError::UnknownRound(_) => StatusCode::NOT_FOUND,
        GrantingError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        GrantingError::NotExecutor => StatusCode::FORBIDDEN,
        _ => StatusCode::CONFLICT,
    };
    let title = visit.texts().get("apply-not-done");
    private(notice_page(status, &without_fields(visit), &title, &refusal_words(error, visit)))
}
