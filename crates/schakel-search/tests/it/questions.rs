//! Questions on the real pack.

use schakel_search::Area;

use crate::oost::REDUCED;

/// The question has one of these records among its first three hits.
fn check(question: &str, answers: &[&str]) {
    let found = REDUCED.search(question);
    let first: Vec<&str> = found.hits.iter().take(3).map(|it| &*it.record).collect();
    assert!(first.iter().any(|it| answers.contains(it)), "{question}: {first:?}");
}

#[test]
fn words_of_the_name_find_a_scheme() {
    check("Wat is de BMKB?", &["bmkb"]);
    check("borgstelling voor een lening", &["bmkb"]);
    check("INTERREG", &["interreg-duitsland-nederland"]);
}

#[test]
fn a_municipality_is_a_place_of_its_province() {
    let found = REDUCED.search("Wie helpt een bedrijf in Enschede?");
    let areas: Vec<&Area> = found.places.iter().map(|it| &it.area).collect();
    assert_eq!(areas, [&Area::Municipality { municipality: "GM0153".into(), province: "PV23".into() }]);
}

#[test]
fn a_town_lies_in_its_municipality() {
    let found = REDUCED.search("We zoeken in Goor een pand");
    let areas: Vec<&Area> = found.places.iter().map(|it| &it.area).collect();
    assert_eq!(areas, [&Area::Municipality { municipality: "GM1735".into(), province: "PV23".into() }]);
}

#[test]
fn a_city_across_the_border_leads_to_support_across_the_border() {
    for question in
        ["Een bedrijf in Münster wil met ons samen iets maken", "samen met een Duitse partner", "firma uit Kleef"]
    {
        let found = REDUCED.search(question);
        let areas: Vec<&Area> = found.places.iter().map(|it| &it.area).collect();
        assert_eq!(areas, [&Area::Abroad { country: "DE".into() }], "{question}");
        check(question, &["interreg-duitsland-nederland"]);
    }
}

#[test]
fn a_word_that_is_also_a_place_needs_a_capital() {
    assert_eq!(REDUCED.search("ik wil best putten graven").places, []);
    assert_eq!(REDUCED.search("Ik woon in Putten").places.len(), 1);
}
