//! The draw: that it is what the document says, that it is fair, and that every change to a published draw is found.

use proptest::prelude::*;
use schakel_schemes::{ApplicationNumber, Draw, DrawError, DrawFlaw, PublishedDraw, Seed, SeedError};

const SEED: &str = "0123456789abcdef0123456789abcdef";

fn seed(text: &str) -> Seed {
    Seed::new(text).unwrap()
}

fn numbers(numbers: impl IntoIterator<Item = u64>) -> Vec<ApplicationNumber> {
    numbers.into_iter().map(ApplicationNumber).collect()
}

/// The worked example of `docs/loting.md`.
#[test]
fn the_order_is_that_of_the_document() {
    let draw = Draw::make("voorbeeld", seed(SEED), &numbers(1..=5)).unwrap();
    let document = include_str!("../../../../docs/loting.md");
    let order: Vec<String> = draw.order().iter().map(ApplicationNumber::to_string).collect();
    assert!(document.contains(&draw.published().commitment), "{}", draw.published().commitment);
    assert!(document.contains(&format!("De volgorde is: {}.", order.join(", "))), "{}", order.join(", "));
}

#[test]
fn a_seed_that_could_be_found_or_copied_wrongly_is_refused() {
    for (text, expected) in [
        ("kort", SeedError::TooShort { characters: 4 }),
        ("met een spatie, en verder lang genoeg", SeedError::NotPlain { character: ' ' }),
        ("zevenentwintigletters-en-één-accent", SeedError::NotPlain { character: 'é' }),
        (&"a".repeat(257), SeedError::TooLong { characters: 257 }),
    ] {
        assert_eq!(Seed::new(text), Err(expected));
    }
}

#[test]
fn a_seed_does_not_show_itself() {
    assert_eq!(format!("{:?}", seed(SEED)), "Seed(…)");
}

#[test]
fn nobody_and_somebody_twice_cannot_be_drawn() {
    assert_eq!(Draw::make("r", seed(SEED), &[]), Err(DrawError::NoApplications));
    assert_eq!(Draw::make("r", seed(SEED), &numbers([3, 1, 3])), Err(DrawError::Twice(ApplicationNumber(3))));
}

#[test]
fn every_flaw_is_named_at_once() {
    let published = Draw::make("r", seed(SEED), &numbers(1..=5)).unwrap().published();
    let bad = PublishedDraw {
        commitment: "x".to_owned(),
        applications: numbers([2, 1, 3, 3]),
        order: numbers([1, 1, 2, 9]),
        ..published.clone()
    };
    let computed = published.commitment;
    let one = ApplicationNumber;
    assert_eq!(
        bad.check(),
        Err(vec![
            DrawFlaw::Commitment { stands: "x".to_owned(), computed },
            DrawFlaw::ListedTwice(one(3)),
            DrawFlaw::NotAscending(one(1)),
            DrawFlaw::OrderedTwice(one(1)),
            DrawFlaw::NotListed(one(9)),
            DrawFlaw::NotInOrder(one(3)),
        ])
    );
}

/// 100,000 draws of five applications. Under a fair draw the sum over cells of (observed - expected)² / expected stays
/// below the bound in 999 of 1,000 series: 172.5 for the 120 orders, 39.3 for the 25 cells of application by place
/// (chi-square with 119 and 16 degrees of freedom). The seeds are numbered, so that the series is always the same.
#[test]
fn the_draw_is_fair_over_100_000_draws() {
    const DRAWS: u64 = 100_000;
    let list = numbers(1..=5);
    let mut orders = std::collections::HashMap::<Vec<u64>, u64>::new();
    let mut places = [[0_u64; 5]; 5];
    for number in 0..DRAWS {
        let draw = Draw::make("r", seed(&format!("{number:032}")), &list).unwrap();
        let order: Vec<u64> = draw.order().iter().map(|it| it.0).collect();
        for (place, application) in order.iter().enumerate() {
            places[usize::try_from(*application - 1).unwrap()][place] += 1;
        }
        *orders.entry(order).or_default() += 1;
    }
    assert_eq!(orders.len(), 120);
    // In tenths, and multiplied out, so that everything stays whole.
    let below = |observed: &[u64], bound_tenths: u64| {
        let cells = observed.len() as u64;
        let draws: u64 = observed.iter().sum();
        let squares: u64 = observed.iter().map(|it| (it * cells).abs_diff(draws).pow(2)).sum();
        // squares / cells² is the sum of squared differences; expected is draws / cells.
        assert!(squares * 10 <= bound_tenths * cells * draws, "{squares} over {}", cells * draws);
    };
    below(&orders.into_values().collect::<Vec<_>>(), 1725);
    below(places.as_flattened(), 393);
}

proptest! {
    #[test]
    fn what_is_made_is_found_right(list in prop::collection::btree_set(any::<u64>(), 1..60), text in "[!-~]{32,64}") {
        let draw = Draw::make("ronde", seed(&text), &numbers(list)).unwrap();
        prop_assert_eq!(draw.published().check(), Ok(draw.clone()));
        prop_assert_eq!(PublishedDraw::from_json(&draw.published().to_json()).unwrap(), draw.published());
    }

    #[test]
    fn the_order_of_the_list_makes_no_difference_and_leaving_one_out_moves_nobody_else(
        list in prop::collection::btree_set(0_u64..1000, 2..40).prop_map(|it| it.into_iter().collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let whole = Draw::make("r", seed(SEED), &numbers(list.iter().copied())).unwrap();
        let mut sorted = list.clone();
        sorted.sort_unstable();
        prop_assert_eq!(&Draw::make("r", seed(SEED), &numbers(sorted)).unwrap(), &whole);
        let rest = Draw::make("r", seed(SEED), &numbers(list.iter().copied().skip(1))).unwrap();
        let without: Vec<_> = whole.order().iter().copied().filter(|it| it.0 != list[0]).collect();
        prop_assert_eq!(rest.order(), &without[..]);
    }

    #[test]
    fn any_two_places_swapped_is_found(size in 2_u64..40, one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let mut published = Draw::make("r", seed(SEED), &numbers(0..size)).unwrap().published();
        let (one, other) = (one.index(published.order.len()), other.index(published.order.len()));
        prop_assume!(one != other);
        published.order.swap(one, other);
        let flaws = published.check().unwrap_err();
        let place = one.min(other) + 1;
        let found = matches!(&flaws[..], [DrawFlaw::Order { place: at, places: 2, .. }] if *at == place);
        prop_assert!(found, "{flaws:?}");
    }
}
