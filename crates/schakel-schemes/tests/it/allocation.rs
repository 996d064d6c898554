//! Dividing a round, case by case. What holds for every division is in `laws`.

use std::collections::BTreeMap;

use schakel_criteria::Number;
use schakel_register::{AtCeiling, Cents, Id};
use schakel_schemes::{
    Advice, Allocation, AllocationError, ApplicationNumber, Balances, Ceiling, Ceilings, Criterion, Decision, Draw,
    LastTie, Lot, Mistake, Order, Outcome, Place, Procedure, Ranking, Refusal, Rules, Seed, Shortage, allocate,
};
use schakel_time::{add_minutes, parse_date};

const STOP: AtCeiling = AtCeiling::Stop;
const SMALLER: AtCeiling = AtCeiling::TakeSmaller;
const REST: AtCeiling = AtCeiling::GrantRest;

/// An application that comes in so many minutes after the number before it, and asks so many euros.
fn lot(number: u64, euros: i64) -> Lot {
    let opening = parse_date("2017-04-11").unwrap().at(9, 0, 0, 0);
    let received_at = add_minutes(opening, i64::try_from(number).unwrap());
    Lot::complete(ApplicationNumber(number), received_at, Cents::new(euros * 100))
}

fn lots(euros: &[i64]) -> Vec<Lot> {
    euros.iter().zip(1..).map(|(euros, number)| lot(number, *euros)).collect()
}

fn with_part(part: &str, lot: Lot) -> Lot {
    Lot { parts: [Id::from(part)].into(), ..lot }
}

fn euros(euros: i64) -> Cents {
    Cents::new(euros * 100)
}

fn ceilings(round: i64, parts: &[(&str, i64)]) -> Ceilings {
    Ceilings { round: euros(round), parts: parts.iter().map(|(id, it)| (Id::from(*id), euros(*it))).collect() }
}

fn in_turn(ceilings: &Ceilings, order: Order, at_ceiling: AtCeiling) -> Rules {
    Rules { ceilings: ceilings.clone(), procedure: Procedure::InTurn { order, at_ceiling } }
}

fn by_receipt(lots: &[Lot], ceilings: &Ceilings, at_ceiling: AtCeiling) -> Allocation {
    allocate(lots, &in_turn(ceilings, Order::Receipt, at_ceiling), &[]).unwrap()
}

/// What each gets in whole euros, by number.
fn grants(allocation: &Allocation) -> Vec<i64> {
    let by_number: BTreeMap<_, _> = allocation.decisions.iter().map(|it| (it.application, it)).collect();
    by_number.values().map(|it| it.outcome.granted().count() / 100).collect()
}

fn check(asked: &[i64], round: i64, at_ceiling: AtCeiling, expected: &[i64]) {
    let allocation = by_receipt(&lots(asked), &ceilings(round, &[]), at_ceiling);
    assert_eq!(grants(&allocation), expected, "{asked:?} of {round} with {at_ceiling:?}");
}

fn of(allocation: &Allocation, number: u64) -> &Decision {
    allocation.of(ApplicationNumber(number)).unwrap()
}

#[test]
fn the_round_says_what_happens_at_the_ceiling() {
    check(&[40, 70, 50, 10], 100, STOP, &[40, 0, 0, 0]);
    check(&[40, 70, 50, 10], 100, SMALLER, &[40, 0, 50, 10]);
    check(&[40, 70, 50, 10], 100, REST, &[40, 60, 0, 0]);
    for at_ceiling in [STOP, SMALLER, REST] {
        check(&[40, 60], 100, at_ceiling, &[40, 60]);
        check(&[40, 60, 1], 100, at_ceiling, &[40, 60, 0]);
        check(&[40], 0, at_ceiling, &[0]);
    }
}

/// Where a smaller one may be taken, more money can turn a grant into a refusal: what was too large before now fits, and
/// takes the room. No rule that goes by turn and takes smaller ones can avoid it.
#[test]
fn counterexample_more_takes_a_grant_away_where_a_smaller_one_may_be_taken() {
    check(&[100, 80], 90, SMALLER, &[0, 80]);
    check(&[100, 80], 100, SMALLER, &[100, 0]);
    // Without it nobody loses.
    check(&[100, 80], 90, STOP, &[0, 0]);
    check(&[100, 80], 100, STOP, &[100, 0]);
}

/// More for a part, and as much more for the round, can take a grant away where the parts share the round: what was too
/// large for its part before now fits, and the round has no room for the next any more.
#[test]
fn counterexample_more_for_a_part_takes_a_grant_away_where_the_parts_share() {
    let lots = [with_part("noord", lot(1, 60)), with_part("zuid", lot(2, 100))];
    let before = by_receipt(&lots, &ceilings(100, &[("noord", 50)]), STOP);
    assert_eq!(grants(&before), [0, 100]);
    let after = by_receipt(&lots, &ceilings(110, &[("noord", 60)]), STOP);
    assert_eq!(grants(&after), [60, 0]);
}

