//! What an adviser in East Netherlands would see first.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use schakel_criteria::Verdict;
use schakel_guide::{Match, Matcher};
use schakel_register::{Pack, PackFiles, facts_from_json, load};
use schakel_time::parse_date;
use serde_json::{Value as Json, json};

/// The pack of East Netherlands.
pub static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let mut files = PackFiles::new();
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    load(&files).pack
});

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack is there") {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|ending| path.ends_with(&format!(".{ending}"))) {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn matches(firm: Json, day: &str) -> Vec<Match<'static>> {
    let day = parse_date(day).unwrap();
    let facts = facts_from_json(&firm, &PACK, day).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    Matcher::new(&PACK, day.at(12, 0, 0, 0)).match_firm(&facts)
}

fn ids<'a>(matches: impl IntoIterator<Item = &'a Match<'static>>) -> Vec<&'a str> {
    matches.into_iter().map(|it| &*it.on_day.support.id).collect()
}

#[test]
fn a_starter_in_enschede_sees_the_help_for_starters_in_twente_first() {
    let found = matches(json!({ "plan": ["start"], "municipality": "GM0153", "registered": false }), "2017-05-01");
    assert_eq!(found[0].answer.verdict, Verdict::Met);
    assert_eq!(ids(&found)[0], "novel-t-begeleiding", "{:?}", &ids(&found)[..5]);
    let contact = found[0].contact.as_ref().unwrap();
    assert!(PACK.organisations.contains_key(&contact.organisation));
}

#[test]
fn a_firm_in_arnhem_that_needs_money_sees_the_fund_of_its_province_before_that_of_europe() {
    let found = matches(json!({ "plan": ["finance"], "municipality": "GM0202", "registered": true }), "2017-05-01");
    let place = |id: &str| ids(&found).iter().position(|it| *it == id).unwrap_or_else(|| panic!("no {id}"));
    assert!(place("topfonds-gelderland") < place("efsi"));
    assert!(place("topfonds-gelderland") < place("innovatiefonds-overijssel"));
}

#[test]
fn the_mit_instruments_of_a_region() {
    let found = matches(json!({ "plan": ["feasibility"], "municipality": "GM0193" }), "2017-05-01");
    let mit = found.iter().filter(|it| it.on_day.support.family.as_deref() == Some("mit"));
    let names = ids(mit);
    for expected in
        ["mit-haalbaarheid-oost", "mit-rd-samenwerking-oost", "mit-innovatieadvies-oost", "mit-kennisvoucher"]
    {
        assert!(names.contains(&expected), "{expected} is not among {names:?}");
    }
}

#[test]
fn everything_that_can_be_called_for_has_an_organisation_in_the_pack() {
    for found in matches(json!({ "municipality": "GM0153" }), "2017-05-01") {
        let contact =
            found.contact.as_ref().unwrap_or_else(|| panic!("{} has nobody to call", found.on_day.support.id));
        assert!(PACK.organisations.contains_key(&contact.organisation), "{}", contact.organisation);
    }
}
