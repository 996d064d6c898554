//! Running the built command line. Nothing of the product is linked in: what a user can start is what is tested.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The day on which the portal and most commands look: a month in which the papers of 2016 and 2017 are current.
pub const DAY: &str = "2017-06-01";

/// A database that leaves no file behind.
pub const IN_MEMORY: &str = "sqlite::memory:";

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code: 0 good, 1 findings or refused, 2 wrong use.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        assert!(!self.out.is_empty(), "nothing printed: {}", self.err);
        serde_json::from_str(&self.out).expect("JSON")
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Ended {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// The command line, to be started in the folder of the repository.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schakel"));
    command.current_dir(repository()).env_remove("SCHAKEL_KVK_KEY").env_remove("SCHAKEL_KVK_URL");
    command
}

/// Runs the command line to its end.
pub fn schakel<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ended {
    command().args(arguments).output().expect("the command starts").into()
}

/// Runs the command line with these lines on standard input.
pub fn schakel_with_input(arguments: &[&str], input: &str) -> Ended {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that ends before it has read everything closes the pipe.
    let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends").into()
}

/// Runs the command line, which must end well, and reads its JSON.
pub fn schakel_json(arguments: &[&str]) -> Value {
    let ended = schakel(arguments.iter().copied().chain(["--format", "json"]));
    assert_eq!(ended.code, 0, "{arguments:?}: {}{}", ended.out, ended.err);
    ended.json()
}

/// The folder of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// The real pack, as the command line is given it.
pub const PACK: &str = "packs/oost";

/// A file with facts for `schakel match`, removed when the test ends.
pub struct FactsFile {
    path: PathBuf,
}

impl FactsFile {
    /// Writes the file; the name tells the command line how to read it and must be used by one test only.
    pub fn new(name: &str, text: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("the file is written");
        FactsFile { path }
    }

    /// Where it is.
    pub fn path(&self) -> &str {
        self.path.to_str().expect("UTF-8")
    }
}

impl Drop for FactsFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Strings of a JSON list of strings, or of one field of a list of objects when `key` is not empty.
pub fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let items = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    let text = |item: &'a Value| if key.is_empty() { item.as_str() } else { item[key].as_str() };
    items.iter().map(|item| text(item).unwrap_or_else(|| panic!("no text in `{key}`: {item}"))).collect()
}

/// The object of a list whose field `key` has this text.
pub fn find<'a>(list: &'a Value, key: &str, text: &str) -> &'a Value {
    let items = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    items.iter().find(|item| item[key] == text).unwrap_or_else(|| panic!("`{text}` is not in the list"))
}
