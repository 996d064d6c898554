//! What a reader finds in the file: the words, the pages, the tags.

use proptest::prelude::*;
use schakel_criteria::Language;
use schakel_print::{Block, Document, PrintError, Row};
use schakel_time::parse_date;

fn document(language: Language, blocks: Vec<Block>) -> Document {
    let made_on = parse_date("2026-11-23").unwrap();
    Document { title: "Uw gegevens bij Schakel".to_owned(), language, made_on, blocks }
}

fn row(label: &str, value: &str) -> Row {
    Row { label: label.to_owned(), value: value.to_owned() }
}

/// The words of the file, page by page, with single spaces.
fn pages(document: &Document) -> Vec<String> {
    let file = lopdf::Document::load_mem(&document.to_pdf().unwrap()).unwrap();
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    let words = |number: u32| {
        let text = file.extract_text(&[number]).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    numbers.into_iter().map(words).collect()
}

#[test]
fn a_document_is_read_back() {
    let blocks = vec![
        Block::Heading("Uw bedrijf".to_owned()),
        Block::Paragraph("Dit weten wij: café, naïef, € 1.250, ‘vóór’ 1 maart – en \u{fb}.".to_owned()),
        Block::Table(vec![row("Gemeente", "Hengelo"), row("KVK-nummer", "")]),
        Block::Subheading("Documenten".to_owned()),
        Block::List(vec!["offerte.pdf".to_owned(), "foto\u{202e}.png".to_owned()]),
    ];
    let found = pages(&document(Language::Dutch, blocks));
    assert_eq!(
        found,
        [
            "Uw gegevens bij Schakel Uw bedrijf Dit weten wij: café, naïef, € 1.250, ‘vóór’ 1 maart – en û. Gemeente Hengelo \
          KVK-nummer – Documenten – offerte.pdf – foto?.png Uw gegevens bij Schakel Pagina 1 van 1"
        ]
    );
}

#[test]
fn a_long_document_goes_on_over_pages() {
    let value = "Een lang verhaal over een bakkerij. ".repeat(400);
    let rows = vec![row("Vraag", &value), row("Adres", &"a".repeat(500))];
    let found = pages(&document(Language::English, vec![Block::Heading("Question".to_owned()), Block::Table(rows)]));
    assert!(found.len() > 3, "{} pages", found.len());
    let count = found.len();
    for (index, page) in found.iter().enumerate() {
        assert!(page.ends_with(&format!("Page {} of {count}", index + 1)), "{page}");
    }
    let bakeries: usize = found.iter().map(|page| page.matches("bakkerij.").count()).sum();
    assert_eq!(bakeries, 400);
}

#[test]
fn a_screen_reader_finds_language_title_headings_and_cells() {
    let blocks = vec![
        Block::Heading("Uw bedrijf".to_owned()),
        Block::Table(vec![row("Gemeente", "Hengelo")]),
        Block::Subheading("Meer".to_owned()),
    ];
    let file = lopdf::Document::load_mem(&document(Language::Dutch, blocks).to_pdf().unwrap()).unwrap();
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"nl");
    let preferences = catalog.get(b"ViewerPreferences").and_then(|it| file.dereference(it)).unwrap().1;
    assert!(preferences.as_dict().unwrap().get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let mut tags: Vec<String> = Vec::new();
    for object in file.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        if dictionary.get(b"P").is_ok()
            && let Ok(tag) = dictionary.get(b"S").and_then(lopdf::Object::as_name)
        {
            tags.push(String::from_utf8_lossy(tag).into_owned());
        }
    }
    tags.sort();
    assert_eq!(tags, ["Document", "H1", "H2", "H3", "TD", "TH", "TR", "Table"]);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let one = document(Language::Dutch, vec![Block::Paragraph("Dit weten wij.".to_owned())]);
    assert_eq!(one.to_pdf().unwrap(), one.to_pdf().unwrap());
    let later = Document { made_on: parse_date("2026-11-24").unwrap(), ..one.clone() };
    assert_ne!(one.to_pdf().unwrap(), later.to_pdf().unwrap());
}

#[test]
fn a_document_without_a_title_is_refused() {
    let untitled = Document { title: " ".to_owned(), ..document(Language::Dutch, Vec::new()) };
    assert_eq!(untitled.to_pdf(), Err(PrintError::Untitled));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ a-zé\n\u{ad}\u{301}\u{e000}]{0,300}", Just(String::new())]
}

fn any_block() -> impl Strategy<Value = Block> {
    let rows = prop::collection::vec((any_text(), any_text()), 0..4);
    prop_oneof![
        any_text().prop_map(Block::Heading),
        any_text().prop_map(Block::Subheading),
        any_text().prop_map(Block::Paragraph),
        prop::collection::vec(any_text(), 0..4).prop_map(Block::List),
        rows.prop_map(|rows| Block::Table(rows.iter().map(|(label, value)| row(label, value)).collect())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The writer refuses what breaks a rule of PDF/A-2a or PDF/UA-1, so that it writes every text is the proof.
    #[test]
    fn every_text_can_be_written(title in any_text(), blocks in prop::collection::vec(any_block(), 0..12)) {
        let title = format!("T{title}");
        let one = Document { title, ..document(Language::English, blocks) };
        prop_assert!(one.to_pdf().is_ok(), "{:?}", one.to_pdf().err());
    }
}
