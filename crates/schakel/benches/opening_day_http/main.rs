//! Opening day over HTTP: applications that were filled in beforehand are handed in within a minute by concurrent clients,
//! to one server on SQLite and to two servers on PostgreSQL. Each comes when it comes, whether or not the ones before are
//! answered; a time counts from that moment. Afterwards: each acknowledged one is stored once, the order is total and that
//! of the receipts, and the ceiling holds.
//!
//! `cargo bench -p schakel --bench opening_day_http -- --applications 10000 --seconds 60 [sqlite|postgres]`
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

mod check;
mod scene;

use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use schakel_store_postgres::{OwnServer, Settings};
use ureq::Agent;

/// Clients that hand in at the same time: far more than requests that are under way.
const CLIENTS: usize = 64;

fn main() {
    // `cargo test` runs benchmarks as well; this one takes minutes.
    if env::args().any(|it| it == "--test") {
        return;
    }
    let number = |name: &str, default: u64| {
        let mut arguments = env::args().skip_while(|it| it != name);
        arguments.nth(1).and_then(|it| it.parse().ok()).unwrap_or(default)
    };
    let (applications, seconds) = (number("--applications", 10_000), number("--seconds", 60));
    let only = ["sqlite", "postgres"].into_iter().find(|name| env::args().any(|it| it == *name));
    for name in ["sqlite", "postgres"].into_iter().filter(|name| only.is_none_or(|it| it == *name)) {
        let folder = tempfile::tempdir().unwrap();
        let database = (name == "postgres").then(|| OwnServer::start(Settings::Durable).unwrap());
        let address = match &database {
            Some(server) => server.address("postgres"),
            None => format!("sqlite:{}", folder.path().join("schakel.db").display()),
        };
        let pack = folder.path().join("pack");
        scene::write_pack(&pack, applications);
        let began = Instant::now();
        let links = scene::fill_in(&address, &pack, applications);
        println!("\n{name}: {applications} applications filled in, in {:.0?}", began.elapsed());
        let servers = if name == "postgres" { 2 } else { 1 };
        let mut portals: Vec<(Child, String)> =
            (0..servers).map(|it| serve(&address, &pack, &folder.path().join(format!("post{it}")))).collect();
        let here: Vec<&str> = portals.iter().map(|(_, here)| here.as_str()).collect();
        hand_in(&links, &here, seconds);
        for (portal, _) in &mut portals {
            portal.kill().unwrap();
            portal.wait().unwrap();
        }
        check::check(&address, &pack, applications);
    }
}

/// Starts the program itself, and gives its address.
fn serve(database: &str, pack: &Path, post: &Path) -> (Child, String) {
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

/// Everybody hands in, spread evenly over the seconds and over the servers.
fn hand_in(links: &[String], servers: &[&str], seconds: u64) {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_idle_connections(CLIENTS)
        .max_idle_connections_per_host(CLIENTS)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into();
    for server in servers {
        agent.get(*server).call().unwrap();
    }
    let (next, measured) = (AtomicUsize::new(0), Mutex::new((Vec::with_capacity(links.len()), Vec::new())));
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    let Some(link) = links.get(turn) else { return };
                    let micros =
                        seconds * 1_000_000 * u64::try_from(turn).unwrap() / u64::try_from(links.len()).unwrap();
                    let due = began + Duration::from_micros(micros);
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let address = format!("{}/aanvraag/{link}", servers[turn % servers.len()]);
                    let sent = agent.post(address).send_form([("actie", "indienen")]);
                    let took = due.elapsed();
                    let error = match sent {
                        Ok(answer) if answer.status() == 303 => None,
                        Ok(answer) => Some(answer.status().to_string()),
                        Err(error) => Some(error.to_string()),
                    };
                    let mut measured = measured.lock().unwrap();
                    measured.0.push(took);
                    measured.1.extend(error);
                }
            });
        }
    });
    let took = began.elapsed();
    let (mut times, errors) = measured.into_inner().unwrap();
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!(
        "{} handed in, in {:.1} s: p50 {:.1?}, p95 {:.1?}, p99 {:.1?}, longest {:.1?}; {} errors",
        times.len(),
        took.as_secs_f64(),
        at(50),
        at(95),
        at(99),
        times[times.len() - 1],
        errors.len()
    );
    for error in errors.iter().take(3) {
        println!("  {error}");
    }
    assert!(errors.is_empty(), "everything that was handed in is acknowledged");
}
