//! Reading a form that may hold files. What was typed comes first in the form, so that it is kept also when a file is too
//! large.

use axum::Router;
use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::header;
use schakel_casework::Code;
use schakel_desk::NewFile;

use crate::pages::frame::parse_query;
use crate::state::App;

/// The largest form with its files, bytes: several plans with pictures in one go; more goes in a second time.
const FORM_BYTES_MAX: usize = 40 * 1024 * 1024;

/// The longest answer, characters: longer is a document to attach.
const ANSWER_CHARACTERS_MAX: usize = 20_000;

/// The longest name of a file, characters.
const NAME_CHARACTERS_MAX: usize = 120;

/// How the field of a file begins; the document of the round follows.
pub const FILE_FIELD: &str = "bestand-";

/// What was sent.
#[derive(Default)]
pub struct Sent {
    /// Fields, in order.
    pub fields: Vec<(String, String)>,
    /// Files.
    pub files: Vec<NewFile>,
    /// The form was larger than it may be: what came after that was not read.
    pub is_too_large: bool,
}

/// Pages whose forms may hold files.
pub fn open_to_papers(routes: Router<App>) -> Router<App> {
    routes.layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

impl Sent {
    /// Reads a form with or without files.
    pub async fn read(request: Request) -> Self {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            return match Multipart::from_request(request, &()).await {
                Ok(form) => Sent::parts(form).await,
                Err(_) => Sent::default(),
            };
        }
        let body = Bytes::from_request(request, &()).await.unwrap_or_default();
        Sent { fields: parse_query(&String::from_utf8_lossy(&body)), ..Sent::default() }
    }

    async fn parts(mut form: Multipart) -> Self {
        let mut sent = Sent::default();
        loop {
            let part = match form.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => return sent,
                Err(_) => return Sent { is_too_large: true, ..sent },
            };
            let name = part.name().unwrap_or("").to_owned();
            let file_name = part.file_name().map(file_name);
            let Ok(content) = part.bytes().await else { return Sent { is_too_large: true, ..sent } };
            match file_name {
                // A browser sends a file without a name when none was chosen.
                Some(chosen) => {
                    let document = name.strip_prefix(FILE_FIELD).and_then(|it| Code::new(it).ok());
                    if let Some(document) = document.filter(|_| !chosen.is_empty()) {
                        sent.files.push(NewFile { document, name: chosen, content: content.to_vec() });
                    }
                }
                None => {
                    let text: String = String::from_utf8_lossy(&content).chars().filter(|it| *it != '\0').collect();
                    sent.fields.push((name, text));
                }
            }
        }
    }

    /// What stands in a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// An answer, with the line ends of every browser written alike.
    pub fn answer(&self, name: &str) -> Option<String> {
        let text = self.field(name)?.trim().replace("\r\n", "\n");
        Some(text.chars().take(ANSWER_CHARACTERS_MAX).collect())
    }
}

/// The name of a file without its folder and without signs that are no text.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|it| !it.is_control()).collect();
    let name = name.trim().trim_start_matches('.');
    let count = name.chars().count();
    name.chars().skip(count.saturating_sub(NAME_CHARACTERS_MAX)).collect()
}
