//! Opening day: applications are handed in by many clients at once, to one server on SQLite and to two on one PostgreSQL;
//! then lots are drawn and everything is decided, by both servers at the same time. Each server is a process of its own.
//! Afterwards every acknowledged application has to be there once, the receipts have to say the order, the ceiling has to
//! hold and the journal has to be whole.
//!
//! `cargo bench -p schakel-desk --bench opening_day -- --applications 10000 --clients 64 [sqlite|postgres]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    missing_docs,
    reason = "a benchmark measures, prints, and stops at the first surprise"
)]

mod check;
mod scene;
mod server;

use std::env;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use schakel_store_postgres::{OwnServer, OwnServerError, Settings};
use tempfile::TempDir;

use crate::check::{Receipt, percentile};

/// The applications when nothing is asked, as a test: enough to have the servers in each other's way.
const APPLICATIONS_IN_TESTS: u64 = 60;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|it| it == "--server") {
        return server::run(&arguments[1..]);
    }
    // A filter of `cargo test` that is meant for others.
    if arguments.first().is_some_and(|it| !it.starts_with("--") && !"opening_day sqlite postgres".contains(it.as_str()))
    {
        return;
    }
    let number = |name: &str| {
        let place = arguments.iter().position(|it| it == name)?;
        arguments.get(place + 1)?.parse::<u64>().ok()
    };
    let is_bench = arguments.iter().any(|it| it == "--bench");
    let applications = number("--applications").unwrap_or(if is_bench { 10_000 } else { APPLICATIONS_IN_TESTS });
    let clients = number("--clients").unwrap_or(64);
    let only = ["sqlite", "postgres"].into_iter().find(|name| arguments.iter().any(|it| it == name));
    if only.is_none_or(|it| it == "sqlite") {
        let folder = TempDir::with_prefix("schakel-opening-").unwrap();
        let file = format!("sqlite:{}", folder.path().join("schakel.db").display());
        day("SQLite, one server", &file, 1, applications, clients);
    }
    if only.is_none_or(|it| it == "postgres") {
        match OwnServer::start(Settings::Durable) {
            Ok(server) => {
                day("PostgreSQL, two servers", &server.address("postgres"), 2, applications, clients);
            }
            Err(OwnServerError::NotInstalled) => {
                println!("opening_day: *** NOT RUN ON POSTGRESQL: it is not installed")
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// A server in a process of its own, which does what it is told a line at a time.
struct Server {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Server {
    fn start(address: &str, place: u64, servers: u64, applications: u64, clients: u64) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
        let numbers = [place, servers, applications, clients / servers].map(|it| it.to_string());
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--server", address, &since.to_string()])
            .args(numbers)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        Server { child, orders, answers }
    }

    fn tell(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
        self.orders.flush().unwrap();
    }

    /// What it says until it is done.
    fn hear(&mut self) -> Vec<String> {
        let lines = self.answers.by_ref().map(Result::unwrap);
        lines.take_while(|it| it != "done").collect()
    }
}

/// Tells every server the same, and waits for all of them.
fn all(servers: &mut [Server], order: &str) -> (f64, Vec<String>) {
    let began = Instant::now();
    servers.iter_mut().for_each(|it| it.tell(order));
    let said = servers.iter_mut().flat_map(Server::hear).collect();
    (began.elapsed().as_secs_f64(), said)
}

fn day(name: &str, address: &str, count: u64, applications: u64, clients: u64) {
    // The tables are there before the day.
    drop(scene::open(address));
    let mut servers: Vec<Server> =
        (0..count).map(|it| Server::start(address, it, count, applications, clients)).collect();
    let (_, _) = all(&mut servers, "ready");
    println!("\n{name}: {applications} applications, {clients} clients");
    servers[0].tell("commit");
    servers[0].hear();
    let (filling, _) = all(&mut servers, "fill");
    println!("  begun and filled in: {filling:.1} s, two transactions each");
    let (handing, said) = all(&mut servers, "submit");
    let receipts: Vec<Receipt> = said.iter().map(|it| Receipt::read(it)).collect();
    let mut waits: Vec<u64> = receipts.iter().map(|it| it.microseconds).collect();
    let [p50, p99, worst] = [50, 99, 100].map(|it| percentile(&mut waits, it) as f64 / 1_000.0);
    let rate = applications as f64 / handing;
    println!("  handed in: {handing:.1} s, {rate:.0} a second; p50 {p50:.0} ms, p99 {p99:.0} ms, worst {worst:.0} ms");
    check::received(address, &receipts, applications);
    let (checking, _) = all(&mut servers, "complete");
    println!("  found complete: {checking:.1} s");
    for order in ["draw", "divide"] {
        let began = Instant::now();
        servers[0].tell(order);
        servers[0].hear();
        println!("  {order}: {:.2} s", began.elapsed().as_secs_f64());
    }
    let (deciding, said) = all(&mut servers, "decide");
    println!("  decided, by all servers at once: {deciding:.2} s ({})", said.join("; "));
    check::decided(address, applications);
    println!("  each is there once, the receipts say the order, the ceiling holds, the journal is whole");
    for mut server in servers {
        server.tell("stop");
        server.child.wait().unwrap();
    }
}
