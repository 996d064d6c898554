//! Lets npm fetch pinned packages before a crate is compiled, with the small steps of a build program that go with it.
//! The build programs of `schakel-language` (words), `schakel-print` (fonts) and `schakel-web` (style) share this file;
//! what becomes of the packages lives with them.

use std::error::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

pub type BuildResult<T> = Result<T, Box<dyn Error>>;

/// What has to be copied before npm can fetch the packages.
const PACKAGE_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// How many lines of what npm said are told.
const SAID_LINES_MAX: usize = 8;

/// Lets npm fetch into `packages` what the lock file in `folder` of the crate pins, unless that was done before. `needed`
/// says what the packages are for: "the portal's style sheet".
pub fn fetch_packages(folder: &str, packages: &Path, needed: &str) -> BuildResult<()> {
    watch("../../build-support/npm.rs");
    for file in PACKAGE_FILES {
        watch(&format!("{folder}/{file}"));
    }
    let folder = Path::new(folder);
    let wanted = read(&folder.join("package-lock.json"))?;
    let stamp = packages.join("installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    fs::create_dir_all(packages)?;
    for file in PACKAGE_FILES {
        fs::write(packages.join(file), read(&folder.join(file))?)?;
    }
    run_npm_ci(packages, needed)?;
    fs::write(stamp, wanted)?;
    Ok(())
}

fn run_npm_ci(packages: &Path, needed: &str) -> BuildResult<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(program)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"])
        .current_dir(packages)
        .output();
    let output = match run {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let message = format!(
                "npm was not found. It fetches {needed}: install Node.js (version 20 or newer, with npm) and build \
                 again; README.md, \"Start\", says how."
            );
            return Err(message.into());
        }
        Err(error) => return Err(format!("npm could not be started: {error}").into()),
    };
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    let last_lines = lines.get(lines.len().saturating_sub(SAID_LINES_MAX)..).unwrap_or_default();
    Err(format!("npm ci could not fetch {needed}: {}", last_lines.join(" | ")).into())
}

/// Reads a file; the error names it, which the plain one does not.
pub fn read(path: &Path) -> BuildResult<Vec<u8>> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}

/// Lets cargo run this program again when the file changes. Paths are relative to the crate's folder.
pub fn watch(file: &str) {
    tell_cargo(&format!("rerun-if-changed={file}"));
}

/// Gives cargo an instruction.
pub fn tell_cargo(instruction: &str) {
    println!("cargo::{instruction}");
}
