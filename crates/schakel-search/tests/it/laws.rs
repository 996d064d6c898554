//! What holds for every question.

use proptest::prelude::*;
use schakel_search::{QUESTION_CHARACTERS_MAX, VectorFile, WordList};

use crate::oost::{PACK, REDUCED};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_question_has_one_answer(question in "\\PC{0,200}") {
        prop_assert_eq!(REDUCED.search(&question), REDUCED.search(&question));
    }

    #[test]
    fn what_stands_beyond_the_limit_is_not_read(more in "[a-z ]{1,50}") {
        let question = "lening ".repeat(QUESTION_CHARACTERS_MAX);
        prop_assert_eq!(REDUCED.search(&format!("{question}{more}")).hits, REDUCED.search(&question).hits);
    }

    #[test]
    fn any_bytes_are_read_as_vectors_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(file) = VectorFile::read(&bytes) {
            prop_assert_eq!(VectorFile::read(&file.bytes()), Ok(file));
        }
    }

    #[test]
    fn a_sorted_list_knows_its_words(mut words in prop::collection::vec("[a-z]{1,8}", 0..40), other in "[a-z]{1,8}") {
        words.sort();
        words.dedup();
        let list = WordList::new(words.join("\n"), String::new());
        for word in &words {
            prop_assert!(list.contains(word));
        }
        prop_assert_eq!(list.contains(&other), words.contains(&other));
    }
}

#[test]
fn every_hit_is_a_record_of_the_pack() {
    for hit in REDUCED.search("geld voor een nieuwe machine").hits {
        let id = &*hit.record;
        let is_there =
            PACK.support.contains_key(id) || PACK.organisations.contains_key(id) || PACK.records.contains_key(id);
        assert!(is_there, "{id}");
        assert!(!hit.reasons.is_empty(), "{id} without a reason");
    }
}

#[test]
fn typing_errors_are_repaired_and_said() {
    let found = REDUCED.search("subsidei voor innovatei");
    let meant: Vec<&str> = found.corrections.iter().map(|it| it.meant.as_str()).collect();
    assert_eq!(meant, ["subsidie", "innovatie"]);
    assert_eq!(REDUCED.search("subsidie voor innovatie").corrections, []);
}
