//! Every message, as its reader sees it: the text, the underlined words, what is wrong and what to write instead.

use schakel_criteria::{Type, check_expression};

use crate::support::{drawn, vocabulary};

/// Compares what is said about these texts with the snapshot of this name.
#[track_caller]
fn check(name: &str, texts: &[&str]) {
    let vocabulary = vocabulary();
    let drawn = texts.iter().map(|text| match check_expression(text, &vocabulary, &Type::Bool) {
        Ok(_) => panic!("no mistake was found in {text}"),
        Err(errors) => drawn(text, &errors),
    });
    let all = drawn.collect::<Vec<_>>().join("\n\n");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, all);
    });
}

#[test]
fn signs_and_words_written_otherwise() {
    check(
        "signs_and_words_written_otherwise",
        &[
            "employees ≤ 250",
            "employees =< 250",
            "employees => 250 && employees <> 3",
            "province = \"PV23\"",
            "sme & registered | starter",
            "sme and registered or not starter",
            "sme EN registered OF niet starter",
            "province == “PV23”",
            "province == ‘PV23’",
            "employees – 1 < 3",
            "employees < 10 × 5",
            "sme # registered",
            "turnover < €5",
            "één_feit",
            "province not in [\"PV23\"]",
        ],
    );
}

#[test]
fn left_out_of_cel() {
    check(
        "left_out_of_cel",
        &[
            "sme ? employees < 10 : employees < 20",
            "employees % 2 == 0",
            "largest_share < 35%",
            "plan[0] == \"start\"",
            "firm.employees < 250",
            "has(firm.employees)",
            "plan.exists(x, x == \"start\")",
            "plan.all(x, x == \"start\") && [1, 2].map(x, x)",
            "size(plan) > 1",
            "plan.size() > 1",
            "motto.contains(\"x\")",
            "motto.endsWith(\"x\") || motto.matches(\"x\")",
            "founded < timestamp(\"2017-01-01T00:00:00Z\")",
            "founded > as_of - duration(\"5h\")",
            "int(employees) < 250",
            "sme == null",
            "motto == b\"x\"",
            "motto == r\"x\"",
            "motto == \"\"\"x\"\"\"",
            "employees < 250u",
            "turnover < 5e7 || turnover < 1.5E-3",
            "employees < 0xFF",
            "{\"a\": 1}",
            "sme // klein bedrijf",
        ],
    );
}

#[test]
fn numbers_and_texts() {
    check(
        "numbers_and_texts",
        &[
            "turnover < 50.000.000",
            "turnover < 50.000",
            "largest_share < 0,35",
            "largest_share < .35",
            "employees < 1__000",
            "employees < 12abc",
            "employees < 1234567890123456",
            "motto == \"open",
            "motto == \"a\\d\"",
            "motto == \"\\u12\"",
        ],
    );
}

#[test]
fn structure() {
    check(
        "structure",
        &[
            "",
            "sme &&",
            "&& sme",
            "sme && && registered",
            "(sme && registered",
            "sme)",
            "(sme]",
            "sme registered",
            "10 < employees < 250",
            "1 <= trl <= 3 <= 5",
            "province in [\"PV23\"] == true",
            "sme == starter == registered",
            "yaers(founded, as_of) < 5",
            "foo(1)",
            "startsWith(motto, \"a\")",
            "founded.years(as_of) < 5",
            "between(trl, 1,)",
            "province in [\"PV23\", , \"PV25\"]",
        ],
    );
}

#[test]
fn names_and_codes() {
    check(
        "names_and_codes",
        &[
            "employes < 250",
            "Employees < 250",
            "de_minimis_3y <= de_minimis_celing",
            "founded <= asof",
            "profit > 0",
            "years < 5",
            "province == \"PV32\"",
            "province == \"Overijssel\"",
            "province in [\"PV23\", \"south holland\", \"Gelderlant\"]",
            "\"inovate\" in plan",
            "under(sbi, \"99\")",
            "sbi.startsWith(\"99\")",
            "province == \"somewhere\"",
        ],
    );
}

#[test]
fn types_that_do_not_fit() {
    check(
        "types_that_do_not_fit",
        &[
            "employees",
            "founded",
            "province",
            "plan",
            "\"start\"",
            "employees && !founded",
            "!province == \"PV23\"",
            "turnover == employees",
            "turnover < \"50\"",
            "founded < \"2017-01-01\"",
            "founded < 2017",
            "sme == \"ja\"",
            "sme == 1",
            "province == legal_form",
            "province == municipality",
            "motto == province",
            "plan == \"start\"",
            "province < \"PV23\"",
            "plan < \"a\"",
            "motto < \"a\"",
            "sme < true",
        ],
    );
}

#[test]
fn calculations_that_mean_nothing() {
    check(
        "calculations_that_mean_nothing",
        &[
            "turnover + employees > 0",
            "turnover - trl > 0",
            "turnover * balance_total > 0",
            "employees / turnover > 0",
            "turnover / 5 >= employees",
            "founded - as_of > 5",
            "founded + 365 > as_of",
            "-founded > as_of",
            "-sme",
            "\"a\" + \"b\" == motto",
            "turnover / 0 > 1",
            "employees / -0.0 > 1",
        ],
    );
}

#[test]
fn functions_with_wrong_arguments() {
    check(
        "functions_with_wrong_arguments",
        &[
            "years(founded) < 5",
            "years(founded, employees) < 5",
            "between(trl, 1)",
            "between(province, 1, 2)",
            "between(trl, 1, turnover)",
            "between(founded, date(\"2017-01-01\"), 5)",
            "under(employees, \"28\")",
            "under(sbi, province)",
            "employees.startsWith(\"2\")",
            "sbi.startsWith(28)",
            "sbi.startsWith(\"28\", \"29\")",
            "founded < date(\"2017-02-30\")",
            "founded < date(\"11-04-2017\")",
            "founded < date(2017)",
            "date()",
        ],
    );
}

#[test]
fn membership() {
    check(
        "membership",
        &[
            "province in []",
            "province in [\"PV23\", 5, sme]",
            "plan in [\"start\", \"finance\"]",
            "trl in [\"4\"]",
            "founded in [\"a\"]",
            "sme in [\"a\"]",
            "\"PV23\" in province",
            "\"a\" in employees",
            "province in plan",
            "5 in plan",
            "province == [\"PV23\"]",
            "[\"PV23\"]",
        ],
    );
}

#[test]
fn several_mistakes_at_once() {
    check(
        "several_mistakes_at_once",
        &[
            "employes < 250 && (turnover <= \"50\" || balanse_total <= employees) && province in [\"PV32\"]",
            "employees ≤ \"10\" && foo(1) && sme ? a : b",
            "(sme registered) && employes = 3 && \"x\" in plan && )",
        ],
    );
}
