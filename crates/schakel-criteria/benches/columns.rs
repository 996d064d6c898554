//! How long many firms take against many instruments, over columns. Rules and firms are drawn from a fixed seed: twelve
//! facts, four to eight criteria an instrument, few different limits, as schemes have them.
//! `cargo bench -p schakel-criteria --bench columns [ROWS [SETS]]`
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark measures time, prints it and stops at the first surprise"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use schakel_criteria::{
    Bilingual, Code, CodeList, Column, ColumnPlan, Expression, FactDefinition, FirmTable, Kernel, Number, RuleSet,
    Type, Value, Vocabulary, check_expression,
};
use schakel_time::Date;

const TODAY: Date = Date::constant(2026, 1, 1);
const SEED: u64 = 20_261_122;
const REPEATS: usize = 15;

/// SplitMix64: the same firms on every machine.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len() as u64) as usize]
    }
}

const COUNTS: [(&str, i64); 3] = [("employees", 400), ("age_years", 60), ("trl", 9)];
const AMOUNTS: [&str; 4] = ["turnover", "balance_total", "costs", "aid"];
const CODES: [(&str, u64); 3] = [("province", 12), ("sector", 88), ("legal_form", 8)];
const TRUTHS: [&str; 2] = ["in_difficulty", "started"];

fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::new();
    let fact = |id: &str, fact_type: Type| FactDefinition {
        id: Arc::from(id),
        fact_type,
        name: Bilingual::default(),
        minimum: None,
        maximum: None,
        step: Number::ONE,
        whole: false,
        immutable: false,
        derivation: None,
    };
    for (name, count) in CODES {
        let code = |code| Code { id: Arc::from(format!("{name}{code}")), name: Bilingual::default(), parent: None };
        vocabulary.add_code_list(name, CodeList::new((0..count).map(code).collect()));
        vocabulary.add_fact(fact(name, Type::Code(Arc::from(name)))).unwrap();
    }
    let others = COUNTS.iter().map(|(name, _)| (*name, Type::Number));
    let others = others.chain(AMOUNTS.map(|name| (name, Type::Money))).chain(TRUTHS.map(|name| (name, Type::Bool)));
    for (name, fact_type) in others {
        vocabulary.add_fact(fact(name, fact_type)).unwrap();
    }
    vocabulary
}

/// The text of one criterion; one in three is made of several.
fn criterion(draws: &mut Draws, depth: u32) -> String {
    if depth > 0 && draws.below(3) == 0 {
        let parts: Vec<String> = (0..2 + draws.below(2)).map(|_| criterion(draws, depth - 1)).collect();
        let sign = draws.one(&[" && ", " || "]);
        return format!("({})", parts.join(sign));
    }
    match draws.below(10) {
        0..3 => {
            let (name, _) = COUNTS[draws.below(3) as usize];
            let limit = draws.one(&["1", "2", "3", "5", "7", "10", "25", "50", "100", "250"]);
            format!("{name} {} {limit}", draws.one(&["<", "<=", ">", ">="]))
        }
        3..6 => {
            let limit = draws.one(&[
                "10_000",
                "25_000",
                "50_000",
                "100_000",
                "300_000",
                "2_000_000",
                "10_000_000",
                "43_000_000",
                "50_000_000",
            ]);
            format!("{} {} {limit}", draws.one(&AMOUNTS), draws.one(&["<=", ">="]))
        }
        6..9 => {
            let (name, count) = CODES[draws.below(3) as usize];
            let groups = 10;
            let first = draws.below(groups) * count / groups;
            let codes: Vec<String> =
                (first..(first + count / 4 + 1).min(count)).map(|code| format!("\"{name}{code}\"")).collect();
            format!("{name} in [{}]", codes.join(", "))
        }
        _ => format!("{}{}", draws.one(&["", "!"]), draws.one(&TRUTHS)),
    }
}

