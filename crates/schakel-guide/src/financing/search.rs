//! Searching the best set of choices with a mixed-integer solver. The solver works with floating point numbers, so it
//! only proposes: what it proposes is divided exactly by `fill`, checked against every rule, and compared with the bound
//! that the solver proved. A set of which the money falls short of that bound is ruled out and the search goes on. How
//! the solver sees the combination lives in `model`.

use crate::financing::combination::{Choice, Combination, Division};
use crate::financing::fill::fill;
use crate::financing::model::{Goal, Model};
use schakel_register::Cents;

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchError {
    /// The solver could not prove within its limits that nothing is better.
    NotProven,
}

/// The best division: the highest total, then the fewest choices, then earlier choices: none of them could be exchanged
/// for an earlier one that is not used.
///
/// # Errors
/// When the solver finds no proof. That has not been seen with fewer than a hundred choices.
pub fn best_division(combination: &Combination) -> Result<Division, SearchError> {
    let reduced = Reduced::new(combination);
    let most = reduced.most_money()?;
    let fewest = reduced.fewest_choices(most);
    Ok(reduced.earliest(fewest).spread(&reduced, combination))
}

/// The combination without what cannot be used.
struct Reduced {
    combination: Combination,
    /// Number in the original of each choice.
    original: Vec<usize>,
}

/// The exact division of a set of choices.
struct Found {
    division: Division,
    total: Cents,
}

impl Reduced {
    fn new(combination: &Combination) -> Self {
        let fits = |choice: &Choice| {
            let small = choice.small_aid.then(|| choice.reach(&combination.cells));
            choice.can_be_used(&combination.cells)
                && small.is_none_or(|it| combination.room.is_none_or(|room| it <= room))
        };
        let usable = combination.choices.iter().enumerate().filter(|(_, choice)| fits(choice));
        let original: Vec<usize> = usable.map(|(index, _)| index).collect();
        let number = |index: &usize| original.iter().position(|it| it == index);
        let sets = combination.at_most_one.iter().map(|set| set.iter().filter_map(number).collect::<Vec<_>>());
        let reduced = Combination {
            cells: combination.cells.clone(),
            choices: original.iter().filter_map(|index| combination.choices.get(*index).cloned()).collect(),
            at_most_one: sets.filter(|set| set.len() > 1).collect(),
            room: combination.room,
        };
        Reduced { combination: reduced, original }
    }

    fn nothing(&self) -> Found {
        let division = Division::nothing(&self.combination);
        Found { division, total: Cents::ZERO }
    }

    /// A set whose total no other set exceeds.
    fn most_money(&self) -> Result<Found, SearchError> {
        let mut best = self.nothing();
        let mut model = Model::new(&self.combination, Goal::MostMoney);
        if self.combination.choices.is_empty() {
            return Ok(best);
        }
        for _ in 0..PROPOSALS_MAX {
            let Some(proposal) = model.solve(NODES_FOR_MONEY, &best.division.used()) else {
                return Err(SearchError::NotProven);
            };
            if !proposal.is_proven {
                return Err(SearchError::NotProven);
            }
            let found = self.exact(&proposal.chosen);
            if let Some(found) = found.filter(|it| it.total > best.total) {
                best = found;
            }
            if model.is_reached(&proposal, best.total) {
                return Ok(best);
            }
            model.rule_out(&proposal.chosen);
        }
        Err(SearchError::NotProven)
    }

    /// A set with the same total of the fewest choices.
    fn fewest_choices(&self, most: Found) -> Found {
        if most.division.used().len() <= self.fewest_that_could(most.total) {
            return most;
        }
        let mut model = Model::new(&self.combination, Goal::FewestChoices { total: most.total });
        for _ in 0..PROPOSALS_MAX {
            let Some(proposal) = model.solve(NODES_FOR_FEWEST, &most.division.used()) else { break };
            match self.exact(&proposal.chosen).filter(|it| it.total == most.total) {
                Some(found) => return found,
                None => model.rule_out(&proposal.chosen),
            }
        }
        most
    }

    /// Fewer choices than this cannot reach a total, even without any rule between them.
    fn fewest_that_could(&self, total: Cents) -> usize {
        let mut reaches: Vec<Cents> =
            self.combination.choices.iter().map(|it| it.reach(&self.combination.cells)).collect();
        reaches.sort_unstable_by(|left, right| right.cmp(left));
        let mut sum = Cents::ZERO;
        reaches
            .iter()
            .take_while(|reach| {
                let short = sum < total;
                sum += **reach;
                short
            })
            .count()
    }

    /// The same with earlier choices: a choice is exchanged for the earliest one that gives the same total.
    fn earliest(&self, mut found: Found) -> Found {
        while let Some(earlier) = self.exchanged(&found) {
            found = earlier;
        }
        found
    }

    fn exchanged(&self, found: &Found) -> Option<Found> {
        let used = found.division.used();
        let mut chosen: Vec<bool> = (0..self.combination.choices.len()).map(|it| used.contains(&it)).collect();
        for later in used.iter().rev() {
            for earlier in (0..*later).filter(|it| !used.contains(it)) {
                chosen.swap(earlier, *later);
                if let Some(same) = self.exact(&chosen).filter(|it| it.total == found.total) {
                    return Some(same);
                }
                chosen.swap(earlier, *later);
            }
        }
        None
    }

    /// The exact division of a set that the solver proposes.
    fn exact(&self, chosen: &[bool]) -> Option<Found> {
        let division = fill(&self.combination, chosen)?;
        let total = division.total();
        self.combination.broken_rule(&division).is_none().then_some(Found { division, total })
    }
}

impl Found {
    /// The division over all choices of the original.
    fn spread(self, reduced: &Reduced, combination: &Combination) -> Division {
        let mut division = Division::nothing(combination);
        for (row, original) in self.division.amounts.into_iter().zip(&reduced.original) {
            if let Some(place) = division.amounts.get_mut(*original) {
                *place = row;
            }
        }
        division
    }
}

/// How many sets the solver may propose before the search gives up.
const PROPOSALS_MAX: usize = 50;

/// Nodes of the search tree within which the highest total must be proven.
const NODES_FOR_MONEY: u64 = 200_000;

/// Nodes within which a set of fewer choices is looked for.
const NODES_FOR_FEWEST: u64 = 2_000;
