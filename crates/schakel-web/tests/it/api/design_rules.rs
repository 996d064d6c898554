//! The NL API Design Rules 2.1 as far as a document alone can show them: the rules of the official linter, written
//! again here, and held against the linter's own test cases so that they are not merely our opinion.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::shared_file;

/// The rules of the official linter that are written again here.
const RULES: [&str; 17] = [
    "info-contact",
    "nlgov:date-time-ensure-timezone",
    "nlgov:include-major-version-in-uri",
    "nlgov:info-contact-fields-exist",
    "nlgov:missing-header",
    "nlgov:missing-version-header",
    "nlgov:openapi-root-exists",
    "nlgov:paths-kebab-case",
    "nlgov:problem-invalid-input",
    "nlgov:problem-schema-members",
    "nlgov:query-keys-camel-case",
    "nlgov:semver",
    "nlgov:specify-format-for-date-and-time",
    "nlgov:time-without-timezone",
    "nlgov:use-date-instead-of-datetime",
    "nlgov:use-problem-schema",
    "path-keys-no-trailing-slash",
];

/// Every rule that a document breaks, and where.
pub fn violations(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut report = |rule: &str, place: &str| found.push((rule.to_owned(), place.to_owned()));
    root(document, &mut report);
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        paths(path, &mut report);
        for (method, operation) in item.as_object().into_iter().flatten() {
            operation_rules(&format!("{path} {method}"), method, operation, document, &mut report);
        }
    }
    dates(document, document, "", &mut report);
    found
}

fn root(document: &Value, report: &mut impl FnMut(&str, &str)) {
    if document.get("openapi").is_none() {
        // Without it nothing is recognised as a description, so no other rule applies.
        return report("nlgov:openapi-root-exists", "");
    }
    let contact = &document["info"]["contact"];
    if contact.is_null() {
        report("info-contact", "info");
    } else if ["name", "email", "url"].iter().any(|field| contact.get(field).is_none()) {
        report("nlgov:info-contact-fields-exist", "info.contact");
    }
    for server in document["servers"].as_array().into_iter().flatten() {
        let url = server["url"].as_str().unwrap_or_default();
        let is_versioned =
            url.split('/').any(|it| it.strip_prefix('v').is_some_and(|it| it.starts_with(char::is_numeric)));
        if !is_versioned {
            report("nlgov:include-major-version-in-uri", url);
        }
    }
    if !is_semantic(document["info"]["version"].as_str().unwrap_or_default()) {
        report("nlgov:semver", "info.version");
    }
}

/// `major.minor.patch`, with or without a pre-release of letters, digits and hyphens.
fn is_semantic(version: &str) -> bool {
    let (numbers, extra) = version.split_once(['-', '+']).unwrap_or((version, "0"));
    let plain =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()) && (it == "0" || !it.starts_with('0'));
    let extra_fits = extra.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'.');
    numbers.split('.').count() == 3 && numbers.split('.').all(plain) && extra_fits
}

fn paths(path: &str, report: &mut impl FnMut(&str, &str)) {
    if path.len() > 1 && path.ends_with('/') {
        report("path-keys-no-trailing-slash", path);
    }
    let variable = |it: &str| it.starts_with('{') && it.ends_with('}');
    let kebab = |it: &str| {
        let bare = it.strip_prefix('_').unwrap_or(it);
        bare.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'.')
    };
    if !path.ends_with("/openapi.json") && !path.split('/').all(|it| variable(it) || kebab(it)) {
        report("nlgov:paths-kebab-case", path);
    }
}

fn operation_rules(
    place: &str,
    method: &str,
    operation: &Value,
    document: &Value,
    report: &mut impl FnMut(&str, &str),
) {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for parameter in parameters.iter().filter(|it| it["in"] == "query") {
        let name = parameter["name"].as_str().unwrap_or_default();
        let bare = name.strip_prefix('$').unwrap_or(name);
        let camel =
            bare.starts_with(|it: char| it.is_ascii_lowercase()) && bare.bytes().all(|it| it.is_ascii_alphanumeric());
        if !camel {
            report("nlgov:query-keys-camel-case", name);
        }
    }
    let takes_input = match method {
        "get" | "delete" => !parameters.is_empty(),
        "put" | "post" | "patch" => true,
        _ => return,
    };
    let responses = &operation["responses"];
    if takes_input && responses.get("400").is_none() {
        report("nlgov:problem-invalid-input", place);
    }
    for (status, response) in responses.as_object().into_iter().flatten() {
        let place = format!("{place} {status}");
        let response = resolved(response, document);
        match status.as_bytes().first() {
            Some(b'2' | b'3') => success(&place, response, report),
            Some(b'4' | b'5') => failure(&place, response, document, report),
            _ => {}
        }
    }
}

