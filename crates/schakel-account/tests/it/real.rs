//! The pack of East Netherlands, read from its folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_criteria::Number;
use schakel_register::{Figure, Pack, PackFiles, load};

/// The real pack, free of mistakes.
pub fn pack() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost");
    let mut files = PackFiles::new();
    read(&folder, "", &mut files);
    let loaded = load(&files);
    assert!(!loaded.has_mistakes(), "{:?}", loaded.diagnostics);
    loaded.pack
}

/// Changes a figure of a record, of support or of a performance.
pub fn change(pack: &mut Pack, name: &str, by: impl Fn(Number) -> Number) {
    let figure = figure_mut(pack, name);
    figure.value.value = figure.value.value.map(by);
}

fn figure_mut<'a>(pack: &'a mut Pack, name: &str) -> &'a mut Figure {
    let (record, figure) = name.split_once('#').expect("record#figure");
    let figures = if let Some(record) = pack.records.get_mut(record) {
        &mut record.figures
    } else if let Some(support) = pack.support.get_mut(record) {
        &mut support.figures
    } else {
        &mut pack.accounts.performances.get_mut(record).expect(name).figures
    };
    figures.iter_mut().find(|it| &*it.id == figure).expect(name)
}

fn read(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_str().expect("UTF-8"));
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.insert(Arc::from(name), text);
        }
    }
}
