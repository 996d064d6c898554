//! A plan over a table: every fact that a test asks becomes one column of classes, one or two bytes a row, in which each
//! leaf of the plan is a few ranges. Walking over the blocks is in `run`.

use std::collections::HashMap;

use crate::decision::divide::Answered;
use crate::domain::{Class, Domain};
use crate::number::Number;
use crate::value::Value;
use crate::vocabulary::Vocabulary;

use super::kernels::{BoundLeaf, ClassColumn, Range};
use super::plan::{ColumnPlan, Leaf, LeafSource};
use super::run::BLOCK_ROWS;
use super::table::{Column, FirmTable};

/// A plan with the columns that it reads.
#[derive(Clone, Debug)]
pub struct BoundPlan<'p> {
    pub(super) plan: &'p ColumnPlan,
    pub(super) rows: usize,
    pub(super) columns: Vec<ClassColumn>,
    /// Per leaf of the plan.
    pub(super) leaves: Vec<BoundLeaf>,
}

/// What a class says: per test of its fact whether it holds; nothing for a value that no test can be asked of.
type Truths = Option<Vec<bool>>;

/// A column of classes with what each class says. Class 0 is for rows of which the fact is not known.
struct Classed {
    column: ClassColumn,
    truths: Vec<Truths>,
}

impl ColumnPlan {
    /// Reads the columns of a table for this plan. `vocabulary` is the one the plan was compiled with.
    pub fn bind(&self, table: &FirmTable, vocabulary: &Vocabulary) -> BoundPlan<'_> {
        let mut columns = Vec::new();
        let mut leaves = vec![BoundLeaf::All; self.leaves.len()];
        for (number, _) in self.facts.iter().enumerate() {
            self.bind_fact(number, table, &mut columns, &mut leaves);
        }
        for (number, test) in self.row_tests.iter().enumerate() {
            let wanted: Vec<(usize, Leaf)> = self.leaves_of(|source| source == LeafSource::Row(number));
            if wanted.is_empty() {
                continue;
            }
            let answers = test.answers(table, vocabulary, self.as_of);
            let class = |answer: &Option<bool>| answer.map_or(0, |truth| 1 + u16::from(truth));
            let column = ClassColumn::new(answers.iter().map(class), 3);
            let classed = Classed { column, truths: vec![None, Some(vec![false]), Some(vec![true])] };
            place(classed, &wanted, |_| Some(0), &mut columns, &mut leaves);
        }
        BoundPlan { plan: self, rows: table.rows(), columns, leaves }
    }

    fn leaves_of(&self, is_meant: impl Fn(LeafSource) -> bool) -> Vec<(usize, Leaf)> {
        self.leaves.iter().copied().enumerate().filter(|(_, leaf)| is_meant(leaf.source)).collect()
    }

    /// Makes the column of one fact and fills the leaves that read it.
    fn bind_fact(&self, number: usize, table: &FirmTable, columns: &mut Vec<ClassColumn>, leaves: &mut [BoundLeaf]) {
        let (Some(id), Some(domain)) = (self.facts.get(number), self.divided.domains.get(number)) else { return };
        let tests: Vec<usize> = (0..self.divided.answers.len())
            .filter(
                |test| matches!(self.divided.answers.get(*test), Some(Answered::ByFact(fact, ..)) if *fact == number),
            )
            .collect();
        let wanted = self.leaves_of(|source| match source {
            LeafSource::Test(test) => tests.contains(&test),
            LeafSource::Fact(fact) | LeafSource::Given(fact) => fact == number,
            LeafSource::Row(_) => false,
        });
        if wanted.is_empty() {
            return;
        }
        let Some(column) = table.column(*id) else {
            // Nobody has given it, and everything may be so.
            for (place, leaf) in wanted {
                let is_never = matches!(leaf.source, LeafSource::Given(_)) && leaf.truth;
                if let Some(slot) = leaves.get_mut(place) {
                    *slot = if is_never { BoundLeaf::None } else { BoundLeaf::All };
                }
            }
            return;
        };
        let truths = |classes: &[Option<Class>]| self.truths(classes, &tests);
        let classed = match (column, domain) {
            (Column::Values { dictionary, places }, _) => of_values(dictionary, places, domain, truths),
            (Column::Numbers { parts, counts }, Domain::Numbers(_)) => {
                let cells = cells(domain, *parts);
                of_counts(counts.iter().copied(), i64::MIN, &cells, truths)
            }
            (Column::Days(days), Domain::Numbers(_)) => {
                let cells = cells(domain, 1);
                of_counts(days.iter().map(|day| i64::from(*day)), i64::from(i32::MIN), &cells, truths)
            }
            (Column::Numbers { counts, .. }, _) => given_only(counts.iter().map(|it| *it != i64::MIN)),
            (Column::Days(days), _) => given_only(days.iter().map(|it| *it != i32::MIN)),
        };
        let place_of = |source: LeafSource| match source {
            LeafSource::Test(test) => tests.iter().position(|it| *it == test),
            LeafSource::Fact(_) => Some(tests.len()),
            LeafSource::Given(_) | LeafSource::Row(_) => None,
        };
        place(classed, &wanted, place_of, columns, leaves);
    }

    /// What the tests of a fact say of a value with these classes, and at the end whether it is yes.
    fn truths(&self, classes: &[Option<Class>], tests: &[usize]) -> Truths {
        let mut truths = Vec::with_capacity(tests.len() + 1);
        for test in tests {
            let Some(Answered::ByFact(_, place, holds)) = self.divided.answers.get(*test) else { return None };
            let class = classes.get(*place).copied().flatten()?;
            truths.push(holds.get(usize::from(class)).copied()?);
        }
        truths.push(classes.first().copied().flatten() == Some(1));
        Some(truths)
    }
}

