//! What goes into an allocation: the applications and the rules of the round. How the rules are carried out is not here.

use std::collections::{BTreeMap, BTreeSet};

use schakel_criteria::Number;
use schakel_register::{AtCeiling, Cents, Id};
use schakel_time::DateTime;

use crate::allocation::balance::Ceilings;
use crate::allocation::committee::Advice;
use crate::number::ApplicationNumber;

/// An application as far as the allocation looks at it. What was refused on its content or withdrawn is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Its number.
    pub application: ApplicationNumber,
    /// When it came in.
    pub received_at: DateTime,
    /// When everything was there; none while something is missing (Awb 4:5).
    pub complete_at: Option<DateTime>,
    /// The grant that it would get with room enough: within the rates and the highest amount of the scheme.
    pub requested: Cents,
    /// The parts of the round that it belongs to: theme, area, size.
    pub parts: BTreeSet<Id>,
    /// Points per criterion of the ranking.
    pub points: BTreeMap<Id, Number>,
    /// By how much a criterion counts more heavily for this application in the ranking; 1 where nothing is said.
    pub factors: BTreeMap<Id, Number>,
    /// What the committee advised, where one advises.
    pub advice: Option<Advice>,
}

impl Lot {
    /// A complete application without parts, points or advice.
    pub fn complete(application: ApplicationNumber, received_at: DateTime, requested: Cents) -> Self {
        Lot {
            application,
            received_at,
            complete_at: Some(received_at),
            requested,
            parts: BTreeSet::new(),
            points: BTreeMap::new(),
            factors: BTreeMap::new(),
            advice: None,
        }
    }

    /// Whether it needs points before a ranking can be made: nothing is missing and nothing stands against it.
    pub(super) fn needs_points(&self) -> bool {
        self.complete_at.is_some() && self.advice != Some(Advice::Negative)
    }

    /// The moment that counts as receipt: when it was complete (Kaderbesluit nationale EZ-subsidies, article 27,
    /// paragraph 1). None while something is missing.
    pub fn counts_from(&self) -> Option<DateTime> {
        self.complete_at.map(|complete_at| complete_at.max(self.received_at))
    }
}

/// How the money of a round is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How much there is.
    pub ceilings: Ceilings,
    /// Who gets it.
    pub procedure: Procedure,
}

/// The ways of article 17 of the Kaderbesluit nationale EZ-subsidies that are decided here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Procedure {
    /// One after the other, until there is no more.
    InTurn {
        /// Who comes first.
        order: Order,
        /// What happens to the first that does not fit, and to those after it.
        at_ceiling: AtCeiling,
    },
    /// Everybody the same part of what was asked.
    ProRata,
}

/// Who comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// The moment that counts as receipt; of the same moment the lower number.
    Receipt,
    /// The day that counts as receipt; a draw on the day on which not everything fits (Kaderbesluit, article 27,
    /// paragraph 2).
    CompleteDay,
    /// A draw among everybody (Kaderbesluit, article 28a).
    Draw,
    /// The most points (Kaderbesluit, article 28).
    Ranking(Ranking),
}

/// A ranking by points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// What is scored.
    pub criteria: Vec<Criterion>,
    /// The fewest points in all, weighted, with which an application is not refused.
    pub minimum: Option<Number>,
    /// The criteria that decide between equal totals, the first one first.
    pub ties: Vec<Id>,
    /// What decides when these are equal too.
    pub last: LastTie,
}

/// One criterion of a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its identifier.
    pub id: Id,
    /// How heavily it counts.
    pub weight: Number,
    /// The most points.
    pub maximum: Number,
    /// The fewest points with which an application is not refused.
    pub minimum: Option<Number>,
}

/// What decides between applications that are equal in everything that is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastTie {
    /// Who was complete first.
    Receipt,
    /// A draw, where they do not all fit.
    Draw,
}
