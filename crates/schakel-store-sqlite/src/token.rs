//! The token in the link of something that was kept: unguessable, and never in the file itself.

use std::fmt;

use sha2::{Digest, Sha256};

/// Bytes of a token: 128 bits cannot be guessed.
pub const TOKEN_BYTES: usize = 16;

/// The secret in a link.
#[derive(Clone, Copy, PartialEq, Eq)]
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

    /// What the file holds in its place.
    pub(crate) fn digest(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// A secret does not show itself in a log.
impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}
