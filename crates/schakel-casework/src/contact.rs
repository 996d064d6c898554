//! Contact moments, typed as the agenda of 2016 asks (source 002, section 8): information, helpdesk, activation;
//! individual or collective; digital, by telephone, in person. What they add up to lives in `activity`.

use schakel_time::DateTime;
use serde::{Deserialize, Serialize};

use crate::code::{OrganisationId, PersonRef};

/// What a contact was for. The paper gives the helpdesk no mode, so it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// Voorlichting.
    Information(Mode),
    /// Helpdeskfunctie.
    Helpdesk,
    /// Innovatie-activering.
    Activation(Mode),
}

/// With one firm or with several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// One firm.
    Individual,
    /// A meeting, a mailing.
    Collective,
}

/// How the contact was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// E-mail, chat, a video call, the portal.
    Digital,
    /// By telephone.
    Telephone,
    /// Face to face.
    Personal,
}

/// What came of it. Source 004 counts firms that advisers «bereiken/begeleiden/doorverwijzen» apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nobody answered.
    NotReached,
    /// Spoken to; no wish for more. Never a reason to refuse later.
    Declined,
    /// Spoken to.
    Reached,
    /// Helped on by the one who spoke.
    Guided,
    /// Brought to somebody else.
    Referred,
}

/// A contact between an organisation and a firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// When.
    pub at: DateTime,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Who of it, when known.
    pub person: Option<PersonRef>,
    /// What for, how and with what effect.
    pub moment: ContactMoment,
}

/// What for, how and with what effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContactMoment {
    /// What for.
    pub service: Service,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub effect: Effect,
}

impl Effect {
    /// Whether the firm was spoken to.
    pub fn is_reached(self) -> bool {
        self != Effect::NotReached
    }
}
