//! How much attention each part of the country gives to each factor of innovation: support counted per factor and area,
//! with the money that the pack knows of it.

use schakel_criteria::Number;
use schakel_register::{Id, Pack, Qualifier, Support};

/// An area and a factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorCell {
    /// The area: a landsdeel or a province of the pack.
    pub area: Id,
    /// The factor, code of `factors`.
    pub factor: Id,
    /// The pieces of support that work there and give attention to it.
    pub support: Vec<Id>,
    /// The firm money behind them, euros; absent: no source says of any of them.
    pub euros: Option<Number>,
    /// Whether there are fewer than the pack wants.
    pub is_thin: bool,
}

/// Every factor for each province of the pack, in the order of the code list. Support that works in a larger area counts in
/// each province of it.
pub fn factor_coverage(pack: &Pack) -> Vec<FactorCell> {
    let Some(scan) = &pack.accounts.factor_scan else { return Vec::new() };
    let mut cells = Vec::new();
    for area in &pack.settings.provinces {
        let around = pack.areas_containing(area);
        let works_here = |it: &&Support| it.areas.iter().any(|(own, _)| around.contains(own));
        for factor in pack.codes("factors") {
            let kinds = scan.kinds.iter().filter(|(_, of)| of.contains(&factor.id)).map(|(kind, _)| kind);
            let kinds: Vec<&Id> = kinds.collect();
            let found: Vec<&Support> =
                pack.support.values().filter(works_here).filter(|it| kinds.contains(&&it.kind)).collect();
            cells.push(FactorCell {
                area: Id::clone(area),
                factor: Id::clone(&factor.id),
                euros: money(&found),
                is_thin: found.len() < usize::try_from(scan.at_least).unwrap_or(usize::MAX),
                support: found.into_iter().map(|it| Id::clone(&it.id)).collect(),
            });
        }
    }
    cells
}

/// The firm capacity of funds and budgets of schemes, each pot once.
fn money(support: &[&Support]) -> Option<Number> {
    let figures = support.iter().flat_map(|it| &it.figures);
    let firm = figures.filter(|it| {
        it.unit == "EUR"
            && it.duplicate_of.is_none()
            && matches!(&*it.id, "capacity" | "budget")
            && it.value.qualifier == Qualifier::Exact
    });
    let amounts: Vec<Number> = firm.filter_map(|it| it.value.value).collect();
    (!amounts.is_empty()).then(|| amounts.iter().try_fold(Number::ZERO, |sum, it| sum.plus(*it))).flatten()
}
