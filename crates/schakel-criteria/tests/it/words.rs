//! Rules in plain Dutch and English, as a lawyer and an entrepreneur read them.

use std::sync::Arc;

use schakel_criteria::{Language, Number, Type, Value, Vocabulary, check_expression, in_words, value_in_words};
use schakel_time::parse_date;

use crate::support::{date, drawn, id, number, rule, today, vocabulary};

/// Compares the words for these rules, in both languages, with the snapshot of this name.
#[track_caller]
fn check(name: &str, rules: &[&str]) {
    let vocabulary = vocabulary();
    let words = rules.iter().map(|text| {
        let expression = rule(text, &vocabulary);
        let dutch = in_words(&expression, &vocabulary, Language::Dutch, today());
        let english = in_words(&expression, &vocabulary, Language::English, today());
        format!("{text}\n  nl: {dutch}\n  en: {english}")
    });
    let all = words.collect::<Vec<_>>().join("\n\n");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("words_{name}"), all);
    });
}

#[test]
fn figures() {
    check(
        "figures",
        &[
            "employees < 250",
            "250 > employees",
            "employees <= 250",
            "employees > 10",
            "employees >= 10",
            "employees >= 1",
            "employees == 3",
            "employees == 0",
            "employees != 3",
            "!(employees < 250)",
            "turnover <= 50_000_000",
            "turnover > 0",
            "turnover < 3_750.50",
            "turnover == 5",
            "turnover != 5",
            "trl >= 4",
            "largest_share <= 0.7",
            "between(trl, 4, 7)",
            "!between(trl, 4, 7)",
            "between(circle_size, 5, 10)",
            "!between(circle_size, 5, 10)",
            "between(turnover, 10_000, 20_000)",
            "between(employees + 1, 5, 10)",
            "!between(employees + 1, 5, 10)",
        ],
    );
}

#[test]
fn thresholds_and_calculations() {
    check(
        "thresholds_and_calculations",
        &[
            "employees < sme_max_employees",
            "de_minimis_3y + requested_grant <= de_minimis_ceiling",
            "requested_grant <= turnover * 0.5",
            "requested_grant <= 2500 * circle_size",
            "requested_grant / turnover < 1 / 3",
            "(employees + 1) * 2 - (circle_size - 3) > 10",
            "employees - (circle_size - 3) > 10",
            "-employees < -(circle_size + 1)",
            "employees > circle_size",
            "employees == circle_size",
            "employees != circle_size",
            "10 <= 20",
        ],
    );
}

#[test]
fn dates() {
    check(
        "dates",
        &[
            "founded < date(\"2015-03-03\")",
            "founded <= as_of",
            "as_of >= date(\"2017-04-11\")",
            "founded == date(\"2015-03-03\") || founded != date(\"2015-03-04\")",
            "founded > date(\"2015-03-03\")",
            "between(founded, date(\"2010-01-01\"), as_of)",
            "!between(founded, date(\"2010-01-01\"), as_of)",
            "years(founded, as_of) <= 5",
            "years(founded, as_of) < 1",
            "years(founded, as_of) != 1",
            "years(founded, as_of) * 2 < employees",
        ],
    );
}

#[test]
fn codes() {
    check(
        "codes",
        &[
            "province == \"PV23\"",
            "province != \"PV23\"",
            "province in [\"PV23\", \"PV25\"]",
            "province in [\"PV23\", \"PV25\", \"PV28\"]",
            "province in [\"PV23\"]",
            "!(province in [\"PV23\"])",
            "!(province in [\"PV23\", \"PV25\"])",
            "legal_form in [\"bv\", \"nv\"]",
            "\"innovate\" in plan",
            "!(\"innovate\" in plan)",
            "\"start\" in plan || \"innovate\" in plan",
            "\"start\" in plan && \"innovate\" in plan",
            "!(\"start\" in plan || \"innovate\" in plan)",
            "!(under(sbi, \"28\") || under(sbi, \"01\")) && sme",
            "province == \"PV23\" || sme || province == \"PV25\"",
            "province != \"PV23\" || province != \"PV25\"",
            "under(sbi, \"28\")",
            "!under(sbi, \"01\")",
            "sbi.startsWith(\"28\")",
            "!sbi.startsWith(\"28\")",
            "motto.startsWith(\"samen\")",
            "!motto.startsWith(\"samen\")",
            "motto == \"samen\" || motto in [\"a\", \"b\"]",
        ],
    );
}

