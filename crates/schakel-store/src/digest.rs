//! The digest of a secret in a link, a session or a form. The secret itself is never kept.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::value::Value;

/// SHA-256 of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of the bytes of a secret.
    pub fn of(secret: &[u8]) -> Self {
        Digest(Sha256::digest(secret).into())
    }
}

impl From<Digest> for Value {
    fn from(digest: Digest) -> Self {
        Value::from(digest.0)
    }
}

/// Half a secret does not belong in a log either.
impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Digest(…)")
    }
}
