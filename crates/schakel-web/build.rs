//! Puts the portal's style sheet together before the crate is compiled.
//!
//! NL Design System ships its components as npm packages, so Node is needed at build time and never at run time.
//! This program fetches the packages that `style/package-lock.json` pins, joins the files that `style/bundle.txt`
//! lists, shortens the result and writes `schakel.css`, `schakel.css.gz` and the two fonts to `OUT_DIR`. The crate
//! embeds them; their content hashes (`SCHAKEL_CSS_HASH`, `SCHAKEL_TEXT_FONT_HASH`, `SCHAKEL_HEADING_FONT_HASH`)
//! make names that a browser may keep for ever. The look itself is in `style/`, not here.

#[path = "build-support/minify.rs"]
mod minify;
#[path = "../../build-support/npm.rs"]
mod npm;

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use flate2::{Compression, Crc};
use npm::{BuildResult, fetch_packages, read, tell_cargo, watch};

/// The most that the compressed style sheet may weigh, in bytes: with the two fonts and the page itself a first
/// visit then stays under 150 KB, about a second on a slow mobile line.
const GZ_BYTES_MAX: usize = 60 * 1024;

/// Stays at the top of the style sheet, because the licences of the parts ask to be named.
const BANNER: &str = "/* Schakel. Components of NL Design System and of Gemeente Utrecht: EUPL-1.2. \
                      Fonts Hanken Grotesk and Bitter: OFL-1.1. */";

/// A font that the style sheet names: the file as `style/theme.css` calls it, where npm puts it, and the variable
/// that tells the crate its hash.
struct Font {
    file: &'static str,
    package_path: &'static str,
    hash_variable: &'static str,
}

const FONTS: [Font; 2] = [
    Font {
        file: "schakel-text.woff2",
        package_path: "node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
        hash_variable: "SCHAKEL_TEXT_FONT_HASH",
    },
    Font {
        file: "schakel-heading.woff2",
        package_path: "node_modules/@fontsource-variable/bitter/files/bitter-latin-wght-normal.woff2",
        hash_variable: "SCHAKEL_HEADING_FONT_HASH",
    },
];

/// The one script of the portal, and the variable that tells the crate its hash.
const SCRIPT: (&str, &str) = ("static/passkey.js", "SCHAKEL_PASSKEY_SCRIPT_HASH");

fn main() {
    if let Err(error) = build() {
        // This instruction stops the build with the bare sentence; a failing exit would bury it in a log.
        tell_cargo(&format!("error={error}"));
    }
}

fn build() -> BuildResult<()> {
    let style = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("style");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    watch("build.rs");
    watch("build-support/minify.rs");

    let (script, variable) = SCRIPT;
    watch(script);
    tell_cargo(&format!("rustc-env={variable}={}", content_hash(&read(Path::new(script))?)));

    let packages = out.join("style");
    fetch_packages("style", &packages, "the parts of the portal's style sheet")?;

    let mut css = join_bundle(&style, &packages)?;
    for font in &FONTS {
        let bytes = read(&packages.join(font.package_path))?;
        let hash = content_hash(&bytes);
        css = css.replace(font.file, &hashed_name(font.file, &hash));
        fs::write(out.join(font.file), bytes)?;
        tell_cargo(&format!("rustc-env={}={hash}", font.hash_variable));
    }

    let css_gz = gzip(css.as_bytes())?;
    if css_gz.len() > GZ_BYTES_MAX {
        let size = css_gz.len();
        return Err(format!("schakel.css.gz is {size} bytes, more than the {GZ_BYTES_MAX} allowed in build.rs").into());
    }
    tell_cargo(&format!("rustc-env=SCHAKEL_CSS_HASH={}", content_hash(css.as_bytes())));
    fs::write(out.join("schakel.css"), css)?;
    fs::write(out.join("schakel.css.gz"), css_gz)?;
    Ok(())
}

/// Joins the files of `style/bundle.txt` in their order, each shortened by itself.
fn join_bundle(style: &Path, packages: &Path) -> BuildResult<String> {
    watch("style/bundle.txt");
    let bundle = String::from_utf8(read(&style.join("bundle.txt"))?)?;
    let mut css = format!("@charset \"UTF-8\";{BANNER}\n");
    for line in bundle.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let folder = if line.starts_with("node_modules/") {
            packages
        } else {
            watch(&format!("style/{line}"));
            style
        };
        let source = String::from_utf8(read(&folder.join(line))?)?;
        let short = minify::minify(minify::without_charset(&source)).map_err(|error| format!("{line}: {error}"))?;
        css.push_str(&short);
        css.push('\n');
    }
    Ok(css)
}

fn gzip(bytes: &[u8]) -> BuildResult<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// A short name for this content: eight hexadecimal digits are plenty to tell one release from the next.
fn content_hash(bytes: &[u8]) -> String {
    let mut crc = Crc::new();
    crc.update(bytes);
    format!("{:08x}", crc.sum())
}

/// `schakel-text.woff2` with hash `0123abcd` becomes `schakel-text-0123abcd.woff2`.
fn hashed_name(file: &str, hash: &str) -> String {
    file.rsplit_once('.').map_or_else(|| format!("{file}-{hash}"), |(stem, ending)| format!("{stem}-{hash}.{ending}"))
}
