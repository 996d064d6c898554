//! How long one firm takes against the rules of a whole region: 150 rule sets of about eight facts, compiled once.
//! `cargo bench -p schakel-criteria --bench decide`
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark stops at the first surprise; its macros make functions without documentation"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use schakel_criteria::{
    Bilingual, Changes, Code, CodeList, CriteriaSet, Derivation, Expression, FactDefinition, FactSet, Number, RuleSet,
    Test, Type, Value, Vocabulary, check_expression,
};
use schakel_time::Date;

const RULE_SETS: usize = 150;
const MUNICIPALITIES: usize = 340;
const PROVINCES: usize = 12;

/// What the rule sets ask, in the proportions of a real region: nearly all ask for the size of the firm and its
/// province, and each has some conditions of its own.
const RULES: [&str; 24] = [
    "!project_started",
    "!in_difficulty",
    "!outstanding_recovery_order",
    "project_months <= 12",
    "months_to_start <= 4",
    "sme_partners >= 1",
    "legal_form != \"public\"",
    "\"t1\" in themes || \"t2\" in themes || \"t4\" in themes || \"t7\" in themes || \"t6\" in themes",
    "\"t2\" in themes || \"t3\" in themes || \"t5\" in themes || \"t8\" in themes",
    "!(province in [\"PV3\", \"PV5\"] && project_in_province)",
    "feasibility_share >= 0.6",
    "project_costs * 0.35 >= 50_000",
    "largest_partner_share <= 0.7",
    "years(founded, as_of) < 5",
    "years(founded, as_of) >= 3",
    "trl >= 3 && trl <= 7",
    "under(sbi, \"c2\") || under(sbi, \"c3\")",
    "!farm",
    "\"p1\" in plan || \"p3\" in plan",
    "\"p2\" in plan",
    "family_business || social_enterprise",
    "requested_grant <= 100_000",
    "starter || sme",
    "employees >= 2 && employees < 50",
];

/// Rules that compare several facts, as one in sixteen rule sets has them.
const JOINT_RULES: [&str; 2] =
    ["de_minimis + requested_grant <= 300_000", "largest_partner_share * project_costs * 0.35 >= 25_000"];

const SME: [&str; 2] = [
    "group_employees < 250 && (group_turnover <= 50_000_000 || group_balance_total <= 43_000_000)",
    "employees < 250 && (turnover <= 50_000_000 || balance_total <= 43_000_000) && (autonomous || (group_employees < \
     250 && (group_turnover <= 50_000_000 || group_balance_total <= 43_000_000)))",
];

fn code_list(prefix: &str, count: usize, parents: bool) -> CodeList {
    let code = |number: usize| Code {
        id: Arc::from(format!("{prefix}{number}")),
        name: Bilingual::default(),
        parent: (parents && number >= 10).then(|| Arc::from(format!("{prefix}{}", number / 10))),
    };
    CodeList::new((0..count).map(code).collect())
}

fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::new();
    for (name, prefix, count) in [
        ("municipalities", "GM", MUNICIPALITIES),
        ("provinces", "PV", PROVINCES),
        ("plan", "p", 12),
        ("themes", "t", 20),
        ("sbi", "c", 1000),
    ] {
        vocabulary.add_code_list(name, code_list(prefix, count, name == "sbi"));
    }
    let legal_forms =
        ["public", "bv", "vof"].map(|id| Code { id: Arc::from(id), ..code_list("", 1, false).codes()[0].clone() });
    vocabulary.add_code_list("legal-forms", CodeList::new(legal_forms.to_vec()));
    let bools = [
        "project_started",
        "in_difficulty",
        "outstanding_recovery_order",
        "project_in_province",
        "family_business",
        "social_enterprise",
        "autonomous",
        "registered",
        "sme",
        "starter",
        "farm",
    ];
    for name in bools {
        add(&mut vocabulary, name, Type::Bool);
    }
    for name in [
        "employees",
        "group_employees",
        "project_months",
        "months_to_start",
        "sme_partners",
        "trl",
        "feasibility_share",
        "largest_partner_share",
    ] {
        add(&mut vocabulary, name, Type::Number);
    }
    for name in [
        "turnover",
        "balance_total",
        "group_turnover",
        "group_balance_total",
        "project_costs",
        "de_minimis",
        "requested_grant",
    ] {
        add(&mut vocabulary, name, Type::Money);
    }
    add(&mut vocabulary, "founded", Type::Date);
    for (name, list) in [("municipality", "municipalities"), ("province", "provinces"), ("legal_form", "legal-forms")] {
        add(&mut vocabulary, name, Type::Code(Arc::from(list)));
    }
    for name in ["plan", "themes", "sbi"] {
        add(&mut vocabulary, name, Type::Codes(Arc::from(name)));
    }
    derive(&mut vocabulary, "sme", &SME);
    derive(&mut vocabulary, "starter", &["\"p0\" in plan || !registered || years(founded, as_of) < 5"]);
    derive(&mut vocabulary, "farm", &["under(sbi, \"c1\")"]);
    let province = |number: usize| (Arc::from(format!("GM{number}")), Arc::from(format!("PV{}", number % PROVINCES)));
    let table: HashMap<Arc<str>, Arc<str>> = (0..MUNICIPALITIES).map(province).collect();
    let from = vocabulary.fact_named("municipality").unwrap();
    let lookup = Derivation::Lookup { from, table: Arc::new(table) };
    vocabulary.set_derivation(vocabulary.fact_named("province").unwrap(), lookup);
    vocabulary
}

fn add(vocabulary: &mut Vocabulary, name: &str, fact_type: Type) {
    let is_share = name.ends_with("_share");
    vocabulary.add_fact(FactDefinition {
        id: Arc::from(name),
        step: if is_share { Number::fraction(1, 100).unwrap() } else { Number::ONE },
        immutable: ["founded", "project_started", "de_minimis"].contains(&name),
        fact_type,
        name: Bilingual::default(),
        minimum: Some(Number::ZERO),
        maximum: if is_share { Some(Number::ONE) } else { None },
        whole: false,
        derivation: None,
    });
}

fn derive(vocabulary: &mut Vocabulary, name: &str, expressions: &[&str]) {
    let checked = expressions.iter().map(|text| check_expression(text, vocabulary, &Type::Bool).unwrap()).collect();
    vocabulary.set_derivation(vocabulary.fact_named(name).unwrap(), Derivation::Expressions(checked));
}

/// The rules of one set: the size of the firm (for two in three), a province, and four others.
fn rule_set(number: usize, vocabulary: &Vocabulary) -> Vec<Expression> {
    let size = (!number.is_multiple_of(3)).then(|| "sme".to_owned());
    let province = format!("province in [\"PV{}\", \"PV{}\"]", number % PROVINCES, number * 7 % PROVINCES);
    let others = (0..4).map(|place| RULES[(number * 11 + place * 7) % RULES.len()].to_owned());
    let joint = number.is_multiple_of(16).then(|| JOINT_RULES[number / 16 % JOINT_RULES.len()].to_owned());
    let texts = size.into_iter().chain([province]).chain(others).chain(joint);
    texts.map(|text| check_expression(&text, vocabulary, &Type::Bool).unwrap()).collect()
}

fn firm(vocabulary: &Vocabulary, known: &[(&str, Value)]) -> FactSet {
    let mut facts = FactSet::new();
    for (name, value) in known {
        facts.set(vocabulary.fact_named(name).unwrap(), value.clone());
    }
    facts
}

