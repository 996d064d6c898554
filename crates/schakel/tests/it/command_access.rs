//! `schakel access`: everything that is kept of one person, as a PDF to read or as JSON.

use crate::run::{PACK, schakel};

/// The name of the file says what it holds; a file that is there stays as it is.
#[test]
fn access_writes_what_the_name_says() {
    let folder = std::env::temp_dir().join(format!("schakel-access-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let database = format!("sqlite:{}", folder.join("schakel.db").display());
    let place = ["--pack", PACK, "--database", &database];
    let person = ["anna@example.nl", "--organisation", "oost-nl", "--role", "adviser", "--name", "Anna Bakker"];
    let added = schakel(["staff", "add"].iter().chain(&person).chain(&place));
    assert_eq!(added.code, 0, "{}", added.err);
    let access = |file: &str| {
        let path = folder.join(file);
        let to = path.to_str().expect("a path in UTF-8");
        let ended = schakel(["access", "--email", "anna@example.nl", "--to", to].iter().chain(&place));
        (ended, path)
    };

    let (ended, path) = access("inzage.PDF");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let file = lopdf::Document::load(&path).expect("a PDF");
    let text = file.extract_text(&[1]).expect("its text");
    for words in ["Uw gegevens bij Schakel", "Anna Bakker", "anna@example.nl", "Pagina 1 van 1"] {
        assert!(text.contains(words), "{text}");
    }
    let (again, _) = access("inzage.PDF");
    assert!(again.code != 0 && again.err.contains("cannot be written"), "{}", again.err);

    let (ended, path) = access("inzage.json");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(std::fs::read_to_string(path).expect("a text").contains("\"naam\": \"Anna Bakker\""));
    std::fs::remove_dir_all(&folder).expect("the folder is removed");
}
