//! The steps of `cargo xtask test`: their order, how they are timed, and the
//! table at the end. What each step does is in the modules below.

use std::time::{Duration, Instant};

use crate::report::Failure;
use crate::repository::Repository;

mod browser;
mod cargo;
mod command;
mod inventory;
mod ledgers;
mod licences;
mod postgres;
mod provider;

pub use browser::make_screenshots;
pub use cargo::{check_tidy, run_benchmarks};
pub use inventory::{Coverage, compare_inventory};

/// What became of a step that did not fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everything it looks at is in order.
    Passed,
    /// It could not run here; the reason is printed in the table at the end.
    NotRun(String),
}

/// One check of the repository.
#[derive(Clone, Copy)]
pub struct Step {
    /// Short name for headings and the table.
    pub name: &'static str,
    /// Runs the check. It prints what it finds, and fails with what to do.
    pub run: fn(&Repository) -> Result<Outcome, Failure>,
}

/// Every step in the order in which they run: cheap before dear, and what
/// others stand on before what stands on it.
pub const STEPS: &[Step] = &[
    Step { name: "tidy", run: check_tidy },
    Step { name: "format", run: cargo::format },
    Step { name: "clippy", run: cargo::clippy },
    Step { name: "tests", run: cargo::tests },
    Step { name: "documentation", run: cargo::documentation },
    Step { name: "licences", run: licences::check },
    Step { name: "fuzz", run: cargo::fuzz },
    Step { name: "pack", run: cargo::pack },
    Step { name: "inventory", run: inventory::check },
    Step { name: "ledgers", run: ledgers::check },
    Step { name: "browser", run: browser::check },
];

/// The steps with these names in their own order; all of them when none is named.
///
/// # Errors
///
/// When there is no step of one of the names.
pub fn chosen_steps(names: &[String]) -> Result<Vec<Step>, Failure> {
    let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    if let Some(name) = names.iter().find(|name| !all.contains(&name.as_str())) {
        let advice = format!("choose from {}", all.join(", "));
        return Err(Failure::new(format!("there is no step `{name}`"), advice));
    }
    let chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(chosen).copied().collect())
}

/// Runs the steps until one fails, and gives `tell` a heading for each and the
/// table of those that ran.
///
/// # Errors
///
/// The failure of the first step that does not pass; the steps after it do not
/// run.
pub fn run_all(repository: &Repository, steps: &[Step], mut tell: impl FnMut(String)) -> Result<(), Failure> {
    let mut results = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        tell(format!("\n=== {} of {}: {} ===", index + 1, steps.len(), step.name));
        let started = now();
        let result = (step.run)(repository);
        let taken = started.elapsed();
        tell(format!("=== {}: {} ===", step.name, seconds(taken)));
        let failed = result.is_err();
        results.push((step.name, taken, result));
        if failed {
            break;
        }
    }
    tell(summary(&results, steps.len()));
    for (_, _, result) in results {
        result?;
    }
    Ok(())
}

type StepResult = (&'static str, Duration, Result<Outcome, Failure>);

/// The table of steps. Its last line counts them in the form that build servers
/// read.
fn summary(results: &[StepResult], steps_count: usize) -> String {
    let mut lines = vec![String::new(), "step             time  result".to_owned()];
    let mut total = Duration::ZERO;
    let (mut passed, mut failed, mut not_run) = (0, 0, steps_count - results.len());
    for (name, taken, result) in results {
        total += *taken;
        let verdict = match result {
            Ok(Outcome::Passed) => {
                passed += 1;
                "passed".to_owned()
            }
            Ok(Outcome::NotRun(reason)) => {
                not_run += 1;
                format!("NOT RUN: {reason}")
            }
            Err(_) => {
                failed += 1;
                "FAILED".to_owned()
            }
        };
        lines.push(format!("{name:<13} {:>7}  {verdict}", seconds(*taken)));
    }
    lines.push(format!("{:<13} {:>7}", "total", seconds(total)));
    lines.push(String::new());
    lines.push(format!("steps: {passed} passed, {failed} failed, {not_run} skipped"));
    lines.join("\n")
}

fn seconds(duration: Duration) -> String {
    let tenths = duration.as_millis() / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

#[expect(clippy::disallowed_methods, reason = "the table shows how long each step took on this machine")]
fn now() -> Instant {
    Instant::now()
}
