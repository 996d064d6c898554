//! The secret in a link or a cookie: unguessable, kept only as its digest, never shown in a log. How long one holds and
//! what it opens is the business of the store.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of a token: 128 bits cannot be guessed.
pub const TOKEN_BYTES: usize = 16;

/// Bytes of the digest of a token: SHA-256.
pub const TOKEN_DIGEST_BYTES: usize = 32;

/// The secret in a link: of a saved roadmap, of a referral to a receiver without an account, of signing in by e-mail, or
/// of a session. Comparing two takes equally long whatever they hold.
#[derive(Clone, Copy)]
pub struct Token([u8; TOKEN_BYTES]);

impl Token {
    /// A token of random bytes, drawn by the caller.
    pub fn from_bytes(bytes: [u8; TOKEN_BYTES]) -> Self {
        Token(bytes)
    }

    /// Reads a token as a link writes it: 32 hexadecimal digits in lower case. Anything else is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        if text.len() != 2 * TOKEN_BYTES || !text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Token(bytes))
    }

    /// As a link writes it.
    pub fn to_text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What a store keeps in its place: who reads the store cannot make the link.
    pub fn digest(self) -> [u8; TOKEN_DIGEST_BYTES] {
        Sha256::digest(self.0).into()
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Token {}

/// A secret does not show itself in a log.
impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}
