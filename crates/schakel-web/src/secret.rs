//! Secrets of links and sessions: the one place of the portal that draws random bytes for them.

use schakel_identity::{TOKEN_BYTES, Token};

/// Draws a secret that nobody can guess.
///
/// # Errors
/// When the machine has no random bytes to give.
pub fn draw_token() -> Result<Token, getrandom::Error> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(Token::from_bytes(bytes))
}
