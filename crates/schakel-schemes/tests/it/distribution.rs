//! Dividing an amount with a key (inventory SYS-B04, SYS-B05).

use proptest::prelude::*;
use schakel_criteria::{Bilingual, Number};
use schakel_register::{Cents, DistributionKey, Id, KeyPart, SourceRef};
use schakel_schemes::{DistributionError, distribute, key_difference};

use crate::real_pack::pack;

fn key(year: i16, weights: &[(&str, i64)]) -> DistributionKey {
    let part = |(area, weight): &(&str, i64)| KeyPart { area: Id::from(*area), weight: Number::whole(*weight) };
    DistributionKey {
        id: Id::from(format!("key-{year}")),
        name: Bilingual::new("Sleutel", "Key"),
        year,
        parts: weights.iter().map(part).collect(),
        source: SourceRef::parse("agenda §1"),
    }
}

fn parts(amount: i64, weights: &[(&str, i64)]) -> Vec<(String, i64)> {
    let parts = distribute(Cents::new(amount), &key(2016, weights), 2016).expect("it can be divided");
    parts.into_iter().map(|it| (it.area.to_string(), it.amount.count())).collect()
}

#[test]
fn the_cents_that_are_left_go_to_the_largest_fractions() {
    let check = |amount, weights: &[(&str, i64)], expected: &[(&str, i64)]| {
        let expected: Vec<(String, i64)> = expected.iter().map(|(area, cents)| ((*area).to_owned(), *cents)).collect();
        assert_eq!(parts(amount, weights), expected, "{amount} {weights:?}");
    };
    check(100, &[("noord", 1), ("oost", 1), ("zuid", 2)], &[("noord", 25), ("oost", 25), ("zuid", 50)]);
    // 33,3 each: the cent that is left goes to the first code.
    check(100, &[("zuid", 1), ("oost", 1), ("noord", 1)], &[("noord", 34), ("oost", 33), ("zuid", 33)]);
    // 14,28…; 28,57…; 57,14…: the cent goes to the middle one.
    check(100, &[("noord", 1), ("oost", 2), ("zuid", 4)], &[("noord", 14), ("oost", 29), ("zuid", 57)]);
    check(1, &[("noord", 0), ("oost", 3)], &[("noord", 0), ("oost", 1)]);
    check(0, &[("noord", 1), ("oost", 3)], &[("noord", 0), ("oost", 0)]);
    // Twenty million euros, as in 2016.
    check(
        2_000_000_000,
        &[("noord", 103), ("oost", 100), ("west", 190), ("zuid", 113)],
        &[("noord", 407_114_625), ("oost", 395_256_917), ("west", 750_988_142), ("zuid", 446_640_316)],
    );
}

/// B05. A key holds for one year; no source gives the weights of the key of 2015, so the real amount is not divided.
#[test]
fn sys_b05_a_key_of_another_year_is_refused() {
    let of_2017 = key(2017, &[("noord", 1), ("oost", 2)]);
    let refused = distribute(Cents::new(100), &of_2017, 2016).expect_err("another year");
    assert_eq!(refused, DistributionError::OtherYear { key: Id::from("key-2017"), key_year: 2017, year: 2016 });
    assert_eq!(
        refused.to_string(),
        "key `key-2017` is for 2017, not for 2016: name the key of 2016, or compare the two keys"
    );
    let real = &pack().distribution_keys["efro-2015"];
    let refused = distribute(Cents::new(100), real, 2016).expect_err("no weights");
    assert_eq!(refused.to_string(), "no source gives the weights of key `efro-2015`: add them to `rounds/keys.toml`");
    assert_eq!(distribute(Cents::new(-1), &of_2017, 2017), Err(DistributionError::OutOfRange));
}

/// B05. What another key would change, per landsdeel; together nothing.
#[test]
fn sys_b05_a_what_if_with_another_key_sums_to_nought() {
    let (old, new) = (key(2016, &[("noord", 1), ("oost", 1)]), key(2017, &[("oost", 1), ("zuid", 3)]));
    let differences = key_difference(Cents::new(1000), &old, &new).expect("two keys");
    let shown: Vec<_> = differences.iter().map(|it| (&*it.area, it.more().count())).collect();
    assert_eq!(shown, [("noord", -500), ("oost", -250), ("zuid", 750)]);
}

fn weights() -> impl Strategy<Value = Vec<(String, i64)>> {
    let weights = prop::collection::btree_map("[a-z]{1,4}", 0_i64..1_000_000, 1..12);
    let weights = weights.prop_map(|it| it.into_iter().collect::<Vec<_>>());
    weights.prop_filter("something has weight", |it| it.iter().any(|(_, weight)| *weight > 0))
}

proptest! {
    /// B04. For any key the parts are the amount together, no part is a cent or more from its exact share, and the order
    /// of the areas does not matter.
    #[test]
    fn sys_b04_parts_are_exact(amount in 0_i64..10_000_000_000_000, weights in weights()) {
        let mut key = key(2016, &weights.iter().map(|(area, weight)| (area.as_str(), *weight)).collect::<Vec<_>>());
        let parts = distribute(Cents::new(amount), &key, 2016).expect("it can be divided");
        prop_assert_eq!(parts.iter().map(|it| it.amount).sum::<Cents>(), Cents::new(amount));
        for part in &parts {
            let off = Number::whole(part.amount.count()).minus(part.exact_cents).expect("small");
            prop_assert!(off < Number::ONE && off.negated() < Number::ONE, "{part:?}");
        }
        key.parts.reverse();
        prop_assert_eq!(distribute(Cents::new(amount), &key, 2016).expect("it can be divided"), parts);
    }

    /// B05. Whatever the two keys, nobody loses what another does not win.
    #[test]
    fn sys_b05_differences_are_nought_together(amount in 0_i64..10_000_000_000, old in weights(), new in weights()) {
        let of = |year, weights: &[(String, i64)]| {
            key(year, &weights.iter().map(|(area, weight)| (area.as_str(), *weight)).collect::<Vec<_>>())
        };
        let differences = key_difference(Cents::new(amount), &of(2016, &old), &of(2017, &new)).expect("two keys");
        prop_assert_eq!(differences.iter().map(schakel_schemes::AreaDifference::more).sum::<Cents>(), Cents::ZERO);
    }
}
