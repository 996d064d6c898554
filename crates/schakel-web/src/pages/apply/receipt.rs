//! The receipt of an application, to read, to print and as a document: what was received, exactly when, and the seal with
//! which anybody can check that nothing in it was changed.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use schakel_criteria::Language;
use schakel_desk::GrantingError;
use schakel_print::{Block, Document, Row};
use schakel_schemes::Receipt;

use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::apply::form::missing;
use crate::pages::apply::way::{Sheet, Way, not_done};
use crate::pages::apply::words::exact_words;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page;
use crate::pages::questions::forms::without_fields;
use crate::state::App;

#[derive(Template)]
#[template(path = "apply_receipt.html")]
struct ReceiptPage {
    frame: Frame,
    rows: Vec<(String, String)>,
    files: Vec<(String, String)>,
    missing: Vec<String>,
    lines: String,
    document: String,
    own: String,
    check_link: String,
}

/// Shows the last receipt.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(part): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let (sheet, receipt) = match received(&app, part, headers).await {
        Ok(found) => found,
        Err(error) => return not_done(&error, &visit),
    };
    let texts = visit.texts();
    let plain = without_fields(&visit);
    let title = texts.with("apply-receipt-title", "number", &receipt.application.to_string());
    let file =
        |it: &schakel_store::tables::application_papers::FileRow| (it.name.clone(), it.attachment.digest.to_string());
    private(page(&ReceiptPage {
        frame: Frame::new(&plain, &title, "").under(&plain, &[]),
        rows: rows(&sheet, &receipt, &visit),
        files: sheet.papers.files.iter().map(file).collect(),
        missing: still_missing(&sheet, &visit),
        lines: receipt_lines(&receipt),
        document: address(language, &format!("{}/ontvangstbewijs.pdf", sheet.way.path()), &[]),
        own: address(language, &sheet.way.path(), &[]),
        check_link: visit.link("/ontvangstbewijs"),
    }))
}

/// The same as a document.
pub async fn document(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(part): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let (sheet, receipt) = match received(&app, part, headers).await {
        Ok(found) => found,
        Err(error) => return not_done(&error, &visit),
    };
    let texts = visit.texts();
    let table = |rows: Vec<(String, String)>| {
        Block::Table(rows.into_iter().map(|(label, value)| Row { label, value }).collect())
    };
    let mut blocks = vec![Block::Paragraph(texts.get("apply-receipt-lead")), table(rows(&sheet, &receipt, &visit))];
    let missing = still_missing(&sheet, &visit);
    if !missing.is_empty() {
        blocks.extend([Block::Heading(texts.get("apply-missing-title")), Block::List(missing)]);
    }
    blocks.push(Block::Heading(texts.get("apply-receipt-check")));
    blocks.push(Block::Paragraph(texts.get("apply-receipt-check-text")));
    blocks.push(Block::List(receipt_lines(&receipt).lines().map(str::to_owned).collect()));
    let title = texts.with("apply-receipt-title", "number", &receipt.application.to_string());
    let printed = Document { title, language, made_on: receipt.received_at.date(), blocks };
    let Ok(pdf) = printed.to_pdf() else {
        return not_done(&GrantingError::Store(schakel_store::StoreError::Stopped), &visit);
    };
    let name = format!("attachment; filename=\"ontvangstbewijs-{}.pdf\"", receipt.application);
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    private((headers, pdf).into_response())
}

/// A receipt as the lines under its seal, with the seal behind them.
pub fn receipt_lines(receipt: &Receipt) -> String {
    let Receipt { round, application, received_at, content, seal } = receipt;
    format!("schakel-receipt-1\n{round}\n{application}\n{received_at}\n{content}\n{seal}")
}

async fn received(app: &App, part: String, headers: HeaderMap) -> Result<(Sheet, Receipt), GrantingError> {
    app.on_store(move |app| {
        let sheet = Sheet::read(app, Way::read(app, &part, &headers)?)?;
        sheet.way.clone().of_applicant(sheet.application())?;
        let receipt = sheet.application().receipts.last().cloned().ok_or(GrantingError::NotFound)?;
        Ok((sheet, receipt))
    })
    .await
}

fn rows(sheet: &Sheet, receipt: &Receipt, visit: &Visit) -> Vec<(String, String)> {
    let (texts, application) = (visit.texts(), sheet.application());
    let words = CaseWords::new(visit.pack(), visit.language);
    let mut rows = vec![
        ("apply-receipt-round", sheet.setup.round.name.get(visit.language).to_owned()),
        ("apply-receipt-executor", words.organisation(&application.executor)),
        ("apply-receipt-number", receipt.application.to_string()),
        ("apply-receipt-applicant", sheet.answers.applicant.name.clone()),
        ("apply-receipt-moment", exact_words(receipt.received_at, texts)),
    ];
    if let (Some(first), true) = (application.received_at(), application.receipts.len() > 1) {
        rows.push(("apply-receipt-first", exact_words(first, texts)));
    }
    rows.extend(application.requested().map(|it| ("apply-receipt-requested", it.words(visit.language))));
    rows.push(("apply-receipt-content", receipt.content.to_string()));
    rows.push(("apply-receipt-seal", receipt.seal.to_string()));
    rows.into_iter().map(|(key, value)| (texts.get(key), value)).collect()
}

fn still_missing(sheet: &Sheet, visit: &Visit) -> Vec<String> {
    missing(sheet, visit).into_iter().map(|it| it.name).collect()
}
