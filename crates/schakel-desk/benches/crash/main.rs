//! The crash test: a process that takes in questions, acts on them and sends letters is killed at a random moment, again
//! and again, on a file and on a server; on the server in some rounds the server itself is cut off. After each round what
//! was acknowledged has to be there, the journal has to be whole, and no letter may have been received twice.
//!
//! `cargo bench -p schakel-desk --bench crash -- --rounds 100 --seed 1` runs all of it; `cargo test` runs a few rounds. A
//! round that fails names the seed. The rounds of one seed kill after the same times, not at the same statements.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test program: it stops at the first surprise, and its subject is time and processes"
)]

mod check;
mod load;

use std::env;
use std::io::{BufRead, BufReader, Write, stdout};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use schakel_store_postgres::{OwnServer, OwnServerError, Settings};
use tempfile::TempDir;

use crate::check::Checker;

/// The rounds on each database when nothing is asked: one of them cuts the server off.
const ROUNDS_IN_TESTS: u64 = 4;

/// How long the process may work before it is killed, from its first acknowledgement, milliseconds.
const LIFE_MAX_MS: u64 = 600;

/// In every how many rounds the server is cut off instead.
const CUT_EVERY: u64 = 4;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let Some(place) = arguments.iter().position(|it| it == "--child") {
        let [address, received, round] = &arguments[place + 1..place + 4] else {
            panic!("the child is told too little")
        };
        return load::run(address, received, round.parse().unwrap());
    }
    // A filter of `cargo test` that is meant for others.
    if arguments.first().is_some_and(|it| !it.starts_with("--") && !"crash".contains(it.as_str())) {
        return;
    }
    let number = |name: &str| {
        let place = arguments.iter().position(|it| it == name)?;
        Some(arguments.get(place + 1).and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("{name} needs a number")))
    };
    let (rounds, seed) = (number("--rounds").unwrap_or(ROUNDS_IN_TESTS), number("--seed").unwrap_or(1));
    let folder = TempDir::with_prefix("schakel-crash-").unwrap();
    let file = format!("sqlite:{}", folder.path().join("schakel.db").display());
    Crash::new("SQLite", file, None).run(rounds, seed);
    match OwnServer::start(Settings::Durable) {
        Ok(server) => {
            let address = server.address("postgres");
            Crash::new("PostgreSQL", address, Some(server)).run(rounds, seed);
        }
        Err(OwnServerError::NotInstalled) => say("crash: *** NOT RUN ON POSTGRESQL: it is not installed here"),
        Err(error) => panic!("{error}"),
    }
}

/// The rounds on one database.
struct Crash {
    engine: &'static str,
    address: String,
    server: Option<OwnServer>,
    /// What the receiver of the letters received.
    folder: TempDir,
}

impl Crash {
    fn new(engine: &'static str, address: String, server: Option<OwnServer>) -> Self {
        Crash { engine, address, server, folder: TempDir::with_prefix("schakel-received-").unwrap() }
    }

    fn run(mut self, rounds: u64, seed: u64) {
        let started = Instant::now();
        let received = self.folder.path().join("received").display().to_string();
        let (mut random, mut checker) = (Random(seed), Checker::default());
        for round in 1..=rounds {
            let life = Duration::from_millis(random.below(LIFE_MAX_MS));
            let cut = round % CUT_EVERY == 0;
            let acknowledged = self.round(&received, round, life, cut);
            let what = format!("{}, seed {seed}, round {round}, killed after {life:?}", self.engine);
            checker.check(&self.address, &received, &acknowledged, &what);
        }
        let found = checker.finish(&self.address, &received, load::moment(rounds + 1));
        let cuts = if self.server.is_some() { rounds / CUT_EVERY } else { 0 };
        say(&format!(
            "crash: {}, seed {seed}: {rounds} rounds in {} s, in {cuts} of them the server was cut off; {} acknowledged \
             changes, none lost; {} journal entries, whole; {} letters received, none twice; {} in doubt and not repeated",
            self.engine,
            started.elapsed().as_secs(),
            found.acknowledged,
            found.entries,
            found.received,
            found.in_doubt,
        ));
    }

    /// Lets a process work and kills it; answers what it acknowledged.
    fn round(&mut self, received: &str, round: u64, life: Duration, cut: bool) -> Vec<String> {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--child", &self.address, received, &round.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().expect("a process that acknowledges something").unwrap();
        let reader = thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
        thread::sleep(life);
        let server = self.server.as_mut().filter(|_| cut);
        let is_cut = server.map(|it| it.cut().unwrap()).is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        if is_cut {
            self.server.as_mut().unwrap().start_again().unwrap();
        }
        let mut acknowledged = vec![first];
        acknowledged.extend(reader.join().unwrap());
        acknowledged
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn say(text: &str) {
    writeln!(stdout().lock(), "{text}").unwrap();
}
