//! The files of the look: style sheet, fonts, icon and the one script, inside the program. Their names carry a hash of their content,
//! so a browser may keep them for ever; a new content has a new name. Making them is the work of `build.rs`.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::state::App;

/// Where the files are served.
const FOLDER: &str = "/bestanden";

/// A year, the longest that is customary, and never asked again in that time.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file of the look.
struct Asset {
    stem: &'static str,
    hash: &'static str,
    ending: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    /// The same, compressed at build time.
    gzip: Option<&'static [u8]>,
}

const STYLE_SHEET: Asset = Asset {
    stem: "schakel",
    hash: env!("SCHAKEL_CSS_HASH"),
    ending: "css",
    media_type: "text/css; charset=utf-8",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/schakel.css")),
    gzip: Some(include_bytes!(concat!(env!("OUT_DIR"), "/schakel.css.gz"))),
};

const TEXT_FONT: Asset = Asset {
    stem: "schakel-text",
    hash: env!("SCHAKEL_TEXT_FONT_HASH"),
    ending: "woff2",
    media_type: "font/woff2",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/schakel-text.woff2")),
    gzip: None,
};

const HEADING_FONT: Asset = Asset {
    stem: "schakel-heading",
    hash: env!("SCHAKEL_HEADING_FONT_HASH"),
    ending: "woff2",
    media_type: "font/woff2",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/schakel-heading.woff2")),
    gzip: None,
};

/// The one script: what a browser does with a passkey.
const PASSKEY_SCRIPT: Asset = Asset {
    stem: "passkey",
    hash: env!("SCHAKEL_PASSKEY_SCRIPT_HASH"),
    ending: "js",
    media_type: "text/javascript; charset=utf-8",
    bytes: include_bytes!("../static/passkey.js"),
    gzip: None,
};

const ALL: [Asset; 4] = [STYLE_SHEET, TEXT_FONT, HEADING_FONT, PASSKEY_SCRIPT];

/// The icon in the tab of a browser; asked for by a fixed name, so kept for a day.
const FAVICON: &[u8] = include_bytes!("../static/favicon.svg");

const KEEP_FAVICON: HeaderValue = HeaderValue::from_static("public, max-age=86400");

impl Asset {
    fn path(&self) -> String {
        format!("{FOLDER}/{}-{}.{}", self.stem, self.hash, self.ending)
    }

    fn is_named(&self, name: &str) -> bool {
        let hash_and_ending = name.strip_prefix(self.stem).and_then(|rest| rest.strip_prefix('-'));
        hash_and_ending.and_then(|rest| rest.split_once('.')) == Some((self.hash, self.ending))
    }
}

/// The address of the style sheet.
pub fn style_sheet_path() -> String {
    STYLE_SHEET.path()
}

/// The address of the font of running text, to fetch early.
pub fn text_font_path() -> String {
    TEXT_FONT.path()
}

/// The address of the script for passkeys.
pub fn passkey_script_path() -> String {
    PASSKEY_SCRIPT.path()
}

/// Serves the files.
pub fn routes() -> Router<App> {
    Router::new().route("/bestanden/{name}", get(serve)).route("/bestanden/favicon.svg", get(serve_favicon))
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match ALL.iter().find(|asset| asset.is_named(&name)) {
        Some(asset) => answer(asset, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(asset: &Asset, headers: &HeaderMap) -> Response {
    let kept = [(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)), (header::CACHE_CONTROL, KEEP)];
    let Some(gzip) = asset.gzip else { return (kept, asset.bytes).into_response() };
    let vary = [(header::VARY, HeaderValue::from_static("Accept-Encoding"))];
    if accepts_gzip(headers) {
        let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
        (kept, vary, encoding, gzip).into_response()
    } else {
        (kept, vary, asset.bytes).into_response()
    }
}

async fn serve_favicon() -> Response {
    let kept =
        [(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")), (header::CACHE_CONTROL, KEEP_FAVICON)];
    (kept, FAVICON).into_response()
}

/// Whether the browser takes gzip: named, and not with weight nought.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|encoding| {
        let (name, weight) = encoding.split_once(';').unwrap_or((encoding, ""));
        let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}
