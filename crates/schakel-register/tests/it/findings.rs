//! What a pack shows about the support system itself.

use insta::assert_snapshot;

use crate::small_pack::{files, files_edited, findings};

#[test]
fn all_findings() {
    assert_snapshot!(findings(&files()), @r"
    finding: no support at all for the plan `start` (Beginnen)
    --> codes/plan.toml

    finding: € 500,000 of the money of `innoveert` is provisional, € 1,000,000 is firm
    --> programmes/innoveert.md

    finding: 1 of 2 municipalities of PV23 have no front door that a source names
    --> regions/municipalities.toml
    ");
}

#[test]
fn a_programme_that_nobody_stands_behind() {
    let files = files_edited("programmes/innoveert.md", "lead = \"novel-t\"\n", "");
    assert!(findings(&files).contains("programme `innoveert` has no organisation behind it"));
}
