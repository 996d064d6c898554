//! What goes in comes out, the same on every engine.

use proptest::prelude::*;
use schakel_store::{Digest, Row, StoreError, Value, values};
use schakel_time::{Date, DateTime, add_days};

use crate::databases::{must_read, must_write, on_each, write};
use crate::shared::{day, noon};

const INSERT: &str =
    "INSERT INTO firm (id, kvk_number, name, facts, made_at, erase_after) VALUES ($1, $2, $3, $4, $5, $6)";

#[test]
fn every_kind_of_value_comes_back() {
    on_each(|store| {
        must_write(store, |statements| {
            statements.execute(
                INSERT,
                values![i64::MAX, None::<&str>, "Ü’s & Zn 🦊", "", noon("2026-11-22"), day("2027-02-28")],
            )
        });
        let row = &must_read(store, |statements| {
            statements.query("SELECT id, kvk_number, name, facts, made_at, erase_after FROM firm", &[])
        })[0];
        assert_eq!(row.integer(0).unwrap(), i64::MAX);
        assert_eq!(
            (row.optional_text(1).unwrap(), row.text(2).unwrap(), row.text(3).unwrap()),
            (None, "Ü’s & Zn 🦊", "")
        );
        assert_eq!((row.moment(4).unwrap(), row.day(5).unwrap()), (noon("2026-11-22"), day("2027-02-28")));
    });
}

#[test]
fn a_column_that_holds_something_else_says_so() {
    let row = Row(vec![Value::Integer(-1), Value::Text("morgen".to_owned()), Value::Null, Value::Bytes(vec![1])]);
    let check = |ended: Result<(), StoreError>, expected: &str| {
        assert_eq!(ended.unwrap_err().to_string(), format!("the database is damaged: {expected} cannot be read"));
    };
    check(row.number(0).map(drop), "a count in column 1");
    check(row.text(0).map(drop), "a text in column 1");
    check(row.day(1).map(drop), "a day in column 2");
    check(row.moment(1).map(drop), "a moment in column 2");
    check(row.integer(2).map(drop), "a number in column 3");
    check(row.exact_bytes::<32>(3).map(drop), "bytes of that length in column 4");
    check(row.text(9).map(drop), "a text in column 10");
    assert_eq!(row.optional_integer(2).unwrap(), None);
    assert_eq!(format!("{:?}", Digest::of(b"secret")), "Digest(…)");
}

/// PostgreSQL cannot keep this character; no engine may then keep it.
#[test]
fn a_text_with_nul_is_refused() {
    on_each(|store| {
        let refused = write(store, |statements| {
            statements.execute(INSERT, values![1u64, "1234\u{0}", "x", "{}", noon("2026-11-22"), day("2027-01-01")])
        });
        assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
    });
}

/// A table takes only what its columns are made for.
#[test]
fn a_number_in_a_column_of_texts_is_refused() {
    on_each(|store| {
        let refused = write(store, |statements| {
            statements.execute(INSERT, values!["one", "x", "x", "{}", noon("2026-11-22"), day("2027-01-01")])
        });
        assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
    });
}

fn any_day() -> impl Strategy<Value = Date> {
    (0u32..40_000).prop_map(|days| add_days(day("1990-01-01"), days))
}

fn any_moment() -> impl Strategy<Value = DateTime> {
    (any_day(), 0i8..24, 0i8..60, 0i8..60).prop_map(|(day, hour, minute, second)| day.at(hour, minute, second, 0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Texts, bytes, numbers and nothing come back as they went in.
    #[test]
    fn what_goes_in_comes_out(
        rows in prop::collection::vec((any::<i64>(), prop::option::of("[^\0]*"), "[^\0]{0,40}", any::<[u8; 32]>()), 1..8)
    ) {
        on_each(|store| {
            for (id, name, facts, digest) in rows.clone() {
                let expected = vec![Value::Integer(id), Value::from(name.clone()), Value::Text(facts.clone())];
                let (text, bytes) = must_write(store, move |statements| {
                    statements.execute("DELETE FROM firm", &[])?;
                    statements.execute("DELETE FROM session", &[])?;
                    statements.execute(INSERT, values![id, None::<&str>, name, facts, noon("2026-11-22"), day("2027-01-01")])?;
                    statements.execute("INSERT INTO session VALUES ($1, 1, 'a', 'b')", values![digest])?;
                    let text = statements.query("SELECT id, name, facts FROM firm", &[])?;
                    Ok((text, statements.query("SELECT digest FROM session", &[])?))
                });
                assert_eq!(text, [Row(expected)]);
                assert_eq!(bytes[0].exact_bytes::<32>(0).unwrap(), digest);
            }
        });
    }

    /// Days and moments sort in a database as they follow each other.
    #[test]
    fn time_sorts_as_it_passes(moments in prop::collection::vec(any_moment(), 1..20)) {
        on_each(|store| {
            let mut expected = moments.clone();
            expected.sort_unstable();
            let kept = moments.clone();
            let sorted = must_write(store, move |statements| {
                statements.execute("DELETE FROM words", &[])?;
                for (id, at) in (1u64..).zip(&kept) {
                    let insert = "INSERT INTO words (id, kind, made_at, erase_after) VALUES ($1, 'x', $2, $3)";
                    statements.execute(insert, values![id, *at, at.date()])?;
                }
                let rows = statements.query("SELECT made_at, erase_after FROM words ORDER BY made_at", &[])?;
                rows.iter().map(|row| Ok((row.moment(0)?, row.day(1)?))).collect::<Result<Vec<_>, StoreError>>()
            });
            assert_eq!(sorted, expected.iter().map(|at| (*at, at.date())).collect::<Vec<_>>());
        });
    }
}
