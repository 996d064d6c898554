//! A generated rule set: 40 facts, 200 instruments of four to eight criteria, and firms with correlated facts. It has
//! the shape of a trial that was done before, so that figures can be compared.

use std::fmt::Write;
use std::sync::Arc;

use schakel_criteria::{FactSet, Number, Value};
use schakel_register::{Pack, PackFiles, load};
use schakel_time::{Date, parse_date};

/// The rule set as a pack.
pub struct Trial {
    pub pack: Pack,
    pub day: Date,
}

const INSTRUMENTS: usize = 200;
const EXTRA_FACTS: usize = 28;
const SECTIONS: [&str; 12] = ["A", "C", "F", "G", "H", "I", "J", "K", "L", "M", "N", "Q"];
const PROVINCES: [&str; 12] = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12"];
const FORMS: [&str; 5] = ["eenmanszaak", "vof", "bv", "stichting", "overig"];

/// Number facts with the thresholds that rules use.
const NUMBERS: [(&str, &[i64]); 7] = [
    ("employees", &[1, 3, 10, 50, 100, 250]),
    ("age", &[3, 5, 10]),
    ("trl", &[3, 4, 6, 8]),
    ("turnover", &[100, 2_000, 10_000, 50_000]),
    ("project_costs", &[10, 25, 50, 150, 350]),
    ("rd_share", &[5, 10, 25]),
    ("export_share", &[10, 25, 50]),
];

/// The pack of the trial.
pub fn make() -> Trial {
    let mut files = PackFiles::new();
    let mut add = |path: &str, text: String| files.insert(Arc::from(path), text);
    add("pack.toml", "name = \"Trial\"\nregion = \"PV\"".to_owned());
    add("sources.toml", "[made]\ntitle = \"Generated\"\nkind = \"statistics\"".to_owned());
    add("thresholds.toml", String::new());
    add("regions/regions.toml", "[[region]]\nid = \"PV\"\nname = \"Trial\"\nkind = \"country\"".to_owned());
    add("codes/kinds.toml", codes(&["grant"]));
    add("codes/sectors.toml", codes(&SECTIONS));
    add("codes/provincies.toml", codes(&PROVINCES));
    add("codes/forms.toml", codes(&FORMS));
    add("facts.toml", facts());
    let mut dice = Dice(7);
    for number in 0..INSTRUMENTS {
        add(&format!("instruments/i{number}.md"), instrument(&mut dice));
    }
    let loaded = load(&files);
    let errors: Vec<_> =
        loaded.diagnostics.iter().filter(|it| it.severity == schakel_register::Severity::Error).collect();
    assert!(errors.is_empty(), "{:?}", errors.first());
    Trial { pack: loaded.pack, day: parse_date("2017-05-01").unwrap() }
}

/// So many firms.
pub fn firms(pack: &Pack, count: usize, seed: u64) -> Vec<FactSet> {
    let mut dice = Dice(seed.wrapping_mul(7919));
    (0..count).map(|_| firm(pack, &mut dice)).collect()
}

fn codes(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("[[code]]\nid = \"{id}\"\nname = \"{id}\"\n")).collect()
}

fn facts() -> String {
    let mut text = String::new();
    for (name, list) in [("sbi", "sectors"), ("province", "provincies"), ("legal_form", "forms")] {
        let _ = writeln!(text, "[{name}]\ntype = \"code\"\ncodes = \"{list}\"\nname = \"{name}\"");
    }
    for (name, _) in NUMBERS {
        let _ = writeln!(text, "[{name}]\ntype = \"integer\"\nmin = 0\nname = \"{name}\"");
    }
    for name in ["innovative", "in_difficulty"] {
        let _ = writeln!(text, "[{name}]\ntype = \"bool\"\nname = \"{name}\"");
    }
    for number in 0..EXTRA_FACTS {
        let _ = writeln!(text, "[extra_{number}]\ntype = \"bool\"\nname = \"extra {number}\"");
    }
    text
}

