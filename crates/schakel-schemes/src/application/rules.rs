//! What a round asks of the process of an application. The values come from the round in the pack, each with its legal
//! source there.

use schakel_casework::{Code, OrganisationId};
use schakel_register::Cents;
use schakel_time::{Date, DateTime};

use super::content::Completeness;
use crate::after::GrantRules;
use crate::terms::{DecisionTerm, Length, TermBasis};

/// From when the term for a decision runs (Kaderbesluit 26(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionClock {
    /// From the receipt of the application.
    Receipt,
    /// From the last day of the window.
    Closing,
}

/// The term for a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionRule {
    /// How long it is.
    pub within: Length,
    /// From when.
    pub clock: DecisionClock,
    /// Whether a rule of law gives it, or what is reasonable.
    pub basis: TermBasis,
    /// By how much it can be extended, once; `None`: not at all.
    pub extend_by: Option<Length>,
}

/// What one round asks of the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRules {
    /// The round of the pack.
    pub round: Code,
    /// The organisation that carries it out.
    pub executor: OrganisationId,
    /// The first moment on which an application can be received.
    pub opens_at: DateTime,
    /// The first moment on which it no longer can.
    pub closes_at: DateTime,
    /// The least that can be asked for.
    pub requested_min: Option<Cents>,
    /// The most that can be asked for.
    pub requested_max: Option<Cents>,
    /// How many partners there must be beside the applicant.
    pub partners_min: u32,
    /// What makes an application complete.
    pub completeness: Completeness,
    /// How long an applicant gets to complete it (Awb 4:5).
    pub repair_within: Length,
    /// The term for a decision.
    pub decision: DecisionRule,
    /// Whether a committee advises on objections (Awb 7:13), which gives twelve weeks instead of six.
    pub objection_committee: bool,
    /// What holds after a grant.
    pub grant: GrantRules,
}

impl ApplicationRules {
    /// The last day of the window.
    pub fn last_day(&self) -> Date {
        schakel_time::add_minutes(self.closes_at, -1).date()
    }

    /// The term for a decision on an application that is received then.
    pub(crate) fn term(&self, received_at: DateTime) -> DecisionTerm {
        let start = match self.decision.clock {
            DecisionClock::Receipt => received_at.date(),
            DecisionClock::Closing => self.last_day(),
        };
        DecisionTerm::new(start, self.decision.within, self.decision.basis)
    }
}
