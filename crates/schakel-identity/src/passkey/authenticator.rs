//! What the authenticator says: for which site, whether somebody was there, how often it signed, and the key that it made
//! (Web Authentication level 3, section 6.1). What the maker of the authenticator states about it is passed over.

use cbor4ii::core::Value;
use cbor4ii::core::dec::{Decode, Read};
use cbor4ii::core::utils::SliceReader;
use sha2::{Digest, Sha256};

use super::error::PasskeyError;
use super::key::PasskeyKey;

/// Bits of the flags.
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const CAN_BE_BACKED_UP: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// Bytes of the name of the model of the authenticator, which is passed over.
const MODEL_BYTES: usize = 16;

/// The longest name of a passkey, bytes (Web Authentication level 3, section 7.1).
const CREDENTIAL_ID_BYTES_MAX: usize = 1023;

const CUT_SHORT: PasskeyError = PasskeyError::Malformed("what the authenticator says is cut short");

#[derive(Debug)]
pub(crate) struct AuthenticatorData {
    site_digest: [u8; 32],
    is_present: bool,
    is_verified: bool,
    pub(crate) can_be_backed_up: bool,
    pub(crate) is_backed_up: bool,
    pub(crate) sign_count: u32,
    /// The name and the key of a new passkey.
    pub(crate) credential: Option<(Vec<u8>, PasskeyKey)>,
}

impl AuthenticatorData {
    /// Reads the bytes of an `authenticatorData`, all of them.
    pub(crate) fn parse(mut bytes: &[u8]) -> Result<Self, PasskeyError> {
        let rest = &mut bytes;
        let site_digest = take(rest)?;
        let [flags] = take(rest)?;
        let sign_count = u32::from_be_bytes(take(rest)?);
        let has = |flag| flags & flag != 0;
        let credential = if has(HAS_CREDENTIAL) { Some(read_credential(rest)?) } else { None };
        if has(HAS_EXTENSIONS) && !matches!(read_cbor(rest)?, Value::Map(_)) {
            return Err(PasskeyError::Malformed("its extensions are no map"));
        }
        if !rest.is_empty() {
            return Err(PasskeyError::Malformed("what the authenticator says goes on after its end"));
        }
        if has(BACKED_UP) && !has(CAN_BE_BACKED_UP) {
            return Err(PasskeyError::Malformed("it is on more devices than it can be"));
        }
        Ok(Self {
            site_digest,
            is_present: has(USER_PRESENT),
            is_verified: has(USER_VERIFIED),
            can_be_backed_up: has(CAN_BE_BACKED_UP),
            is_backed_up: has(BACKED_UP),
            sign_count,
            credential,
        })
    }

    /// Reads them out of an `attestationObject`, whatever its statement.
    pub(crate) fn of_attestation(mut object: &[u8]) -> Result<Self, PasskeyError> {
        let Value::Map(entries) = read_cbor(&mut object)? else {
            return Err(PasskeyError::Malformed("`attestationObject` is no map"));
        };
        let data = entries.iter().find_map(|entry| match entry {
            (Value::Text(label), Value::Bytes(data)) if label == "authData" => Some(data),
            _ => None,
        });
        Self::parse(data.ok_or(PasskeyError::Malformed("`attestationObject` has no `authData`"))?)
    }

    /// Checks that it is for this site and that its owner was there.
    pub(crate) fn check(&self, domain: &str) -> Result<(), PasskeyError> {
        if self.site_digest != <[u8; 32]>::from(Sha256::digest(domain)) {
            return Err(PasskeyError::OtherSite);
        }
        if !self.is_present {
            return Err(PasskeyError::NotPresent);
        }
        if self.is_verified { Ok(()) } else { Err(PasskeyError::NotVerified) }
    }
}

fn read_credential(rest: &mut &[u8]) -> Result<(Vec<u8>, PasskeyKey), PasskeyError> {
    let _model: [u8; MODEL_BYTES] = take(rest)?;
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    if length == 0 || length > CREDENTIAL_ID_BYTES_MAX {
        return Err(PasskeyError::Malformed("the name of the passkey is empty or too long"));
    }
    let (id, after) = rest.split_at_checked(length).ok_or(CUT_SHORT)?;
    *rest = after;
    Ok((id.to_vec(), PasskeyKey::read(&read_cbor(rest)?)?))
}

/// One value of CBOR; what follows it stays.
fn read_cbor(rest: &mut &[u8]) -> Result<Value, PasskeyError> {
    let no_cbor = PasskeyError::Malformed("a part is no CBOR");
    let mut reader = SliceReader::new(rest);
    let value = Value::decode(&mut reader).map_err(|_| no_cbor.clone())?;
    let left = reader.fill(rest.len()).map_err(|_| no_cbor.clone())?.as_ref().len();
    *rest = rest.len().checked_sub(left).and_then(|read| rest.get(read..)).ok_or(no_cbor)?;
    Ok(value)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], PasskeyError> {
    let (taken, after) = rest.split_first_chunk().ok_or(CUT_SHORT)?;
    *rest = after;
    Ok(*taken)
}
