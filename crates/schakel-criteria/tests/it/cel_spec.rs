//! The public conformance tests of the Common Expression Language, as far as they fall inside the rule language. They
//! are not part of this repository: the test reads `cel-spec/tests.json` from the folder of shared data, and says
//! loudly that it was not run when that is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use schakel_criteria::{
    Expression, FactSet, Number, Outcome, Situation, Syntax, SyntaxNode, Type, Value, Vocabulary, check_expression,
    evaluate, parse_expression,
};
use serde_json::Value as Json;

use crate::support::{fact, today};

/// Tests that agreed when they were last counted, so that it is seen when more is refused than before.
const AGREEING_MIN: usize = 152;

/// CEL numbers have 64 bits; ours are exact and larger.
const EXACT: &str = "numbers are exact and do not overflow at 64 bits";
/// A container gives names a prefix in CEL; facts have one name.
const NO_NAMESPACES: &str = "facts have no namespaces";

/// Tests inside the rule language whose result differs on purpose, and why.
const DIFFERENCES: [(&str, &str); 5] = [
    ("integer_math/int64_math/int64_overflow_mul_negative", EXACT),
    ("integer_math/int64_math/int64_overflow_mul_positive", EXACT),
    ("namespace/namespace/self_eval_container_lookup", NO_NAMESPACES),
    ("namespace/namespace/self_eval_container_lookup_unchecked", NO_NAMESPACES),
    ("namespace/namespace_shadowing/basic", NO_NAMESPACES),
];

#[test]
fn the_conformance_tests_agree() {
    let Some(path) = tests_path() else {
        let mut terminal = std::io::stderr();
        writeln!(terminal, "\nNOT RUN: the conformance tests of CEL; shared/data/cel-spec/tests.json was not found\n")
            .unwrap();
        return;
    };
    let tests: Vec<Json> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut agreeing = 0;
    let mut differing = BTreeMap::new();
    for test in &tests {
        match verdict(test) {
            None => {}
            Some(Ok(())) => agreeing += 1,
            Some(Err(difference)) => {
                differing.insert(name(test), difference);
            }
        }
    }
    for (name, reason) in DIFFERENCES {
        assert!(differing.remove(name).is_some(), "{name} no longer differs, though {reason}");
    }
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(agreeing >= AGREEING_MIN, "only {agreeing} of {} tests agree", tests.len());
}

fn name(test: &Json) -> String {
    let field = |key: &str| test[key].as_str().unwrap_or_default();
    format!("{}/{}/{}", field("file"), field("section"), field("name"))
}

/// `None` when the test is outside the rule language, or else whether the results agree.
fn verdict(test: &Json) -> Option<Result<(), String>> {
    let text = test["expr"].as_str()?;
    if !test["skip"].as_str()?.is_empty() {
        return None;
    }
    let syntax = parse_expression(text).ok()?;
    let (vocabulary, facts) = surroundings(&syntax, test["bindings"].as_object()?)?;
    let expression = [Type::Bool, Type::Number, Type::Text]
        .into_iter()
        .find_map(|expected| check_expression(text, &vocabulary, &expected).ok())?;
    Some(compare(&expression, &test["expect"], &vocabulary, &facts, text))
}

fn compare(
    expression: &Expression,
    expected: &Json,
    vocabulary: &Vocabulary,
    facts: &FactSet,
    text: &str,
) -> Result<(), String> {
    let found = evaluate(expression, &Situation { vocabulary, facts, as_of: today() });
    let agrees = match &found {
        Outcome::Known(value) => known(expected).as_ref() == Some(value),
        Outcome::Unknown | Outcome::Trouble(_) => expected["error"] == true,
    };
    if agrees { Ok(()) } else { Err(format!("{text} gives {found:?}, not {expected}")) }
}

/// The facts that a test needs: its bindings, and every other name as a fact that is not known.
fn surroundings(syntax: &Syntax, bindings: &serde_json::Map<String, Json>) -> Option<(Vocabulary, FactSet)> {
    let mut vocabulary = Vocabulary::new();
    let mut facts = FactSet::new();
    let mut names = BTreeSet::new();
    collect_names(syntax, &mut names);
    for name in names {
        let value = match bindings.get(&name) {
            None => None,
            Some(json) => Some(known(json)?),
        };
        let fact_type = match &value {
            None | Some(Value::Bool(_)) => Type::Bool,
            Some(Value::Number(_)) => Type::Number,
            Some(_) => Type::Text,
        };
        let id = vocabulary.add_fact(fact(&name, fact_type, &name, &name))?;
        if let Some(value) = value {
            facts.set(id, value);
        }
    }
    Some((vocabulary, facts))
}

fn collect_names(syntax: &Syntax, names: &mut BTreeSet<String>) {
    if let SyntaxNode::Name(name) = &syntax.node {
        names.insert(name.clone());
    }
    for part in syntax.parts() {
        collect_names(part, names);
    }
}

fn known(json: &Json) -> Option<Value> {
    let (kind, value) = json.as_object()?.iter().next()?;
    match kind.as_str() {
        "bool" => value.as_bool().map(Value::Bool),
        "string" => value.as_str().map(Value::text),
        "int64" | "uint64" | "double" => value.as_str().and_then(Number::parse).map(Value::Number),
        _ => None,
    }
}

/// The file of tests: in the folder that `SHARED_DIR` names, or in a folder `shared` beside this crate or above it.
fn tests_path() -> Option<PathBuf> {
    let file = Path::new("data/cel-spec/tests.json");
    let named = std::env::var_os("SHARED_DIR").map(PathBuf::from);
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = crate_folder.ancestors().map(|folder| folder.join("shared"));
    named.into_iter().chain(beside).map(|folder| folder.join(file)).find(|path| path.is_file())
}
