//! The part of a region's facts on which the tests of deciding rest, with the SME definition as the default pack has
//! it, and short ways to ask.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_criteria::{
    Bilingual, Changes, Code, CodeList, Derivation, Expression, FactDefinition, FactSet, Number, RuleSet, Threshold,
    Type, Value, Vocabulary,
};
use schakel_time::Period;

use crate::support::{derive, fact, facts, id, rule, today};

const GROUP: &str = "group_employees < sme_max_employees && (group_turnover <= sme_max_turnover || \
                     group_balance_total <= sme_max_balance_total)";

pub fn region() -> Vocabulary {
    let mut vocabulary = Vocabulary::new();
    add_codes(&mut vocabulary);
    for (name, threshold_type, value) in [
        ("sme_max_employees", Type::Number, 250),
        ("sme_max_turnover", Type::Money, 50_000_000),
        ("sme_max_balance_total", Type::Money, 43_000_000),
    ] {
        let versions = vec![(Period::parse("..").unwrap(), Number::whole(value))];
        vocabulary.add_threshold(Threshold { id: Arc::from(name), threshold_type, versions }).unwrap();
    }
    let ended = vec![(Period::parse("..2010-01-01").unwrap(), Number::ONE)];
    vocabulary
        .add_threshold(Threshold { id: Arc::from("ended"), threshold_type: Type::Number, versions: ended })
        .unwrap();
    add_facts(&mut vocabulary);
    let own =
        "employees < sme_max_employees && (turnover <= sme_max_turnover || balance_total <= sme_max_balance_total)";
    derive(&mut vocabulary, "sme", &[GROUP, &format!("{own} && (autonomous || ({GROUP}))")]);
    derive(&mut vocabulary, "starter", &["\"start\" in plan || !registered || years(founded, as_of) < 5"]);
    derive(&mut vocabulary, "total_costs", &["own_costs + partner_costs"]);
    let table = [("GM0193", "PV23"), ("GM0153", "PV23"), ("GM0202", "PV25"), ("GM0014", "PV20")];
    let table: HashMap<_, _> = table.into_iter().map(|(from, to)| (Arc::from(from), Arc::from(to))).collect();
    let lookup = Derivation::Lookup { from: id(&vocabulary, "municipality"), table: Arc::new(table) };
    vocabulary.set_derivation(id(&vocabulary, "province"), lookup);
    vocabulary
}

