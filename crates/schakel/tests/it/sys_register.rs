//! The register as a whole: complete, sourced, as at a day, with overlapping labels (inventory I07, N01, N02) and the
//! part of N08 that is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::portal::portal;
use crate::run::{find, texts};

/// Every record behind a list of the API, in full. Support is asked for as at a late day: what came later than a day is
/// not in the picture of that day.
fn records(list: &str, key: &str) -> Vec<Value> {
    let late = [("aantal", "500"), ("peildatum", "2026-06-01")];
    let pairs = if key == "instrumenten" { &late[..] } else { &late[..1] };
    let found = portal().query(list, pairs);
    let ids = texts(&found[key], "id").into_iter().map(|id| portal().json(&format!("{list}/{id}")));
    let all: Vec<Value> = ids.collect();
    assert_eq!(found["totaal"], all.len(), "all on one page");
    all
}

/// The rows of the inventory that records cover.
fn covered(records: &[Value]) -> BTreeSet<String> {
    records.iter().flat_map(|record| texts(&record["inventaris"], "")).map(str::to_owned).collect()
}

fn numbered(prefix: &str, last: usize) -> BTreeSet<String> {
    (1..=last).map(|number| format!("{prefix}-{number:03}")).collect()
}

/// Every record must say where it comes from: a place in a paper, an address, or else a whole law.
fn check_sources(records: &[Value]) {
    for record in records {
        let source = &record["bron"];
        let title = source["titel"].as_str().expect("a title");
        let findable = source["plaats"] != "" || source["url"].is_string() || title.contains("(BWBR");
        assert!(findable, "{}: {source}", record["id"]);
    }
}

/// N01. All 146 rows of section 2 of the inventory are there (141 instruments, facilities and records, and the five
/// regional strategies), each with its source, and the same question gives the answer of another day when asked as at
/// that day. What a firm cannot use never shows up as support.
#[test]
fn sys_n01_every_record_with_source_and_day() {
    let support = records("/api/v1/instrumenten", "instrumenten");
    let others = records("/api/v1/dossiers", "dossiers");
    check_sources(&support);
    check_sources(&others);
    let both: BTreeSet<String> = covered(&support).union(&covered(&others)).cloned().collect();
    // Some records are agreements as well, and say so.
    let instruments: BTreeSet<String> = both.into_iter().filter(|row| row.starts_with("INS-")).collect();
    assert_eq!(instruments, numbered("INS", 141));
    for landsdeel in ["noord", "noordvleugel", "oost", "zuid", "zuidvleugel"] {
        let strategy = portal().json(&format!("/api/v1/landsdelen/{landsdeel}/themas"));
        assert!(strategy["bron"]["plaats"] != "", "{strategy}");
    }

    for record in &others {
        let reply = portal().get(&format!("/api/v1/instrumenten/{}", record["id"].as_str().expect("text")));
        assert_eq!(reply.status, 404, "{} is no support", record["id"]);
    }

    let state = |day: &str| {
        let list = portal().query("/api/v1/instrumenten", &[("peildatum", day), ("aantal", "500")]);
        assert_eq!(list["peildatum"], day);
        find(&list["instrumenten"], "id", "mit-haalbaarheid-oost")["stand"]["state"].clone()
    };
    assert_eq!([state("2017-04-12"), state("2017-05-01")], ["open", "exhausted"]);
}

/// N02. All 90 rows of section 3 are there, each with its source. "Oost NV" and "Oost NL" both find the development
/// company, and no identity is asserted beyond what is recorded: the other name is a name, not a predecessor; a
/// succession that a source gives (Novel-T after Kennispark Twente) is one.
#[test]
fn sys_n02_organisations_under_either_name() {
    let all = records("/api/v1/organisaties", "organisaties");
    check_sources(&all);
    assert_eq!(
        covered(&all).into_iter().filter(|row| row.starts_with("ORG-")).collect::<BTreeSet<_>>(),
        numbered("ORG", 90)
    );

    for name in ["Oost NV", "Oost NL", "oost nl"] {
        let found = portal().query("/api/v1/organisaties", &[("zoek", name)]);
        assert_eq!(found["organisaties"][0]["id"], "oost-nl", "{name}");
    }
    let oost = find_record(&all, "oost-nl");
    assert_eq!((texts(&oost["aliassen"], ""), &oost["volgt_op"]), (vec!["Oost NV"], &Value::Null));
    assert_eq!(find_record(&all, "novel-t")["volgt_op"]["id"], "kennispark-twente");
    let page = portal().page("/organisaties?zoek=Oost+NV");
    assert!(page.contains("Oost NL"), "{page}");
}

fn find_record<'a>(records: &'a [Value], id: &str) -> &'a Value {
    records.iter().find(|record| record["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// I07. A record may have several sector and application labels at once, and so may the plan of a firm. Counts per
/// label then overlap: they say so, and they add up to more than there are records. A filter that gives a record one
/// value only does not say so, and adds up.
#[test]
fn sys_i07_labels_overlap() {
    let list = portal().query("/api/v1/instrumenten", &[("aantal", "500")]);
    let total = list["totaal"].as_u64().expect("a number");
    let sde = find(&list["instrumenten"], "id", "sde-plus");
    assert_eq!(texts(&sde["kenmerken"], "id"), ["energy", "sustainability"]);

    let facet = |key: &str| {
        let facet = find(&list["facetten"], "filter", key).clone();
        let count = |value: &Value| value["aantal"].as_u64().expect("a number");
        let sum: u64 = facet["waarden"].as_array().expect("a list").iter().map(count).sum();
        (facet["overlapping"].as_bool().expect("yes or no"), sum + facet["zonder"].as_u64().expect("a number"))
    };
    for key in ["kenmerk", "thema"] {
        let (overlapping, sum) = facet(key);
        assert!(overlapping && sum > total, "{key}: {sum} of {total}");
    }
    assert_eq!(facet("soort"), (false, total));
    let page = portal().page("/register");
    assert!(page.contains("De aantallen overlappen"), "{page}");

    // One record under both of its labels, and a firm with two themes.
    for label in ["energy", "sustainability"] {
        let found = portal().query("/api/v1/instrumenten", &[("kenmerk", label)]);
        find(&found["instrumenten"], "id", "sde-plus");
    }
    let facts = serde_json::json!({ "gegevens": { "themes": ["htsm", "lsh"] } });
    assert_eq!(portal().post("/api/v1/toetsingen", &facts).status, 200);
}

/// The part of N08 that is there: all 342 municipalities, each in exactly one province, twelve provinces, and named
/// regions with how certain they are. The map from landsdeel to EFRO programme is in no source of the pack.
#[test]
fn every_municipality_has_one_province() {
    let list = portal().json("/api/v1/gemeenten");
    let mut per_province: BTreeMap<&str, usize> = BTreeMap::new();
    for municipality in list["gemeenten"].as_array().expect("a list") {
        *per_province.entry(municipality["provincie"]["id"].as_str().expect("text")).or_default() += 1;
    }
    assert_eq!((list["totaal"].as_u64(), per_province.len()), (Some(342), 12));
    assert_eq!((per_province["PV23"], per_province["PV25"]), (25, 51));
    let zwolle = portal().json("/api/v1/gemeenten/GM0193");
    assert_eq!(find(&zwolle["regios"], "id", "regio-zwolle")["qualifier"], "inferred");
}
