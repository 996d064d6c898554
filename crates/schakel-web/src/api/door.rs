//! Which organisation a program speaks for, by the key that it carries. Keys are made with `schakel key`; they are for
//! servers of an organisation, so browsers of other sites are not told that they may send one.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use schakel_casework::OrganisationId;
use schakel_identity::Token;
use schakel_store::Digest;
use schakel_store::tables::api_keys;

use crate::api::call::Call;
use crate::problem::Problem;
use crate::state::App;

/// The organisation whose key a request carries.
pub struct Door(pub OrganisationId);

/// How a key is sent (RFC 6750, section 2.1); the name is written in any case.
const SCHEME: &str = "bearer";

impl FromRequestParts<App> for Door {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let key = key(&parts.headers);
        let owner = match key {
            Some(key) => {
                let digest = Digest(key.digest());
                app.on_store(move |app| app.store().read(|rows| api_keys::owner(rows, digest))).await
            }
            None => Ok(None),
        };
        let Ok(OriginalUri(uri)) = OriginalUri::from_request_parts(parts, app).await;
        let call = Call::new(app, &uri, &[]);
        let owner = owner.map_err(|_| unavailable(&call))?;
        // An organisation that left the pack has no door any more.
        let known = owner.filter(|it| app.pack().organisations.contains_key(it.0.as_str()));
        known.map(Door).ok_or_else(|| {
            let detail = call.say(
                "geef een geldige sleutel van uw organisatie, in de kop `Authorization: Bearer …`",
                "give a valid key of your organisation, in the header `Authorization: Bearer …`",
            );
            call.problem(StatusCode::UNAUTHORIZED, detail)
        })
    }
}

/// The problem of a database that fails.
pub fn unavailable(call: &Call) -> Problem {
    let detail = call.say(
        "dit lukt nu niet, en er is niets veranderd; probeer het later nog eens",
        "this does not work now, and nothing has changed; try again later",
    );
    call.problem(StatusCode::SERVICE_UNAVAILABLE, detail)
}

fn key(headers: &HeaderMap) -> Option<Token> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = given.trim().split_once(' ')?;
    if scheme.eq_ignore_ascii_case(SCHEME) { Token::parse(key.trim()) } else { None }
}
