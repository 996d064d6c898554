//! What all support asks of a firm: its plans, its place, its themes, its front door. Worked out once per firm; what the
//! conditions of each piece of support ask is the work of `schakel-criteria`.

use schakel_criteria::{FactId, FactSet, Outcome, Situation, Value, fact_value};
use schakel_register::{Id, Pack, Qualifier, Support};
use schakel_time::Date;

use crate::fit::{AreaFit, PlanFit, ThemeFit};

/// What a pack says about all firms: the facts that place them, and the region it is about.
#[derive(Clone, Debug)]
pub(crate) struct FirmReader {
    plan: Option<FactId>,
    themes: Option<FactId>,
    municipality: Option<FactId>,
    province: Option<FactId>,
    /// Where a firm is likely to be when it does not say so.
    home: Vec<Area>,
}

/// A firm, as far as all support looks at it.
#[derive(Debug)]
pub(crate) struct Firm<'a> {
    plans: Vec<Id>,
    themes: Vec<Id>,
    place: Place<'a>,
    /// The front door of its municipality.
    pub(crate) front_door: Option<Id>,
}

/// Where a firm is.
#[derive(Debug)]
enum Place<'a> {
    /// In these areas and no others.
    Municipality(Vec<Area>),
    /// In the first areas, and perhaps in the second.
    Province(Vec<Area>, Vec<Area>),
    /// Not known; likely in these.
    Unknown(&'a [Area]),
}

/// An area, with how large it is.
#[derive(Clone, Debug)]
struct Area {
    id: Id,
    size: AreaSize,
}

/// Sizes of areas, the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AreaSize {
    Municipality,
    Subregion,
    Province,
    Landsdeel,
    Country,
    /// Around the country.
    Europe,
    /// The support works nowhere near, or nobody knows where.
    Elsewhere,
}

impl FirmReader {
    /// The reader of a pack.
    pub(crate) fn new(pack: &Pack) -> Self {
        let fact = |name| pack.vocabulary.fact_named(name);
        FirmReader {
            plan: fact("plan"),
            themes: fact("themes"),
            municipality: fact("municipality"),
            province: fact("province"),
            home: sized(pack.areas_overlapping(&pack.settings.region), pack),
        }
    }

    /// A firm of which these facts are known.
    pub(crate) fn read(&self, facts: &FactSet, as_of: Date, pack: &Pack) -> Firm<'_> {
        let known = |fact: Option<FactId>| {
            let situation = Situation { vocabulary: &pack.vocabulary, facts, as_of };
            match fact_value(fact?, &situation) {
                Outcome::Known(value) => Some(value),
                _ => None,
            }
        };
        let codes = |fact| match known(fact) {
            Some(Value::Codes(codes)) => codes.to_vec(),
            _ => Vec::new(),
        };
        let code = |fact| match known(fact) {
            Some(Value::Text(code)) => Some(code),
            _ => None,
        };
        let municipality = code(self.municipality);
        let front_door = municipality.as_ref().and_then(|code| front_door(code, pack));
        let place = match (municipality, code(self.province)) {
            (Some(municipality), _) => Place::Municipality(sized(pack.areas_containing(&municipality), pack)),
            (None, Some(province)) => {
                let perhaps = sized(pack.areas_overlapping(&province), pack);
                Place::Province(sized(pack.areas_containing(&province), pack), perhaps)
            }
            (None, None) => Place::Unknown(&self.home),
        };
        Firm { plans: codes(self.plan), themes: codes(self.themes), place, front_door }
    }
}

/// The front door of a municipality, when a source names it.
fn front_door(municipality: &str, pack: &Pack) -> Option<Id> {
    let door = pack.municipalities.get(municipality)?.front_door.as_ref()?;
    Some(Id::clone(&door.organisation))
}

fn sized(areas: Vec<Id>, pack: &Pack) -> Vec<Area> {
    let is_part = |id: &Id| pack.regions.iter().any(|region| region.parts.contains(id));
    let size = |id: &Id| match pack.region(id).map(|region| region.kind.as_str()) {
        None => AreaSize::Municipality,
        Some("subregion") => AreaSize::Subregion,
        Some("province") => AreaSize::Province,
        Some("landsdeel") => AreaSize::Landsdeel,
        Some(_) if is_part(id) => AreaSize::Country,
        Some(_) => AreaSize::Europe,
    };
    areas.into_iter().map(|id| Area { size: size(&id), id }).collect()
}

impl Firm<'_> {
    /// The areas in which it lies as a whole, as far as known; the region of the pack when nothing is known.
    pub(crate) fn areas_around(&self, pack: &Pack) -> Vec<Id> {
        match &self.place {
            Place::Municipality(areas) | Place::Province(areas, _) => {
                areas.iter().map(|area| Id::clone(&area.id)).collect()
            }
            Place::Unknown(_) => pack.areas_containing(&pack.settings.region),
        }
    }

    /// Codes of its themes.
    pub(crate) fn themes(&self) -> &[Id] {
        &self.themes
    }

    /// Whether support is meant for one of its plans.
    pub(crate) fn plan_fit(&self, support: &Support) -> PlanFit {
        if self.plans.is_empty() || support.needs.is_empty() {
            PlanFit::Unknown
        } else if share_one(&self.plans, &support.needs) {
            PlanFit::Fits
        } else {
            PlanFit::Differs
        }
    }

    /// Whether support is meant for one of its themes.
    pub(crate) fn theme_fit(&self, support: &Support) -> ThemeFit {
        if self.themes.is_empty() || support.themes.is_empty() {
            ThemeFit::Unknown
        } else if share_one(&self.themes, &support.themes) {
            ThemeFit::Fits
        } else {
            ThemeFit::Differs
        }
    }

    /// Whether something that works in these areas works where it is.
    pub(crate) fn area_fit(&self, works: &[(Id, Qualifier)]) -> AreaFit {
        let works_in = |areas: &[Area]| smallest_shared(works, areas) != AreaSize::Elsewhere;
        match &self.place {
            _ if works.is_empty() => AreaFit::Unknown,
            Place::Unknown(_) => AreaFit::Unknown,
            Place::Municipality(around) | Place::Province(around, _) if works_in(around) => AreaFit::Inside,
            Place::Province(_, perhaps) if works_in(perhaps) => AreaFit::Unknown,
            Place::Municipality(_) | Place::Province(..) => AreaFit::Outside,
        }
    }

    /// How near something is that works in these areas: the size of the smallest area in which both are, or may be.
    pub(crate) fn nearness(&self, works: &[(Id, Qualifier)]) -> AreaSize {
        match &self.place {
            Place::Municipality(areas) | Place::Province(_, areas) => smallest_shared(works, areas),
            Place::Unknown(home) => smallest_shared(works, home),
        }
    }
}

fn smallest_shared(works: &[(Id, Qualifier)], areas: &[Area]) -> AreaSize {
    let shared = areas.iter().filter(|area| works.iter().any(|(it, _)| *it == area.id));
    shared.map(|area| area.size).min().unwrap_or(AreaSize::Elsewhere)
}

fn share_one(left: &[Id], right: &[Id]) -> bool {
    left.iter().any(|it| right.contains(it))
}
