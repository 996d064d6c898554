//! Who is there: what each organisation does and where, which front door belongs to a municipality, and who directs the
//! process. Made from the pack. Who is away or busy today lives in `staffing`; who is chosen lives in `choose`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use schakel_register::{Organisation, Pack};
use serde::{Deserialize, Serialize};

use crate::code::{Code, OrganisationId};

/// The organisations of a region and the doors of its municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    profiles: BTreeMap<OrganisationId, Profile>,
    places: BTreeMap<Code, Locality>,
    region_directors: Vec<OrganisationId>,
    desk: OrganisationId,
}

/// What is known of an organisation. What is not known is never taken for a no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Which one.
    pub organisation: OrganisationId,
    /// Whether it can be asked at all.
    pub participation: Participation,
    /// What it does: codes of `roles`.
    pub services: BTreeSet<Code>,
    /// Where it works; empty: not known.
    pub areas: BTreeSet<Code>,
    /// The only themes that it works for, when it is known to have such a limit.
    pub themes: Option<BTreeSet<Code>>,
    /// The sizes of firm that it works for, employed persons, when known.
    pub employees: Option<RangeInclusive<u32>>,
    /// The languages in which it can help, when known.
    pub languages: Option<BTreeSet<Code>>,
    /// The municipality in which it has its seat, when known.
    pub seat: Option<Code>,
}

/// Whether an organisation can be asked at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Participation {
    /// It can.
    #[default]
    TakesPart,
    /// The pack knows it, but it has no inbox here and has given no address for links.
    NotTakingPart,
    /// It is no more: another followed it up.
    SucceededBy(OrganisationId),
}

/// What a front door needs to know of a municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locality {
    /// The areas around it, nearest first, itself first of all.
    pub around: Vec<Code>,
    /// Its front door, when a source names one.
    pub front_door: Option<OrganisationId>,
    /// The process directors of its part of the country; one, if all is well.
    pub directors: Vec<OrganisationId>,
    /// Thousandths of a degree north and east.
    pub position: Option<(i64, i64)>,
}

/// The one front door for a firm, and why that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Why.
    pub ground: DoorGround,
}

/// Why a door is the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoorGround {
    /// A source names a front door for the municipality, but it cannot be reached here: the desk does it.
    DoorNotReachable,
    /// The pack names it for the municipality.
    Municipality,
    /// No source names a door for the municipality: the organisation that keeps the portal takes it.
    NoDoorNamed,
    /// The firm did not say where it is, or is from elsewhere: the same.
    PlaceNotKnown,
}

/// Who decides when nobody answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Director {
    /// The one process director.
    One(OrganisationId),
    /// The pack names none: the front door keeps the case.
    NoneNamed,
    /// The pack names several, and nobody can say which: the front door keeps the case.
    SeveralNamed,
}

impl Directory {
    /// An empty directory, in which everything comes to the desk: the organisation that keeps the portal.
    pub fn new(desk: OrganisationId) -> Self {
        Self { profiles: BTreeMap::new(), places: BTreeMap::new(), region_directors: Vec::new(), desk }
    }

    /// The directory of a pack, as if every organisation takes part that was not followed up by another; say with
    /// [`limit_to`](Self::limit_to) which do. A front door that was followed up is its successor. Identifiers that are no codes are left out: the pack's own check reports them.
    pub fn from_pack(pack: &Pack, desk: OrganisationId) -> Self {
        let mut directory = Self::new(desk);
        for organisation in pack.organisations.values() {
            if let Ok(id) = OrganisationId::new(&organisation.id) {
                directory.describe(profile_of(id, organisation));
            }
        }
        let successors = directory.mark_successors(pack);
        for municipality in pack.municipalities.values() {
            let Ok(code) = Code::new(&municipality.id) else { continue };
            let around = pack.areas_around(&municipality.id);
            let landsdelen =
                around.iter().filter(|area| pack.region(area).is_some_and(|region| region.kind == "landsdeel"));
            let door = municipality.front_door.as_ref().and_then(|it| OrganisationId::new(&it.organisation).ok());
            let locality = Locality {
                front_door: door.map(|it| successors.get(&it).cloned().unwrap_or(it)),
                directors: landsdelen.flat_map(|area| directors_of(pack, area)).collect(),
                position: municipality.position,
                around: codes(around.iter().map(|area| &**area)),
            };
            directory.places.insert(code, locality);
        }
        directory.region_directors = directors_of(pack, &pack.settings.region);
        directory
    }

    /// Only these organisations can be reached here, and the desk. A front door or process director that cannot be
    /// reached keeps its name on the map, but the question goes to the desk.
    pub fn limit_to(&mut self, reachable: &BTreeSet<OrganisationId>) {
        for (organisation, profile) in &mut self.profiles {
            let stays = reachable.contains(organisation) || *organisation == self.desk;
            if profile.participation == Participation::TakesPart && !stays {
                profile.participation = Participation::NotTakingPart;
            }
        }
        for locality in self.places.values_mut() {
            locality.directors.retain(|it| reachable.contains(it) || *it == self.desk);
        }
        self.region_directors.retain(|it| reachable.contains(it) || *it == self.desk);
    }

