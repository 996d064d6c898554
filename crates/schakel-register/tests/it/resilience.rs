//! One bad file never hides the others, and every mistake is told at once.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schakel_register::{Loaded, Severity, load};

use crate::small_pack::{files, files_with};

/// The records of a pack, by file.
fn records(loaded: &Loaded) -> BTreeSet<String> {
    let pack = &loaded.pack;
    let organisations = pack.organisations.values().map(|it| it.file.to_string());
    let support = pack.support.values().map(|it| it.file.to_string());
    let others = pack.records.values().map(|it| it.file.to_string());
    organisations.chain(support).chain(others).chain(pack.strategies.values().map(|it| it.file.to_string())).collect()
}

#[test]
fn all_mistakes_are_told_at_once() {
    let base = files();
    let edit = |path: &str, from: &str, to: &str| base[path].replacen(from, to, 1);
    let voucher =
        edit("instruments/voucher.md", "rule = \"small\"", "rule = \"smal\"").replace("kind = \"voucher\"", "kind = 3");
    let changed = [
        ("instruments/voucher.md", voucher),
        ("organisations/novel-t.md", edit("organisations/novel-t.md", "+++\nTekst", "Tekst")),
        ("programmes/innoveert.md", edit("programmes/innoveert.md", "2016-01-01..", "2016..")),
        ("facts.toml", edit("facts.toml", "derive = [\"employees", "derive = [\"employes")),
        ("ris/oost.md", edit("ris/oost.md", "\"htsm\"", "\"hstm\"")),
    ];
    let changed: Vec<(&str, &str)> = changed.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let loaded = load(&files_with(&changed));
    let told: Vec<&str> =
        loaded.diagnostics.iter().filter(|it| it.severity == Severity::Error).map(|it| &*it.title).collect();
    let expected = [
        "unknown fact `employes`",
        "`kind` must be text between quotes",
        "unknown fact `smal`",
        "the front matter is not closed with a line `+++`",
        "`2016` is not a date: write year, month and day as `2018-03-01`",
        "unknown code of `codes/themes.toml`: `hstm`",
    ];
    assert_eq!(told, expected);
}

/// A text that is damaged somewhere: cut off, or with something else in it.
fn damaged(text: &str, at: usize, with: &Damage) -> String {
    let at = (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
    match with {
        Damage::CutOff => text[..at].to_owned(),
        Damage::Inserted(word) => format!("{}{word}{}", &text[..at], &text[at..]),
        Damage::LostLine => {
            text.lines().enumerate().filter(|(line, _)| *line != at % 12).map(|(_, it)| format!("{it}\n")).collect()
        }
    }
}

#[derive(Clone, Debug)]
enum Damage {
    CutOff,
    Inserted(String),
    LostLine,
}

fn any_damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::CutOff),
        "(\"|'''|\\[|\\]|\\{|=|\n\n|\\+\\+\\+|#|é|[a-z]{1,4})".prop_map(Damage::Inserted),
        Just(Damage::LostLine),
    ]
}

proptest! {
    #[test]
    fn a_damaged_file_leaves_all_other_records(
        index in any::<prop::sample::Index>(), at: usize, damage in any_damage(),
    ) {
        let mut files = files();
        let all = records(&load(&files));
        let path = index.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        let text = damaged(&files[&path], at, &damage);
        files.insert(path.clone(), text.clone());
        let loaded = load(&files);
        let record = path.replace(".en.md", ".md");
        let left: BTreeSet<_> = records(&loaded).into_iter().filter(|it| *it != record).collect();
        let expected: BTreeSet<_> = all.into_iter().filter(|it| *it != record).collect();
        prop_assert_eq!(left, expected, "{} became\n{}", path, text);
    }

    #[test]
    fn every_message_points_into_its_file(index in any::<prop::sample::Index>(), at: usize, damage in any_damage()) {
        let mut files = files();
        let path = index.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        files.insert(path.clone(), damaged(&files[&path], at, &damage));
        for diagnostic in load(&files).diagnostics {
            if let Some(span) = diagnostic.span.clone() {
                prop_assert!(files[&diagnostic.file].get(span).is_some(), "{:?}", diagnostic);
            }
            prop_assert!(!schakel_register::render(&diagnostic, &files, false).is_empty());
        }
    }
}