fn add_codes(vocabulary: &mut Vocabulary) {
    let list = |codes: &[(&str, Option<&str>)]| {
        let code = |(id, parent): &(&str, Option<&str>)| Code {
            id: Arc::from(*id),
            name: Bilingual::default(),
            parent: parent.map(Arc::from),
        };
        CodeList::new(codes.iter().map(code).collect())
    };
    let roots = |codes: &[&'static str]| list(&codes.iter().map(|code| (*code, None)).collect::<Vec<_>>());
    vocabulary.add_code_list("provinces", roots(&["PV20", "PV23", "PV25"]));
    // The last one is in no province: the table of the region does not have it.
    vocabulary.add_code_list("municipalities", roots(&["GM0014", "GM0193", "GM0153", "GM0202", "GM9999"]));
    vocabulary.add_code_list("plan", roots(&["start", "innovate", "finance"]));
    let sbi = [
        ("C", None),
        ("28", Some("C")),
        ("281", Some("28")),
        ("2811", Some("281")),
        ("282", Some("28")),
        ("29", Some("C")),
        ("A", None),
        ("01", Some("A")),
        ("02", Some("A")),
    ];
    vocabulary.add_code_list("sbi", list(&sbi));
}

fn add_facts(vocabulary: &mut Vocabulary) {
    let code = |list: &str| Type::Code(Arc::from(list));
    let codes = |list: &str| Type::Codes(Arc::from(list));
    for (name, fact_type) in [
        ("sme", Type::Bool),
        ("starter", Type::Bool),
        ("autonomous", Type::Bool),
        ("registered", Type::Bool),
        ("project_started", Type::Bool),
        ("founded", Type::Date),
        ("municipality", code("municipalities")),
        ("province", code("provinces")),
        ("plan", codes("plan")),
        ("sbi", codes("sbi")),
        ("motto", Type::Text),
    ] {
        let immutable = ["founded", "project_started"].contains(&name);
        vocabulary.add_fact(FactDefinition { immutable, ..fact(name, fact_type, name, name) }).unwrap();
    }
    let share = Number::fraction(1, 100).unwrap();
    for (name, fact_type, maximum, step, whole) in [
        ("employees", Type::Number, None, Number::ONE, false),
        ("group_employees", Type::Number, None, Number::ONE, false),
        ("turnover", Type::Money, None, Number::whole(1000), false),
        ("balance_total", Type::Money, None, Number::whole(1000), false),
        ("group_turnover", Type::Money, None, Number::whole(1000), false),
        ("group_balance_total", Type::Money, None, Number::whole(1000), false),
        ("own_costs", Type::Money, None, Number::whole(100), false),
        ("partner_costs", Type::Money, None, Number::whole(100), false),
        ("total_costs", Type::Money, None, Number::whole(100), false),
        ("de_minimis", Type::Money, None, Number::whole(100), false),
        ("requested_grant", Type::Money, None, Number::whole(100), false),
        ("trl", Type::Number, Some(Number::whole(9)), Number::ONE, true),
        ("share", Type::Number, Some(Number::ONE), share, false),
        ("partners", Type::Number, None, Number::ONE, true),
    ] {
        let minimum = Some(if name == "trl" { Number::ONE } else { Number::ZERO });
        let immutable = name == "de_minimis";
        let fact = fact(name, fact_type, name, name);
        vocabulary.add_fact(FactDefinition { minimum, maximum, step, whole, immutable, ..fact }).unwrap();
    }
}

/// Rules of a region, compiled, and the facts of a firm.
pub struct Asked {
    pub vocabulary: Vocabulary,
    pub rules: RuleSet,
    pub facts: FactSet,
}

/// Compiles rules for what is known of a firm.
pub fn ask(rules: &[&str], known: &[(&str, Value)]) -> Asked {
    let vocabulary = region();
    let expressions: Vec<Expression> = rules.iter().map(|text| rule(text, &vocabulary)).collect();
    let rules = RuleSet::compile(&expressions.iter().collect::<Vec<_>>(), &vocabulary, today());
    let facts = facts(&vocabulary, known);
    Asked { vocabulary, rules, facts }
}

impl Asked {
    pub fn decided(&self) -> Option<bool> {
        self.rules.decide(&self.facts)
    }

    /// The names of the missing facts.
    pub fn missing(&self) -> Vec<&str> {
        let missing = self.rules.missing(&self.facts);
        missing.into_iter().map(|id| &*self.vocabulary.fact(id).unwrap().id).collect()
    }

    /// The changes in short: `employees 300 -> 249`, `?` for what is not known.
    pub fn changes(&self) -> Vec<String> {
        match self.rules.changes(&self.facts) {
            Changes::NotNeeded => vec!["not needed".to_owned()],
            Changes::Impossible => vec!["impossible".to_owned()],
            Changes::NotFound => vec!["not found".to_owned()],
            Changes::Possible(found) => found.iter().map(|changes| self.printed(changes)).collect(),
        }
    }

    fn printed(&self, changes: &[schakel_criteria::Change]) -> String {
        let printed = changes.iter().map(|change| {
            let name = &self.vocabulary.fact(change.fact).unwrap().id;
            let from = change.from.as_ref().map_or("?".to_owned(), short);
            format!("{name} {from} -> {}", short(&change.to))
        });
        printed.collect::<Vec<_>>().join(", ")
    }
}

fn short(value: &Value) -> String {
    match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Codes(codes) => format!("[{}]", codes.join(" ")),
    }
}
