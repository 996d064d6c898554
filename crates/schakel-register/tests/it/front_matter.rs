//! Splitting a record into its front matter and its text.

use proptest::prelude::*;
use schakel_register::{RECORD_BYTES_MAX, read_front_matter};

fn parts(text: &str) -> (String, String) {
    let front_matter = read_front_matter(text).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(&text[front_matter.toml_offset..][..front_matter.toml.len()], front_matter.toml);
    (front_matter.toml.to_owned(), front_matter.body.to_owned())
}

fn refusal(text: &str) -> String {
    let errors = read_front_matter(text).expect_err("refused");
    errors.into_iter().map(|error| format!("{:?} {}", error.span, error.message)).collect::<Vec<_>>().join("; ")
}

#[test]
fn front_matter_stands_between_plus_signs() {
    assert_eq!(parts("+++\nname = \"x\"\n+++\nTekst.\n"), ("name = \"x\"\n".into(), "Tekst.".into()));
    assert_eq!(parts("+++\r\nname = \"x\"\r\n+++\r\nTekst.\r\n"), ("name = \"x\"\r\n".into(), "Tekst.".into()));
    assert_eq!(parts("\u{feff}+++\nname = \"x\"\n+++"), ("name = \"x\"\n".into(), String::new()));
    assert_eq!(parts("+++ \n+++\n\n\n# Kop\n+++\nrest"), (String::new(), "# Kop\n+++\nrest".into()));
}

#[test]
fn what_is_no_front_matter_is_refused_with_its_place() {
    assert_eq!(refusal(""), "0..0 a record begins with a line `+++`");
    assert_eq!(refusal("name = 1\n+++\n"), "0..8 a record begins with a line `+++`");
    assert_eq!(refusal("+++\nname = 1\n"), "0..3 the front matter is not closed with a line `+++`");
    assert_eq!(refusal("+++"), "0..3 the front matter is not closed with a line `+++`");
    assert!(refusal("+++\nname = x\nkind = y\n+++").starts_with("11..12 "), "every mistake, at its place in the file");
    let large = "+".repeat(RECORD_BYTES_MAX + 1);
    assert_eq!(refusal(&large), format!("0..0 a record has at most {RECORD_BYTES_MAX} bytes"));
}

proptest! {
    #[test]
    fn any_text_gives_parts_or_places_inside_it(text in "(\\+\\+\\+\n)?[a-z=\"\\[\\]\n é+]{0,60}(\n\\+\\+\\+\n)?.{0,20}") {
        match read_front_matter(&text) {
            Ok(front_matter) => prop_assert!(text.contains(front_matter.toml) && text.contains(front_matter.body)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
                }
            }
        }
    }
}
