//! The report on progress as at a day: to read, as Markdown and as PDF. The same pack and day give the same bytes.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schakel_account::{Report, ReportPart, progress_report};
use schakel_criteria::Language;
use schakel_time::parse_date;

use crate::agreements::report_document;
use crate::pages::agreements::PATH;
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::{missing_page, page};
use crate::state::App;

#[derive(Template)]
#[template(path = "agreement_report.html")]
struct ReportPage {
    frame: Frame,
    parts: Vec<ReportPart>,
    files: Vec<LinkView>,
}

/// Shows the report of a day.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(parameters): Path<Vec<(String, String)>>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let Some(report) = report_of(&parameters, &visit) else { return missing_page(&visit) };
    let texts = visit.texts();
    let file = |key: &str, name: &str| LinkView {
        name: texts.get(key),
        link: visit.link(&format!("{PATH}/rapportage/{}/{name}", report.as_at)),
    };
    page(&ReportPage {
        frame: Frame::new(&visit, &report.title, PATH).under(&visit, &[(texts.get("agr-title"), PATH)]),
        files: vec![file("agr-file-pdf", PDF_NAME), file("agr-file-md", MARKDOWN_NAME)],
        parts: report.parts,
    })
}

/// Gives the report of a day as a file.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(parameters): Path<Vec<(String, String)>>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let Some(report) = report_of(&parameters, &visit) else { return missing_page(&visit) };
    match parameters.get(1).map(|(_, name)| name.as_str()) {
        Some(MARKDOWN_NAME) => {
            ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], report.to_markdown()).into_response()
        }
        Some(PDF_NAME) => match report_document(&report).to_pdf() {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response(),
            Err(_) => missing_page(&visit),
        },
        _ => missing_page(&visit),
    }
}

/// The names of the files.
const PDF_NAME: &str = "voortgang.pdf";
const MARKDOWN_NAME: &str = "voortgang.md";

fn report_of(parameters: &[(String, String)], visit: &Visit) -> Option<Report> {
    let (_, day) = parameters.first()?;
    Some(progress_report(visit.pack(), parse_date(day).ok()?, visit.language))
}
