//! What can go wrong while somebody signs in through another party. No message holds anything about the person.

use std::error::Error;
use std::fmt;

/// Why somebody is not signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OidcError {
    /// The provider does not answer, or not in time.
    Unreachable {
        /// What we asked for.
        what: &'static str,
        /// What happened.
        why: String,
    },
    /// The provider gave an answer that we do not understand, or an error.
    NotUnderstood {
        /// What we asked for.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The provider calls itself otherwise than the settings do.
    OtherIssuer {
        /// As in the settings.
        expected: String,
        /// As it calls itself.
        found: String,
    },
    /// The provider names an address that is not safe to talk to.
    UnsafeAddress {
        /// The name of the address in its description.
        what: &'static str,
    },
    /// The provider cannot do what we need: PKCE with S256, or the authorisation code flow.
    NotSupported(&'static str),
    /// The person stopped, or the provider refused. The code is one of OAuth 2.0.
    Refused(String),
    /// The answer does not belong to the sign-in that was begun here.
    OtherState,
    /// The sign-in was begun too long ago.
    TooLate,
    /// The answer has neither a code nor an error.
    NoCode,
    /// The ID token will not do.
    Token(TokenFault),
    /// The answer lacks a claim that is needed, or it is not of the right form.
    BadClaim {
        /// Where it should stand.
        claim: String,
    },
    /// The provider is not sure enough of who it is.
    AssuranceTooLow {
        /// What it says, if it is a level that the settings know.
        found: Option<String>,
        /// The lowest level that will do.
        minimum: String,
    },
    /// Our own private key could not sign.
    CannotSign,
}

/// What is wrong with an ID token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// No token of three parts with a header and claims.
    Malformed(&'static str),
    /// Signed in a way that we do not accept, or not at all.
    AlgorithmRefused(String),
    /// Signed with a key that the provider does not publish.
    UnknownKey,
    /// The signature is not of this token.
    BadSignature,
    /// From another provider.
    WrongIssuer,
    /// For somebody else.
    WrongAudience,
    /// Given to another party.
    WrongAuthorisedParty,
    /// No longer valid.
    Expired,
    /// Made later than now.
    FromTheFuture,
    /// Made before this sign-in was begun.
    MadeEarlier,
    /// Not the answer to this sign-in.
    WrongNonce,
}

impl From<TokenFault> for OidcError {
    fn from(fault: TokenFault) -> Self {
        Self::Token(fault)
    }
}

impl fmt::Display for OidcError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable { what, why } => {
                write!(formatter, "the provider does not give {what}: {why}; try again later")
            }
            Self::NotUnderstood { what, why } => {
                write!(formatter, "{what} of the provider is not as it should be: {why}")
            }
            Self::OtherIssuer { expected, found } => write!(
                formatter,
                "the provider calls itself `{found}`, the settings call it `{expected}`: correct `issuer` in the settings"
            ),
            Self::UnsafeAddress { what } => {
                write!(formatter, "`{what}` in the description of the provider is no https address: tell the provider")
            }
            Self::NotSupported(what) => write!(formatter, "the provider does not support {what}: ask it for that"),
            Self::Refused(code) => write!(formatter, "the provider refused (`{code}`): begin again"),
            Self::OtherState => {
                formatter.write_str("this answer does not belong to the sign-in that was begun here: begin again")
            }
            Self::TooLate => formatter.write_str("the sign-in was begun too long ago: begin again"),
            Self::NoCode => {
                formatter.write_str("the provider sent the person back with neither a code nor an error: begin again")
            }
            Self::Token(fault) => write!(formatter, "the ID token is refused: {fault}; begin again"),
            Self::BadClaim { claim } => write!(
                formatter,
                "the claim `{claim}` is missing or not of the right form: see `claims` in the settings, and what the \
                 provider gives"
            ),
            Self::AssuranceTooLow { found, minimum } => write!(
                formatter,
                "the level of assurance is {}, and has to be at least `{minimum}`: sign in with a stronger means",
                found.as_ref().map_or("unknown".to_owned(), |found| format!("`{found}`"))
            ),
            Self::CannotSign => {
                formatter.write_str("our own private key could not sign: see `authentication` in the settings")
            }
        }
    }
}

impl fmt::Display for TokenFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(formatter, "{what}"),
            Self::AlgorithmRefused(name) => {
                write!(formatter, "it is signed with `{name}`; only RS256, PS256 and ES256 are accepted")
            }
            Self::UnknownKey => formatter.write_str("it is signed with a key that the provider does not publish"),
            Self::BadSignature => formatter.write_str("the signature is wrong"),
            Self::WrongIssuer => formatter.write_str("it is from another provider"),
            Self::WrongAudience => formatter.write_str("it is meant for somebody else"),
            Self::WrongAuthorisedParty => formatter.write_str("it was given to another party"),
            Self::Expired => formatter.write_str("it is no longer valid"),
            Self::FromTheFuture => formatter.write_str("it was made later than now (see that both clocks are right)"),
            Self::MadeEarlier => formatter.write_str("it was made before this sign-in was begun"),
            Self::WrongNonce => formatter.write_str("it is not the answer to this sign-in"),
        }
    }
}

impl Error for OidcError {}

impl Error for TokenFault {}
