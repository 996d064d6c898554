//! Random rules and random facts over the vocabulary of `support`. Values are few and small, so that comparisons fall
//! both ways.

use proptest::prelude::*;
use schakel_criteria::{FactSet, Value, Vocabulary};

use crate::support::{date, id, number};

/// Random conditions from these leaves, joined by `&&`, `||`, `!` and equality.
pub fn conditions(leaf: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    leaf.prop_recursive(4, 24, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            4 => several.clone().prop_map(|parts| format!("({})", parts.join(" && "))),
            4 => several.prop_map(|parts| format!("({})", parts.join(" || "))),
            2 => inner.clone().prop_map(|part| format!("!({part})")),
            1 => (inner.clone(), inner).prop_map(|(left, right)| format!("(({left}) == ({right}))")),
        ]
    })
}

/// Comparisons that CEL knows too, with whole numbers: logic, order, sums and products, codes, lists, texts.
pub fn shared_leaves() -> BoxedStrategy<String> {
    let truth = prop::sample::select(vec!["true", "false", "sme", "registered", "answer_a", "answer_b", "!starter"]);
    let code = prop::sample::select(vec![
        "province == \"PV23\"",
        "province != \"PV25\"",
        "province in [\"PV23\", \"PV28\"]",
        "\"start\" in plan",
        "\"innovate\" in plan",
        "province.startsWith(\"PV2\")",
        "motto.startsWith(\"a\")",
        "motto == \"ab\"",
        "motto in [\"ab\", \"b\"]",
        "motto != 'b'",
    ]);
    let order = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let counted = (whole_numbers("employees", "trl"), order.clone(), whole_numbers("employees", "trl"));
    let amounts = (whole_numbers("turnover", "balance_total"), order, whole_numbers("turnover", "balance_total"));
    prop_oneof![
        2 => truth.prop_map(str::to_owned),
        2 => code.prop_map(str::to_owned),
        2 => counted.prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
        1 => amounts.prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
    ]
    .boxed()
}

/// Everything that a rule can say: also division, dates, thresholds, ranges and groups of codes.
pub fn all_leaves() -> BoxedStrategy<String> {
    let own = prop::sample::select(vec![
        "employees / trl > 1",
        "turnover / balance_total >= 0.5",
        "1 / (employees - trl) < 1",
        "between(employees, trl, 3)",
        "between(turnover, 1, balance_total)",
        "between(founded, date(\"2014-01-01\"), as_of)",
        "founded < date(\"2016-06-30\")",
        "years(founded, as_of) < 2",
        "years(founded, as_of) == employees",
        "under(sbi, \"28\")",
        "under(sbi, \"C\")",
        "sbi.startsWith(\"2\")",
        "employees < sme_max_employees",
        "de_minimis_3y + turnover <= de_minimis_ceiling",
        "legal_form in [\"bv\", \"nv\"]",
    ]);
    prop_oneof![1 => shared_leaves(), 1 => own.prop_map(str::to_owned)].boxed()
}

/// Facts that are asked for, each with a random value.
pub fn all_facts() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let truth = || any::<bool>().prop_map(Value::Bool);
    let small = || (0_i64..4).prop_map(number);
    let code = |codes: &'static [&'static str]| prop::sample::select(codes).prop_map(Value::text);
    let codes =
        |codes: &'static [&'static str]| prop::sample::subsequence(codes, 0..=codes.len()).prop_map(Value::codes);
    let day = prop::sample::select(vec!["2014-05-01", "2016-06-30", "2017-12-31", "2018-02-28"]).prop_map(date);
    (
        (truth(), truth(), truth(), truth(), truth()),
        (small(), small(), small(), small(), small()),
        (code(&["PV23", "PV25", "PV28"]), code(&["ab", "b", ""]), code(&["bv", "nv", "eenmanszaak"])),
        (codes(&["start", "innovate", "finance"]), codes(&["28", "28.1", "01"]), day),
    )
        .prop_map(|(truths, numbers, texts, lists)| {
            vec![
                ("sme", truths.0),
                ("registered", truths.1),
                ("answer_a", truths.2),
                ("answer_b", truths.3),
                ("starter", truths.4),
                ("employees", numbers.0),
                ("trl", numbers.1),
                ("turnover", numbers.2),
                ("balance_total", numbers.3),
                ("de_minimis_3y", numbers.4),
                ("province", texts.0),
                ("motto", texts.1),
                ("legal_form", texts.2),
                ("plan", lists.0),
                ("sbi", lists.1),
                ("founded", lists.2),
            ]
        })
}

/// Which of the facts are known.
pub fn masks() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(prop::bool::weighted(0.6), 16)
}

/// The facts that the mask lets through.
pub fn masked(facts: &[(&'static str, Value)], mask: &[bool], vocabulary: &Vocabulary) -> FactSet {
    let mut known = FactSet::new();
    for ((name, value), _) in facts.iter().zip(mask).filter(|(_, shown)| **shown) {
        known.set(id(vocabulary, name), value.clone());
    }
    known
}

/// Sums and products of small whole numbers and two facts.
fn whole_numbers(first: &'static str, second: &'static str) -> impl Strategy<Value = String> {
    let literal = (-2_i64..5).prop_map(|value| if value < 0 { format!("({value})") } else { value.to_string() });
    let value = prop_oneof![Just(first.to_owned()), Just(second.to_owned()), literal.clone()];
    let sum = (value.clone(), prop::sample::select(vec!["+", "-"]), value.clone());
    prop_oneof![
        3 => value.clone(),
        1 => sum.prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
        1 => (value.clone(), literal).prop_map(|(value, factor)| format!("{value} * {factor}")),
        1 => value.prop_map(|value| format!("-({value})")),
    ]
}
