//! A fact that is a list of codes. Each test on it is a yes or no of its own; which of these can go together follows
//! from the code list: what lies under 281 also lies under 28, and something lies under a section only if it lies under
//! one of its divisions.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::term::Membership;
use crate::value::Value;
use crate::vocabulary::{CodeList, Vocabulary};

use super::Class;

/// The tests on a list of codes. Codes that pass the same tests form one cell.
#[derive(Clone, Debug)]
pub(crate) struct List {
    tests: Vec<Membership>,
    cell_of: HashMap<Arc<str>, usize>,
    cells: Vec<Cell>,
    /// The cells of the codes that pass each test.
    cells_of_test: Vec<BTreeSet<usize>>,
    /// Whether some code passes more than one test, so that answers can contradict each other.
    is_overlapping: bool,
}

/// Codes that pass the same tests, at least one.
#[derive(Clone, Debug)]
struct Cell {
    tests: Vec<usize>,
    first: Arc<str>,
}

/// How far the tests of a list have been given an answer, in their order, and what that leaves possible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Progress {
    /// Cells from which there is no code.
    excluded: BTreeSet<usize>,
    /// Sets of cells, from each of which there is a code.
    present: BTreeSet<BTreeSet<usize>>,
}

impl List {
    /// Divides the codes of a list by tests.
    pub(crate) fn divide(list: &CodeList, tests: Vec<Membership>, vocabulary: &Vocabulary) -> List {
        let mut by_tests: HashMap<Vec<usize>, usize> = HashMap::new();
        let mut cell_of = HashMap::new();
        let mut cells: Vec<Cell> = Vec::new();
        for code in list.codes() {
            let passed: Vec<usize> = (0..)
                .zip(&tests)
                .filter(|(_, test)| test.holds(&code.id, Some(vocabulary)))
                .map(|(it, _)| it)
                .collect();
            if passed.is_empty() {
                continue;
            }
            let cell = *by_tests.entry(passed).or_insert_with_key(|passed| {
                cells.push(Cell { tests: passed.clone(), first: Arc::clone(&code.id) });
                cells.len() - 1
            });
            cell_of.entry(Arc::clone(&code.id)).or_insert(cell);
        }
        let of_test = |test| {
            let of_test = cells.iter().enumerate().filter(|(_, cell)| cell.tests.contains(&test));
            of_test.map(|(cell, _)| cell).collect()
        };
        let cells_of_test: Vec<BTreeSet<usize>> = (0..tests.len()).map(of_test).collect();
        let is_overlapping =
            cells.iter().any(|cell| cell.tests.len() > 1) || cells_of_test.iter().any(BTreeSet::is_empty);
        List { tests, cell_of, cells, cells_of_test, is_overlapping }
    }

    /// The tests.
    pub(crate) fn tests(&self) -> &[Membership] {
        &self.tests
    }

    /// The number of tests.
    pub(crate) fn len(&self) -> usize {
        self.tests.len()
    }

    /// Which tests a list passes.
    pub(crate) fn read(&self, codes: &[Arc<str>], passed: &mut [Option<Class>]) {
        passed.fill(Some(0));
        for code in codes {
            match self.cell_of.get(code).and_then(|cell| self.cells.get(*cell)) {
                Some(cell) => cell.tests.iter().for_each(|test| pass(passed, *test)),
                // A code without tests, or one that is not in the list: it may still start as a test asks.
                None => {
                    let starts =
                        |test: &Membership| matches!(test, Membership::StartsWith(_)) && test.holds(code, None);
                    (0..).zip(&self.tests).filter(|(_, test)| starts(test)).for_each(|(test, _)| pass(passed, test));
                }
            }
        }
    }

    /// Whether the next test can have this answer.
    pub(crate) fn allows(&self, progress: &Progress, test: usize, answer: bool) -> bool {
        let Some(cells) = self.cells_of_test.get(test) else { return false };
        if answer {
            !cells.is_subset(&progress.excluded)
        } else {
            progress.present.iter().all(|present| !present.is_subset(cells))
        }
    }

