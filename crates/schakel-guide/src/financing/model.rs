//! The combination as the solver sees it: a mixed-integer program in floating point numbers. This is the only place where
//! amounts are floats; nothing that the solver says is believed before `search` has worked it out exactly.
#![expect(clippy::float_arithmetic, reason = "the solver works with floats; `search` checks all it says exactly")]

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, SolveOutcome, Variable};

use crate::financing::combination::{Choice, Combination, years};
use schakel_register::Cents;

/// What the solver looks for.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// The highest total.
    MostMoney,
    /// The fewest choices with at least a total.
    FewestChoices {
        /// The total.
        total: Cents,
    },
}

/// The combination as the solver sees it: amounts in units that keep all figures near each other.
pub(crate) struct Model {
    problem: Problem,
    /// Whether each choice is used: nought or one.
    used: Vec<Variable>,
    /// Cents in a unit.
    unit: f64,
}

/// What the solver proposes.
pub(crate) struct Proposal {
    /// Whether each choice is used.
    pub(crate) chosen: Vec<bool>,
    value: f64,
    /// Whether the solver proved that no set is better by more than its rounding.
    pub(crate) is_proven: bool,
}

impl Model {
    /// The model of a combination.
    pub(crate) fn new(combination: &Combination, goal: Goal) -> Self {
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

    /// What the solver proposes within a number of nodes of its search tree. It begins with the choices that are known to
    /// be good; they change how long it takes, not what is best.
    pub(crate) fn solve(&self, nodes: u64, known: &[usize]) -> Option<Proposal> {
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes);
        let used = |index: usize| if known.contains(&index) { 1.0 } else { 0.0 };
        let start = self.used.iter().enumerate().map(|(index, it)| (*it, used(index)));
        options.warm_start = (!known.is_empty()).then(|| start.collect());
        let SolveOutcome::Solution(solution) = self.problem.solve_with(options).ok()? else { return None };
        let chosen = self.used.iter().map(|used| solution.var_value(*used) > 0.5).collect();
        let is_proven = solution.status() == SolutionStatus::Optimal;
        Some(Proposal { chosen, value: solution.objective(), is_proven })
    }

    /// Whether no set can give a cent more than an exact total, as the solver proved that none exceeds the value of its
    /// proposal.
    pub(crate) fn is_reached(&self, proposal: &Proposal, total: Cents) -> bool {
        proposal.value * self.unit - float(total) < 1.0 - ROUNDING_CENTS
    }

    /// Leaves one set out of the search.
    pub(crate) fn rule_out(&mut self, chosen: &[bool]) {
        let sign = |chosen: &bool| if *chosen { 1.0 } else { -1.0 };
        let terms: Vec<(Variable, f64)> =
            self.used.iter().zip(chosen).map(|(used, chosen)| (*used, sign(chosen))).collect();
        let count = i64::try_from(chosen.iter().filter(|it| **it).count()).unwrap_or(i64::MAX);
        self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, float(Cents::new(count - 1)));
    }
}

/// An amount as the solver takes it; exact below 2^53 cents.
fn float(amount: Cents) -> f64 {
    amount.count() as f64
}

/// How many units the largest cost has for the solver: a cent stays far above its tolerance.
const UNITS_IN_LARGEST_COST: f64 = 1_000.0;

/// What may go missing in floating point, in cents: less than half a cent.
const ROUNDING_CENTS: f64 = 0.25;
