//! The advice of a committee: conflicts of interest, exact averages, spread and reasons.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schakel_casework::{FirmRef, OrganisationId, PersonRef, TextRef};
use schakel_criteria::Number;
use schakel_register::{Cents, Id};
use schakel_schemes::{
    Advice, ApplicationNumber, Assessment, AssessmentError, Assessor, Conflict, Criterion, Lot, Party, ScoreSheet,
    assess,
};
use schakel_time::parse_date;

const APPLICATION: ApplicationNumber = ApplicationNumber(7);

fn organisation(id: &str) -> Party {
    Party::Organisation(OrganisationId::new(id).unwrap())
}

fn assessor(person: u64, works_for: &str) -> Assessor {
    Assessor { person: PersonRef(person), works_for: [organisation(works_for)].into(), declared: BTreeSet::new() }
}

fn sheet(person: u64, quality: i64, advice: Advice) -> ScoreSheet {
    let quality = Number::whole(quality);
    ScoreSheet {
        assessor: PersonRef(person),
        points: [(Id::from("kwaliteit"), quality), (Id::from("waarde"), Number::whole(10))].into(),
        advice,
        reasons: ["kwaliteit", "waarde"].into_iter().map(|it| (Id::from(it), TextRef(person))).collect(),
    }
}

fn criteria() -> Vec<Criterion> {
    let criterion =
        |id: &str| Criterion { id: Id::from(id), weight: Number::ONE, maximum: Number::whole(25), minimum: None };
    vec![criterion("kwaliteit"), criterion("waarde")]
}

/// The applicant is a firm; its partner is a university that also has somebody on the committee.
fn parties() -> BTreeSet<Party> {
    [Party::Firm(FirmRef(1)), organisation("hogeschool")].into()
}

fn advice(committee: &[Assessor], sheets: &[ScoreSheet]) -> Result<Assessment, AssessmentError> {
    assess(APPLICATION, &parties(), committee, sheets, &criteria(), 2)
}

/// SYS-D04: the conflict of interest of an assessor is checked, the advice has reasons, averages are reproducible.
#[test]
fn sys_d04_a_conflict_keeps_a_score_out_and_the_average_is_exact() {
    let mut declared = assessor(4, "kamer");
    declared.declared.insert(APPLICATION);
    let mut own_firm = assessor(5, "kamer");
    own_firm.works_for.insert(Party::Firm(FirmRef(1)));
    let committee =
        [assessor(1, "kamer"), assessor(2, "bank"), assessor(3, "hogeschool"), declared, own_firm, assessor(6, "bank")];
    let sheets = [
        sheet(1, 10, Advice::Positive),
        sheet(2, 21, Advice::Positive),
        sheet(3, 25, Advice::Positive),
        sheet(4, 25, Advice::Positive),
        sheet(6, 15, Advice::Negative),
    ];
    let assessment = advice(&committee, &sheets).unwrap();
    let quality = &assessment.scores["kwaliteit"];
    // (10 + 21 + 15) / 3, not rounded.
    assert_eq!(quality.average, Number::fraction(46, 3).unwrap());
    assert_eq!(
        (quality.lowest, quality.highest, quality.spread()),
        (Number::whole(10), Number::whole(21), Number::whole(11))
    );
    assert_eq!(quality.reasons, [TextRef(1), TextRef(2), TextRef(6)]);
    assert_eq!((assessment.advice, assessment.positive, assessment.counted.len()), (Advice::Positive, 2, 3));
    let kept_out = [
        (PersonRef(3), Conflict::SameParty(organisation("hogeschool"))),
        (PersonRef(4), Conflict::Declared),
        (PersonRef(5), Conflict::SameParty(Party::Firm(FirmRef(1)))),
    ];
    assert_eq!(assessment.kept_out, kept_out.into());
    let mut lot = Lot::complete(APPLICATION, parse_date("2017-01-02").unwrap().at(9, 0, 0, 0), Cents::new(1));
    assessment.enter(&mut lot);
    assert_eq!((lot.points["kwaliteit"], lot.advice), (quality.average, Some(Advice::Positive)));
}

#[test]
fn what_is_no_advice_is_said() {
    let committee = [assessor(1, "kamer"), assessor(2, "bank"), assessor(3, "hogeschool")];
    let (yes, no) = (|it| sheet(it, 10, Advice::Positive), |it| sheet(it, 10, Advice::Negative));
    let quality = Id::from("kwaliteit");
    let without_reason = ScoreSheet { reasons: [].into(), ..yes(2) };
    let without_points = ScoreSheet { points: [].into(), ..yes(2) };
    for (sheets, expected) in [
        (vec![yes(1), yes(3)], AssessmentError::TooFew { counted: 1, needed: 2 }),
        (vec![yes(1), no(2)], AssessmentError::Undecided),
        (vec![yes(1), yes(9)], AssessmentError::NotAMember(PersonRef(9))),
        (vec![yes(1), yes(1)], AssessmentError::Twice(PersonRef(1))),
        (vec![yes(1), without_points], AssessmentError::NotScored(PersonRef(2), quality.clone())),
        (vec![yes(1), sheet(2, 26, Advice::Positive)], AssessmentError::OutOfRange(PersonRef(2), quality.clone())),
        (vec![yes(1), sheet(2, -1, Advice::Positive)], AssessmentError::OutOfRange(PersonRef(2), quality.clone())),
        (vec![yes(1), without_reason], AssessmentError::NoReason(PersonRef(2), quality)),
    ] {
        assert_eq!(advice(&committee, &sheets), Err(expected));
    }
}

proptest! {
    #[test]
    fn the_average_lies_between_and_the_order_makes_no_difference(
        (sheets, shuffled) in prop::collection::vec(0_i64..=25, 3..9)
            .prop_map(|points| points.iter().zip(1..).map(|(it, who)| sheet(who, *it, Advice::Positive)).collect::<Vec<_>>())
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
    ) {
        let committee: Vec<Assessor> = (1..9).map(|it| assessor(it, "kamer")).collect();
        let assessment = advice(&committee, &sheets).unwrap();
        prop_assert_eq!(&advice(&committee, &shuffled).unwrap(), &assessment);
        let score = &assessment.scores["kwaliteit"];
        prop_assert!(score.lowest <= score.average && score.average <= score.highest);
        let sum: i64 = sheets.iter().filter_map(|it| it.points["kwaliteit"].to_i64()).sum();
        let count = i64::try_from(sheets.len()).unwrap();
        prop_assert_eq!(score.average.times(Number::whole(count)), Some(Number::whole(sum)));
    }
}
