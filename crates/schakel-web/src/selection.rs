//! Choosing support from the register: the filters that a visitor or a program can set, reading them from a query,
//! and the support that they leave, best first. Counting what is left lives in `selection/tally`, finding words in
//! `selection/search`; printing lives with the pages and the API.

mod distance;
mod query;
mod search;
mod tally;

pub use query::{SelectionError, near_name, parse};
pub use search::{Search, TextMatch, folded};
pub use tally::{Facet, MoneyTotals, capacity, facets, money_totals, support_budgets};

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schakel_register::{Id, Openness, Pack, Support, SupportOnDay, known_on, on_day};
use schakel_time::DateTime;

use crate::selection::distance::Nearness;

/// Something to filter support by; each has a key in a query and a list of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Filter {
    /// For which plan of a firm it is support.
    Need,
    /// Grant, voucher, advice, …
    Kind,
    /// Theme.
    Theme,
    /// Where it works: everything that works in the area, in part of it or around it.
    Area,
    /// Whose support it is: state, province, subregion, …
    Level,
    /// Instruments that belong together, such as MIT.
    Family,
    /// Phase of the firm.
    Phase,
    /// The organisation that executes it.
    Provider,
    /// Whom it is for.
    Audience,
    /// What the source says of its state: proposed, started, …
    Status,
    /// Sector and application labels.
    Label,
}

impl Filter {
    /// Every filter, in the order of a query.
    pub const ALL: [Filter; 11] = [
        Filter::Need,
        Filter::Kind,
        Filter::Theme,
        Filter::Area,
        Filter::Level,
        Filter::Family,
        Filter::Phase,
        Filter::Provider,
        Filter::Audience,
        Filter::Status,
        Filter::Label,
    ];

    /// Its key in a query.
    pub fn key(self) -> &'static str {
        match self {
            Filter::Need => "behoefte",
            Filter::Kind => "soort",
            Filter::Theme => "thema",
            Filter::Area => "regio",
            Filter::Level => "niveau",
            Filter::Family => "familie",
            Filter::Phase => "fase",
            Filter::Provider => "organisatie",
            Filter::Audience => "doelgroep",
            Filter::Status => "status",
            Filter::Label => "kenmerk",
        }
    }

    /// The code list of its values, when they are codes.
    pub fn code_list(self) -> Option<&'static str> {
        match self {
            Filter::Need => Some("plan"),
            Filter::Kind => Some("kinds"),
            Filter::Theme => Some("themes"),
            Filter::Level => Some("levels"),
            Filter::Phase => Some("phases"),
            Filter::Audience => Some("audiences"),
            Filter::Status => Some("statuses"),
            Filter::Label => Some("labels"),
            Filter::Area | Filter::Family | Filter::Provider => None,
        }
    }

    /// Whether one record may have several values, so that counts per value overlap.
    pub fn is_multiple(self) -> bool {
        matches!(self, Filter::Need | Filter::Theme | Filter::Area | Filter::Phase | Filter::Audience | Filter::Label)
    }

    /// The values that a piece of support has for it.
    pub fn values_of(self, support: &Support) -> Vec<&Id> {
        match self {
            Filter::Need => support.needs.iter().collect(),
            Filter::Kind => vec![&support.kind],
            Filter::Theme => support.themes.iter().collect(),
            Filter::Area => support.areas.iter().map(|(area, _)| area).collect(),
            Filter::Level => support.level.iter().collect(),
            Filter::Family => support.family.iter().collect(),
            Filter::Phase => support.phases.iter().collect(),
            Filter::Provider => support.provider.iter().collect(),
            Filter::Audience => support.audience.iter().collect(),
            Filter::Status => support.status.iter().collect(),
            Filter::Label => support.labels.iter().collect(),
        }
    }
}

/// Whether one can apply on the day: the three answers that a filter can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OpenState {
    /// Yes.
    Open,
    /// No.
    NotOpen,
    /// Not known.
    Unknown,
}

impl OpenState {
    /// Its key in a query.
    pub const KEY: &'static str = "open";

