//! The MIT scheme: its instruments per region, its money, its changes and its versions (inventory B01, B06, B07 and
//! the version rules).

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::portal::{Portal, portal};
use crate::run::{PACK, find, schakel, schakel_json, texts};

/// Kinds of MIT instrument, by the name that the agenda of 2016 gives them, and the identifiers that are of the kind.
fn kind_of(id: &str) -> &'static str {
    match id {
        _ if id.contains("innovatieadvies") => "advies",
        _ if id.contains("haalbaarheid") => "haalbaarheid",
        _ if id.contains("rd-samenwerking") => "R&D-samenwerking",
        _ if id.contains("voucher") => "voucher",
        _ => "other",
    }
}

/// B01. Asking for the MIT instruments in Oost gives advice, feasibility and R&D cooperation; vouchers only appear
/// under a national executor. Proven with the filters of the register, in the API and on the page.
#[test]
fn sys_b01_mit_suitcase_per_region() {
    let regional =
        portal().query("/api/v1/instrumenten", &[("familie", "mit"), ("regio", "oost"), ("niveau", "province")]);
    let mut kinds: Vec<&str> = texts(&regional["instrumenten"], "id").into_iter().map(kind_of).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["R&D-samenwerking", "advies", "haalbaarheid"]);
    for instrument in regional["instrumenten"].as_array().expect("a list") {
        let areas = texts(&instrument["gebieden"], "id");
        assert!(areas.contains(&"PV23") && areas.contains(&"PV25"), "{instrument}");
    }

    // The whole suitcase as it reaches a firm in Oost: what the State executes is in it too, and so are the vouchers.
    let all = portal().query("/api/v1/instrumenten", &[("familie", "mit"), ("regio", "oost")]);
    let vouchers: Vec<&Value> = all["instrumenten"].as_array().expect("a list").iter().filter(is_voucher).collect();
    assert!(!vouchers.is_empty(), "the national vouchers reach Oost");
    for voucher in vouchers {
        assert_eq!([&voucher["niveau"]["id"], &voucher["organisatie"]["id"]], ["national", "rvo"]);
    }

    let page = portal().page("/register?familie=mit&regio=oost&niveau=province");
    for name in
        ["MIT-innovatieadviesproject Oost", "MIT-haalbaarheidsproject Oost", "MIT R&D-samenwerkingsproject Oost"]
    {
        assert!(page.contains(name), "{name}: {page}");
    }
    assert!(!page.contains("MIT-kennisvoucher"), "{page}");

    // It can fail: a voucher that a province executes is seen at once.
    let pack = PackCopy::new("b01").replace(
        "instruments/mit-kennisvoucher.md",
        "level = \"national\"",
        "level = \"province\"",
    );
    let other = Portal::serve(pack.path());
    let regional =
        other.query("/api/v1/instrumenten", &[("familie", "mit"), ("regio", "oost"), ("niveau", "province")]);
    assert!(regional["instrumenten"].as_array().expect("a list").iter().any(|it| is_voucher(&it)));
}

fn is_voucher(instrument: &&Value) -> bool {
    kind_of(instrument["id"].as_str().expect("text")) == "voucher"
}

/// B06. An amount may be marked "in beginsel" (in principle). For the MIT of 2016 the firm part is 40 million, the
/// provisional part 15 million, and together they are 55 million, which is itself only "in beginsel". Proven in the API
/// and on the page, and by making the provisional amount firm in a copy of the pack.
#[test]
fn sys_b06_firm_and_provisional_apart_and_together() {
    let sum = &portal().json("/api/v1/dossiers/mit")["budget_samen"];
    assert_eq!([&sum["vast"], &sum["voorlopig"], &sum["samen"]["value"]], [40_000_000, 15_000_000, 55_000_000]);
    assert_eq!(sum["samen"]["qualifier"], "provisional", "a sum is never more certain than its parts");
    assert_eq!(sum["samen"]["text"], "in beginsel €\u{a0}55.000.000");
    let page = portal().page("/dossiers/mit");
    for amount in ["€ 40.000.000", "in beginsel € 15.000.000", "in beginsel € 55.000.000"] {
        assert!(page.contains(amount), "{amount}: {page}");
    }

    let budget = "value = 15000000\nqualifier = \"provisional\"\nsource = \"mkb-agenda-2016 §1 L273\"";
    let firm = budget.replace("provisional", "exact");
    let pack = PackCopy::new("b06").replace("programmes/mit.md", budget, &firm);
    let sum = &Portal::serve(pack.path()).json("/api/v1/dossiers/mit")["budget_samen"];
    assert_eq!([&sum["vast"], &sum["voorlopig"], &sum["samen"]["value"]], [55_000_000, 0, 55_000_000]);
    assert_eq!(sum["samen"]["qualifier"], "exact");
}

