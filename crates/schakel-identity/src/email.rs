//! E-mail addresses: read once, kept in one form. Sending mail does not live here, nor does asking whether anybody reads
//! it: that is what a sign-in link proves.

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest part before the `@`, bytes (RFC 5321, 4.5.3.1.1).
pub const LOCAL_PART_BYTES_MAX: usize = 64;

/// The longest address, bytes: what fits in a mail command with its brackets (RFC 5321, 4.5.3.1.3).
pub const ADDRESS_BYTES_MAX: usize = 254;

/// The longest part of a domain between two dots, bytes (RFC 1035, 2.3.4).
pub const LABEL_BYTES_MAX: usize = 63;

/// Signs other than letters and digits that may stand before the `@` without quotes (RFC 5322, 3.2.3).
const LOCAL_PART_SIGNS: &str = ".!#$%&'*+/=?^_`{|}~-";

/// An e-mail address that can be written to: no quotes, no comments, no domain in brackets, letters of ASCII. The domain
/// is in lower case. It is personal data: printing it for a log hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is no e-mail address. Holds nothing of the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was typed.
    Empty,
    /// Not exactly one `@`.
    NoAt,
    /// The part before the `@` is empty, or has a dot at its edge or two in a row.
    BadLocalPart,
    /// The part after the `@` is no domain such as `bedrijf.nl`.
    BadDomain,
    /// A space, a letter outside ASCII or another sign that no address of ours has.
    BadCharacter,
    /// Longer than mail allows.
    TooLong,
}

impl EmailAddress {
    /// Reads an address as somebody typed it; spaces around it do not count.
    ///
    /// # Errors
    ///
    /// [`EmailError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.len() > ADDRESS_BYTES_MAX {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::NoAt)?;
        if domain.contains('@') {
            return Err(EmailError::NoAt);
        }
        check_local_part(local)?;
        check_domain(domain)?;
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address, to write to or to show to whom it belongs.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in lower case altogether, to find an account by: nobody knows which capitals they once typed, and no
    /// provider of mail tells two mailboxes apart by them.
    pub fn lookup_key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

fn check_local_part(local: &str) -> Result<(), EmailError> {
    if local.len() > LOCAL_PART_BYTES_MAX {
        return Err(EmailError::TooLong);
    }
    if !local.chars().all(|it| it.is_ascii_alphanumeric() || LOCAL_PART_SIGNS.contains(it)) {
        return Err(EmailError::BadCharacter);
    }
    if local.split('.').any(str::is_empty) { Err(EmailError::BadLocalPart) } else { Ok(()) }
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    if !domain.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '.') {
        return Err(EmailError::BadCharacter);
    }
    let is_label = |label: &str| {
        !label.is_empty() && label.len() <= LABEL_BYTES_MAX && !label.starts_with('-') && !label.ends_with('-')
    };
    // The last part is never a number: that would be the address of a machine.
    let ends_well = domain.rsplit_once('.').is_some_and(|(_, last)| last.contains(|it: char| it.is_ascii_alphabetic()));
    if ends_well && domain.split('.').all(is_label) { Ok(()) } else { Err(EmailError::BadDomain) }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

/// Personal data does not show itself in a log.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(…)")
    }
}

impl fmt::Display for EmailError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "the e-mail address is empty: type one such as naam@bedrijf.nl",
            Self::NoAt => "an e-mail address has exactly one @, as in naam@bedrijf.nl",
            Self::BadLocalPart => "the part before the @ is empty, or has a dot too many",
            Self::BadDomain => "the part after the @ is no domain such as bedrijf.nl",
            Self::BadCharacter => {
                "an e-mail address has letters without accents, digits, dots and dashes, and no spaces"
            }
            Self::TooLong => "an e-mail address has at most 254 signs, of which at most 64 before the @",
        })
    }
}

impl Error for EmailError {}
