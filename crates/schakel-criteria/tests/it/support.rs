//! A vocabulary as a real region has it, and short ways to use it. The tests themselves are in the other modules.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_criteria::{
    Bilingual, Code, CodeList, Derivation, Expression, ExpressionError, FactDefinition, FactId, FactSet, Number,
    Outcome, Situation, Threshold, Type, Value, Vocabulary, check_expression, evaluate,
};
use schakel_time::{Date, Period, parse_date};

/// The day for which the tests look, unless they say otherwise.
pub fn today() -> Date {
    parse_date("2017-12-31").unwrap()
}

/// A vocabulary with every type of fact, code lists with and without parents, derived facts and thresholds.
pub fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::new();
    add_code_lists(&mut vocabulary);
    add_thresholds(&mut vocabulary);
    add_facts(&mut vocabulary);
    let sme = "employees < sme_max_employees && (turnover <= 50_000_000 || balance_total <= 43_000_000)";
    derive(&mut vocabulary, "sme", &[sme]);
    derive(&mut vocabulary, "starter", &["\"start\" in plan || years(founded, as_of) < 5"]);
    let table = HashMap::from([("GM0193", "PV23"), ("GM0153", "PV23"), ("GM0202", "PV25")]);
    let table = table.into_iter().map(|(from, to)| (Arc::from(from), Arc::from(to))).collect();
    let from = vocabulary.fact_named("municipality").unwrap();
    let province = vocabulary.fact_named("province").unwrap();
    vocabulary.set_derivation(province, Derivation::Lookup { from, table: Arc::new(table) });
    vocabulary
}

/// A fact without limits and without derivation.
pub fn fact(id: &str, fact_type: Type, nl: &str, en: &str) -> FactDefinition {
    FactDefinition {
        id: Arc::from(id),
        fact_type,
        name: Bilingual::new(nl, en),
        minimum: None,
        maximum: None,
        step: Number::ONE,
        whole: false,
        immutable: false,
        derivation: None,
    }
}

/// Derives a fact from expressions.
pub fn derive(vocabulary: &mut Vocabulary, name: &str, expressions: &[&str]) {
    let id = vocabulary.fact_named(name).unwrap();
    let expected = vocabulary.fact(id).unwrap().fact_type.clone();
    let checked = expressions.iter().map(|text| check_expression(text, vocabulary, &expected).unwrap()).collect();
    vocabulary.set_derivation(id, Derivation::Expressions(checked));
}

/// A checked rule; stops the test when it has mistakes.
pub fn rule(text: &str, vocabulary: &Vocabulary) -> Expression {
    match check_expression(text, vocabulary, &Type::Bool) {
        Ok(expression) => expression,
        Err(errors) => panic!("{}", drawn(text, &errors)),
    }
}

/// Known facts, by name.
pub fn facts(vocabulary: &Vocabulary, known: &[(&str, Value)]) -> FactSet {
    let mut facts = FactSet::new();
    for (name, value) in known {
        facts.set(id(vocabulary, name), value.clone());
    }
    facts
}

pub fn id(vocabulary: &Vocabulary, name: &str) -> FactId {
    vocabulary.fact_named(name).unwrap_or_else(|| panic!("no fact {name}"))
}

/// What an expression of this type comes to with these facts.
pub fn outcome(text: &str, expected: &Type, known: &[(&str, Value)], vocabulary: &Vocabulary) -> Outcome {
    let expression = match check_expression(text, vocabulary, expected) {
        Ok(expression) => expression,
        Err(errors) => panic!("{}", drawn(text, &errors)),
    };
    let facts = facts(vocabulary, known);
    evaluate(&expression, &Situation { vocabulary, facts: &facts, as_of: today() })
}

pub fn number(value: i64) -> Value {
    Value::Number(Number::whole(value))
}

pub fn date(text: &str) -> Value {
    Value::Date(parse_date(text).unwrap())
}

/// Mistakes as a compiler shows them: the text, the underlined words, the message and the help.
pub fn drawn(text: &str, errors: &[ExpressionError]) -> String {
    let mut lines = vec![text.to_owned()];
    for error in errors {
        let before = text[..error.span.start].chars().count();
        let under = text[error.span.start..error.span.end].chars().count().max(1);
        lines.push(format!("{}{} {error}", " ".repeat(before), "^".repeat(under)));
        if let Some(help) = error.help() {
            lines.push(format!("{}help: {help}", " ".repeat(before + under + 1)));
        }
    }
    lines.join("\n")
}

