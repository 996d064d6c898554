//! Who helps with what was asked: the front door of the firm, and the organisations that the question led to.

use schakel_criteria::FactSet;
use schakel_register::{Id, Pack};
use schakel_search::{Found, RecordKind};

use crate::advice::ranking::most_relevant;
use crate::advice::{Person, why};
use crate::firm::AreaSize;
use crate::matcher::Matcher;

/// The front door first, then who else helps and is not at work elsewhere, best first.
pub(super) fn people(found: &Found, facts: &FactSet, door: Option<&Id>, matcher: &Matcher<'_>) -> Vec<Person> {
    let works_here = |id: &Id| {
        let organisation = matcher.pack().organisations.get(id);
        organisation.is_some_and(|it| it.areas.is_empty() || matcher.nearness(facts, &it.areas) != AreaSize::Elsewhere)
    };
    let door = door.map(|id| Person { organisation: Id::clone(id), why: None });
    let hits = most_relevant(found, RecordKind::Organisation).into_iter();
    let hits = hits.filter(|hit| works_here(&hit.record) && can_be_asked(&hit.record, matcher.pack()));
    let mut people: Vec<Person> = door.into_iter().collect();
    for hit in hits {
        if !people.iter().any(|person| person.organisation == hit.record) {
            people.push(Person { organisation: Id::clone(&hit.record), why: Some(why(hit, found)) });
        }
    }
    people
}

/// Whether a source names something that one can ask an organisation for: a role, or support that it gives.
fn can_be_asked(id: &Id, pack: &Pack) -> bool {
    let has_role = pack.organisations.get(id).is_some_and(|it| !it.roles.is_empty());
    has_role || pack.support.values().any(|it| it.contact.as_ref() == Some(id) || it.provider.as_ref() == Some(id))
}
