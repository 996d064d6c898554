//! `schakel key`: a key is made, shown once, listed without its secret, and ended.

use crate::run::{PACK, schakel};

#[test]
fn keys_that_cannot_be_made_or_ended() {
    let check = |arguments: &[&str], expected: &str| {
        let ended = schakel(arguments.iter().chain(&["--database", crate::run::IN_MEMORY]));
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ended.err.contains(expected), "{}", ended.err);
    };
    check(&["key", "add", "--organisation", "kkv", "--name", "site", "--pack", PACK], "did you mean `kvk`?");
    check(&["key", "add", "--organisation", "kvk", "--name", " ", "--pack", PACK], "the name is empty");
    check(&["key", "end", "7"], "there is no key 7");
}

#[test]
fn a_key_is_shown_once_and_ended() {
    let folder = std::env::temp_dir().join(format!("schakel-key-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let database = format!("sqlite:{}", folder.join("schakel.db").display());
    let run = |arguments: &[&str]| {
        let ended = schakel(arguments.iter().chain(&["--database", &database]));
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.err);
        ended.out
    };
    assert!(run(&["key", "list"]).contains("There is no key yet"));
    let added = run(&["key", "add", "--organisation", "kvk", "--name", "De site", "--pack", PACK]);
    let (key, told) = added.split_once('\n').expect("two lines");
    assert!(key.len() >= 22 && !key.contains(' '), "{added}");
    assert_eq!(told, "Key 1 of kvk: keep it now, it is not shown again.\n");
    let listed = run(&["key", "list"]);
    assert!(listed.starts_with("1  kvk  made ") && listed.ends_with("  works  De site\n"), "{listed}");
    assert!(!listed.contains(key), "{listed}");
    for _ in 0..2 {
        assert_eq!(run(&["key", "end", "1"]), "Key 1 of kvk, “De site”, works no longer.\n");
    }
    assert!(run(&["key", "list"]).contains("  ended "));
    let kept = std::fs::read(folder.join("schakel.db")).expect("the database");
    assert!(!kept.windows(key.len()).any(|it| it == key.as_bytes()), "the key itself is nowhere");
    let verified = run(&["verify"]);
    assert!(verified.contains('2'), "making and ending stand in the journal: {verified}");
    std::fs::remove_dir_all(&folder).expect("the folder is removed");
}
