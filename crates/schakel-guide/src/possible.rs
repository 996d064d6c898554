//! Proposed changes that a firm could really make: facts that cannot be true together are no advice.

use schakel_criteria::{Change, Changes, FactSet, Situation, evaluate};
use schakel_register::Pack;
use schakel_time::Date;

/// The changes without those that lead to a contradiction, such as a group with fewer people than the firm itself.
pub(crate) fn without_contradictions(changes: Changes, facts: &FactSet, day: Date, pack: &Pack) -> Changes {
    let Changes::Possible(sets) = changes else { return changes };
    let sets: Vec<Vec<Change>> = sets.into_iter().filter(|set| can_be_true(set, facts, day, pack)).collect();
    if sets.is_empty() { Changes::NotFound } else { Changes::Possible(sets) }
}

fn can_be_true(set: &[Change], facts: &FactSet, day: Date, pack: &Pack) -> bool {
    let mut changed = facts.clone();
    set.iter().for_each(|change| changed.set(change.fact, change.to.clone()));
    !contradicts(&changed, day, pack)
}

/// Whether facts cannot be true together, whatever is still unknown.
pub(crate) fn contradicts(facts: &FactSet, day: Date, pack: &Pack) -> bool {
    let situation = Situation { vocabulary: &pack.vocabulary, facts, as_of: day };
    pack.constraints.iter().any(|constraint| evaluate(&constraint.rule, &situation).as_bool() == Some(false))
}
