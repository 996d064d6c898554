//! Problem details (RFC 9457): how the API says what went wrong and what to do. All mistakes in one request come
//! together. Pages for people have error pages of their own.

use axum::extract::FromRequestParts;
use axum::extract::Path;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schakel_criteria::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::headers::add_api_headers;

/// The media type of a problem.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Kind of problem; `about:blank` says no more than the status.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "about:blank")]
    pub kind: &'static str,
    /// The kind of problem in a few words.
    #[schema(value_type = String, example = "De invoer klopt niet")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    pub status: u16,
    /// What is wrong this time, and what to do.
    pub detail: String,
    /// The address that was asked for.
    #[schema(format = "uri-reference")]
    pub instance: String,
    /// Every mistake in the request, for status 400.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Mistake>,
}

/// One mistake in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mistake {
    /// Where: the name of a query parameter, or a JSON pointer into the body that begins with `#/`.
    pub place: String,
    /// What is wrong, and what to do.
    pub detail: String,
}

impl Mistake {
    /// A mistake at a place.
    pub fn new(place: impl Into<String>, detail: impl Into<String>) -> Self {
        Mistake { place: place.into(), detail: detail.into() }
    }
}

impl Problem {
    /// A problem with a status, in the words of that status.
    pub fn new(status: StatusCode, instance: &str, language: Language, detail: impl Into<String>) -> Self {
        Problem {
            kind: "about:blank",
            title: title(status, language),
            status: status.as_u16(),
            detail: detail.into(),
            instance: instance.to_owned(),
            errors: Vec::new(),
        }
    }

    /// Mistakes in a request, all at once.
    pub fn invalid(instance: &str, language: Language, errors: Vec<Mistake>) -> Self {
        let detail = match (errors.as_slice(), language) {
            ([only], _) => only.detail.clone(),
            (all, Language::Dutch) => format!("{} fouten; `errors` noemt ze allemaal", all.len()),
            (all, Language::English) => format!("{} mistakes; `errors` lists all of them", all.len()),
        };
        Problem { errors, ..Problem::new(StatusCode::BAD_REQUEST, instance, language, detail) }
    }

    /// Something with an identifier that does not exist.
    pub fn missing(instance: &str, language: Language, what: [&str; 2], id: &str, near: Option<String>) -> Self {
        let [dutch, english] = what;
        let detail = match (language, near) {
            (Language::Dutch, Some(near)) => format!("{dutch} `{id}` bestaat niet; bedoelde u `{near}`?"),
            (Language::Dutch, None) => format!("{dutch} `{id}` bestaat niet"),
            (Language::English, Some(near)) => format!("{english} `{id}` does not exist; did you mean `{near}`?"),
            (Language::English, None) => format!("{english} `{id}` does not exist"),
        };
        Problem::new(StatusCode::NOT_FOUND, instance, language, detail)
    }
}

/// An address under the API that does not exist.
pub fn not_found(path: &str) -> Problem {
    let detail = if path.len() > 1 && path.ends_with('/') {
        "dit adres bestaat niet; laat de schuine streep aan het eind weg"
    } else {
        "dit adres bestaat niet; /api/v1/openapi.json beschrijft alle adressen"
    };
    Problem::new(StatusCode::NOT_FOUND, path, Language::Dutch, detail)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Strings and numbers always make JSON.
        let body = serde_json::to_string(&self).unwrap_or_default();
        let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE))];
        let mut response = (status, media_type, body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            // RFC 6750, section 3: how to come in.
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // Some addresses under `/api` have no route, so the layer of the API does not see them.
        add_api_headers(response.headers_mut());
        response
    }
}

/// The identifiers in a path; what is not text cannot be the identifier of anything.
pub struct Named<T>(pub T);

impl<T, S> FromRequestParts<S> for Named<T>
where
    T: serde::de::DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = parts.uri.path().to_owned();
        Path::<T>::from_request_parts(parts, state).await.map(|Path(id)| Named(id)).map_err(|_| not_found(&path))
    }
}

fn title(status: StatusCode, language: Language) -> &'static str {
    let [dutch, english] = match status {
        StatusCode::BAD_REQUEST => ["De invoer klopt niet", "The input is not right"],
        StatusCode::UNAUTHORIZED => ["Geen toegang", "No access"],
        StatusCode::NOT_FOUND => ["Niet gevonden", "Not found"],
        StatusCode::CONFLICT => ["Dit gaat niet samen", "This conflicts"],
        StatusCode::METHOD_NOT_ALLOWED => ["Deze methode kan hier niet", "This method does not work here"],
        StatusCode::PAYLOAD_TOO_LARGE => ["Het bericht is te groot", "The message is too large"],
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ["Dit soort bericht kennen wij niet", "Unsupported kind of message"],
        _ => ["Er ging iets mis", "Something went wrong"],
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}
