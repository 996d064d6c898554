//! Secrets of links and sessions: the one place of the portal that draws random bytes for them.

use schakel_identity::{TOKEN_BYTES, Token};

/// Draws a secret that nobody can guess.
///
/// # Errors
/// When the machine has no random bytes to give.
pub fn draw_token() -> Result<Token, getrandom::Error> {
    draw_bytes::<TOKEN_BYTES>().map(Token::from_bytes)
}

/// Draws random bytes.
///
/// # Errors
/// When the machine has no random bytes to give.
pub fn draw_bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], getrandom::Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
