//! Areas inside one another, and which municipalities a service reaches.

use schakel_criteria::Language;
use schakel_register::{Pack, coverage};

use crate::small_pack::{files, files_edited, good_pack, instrument_pack};

fn pack() -> Pack {
    good_pack(&files())
}

fn joined(ids: Vec<schakel_register::Id>) -> String {
    ids.join(" ")
}

#[test]
fn areas_that_contain_an_area() {
    let pack = pack();
    assert_eq!(joined(pack.areas_containing("GM0153")), "GM0153 PV23 twente NL oost");
    assert_eq!(joined(pack.areas_containing("GM0193")), "GM0193 PV23 NL oost");
    assert_eq!(joined(pack.areas_containing("PV25")), "PV25 NL oost");
    assert_eq!(joined(pack.areas_containing("NL")), "NL");
    assert_eq!(joined(pack.areas_around("GM0193")), joined(pack.areas_containing("GM0193")));
    assert_eq!(joined(pack.areas_around("GM9999")), "", "a municipality that is not there");
}

#[test]
fn regions_that_contain_each_other_end() {
    let files = files_edited(
        "regions/regions.toml",
        "name = \"Twente\"\nkind = \"subregion\"\nparts = [\"GM0153\"]",
        "name = \"Twente\"\nkind = \"subregion\"\nparts = [\"oost\"]",
    );
    let text = files["regions/regions.toml"]
        .replace("parts = [\"PV23\", \"PV25\"]", "parts = [\"PV23\", \"PV25\", \"twente\"]");
    let pack = good_pack(&crate::small_pack::files_with(&[("regions/regions.toml", &text)]));
    assert_eq!(joined(pack.areas_containing("twente")), "twente NL oost");
}

#[test]
fn areas_with_ground_in_common() {
    let pack = pack();
    let overlapping = |area: &str| {
        let mut found: Vec<String> = pack.areas_overlapping(area).iter().map(ToString::to_string).collect();
        found.sort_unstable();
        found.join(" ")
    };
    assert_eq!(overlapping("twente"), "GM0153 NL PV23 oost twente", "the landsdeel holds it through its municipality");
    assert_eq!(
        overlapping("oost"),
        "GM0153 GM0193 GM0202 NL PV23 PV25 oost twente",
        "the country is around its provinces"
    );
    assert_eq!(overlapping("GM0193"), "GM0193 NL PV23 oost");
    assert_eq!(overlapping("PV25"), "GM0202 NL PV25 oost");
    assert_eq!(overlapping("XX"), "XX");
}

#[test]
fn names_of_areas() {
    let pack = pack();
    assert_eq!(pack.area_name("NL", Language::English), "Netherlands");
    assert_eq!(pack.area_name("NL", Language::Dutch), "Nederland");
    assert_eq!(pack.area_name("GM0153", Language::English), "Enschede");
    assert_eq!(pack.area_name("XX", Language::English), "XX");
}

#[test]
fn the_front_door_and_the_place_of_a_municipality() {
    let pack = pack();
    let enschede = &pack.municipalities["GM0153"];
    assert_eq!(enschede.position, Some((52_221, 6_894)));
    let door = enschede.front_door.as_ref().unwrap();
    assert_eq!((&*door.organisation, door.qualifier.name()), ("novel-t", "inferred"));
    assert!(pack.municipalities["GM0193"].front_door.is_none());
}

/// How a service with these areas reaches Overijssel.
fn reached(areas: &str) -> String {
    let pack = instrument_pack("[[version]]\nvalid = \"..\"\ncriteria_unknown = true");
    let mut support = pack.support["proef"].clone();
    support.areas = pack.organisations["novel-t"].areas.clone();
    support.areas.clear();
    let named = |it: &str| (schakel_register::Id::from(it), schakel_register::Qualifier::Exact);
    support.areas.extend(areas.split(' ').filter(|it| !it.is_empty()).map(named));
    let line = |it: schakel_register::Coverage<'_>| match it.through {
        Some((area, qualifier)) => format!("{} through {area} ({})", it.municipality.name, qualifier.name()),
        None => format!("{} not", it.municipality.name),
    };
    coverage(&support, "PV23", &pack).into_iter().map(line).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_service_reaches_municipalities_through_its_areas() {
    assert_eq!(reached("PV23"), "Enschede through PV23 (exact), Zwolle through PV23 (exact)");
    assert_eq!(reached("NL"), "Enschede through NL (exact), Zwolle through NL (exact)");
    assert_eq!(reached("GM0193 PV25"), "Enschede not, Zwolle through GM0193 (exact)");
    assert_eq!(reached(""), "Enschede not, Zwolle not");
}

#[test]
fn an_inferred_link_makes_the_whole_inferred_unless_a_surer_way_exists() {
    assert_eq!(reached("twente"), "Enschede through twente (inferred), Zwolle not");
    assert_eq!(reached("twente oost"), "Enschede through oost (exact), Zwolle through oost (exact)");
}

#[test]
fn a_front_door_has_a_function() {
    let said = crate::small_pack::mistakes_after("organisations/novel-t.md", "roles = [\"front-door\"]\n", "");
    assert!(said.contains("`novel-t` is the front door of a municipality but has no function"), "{said}");
}
