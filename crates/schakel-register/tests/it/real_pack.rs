//! The pack of East Netherlands: it has no mistakes, and it holds what the policy papers name.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use schakel_register::{Loaded, Pack, PackFiles, Severity, Support, load, render};

static FILES: LazyLock<PackFiles> = LazyLock::new(|| {
    let mut files = PackFiles::new();
    add_folder(&repository().join("packs/oost"), "", &mut files);
    files
});

static LOADED: LazyLock<Loaded> = LazyLock::new(|| load(&FILES));

fn pack() -> &'static Pack {
    &LOADED.pack
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder with the policy papers and their inventory; not part of the repository.
fn shared() -> PathBuf {
    std::env::var_os("SHARED_DIR").map_or_else(|| repository().join("../shared"), PathBuf::from)
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack is there") {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|ending| path.ends_with(&format!(".{ending}"))) {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn it_has_no_mistakes() {
    let mistakes = LOADED.diagnostics.iter().filter(|it| it.severity != Severity::Finding);
    let drawn: Vec<String> = mistakes.map(|it| render(it, &FILES, false)).collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n\n"));
}

#[test]
fn every_municipality_of_overijssel_and_gelderland_is_there() {
    let count = |province: &str| pack().municipalities.values().filter(|it| &*it.province == province).count();
    assert_eq!((count("PV23"), count("PV25")), (25, 51));
}

#[test]
fn every_municipality_of_overijssel_has_one_front_door() {
    for municipality in pack().municipalities.values().filter(|it| &*it.province == "PV23") {
        let door =
            municipality.front_door.as_ref().unwrap_or_else(|| panic!("{} has no front door", municipality.name));
        let organisation = &pack().organisations[&door.organisation];
        assert!(organisation.roles.iter().any(|role| &**role == "front-door"), "{} is no front door", organisation.id);
        assert!(door.source.is_some(), "{} says where its front door is named", municipality.name);
    }
}

/// The rows of the inventory that the pack covers.
fn covered_rows() -> BTreeSet<&'static str> {
    let pack = pack();
    let support = pack.support.values().flat_map(|it| &it.inventory);
    let records = pack.records.values().flat_map(|it| &it.inventory);
    let strategies = pack.strategies.values().flat_map(|it| &it.inventory);
    let organisations = pack.organisations.values().flat_map(|it| &it.inventory);
    let agreements = pack.agreements.values().flat_map(|it| &it.inventory);
    let all = support.chain(records).chain(strategies).chain(organisations).chain(agreements);
    all.map(String::as_str).collect()
}

#[test]
fn sys_n01_every_row_of_the_inventory_is_covered() {
    let covered = covered_rows();
    let count = |prefix: &str| covered.iter().filter(|row| row.starts_with(prefix)).count();
    assert_eq!(count("INS-") + count("RIS-"), 146, "instruments, and the strategies of five landsdelen");
    assert_eq!(count("ORG-"), 90, "organisations");
    assert_eq!(count("AG-"), 120, "agreements");

    let Ok(inventory) = fs::read_to_string(shared().join("inventory.md")) else {
        // Straight to the terminal: what a test prints is only shown when it fails.
        let said = "NOT RUN: the inventory is not beside the repository, so its rows were only counted";
        writeln!(std::io::stderr(), "{said}").unwrap();
        return;
    };
    let row = |line: &'static str| line.strip_prefix("| ")?.split([' ', '|']).next();
    let lines = Box::leak(inventory.into_boxed_str()).lines();
    let rows: BTreeSet<&str> = lines
        .filter_map(row)
        .filter(|it| ["INS-", "ORG-", "AG-"].iter().any(|prefix| it.starts_with(prefix)))
        .collect();
    let missing: Vec<_> = rows.difference(&covered).collect();
    let unknown: Vec<_> = covered.difference(&rows).filter(|row| !row.starts_with("RIS-")).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing {missing:?}, unknown {unknown:?}");
}

#[test]
fn all_rows_of_the_scheme_facts_are_covered() {
    let versions = pack().support.values().flat_map(|support| &support.versions);
    let records = pack().records.values().flat_map(|record| &record.scheme_rows);
    let covered: BTreeSet<i64> = versions.flat_map(|version| &version.scheme_rows).chain(records).copied().collect();
    assert_eq!(covered, (1..=56).collect());
}

#[test]
fn what_is_no_support_never_shows_up_as_support() {
    for (id, record) in &pack().records {
        assert!(!pack().support.contains_key(id), "{id} is both support and in `{}`", record.folder);
    }
    let folders = |support: &Support| support.file.split('/').next().unwrap().to_owned();
    let found: BTreeSet<String> = pack().support.values().map(folders).collect();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["facilities", "instruments"]);
}