#[test]
fn logic() {
    check(
        "logic",
        &[
            "sme",
            "!sme",
            "!!sme",
            "sme == false",
            "sme && registered",
            "sme && registered && starter",
            "sme || registered || starter",
            "sme && (registered || starter)",
            "sme || registered && starter",
            "!(sme || registered)",
            "!(sme && registered)",
            "!project_started && sme",
            "sme == registered",
            "sme != registered",
            "!(sme == registered) && starter",
            "true",
            "!true || sme",
            "farm",
            "farm || sme",
            "!farm && sme",
        ],
    );
}

#[test]
fn whole_criteria() {
    check(
        "whole_criteria",
        &[
            "employees < 250 && (turnover <= 50_000_000 || balance_total <= 43_000_000)",
            "sme && province in [\"PV23\", \"PV25\"] && !project_started",
            "(\"start\" in plan || years(founded, as_of) < 5) && registered",
            "!under(sbi, \"01\") && (legal_form == \"bv\" || legal_form == \"nv\")",
        ],
    );
}

#[test]
fn thresholds_follow_the_day() {
    let vocabulary = vocabulary();
    let expression = rule("de_minimis_3y <= de_minimis_ceiling", &vocabulary);
    let words = |day: &str| in_words(&expression, &vocabulary, Language::Dutch, parse_date(day).unwrap());
    assert_eq!(words("2023-12-31"), "de-minimissteun in drie jaar van hooguit € 200.000");
    assert_eq!(words("2024-01-01"), "de-minimissteun in drie jaar van hooguit € 300.000");
    assert_eq!(
        words("2013-12-31"),
        "de-minimissteun in drie jaar van hooguit de_minimis_ceiling (geen waarde op die dag)"
    );
}

#[test]
fn an_expression_that_is_not_a_rule_has_words_too() {
    let vocabulary = vocabulary();
    let words = |text: &str, expected: Type| match check_expression(text, &vocabulary, &expected) {
        Ok(expression) => in_words(&expression, &vocabulary, Language::Dutch, today()),
        Err(errors) => panic!("{}", drawn(text, &errors)),
    };
    assert_eq!(words("turnover * 0.5", Type::Money), "jaaromzet maal 0,5");
    assert_eq!(words("\"PV23\"", Type::Code("provinces".into())), "Overijssel");
    assert_eq!(
        words("years(founded, as_of)", Type::Number),
        "het aantal hele jaren van begindatum van het bedrijf tot de dag waarvoor we zoeken"
    );
}

#[test]
fn values() {
    let vocabulary = vocabulary();
    let check = |name: &str, value: Value, dutch: &str, english: &str| {
        let words = |language| value_in_words(id(&vocabulary, name), &value, &vocabulary, language);
        assert_eq!((words(Language::Dutch).as_str(), words(Language::English).as_str()), (dutch, english));
    };
    check("turnover", number(25_000), "€ 25.000", "€25,000");
    check("turnover", number(-5), "€ -5", "-€5");
    check("turnover", Value::Number(Number::parse("3750.5").unwrap()), "€ 3.750,50", "€3,750.50");
    check("turnover", Value::Number(Number::parse("3750.25").unwrap()), "€ 3.750,25", "€3,750.25");
    check("employees", number(1250), "1.250", "1,250");
    check("largest_share", Value::Number(Number::fraction(1, 3).unwrap()), "33,333333…%", "33.333333…%");
    check("sme", Value::Bool(true), "ja", "yes");
    check("sme", Value::Bool(false), "nee", "no");
    check("founded", date("2015-03-03"), "3 maart 2015", "3 March 2015");
    check("municipality", Value::text("GM0193"), "Zwolle", "Zwolle");
    check("municipality", Value::text("GM9999"), "GM9999", "GM9999");
    check("motto", Value::text("samen, en sterk"), "samen, en sterk", "samen, en sterk");
    check(
        "plan",
        Value::codes(["finance", "start"]),
        "Geld vinden en Een bedrijf beginnen",
        "Find money and Start a firm",
    );
    check(
        "sbi",
        Value::codes(["01", "28"]),
        "‘Akkerbouw, tuinbouw en veehouderij’ en Vervaardiging van machines",
        "‘Crops and animals’ and Manufacture of machinery",
    );
    check("sbi", Value::codes(["01"]), "‘Akkerbouw, tuinbouw en veehouderij’", "‘Crops and animals’");
    check("plan", Value::Codes(Arc::from([])), "geen", "none");
}

#[test]
fn words_need_no_vocabulary_entries() {
    let empty = Vocabulary::new();
    let expression = rule("sme && employees < 250", &vocabulary());
    let words = in_words(&expression, &empty, Language::Dutch, today());
    assert!(!words.is_empty());
}
