//! Drawing synthetic firms, fact by fact, so that every combination is one that can be true.
//!
//! Branch, size and legal form come from the counts of the pack: one point per firm, at even distances through all
//! establishments laid in a row, so that the counts come back up to one firm. The other facts are drawn one by one from
//! what they can be; a value that contradicts an earlier one is drawn again.

use std::sync::Arc;

use schakel_criteria::{FactId, FactSet, Situation, Value, base_facts, evaluate};
use schakel_register::{Branch, FirmCounts, Pack};
use schakel_time::Date;

use super::choices::{Choices, leaves_under};
use super::dice::Dice;

/// How often a value is drawn again before all values are tried in turn.
const DRAWS_MAX: usize = 4;

/// How often a firm is drawn again whose facts cannot be completed.
const FIRMS_MAX: usize = 8;

/// What is drawn for all firms of a pack.
pub(super) struct Generator<'a> {
    pack: &'a Pack,
    day: Date,
    facts: Vec<DrawnFact>,
    branches: Vec<DrawnBranch<'a>>,
    /// The values of each class of sizes, and the codes of each group of legal forms.
    sizes: Vec<Choices>,
    forms: Vec<Choices>,
    counted: Counted,
}

/// A fact that no source counts.
struct DrawnFact {
    id: FactId,
    choices: Choices,
    /// The constraints that look at it, by place.
    constraints: Vec<usize>,
    /// The other facts of those constraints that have values of its type: some constraints ask for equal values.
    partners: Vec<FactId>,
}

struct DrawnBranch<'a> {
    counts: &'a Branch,
    activities: Choices,
}

impl DrawnBranch<'_> {
    /// The place of the group of legal forms for one of the establishments of a size: within a size the forms stand in
    /// the proportions of the branch. That is where iterative proportional fitting ends when it starts from equal
    /// numbers and has these two counts to hold to.
    fn form_at(&self, along: u64, count: u64) -> usize {
        let total: u64 = self.counts.by_form.iter().sum();
        let along = u128::from(along) * u128::from(total) / u128::from(count.max(1));
        let mut before: u128 = 0;
        let holds = |in_form: &u64| {
            before += u128::from(*in_form);
            along < before
        };
        self.counts.by_form.iter().position(holds).unwrap_or(0)
    }
}

/// The facts that the source counts, as far as the pack has them.
struct Counted {
    activity: Option<FactId>,
    form: Option<FactId>,
    employees: Option<FactId>,
}

impl<'a> Generator<'a> {
    pub(super) fn new(pack: &'a Pack, day: Date) -> Self {
        let vocabulary = &pack.vocabulary;
        let counts = pack.firm_counts.as_ref();
        let named = |name| counts.and_then(|_| vocabulary.fact_named(name));
        let counted = Counted { activity: named("sbi"), form: named("legal_form"), employees: named("employees") };
        let is_counted = |id: &FactId| [counted.activity, counted.form, counted.employees].contains(&Some(*id));
        let is_drawn = |id: &FactId| {
            let fact = vocabulary.fact(*id);
            fact.is_some_and(|fact| fact.derivation.is_none() && &*fact.id != "as_of") && !is_counted(id)
        };
        let touched: Vec<Vec<FactId>> = pack.constraints.iter().map(|it| base_facts(&it.rule, vocabulary)).collect();
        let drawn = |id| drawn_fact(id, &touched, pack, day);
        let size = |range: &_| {
            let fact = counted.employees.and_then(|id| vocabulary.fact(id));
            fact.map_or(Choices::None, |fact| Choices::of_range(*range, fact))
        };
        Generator {
            pack,
            day,
            facts: vocabulary.fact_ids().filter(is_drawn).map(drawn).collect(),
            branches: counts.map_or_else(Vec::new, |counts| drawn_branches(counts, pack)),
            sizes: counts.map_or_else(Vec::new, |counts| counts.sizes.iter().map(size).collect()),
            forms: counts.map_or_else(Vec::new, |counts| counts.forms.iter().map(|it| Choices::one_of(it)).collect()),
            counted,
        }
    }

