//! Licences, banned packages and sources of all dependencies, by `cargo deny`.
//! Security advisories need the network and are left to a separate run.

use std::path::PathBuf;
use std::process::Command;

use super::{Outcome, command};
use crate::report::Failure;
use crate::repository::Repository;

/// The version that reads `deny.toml` as it stands.
const VERSION: &str = "0.20.2";

/// Checks the dependencies against `deny.toml`.
pub fn check(repository: &Repository) -> Result<Outcome, Failure> {
    let program = find_or_install(repository)?;
    command::run(
        Command::new(program).current_dir(&repository.root).args([
            "--workspace",
            "--locked",
            "check",
            "licenses",
            "bans",
            "sources",
        ]),
        "leave out the dependency, or decide on its licence and add that to deny.toml with a reason",
    )?;
    Ok(Outcome::Passed)
}

/// The program on the PATH or the one installed earlier, if it has the right
/// version; else it is built from source, without optimisation, which takes a
/// few minutes once.
fn find_or_install(repository: &Repository) -> Result<PathBuf, Failure> {
    let tools = repository.target.join("tools");
    let installed = tools.join("bin").join("cargo-deny");
    let found = [PathBuf::from("cargo-deny"), installed.clone()]
        .into_iter()
        .find(|program| version_of(program).is_some_and(|version| version == VERSION));
    if let Some(program) = found {
        return Ok(program);
    }
    command::run(
        Command::new("cargo")
            .current_dir(&repository.root)
            .args(["install", "cargo-deny", "--version", VERSION])
            .args(["--locked", "--debug", "--root"])
            .arg(&tools),
        "see that the package registry of cargo can be reached, or install cargo-deny by hand",
    )?;
    Ok(installed)
}

fn version_of(program: &PathBuf) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace().nth(1).map(str::to_owned)
}
