//! The letters of the executor on an application, for its applicant: the same documents that the executor has.

use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use schakel_criteria::Language;
use schakel_desk::GrantingError;

use crate::headers::private;
use crate::letters::{self, LetterKind};
use crate::pages::apply::way::{Sheet, Way, not_done};
use crate::pages::frame::{Visit, address};
use crate::pages::parts::LinkView;
use crate::state::App;

/// The letters that there are now.
pub fn links(sheet: &Sheet, visit: &Visit) -> Vec<LinkView> {
    let link = |kind: LetterKind| LinkView {
        name: visit.texts().get(&format!("letter-{}-title", kind.name())),
        link: address(visit.language, &format!("{}/brieven/{}.pdf", sheet.way.path(), kind.name()), &[]),
    };
    LetterKind::of(sheet.application()).into_iter().map(link).collect()
}

/// A letter as a document.
pub async fn document(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path((part, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let made = app.on_store(move |app| {
        let sheet = Sheet::read(app, Way::read(app, &part, &headers)?)?;
        sheet.way.clone().of_applicant(sheet.application())?;
        let kind = name.strip_suffix(".pdf").and_then(LetterKind::named).ok_or(GrantingError::NotFound)?;
        let letter = letters::letter(app, sheet.application(), kind, language)?.ok_or(GrantingError::NotFound)?;
        Ok::<_, GrantingError>((letter, format!("{}-{}.pdf", kind.name(), sheet.application().number)))
    });
    match made.await {
        Ok((letter, name)) => match letter.to_pdf() {
            Ok(pdf) => {
                let name = format!("attachment; filename=\"{name}\"");
                let headers =
                    [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
                private((headers, pdf).into_response())
            }
            Err(_) => not_done(&GrantingError::Store(schakel_store::StoreError::Stopped), &visit),
        },
        Err(error) => not_done(&error, &visit),
    }
}
