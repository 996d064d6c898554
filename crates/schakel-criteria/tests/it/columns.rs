//! Many firms at once: every verdict over columns is the verdict of the firm by itself, with every set of instructions,
//! any number of threads and any number of rows.

use proptest::prelude::*;
use schakel_criteria::{
    BLOCK_ROWS, Column, ColumnError, ColumnPlan, Counts, Expression, FactSet, FirmTable, Kernel, Number, RuleSet,
    Situation, Type, Value, Vocabulary, evaluate,
};

use crate::generator::{all_facts, all_leaves, conditions, masked, masks};
use crate::small_world::{self, checked, firms, joint_rules};
use crate::support::{self, id, number, today};

/// The firms as a table: a column for each fact that one of them knows.
fn table(firms: &[FactSet], vocabulary: &Vocabulary) -> FirmTable {
    let mut table = FirmTable::new(firms.len());
    for fact in vocabulary.fact_ids() {
        let values: Vec<Option<Value>> = firms.iter().map(|firm| firm.get(fact).cloned()).collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        let column = match vocabulary.fact(fact).unwrap().fact_type {
            Type::Number | Type::Money => Column::numbers(12, values.into_iter().map(as_number)).unwrap(),
            Type::Date => Column::days(values.into_iter().map(as_day)),
            _ => Column::values(values).unwrap(),
        };
        table.set(fact, column, vocabulary).unwrap();
    }
    table
}

fn as_number(value: Option<Value>) -> Option<Number> {
    value.map(|value| match value {
        Value::Number(number) => number,
        other => panic!("{other:?} is no number"),
    })
}

fn as_day(value: Option<Value>) -> Option<schakel_time::Date> {
    value.map(|value| match value {
        Value::Date(day) => day,
        other => panic!("{other:?} is no day"),
    })
}

/// Per set the verdict of every row, by every way of working it out; they must all agree.
fn verdicts(sets: &[Vec<&Expression>], firms: &[FactSet], vocabulary: &Vocabulary) -> Vec<Vec<Option<bool>>> {
    let plan = ColumnPlan::compile(sets, vocabulary, today());
    let table = table(firms, vocabulary);
    for (row, firm) in firms.iter().enumerate() {
        assert_eq!(table.facts(row), *firm);
    }
    let bound = plan.bind(&table, vocabulary);
    let numbers: Vec<usize> = (0..sets.len()).collect();
    let by = |threads: usize, kernel: Kernel| {
        let start = || vec![Vec::new(); sets.len()];
        let parts = bound.fold(&numbers, threads, kernel, start, |verdicts: &mut Vec<Vec<Option<bool>>>, block| {
            let bit = |plane: &[u64], row: usize| plane[row / 64] >> (row % 64) & 1 == 1;
            verdicts[block.set].extend((0..block.rows).map(|row| {
                match (bit(block.may_hold, row), bit(block.may_fail, row)) {
                    (true, false) => Some(true),
                    (false, true) => Some(false),
                    (true, true) => None,
                    (false, false) => panic!("a row that neither may hold nor may fail"),
                }
            }));
        });
        let mut all = vec![Vec::new(); sets.len()];
        for part in parts {
            all.iter_mut().zip(part).for_each(|(all, part)| all.extend(part));
        }
        all
    };
    let verdicts = by(1, Kernel::Portable);
    assert_eq!(by(3, Kernel::best()), verdicts);
    for (set, counts) in verdicts.iter().zip(bound.counts(2, Kernel::best())) {
        let count = |verdict: Option<bool>| set.iter().filter(|it| **it == verdict).count() as u64;
        let expected = Counts { met: count(Some(true)), not_met: count(Some(false)), unknown: count(None) };
        assert_eq!(counts, expected);
    }
    assert_eq!(bound.counts(1, Kernel::Portable), bound.counts(5, Kernel::best()));
    verdicts
}

/// What is said of a firm by itself: by Kleene's logic, and exactly.
fn alone(rules: &[&Expression], firm: &FactSet, vocabulary: &Vocabulary) -> (Option<bool>, Option<bool>) {
    let situation = Situation { vocabulary, facts: firm, as_of: today() };
    let outcomes: Vec<Option<bool>> = rules.iter().map(|rule| evaluate(rule, &situation).as_bool()).collect();
    let by_logic = if outcomes.contains(&Some(false)) {
        Some(false)
    } else {
        outcomes.iter().all(|it| *it == Some(true)).then_some(true)
    };
    (by_logic, RuleSet::compile(rules, vocabulary, today()).decide(firm))
}

