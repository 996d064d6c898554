//! From the claims of a provider to a person as the rest of the house knows one, by the names in the settings.

use serde_json::{Map, Value};

use super::client::OidcPerson;
use super::error::OidcError;
use super::settings::{ClaimPath, OidcSettings};
use crate::email::EmailAddress;
use crate::firm_number::KvkNumber;

/// The longest pseudonym of a person, characters (OpenID Connect Core 1.0, section 2, for `sub`).
const PERSON_CHARACTERS_MAX: usize = 255;

/// Reads the person from claims of which the source was checked.
pub(crate) fn person(settings: &OidcSettings, claims: &Map<String, Value>) -> Result<OidcPerson, OidcError> {
    let names = &settings.claims;
    let subject = text(claims, &names.person)
        .filter(|it| !it.is_empty() && it.chars().count() <= PERSON_CHARACTERS_MAX)
        .ok_or_else(|| bad(&names.person))?;
    let email = match text(claims, &names.email) {
        Some(text) => Some(EmailAddress::parse(text).map_err(|_| bad(&names.email))?),
        None => None,
    };
    let kvk_number = match &names.kvk_number {
        Some(path) => text(claims, path).map(|it| KvkNumber::parse(it).ok_or_else(|| bad(path))).transpose()?,
        None => None,
    };
    Ok(OidcPerson {
        issuer: settings.issuer.clone(),
        subject: subject.to_owned(),
        is_email_verified: email.is_some() && is_true(value_at(claims, &names.email_verified)),
        email,
        kvk_number,
        assurance: assurance(settings, claims)?,
    })
}

/// The level of assurance, when the settings demand one and it is high enough.
fn assurance(settings: &OidcSettings, claims: &Map<String, Value>) -> Result<Option<String>, OidcError> {
    let Some(demand) = &settings.assurance else { return Ok(None) };
    let given = text(claims, &demand.claim).and_then(|given| demand.levels.iter().find(|level| *level == given));
    match given {
        Some(level) if demand.sufficient().contains(level) => Ok(Some(level.clone())),
        found => Err(OidcError::AssuranceTooLow { found: found.cloned(), minimum: demand.minimum.clone() }),
    }
}

fn bad(path: &ClaimPath) -> OidcError {
    OidcError::BadClaim { claim: path.to_string() }
}

/// A text, also when a broker puts it alone in a list.
fn text<'a>(claims: &'a Map<String, Value>, path: &ClaimPath) -> Option<&'a str> {
    match value_at(claims, path)? {
        Value::String(text) => Some(text),
        Value::Array(list) => match list.as_slice() {
            [Value::String(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Some providers write `true` between quotes.
fn is_true(value: Option<&Value>) -> bool {
    value.is_some_and(|value| *value == Value::Bool(true) || value.as_str() == Some("true"))
}

fn value_at<'a>(claims: &'a Map<String, Value>, path: &ClaimPath) -> Option<&'a Value> {
    let (first, rest) = path.names().split_first()?;
    rest.iter().try_fold(claims.get(first)?, |value, name| value.get(name))
}
