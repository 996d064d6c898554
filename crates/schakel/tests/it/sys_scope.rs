//! Where a theme lies between regional strategy and topsectors, and which pot follows (inventory A14, B02, O01).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{PACK, find, schakel_json, texts};

const LANDSDELEN: [&str; 5] = ["noord", "noordvleugel", "oost", "zuid", "zuidvleugel"];

/// Scope and pot per landsdeel and theme.
type Outcomes = BTreeMap<(String, String), (String, String)>;

fn outcomes(pack: &str) -> Outcomes {
    let rows = schakel_json(&["themes", pack]);
    let text = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
    let rows = rows["themes"].as_array().expect("rows").iter();
    rows.map(|row| ((text(row, "landsdeel"), text(row, "theme")), (text(row, "scope"), text(row, "pot")))).collect()
}

/// What the agenda of 2016 prints for a landsdeel (inventory 2.E), in the four classes; "" is all other themes.
fn check_scopes(landsdeel: &str, expected: &[(&str, &[&str])], otherwise: &str) {
    let list = portal().json(&format!("/api/v1/landsdelen/{landsdeel}/themas"));
    for theme in list["themas"].as_array().expect("themes") {
        let id = theme["id"].as_str().expect("text");
        let class = expected.iter().find(|(_, themes)| themes.contains(&id)).map_or(otherwise, |(class, _)| *class);
        assert_eq!(theme["bereik"], class, "{landsdeel}: {id}");
    }
}

/// A14. For each landsdeel the product computes what is in the regional strategy and on a topsector agenda at once,
/// and puts any theme in one of four classes. Proven against the lists as the agenda of 2016 prints them; for the
/// Noordvleugel it prints none, so there every answer is "unknown" and none is a guess.
#[test]
fn sys_a14_scope_of_every_theme_per_landsdeel() {
    let oost = ["agri-food", "lsh", "emt", "energy", "biobased", "htsm", "water", "chemistry"];
    let elsewhere = ["horticulture", "logistics", "maintenance", "healthy-ageing", "sensor-systems"];
    check_scopes(
        "oost",
        &[("inside", &oost), ("only_regional", &["creative"]), ("only_national", &elsewhere)],
        "neither",
    );

    let zuid = ["agri-food", "horticulture", "htsm", "chemistry", "lsh", "biobased", "logistics", "maintenance"];
    let elsewhere = ["energy", "emt", "healthy-ageing", "water", "sensor-systems"];
    check_scopes("zuid", &[("inside", &zuid), ("only_national", &elsewhere)], "neither");

    let zuidvleugel = ["water", "energy", "lsh", "horticulture", "htsm"];
    let regional = ["cleantech", "mobility", "safety-security"];
    let elsewhere =
        ["agri-food", "emt", "biobased", "chemistry", "logistics", "maintenance", "healthy-ageing", "sensor-systems"];
    check_scopes(
        "zuidvleugel",
        &[("inside", &zuidvleugel), ("only_regional", &regional), ("only_national", &elsewhere)],
        "neither",
    );
    check_scopes("noordvleugel", &[], "unknown");

    let all = outcomes(PACK);
    let themes = portal().json("/api/v1/landsdelen/oost/themas")["themas"].as_array().expect("themes").len();
    assert_eq!(all.len(), LANDSDELEN.len() * themes, "any theme for every landsdeel");
    for landsdeel in LANDSDELEN {
        let page = portal().page(&format!("/themas/{landsdeel}"));
        assert!(page.contains("Hightech systemen en materialen"), "{page}");
    }
}

/// B02. An application has exactly one outcome: joint money when its theme is in the regional strategy and on a
/// topsector agenda; the national remainder when the region does not serve it but it is a national priority; refused,
/// with the reason, when neither. Proven for every theme of every landsdeel, and by moving one theme through all
/// outcomes in a copy of the pack.
#[test]
fn sys_b02_never_two_pots() {
    for ((landsdeel, theme), (scope, pot)) in outcomes(PACK) {
        let expected = match scope.as_str() {
            "inside" => "joint",
            "only_national" => "national",
            "only_regional" | "neither" => "refused",
            _ => "unknown",
        };
        assert_eq!(pot, expected, "{landsdeel}: {theme}");
        // One application, one pot: the API gives a single word, and the same one.
        let one = portal().json(&format!("/api/v1/landsdelen/{landsdeel}/themas/{theme}"));
        assert_eq!([&one["pot"], &one["bereik"]], [pot.as_str(), scope.as_str()], "{landsdeel}: {theme}");
    }
    // Refused with the reason: the page and the command say why.
    let text = crate::run::schakel(["themes", PACK, "--landsdeel", "oost", "--lang", "nl"]).out;
    assert!(
        text.contains(
            "geen MIT-geld: alleen in de strategie van de regio, op geen topsectoragenda\n    Creatieve industrie"
        ),
        "{text}"
    );

    let water = |pack: &PackCopy| outcomes(pack.path())[&("oost".to_owned(), "water".to_owned())].1.clone();
    let pack = PackCopy::new("b02").remove_table("ris/oost.md", "code = \"water\"");
    assert_eq!(water(&pack), "national", "no longer in the strategy, still a national priority");
    let settings = pack.read("pack.toml").replace("theme = \"water\"", "theme = \"circular\"");
    std::fs::write(format!("{}/pack.toml", pack.path()), settings).expect("the file is written");
    assert_eq!(water(&pack), "refused", "in no list at all");
}

/// O01. The MIT test takes its themes from the strategy of the landsdeel and from nothing else: without a cluster in
/// Oost exactly the outcomes of that cluster in Oost are different. Crossovers count as in scope.
#[test]
fn sys_o01_removing_a_cluster_changes_only_that_cluster_there() {
    let before = outcomes(PACK);
    assert_eq!(before[&("zuidvleugel".to_owned(), "htsm".to_owned())].0, "inside", "a crossover counts");

    let pack = PackCopy::new("o01").remove_table("ris/oost.md", "code = \"lsh\"");
    let after = outcomes(pack.path());
    let changed: Vec<_> = before.iter().filter(|(key, outcome)| after[key] != **outcome).collect();
    let key = ("oost".to_owned(), "lsh".to_owned());
    assert_eq!(changed, [(&key, &("inside".to_owned(), "joint".to_owned()))]);
    assert_eq!(after[&key], ("only_national".to_owned(), "national".to_owned()));

    // The rules of the MIT instruments of Oost repeat the list of themes for the reader; the two lists must agree.
    let strategy = portal().json("/api/v1/landsdelen/oost/themas");
    for instrument in ["mit-haalbaarheid-oost", "mit-innovatieadvies-oost", "mit-rd-samenwerking-oost"] {
        for theme in strategy["themas"].as_array().expect("themes") {
            let facts = serde_json::json!({ "gegevens": { "themes": [theme["id"]] }, "peildatum": "2017-04-15" });
            let reply = portal().post("/api/v1/toetsingen", &facts);
            let document: Value = serde_json::from_str(&reply.body).expect("JSON");
            let result = find(&document["results"], "instrument", instrument);
            let ris = find(&result["criteria"], "id", "ris");
            let in_strategy = !theme["strategie"].is_null();
            assert_eq!(ris["verdict"], if in_strategy { "met" } else { "not_met" }, "{instrument}: {theme}");
        }
    }
    assert!(texts(&strategy["themas"], "id").contains(&"lsh"));
}
