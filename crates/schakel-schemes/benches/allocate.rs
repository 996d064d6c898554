//! How long it takes to draw lots among 10,000 applications and to decide on all of them.
//! Run: `cargo bench --package schakel-schemes --bench allocate`. Timings are read, never asserted.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;

use criterion::{Criterion as Bench, criterion_group, criterion_main};
use schakel_criteria::Number;
use schakel_register::{AtCeiling, Cents, Id};
use schakel_schemes::{
    ApplicationNumber, Ceilings, Criterion, Draw, LastTie, Lot, Order, Procedure, Ranking, Rules, Seed, allocate,
};
use schakel_time::{add_minutes, parse_date};

/// Applications of one opening day.
const APPLICATIONS: u64 = 10_000;

fn lots() -> Vec<Lot> {
    let opening = parse_date("2022-04-12").unwrap().at(9, 0, 0, 0);
    let lot = |number: u64| {
        let step = i64::try_from(number).unwrap();
        let points = [("a", 10 + step % 16), ("b", 10 + step % 13), ("c", 10 + step % 11), ("d", 10 + step % 7)];
        Lot {
            parts: [Id::from(if number.is_multiple_of(3) { "zuid" } else { "noord" })].into(),
            points: points.map(|(id, it)| (Id::from(id), Number::whole(it))).into(),
            ..Lot::complete(ApplicationNumber(number), add_minutes(opening, step % 600), Cents::new(1_500_000 + step))
        }
    };
    (1..=APPLICATIONS).map(lot).collect()
}

fn rules(procedure: Procedure) -> Rules {
    let parts = [("noord", 3_000_000_000), ("zuid", 2_000_000_000)];
    let parts = parts.map(|(id, cents)| (Id::from(id), Cents::new(cents))).into();
    Rules { ceilings: Ceilings { round: Cents::new(4_000_000_000), parts }, procedure }
}

fn ranking() -> Ranking {
    let criterion = |id: &str| Criterion {
        id: Id::from(id),
        weight: Number::ONE,
        maximum: Number::whole(25),
        minimum: Some(Number::whole(10)),
    };
    Ranking {
        criteria: ["a", "b", "c", "d"].map(criterion).into(),
        minimum: Some(Number::whole(50)),
        ties: vec![Id::from("a")],
        last: LastTie::Receipt,
    }
}

fn bench(bench: &mut Bench) {
    let lots = lots();
    let numbers: Vec<ApplicationNumber> = lots.iter().map(|it| it.application).collect();
    let seed = Seed::new(&"0123456789abcdef".repeat(4)).unwrap();
    let draw = Draw::make("ronde", seed.clone(), &numbers).unwrap();
    let published = draw.published();
    bench.bench_function("draw 10,000", |it| it.iter(|| Draw::make("ronde", seed.clone(), black_box(&numbers))));
    bench.bench_function("check a draw of 10,000", |it| it.iter(|| black_box(&published).check()));
    let draws = [draw];
    for (name, order) in [
        ("receipt", Order::Receipt),
        ("completeness, all on one day", Order::CompleteDay),
        ("ranking on four criteria", Order::Ranking(ranking())),
    ] {
        let rules = rules(Procedure::InTurn { order, at_ceiling: AtCeiling::TakeSmaller });
        bench.bench_function(&format!("decide 10,000: {name}"), |it| {
            it.iter(|| allocate(black_box(&lots), &rules, &draws).unwrap());
        });
    }
    let rules = rules(Procedure::ProRata);
    bench.bench_function("decide 10,000: pro rata", |it| {
        it.iter(|| allocate(black_box(&lots), &rules, &[]).unwrap());
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
