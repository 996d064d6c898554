//! How far two municipalities lie apart, well enough to put organisations in order; not for travel costs.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::directory::{Directory, Profile};

/// How near an organisation is to a firm. The order is from near to far; not known comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distance {
    /// Kilometres as the crow flies between the middles of two municipalities, when the seat is known.
    Kilometres(u32),
    /// No seat is known; the smallest area around the firm in which it works, 0 for the municipality itself.
    Rings(u32),
    /// Neither is known.
    Unknown,
}

/// How far the organisation is from the municipality.
pub fn distance(directory: &Directory, profile: &Profile, municipality: Option<&Code>) -> Distance {
    let Some(here) = municipality.and_then(|it| directory.locality(it)) else { return Distance::Unknown };
    let seat = profile.seat.as_ref().and_then(|it| directory.locality(it));
    if let (Some(from), Some(to)) = (here.position, seat.and_then(|it| it.position)) {
        return Distance::Kilometres(kilometres(from, to));
    }
    let ring = here.around.iter().position(|area| profile.areas.contains(area));
    ring.and_then(|it| u32::try_from(it).ok()).map_or(Distance::Unknown, Distance::Rings)
}

/// Kilometres between two points in thousandths of a degree, on a sphere of 111.19 km a degree. The cosine of the mean
/// latitude is Bhaskara's rational one (off by at most 0.2 %), so that the answer is the same on every machine.
fn kilometres(from: (i64, i64), to: (i64, i64)) -> u32 {
    let north = from.0.saturating_sub(to.0);
    let east = from.1.saturating_sub(to.1);
    let latitude = (from.0.saturating_add(to.0) / 2).clamp(-90_000, 90_000);
    let square = latitude.saturating_mul(latitude) / 1_000_000;
    let east = east.saturating_mul(32_400 - 4 * square) / (32_400 + square);
    let thousandths = north.saturating_mul(north).saturating_add(east.saturating_mul(east)).unsigned_abs().isqrt();
    u32::try_from(thousandths.saturating_mul(111_190) / 1_000_000).unwrap_or(u32::MAX)
}
