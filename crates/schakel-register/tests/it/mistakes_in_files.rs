//! Files that are missing, in the wrong place, or broken.

use insta::assert_snapshot;

use crate::small_pack::{files_edited, files_with, files_without, mistakes, mistakes_after};

#[test]
fn a_file_that_every_pack_has_is_missing() {
    assert_snapshot!(mistakes(&files_without("sources/web.toml")), @"");
    assert_snapshot!(mistakes(&files_without("thresholds.toml")), @"");
}

#[test]
fn a_code_list_is_missing() {
    assert_snapshot!(mistakes(&files_without("codes/kinds.toml")), @"");
}

#[test]
fn an_empty_pack() {
    assert_snapshot!(mistakes(&Default::default()), @"");
}

#[test]
fn files_that_nothing_reads() {
    let stray = [
        ("instruments/oud/voucher.md", "+++\n+++\n"),
        ("instruments/voucher.toml", ""),
        ("notes.txt", "…"),
        ("codes/extra.csv", "a,b\n"),
        ("voucher.md", "+++\n+++\n"),
    ];
    assert_snapshot!(mistakes(&files_with(&stray)), @"");
}

#[test]
fn files_for_people_are_left_alone() {
    let beside = [("README.md", "# Oost"), ("instruments/README.md", "Wat hier staat."), ("codes/sbi.md", "Herkomst.")];
    assert_eq!(mistakes(&files_with(&beside)), "");
}

#[test]
fn a_translation_without_its_record() {
    let stray = [("instruments/vouchr.en.md", "+++\nname = \"Voucher\"\n+++\n")];
    assert_snapshot!(mistakes(&files_with(&stray)), @"");
}

#[test]
fn a_translation_with_mistakes() {
    let broken = [("instruments/voucher.en.md", "+++\nname = 3\nsumary = \"A voucher.\"\n+++\n")];
    assert_snapshot!(mistakes(&files_with(&broken)), @"");
    let open = [("instruments/voucher.en.md", "+++\nname = \"Voucher\"\n")];
    assert_snapshot!(mistakes(&files_with(&open)), @"");
}

#[test]
fn a_record_without_front_matter() {
    assert_snapshot!(mistakes_after("programmes/innoveert.md", "+++\nname", "name"), @"");
    assert_snapshot!(mistakes_after("programmes/innoveert.md", "+++\nTekst.", "Tekst."), @"");
    assert_snapshot!(mistakes(&files_with(&[("programmes/leeg.md", "")])), @"");
}

#[test]
fn a_record_that_is_too_large() {
    let record = format!("+++\n+++\n{}", "Tekst. ".repeat(50_000));
    assert_snapshot!(mistakes(&files_with(&[("programmes/groot.md", &record)])), @"");
}

#[test]
fn broken_toml() {
    assert_snapshot!(mistakes_after("programmes/innoveert.md", "kind = \"programme\"", "kind = programme"), @"");
    assert_snapshot!(mistakes_after("codes/plan.toml", "id = \"start\"", "id = \"start"), @"");
}

#[test]
fn broken_toml_says_where_in_a_record_with_windows_line_ends() {
    let files = files_edited("programmes/innoveert.md", "kind = \"programme\"", "kind = programme");
    let record = files["programmes/innoveert.md"].replace('\n', "\r\n");
    assert_snapshot!(mistakes(&files_with(&[("programmes/innoveert.md", &record)])), @"");
}

#[test]
fn a_record_named_with_capitals() {
    let record = "+++\nname = \"Proef\"\nkind = \"programme\"\nsummary = \"…\"\nsource = \"agenda\"\nchecked_on = 2016-01-01\n+++\n";
    assert_snapshot!(mistakes(&files_with(&[("studies/Proef_1.md", record)])), @"");
}

#[test]
fn one_identifier_for_two_records() {
    let files = files_with(&[]);
    let programme = &files["programmes/innoveert.md"];
    assert_snapshot!(mistakes(&files_with(&[("projects/innoveert.md", programme)])), @"");
    let voucher = &files["instruments/voucher.md"];
    assert_snapshot!(mistakes(&files_with(&[("facilities/voucher.md", voucher)])), @"");
}
