//! What stands in the outbox: codes and numbers. The words, and the secrets of links, are made when it is sent.

use schakel_casework::{Message, ReferralNumber};
use serde::{Deserialize, Serialize};

/// Something to tell somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// What the process of a case asks to tell.
    Case(Message),
    /// A link with which to sign in.
    SignIn,
    /// A new link to a referral, because the old one expired.
    ReferralLink(ReferralNumber),
    /// A new link to a question of one's own.
    OwnLink,
    /// Somebody wrote a message in a case.
    Written,
    /// Somebody was given a role, and can sign in from now on.
    Invited,
    /// A role was asked for somebody, and needs a second administrator.
    RoleAsked,
}