fn firms(rows: usize, missing_percent: u64, vocabulary: &Vocabulary) -> FirmTable {
    let mut draws = Draws(SEED);
    let mut table = FirmTable::new(rows);
    let id = |name: &str| vocabulary.fact_named(name).unwrap();
    for (name, count) in CODES {
        let codes: Vec<Value> = (0..count).map(|code| Value::text(&format!("{name}{code}"))).collect();
        let value = |draws: &mut Draws| {
            (draws.below(100) >= missing_percent).then(|| codes[draws.below(count) as usize].clone())
        };
        let column = Column::values((0..rows).map(|_| value(&mut draws))).unwrap();
        table.set(id(name), column, vocabulary).unwrap();
    }
    let number = |draws: &mut Draws, largest: u64| {
        let is_known = draws.below(100) >= missing_percent;
        // Many small ones and few large ones.
        let value = draws.below(largest) >> draws.below(8);
        is_known.then(|| i64::try_from(value).unwrap())
    };
    for (name, largest) in COUNTS {
        let column = Column::whole_numbers((0..rows).map(|_| number(&mut draws, u64::try_from(largest).unwrap())));
        table.set(id(name), column, vocabulary).unwrap();
    }
    for name in AMOUNTS {
        let column = Column::whole_numbers((0..rows).map(|_| number(&mut draws, 200_000_000)));
        table.set(id(name), column, vocabulary).unwrap();
    }
    for name in TRUTHS {
        let value = |draws: &mut Draws| (draws.below(100) >= missing_percent).then(|| Value::Bool(draws.below(8) == 0));
        let column = Column::values((0..rows).map(|_| value(&mut draws))).unwrap();
        table.set(id(name), column, vocabulary).unwrap();
    }
    table
}

fn best<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut results = (0..REPEATS).map(|_| {
        let start = Instant::now();
        let result = work();
        (start.elapsed(), result)
    });
    let first = results.next().unwrap();
    results.fold(first, |best, next| if next.0 < best.0 { next } else { best })
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    let (rows, sets) = (numbers.first().copied().unwrap_or(1_000_000), numbers.get(1).copied().unwrap_or(200));
    let vocabulary = vocabulary();
    let mut draws = Draws(SEED);
    let rules: Vec<Vec<Expression>> = (0..sets)
        .map(|_| {
            let rule = |draws: &mut Draws| {
                let text = criterion(draws, 1);
                check_expression(&text, &vocabulary, &Type::Bool).unwrap()
            };
            (0..4 + draws.below(5)).map(|_| rule(&mut draws)).collect()
        })
        .collect();
    let sets: Vec<Vec<&Expression>> = rules.iter().map(|rules| rules.iter().collect()).collect();
    let (compiling, plan) = best(|| ColumnPlan::compile(&sets, &vocabulary, TODAY));
    println!("{} sets: {} tests, {} planes, compiled in {compiling:?}", plan.sets(), plan.tests(), plan.planes());
    for missing_percent in [0, 25] {
        let table = firms(rows, missing_percent, &vocabulary);
        let start = Instant::now();
        let bound = plan.bind(&table, &vocabulary);
        println!(
            "{rows} firms, {missing_percent} % missing: {} MB of facts, {} MB of classes, bound in {:?}",
            table.bytes() / 1_000_000,
            bound.bytes() / 1_000_000,
            start.elapsed()
        );
        let mut all = Vec::new();
        for (kernel, threads) in [(Kernel::Portable, 1), (Kernel::best(), 1), (Kernel::best(), 2)] {
            let (time, counts) = best(|| bound.counts(threads, kernel));
            let pairs = rows as f64 * plan.sets() as f64 / time.as_secs_f64() / 1e9;
            let met: u64 = counts.iter().map(|it| it.met).sum();
            let unknown: u64 = counts.iter().map(|it| it.unknown).sum();
            println!("  {kernel:?}, {threads} thread(s): {time:?}, {pairs:.2} G pairs/s, {met} met, {unknown} unknown");
            all.push(counts);
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
        let alone = 2_000.min(rows);
        let compiled: Vec<RuleSet> = sets.iter().map(|rules| RuleSet::compile(rules, &vocabulary, TODAY)).collect();
        let start = Instant::now();
        let met: usize = (0..alone)
            .map(|row| {
                let facts = table.facts(row);
                compiled.iter().filter(|rules| rules.decide(&facts) == Some(true)).count()
            })
            .sum();
        println!("  row by row, {alone} firms: {:?}, {met} met", start.elapsed());
    }
}
