//! Searching the best set of choices with a mixed-integer solver. The solver works with floating point numbers, so it
//! only proposes: what it proposes is divided exactly by `fill`, checked against every rule, and compared with the bound
//! that the solver proved. A set of which the money falls short of that bound is ruled out and the search goes on.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, SolveOutcome, Variable};

use crate::financing::combination::{Choice, Combination, Division, years};
use crate::financing::fill::fill;
use crate::financing::money::Cents;

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
            let Some(proposal) = model.solve(NODES_FOR_MONEY) else { return Err(SearchError::NotProven) };
            if !proposal.is_proven {
                return Err(SearchError::NotProven);
            }
            let found = self.exact(&proposal.chosen);
            if let Some(found) = found.filter(|it| it.total > best.total) {
                best = found;
            }
            if model.is_reached(proposal.value, best.total) {
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
            let Some(proposal) = model.solve(NODES_FOR_FEWEST) else { break };
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
        self.combination.broken_rule(&division).is_none().then(|| Found { division, total })
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

/// What the solver looks for.
#[derive(Clone, Copy)]
enum Goal {
    MostMoney,
    /// With at least this total.
    FewestChoices {
        total: Cents,
    },
}

/// The combination as the solver sees it: amounts in units that keep all figures near each other.
struct Model {
    problem: Problem,
    /// Whether each choice is used: nought or one.
    used: Vec<Variable>,
    /// Cents in a unit.
    unit: f64,
}

/// What the solver proposes.
struct Proposal {
    chosen: Vec<bool>,
    value: f64,
    is_proven: bool,
}

impl Model {
    fn new(combination: &Combination, goal: Goal) -> Self {
        let direction = match goal {
            Goal::MostMoney => OptimizationDirection::Maximize,
            Goal::FewestChoices { .. } => OptimizationDirection::Minimize,
        };
        let mut problem = Problem::new(direction);
        let cost = if matches!(goal, Goal::MostMoney) { 0.0 } else { 1.0 };
        let used: Vec<Variable> = combination.choices.iter().map(|_| problem.add_binary_var(cost)).collect();
        let largest = combination.cells.iter().map(|cell| cell.open).max().unwrap_or(Cents::ZERO);
        let mut model = Model { problem, used, unit: (float(largest) / UNITS_IN_LARGEST_COST).max(1.0) };
        model.add_rules_between(combination);
        model.add_amounts(combination, goal);
        model
    }

    /// Amounts are variables: per choice and cost, within the shares, the amounts and what goes together.
    fn add_amounts(&mut self, combination: &Combination, goal: Goal) {
        let worth = if matches!(goal, Goal::MostMoney) { 1.0 } else { 0.0 };
        let mut on_cell: Vec<Vec<(usize, Variable)>> = vec![Vec::new(); combination.cells.len()];
        let mut all = Vec::new();
        for ((index, choice), used) in combination.choices.iter().enumerate().zip(self.used.clone()) {
            let mut amounts = Vec::new();
            for ((most, cell), on_cell) in choice.most.iter().zip(&combination.cells).zip(&mut on_cell) {
                let most = (*most).min(cell.open);
                if most > Cents::ZERO {
                    let amount = self.problem.add_var(worth, (0.0, float(most) / self.unit));
                    on_cell.push((index, amount));
                    amounts.push((cell.year, amount));
                }
            }
            all.extend(amounts.iter().map(|(_, amount)| (*amount, 1.0)));
            self.add_choice(choice, used, &amounts, combination);
        }
        for (cell, amounts) in on_cell.iter().enumerate() {
            self.add_cell(cell, amounts, combination);
        }
        if let Goal::FewestChoices { total } = goal {
            let least = (float(total) - ROUNDING_CENTS) / self.unit;
            self.problem.add_constraint(all.as_slice(), ComparisonOp::Ge, least);
        }
    }

    /// What a choice pays lies between its smallest and its largest amount, or is nothing.
    fn add_choice(
        &mut self,
        choice: &Choice,
        used: Variable,
        amounts: &[(usize, Variable)],
        combination: &Combination,
    ) {
        let reach = float(choice.reach(&combination.cells)) / self.unit;
        let least = float(choice.least(&combination.cells)) / self.unit;
        let sum = |bound: f64| {
            let terms = amounts.iter().map(|(_, amount)| (*amount, 1.0)).chain([(used, -bound)]);
            terms.collect::<Vec<(Variable, f64)>>()
        };
        self.problem.add_constraint(sum(reach).as_slice(), ComparisonOp::Le, 0.0);
        if least > 0.0 {
            self.problem.add_constraint(sum(least).as_slice(), ComparisonOp::Ge, 0.0);
        }
        if let Some(per_year) = choice.per_year {
            for year in 0..years(&combination.cells) {
                let of_year = amounts.iter().filter(|(it, _)| *it == year);
                let terms: Vec<(Variable, f64)> = of_year.map(|(_, amount)| (*amount, 1.0)).collect();
                if !terms.is_empty() {
                    self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, float(per_year) / self.unit);
                }
            }
        }
    }

    /// All choices together pay at most what the most generous of them allows on a cost, and less when a stricter one is
    /// used.
    fn add_cell(&mut self, cell: usize, amounts: &[(usize, Variable)], combination: &Combination) {
        let open = combination.cells.get(cell).map_or(Cents::ZERO, |it| it.open);
        let limit = |index: usize| {
            let together = combination.choices.get(index).and_then(|it| it.together.get(cell)).copied();
            together.unwrap_or(open).min(open)
        };
        let Some(highest) = amounts.iter().map(|(index, _)| limit(*index)).max() else { return };
        let terms: Vec<(Variable, f64)> = amounts.iter().map(|(_, amount)| (*amount, 1.0)).collect();
        let highest_units = float(highest) / self.unit;
        self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, highest_units);
        for (index, _) in amounts {
            let less = highest - limit(*index);
            if let Some(used) = self.used.get(*index).filter(|_| less > Cents::ZERO) {
                let mut terms = terms.clone();
                terms.push((*used, float(less) / self.unit));
                self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, highest_units);
            }
        }
    }

    fn add_rules_between(&mut self, combination: &Combination) {
        for set in &combination.at_most_one {
            let used = set.iter().filter_map(|index| self.used.get(*index));
            let terms: Vec<(Variable, f64)> = used.map(|used| (*used, 1.0)).collect();
            self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, 1.0);
        }
        if let Some(room) = combination.room {
            let small = combination.choices.iter().zip(&self.used).filter(|(choice, _)| choice.small_aid);
            let terms: Vec<(Variable, f64)> =
                small.map(|(choice, used)| (*used, float(choice.reach(&combination.cells)) / self.unit)).collect();
            if !terms.is_empty() {
                self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, float(room) / self.unit);
            }
        }
    }

    fn solve(&self, nodes: u64) -> Option<Proposal> {
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes);
        let SolveOutcome::Solution(solution) = self.problem.solve_with(options).ok()? else { return None };
        let chosen = self.used.iter().map(|used| solution.var_value(*used) > 0.5).collect();
        let is_proven = solution.status() == SolutionStatus::Optimal;
        Some(Proposal { chosen, value: solution.objective(), is_proven })
    }

    /// Whether no set can give a cent more than an exact total, as the solver proved that none exceeds `value`.
    #[expect(clippy::float_arithmetic, reason = "the bound of the solver is a float; the total is exact")]
    fn is_reached(&self, value: f64, total: Cents) -> bool {
        value * self.unit - float(total) < 1.0 - ROUNDING_CENTS
    }

    /// Leaves one set out of the search.
    fn rule_out(&mut self, chosen: &[bool]) {
        let sign = |chosen: &bool| if *chosen { 1.0 } else { -1.0 };
        let terms: Vec<(Variable, f64)> =
            self.used.iter().zip(chosen).map(|(used, chosen)| (*used, sign(chosen))).collect();
        let count = i64::try_from(chosen.iter().filter(|it| **it).count()).unwrap_or(i64::MAX);
        self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, float(Cents::new(count - 1)));
    }
}

/// An amount as the solver takes it; exact below 2^53 cents.
#[expect(clippy::cast_precision_loss, reason = "costs are at most a hundred million euros each")]
fn float(amount: Cents) -> f64 {
    amount.count() as f64
}

/// How many units the largest cost has for the solver: a cent stays far above its tolerance.
const UNITS_IN_LARGEST_COST: f64 = 1_000.0;

/// What may go missing in floating point, in cents: less than half a cent.
const ROUNDING_CENTS: f64 = 0.25;

/// How many sets the solver may propose before the search gives up.
const PROPOSALS_MAX: usize = 50;

/// Nodes of the search tree within which the highest total must be proven.
const NODES_FOR_MONEY: u64 = 200_000;

/// Nodes within which a set of fewer choices is looked for.
const NODES_FOR_FEWEST: u64 = 2_000;