    /// Gives the next test an answer. What no later test can notice is forgotten, so that equal futures are equal.
    pub(crate) fn advance(&self, progress: &Progress, test: usize, answer: bool) -> Progress {
        let mut excluded = progress.excluded.clone();
        let mut present = progress.present.clone();
        let cells = self.cells_of_test.get(test).cloned().unwrap_or_default();
        if answer {
            present.insert(cells);
        } else {
            excluded.extend(cells);
        }
        let matters_later = |cell: &usize| {
            self.cells.get(*cell).and_then(|cell| cell.tests.last()).is_some_and(|last_test| *last_test > test)
        };
        let left: BTreeSet<BTreeSet<usize>> =
            present.iter().map(|present| present.difference(&excluded).copied().collect()).collect();
        let is_implied = |set: &BTreeSet<usize>| left.iter().any(|other| other != set && other.is_subset(set));
        let open = |set: &&BTreeSet<usize>| set.iter().all(matters_later) && !is_implied(set);
        let present = left.iter().filter(open).cloned().collect();
        excluded.retain(matters_later);
        Progress { excluded, present }
    }

    /// A list that passes the tests that are wanted, as near to the current one as can be: codes that stand in the way
    /// go, codes that are needed come. Answers that cannot go with earlier ones give way; `None` is indifferent.
    pub(crate) fn nearest(&self, wanted: &[Option<Class>], current: &[Arc<str>]) -> Value {
        let mut now = vec![None; self.len()];
        self.read(current, &mut now);
        let mut progress = Progress::default();
        let mut excluded = BTreeSet::new();
        let mut needed = Vec::new();
        for (test, (wanted, now)) in wanted.iter().zip(&now).enumerate() {
            let preferred = wanted.or(*now) == Some(1);
            let mut answer = preferred;
            if self.is_overlapping {
                answer = self.allows(&progress, test, preferred) == preferred;
                progress = self.advance(&progress, test, answer);
            }
            match self.cells_of_test.get(test) {
                Some(_) if answer => needed.push(test),
                Some(cells) => excluded.extend(cells.iter().copied()),
                None => {}
            }
        }
        let is_kept = |code: &&Arc<str>| self.cell_of.get(*code).is_none_or(|cell| !excluded.contains(cell));
        let mut codes: Vec<Arc<str>> = current.iter().filter(is_kept).cloned().collect();
        // The most particular tests first: a code for them often serves the others.
        needed.sort_by_key(|test| self.cells_of_test.get(*test).map_or(0, BTreeSet::len));
        for test in needed {
            let passes = |code: &Arc<str>| self.cell_of.get(code).is_some_and(|cell| self.is_of(*cell, test));
            if !codes.iter().any(passes) {
                codes.extend(self.code_for(test, &excluded));
            }
        }
        codes.sort();
        codes.dedup();
        Value::Codes(codes.into())
    }

    /// The code that passes a test and none of those that must fail: the one that the test names, or else the first.
    fn code_for(&self, test: usize, excluded: &BTreeSet<usize>) -> Option<Arc<str>> {
        let named = match self.tests.get(test)? {
            Membership::OneOf(codes) => codes.first(),
            Membership::StartsWith(code) | Membership::Under(code, _) => Some(code),
        };
        let is_allowed = |cell: &usize| !excluded.contains(cell) && self.is_of(*cell, test);
        if let Some(named) = named
            && self.cell_of.get(named).is_some_and(is_allowed)
        {
            return Some(Arc::clone(named));
        }
        let cell = self.cells_of_test.get(test)?.iter().find(|cell| is_allowed(cell))?;
        self.cells.get(*cell).map(|cell| Arc::clone(&cell.first))
    }

    fn is_of(&self, cell: usize, test: usize) -> bool {
        self.cells.get(cell).is_some_and(|cell| cell.tests.contains(&test))
    }
}

fn pass(passed: &mut [Option<Class>], test: usize) {
    if let Some(slot) = passed.get_mut(test) {
        *slot = Some(1);
    }
}
