//! A plan over a table: every fact that a test asks becomes one column of classes, one or two bytes a row, in which each
//! leaf of the plan is a few ranges. Walking over the blocks is in `run`.

use std::collections::HashMap;

use crate::domain::{Class, Domain};
use crate::number::Number;
use crate::value::Value;
use crate::vocabulary::Vocabulary;

use super::kernels::{BoundLeaf, ClassColumn, Range};
use super::plan::{ColumnPlan, Leaf};
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

/// The classes of a value, one for each variable of its fact; nothing for a variable that it does not decide.
type Classes = Vec<Option<Class>>;

/// A column in which every row has the number of its classes. Number 0 is for rows of which the fact is not known.
struct Classed {
    column: ClassColumn,
    /// Per number the classes.
    classes: Vec<Classes>,
}

impl ColumnPlan {
    /// Reads the columns of a table for this plan. `vocabulary` is the one the plan was compiled with.
    pub fn bind(&self, table: &FirmTable, vocabulary: &Vocabulary) -> BoundPlan<'_> {
        let mut columns = Vec::new();
        let mut leaves = vec![BoundLeaf::All; self.leaves.len()];
        for (number, (id, domain)) in self.facts.iter().zip(&self.divided.domains).enumerate() {
            let wanted = self.leaves_of(|leaf| match leaf {
                Leaf::Classes(set) => set.fact == number,
                Leaf::Given(fact, _) => *fact == number,
                Leaf::Row(..) => false,
            });
            match table.column(*id) {
                _ if wanted.is_empty() => {}
                Some(column) => place(of_column(column, domain), &wanted, &mut columns, &mut leaves),
                // Nobody has given it, and everything may be so.
                None => {
                    for (place, _) in wanted.iter().filter(|(_, leaf)| matches!(leaf, Leaf::Given(_, true))) {
                        set(&mut leaves, *place, BoundLeaf::None);
                    }
                }
            }
        }
        for (number, test) in self.row_tests.iter().enumerate() {
            let wanted = self.leaves_of(|leaf| matches!(leaf, Leaf::Row(test, _) if *test == number));
            let answers = test.answers(table, vocabulary, self.as_of);
            let class = |answer: &Option<bool>| answer.map_or(0, |truth| 1 + u16::from(truth));
            let column = ClassColumn::new(answers.iter().map(class), 3);
            let classes = vec![vec![None], vec![Some(0)], vec![Some(1)]];
            place(Classed { column, classes }, &wanted, &mut columns, &mut leaves);
        }
        BoundPlan { plan: self, rows: table.rows(), columns, leaves }
    }

    fn leaves_of(&self, is_meant: impl Fn(&Leaf) -> bool) -> Vec<(usize, &Leaf)> {
        self.leaves.iter().enumerate().filter(|(_, leaf)| is_meant(leaf)).collect()
    }
}

/// The classes of every row of a column.
fn of_column(column: &Column, domain: &Domain) -> Classed {
    match (column, domain) {
        (Column::Values { dictionary, places }, _) => of_values(dictionary, places, domain),
        (Column::Numbers { parts, counts }, Domain::Numbers(_)) => {
            of_counts(counts.iter().copied(), i64::MIN, &cells(domain, *parts))
        }
        (Column::Days(days), Domain::Numbers(_)) => {
            of_counts(days.iter().map(|day| i64::from(*day)), i64::from(i32::MIN), &cells(domain, 1))
        }
        (Column::Numbers { counts, .. }, _) => given_only(counts.iter().map(|it| *it != i64::MIN)),
        (Column::Days(days), _) => given_only(days.iter().map(|it| *it != i32::MIN)),
    }
}

/// Adds a column, and fills the leaves that read it.
fn place(classed: Classed, wanted: &[(usize, &Leaf)], columns: &mut Vec<ClassColumn>, leaves: &mut [BoundLeaf]) {
    for (slot, leaf) in wanted {
        let is_in = |(number, classes): (usize, &Classes)| match leaf {
            Leaf::Given(_, is_given) => (number > 0) == *is_given,
            Leaf::Classes(set) => {
                let class = classes.get(set.place).copied().flatten();
                class.is_none_or(|class| set.classes.get(usize::from(class)) == Some(&true))
            }
            Leaf::Row(_, truth) => {
                let class = classes.first().copied().flatten();
                class.is_none_or(|class| (class == 1) == *truth)
            }
        };
        let members: Vec<bool> = classed.classes.iter().enumerate().map(is_in).collect();
        set(leaves, *slot, BoundLeaf::of(columns.len(), &classed.column, &members));
    }
    columns.push(classed.column);
}

fn set(leaves: &mut [BoundLeaf], place: usize, leaf: BoundLeaf) {
    if let Some(slot) = leaves.get_mut(place) {
        *slot = leaf;
    }
}

/// Gives all different classes a number.
struct Numbering {
    number_of: HashMap<Classes, u16>,
    classes: Vec<Classes>,
}

impl Numbering {
    /// Number 0 is for what is not known.
    fn new() -> Self {
        Numbering { number_of: HashMap::new(), classes: vec![Vec::new()] }
    }

    fn number(&mut self, classes: Classes) -> u16 {
        if let Some(number) = self.number_of.get(&classes) {
            return *number;
        }
        // There are never more than different values, and of those never more than fit.
        let number = u16::try_from(self.classes.len()).unwrap_or(u16::MAX);
        self.classes.push(classes.clone());
        self.number_of.insert(classes, number);
        number
    }

    fn column(self, numbers: impl Iterator<Item = u16>) -> Classed {
        Classed { column: ClassColumn::new(numbers, self.classes.len()), classes: self.classes }
    }
}

fn of_values(dictionary: &[Value], places: &[u16], domain: &Domain) -> Classed {
    let count = match domain {
        Domain::List(list) => list.len(),
        Domain::Bool | Domain::Numbers(_) | Domain::Codes(_) => 1,
        Domain::Undivided(_) => 0,
    };
    let mut numbering = Numbering::new();
    let number = |value: &Value| {
        let mut classes = vec![None; count];
        domain.read(value, &mut classes);
        numbering.number(classes)
    };
    let number_of_place: Vec<u16> = dictionary.iter().map(number).collect();
    numbering.column(places.iter().map(|place| number_of_place.get(usize::from(*place)).copied().unwrap_or(0)))
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

fn of_counts(counts: impl Iterator<Item = i64>, not_known: i64, cells: &[Cell]) -> Classed {
    let mut numbering = Numbering::new();
    let number_of_cell: Vec<u16> = cells.iter().map(|cell| numbering.number(vec![cell.class])).collect();
    let ends: Vec<i64> = cells.iter().map(|cell| cell.up_to).collect();
    let number = |count: i64| {
        if count == not_known {
            return 0;
        }
        number_of_cell.get(ends.partition_point(|end| *end < count)).copied().unwrap_or(0)
    };
    numbering.column(counts.map(number))
}

/// A fact that no single test is about: all that can be asked is whether it is given.
fn given_only(given: impl Iterator<Item = bool>) -> Classed {
    Classed { column: ClassColumn::new(given.map(u16::from), 2), classes: vec![Vec::new(), Vec::new()] }
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
