//! The names by which records speak of things and people: codes of the pack and numbers of the store. Neither can hold a
//! sentence, a name or an address, so whatever is made of them can stand in a journal for ever.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest code, characters. The longest identifier in the packs so far has 47.
pub const CODE_CHARACTERS_MAX: usize = 80;

/// An identifier of the pack: an organisation, a theme, a municipality, a fact. Letters, digits, `-` and `_`, the first a
/// letter; so it cannot hold free text, an e-mail address or a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(Arc<str>);

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeError {
    /// The text as given.
    pub text: String,
}

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    ///
    /// [`CodeError`] when the text is empty, too long, does not begin with a letter or has other characters.
    pub fn new(text: &str) -> Result<Self, CodeError> {
        let begins_with_letter = text.starts_with(|first: char| first.is_ascii_alphabetic());
        let plain = text.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
        if begins_with_letter && plain && text.len() <= CODE_CHARACTERS_MAX {
            Ok(Self(Arc::from(text)))
        } else {
            Err(CodeError { text: text.to_owned() })
        }
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::new(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.as_ref().to_owned()
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` is not a code: write a letter and then letters, digits, `-` or `_`, at most {CODE_CHARACTERS_MAX}",
            self.text
        )
    }
}

impl Error for CodeError {}

/// An organisation of the pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrganisationId(pub Code);

impl OrganisationId {
    /// Reads the identifier of an organisation.
    ///
    /// # Errors
    ///
    /// [`CodeError`] as for any code.
    pub fn new(text: &str) -> Result<Self, CodeError> {
        Code::new(text).map(Self)
    }
}

impl fmt::Display for OrganisationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Makes a number that only refers: what it refers to is kept, and can be erased, elsewhere.
macro_rules! reference {
    ($(#[doc = $text:literal] $name:ident($number:ty);)*) => {$(
        #[doc = $text]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $number);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    )*};
}

reference! {
    #[doc = "A case; a number of the store, never one that means something outside it."]
    CaseId(u64);
    #[doc = "A firm or a person who wants to start one; a number of the store, never a trade register number."]
    FirmRef(u64);
    #[doc = "A member of staff; a number of the store."]
    PersonRef(u64);
    #[doc = "A text of the store: the question in the words of the entrepreneur, or the summary for a receiver."]
    TextRef(u64);
    #[doc = "A referral within its case, counted from 1."]
    ReferralNumber(u32);
    #[doc = "A consent within its case, counted from 1."]
    ConsentNumber(u32);
    #[doc = "A lead from one organisation to another; a number of the store."]
    LeadId(u64);
}
