//! Documents of a question: adding a file, and getting one back.

use axum::extract::Path;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use schakel_casework::Actor;
use schakel_desk::{DeskError, NewDocument};
use schakel_store::tables::posts::DocumentRow;

use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::questions::forms::not_done;
use crate::pages::questions::own::{Way, back, shown};

/// The largest document, bytes: a plan of a hundred pages with pictures, and small enough to mail on.
pub const DOCUMENT_BYTES_MAX: usize = 10 * 1024 * 1024;

/// The largest form with a document, bytes: the document, and the lines around it.
pub const UPLOAD_BYTES_MAX: usize = DOCUMENT_BYTES_MAX + 16 * 1024;

/// The endings of documents that can be added: what every office can open, and nothing that runs by itself.
pub const DOCUMENT_ENDINGS: [&str; 6] = ["pdf", "docx", "xlsx", "odt", "png", "jpg"];

/// The longest name of a file, characters.
const NAME_CHARACTERS_MAX: usize = 120;

/// The field with the file.
const FILE_FIELD: &str = "bestand";

/// A kind of document: its ending, its media type, and the bytes with which it begins.
struct Kind {
    ending: &'static str,
    media_type: &'static str,
    begins: &'static [u8],
}

/// How a packed office document begins.
const ZIP: &[u8] = b"PK\x03\x04";

const KINDS: [Kind; 7] = [
    Kind { ending: "pdf", media_type: "application/pdf", begins: b"%PDF-" },
    Kind {
        ending: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        begins: ZIP,
    },
    Kind {
        ending: "xlsx",
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        begins: ZIP,
    },
    Kind { ending: "odt", media_type: "application/vnd.oasis.opendocument.text", begins: ZIP },
    Kind { ending: "png", media_type: "image/png", begins: b"\x89PNG\r\n\x1a\n" },
    Kind { ending: "jpg", media_type: "image/jpeg", begins: b"\xff\xd8\xff" },
    Kind { ending: "jpeg", media_type: "image/jpeg", begins: b"\xff\xd8\xff" },
];

/// Adds a document of the entrepreneur.
pub async fn add(
    visit: Visit,
    Path(part): Path<String>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let document = match form {
        Ok(form) => read(form).await,
        Err(_) => Err("own-error-file"),
    };
    let document = match document {
        Ok(document) => document,
        Err(key) => {
            let wrong = vec![(FILE_FIELD, visit.texts().get(key))];
            return shown(&visit, part, headers, wrong, String::new()).await;
        }
    };
    let done = visit
        .app
        .on_store(move |app| {
            let (desk, now) = (app.desk().ok_or(DeskError::NotFound)?, app.now());
            let way = Way::read(app, &part, &headers)?;
            let case = way.sheet(desk, now)?.case;
            desk.add_document(case.id, &Actor::Entrepreneur(case.firm), document, now)?;
            Ok::<_, DeskError>(way)
        })
        .await;
    match done {
        Ok(way) => back(&way, "document", &visit),
        Err(error) => not_done(&error, &visit),
    }
}

/// Gives a document back to the entrepreneur.
pub async fn show(visit: Visit, Path((part, number)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let found = visit
        .app
        .on_store(move |app| {
            let (desk, now) = (app.desk().ok_or(DeskError::NotFound)?, app.now());
            let case = Way::read(app, &part, &headers)?.sheet(desk, now)?.case;
            let number = number.parse().map_err(|_| DeskError::NotFound)?;
            desk.document(case.id, number, &Actor::Entrepreneur(case.firm))
        })
        .await;
    match found {
        Ok((row, content)) => file(&row, content),
        Err(error) => not_done(&error, &visit),
    }
}

/// A document as a browser saves it: never shown in place, so that nothing in it works in the name of this portal.
pub fn file(row: &DocumentRow, content: Vec<u8>) -> Response {
    let plain: String = row.name.chars().map(|it| if is_plain(it) { it } else { '_' }).collect();
    let encoded: String = form_urlencoded::byte_serialize(row.name.as_bytes()).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&row.media_type);
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, media_type.unwrap_or(octets));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(
        HeaderName::from_static("content-security-policy"),
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    private(response)
}

fn is_plain(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | ' ' | '(' | ')')
}

/// The document in a form.
///
/// # Errors
/// The key of the text that says what is wrong with it.
async fn read(mut form: Multipart) -> Result<NewDocument, &'static str> {
    while let Some(field) = form.next_field().await.map_err(|_| "own-error-file-size")? {
        if field.name() != Some(FILE_FIELD) {
            continue;
        }
        let name = file_name(field.file_name().unwrap_or(""));
        let content = field.bytes().await.map_err(|_| "own-error-file-size")?;
        if content.is_empty() || name.is_empty() {
            return Err("own-error-file");
        }
        if content.len() > DOCUMENT_BYTES_MAX {
            return Err("own-error-file-size");
        }
        let kind = kind_of(&name, &content).ok_or("own-error-file-kind")?;
        return Ok(NewDocument { name, media_type: kind.media_type.to_owned(), content: content.to_vec() });
    }
    Err("own-error-file")
}

/// The name of a file without its folder and without signs that are no text.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|it| !it.is_control()).collect();
    let name = name.trim().trim_start_matches('.');
    let count = name.chars().count();
    name.chars().skip(count.saturating_sub(NAME_CHARACTERS_MAX)).collect()
}

/// The kind of a document: its ending and its first bytes must agree.
fn kind_of(name: &str, content: &[u8]) -> Option<&'static Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    KINDS.iter().find(|it| it.ending == ending && content.starts_with(it.begins))
}
