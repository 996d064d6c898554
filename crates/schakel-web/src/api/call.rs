//! Reading a request to the API: its query, checked as a whole, so that all mistakes are reported at once.

use axum::Json;
use axum::http::Uri;
use schakel_criteria::Language;
use schakel_register::Pack;
use schakel_time::{Date, DateTime, parse_date};
use utoipa::ToSchema;

use crate::api::values::Words;
use crate::problem::{Mistake, Problem};
use crate::selection::{SelectionError, near_name};
use crate::state::App;

/// The day for which to look.
pub const DAY_KEY: &str = "peildatum";

/// The language of the texts.
pub const LANGUAGE_KEY: &str = "taal";

/// The page of a list, from 1.
pub const PAGE_KEY: &str = "pagina";

/// How many on a page.
pub const SIZE_KEY: &str = "aantal";

/// How many on a page when nothing is asked: a small pack fits on one page.
pub const SIZE_DEFAULT: usize = 100;

/// The most on a page.
pub const SIZE_MAX: usize = 500;

/// The answer of a handler.
pub type Answer<T> = Result<Json<T>, Problem>;

/// A request that is being read.
pub struct Call {
    /// The application.
    pub app: App,
    /// The language of the answer.
    pub language: Language,
    /// The pairs of the query.
    pub pairs: Vec<(String, String)>,
    path: String,
    mistakes: Vec<Mistake>,
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// From 1.
    pub page: usize,
    /// How many on a page.
    pub size: usize,
}

/// Links of a page of a list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, ToSchema)]
pub struct PageLinks {
    /// This page.
    #[serde(rename = "self")]
    pub this: Link,
    /// The page before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vorige: Option<Link>,
    /// The page after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volgende: Option<Link>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, ToSchema)]
pub struct Link {
    /// Address on this server.
    #[schema(format = "uri-reference")]
    pub href: String,
}

impl Call {
    /// Reads the query. `keys` are the parameters that this address knows, besides the language, which all know.
    pub fn new(app: &App, uri: &Uri, keys: &[&str]) -> Self {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).into_owned().collect();
        let mut call = Call {
            app: app.clone(),
            language: Language::Dutch,
            pairs,
            path: uri.path().to_owned(),
            mistakes: Vec::new(),
        };
        call.read_language();
        call.check_keys(keys);
        call
    }

    /// The address that was asked for.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The words of the pack in the language of the answer.
    pub fn words(&self) -> Words {
        Words { pack: self.pack(), language: self.language }
    }

