//! The books of public money, through the command line: balances, reserves, money of the State, amendments and decisions
//! (inventory B03, M03 to M11).

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::run::{PACK, schakel, schakel_json};

const FILE: &str = "ledger/jaarrekening-2017.toml";
const RESERVE: &str = "reserve-uitvoering-kwaliteit-van-overijssel";

fn books(folder: &str) -> Value {
    schakel_json(&["ledger", "balance", "--pack", folder])
}

/// Everything that `check` says about a pack.
fn said(folder: &str) -> String {
    let checked = schakel(["check", folder, "--format", "json"]).json();
    let rows = checked["diagnostics"].as_array().expect("a list").iter();
    let text = |it: &Value| format!("{}: {}", it["severity"].as_str().unwrap(), it["title"].as_str().unwrap());
    rows.map(text).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

fn one<'a>(rows: &'a Value, field: &str, value: &str) -> &'a Value {
    let found = rows.as_array().expect("a list").iter().find(|it| it[field] == value);
    found.unwrap_or_else(|| panic!("{value} in {rows:#}"))
}

/// An earmark of a performance in which a known amount stood.
fn with_opening(name: &str, amount: u32) -> PackCopy {
    PackCopy::new(name).replace(
        FILE,
        "performance = \"5.3.2\"\namount = { qualifier = \"unknown\" }\nexecutive_may_move",
        &format!("performance = \"5.3.2\"\namount = {amount}\nexecutive_may_move"),
    )
}

