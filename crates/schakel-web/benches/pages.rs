//! How long a visitor waits for a page: the portal with the real pack behind a real socket on this machine, asked by
//! two visitors at a time. Prints for each page the middle, the 95th percentile and the longest wait. The promise is in
//! `docs/benchmarks.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise, measures time and prints what it finds"
)]

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use schakel_register::{PackFiles, load};
use schakel_search::VectorFile;
use schakel_time::{Clock, Date};
use schakel_web::{App, AppSettings, Doors, router};

/// A firm with a few answers.
const FIRM: &str = "plan=feasibility&municipality=GM0193&employees=12&turnover=2000000&autonomous=ja&themes=htsm";

/// Visitors at a time: as many as a small machine has processors.
const VISITORS: usize = 2;

/// Requests of each visitor for each page; the first ten are not counted.
const REQUESTS: usize = 210;
const WARM_UP: usize = 10;

fn main() {
    let address = serve();
    println!("{:<24} {:>6} {:>8} {:>8} {:>8}", "page", "kB", "p50 ms", "p95 ms", "max ms");
    let pages = [
        ("home", "/".to_owned()),
        ("form", "/wat-past".to_owned()),
        ("result", format!("/wat-past/uitkomst?{FIRM}")),
        ("result without answers", "/wat-past/uitkomst".to_owned()),
        ("result on another day", format!("/wat-past/uitkomst?{FIRM}&peildatum=2017-05-01")),
        ("register", "/register".to_owned()),
        ("register, a search", "/register?zoek=krediet".to_owned()),
        ("instrument", "/register/mit-haalbaarheid-oost".to_owned()),
        ("organisations", "/organisaties".to_owned()),
        ("themes", "/themas/oost".to_owned()),
        ("API: instruments", "/api/v1/instrumenten".to_owned()),
    ];
    for (name, page) in pages {
        let (size, mut waits) = visit(address, &page);
        waits.sort();
        let at = |share: usize| milliseconds(waits[(waits.len() - 1) * share / 100]);
        println!("{:<24} {:>6} {:>8} {:>8} {:>8}", name, size / 1000, at(50), at(95), at(100));
    }
}

/// Starts the portal on a free port, with as many threads as a small machine has processors.
fn serve() -> SocketAddr {
    let mut files = PackFiles::new();
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    let clock = Clock::fixed(Date::constant(2026, 6, 1).at(10, 0, 0, 0));
    let store = schakel_store_sqlite::temporary().unwrap();
    let app = App::new(
        load(&files).pack,
        AppSettings { clock, kvk: None, vectors: vectors(), store, doors: Doors::default() },
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(VISITORS).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || runtime.block_on(async { axum::serve(listener, router(app)).await.unwrap() }));
    address
}

/// The vectors that the pack keeps.
fn vectors() -> VectorFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost/search/vectors.bin");
    VectorFile::read(&fs::read(path).unwrap()).unwrap()
}

/// The size of a page and how long each request for it took.
fn visit(address: SocketAddr, page: &str) -> (usize, Vec<Duration>) {
    let url = format!("http://{address}{page}");
    let visitors: Vec<_> = (0..VISITORS)
        .map(|_| {
            let url = url.clone();
            thread::spawn(move || {
                let agent = ureq::Agent::new_with_defaults();
                let mut size = 0;
                let mut wait = || {
                    let start = Instant::now();
                    size = agent.get(&url).call().expect("the page answers").body_mut().read_to_vec().unwrap().len();
                    start.elapsed()
                };
                let waits: Vec<_> = (0..REQUESTS).map(|_| wait()).skip(WARM_UP).collect();
                (size, waits)
            })
        })
        .collect();
    let mut found = (0, Vec::new());
    for visitor in visitors {
        let (size, waits) = visitor.join().unwrap();
        found.0 = size;
        found.1.extend(waits);
    }
    found
}

fn milliseconds(wait: Duration) -> String {
    let hundredths = wait.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack is there") {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), files);
        } else {
            files.insert(Arc::from(name.as_str()), fs::read_to_string(&path).unwrap());
        }
    }
}
