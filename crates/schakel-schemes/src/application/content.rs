//! What an application holds, as numbers, codes and digests: the words and the files themselves are in the store. And
//! what a round asks for, so that everybody sees what is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use schakel_casework::{Code, FirmRef, TextRef};
use schakel_register::Cents;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest; written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

/// A text that is no digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestError {
    /// The text as given.
    pub text: String,
}

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`DigestError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, DigestError> {
        let refused = || DigestError { text: text.to_owned() };
        if text.len() != 64 || !text.is_ascii() {
            return Err(refused());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| refused())?;
            if !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
                return Err(refused());
            }
            *byte = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
        }
        Ok(Self(bytes))
    }
}

/// A file that goes with an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Which document of the round it is.
    pub document: Code,
    /// What it holds.
    pub digest: Digest,
    /// How large it is.
    pub bytes: u64,
    /// What it is, found in its first bytes and not in its name: `pdf`, `png`.
    pub kind: Code,
}

/// What was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The form with the answers, in the store.
    pub form: TextRef,
    /// The digest of the answers as they were kept.
    pub digest: Digest,
    /// The fields that have an answer.
    pub fields: BTreeSet<Code>,
    /// The costs of each participant that count.
    pub costs: BTreeMap<FirmRef, Cents>,
    /// What is asked for in all.
    pub requested: Cents,
    /// The files.
    pub attachments: Vec<Attachment>,
}

/// What a round asks of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLimit {
    /// Whether an application without it is incomplete.
    pub required: bool,
    /// How large it may be.
    pub bytes_max: u64,
    /// What it may be; nothing named: anything that the portal takes.
    pub kinds: BTreeSet<Code>,
}

/// What a round asks for before an application is complete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// The fields that need an answer.
    pub fields: BTreeSet<Code>,
    /// The documents.
    pub documents: BTreeMap<Code, DocumentLimit>,
}

/// Something that is missing, or is there but cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingItem {
    /// This field has no answer.
    Field(Code),
    /// This document is not there.
    Document(Code),
    /// This document is larger than it may be.
    TooLarge(Code),
    /// This document is not what it may be: a program, whatever its name.
    WrongKind(Code),
    /// The round does not ask for this document.
    NotAskedFor(Code),
    /// This partner has not consented.
    Consent(FirmRef),
    /// This participant has no costs.
    Costs(FirmRef),
    /// There are fewer partners than the round asks for.
    Partners,
}

impl Completeness {
    /// What is missing, for these participants.
    pub fn missing(&self, content: &Content, participants: impl IntoIterator<Item = FirmRef>) -> BTreeSet<MissingItem> {
        let fields = self.fields.difference(&content.fields).cloned().map(MissingItem::Field);
        let has = |document: &Code| content.attachments.iter().any(|it| it.document == *document);
        let documents = self.documents.iter().filter(|(document, limit)| limit.required && !has(document));
        let costs = participants.into_iter().filter(|it| content.costs.get(it).is_none_or(|it| it.count() <= 0));
        fields
            .chain(documents.map(|(document, _)| MissingItem::Document(document.clone())))
            .chain(content.attachments.iter().filter_map(|it| self.unusable(it)))
            .chain(costs.map(MissingItem::Costs))
            .collect()
    }

    /// What is missing while nothing was filled in yet.
    pub(super) fn missing_in_nothing(&self, participants: impl IntoIterator<Item = FirmRef>) -> BTreeSet<MissingItem> {
        let documents = self.documents.iter().filter(|(_, limit)| limit.required);
        let documents = documents.map(|(document, _)| MissingItem::Document(document.clone()));
        let costs = participants.into_iter().map(MissingItem::Costs);
        self.fields.iter().cloned().map(MissingItem::Field).chain(documents).chain(costs).collect()
    }

    /// Why a file cannot be used, if so.
    pub fn unusable(&self, attachment: &Attachment) -> Option<MissingItem> {
        let document = attachment.document.clone();
        match self.documents.get(&document) {
            None => Some(MissingItem::NotAskedFor(document)),
            Some(limit) if attachment.bytes > limit.bytes_max => Some(MissingItem::TooLarge(document)),
            Some(limit) if !limit.kinds.is_empty() && !limit.kinds.contains(&attachment.kind) => {
                Some(MissingItem::WrongKind(document))
            }
            Some(_) => None,
        }
    }
}

impl Content {
    /// All costs together.
    pub fn costs_total(&self) -> Cents {
        self.costs.values().copied().sum()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for MissingItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => write!(formatter, "the answer to `{field}`"),
            Self::Document(document) => write!(formatter, "`{document}`"),
            Self::TooLarge(document) => write!(formatter, "`{document}`, which is too large"),
            Self::WrongKind(document) => write!(formatter, "`{document}`, which is no file of an accepted kind"),
            Self::NotAskedFor(document) => write!(formatter, "`{document}`, which the round does not ask for"),
            Self::Consent(firm) => write!(formatter, "the consent of firm {firm}"),
            Self::Costs(firm) => write!(formatter, "the costs of firm {firm}"),
            Self::Partners => formatter.write_str("enough partners"),
        }
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        Self::parse(&text)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl fmt::Display for DigestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is no digest: write the 64 hexadecimal digits of a SHA-256", self.text)
    }
}

impl Error for DigestError {}
