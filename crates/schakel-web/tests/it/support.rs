//! What every test of the portal needs: the real pack, loaded once, and the portal on a clock that stands still.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use schakel_register::{PackFiles, Severity, load};
use schakel_search::VectorFile;
use schakel_time::{Clock, Date};
use schakel_web::{App, AppSettings, Doors, router};
use serde_json::Value;
use tower::ServiceExt;

/// What the clock of the tests shows: the day on which the annual accounts of 2017 were printed.
pub const TODAY: Date = schakel_time_date(2018, 3, 1);

const fn schakel_time_date(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// The portal with the real pack, on the first of March 2018, without a key for the Handelsregister.
pub static APP: LazyLock<App> = LazyLock::new(fresh);

/// The same with an empty database of its own.
pub fn fresh() -> App {
    portal_of(&pack_files(), Doors::default())
}

/// The same with other ways to sign in.
pub fn fresh_with(doors: Doors) -> App {
    portal_of(&pack_files(), doors)
}

/// A portal with a pack and ways to sign in, with an empty database of its own.
pub fn portal_of(files: &PackFiles, doors: Doors) -> App {
    portal_at(files, doors, Clock::fixed(TODAY.at(10, 0, 0, 0)))
}

/// The same with a clock of its own.
pub fn portal_at(files: &PackFiles, doors: Doors, clock: Clock) -> App {
    let loaded = load(files);
    let errors: Vec<_> = loaded.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "the pack has errors: {errors:#?}");
    let store = schakel_store_sqlite::temporary().unwrap();
    App::new(loaded.pack, AppSettings { clock, kvk: None, vectors: vectors(), store, doors })
}

/// The vectors that the real pack keeps.
fn vectors() -> VectorFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost/search/vectors.bin");
    VectorFile::read(&fs::read(path).unwrap()).unwrap()
}

/// The texts of the real pack.
pub fn pack_files() -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost");
    let mut files = PackFiles::new();
    add_folder(&root, "", &mut files);
    files
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|ending| path.extension().is_some_and(|it| it == *ending)) {
            files.insert(Arc::from(name.as_str()), fs::read_to_string(&path).unwrap());
        }
    }
}

/// A file in the folder with material that is shared between repositories, when that folder is there.
pub fn shared_file(path: &str) -> Option<PathBuf> {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("SHARED_DIR").map_or_else(default, PathBuf::from);
    let file = folder.join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("NOT RUN: {} is not there; set SHARED_DIR to the folder with the shared material", file.display());
    None
}

/// An answer of the portal.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }
}

/// Asks the portal something.
pub fn send(request: Request<Body>) -> Reply {
    send_to(&APP, request)
}

/// Asks a portal something.
pub fn send_to(app: &App, request: Request<Body>) -> Reply {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let router: Router = router(app.clone());
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    })
}

/// Gets an address.
pub fn get(address: &str) -> Reply {
    send(Request::get(address).body(Body::empty()).unwrap())
}

/// Gets an address of the API and expects JSON.
pub fn api(address: &str) -> Value {
    let reply = get(&format!("/api/v1{address}"));
    assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.text());
    reply.json()
}

/// Posts JSON to an address of the API.
pub fn post(address: &str, body: &str) -> Reply {
    let request = Request::builder().method(Method::POST).uri(format!("/api/v1{address}"));
    send(request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_owned())).unwrap())
}

/// The texts at a key of every element of a list.
pub fn all<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|it| it[key].as_str().unwrap_or_default()).collect()
}