fn firms(vocabulary: &Vocabulary) -> Vec<(&'static str, FactSet)> {
    let number = |value| Value::Number(Number::whole(value));
    let few = [("municipality", Value::text("GM3")), ("employees", number(12)), ("plan", Value::codes(["p1", "p4"]))];
    let many = [
        ("turnover", number(2_000_000)),
        ("autonomous", Value::Bool(true)),
        ("founded", Value::Date(Date::constant(2011, 5, 1))),
        ("sbi", Value::codes(["c281", "c702"])),
        ("themes", Value::codes(["t4"])),
        ("legal_form", Value::text("bv")),
        ("project_started", Value::Bool(false)),
        ("in_difficulty", Value::Bool(false)),
        ("project_costs", number(120_000)),
        ("requested_grant", number(40_000)),
    ];
    let half: Vec<(&str, Value)> = few.iter().chain(&many).cloned().collect();
    let rest = [
        ("balance_total", number(900_000)),
        ("outstanding_recovery_order", Value::Bool(false)),
        ("project_months", number(18)),
        ("months_to_start", number(2)),
        ("sme_partners", number(1)),
        ("project_in_province", Value::Bool(true)),
        ("feasibility_share", Value::Number(Number::parse("0.65").unwrap())),
        ("largest_partner_share", Value::Number(Number::parse("0.5").unwrap())),
        ("trl", number(5)),
        ("de_minimis", number(280_000)),
        ("family_business", Value::Bool(false)),
        ("social_enterprise", Value::Bool(false)),
        ("registered", Value::Bool(true)),
    ];
    let all: Vec<(&str, Value)> = half.iter().chain(&rest).cloned().collect();
    vec![
        ("nothing_known", FactSet::new()),
        ("three_facts", firm(vocabulary, &few)),
        ("half_known", firm(vocabulary, &half)),
        ("all_known", firm(vocabulary, &all)),
    ]
}

/// The rule sets as trees.
fn rule_sets(vocabulary: &Vocabulary) -> Vec<Vec<Expression>> {
    (0..RULE_SETS).map(|number| rule_set(number, vocabulary)).collect()
}

fn as_of() -> Date {
    Date::constant(2017, 12, 31)
}

fn compiled(rules: &[Expression], vocabulary: &Vocabulary) -> RuleSet {
    RuleSet::compile(&rules.iter().collect::<Vec<_>>(), vocabulary, as_of())
}

/// The three questions one by one, each of which reads the facts again.
fn questions(bencher: &mut Criterion) {
    let vocabulary = vocabulary();
    let sets: Vec<RuleSet> = rule_sets(&vocabulary).iter().map(|rules| compiled(rules, &vocabulary)).collect();
    let changes = |set: &RuleSet, facts: &FactSet| match set.changes(facts) {
        Changes::Possible(found) => found.len(),
        _ => 0,
    };
    for (name, facts) in firms(&vocabulary) {
        let mut group = bencher.benchmark_group(name);
        let decide = || sets.iter().filter(|set| set.decide(&facts) == Some(true)).count();
        group.bench_function("decide_150", |bencher| bencher.iter(|| black_box(decide())));
        let missing = || sets.iter().map(|set| set.missing(&facts).len()).sum::<usize>();
        group.bench_function("missing_150", |bencher| bencher.iter(|| black_box(missing())));
        let changes = || sets.iter().map(|set| changes(set, &facts)).sum::<usize>();
        group.bench_function("changes_150", |bencher| bencher.iter(|| black_box(changes())));
        group.finish();
    }
}

/// The whole answer, as the guide asks it: every criterion with its facts, what is missing and what would have to
/// change.
fn answers(bencher: &mut Criterion) {
    let vocabulary = vocabulary();
    let criterion =
        |rule: &Expression| schakel_criteria::Criterion { id: Arc::from("c"), test: Test::Rule(rule.clone()) };
    let criteria = |rules: &Vec<Expression>| rules.iter().map(criterion).collect();
    let sets: Vec<CriteriaSet> = rule_sets(&vocabulary)
        .iter()
        .map(|rules| CriteriaSet::compile(criteria(rules), &vocabulary, as_of()))
        .collect();
    for (name, facts) in firms(&vocabulary) {
        let answer = || sets.iter().map(|set| set.answer(&facts, &vocabulary).missing.len()).sum::<usize>();
        bencher.benchmark_group(name).bench_function("answer_150", |bencher| bencher.iter(|| black_box(answer())));
    }
}

fn compiling(bencher: &mut Criterion) {
    let vocabulary = vocabulary();
    let sets = rule_sets(&vocabulary);
    let compile = || sets.iter().map(|rules| compiled(rules, &vocabulary)).collect::<Vec<_>>();
    bencher.bench_function("compile_150", |bencher| bencher.iter(|| black_box(compile().len())));
}

criterion_group!(benches, questions, answers, compiling);
criterion_main!(benches);