fn agree(rules: &[&Expression], firms: &[FactSet], vocabulary: &Vocabulary) {
    let verdicts = verdicts(&[rules.to_vec()], firms, vocabulary).remove(0);
    for (firm, verdict) in firms.iter().zip(verdicts) {
        let (by_logic, exactly) = alone(rules, firm, vocabulary);
        assert_eq!(verdict, exactly, "over columns and alone; {by_logic:?} by logic: {firm:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn columns_say_of_every_firm_what_is_said_of_it_alone(
        text in conditions(all_leaves()),
        facts in prop::collection::vec((all_facts(), masks()), 1..40),
    ) {
        let vocabulary = support::vocabulary();
        let rule = support::rule(&text, &vocabulary);
        let firms: Vec<FactSet> = facts.iter().map(|(facts, mask)| masked(facts, mask, &vocabulary)).collect();
        agree(&[&rule], &firms, &vocabulary);
    }

    #[test]
    fn derived_facts_are_known_in_the_same_way(
        texts in joint_rules(),
        facts in prop::collection::vec(firms(), 1..40),
    ) {
        let vocabulary = small_world::vocabulary();
        let rules = checked(&texts, &vocabulary);
        agree(&rules.iter().collect::<Vec<_>>(), &facts, &vocabulary);
    }
}

#[test]
fn several_sets_share_what_they_have_in_common() {
    let vocabulary = support::vocabulary();
    let texts = [
        "employees < 250 && turnover <= 50_000_000",
        "employees < 250 && sme",
        "turnover <= 50_000_000 && employees < 250",
    ];
    let rules: Vec<Expression> = texts.iter().map(|text| support::rule(text, &vocabulary)).collect();
    let sets: Vec<Vec<&Expression>> = rules.iter().map(|rule| vec![rule]).collect();
    let one = ColumnPlan::compile(&sets[..1], &vocabulary, today());
    let again = ColumnPlan::compile(&[sets[0].clone(), sets[2].clone()], &vocabulary, today());
    assert_eq!(
        (one.tests(), one.planes()),
        (again.tests(), again.planes()),
        "the same rule costs nothing the second time"
    );
    assert_eq!(ColumnPlan::compile(&sets, &vocabulary, today()).sets(), 3);
}

#[test]
fn rows_of_any_number_and_classes_of_any_number_are_counted() {
    let vocabulary = support::vocabulary();
    // More limits than fit in a byte.
    let texts: Vec<String> = (0..400).map(|limit| format!("employees < {limit}")).collect();
    let rules: Vec<Expression> = texts.iter().map(|text| support::rule(text, &vocabulary)).collect();
    let sets: Vec<Vec<&Expression>> = rules.iter().map(|rule| vec![rule]).collect();
    for rows in [0, 1, 63, 64, 65, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1, 3 * BLOCK_ROWS + 7] {
        let mut table = FirmTable::new(rows);
        let value = |row: usize| (!row.is_multiple_of(7)).then(|| i64::try_from(row * 13 % 500).unwrap());
        let employees = id(&vocabulary, "employees");
        table.set(employees, Column::whole_numbers((0..rows).map(value)), &vocabulary).unwrap();
        let plan = ColumnPlan::compile(&sets, &vocabulary, today());
        let bound = plan.bind(&table, &vocabulary);
        for kernel in [Kernel::Portable, Kernel::best()] {
            for (limit, counts) in (0..).zip(bound.counts(2, kernel)) {
                let known: Vec<i64> = (0..rows).filter_map(value).collect();
                let met = known.iter().filter(|value| **value < limit).count() as u64;
                let unknown = (rows - known.len()) as u64;
                let not_met = rows as u64 - met - unknown;
                assert_eq!(counts, Counts { met, not_met, unknown }, "{limit} of {rows} rows");
            }
        }
    }
}

#[test]
fn a_column_that_does_not_fit_says_why() {
    let vocabulary = support::vocabulary();
    let employees = id(&vocabulary, "employees");
    let check = |column: Result<Column, ColumnError>, expected: &str| {
        let mut table = FirmTable::new(2);
        let error = column.and_then(|column| table.set(employees, column, &vocabulary)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    check(Ok(Column::whole_numbers([Some(1)])), "the column of `employees` has 1 rows, and the table 2");
    check(
        Column::values([Some(Value::Bool(true)), None]),
        "the column of `employees` holds values of another type: it must be a number",
    );
    check(
        Column::numbers(10, [None, Number::fraction(1, 3)]),
        "row 2 has 0.333333…, which cannot be counted in parts of 1/10",
    );
    let many = (0..70_000).map(|it| Some(Value::text(&it.to_string())));
    check(Column::values(many), "the column has more than 65535 different values: such a fact cannot be counted with");
    assert_eq!(number(3), Value::Number(Number::whole(3)));
}