    /// Draws so many firms, in any order.
    pub(super) fn draw(&self, count: usize, seed: u64) -> Vec<FactSet> {
        let mut dice = Dice::new(seed);
        let total: u64 = self.branches.iter().map(|branch| branch.counts.by_size.iter().sum::<u64>()).sum();
        let shift = dice.below(total.max(1));
        let point = |number: usize| {
            let number = u128::try_from(number).unwrap_or(0);
            let along =
                (u128::from(shift) + number * u128::from(total) / count.max(1) as u128) % u128::from(total.max(1));
            u64::try_from(along).unwrap_or(0)
        };
        let mut firms: Vec<FactSet> = (0..count).map(|number| self.firm(point(number), &mut dice)).collect();
        dice.shuffle(&mut firms);
        firms
    }

    /// A firm for one establishment of the row. When its facts cannot be completed, it is drawn again.
    fn firm(&self, along: u64, dice: &mut Dice) -> FactSet {
        let counted = self.counted_facts(along, dice);
        let mut facts = counted.clone();
        for _ in 0..FIRMS_MAX {
            facts.clone_from(&counted);
            let is_complete = self.facts.iter().all(|fact| self.add(fact, &mut facts, dice));
            if is_complete {
                break;
            }
        }
        facts
    }

    fn counted_facts(&self, mut along: u64, dice: &mut Dice) -> FactSet {
        let mut facts = FactSet::new();
        for branch in &self.branches {
            for (size, count) in self.sizes.iter().zip(&branch.counts.by_size) {
                if along < *count {
                    let form = self.forms.get(branch.form_at(along, *count));
                    let drawn = [
                        (self.counted.activity, branch.activities.draw(dice)),
                        (self.counted.employees, size.draw(dice)),
                        (self.counted.form, form.and_then(|form| form.draw(dice))),
                    ];
                    for (fact, value) in drawn {
                        if let (Some(fact), Some(value)) = (fact, value) {
                            facts.set(fact, value);
                        }
                    }
                    return facts;
                }
                along -= count;
            }
        }
        facts
    }

    /// Adds a value for a fact; whether one was found that can be true.
    fn add(&self, fact: &DrawnFact, facts: &mut FactSet, dice: &mut Dice) -> bool {
        for _ in 0..DRAWS_MAX {
            let Some(value) = fact.choices.draw(dice) else { return true };
            facts.set(fact.id, value);
            if self.can_be_true(fact, facts) {
                return true;
            }
        }
        let same = fact.partners.iter().filter_map(|partner| facts.get(*partner).cloned());
        let values: Vec<Value> = same.collect();
        for value in values.into_iter().chain(fact.choices.in_any_order(dice)) {
            facts.set(fact.id, value);
            if self.can_be_true(fact, facts) {
                return true;
            }
        }
        facts.clear(fact.id);
        false
    }

    fn can_be_true(&self, fact: &DrawnFact, facts: &FactSet) -> bool {
        let situation = Situation { vocabulary: &self.pack.vocabulary, facts, as_of: self.day };
        let mut rules = fact.constraints.iter().filter_map(|place| self.pack.constraints.get(*place));
        rules.all(|constraint| evaluate(&constraint.rule, &situation).as_bool() != Some(false))
    }
}

fn drawn_fact(id: FactId, touched: &[Vec<FactId>], pack: &Pack, day: Date) -> DrawnFact {
    let kind = |id: FactId| pack.vocabulary.fact(id).map(|fact| &fact.fact_type);
    let of_fact = touched.iter().enumerate().filter(|(_, facts)| facts.contains(&id));
    let constraints: Vec<usize> = of_fact.map(|(place, _)| place).collect();
    let others = constraints.iter().filter_map(|place| touched.get(*place)).flatten().copied();
    let mut partners: Vec<FactId> = others.filter(|it| *it != id && kind(*it) == kind(id)).collect();
    partners.sort_unstable();
    partners.dedup();
    DrawnFact { id, choices: Choices::of(id, pack, day), constraints, partners }
}

fn drawn_branches<'a>(counts: &'a FirmCounts, pack: &Pack) -> Vec<DrawnBranch<'a>> {
    let activities = |sections: &[Arc<str>]| Choices::list_of_one(leaves_under(pack, "sbi", sections));
    counts.branches.iter().map(|it| DrawnBranch { counts: it, activities: activities(&it.sections) }).collect()
}