    /// Every answer with its value in a query.
    pub const ALL: [(&'static str, OpenState); 3] =
        [("true", OpenState::Open), ("false", OpenState::NotOpen), ("onbekend", OpenState::Unknown)];

    /// The answer for support on a day.
    pub fn of(on_day: &SupportOnDay<'_>) -> Self {
        match on_day.openness.is_open() {
            Some(true) => OpenState::Open,
            Some(false) => OpenState::NotOpen,
            None => OpenState::Unknown,
        }
    }

    /// Its value in a query.
    pub fn name(self) -> &'static str {
        OpenState::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }
}

/// Key of the search words in a query.
pub const WORDS_KEY: &str = "zoek";

/// Key of the municipality to be near to in a query.
pub const MUNICIPALITY_KEY: &str = "gemeente";

/// What a visitor asked for. Values of one filter widen the choice, different filters narrow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The chosen values per filter; a filter without values does not count.
    pub chosen: BTreeMap<Filter, Vec<Id>>,
    /// Whether one can apply.
    pub open: Option<OpenState>,
    /// Search words, as typed.
    pub words: String,
    /// The municipality to be near to: changes the order, not the choice.
    pub municipality: Option<Id>,
}

impl Selection {
    /// The chosen values of a filter.
    pub fn values(&self, filter: Filter) -> &[Id] {
        self.chosen.get(&filter).map_or(&[], Vec::as_slice)
    }

    /// The query that stands for this selection; reading it again gives the same selection.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        for (filter, values) in &self.chosen {
            pairs.extend(values.iter().map(|value| (filter.key(), value.to_string())));
        }
        pairs.extend(self.open.map(|open| (OpenState::KEY, open.name().to_owned())));
        if !self.words.is_empty() {
            pairs.push((WORDS_KEY, self.words.clone()));
        }
        pairs.extend(self.municipality.as_ref().map(|it| (MUNICIPALITY_KEY, it.to_string())));
        pairs
    }
}

/// The support that a selection leaves at a moment, best first: what matches the words best, then what is nearest to
/// the municipality, then what is open, then by name.
pub fn select<'a>(pack: &'a Pack, selection: &Selection, moment: DateTime) -> Vec<SupportOnDay<'a>> {
    let search = Search::new(&selection.words, pack);
    let place = selection.municipality.as_ref().or(search.place());
    let nearness = place.and_then(|place| Nearness::to(place, pack));
    let areas = areas_of_choice(selection, pack);
    let mut found: Vec<(SupportOnDay<'a>, TextMatch, u64)> = Vec::new();
    let known = pack.support.values().filter(|support| known_on(support, moment.date()));
    for support in known.filter(|support| chosen(support, selection, &areas)) {
        let Some(text) = search.matches(support, pack) else { continue };
        let on_day = on_day(support, moment, pack);
        if selection.open.is_some_and(|wanted| wanted != OpenState::of(&on_day)) {
            continue;
        }
        let distance_km = nearness.as_ref().map_or(0, |nearness| nearness.km_to(support));
        found.push((on_day, text, distance_km));
    }
    found.sort_by_cached_key(|(on_day, text, distance_km)| {
        let support = on_day.support;
        let order = (Reverse(text.field), *distance_km, Reverse(text.score), openness_rank(&on_day.openness));
        (order, folded(&support.name.nl), Id::clone(&support.id))
    });
    found.into_iter().map(|(on_day, _, _)| on_day).collect()
}

/// The chosen areas with their parts and what lies around them.
fn areas_of_choice(selection: &Selection, pack: &Pack) -> Vec<Id> {
    selection.values(Filter::Area).iter().flat_map(|area| pack.areas_overlapping(area)).collect()
}

fn chosen(support: &Support, selection: &Selection, areas_of_choice: &[Id]) -> bool {
    selection.chosen.iter().all(|(filter, wanted)| match filter {
        _ if wanted.is_empty() => true,
        // Where it works may be unknown; that is not a no, so then it stays.
        Filter::Area if support.areas.is_empty() => true,
        Filter::Area => support.areas.iter().any(|(area, _)| areas_of_choice.contains(area)),
        _ => filter.values_of(support).iter().any(|value| wanted.contains(value)),
    })
}

fn openness_rank(openness: &Openness) -> u8 {
    match openness {
        Openness::Open { .. } => 0,
        Openness::Planned { .. } => 1,
        Openness::Unknown => 2,
        Openness::Exhausted { .. } => 3,
        Openness::Closed { .. } => 4,
    }
}
