//! Whether support is out of the firm's reach whatever its conditions say: for other plans, or at work elsewhere. What
//! is out of reach needs no more questions.

use std::collections::HashSet;

use schakel_criteria::{FactId, FactSet, Value};
use schakel_register::{Id, Pack, Support};
use schakel_time::Date;

use crate::firm::FirmReader;
use crate::fit::AreaFit;

/// The facts that say it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReachFacts {
    pub(super) plan: Option<FactId>,
    pub(super) municipality: Option<FactId>,
    pub(super) province: Option<FactId>,
}

/// What puts one piece of support out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// The plans that it is for; empty: for any.
    needs: Vec<Id>,
    /// The municipalities and provinces where it does not work.
    outside: HashSet<Id>,
}

impl ReachFacts {
    pub(super) fn of(pack: &Pack) -> Self {
        let fact = |name| pack.vocabulary.fact_named(name);
        ReachFacts { plan: fact("plan"), municipality: fact("municipality"), province: fact("province") }
    }

    pub(super) fn all(self) -> impl Iterator<Item = FactId> {
        [self.plan, self.municipality, self.province].into_iter().flatten()
    }
}

/// The reach of every piece of support, in their order.
pub(super) fn reaches<'s>(
    support: impl Iterator<Item = &'s Support> + Clone,
    facts: ReachFacts,
    firms: &FirmReader,
    day: Date,
    pack: &Pack,
) -> Vec<Reach> {
    let needs = |it: &Support| Reach { needs: it.needs.clone(), outside: HashSet::new() };
    let mut reaches: Vec<Reach> = support.clone().map(needs).collect();
    let places = pack.municipalities.keys().map(|place| (facts.municipality, place));
    let provinces = pack.regions.iter().filter(|it| it.is_province()).map(|it| (facts.province, &it.id));
    for (fact, place) in places.chain(provinces) {
        let Some(fact) = fact else { continue };
        let mut known = FactSet::new();
        known.set(fact, Value::Text(Id::clone(place)));
        let firm = firms.read(&known, day, pack);
        for (reach, support) in reaches.iter_mut().zip(support.clone()) {
            if firm.area_fit(&support.areas) == AreaFit::Outside {
                reach.outside.insert(Id::clone(place));
            }
        }
    }
    reaches
}

impl Reach {
    /// Whether a value of one of the facts puts it out of reach.
    pub(super) fn is_left_by(&self, fact: FactId, value: &Value, facts: ReachFacts) -> bool {
        match value {
            Value::Codes(plans) if facts.plan == Some(fact) => {
                !plans.is_empty() && !self.needs.is_empty() && !plans.iter().any(|plan| self.needs.contains(plan))
            }
            Value::Text(place) if [facts.municipality, facts.province].contains(&Some(fact)) => {
                self.outside.contains(place)
            }
            _ => false,
        }
    }

    /// Whether some value of this fact could still put it out of reach.
    pub(super) fn looks_at(&self, fact: FactId, facts: ReachFacts) -> bool {
        if facts.plan == Some(fact) { !self.needs.is_empty() } else { !self.outside.is_empty() }
    }
}
