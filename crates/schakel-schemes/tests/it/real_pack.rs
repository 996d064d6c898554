//! The pack of East Netherlands as the tests read it, whole or with other words in one file.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use schakel_register::{Pack, PackFiles, Round, load};
use schakel_time::{DateTime, parse_date};

static FILES: LazyLock<PackFiles> = LazyLock::new(|| {
    let mut files = PackFiles::new();
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    files
});

static PACK: LazyLock<Pack> = LazyLock::new(|| load(&FILES).pack);

/// The pack.
pub fn pack() -> &'static Pack {
    &PACK
}

/// A round of the pack.
pub fn round(id: &str) -> &'static Round {
    &PACK.rounds[id]
}

/// The pack in which words of a file are others.
pub fn pack_edited(path: &str, changes: &[(&str, &str)]) -> Pack {
    let mut text = FILES[path].clone();
    for (from, to) in changes {
        assert!(text.contains(from), "`{path}` says `{from}`");
        text = text.replacen(from, to, 1);
    }
    pack_with(&[(path, &text)])
}

/// The pack with other files, or with files beside its own.
pub fn pack_with(changes: &[(&str, &str)]) -> Pack {
    let mut files = FILES.clone();
    files.extend(changes.iter().map(|(path, text)| (Arc::from(*path), (*text).to_owned())));
    load(&files).pack
}

/// A moment of a day.
pub fn at(day: &str, hour: i8, minute: i8) -> DateTime {
    parse_date(day).expect("a day").at(hour, minute, 0, 0)
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack is there") {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|ending| path.ends_with(&format!(".{ending}"))) {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}
