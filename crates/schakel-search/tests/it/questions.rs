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
