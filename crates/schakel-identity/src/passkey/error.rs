//! What can go wrong with passkeys. No message holds anything about the person.

use std::error::Error;
use std::fmt;

/// Why a passkey is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasskeyError {
    /// The browser sent something that is no answer of the right form.
    Malformed(&'static str),
    /// The answer to another question: to sign in where a passkey was to be made, or the other way round.
    OtherCeremony,
    /// Not the answer to this question: an old answer, or one of somebody else.
    OtherChallenge,
    /// Made on another site.
    OtherOrigin,
    /// Made on a page within a page of another site.
    Embedded,
    /// Made for another site.
    OtherSite,
    /// Nobody touched the authenticator.
    NotPresent,
    /// The authenticator did not check that it is its owner.
    NotVerified,
    /// A key of a kind that we did not ask for.
    UnsupportedKey,
    /// There is no such passkey here.
    UnknownPasskey,
    /// The passkey is of another account than the answer says.
    OtherAccount,
    /// The signature is not of this passkey.
    BadSignature,
    /// The counter of the authenticator did not go forward: there may be a copy of it.
    CounterWentBack,
    /// The person took too long.
    TooLate,
}

/// Why there can be no passkeys for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteError {
    /// No `https` address (or `http://localhost`) with a name.
    BadAddress {
        /// What was given.
        found: String,
    },
}

impl fmt::Display for PasskeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Malformed(what) => return write!(formatter, "the browser's answer cannot be read: {what}"),
            Self::OtherCeremony => "the browser's answer is to another question: begin again",
            Self::OtherChallenge => "the browser's answer does not belong to this attempt: begin again",
            Self::OtherOrigin => "the browser's answer was made on another site: open our own page and begin again",
            Self::Embedded => "the browser's answer was made inside a page of another site: open our own page",
            Self::OtherSite => "the passkey is for another site: choose the one of this site",
            Self::NotPresent => "nobody touched the authenticator: begin again",
            Self::NotVerified => "the device did not check that it is you: set a code, a finger or a face on it first",
            Self::UnsupportedKey => "the passkey has a kind of key that we do not know: use another device",
            Self::UnknownPasskey => "this passkey is not known here: sign in another way, and make a new one",
            Self::OtherAccount => "the passkey belongs to another account: begin again",
            Self::BadSignature => "the signature of the passkey is wrong",
            Self::CounterWentBack => {
                "the counter of the passkey did not go forward, so there may be a copy of it: sign in another way, and \
                 make a new passkey"
            }
            Self::TooLate => "it took too long: begin again",
        })
    }
}

impl fmt::Display for SiteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::BadAddress { found } = self;
        write!(
            formatter,
            "passkeys need an address with a name that begins with https:// (or http://localhost), not `{found}`"
        )
    }
}

impl Error for PasskeyError {}

impl Error for SiteError {}
