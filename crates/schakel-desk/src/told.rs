//! What stands in the outbox: codes and numbers. The words, and the secrets of links, are made when it is sent.

use schakel_casework::{Message, ReferralNumber};
use schakel_schemes::ApplicationNumber;
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
    /// Something about an application for a grant.
    Application {
        /// Which one.
        application: ApplicationNumber,
        /// What.
        news: ApplicationNews,
    },
}

/// What there is to tell of an application; the words come from the application as it stands when the mail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationNews {
    /// Somebody began or asked for the link: with it one goes on filling in.
    Link,
    /// A firm is asked to take part.
    Invited,
    /// A partner answered.
    PartnerAnswered,
    /// It was received; the mail is the receipt.
    Received,
    /// It has to be completed.
    Incomplete,
    /// It was found complete.
    Complete,
    /// The decision takes longer.
    Delayed,
    /// The decision is there.
    Decided,
    /// The decision on an objection is there.
    ObjectionDecided,
    /// The grant was settled or withdrawn.
    Settled,
}
