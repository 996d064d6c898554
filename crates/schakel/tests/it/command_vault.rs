//! `schakel verify`, `schakel backup` and `schakel restore`: what they print, and what they refuse.

use std::fs;

use schakel_casework::{CaseId, Code};
use schakel_store::journal::{Entry, append};
use schakel_store::{Store, StoreError, Value};
use schakel_time::parse_date;
use tempfile::TempDir;

use crate::run::{Ended, schakel};

/// A folder of its own, with a database of five entries in it.
struct Vault {
    folder: TempDir,
}

impl Vault {
    fn new() -> Self {
        let vault = Vault { folder: TempDir::with_prefix("schakel-vault-").unwrap() };
        let entry = |number| Entry::Attempt {
            case: Some(CaseId(number)),
            by: None,
            organisation: None,
            route: Code::new("case").unwrap(),
        };
        vault
            .open("kept.db")
            .write(move |statements| {
                let at = parse_date("2026-11-22").unwrap().at(12, 0, 0, 0);
                append(statements, at, &(1..=5).map(entry).collect::<Vec<_>>())
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        vault
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn address(&self, name: &str) -> String {
        format!("sqlite:{}", self.path(name))
    }

    fn open(&self, name: &str) -> Store {
        schakel_store_sqlite::open(self.folder.path().join(name).as_path()).unwrap()
    }

    /// Changes the journal as a hand in the database does.
    fn tamper(&self, name: &str, statement: &'static str) {
        let changed: Result<u64, StoreError> = self.open(name).write(move |it| it.execute(statement, &[] as &[Value]));
        assert!(changed.unwrap() > 0);
    }

    /// Runs a command, and writes its folder out of what it prints.
    fn run(&self, arguments: &[&str]) -> Ended {
        let ended = schakel(arguments);
        let folder = self.folder.path().to_str().unwrap();
        Ended { code: ended.code, out: ended.out.replace(folder, "FOLDER"), err: ended.err.replace(folder, "FOLDER") }
    }

    /// What is in the folder.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .filter(|it| !it.contains("-shm"))
            .collect();
        names.sort();
        names
    }
}

fn printed(ended: &Ended) -> String {
    format!("exit {}\n{}{}", ended.code, ended.out, ended.err)
}

#[test]
fn verify_says_whether_the_journal_is_whole() {
    let vault = Vault::new();
    let verify = || vault.run(&["verify", "--database", &vault.address("kept.db")]);
    insta::assert_snapshot!("verify_whole", printed(&verify()));
    let json = vault.run(&["verify", "--database", &vault.address("kept.db"), "--format", "json"]);
    insta::assert_snapshot!("verify_whole_json", printed(&json));
    vault.tamper("kept.db", "UPDATE journal SET body = body || ' ' WHERE number = 3");
    insta::assert_snapshot!("verify_changed", printed(&verify()));
    let json = vault.run(&["verify", "--database", &vault.address("kept.db"), "--format", "json"]);
    insta::assert_snapshot!("verify_changed_json", printed(&json));
    vault.tamper("kept.db", "DELETE FROM journal WHERE number = 2");
    insta::assert_snapshot!("verify_removed", printed(&verify()));
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let vault = Vault::new();
    for command in [["verify"].as_slice(), &["backup", "--to", &vault.path("copy.db")]] {
        let address = vault.address("typed-wrong.db");
        let arguments: Vec<&str> = command.iter().copied().chain(["--database", address.as_str()]).collect();
        let ended = vault.run(&arguments);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""));
        assert!(ended.err.contains("there is no database `FOLDER/typed-wrong.db`"), "{}", ended.err);
    }
    assert_eq!(vault.files(), ["kept.db"]);
}

