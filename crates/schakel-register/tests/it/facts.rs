//! Facts from JSON and from forms.

use insta::assert_snapshot;
use proptest::prelude::*;
use schakel_criteria::{FactSet, Language, Number, Value};
use schakel_register::{Pack, fact_value_from_text, facts_from_json, facts_to_json};
use schakel_time::{Date, parse_date};
use serde_json::{Value as Json, json};

use crate::small_pack::{files, good_pack};

fn pack() -> Pack {
    good_pack(&files())
}

fn today() -> Date {
    parse_date("2017-06-01").unwrap()
}

fn read(facts: Json) -> FactSet {
    let pack = pack();
    facts_from_json(&facts, &pack, today()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// Every mistake in both languages.
fn refusal(facts: Json) -> String {
    let errors = facts_from_json(&facts, &pack(), today()).expect_err("refused");
    let line = |language| errors.iter().map(move |error| error.message(language));
    line(Language::Dutch).chain(line(Language::English)).collect::<Vec<_>>().join("\n")
}

#[test]
fn facts_of_every_type() {
    let facts = json!({
        "plan": ["innovate", "start"],
        "municipality": "GM0153",
        "employees": 12.5,
        "turnover": "1_000_000",
        "sites": 1,
        "founded": "2015-03-03",
        "registered": true,
        "sbi": "6210",
        "motto": "Doen",
        "small": null,
    });
    assert_snapshot!(facts_to_json(&read(facts), &pack()).to_string(), @r#"{"plan":["innovate","start"],"municipality":"GM0153","employees":12.5,"turnover":1000000,"sites":1,"founded":"2015-03-03","registered":true,"sbi":["6210"],"motto":"Doen"}"#);
}

#[test]
fn nothing_is_known_of_an_empty_object() {
    assert_eq!(read(json!({})), FactSet::new());
    assert_eq!(read(json!({ "employees": null })), FactSet::new(), "null means not known");
}

#[test]
fn facts_that_are_no_object() {
    assert_snapshot!(refusal(json!([12])), @r#"
    de gegevens moeten een lijst zijn van gegeven en waarde, zoals {"employees": 12}
    the facts must be an object of fact and value, such as {"employees": 12}
    "#);
}

#[test]
fn an_unknown_fact() {
    assert_snapshot!(refusal(json!({ "employes": 12 })), @r"
    het gegeven `employes` bestaat niet; bedoelde u `employees`?
    unknown fact `employes`; did you mean `employees`?
    ");
    assert_snapshot!(refusal(json!({ "weather": "sunny" })), @r"
    het gegeven `weather` bestaat niet; facts.toml noemt alle gegevens
    unknown fact `weather`; facts.toml lists all facts
    ");
}

#[test]
fn a_value_of_the_wrong_type() {
    let facts = json!({
        "plan": 1,
        "municipality": ["GM0153"],
        "province": 23,
        "employees": "twaalf",
        "turnover": true,
        "founded": "3 maart 2015",
        "registered": "misschien",
        "sbi": [62],
        "motto": 7,
    });
    assert_snapshot!(refusal(facts), @r#"
    `plan` moet een lijst codes uit `plan` zijn, maar hier staat 1
    `municipality` moet een code uit `municipalities` zijn, maar hier staat ["GM0153"]
    `province` moet een code uit `provinces` zijn, maar hier staat 23
    `employees` moet een getal zijn, maar hier staat "twaalf"
    `turnover` moet een bedrag zijn, maar hier staat true
    `founded` moet een datum (2017-04-11) zijn, maar hier staat "3 maart 2015"
    `registered` moet ja of nee (true of false) zijn, maar hier staat "misschien"
    `sbi` moet een lijst codes uit `sbi` zijn, maar hier staat [62]
    `motto` moet tekst zijn, maar hier staat 7
    `plan` must be a list of codes from `plan`, but 1 was given
    `municipality` must be a code from `municipalities`, but ["GM0153"] was given
    `province` must be a code from `provinces`, but 23 was given
    `employees` must be a number, but "twaalf" was given
    `turnover` must be an amount of money, but true was given
    `founded` must be a date (2017-04-11), but "3 maart 2015" was given
    `registered` must be yes or no (true or false), but "misschien" was given
    `sbi` must be a list of codes from `sbi`, but [62] was given
    `motto` must be text, but 7 was given
    "#);
}

#[test]
fn a_number_out_of_range() {
    assert_snapshot!(refusal(json!({ "sites": 1.5 })), @r"
    `sites` moet een heel getal zijn, maar hier staat 1.5
    `sites` must be a whole number, but 1.5 was given
    ");
    assert_snapshot!(refusal(json!({ "employees": -0.5, "sites": 0 })), @r"
    `employees` is minstens 0, maar hier staat -0.5
    `sites` is minstens 1, maar hier staat 0
    `employees` is at least 0, but -0.5 was given
    `sites` is at least 1, but 0 was given
    ");
    assert_snapshot!(refusal(json!({ "employees": 1_000_001 })), @r"
    `employees` is hooguit 1.000.000, maar hier staat 1000001
    `employees` is at most 1,000,000, but 1000001 was given
    ");
    assert_snapshot!(refusal(json!({ "turnover": 1e30 })), @r"
    `turnover` moet een bedrag zijn, maar hier staat 1e+30
    `turnover` must be an amount of money, but 1e+30 was given
    ");
}

#[test]
fn a_code_that_is_not_in_the_list() {
    assert_snapshot!(refusal(json!({ "plan": ["inovate"], "municipality": "enschede", "province": "XX" })), @r"
    `plan`: de code `inovate` staat niet in de lijst `plan`; bedoelde u `innovate`?
    `municipality`: de code `enschede` staat niet in de lijst `municipalities`; bedoelde u `GM0153`?
    `province`: de code `XX` staat niet in de lijst `provinces`
    `plan`: the code `inovate` is not in the list `plan`; did you mean `innovate`?
    `municipality`: the code `enschede` is not in the list `municipalities`; did you mean `GM0153`?
    `province`: the code `XX` is not in the list `provinces`
    ");
}

#[test]
fn facts_that_cannot_be_true_together() {
    assert_snapshot!(refusal(json!({ "registered": false, "sites": 2 })), @r"
    Zonder inschrijving heeft u hooguit één vestiging.
    Without registration you have at most one site.
    ");
    read(json!({ "registered": false }));
    read(json!({ "sites": 2 }));
}

#[test]
fn every_mistake_at_once() {
    let facts = json!({ "employes": 1, "turnover": "veel", "registered": false, "sites": 2, "plan": ["x"] });
    assert_snapshot!(refusal(facts), @r#"
    het gegeven `employes` bestaat niet; bedoelde u `employees`?
    `turnover` moet een bedrag zijn, maar hier staat "veel"
    `plan`: de code `x` staat niet in de lijst `plan`
    Zonder inschrijving heeft u hooguit één vestiging.
    unknown fact `employes`; did you mean `employees`?
    `turnover` must be an amount of money, but "veel" was given
    `plan`: the code `x` is not in the list `plan`
    Without registration you have at most one site.
    "#);
}

#[test]
fn a_long_wrong_value_is_repeated_in_part() {
    let message = refusal(json!({ "employees": "x".repeat(500) }));
    assert!(message.lines().all(|line| line.chars().count() < 120), "{message}");
}

#[test]
fn activity_codes_with_dots_and_of_2008() {
    let sbi = |codes: Json| facts_to_json(&read(json!({ "sbi": codes })), &pack())["sbi"].to_string();
    assert_eq!(sbi(json!(["62.10"])), r#"["6210"]"#, "with a dot");
    assert_eq!(sbi(json!(["6201"])), r#"["6210"]"#, "of 2008");
    assert_eq!(sbi(json!(["62.01", "6210", "C"])), r#"["6210","C"]"#, "no doubles");
    assert_snapshot!(refusal(json!({ "sbi": ["47.91", "programmeren", "Programming"] })), @r"
    `sbi`: `4791` is geen SBI-code van 2025, en als code van 2008 niet met zekerheid om te zetten; geef de SBI-code van 2025
    `sbi`: `4791` is no SBI 2025 code, and no SBI 2008 code that became one code; give the SBI 2025 code
    ");
    assert_snapshot!(refusal(json!({ "sbi": ["Programming"] })), @r"
    `sbi`: de code `Programming` staat niet in de lijst `sbi`; bedoelde u `6210`?
    `sbi`: the code `Programming` is not in the list `sbi`; did you mean `6210`?
    ");
}

/// What a form field gives, as JSON.
fn typed(fact: &str, text: &str, language: Language) -> String {
    let pack = pack();
    let id = pack.vocabulary.fact_named(fact).unwrap();
    match fact_value_from_text(id, text, &pack, language) {
        Ok(None) => "not known".to_owned(),
        Ok(Some(value)) => {
            let mut facts = FactSet::new();
            facts.set(id, value);
            facts_to_json(&facts, &pack)[fact].to_string()
        }
        Err(error) => error.message(language),
    }
}

#[test]
fn numbers_as_people_type_them() {
    let check = |text: &str, dutch: &str, english: &str| {
        assert_eq!(typed("turnover", text, Language::Dutch), dutch, "Dutch {text}");
        assert_eq!(typed("turnover", text, Language::English), english, "English {text}");
    };
    check("25000", "25000", "25000");
    check("25.000,50", "25000.5", "`turnover` must be an amount of money, but \"25.000,50\" was given");
    check("25,000.50", "`turnover` moet een bedrag zijn, maar hier staat \"25,000.50\"", "25000.5");
    check("1.000", "1000", "1");
    check("1,000", "1", "1000");
    check("€ 1.000", "1000", "1");
    check("€ 1.000,-", "1000", "`turnover` must be an amount of money, but \"€ 1.000,-\" was given");
    check("1,5", "1.5", "1.5");
    check("1.5", "1.5", "1.5");
    check("1 000 000", "1000000", "1000000");
    check("1\u{a0}000", "1000", "1000");
    check("1.234.567,89", "1234567.89", "`turnover` must be an amount of money, but \"1.234.567,89\" was given");
    check("1234.567", "1234.567", "1234.567");
    check("  ", "not known", "not known");
    for text in [".500", "1..5", "1.2.3,4", "abc", "5%", "€", "1e5"] {
        assert!(typed("turnover", text, Language::Dutch).contains("moet een bedrag zijn"), "{text}");
    }
}

#[test]
fn a_share_may_be_a_percentage() {
    assert_eq!(typed("largest_share", "60%", Language::Dutch), "0.6");
    assert_eq!(typed("largest_share", "33,3 %", Language::Dutch), "0.333");
    assert_eq!(typed("largest_share", "0.6", Language::English), "0.6");
    assert_eq!(typed("largest_share", "60", Language::Dutch), "`largest_share` is hooguit 1, maar hier staat 60");
    assert_eq!(
        typed("employees", "60%", Language::Dutch),
        "`employees` moet een getal zijn, maar hier staat \"60%\"",
        "people are no share"
    );
}

#[test]
fn a_number_that_is_out_of_range_is_repeated_plainly() {
    assert_eq!(typed("sites", "0", Language::Dutch), "`sites` is minstens 1, maar hier staat 0");
    assert_eq!(
        typed("employees", "2.000.000", Language::Dutch),
        "`employees` is hooguit 1.000.000, maar hier staat 2000000"
    );
    assert_eq!(typed("sites", "1,5", Language::Dutch), "`sites` moet een heel getal zijn, maar hier staat 1.5");
}

#[test]
fn other_values_as_people_type_them() {
    for yes in ["ja", "Ja", "yes", "true"] {
        assert_eq!(typed("registered", yes, Language::Dutch), "true");
    }
    for no in ["nee", "NO", "false"] {
        assert_eq!(typed("registered", no, Language::English), "false");
    }
    assert_eq!(
        typed("registered", "soms", Language::Dutch),
        "`registered` moet ja of nee (true of false) zijn, maar hier staat \"soms\""
    );
    assert_eq!(typed("plan", "start, innovate;start", Language::Dutch), r#"["innovate","start"]"#);
    assert_eq!(typed("founded", "2015-03-03", Language::Dutch), "\"2015-03-03\"");
    assert_eq!(
        typed("founded", "3-3-2015", Language::Dutch),
        "`founded` moet een datum (2017-04-11) zijn, maar hier staat \"3-3-2015\""
    );
    assert_eq!(typed("motto", " Doen, en dan; denken ", Language::Dutch), "\"Doen, en dan; denken\"");
}

fn any_facts() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let codes = |list: &'static [&'static str]| {
        proptest::sample::subsequence(list, 0..=list.len()).prop_map(|codes| Value::codes(codes.iter().copied()))
    };
    let number = (0_i64..1_000_000, 0_i64..1_000_000).prop_map(|(whole, millionths)| {
        let fraction = Number::fraction(millionths, 1_000_000).unwrap();
        Value::Number(Number::whole(whole).plus(fraction).unwrap())
    });
    let fine = (0_i64..1000, 1_u32..=15)
        .prop_map(|(tiny, places)| Value::Number(Number::fraction(tiny, 10_i64.pow(places)).unwrap()));
    let day = (0_i64..20_000).prop_map(|days| Value::Date(parse_date("1980-01-01").unwrap() + schakel_days(days)));
    let facts = (
        proptest::option::of(codes(&["start", "innovate"])),
        proptest::option::of(number),
        proptest::option::of(fine),
        proptest::option::of(day),
        proptest::option::of(any::<bool>().prop_map(Value::Bool)),
        proptest::option::of(codes(&["C", "28", "281", "6210"])),
        proptest::option::of("[a-zA-Z \"é]{0,12}".prop_map(|text| Value::text(&text))),
    );
    facts.prop_map(|(plan, employees, turnover, founded, registered, sbi, motto)| {
        let names = ["plan", "employees", "turnover", "founded", "registered", "sbi", "motto"];
        let values = [plan, employees, turnover, founded, registered, sbi, motto];
        names.into_iter().zip(values).filter_map(|(name, value)| Some((name, value?))).collect()
    })
}

fn schakel_days(days: i64) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).unwrap() * 86_400)
}

fn number_as_typed(whole: u32, cents: Option<u8>, grouped: bool, language: Language) -> String {
    let (decimal, group) = match language {
        Language::Dutch => (',', "."),
        Language::English => ('.', ","),
    };
    let whole = Number::whole(i64::from(whole)).written(decimal, if grouped { group } else { "" });
    cents.map_or(whole.clone(), |cents| format!("{whole}{decimal}{cents:02}"))
}

proptest! {
    #[test]
    fn facts_come_back_from_json(given in any_facts()) {
        let pack = pack();
        let mut facts = FactSet::new();
        for (name, value) in given {
            facts.set(pack.vocabulary.fact_named(name).unwrap(), value);
        }
        let json = facts_to_json(&facts, &pack);
        let text = serde_json::to_string(&json).unwrap();
        let again = facts_from_json(&serde_json::from_str(&text).unwrap(), &pack, today()).unwrap();
        let values = |facts: &FactSet| facts.given().map(|(id, value)| (id, value.clone())).collect::<Vec<_>>();
        prop_assert_eq!(values(&again), values(&facts));
    }

    #[test]
    fn a_number_written_in_a_language_is_read_in_that_language(
        whole in 0_u32..100_000_000, cents in proptest::option::of(0_u8..100), grouped: bool, dutch: bool, sign: bool,
    ) {
        let language = if dutch { Language::Dutch } else { Language::English };
        let mut text = number_as_typed(whole, cents, grouped, language);
        if sign {
            text.insert_str(0, "€ ");
        }
        let hundredths = i64::from(whole) * 100 + i64::from(cents.unwrap_or(0));
        let wanted = Number::fraction(hundredths, 100).unwrap();
        let pack = pack();
        let id = pack.vocabulary.fact_named("turnover").unwrap();
        let read = fact_value_from_text(id, &text, &pack, language).unwrap();
        prop_assert_eq!(read, Some(Value::Number(wanted)), "{}", text);
    }

    #[test]
    fn any_text_in_a_form_gives_a_value_or_a_message(text in ".{0,30}", dutch: bool) {
        let pack = pack();
        let language = if dutch { Language::Dutch } else { Language::English };
        for id in pack.vocabulary.fact_ids() {
            if let Err(error) = fact_value_from_text(id, &text, &pack, language) {
                prop_assert!(!error.message(language).is_empty());
            }
        }
    }
}
