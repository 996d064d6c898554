//! From rules to a circuit: each test of the pack becomes two leaves, equal tests are one, and rules that ask the same
//! share what they have in common. Filling the leaves from columns is in `bind`.

use std::collections::HashMap;
use std::slice::from_ref;

use schakel_time::Date;

use crate::decision::RuleSet;
use crate::decision::divide::{Answered, Divided, divide};
use crate::decision::lower::{Formula, LoweredFact, Lowering, WayContent};
use crate::tree::Expression;
use crate::vocabulary::{FactId, Vocabulary};

use super::circuit::{ALL, Circuit, NONE, Pair, PlaneId};
use super::exact::exact;
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Leaf {
    /// A fact may have a value of certain classes.
    Classes(ClassSet),
    /// A fact is given, or it is not. It is known of every row.
    Given(usize, bool),
    /// What is worked out row by row may hold, or it may fail.
    Row(usize, bool),
}

/// Classes of one fact, as all tests of the plan divide it. Tests that come to the same are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClassSet {
    /// The number of the fact.
    pub(super) fact: usize,
    /// Which of its variables: a list of codes has one for each test.
    pub(super) place: usize,
    /// Per class whether it is meant.
    pub(super) classes: Vec<bool>,
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
        for (set, formulas) in sets.iter().zip(&formulas) {
            let pairs: Vec<Pair> = formulas.iter().map(|formula| planner.formula(formula)).collect();
            let by_logic = planner.circuit.all(pairs.iter().copied());
            all.push(planner.sharpened(by_logic, formulas, || RuleSet::compile(set, vocabulary, as_of)));
            let rule = |((rule, formula), pair): ((&&Expression, &Formula), Pair)| {
                planner.sharpened(pair, from_ref(formula), || RuleSet::compile(&[*rule], vocabulary, as_of))
            };
            rules.push(set.iter().zip(formulas).zip(pairs).map(rule).collect());
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
        // Where something may hold and where it may fail are two leaves of one test.
        self.leaves.iter().filter(|leaf| !matches!(leaf, Leaf::Given(..))).count().div_ceil(2)
    }

    /// The number of planes that are worked out for a block of rows.
    pub fn planes(&self) -> usize {
        self.circuit.gates().len()
    }
}

pub(super) struct Planner<'a> {
    pub(super) facts: &'a [LoweredFact],
    pub(super) divided: &'a Divided,
    pub(super) circuit: Circuit,
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
            Some(Answered::ByFact(fact, place, holds)) => self.classes(*fact, *place, holds),
            Some(Answered::Jointly(atom, _)) => self.row_test(RowTest::Atom(atom.clone())),
            None => Pair::UNKNOWN,
        }
    }

    /// A fact that is yes or no: given, or following from others.
    fn value(&mut self, fact: usize) -> Pair {
        if let Some(Some(pair)) = self.values.get(fact) {
            return *pair;
        }
        let given = self.classes(fact, 0, &[false, true]);
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
        let mut given = self.plane(Leaf::Given(fact, true));
        let mut left = self.plane(Leaf::Given(fact, false));
        let facts = self.facts;
        let ways = facts.get(fact).map_or(&[] as &[_], |fact| fact.ways.as_slice());
        let mut planes = Vec::with_capacity(ways.len() + 1);
        for (place, way) in ways.iter().enumerate() {
            let counts = match &way.content {
                // A code that the table does not have says nothing: the fact can then only be given.
                WayContent::Lookup(from, table) => {
                    let Some(from) = facts.get(*from) else { continue };
                    let lacks = self.row_test(RowTest::Lacks(from.id, table.clone()));
                    let lacking = self.lacking(left, lacks);
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

    /// The rows of which it is known that a table does not have their code.
    pub(super) fn lacking(&mut self, rows: PlaneId, lacks: Pair) -> PlaneId {
        let known = self.circuit.known_in(rows, lacks);
        self.circuit.and(known, lacks.may_hold)
    }

    pub(super) fn row_test(&mut self, test: RowTest) -> Pair {
        let known = self.row_tests.iter().position(|it| *it == test);
        let number = known.unwrap_or_else(|| {
            self.row_tests.push(test);
            self.row_tests.len() - 1
        });
        Pair { may_hold: self.plane(Leaf::Row(number, true)), may_fail: self.plane(Leaf::Row(number, false)) }
    }

    /// The number of a fact.
    pub(super) fn number_of(&self, id: FactId) -> Option<usize> {
        self.facts.iter().position(|fact| fact.id == id)
    }

    /// The classes of a fact that are meant, and all others.
    fn classes(&mut self, fact: usize, place: usize, holds: &[bool]) -> Pair {
        let others = holds.iter().map(|holds| !holds).collect();
        Pair {
            may_hold: self.plane(Leaf::Classes(ClassSet { fact, place, classes: holds.to_vec() })),
            may_fail: self.plane(Leaf::Classes(ClassSet { fact, place, classes: others })),
        }
    }

    pub(super) fn plane(&mut self, leaf: Leaf) -> PlaneId {
        if let Leaf::Classes(set) = &leaf {
            // Whatever the value is, it is of some class.
            if set.classes.iter().all(|is_meant| *is_meant) {
                return ALL;
            }
            if set.classes.iter().all(|is_meant| !is_meant) {
                return NONE;
            }
        }
        if let Some(plane) = self.leaf_of.get(&leaf) {
            return *plane;
        }
        let number = u32::try_from(self.leaves.len()).unwrap_or(u32::MAX);
        let plane = self.circuit.leaf(number);
        self.leaves.push(leaf.clone());
        self.leaf_of.insert(leaf, plane);
        plane
    }

    /// What the rules together exclude is not possible, even where each by itself cannot say so. Where no fact stands
    /// in two tests, Kleene's logic has said all there is to say.
    fn sharpened(&mut self, by_logic: Pair, formulas: &[Formula], rules: impl FnOnce() -> RuleSet) -> Pair {
        let mut mentioned = Vec::new();
        if formulas.iter().all(|formula| self.stands_once(formula, &mut mentioned)) {
            return by_logic;
        }
        let exactly = exact(&rules(), self);
        Pair {
            may_hold: self.circuit.and(by_logic.may_hold, exactly.may_hold),
            may_fail: self.circuit.and(by_logic.may_fail, exactly.may_fail),
        }
    }

    /// Whether every fact of a formula stands in one test only, which is not among those `mentioned` before.
    fn stands_once(&self, formula: &Formula, mentioned: &mut Vec<usize>) -> bool {
        match formula {
            Formula::Constant(_) => true,
            Formula::Not(part) => self.stands_once(part, mentioned),
            Formula::All(parts) | Formula::Any(parts) => parts.iter().all(|part| self.stands_once(part, mentioned)),
            Formula::Atom(test) => match self.divided.answers.get(*test) {
                Some(Answered::Constant(_)) => true,
                Some(Answered::ByFact(fact, ..)) => is_new(*fact, mentioned),
                Some(Answered::Jointly(..)) | None => false,
            },
            Formula::Fact(fact) => {
                self.facts.get(*fact).is_some_and(|it| it.ways.is_empty()) && is_new(*fact, mentioned)
            }
            Formula::Never | Formula::Same(..) | Formula::ByWay(..) => false,
        }
    }
}

fn is_new(fact: usize, mentioned: &mut Vec<usize>) -> bool {
    let is_new = !mentioned.contains(&fact);
    mentioned.push(fact);
    is_new
}
