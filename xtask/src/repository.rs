//! Where things are: the root of the repository, cargo's target folder, the
//! documents shared beside the repository, and the files that belong to it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::report::Failure;

/// The folders that the commands work in.
#[derive(Debug, Clone)]
pub struct Repository {
    /// Folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo builds, and where the commands keep what they make.
    pub target: PathBuf,
    /// The folder with the documents that the product is built after: the
    /// environment's `SHARED_DIR`, or `shared` beside the repository. It need
    /// not exist.
    pub shared: PathBuf,
}

impl Repository {
    /// Finds the workspace that this program was built in.
    ///
    /// # Errors
    ///
    /// When cargo cannot describe the workspace.
    pub fn find() -> Result<Self, Failure> {
        let output = Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .arg("--manifest-path")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
            .output()
            .map_err(|error| {
                Failure::new(
                    format!("cargo did not start: {error}"),
                    "install Rust, and see that `cargo` is on the PATH",
                )
            })?;
        let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|error| {
            Failure::new(
                format!(
                    "cargo could not describe the workspace: {error}; it said: {}",
                    String::from_utf8_lossy(&output.stderr).trim()
                ),
                "run `cargo metadata --no-deps` and mend the manifest that it names",
            )
        })?;
        let folder = |key: &str| metadata.get(key).and_then(serde_json::Value::as_str);
        let (Some(root), Some(target)) = (folder("workspace_root"), folder("target_directory")) else {
            return Err(Failure::new(
                "cargo's description of the workspace names no root and target folder",
                "update Rust to the version that the workspace asks for",
            ));
        };
        let root = PathBuf::from(root);
        let shared = env::var_os("SHARED_DIR").map_or_else(|| root.join("..").join("shared"), PathBuf::from);
        Ok(Self { target: PathBuf::from(target), shared, root })
    }

    /// The files that are in git or would go into it with the next `git add`,
    /// relative to the root and sorted.
    ///
    /// # Errors
    ///
    /// When git cannot list them.
    pub fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        let output = Command::new("git")
            .current_dir(&self.root)
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .output()
            .map_err(|error| {
                Failure::new(format!("git did not start: {error}"), "install git, and see that it is on the PATH")
            })?;
        if !output.status.success() {
            return Err(Failure::new(
                format!("git could not list the files: {}", String::from_utf8_lossy(&output.stderr).trim()),
                "run the command in a clone of the repository",
            ));
        }
        let mut files: Vec<PathBuf> = String::from_utf8_lossy(&output.stdout)
            .split_terminator('\0')
            .map(PathBuf::from)
            // A file that was deleted but not yet committed is still listed.
            .filter(|path| self.root.join(path).is_file())
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// Reads a file under the root; none when it is not text (UTF-8).
    ///
    /// # Errors
    ///
    /// When the file cannot be read at all.
    pub fn read_text(&self, path: &Path) -> Result<Option<String>, Failure> {
        let bytes = fs::read(self.root.join(path)).map_err(|error| {
            Failure::new(format!("{}: {error}", path.display()), "see that the file is there and that you may read it")
        })?;
        Ok(String::from_utf8(bytes).ok())
    }
}
