//! The search for the best financing: 40 instruments and five years of costs of four kinds. The instruments are made up,
//! in three sorts: much room, rules that bite, and many equal ones.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first surprise")]

use criterion::{Criterion, criterion_group, criterion_main};
use schakel_guide::financing::{Cell, Choice, Combination, best_division};
use schakel_register::Cents;

const INSTRUMENTS: i64 = 40;
const YEARS: usize = 5;
const KINDS: usize = 4;

/// Numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

fn combination(seed: u64, rules: i64, maximum: i64) -> Combination {
    let mut chance = Chance(seed);
    let cells: Vec<Cell> = (0..YEARS * KINDS)
        .map(|it| Cell { year: it / KINDS, open: Cents::new(1_000_000 + 100 * chance.below(90_000)) })
        .collect();
    let choices = (0..INSTRUMENTS).map(|_| {
        let kinds: Vec<i64> =
            (0..KINDS).map(|_| if chance.below(2) == 0 { 0 } else { 5 * (4 + chance.below(9)) }).collect();
        let share = |rate: i64, cell: &Cell| Cents::new(cell.open.count() * rate / 100);
        let rates: Vec<i64> = kinds.iter().copied().cycle().take(cells.len()).collect();
        let most: Vec<Cents> = rates.iter().zip(&cells).map(|(rate, cell)| share(*rate, cell)).collect();
        let ceiling = if chance.below(10) < rules { 0 } else { 60 };
        let together = rates.iter().zip(&cells).map(|(rate, cell)| share((*rate).max(ceiling), cell)).collect();
        let maximum = 100 * (10_000 + chance.below(maximum));
        let minimum = if chance.below(10) < rules { maximum / 4 } else { 0 };
        Choice {
            most,
            together,
            minimum: Cents::new(minimum),
            maximum: Cents::new(maximum),
            per_year: (chance.below(10) < rules).then(|| Cents::new(maximum / 2)),
            small_aid: chance.below(10) < rules / 2,
        }
    });
    let choices: Vec<Choice> = choices.collect();
    let at_most_one =
        (0..rules).map(|_| (0..3).map(|_| usize::try_from(chance.below(INSTRUMENTS)).expect("small")).collect());
    let at_most_one = at_most_one
        .map(|mut set: Vec<usize>| {
            set.sort_unstable();
            set.dedup();
            set
        })
        .filter(|set| set.len() > 1)
        .collect();
    Combination { cells, choices, at_most_one, room: Some(Cents::new(30_000_000)) }
}

fn search(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("financing_40_instruments_5_years");
    group.sample_size(10);
    for (name, rules, maximum) in [("few_rules", 0, 200_000), ("many_rules", 4, 200_000), ("small_amounts", 4, 20_000)]
    {
        let seeds = 1..=5_u64;
        let problems: Vec<Combination> = seeds.map(|seed| combination(seed, rules, maximum)).collect();
        for (index, problem) in problems.iter().enumerate() {
            group.bench_function(format!("{name}_{}", index + 1), |bencher| {
                bencher.iter(|| best_division(problem).expect("a proven division"));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
