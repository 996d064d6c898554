//! The pack of East Netherlands, read from the repository once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use schakel_register::{Pack, PackFiles, load};
use schakel_search::{SearchIndex, WordList};

pub static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let mut files = PackFiles::new();
    add_folder(&root(), "", &mut files);
    load(&files).pack
});

pub static WORDS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(schakel_language::DUTCH_WORDS, schakel_language::DUTCH_WORD_PARTS));

pub static REDUCED: LazyLock<SearchIndex> = LazyLock::new(|| SearchIndex::new(&PACK, &WORDS, None));

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost")
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else if ["md", "toml", "csv"].iter().any(|it| path.ends_with(&format!(".{it}"))) {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}
