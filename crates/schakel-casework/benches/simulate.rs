//! A hundred thousand cases over two years against organisations that answer late, refuse, go on leave, never answer or
//! disappear: no promise may break. Prints cases per second. `-- --seed 7 --cases 1000` repeats another run.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark measures, prints and stops at the first surprise"
)]

use std::env;
use std::process::ExitCode;
use std::time::Instant;

mod simulation;

use simulation::{Plan, run};

fn main() -> ExitCode {
    let plan = Plan {
        seed: number("--seed", 20_170_501),
        cases: usize::try_from(number("--cases", 100_000)).unwrap(),
        days: 730,
        receivers: 40,
    };
    let start = Instant::now();
    let result = run(plan);
    let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap().max(1);
    match result {
        Ok((report, _)) => {
            println!("{report:#?}");
            let a_second = |count: usize| u64::try_from(count).unwrap() * 1000 / milliseconds;
            println!("seed {}: 0 violations in {milliseconds} ms", plan.seed);
            println!(
                "{} cases per second, {} checked steps per second",
                a_second(report.cases),
                a_second(report.steps)
            );
            ExitCode::SUCCESS
        }
        Err(violation) => {
            eprintln!("case {} on {}: {}", violation.case, violation.day, violation.text);
            let (seed, cases) = (violation.seed, plan.cases);
            eprintln!("repeat it: cargo bench -p schakel-casework --bench simulate -- --seed {seed} --cases {cases}");
            ExitCode::FAILURE
        }
    }
}

/// The number after a word on the command line.
fn number(name: &str, otherwise: u64) -> u64 {
    let mut arguments = env::args().skip_while(|it| it != name);
    arguments.nth(1).map_or(otherwise, |it| it.parse().unwrap())
}
