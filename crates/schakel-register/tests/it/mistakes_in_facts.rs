//! Facts, thresholds, code lists, sources and regions that cannot be used.

use insta::assert_snapshot;

use crate::small_pack::{files_edited, files_with, files_without, mistakes, mistakes_after};

const FACTS: &str = "facts.toml";

#[test]
fn an_unknown_fact_in_a_derivation() {
    assert_snapshot!(mistakes_after(FACTS, "employees < small_max_employees", "employes < small_max_employee"), @"");
}

#[test]
fn a_derivation_of_another_type() {
    assert_snapshot!(mistakes_after(FACTS, "[\"employees < small_max_employees\"]", "[\"employees + 1\"]"), @"");
}

#[test]
fn a_constraint_with_mistakes() {
    assert_snapshot!(mistakes_after(FACTS, "registered || sites <= 1", "registered || sites <= \"één\""), @"");
    assert_snapshot!(mistakes_after(FACTS, "text = \"Zonder inschrijving heeft u hooguit één vestiging.\"\n", ""), @"");
}

#[test]
fn facts_that_follow_from_each_other() {
    let circle = "derive = [\"medium\"]\n\n[medium]\ntype = \"bool\"\nname = \"middelgroot\"\nderive = [\"large || small\"]\n\n\
        [large]\ntype = \"bool\"\nname = \"groot\"\nderive = [\"!small\"]";
    assert_snapshot!(mistakes_after(FACTS, "derive = [\"employees < small_max_employees\"]", circle), @"");
}

#[test]
fn two_circles_are_both_reported() {
    let circles = "derive = [\"small\"]\n\n[large]\ntype = \"bool\"\nname = \"groot\"\nderive = [\"!large\"]";
    assert_snapshot!(mistakes_after(FACTS, "derive = [\"employees < small_max_employees\"]", circles), @"");
}

#[test]
fn a_look_up_that_cannot_be_done() {
    assert_snapshot!(mistakes_after(FACTS, "fact = \"municipality\"", "fact = \"municipalty\""), @"");
    assert_snapshot!(mistakes_after(FACTS, "table = \"municipalities\", column = \"province\"", "table = \"provinces\", column = \"name\""), @"");
}

#[test]
fn an_unknown_type() {
    assert_snapshot!(mistakes_after(FACTS, "type = \"money\"", "type = \"euro\""), @"");
}

#[test]
fn a_code_without_its_list() {
    assert_snapshot!(mistakes_after(FACTS, "codes = \"plan\"\n", ""), @"");
    assert_snapshot!(mistakes_after(FACTS, "codes = \"plan\"", "codes = \"plans\""), @"");
}

#[test]
fn limits_that_cannot_be() {
    assert_snapshot!(mistakes_after(FACTS, "min = 0\nmax = 1_000_000", "min = 10\nmax = 1"), @"");
    assert_snapshot!(mistakes_after(FACTS, "min = 1\n", "step = 0\n"), @"");
    assert_snapshot!(mistakes_after(FACTS, "min = 1\n", "cost = 6\n"), @"");
}

#[test]
fn a_name_that_a_rule_cannot_use() {
    assert_snapshot!(mistakes_after(FACTS, "[motto]", "[motto-nl]"), @"");
}

#[test]
fn one_name_for_a_fact_and_a_threshold() {
    assert_snapshot!(mistakes_after("thresholds.toml", "[[small_max_employees]]", "[[employees]]\nvalue = 1\nvalid = \"..\"\n[[small_max_employees]]"), @"");
}

#[test]
fn thresholds_that_hold_at_the_same_time() {
    let second = "\n[[small_max_employees]]\nvalue = 100\nvalid = \"2020-01-01..\"\n";
    assert_snapshot!(mistakes_after("thresholds.toml", "source = \"agenda §2\"\n", second), @"");
}

#[test]
fn a_threshold_without_value_or_period() {
    assert_snapshot!(mistakes_after("thresholds.toml", "value = 50\nvalid = \"..\"\n", ""), @"");
}

#[test]
fn a_code_twice_and_a_parent_that_is_not_there() {
    assert_snapshot!(mistakes_after("codes/themes.toml", "id = \"water\"", "id = \"htsm\"\nparent = \"hts\""), @"");
}

#[test]
fn a_code_list_that_follows_from_the_regions() {
    assert_snapshot!(mistakes(&files_with(&[("codes/provinces.toml", "[[code]]\nid = \"PV23\"\nname = \"Overijssel\"\n")])), @"");
}

#[test]
fn activity_codes_that_cannot_be_read() {
    assert_snapshot!(mistakes_after("codes/sbi.csv", "code,name,name_en", "id,naam"), @"");
    assert_snapshot!(mistakes_after("codes/sbi.csv", "2812,Pompen,\n", "2812,Pompen\n"), @"");
    assert_snapshot!(mistakes_after("codes/sbi-2008-to-2025.csv", "6201,6210", "6201,6299"), @"");
    assert_eq!(mistakes(&files_edited("codes/sbi-2008-to-2025.csv", "6201,6210\n", "")), "");
    assert_eq!(mistakes(&files_without("codes/sbi-2008-to-2025.csv")), "");
}

#[test]
fn a_source_twice_or_of_an_unknown_kind() {
    assert_snapshot!(mistakes_after("sources/web.toml", "[site]", "[agenda]\ntitle = \"Agenda\"\nkind = \"web\"\n[site]"), @"");
    assert_snapshot!(mistakes_after("sources/web.toml", "kind = \"web\"", "kind = \"website\""), @"");
    assert_snapshot!(mistakes_after("sources.toml", "[agenda]", "title = \"Bronnen\"\n[agenda]"), @"");
}

#[test]
fn a_region_or_municipality_twice() {
    assert_snapshot!(mistakes_after("regions/regions.toml", "id = \"twente\"", "id = \"oost\""), @"");
    assert_snapshot!(mistakes_after("regions/municipalities.toml", "id = \"GM0202\"", "id = \"GM0193\""), @"");
}

#[test]
fn a_region_of_an_unknown_kind() {
    assert_snapshot!(mistakes_after("regions/regions.toml", "kind = \"subregion\"", "kind = \"regio\""), @"");
}

#[test]
fn a_theme_with_an_unknown_role() {
    assert_snapshot!(mistakes_after("ris/oost.md", "role = \"focus\"", "role = \"speerpunt\""), @"");
}
