//! Whether support is meant for a firm: its plans, its themes, its place.

use schakel_guide::{AreaFit, PlanFit, ThemeFit};
use serde_json::{Value as Json, json};

use crate::small_pack::{match_one, pack};

#[test]
fn plans() {
    let check = |fields: &str, firm: Json, expected: PlanFit| {
        assert_eq!(match_one(&pack(&[("proef", fields)]), "proef", firm.clone()).plan_fit, expected, "{fields} {firm}");
    };
    let innovate = "needs = [\"innovate\"]";
    check(innovate, json!({ "plan": ["start", "innovate"] }), PlanFit::Fits);
    check(innovate, json!({ "plan": ["start"] }), PlanFit::Differs);
    check(innovate, json!({}), PlanFit::Unknown);
    check("", json!({ "plan": ["start"] }), PlanFit::Unknown);
}

#[test]
fn themes() {
    let check = |fields: &str, firm: Json, expected: ThemeFit| {
        assert_eq!(
            match_one(&pack(&[("proef", fields)]), "proef", firm.clone()).theme_fit,
            expected,
            "{fields} {firm}"
        );
    };
    let htsm = "themes = [\"htsm\"]";
    check(htsm, json!({ "themes": ["htsm", "water"] }), ThemeFit::Fits);
    check(htsm, json!({ "themes": ["water"] }), ThemeFit::Differs);
    check(htsm, json!({}), ThemeFit::Unknown);
    check("", json!({ "themes": ["water"] }), ThemeFit::Unknown);
}

/// How support in these areas fits a firm.
fn area_fit(areas: &str, firm: Json) -> AreaFit {
    let areas: Vec<String> = areas.split_whitespace().map(|area| format!("\"{area}\"")).collect();
    match_one(&pack(&[("proef", &format!("areas = [{}]", areas.join(", ")))]), "proef", firm).area_fit
}

#[test]
fn the_place_of_a_firm_by_its_municipality() {
    let enschede = || json!({ "municipality": "GM0153" });
    for inside in ["GM0153", "twente", "PV23", "oost", "NL", "EU", "PV28 twente"] {
        assert_eq!(area_fit(inside, enschede()), AreaFit::Inside, "{inside}");
    }
    for outside in ["GM0193", "PV25", "PV28", "GM0202 PV28"] {
        assert_eq!(area_fit(outside, enschede()), AreaFit::Outside, "{outside}");
    }
    assert_eq!(area_fit("", enschede()), AreaFit::Unknown, "where it works is not known");
    assert_eq!(area_fit("PV23", json!({})), AreaFit::Unknown, "where the firm is, is not known");
}

#[test]
fn the_place_of_a_firm_by_its_province() {
    let overijssel = || json!({ "province": "PV23" });
    for inside in ["PV23", "oost", "NL"] {
        assert_eq!(area_fit(inside, overijssel()), AreaFit::Inside, "{inside}");
    }
    for perhaps in ["GM0153", "twente", "GM0193 PV28"] {
        assert_eq!(area_fit(perhaps, overijssel()), AreaFit::Unknown, "{perhaps}: part of the province");
    }
    for outside in ["GM0202", "PV25", "PV28"] {
        assert_eq!(area_fit(outside, overijssel()), AreaFit::Outside, "{outside}");
    }
}
