//! Rounds of schemes, through the command line and the portal: their status on a day, their money, the pots, and what is missing
//! (inventory B03, B05, B06, B13, H02).

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{PACK, find, schakel, schakel_json};

fn round(id: &str, day: &str) -> Value {
    schakel_json(&["round", id, "--pack", PACK, "--as-of", day])
}

/// The findings of `check` about a pack that has no mistakes.
fn findings(folder: &str) -> Vec<String> {
    let checked = schakel_json(&["check", folder]);
    let rows = checked["diagnostics"].as_array().expect("a list").iter();
    rows.map(|it| it["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn a_round_as_text() {
    let show = |id: &str, day: &str, language: &str| {
        let shown = schakel(["round", id, "--pack", PACK, "--as-of", day, "--lang", language]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        shown.out
    };
    insta::assert_snapshot!("round_mit_2016_nl", show("mit-2016", "2016-06-01", "nl"));
    insta::assert_snapshot!("round_rd_2025_en", show("mit-rd-landelijk-2025", "2025-06-01", "en"));
    insta::assert_snapshot!("round_feasibility_2017_nl", show("mit-haalbaarheid-landelijk-2017", "2017-06-01", "nl"));
}

#[test]
fn all_rounds_as_text() {
    let shown = schakel(["round", "--pack", PACK, "--as-of", "2017-06-01"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    insta::assert_snapshot!("rounds_nl", shown.out);
}

#[test]
fn what_changed_between_rounds() {
    let two =
        ["round", "mit-haalbaarheid-landelijk-2017", "--since", "mit-haalbaarheid-landelijk-2016", "--pack", PACK];
    insta::assert_snapshot!("round_changes_nl", schakel(two).out);
    let unknown = schakel(["round", "mit-2015", "--pack", PACK]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("there is no round `mit-2015`"), "{}", unknown.err);
    assert!(unknown.err.contains("did you mean `mit-2016`?"), "{}", unknown.err);
}

/// B03, B06. EZ 20 and the regions 20 are 40 that is firm; 15 is "in beginsel"; 55 together. When one side alone
/// changes, `check` says so.
#[test]
fn sys_b03_b06_joint_and_provisional_money() {
    let money = round("mit-2016", "2016-06-01")["money"].take();
    assert_eq!([&money["firm"], &money["provisional"], &money["together"]], ["40000000", "15000000", "55000000"]);
    let about_shares = |folder: &str| findings(folder).into_iter().filter(|it| it.contains("agreed share")).count();
    assert_eq!(about_shares(PACK), 0);
    let pack = PackCopy::new("b03").replace("rounds/mit-2016.md", "total = 40000000\n", "").replace(
        "rounds/mit-2016.md",
        "organisation = \"provincies\"\nvalue = 20000000",
        "organisation = \"provincies\"\nvalue = 22000000",
    );
    assert_eq!(about_shares(pack.path()), 2);
}

/// B05. A key of 2017 for a round of 2016 is refused.
#[test]
fn sys_b05_a_key_of_another_year_is_refused() {
    let pack = PackCopy::new("b05").replace("rounds/keys.toml", "year = 2016", "year = 2017");
    let checked = schakel(["check", pack.path()]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("key `efro-2015` is for 2017, not for the years of this version"), "{}", checked.out);
}

/// B13. On each day the round is planned, open, out of money or closed, by its window.
#[test]
fn sys_b13_status_on_a_day() {
    let check =
        |day: &str, status: &str| assert_eq!(round("mit-haalbaarheid-oost-2017", day)["status"], status, "{day}");
    check("2017-04-10", "planned");
    check("2017-04-11", "open");
    check("2017-04-19", "exhausted");
    check("2017-09-08", "closed");
    check("2022-09-15", "closed");
    let efro = |moment: &str| round("efro-oost-innovatie-2022", moment)["status"].take();
    assert_eq!(efro("2022-09-15T08:59"), "planned");
}

/// B13. The portal and its API say the same as the command line on each day.
#[test]
fn sys_b13_status_on_a_day_in_the_portal() {
    let check = |day: &str, status: &str, words: &str| {
        let list = portal().json(&format!("/api/v1/rondes?peildatum={day}&aantal=500"));
        assert_eq!(find(&list["rondes"], "id", "mit-haalbaarheid-oost-2017")["status"]["state"], status, "{day}");
        let page = portal().page(&format!("/regelingen/mit-haalbaarheid-oost-2017?peildatum={day}"));
        assert!(page.contains(words), "{day}: {page}");
        let shown = portal().page(&format!("/regelingen?peildatum={day}&status={status}"));
        assert!(shown.contains("MIT-haalbaarheid Oost 2017"), "{day}: {shown}");
    };
    check("2017-04-10", "planned", "Opent op 11 april 2017");
    check("2017-04-11", "open", "Open tot en met");
    check("2017-04-19", "exhausted", "Geld op sinds");
    check("2017-09-08", "closed", "Gesloten sinds");
}

/// H02. What the calls are for, and their status per region.
#[test]
fn sys_h02_calls_per_region() {
    let all = schakel_json(&["round", "--pack", PACK, "--as-of", "2016-06-01"]);
    let call = |id: &str| find(&all["rounds"], "id", id).clone();
    let oost = call("efro-proeftuinen-oost");
    assert_eq!(oost["activities"], serde_json::json!(["set-up", "extend", "operate"]));
    assert_eq!([&oost["status"], &oost["areas"][0]], ["planned", "oost"]);
    assert_eq!(call("efro-faciliteiten-zuid-2015")["status"], "open");
    assert_eq!(call("efro-faciliteiten-noord-2016")["status"], "planned");
    assert_eq!(round("efro-proeftuinen-oost", "2017-06-01")["status"], "open");
    assert_eq!(round("efro-proeftuinen-oost", "2018-03-01")["status"], "closed");
}

/// A round that says too little is not executable, and says what is missing; `check` lists it.
#[test]
fn a_round_without_rules_is_not_executable() {
    let shown = round("ondernemend-noaberschap-2017", "2017-06-01");
    assert_eq!(shown["executable"], false);
    let missing = shown["missing"].as_array().expect("a list");
    assert!(missing.iter().any(|it| it == "hoe hoog het plafond is"), "{missing:?}");
    let about = "round `ondernemend-noaberschap-2017` cannot be executed: no source says";
    assert!(findings(PACK).iter().any(|it| it.starts_with(about)));
}
