//! The steps that cargo or this program itself carries out.

use std::process::Command;

use super::provider::{self, Provider};
use super::{Outcome, command, postgres};
use crate::report::{Failure, say};
use crate::repository::Repository;
use crate::tidy::check_repository;

/// How long the fuzz step looks for an input that breaks a reader, in seconds.
const FUZZ_SECONDS: &str = "20";

/// Checks the house rules and prints every place that breaks one; see the `tidy`
/// module.
///
/// # Errors
///
/// When a rule is broken, or the files cannot be read.
pub fn check_tidy(repository: &Repository) -> Result<Outcome, Failure> {
    let findings = check_repository(repository)?;
    for finding in &findings {
        say(finding);
    }
    if findings.is_empty() {
        return Ok(Outcome::Passed);
    }
    Err(Failure::new(
        format!("tidy has {} findings", findings.len()),
        "mend each place above; `cargo xtask tidy` shows them again",
    ))
}

pub fn format(repository: &Repository) -> Result<Outcome, Failure> {
    run(repository, &["fmt", "--all", "--check"], "run `cargo fmt --all`")
}

pub fn clippy(repository: &Repository) -> Result<Outcome, Failure> {
    run(
        repository,
        &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"],
        "mend what clippy shows above, or write `#[expect(…, reason = \"…\")]` where it is wrong",
    )
}

/// All tests, those in documentation included. The tests of the store find a server, and those of signing in a provider
/// that others wrote.
pub fn tests(repository: &Repository) -> Result<Outcome, Failure> {
    let provider = Provider::start(repository)?;
    let server = postgres::start()?;
    let mut tests = cargo(repository, &["test", "--workspace", "--no-fail-fast"]);
    tests.env(provider::VARIABLE, provider.issuer());
    if let Some(server) = &server {
        tests.env(postgres::SERVER, server.address("postgres"));
    }
    command::run(
        &mut tests,
        "read the first failed test above; `cargo test --package CRATE NAME` runs it alone, and \
         `cargo insta review` shows changed snapshots",
    )?;
    Ok(Outcome::Passed)
}

pub fn documentation(repository: &Repository) -> Result<Outcome, Failure> {
    let mut cargo = cargo(repository, &["doc", "--no-deps", "--workspace"]);
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    command::run(&mut cargo, "mend the link or the comment that rustdoc shows")?;
    Ok(Outcome::Passed)
}

/// Runs the fuzzer as a program of its own: a stack overflow ends the process
/// that it happens in. Cargo starts it, as the step before may have built this
/// program anew and taken away the file that it runs from.
pub fn fuzz(repository: &Repository) -> Result<Outcome, Failure> {
    run(
        repository,
        &["run", "--quiet", "--package", "xtask", "--", "fuzz", "--seconds", FUZZ_SECONDS],
        "add the input that is shown above, or kept in target/fuzz/, to the tests of the crate, \
         and mend the reader; `cargo xtask fuzz --seed SEED` repeats the run",
    )
}

/// The policy author's compiler over the pack that comes along; it also builds
/// the program that the browser step starts.
pub fn pack(repository: &Repository) -> Result<Outcome, Failure> {
    run(
        repository,
        &["run", "--quiet", "--package", "schakel", "--", "check", "packs/oost"],
        "mend the places in packs/oost that are underlined above",
    )
}

/// Runs every benchmark; results are compared with those of the run before.
///
/// # Errors
///
/// When a benchmark does not build or run.
pub fn run_benchmarks(repository: &Repository) -> Result<(), Failure> {
    run(repository, &["bench", "--workspace", "--benches"], "mend the benchmark that is named above")?;
    Ok(())
}

fn run(repository: &Repository, arguments: &[&str], advice: &str) -> Result<Outcome, Failure> {
    command::run(&mut cargo(repository, arguments), advice)?;
    Ok(Outcome::Passed)
}

fn cargo(repository: &Repository, arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&repository.root).args(arguments);
    cargo
}
