//! The SME definition (Recommendation 2003/361/EC) as the pack derives it, with the group figures of the worked
//! examples 4 and 5 of the Commission's user guide.

use schakel_criteria::{Number, Value};

use crate::region::{Asked, ask};
use crate::support::number;

/// The figures of one enterprise: annual work units, turnover and balance sheet total in euros.
#[derive(Clone, Copy)]
struct Figures {
    employees: i64,
    turnover: i64,
    balance_total: i64,
}

const NONE: Figures = Figures { employees: 0, turnover: 0, balance_total: 0 };

/// The sum of figures, each for so many hundredths.
fn group(parts: &[(i64, Figures)]) -> [Value; 3] {
    let total = |figure: fn(&Figures) -> i64| {
        let hundredths = parts.iter().map(|(share, figures)| share * figure(figures)).sum();
        Value::Number(Number::fraction(hundredths, 100).unwrap())
    };
    [total(|it| it.employees), total(|it| it.turnover), total(|it| it.balance_total)]
}

/// Whether A is an SME, asked with its own figures and those of its group.
fn ask_group(own: Figures, parts: &[(i64, Figures)]) -> Asked {
    let [group_employees, group_turnover, group_balance_total] = group(parts);
    ask(
        &["sme"],
        &[
            ("employees", number(own.employees)),
            ("turnover", number(own.turnover)),
            ("balance_total", number(own.balance_total)),
            ("autonomous", Value::Bool(false)),
            ("group_employees", group_employees),
            ("group_turnover", group_turnover),
            ("group_balance_total", group_balance_total),
        ],
    )
}

const A: Figures = Figures { employees: 100, turnover: 20_000_000, balance_total: 18_000_000 };

/// Example 4: B (a university) holds 25 percent, C 30 and D (an institutional investor) 25; B and D are not linked.
/// Only C counts as a partner, for its share.
fn example_4(c: Figures) -> Asked {
    ask_group(A, &[(100, A), (30, c)])
}

/// Example 5: B holds 25 percent, C 25 and D 30; B and D are linked and hold 55 together. B and D count in full.
fn example_5(b: Figures, c: Figures, d: Figures) -> Asked {
    ask_group(A, &[(100, A), (25, c), (100, b), (100, d)])
}

#[test]
fn example_4_counts_the_partner_for_its_share() {
    // 100 + 30 % of 499 is 249.7; of 500 it is 250, which is no longer fewer than 250.
    assert_eq!(example_4(Figures { employees: 499, ..NONE }).decided(), Some(true));
    assert_eq!(example_4(Figures { employees: 500, ..NONE }).decided(), Some(false));
    // Turnover 20 + 30 % of 100 is exactly 50 million, which is still allowed.
    let rich = Figures { employees: 10, turnover: 100_000_000, balance_total: 200_000_000 };
    assert_eq!(example_4(rich).decided(), Some(true));
    // One of the two ceilings is enough; above both it is too much. Balance sheet total 18 + 30 % of 83.33… is 43.
    let over = Figures { turnover: 100_000_010, ..rich };
    assert_eq!(example_4(over).decided(), Some(false));
    assert_eq!(example_4(Figures { balance_total: 83_333_333, ..over }).decided(), Some(true));
    assert_eq!(example_4(Figures { balance_total: 83_333_334, ..over }).decided(), Some(false));
}

#[test]
fn example_5_counts_the_linked_enterprises_in_full() {
    let [b, c] = [30, 400].map(|employees| Figures { employees, ..NONE });
    let d = |employees| Figures { employees, ..NONE };
    assert_eq!(example_5(b, c, d(19)).decided(), Some(true));
    let asked = example_5(b, c, d(20));
    assert_eq!(asked.decided(), Some(false));
    assert_eq!(asked.changes(), ["group_employees 250 -> 249"]);
    // Turnover 20 + 25 % of 40 + 15 + 5 is exactly 50 million.
    let turnover = |turnover| Figures { turnover, balance_total: 90_000_000, ..NONE };
    let [b, c] = [15_000_000, 40_000_000].map(turnover);
    assert_eq!(example_5(b, c, turnover(5_000_000)).decided(), Some(true));
    let asked = example_5(b, c, turnover(5_000_001));
    assert_eq!(asked.decided(), Some(false));
    assert_eq!(asked.changes(), ["group_turnover 50000001 -> 50000000", "group_balance_total 220500000 -> 43000000",]);
}