/// Field and class of every change between two days.
fn changes(pack: &str, instrument: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let document = schakel_json(&["diff", pack, "--instrument", instrument, "--from", from, "--to", to]);
    let text = |change: &Value, key: &str| change[key].as_str().expect("text").to_owned();
    let changes = document["changes"].as_array().expect("a list").iter();
    changes.map(|change| (text(change, "field"), text(change, "class"))).collect()
}

/// B07. The comparison of two versions lists the changed fields and says of each whether it is major or an improvement
/// (the pack says which fields are major); versions that do not differ give an empty list. Proven with the command line
/// and the API, and with a version that is split in two equal halves.
#[test]
fn sys_b07_changes_classed() {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    let id = "mit-haalbaarheid-oost";
    let found = changes(PACK, id, "2018-06-01", "2019-06-01");
    let expected = [("max", "major"), ("terms", "improvement"), ("budget", "no-longer-known")];
    assert_eq!(found, pairs(&expected));

    let path = format!("/api/v1/instrumenten/{id}/versies/vergelijking");
    let document = portal().query(&path, &[("van", "2018-06-01"), ("tot", "2019-06-01")]);
    let max = find(&document["wijzigingen"], "veld", "max");
    assert_eq!([&max["van"], &max["tot"], &max["soort"]], ["€\u{a0}25.000", "€\u{a0}20.000", "major"]);

    assert_eq!(changes(PACK, id, "2019-02-01", "2019-11-01"), [], "two days of one version");
    let same = portal().query(&path, &[("van", "2019-02-01"), ("tot", "2019-11-01")]);
    assert_eq!((&same["zelfde_versie"], texts(&same["wijzigingen"], "veld")), (&Value::Bool(true), vec![]));

    // Two versions that say the same: the list is empty; then one number differs, and only that is listed.
    let file = "facilities/startershubs-overijssel.md";
    let pack = PackCopy::new("b07");
    let text = pack.read(file);
    let start = text.find("[[version]]").expect("a version");
    let end = text.find("[[figure]]").expect("the end of it");
    let first = text[start..end].replace("2017-01-01..", "2017-01-01..2018-01-01");
    let second = text[start..end].replace("2017-01-01..", "2018-01-01..");
    let write = |second: &str| {
        let text = format!("{}{first}{second}{}", &text[..start], &text[end..]);
        std::fs::write(format!("{}/{file}", pack.path()), text).expect("the file is written");
        changes(pack.path(), "startershubs-overijssel", "2017-06-01", "2018-06-01")
    };
    assert_eq!(write(&second), []);
    let capped = second.replace("valid = \"2018-01-01..\"", "valid = \"2018-01-01..\"\nmax = 5000");
    assert_eq!(write(&capped), pairs(&[("max", "major")]));
    let other_rule = second.replace("rule = \"starter\"", "rule = \"starter || sme\"");
    assert_eq!(write(&other_rule), pairs(&[("criterion starter", "major")]));
}

