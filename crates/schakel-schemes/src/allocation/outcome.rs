//! What comes out of an allocation: for every application what it gets and why, and the arithmetic of the ceilings. How
//! it is decided is not here.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use schakel_criteria::Number;
use schakel_register::{Cents, Id};

use crate::allocation::balance::{Balances, Ceiling, Shortage};
use crate::number::ApplicationNumber;

/// The division of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// One for each application: those with a place first, in its order; then the others, by number.
    pub decisions: Vec<Decision>,
    /// What was granted and what is left under each ceiling.
    pub balances: Balances,
}

impl Allocation {
    /// The sum of everything granted.
    pub fn granted(&self) -> Cents {
        self.decisions.iter().map(|it| it.outcome.granted()).sum()
    }

    /// Who comes next when there is more: refused for want of room, in order.
    pub fn reserve(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().filter(|it| it.outcome.is_for_want_of_room())
    }

    /// The decision on one application.
    pub fn of(&self, application: ApplicationNumber) -> Option<&Decision> {
        self.decisions.iter().find(|it| it.application == application)
    }

    /// For whom another division of the same applications comes out differently, by number.
    pub fn changes(&self, other: &Allocation) -> Vec<Difference> {
        let after: BTreeMap<_, _> = other.decisions.iter().map(|it| (it.application, &it.outcome)).collect();
        let mut changes: Vec<Difference> = self
            .decisions
            .iter()
            .filter_map(|it| Some((it, *after.get(&it.application)?)))
            .filter(|(it, after)| it.outcome.granted() != after.granted())
            .map(|(it, after)| Difference {
                application: it.application,
                before: it.outcome.clone(),
                after: after.clone(),
            })
            .collect();
        changes.sort_by_key(|it| it.application);
        changes
    }
}

/// What one application gets in two divisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The application.
    pub application: ApplicationNumber,
    /// In the first division.
    pub before: Outcome,
    /// In the second.
    pub after: Outcome,
}

/// What was decided on one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The application.
    pub application: ApplicationNumber,
    /// What was asked.
    pub requested: Cents,
    /// Its place on the list; none when it is not on it.
    pub place: Option<Place>,
    /// Its points in the ranking, weighted; none without a ranking.
    pub points: Option<Number>,
    /// What comes of it.
    pub outcome: Outcome,
    /// What was left under each of its ceilings when its turn came; empty when it had no turn.
    pub room: Vec<Room>,
}

/// A place on the list, counted from one. First and last differ as long as no draw was needed to tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The best that it can be.
    pub first: usize,
    /// The worst that it can be.
    pub last: usize,
}

/// What was left under one ceiling when an application had its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Which ceiling.
    pub ceiling: Ceiling,
    /// What was left before.
    pub before: Cents,
    /// What was left after.
    pub after: Cents,
}

/// What comes of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It gets what it asked.
    Granted(Cents),
    /// It gets less than it asked.
    GrantedInPart(Cents),
    /// It gets nothing.
    Refused(Refusal),
    /// Something is missing: there is no outcome yet.
    Incomplete,
}

impl Outcome {
    /// What it gets.
    pub fn granted(&self) -> Cents {
        match self {
            Self::Granted(amount) | Self::GrantedInPart(amount) => *amount,
            Self::Refused(_) | Self::Incomplete => Cents::ZERO,
        }
    }

    /// Whether more money could help.
    pub fn is_for_want_of_room(&self) -> bool {
        matches!(self, Self::Refused(Refusal::NoRoom(_) | Refusal::ListEnded { .. }))
    }
}

/// Why an application gets nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It did not fit.
    NoRoom(Shortage),
    /// The list had ended.
    ListEnded {
        /// Under which ceiling.
        ceiling: Ceiling,
        /// With which application: the first that did not fit whole.
        with: ApplicationNumber,
    },
    /// Too few points on a criterion.
    BelowMinimum {
        /// The criterion.
        criterion: Id,
        /// The points.
        points: Number,
        /// The fewest that were needed.
        minimum: Number,
    },
    /// Too few points in all.
    BelowMinimumInAll {
        /// The points, weighted.
        points: Number,
        /// The fewest that were needed.
        minimum: Number,
    },
    /// The committee advised against it.
    NegativeAdvice,
}

/// Why there can be no division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllocationError {
    /// The input is wrong: every mistake.
    Mistakes(Vec<Mistake>),
    /// Not all of these fit and they are equal: lots must be drawn first. In order of number.
    DrawNeeded(Vec<ApplicationNumber>),
    /// Two draws put these applications in different orders.
    DrawsDisagree(Vec<ApplicationNumber>),
}

/// One mistake in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A ceiling below nothing.
    CeilingBelowNothing(Ceiling),
    /// An application is there twice.
    Twice(ApplicationNumber),
    /// An application asks nothing or less.
    NothingRequested(ApplicationNumber),
    /// What is asked in all is more than can be counted.
    TooMuchRequested,
    /// An application has no points on a criterion: it could still rank above others.
    NotScored(ApplicationNumber, Id),
    /// Points below nothing or above the most that the criterion allows, or too long to count with.
    PointsOutOfRange(ApplicationNumber, Id),
    /// A weight or factor below nothing, or a tie rule that names a criterion that is not scored.
    Criterion(Id),
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CeilingBelowNothing(ceiling) => write!(formatter, "{ceiling} is below nothing"),
            Self::Twice(application) => write!(formatter, "application {application} is there twice"),
            Self::NothingRequested(application) => write!(formatter, "application {application} asks nothing"),
            Self::TooMuchRequested => formatter.write_str("what is asked in all is more than can be counted"),
            Self::NotScored(application, criterion) => {
                write!(formatter, "application {application} has no points on `{criterion}`")
            }
            Self::PointsOutOfRange(application, criterion) => {
                write!(formatter, "the points of application {application} on `{criterion}` cannot be")
            }
            Self::Criterion(criterion) => {
                write!(formatter, "`{criterion}` has a weight below nothing, or decides ties without being scored")
            }
        }
    }
}

impl fmt::Display for AllocationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mistakes(mistakes) => {
                let lines: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
                formatter.write_str(&lines.join("\n"))
            }
            Self::DrawNeeded(applications) => write!(
                formatter,
                "{} applications are equal and do not all fit: draw lots among them first ({})",
                applications.len(),
                listed(applications)
            ),
            Self::DrawsDisagree(applications) => write!(
                formatter,
                "two draws put the same applications in different orders: give only the one that holds ({})",
                listed(applications)
            ),
        }
    }
}

impl Error for AllocationError {}

/// The numbers, cut after ten.
fn listed(applications: &[ApplicationNumber]) -> String {
    let first: Vec<String> = applications.iter().take(10).map(ApplicationNumber::to_string).collect();
    let more = if applications.len() > first.len() { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}
