//! Files that are missing, in the wrong place, or broken.

use insta::assert_snapshot;

use crate::small_pack::{files_edited, files_with, files_without, mistakes, mistakes_after};

#[test]
fn a_file_that_every_pack_has_is_missing() {
    assert_snapshot!(mistakes(&files_without("sources/web.toml")), @r#"
    error: unknown source `site`
      --> instruments/voucher.md:30:55
       |
    30 | max = { value = 25000, qualifier = "about", source = "site" }
       |                                                       ^^^^
       |
       = help: there is: `agenda`
    "#);
    assert_snapshot!(mistakes(&files_without("thresholds.toml")), @r#"
    error: unknown fact `small_max_employees`
      --> facts.toml:76:24
       |
    76 | derive = ["employees < small_max_employees"]
       |                        ^^^^^^^^^^^^^^^^^^^

    error: `thresholds.toml` is missing
    --> thresholds.toml
     = help: every pack has this file; docs/pack-format.md says what stands in it
    "#);
}

#[test]
fn a_code_list_is_missing() {
    assert_snapshot!(mistakes(&files_without("codes/kinds.toml")), @r"
    error: `codes/kinds.toml` is missing
    --> codes/kinds.toml
     = help: records name codes of this list; docs/pack-format.md shows how a list looks
    ");
}

#[test]
fn an_empty_pack() {
    assert_snapshot!(mistakes(&Default::default()), @r"
    error: `facts.toml` is missing
    --> facts.toml
     = help: every pack has this file; docs/pack-format.md says what stands in it

    error: `pack.toml` is missing
    --> pack.toml
     = help: every pack has this file; docs/pack-format.md says what stands in it

    error: `sources.toml` is missing
    --> sources.toml
     = help: every pack has this file; docs/pack-format.md says what stands in it

    error: `thresholds.toml` is missing
    --> thresholds.toml
     = help: every pack has this file; docs/pack-format.md says what stands in it
    ");
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
    assert_snapshot!(mistakes(&files_with(&stray)), @r"
    warning: `codes/extra.csv` is not part of a pack: nothing reads it
    --> codes/extra.csv
     = help: docs/pack-format.md lists the files and folders of a pack

    warning: `instruments/oud/voucher.md` is not part of a pack: nothing reads it
    --> instruments/oud/voucher.md
     = help: docs/pack-format.md lists the files and folders of a pack

    warning: `instruments/voucher.toml` is not part of a pack: nothing reads it
    --> instruments/voucher.toml
     = help: docs/pack-format.md lists the files and folders of a pack

    warning: `notes.txt` is not part of a pack: nothing reads it
    --> notes.txt
     = help: docs/pack-format.md lists the files and folders of a pack

    warning: `voucher.md` is not part of a pack: nothing reads it
    --> voucher.md
     = help: docs/pack-format.md lists the files and folders of a pack
    ");
}

#[test]
fn files_for_people_are_left_alone() {
    let beside = [("README.md", "# Oost"), ("instruments/README.md", "Wat hier staat."), ("codes/sbi.md", "Herkomst.")];
    assert_eq!(mistakes(&files_with(&beside)), "");
}

#[test]
fn a_translation_without_its_record() {
    let stray = [("instruments/vouchr.en.md", "+++\nname = \"Voucher\"\n+++\n")];
    assert_snapshot!(mistakes(&files_with(&stray)), @r"
    warning: a translation of `instruments/vouchr.md`, which is not there
    --> instruments/vouchr.en.md
     = help: a translation has the name of its record with `.en.md`
    ");
}

#[test]
fn a_translation_with_mistakes() {
    let broken = [("instruments/voucher.en.md", "+++\nname = 3\nsumary = \"A voucher.\"\n+++\n")];
    assert_snapshot!(mistakes(&files_with(&broken)), @r#"
    error: `name` must be text between quotes
     --> instruments/voucher.en.md:2:8
      |
    2 | name = 3
      |        ^ this is a number

    error: unknown field `sumary`
     --> instruments/voucher.en.md:3:1
      |
    3 | sumary = "A voucher."
      | ^^^^^^
      |
      = help: did you mean `summary`?
    "#);
    let open = [("instruments/voucher.en.md", "+++\nname = \"Voucher\"\n")];
    assert_snapshot!(mistakes(&files_with(&open)), @r"
    error: the front matter is not closed with a line `+++`
     --> instruments/voucher.en.md:1:1
      |
    1 | +++
      | ^^^
      |
      = help: docs/pack-format.md shows a record: TOML between two lines `+++`, then text
    ");
}

#[test]
fn a_record_without_front_matter() {
    assert_snapshot!(mistakes_after("programmes/innoveert.md", "+++\nname", "name"), @r#"
    error: a record begins with a line `+++`
     --> programmes/innoveert.md:1:1
      |
    1 | name = "Overijssel Innoveert"
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: docs/pack-format.md shows a record: TOML between two lines `+++`, then text
    "#);
    assert_snapshot!(mistakes_after("programmes/innoveert.md", "+++\nTekst.", "Tekst."), @r"
    error: the front matter is not closed with a line `+++`
     --> programmes/innoveert.md:1:1
      |
    1 | +++
      | ^^^
      |
      = help: docs/pack-format.md shows a record: TOML between two lines `+++`, then text
    ");
    assert_snapshot!(mistakes(&files_with(&[("programmes/leeg.md", "")])), @r"
    error: a record begins with a line `+++`
     --> programmes/leeg.md:1:1
      |
    1 |
      | ^
      |
      = help: docs/pack-format.md shows a record: TOML between two lines `+++`, then text
    ");
}

#[test]
fn a_record_that_is_too_large() {
    let record = format!("+++\n+++\n{}", "Tekst. ".repeat(50_000));
    assert_snapshot!(mistakes(&files_with(&[("programmes/groot.md", &record)])), @r"
    error: a record has at most 262144 bytes
     --> programmes/groot.md:1:1
      |
    1 | +++
      | ^
      |
      = help: docs/pack-format.md shows a record: TOML between two lines `+++`, then text
    ");
}

#[test]
fn broken_toml() {
    assert_snapshot!(mistakes_after("programmes/innoveert.md", "kind = \"programme\"", "kind = programme"), @r"
    error: string values must be quoted, expected literal string
     --> programmes/innoveert.md:3:8
      |
    3 | kind = programme
      |        ^^^^^^^^^
    ");
    assert_snapshot!(mistakes_after("codes/plan.toml", "id = \"start\"", "id = \"start"), @r#"
    error: invalid basic string, expected `"`
     --> codes/plan.toml:5:12
      |
    5 | id = "start
      |            ^
    "#);
}

#[test]
fn broken_toml_says_where_in_a_record_with_windows_line_ends() {
    let files = files_edited("programmes/innoveert.md", "kind = \"programme\"", "kind = programme");
    let record = files["programmes/innoveert.md"].replace('\n', "\r\n");
    assert_snapshot!(mistakes(&files_with(&[("programmes/innoveert.md", &record)])), @r"
    error: string values must be quoted, expected literal string
     --> programmes/innoveert.md:3:8
      |
    3 | kind = programme
      |        ^^^^^^^^^
    ");
}

#[test]
fn a_record_named_with_capitals() {
    let record = "+++\nname = \"Proef\"\nkind = \"programme\"\nsummary = \"…\"\nsource = \"agenda\"\nchecked_on = 2016-01-01\n+++\n";
    assert_snapshot!(mistakes(&files_with(&[("studies/Proef_1.md", record)])), @r"
    error: `Proef_1` is no identifier for a record
    --> studies/Proef_1.md
     = help: name the file with lower case letters, digits and hyphens
    ");
}

#[test]
fn one_identifier_for_two_records() {
    let files = files_with(&[]);
    let programme = &files["programmes/innoveert.md"];
    assert_snapshot!(mistakes(&files_with(&[("projects/innoveert.md", programme)])), @r"
    error: `innoveert` is there twice, also as `programmes/innoveert.md`
    --> projects/innoveert.md
    ");
    let voucher = &files["instruments/voucher.md"];
    assert_snapshot!(mistakes(&files_with(&[("facilities/voucher.md", voucher)])), @r"
    error: `voucher` is there twice, also as `instruments/voucher.md`
    --> facilities/voucher.md
    ");
}
