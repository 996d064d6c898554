//! Short names for what money belongs to: a performance, a programme, a reserve, a decision. What they stand for is
//! written in the pack.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest name, bytes.
const BYTES_MAX: usize = 96;

/// A short name such as `5.3.2` or `kwaliteit-van-overijssel`: lower case letters, digits, `.`, `-` and `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// Why a text is no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    /// The text as given.
    pub text: String,
}

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`NameError`] when the text is empty, longer than 96 bytes, does not begin with a letter or digit, or has other
    /// characters.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let allowed = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b".-/".contains(&it);
        let begins = text.bytes().next().is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        if begins && text.len() <= BYTES_MAX && text.bytes().all(allowed) {
            Ok(Name(Arc::from(text)))
        } else {
            Err(NameError { text: text.to_owned() })
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` is no name: use at most {BYTES_MAX} lower case letters, digits, `.`, `-` and `/`, and begin with a \
             letter or digit",
            self.text
        )
    }
}

impl Error for NameError {}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Name::new(&text).map_err(serde::de::Error::custom)
    }
}
