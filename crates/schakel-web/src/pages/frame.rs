//! What surrounds every page: title, language, the day that is shown, menu and crumbs.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::Uri;
use axum::http::request::Parts;
use schakel_criteria::Language;
use schakel_register::Pack;
use schakel_time::{Date, DateTime, parse_date};

use crate::assets;
use crate::pages::fields::for_both_languages;
use crate::pages::parts::day_in_words;
use crate::pages::passkeys;
use crate::pages::roadmap::{GOAL_FIELD, READY_FIELD, SKIP_FIELD};
use crate::signed_in::{self, SignedIn};
use crate::state::App;
use crate::texts::Texts;

/// One visit to one page: who asks for what, in which language, for which day.
pub struct Visit {
    /// The application.
    pub app: App,
    /// The language.
    pub language: Language,
    /// The path without the language.
    pub path: String,
    /// The query as name and value pairs, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The day that the visitor chose, when it is a day.
    pub chosen_day: Option<Date>,
}

/// The field with the number of the Handelsregister: no address on a page ever repeats it.
pub const KVK_FIELD: &str = "kvk";

/// The name of the query field with the day to look at.
pub const DAY_FIELD: &str = "peildatum";

/// What the foot of every page leads to, in its order.
const FOOTER: [&str; 13] = [
    "/wat-past",
    "/gesprek",
    "/financieringsplan",
    "/register",
    "/regelingen",
    "/loket",
    "/over",
    "/toegankelijkheid",
    "/verwerkingen",
    "/verantwoording",
    "/afspraken",
    "/aanbevelingen",
    "/bevindingen",
];

/// The visit of a request: the router says in which language.
impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let language = parts.extensions.get::<Language>().copied().unwrap_or(Language::Dutch);
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, app).await?;
        Ok(Visit::new(app, language, &uri))
    }
}

impl Visit {
    /// The visit that an address stands for.
    pub fn new(app: &App, language: Language, uri: &Uri) -> Self {
        let path = uri.path();
        let path = path.strip_prefix("/en").filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
        let mut query = parse_query(uri.query().unwrap_or(""));
        query.retain(|(name, _)| name != KVK_FIELD);
        let chosen_day = query.iter().find(|(name, _)| name == DAY_FIELD).and_then(|(_, day)| parse_date(day).ok());
        let path = if path.is_empty() { "/" } else { path };
        Visit { app: app.clone(), language, path: path.to_owned(), query, chosen_day }
    }

    /// The same visit with the form that it sent.
    #[must_use]
    pub fn sent(mut self, body: &[u8]) -> Self {
        self.take_fields(parse_query(&String::from_utf8_lossy(body)));
        self
    }

    /// The same visit with the fields of a form that it sent. A number of the Handelsregister is never among them.
    pub fn take_fields(&mut self, fields: Vec<(String, String)>) {
        self.query = fields;
        self.query.retain(|(name, _)| name != KVK_FIELD);
        let day = self.query.iter().find(|(name, _)| name == DAY_FIELD).and_then(|(_, day)| parse_date(day).ok());
        self.chosen_day = day.or(self.chosen_day);
    }

    /// The same visit with other fields.
    #[must_use]
    pub fn with_query(&self, query: Vec<(String, String)>) -> Self {
        Visit {
            app: self.app.clone(),
            language: self.language,
            path: self.path.clone(),
            query,
            chosen_day: self.chosen_day,
        }
    }

    /// The pack.
    pub fn pack(&self) -> &'static Pack {
        self.app.pack()
    }

    /// The words in the visitor's language.
    pub fn texts(&self) -> Texts {
        Texts::new(self.language)
    }

    /// The moment to look at.
    pub fn moment(&self) -> DateTime {
        self.app.moment(self.chosen_day)
    }

    /// The first value of a query field that is not empty.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(it, value)| it == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The address of a page in the visitor's language, keeping the day.
    pub fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// The same with query fields.
    pub fn link_with(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        if let Some(day) = self.chosen_day {
            pairs.push((DAY_FIELD, day.to_string()));
        }
        address(self.language, path, &pairs)
    }

    /// A day as people write it.
    pub fn day(&self, day: Date) -> String {
        day_in_words(day, self.language)
    }
}

