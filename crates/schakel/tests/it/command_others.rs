//! `schakel diff`, `schakel coverage` and `schakel themes`: their text, and how they refuse.

use crate::pack_copy::PackCopy;
use crate::run::{PACK, schakel, schakel_json, texts};

/// The comparison reads as a policy officer would write it, in English and in Dutch.
#[test]
fn diff_as_text() {
    let id = "mit-haalbaarheid-oost";
    let days = ["--from", "2018-06-01", "--to", "2019-06-01"];
    let english = schakel(["diff", PACK, "--instrument", id].into_iter().chain(days));
    assert_eq!((english.code, english.err.as_str()), (0, ""));
    insta::assert_snapshot!("diff_en", english.out);
    let dutch = schakel(["diff", PACK, "--instrument", id, "--lang", "nl"].into_iter().chain(days));
    insta::assert_snapshot!("diff_nl", dutch.out);
    let same = schakel(["diff", PACK, "--instrument", id, "--from", "2019-02-01", "--to", "2019-11-01"]);
    assert_eq!(same.code, 0);
    assert!(same.out.ends_with("Both days fall in the same version.\n"), "{}", same.out);
    let windows = schakel(["diff", PACK, "--instrument", id, "--from", "2016-06-01", "--to", "2017-06-01"]);
    assert!(windows.out.contains("11 April 2017 – 7 September 2017"), "the last day itself counts: {}", windows.out);
}

/// An unknown instrument, a day without a version and a day that is none are refused with what to do.
#[test]
fn diff_refuses() {
    let diff = |id: &str, from: &str| schakel(["diff", PACK, "--instrument", id, "--from", from, "--to", "2019-06-01"]);
    let unknown = diff("mit-haalbaarheid-ost", "2018-06-01");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean `mit-haalbaarheid-oost`?"), "{}", unknown.err);
    let early = diff("mit-haalbaarheid-oost", "1999-06-01");
    assert_eq!(early.code, 1);
    assert!(early.err.contains("no version of `mit-haalbaarheid-oost` held on 1999-06-01"), "{}", early.err);
    assert!(early.err.contains("it has versions for: 2016-01-01..2017-01-01"), "{}", early.err);
    let day = diff("mit-haalbaarheid-oost", "juni 2018");
    assert_eq!(day.code, 2);
    assert!(day.err.contains("`juni 2018` is not a day") && day.err.contains("2017-06-01"), "{}", day.err);
}

/// Coverage names areas and organisations as people know them, and ends with what is not reached.
#[test]
fn coverage_as_text() {
    let doors = schakel(["coverage", PACK, "--province", "PV23"]);
    assert_eq!(doors.code, 0);
    insta::assert_snapshot!("coverage_front_doors", doors.out);
    let gelderland = schakel(["coverage", PACK, "--province", "PV25"]);
    assert_eq!(gelderland.code, 1, "no source names a front door in Gelderland");
    assert!(gelderland.out.contains("0 of 51 municipalities reached"), "{}", gelderland.out);
    let json = schakel(["coverage", PACK, "--province", "PV25", "--format", "json"]);
    assert_eq!((json.code, texts(&json.json()["uncovered"], "").len()), (1, 51));
    let national = schakel_json(&["coverage", PACK, "--service", "mit-haalbaarheid-landelijk", "--province", "PV25"]);
    assert_eq!(texts(&national["municipalities"], "through"), ["NL"; 51], "the whole country");
}

/// An area that is not known is not "nowhere"; an unknown province or service is refused.
#[test]
fn coverage_refuses() {
    let province = schakel(["coverage", PACK, "--province", "Overijssel"]);
    assert_eq!(province.code, 2);
    assert!(province.err.contains("`Overijssel` is not a province"), "{}", province.err);
    assert!(province.err.contains("PV23 Overijssel"), "{}", province.err);
    let service = schakel(["coverage", PACK, "--service", "startershub-overijssel", "--province", "PV23"]);
    assert_eq!(service.code, 2);
    assert!(service.err.contains("did you mean `startershubs-overijssel`?"), "{}", service.err);

    let pack = PackCopy::new("coverage").replace("instruments/high-tech-fund-twente.md", "areas = [\"twente\"]\n", "");
    let unknown = schakel(["coverage", pack.path(), "--service", "high-tech-fund-twente", "--province", "PV23"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
    assert!(unknown.err.contains("its reach is not known"), "{}", unknown.err);
}

/// Themes come together by pot and reason.
#[test]
fn themes_as_text() {
    let dutch = schakel(["themes", PACK, "--landsdeel", "oost"]);
    assert_eq!((dutch.code, dutch.err.as_str()), (0, ""));
    insta::assert_snapshot!("themes_nl", dutch.out);
    let all = schakel(["themes", PACK, "--lang", "en"]);
    assert!(all.out.contains("cannot be said: the source prints no list of themes for this landsdeel"), "{}", all.out);
    let unknown = schakel(["themes", PACK, "--landsdeel", "west"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("known here: noord, noordvleugel, oost, zuid, zuidvleugel"), "{}", unknown.err);
}
