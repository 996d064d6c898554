//! Score sheets of a committee: kept, without those of who has an interest, and the advice made of them again each time.

use std::collections::BTreeMap;

use schakel_casework::{Actor, FirmRef, OrganisationId, PersonRef};
use schakel_criteria::Number;
use schakel_desk::GrantingError;
use schakel_register::AtCeiling;
use schakel_schemes::{Advice, Conflict, Criterion, LastTie, Order, Party, Points, Procedure, Ranking};
use schakel_store::tables::committees::NewSheet;

use super::round::{at, euros, firm, in_turn, on_each};

fn ranking() -> Procedure {
    let criterion = |id: &str| Criterion {
        id: id.into(),
        weight: Number::whole(1),
        maximum: Number::whole(25),
        minimum: Some(Number::whole(10)),
    };
    let ranking = Ranking {
        criteria: vec![criterion("renewal"), criterion("market")],
        minimum: Some(Number::whole(30)),
        ties: Vec::new(),
        last: LastTie::Draw,
    };
    Procedure::InTurn { order: Order::Ranking(ranking), at_ceiling: AtCeiling::Stop }
}

fn assessor(number: u64) -> Actor {
    let organisation = OrganisationId::new("executor").unwrap();
    Actor::Organisation { organisation, person: Some(PersonRef(number)) }
}

fn sheet(renewal: i64, market: i64, advice: Advice) -> NewSheet {
    let score = |points, reason: &str| (Points(Number::whole(points)), reason.to_owned());
    let scores: BTreeMap<_, _> =
        [("renewal".to_owned(), score(renewal, "Nieuw.")), ("market".to_owned(), score(market, "Er is vraag."))].into();
    NewSheet { has_interest: false, works_for: [].into(), advice, scores }
}

#[test]
fn sys_d04_averages_are_made_of_what_is_kept() {
    on_each(&ranking(), |office| {
        let number = office.complete(1, euros(40_000), at("2017-01-09", 9));
        let hand_in = |who, sheet| office.desk.hand_in_sheet(number, sheet, assessor(who), at("2017-02-01", 9));
        hand_in(1, sheet(20, 15, Advice::Positive)).unwrap();
        hand_in(2, sheet(14, 16, Advice::Positive)).unwrap();
        hand_in(3, sheet(19, 10, Advice::Negative)).unwrap();
        // Somebody with an interest keeps out, and so does somebody who works for the applicant.
        hand_in(4, NewSheet { has_interest: true, ..sheet(25, 25, Advice::Positive) }).unwrap();
        let works_for = [Party::Firm(FirmRef(1))].into();
        let refused = hand_in(5, NewSheet { works_for, ..sheet(25, 25, Advice::Positive) }).unwrap_err();
        assert!(matches!(refused, GrantingError::Interest(Conflict::SameParty(_))));
        assert!(matches!(hand_in(6, sheet(26, 0, Advice::Positive)), Err(GrantingError::Sheet(_))));

        let committee = office.desk.committee(number, &assessor(9)).unwrap();
        let advice = committee.assessment.unwrap();
        assert_eq!((advice.counted.len(), advice.advice, advice.positive), (3, Advice::Positive, 2));
        assert_eq!(advice.kept_out.get(&PersonRef(4)), Some(&Conflict::Declared));
        let renewal = &advice.scores["renewal"];
        assert_eq!(renewal.average, Number::fraction(53, 3).unwrap());
        assert_eq!(renewal.spread(), Number::whole(6));
        assert_eq!(committee.sheets[0].scores["market"].1, "Er is vraag.");
        let merits = office.desk.take_advice(number, assessor(9), at("2017-02-02", 9)).unwrap();
        assert_eq!(merits.points["market"], Points(Number::fraction(41, 3).unwrap()));
        assert!(matches!(office.desk.committee(number, &firm(1)), Err(GrantingError::NotExecutor)));
    });
}

#[test]
fn a_round_without_points_has_an_advice_only() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.complete(1, euros(40_000), at("2017-01-09", 9));
        let sheet = NewSheet { scores: [].into(), ..sheet(0, 0, Advice::Negative) };
        office.desk.hand_in_sheet(number, sheet, assessor(1), at("2017-02-01", 9)).unwrap();
        let merits = office.desk.take_advice(number, assessor(1), at("2017-02-01", 10)).unwrap();
        assert_eq!(merits.advice, Some(Advice::Negative));
    });
}
