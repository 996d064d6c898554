//! The search for the best combination, held against trying every set of choices. The money of a set is worked out here
//! in another way than in the product: the largest flow is the smallest cut, over all sets of costs.

use proptest::prelude::*;
use schakel_guide::financing::{Cell, Choice, Combination, best_division, fill};
use schakel_register::Cents;

/// The best total and the smallest number of choices that reaches it, by trying everything.
fn by_trying_everything(combination: &Combination) -> (i64, usize) {
    let count = combination.choices.len();
    let sets = (0..1_u32 << count).map(|bits| (0..count).map(|it| bits & (1 << it) != 0).collect::<Vec<bool>>());
    let worth = |chosen: Vec<bool>| {
        let total = smallest_cut(combination, &chosen)?;
        Some((total, std::cmp::Reverse(chosen.iter().filter(|it| **it).count())))
    };
    let (total, used) = sets.filter_map(worth).max().expect("nothing is always possible");
    (total, used.0)
}

/// What a set can pay at most, when it can pay each its least.
fn smallest_cut(combination: &Combination, chosen: &[bool]) -> Option<i64> {
    let used: Vec<&Choice> = combination.choices.iter().zip(chosen).filter(|(_, it)| **it).map(|(it, _)| it).collect();
    let exclusive = |set: &Vec<usize>| set.iter().filter(|it| chosen[**it]).count() <= 1;
    let whole = |choice: &Choice| plain_reach(choice, combination, u32::MAX).min(choice.maximum.count());
    let small: i64 = used.iter().filter(|it| it.small_aid).map(|it| whole(it)).sum();
    let fits = combination.room.is_none_or(|room| small <= room.count());
    if !combination.at_most_one.iter().all(exclusive) || !fits {
        return None;
    }
    let least = |choice: &Choice| {
        let minimum = choice.minimum.count();
        if choice.small_aid { minimum.max(whole(choice)) } else { minimum }
    };
    if used.iter().any(|choice| least(choice) > whole(choice) || whole(choice) == 0) {
        return None;
    }
    let cut = |bound: &dyn Fn(&Choice) -> i64| {
        let sides = 0..1_u32 << combination.cells.len();
        let cost = |side: u32| {
            let cells = (0..combination.cells.len()).filter(|cell| side & (1 << cell) == 0);
            let paid: i64 = cells.map(|cell| plain_limit(combination, cell, &used)).sum();
            paid + used.iter().map(|it| bound(it).min(plain_reach(it, combination, side))).sum::<i64>()
        };
        sides.map(cost).min().expect("a side")
    };
    let leasts: i64 = used.iter().map(|it| least(it)).sum();
    (cut(&least) == leasts).then(|| cut(&whole))
}

/// What a choice can pay of the costs on one side.
fn plain_reach(choice: &Choice, combination: &Combination, side: u32) -> i64 {
    let mut by_year = std::collections::BTreeMap::new();
    for (index, cell) in combination.cells.iter().enumerate().filter(|(index, _)| side & (1 << index) != 0) {
        *by_year.entry(cell.year).or_insert(0) += choice.most[index].count().min(cell.open.count());
    }
    by_year.values().map(|it| choice.per_year.map_or(*it, |most| most.count().min(*it))).sum()
}

fn plain_limit(combination: &Combination, cell: usize, used: &[&Choice]) -> i64 {
    let paying = used.iter().filter(|it| it.most[cell] > Cents::ZERO);
    paying.map(|it| it.together[cell].count()).fold(combination.cells[cell].open.count(), i64::min)
}

fn cents(range: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Cents> {
    range.prop_map(Cents::new)
}

fn choice(cells: Vec<Cell>) -> impl Strategy<Value = Choice> {
    let rates =
        prop::collection::vec(prop_oneof![Just(0), Just(35), Just(40), Just(50), Just(100), 1..100_i64], cells.len());
    let above = prop_oneof![Just(0), Just(0), 0..50_i64];
    let amounts = (cents(0..=40_000), cents(1..=80_000), prop::option::of(cents(1..=30_000)), any::<bool>());
    (rates, above, amounts).prop_map(move |(rates, above, (minimum, maximum, per_year, small_aid))| {
        let share = |cell: &Cell, rate: i64| Cents::new(cell.open.count() * rate.min(100) / 100);
        let most = cells.iter().zip(&rates).map(|(cell, rate)| share(cell, *rate)).collect();
        let together = cells.iter().zip(&rates).map(|(cell, rate)| share(cell, rate + above)).collect();
        let minimum = if minimum > maximum || minimum.count() % 3 > 0 { Cents::ZERO } else { minimum };
        Choice { most, together, minimum, maximum, per_year, small_aid }
    })
}

fn combination() -> impl Strategy<Value = Combination> {
    let cell = (0..3_usize, cents(0..=60_000)).prop_map(|(year, open)| Cell { year, open });
    prop::collection::vec(cell, 1..5).prop_flat_map(|cells| {
        let choices = prop::collection::vec(choice(cells.clone()), 1..7);
        let sets = prop::collection::vec(prop::collection::btree_set(0..6_usize, 2..4), 0..3);
        (Just(cells), choices, sets, prop::option::of(cents(0..=60_000))).prop_map(|(cells, choices, sets, room)| {
            let within =
                |set: std::collections::BTreeSet<usize>| set.into_iter().filter(|it| *it < choices.len()).collect();
            let at_most_one = sets.into_iter().map(within).filter(|set: &Vec<usize>| set.len() > 1).collect();
            Combination { cells, choices, at_most_one, room }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The plan is the best there is, to the cent, with the fewest choices.
    #[test]
    fn equal_to_trying_everything(combination in combination()) {
        let division = best_division(&combination).expect("a proven division");
        prop_assert_eq!((division.total().count(), division.used().len()), by_trying_everything(&combination));
    }

    /// Of equal choices the earlier one is taken.
    #[test]
    fn earlier_choices_first(combination in combination()) {
        let division = best_division(&combination).expect("a proven division");
        let used = division.used();
        for later in &used {
            for earlier in (0..*later).filter(|it| !used.contains(it)) {
                let chosen: Vec<bool> =
                    (0..combination.choices.len()).map(|it| it == earlier || it != *later && used.contains(&it)).collect();
                let total = smallest_cut(&combination, &chosen);
                prop_assert!(total != Some(division.total().count()), "{earlier} does as well as {later}");
            }
        }
    }

    /// No rule is exceeded, in exact arithmetic.
    #[test]
    fn every_rule_is_kept(combination in combination()) {
        let division = best_division(&combination).expect("a proven division");
        prop_assert_eq!(combination.broken_rule(&division), None);
    }

    /// The money of one set is divided as well as it can be.
    #[test]
    fn a_set_is_filled_to_its_smallest_cut(combination in combination(), bits in any::<u8>()) {
        let chosen: Vec<bool> = (0..combination.choices.len()).map(|it| bits & (1 << it) != 0).collect();
        let usable = combination.choices.iter().zip(&chosen).all(|(it, chosen)| !chosen || it.can_be_used(&combination.cells));
        prop_assume!(usable);
        let filled = fill(&combination, &chosen).map(|division| division.total().count());
        prop_assert_eq!(filled, smallest_cut(&combination, &chosen));
    }
}