/// Pro rata, more money can cost somebody one cent, as with every division by largest remainder: here 6, 6
/// and 2 cents are asked.
#[test]
fn counterexample_more_costs_a_cent_pro_rata() {
    let lots: Vec<Lot> =
        [6, 6, 2].iter().zip(1..).map(|(it, number)| Lot { requested: Cents::new(*it), ..lot(number, 1) }).collect();
    let cents = |round: i64| -> Vec<i64> {
        let rules = Rules { ceilings: Ceilings::whole(Cents::new(round)), procedure: Procedure::ProRata };
        let allocation = allocate(&lots, &rules, &[]).unwrap();
        (1..=3).map(|it| of(&allocation, it).outcome.granted().count()).collect()
    };
    assert_eq!(cents(10), [4, 4, 2]);
    assert_eq!(cents(11), [5, 5, 1]);
}

#[test]
fn what_does_not_fit_its_part_stands_in_nobody_elses_way() {
    let lots = [
        with_part("noord", lot(1, 40)),
        with_part("noord", lot(2, 20)),
        with_part("noord", lot(3, 5)),
        with_part("zuid", lot(4, 50)),
        lot(5, 10),
    ];
    let allocation = by_receipt(&lots, &ceilings(100, &[("noord", 50)]), STOP);
    assert_eq!(grants(&allocation), [40, 0, 0, 50, 10]);
    let noord = Ceiling::Part(Id::from("noord"));
    let shortage = Shortage { ceiling: noord.clone(), asked: euros(20), left: euros(10) };
    assert_eq!(of(&allocation, 2).outcome, Outcome::Refused(Refusal::NoRoom(shortage)));
    let ended = Refusal::ListEnded { ceiling: noord, with: ApplicationNumber(2) };
    assert_eq!(of(&allocation, 3).outcome, Outcome::Refused(ended));
    let reserve: Vec<u64> = allocation.reserve().map(|it| it.application.0).collect();
    assert_eq!(reserve, [2, 3]);
}

#[test]
fn an_incomplete_application_counts_from_the_day_it_is_complete() {
    let first_repaired = Lot { complete_at: Some(parse_date("2017-04-13").unwrap().at(8, 0, 0, 0)), ..lot(1, 60) };
    let missing = Lot { complete_at: None, ..lot(3, 60) };
    let all = [first_repaired, lot(2, 60), missing];
    let allocation = by_receipt(&all, &ceilings(100, &[]), STOP);
    assert_eq!(grants(&allocation), [0, 60, 0]);
    // What is still missing is no refusal, and has no place yet.
    assert_eq!((&of(&allocation, 3).outcome, of(&allocation, 3).place), (&Outcome::Incomplete, None));
    assert_eq!(of(&allocation, 1).place, Some(Place { first: 2, last: 2 }));
}

fn on_day(day: &str, hour: i8, lot: Lot) -> Lot {
    let at = parse_date(day).unwrap().at(hour, 0, 0, 0);
    Lot { received_at: at, complete_at: Some(at), ..lot }
}

#[test]
fn lots_are_drawn_only_on_the_day_on_which_not_all_fit() {
    // Two on the first day fit. Of the three of the second day one fits; the hour makes no difference.
    let second = |number, hour| on_day("2017-04-12", hour, lot(number, 20));
    let all = [
        on_day("2017-04-11", 23, lot(5, 20)),
        on_day("2017-04-11", 9, lot(1, 20)),
        second(2, 9),
        second(3, 10),
        second(4, 23),
        on_day("2017-04-13", 9, lot(6, 20)),
    ];
    let rules = in_turn(&ceilings(60, &[]), Order::CompleteDay, STOP);
    let numbers: Vec<ApplicationNumber> = [2, 3, 4].map(ApplicationNumber).into();
    assert_eq!(allocate(&all, &rules, &[]), Err(AllocationError::DrawNeeded(numbers.clone())));
    let seed = |it: u32| Seed::new(&format!("{it:032}")).unwrap();
    let draw = Draw::make("ronde", seed(1), &numbers).unwrap();
    let allocation = allocate(&all, &rules, std::slice::from_ref(&draw)).unwrap();
    let places: Vec<_> = draw.order().iter().map(|it| allocation.of(*it).unwrap().place.unwrap().first).collect();
    assert_eq!(places, [3, 4, 5]);
    assert_eq!(allocation.of(draw.order()[0]).unwrap().outcome, Outcome::Granted(euros(20)));
    // Of the first day nobody needs to know who was first: both have it.
    assert_eq!(of(&allocation, 1).place, Some(Place { first: 1, last: 2 }));
    assert_eq!(of(&allocation, 6).place, Some(Place { first: 6, last: 6 }));
    // One of the drawn withdraws: the draw still holds, and nobody else moves. One who was not in it needs a new one.
    let withdrawn: Vec<Lot> = all.iter().filter(|it| it.application != draw.order()[0]).cloned().collect();
    let next = allocate(&withdrawn, &rules, std::slice::from_ref(&draw)).unwrap();
    assert_eq!(next.of(draw.order()[1]).unwrap().outcome, Outcome::Granted(euros(20)));
    let without_four = Draw::make("ronde", seed(1), &numbers[..2]).unwrap();
    assert_eq!(allocate(&all, &rules, &[without_four]), Err(AllocationError::DrawNeeded(numbers.clone())));
    // Two draws that say different things are not chosen between.
    let other =
        (2..20).map(|it| Draw::make("ronde", seed(it), &numbers).unwrap()).find(|it| it.order() != draw.order());
    let both = [draw, other.unwrap()];
    assert_eq!(allocate(&all, &rules, &both), Err(AllocationError::DrawsDisagree(numbers)));
}

