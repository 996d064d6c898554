//! Counting firms and starters, effects and factors (inventory F19, H12, K02, L04, L14), through the command line and the
//! portal.

use std::fs;
use std::path::PathBuf;

use crate::portal::portal;
use crate::run::schakel;

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
    fs::write(&path, text).expect("the file is written");
    path
}

/// F19. Unique firms per instrument, size, sector, municipality and year; small groups suppressed.
#[test]
fn sys_f19_usage_of_instruments() {
    let mut text = "firm,instrument,size,sector,municipality,year\n".to_owned();
    for firm in 0..7 {
        // Each firm twice: it counts once.
        for _ in 0..2 {
            text.push_str(&format!("firm-{firm},mit,small,28,GM0193,2017\n"));
        }
    }
    for firm in 0..6 {
        text.push_str(&format!("firm-{firm},voucher,small,28,GM0193,2017\n"));
    }
    text.push_str("firm-9,loan,small,28,GM0193,2017\n");
    let path = file("usage.csv", &text);
    let ended = schakel(["figures", "groups", path.to_str().expect("UTF-8")]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(
        lines,
        [
            "instrument,size,sector,municipality,year,firms,jobs",
            "loan,small,28,GM0193,2017,suppressed,suppressed",
            "mit,small,28,GM0193,2017,7,not known",
            // The smallest other group too: the total would give the first one away.
            "voucher,small,28,GM0193,2017,suppressed,suppressed",
            "total,,,,,8,not known",
        ]
    );
}

/// L14. Family firms per municipality, sector and size, with jobs; totals are those of all of them.
#[test]
fn sys_l14_family_firms() {
    let mut text = "firm;municipality;sector;size;jobs\n".to_owned();
    for firm in 0..12 {
        let municipality = if firm < 5 { "GM0193" } else { "GM0153" };
        text.push_str(&format!("{firm};{municipality};C;small;{}\n", firm + 1));
    }
    let path = file("family.csv", &text);
    let ended = schakel(["figures", "groups", path.to_str().expect("UTF-8"), "--minimum", "5"]);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(
        lines,
        ["municipality,sector,size,firms,jobs", "GM0153,C,small,7,63", "GM0193,C,small,5,15", "total,,,12,78"]
    );
    let wrong = file("wrong.csv", "municipality\nGM0193\n");
    let ended = schakel(["figures", "groups", wrong.to_str().expect("UTF-8")]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("no column `firm`"), "{}", ended.err);
}

/// L04. Survival per year of start: what cannot be known yet is marked and has no share.
#[test]
fn sys_l04_survival_of_starters() {
    let text = "began,ended\n2013-02-01,\n2013-06-01,2014-01-01\n2016-02-01,\n2016-11-01,\n";
    let path = file("starters.csv", text);
    let ended =
        schakel(["figures", "survival", path.to_str().expect("UTF-8"), "--as-of", "2017-06-01", "--years", "2"]);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(
        lines,
        [
            "began,starters,after years,there,cannot be known yet,share",
            "2013,2,1,1,0,50%",
            "2013,2,2,1,0,50%",
            "2016,2,1,1,1,not known yet",
        ]
    );
}

/// H12. An effect is worked out from both numbers, or marked as reported.
#[test]
fn sys_h12_effects() {
    let page = portal().page("/verantwoording/cijfers");
    assert!(page.contains("met de Asbestschakel ca. -20% zoals de bron het meldt"), "{page}");
}

/// K02. Support per province and factor, with money, and little of it flagged.
#[test]
fn sys_k02_factors_of_innovation() {
    let file = portal().get("/verantwoording/cijfers/factoren.csv");
    assert_eq!(file.body.lines().count(), 1 + 2 * 4, "{}", file.body);
    for factor in ["Kennis", "Netwerk", "Financiering", "Arbeid en talent"] {
        assert!(file.body.contains(&format!("\"Overijssel\",\"{factor}\"")), "{factor}: {}", file.body);
    }
    assert!(file.body.contains("genoeg"), "{}", file.body);
}
