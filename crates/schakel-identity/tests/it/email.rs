//! E-mail addresses.

use proptest::prelude::*;
use schakel_identity::{ADDRESS_BYTES_MAX, EmailAddress, EmailError, LABEL_BYTES_MAX, LOCAL_PART_BYTES_MAX};

fn check(text: &str, expected: Result<&str, EmailError>) {
    assert_eq!(EmailAddress::parse(text).map(|it| it.as_str().to_owned()), expected.map(str::to_owned), "{text}");
}

#[test]
fn addresses_are_read_into_one_form() {
    check("jan@bedrijf.nl", Ok("jan@bedrijf.nl"));
    check("  Jan.de-Vries+werk@Sub.Bedrijf.NL\r\n", Ok("Jan.de-Vries+werk@sub.bedrijf.nl"));
    check("o'brien_#1@xn--caf-dma.example", Ok("o'brien_#1@xn--caf-dma.example"));
}

#[test]
fn what_is_no_address_is_told_why() {
    check("", Err(EmailError::Empty));
    check("  ", Err(EmailError::Empty));
    check("jan", Err(EmailError::NoAt));
    check("jan@bedrijf@nl.nl", Err(EmailError::NoAt));
    for text in ["@bedrijf.nl", ".jan@bedrijf.nl", "jan.@bedrijf.nl", "jan..p@bedrijf.nl"] {
        check(text, Err(EmailError::BadLocalPart));
    }
    for text in
        ["jan@", "jan@bedrijf", "jan@.nl", "jan@bedrijf.", "jan@bedrijf..nl", "jan@-b.nl", "jan@b-.nl", "jan@127.0.0.1"]
    {
        check(text, Err(EmailError::BadDomain));
    }
    for text in [
        "jan p@bedrijf.nl",
        "jan@bed rijf.nl",
        "jané@bedrijf.nl",
        "jan@café.nl",
        "\"jan\"@bedrijf.nl",
        "jan@[127.0.0.1]",
        "jan\r\nbcc:x@bedrijf.nl",
        "<jan@bedrijf.nl>",
        "jan,piet@bedrijf.nl",
    ] {
        check(text, Err(EmailError::BadCharacter));
    }
}

#[test]
fn no_part_is_longer_than_mail_allows() {
    let long = |local: usize, label: usize| format!("{}@{}.nl", "a".repeat(local), "b".repeat(label));
    assert!(EmailAddress::parse(&long(LOCAL_PART_BYTES_MAX, LABEL_BYTES_MAX)).is_ok());
    check(&long(LOCAL_PART_BYTES_MAX + 1, 5), Err(EmailError::TooLong));
    check(&long(5, LABEL_BYTES_MAX + 1), Err(EmailError::BadDomain));
    let labels = format!("{}nl", format!("{}.", "b".repeat(LABEL_BYTES_MAX)).repeat(3));
    let whole = format!("{}@{labels}", "a".repeat(ADDRESS_BYTES_MAX - labels.len() - 1));
    assert!(EmailAddress::parse(&whole).is_ok());
    check(&format!("a{whole}"), Err(EmailError::TooLong));
}

#[test]
fn an_account_is_found_whatever_the_capitals() {
    let key = |text| EmailAddress::parse(text).unwrap().lookup_key();
    assert_eq!(key("Jan@Bedrijf.nl"), key("jan@bedrijf.NL"));
}

#[test]
fn an_address_does_not_show_itself_and_is_kept_as_text() {
    let address = EmailAddress::parse("jan@bedrijf.nl").unwrap();
    assert_eq!(format!("{address:?}"), "EmailAddress(…)");
    assert_eq!(serde_json::to_string(&address).unwrap(), "\"jan@bedrijf.nl\"");
    assert!(serde_json::from_str::<EmailAddress>("\"jan\"").is_err());
}

proptest! {
    #[test]
    fn reading_again_changes_nothing(text in "[A-Za-z0-9.+é -]{0,20}@[A-Za-z0-9.é-]{0,20}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
            prop_assert!(address.as_str().is_ascii());
        }
    }
}