#[test]
fn what_if_says_who_would_get_a_grant_with_more() {
    let (all, round) = (lots(&[40, 70, 50, 10]), ceilings(100, &[]));
    let before = by_receipt(&all, &round, STOP);
    let after = by_receipt(&all, &round.with_more(euros(60)), STOP);
    let gained: Vec<(u64, i64)> =
        before.changes(&after).iter().map(|it| (it.application.0, it.after.granted().count() / 100)).collect();
    assert_eq!(gained, [(2, 70), (3, 50)]);
}

/// Four criteria of 25 points, refused below 10 on one or below 50 in all: the rule of the MIT R&D rounds since 2025.
fn four_of_25(last: LastTie) -> Ranking {
    let criterion = |id: &str| Criterion {
        id: Id::from(id),
        weight: Number::ONE,
        maximum: Number::whole(25),
        minimum: Some(Number::whole(10)),
    };
    Ranking {
        criteria: ["a", "b", "c", "d"].map(criterion).into(),
        minimum: Some(Number::whole(50)),
        ties: vec![Id::from("a")],
        last,
    }
}

fn scored(number: u64, points: [i64; 4]) -> Lot {
    let points = ["a", "b", "c", "d"].map(Id::from).into_iter().zip(points.map(Number::whole)).collect();
    Lot { points, ..lot(number, 100) }
}

fn ranked(lots: &[Lot], round: i64, last: LastTie) -> Result<Allocation, AllocationError> {
    allocate(lots, &in_turn(&ceilings(round, &[]), Order::Ranking(four_of_25(last)), STOP), &[])
}

