//! Who is asked, and why; who is not, and why not.

use std::collections::BTreeSet;

use schakel_casework::{
    Choice, Distance, Exclusion, Field, Fit, Locality, Need, OrganisationId, Participation, Profile, choose,
};
use schakel_time::Period;

use crate::small_region::{SmallRegion, code, day, need, org};

fn choice(region: &SmallRegion, need: &Need, asked: &[&str]) -> Choice {
    let already_asked: BTreeSet<OrganisationId> = asked.iter().map(|it| org(it)).collect();
    let field = Field {
        directory: &region.directory,
        staffing: &region.staffing,
        already_asked: &already_asked,
        on: day("2017-05-08"),
        answer_by: day("2017-05-10"),
        capacity_of_adviser: 30,
    };
    choose(need, &field)
}

/// The order of the advisers that can be asked.
fn order(region: &SmallRegion, need: &Need) -> String {
    choice(region, need, &[]).ranked.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().concat()
}

/// Changes what is known of adviser `b` and asks why it is not chosen, or in which place.
fn check(change: impl FnOnce(&mut Profile), need: &Need, expected: Result<usize, Exclusion>) {
    let mut region = SmallRegion::new();
    let mut profile = region.directory.profile(&org("b")).unwrap().clone();
    change(&mut profile);
    region.directory.describe(profile);
    let choice = choice(&region, need, &[]);
    let place = choice.ranked.iter().position(|(id, _)| *id == org("b"));
    let excluded = choice.passed_over.iter().find(|(id, _)| *id == org("b")).map(|(_, why)| why.clone());
    assert_eq!(place.ok_or_else(|| excluded.unwrap()), expected);
    assert_eq!(choice.ranked.len() + choice.passed_over.len(), 6, "nobody is left out silently");
}

#[test]
fn what_is_known_to_fit_comes_first_what_is_known_not_to_fit_does_not_come() {
    let wide = Need { themes: [code("htsm")].into(), employees: Some(40), language: Some(code("en")), ..need() };
    check(|_| {}, &wide, Ok(1));
    check(|it| it.themes = Some([code("htsm"), code("agri")].into()), &wide, Ok(0));
    check(|it| it.themes = Some([code("agri")].into()), &wide, Err(Exclusion::OtherTheme));
    check(|it| it.areas = [code("PV23")].into(), &wide, Ok(0));
    check(|it| it.areas = [code("PV25")].into(), &wide, Err(Exclusion::OtherArea));
    check(|it| it.employees = Some(10..=50), &wide, Ok(0));
    check(|it| it.employees = Some(0..=39), &wide, Err(Exclusion::OtherSize));
    check(|it| it.languages = Some([code("en")].into()), &wide, Ok(0));
    check(|it| it.languages = Some([code("nl")].into()), &wide, Err(Exclusion::OtherLanguage));
    check(|it| it.services = [code("funding")].into(), &wide, Err(Exclusion::OtherService));
    check(|it| it.participation = Participation::NotTakingPart, &wide, Err(Exclusion::NotTakingPart));
    let gone = Participation::SucceededBy(org("c"));
    check(|it| it.participation = gone, &wide, Err(Exclusion::SucceededBy(org("c"))));
    check(|_| {}, &Need { service: None, ..wide }, Err(Exclusion::ServiceNotKnown));
}

#[test]
fn what_is_not_known_of_the_firm_excludes_nobody() {
    let open = Need { service: Some(code("advice")), ..Need::default() };
    check(|it| it.areas = [code("PV25")].into(), &open, Ok(1));
    check(|it| it.employees = Some(0..=5), &open, Ok(1));
    check(|it| it.themes = Some([code("agri")].into()), &open, Ok(1));
}

#[test]
fn then_absence_then_load_then_distance() {
    let mut region = SmallRegion::new();
    assert_eq!(order(&region, &need()), "abcdef");
    let absent = |until: &str| Period::new(Some(day("2017-05-01")), Some(day(until))).unwrap();
    region.staffing.of(&org("a")).absences.push(absent("2017-05-10"));
    assert_eq!(order(&region, &need()), "bcdefa", "back in time to answer, but after who is there");
    region.staffing.of(&org("a")).absences.push(absent("2017-05-11"));
    assert_eq!(order(&region, &need()), "bcdef", "not back in time");
    let away = choice(&region, &need(), &[]).passed_over;
    assert_eq!(away, [(org("a"), Exclusion::Absent(Some(day("2017-05-11"))))]);
    region.staffing.of(&org("b")).in_hand = 3;
    region.staffing.of(&org("c")).in_hand = 2;
    region.staffing.of(&org("c")).capacity = Some(10);
    assert_eq!(order(&region, &need()), "defbc", "3 of 30 is less than 2 of 10");
    region.staffing.of(&org("d")).capacity = Some(0);
    assert_eq!(order(&region, &need()), "efbcd", "full comes last, but can be asked");
    let deventer = Locality { position: Some((52_255, 6_163)), ..Locality::default() };
    region.directory.place(code("GM0150"), deventer);
    for (id, seat) in [("e", "GM0150"), ("f", "GM0193")] {
        let services = [code("advice")].into();
        region.directory.describe(Profile { services, seat: Some(code(seat)), ..Profile::new(org(id)) });
    }
    assert_eq!(order(&region, &need()), "febcd");
    let grounds: Vec<Distance> = choice(&region, &need(), &[]).ranked.iter().map(|(_, it)| it.distance).collect();
    assert_eq!(grounds[..2], [Distance::Kilometres(0), Distance::Kilometres(28)], "Zwolle to Deventer");
}

#[test]
fn the_choice_explains_itself() {
    let region = SmallRegion::new();
    let choice = choice(&region, &need(), &["a"]);
    assert_eq!(choice.passed_over, [(org("a"), Exclusion::AlreadyAsked)]);
    let (first, grounds) = &choice.ranked[0];
    assert_eq!((first, grounds.theme, grounds.load.in_hand), (&org("b"), Fit::NotKnown, 0));
    let json = serde_json::to_string(&choice).unwrap();
    assert_eq!(serde_json::from_str::<Choice>(&json).unwrap(), choice);
}
