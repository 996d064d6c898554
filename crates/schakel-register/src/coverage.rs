//! Which municipalities of the region a service reaches, and which it does not.

use crate::honest::Qualifier;
use crate::pack::{Municipality, Pack};
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

/// How a service reaches every municipality of a province.
pub fn coverage<'a>(support: &Support, province: &str, pack: &'a Pack) -> Vec<Coverage<'a>> {
    let of_province = pack.municipalities.values().filter(|it| &*it.province == province);
    let reach = |municipality: &'a Municipality| {
        let around = pack.areas_around(&municipality.id);
        let through = support.areas.iter().find(|(area, _)| around.contains(area)).cloned();
        Coverage { municipality, through }
    };
    of_province.map(reach).collect()
}
