//! Finding support by words and by place.

use crate::support::{all, api};

fn found(query: &str) -> Vec<String> {
    let list = api(&format!("/instrumenten?{query}"));
    all(&list["instrumenten"], "id").into_iter().map(str::to_owned).collect()
}

fn check_first(query: &str, expected: &str) {
    let found = found(query);
    assert_eq!(found.first().map(String::as_str), Some(expected), "{query}: {found:?}");
}

#[test]
fn sys_h01_plastics_near_zwolle_gives_polymer_science_park_first() {
    check_first("zoek=kunststof&gemeente=GM0193", "polymer-science-park-zwolle");
    check_first("zoek=plastics&gemeente=GM0193&taal=en", "polymer-science-park-zwolle");
    check_first("zoek=plastics,%20near%20Zwolle&taal=en", "polymer-science-park-zwolle");
    check_first("zoek=kunststof%20bij%20Zwolle", "polymer-science-park-zwolle");
}

#[test]
fn capitals_and_accents_do_not_matter() {
    check_first("zoek=KUNSTST%C3%B6F%20zwolle", "polymer-science-park-zwolle");
    assert_eq!(found("zoek=financi%C3%ABring"), found("zoek=financiering"));
}

#[test]
fn every_word_narrows_except_common_ones() {
    let one = found("zoek=innovatie");
    let two = found("zoek=innovatie%20voor%20starters");
    assert!(!two.is_empty() && two.len() < one.len(), "{} {}", one.len(), two.len());
    assert!(two.iter().all(|it| one.contains(it)));
    assert_eq!(found("zoek=innovatie%20voor"), one);
    assert_eq!(found("zoek=onvindbaarwoord"), Vec::<String>::new());
}

#[test]
fn an_old_or_other_name_finds_support() {
    check_first("zoek=DVI", "dutch-venture-initiative");
    check_first("zoek=PSP", "polymer-science-park-zwolle");
}

#[test]
fn a_municipality_changes_the_order_and_never_the_choice() {
    let (mut near, mut all) = (found("soort=facility&gemeente=GM0153"), found("soort=facility"));
    assert!(["tprc-enschede", "cmi-enschede"].contains(&near[0].as_str()), "{near:?}");
    near.sort();
    all.sort();
    assert_eq!(near, all);
}

#[test]
fn an_organisation_is_found_under_either_name() {
    let ids = |query: &str| {
        let list = api(&format!("/organisaties?zoek={query}"));
        all(&list["organisaties"], "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids("novel-t").first().map(String::as_str), Some("novel-t"));
    assert_eq!(ids("Novel%20T").first().map(String::as_str), Some("novel-t"));
}
