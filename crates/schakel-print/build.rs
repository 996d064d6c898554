//! Fetches the font of the documents before the crate is compiled.
//!
//! The font is in the npm package that `fonts/package-lock.json` pins; the two weights that are needed are written to
//! `OUT_DIR`, and the crate embeds them. Nothing of it is kept in the repository.

#[path = "../../build-support/npm.rs"]
mod npm;

use std::env;
use std::fs;
use std::path::PathBuf;

use npm::{BuildResult, fetch_packages, read, tell_cargo, watch};

/// Where npm puts the weights, and the names that the crate embeds them by.
const FONTS: [(&str, &str); 2] = [
    ("400Regular/HankenGrotesk_400Regular.ttf", "regular.ttf"),
    ("600SemiBold/HankenGrotesk_600SemiBold.ttf", "bold.ttf"),
];

fn main() {
    if let Err(error) = build() {
        // This instruction stops the build with the bare sentence; a failing exit would bury it in a log.
        tell_cargo(&format!("error={error}"));
    }
}

fn build() -> BuildResult<()> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    watch("build.rs");
    let packages = out.join("fonts");
    fetch_packages("fonts", &packages, "the font of printed documents")?;
    let folder = packages.join("node_modules/@expo-google-fonts/hanken-grotesk");
    for (package_path, file) in FONTS {
        fs::write(out.join(file), read(&folder.join(package_path))?)?;
    }
    Ok(())
}
