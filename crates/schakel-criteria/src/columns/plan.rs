//! From rules to a circuit: each test of the pack becomes two leaves, equal tests are one, and rules that ask the same
//! share what they have in common. Filling the leaves from columns is in `bind`.

use std::collections::HashMap;

use schakel_time::Date;

use crate::decision::divide::{Answered, Divided, divide};
use crate::decision::lower::{Formula, LoweredFact, Lowering, WayContent};
use crate::tree::Expression;
use crate::vocabulary::{FactId, Vocabulary};

use super::circuit::{Circuit, NONE, Pair, PlaneId};
use super::row::RowTest;

/// Sets of rules, compiled for one day, to be asked of many firms at once.
#[derive(Clone, Debug)]
pub struct ColumnPlan {
    pub(super) circuit: Circuit,
    pub(super) leaves: Vec<Leaf>,
    /// Per set of rules whether they all hold.
    pub(super) sets: Vec<Pair>,
    /// Per set of rules every rule by itself.
    pub(super) rules: Vec<Vec<Pair>>,
    /// The facts that rules name or rest on.
    pub(super) facts: Vec<FactId>,
    pub(super) divided: Divided,
    pub(super) row_tests: Vec<RowTest>,
    pub(super) as_of: Date,
}

/// The rows where something may be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Leaf {
    pub(super) source: LeafSource,
    /// Whether they are the rows where it may hold, or those where it may fail.
    pub(super) truth: bool,
}

/// What a leaf is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum LeafSource {
    /// A test that the value of one fact answers.
    Test(usize),
    /// A fact that is yes or no, as it is given.
    Fact(usize),
    /// Whether a fact is given. It is known of every row.
    Given(usize),
    /// Something that is worked out row by row.
    Row(usize),
}

impl ColumnPlan {
    /// Compiles sets of rules. All rules of a set must hold. The derivations in the vocabulary have no circle (see
    /// `derivation_circle`).
    pub fn compile(sets: &[Vec<&Expression>], vocabulary: &Vocabulary, as_of: Date) -> ColumnPlan {
        let mut lowering = Lowering::new(vocabulary, as_of);
        let formulas: Vec<Vec<Formula>> =
            sets.iter().map(|rules| rules.iter().map(|rule| lowering.formula(rule)).collect()).collect();
        let divided = divide(&lowering);
        let mut planner = Planner {
            facts: &lowering.facts,
            divided: &divided,
            circuit: Circuit::new(),
            leaves: Vec::new(),
            leaf_of: HashMap::new(),
            row_tests: Vec::new(),
            ways: vec![None; lowering.facts.len()],
            values: vec![None; lowering.facts.len()],
        };
        let mut rules = Vec::with_capacity(sets.len());
        let mut all = Vec::with_capacity(sets.len());
        for formulas in &formulas {
            let pairs: Vec<Pair> = formulas.iter().map(|formula| planner.formula(formula)).collect();
            all.push(planner.circuit.all(pairs.iter().copied()));
            rules.push(pairs);
        }
        let Planner { circuit, leaves, row_tests, .. } = planner;
        let facts = lowering.facts.iter().map(|fact| fact.id).collect();
        ColumnPlan { circuit, leaves, sets: all, rules, facts, divided, row_tests, as_of }
    }

    /// The number of sets.
    pub fn sets(&self) -> usize {
        self.sets.len()
    }

    /// The number of different tests: each is read from its column once, whatever the number of rules that ask it.
    pub fn tests(&self) -> usize {
        let held = |leaf: &&Leaf| leaf.truth && !matches!(leaf.source, LeafSource::Given(_));
        self.leaves.iter().filter(held).count()
    }

    /// The number of planes that are worked out for a block of rows.
    pub fn planes(&self) -> usize {
        self.circuit.gates().len()
    }
}

struct Planner<'a> {
    facts: &'a [LoweredFact],
    divided: &'a Divided,
    circuit: Circuit,
    leaves: Vec<Leaf>,
    leaf_of: HashMap<Leaf, PlaneId>,
    row_tests: Vec<RowTest>,
    /// Per derived fact the rows where each way counts, the last one for when it is given.
    ways: Vec<Option<Vec<PlaneId>>>,
    /// Per fact that is yes or no whether it is so.
    values: Vec<Option<Pair>>,
}

