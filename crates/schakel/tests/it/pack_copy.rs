//! A copy of the real pack that a test may edit: how a test shows that it can fail.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{PACK, repository};

/// A copy of the real pack in a folder of its own, removed when the test ends.
pub struct PackCopy {
    folder: PathBuf,
}

impl PackCopy {
    /// Copies the pack; the name must be used by one test only.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        copy(&repository().join(PACK), &folder);
        PackCopy { folder }
    }

    /// Replaces text that must stand in the file exactly once.
    pub fn replace(self, file: &str, old: &str, new: &str) -> Self {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        fs::write(&path, text.replace(old, new)).expect("the file is written");
        self
    }

    /// Removes the TOML table that holds this line: from the `[[…]]` before it to the next one.
    pub fn remove_table(self, file: &str, line: &str) -> Self {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(text.matches(line).count(), 1, "`{line}` in {file}");
        let at = text.find(line).expect("the line");
        let start = text[..at].rfind("[[").expect("a table before the line");
        let rest = &text[at..];
        let end = at + rest.find("\n[[").or(rest.find("\n+++")).map_or(rest.len(), |end| end + 1);
        fs::write(&path, format!("{}{}", &text[..start], &text[end..])).expect("the file is written");
        self
    }

    /// Writes a file that was not there.
    pub fn add(self, file: &str, text: &str) -> Self {
        let path = self.folder.join(file);
        assert!(!path.exists(), "{file} is there already");
        fs::write(path, text).expect("the file is written");
        self
    }

    /// The text of a file.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Where the copy is.
    pub fn path(&self) -> &str {
        self.folder.to_str().expect("UTF-8")
    }
}

impl Drop for PackCopy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).expect("the pack") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file is copied");
        }
    }
}