#[test]
fn a_backup_is_restored_and_stays_as_it_is() {
    let vault = Vault::new();
    let serving = vault.open("kept.db");
    let backup = vault.run(&["backup", "--to", &vault.path("copy.db"), "--database", &vault.address("kept.db")]);
    insta::assert_snapshot!("backup", printed(&backup));
    drop(serving);
    assert_eq!(vault.files(), ["copy.db", "kept.db"]);
    let before = fs::read(vault.path("copy.db")).unwrap();
    let restore = vault.run(&["restore", &vault.path("copy.db"), "--database", &vault.address("new.db")]);
    insta::assert_snapshot!("restore", printed(&restore));
    assert_eq!(fs::read(vault.path("copy.db")).unwrap(), before);
    let head = |name: &str| vault.run(&["verify", "--database", &vault.address(name), "--format", "json"]).json();
    assert_eq!(head("new.db"), head("kept.db"));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    let vault = Vault::new();
    vault.run(&["backup", "--to", &vault.path("copy.db"), "--database", &vault.address("kept.db")]);
    assert_eq!(fs::metadata(vault.path("copy.db")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_backup_takes_no_name_that_is_taken_and_leaves_nothing_half() {
    let vault = Vault::new();
    fs::write(vault.path("letter.txt"), "a letter").unwrap();
    let backup = |to: &str| vault.run(&["backup", "--to", &vault.path(to), "--database", &vault.address("kept.db")]);
    insta::assert_snapshot!("backup_taken", printed(&backup("letter.txt")));
    assert_eq!(fs::read_to_string(vault.path("letter.txt")).unwrap(), "a letter");
    insta::assert_snapshot!("backup_no_folder", printed(&backup("no-such-folder/copy.db")));
    vault.tamper("kept.db", "UPDATE journal SET at = '2026-11-23T12:00:00' WHERE number = 5");
    insta::assert_snapshot!("backup_broken", printed(&backup("copy.db")));
    assert_eq!(vault.files(), ["kept.db", "letter.txt"]);
}

#[test]
fn a_restore_refuses_what_is_not_whole_and_what_is_not_empty() {
    let vault = Vault::new();
    let restore = |from: &str, to: &str| vault.run(&["restore", &vault.path(from), "--database", &vault.address(to)]);
    vault.run(&["backup", "--to", &vault.path("copy.db"), "--database", &vault.address("kept.db")]);
    insta::assert_snapshot!("restore_not_empty", printed(&restore("copy.db", "kept.db")));
    insta::assert_snapshot!("restore_no_file", printed(&restore("no-such.db", "new.db")));
    fs::write(vault.path("letter.txt"), "a letter, not a database\n".repeat(50)).unwrap();
    insta::assert_snapshot!("restore_no_database", printed(&restore("letter.txt", "new.db")));
    vault.tamper("copy.db", "DELETE FROM journal WHERE number = 1");
    insta::assert_snapshot!("restore_broken", printed(&restore("copy.db", "other.db")));
    let serving = vault.open("kept.db");
    let written: Result<u64, StoreError> =
        serving.write(|it| it.execute("INSERT INTO form_sent VALUES ('a', 'b', 'c')", &[] as &[Value]));
    written.unwrap();
    insta::assert_snapshot!("restore_in_use", printed(&restore("kept.db", "new.db")));
    drop(serving);
}

/// From a file to a server and back, when there is one.
#[test]
fn a_backup_moves_to_a_server_and_back() {
    let Some(server) = std::env::var("SCHAKEL_TEST_POSTGRES").ok().filter(|it| !it.is_empty()) else { return };
    let vault = Vault::new();
    let name = format!("vault_{}", std::process::id());
    let mut client = postgres::Client::connect(&server, postgres::NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let address = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    vault.run(&["backup", "--to", &vault.path("copy.db"), "--database", &vault.address("kept.db")]);
    let restored = vault.run(&["restore", &vault.path("copy.db"), "--database", &address]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let again = vault.run(&["restore", &vault.path("copy.db"), "--database", &address]);
    assert!(again.code == 1 && again.err.contains("is not empty: `journal` has rows"), "{}", again.err);
    let back = vault.run(&["backup", "--to", &vault.path("back.db"), "--database", &address]);
    assert_eq!(back.code, 0, "{}", back.err);
    let whole = |address: &str| vault.run(&["verify", "--database", address]).out;
    assert_eq!(whole(&address), whole(&vault.address("kept.db")));
    assert_eq!(whole(&vault.address("back.db")), whole(&vault.address("kept.db")));
    client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}
