//! The combination problem without any names: which options to use, and how much of each goes to each cost, so that the
//! total is as high as the rules allow. What the options are is decided in `candidate`; searching is in `search`,
//! dividing the money of a chosen set is in `fill`.

use schakel_register::Cents;
/// A cost that can be paid for: one kind of costs in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Number of the year, from nought.
    pub year: usize,
    /// How much of it is still to be paid.
    pub open: Cents,
}

/// Something that can pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Per cell: the most that this pays; nought where the cost does not count.
    pub most: Vec<Cents>,
    /// Per cell: the most that all choices together pay when this is one of them. Counts where `most` is not nought.
    pub together: Vec<Cents>,
    /// The smallest amount that it pays when it is used.
    pub minimum: Cents,
    /// The largest amount.
    pub maximum: Cents,
    /// The largest amount in one year.
    pub per_year: Option<Cents>,
    /// Whether it is small aid: granted whole or not at all, and counted towards the ceiling.
    pub small_aid: bool,
}

/// Choices, costs, and the rules between choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combination {
    /// The costs.
    pub cells: Vec<Cell>,
    /// The choices, the most wanted first.
    pub choices: Vec<Choice>,
    /// Sets of choices of which at most one may be used.
    pub at_most_one: Vec<Vec<usize>>,
    /// Room for small aid; `None`: no ceiling.
    pub room: Option<Cents>,
}

/// The best that can be had: per choice the amount per cell; all noughts for a choice that is not used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Division {
    /// Per choice, per cell.
    pub amounts: Vec<Vec<Cents>>,
}

impl Choice {
    /// The most that it could pay if nothing else did.
    pub fn reach(&self, cells: &[Cell]) -> Cents {
        let by_year = (0..years(cells)).map(|year| {
            let of_year = self.most.iter().zip(cells).filter(|(_, cell)| cell.year == year);
            let sum: Cents = of_year.map(|(most, cell)| (*most).min(cell.open)).sum();
            self.per_year.map_or(sum, |per_year| sum.min(per_year))
        });
        by_year.sum::<Cents>().min(self.maximum)
    }

    /// The smallest amount that it pays when it is used; small aid is granted whole.
    pub fn least(&self, cells: &[Cell]) -> Cents {
        if self.small_aid { self.reach(cells).max(self.minimum) } else { self.minimum }
    }

    /// Whether it pays for a cost.
    pub fn pays(&self, cell: usize) -> bool {
        self.most.get(cell).is_some_and(|most| *most > Cents::ZERO)
    }

    /// Whether it can be used at all.
    pub fn can_be_used(&self, cells: &[Cell]) -> bool {
        let reach = self.reach(cells);
        reach > Cents::ZERO && self.minimum <= reach
    }
}

impl Combination {
    /// The most that a set of choices may together pay of a cost.
    pub fn limit(&self, cell: usize, chosen: &[bool]) -> Cents {
        let open = self.cells.get(cell).map_or(Cents::ZERO, |it| it.open);
        let used = self.choices.iter().zip(chosen).filter(|(choice, chosen)| **chosen && choice.pays(cell));
        let limits = used.filter_map(|(choice, _)| choice.together.get(cell).copied());
        limits.fold(open, Cents::min)
    }

    /// Whether the rules between choices allow a set.
    pub fn allows(&self, chosen: &[bool]) -> bool {
        let is_chosen = |index: &usize| chosen.get(*index).copied().unwrap_or(false);
        let exclusive = self.at_most_one.iter().all(|set| set.iter().filter(|it| is_chosen(it)).count() <= 1);
        let used = self.choices.iter().zip(chosen).filter(|(_, chosen)| **chosen);
        let small_aid: Cents = used.filter(|(it, _)| it.small_aid).map(|(it, _)| it.reach(&self.cells)).sum();
        exclusive && self.room.is_none_or(|room| small_aid <= room)
    }

    /// Which rule a division breaks, in words; nothing when it keeps all of them. Every sum is exact.
    pub fn broken_rule(&self, division: &Division) -> Option<&'static str> {
        let totals: Vec<Cents> = division.amounts.iter().map(|row| row.iter().copied().sum()).collect();
        let chosen: Vec<bool> = totals.iter().map(|total| *total > Cents::ZERO).collect();
        if division.amounts.len() != self.choices.len() || !self.allows(&chosen) {
            return Some("choices that do not go together");
        }
        for ((choice, row), total) in self.choices.iter().zip(&division.amounts).zip(&totals) {
            if row.len() != self.cells.len() || row.iter().zip(&choice.most).any(|(amount, most)| amount > most) {
                return Some("more than the share of the costs");
            }
            if row.iter().any(|amount| *amount < Cents::ZERO) {
                return Some("less than nothing");
            }
            if *total > Cents::ZERO && (*total < choice.least(&self.cells) || *total > choice.maximum) {
                return Some("outside the smallest and the largest amount");
            }
            let in_year = |year: usize| {
                let of_year = row.iter().zip(&self.cells).filter(|(_, cell)| cell.year == year);
                of_year.map(|(amount, _)| *amount).sum::<Cents>()
            };
            if (0..years(&self.cells)).any(|year| choice.per_year.is_some_and(|most| in_year(year) > most)) {
                return Some("more than the largest amount of a year");
            }
        }
        let is_over = |cell: usize| {
            let paid: Cents = division.amounts.iter().filter_map(|row| row.get(cell)).copied().sum();
            paid > self.limit(cell, &chosen)
        };
        (0..self.cells.len()).any(is_over).then_some("more aid on the same costs than is allowed")
    }
}

impl Division {
    /// Nothing from anybody.
    pub fn nothing(combination: &Combination) -> Self {
        let row = vec![Cents::ZERO; combination.cells.len()];
        Division { amounts: vec![row; combination.choices.len()] }
    }

    /// Everything together.
    pub fn total(&self) -> Cents {
        self.amounts.iter().flatten().copied().sum()
    }

    /// What one choice pays.
    pub fn of(&self, choice: usize) -> Cents {
        self.amounts.get(choice).map_or(Cents::ZERO, |row| row.iter().copied().sum())
    }

    /// The choices that pay something.
    pub fn used(&self) -> Vec<usize> {
        (0..self.amounts.len()).filter(|choice| self.of(*choice) > Cents::ZERO).collect()
    }

    /// What is paid of one cell.
    pub fn on(&self, cell: usize) -> Cents {
        self.amounts.iter().filter_map(|row| row.get(cell)).copied().sum()
    }
}

/// How many years the costs span.
pub fn years(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.year + 1).max().unwrap_or(0)
}
