//! The laws of every division: no ceiling is ever exceeded, nothing is lost, the order of the input makes no difference,
//! and what more money does and does not do. Single cases are in `allocation`.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use schakel_criteria::Number;
use schakel_register::{AtCeiling, Cents, Id};
use schakel_schemes::{
    Allocation, AllocationError, ApplicationNumber, Ceilings, Criterion, Draw, LastTie, Lot, Order, Outcome, Procedure,
    Ranking, Refusal, Rules, Seed, allocate,
};
use schakel_time::{DateTime, add_minutes, parse_date};

/// The parts of the rounds below; the third has no ceiling of its own.
const PARTS: [&str; 3] = ["noord", "zuid", "zonder-plafond"];

fn opening() -> DateTime {
    parse_date("2022-04-12").unwrap().at(9, 0, 0, 0)
}

prop_compose! {
    fn any_lot()(
        number in 0_u64..60,
        minutes in 0_i64..4000,
        repair in prop::option::weighted(0.9, 0_i64..3000),
        requested in 1_i64..60,
        parts in prop::sample::subsequence(PARTS.to_vec(), 0..=3),
        points in [0_i64..=25, 0_i64..=25],
    ) -> Lot {
        let received_at = add_minutes(opening(), minutes);
        Lot {
            complete_at: repair.map(|it| add_minutes(received_at, it / 2)),
            parts: parts.into_iter().map(Id::from).collect(),
            points: ["a", "b"].map(Id::from).into_iter().zip(points.map(|it| Number::whole(it / 5))).collect(),
            ..Lot::complete(ApplicationNumber(number), received_at, Cents::new(requested))
        }
    }
}

fn any_lots() -> impl Strategy<Value = Vec<Lot>> {
    prop::collection::vec(any_lot(), 1..40).prop_map(|lots| {
        let by_number: BTreeMap<_, _> = lots.into_iter().map(|it| (it.application, it)).collect();
        by_number.into_values().collect()
    })
}

fn any_ceilings() -> impl Strategy<Value = Ceilings> {
    (0_i64..600, 0_i64..300, 0_i64..300).prop_map(|(round, noord, zuid)| Ceilings {
        round: Cents::new(round),
        parts: [("noord", noord), ("zuid", zuid)].map(|(id, it)| (Id::from(id), Cents::new(it))).into(),
    })
}

fn any_order() -> impl Strategy<Value = Order> {
    let criterion =
        |id: &str, minimum| Criterion { id: Id::from(id), weight: Number::ONE, maximum: Number::whole(25), minimum };
    let ranking = move |last, ties: Vec<Id>| {
        let criteria = vec![criterion("a", None), criterion("b", Some(Number::whole(1)))];
        Order::Ranking(Ranking { criteria, minimum: Some(Number::whole(2)), ties, last })
    };
    prop_oneof![
        Just(Order::Receipt),
        Just(Order::CompleteDay),
        Just(Order::Draw),
        Just(ranking(LastTie::Draw, Vec::new())),
        Just(ranking(LastTie::Receipt, vec![Id::from("a")])),
    ]
}

fn any_edge() -> impl Strategy<Value = AtCeiling> {
    prop::sample::select(vec![AtCeiling::Stop, AtCeiling::TakeSmaller, AtCeiling::GrantRest])
}

fn any_procedure() -> impl Strategy<Value = Procedure> {
    let in_turn = (any_order(), any_edge()).prop_map(|(order, at_ceiling)| Procedure::InTurn { order, at_ceiling });
    prop_oneof![5 => in_turn, 1 => Just(Procedure::ProRata)]
}

/// A draw among everybody: it covers every group of equals.
fn draw_of_all(lots: &[Lot], seed: u64) -> Draw {
    let numbers: Vec<_> = lots.iter().map(|it| it.application).collect();
    Draw::make("ronde", Seed::new(&format!("{seed:032}")).unwrap(), &numbers).unwrap()
}

fn divided(lots: &[Lot], ceilings: &Ceilings, procedure: &Procedure, draws: &[Draw]) -> Allocation {
    let rules = Rules { ceilings: ceilings.clone(), procedure: procedure.clone() };
    allocate(lots, &rules, draws).unwrap()
}

fn grants(allocation: &Allocation) -> BTreeMap<ApplicationNumber, Cents> {
    allocation.decisions.iter().map(|it| (it.application, it.outcome.granted())).collect()
}