fn instrument(dice: &mut Dice) -> String {
    let mut text = "+++\nname = \"N\"\nsummary = \"S\"\nsource = \"made\"\nchecked_on = 2017-03-01\nkind = \"grant\"\n\
                    areas = [\"PV\"]\n[[version]]\nvalid = \"2017-01-01..\"\n"
        .to_owned();
    for number in 0..4 + dice.below(5) {
        let mut rule = predicate(dice);
        if dice.below(100) < 20 {
            rule = format!("{rule} || {}", predicate(dice));
        }
        let _ = writeln!(text, "[[version.criterion]]\nid = \"c{number}\"\ntext = \"T\"\nrule = '{rule}'");
    }
    text + "+++\n"
}

fn predicate(dice: &mut Dice) -> String {
    match dice.below(100) {
        0..9 => some_of("sbi", &SECTIONS, 4, dice),
        9..16 => some_of("province", &PROVINCES, 4, dice),
        16..23 => some_of("legal_form", &FORMS, 3, dice),
        23..50 => {
            let (name, thresholds) = NUMBERS[dice.below(NUMBERS.len() as u64) as usize];
            let threshold = thresholds[dice.below(thresholds.len() as u64) as usize];
            let comparison = if dice.below(2) == 0 { "<" } else { ">=" };
            format!("{name} {comparison} {threshold}")
        }
        50..54 => "innovative".to_owned(),
        54..58 => "!in_difficulty".to_owned(),
        _ => {
            let number = dice.below(EXTRA_FACTS as u64);
            let not = if dice.below(3) == 0 { "!" } else { "" };
            format!("{not}extra_{number}")
        }
    }
}

fn some_of(fact: &str, all: &[&str], most: u64, dice: &mut Dice) -> String {
    let count = 1 + dice.below(most);
    let drawn: Vec<String> =
        (0..count).map(|_| format!("\"{}\"", all[dice.below(all.len() as u64) as usize])).collect();
    format!("{fact} in [{}]", drawn.join(", "))
}

fn firm(pack: &Pack, dice: &mut Dice) -> FactSet {
    let mut facts = FactSet::new();
    let mut set = |name: &str, value: Value| facts.set(pack.vocabulary.fact_named(name).unwrap(), value);
    let whole = |number: u64| Value::Number(Number::whole(i64::try_from(number).unwrap()));
    // Size is what most else hangs together with: nought to four.
    let size = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4][dice.below(11) as usize];
    let employees =
        [dice.below(2), 2 + dice.below(8), 10 + dice.below(40), 50 + dice.below(200), 250 + dice.below(900)];
    set("sbi", Value::text(SECTIONS[(dice.below(12) + dice.below(12)) as usize / 2]));
    set("province", Value::text(PROVINCES[dice.below(12) as usize]));
    let form = if size == 0 { dice.below(3) } else { 1 + dice.below(4) };
    set("legal_form", Value::text(FORMS[form as usize]));
    set("employees", whole(employees[size]));
    set("age", whole(dice.below(6) + dice.below(6 + 5 * size as u64)));
    set("trl", whole(1 + dice.below(9)));
    set("turnover", whole((employees[size] + 1) * (20 + dice.below(200))));
    set("project_costs", whole(5 + dice.below(60) * (1 + size as u64)));
    set("rd_share", whole(dice.below(8) * dice.below(8)));
    set("export_share", whole(dice.below(60).min(dice.below(100))));
    set("innovative", Value::Bool(dice.below(100) < 20 + 10 * size as u64));
    set("in_difficulty", Value::Bool(dice.below(100) < 8));
    for number in 0..EXTRA_FACTS as u64 {
        let share = 5 + (number * 37) % 85;
        let shift = if number % 3 == 0 { 6 * size as u64 } else { 0 };
        set(&format!("extra_{number}"), Value::Bool(dice.below(100) < share + shift));
    }
    facts
}

/// Numbers from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        u64::try_from((u128::from(mixed) * u128::from(bound)) >> 64).unwrap()
    }
}
