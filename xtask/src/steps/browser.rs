//! The pages in a real browser and under the HTML validator. What is checked on
//! which page is in `web-checks/run.mjs`; this module gives it a browser, its
//! packages and a built program.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Outcome, command};
use crate::report::Failure;
use crate::repository::Repository;

/// Where Debian's package puts the browser.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Checks the pages.
pub fn check(repository: &Repository) -> Result<Outcome, Failure> {
    run_script(repository, &[])?;
    Ok(Outcome::Passed)
}

/// Makes the pictures in `docs/screenshots` anew.
///
/// # Errors
///
/// When the program, the browser or its packages are missing and cannot be
/// installed, or when a page cannot be shown.
pub fn make_screenshots(repository: &Repository) -> Result<(), Failure> {
    let folder = repository.root.join("docs").join("screenshots");
    run_script(repository, &[("SCREENSHOTS_DIR", folder)])
}

fn run_script(repository: &Repository, more: &[(&str, PathBuf)]) -> Result<(), Failure> {
    let chromium = find_or_install_chromium()?;
    let folder = install_packages(repository)?;
    let schakel = build_program(repository)?;
    let mut node = Command::new("node");
    node.current_dir(&repository.root)
        .arg(folder.join("run.mjs"))
        .env("SCHAKEL_BIN", schakel)
        .env("CHROMIUM", chromium)
        .envs(more.iter().map(|(name, value)| (*name, value)));
    command::run(&mut node, "mend the page that is named above; `cargo run -- serve` shows it in your own browser")
}

fn build_program(repository: &Repository) -> Result<PathBuf, Failure> {
    command::run(
        Command::new("cargo").current_dir(&repository.root).args(["build", "--quiet", "--package", "schakel"]),
        "mend the error that cargo shows above",
    )?;
    Ok(repository.target.join("debug").join("schakel"))
}

/// The browser that `CHROMIUM` names, else Debian's, which is installed when
/// whoever runs this may do so.
fn find_or_install_chromium() -> Result<PathBuf, Failure> {
    let chromium = env::var_os("CHROMIUM").map_or_else(|| PathBuf::from(CHROMIUM), PathBuf::from);
    if chromium.exists() {
        return Ok(chromium);
    }
    let advice = "install Debian's package `chromium`, or set CHROMIUM to the browser to use";
    if env::var_os("CHROMIUM").is_some() || !is_administrator() {
        let what = format!("there is no browser at {}", chromium.display());
        return Err(Failure::new(what, advice));
    }
    install_from_debian("chromium", advice)?;
    Ok(chromium)
}

/// Installs a package of Debian.
///
/// # Errors
///
/// With the given advice when it cannot be installed.
pub(super) fn install_from_debian(package: &str, advice: &str) -> Result<(), Failure> {
    for arguments in [&["update", "-q"][..], &["install", "-q", "-y", package]] {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command::run(&mut command, advice)?;
    }
    Ok(())
}

pub(super) fn is_administrator() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Copies `web-checks` to cargo's target folder and installs its packages there,
/// so that the source folder stays as it is in git. Packages stay until the lock
/// file changes.
fn install_packages(repository: &Repository) -> Result<PathBuf, Failure> {
    let source = repository.root.join("web-checks");
    let folder = repository.target.join("web-checks");
    let lock_before = fs::read(folder.join("package-lock.json")).ok();
    copy_files(&source, &folder).map_err(|error| {
        Failure::new(
            format!("{} cannot be copied to {}: {error}", source.display(), folder.display()),
            "see that there is room on the disk and that you may write there",
        )
    })?;
    let lock = fs::read(folder.join("package-lock.json")).ok();
    // npm writes this file as the last thing of a complete installation.
    let installed = folder.join("node_modules").join(".package-lock.json");
    if lock.is_some() && lock == lock_before && installed.exists() {
        return Ok(folder);
    }
    command::run(
        Command::new("npm").arg("ci").arg("--prefix").arg(&folder),
        "install Node 20 or later with npm, and see that its package registry can be reached",
    )?;
    Ok(folder)
}

fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_name() == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_files(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