#[test]
fn the_books_as_text() {
    let shown = schakel(["ledger", "balance", "--pack", PACK]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    insta::assert_snapshot!(shown.out);
}

/// B03. EZ 20 and the regions 20 are firm and joint, 15 is "in beginsel": 55 together. With one side changed the books
/// refuse the pot, and the check of the books says so.
#[test]
fn sys_b03_joint_money_in_the_books() {
    let pots = books(PACK)["pots"].take();
    let cents = |pot: &str, field: &str| one(&pots, "pot", pot)[field].as_i64().expect("cents");
    assert_eq!(cents("mit-2016/1", "firm_cents"), 4_000_000_000);
    assert_eq!(cents("mit-2016/2", "provisional_cents"), 1_500_000_000);
    let all: i64 =
        ["mit-2016/1", "mit-2016/2"].iter().map(|pot| cents(pot, "firm_cents") + cents(pot, "provisional_cents")).sum();
    assert_eq!(all, 5_500_000_000);
    let pack = PackCopy::new("ledger-b03").replace("rounds/mit-2016.md", "total = 40000000\n", "").replace(
        "rounds/mit-2016.md",
        "organisation = \"provincies\"\nvalue = 20000000",
        "organisation = \"provincies\"\nvalue = 22000000",
    );
    let checked = schakel(["ledger", "check", "--pack", pack.path()]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("its agreed share is €\u{a0}21,000,000"), "{}", checked.out);
}

/// M03. The balance is the sum of its programmes, in cents; with one of them changed it is refused, and which part is said.
#[test]
fn sys_m03_the_balance_is_the_sum_of_its_programmes() {
    let balance = |folder: &str| {
        schakel(["ledger", "balance", "--pack", folder, "--performance", "5.3.2", "--year", "2017", "--format", "json"])
    };
    let shown = balance(PACK).json()["balances"][0].take();
    assert_eq!(shown["balance_cents"], 14_500_000);
    let parts: i64 = shown["parts"].as_array().unwrap().iter().map(|it| it["result_cents"].as_i64().unwrap()).sum();
    assert_eq!(parts, 14_500_000);
    let pack = PackCopy::new("ledger-m03").replace(FILE, "amount = -101000", "amount = -100000");
    let refused = balance(pack.path());
    assert_eq!(refused.code, 1);
    let words = said(pack.path());
    for part in ["`in-overijssel-innoveert` € 246,000", "`innovatiedriehoek-3e-tranche` € -100,000", "€ 1,000 apart"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(schakel(["ledger", "check", "--pack", pack.path()]).out.contains("look up which part is wrong"));
}

/// M04. Underspend and shortfall stand with their cause; a result without one is refused.
#[test]
fn sys_m04_a_result_without_cause_is_refused() {
    let parts = books(PACK)["balances"][0]["parts"].take();
    let underspent = one(&parts, "programme", "in-overijssel-innoveert");
    assert_eq!(underspent["cause"], "Het leiden van het programma kostte minder dan verwacht.");
    assert_eq!(one(&parts, "programme", "innovatiedriehoek-3e-tranche")["cause"], "the source names no cause");
    let pack = PackCopy::new("ledger-m04").replace(FILE, "cause_not_in_source = true\n", "");
    let words = said(pack.path());
    assert!(
        words.contains("programme `innovatiedriehoek-3e-tranche` has a result of € -101,000 without a cause"),
        "{words}"
    );
}

/// M05. Nothing beyond the earmark leaves the reserve; its balance is opening + additions − withdrawals.
#[test]
fn sys_m05_a_withdrawal_beyond_the_earmark_is_refused() {
    let enough = with_opening("ledger-m05-enough", 1_100_000);
    let reserves = books(enough.path())["reserves"].take();
    let reserve = one(&reserves, "reserve", RESERVE);
    let earmark = one(&reserve["earmarks"], "performance", "5.3.2");
    // 1,100,000 − 246,000 − 101,000 − 680,000
    assert_eq!(earmark["balance_cents"], 7_300_000);
    let little = with_opening("ledger-m05-little", 300_000);
    let words = said(little.path());
    assert!(words.contains("€ 101,000 is more than reserve"), "{words}");
    assert!(words.contains("keeps for performance 5.3.2: € 54,000"), "{words}");
    let unknown = books(PACK)["reserves"].take();
    let earmark = one(&one(&unknown, "reserve", RESERVE)["earmarks"], "performance", "5.3.2");
    assert_eq!(earmark["balance_cents"], Value::Null, "no source says what stood in it");
}

/// M06. A carry-over is a pair, reserve and budget of 2018, together nought; without a reason or decision it is no record.
#[test]
fn sys_m06_a_carry_over_is_a_pair_with_reason_and_decision() {
    let amendments = books(PACK)["amendments"].take();
    let carried = one(&amendments, "decision", "gs-2017-5.3.2-jaarschijf-2018");
    let changes: Vec<(&str, i64)> = carried["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["account"].as_str().unwrap(), it["change_cents"].as_i64().unwrap()))
        .collect();
    let budget = "budget:2018:5.3.2:in-overijssel-innoveert";
    let reserve = format!("reserve:{RESERVE}:5.3.2");
    assert_eq!(changes, [(&*reserve, -24_600_000), (budget, 24_600_000)]);
    let pack = PackCopy::new("ledger-m06").replace(
        FILE,
        "reason = \"Tekort; op basis van de spelregels extra onttrokken aan wat de reserve voor prestatie 5.3.2 heeft.\"\n",
        "",
    );
    assert!(said(pack.path()).contains("error: `reason` is missing"));
}

/// M07. What was paid ahead is open until the State pays; after 680,000 it is nought.
#[test]
fn sys_m07_what_was_paid_ahead_is_open_until_the_state_pays() {
    let open = |folder: &str| one(&books(folder)["prefinancing"], "scheme", "mit")["open_cents"].clone();
    assert_eq!(open(PACK), 0);
    let pack = PackCopy::new("ledger-m07").remove_table(FILE, "kind = \"receive-state-money\"");
    assert_eq!(open(pack.path()), 68_000_000);
    let pack = PackCopy::new("ledger-m07-more").replace(
        FILE,
        "year = 2017\namount = 680000\nof_which = 680000",
        "year = 2017\namount = 700000\nof_which = 700000",
    );
    assert!(said(pack.path()).contains("€ 700,000 is more than is open of what was paid ahead for `mit`: € 680,000"));
}

/// M08. Money of the State is income for its scheme and settles what was paid ahead for it.
#[test]
fn sys_m08_money_of_the_state_belongs_to_its_scheme() {
    let exported = schakel(["ledger", "export", "--pack", PACK, "--format", "csv"]);
    let row = exported.out.lines().find(|it| it.contains("provinciefonds:2017:mit")).expect("a posting");
    assert!(row.contains("\"mit-provinciefonds-2017\"") && row.contains("-68000000"), "{row}");
    assert_eq!(one(&books(PACK)["prefinancing"], "scheme", "mit")["received_cents"], 68_000_000);
    let pack = PackCopy::new("ledger-m08").replace(
        FILE,
        "kind = \"receive-state-money\"\ndecision = \"mit-provinciefonds-2017\"",
        "kind = \"receive-state-money\"\ndecision = \"mit-voorfinanciering-2017\"\npart = \"ontvangst\"",
    );
    assert!(said(pack.path()).contains("the executive decided; this is for the State to decide"));
}

/// M09. A proposal is shown and not posted; without a decision of the council nothing can be.
#[test]
fn sys_m09_a_result_is_appropriated_by_the_council_only() {
    let proposals = books(PACK)["proposals"].take();
    let proposal = one(&proposals, "proposal", "mit-2017-terug-naar-reserve");
    assert_eq!((&proposal["state"], &proposal["processed_in"]), (&"proposed".into(), &"Kerntaak 20".into()));
    let decided = |name: &str, decision: &str| {
        let operation = format!(
            "[[operation]]\nkind = \"appropriate-result\"\ndecision = \"{decision}\"\npart = \"resultaat\"\nreason = \
             \"besluit\"\nproposal = \"mit-2017-terug-naar-reserve\"\nsource = \"jaarrekening-2017-innovatie Financiën L63\"\n"
        );
        PackCopy::new(name).add("ledger/zz.toml", &operation)
    };
    let executive = decided("ledger-m09-gs", "gs-2017-resultaatbestemming-mit");
    assert!(said(executive.path()).contains("the executive decided; this is for the council to decide"));
    let council = decided("ledger-m09-ps", "ps-2016-871");
    let shown = books(council.path());
    assert_eq!(one(&shown["proposals"], "proposal", "mit-2017-terug-naar-reserve")["state"], "posted");
    // −246,000 − 101,000 − 431,000 + 680,000
    let reserve = one(&shown["reserves"], "reserve", RESERVE);
    assert_eq!(reserve["reported_cents"]["2017"], -9_800_000);
}

/// M10. An amendment has its lines before and after; its changes are together nought over budget and reserve.
#[test]
fn sys_m10_an_amendment_is_together_nought() {
    let amendments = books(PACK)["amendments"].take();
    let amendments = amendments.as_array().unwrap();
    assert_eq!(amendments.len(), 2);
    assert!(amendments.iter().all(|it| it["sum_cents"] == 0 && it["year"] == 2018));
    let pack = with_opening("ledger-m10", 1_100_000);
    let amended = books(pack.path())["amendments"].take();
    let line = &one(&amended, "decision", "gs-2017-5.3.2-jaarschijf-2018")["lines"][0];
    let figures = ["before_cents", "change_cents", "after_cents"].map(|it| line[it].as_i64().unwrap());
    assert_eq!(figures, [110_000_000, -24_600_000, 85_400_000]);
}

/// M11. Decisions have their number `PS/year/number`; a damaged one is read and told, another form is told too.
#[test]
fn sys_m11_numbers_of_decisions() {
    let words = said(PACK);
    assert!(words.contains("the number of decision `ps-2015-687` reads `[PS/2015/687)` and was read as PS/2015/687"));
    assert!(!words.contains("is no number of a decision"));
    let other = PackCopy::new("ledger-m11-form").replace(
        "ledger/decisions.toml",
        "number = \"PS/2012/107\"",
        "number = \"PS 2012, 107\"",
    );
    let words = said(other.path());
    assert!(words.contains("`PS 2012, 107` is no number of a decision: write it as `PS/2016/871`"), "{words}");
    let unknown = PackCopy::new("ledger-m11-name").replace(
        FILE,
        "decision = \"mit-voorfinanciering-2017\"",
        "decision = \"mit-voorfinanciering\"",
    );
    let words = said(unknown.path());
    assert!(words.contains("error: unknown decision `mit-voorfinanciering`"), "{words}");
}

#[test]
fn the_books_are_written_for_other_programs() {
    let export = |form: &[&str]| schakel(["ledger", "export", "--pack", PACK, "--format"].iter().chain(form).copied());
    assert!(export(&["beancount"]).out.contains("balance Assets:Bank  680000.00 EUR"));
    assert!(export(&["hledger"]).out.contains("commodity 1000.00 EUR"));
    let contact = ["--contact", "Financiën", "--email", "geld@example.nl", "--telephone", "038 123 45 67"];
    let delivered = export(&[&["iv3", "--year", "2018", "--budget"][..], &contact[..]].concat());
    assert_eq!((delivered.code, delivered.err.as_str()), (0, ""));
    assert_eq!(delivered.json()["data"]["baten"][0]["bedrag"], 677_000);
    assert_eq!(export(&["iv3"]).code, 2, "a delivery has a year and somebody to ask");
    let checked = schakel_json(&["ledger", "check", "--pack", PACK]);
    assert_eq!((&checked["sum_cents"], &checked["wrong"]), (&0.into(), &serde_json::json!([])));
}
