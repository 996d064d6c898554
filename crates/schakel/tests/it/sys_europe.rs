//! European programmes: which one for which partner, and who helps (inventory D08 and D11).

use serde_json::{Value, json};

use crate::portal::portal;
use crate::run::{find, texts};
use crate::sys_ask::{ask, ids};

/// The programmes of source 002 §4 and the landsdelen in which they work.
const PROGRAMMES: [&str; 4] =
    ["efro-operationele-programmas", "era-net", "horizon-2020", "interreg-duitsland-nederland"];

/// D08. Knowledge to the market with a partner in a country that is no neighbour gives ERA-NET and the parts of Horizon
/// 2020, and not Interreg A; with a German partner it is Interreg. Each programme names who helps firms with it per
/// landsdeel, or the landsdeel is a white spot.
#[test]
fn sys_d08_programmes_by_country_of_the_partner() {
    let question =
        "Welk Europees programma betaalt mee om kennis met een buitenlandse partner naar de markt te brengen?";
    let partner = |group: &str| json!({ "foreign_partner": true, "partner_country_group": group });
    let far = ask(question, &partner("europe"));
    let fitting = |answer: &Value| -> Vec<String> {
        let candidates = answer["kandidaten"].as_array().expect("a list").iter();
        let can = candidates.filter(|it| it["toets"]["verdict"] != "not_met");
        can.map(|it| it["id"].as_str().expect("text").to_owned()).collect()
    };
    let found = fitting(&far);
    assert!(found.contains(&"era-net".to_owned()), "{found:?}");
    assert!(found.iter().any(|it| it.starts_with("horizon-2020")), "{found:?}");
    assert!(!found.contains(&"interreg-duitsland-nederland".to_owned()), "{found:?}");
    // The country in the question itself says as much.
    let told = ask("Wij hebben een partner in Spanje en willen onze kennis naar de markt brengen", &json!({}));
    assert_eq!(texts(&told["begrepen"], "gegeven"), ["foreign_partner", "partner_country_group"]);
    assert_eq!((&told["kandidaten"][0]["id"], &told["kandidaten"][0]["oordeel"]), (&json!("era-net"), &json!("Past")));
    assert!(!fitting(&told).contains(&"interreg-duitsland-nederland".to_owned()), "{:?}", fitting(&told));
    let near = fitting(&ask(question, &partner("neighbour")));
    assert!(near.contains(&"interreg-duitsland-nederland".to_owned()), "{near:?}");
    assert!(!near.contains(&"era-net".to_owned()), "{near:?}");

    for programme in PROGRAMMES {
        let it = portal().json(&format!("/api/v1/instrumenten/{programme}"));
        let white = texts(&it["witte_vlekken"], "id");
        let areas = texts(&it["gebieden"], "id");
        for landsdeel in ["oost", "noord", "zuid", "zuidvleugel", "noordvleugel"] {
            let works = areas.iter().any(|area| *area == landsdeel || ["NL", "EU"].contains(area));
            let helped = it["hulp"].as_array().expect("a list").iter().any(|helper| {
                let id = helper["organisatie"]["id"].as_str().expect("text");
                let organisation = portal().json(&format!("/api/v1/organisaties/{id}"));
                texts(&organisation["gebieden"], "id").iter().any(|area| lies_in(area, landsdeel))
            });
            assert_eq!(white.contains(&landsdeel), works && !helped, "{programme} in {landsdeel}");
        }
    }
    let page = portal().page("/register/era-net");
    assert!(page.contains("Witte vlek: geen bron noemt wie u hierbij helpt in Landsdeel Oost"), "{page}");
    let era_net = find(&far["kandidaten"], "id", "era-net");
    assert_eq!((&era_net["hulp"], &era_net["witte_vlek"]), (&json!([]), &json!(true)));
}

fn lies_in(area: &str, landsdeel: &str) -> bool {
    let parts: &[&str] = match landsdeel {
        "oost" => &["PV23", "PV25"],
        "noord" => &["PV20", "PV21", "PV22"],
        "zuid" => &["PV29", "PV30", "PV31"],
        "zuidvleugel" => &["PV28"],
        _ => &["PV24", "PV26", "PV27"],
    };
    area == landsdeel || parts.contains(&area) || ["NL", "EU"].contains(&area)
}

/// D11. The profile of a firm gives European programmes in order, each with what speaks for and against it (theme, how far
/// the invention is, partners, as far as its source asks that) and the named helpers in the region. No source gives
/// separate calls with their themes and technology levels, so the programmes are what is ranked.
#[test]
fn sys_d11_profile_gives_ranked_programmes_with_reasons_and_the_regional_helper() {
    let profile = json!({
        "municipality": "GM0153", "employees": 24, "turnover": 4_200_000, "autonomous": true, "themes": ["htsm"],
        "trl": 5, "foreign_partner": true, "partner_country_group": "neighbour", "project_months": 12,
    });
    let answer = ask("Welk Europees programma past bij ons? Wij ontwikkelen een nieuw product met partners.", &profile);
    let found = ids(&answer, "kandidaten");
    assert!(
        found.iter().filter(|id| PROGRAMMES.contains(id) || id.starts_with("horizon-2020")).count() >= 3,
        "{found:?}"
    );

    let programme = find(&answer["kandidaten"], "id", "horizon-2020");
    let helpers = texts(&programme["hulp"], "id");
    assert_eq!(
        helpers.get(..2),
        Some(&["ondernemersloketten-overijssel", "provincie-overijssel"][..]),
        "nearest first"
    );
    let page = portal().page("/register/horizon-2020");
    assert!(
        page.contains("FoodValley NL") && page.contains("Mkb samenwerkingsagenda 2016-2017, Oost 4 L937"),
        "{page}"
    );

    let interreg = find(&answer["kandidaten"], "id", "interreg-duitsland-nederland");
    assert_eq!((&interreg["oordeel"], &interreg["toets"]["theme_fit"]), (&json!("Past"), &json!("fits")));
    assert_eq!(interreg["toets"]["criteria"][0]["used"][1]["value"], "neighbour", "the partner is the reason");
    for candidate in answer["kandidaten"].as_array().expect("a list") {
        assert!(candidate["waarom"]["tekst"].as_str().is_some_and(|text| !text.is_empty()), "{candidate}");
    }
}