/// The version rules: the largest amount for a feasibility project was 50,000 in 2015, 25,000 in 2017 and 20,000 in
/// 2019, and since 2025 the scheme pays 35% of the costs. Proven by asking the same question as at each of those days,
/// of the scheme that held there; a maximum is versioned data, so changing it in the pack changes one year only.
#[test]
fn sys_versions_mit_feasibility_maximum_through_the_years() {
    let amount = |portal: &Portal, id: &str, day: &str| {
        portal.query(&format!("/api/v1/instrumenten/{id}"), &[("peildatum", day)])["bedrag"].clone()
    };
    let landelijk = "mit-haalbaarheid-landelijk";
    let oost = "mit-haalbaarheid-oost";
    assert_eq!(amount(portal(), landelijk, "2015-06-01")["max"]["value"], 50_000);
    assert_eq!(amount(portal(), landelijk, "2017-06-01")["max"]["value"], 25_000);
    assert_eq!(amount(portal(), oost, "2017-06-01")["max"]["value"], 25_000);
    assert_eq!(amount(portal(), landelijk, "2019-06-01")["max"]["value"], 20_000);
    assert_eq!(amount(portal(), oost, "2019-06-01")["max"]["value"], 20_000);
    for day in ["2025-06-01", "2026-06-01"] {
        assert_eq!(amount(portal(), landelijk, day)["rate"]["value"].as_f64(), Some(0.35), "{day}");
    }
    assert_ne!(amount(portal(), landelijk, "2024-06-01")["rate"]["value"].as_f64(), Some(0.35));

    let page = portal().page(&format!("/register/{oost}?peildatum=2019-06-01"));
    assert!(page.contains("€ 20.000"), "{page}");

    let pack = PackCopy::new("versions").replace(
        "instruments/mit-haalbaarheid-oost.md",
        "scheme_rows = [2, 4]\nchecked_on = 2017-04-19\nprocedure = \"order-of-receipt\"\nrate = \"40%\"\nmax = 25000",
        "scheme_rows = [2, 4]\nchecked_on = 2017-04-19\nprocedure = \"order-of-receipt\"\nrate = \"40%\"\nmax = 30000",
    );
    let other = Portal::serve(pack.path());
    let days = ["2017-06-01", "2018-06-01", "2019-06-01"];
    let maxima = days.map(|day| amount(&other, oost, day)["max"]["value"].as_i64().expect("an amount"));
    assert_eq!(maxima, [30_000, 25_000, 20_000]);
}

/// The catalogue half of B13 (applications are no part of the product yet): on each day a scheme is planned, open,
/// exhausted or closed as its windows say, in the API and in the text for a firm.
#[test]
fn state_of_a_scheme_follows_its_windows() {
    let state = |day: &str| {
        let instrument = portal().query("/api/v1/instrumenten/mit-haalbaarheid-oost", &[("peildatum", day)]);
        instrument["stand"].clone()
    };
    let planned = state("2017-04-10");
    assert_eq!([&planned["state"], &planned["opens"]], ["planned", "2017-04-10T22:00:00Z"]);
    let open = state("2017-04-11");
    assert_eq!([&open["state"], &open["closes"]], ["open", "2017-09-07T22:00:00Z"]);
    let exhausted = state("2017-04-20");
    assert_eq!([&exhausted["state"], &exhausted["exhausted_on"]], ["exhausted", "2017-04-19"]);
    assert_eq!(state("2017-09-08")["state"], "closed");

    let facts = crate::run::FactsFile::new("windows.json", "{}");
    let text = schakel(["match", PACK, "--facts", facts.path(), "--as-of", "2017-04-10"]).out;
    assert!(text.contains("MIT-haalbaarheidsproject Oost [nog niet open, wel vanaf 11 april 2017]"), "{text}");
}

/// What nobody said is not a no: of a firm of which nothing is known, no condition is called not met and no scheme
/// refused; the scheme says which facts are still to be known.
#[test]
fn what_nobody_said_is_not_a_no() {
    let request = serde_json::json!({ "gegevens": {}, "peildatum": "2017-04-12" });
    let reply = portal().post("/api/v1/toetsingen", &request);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let document: Value = serde_json::from_str(&reply.body).expect("JSON");
    let results = document["results"].as_array().expect("a list");
    let refused: Vec<&Value> = results.iter().filter(|it| it["verdict"] == "not_met").collect();
    assert!(refused.is_empty(), "{refused:?}");
    let scheme = find(&document["results"], "instrument", "mit-haalbaarheid-oost");
    assert_eq!(scheme["verdict"], "unknown");
    assert!(scheme["missing"].as_array().is_some_and(|it| it.len() > 3), "{}", scheme["missing"]);
}
