//! The steering of the agenda and the findings about the system (inventory A04, A06, F03, F04, F05, O12).

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{PACK, find, schakel, schakel_json, texts};

/// How the agenda is steered on a day, with meetings of the directors on these days.
fn steering(pack: &str, day: &str, held: &[&str]) -> Value {
    let held: Vec<String> = held.iter().map(|day| format!("--held=directeurenoverleg={day}")).collect();
    let mut arguments = vec!["steering", pack, "--as-at", day];
    arguments.extend(held.iter().map(String::as_str));
    schakel_json(&arguments)
}

/// The findings of `check`, by rule.
fn found<'a>(check: &'a Value, rule: &str) -> Vec<&'a Value> {
    check["system"].as_array().expect("a list").iter().filter(|it| it["rule"] == rule).collect()
}

#[test]
fn sys_a04_every_two_months() {
    let every_two = ["2015-02-20", "2015-04-20", "2015-06-19", "2015-08-19", "2015-10-19", "2015-12-18"];
    let table =
        |day: &str, held: &[&str]| find(&steering(PACK, day, held)["overleggen"], "id", "directeurenoverleg").clone();
    let good = table("2015-12-31", &every_two);
    assert_eq!(good["gaten"].as_array().map(Vec::len), Some(0), "{good}");
    assert_eq!(good["perioden"].as_array().map(Vec::len), Some(6), "six meetings a year");
    let without_august = ["2015-02-20", "2015-04-20", "2015-06-19", "2015-10-19", "2015-12-18"];
    let gap = table("2015-12-31", &without_august);
    assert_eq!([&gap["gaten"][0]["van"], &gap["gaten"][0]["tot"]], ["2015-06-19", "2015-10-19"]);

    // Who must be there: three parties in 2015, and from 2016 an entrepreneur of a topteam too.
    assert_eq!(texts(&table("2015-12-31", &[])["partijen"], "id"), ["ministerie-ez", "provincies", "mkb-nederland"]);
    assert!(texts(&table("2016-01-01", &[])["partijen"], "id").contains(&"topteams"));
    let check = schakel_json(&["check", PACK]);
    assert_eq!(found(&check, "te-weinig-overleg").len(), 1, "no source gives the days of the directors");
}

#[test]
fn sys_a06_working_group_mirrors_the_table() {
    let group = |pack: &str, day: &str| find(&steering(pack, day, &[])["overleggen"], "id", "werkgroep").clone();
    assert_eq!(group(PACK, "2015-12-31")["ontbreekt"].as_array().map(Vec::len), Some(0));
    assert_eq!(texts(&group(PACK, "2016-01-01")["ontbreekt"], "id"), ["topteams"]);
    let pack = PackCopy::new("a06").replace(
        "governance.toml",
        "  { organisation = \"mkb-nederland\", source = \"mkb-agenda-2016 Governance L164\" },\n",
        "  { organisation = \"gemeenten\", source = \"mkb-agenda-2016 Governance L164\" },\n",
    );
    let changed = group(pack.path(), "2015-12-31");
    assert_eq!(texts(&changed["ontbreekt"], "id"), ["mkb-nederland"]);
    assert_eq!(texts(&changed["extra"], "id"), ["gemeenten"]);
}

/// A plan with two tasks: one with a contributor and a result, one with nobody.
const TASKS: &str = r#"
[[task]]
id = "loket"
name = "Eén loket"
source = "mkb-agenda-2016 §7 L508"
result = "Het loket is open."
contribution = [{ organisation = "kennispoort-regio-zwolle", text = "Beantwoordt vragen." }]

[[task]]
id = "kennis"
name = "Kennis delen"
source = "mkb-agenda-2016 §7 L508"
+++
"#;

#[test]
fn sys_f03_plans_of_the_landsdelen() {
    let plan = |pack: &str| find(&steering(pack, "2016-09-01", &[])["regioplannen"], "samenvatting", OOST).clone();
    let empty = plan(PACK);
    assert_eq!([&empty["ingevuld"], &empty["te_laat"]], [false, true], "no source names the tasks");
    let pack = PackCopy::new("f03").replace("landsdelen/oost.md", "\n+++\n", TASKS);
    let half = plan(pack.path());
    assert_eq!(half["ingevuld"], false);
    assert_eq!(half["opgaven"][0]["bijdragen"][0]["tekst"], "Beantwoordt vragen.");
    let check = schakel_json(&["check", pack.path()]);
    let titles: Vec<&str> = found(&check, "plan-niet-ingevuld").iter().filter_map(|it| it["title"].as_str()).collect();
    assert!(titles.iter().any(|it| it.contains("nobody contributes to: Kennis delen")), "{titles:?}");
    let both = r#"contribution = [{ organisation = "kennispoort-regio-zwolle", text = "Deelt kennis." }]"#;
    let filled = PackCopy::new("f03-filled").replace("landsdelen/oost.md", "\n+++\n", TASKS);
    let filled = filled.replace("landsdelen/oost.md", "\n+++\n", &format!("\n{both}\n+++\n"));
    assert_eq!([&plan(filled.path())["ingevuld"], &plan(filled.path())["te_laat"]], [true, false]);
}

/// How the plan of Oost begins.
const OOST: &str =
    "Oost wil een sterke, slimme, duurzame economie voor iedereen. De nadruk ligt op kennis naar de markt brengen.";

