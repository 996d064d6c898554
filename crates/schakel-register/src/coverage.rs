//! Which municipalities of the region a service reaches, and which it does not.

use crate::honest::Qualifier;
use crate::pack::Pack;
use crate::place::Municipality;
use crate::source::Id;
use crate::support::Support;

/// A municipality and how a service reaches it.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    /// The municipality.
    pub municipality: &'a Municipality,
    /// The area of the service that the municipality lies in, and how certain that is; `None`: not reached.
    pub through: Option<(Id, Qualifier)>,
}

/// How a service reaches every municipality of a province. Of several areas in which a municipality lies the most
/// certain one counts, and of these the smallest. Where a service works may not be known at all
/// ([`Support::areas`] is empty): then nothing is reached, as far as the pack knows.
pub fn coverage<'a>(support: &Support, province: &str, pack: &'a Pack) -> Vec<Coverage<'a>> {
    let of_province = pack.municipalities.values().filter(|it| &*it.province == province);
    let reach = |municipality: &'a Municipality| {
        let around = pack.qualified_areas_around(&municipality.id);
        let served = around.into_iter().filter_map(|(area, inside)| {
            let (_, works) = support.areas.iter().find(|(it, _)| *it == area)?;
            Some((area, weaker(inside, *works)))
        });
        Coverage { municipality, through: served.min_by_key(|(_, qualifier)| *qualifier) }
    };
    of_province.map(reach).collect()
}

/// Of two links in a chain the weaker one says how certain the chain is.
fn weaker(left: Qualifier, right: Qualifier) -> Qualifier {
    left.max(right)
}
