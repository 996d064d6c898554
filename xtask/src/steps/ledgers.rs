//! What others say of the books: beancount, hledger, and the schema and lists of the State, on the books of the pack and on
//! 200 random ones. The tests of `schakel-ledger` write them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::browser::{install_from_debian, is_administrator};
use super::{Outcome, command, provider};
use crate::report::{Failure, say};
use crate::repository::Repository;

/// Which packages, with the hash of each.
const REQUIREMENTS: &str = "crates/schakel-ledger/tests/checkers/requirements.txt";
const CHECK: &str = "crates/schakel-ledger/tests/checkers/check.py";
const MEND: &str = "mend the export that is named above, in crates/schakel-ledger/src/export";

/// Writes the exports and lets the other programs check them.
///
/// # Errors
///
/// When an export is not accepted, or a program that checks is missing and cannot be installed.
pub fn check(repository: &Repository) -> Result<Outcome, Failure> {
    let folder = repository.target.join("tmp").join("ledgers");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| cannot_read(&folder, &error))?;
    }
    let mut write = Command::new("cargo");
    write.current_dir(&repository.root);
    write.args(["test", "--quiet", "--package", "schakel-ledger", "--test", "it", "ledgers_are_written"]);
    command::run(&mut write, "mend the test that is named above")?;
    let standard = repository.shared.join("standards").join("iv3");
    let packages = provider::install(repository, REQUIREMENTS, "ledger-checkers")?;
    let mut python = Command::new("python3");
    python.arg(repository.root.join(CHECK)).arg(&folder).env("PYTHONPATH", &packages);
    if standard.exists() {
        python.arg(&standard);
    }
    command::run(&mut python, MEND)?;
    check_with_hledger(&folder)?;
    if standard.exists() {
        return Ok(Outcome::Passed);
    }
    let reason =
        format!("beancount and hledger passed; the deliveries were not checked: there is no {}", standard.display());
    Ok(Outcome::NotRun(reason))
}

fn check_with_hledger(folder: &Path) -> Result<(), Failure> {
    let hledger = find_or_install_hledger()?;
    let mut journals: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| cannot_read(folder, &error))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "journal"))
        .collect();
    journals.sort();
    for journal in &journals {
        let output = Command::new(&hledger)
            .arg("--file")
            .arg(journal)
            .args(["check", "accounts", "commodities", "ordereddates"])
            .output()
            .map_err(|error| Failure::new(format!("hledger did not start: {error}"), MEND))?;
        if !output.status.success() {
            say(String::from_utf8_lossy(&output.stderr));
            return Err(Failure::new(format!("hledger does not accept {}", journal.display()), MEND));
        }
    }
    if journals.is_empty() {
        return Err(Failure::new("there is nothing for hledger to check", MEND));
    }
    say(format!("hledger read {} ledgers", journals.len()));
    Ok(())
}

/// Debian's hledger, which is installed when whoever runs this may do so.
fn find_or_install_hledger() -> Result<PathBuf, Failure> {
    let hledger = PathBuf::from("/usr/bin/hledger");
    if hledger.exists() {
        return Ok(hledger);
    }
    let advice = "install Debian's package `hledger`";
    if !is_administrator() {
        return Err(Failure::new(format!("there is no {}", hledger.display()), advice));
    }
    install_from_debian("hledger", advice)?;
    Ok(hledger)
}

fn cannot_read(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("{} cannot be read: {error}", folder.display()),
        "see that the target folder can be written to",
    )
}
