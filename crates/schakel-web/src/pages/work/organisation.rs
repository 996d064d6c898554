//! For which organisation somebody works now, for people with a role at several.

use axum::body::Bytes;
use axum::response::{IntoResponse, Redirect, Response};

use crate::caller::{Caller, ORGANISATION_COOKIE};
use crate::headers::private;
use crate::pages::frame::{address, parse_query};
use crate::pages::missing_page;
use crate::pages::sign_in::{door_cookie, set_cookie};
use crate::pages::work::{AtWork, failed, organisation_named};

/// Where the choice is sent.
pub const PATH: &str = "/werk/organisatie";

/// The form field with the organisation.
const ORGANISATION_FIELD: &str = "organisatie";

/// Takes the choice; only an organisation where the person has a role can be chosen.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let visit = &at.visit;
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let chosen = fields.iter().find(|(name, _)| name == ORGANISATION_FIELD).map_or("", |(_, value)| value.as_str());
    let headers = at.headers.clone();
    let found = visit.app.on_store(move |app| Caller::read(app, &headers)).await;
    let staff = match found {
        Ok(Caller::Staff(staff)) => staff,
        Ok(Caller::Nobody) => return at.to_the_door(),
        Ok(Caller::Entrepreneur { .. }) => return private(missing_page(visit)),
        Err(_) => return failed(visit),
    };
    let Some(chosen) = organisation_named(visit, chosen).filter(|it| staff.organisations.contains(it)) else {
        return private(missing_page(visit));
    };
    let mut response = Redirect::to(&address(visit.language, "/werk", &[])).into_response();
    let seconds = schakel_desk::STAFF_SESSION_MINUTES.saturating_mul(60);
    set_cookie(&mut response, &door_cookie(ORGANISATION_COOKIE, chosen.0.as_str(), seconds, &at.headers));
    private(response)
}
