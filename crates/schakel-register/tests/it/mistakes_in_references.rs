//! Names that refer to nothing.

use insta::assert_snapshot;

use crate::small_pack::{files_edited, files_with, mistakes, mistakes_after};

const VOUCHER: &str = "instruments/voucher.md";
const PROGRAMME: &str = "programmes/innoveert.md";
const MUNICIPALITIES: &str = "regions/municipalities.toml";

#[test]
fn an_unknown_organisation() {
    assert_snapshot!(mistakes_after(VOUCHER, "provider = \"novel-t\"", "provider = \"novelt\""), @r#"
    error: unknown organisation `novelt`
     --> instruments/voucher.md:7:13
      |
    7 | provider = "novelt"
      |             ^^^^^^
      |
      = help: did you mean `novel-t`?
    "#);
    assert_snapshot!(mistakes_after(VOUCHER, "funders = [\"novel-t\"]", "funders = [\"novel-t\", \"rvo\"]"), @r#"
    error: unknown organisation `rvo`
     --> instruments/voucher.md:8:24
      |
    8 | funders = ["novel-t", "rvo"]
      |                        ^^^
      |
      = help: there is: `novel-t`
    "#);
    assert_snapshot!(mistakes_after(MUNICIPALITIES, "organisation = \"novel-t\"", "organisation = \"novel-q\""), @r#"
    error: unknown organisation `novel-q`
     --> regions/municipalities.toml:7:32
      |
    7 | front_door = { organisation = "novel-q", qualifier = "inferred", source = "agenda §2" }
      |                                ^^^^^^^
      |
      = help: did you mean `novel-t`?
    "#);
}

#[test]
fn an_unknown_source() {
    assert_snapshot!(mistakes_after(VOUCHER, "source = \"agenda §1\"", "source = \"agneda §1\""), @r#"
    error: unknown source `agneda`
      --> instruments/voucher.md:13:11
       |
    13 | source = "agneda §1"
       |           ^^^^^^
       |
       = help: did you mean `agenda`?
    "#);
    assert_snapshot!(mistakes_after(VOUCHER, "source = \"site\"", "source = \" folder blz. 3\""), @r#"
    error: unknown source `folder`
      --> instruments/voucher.md:30:56
       |
    30 | max = { value = 25000, qualifier = "about", source = " folder blz. 3" }
       |                                                        ^^^^^^
       |
       = help: there is: `agenda`, `site`
    "#);
}

#[test]
fn an_unknown_area() {
    assert_snapshot!(mistakes_after(VOUCHER, "areas = [\"PV23\"]", "areas = [\"PV32\"]"), @r#"
    error: unknown area `PV32`
     --> instruments/voucher.md:9:11
      |
    9 | areas = ["PV32"]
      |           ^^^^
      |
      = help: did you mean `PV23`?
    "#);
    assert_snapshot!(mistakes_after("organisations/novel-t.md", "value = \"oost\"", "value = \"oots\""), @r#"
    error: unknown area `oots`
     --> organisations/novel-t.md:4:31
      |
    4 | areas = ["twente", { value = "oots", qualifier = "inferred" }]
      |                               ^^^^
      |
      = help: did you mean `oost`?
    "#);
    assert_snapshot!(mistakes_after("regions/regions.toml", "parts = [\"GM0153\"]", "parts = [\"GM153\"]"), @r#"
    error: unknown area `GM153`
      --> regions/regions.toml:25:11
       |
    25 | parts = ["GM153"]
       |           ^^^^^
       |
       = help: did you mean `GM0153`?
    "#);
}

#[test]
fn a_province_that_is_another_area() {
    assert_snapshot!(mistakes_after(MUNICIPALITIES, "province = \"PV25\"", "province = \"oost\""), @r#"
    error: unknown province `oost`
      --> regions/municipalities.toml:17:13
       |
    17 | province = "oost"
       |             ^^^^
       |
       = help: there is: `PV23`, `PV25`
    "#);
    assert_snapshot!(mistakes_after("pack.toml", "provinces = [\"PV23\"]", "provinces = [\"twente\"]"), @r#"
    error: unknown province `twente`
     --> pack.toml:4:15
      |
    4 | provinces = ["twente"]
      |               ^^^^^^
      |
      = help: there is: `PV23`, `PV25`
    "#);
}

#[test]
fn a_code_that_is_not_in_its_list() {
    assert_snapshot!(mistakes_after(VOUCHER, "needs = [\"innovate\"]", "needs = [\"inovate\", \"sleep\"]"), @r#"
    error: unknown code of `codes/plan.toml`: `inovate`
      --> instruments/voucher.md:10:11
       |
    10 | needs = ["inovate", "sleep"]
       |           ^^^^^^^
       |
       = help: did you mean `innovate`?

    error: unknown code of `codes/plan.toml`: `sleep`
      --> instruments/voucher.md:10:22
       |
    10 | needs = ["inovate", "sleep"]
       |                      ^^^^^
       |
       = help: there is: `innovate`, `start`
    "#);
    assert_snapshot!(mistakes_after(VOUCHER, "kind = \"voucher\"", "kind = \"fund\""), @r#"
    error: unknown code of `codes/kinds.toml`: `fund`
     --> instruments/voucher.md:4:9
      |
    4 | kind = "fund"
      |         ^^^^
      |
      = help: there is: `programme`, `ris`, `voucher`
    "#);
    assert_snapshot!(mistakes_after("pack.toml", "theme = \"water\"", "theme = \"watre\""), @r#"
    error: unknown code of `codes/themes.toml`: `watre`
      --> pack.toml:12:10
       |
    12 | theme = "watre"
       |          ^^^^^
       |
       = help: did you mean `water`?
    "#);
}

#[test]
fn a_record_that_is_not_there() {
    assert_snapshot!(mistakes_after(VOUCHER, "kind =", "replaced_by = \"vouchers\"\nkind ="), @r#"
    error: unknown instrument `vouchers`
     --> instruments/voucher.md:4:16
      |
    4 | replaced_by = "vouchers"
      |                ^^^^^^^^
      |
      = help: did you mean `voucher`?
    "#);
    assert_snapshot!(mistakes_after(PROGRAMME, "kind =", "part_of = \"inoveert\"\nkind ="), @r#"
    error: unknown record `inoveert`
     --> programmes/innoveert.md:3:12
      |
    3 | part_of = "inoveert"
      |            ^^^^^^^^
      |
      = help: did you mean `innoveert`?
    "#);
    assert_snapshot!(mistakes_after("organisations/novel-t.md", "type =", "not_to_confuse_with = [\"vouchr\"]\ntype ="), @r#"
    error: unknown record `vouchr`
     --> organisations/novel-t.md:3:25
      |
    3 | not_to_confuse_with = ["vouchr"]
      |                         ^^^^^^
      |
      = help: did you mean `voucher`?
    "#);
}

#[test]
fn a_figure_that_is_not_there() {
    let with = |name: &str| files_edited(PROGRAMME, "unit = \"bedrijven\"", &format!("duplicate_of = \"{name}\""));
    assert_eq!(mistakes(&with("voucher#applications")), "");
    assert_eq!(mistakes(&with("voucher#budget")), "", "the budgets of an instrument together");
    assert_eq!(mistakes(&with("innoveert#budget")), "", "the budgets of a record together");
    assert_snapshot!(mistakes(&with("voucher#aplications")), @r#"
    error: unknown figure of `voucher`: `aplications`
      --> programmes/innoveert.md:23:17
       |
    23 | duplicate_of = "voucher#aplications"
       |                 ^^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `applications`?
    "#);
    assert_snapshot!(mistakes(&with("vouchr#applications")), @r#"
    error: unknown record `vouchr`
      --> programmes/innoveert.md:23:17
       |
    23 | duplicate_of = "vouchr#applications"
       |                 ^^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `voucher`?
    "#);
    assert_snapshot!(mistakes(&with("applications")), @r#"
    error: `applications` names no figure
      --> programmes/innoveert.md:23:17
       |
    23 | duplicate_of = "applications"
       |                 ^^^^^^^^^^^^
       |
       = help: write the identifier of a record, `#`, and the identifier of a figure in it
    "#);
}

#[test]
fn a_municipality_of_a_facility() {
    let facility = "+++\nname = \"Lab\"\nkind = \"voucher\"\nmunicipality = \"GM0154\"\nsummary = \"Een lab.\"\nsource = \"agenda\"\n\
        checked_on = 2016-05-15\n[[version]]\nvalid = \"..\"\ncriteria_unknown = true\n+++\nTekst.";
    assert_snapshot!(mistakes(&files_with(&[("facilities/lab.md", facility)])), @r#"
    error: unknown municipality `GM0154`
     --> facilities/lab.md:4:17
      |
    4 | municipality = "GM0154"
      |                 ^^^^^^
      |
      = help: did you mean `GM0153`?
    "#);
}

#[test]
fn a_name_is_known_when_its_record_cannot_be_read() {
    let files = files_edited("organisations/novel-t.md", "type = \"gate\"", "type = gate");
    let said = mistakes(&files);
    assert!(said.contains("organisations/novel-t.md:3"), "{said}");
    assert!(!said.contains("unknown organisation"), "{said}");
}
