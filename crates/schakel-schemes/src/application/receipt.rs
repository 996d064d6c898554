//! The receipt: what was received and exactly when, with a seal over it. Whoever has the receipt can check it against the
//! record of the executor, and the executor cannot change the one without the other.

use std::error::Error;
use std::fmt;

use schakel_casework::Code;
use schakel_time::DateTime;
use serde::{Deserialize, Serialize};

use super::Application;
use super::content::Digest;
use crate::number::ApplicationNumber;

/// A receipt for an application, or for what completes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The round.
    pub round: Code,
    /// The application.
    pub application: ApplicationNumber,
    /// When it was received, Dutch time.
    pub received_at: DateTime,
    /// The digest of what was received.
    pub content: Digest,
    /// The digest of the lines `schakel-receipt-1`, round, application, moment and content, each ended by a line feed.
    pub seal: Digest,
}

/// What is wrong with a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptFlaw {
    /// The seal does not fit what the receipt says: it was changed.
    Seal,
    /// The receipt is in itself whole, but the record has no such receipt.
    NotOnRecord,
}

impl Receipt {
    /// Makes the receipt.
    pub fn new(round: Code, application: ApplicationNumber, received_at: DateTime, content: Digest) -> Self {
        let seal = seal(&round, application, received_at, content);
        Self { round, application, received_at, content, seal }
    }

    /// Checks the receipt against the record.
    ///
    /// # Errors
    ///
    /// [`ReceiptFlaw`] when it was changed, or was never given.
    pub fn check(&self, record: &Application) -> Result<(), ReceiptFlaw> {
        if seal(&self.round, self.application, self.received_at, self.content) != self.seal {
            return Err(ReceiptFlaw::Seal);
        }
        if record.receipts.contains(self) { Ok(()) } else { Err(ReceiptFlaw::NotOnRecord) }
    }
}

fn seal(round: &Code, application: ApplicationNumber, received_at: DateTime, content: Digest) -> Digest {
    Digest::of(format!("schakel-receipt-1\n{round}\n{application}\n{received_at}\n{content}\n").as_bytes())
}

impl fmt::Display for ReceiptFlaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Seal => "the receipt was changed after it was given: ask for it again",
            Self::NotOnRecord => "no such receipt was given for this application: look at its number and its round",
        })
    }
}

impl Error for ReceiptFlaw {}