    /// Where no process director is named, this one is.
    pub fn direct_the_rest(&mut self, director: &OrganisationId) {
        for locality in self.places.values_mut().filter(|it| it.directors.is_empty()) {
            locality.directors.push(director.clone());
        }
        if self.region_directors.is_empty() {
            self.region_directors.push(director.clone());
        }
    }

    /// Adds an organisation, or replaces what was known of it.
    pub fn describe(&mut self, profile: Profile) {
        self.profiles.insert(profile.organisation.clone(), profile);
    }

    /// Adds a municipality, or replaces what was known of it.
    pub fn place(&mut self, municipality: Code, locality: Locality) {
        self.places.insert(municipality, locality);
    }

    /// Names the process directors for questions of which the place is not known.
    pub fn direct(&mut self, directors: Vec<OrganisationId>) {
        self.region_directors = directors;
    }

    /// What is known of every organisation.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.values()
    }

    /// What is known of one.
    pub fn profile(&self, organisation: &OrganisationId) -> Option<&Profile> {
        self.profiles.get(organisation)
    }

    /// What is known of a municipality.
    pub fn locality(&self, municipality: &Code) -> Option<&Locality> {
        self.places.get(municipality)
    }

    /// The municipalities.
    pub fn localities(&self) -> impl Iterator<Item = (&Code, &Locality)> {
        self.places.iter()
    }

    /// The one front door: that of the municipality, or else the desk. There is always exactly one.
    pub fn front_door(&self, municipality: Option<&Code>) -> Door {
        match municipality.map(|it| self.places.get(it)) {
            Some(Some(Locality { front_door: Some(door), .. })) => {
                let profile = self.profiles.get(door);
                if profile.is_some_and(|it| it.participation == Participation::NotTakingPart) {
                    Door { organisation: self.desk.clone(), ground: DoorGround::DoorNotReachable }
                } else {
                    Door { organisation: door.clone(), ground: DoorGround::Municipality }
                }
            }
            Some(Some(_)) => Door { organisation: self.desk.clone(), ground: DoorGround::NoDoorNamed },
            Some(None) | None => Door { organisation: self.desk.clone(), ground: DoorGround::PlaceNotKnown },
        }
    }

    /// The process director for a firm.
    pub fn director(&self, municipality: Option<&Code>) -> Director {
        let locality = municipality.and_then(|it| self.places.get(it));
        let directors = locality.map_or(&self.region_directors, |it| &it.directors);
        match directors.as_slice() {
            [] => Director::NoneNamed,
            [one] => Director::One(one.clone()),
            _ => Director::SeveralNamed,
        }
    }
}

impl Directory {
    /// Marks who was followed up, and gives the last in line for each.
    fn mark_successors(&mut self, pack: &Pack) -> BTreeMap<OrganisationId, OrganisationId> {
        let id = |text: &str| OrganisationId::new(text).ok();
        let lines = pack.organisations.values().filter_map(|it| Some((id(it.succeeds.as_ref()?)?, id(&it.id)?)));
        let direct: BTreeMap<OrganisationId, OrganisationId> = lines.collect();
        let mut last = BTreeMap::new();
        for (old, new) in &direct {
            let mut end = new;
            // As many steps as there are lines, so that a circle ends as well.
            for _ in 0..direct.len() {
                end = direct.get(end).unwrap_or(end);
            }
            if let Some(profile) = self.profiles.get_mut(old) {
                profile.participation = Participation::SucceededBy(end.clone());
            }
            last.insert(old.clone(), end.clone());
        }
        last
    }
}

impl Profile {
    /// An organisation of which nothing is known yet.
    pub fn new(organisation: OrganisationId) -> Self {
        Self {
            organisation,
            participation: Participation::default(),
            services: BTreeSet::new(),
            areas: BTreeSet::new(),
            themes: None,
            employees: None,
            languages: None,
            seat: None,
        }
    }
}

fn profile_of(id: OrganisationId, organisation: &Organisation) -> Profile {
    let services = codes(organisation.roles.iter().map(|role| &**role)).into_iter().collect();
    let areas = codes(organisation.areas.iter().map(|(area, _)| &**area)).into_iter().collect();
    Profile { services, areas, ..Profile::new(id) }
}

/// Source 002 §7: one process director for each landsdeel.
fn directors_of(pack: &Pack, landsdeel: &str) -> Vec<OrganisationId> {
    let directs = |it: &&Organisation| {
        it.roles.iter().any(|role| &**role == "process-director")
            && it.areas.iter().any(|(area, _)| &**area == landsdeel)
    };
    pack.organisations.values().filter(directs).filter_map(|it| OrganisationId::new(&it.id).ok()).collect()
}

fn codes<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Code> {
    texts.filter_map(|text| Code::new(text).ok()).collect()
}