#[test]
fn every_figure_says_where_it_comes_from() {
    let support = pack().support.values().flat_map(|it| &it.figures);
    for figure in support.chain(pack().records.values().flat_map(|it| &it.figures)) {
        assert!(pack().sources.contains_key(&figure.source.id), "{} of {}", figure.id, figure.source);
    }
    // A place in the source, not the source alone, for what comes from one of the five policy papers.
    let papers = [
        "jaarrekening-2017-innovatie",
        "think-east",
        "mkb-agenda-2016",
        "ser-reactie-2022",
        "jaarrekening-2017-ondernemerschap",
    ];
    for support in pack().support.values().filter(|it| papers.contains(&&*it.source.id)) {
        assert!(!support.source.place.is_empty(), "{} says where in {}", support.id, support.source.id);
    }
    for round in pack().rounds.values().filter(|it| papers.contains(&&*it.source.id)) {
        assert!(!round.source.place.is_empty(), "{} says where in {}", round.id, round.source.id);
    }
}

#[test]
fn every_summary_and_name_is_there_in_english() {
    for path in FILES.keys().filter(|path| path.ends_with(".md") && !path.ends_with(".en.md")) {
        let folder = path.split('/').next().unwrap();
        let is_record = !matches!(folder, "codes" | "regions" | "sources") && !path.ends_with("README.md");
        // The annual accounts are in Dutch only, and so is each page of them; the page says so.
        let is_record = is_record && !path.starts_with("accounts/pages/");
        let twin = path.replace(".md", ".en.md");
        assert!(!is_record || FILES.contains_key(twin.as_str()), "{path} has no translation");
    }
}

#[test]
fn there_are_no_personal_data() {
    for (path, text) in FILES.iter() {
        for (number, line) in text.lines().enumerate() {
            let place = format!("{path}:{}: {line}", number + 1);
            assert!(!has_mail_address(line), "mail address in {place}");
            assert!(!has_phone_number(line), "phone number in {place}");
            assert!(!has_bank_account(line), "bank account in {place}");
        }
    }
}

fn has_mail_address(line: &str) -> bool {
    line.split(|it: char| it.is_whitespace() || "<>()\"',;".contains(it)).any(|word| {
        word.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.starts_with('.'))
    })
}

/// Ten digits after a nought, or nine after the country code, with spaces or hyphens between them.
fn has_phone_number(line: &str) -> bool {
    let characters: Vec<char> = line.chars().collect();
    (0..characters.len()).any(|start| {
        let before = start.checked_sub(1).map(|it| characters[it]);
        if before.is_some_and(|it| it.is_alphanumeric() || "./-_#=".contains(it)) {
            return false;
        }
        let rest: String = characters[start..].iter().take(18).collect();
        let national = rest
            .strip_prefix("+31")
            .or(rest.strip_prefix("0031"))
            .map(|it| it.trim_start_matches([' ', '(', '0', ')']));
        let digits = |text: &str| {
            text.chars().take_while(|it| it.is_ascii_digit() || " -".contains(*it)).filter(char::is_ascii_digit).count()
        };
        match national {
            Some(national) => digits(national) == 9,
            None => rest.starts_with('0') && !rest.starts_with("00") && digits(&rest) == 10,
        }
    })
}

fn has_bank_account(line: &str) -> bool {
    let squeezed: String = line.chars().filter(|it| *it != ' ').collect();
    squeezed.match_indices("NL").any(|(start, _)| {
        let account: Vec<char> = squeezed[start..].chars().take(18).collect();
        let is = |range: std::ops::Range<usize>, test: fn(&char) -> bool| {
            account.get(range).is_some_and(|it| it.iter().all(test))
        };
        is(2..4, char::is_ascii_digit) && is(4..8, char::is_ascii_uppercase) && is(8..18, char::is_ascii_digit)
    })
}

#[test]
fn the_patterns_find_what_they_look_for() {
    assert!(has_mail_address("mail naar <a.b@voorbeeld.nl>."));
    assert!(!has_mail_address("@voorbeeld en twee @ drie"));
    for number in ["038 499 88 99", "038-4998899", "06 12345678", "+31 38 499 88 99", "0031384998899"] {
        assert!(has_phone_number(number), "{number}");
    }
    for other in ["2017-04-11", "BWBR0035474", "0111", "1_000_000", "GM0193", "0.35", "01132,01132"] {
        assert!(!has_phone_number(other), "{other}");
    }
    assert!(has_bank_account("NL91 ABNA 0417 1643 00"));
    assert!(!has_bank_account("areas = [\"NL\"]"));
}
