//! Passkeys: made and used with an authenticator in software, and what is refused, each with its own reason.

use ciborium::{Value, cbor};
use proptest::prelude::*;
use schakel_identity::{
    Account, PASSKEY_PENDING_SECONDS_MAX, Passkey, PasskeyError, PasskeySite, RegistrationAnswer, SignInAnswer,
    UserHandle,
};

use crate::soft_authenticator::{
    Authenticator, BACKED_UP, CAN_BE_BACKED_UP, HAS_CREDENTIAL, HAS_EXTENSIONS, Key, PRESENT, VERIFIED,
};
use crate::stand_in::NOW;

const CHALLENGE: [u8; 32] = [9; 32];

fn site() -> PasskeySite {
    PasskeySite::new("https://loket.example", "Het loket").unwrap()
}

fn account() -> Account<'static> {
    Account { handle: UserHandle::from_bytes([1; 16]), name: "jan@bedrijf.nl", display_name: "Jan" }
}

fn register(answer: &str) -> Result<Passkey, PasskeyError> {
    let (_, pending) = site().begin_registration(account(), &[], CHALLENGE, NOW);
    site().finish_registration(pending, &RegistrationAnswer::parse(answer)?, NOW)
}

fn sign_in(answer: &str, kept: Option<&Passkey>) -> Result<Passkey, PasskeyError> {
    let (_, pending) = site().begin_sign_in(CHALLENGE, NOW);
    site().finish_sign_in(pending, &SignInAnswer::parse(answer)?, kept, NOW)
}

/// Registers with a changed authenticator.
fn check_registration(change: impl FnOnce(&mut Authenticator), expected: Result<(), PasskeyError>) {
    let mut device = Authenticator::new(Key::p256());
    change(&mut device);
    assert_eq!(register(&device.register(&CHALLENGE)).map(|_| ()), expected);
}

/// Registers, then signs in with a changed authenticator.
fn check_sign_in(change: impl FnOnce(&mut Authenticator), expected: Result<(), PasskeyError>) {
    let mut device = Authenticator::new(Key::p256());
    device.sign_count = 7;
    let passkey = register(&device.register(&CHALLENGE)).unwrap();
    device.sign_count = 8;
    change(&mut device);
    assert_eq!(sign_in(&device.sign_in(&CHALLENGE), Some(&passkey)).map(|_| ()), expected);
}

fn malformed(what: &'static str) -> Result<(), PasskeyError> {
    Err(PasskeyError::Malformed(what))
}

#[test]
fn a_passkey_of_each_kind_is_made_kept_and_used() {
    for key in [Key::p256(), Key::ed25519(), Key::rsa()] {
        let mut device = Authenticator::new(key);
        device.flags |= CAN_BE_BACKED_UP;
        let passkey = register(&device.register(&CHALLENGE)).unwrap();
        assert_eq!((passkey.id.as_bytes(), passkey.user.as_bytes()), (device.id.as_slice(), [1; 16].as_slice()));
        assert!(passkey.can_be_backed_up && !passkey.is_backed_up);

        let kept: Passkey = serde_json::from_str(&serde_json::to_string(&passkey).unwrap()).unwrap();
        assert_eq!(kept, passkey);
        device.flags |= BACKED_UP;
        let answer = device.sign_in(&CHALLENGE);
        assert_eq!(SignInAnswer::parse(&answer).unwrap().id(), kept.id);
        let used = sign_in(&answer, Some(&kept)).unwrap();
        assert_eq!(used, Passkey { is_backed_up: true, ..kept });
    }
}

#[test]
fn browsers_are_asked_in_their_own_form() {
    let passkey = register(&Authenticator::new(Key::p256()).register(&CHALLENGE)).unwrap();
    let (registration, _) = site().begin_registration(account(), &[passkey.id], CHALLENGE, NOW);
    let (sign_in, _) = site().begin_sign_in(CHALLENGE, NOW);
    insta::assert_json_snapshot!("registration_request", registration);
    insta::assert_json_snapshot!("sign_in_request", sign_in);
}

