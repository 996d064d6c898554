//! Whom to call when no support names somebody: the front door, or else the nearest organisation with one of the roles
//! that the pack names.

use schakel_register::{Id, Organisation, Pack};

use crate::firm::Firm;
use crate::matcher::Contact;

/// The person at the end of every route.
pub(super) fn person_to_call(firm: &Firm<'_>, pack: &Pack) -> Option<Contact> {
    let door = firm.front_door.as_ref().map(|door| Contact { organisation: Id::clone(door), is_front_door: true });
    door.or_else(|| nearest_with_role(firm, pack))
}

/// The first role counts most; within a role, the organisation that works in the smallest area around the firm.
fn nearest_with_role(firm: &Firm<'_>, pack: &Pack) -> Option<Contact> {
    let around = firm.areas_around(pack);
    // Areas around a firm come from small to large.
    let distance = |it: &Organisation| around.iter().position(|area| it.areas.iter().any(|(of, _)| of == area));
    let with_role = |role: &Id| {
        let organisations = pack.organisations.values().filter(move |it| it.roles.contains(role));
        let near = organisations.filter_map(|it| Some((distance(it)?, &it.id)));
        near.min().map(|(_, id)| Contact { organisation: Id::clone(id), is_front_door: false })
    };
    pack.settings.roadmap.contact_roles.iter().find_map(with_role)
}