#[test]
fn a_ranking_goes_by_points_and_refuses_below_the_minima() {
    let all = [
        scored(1, [10, 10, 15, 15]),
        scored(2, [25, 25, 25, 9]),
        scored(3, [12, 12, 12, 13]),
        scored(4, [20, 10, 10, 20]),
        scored(5, [15, 15, 15, 15]),
        Lot { advice: Some(Advice::Negative), points: BTreeMap::new(), ..lot(6, 100) },
    ];
    let allocation = ranked(&all, 200, LastTie::Draw).unwrap();
    // 4 and 5 have 60 points; 4 has more on the criterion that decides.
    let order: Vec<u64> = allocation.decisions.iter().map(|it| it.application.0).collect();
    assert_eq!(order, [4, 5, 1, 2, 3, 6]);
    assert_eq!(grants(&allocation), [0, 0, 0, 100, 100, 0]);
    let below =
        Refusal::BelowMinimum { criterion: Id::from("d"), points: Number::whole(9), minimum: Number::whole(10) };
    assert_eq!(of(&allocation, 2).outcome, Outcome::Refused(below));
    assert_eq!(of(&allocation, 2).points, Some(Number::whole(84)));
    let below = Refusal::BelowMinimumInAll { points: Number::whole(49), minimum: Number::whole(50) };
    assert_eq!(of(&allocation, 3).outcome, Outcome::Refused(below));
    assert_eq!(of(&allocation, 6).outcome, Outcome::Refused(Refusal::NegativeAdvice));
    // More money helps who ranked, never who was refused on points.
    assert_eq!(allocation.reserve().map(|it| it.application.0).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_factor_counts_in_the_ranking_and_not_for_the_minimum() {
    let mut doubled = scored(1, [12, 12, 12, 13]);
    doubled.factors = [(Id::from("d"), Number::whole(2))].into();
    let allocation = ranked(&[doubled], 100, LastTie::Draw).unwrap();
    assert!(matches!(of(&allocation, 1).outcome, Outcome::Refused(Refusal::BelowMinimumInAll { .. })));
    assert_eq!(of(&allocation, 1).points, Some(Number::whole(62)));
}

/// SYS-B17: tender ranking is deterministic, ties are resolved by a stated rule, and 15 honoured of the input is
/// reproducible.
#[test]
fn sys_b17_fifteen_plans_are_honoured_reproducibly() {
    let all: Vec<Lot> = (1..=40_i64).map(|it| scored(it.unsigned_abs(), [10 + it % 6, 15, 15, 15])).collect();
    let allocation = ranked(&all, 1_500, LastTie::Receipt).unwrap();
    let honoured = |it: &Allocation| -> Vec<u64> {
        let granted = it.decisions.iter().filter(|it| it.outcome.granted() > Cents::ZERO);
        granted.map(|it| it.application.0).collect()
    };
    // Seven plans have 15 points on the first criterion, seven have 14; of those with 13 the first to be complete.
    assert_eq!(honoured(&allocation), [5, 11, 17, 23, 29, 35, 4, 10, 16, 22, 28, 34, 40, 3, 9]);
    let mut turned = all.clone();
    turned.reverse();
    assert_eq!(ranked(&turned, 1_500, LastTie::Receipt).unwrap(), allocation);
    // With another stated rule the same tie is a draw.
    let Err(AllocationError::DrawNeeded(equal)) = ranked(&all, 1_500, LastTie::Draw) else { panic!("a draw") };
    assert_eq!(equal.iter().map(|it| it.0).collect::<Vec<_>>(), [3, 9, 15, 21, 27, 33, 39]);
}

/// SYS-B11: 91 applications come in and 36 grants exhaust the full budget. When the ceiling is reached no further grant
/// can be booked; what comes of the other 55 stands in their own records, and the numbers are counted from them.
#[test]
fn sys_b11_36_of_91_grants_exhaust_the_budget_and_no_more_can_be_booked() {
    // 36 complete applications ask 25,000 each; of the others 20 are incomplete and 35 come after.
    let all: Vec<Lot> = (1..=91)
        .map(|number| {
            let lot = lot(number, 25_000);
            if (10..30).contains(&number) { Lot { complete_at: None, ..lot } } else { lot }
        })
        .collect();
    let budget = ceilings(36 * 25_000, &[]);
    let allocation = by_receipt(&all, &budget, SMALLER);
    let count = |test: fn(&Outcome) -> bool| allocation.decisions.iter().filter(|it| test(&it.outcome)).count();
    assert_eq!(allocation.decisions.len(), 91);
    assert_eq!(count(|it| matches!(it, Outcome::Granted(_))), 36);
    assert_eq!(count(|it| matches!(it, Outcome::Incomplete)), 20);
    assert_eq!(count(Outcome::is_for_want_of_room), 35);
    assert_eq!(allocation.granted(), budget.round);
    let mut booked: Balances = allocation.balances.clone();
    let refused = Shortage { ceiling: Ceiling::Round, asked: Cents::new(1), left: Cents::ZERO };
    assert_eq!(booked.grant(Cents::new(1), &[].into()), Err(refused));
    assert_eq!(booked, allocation.balances);
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let nothing = Lot { requested: Cents::ZERO, ..scored(2, [10, 10, 10, 26]) };
    let without_points = Lot { points: BTreeMap::new(), ..scored(3, [0; 4]) };
    let most = Lot { requested: Cents::new(i64::MAX), ..scored(4, [20; 4]) };
    let lots = [scored(1, [20; 4]), scored(1, [20; 4]), nothing, without_points, most];
    let mut ranking = four_of_25(LastTie::Draw);
    ranking.ties = vec![Id::from("e")];
    let rules = in_turn(&ceilings(-1, &[("noord", -1)]), Order::Ranking(ranking), STOP);
    let Err(AllocationError::Mistakes(mistakes)) = allocate(&lots, &rules, &[]) else { panic!("mistakes") };
    let number = ApplicationNumber;
    let not_scored = ["a", "b", "c", "d"].map(|it| Mistake::NotScored(number(3), Id::from(it)));
    let mut expected = vec![
        Mistake::CeilingBelowNothing(Ceiling::Round),
        Mistake::CeilingBelowNothing(Ceiling::Part(Id::from("noord"))),
        Mistake::Twice(number(1)),
        Mistake::NothingRequested(number(2)),
        Mistake::PointsOutOfRange(number(2), Id::from("d")),
    ];
    expected.extend(not_scored);
    expected.extend([Mistake::Criterion(Id::from("e")), Mistake::TooMuchRequested]);
    assert_eq!(mistakes, expected);
}