#[test]
fn sys_f04_one_process_director_in_each_landsdeel() {
    let check = schakel_json(&["check", PACK]);
    assert_eq!(found(&check, "geen-procesregisseur").len(), 5);
    assert_eq!(found(&check, "geen-verslag").len(), 5);
    let director = |valid: &str| {
        format!(
            "\n[[director]]\norganisation = \"oost-nl\"\nvalid = \"{valid}\"\nsource = \"mkb-agenda-2016 §7 L526\"\n"
        )
    };
    let one = PackCopy::new("f04-one").replace(
        "landsdelen/oost.md",
        "\n+++\n",
        &format!("{}+++\n", director("2016-06-01..2017-01-01")),
    );
    let directors = |day: &str| {
        let plans = steering(one.path(), day, &[]);
        let oost = find(&plans["regioplannen"], "samenvatting", OOST).clone();
        oost["procesregisseurs"].as_array().map(Vec::len)
    };
    assert_eq!(
        [directors("2016-05-31"), directors("2016-06-01"), directors("2017-01-01")],
        [Some(0), Some(1), Some(0)]
    );
    let two = format!("{}{}+++\n", director("2016-06-01.."), director("2016-07-01.."));
    let two = PackCopy::new("f04-two").replace("landsdelen/oost.md", "\n+++\n", &two);
    let check = schakel_json(&["check", two.path()]);
    let titles: Vec<&str> =
        found(&check, "geen-procesregisseur").iter().filter_map(|it| it["title"].as_str()).collect();
    assert!(titles.iter().any(|it| it.contains("2 process directors")), "{titles:?}");

    let report = |day: &str| {
        let plans = steering(PACK, day, &[]);
        find(&plans["regioplannen"], "samenvatting", OOST)["verslag"].clone()
    };
    assert_eq!([report("2016-05-31"), report("2016-06-01")], ["awaited", "overdue"]);
}

#[test]
fn sys_f05_functions_with_gaps_and_crowding() {
    let cells = |pack: &str, function: &str| {
        let all = steering(pack, "2016-07-01", &[]);
        let row =
            all["functies"].as_array().expect("a list").iter().find(|it| it["functie"]["id"] == function).cloned();
        row.expect("the function")["landsdelen"].as_array().expect("a list").clone()
    };
    let verdict = |cells: &[Value], landsdeel: &str| {
        cells.iter().find(|it| it["landsdeel"]["id"] == landsdeel).expect("the landsdeel")["oordeel"].clone()
    };
    let now = cells(PACK, "front-door");
    assert_eq!([verdict(&now, "oost"), verdict(&now, "noord")], ["good", "gap"]);
    let strict = PackCopy::new("f05").replace("governance.toml", "most = 8", "most = 5");
    assert_eq!(verdict(&cells(strict.path(), "front-door"), "oost"), "crowded");
    let check = schakel_json(&["check", strict.path()]);
    assert!(!found(&check, "drukte").is_empty());
    let page = portal().page("/afspraken/sturing");
    assert!(page.contains("niemand uit het landsdeel zelf"));
}

/// Each earlier action has exactly one outcome with a reason; the texts of 2014 are in no source, so the pack has none.
#[test]
fn sys_o12_supplements_rolled_forward() {
    let action = |outcome: &str, reason: &str| {
        format!(
            "\n[[earlier]]\nid = \"fonds\"\nname = \"Fondsen koppelen\"\n{outcome}{reason}\
             source = \"mkb-agenda-2016 Inhoud L146\"\n+++\n"
        )
    };
    let check = |name: &str, text: &str| {
        let pack = PackCopy::new(name).replace("landsdelen/oost.md", "\n+++\n", text);
        let ended = schakel(["check", pack.path()]);
        let plans = if ended.code == 0 { steering(pack.path(), "2016-07-01", &[]) } else { Value::Null };
        (ended.code, ended.out, plans)
    };
    let (code, out, plans) = check("o12-good", &action("outcome = \"kept\"\n", "reason = \"Nog actueel.\"\n"));
    assert_eq!(code, 0, "{out}");
    let oost = find(&plans["regioplannen"], "samenvatting", OOST);
    assert_eq!([&oost["eerder"][0]["uitkomst"], &oost["eerder"][0]["reden"]], ["kept", "Nog actueel."]);
    let (code, out, _) = check("o12-other", &action("outcome = \"paused\"\n", "reason = \"x\"\n"));
    assert!(code == 1 && out.contains("unknown outcome `paused`"), "{out}");
    let (code, out, _) = check("o12-none", &action("", "reason = \"x\"\n"));
    assert!(code == 1 && out.contains("`outcome` is missing"), "{out}");
    let (code, out, _) = check("o12-reason", &action("outcome = \"dropped\"\n", ""));
    assert!(code == 1 && out.contains("`reason` is missing"), "{out}");
}

/// The findings stand in a section of their own, and no finding makes the pack fail.
#[test]
fn findings_are_no_mistakes() {
    let ended = schakel(["check", PACK]);
    assert_eq!(ended.code, 0);
    assert!(ended.out.contains("of the system itself; they are no mistakes of the pack"));
    let page = portal().page("/bevindingen");
    assert!(page.contains("Elk landsdeel heeft één procesregisseur."));
    let file = portal().get("/bevindingen/bestand.csv");
    assert_eq!(file.media_type, "text/csv; charset=utf-8");
    assert!(file.body.contains("geen-procesregisseur"));
}
