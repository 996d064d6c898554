//! House rules that no compiler checks: who may use whom, how long things are,
//! what a file opens with, and words that do not belong in the repository. All
//! findings are reported at once. What cargo, rustfmt and clippy check is not
//! repeated here.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::report::Failure;
use crate::repository::Repository;

mod graph;
mod lock;
mod scan;
mod shape;
mod words;

pub use graph::{ROOMS, check_manifest};
pub use lock::check_lock;
pub use shape::{FILE_LINES_MAX, FUNCTION_LINES_MAX, check_shape};
pub use words::check_words;

/// One place that breaks a house rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File, relative to the root of the repository.
    pub path: PathBuf,
    /// Line, counted from 1; 0 when the finding is about the file as a whole.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    fn new(path: &Path, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.path.display())?;
        if self.line > 0 {
            write!(formatter, ":{}", self.line)?;
        }
        write!(formatter, ": {}", self.message)
    }
}

/// Checks every file of the repository and returns all findings in the order of
/// the files.
///
/// # Errors
///
/// When the files cannot be listed or read.
pub fn check_repository(repository: &Repository) -> Result<Vec<Finding>, Failure> {
    let files = repository.files()?;
    let mut findings = Vec::new();
    for path in &files {
        let Some(text) = repository.read_text(path)? else {
            continue;
        };
        findings.extend(check_words(path, &text));
        findings.extend(check_shape(path, &text));
        if path.ends_with("Cargo.lock") {
            findings.extend(check_lock(path, &text));
        }
        if path.ends_with("Cargo.toml") {
            findings.extend(check_manifest(path, &text));
            findings.extend(check_readme(path, &files));
        }
    }
    findings.sort();
    Ok(findings)
}

fn check_readme(manifest: &Path, files: &[PathBuf]) -> Option<Finding> {
    let readme = manifest.with_file_name("README.md");
    if files.contains(&readme) {
        return None;
    }
    Some(Finding::new(
        manifest,
        0,
        "the crate has no README.md: write one that begins with a runnable example, and include \
         it as the crate's documentation",
    ))
}
