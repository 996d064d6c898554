//! Diagnostics as values: their place, their order, and how they are drawn.

use schakel_register::{Severity, load, render};

use crate::small_pack::{files_edited, files_with};

#[test]
fn line_and_column_count_from_one_and_in_characters() {
    let files = files_edited("programmes/innoveert.md", "lead = \"novel-t\"", "parties = [\"één\", \"twee\"]");
    let loaded = load(&files);
    let errors = loaded.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let places: Vec<_> = errors.map(|it| it.line_and_column(&files["programmes/innoveert.md"])).collect();
    assert_eq!(places, [(4, 13), (4, 20)]);
}

#[test]
fn a_file_as_a_whole_is_its_first_character() {
    let files = files_with(&[("stray.txt", "a\nb")]);
    let loaded = load(&files);
    let stray = loaded.diagnostics.iter().find(|it| &*it.file == "stray.txt").unwrap();
    assert_eq!((stray.severity, stray.span.clone()), (Severity::Warning, None));
    assert_eq!(stray.line_and_column("a\nb"), (1, 1));
}

#[test]
fn diagnostics_come_in_order_of_file_and_place() {
    let files = files_edited("instruments/voucher.md", "provider = \"novel-t\"", "provider = \"x\"");
    let text = files["instruments/voucher.md"].replace("needs = [\"innovate\"]", "needs = [\"y\", \"z\"]");
    let loaded = load(&files_with(&[("instruments/voucher.md", &text), ("a.txt", "")]));
    let places: Vec<_> =
        loaded.diagnostics.iter().map(|it| (it.file.clone(), it.span.as_ref().map(|it| it.start))).collect();
    let mut sorted = places.clone();
    sorted.sort();
    assert_eq!(places, sorted);
}

#[test]
fn findings_are_no_mistakes() {
    let loaded = load(&files_with(&[]));
    assert!(!loaded.diagnostics.is_empty());
    assert!(!loaded.has_mistakes());
    assert!(load(&files_with(&[("stray.txt", "")])).has_mistakes());
}

#[test]
fn colour_only_adds_colour() {
    let files = files_edited("instruments/voucher.md", "provider = \"novel-t\"", "provider = \"novelt\"");
    for diagnostic in load(&files).diagnostics {
        let coloured = render(&diagnostic, &files, true);
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(without_colour(&coloured), render(&diagnostic, &files, false));
    }
}

fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}
