//! Single undertakings, partners, people in between, and one grant per year for a group.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schakel_casework::FirmRef;
use schakel_schemes::{Application, ApplicationNumber, Control, Groups, Link, LinkPerson, OncePerYear, ThroughPerson};

use crate::small_round::{Counter, euros, granted};

fn firms(numbers: &[u64]) -> BTreeSet<FirmRef> {
    numbers.iter().copied().map(FirmRef).collect()
}

fn controls(one: u64, other: u64) -> Link {
    Link::Controls(FirmRef(one), FirmRef(other), Control::MajorityOfVotes)
}

/// A mother 1 with daughters 2 and 3, and 4 below 3; 5 is a partner of 2; a person links 4 with 6, and 6 controls 7.
fn groups() -> Groups {
    Groups::new([
        controls(1, 2),
        controls(1, 3),
        Link::Controls(FirmRef(3), FirmRef(4), Control::DominantInfluence),
        Link::Partner(FirmRef(5), FirmRef(2)),
        Link::Person(LinkPerson(1), FirmRef(4)),
        Link::Person(LinkPerson(1), FirmRef(6)),
        controls(6, 7),
    ])
}

#[test]
fn control_through_others_makes_one_undertaking() {
    for firm in 1..=4 {
        assert_eq!(groups().single_undertaking(FirmRef(firm)), firms(&[1, 2, 3, 4]));
    }
    assert_eq!(groups().single_undertaking(FirmRef(5)), firms(&[5]), "a partner is no part of it");
    assert_eq!(groups().with_partners(FirmRef(4)), firms(&[1, 2, 3, 4, 5]));
    let person = LinkPerson(1);
    let through = [6, 7].map(|firm| ThroughPerson { person, firm: FirmRef(firm) });
    assert_eq!(groups().through_persons(&firms(&[1, 2, 3, 4])), through.into());
}

#[test]
fn a_group_has_one_grant_of_a_round_in_a_year() {
    let application = |number, firm, counter: Counter| Application {
        number: ApplicationNumber(number),
        applicant: FirmRef(firm),
        ..counter.application
    };
    let has = |firm| application(1, firm, Counter::decided(granted(euros(20_000)), "2017-01-09", "2017-03-01"));
    let asks = application(2, 2, Counter::in_assessment(euros(20_000), "2017-01-09"));
    let check = |other: Application, year, expected| {
        let group = groups().single_undertaking(asks.applicant);
        assert_eq!(groups().once_per_year(&asks, &group, year, &[other, asks.clone()]), expected);
    };
    check(has(4), 2017, OncePerYear::Granted(ApplicationNumber(1)));
    check(has(4), 2018, OncePerYear::Free);
    check(has(5), 2017, OncePerYear::Free);
    let person = LinkPerson(1);
    check(has(7), 2017, OncePerYear::Review([ThroughPerson { person, firm: FirmRef(7) }].into()));
    check(has(99), 2017, OncePerYear::Free);
}

proptest! {
    #[test]
    fn an_undertaking_is_the_same_from_each_of_its_enterprises(
        links in proptest::collection::vec((0_u64..12, 0_u64..12), 0..14),
    ) {
        let groups = Groups::new(links.into_iter().map(|(one, other)| controls(one, other)));
        for firm in (0..12).map(FirmRef) {
            let undertaking = groups.single_undertaking(firm);
            prop_assert!(undertaking.contains(&firm));
            for other in &undertaking {
                prop_assert_eq!(&groups.single_undertaking(*other), &undertaking);
            }
        }
    }
}
