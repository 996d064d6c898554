//! What would have to change for rules to become true: which diagrams to search, and what to make of what is found. The
//! search itself is in `search`.

use crate::diagram::{NodeId, class_of};
use crate::domain::Class;

use super::costs::{Cost, Costs};
use super::search::Search;
use super::{Changes, Reading, RuleFact, VariableClasses};

/// The most combinations of ways to know derived facts that are tried.
const WAYS_MAX: usize = 16;

impl Reading<'_> {
    /// The smallest sets of changes that would make all rules hold.
    pub(crate) fn changes(&self) -> Changes {
        if self.decide() != Some(false) {
            return Changes::NotNeeded;
        }
        let (ways, are_all) = self.possible_ways();
        let views: Vec<View> = ways.into_iter().map(|classes| View::new(self, classes, true)).collect();
        let mut outcome = Search::new(self).widen(&views);
        if outcome.is_exhausted {
            // When every unknown fact has to become known, the bound is exact and the first way down is a solution.
            let views: Vec<View> = views.into_iter().map(|view| View::new(self, view.classes, false)).collect();
            outcome.found = Search::new(self).widen(&views).found;
        }
        match outcome.found.is_empty() {
            false => Changes::Possible(outcome.found),
            true if outcome.is_certain && are_all => Changes::Impossible,
            true => Changes::NotFound,
        }
    }

    /// The classes with each combination of ways in which the derived facts that are not given could be known after
    /// changes, the present one first; and whether those are all.
    fn possible_ways(&self) -> (Vec<VariableClasses>, bool) {
        let mut all = vec![self.classes.clone()];
        for fact in &self.rules.facts {
            let Some(way) = fact.way.filter(|_| self.value(fact.id).is_none()) else { continue };
            let present = class_of(&self.classes, way);
            let ways = (0..fact.ways.len()).rev().filter_map(|it| Class::try_from(it).ok());
            let others: Vec<Class> = ways.filter(|it| Some(*it) != present).collect();
            if all.len() * (others.len() + 1) > WAYS_MAX {
                return (all, false);
            }
            for position in 0..all.len() {
                for other in &others {
                    let Some(mut classes) = all.get(position).cloned() else { continue };
                    if let Some(class) = classes.get_mut(way as usize) {
                        *class = Some(*other);
                    }
                    all.push(classes);
                }
            }
        }
        (all, true)
    }

    /// Whether a change of this fact may be proposed.
    pub(super) fn is_changeable(&self, fact: &RuleFact) -> bool {
        !fact.immutable || !self.is_known(fact)
    }
}

/// The diagram for one combination of ways.
pub(super) struct View {
    pub(super) classes: VariableClasses,
    pub(super) roots: Vec<NodeId>,
    pub(super) costs: Costs,
    /// No set with fewer changes makes all roots true.
    pub(super) bound: Cost,
}

impl View {
    fn new(reading: &Reading<'_>, classes: VariableClasses, may_leave_unknown: bool) -> Self {
        let roots: Vec<NodeId> = reading.rules.parts.iter().map(|part| reading.below_ways(*part, &classes)).collect();
        let costs = Costs::new(reading, &classes, &roots, may_leave_unknown);
        let bound = roots.iter().map(|root| costs.get(*root).undecided).max().unwrap_or(0);
        View { classes, roots, costs, bound }
    }
}
