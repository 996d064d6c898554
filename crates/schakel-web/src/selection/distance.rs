//! How far support is from a municipality: between label points, as the crow flies, in whole kilometres. Only for
//! putting results in order; nobody travels by these figures.

use schakel_register::{Id, Pack, Support};

/// Kilometres in a degree of latitude, and in a degree of longitude at the equator.
const KM_PER_DEGREE: i64 = 111;

/// Support without a place of its own that works where the firm is stands among the facilities at about this
/// distance: an adviser of the region is nearer than a machine at the other end of the country.
const WORKS_THERE_KM: u64 = 30;

/// A point in thousandths of a degree, north and east.
type Point = (i64, i64);

/// Distances to one municipality.
pub struct Nearness<'a> {
    pack: &'a Pack,
    point: Point,
    areas_around: Vec<Id>,
}

impl<'a> Nearness<'a> {
    /// Distances to a municipality; `None` when the pack has no point for it.
    pub fn to(municipality: &str, pack: &'a Pack) -> Option<Self> {
        let point = pack.municipalities.get(municipality)?.position?;
        Some(Nearness { pack, point, areas_around: pack.areas_around(municipality) })
    }

    /// The distance to a piece of support; the largest number when it is not known.
    pub fn km_to(&self, support: &Support) -> u64 {
        let municipality = support.place.municipality.as_ref().and_then(|it| self.pack.municipalities.get(it));
        if let Some(point) = municipality.and_then(|it| it.position) {
            return km_between(self.point, point);
        }
        let works_there = support.areas.iter().any(|(area, _)| self.areas_around.contains(area));
        if works_there && municipality.is_none() { WORKS_THERE_KM } else { u64::MAX }
    }
}

fn km_between(from: Point, to: Point) -> u64 {
    let north = from.0.abs_diff(to.0);
    let east = from.1.abs_diff(to.1);
    // A degree of longitude shrinks with the cosine of the latitude, here by Bhaskara's fraction, which is right to
    // two parts in a thousand.
    let latitude_degrees = (from.0.saturating_add(to.0) / 2000).clamp(-90, 90);
    let squared = latitude_degrees * latitude_degrees;
    let cosine = (32_400 - 4 * squared, 32_400 + squared);
    let thousandths = |degrees: u64| i64::try_from(degrees).unwrap_or(i64::MAX).saturating_mul(KM_PER_DEGREE);
    let north_m = thousandths(north);
    let east_m = thousandths(east).saturating_mul(cosine.0) / cosine.1;
    let squared_m = north_m.unsigned_abs().saturating_pow(2).saturating_add(east_m.unsigned_abs().saturating_pow(2));
    squared_m.isqrt() / 1000
}
