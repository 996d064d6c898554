//! The description of the API: up to date, and true of the API itself.

use std::fs;
use std::path::Path;

use schakel_web::openapi_json;
use serde_json::Value;

use crate::api::design_rules::violations;
use crate::support::{api, get};

#[test]
fn the_committed_description_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let made = openapi_json();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "docs/openapi.json is out of date; renew it with `UPDATE=1 cargo test --package schakel-web committed_description`"
    );
}

#[test]
fn the_api_serves_its_description() {
    assert_eq!(get("/api/v1/openapi.json").text(), openapi_json());
}

#[test]
fn the_description_follows_the_nl_api_design_rules() {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    assert_eq!(violations(&document), Vec::<(String, String)>::new());
}

#[test]
fn the_description_is_openapi_3_1_with_semantic_version() {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], get("/api/v1/openapi.json").header("api-version"));
    assert!(
        document["info"]["contact"]["url"].as_str().unwrap().starts_with("https://"),
        "OpenAPI asks a whole address"
    );
}

/// An example of every parameter: the description names no parameter that the API does not know.
#[test]
fn every_described_parameter_is_known() {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        // What needs a key is asked with one in `cases`.
        let open = item.get("get").filter(|it| it.get("security").is_none());
        let Some(operation) = open else { continue };
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named = |place: &str| {
            parameters.iter().filter(|it| it["in"] == place).map(|it| it["name"].as_str().unwrap().to_owned()).collect()
        };
        let (in_path, in_query): (Vec<String>, Vec<String>) = (named("path"), named("query"));
        let mut address = path.clone();
        for name in in_path {
            address = address.replace(&format!("{{{name}}}"), example(path, &name));
        }
        let query: Vec<String> = in_query.iter().map(|name| format!("{name}={}", example(path, name))).collect();
        api(&format!("{address}?{}", query.join("&")));
    }
}

fn example(path: &str, parameter: &str) -> &'static str {
    match (parameter, path) {
        ("id", path) if path.starts_with("/instrumenten") => "mit-haalbaarheid-landelijk",
        ("id", path) if path.starts_with("/organisaties") => "rvo",
        ("id", path) if path.starts_with("/dossiers") => "mit",
        ("id", path) if path.starts_with("/afspraken") => "10-miljoen-euro-voor-innovatief-inkopen-en-demonstrators",
        ("id", path) if path.starts_with("/rondes") => "mit-2016",
        ("instrument", _) => "mit-haalbaarheid-landelijk",
        ("id", _) => "oost",
        ("thema", _) => "htsm",
        ("code" | "gemeente", _) => "GM0193",
        ("behoefte", _) => "feasibility",
        ("soort", _) => "grant",
        ("regio", _) => "oost",
        ("niveau", _) => "national",
        ("familie", _) => "mit",
        ("fase", _) => "idea",
        ("organisatie" | "loket" | "partij", _) => "rvo",
        ("onderwerp", _) => "vroege-fase-financiering",
        ("stand", _) => "running",
        ("teLaat", _) => "ja",
        ("open", "/aanbevelingen") => "ja",
        ("doelgroep", _) => "sme",
        ("status", "/rondes") => "closed",
        ("status", _) => "running",
        ("kenmerk", _) => "htsm",
        ("open", _) => "onbekend",
        ("zoek", _) => "haalbaarheid",
        ("peildatum" | "van", _) => "2017-06-01",
        ("tot", _) => "2019-06-01",
        ("pagina" | "aantal", _) => "1",
        ("taal", _) => "en",
        ("map", _) => "programmes",
        ("provincie", _) => "PV23",
        other => panic!("no example for {other:?}"),
    }
}

/// Every field of an answer is in the description, and every described field that must be there is there.
#[test]
fn answers_have_the_described_fields() {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    for (address, schema) in [
        ("/instrumenten?aantal=3", "InstrumentList"),
        ("/instrumenten/mit-haalbaarheid-oost", "Instrument"),
        ("/organisaties/novel-t", "OrganisationView"),
        ("/dossiers/mit", "RecordView"),
        ("/gegevens", "Vocabulary"),
        ("/rondes?aantal=3", "RoundList"),
        ("/rondes/mit-2016", "RoundDocument"),
        ("/rondes/mit-rd-landelijk-2016", "RoundDocument"),
        ("/landsdelen/oost/themas", "ThemeList"),
        ("/gemeenten/GM0193", "MunicipalityView"),
        ("/instrumenten/startershubs-overijssel/dekking?provincie=PV23", "CoverageView"),
    ] {
        let schema = &document["components"]["schemas"][schema];
        check_fields(&api(address), schema, &document, address);
    }
}

fn check_fields(value: &Value, schema: &Value, document: &Value, place: &str) {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return check_fields(value, &document["components"]["schemas"][name], document, place);
    }
    if let Some(parts) = schema["oneOf"].as_array() {
        let Some(part) = parts.iter().find(|part| part["type"] != "null") else { return };
        if !value.is_null() {
            check_fields(value, part, document, place);
        }
        return;
    }
    match value {
        Value::Object(object) => {
            let (properties, required) = properties(schema, document);
            for name in &required {
                assert!(object.contains_key(name), "{place}: `{name}` is described and not there");
            }
            if properties.is_empty() {
                let Some(additional) = schema.get("additionalProperties") else { return };
                object.iter().for_each(|(key, it)| check_fields(it, additional, document, &format!("{place}/{key}")));
                return;
            }
            for (key, it) in object {
                let Some((_, schema)) = properties.iter().find(|(name, _)| name == key) else {
                    panic!("{place}: `{key}` is not described");
                };
                check_fields(it, schema, document, &format!("{place}/{key}"));
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|it| check_fields(it, &schema["items"], document, place));
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => check_type(value, schema, place),
    }
}

fn check_type(value: &Value, schema: &Value, place: &str) {
    let actual = match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Null => "null",
        Value::Number(number) if number.is_f64() => "number",
        _ => "integer",
    };
    let described = match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let fits = described.iter().any(|it| it == actual || (it == "number" && actual == "integer"));
    assert!(fits, "{place} is {actual}, described as {described:?}");
}

/// The properties of a schema with those of its parts, and which must be there.
fn properties(schema: &Value, document: &Value) -> (Vec<(String, Value)>, Vec<String>) {
    let schema = match schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        Some(name) => &document["components"]["schemas"][name],
        None => schema,
    };
    let mut found = (Vec::new(), Vec::new());
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let (properties, required) = properties(part, document);
        found.0.extend(properties);
        found.1.extend(required);
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        found.0.push((name.clone(), schema.clone()));
    }
    found.1.extend(schema["required"].as_array().into_iter().flatten().map(|it| it.as_str().unwrap().to_owned()));
    found
}