fn success(place: &str, response: &Value, report: &mut impl FnMut(&str, &str)) {
    let Some(headers) = response["headers"].as_object() else { return report("nlgov:missing-header", place) };
    if !headers.keys().any(|name| name.eq_ignore_ascii_case("API-Version")) {
        report("nlgov:missing-version-header", place);
    }
}

fn failure(place: &str, response: &Value, document: &Value, report: &mut impl FnMut(&str, &str)) {
    let Some(content) = response["content"].as_object() else { return };
    let problem = content.get("application/problem+json").or(content.get("application/problem+xml"));
    let Some(problem) = problem else { return report("nlgov:use-problem-schema", place) };
    let schema = resolved(&problem["schema"], document);
    let properties = &schema["properties"];
    if properties.is_object() && ["status", "title", "detail"].iter().any(|name| properties.get(name).is_none()) {
        report("nlgov:problem-schema-members", place);
    }
}

fn resolved<'a>(value: &'a Value, document: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|it| it.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(value),
        None => value,
    }
}

/// Formats of dates and times, in every schema.
fn dates(value: &Value, document: &Value, place: &str, report: &mut impl FnMut(&str, &str)) {
    if let Value::Array(items) = value {
        return items.iter().for_each(|it| dates(it, document, place, report));
    }
    let Value::Object(object) = value else { return };
    for (key, inner) in object {
        let place = format!("{place}/{key}");
        if key == "properties" {
            for (name, schema) in inner.as_object().into_iter().flatten() {
                check_date(name, schema, document, &format!("{place}/{name}"), report);
            }
        }
        dates(inner, document, &place, report);
    }
}

fn check_date(name: &str, schema: &Value, document: &Value, place: &str, report: &mut impl FnMut(&str, &str)) {
    let schema = resolved(schema, document);
    match schema["format"].as_str() {
        Some("date-time-local") => report("nlgov:date-time-ensure-timezone", place),
        Some("time") => report("nlgov:time-without-timezone", place),
        _ => {}
    }
    let looks_like_a_date = ["Date", "Datum", "_date", "_datum", "_Datum"].iter().any(|part| name.contains(part));
    if !(name == "date" || name == "datum" || looks_like_a_date) {
        return;
    }
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let formats: Vec<_> = parts.map(|part| &resolved(part, document)["format"]).chain([&schema["format"]]).collect();
    if formats.iter().any(|format| **format == "date-time") {
        report("nlgov:use-date-instead-of-datetime", place);
    } else if formats.iter().all(|format| format.is_null()) {
        report("nlgov:specify-format-for-date-and-time", place);
    }
}

/// The rules that the official linter reports as errors, from what it printed.
fn expected(printed: &str) -> BTreeSet<String> {
    let rule = |line: &str| {
        let mut words = line.split_whitespace().skip(1);
        (words.next()? == "error").then(|| words.next().map(str::to_owned))?
    };
    printed.lines().filter_map(rule).filter(|it| RULES.contains(&it.as_str())).collect()
}

#[test]
fn our_rules_agree_with_the_official_linter_on_its_own_cases() {
    let Some(folder) = shared_file("standards/nl-adr/testcases") else { return };
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let document = fs::read_to_string(case.join("openapi.json")).unwrap();
        let printed = fs::read_to_string(case.join("expected-output.txt")).unwrap();
        let document: Value = serde_json::from_str(&document).unwrap();
        let ours: BTreeSet<String> = violations(&document).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(ours, expected(&printed), "{}", case.display());
        cases += 1;
    }
    assert!(cases >= 20, "{cases}");
}