impl Planner<'_> {
    fn formula(&mut self, formula: &Formula) -> Pair {
        match formula {
            Formula::Constant(truth) => Pair::constant(*truth),
            Formula::Never => Pair::UNKNOWN,
            Formula::Not(part) => self.formula(part).not(),
            Formula::All(parts) => {
                let parts: Vec<Pair> = parts.iter().map(|part| self.formula(part)).collect();
                self.circuit.all(parts)
            }
            Formula::Any(parts) => {
                let parts: Vec<Pair> = parts.iter().map(|part| self.formula(part)).collect();
                self.circuit.any(parts)
            }
            Formula::Same(left, right) => {
                let (left, right) = (self.formula(left), self.formula(right));
                self.circuit.same(left, right)
            }
            Formula::Atom(test) => self.test(*test),
            Formula::Fact(fact) => self.value(*fact),
            Formula::ByWay(fact, branches) => {
                let branches: Vec<Pair> = branches.iter().map(|branch| self.formula(branch)).collect();
                self.by_way(*fact, &branches)
            }
        }
    }

    fn test(&mut self, test: usize) -> Pair {
        match self.divided.answers.get(test) {
            Some(Answered::Constant(truth)) => Pair::constant(*truth),
            Some(Answered::ByFact(..)) => self.pair(LeafSource::Test(test)),
            Some(Answered::Jointly(atom, _)) => self.row_test(RowTest::Atom(atom.clone())),
            None => Pair::UNKNOWN,
        }
    }

    /// A fact that is yes or no: given, or following from others.
    fn value(&mut self, fact: usize) -> Pair {
        if let Some(Some(pair)) = self.values.get(fact) {
            return *pair;
        }
        let given = self.pair(LeafSource::Fact(fact));
        let facts = self.facts;
        let ways = facts.get(fact).map_or(&[] as &[_], |fact| fact.ways.as_slice());
        let mut branches = Vec::with_capacity(ways.len() + 1);
        for way in ways {
            branches.push(match &way.content {
                WayContent::Formula(formula) => self.formula(formula),
                WayContent::Term(_) | WayContent::Lookup(..) => Pair::UNKNOWN,
            });
        }
        branches.push(given);
        let pair = if ways.is_empty() { given } else { self.by_way(fact, &branches) };
        if let Some(slot) = self.values.get_mut(fact) {
            *slot = Some(pair);
        }
        pair
    }

    /// The branch for the way in which a derived fact is known.
    fn by_way(&mut self, fact: usize, branches: &[Pair]) -> Pair {
        let ways = self.ways(fact);
        let mut joined = Pair { may_hold: NONE, may_fail: NONE };
        for (rows, branch) in ways.into_iter().zip(branches) {
            let may_hold = self.circuit.and(rows, branch.may_hold);
            let may_fail = self.circuit.and(rows, branch.may_fail);
            joined.may_hold = self.circuit.or(joined.may_hold, may_hold);
            joined.may_fail = self.circuit.or(joined.may_fail, may_fail);
        }
        joined
    }

    /// The rows where each way counts: the given value before all; then the first shortcut that says something; and
    /// the definition when none of them does. Every row is in exactly one.
    fn ways(&mut self, fact: usize) -> Vec<PlaneId> {
        if let Some(Some(ways)) = self.ways.get(fact) {
            return ways.clone();
        }
        let given = self.plane(LeafSource::Given(fact), true);
        let mut left = self.plane(LeafSource::Given(fact), false);
        let facts = self.facts;
        let ways = facts.get(fact).map_or(&[] as &[_], |fact| fact.ways.as_slice());
        let mut planes = Vec::with_capacity(ways.len() + 1);
        let mut given = given;
        for (place, way) in ways.iter().enumerate() {
            let counts = match &way.content {
                // A code that the table does not have says nothing: the fact can then only be given.
                WayContent::Lookup(from, table) => {
                    let Some(from) = facts.get(*from) else { continue };
                    let lacks = self.row_test(RowTest::Lacks(from.id, table.clone()));
                    let lacking = self.circuit.known_in(left, lacks);
                    let lacking = self.circuit.and(lacking, lacks.may_hold);
                    given = self.circuit.or(given, lacking);
                    self.circuit.without(left, lacking)
                }
                _ if place + 1 == ways.len() => left,
                WayContent::Formula(formula) => {
                    let decided = self.formula(formula);
                    self.circuit.known_in(left, decided)
                }
                WayContent::Term(term) => {
                    let decided = self.row_test(RowTest::HasValue(term.clone()));
                    self.circuit.and(left, decided.may_hold)
                }
            };
            planes.push(counts);
            left = self.circuit.without(left, counts);
        }
        planes.push(given);
        if let Some(slot) = self.ways.get_mut(fact) {
            *slot = Some(planes.clone());
        }
        planes
    }

    fn row_test(&mut self, test: RowTest) -> Pair {
        let known = self.row_tests.iter().position(|it| *it == test);
        let number = known.unwrap_or_else(|| {
            self.row_tests.push(test);
            self.row_tests.len() - 1
        });
        self.pair(LeafSource::Row(number))
    }

    fn pair(&mut self, source: LeafSource) -> Pair {
        Pair { may_hold: self.plane(source, true), may_fail: self.plane(source, false) }
    }

    fn plane(&mut self, source: LeafSource, truth: bool) -> PlaneId {
        let leaf = Leaf { source, truth };
        if let Some(plane) = self.leaf_of.get(&leaf) {
            return *plane;
        }
        let number = u32::try_from(self.leaves.len()).unwrap_or(u32::MAX);
        let plane = self.circuit.leaf(number);
        self.leaves.push(leaf);
        self.leaf_of.insert(leaf, plane);
        plane
    }
}