#[test]
fn what_was_made_elsewhere_is_refused() {
    check_registration(|_| (), Ok(()));
    check_registration(|it| it.origin = "https://loket.example.evil".to_owned(), Err(PasskeyError::OtherOrigin));
    check_registration(|it| it.origin = "http://loket.example".to_owned(), Err(PasskeyError::OtherOrigin));
    check_registration(|it| it.origin = "https://loket.example:444".to_owned(), Err(PasskeyError::OtherOrigin));
    check_registration(|it| it.domain = "evil.example".to_owned(), Err(PasskeyError::OtherSite));
    check_registration(|it| it.embedded = true, Err(PasskeyError::Embedded));
    check_sign_in(|_| (), Ok(()));
    check_sign_in(|it| it.origin = "https://evil.example".to_owned(), Err(PasskeyError::OtherOrigin));
    check_sign_in(|it| it.domain = "evil.example".to_owned(), Err(PasskeyError::OtherSite));
    check_sign_in(|it| it.embedded = true, Err(PasskeyError::Embedded));
}

#[test]
fn the_owner_has_to_be_there() {
    check_registration(|it| it.flags = VERIFIED, Err(PasskeyError::NotPresent));
    check_registration(|it| it.flags = PRESENT, Err(PasskeyError::NotVerified));
    check_sign_in(|it| it.flags = VERIFIED, Err(PasskeyError::NotPresent));
    check_sign_in(|it| it.flags = PRESENT, Err(PasskeyError::NotVerified));
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let device = Authenticator::new(Key::p256());
    let passkey = register(&device.register(&CHALLENGE)).unwrap();
    assert_eq!(register(&device.register(&[8; 32])), Err(PasskeyError::OtherChallenge));
    assert_eq!(register(&device.register(&[])), Err(PasskeyError::OtherChallenge));
    assert_eq!(sign_in(&device.sign_in(&[8; 32]), Some(&passkey)), Err(PasskeyError::OtherChallenge));
    let other = device.sign_in_as("webauthn.create", &CHALLENGE);
    assert_eq!(sign_in(&other, Some(&passkey)), Err(PasskeyError::OtherCeremony));
}

#[test]
fn who_takes_too_long_begins_again() {
    let device = Authenticator::new(Key::p256());
    let late = NOW.plus(PASSKEY_PENDING_SECONDS_MAX);
    let (_, pending) = site().begin_registration(account(), &[], CHALLENGE, NOW);
    let answer = RegistrationAnswer::parse(&device.register(&CHALLENGE)).unwrap();
    assert_eq!(site().finish_registration(pending.clone(), &answer, late), Err(PasskeyError::TooLate));
    let passkey = site().finish_registration(pending, &answer, late.plus(-1)).unwrap();

    let (_, pending) = site().begin_sign_in(CHALLENGE, NOW);
    let answer = SignInAnswer::parse(&device.sign_in(&CHALLENGE)).unwrap();
    assert_eq!(site().finish_sign_in(pending, &answer, Some(&passkey), late), Err(PasskeyError::TooLate));
}

#[test]
fn an_unknown_passkey_and_one_of_another_account_are_refused() {
    let device = Authenticator::new(Key::p256());
    assert_eq!(sign_in(&device.sign_in(&CHALLENGE), None), Err(PasskeyError::UnknownPasskey));
    check_sign_in(|it| it.id = vec![6; 20], Err(PasskeyError::UnknownPasskey));
    check_sign_in(|it| it.user = vec![2; 16], Err(PasskeyError::OtherAccount));
    check_sign_in(|it| it.user = Vec::new(), Err(PasskeyError::OtherAccount));
}

#[test]
fn a_signature_of_another_key_is_refused() {
    check_sign_in(|it| it.key = Key::p256(), Err(PasskeyError::BadSignature));
    check_sign_in(|it| it.key = Key::ed25519(), Err(PasskeyError::BadSignature));
}

#[test]
fn a_counter_that_does_not_go_forward_is_refused() {
    check_sign_in(|it| it.sign_count = 7, Err(PasskeyError::CounterWentBack));
    check_sign_in(|it| it.sign_count = 0, Err(PasskeyError::CounterWentBack));
    check_sign_in(|it| it.sign_count = u32::MAX, Ok(()));
}

