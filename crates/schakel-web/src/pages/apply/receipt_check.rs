//! Checking a receipt: whoever has one sees whether it was changed, and whether it is on record. What is pasted is not kept.

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::response::Response;
use schakel_casework::Code;
use schakel_criteria::Language;
use schakel_schemes::{ApplicationNumber, Digest, Receipt, ReceiptFlaw};

use crate::headers::private;
use crate::pages::apply::way::not_done;
use crate::pages::apply::words::exact_words;
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::page_with_status;
use crate::pages::parts::LinkView;
use crate::state::App;

#[derive(Template)]
#[template(path = "receipt_check.html")]
struct CheckPage {
    frame: Frame,
    action: String,
    typed: String,
    errors: Vec<LinkView>,
    wrong: String,
    answer: Option<(bool, String)>,
}

/// The field with the receipt.
const RECEIPT_FIELD: &str = "bewijs";

/// Shows the form.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    form(&Visit::new(&app, language, &uri), String::new(), false, None)
}

/// Checks what was pasted.
pub async fn send(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    body: Bytes,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let typed = fields.into_iter().find(|(name, _)| name == RECEIPT_FIELD).map(|(_, it)| it).unwrap_or_default();
    let Some(receipt) = receipt_of(&typed) else { return form(&visit, typed, true, None) };
    let checked = receipt.clone();
    let found = app.on_store(move |app| app.grants().check_receipt(&checked)).await;
    let texts = visit.texts();
    match found {
        Ok(Ok(())) => {
            let values = [
                ("number", receipt.application.to_string().into()),
                ("moment", exact_words(receipt.received_at, texts).into()),
            ];
            let said = texts.with_all("receipt-check-right", &values);
            form(&visit, typed, false, Some((true, said)))
        }
        Ok(Err(ReceiptFlaw::Seal)) => form(&visit, typed, false, Some((false, texts.get("receipt-check-seal")))),
        Ok(Err(ReceiptFlaw::NotOnRecord)) => {
            form(&visit, typed, false, Some((false, texts.get("receipt-check-not-on-record"))))
        }
        Err(error) => not_done(&error, &visit),
    }
}

/// The receipt in pasted lines; nothing when they are none.
fn receipt_of(typed: &str) -> Option<Receipt> {
    let mut lines = typed.lines().map(|it| it.trim().trim_start_matches('•').trim()).filter(|it| !it.is_empty());
    if lines.next()? != "schakel-receipt-1" {
        return None;
    }
    Some(Receipt {
        round: Code::new(lines.next()?).ok()?,
        application: ApplicationNumber(lines.next()?.parse().ok()?),
        received_at: lines.next()?.parse().ok()?,
        content: Digest::parse(lines.next()?).ok()?,
        seal: Digest::parse(lines.next()?).ok()?,
    })
}

fn form(visit: &Visit, typed: String, is_wrong: bool, answer: Option<(bool, String)>) -> Response {
    let texts = visit.texts();
    let wrong = if is_wrong { texts.get("receipt-check-unreadable") } else { String::new() };
    let page = CheckPage {
        frame: Frame::new(visit, &texts.get("receipt-check-title"), "").under(visit, &[]),
        action: address(visit.language, "/ontvangstbewijs", &[]),
        typed,
        errors: is_wrong
            .then(|| LinkView { name: wrong.clone(), link: format!("#{RECEIPT_FIELD}") })
            .into_iter()
            .collect(),
        wrong,
        answer,
    };
    private(page_with_status(if is_wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK }, &page))
}