/// Fills leaves from a column of classes. `place_of` says which truth a leaf is about; without one it asks whether the
/// fact is given.
fn place(
    classed: Classed,
    wanted: &[(usize, Leaf)],
    place_of: impl Fn(LeafSource) -> Option<usize>,
    columns: &mut Vec<ClassColumn>,
    leaves: &mut [BoundLeaf],
) {
    let number = columns.len();
    for (slot, leaf) in wanted {
        let is_in = |class: &(usize, &Truths)| match (leaf.source, place_of(leaf.source)) {
            (LeafSource::Given(_), _) => (class.0 > 0) == leaf.truth,
            (_, Some(place)) => class.1.as_ref().is_none_or(|truths| truths.get(place) == Some(&leaf.truth)),
            (_, None) => true,
        };
        let members: Vec<bool> = classed.truths.iter().enumerate().map(|class| is_in(&class)).collect();
        if let Some(slot) = leaves.get_mut(*slot) {
            *slot = BoundLeaf::of(number, &classed.column, &members);
        }
    }
    columns.push(classed.column);
}

/// Gives every different answer to all tests a class of its own.
#[derive(Default)]
struct Numbering {
    class_of: HashMap<Truths, u16>,
    truths: Vec<Truths>,
}

impl Numbering {
    fn new() -> Self {
        Numbering { class_of: HashMap::new(), truths: vec![None] }
    }

    fn class(&mut self, truths: Truths) -> u16 {
        if let Some(class) = self.class_of.get(&truths) {
            return *class;
        }
        // There are never more classes than different values, and of those never more than fit.
        let class = u16::try_from(self.truths.len()).unwrap_or(u16::MAX);
        self.truths.push(truths.clone());
        self.class_of.insert(truths, class);
        class
    }
}

fn of_values(
    dictionary: &[Value],
    places: &[u16],
    domain: &Domain,
    truths: impl Fn(&[Option<Class>]) -> Truths,
) -> Classed {
    let count = match domain {
        Domain::List(list) => list.len(),
        Domain::Bool | Domain::Numbers(_) | Domain::Codes(_) => 1,
        Domain::Undivided(_) => 0,
    };
    let mut numbering = Numbering::new();
    let class_of_place: Vec<u16> = dictionary
        .iter()
        .map(|value| {
            let mut classes = vec![None; count];
            domain.read(value, &mut classes);
            numbering.class(truths(&classes))
        })
        .collect();
    let classes = places.iter().map(|place| class_of_place.get(usize::from(*place)).copied().unwrap_or(0));
    Classed { column: ClassColumn::new(classes, numbering.truths.len()), truths: numbering.truths }
}

/// Up to which count (included) numbers are of a class.
struct Cell {
    up_to: i64,
    class: Option<Class>,
}

