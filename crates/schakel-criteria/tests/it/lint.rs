//! Rules that nobody meets, that everybody meets, or that exclude each other.

use schakel_criteria::{Expression, FindingKind, lint};

use crate::region::region;
use crate::support::{rule, today};

/// The findings on rules, each as the number of the rule, what is wrong and the words to blame.
fn check(rules: &[&str], expected: &[(usize, FindingKind, &str)]) {
    let vocabulary = region();
    let expressions: Vec<Expression> = rules.iter().map(|text| rule(text, &vocabulary)).collect();
    let findings = lint(&expressions.iter().collect::<Vec<_>>(), &vocabulary, today());
    let found: Vec<_> =
        findings.iter().map(|it| (it.rule, it.kind.clone(), &rules[it.rule][it.span.start..it.span.end])).collect();
    assert_eq!(found, expected, "{rules:?}");
}

use FindingKind::{AlwaysHolds, NobodyMeets, NobodyMeetsTogether};

fn with(others: &[usize]) -> FindingKind {
    NobodyMeetsTogether { others: others.to_vec() }
}

#[test]
fn good_rules_give_no_findings() {
    check(&[], &[]);
    check(&["sme", "province in [\"PV23\", \"PV25\"]", "trl >= 3 && trl <= 7"], &[]);
    check(&["own_costs + partner_costs >= 100", "de_minimis + requested_grant <= 300_000"], &[]);
}

#[test]
fn a_rule_that_nobody_can_meet() {
    check(&["employees >= 20 && employees < 10"], &[(0, NobodyMeets, "employees >= 20 && employees < 10")]);
    check(&["registered", "trl > 9"], &[(1, NobodyMeets, "trl > 9")]);
    check(&["registered && (trl < 1 || trl > 9) && autonomous"], &[(0, NobodyMeets, "(trl < 1 || trl > 9)")]);
    check(
        &["under(sbi, \"281\") && !under(sbi, \"28\")"],
        &[(0, NobodyMeets, "under(sbi, \"281\") && !under(sbi, \"28\")")],
    );
    check(
        &["sme && employees >= 250 && group_employees >= 250"],
        &[(0, NobodyMeets, "sme && employees >= 250 && group_employees >= 250")],
    );
    check(&["partners * 3 == 10"], &[(0, NobodyMeets, "partners * 3 == 10")]);
    check(&["share + own_costs / own_costs < 0 && share < 0"], &[(0, NobodyMeets, "share < 0")]);
}

#[test]
fn a_rule_that_always_holds() {
    check(&["trl < 4 || trl >= 4"], &[(0, AlwaysHolds, "trl < 4 || trl >= 4")]);
    check(&["registered || trl <= 9"], &[(0, AlwaysHolds, "trl <= 9")]);
    check(&["own_costs + partner_costs >= 0"], &[(0, AlwaysHolds, "own_costs + partner_costs >= 0")]);
    check(
        &["province in [\"PV20\", \"PV23\", \"PV25\"]"],
        &[(0, AlwaysHolds, "province in [\"PV20\", \"PV23\", \"PV25\"]")],
    );
}

#[test]
fn rules_that_exclude_each_other() {
    check(&["registered", "trl > 6", "autonomous", "trl < 4"], &[(3, with(&[1]), "trl < 4")]);
    check(&["sme", "employees > 300", "group_employees > 300", "trl > 3"], &[(1, with(&[0]), "employees > 300")]);
    // Three that only together exclude each other.
    check(&["registered || trl > 6", "!registered", "trl < 4"], &[(2, with(&[0, 1]), "trl < 4")]);
    // When one is impossible by itself, that is what is wrong.
    check(&["trl > 9", "registered", "!registered"], &[(0, NobodyMeets, "trl > 9")]);
}
