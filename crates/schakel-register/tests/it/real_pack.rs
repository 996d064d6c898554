//! The pack of East Netherlands.
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_register::{PackFiles, Severity, load, render};

fn read(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn loads() {
    let mut files = PackFiles::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    let t = std::time::Instant::now();
    let loaded = load(&files);
    println!("{:?}", t.elapsed());
    for d in loaded.diagnostics.iter().filter(|it| it.severity != Severity::Finding) {
        println!("{}\n", render(d, &files, false));
    }
    println!("{}", loaded.diagnostics.iter().filter(|it| it.severity != Severity::Finding).count());
    println!("{}", crate::small_pack::mistakes(&crate::small_pack::files()));
    println!("{}", crate::small_pack::findings(&crate::small_pack::files()));
}
