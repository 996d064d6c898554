//! The command line of the house's own commands. What they do is in the library
//! beside this file.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use xtask::fuzz::{self, Limit, kept_input, search};
use xtask::report::{Failure, say};
use xtask::repository::Repository;
use xtask::steps::{check_tidy, chosen_steps, make_screenshots, run_all, run_benchmarks};

/// The house's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every check in order and stop at the first that fails
    Test {
        /// Run only these steps, by name
        steps: Vec<String>,
    },
    /// Check the house rules: who uses whom, lengths, opening comments, words
    Tidy,
    /// Search for inputs that make a reader of rules or records panic or hang
    Fuzz {
        /// How long to search, shared by the readers
        #[arg(long, default_value_t = 20)]
        seconds: u64,
        /// Repeat the run that printed this seed
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Run the benchmarks
    Bench,
    /// Make the pictures in docs/screenshots anew
    Screenshots,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(failure);
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<(), Failure> {
    let repository = Repository::find()?;
    match task {
        Task::Test { steps } => run_all(&repository, &chosen_steps(steps)?, say),
        Task::Tidy => check_tidy(&repository).map(drop),
        Task::Fuzz { seconds, seed } => fuzz(&repository, *seconds, *seed),
        Task::Bench => run_benchmarks(&repository),
        Task::Screenshots => make_screenshots(&repository),
    }
}

fn fuzz(repository: &Repository, seconds: u64, seed: Option<u64>) -> Result<(), Failure> {
    let seed = seed.unwrap_or_else(fuzz::fresh_seed);
    let targets = fuzz::targets(repository)?;
    let folder = repository.target.join("fuzz");
    say(format!("fuzz: seed {seed}; the input being tried is kept in {}", folder.display()));
    let share = Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap_or(1);
    for target in &targets {
        let searched = kept_input(&folder, target)
            .and_then(|kept_in| search(target, seed, Limit::Time(share), &kept_in))
            .map_err(|error| {
                Failure::new(
                    format!("{}: {error}", folder.display()),
                    "see that there is room on the disk and that you may write there",
                )
            })?;
        match searched {
            Ok(searched) => say(format!("fuzz: {}: {} inputs, none fails", target.name, searched.inputs)),
            Err(crash) => {
                say(format!("fuzz: {} fails: {}", target.name, crash.message));
                say(format!("the input: {:?}", crash.input));
                return Err(Failure::new(
                    format!("the reader of a {} fails on an input", target.name),
                    format!("make the input a test of the reader; `cargo xtask fuzz --seed {seed}` repeats the run"),
                ));
            }
        }
    }
    Ok(())
}
