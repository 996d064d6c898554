//! Facts, thresholds, code lists, sources and regions that cannot be used.

use insta::assert_snapshot;

use crate::small_pack::{files_edited, files_with, files_without, mistakes, mistakes_after};

const FACTS: &str = "facts.toml";

#[test]
fn an_unknown_fact_in_a_derivation() {
    assert_snapshot!(mistakes_after(FACTS, "employees < small_max_employees", "employes < small_max_employee"), @r#"
    error: unknown fact `employes`
      --> facts.toml:76:12
       |
    76 | derive = ["employes < small_max_employee"]
       |            ^^^^^^^^
       |
       = help: did you mean `employees`?

    error: unknown fact `small_max_employee`
      --> facts.toml:76:23
       |
    76 | derive = ["employes < small_max_employee"]
       |                       ^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `small_max_employees`?
    "#);
}

#[test]
fn a_derivation_of_another_type() {
    assert_snapshot!(mistakes_after(FACTS, "[\"employees < small_max_employees\"]", "[\"employees + 1\"]"), @r#"
    error: yes or no is needed here, but `employees + 1` is a number
      --> facts.toml:76:12
       |
    76 | derive = ["employees + 1"]
       |            ^^^^^^^^^^^^^
       |
       = help: compare it, for example `employees + 1 > 0`
    "#);
}

#[test]
fn a_constraint_with_mistakes() {
    assert_snapshot!(mistakes_after(FACTS, "registered || sites <= 1", "registered || sites <= founded"), @r#"
    error: `sites` is a number and `founded` is a date: they cannot be compared
      --> facts.toml:79:23
       |
    79 | rule = "registered || sites <= founded"
       |                       ^^^^^^^^^^^^^^^^
    "#);
    assert_snapshot!(mistakes_after(FACTS, "text = \"Zonder inschrijving heeft u hooguit één vestiging.\"\n", ""), @r#"
    error: `text` is missing
      --> facts.toml:79:1
       |
    79 | rule = "registered || sites <= 1"
       | ^^^^
    "#);
}

#[test]
fn facts_that_follow_from_each_other() {
    let circle = "derive = [\"medium\"]\n\n[medium]\ntype = \"bool\"\nname = \"middelgroot\"\nderive = [\"large || small\"]\n\n\
        [large]\ntype = \"bool\"\nname = \"groot\"\nderive = [\"!small\"]";
    assert_snapshot!(mistakes_after(FACTS, "derive = [\"employees < small_max_employees\"]", circle), @r"
    error: facts that follow from each other: small → medium → small
      --> facts.toml:72:2
       |
    72 | [small]
       |  ^^^^^
       |
       = help: take one of them out of `derive`
    ");
}

#[test]
fn two_circles_are_both_reported() {
    let circles = "derive = [\"small\"]\n\n[large]\ntype = \"bool\"\nname = \"groot\"\nderive = [\"!large\"]";
    assert_snapshot!(mistakes_after(FACTS, "derive = [\"employees < small_max_employees\"]", circles), @r"
    error: facts that follow from each other: small → small
      --> facts.toml:72:2
       |
    72 | [small]
       |  ^^^^^
       |
       = help: take one of them out of `derive`

    error: facts that follow from each other: large → large
      --> facts.toml:78:2
       |
    78 | [large]
       |  ^^^^^
       |
       = help: take one of them out of `derive`
    ");
}

#[test]
fn a_look_up_that_cannot_be_done() {
    assert_snapshot!(mistakes_after(FACTS, "fact = \"municipality\"", "fact = \"municipalty\""), @r#"
    error: unknown fact `municipalty`
      --> facts.toml:21:27
       |
    21 | derive_lookup = { fact = "municipalty", table = "municipalities", column = "province" }
       |                           ^^^^^^^^^^^
       |
       = help: did you mean `municipality`?
    "#);
    assert_snapshot!(mistakes_after(FACTS, "table = \"municipalities\", column = \"province\"", "table = \"provinces\", column = \"name\""), @r#"
    error: unknown table `provinces`
      --> facts.toml:21:51
       |
    21 | derive_lookup = { fact = "municipality", table = "provinces", column = "name" }
       |                                                   ^^^^^^^^^
       |
       = help: there is: `municipalities`

    error: unknown column `name`
      --> facts.toml:21:73
       |
    21 | derive_lookup = { fact = "municipality", table = "provinces", column = "name" }
       |                                                                         ^^^^
       |
       = help: there is: `province`
    "#);
}

#[test]
fn an_unknown_type() {
    assert_snapshot!(mistakes_after(FACTS, "type = \"money\"", "type = \"euro\""), @r#"
    error: unknown type `euro`
      --> facts.toml:33:9
       |
    33 | type = "euro"
       |         ^^^^
       |
       = help: there is: `bool`, `code`, `codes`, `date`, `integer`, `money`, `number`, `text`
    "#);
}

#[test]
fn a_code_without_its_list() {
    assert_snapshot!(mistakes_after(FACTS, "codes = \"plan\"\n", ""), @r#"
    error: a fact whose value is a code needs `codes`
     --> facts.toml:3:1
      |
    3 | type = "codes"
      | ^^^^
    "#);
    assert_snapshot!(mistakes_after(FACTS, "codes = \"plan\"", "codes = \"plans\""), @r#"
    error: unknown code list `plans`
     --> facts.toml:4:10
      |
    4 | codes = "plans"
      |          ^^^^^
      |
      = help: a list is a file `codes/plans.toml`
    "#);
}

#[test]
fn limits_that_cannot_be() {
    assert_snapshot!(mistakes_after(FACTS, "min = 0\nmax = 1_000_000", "min = 10\nmax = 1"), @r#"
    error: the smallest value 10 is above the largest, 1
      --> facts.toml:24:1
       |
    24 | type = "number"
       | ^^^^

    warning: criterion `small` always holds
      --> instruments/voucher.md:24:9
       |
    24 | rule = "small"
       |         ^^^^^
       |
       = help: it asks nothing of a firm; check the figures and the signs, or leave it out

    warning: criterion `small` always holds
      --> instruments/voucher.md:45:9
       |
    45 | rule = "small"
       |         ^^^^^
       |
       = help: it asks nothing of a firm; check the figures and the signs, or leave it out
    "#);
    assert_snapshot!(mistakes_after(FACTS, "min = 1\n", "step = 0\n"), @r"
    error: `step` must be above nought
      --> facts.toml:47:8
       |
    47 | step = 0
       |        ^
    ");
    assert_snapshot!(mistakes_after(FACTS, "min = 1\n", "cost = 6\n"), @r"
    error: `cost` must be 1 to 5
      --> facts.toml:47:1
       |
    47 | cost = 6
       | ^^^^
    ");
}

#[test]
fn a_name_that_a_rule_cannot_use() {
    assert_snapshot!(mistakes_after(FACTS, "[motto]", "[motto-nl]"), @r"
    error: a rule cannot name `motto-nl`
      --> facts.toml:68:2
       |
    68 | [motto-nl]
       |  ^^^^^^^^
       |
       = help: use lower case letters, digits and underscores, with a letter first
    ");
}

#[test]
fn one_name_for_a_fact_and_a_threshold() {
    assert_snapshot!(mistakes_after("thresholds.toml", "[[small_max_employees]]", "[[employees]]\nvalue = 1\nvalid = \"..\"\n[[small_max_employees]]"), @r#"
    error: the name `employees` is there twice
      --> facts.toml:23:2
       |
    23 | [employees]
       |  ^^^^^^^^^

    warning: criterion `small` always holds
      --> instruments/voucher.md:24:9
       |
    24 | rule = "small"
       |         ^^^^^
       |
       = help: it asks nothing of a firm; check the figures and the signs, or leave it out

    warning: criterion `small` always holds
      --> instruments/voucher.md:45:9
       |
    45 | rule = "small"
       |         ^^^^^
       |
       = help: it asks nothing of a firm; check the figures and the signs, or leave it out
    "#);
}

#[test]
fn thresholds_that_hold_at_the_same_time() {
    let second = "\n[[small_max_employees]]\nvalue = 100\nvalid = \"2020-01-01..\"\n";
    assert_snapshot!(mistakes_after("thresholds.toml", "source = \"agenda §2\"\n", second), @r#"
    error: two values of `small_max_employees` hold at the same time
     --> thresholds.toml:8:10
      |
    8 | valid = "2020-01-01.."
      |          ^^^^^^^^^^^^
    "#);
}

#[test]
fn a_threshold_without_value_or_period() {
    assert_snapshot!(mistakes_after("thresholds.toml", "value = 50\nvalid = \"..\"\n", ""), @r#"
    error: `valid` is missing
     --> thresholds.toml:3:1
      |
    3 | source = "agenda §2"
      | ^^^^^^

    error: `value` is missing
     --> thresholds.toml:3:1
      |
    3 | source = "agenda §2"
      | ^^^^^^
    "#);
}

#[test]
fn a_code_twice_and_a_parent_that_is_not_there() {
    assert_snapshot!(mistakes_after("codes/themes.toml", "id = \"water\"", "id = \"htsm\"\nparent = \"hts\""), @r#"
    error: code `htsm` is there twice
     --> codes/themes.toml:6:7
      |
    6 | id = "htsm"
      |       ^^^^

    error: unknown parent `hts`
     --> codes/themes.toml:7:11
      |
    7 | parent = "hts"
      |           ^^^
      |
      = help: did you mean `htsm`?

    error: unknown code of `codes/themes.toml`: `water`
      --> pack.toml:12:10
       |
    12 | theme = "water"
       |          ^^^^^
       |
       = help: there is: `htsm`, `tourism`
    "#);
}

#[test]
fn a_code_list_that_follows_from_the_regions() {
    assert_snapshot!(mistakes(&files_with(&[("codes/provinces.toml", "[[code]]\nid = \"PV23\"\nname = \"Overijssel\"\n")])), @r"
    error: the list `provinces` follows from the regions
     --> codes/provinces.toml:1:1
      |
    1 | [[code]]
      | ^^^^^^^^
      |
      = help: put the codes in `regions/`
    ");
}

#[test]
fn activity_codes_that_cannot_be_read() {
    assert_snapshot!(mistakes_after("codes/sbi.csv", "code,name,name_en", "id,naam"), @r"
    error: activity code `6210` is not in `codes/sbi.csv`
     --> codes/sbi-2008-to-2025.csv:2:1
      |
    2 | 6201,6210
      | ^^^^^^^^^

    error: the first line must be `code,name,name_en`
     --> codes/sbi.csv:1:1
      |
    1 | id,naam
      | ^^^^^^^
    ");
    assert_snapshot!(mistakes_after("codes/sbi.csv", "2812,Pompen,\n", "2812,Pompen\n"), @r"
    error: this line does not have the fields `code,name,name_en`
     --> codes/sbi.csv:5:1
      |
    5 | 2812,Pompen
      | ^^^^^^^^^^^
    ");
    assert_snapshot!(mistakes_after("codes/sbi-2008-to-2025.csv", "6201,6210", "6201,6299"), @r"
    error: activity code `6299` is not in `codes/sbi.csv`
     --> codes/sbi-2008-to-2025.csv:2:1
      |
    2 | 6201,6299
      | ^^^^^^^^^
    ");
    assert_eq!(mistakes(&files_edited("codes/sbi-2008-to-2025.csv", "6201,6210\n", "")), "");
    assert_eq!(mistakes(&files_without("codes/sbi-2008-to-2025.csv")), "");
}

#[test]
fn a_source_twice_or_of_an_unknown_kind() {
    assert_snapshot!(mistakes_after("sources/web.toml", "[site]", "[agenda]\ntitle = \"Agenda\"\nkind = \"web\"\n[site]"), @r"
    error: source `agenda` is there twice
     --> sources/web.toml:2:2
      |
    2 | [agenda]
      |  ^^^^^^
    ");
    assert_snapshot!(mistakes_after("sources/web.toml", "kind = \"web\"", "kind = \"website\""), @r#"
    error: unknown kind `website`
     --> sources/web.toml:4:9
      |
    4 | kind = "website"
      |         ^^^^^^^
      |
      = help: there is: `accounts`, `law`, `letter`, `policy`, `statistics`, `web`
    "#);
    assert_snapshot!(mistakes_after("sources.toml", "[agenda]", "title = \"Bronnen\"\n[agenda]"), @r#"
    error: `title` must be a table
     --> sources.toml:2:9
      |
    2 | title = "Bronnen"
      |         ^^^^^^^^^ this is text
    "#);
}

#[test]
fn a_region_or_municipality_twice() {
    assert_snapshot!(mistakes_after("regions/regions.toml", "id = \"twente\"", "id = \"oost\""), @r#"
    error: unknown area `twente`
     --> organisations/novel-t.md:4:11
      |
    4 | areas = ["twente", { value = "oost", qualifier = "inferred" }]
      |           ^^^^^^
      |
      = help: there is: `GM0153`, `GM0193`, `GM0202`, `NL`, `PV23`, `PV25`, `oost`

    error: unknown area `twente`
     --> regions/municipalities.toml:6:20
      |
    6 | regions = [{ id = "twente", qualifier = "inferred" }]
      |                    ^^^^^^
      |
      = help: there is: `GM0153`, `GM0193`, `GM0202`, `NL`, `PV23`, `PV25`, `oost`

    error: region `oost` is there twice
      --> regions/regions.toml:22:7
       |
    22 | id = "oost"
       |       ^^^^
    "#);
    assert_snapshot!(mistakes_after("regions/municipalities.toml", "id = \"GM0202\"", "id = \"GM0193\""), @r#"
    error: municipality `GM0193` is there twice
      --> regions/municipalities.toml:15:7
       |
    15 | id = "GM0193"
       |       ^^^^^^
    "#);
}

#[test]
fn a_region_of_an_unknown_kind() {
    assert_snapshot!(mistakes_after("regions/regions.toml", "kind = \"subregion\"", "kind = \"regio\""), @r#"
    error: unknown kind `regio`
      --> regions/regions.toml:24:9
       |
    24 | kind = "regio"
       |         ^^^^^
       |
       = help: there is: `country`, `landsdeel`, `province`, `subregion`
    "#);
}

#[test]
fn a_theme_with_an_unknown_role() {
    assert_snapshot!(mistakes_after("ris/oost.md", "role = \"focus\"", "role = \"speerpunt\""), @r#"
    error: unknown role `speerpunt`
      --> ris/oost.md:11:9
       |
    11 | role = "speerpunt"
       |         ^^^^^^^^^
       |
       = help: there is: `challenge`, `crossover`, `focus`, `supporting`
    "#);
}
