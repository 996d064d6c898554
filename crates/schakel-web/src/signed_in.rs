//! Who is signed in, for the head of every page. Read once per page, and only when the browser sends a session; what
//! somebody may see or do is asked from `caller` by the page itself.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use schakel_criteria::Language;
use schakel_identity::Permission;

use crate::caller::{Caller, SESSION_COOKIE, cookie};
use crate::state::App;

/// Who is signed in, as the head of a page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Their name, or else their address.
    pub name: String,
    /// The organisation for which they work now; empty for an entrepreneur.
    pub place: String,
    /// The path of the page where they start.
    pub path: &'static str,
}

tokio::task_local! {
    static SIGNED_IN: Option<SignedIn>;
}

impl SignedIn {
    /// Where the name leads, in a language.
    pub fn link(&self, lang: &str) -> String {
        if lang == "en" { format!("/en{}", self.path) } else { self.path.to_owned() }
    }

    /// What the head of a page says of a caller; nothing for nobody.
    pub fn of(caller: &Caller, app: &App, language: Language) -> Option<Self> {
        let (account, place, path) = match caller {
            Caller::Nobody => return None,
            Caller::Entrepreneur { account, .. } => (account, String::new(), ENTREPRENEUR_PATH),
            Caller::Staff(staff) => {
                let id = staff.organisation.0.as_str();
                let name = app.pack().organisations.get(id).map(|it| it.name.get(language).to_owned());
                let sees_cases = staff.may(Permission::SeeOwnCases);
                let path = if sees_cases { STAFF_PATH } else { ADMINISTRATOR_PATH };
                (&staff.account, name.unwrap_or_else(|| id.to_owned()), path)
            }
        };
        let name = account.details.name.clone().or_else(|| account.details.email.clone()).unwrap_or_default();
        Some(SignedIn { name, place, path })
    }
}

/// Where staff start.
pub const STAFF_PATH: &str = "/werk";

/// Where staff start who see no cases.
pub const ADMINISTRATOR_PATH: &str = "/werk/mensen";

/// Where an entrepreneur starts.
pub const ENTREPRENEUR_PATH: &str = "/mijn-vragen";

/// Who is signed in on the page that is being made.
pub fn now() -> Option<SignedIn> {
    SIGNED_IN.try_with(Clone::clone).unwrap_or_default()
}

/// Reads who is signed in before a page is made. A page with somebody's name on it is kept by no cache.
pub async fn on_every_page(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_page = !path.starts_with("/api/") && !path.starts_with("/bestanden/");
    if !is_page || cookie(request.headers(), SESSION_COOKIE).is_none() {
        return next.run(request).await;
    }
    let language = if path.starts_with("/en/") || path == "/en" { Language::English } else { Language::Dutch };
    let headers = request.headers().clone();
    let caller = app.on_store(move |app| Caller::read(app, &headers)).await.unwrap_or(Caller::Nobody);
    let signed_in = SignedIn::of(&caller, &app, language);
    let mut response = SIGNED_IN.scope(signed_in, next.run(request)).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    response
}
