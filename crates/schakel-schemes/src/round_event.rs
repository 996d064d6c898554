//! What happened to a round, as plain data for a journal: its ceilings, the proof of its draw, what its applications count
//! with and how its money was divided. What happened to one application is in its own events.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{Actor, Code};
use schakel_register::Cents;
use schakel_time::DateTime;
use serde::{Deserialize, Serialize};

use crate::allocation::{Decision, Outcome, Refusal};
use crate::application::RefusalGround;
use crate::draw::PublishedDraw;
use crate::limits::ReviewReason;
use crate::merits::Merits;
use crate::number::ApplicationNumber;

/// The form of an event of a round. A reader that does not know one refuses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RoundFormat {
    /// The first.
    #[default]
    #[serde(rename = "round-1")]
    Round1,
}

/// Something that happened to a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundEvent {
    /// The form.
    pub format: RoundFormat,
    /// The round of the pack.
    pub round: Code,
    /// When, Dutch time.
    pub at: DateTime,
    /// Who did it.
    pub by: Actor,
    /// What changed.
    pub change: RoundChange,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoundChange {
    /// The ceilings were set, from the data of the round.
    CeilingsSet {
        /// Of the whole round.
        round: Cents,
        /// Of its parts.
        parts: BTreeMap<String, Cents>,
    },
    /// The commitment to the seed of the draw was published: SHA-256, hexadecimal.
    CommitmentPublished(String),
    /// Lots were drawn.
    Drawn(PublishedDraw),
    /// It was found what an application counts with.
    Assessed {
        /// Which application.
        application: ApplicationNumber,
        /// What it counts with.
        merits: Merits,
    },
    /// A grant that followed from the division falls out: all of it, for these reasons.
    FellOut {
        /// Which application.
        application: ApplicationNumber,
        /// Why.
        grounds: BTreeSet<RefusalGround>,
    },
    /// A grant waits until somebody has looked at it.
    HeldUp {
        /// Which application.
        application: ApplicationNumber,
        /// Why.
        reasons: BTreeSet<ReviewReason>,
    },
    /// The money was divided; the decisions follow from it.
    Divided {
        /// The grants together.
        granted: Cents,
        /// Per application, in the order of the list.
        decisions: Vec<Divided>,
    },
}

/// What one application gets in a division.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divided {
    /// The application.
    pub application: ApplicationNumber,
    /// Its place on the list, counted from one: the best and the worst that it can be.
    pub place: Option<(usize, usize)>,
    /// What it gets; nothing when it is refused.
    pub granted: Cents,
    /// Why it gets nothing.
    pub grounds: BTreeSet<RefusalGround>,
}

/// The ground under which a negative advice stands.
const COMMITTEE_ADVICE: &str = "committee-advice";

impl Divided {
    /// What a decision comes to; `None` while something is missing.
    pub fn new(decision: &Decision) -> Option<Self> {
        let ground = match &decision.outcome {
            Outcome::Incomplete => return None,
            Outcome::Granted(_) | Outcome::GrantedInPart(_) => None,
            Outcome::Refused(Refusal::NoRoom(_) | Refusal::ListEnded { .. }) => Some(RefusalGround::CeilingReached),
            Outcome::Refused(Refusal::BelowMinimum { criterion, .. }) => {
                Some(RefusalGround::CriterionBelowMinimum(Code::new(criterion).ok()?))
            }
            Outcome::Refused(Refusal::BelowMinimumInAll { .. }) => Some(RefusalGround::TotalBelowMinimum),
            Outcome::Refused(Refusal::NegativeAdvice) => {
                Some(RefusalGround::Criterion(Code::new(COMMITTEE_ADVICE).ok()?))
            }
        };
        Some(Divided {
            application: decision.application,
            place: decision.place.map(|it| (it.first, it.last)),
            granted: decision.outcome.granted(),
            grounds: ground.into_iter().collect(),
        })
    }
}