/// An address with its query encoded.
pub fn address(language: Language, path: &str, pairs: &[(&str, String)]) -> String {
    let prefix = match language {
        Language::Dutch => "",
        Language::English => "/en",
    };
    let path = if language == Language::English && path == "/" { "" } else { path };
    let base = format!("{prefix}{path}");
    let base = if base.is_empty() { "/".to_owned() } else { base };
    if pairs.is_empty() {
        return base;
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{base}?{query}")
}

/// The query as pairs; what is not valid UTF-8 is replaced, as browsers do.
pub fn parse_query(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// What the base template prints around a page.
pub struct Frame {
    /// Title of the page.
    pub title: String,
    /// Name of the region.
    pub region: String,
    /// `nl` or `en`.
    pub lang: &'static str,
    /// The words.
    pub t: Texts,
    /// Menu, with the current page marked.
    pub menu: Vec<MenuItem>,
    /// Where the page stands, after home; the last one is the page itself.
    pub crumbs: Vec<Crumb>,
    /// Today, written out.
    pub today: String,
    /// The other day that is shown, written out.
    pub other_day: Option<String>,
    /// The day that is shown, for the date field.
    pub shown_day: String,
    /// The address of this page without its query.
    pub action: String,
    /// The query fields to keep when the day changes.
    pub kept: Vec<(String, String)>,
    /// The address of this page for today.
    pub today_link: String,
    /// The address of this page in the other language.
    pub other_language_link: String,
    /// Home.
    pub home_link: String,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// Where one signs in.
    pub sign_in_link: String,
    /// Where somebody who signed in sees their passkeys.
    pub passkeys_link: String,
    /// Where the button to sign out leads.
    pub sign_out_link: String,
    /// Footer links, in the order of the list above.
    pub footer: [String; FOOTER.len()],
    /// Addresses of the style sheet and the font.
    pub style_sheet: String,
    /// The text font, fetched early.
    pub font: String,
}

/// An entry of the menu.
pub struct MenuItem {
    /// Words.
    pub name: String,
    /// Address.
    pub link: String,
    /// Whether this page is in that part of the site: empty, `page` or `true`.
    pub current: &'static str,
}

/// A step above a page.
pub struct Crumb {
    /// Words.
    pub name: String,
    /// Address; empty for the page itself.
    pub link: String,
}

impl Frame {
    /// The frame of a page in a part of the site (the path of its menu entry, or empty).
    pub fn new(visit: &Visit, title: &str, part: &str) -> Self {
        let t = visit.texts();
        let entries = [
            ("menu-match", "/wat-past"),
            ("menu-register", "/register"),
            ("menu-organisations", "/organisaties"),
            ("menu-themes", "/themas"),
            ("menu-about", "/over"),
        ];
        let menu = entries.iter().map(|(key, path)| MenuItem {
            name: t.get(key),
            link: visit.link(path),
            current: if visit.path == *path {
                "page"
            } else if part == *path {
                "true"
            } else {
                ""
            },
        });
        let kept: Vec<_> = visit.query.iter().filter(|(name, _)| name != DAY_FIELD).cloned().collect();
        let pairs: Vec<(&str, String)> = kept.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let today = visit.app.today();
        let other_day = visit.chosen_day.filter(|day| *day != today);
        Frame {
            title: title.to_owned(),
            region: visit.pack().settings.name.clone(),
            lang: if visit.language == Language::Dutch { "nl" } else { "en" },
            t,
            menu: menu.collect(),
            crumbs: Vec::new(),
            today: visit.day(today),
            other_day: other_day.map(|day| visit.day(day)),
            shown_day: visit.chosen_day.unwrap_or(today).to_string(),
            action: address(visit.language, &visit.path, &[]),
            today_link: address(visit.language, &visit.path, &pairs),
            other_language_link: other_language_link(visit),
            home_link: visit.link("/"),
            signed_in: signed_in::now(),
            sign_in_link: visit.link("/inloggen"),
            passkeys_link: visit.link(passkeys::OWN_PATH),
            sign_out_link: visit.link("/uitloggen"),
            footer: FOOTER.map(|path| visit.link(path)),
            style_sheet: assets::style_sheet_path(),
            font: assets::text_font_path(),
            kept: one_field_a_fact(&kept, visit.pack()),
        }
    }

    /// The same with crumbs: the names and paths of the steps between home and this page.
    #[must_use]
    pub fn under(mut self, visit: &Visit, steps: &[(String, &str)]) -> Self {
        self.crumbs.push(Crumb { name: self.t.get("menu-home"), link: visit.link("/") });
        self.crumbs.extend(steps.iter().map(|(name, path)| Crumb { name: name.clone(), link: visit.link(path) }));
        self.crumbs.push(Crumb { name: self.title.clone(), link: String::new() });
        self
    }
}

/// Fields of a roadmap that hold several values, which a roadmap reads from one field too.
const ROUTE_FIELDS: [&str; 3] = [GOAL_FIELD, SKIP_FIELD, READY_FIELD];

/// Query fields as hidden fields: several codes of one fact in one field, as the form reads them too.
pub fn one_field_a_fact(fields: &[(String, String)], pack: &Pack) -> Vec<(String, String)> {
    let mut merged: Vec<(String, String)> = Vec::new();
    for (name, value) in fields {
        let is_fact = pack.vocabulary.fact_named(name).is_some() || ROUTE_FIELDS.contains(&name.as_str());
        match merged.iter_mut().find(|(it, _)| is_fact && it == name) {
            Some((_, values)) => *values = format!("{values},{value}"),
            None => merged.push((name.clone(), value.clone())),
        }
    }
    merged
}

/// The address of this page in the other language, with its query and its day.
fn other_language_link(visit: &Visit) -> String {
    let other = match visit.language {
        Language::Dutch => Language::English,
        Language::English => Language::Dutch,
    };
    let kept = for_both_languages(visit);
    let mut pairs: Vec<(&str, String)> = kept.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    pairs.retain(|(name, _)| *name != DAY_FIELD);
    pairs.extend(visit.chosen_day.map(|day| (DAY_FIELD, day.to_string())));
    address(other, &visit.path, &pairs)
}