    /// The pack.
    pub fn pack(&self) -> &'static Pack {
        self.app.pack()
    }

    /// The moment for which to look: noon of the day that was asked for, or now.
    pub fn moment(&mut self) -> DateTime {
        let day = self.day(DAY_KEY);
        self.app.moment(day)
    }

    /// A day from the query.
    pub fn day(&mut self, key: &'static str) -> Option<Date> {
        let text = self.value(key)?.to_owned();
        match parse_date(&text) {
            Ok(day) => Some(day),
            Err(_) => {
                let shown: String = text.chars().take(SHOWN_CHARACTERS_MAX).collect();
                let detail = self.say(
                    format!("`{key}` is `{shown}`, en dat is geen dag; schrijf een dag als 2017-06-01"),
                    format!("`{key}` is `{shown}`, which is not a day; write a day as 2017-06-01"),
                );
                self.mistakes.push(Mistake::new(key, detail));
                None
            }
        }
    }

    /// A value that must be there.
    pub fn required(&mut self, key: &'static str, example: &str) -> Option<String> {
        let value = self.value(key).map(str::to_owned);
        if value.is_none() {
            let dutch = format!("`{key}` ontbreekt; geef bijvoorbeeld `{key}={example}`");
            let english = format!("`{key}` is missing; give for example `{key}={example}`");
            let detail = self.say(dutch, english);
            self.mistakes.push(Mistake::new(key, detail));
        }
        value
    }

    /// The value of a parameter, when it has one.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(it, value)| it == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The page that is asked for.
    pub fn slice(&mut self) -> Slice {
        let page = self.whole_number(PAGE_KEY, 1, usize::MAX);
        let size = self.whole_number(SIZE_KEY, SIZE_DEFAULT, SIZE_MAX);
        Slice { page, size }
    }

    /// Notes a mistake.
    pub fn mistake(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// Notes the mistakes in a selection.
    pub fn refuse(&mut self, errors: Vec<SelectionError>) {
        let language = self.language;
        self.mistakes.extend(errors.iter().map(|error| Mistake::new(error.key, error.message(language))));
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All mistakes, when there are any.
    pub fn check(&mut self) -> Result<(), Problem> {
        if self.mistakes.is_empty() {
            return Ok(());
        }
        Err(Problem::invalid(&self.path, self.language, std::mem::take(&mut self.mistakes)))
    }

    /// The problem that something with an identifier does not exist: what it is in Dutch and in English, and what
    /// exists, by identifier and name.
    pub fn missing<'a>(&self, what: [&str; 2], id: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Problem {
        Problem::missing(&self.path, self.language, what, id, near_name(id, known))
    }

    /// A problem of this request.
    pub fn problem(&self, status: axum::http::StatusCode, detail: impl Into<String>) -> Problem {
        Problem::new(status, &self.path, self.language, detail)
    }

    /// The Dutch or the English words.
    pub fn say<T>(&self, dutch: T, english: T) -> T {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    /// The links of a page of a list with `total` entries.
    pub fn page_links(&self, slice: Slice, total: usize) -> PageLinks {
        let link = |page: usize| {
            let mut pairs = self.pairs.clone();
            pairs.retain(|(key, value)| key != PAGE_KEY && !value.is_empty());
            if page > 1 {
                pairs.push((PAGE_KEY.to_owned(), page.to_string()));
            }
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            let href = if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) };
            Link { href }
        };
        let after = slice.page.saturating_mul(slice.size);
        PageLinks {
            this: link(slice.page),
            vorige: (slice.page > 1).then(|| link(slice.page - 1)),
            volgende: (after < total).then(|| link(slice.page.saturating_add(1))),
        }
    }

    fn read_language(&mut self) {
        match self.value(LANGUAGE_KEY) {
            None | Some("nl") => {}
            Some("en") => self.language = Language::English,
            Some(_) => {
                let detail = "`taal` is `nl` of `en` / `taal` is `nl` or `en`";
                self.mistakes.push(Mistake::new(LANGUAGE_KEY, detail));
            }
        }
    }

    fn check_keys(&mut self, keys: &[&str]) {
        let known = || keys.iter().copied().chain([LANGUAGE_KEY]);
        let mut unknown: Vec<String> = Vec::new();
        for (key, _) in &self.pairs {
            if !known().any(|it| it == key) && !unknown.contains(key) {
                unknown.push(key.clone());
            }
        }
        for key in unknown {
            let shown: String = key.chars().take(SHOWN_CHARACTERS_MAX).collect();
            let detail = match near_name(&shown, known().map(|it| (it, it))) {
                Some(near) => self.say(
                    format!("de parameter `{shown}` bestaat hier niet; bedoelde u `{near}`?"),
                    format!("the parameter `{shown}` does not exist here; did you mean `{near}`?"),
                ),
                None => self.say(
                    format!(
                        "de parameter `{shown}` bestaat hier niet; wel: {}",
                        known().collect::<Vec<_>>().join(", ")
                    ),
                    format!(
                        "the parameter `{shown}` does not exist here; these do: {}",
                        known().collect::<Vec<_>>().join(", ")
                    ),
                ),
            };
            self.mistakes.push(Mistake::new(shown, detail));
        }
    }

    fn whole_number(&mut self, key: &'static str, default: usize, max: usize) -> usize {
        let Some(text) = self.value(key) else { return default };
        match text.parse::<usize>() {
            Ok(number) if (1..=max).contains(&number) => number,
            _ => {
                let detail = match max {
                    usize::MAX => self
                        .say(format!("`{key}` is een heel getal vanaf 1"), format!("`{key}` is a whole number from 1")),
                    _ => self.say(
                        format!("`{key}` is een heel getal van 1 tot en met {max}"),
                        format!("`{key}` is a whole number from 1 up to and including {max}"),
                    ),
                };
                self.mistakes.push(Mistake::new(key, detail));
                default
            }
        }
    }
}

/// Characters of a wrong value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 40;

impl Slice {
    /// The entries on this page.
    pub fn of<T>(self, all: impl IntoIterator<Item = T>) -> Vec<T> {
        all.into_iter().skip((self.page - 1).saturating_mul(self.size)).take(self.size).collect()
    }
}
