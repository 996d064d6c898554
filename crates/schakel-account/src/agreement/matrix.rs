//! Who fulfils which function in which landsdeel: gaps, and crowding.

use schakel_register::{Function, Organisation, Pack, Region};

/// A function with the organisations that fulfil it, per landsdeel.
#[derive(Clone, Debug)]
pub struct FunctionRow<'a> {
    /// The function.
    pub function: &'a Function,
    /// One cell for each landsdeel, in the order of the regions.
    pub cells: Vec<FunctionCell<'a>>,
}

/// Who fulfils a function in a landsdeel.
#[derive(Clone, Debug)]
pub struct FunctionCell<'a> {
    /// The landsdeel.
    pub landsdeel: &'a Region,
    /// The organisations of the landsdeel or a part of it.
    pub own: Vec<&'a Organisation>,
    /// Organisations that work in the whole country.
    pub national: Vec<&'a Organisation>,
}

impl FunctionCell<'_> {
    /// Everybody who fulfils the function here.
    pub fn count(&self) -> usize {
        self.own.len().saturating_add(self.national.len())
    }

    /// Whether nobody of the landsdeel itself fulfils it.
    pub fn is_gap(&self) -> bool {
        self.own.is_empty()
    }

    /// Whether more fulfil it than this.
    pub fn is_crowded(&self, most: u32) -> bool {
        usize::try_from(most).is_ok_and(|most| self.count() > most)
    }
}

/// The matrix of the functions of a pack. An organisation of which no source says where it works is in no cell.
pub fn function_matrix(pack: &Pack) -> Vec<FunctionRow<'_>> {
    let landsdelen: Vec<&Region> = pack.regions.iter().filter(|it| it.kind == "landsdeel").collect();
    let row = |function| FunctionRow {
        function,
        cells: landsdelen.iter().map(|landsdeel| cell(function, landsdeel, pack)).collect(),
    };
    pack.governance.functions.iter().map(row).collect()
}

fn cell<'a>(function: &Function, landsdeel: &'a Region, pack: &'a Pack) -> FunctionCell<'a> {
    let shared = pack.areas_overlapping(&landsdeel.id);
    let fulfils = |it: &&Organisation| it.roles.iter().any(|role| function.roles.contains(role));
    let is_country = |area: &str| pack.region(area).is_some_and(|it| it.kind == COUNTRY);
    let here = |it: &Organisation, whole: bool| {
        it.areas.iter().any(|(area, _)| shared.contains(area) && is_country(area) == whole)
    };
    let able: Vec<&Organisation> = pack.organisations.values().filter(fulfils).collect();
    let own = able.iter().copied().filter(|it| here(it, false)).collect();
    let national = able.iter().copied().filter(|it| here(it, true) && !here(it, false)).collect();
    FunctionCell { landsdeel, own, national }
}

/// The kind of a region that is a country or more.
const COUNTRY: &str = "country";
