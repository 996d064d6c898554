//! Whether a result reaches its target, when either may be a bound. Where the result comes from lives elsewhere.

use schakel_register::{Honest, Qualifier};

/// What may be said of a result beside its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Achievement {
    /// Reached, for every number that the result can stand for.
    Achieved,
    /// Not reached, for every number that the result can stand for.
    NotAchieved,
    /// The result is a bound or an approximation that leaves both open.
    Undecided,
    /// The result, or the target, is not known yet.
    NotKnownYet,
}

/// Compares a result with a target. A target is the least that is wanted, unless it says "at most" or "less than".
pub fn achievement(result: &Honest, target: &Honest) -> Achievement {
    let (Some(reached), Some(wanted)) = (result.value, target.value) else { return Achievement::NotKnownYet };
    let (floor, ceiling) = bounds(result.qualifier);
    let (reached_at_least, reached_at_most) = match target.qualifier {
        Qualifier::MoreThan => {
            (reached > wanted || (reached == wanted && floor == Some(Edge::Outside)), reached <= wanted)
        }
        _ => (reached >= wanted, reached < wanted || (reached == wanted && ceiling == Some(Edge::Outside))),
    };
    let (kept_below, broken_above) = match target.qualifier {
        Qualifier::LessThan => {
            (reached < wanted || (reached == wanted && ceiling == Some(Edge::Outside)), reached >= wanted)
        }
        _ => (reached <= wanted, reached > wanted || (reached == wanted && floor == Some(Edge::Outside))),
    };
    let is_cap = matches!(target.qualifier, Qualifier::AtMost | Qualifier::LessThan);
    let (yes, no) = if is_cap {
        (ceiling.is_some() && kept_below, floor.is_some() && broken_above)
    } else {
        (floor.is_some() && reached_at_least, ceiling.is_some() && reached_at_most)
    };
    match (yes, no) {
        (true, _) => Achievement::Achieved,
        (_, true) => Achievement::NotAchieved,
        _ => Achievement::Undecided,
    }
}

/// Whether the number itself still belongs to what a bound allows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Inside,
    Outside,
}

/// From below and from above: whether a figure is bounded there.
fn bounds(qualifier: Qualifier) -> (Option<Edge>, Option<Edge>) {
    match qualifier {
        Qualifier::Exact | Qualifier::Inferred => (Some(Edge::Inside), Some(Edge::Inside)),
        Qualifier::MoreThan => (Some(Edge::Outside), None),
        Qualifier::AtLeast => (Some(Edge::Inside), None),
        Qualifier::LessThan => (None, Some(Edge::Outside)),
        Qualifier::AtMost | Qualifier::PartOf => (None, Some(Edge::Inside)),
        Qualifier::About | Qualifier::Provisional | Qualifier::Possible | Qualifier::Intention | Qualifier::Unknown => {
            (None, None)
        }
    }
}