#[test]
fn a_passkey_that_starts_or_stops_being_one_for_more_devices_is_refused() {
    check_sign_in(
        |it| it.flags |= CAN_BE_BACKED_UP,
        malformed("whether it can be copied to other devices has changed"),
    );
    check_registration(|it| it.flags |= BACKED_UP, malformed("it is on more devices than it can be"));
}

#[test]
fn what_the_authenticator_says_is_read_to_its_end() {
    let extension = vec![0xa1, 0x61, b'x', 0xf5];
    check_registration(
        |it| {
            it.flags |= HAS_EXTENSIONS;
            it.tail = extension.clone();
        },
        Ok(()),
    );
    check_sign_in(
        |it| {
            it.flags |= HAS_EXTENSIONS;
            it.tail = extension;
        },
        Ok(()),
    );
    check_registration(|it| it.tail = vec![0], malformed("what the authenticator says goes on after its end"));
    check_registration(|it| it.flags |= HAS_EXTENSIONS, malformed("a part is no CBOR"));
    check_sign_in(
        |it| {
            it.flags |= HAS_EXTENSIONS;
            it.tail = vec![1];
        },
        malformed("its extensions are no map"),
    );
    check_sign_in(|it| it.flags |= HAS_CREDENTIAL, malformed("what the authenticator says is cut short"));
    check_registration(|it| it.id = Vec::new(), malformed("the name of the passkey is empty or too long"));
    check_registration(|it| it.id = vec![1; 1024], malformed("the name of the passkey is empty or too long"));
    check_registration(|it| it.id = vec![1; 1023], Ok(()));
}

#[test]
fn keys_that_are_not_whole_or_not_asked_for_are_refused() {
    let check = |key: Value, expected: PasskeyError| {
        let device = Authenticator::new(Key::p256());
        assert_eq!(register(&device.register_key(&CHALLENGE, &key)), Err(expected));
    };
    let incomplete = || PasskeyError::Malformed("its key is not complete");
    let bytes = |length: usize| Value::Bytes(vec![7; length]);
    check(cbor!([]).unwrap(), PasskeyError::Malformed("its key is no map"));
    check(cbor!({}).unwrap(), PasskeyError::UnsupportedKey);
    check(cbor!({1 => 2, 3 => -35, -1 => 2, -2 => bytes(48), -3 => bytes(48)}).unwrap(), PasskeyError::UnsupportedKey);
    check(cbor!({1 => 2, 3 => -7, -1 => 1, -2 => bytes(32)}).unwrap(), incomplete());
    check(cbor!({1 => 2, 3 => -7, -1 => 2, -2 => bytes(32), -3 => bytes(32)}).unwrap(), incomplete());
    check(cbor!({1 => 2, 3 => -7, -1 => 1, -2 => bytes(31), -3 => bytes(33)}).unwrap(), incomplete());
    check(cbor!({1 => 1, 3 => -8, -1 => 6, -2 => bytes(31)}).unwrap(), incomplete());
    check(cbor!({1 => 3, 3 => -257, -1 => bytes(128), -2 => bytes(3)}).unwrap(), incomplete());
    check(cbor!({1 => 3, 3 => -257, -1 => bytes(1025), -2 => bytes(3)}).unwrap(), incomplete());
    let twice = [(1, 1), (1, 2), (3, -7)].map(|(label, value): (i64, i64)| (label.into(), value.into()));
    check(Value::Map(twice.to_vec()), PasskeyError::UnsupportedKey);
}