fn add_code_lists(vocabulary: &mut Vocabulary) {
    let list = |codes: &[(&str, &str, &str, Option<&str>)]| {
        CodeList::new(
            codes
                .iter()
                .map(|(id, nl, en, parent)| Code {
                    id: Arc::from(*id),
                    name: Bilingual::new(*nl, *en),
                    parent: parent.map(Arc::from),
                })
                .collect(),
        )
    };
    let provinces = list(&[
        ("PV20", "Groningen", "Groningen", None),
        ("PV23", "Overijssel", "Overijssel", None),
        ("PV25", "Gelderland", "Gelderland", None),
        ("PV28", "Zuid-Holland", "South Holland", None),
    ]);
    let municipalities = list(&[
        ("GM0193", "Zwolle", "Zwolle", None),
        ("GM0153", "Enschede", "Enschede", None),
        ("GM0202", "Arnhem", "Arnhem", None),
    ]);
    let legal_forms = list(&[
        ("eenmanszaak", "Eenmanszaak", "Sole trader", None),
        ("bv", "Besloten vennootschap (bv)", "Private limited company", None),
        ("nv", "Naamloze vennootschap (nv)", "Public limited company", None),
    ]);
    let plan = list(&[
        ("start", "Een bedrijf beginnen", "Start a firm", None),
        ("innovate", "Iets nieuws ontwikkelen", "Develop something new", None),
        ("finance", "Geld vinden", "Find money", None),
    ]);
    let sbi = list(&[
        ("C", "Industrie", "Manufacturing", None),
        ("28", "Vervaardiging van machines", "Manufacture of machinery", Some("C")),
        ("28.1", "Motoren, turbines en pompen", "Engines, turbines and pumps", Some("28")),
        ("29", "Vervaardiging van auto's", "Manufacture of motor vehicles", Some("C")),
        ("A", "Landbouw", "Agriculture", None),
        ("01", "Akkerbouw, tuinbouw en veehouderij", "Crops and animals", Some("A")),
    ]);
    vocabulary.add_code_list("provinces", provinces);
    vocabulary.add_code_list("municipalities", municipalities);
    vocabulary.add_code_list("legal-forms", legal_forms);
    vocabulary.add_code_list("plan", plan);
    vocabulary.add_code_list("sbi", sbi);
}

fn add_thresholds(vocabulary: &mut Vocabulary) {
    let threshold = |id: &str, threshold_type: Type, versions: &[(&str, i64)]| Threshold {
        id: Arc::from(id),
        threshold_type,
        versions: versions
            .iter()
            .map(|(period, value)| (Period::parse(period).unwrap(), Number::whole(*value)))
            .collect(),
    };
    let ceiling = [("2014-01-01..2024-01-01", 200_000), ("2024-01-01..", 300_000)];
    vocabulary.add_threshold(threshold("de_minimis_ceiling", Type::Money, &ceiling)).unwrap();
    vocabulary.add_threshold(threshold("sme_max_employees", Type::Number, &[("..", 250)])).unwrap();
}

fn add_facts(vocabulary: &mut Vocabulary) {
    let code = |list: &str| Type::Code(Arc::from(list));
    let codes = |list: &str| Type::Codes(Arc::from(list));
    let scale = |fact: FactDefinition, minimum: i64, maximum: i64| FactDefinition {
        minimum: Some(Number::whole(minimum)),
        maximum: Some(Number::whole(maximum)),
        ..fact
    };
    for fact in [
        fact("employees", Type::Number, "werkzame personen", "employees"),
        fact("turnover", Type::Money, "jaaromzet", "annual turnover"),
        fact("balance_total", Type::Money, "balanstotaal", "balance sheet total"),
        fact("province", code("provinces"), "provincie", "province"),
        fact("municipality", code("municipalities"), "gemeente", "municipality"),
        fact("legal_form", code("legal-forms"), "rechtsvorm", "legal form"),
        fact("sbi", codes("sbi"), "soort werk (SBI)", "kind of work (SBI)"),
        fact("plan", codes("plan"), "plannen", "plans"),
        fact("founded", Type::Date, "begindatum van het bedrijf", "starting date of the firm"),
        scale(fact("trl", Type::Number, "stap van idee naar gebruik (TRL)", "technology readiness (TRL)"), 1, 9),
        scale(fact("largest_share", Type::Number, "grootste deel van de kosten", "largest share of the costs"), 0, 1),
        fact("sme", Type::Bool, "mkb-bedrijf", "SME"),
        fact("starter", Type::Bool, "starter", "starter"),
        fact("project_started", Type::Bool, "project al begonnen", "project already started"),
        fact("registered", Type::Bool, "ingeschreven bij KVK", "registered with KVK"),
        fact("de_minimis_3y", Type::Money, "de-minimissteun in drie jaar", "de minimis aid in three years"),
        fact("requested_grant", Type::Money, "gevraagde subsidie", "requested grant"),
        fact("circle_size", Type::Number, "deelnemers aan de leerkring", "participants in the learning circle"),
        fact("motto", Type::Text, "motto", "motto"),
        fact("farm", Type::Bool, "agrarisch bedrijf of visserij", "farm or fishery"),
        fact("answer_a", Type::Bool, "antwoord a", "answer a"),
        fact("answer_b", Type::Bool, "antwoord b", "answer b"),
    ] {
        vocabulary.add_fact(fact).unwrap();
    }
}
