//! The simulation of the benchmark at a small size, with several seeds.

use crate::simulation::{Plan, run};

fn plan(seed: u64) -> Plan {
    Plan { seed, cases: 500, days: 200, receivers: 25 }
}

#[test]
fn no_promise_breaks_for_any_of_these_seeds() {
    for seed in 1..=5 {
        let (report, cases) = run(plan(seed)).unwrap_or_else(|it| panic!("seed {seed}: {it:?}"));
        assert_eq!(cases.len(), 500);
        assert!(report.ended.len() >= 3 && report.shown > 50 && report.joined > 0, "too quiet a region: {report:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    assert_eq!(run(plan(5)).unwrap(), run(plan(5)).unwrap());
    assert_ne!(run(plan(5)).unwrap().0, run(plan(6)).unwrap().0);
}
