//! Agreements, topics, the report on progress and advice (inventory A01, A03, A05, A07 to A10, A12, D02, K01).

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{PACK, find, schakel, schakel_json, texts};

/// An agreement of the agenda that has an owner, a result, and what each party does.
const AGREEMENT: &str = "agreements/eerste-ervaringen-met-vroege-fase-financiering-delen.md";

/// The rows of the agreements of a party, by the words of the inventory.
fn rows(list: &Value) -> BTreeSet<String> {
    let afspraken = list["afspraken"].as_array().expect("a list");
    afspraken.iter().flat_map(|it| texts(&it["inventaris"], "")).map(str::to_owned).collect()
}

fn agreements(arguments: &[&str]) -> Value {
    schakel_json(&[&["agreements", PACK][..], arguments].concat())
}

/// What `check` says of a pack in which a piece of the agreement is gone.
fn refusal(name: &str, old: &str, new: &str) -> String {
    let pack = PackCopy::new(name).replace(AGREEMENT, old, new);
    let ended = schakel(["check", pack.path()]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    ended.out
}

#[test]
fn sys_a01_agreement_without_owner_result_or_task_is_refused() {
    let owners = "owners = [\"ministerie-ez\", \"provincies\"]\n";
    assert!(refusal("a01-owner", owners, "").contains("`owners` is missing"));
    let text = PackCopy::new("a01").read(AGREEMENT);
    let summary = text.lines().find(|line| line.starts_with("summary =")).expect("a summary");
    assert!(refusal("a01-result", &format!("{summary}\n"), "").contains("`summary` is missing"));
    let parties = "parties = [\"ministerie-ez\", \"provincies\", \"rvo\", \"roms\", \"adviescommissie-vff\"]";
    let said = refusal(
        "a01-task",
        parties,
        "parties = [\"ministerie-ez\", \"provincies\", \"roms\", \"adviescommissie-vff\"]",
    );
    assert!(said.contains("`rvo` has no task"), "{said}");
}

/// Asking for the list of one party gives the agreements of the inventory in which it takes part, no more and no less.
#[test]
fn sys_a01_list_of_one_party() {
    let all = agreements(&["--as-at", "2022-02-01"]);
    assert_eq!(all["totaal"], 120);
    let own = |list: &Value, party: &str| {
        let afspraken = list["afspraken"].as_array().expect("a list");
        let takes_part = |it: &&Value| {
            ["trekkers", "partners", "bijdragers"].iter().any(|field| texts(&it[*field], "id").contains(&party))
        };
        let found = afspraken.iter().filter(takes_part);
        found.flat_map(|it| texts(&it["inventaris"], "")).map(str::to_owned).collect::<BTreeSet<String>>()
    };
    for party in ["rvo", "kvk", "provincies-noord", "epz"] {
        let listed = agreements(&["--as-at", "2022-02-01", "--party", party]);
        let by_itself = listed["afspraken"].as_array().expect("a list").iter().filter(|it| it["rol"] != "member");
        let by_itself: BTreeSet<String> =
            by_itself.flat_map(|it| texts(&it["inventaris"], "")).map(str::to_owned).collect();
        assert_eq!(by_itself, own(&all, party), "{party}");
    }
    let tkis = rows(&agreements(&["--as-at", "2022-02-01", "--party", "tkis"]));
    assert_eq!(tkis, ["AG-034", "AG-035"].map(str::to_owned).into());
    // A province has its own list, and what the provinces promised together.
    let overijssel = agreements(&["--as-at", "2016-07-01", "--party", "provincie-overijssel"]);
    let roles: BTreeSet<&str> = texts(&overijssel["afspraken"], "rol").into_iter().collect();
    assert!(roles.contains("owner") && roles.contains("member"), "{roles:?}");
}

/// "Before 1 July" is late on 1 July, "at the latest on 1 July" the day after, "in 2016" only when 2016 is over.
#[test]
fn sys_a01_overdue_no_sooner_than_the_source_says() {
    let late = |day: &str| rows(&agreements(&["--as-at", day, "--overdue"]));
    let has = |day: &str, row: &str| late(day).contains(row);
    assert!(!has("2016-06-30", "AG-017") && has("2016-07-01", "AG-017"), "strictly before");
    assert!(!has("2016-07-01", "AG-023") && has("2016-07-02", "AG-023"), "at the latest");
    assert!(!has("2016-12-31", "AG-036") && has("2017-01-01", "AG-036"), "in 2016");
    assert!(!has("2016-08-31", "AG-014") && has("2016-09-01", "AG-014"), "before the summer");
    assert!(!has("2026-01-01", "AG-080"), "after 2016 has no end");
    assert!(!has("2026-01-01", "AG-003"), "a rhythm that was kept up is over, not late");
    assert!(!has("2026-01-01", "AG-031"), "what is done is never late");
}

#[test]
fn sys_a01_change_notices() {
    let between =
        schakel_json(&["agreements", PACK, "--as-at", "2016-07-02", "--since", "2016-06-30", "--party", "rvo"]);
    let notices = between["notices"].as_array().expect("a list");
    let ids = texts(&between["notices"], "agreement");
    assert_eq!(ids, ["eerste-ervaringen-met-vroege-fase-financiering-delen"], "{notices:?}");
    assert_eq!(notices[0]["changes"][0]["change"], "passed");

    let pack = PackCopy::new("a01-notices").replace(AGREEMENT, "before = 2016-07-01", "before = 2016-09-01");
    let moved = schakel_json(&["agreements", pack.path(), "--as-at", "2016-06-01", "--since", PACK]);
    let parties = texts(&moved["notices"], "party");
    assert_eq!(parties, ["adviescommissie-vff", "ministerie-ez", "provincies", "roms", "rvo"]);
    assert_eq!(moved["notices"][0]["changes"][0]["change"], "term");
}

#[test]
fn sys_a03_test_for_topics() {
    let propose = |words: &[&str]| schakel([&["topics", PACK, "--lang", "en", "--propose"][..], words].concat());
    let border = propose(&["Grensoverschrijdende economie en arbeid"]);
    assert_eq!(border.code, 1);
    assert!(
        border.out.starts_with("refused: belongs to: Actieteam grensoverschrijdende economie en arbeid"),
        "{}",
        border.out
    );
    let full = ["--result", "x", "--interest", "x", "--state-does", "x", "--provinces-do", "x"];
    let admitted = propose(&[&["Circulaire ambacht"][..], &full].concat());
    assert_eq!((admitted.code, admitted.out.lines().next()), (0, Some("admitted")));
    let vague = propose(&["Circulaire ambacht", "--result", "x"]);
    assert_eq!(vague.code, 1);

    let topics = portal().json("/api/v1/onderwerpen");
    for id in ["nederlands-investerings-agentschap", "activering"] {
        assert_eq!(find(&topics["onderwerpen"], "id", id)["toegelaten"], true, "{id}");
    }
    let page = portal().page("/afspraken/onderwerpen?voorstel=grensoverschrijdende+economie+en+arbeid");
    assert!(page.contains("Dit onderwerp past niet in de agenda.") && page.contains("Actieteam grensoverschrijdende"));
}

#[test]
fn sys_a05_one_director_of_each_side() {
    const TOPIC: &str = "topics/mit.md";
    let with = |name: &str, duo: &str| {
        let pack = PackCopy::new(name).replace(TOPIC, "duo_unknown = true", &format!("duo = [{duo}]"));
        let ended = schakel(["check", pack.path()]);
        (ended.code, ended.out)
    };
    let (code, out) = with("a05-good", "\"ministerie-ez\", \"provincie-overijssel\"");
    assert_eq!(code, 0, "{out}");
    for (name, duo) in [
        ("a05-two-state", "\"ministerie-ez\", \"ministerie-ocw\""),
        ("a05-two-provinces", "\"provincie-overijssel\", \"provincie-gelderland\""),
        ("a05-one", "\"provincie-overijssel\""),
    ] {
        let (code, out) = with(name, duo);
        assert!(code == 1 && out.contains("a duo is one director of the State and one of a province"), "{out}");
    }
    // No source names them, so all ten stand in the list of topics without a pair.
    let topics = portal().json("/api/v1/onderwerpen");
    assert_eq!([&topics["totaal"], &topics["zonder_duo"]], [32, 32]);
}

#[test]
fn sys_a07_agreements_due_before_a_meeting() {
    let steering = portal().json("/api/v1/sturing");
    let minister = find(&steering["bijeenkomsten"], "id", "minister-2016-06");
    assert_eq!(minister["gehouden"], false);
    let due = &minister["afspraken_ervoor"];
    let report = find(due, "id", "verslag-van-de-procesregisseurs");
    assert_eq!([&report["stand"], &report["op_tijd"]], ["committed", "overdue"]);
    let covenant = find(due, "id", "convenant-van-rvo-en-kvk");
    assert_eq!(covenant["op_tijd"], "done");
    let late = "eerste-ervaringen-met-vroege-fase-financiering-delen";
    assert!(!texts(due, "id").contains(&late), "its last day is that of the meeting at the latest");
}

#[test]
fn sys_a08_report_on_progress_is_reproducible() {
    let report = |day: &str| {
        let ended = schakel(["report", PACK, "--as-at", day]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.out
    };
    let first = report("2016-07-01");
    assert_eq!(first, report("2016-07-01"), "the same pack and day give the same bytes");
    assert_ne!(first, report("2016-07-02"), "another day, another report");
    let claims = first.lines().filter(|line| line.starts_with("- **Stand:**"));
    assert!(claims.clone().count() == 93 && claims.clone().all(|line| line.ends_with(']')), "each says its source");

    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let pdf = |name: &str| {
        let path = folder.join(format!("{}-{name}.pdf", std::process::id()));
        let to = path.to_str().expect("UTF-8");
        let ended = schakel(["report", PACK, "--as-at", "2016-07-01", "--format", "pdf", "--to", to]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let bytes = fs::read(&path).expect("the file");
        let _ = fs::remove_file(&path);
        bytes
    };
    assert_eq!(pdf("a08-one"), pdf("a08-two"));
    let page = portal().page("/afspraken/rapportage/2016-07-01");
    assert!(page.contains("Voortgang van de afspraken op 1 juli 2016"));
    let file = portal().get("/afspraken/rapportage/2016-07-01/voortgang.md");
    assert_eq!(file.body.trim_end(), first.trim_end(), "the portal gives the same file");
}

#[test]
fn sys_a09_topics_of_a_province() {
    let count = |province: &str| {
        let list = portal().query("/api/v1/onderwerpen", &[("provincie", province)]);
        let own =
            list["onderwerpen"].as_array().expect("a list").iter().filter(|it| !it["landsdeel"].is_null()).count();
        (list["totaal"].as_u64().expect("a number"), own)
    };
    assert_eq!(count("PV23"), (16, 6), "Overijssel: ten and the six of Oost");
    assert_eq!(count("PV29"), (12, 2), "Zeeland: ten and the two of Zuid");
    let provinces = ["PV20", "PV21", "PV22", "PV23", "PV24", "PV25", "PV26", "PV27", "PV28", "PV29", "PV30", "PV31"];
    let landsdelen = |province: &str| {
        let list = portal().query("/api/v1/onderwerpen", &[("provincie", province)]);
        let topics = list["onderwerpen"].as_array().expect("a list").clone();
        topics.iter().filter_map(|it| Some(it["landsdeel"]["id"].as_str()?.to_owned())).collect::<BTreeSet<_>>()
    };
    let all: BTreeSet<String> = provinces.iter().flat_map(|it| landsdelen(it)).collect();
    assert_eq!(all.len(), 5);
    assert!(provinces.iter().all(|it| landsdelen(it).len() == 1), "each province in exactly one landsdeel");
}

#[test]
fn sys_a10_both_sides_or_a_reason() {
    let all = agreements(&["--as-at", "2022-02-01"]);
    for it in all["afspraken"].as_array().expect("a list") {
        let both = it["rijk_doet_iets"] == true && it["provincies_doen_iets"] == true;
        assert!(both || it["eenzijdig_omdat"].is_object(), "{}: one side and no reason", it["id"]);
    }
    let file = "agreements/15-miljoen-euro-voor-het-landelijke-deel-van-de-mit.md";
    let pack = PackCopy::new("a10").replace(file, "one_sided = \"state-task\"\n", "");
    let check = schakel_json(&["check", pack.path()]);
    let found = find(&check["system"], "rule", "eenzijdig");
    assert_eq!(found["subject"], "15-miljoen-euro-voor-het-landelijke-deel-van-de-mit");
}

#[test]
fn sys_a12_contributor_never_in_a_duo() {
    let partners = "partners = [\"rvo\", \"roms\", \"adviescommissie-vff\"]";
    let with =
        PackCopy::new("a12").replace(AGREEMENT, partners, &format!("{partners}\ncontributors = [\"gemeenten\"]"));
    let list = schakel_json(&["agreements", with.path(), "--as-at", "2016-06-01", "--party", "gemeenten"]);
    assert_eq!(texts(&list["afspraken"], "rol"), ["contributor"]);
    let pack = PackCopy::new("a12-duo").replace(
        "topics/retailagenda.md",
        "duo_unknown = true",
        "duo = [\"ministerie-ez\", \"gemeenten\"]",
    );
    let ended = schakel(["check", pack.path()]);
    assert!(ended.code == 1 && ended.out.contains("whoever did not sign is a contributor"), "{}", ended.out);
}

/// The agreement on joint commissioning names both principals and its term; a task that nobody pays, or that is paid
/// twice, is for the register of assignments, of which no source has one.
#[test]
fn sys_d02_joint_commissioning() {
    let id = "onderzoeken-of-ez-en-provincies-de-roms-samen-opdracht-geven";
    let exercise = portal().json(&format!("/api/v1/afspraken/{id}"));
    assert_eq!(texts(&exercise["trekkers"], "id"), ["ministerie-ez", "provincies"]);
    assert_eq!(exercise["termijn"]["te_laat_vanaf"], "2016-07-02");
    let carried_out = portal().json("/api/v1/afspraken/de-uitkomst-invoeren-bij-de-roms");
    assert_eq!([&carried_out["stand"]["id"], &carried_out["termijn"]["te_laat_vanaf"]], ["soft", "2017-01-02"]);
}

#[test]
fn sys_k01_recommendations_with_their_answers() {
    let list = schakel_json(&["recommendations", PACK]);
    assert_eq!([&list["totaal"], &list["beantwoord"], &list["deels"], &list["onbeantwoord"]], [13, 7, 4, 2]);
    for it in list["aanbevelingen"].as_array().expect("a list") {
        for part in it["onderdelen"].as_array().expect("a list") {
            let none = part["status"]["id"] == "no-explicit-answer";
            assert!(none || part["antwoord"].is_string(), "{}: a status without an answer", it["nummer"]);
        }
    }
    let open = portal().json("/api/v1/aanbevelingen?open=ja");
    assert_eq!(texts(&open["aanbevelingen"], "nummer"), ["1.1", "1.4", "2.2", "3.1", "3.2", "3.3"]);
    let page = portal().page("/aanbevelingen?open=ja");
    assert!(page.contains("Geen duidelijk antwoord") && !page.contains("1.5 Stimuleer groepen"));
    assert!(portal().get("/aanbevelingen/bestand.csv").body.contains("\"1.1\""));
}
