//! The facts that the words of a question give: where the firm is, and where its partner is. A fact that was given counts
//! above what was understood, and what is not certain is left alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use schakel_criteria::{FactId, FactSet, Value};
use schakel_register::{Id, Pack, Region};
use schakel_search::{Area, Found, FoundPlace};

use crate::matcher::Matcher;
use crate::possible::contradicts;

/// A fact that was taken from the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The fact.
    pub fact: FactId,
    /// Its value.
    pub value: Value,
    /// The words of the question that say so.
    pub words: String,
}

/// What is known of the firm with what the question adds to it.
pub(super) fn facts(
    found: &Found,
    given: &FactSet,
    without: &BTreeSet<FactId>,
    matcher: &Matcher<'_>,
) -> (FactSet, Vec<Understood>) {
    let mut facts = given.clone();
    let mut understood = Vec::new();
    for it in home(found, given, matcher).into_iter().chain(abroad(found, matcher)) {
        if without.contains(&it.fact) || given.get(it.fact).is_some() {
            continue;
        }
        let mut more = facts.clone();
        more.set(it.fact, it.value.clone());
        if !contradicts(&more, matcher.moment().date(), matcher.pack()) {
            facts = more;
            understood.push(it);
        }
    }
    (facts, understood)
}

/// The place of the firm, when the question names one place in the Netherlands, or a place and an area around it.
fn home(found: &Found, given: &FactSet, matcher: &Matcher<'_>) -> Option<Understood> {
    let fact = |name| matcher.pack().vocabulary.fact_named(name);
    let (municipality, province) = (fact("municipality")?, fact("province")?);
    if given.get(municipality).is_some() || given.get(province).is_some() {
        return None;
    }
    let mut places: Vec<&FoundPlace> = found.places.iter().filter(|it| dutch_area(it).is_some()).collect();
    places.dedup_by(|left, right| left.area == right.area);
    let (place, area) = smallest(&places, matcher.pack())?;
    let fact = match &place.area {
        Area::Municipality { .. } => municipality,
        // A subregion or a landsdeel is no fact of a firm.
        Area::Region(region) if matcher.pack().region(region).is_some_and(Region::is_province) => province,
        Area::Region(_) | Area::Abroad { .. } => return None,
    };
    Some(Understood { fact, value: Value::Text(Arc::clone(area)), words: place.asked.clone() })
}

/// The one place that lies in all others; none when the question names places apart.
fn smallest<'a>(places: &[&'a FoundPlace], pack: &Pack) -> Option<(&'a FoundPlace, &'a Id)> {
    let lies_in_all = |area: &Id| {
        let around = pack.areas_containing(area);
        places.iter().filter_map(|it| dutch_area(it)).all(|it| around.contains(it))
    };
    places.iter().find_map(|place| Some((*place, dutch_area(place).filter(|area| lies_in_all(area))?)))
}

fn dutch_area(place: &FoundPlace) -> Option<&Id> {
    match &place.area {
        Area::Municipality { municipality, .. } => Some(municipality),
        Area::Region(region) => Some(region),
        Area::Abroad { .. } => None,
    }
}

/// A partner in another country, when the question names a place there; of several the one furthest away, as the fact asks.
fn abroad(found: &Found, matcher: &Matcher<'_>) -> Vec<Understood> {
    let pack = matcher.pack();
    let groups = pack.codes("partner-country-groups");
    let group = |place: &FoundPlace| {
        let Area::Abroad { country } = &place.area else { return None };
        let group = pack.region(country)?.partner_country_group.as_ref()?;
        groups.iter().position(|code| code.id == *group).map(|position| (position, Id::clone(group)))
    };
    let abroad = found.places.iter().filter(|it| dutch_area(it).is_none());
    let Some((place, group)) = abroad.map(|it| (it, group(it))).max_by_key(|(_, group)| group.clone()) else {
        return Vec::new();
    };
    let understood = |name: &str, value| {
        let fact = pack.vocabulary.fact_named(name)?;
        Some(Understood { fact, value, words: place.asked.clone() })
    };
    let is_abroad = understood("foreign_partner", Value::Bool(true));
    let where_abroad = group.and_then(|(_, group)| understood("partner_country_group", Value::Text(group)));
    is_abroad.into_iter().chain(where_abroad).collect()
}
