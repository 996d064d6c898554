//! The number of a firm in the trade register, as a broker states it. Looking it up does not live here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Digits of a KVK number.
const DIGITS: usize = 8;

/// The number of a firm in the Dutch trade register: eight digits. It can lead to one person: printing it for a log
/// hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KvkNumber(String);

impl KvkNumber {
    /// Reads a number; nothing but eight digits is one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_number = text.len() == DIGITS && text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| Self(text.to_owned()))
    }

    /// The eight digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for KvkNumber {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("a KVK number has {DIGITS} digits"))
    }
}

impl From<KvkNumber> for String {
    fn from(number: KvkNumber) -> Self {
        number.0
    }
}

/// What leads to a person does not show itself in a log.
impl fmt::Debug for KvkNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KvkNumber(…)")
    }
}
