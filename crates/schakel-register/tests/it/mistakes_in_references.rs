//! Names that refer to nothing.

use insta::assert_snapshot;

use crate::small_pack::{files_edited, files_with, mistakes, mistakes_after};

const VOUCHER: &str = "instruments/voucher.md";
const PROGRAMME: &str = "programmes/innoveert.md";
const MUNICIPALITIES: &str = "regions/municipalities.toml";

#[test]
fn an_unknown_organisation() {
    assert_snapshot!(mistakes_after(VOUCHER, "provider = \"novel-t\"", "provider = \"novelt\""), @"");
    assert_snapshot!(mistakes_after(VOUCHER, "funders = [\"novel-t\"]", "funders = [\"novel-t\", \"rvo\"]"), @"");
    assert_snapshot!(mistakes_after(MUNICIPALITIES, "organisation = \"novel-t\"", "organisation = \"novel-q\""), @"");
}

#[test]
fn an_unknown_source() {
    assert_snapshot!(mistakes_after(VOUCHER, "source = \"agenda §1\"", "source = \"agneda §1\""), @"");
    assert_snapshot!(mistakes_after(VOUCHER, "source = \"site\"", "source = \" folder blz. 3\""), @"");
}

#[test]
fn an_unknown_area() {
    assert_snapshot!(mistakes_after(VOUCHER, "areas = [\"PV23\"]", "areas = [\"PV32\"]"), @"");
    assert_snapshot!(mistakes_after("organisations/novel-t.md", "value = \"oost\"", "value = \"oots\""), @"");
    assert_snapshot!(mistakes_after("regions/regions.toml", "parts = [\"GM0153\"]", "parts = [\"GM153\"]"), @"");
}

#[test]
fn a_province_that_is_another_area() {
    assert_snapshot!(mistakes_after(MUNICIPALITIES, "province = \"PV25\"", "province = \"oost\""), @"");
    assert_snapshot!(mistakes_after("pack.toml", "provinces = [\"PV23\"]", "provinces = [\"twente\"]"), @"");
}

#[test]
fn a_code_that_is_not_in_its_list() {
    assert_snapshot!(mistakes_after(VOUCHER, "needs = [\"innovate\"]", "needs = [\"inovate\", \"sleep\"]"), @"");
    assert_snapshot!(mistakes_after(VOUCHER, "kind = \"voucher\"", "kind = \"fund\""), @"");
    assert_snapshot!(mistakes_after("pack.toml", "theme = \"water\"", "theme = \"watre\""), @"");
}

#[test]
fn a_record_that_is_not_there() {
    assert_snapshot!(mistakes_after(VOUCHER, "kind =", "replaced_by = \"vouchers\"\nkind ="), @"");
    assert_snapshot!(mistakes_after(PROGRAMME, "kind =", "part_of = \"inoveert\"\nkind ="), @"");
    assert_snapshot!(mistakes_after("organisations/novel-t.md", "type =", "not_to_confuse_with = [\"vouchr\"]\ntype ="), @"");
}

#[test]
fn a_figure_that_is_not_there() {
    let with = |name: &str| files_edited(PROGRAMME, "unit = \"bedrijven\"", &format!("duplicate_of = \"{name}\""));
    assert_eq!(mistakes(&with("voucher#applications")), "");
    assert_eq!(mistakes(&with("voucher#budget")), "", "the budgets of an instrument together");
    assert_eq!(mistakes(&with("innoveert#budget")), "", "the budgets of a record together");
    assert_snapshot!(mistakes(&with("voucher#aplications")), @"");
    assert_snapshot!(mistakes(&with("vouchr#applications")), @"");
    assert_snapshot!(mistakes(&with("applications")), @"");
}

#[test]
fn a_municipality_of_a_facility() {
    let facility = "+++\nname = \"Lab\"\nkind = \"voucher\"\nmunicipality = \"GM0154\"\nsummary = \"Een lab.\"\nsource = \"agenda\"\n\
        checked_on = 2016-05-15\n[[version]]\nvalid = \"..\"\ncriteria_unknown = true\n+++\nTekst.";
    assert_snapshot!(mistakes(&files_with(&[("facilities/lab.md", facility)])), @"");
}

#[test]
fn a_name_is_known_when_its_record_cannot_be_read() {
    let files = files_edited("organisations/novel-t.md", "type = \"gate\"", "type = gate");
    let said = mistakes(&files);
    assert!(said.contains("organisations/novel-t.md:3"), "{said}");
    assert!(!said.contains("unknown organisation"), "{said}");
}
