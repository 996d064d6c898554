//! Who helps firms with a piece of support, as sources state it, and the parts of the country where no source names
//! anybody. Whom a firm calls about its plan is decided in `schakel-guide`.

use crate::pack::{Connection, Organisation, Pack};
use crate::place::Region;
use crate::support::Support;

/// The kind of connection from an organisation to the support that it helps firms with; code of `edge-kinds`.
const HELPS_WITH: &str = "helps-with";

/// European programmes work through calls and partners, so that a firm needs somebody to find its way: the kind, code of
/// `kinds`, and the level, code of `levels`.
const EUROPEAN_PROGRAMME: (&str, &str) = ("programme", "eu");

/// An organisation that helps firms with a piece of support, and where that is said.
#[derive(Clone, Copy, Debug)]
pub struct Helper<'a> {
    /// The organisation.
    pub organisation: &'a Organisation,
    /// What it comes down to, with its source.
    pub connection: &'a Connection,
}

/// The organisations that help firms with a piece of support, in the order of the pack.
pub fn helpers<'a>(support: &str, pack: &'a Pack) -> Vec<Helper<'a>> {
    let helping = pack.connections.iter().filter(|it| &*it.kind == HELPS_WITH && &*it.to == support);
    let helper = |connection: &'a Connection| {
        let organisation = pack.organisations.get(&connection.from)?;
        Some(Helper { organisation, connection })
    };
    helping.filter_map(helper).collect()
}

/// The landsdelen where a European programme works and no source names an organisation that helps firms with it: the
/// white spots. An organisation of which nobody knows where it works fills none. Other support has no white spots: a
/// firm asks it of who provides it.
pub fn white_spots<'a>(support: &Support, pack: &'a Pack) -> Vec<&'a Region> {
    if (&*support.kind, support.level.as_deref().unwrap_or("")) != EUROPEAN_PROGRAMME {
        return Vec::new();
    }
    let helpers = helpers(&support.id, pack);
    let is_white = |landsdeel: &&Region| {
        let around = pack.areas_overlapping(&landsdeel.id);
        let works_here = support.areas.iter().any(|(area, _)| around.contains(area));
        let helps_here = |it: &Helper<'_>| it.organisation.areas.iter().any(|(area, _)| around.contains(area));
        works_here && !helpers.iter().any(helps_here)
    };
    pack.regions.iter().filter(|region| region.kind == "landsdeel").filter(is_white).collect()
}
