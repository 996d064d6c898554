//! How words are taken apart: what is compared when texts and questions are.

use schakel_criteria::Language;
use schakel_search::{Analyser, TermKind};

use crate::oost::WORDS;

fn described(text: &str, language: Language) -> String {
    let analyser = Analyser::new(&WORDS);
    let describe = |token| {
        let terms = analyser.terms(&token, language);
        let terms = terms.iter().map(|it| match it.kind {
            TermKind::Word => it.text.clone(),
            TermKind::Part => format!("+{}", it.text),
        });
        format!("{} -> {}", token.text, terms.collect::<Vec<_>>().join(" "))
    };
    analyser.tokens(text).into_iter().map(describe).collect::<Vec<_>>().join("\n")
}

#[test]
fn dutch_words_as_they_are_compared() {
    let text = "De subsidieregelingen voor mkb'ers, technologieën en ideeën: financiën van familiebedrijven. \
                Coördinatie en coordinatie, e-commerce, foto's, gelopen, lopen, innovatieve, gemeenten, zzp’er, \
                bacteriën, industrieën, R&D, ĳsmaker";
    insta::assert_snapshot!(described(text, Language::Dutch));
}

#[test]
fn english_words_as_they_are_compared() {
    insta::assert_snapshot!(described("The subsidies for companies' start-ups and technologies", Language::English));
}

#[test]
fn a_stem_joins_the_forms_of_a_word() {
    let analyser = Analyser::new(&WORDS);
    let stem = |word: &str| analyser.terms(&analyser.tokens(word)[0], Language::Dutch)[0].text.clone();
    let pairs = "subsidies subsidie, regelingen regeling, bedrijven bedrijf, innovatieve innovatief, technologieën \
                 technologie, technologieen technologie, ideeën idee, categorieën categorie, bacteriën bacterie, \
                 mkb'ers mkb, leningen lening, adviseurs adviseur, vouchers voucher, fabrieken fabriek, huizen huis";
    for pair in pairs.split(", ") {
        let (one, other) = pair.split_once(' ').unwrap();
        assert_eq!(stem(one), stem(other.trim()), "{pair}");
    }
}
