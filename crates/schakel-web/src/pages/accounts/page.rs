//! The page of a performance over a year, and its files.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use schakel_account::{Figures, PageRefused, Tally, make_page};
use schakel_criteria::Language;
use schakel_ledger::ledger_of_pack;

use crate::accounts::{AccountDocument, Block, account_document};
use crate::pages::accounts::{PATH, as_of, tally};
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::{missing_page, notice_page, page};
use crate::state::App;

#[derive(Template)]
#[template(path = "account_page.html")]
struct AccountPage {
    frame: Frame,
    document: AccountDocument,
    files: Vec<LinkView>,
    /// What stands before the address of every link: the language.
    prefix: &'static str,
}

/// The files of a page: the ending, and the key of its name.
const FILES: [(&str, &str); 3] =
    [("pdf", "account-file-pdf"), ("md", "account-file-md"), ("html", "account-file-html")];

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path((number, year)): Path<(String, String)>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let document = match made(&visit, &number, &year).await {
        Ok(document) => document,
        Err(instead) => return *instead,
    };
    let texts = visit.texts();
    let file = |(ending, key): (&str, &str)| LinkView {
        name: texts.get(key),
        link: visit.link(&format!("{PATH}/{number}/{year}/bladzijde.{ending}")),
    };
    page(&AccountPage {
        frame: Frame::new(&visit, &document.title, PATH).under(&visit, &[(texts.get("account-title"), PATH)]),
        files: FILES.into_iter().map(file).collect(),
        prefix: if language == Language::English { "/en" } else { "" },
        document,
    })
}

/// The page as a file.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path((number, year, name)): Path<(String, String, String)>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let document = match made(&visit, &number, &year).await {
        Ok(document) => document,
        Err(instead) => return *instead,
    };
    let made = match name.as_str() {
        "bladzijde.md" => Some(("text/markdown; charset=utf-8", document.to_markdown().into_bytes())),
        "bladzijde.html" => document.to_html().ok().map(|it| ("text/html; charset=utf-8", it.into_bytes())),
        "bladzijde.pdf" => document.to_print().to_pdf().ok().map(|it| ("application/pdf", it)),
        _ => return missing_page(&visit),
    };
    let Some((media_type, bytes)) = made else {
        let texts = visit.texts();
        let (title, text) = (texts.get("work-failed-title"), texts.get("work-failed-text"));
        return notice_page(StatusCode::INTERNAL_SERVER_ERROR, &visit, &title, &text);
    };
    let ending = name.rsplit('.').next().unwrap_or_default();
    let disposition = format!("attachment; filename=\"prestatie-{number}-{year}.{ending}\"");
    ([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, &*disposition)], bytes).into_response()
}

/// The page in words; or the answer when there is none.
async fn made(visit: &Visit, number: &str, year: &str) -> Result<AccountDocument, Box<Response>> {
    let Ok(year) = year.parse::<i16>() else { return Err(Box::new(missing_page(visit))) };
    let tally = tally(visit, Some(year)).await.unwrap_or_else(Tally::new);
    let pack = visit.pack();
    let books = ledger_of_pack(pack);
    let figures = Figures { pack, tally: &tally, books: &books, as_of: as_of(visit) };
    make_page(number, year, &figures).map(|page| account_document(&page, pack)).map_err(|refused| {
        Box::new(match refused {
            PageRefused::NoPerformance(_) | PageRefused::NoText { .. } => missing_page(visit),
            refused => {
                let texts = visit.texts();
                let text = texts.with("account-refused-text", "why", &refused.to_string());
                notice_page(StatusCode::CONFLICT, visit, &texts.get("account-refused-title"), &text)
            }
        })
    })
}
