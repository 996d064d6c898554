//! The headers of every answer: what a browser may do with a page, and what the API promises on every answer
//! (NL API Design Rules 2.1, "transport security" and "version header"). The answers themselves live elsewhere.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::API_VERSION;

/// What our pages may load: our own style sheet, fonts, pictures and script, and nothing of anybody else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
                           form-action 'self'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'";

/// An answer of the API is no page: it may load nothing.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Browsers keep to https for a year. Without encryption they pay no attention to it, so a trial on this machine works.
const TRANSPORT: &str = "max-age=31536000";

/// For how long a browser may remember that other sites may call the API, seconds: a day.
const PREFLIGHT_SECONDS: &str = "86400";

const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

/// Adds the headers that every answer has; what an answer already says of itself stays.
pub async fn on_every_answer(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set_if_absent(headers, header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
    set_if_absent(headers, header::STRICT_TRANSPORT_SECURITY, TRANSPORT);
    set_if_absent(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set_if_absent(headers, header::X_FRAME_OPTIONS, "DENY");
    // Facts of a firm stand in the addresses of our own pages: other sites do not see them.
    set_if_absent(headers, header::REFERRER_POLICY, "same-origin");
    response
}

/// An answer that only the visitor may see: not for search engines, other sites or shared caches. Every answer
/// already keeps its address from other sites; with the stricter `no-referrer` a browser would not say that our own forms
/// are ours.
pub fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// The host that a request names, as the visitor sees it.
pub fn host(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost")
}

/// Whether the visitor is on this machine, where nothing is encrypted.
pub fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|it| it.is_ascii_digit()));
    ["localhost", "127.0.0.1", "[::1]"].contains(&name.map_or(host, |(name, _)| name))
}

/// The address of the portal as the visitor sees it.
pub fn origin(headers: &HeaderMap) -> String {
    let host = host(headers);
    format!("{}://{host}", if is_this_machine(host) { "http" } else { "https" })
}

/// Adds the headers of the API, and answers the question of a browser whether another site may call it.
pub async fn on_api_answer(request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::OPTIONS { preflight() } else { next.run(request).await };
    add_api_headers(response.headers_mut());
    response
}

/// The headers that every answer of the API has: its version, and that any site may read it and nobody keeps it.
pub fn add_api_headers(headers: &mut HeaderMap) {
    headers.insert(API_VERSION_HEADER, HeaderValue::from_static(API_VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(API_POLICY));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("API-Version"));
}

fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, OPTIONS"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Content-Type"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_SECONDS));
    response
}

fn set_if_absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
