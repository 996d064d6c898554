//! Load: the real server with 100,000 cases in its database gets 50 requests a second of mixed use for 60 seconds, on both
//! databases. Requests come when they come, whether or not the ones before are answered; a time counts from that moment.
//!
//! `cargo bench -p schakel --bench load -- --cases 100000 --seconds 60 --rate 50 [sqlite|postgres]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "a benchmark measures, prints, and stops at the first surprise"
)]

mod seed;
mod traffic;

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use schakel_store_postgres::{OwnServer, Settings};

fn main() {
    // `cargo test` runs benchmarks as well; this one takes minutes.
    if env::args().any(|it| it == "--test") {
        return;
    }
    let number = |name: &str, default: u64| {
        let mut arguments = env::args().skip_while(|it| it != name);
        arguments.nth(1).and_then(|it| it.parse().ok()).unwrap_or(default)
    };
    let (cases, seconds, rate) = (number("--cases", 100_000), number("--seconds", 60), number("--rate", 50));
    let only = ["sqlite", "postgres"].into_iter().find(|name| env::args().any(|it| it == *name));
    for name in ["sqlite", "postgres"].into_iter().filter(|name| only.is_none_or(|it| it == *name)) {
        let folder = tempfile::tempdir().unwrap();
        let server = (name == "postgres").then(|| OwnServer::start(Settings::Durable).unwrap());
        let address = match &server {
            Some(server) => server.address("postgres"),
            None => format!("sqlite:{}", folder.path().join("schakel.db").display()),
        };
        let began = Instant::now();
        let scene = seed::fill(&address, cases);
        println!("\n{name}: {cases} cases made in {:.0?}", began.elapsed());
        let (mut portal, here) = serve(&address, folder.path().join("post"));
        traffic::run(&here, &scene, seconds, rate);
        portal.kill().unwrap();
        portal.wait().unwrap();
    }
}

/// Starts the program itself, and gives its address.
fn serve(database: &str, post: PathBuf) -> (Child, String) {
    let pack = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost");
    let mut portal = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database", database, "--pack"])
        .arg(pack)
        .arg("--mail")
        .arg(post)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(portal.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    (portal, first.trim_start_matches("Schakel: ").to_owned())
}