fn check(known: &[(&str, Value)], decided: Option<bool>, missing: &[&str]) {
    let asked = ask(&["sme"], known);
    assert_eq!(asked.decided(), decided, "{known:?}");
    assert_eq!(asked.missing(), missing, "{known:?}");
}

#[test]
fn own_figures_are_enough_for_an_autonomous_enterprise() {
    let own = [("employees", number(12)), ("turnover", number(2_000_000)), ("autonomous", Value::Bool(true))];
    check(&own, Some(true), &[]);
    check(&own[..2], None, &["autonomous", "group_employees", "group_turnover", "group_balance_total"]);
    let not_autonomous = [own[0].clone(), own[1].clone(), ("autonomous", Value::Bool(false))];
    check(&not_autonomous, None, &["group_employees", "group_turnover", "group_balance_total"]);
    check(&[("employees", number(250))], Some(false), &[]);
}

#[test]
fn group_figures_decide_without_own_figures() {
    // A group is never smaller than the firm, so its own figures need not be asked.
    check(&[("group_employees", number(100)), ("group_turnover", number(3_000_000))], Some(true), &[]);
    check(&[("group_employees", number(250))], Some(false), &[]);
    check(&[("group_employees", number(300)), ("employees", number(12))], Some(false), &[]);
    let asked = ask(&["sme"], &[("group_employees", number(300)), ("group_turnover", number(3_000_000))]);
    assert_eq!(asked.changes(), ["group_employees 300 -> 249"]);
}

#[test]
fn what_the_firm_says_itself_counts() {
    check(&[("sme", Value::Bool(true)), ("employees", number(900))], Some(true), &[]);
    let asked = ask(&["sme"], &[("sme", Value::Bool(false)), ("employees", number(12))]);
    assert_eq!(asked.decided(), Some(false));
    assert_eq!(asked.changes(), ["sme false -> true"]);
}

#[test]
fn changes_lead_to_an_sme_by_the_shortest_way() {
    let large = [("employees", number(300)), ("turnover", number(2_000_000)), ("autonomous", Value::Bool(true))];
    assert_eq!(ask(&["sme"], &large).changes(), ["employees 300 -> 249"]);
    // A group with fewer employees than the firm itself would contradict what is known, so the own figures come first.
    let changes = ask(&["sme"], &[("employees", number(300))]).changes();
    assert_eq!(
        changes,
        [
            "autonomous ? -> true, employees 300 -> 249, turnover ? -> 50000000",
            "autonomous ? -> true, employees 300 -> 249, balance_total ? -> 43000000",
        ]
    );
    let changes = ask(&["sme"], &[("group_employees", number(300))]).changes();
    assert_eq!(
        changes,
        [
            "group_employees 300 -> 249, group_turnover ? -> 50000000",
            "group_employees 300 -> 249, group_balance_total ? -> 43000000",
        ]
    );
}

#[test]
fn a_derived_fact_works_within_other_rules() {
    let asked = ask(&["starter || sme"], &[("plan", Value::codes(["start"]))]);
    assert_eq!((asked.decided(), asked.missing()), (Some(true), vec![]));
    let asked = ask(&["starter || sme"], &[("registered", Value::Bool(true)), ("sme", Value::Bool(false))]);
    assert_eq!((asked.decided(), asked.missing()), (None, vec!["founded", "plan"]));
    let asked = ask(&["!sme"], &[("group_employees", number(300))]);
    assert_eq!(asked.decided(), Some(true));
}
