//! The order of the steps, and that the first failure ends the run.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use xtask::report::Failure;
use xtask::repository::Repository;
use xtask::steps::{Outcome, Step, chosen_steps, run_all};

static STEPS_RUN: AtomicUsize = AtomicUsize::new(0);

fn passes(_: &Repository) -> Result<Outcome, Failure> {
    STEPS_RUN.fetch_add(1, Ordering::Relaxed);
    Ok(Outcome::Passed)
}

fn cannot_run(_: &Repository) -> Result<Outcome, Failure> {
    STEPS_RUN.fetch_add(1, Ordering::Relaxed);
    Ok(Outcome::NotRun("its documents are not there".to_owned()))
}

fn fails(_: &Repository) -> Result<Outcome, Failure> {
    STEPS_RUN.fetch_add(1, Ordering::Relaxed);
    Err(Failure::new("it broke", "mend it"))
}

#[test]
fn the_first_failure_ends_the_run() {
    let nowhere = PathBuf::from("nowhere");
    let repository = Repository { root: nowhere.clone(), target: nowhere.clone(), shared: nowhere };
    let steps = [
        Step { name: "first", run: passes },
        Step { name: "second", run: cannot_run },
        Step { name: "third", run: fails },
        Step { name: "fourth", run: passes },
    ];
    let run = |steps: &[Step]| {
        let mut told = Vec::new();
        let result = run_all(&repository, steps, |line| told.push(line));
        (result, told.join("\n"), STEPS_RUN.swap(0, Ordering::Relaxed))
    };

    let (result, told, steps_run) = run(&steps[..2]);
    assert_eq!((result, steps_run), (Ok(()), 2), "a step that cannot run is no failure");
    assert!(told.ends_with("\nsteps: 1 passed, 0 failed, 1 skipped"), "{told}");

    let (result, told, steps_run) = run(&steps);
    assert_eq!(result.unwrap_err().to_string(), "error: it broke\n what to do: mend it");
    assert_eq!(steps_run, 3, "nothing runs after the failure");
    let expected = "
=== 1 of 4: first ===
=== first: 0.0 s ===

=== 2 of 4: second ===
=== second: 0.0 s ===

=== 3 of 4: third ===
=== third: 0.0 s ===

step             time  result
first           0.0 s  passed
second          0.0 s  NOT RUN: its documents are not there
third           0.0 s  FAILED
total           0.0 s

steps: 1 passed, 1 failed, 2 skipped";
    assert_eq!(told, expected);
}

#[test]
fn steps_run_from_cheap_to_dear_whatever_order_they_are_named_in() {
    let check = |names: &[&str], expected: &str| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let chosen = match chosen_steps(&names) {
            Ok(steps) => steps.iter().map(|step| step.name).collect::<Vec<_>>().join(", "),
            Err(failure) => failure.to_string(),
        };
        assert_eq!(chosen, expected);
    };
    let all = "tidy, format, clippy, tests, documentation, licences, fuzz, pack, inventory, ledgers, browser";
    check(&[], all);
    check(&["browser", "tidy"], "tidy, browser");
    check(&["tidy", "lint"], &format!("error: there is no step `lint`\n what to do: choose from {all}"));
}
