//! Whether two pieces of support go together, in a roadmap and in a financing plan. The rules themselves are data of the
//! pack.

use schakel_register::{Exclusion, StepRules, YearLimit};

use crate::matcher::Match;

/// The rules between steps that hold for a match on its day.
pub(crate) fn rules_of<'a>(it: &Match<'a>) -> Option<&'a StepRules> {
    it.on_day.version.map(|version| &version.rules)
}

/// The rule by which two pieces of support cannot be had for the same project, whichever of the two says so.
pub(crate) fn exclusion_between<'a>(left: &Match<'a>, right: &Match<'a>) -> Option<&'a Exclusion> {
    let one_way = |from: &Match<'a>, to: &Match<'a>| rules_of(from)?.exclusion_of(to.on_day.support);
    one_way(left, right).or_else(|| one_way(right, left))
}

/// The rule by which `later` is refused in the calendar year in which `earlier` was granted.
pub(crate) fn year_limit_after<'a>(later: &Match<'a>, earlier: &Match<'a>) -> Option<&'a YearLimit> {
    rules_of(later)?.year_limit_with(earlier.on_day.support)
}

/// Whether both cannot be had in one calendar year, whichever comes first.
pub(crate) fn share_year_limit(left: &Match<'_>, right: &Match<'_>) -> bool {
    year_limit_after(left, right).is_some() && year_limit_after(right, left).is_some()
}