/// The classes of a number that is counted in parts of one, from small to large.
fn cells(domain: &Domain, parts: i64) -> Vec<Cell> {
    let Domain::Numbers(numbers) = domain else { return Vec::new() };
    let mut cells = Vec::new();
    let mut previous = None;
    for cut in numbers.cuts() {
        let scaled = cut.times(Number::whole(parts));
        let at = scaled.map(Number::floor).and_then(Number::to_i64);
        // A cut beyond what can be counted divides nothing.
        let (Some(at), Some(scaled)) = (at, scaled) else { continue };
        let is_at = scaled.is_whole();
        let below = if is_at { at.saturating_sub(1) } else { at };
        cells.push(Cell { up_to: below, class: numbers.class_between(previous, Some(*cut)) });
        if is_at {
            cells.push(Cell { up_to: at, class: numbers.class_of(*cut) });
        }
        previous = Some(*cut);
    }
    cells.push(Cell { up_to: i64::MAX, class: numbers.class_between(previous, None) });
    cells
}

fn of_counts(
    counts: impl Iterator<Item = i64>,
    not_known: i64,
    cells: &[Cell],
    truths: impl Fn(&[Option<Class>]) -> Truths,
) -> Classed {
    let mut numbering = Numbering::new();
    let class_of_cell: Vec<u16> = cells.iter().map(|cell| numbering.class(truths(&[cell.class]))).collect();
    let ends: Vec<i64> = cells.iter().map(|cell| cell.up_to).collect();
    let class = |count: i64| {
        if count == not_known {
            return 0;
        }
        class_of_cell.get(ends.partition_point(|end| *end < count)).copied().unwrap_or(0)
    };
    Classed { column: ClassColumn::new(counts.map(class), numbering.truths.len()), truths: numbering.truths }
}

/// A fact that no single test is about: all that can be asked is whether it is given.
fn given_only(given: impl Iterator<Item = bool>) -> Classed {
    Classed { column: ClassColumn::new(given.map(u16::from), 2), truths: vec![None, None] }
}

impl ClassColumn {
    /// A column of classes of which there are `count`; the last block is filled up with rows of which nothing is known.
    pub(super) fn new(classes: impl Iterator<Item = u16>, count: usize) -> ClassColumn {
        if count <= usize::from(u8::MAX) + 1 {
            let mut narrow: Vec<u8> = classes.map(|class| u8::try_from(class).unwrap_or(0)).collect();
            narrow.resize(narrow.len().next_multiple_of(BLOCK_ROWS), 0);
            ClassColumn::Narrow(narrow)
        } else {
            let mut wide: Vec<u16> = classes.collect();
            wide.resize(wide.len().next_multiple_of(BLOCK_ROWS), 0);
            ClassColumn::Wide(wide)
        }
    }

    /// The largest class that a row of it could have.
    fn class_max(&self) -> u16 {
        match self {
            ClassColumn::Narrow(_) => u16::from(u8::MAX),
            ClassColumn::Wide(_) => u16::MAX,
        }
    }
}

impl BoundLeaf {
    /// The rows whose class is a member. Classes that no row has may be in or out, and a range may go round from the
    /// largest class to 0: so "at least 20 or not known" is one range, and so is "fewer than 20 or not known".
    fn of(column: usize, classes: &ClassColumn, members: &[bool]) -> BoundLeaf {
        if members.iter().all(|is_in| *is_in) {
            return BoundLeaf::All;
        }
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for (class, _) in (0_u16..).zip(members).filter(|(_, is_in)| **is_in) {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(class) => *last = class,
                _ => runs.push((class, class)),
            }
        }
        let max = classes.class_max();
        let last_class = u16::try_from(members.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let mut ranges: Vec<Range> = runs.iter().map(|(low, high)| Range { low: *low, span: high - low }).collect();
        if let (Some((0, high)), Some((low, end))) = (runs.first(), runs.last())
            && runs.len() > 1
            && *end == last_class
        {
            ranges.remove(0);
            ranges.pop();
            ranges.push(Range { low: *low, span: max - low + 1 + high });
        }
        if ranges.is_empty() { BoundLeaf::None } else { BoundLeaf::Ranges { column, ranges } }
    }
}
