//! Two versions side by side.

use insta::assert_snapshot;
use schakel_criteria::Language;
use schakel_register::{Pack, Version, compare_versions};

use crate::small_pack::{files, files_edited, good_pack, instrument_pack};

fn drawn(old: &Version, new: &Version, pack: &Pack, language: Language) -> String {
    let words = |value: Option<String>| value.unwrap_or_else(|| "?".to_owned());
    let changes = compare_versions(old, new, pack, language).into_iter();
    let lines = changes.map(|it| format!("{} [{}]: {} → {}", it.field, it.class.name(), words(it.from), words(it.to)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The voucher of 2015 and that of 2017, in which these words are others.
fn after(from: &str, to: &str) -> String {
    let pack = good_pack(&files_edited("instruments/voucher.md", from, to));
    let versions = &pack.support["voucher"].versions;
    drawn(&versions[0], &versions[1], &pack, Language::Dutch)
}

#[test]
fn what_changed_and_how_much_it_matters() {
    let pack = good_pack(&files());
    let versions = &pack.support["voucher"].versions;
    assert_snapshot!(drawn(&versions[0], &versions[1], &pack, Language::Dutch), @r"
    max [improvement]: € 50.000 → ca. € 25.000
    amount_note [improvement]: ? → per project
    documents [improvement]: ? → projectplan
    window [improvement]: ? → 11 april 2017 9:00 – 7 september 2017
    budget [improvement]: ? → Provincie: € 100.000
    criterion quality [major]: ? → Het plan is goed.
    ");
    assert_snapshot!(drawn(&versions[1], &versions[0], &pack, Language::English), @r"
    max [improvement]: about € 25,000 → € 50,000
    amount_note [no-longer-known]: per project → ?
    documents [no-longer-known]: projectplan → ?
    window [no-longer-known]: 11 April 2017 9:00 – 7 September 2017 → ?
    budget [no-longer-known]: Province: € 100,000 → ?
    criterion quality [major]: The plan is good. → ?
    ");
}

#[test]
fn equal_versions_have_no_changes() {
    let pack = good_pack(&files());
    for version in &pack.support["voucher"].versions {
        assert_eq!(compare_versions(version, version, &pack, Language::Dutch), []);
    }
}

#[test]
fn a_criterion_that_tests_something_else() {
    assert_snapshot!(after("rule = \"small\"", "rule = \"employees < 10\""), @r"
    max [improvement]: € 50.000 → ca. € 25.000
    amount_note [improvement]: ? → per project
    documents [improvement]: ? → projectplan
    window [improvement]: ? → 11 april 2017 9:00 – 7 september 2017
    budget [improvement]: ? → Provincie: € 100.000
    criterion small [major]: Uw bedrijf is klein. (employees < 10) → Uw bedrijf is klein. (small)
    criterion quality [major]: ? → Het plan is goed.
    ");
}

#[test]
fn a_procedure_is_named_in_words() {
    let said = after("documents = [", "procedure = \"lottery\"\ndocuments = [");
    assert!(said.contains("procedure [improvement]: ? → Loting"), "{said}");
}

#[test]
fn better_words_for_the_same_criterion_are_no_change() {
    assert!(
        !after("text = \"Uw bedrijf is klein.\"", "text = \"U heeft een klein bedrijf.\"").contains("criterion small")
    );
}

#[test]
fn a_judgement_that_becomes_a_rule() {
    let version = |valid: &str, test: &str| {
        format!(
            "[[version]]\nvalid = \"{valid}\"\n[[version.criterion]]\nid = \"test\"\ntext = \"U bent klein.\"\n{test}\n"
        )
    };
    let versions = version("..2017-01-01", "judgement = true") + &version("2017-01-01..", "rule = \"small\"");
    let pack = instrument_pack(&versions);
    let versions = &pack.support["proef"].versions;
    assert_snapshot!(drawn(&versions[0], &versions[1], &pack, Language::Dutch), @"criterion test [major]: U bent klein. → U bent klein. (small)");
}

#[test]
fn an_hour_is_a_change_too() {
    let version = |valid: &str, until: &str| {
        format!(
            "[[version]]\nvalid = \"{valid}\"\ncriteria_unknown = true\n[[version.window]]\nfrom = 2017-04-11\nuntil = \"{until}\"\n"
        )
    };
    let versions = version("..2017-01-01", "2017-09-07") + &version("2017-01-01..", "2017-09-07T17:00");
    let pack = instrument_pack(&versions);
    let versions = &pack.support["proef"].versions;
    assert_snapshot!(drawn(&versions[0], &versions[1], &pack, Language::English), @"window [improvement]: 11 April 2017 – 7 September 2017 → 11 April 2017 – 7 September 2017 17:00");
}
