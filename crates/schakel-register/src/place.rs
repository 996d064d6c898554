//! Places: regions, municipalities, the names of places in them, and who is the front door there.

use schakel_criteria::Bilingual;

use crate::honest::Qualifier;
use crate::source::{Id, SourceRef};

/// A region.
#[derive(Clone, Debug)]
pub struct Region {
    /// Identifier or code.
    pub id: Id,
    /// Name.
    pub name: Bilingual,
    /// country, landsdeel, province, subregion.
    pub kind: String,
    /// Regions or municipalities that make it up.
    pub parts: Vec<Id>,
    /// For another country: where a partner there is, code of `partner-country-groups`.
    pub partner_country_group: Option<Id>,
}

/// A municipality.
#[derive(Clone, Debug)]
pub struct Municipality {
    /// Code of Statistics Netherlands, `GM0193`.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Code of its province.
    pub province: Id,
    /// Named regions that it is part of, and how certain that is.
    pub regions: Vec<(Id, Qualifier)>,
    /// Its front door for entrepreneurs.
    pub front_door: Option<FrontDoor>,
    /// Thousandths of a degree north and east of a point inside it.
    pub position: Option<(i64, i64)>,
}

/// Names of places that lie in an area: villages of a municipality, cities of another country.
#[derive(Clone, Debug)]
pub struct PlaceNames {
    /// Region or municipality.
    pub area: Id,
    /// The names.
    pub names: Vec<String>,
}

/// The front door of a municipality.
#[derive(Clone, Debug)]
pub struct FrontDoor {
    /// The organisation.
    pub organisation: Id,
    /// How certain it is.
    pub qualifier: Qualifier,
    /// Where it is said.
    pub source: Option<SourceRef>,
}

impl Region {
    /// Whether it is a province.
    pub fn is_province(&self) -> bool {
        self.kind == "province"
    }
}
