//! Getting back a file of an application.

use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use schakel_criteria::Language;
use schakel_desk::GrantingError;
use schakel_store::tables::application_papers::FileRow;
use schakel_store::tables::posts::{Author, DocumentRow};

use crate::pages::apply::way::{Way, not_done};
use crate::pages::frame::Visit;
use crate::pages::questions::documents;
use crate::state::App;

/// The kinds of file that are taken, with their media types.
const MEDIA_TYPES: [(&str, &str); 7] = [
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("doc", "application/msword"),
];

/// Gives a file back to the applicant.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path((part, number)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let found = app
        .on_store(move |app| {
            let way = Way::read(app, &part, &headers)?;
            let (grants, by, application) = (app.grants(), way.actor(), way.number());
            way.of_applicant(&grants.application(application, &by)?.application)?;
            grants.file(application, number.parse().map_err(|_| GrantingError::NotFound)?, &by)
        })
        .await;
    match found {
        Ok((row, content)) => file(row, content),
        Err(error) => not_done(&error, &visit),
    }
}

/// A file as a browser saves it.
pub fn file(row: FileRow, content: Vec<u8>) -> Response {
    let kind = row.attachment.kind.as_str().to_owned();
    let media = MEDIA_TYPES.iter().find(|(it, _)| *it == kind).map_or("application/octet-stream", |(_, media)| media);
    let row = DocumentRow {
        id: row.id,
        author: Author::default(),
        name: row.name,
        media_type: media.to_owned(),
        made_at: row.made_at,
    };
    documents::file(&row, content)
}
