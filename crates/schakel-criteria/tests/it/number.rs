//! Numbers: reading, writing and exact arithmetic.

use proptest::prelude::*;
use schakel_criteria::{DIGITS_MAX, Number};

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(Number::parse(text).map(|number| number.to_string()).as_deref(), expected, "{text}");
}

#[test]
fn numbers_are_read_as_written() {
    check("0", Some("0"));
    check("007", Some("7"));
    check("-3", Some("-3"));
    check("1_000_000", Some("1000000"));
    check("0.35", Some("0.35"));
    check("1.2500", Some("1.25"));
    check("-0.5", Some("-0.5"));
    check(&"9".repeat(DIGITS_MAX), Some(&"9".repeat(DIGITS_MAX)));
}

#[test]
fn anything_else_is_no_number() {
    for text in ["", "-", ".5", "5.", "1.2.3", "1e3", "_1", "1_", "1__0", "1,5", " 1", "--1", "½"] {
        check(text, None);
    }
    check(&"9".repeat(DIGITS_MAX + 1), None);
}

#[test]
fn numbers_are_written_with_groups() {
    let written = |text: &str| {
        let number = Number::parse(text).unwrap();
        [number.written(',', "."), number.written('.', ",")]
    };
    assert_eq!(written("1234567.5"), ["1.234.567,5", "1,234,567.5"]);
    assert_eq!(written("-999"), ["-999", "-999"]);
    assert_eq!(written("0.000001"), ["0,000001", "0.000001"]);
    assert_eq!(Number::fraction(2, 3).unwrap().written(',', "."), "0,666666…");
    assert_eq!(Number::fraction(1, 0), None);
}

proptest! {
    /// Arithmetic on any numbers gives an exact result or none, and never stops the program.
    #[test]
    fn arithmetic_is_exact_or_refused(a in any::<i64>(), b in any::<i64>(), c in any::<i64>(), d in any::<i64>()) {
        let (Some(left), Some(right)) = (Number::fraction(a, b), Number::fraction(c, d)) else { return Ok(()) };
        if let Some(sum) = left.plus(right) {
            prop_assert_eq!(sum.minus(right), Some(left));
        }
        if let Some(product) = left.times(right).filter(|_| !right.is_zero()) {
            prop_assert_eq!(product.divided_by(right), Some(left));
        }
        prop_assert_eq!(left.negated().negated(), left);
        prop_assert!(left.floor() <= left && left <= left.ceil());
        prop_assert_eq!(left.divided_by(Number::ZERO), None);
    }

    /// What is printed can be read again.
    #[test]
    fn printing_and_reading_agree(value in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..6) {
        let number = Number::fraction(value, 10_i64.pow(scale)).unwrap();
        prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
    }
}