#[test]
fn malformed_answers_are_refused() {
    let device = Authenticator::new(Key::p256());
    let check = |answer: &str, what| assert_eq!(register(answer).map(|_| ()), malformed(what));
    check("", "it is no JSON of a new passkey");
    check("{}", "it is no JSON of a new passkey");
    check(&device.register(&CHALLENGE).replace("rawId", "raw"), "it is no JSON of a new passkey");
    check(&device.registration(&CHALLENGE, b""), "a part is no CBOR");
    check(&device.registration(&CHALLENGE, &[0x80]), "`attestationObject` is no map");
    check(&device.registration(&CHALLENGE, &[0xa0]), "`attestationObject` has no `authData`");
    // A thousand lists in each other.
    check(&device.registration(&CHALLENGE, &[0x81; 1000]), "a part is no CBOR");
    // A list that says that it is endless.
    check(&device.registration(&CHALLENGE, &[0x9b, 255, 255, 255, 255, 255, 255, 255, 255]), "a part is no CBOR");
    check(&device.registration(&CHALLENGE, &[0x5b, 127, 255, 255, 255, 255, 255, 255, 255]), "a part is no CBOR");
    let other = device.register(&CHALLENGE).replace(r#""rawId":""#, r#""rawId":"AAAA"#);
    check(&other, "it names another passkey than it holds");
    assert_eq!(sign_in("[]", None).map(|_| ()), malformed("it is no JSON of a sign-in with a passkey"));
}

#[test]
fn a_site_has_an_address_with_a_name() {
    let check = |address: &str, origin: Option<&str>| {
        let mut device = Authenticator::new(Key::p256());
        match PasskeySite::new(address, "Het loket") {
            Ok(site) => {
                let origin = origin.unwrap();
                device.origin = origin.to_owned();
                device.domain = origin.split("//").nth(1).unwrap().split(':').next().unwrap().to_owned();
                let (_, pending) = site.begin_registration(account(), &[], CHALLENGE, NOW);
                let answer = RegistrationAnswer::parse(&device.register(&CHALLENGE)).unwrap();
                site.finish_registration(pending, &answer, NOW).unwrap();
            }
            Err(error) => assert_eq!(origin, None, "{error}"),
        }
    };
    check("https://Loket.Example/pad?x", Some("https://loket.example"));
    check("https://loket.example:443", Some("https://loket.example"));
    check("https://loket.example:8443/", Some("https://loket.example:8443"));
    check("http://localhost:8080", Some("http://localhost:8080"));
    for bad in ["", "loket.example", "http://loket.example", "https://127.0.0.1", "https://[::1]", "ftp://x.example"] {
        check(bad, None);
    }
}

#[test]
fn nothing_personal_shows_itself() {
    let device = Authenticator::new(Key::p256());
    let (_, registration) = site().begin_registration(account(), &[], CHALLENGE, NOW);
    let (_, pending) = site().begin_sign_in(CHALLENGE, NOW);
    let passkey = register(&device.register(&CHALLENGE)).unwrap();
    let shown = format!("{registration:?} {pending:?} {:?} {:?}", passkey.id, passkey.user);
    insta::assert_snapshot!(shown);
}

proptest! {
    /// Whatever one byte of what was signed becomes, it is refused.
    #[test]
    fn a_changed_answer_is_refused(place in 0_usize..1000, bit in 0_u32..8) {
        let device = Authenticator::new(Key::p256());
        let passkey = register(&device.register(&CHALLENGE)).unwrap();
        let mut answer: serde_json::Value = serde_json::from_str(&device.sign_in(&CHALLENGE)).unwrap();
        for field in ["authenticatorData", "signature", "clientDataJSON", "userHandle"] {
            use base64::Engine;
            let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
            let good = answer["response"][field].clone();
            let mut bytes = engine.decode(good.as_str().unwrap()).unwrap();
            let place = place % bytes.len();
            bytes[place] ^= 1_u8 << bit;
            answer["response"][field] = engine.encode(bytes).into();
            prop_assert!(sign_in(&answer.to_string(), Some(&passkey)).is_err(), "{}", field);
            answer["response"][field] = good;
        }
        prop_assert!(sign_in(&answer.to_string(), Some(&passkey)).is_ok());
    }

    /// Whatever an authenticator says, nothing breaks.
    #[test]
    fn no_bytes_break_the_reader(attestation in prop::collection::vec(any::<u8>(), 0..300)) {
        let device = Authenticator::new(Key::p256());
        prop_assert!(register(&device.registration(&CHALLENGE, &attestation)).is_err());
    }
}
