//! The test vector `none.ES256` of the standard itself (Web Authentication level 3, section 16), made by others than we.
//! Its authenticator did not check its owner, which we demand: that is the one thing wrong with it.

use schakel_identity::{Account, Passkey, PasskeyError, PasskeySite, RegistrationAnswer, SignInAnswer, UserHandle};
use serde_json::json;

use crate::stand_in::{NOW, text};

const ID: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
const X: &str = "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61";
const Y: &str = "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
const MODEL: &str = "8446ccb9ab1db374750b2367ff6f3a1f";
const SITE_DIGEST: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";

const CREATE_CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
const GET_CHALLENGE: &str = "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408";
const SIGNATURE: &str = "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b935381\
                         74f575bf11a1dd5d78c6e486013f937295ea13653e331e87";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|place| u8::from_str_radix(&hex[2 * place..2 * place + 2], 16).unwrap()).collect()
}

fn site() -> PasskeySite {
    PasskeySite::new("https://example.org", "Het loket").unwrap()
}

/// What the browser of the vector says of itself.
fn client_data(kind: &str, challenge: &str) -> String {
    let challenge = text(&bytes(challenge));
    format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"https://example.org","crossOrigin":false}}"#)
}

fn sign_in(signature: &[u8]) -> Result<Passkey, PasskeyError> {
    let kept: Passkey = serde_json::from_value(json!({
        "id": text(&bytes(ID)), "user": text(&[1; 16]), "sign_count": 0, "is_backed_up": true, "can_be_backed_up": true,
        "key": {"algorithm": "es256", "point": text(&bytes(&format!("04{X}{Y}")))},
    }))
    .unwrap();
    let answer = json!({"rawId": text(&bytes(ID)), "response": {
        "clientDataJSON": text(client_data("webauthn.get", GET_CHALLENGE).as_bytes()),
        "authenticatorData": text(&bytes(&format!("{SITE_DIGEST}1900000000"))),
        "signature": text(signature), "userHandle": text(&[1; 16]),
    }});
    let (_, pending) = site().begin_sign_in(bytes(GET_CHALLENGE).try_into().unwrap(), NOW);
    site().finish_sign_in(pending, &SignInAnswer::parse(&answer.to_string()).unwrap(), Some(&kept), NOW)
}

#[test]
fn the_signature_of_the_standard_is_right_and_another_is_not() {
    assert_eq!(sign_in(&bytes(SIGNATURE)), Err(PasskeyError::NotVerified));
    let mut wrong = bytes(SIGNATURE);
    wrong[10] ^= 1;
    assert_eq!(sign_in(&wrong), Err(PasskeyError::BadSignature));
}

/// Registers with other flags than the vector has; nothing signs them.
fn register(flags: &str) -> Result<Passkey, PasskeyError> {
    let key = format!("a5010203262001215820{X}225820{Y}");
    let data = format!("{SITE_DIGEST}{flags}00000000{MODEL}0020{ID}{key}");
    let attestation = format!("a363666d74646e6f6e656761747453746d74a068617574684461746158a4{data}");
    let answer = json!({"rawId": text(&bytes(ID)), "response": {
        "clientDataJSON": text(client_data("webauthn.create", CREATE_CHALLENGE).as_bytes()),
        "attestationObject": text(&bytes(&attestation)),
    }});
    let account = Account { handle: UserHandle::from_bytes([1; 16]), name: "jan", display_name: "Jan" };
    let challenge = bytes(CREATE_CHALLENGE).try_into().unwrap();
    let (_, pending) = site().begin_registration(account, &[], challenge, NOW);
    site().finish_registration(pending, &RegistrationAnswer::parse(&answer.to_string()).unwrap(), NOW)
}

#[test]
fn the_key_of_the_standard_is_read() {
    assert_eq!(register("59"), Err(PasskeyError::NotVerified));
    let passkey = register("5d").unwrap();
    assert_eq!(passkey.id.as_bytes(), bytes(ID));
    assert!(passkey.is_backed_up && passkey.can_be_backed_up);
}