/// What was granted under a ceiling, summed from the decisions and not from the books of the crate.
fn granted_under(allocation: &Allocation, lots: &[Lot], part: Option<&str>) -> Cents {
    let grants = grants(allocation);
    let falls_under = |lot: &&Lot| part.is_none_or(|it| lot.parts.contains(it));
    lots.iter().filter(falls_under).map(|it| grants[&it.application]).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_ceiling_is_exceeded_and_granted_and_left_make_the_ceiling(
        lots in any_lots(), ceilings in any_ceilings(), procedure in any_procedure(), seed in 0_u64..1000,
    ) {
        let allocation = divided(&lots, &ceilings, &procedure, &[draw_of_all(&lots, seed)]);
        let mut balances = allocation.balances.all();
        let round = balances.next().unwrap();
        prop_assert_eq!(round.granted, granted_under(&allocation, &lots, None));
        prop_assert_eq!(round.granted + round.left(), ceilings.round);
        prop_assert!(round.left() >= Cents::ZERO);
        for ((id, amount), balance) in ceilings.parts.iter().zip(balances) {
            prop_assert_eq!(balance.granted, granted_under(&allocation, &lots, Some(id)));
            prop_assert_eq!(balance.granted + balance.left(), *amount);
            prop_assert!(balance.left() >= Cents::ZERO);
        }
        prop_assert_eq!(allocation.decisions.len(), lots.len());
        for decision in &allocation.decisions {
            prop_assert!(decision.outcome.granted() <= decision.requested);
            for room in &decision.room {
                prop_assert_eq!(room.before - decision.outcome.granted(), room.after);
            }
        }
    }

    #[test]
    fn the_order_of_the_input_makes_no_difference(
        (lots, shuffled) in any_lots().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        ceilings in any_ceilings(), procedure in any_procedure(), seed in 0_u64..1000,
    ) {
        let rules = Rules { ceilings, procedure };
        let draws = [draw_of_all(&lots, seed)];
        prop_assert_eq!(allocate(&lots, &rules, &draws), allocate(&shuffled, &rules, &draws));
        prop_assert_eq!(allocate(&lots, &rules, &[]), allocate(&shuffled, &rules, &[]));
    }

    #[test]
    fn a_draw_is_asked_for_only_where_it_decides(
        lots in any_lots(), ceilings in any_ceilings(), procedure in any_procedure(), seed in 0_u64..1000,
    ) {
        let rules = Rules { ceilings, procedure };
        let drawn = allocate(&lots, &rules, &[draw_of_all(&lots, seed)]).unwrap();
        match allocate(&lots, &rules, &[]) {
            Ok(plain) => prop_assert_eq!(grants(&plain), grants(&drawn)),
            Err(AllocationError::DrawNeeded(equal)) => prop_assert!(equal.len() > 1),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    /// With more for the whole round nobody gets less, as long as no smaller one is taken out of turn. It holds with any
    /// sub-ceilings: until the round is full everything goes as before, and after that nothing was granted.
    #[test]
    fn more_for_the_round_takes_from_nobody(
        lots in any_lots(), ceilings in any_ceilings(), order in any_order(), more in 1_i64..200, seed in 0_u64..1000,
        at_ceiling in prop::sample::select(vec![AtCeiling::Stop, AtCeiling::GrantRest]),
    ) {
        let procedure = Procedure::InTurn { order, at_ceiling };
        let draws = [draw_of_all(&lots, seed)];
        let before = grants(&divided(&lots, &ceilings, &procedure, &draws));
        let after = grants(&divided(&lots, &ceilings.with_more(Cents::new(more)), &procedure, &draws));
        for (application, amount) in before {
            prop_assert!(after[&application] >= amount, "{application}");
        }
    }

    /// Where a smaller one may be taken, the law holds when all ask the same: then no smaller one exists.
    #[test]
    fn more_takes_from_nobody_when_all_ask_the_same(
        lots in any_lots(), round in 0_i64..600, order in any_order(), more in 1_i64..200, seed in 0_u64..1000,
        asked in 1_i64..60, at_ceiling in any_edge(),
    ) {
        let lots: Vec<Lot> = lots.into_iter().map(|it| Lot { requested: Cents::new(asked), ..it }).collect();
        let procedure = Procedure::InTurn { order, at_ceiling };
        let draws = [draw_of_all(&lots, seed)];
        let ceilings = Ceilings::whole(Cents::new(round));
        let before = grants(&divided(&lots, &ceilings, &procedure, &draws));
        let after = grants(&divided(&lots, &ceilings.with_more(Cents::new(more)), &procedure, &draws));
        for (application, amount) in before {
            prop_assert!(after[&application] >= amount, "{application}");
        }
    }

    /// Where a smaller one may be taken, this much holds under one ceiling: the first for whom more money makes a
    /// difference gets a grant, and no less is granted in all.
    #[test]
    fn more_helps_the_first_whom_it_changes_when_a_smaller_one_may_be_taken(
        lots in any_lots(), round in 0_i64..600, order in any_order(), more in 1_i64..200, seed in 0_u64..1000,
    ) {
        let procedure = Procedure::InTurn { order, at_ceiling: AtCeiling::TakeSmaller };
        let draws = [draw_of_all(&lots, seed)];
        let ceilings = Ceilings::whole(Cents::new(round));
        let before = divided(&lots, &ceilings, &procedure, &draws);
        let after = divided(&lots, &ceilings.with_more(Cents::new(more)), &procedure, &draws);
        prop_assert!(after.granted() >= before.granted());
        let pairs = before.decisions.iter().zip(&after.decisions);
        if let Some((old, new)) = pairs.into_iter().find(|(old, new)| old.outcome.granted() != new.outcome.granted()) {
            prop_assert_eq!(old.application, new.application);
            prop_assert!(new.outcome.granted() > old.outcome.granted());
        }
    }

    /// More for a part, and as much more for the round, takes from nobody when every application has one part and the
    /// round has room for all of them: then each part is a list of its own.
    #[test]
    fn more_for_a_part_takes_from_nobody_when_the_parts_do_not_share(
        lots in any_lots(), noord in 0_i64..300, zuid in 0_i64..300, order in any_order(), more in 1_i64..200,
        seed in 0_u64..1000,
    ) {
        let lots: Vec<Lot> = lots
            .into_iter()
            .map(|it| Lot { parts: BTreeSet::from([Id::from(PARTS[(it.application.0 % 2) as usize])]), ..it })
            .collect();
        let ceilings = |noord: i64| Ceilings {
            round: Cents::new(noord + zuid),
            parts: [("noord", noord), ("zuid", zuid)].map(|(id, it)| (Id::from(id), Cents::new(it))).into(),
        };
        let procedure = Procedure::InTurn { order, at_ceiling: AtCeiling::Stop };
        let draws = [draw_of_all(&lots, seed)];
        let before = grants(&divided(&lots, &ceilings(noord), &procedure, &draws));
        let after = grants(&divided(&lots, &ceilings(noord + more), &procedure, &draws));
        for (application, amount) in before {
            prop_assert!(after[&application] >= amount, "{application}");
        }
    }

    #[test]
    fn who_stands_before_is_not_passed_over_where_the_list_ends(
        lots in any_lots(), round in 0_i64..600, order in any_order(), seed in 0_u64..1000,
    ) {
        let procedure = Procedure::InTurn { order, at_ceiling: AtCeiling::Stop };
        let allocation = divided(&lots, &Ceilings::whole(Cents::new(round)), &procedure, &[draw_of_all(&lots, seed)]);
        let placed: Vec<_> = allocation.decisions.iter().filter(|it| it.place.is_some()).collect();
        let granted = placed.iter().take_while(|it| matches!(it.outcome, Outcome::Granted(_))).count();
        let first_refused = placed.get(granted).map(|it| &it.outcome);
        prop_assert!(matches!(first_refused, None | Some(Outcome::Refused(Refusal::NoRoom(_)))));
        let ended = |it: &&&schakel_schemes::Decision| matches!(it.outcome, Outcome::Refused(Refusal::ListEnded { .. }));
        prop_assert_eq!(placed.iter().skip(granted + 1).filter(ended).count(), placed.len().saturating_sub(granted + 1));
    }

    /// Pro rata under one ceiling: nothing remains that could be granted, and the same request gets the same to a cent.
    #[test]
    fn pro_rata_is_equal_to_the_cent_and_leaves_nothing(lots in any_lots(), round in 0_i64..2000) {
        let allocation = divided(&lots, &Ceilings::whole(Cents::new(round)), &Procedure::ProRata, &[]);
        let asked: Cents = lots.iter().filter(|it| it.complete_at.is_some()).map(|it| it.requested).sum();
        prop_assert_eq!(allocation.granted(), asked.min(Cents::new(round)));
        let complete = allocation.decisions.iter().filter(|it| it.outcome != Outcome::Incomplete);
        let mut by_request = BTreeMap::<Cents, Vec<i64>>::new();
        for it in complete {
            by_request.entry(it.requested).or_default().push(it.outcome.granted().count());
        }
        for amounts in by_request.values() {
            prop_assert!(amounts.iter().max().unwrap() - amounts.iter().min().unwrap() <= 1);
        }
    }
}
