//! Where Kleene's logic says too little: `trl < 4 || trl >= 4` holds for whoever did not give its TRL. The rules of one
//! set as a decision diagram, in planes. A fact stands at one place on every way down, so what may be reached is exact:
//! a node may hold where one of its classes may be so and the child of that class may hold.

use crate::decision::{JointTest, Owner, RuleFact, RuleSet, WayTest};
use crate::diagram::{FALSE, NodeId, TRUE, Variable};
use crate::domain::{Class, Domain};

use super::circuit::{ALL, NONE, Pair, PlaneId};
use super::plan::{ClassSet, Leaf, Planner};
use super::row::RowTest;

/// Whether the rules hold; at least as certain as Kleene's logic is.
pub(super) fn exact(rules: &RuleSet, planner: &mut Planner<'_>) -> Pair {
    let mut reading = Reading { rules, ways: vec![Vec::new(); rules.facts.len()], planner };
    for fact in &rules.derived {
        reading.find_ways(*fact);
    }
    let parts: Vec<Pair> = rules.parts.iter().map(|part| reading.node(*part)).collect();
    reading.planner.circuit.all(parts)
}

struct Reading<'r, 'p, 'a> {
    rules: &'r RuleSet,
    /// Per derived fact the rows where each way counts, the last one for when it is given.
    ways: Vec<Vec<PlaneId>>,
    planner: &'p mut Planner<'a>,
}

impl Reading<'_, '_, '_> {
    /// Whether a diagram leads to its true end. Nodes have higher numbers than their children, so going up from the
    /// lowest meets every child first.
    fn node(&mut self, root: NodeId) -> Pair {
        let rules = self.rules;
        let is_needed = rules.diagram.under(&[root], root);
        let mut pairs = vec![Pair::constant(false); root as usize + 1];
        for node in FALSE..=root {
            if is_needed.get(node as usize) != Some(&true) {
                continue;
            }
            let pair = if node <= TRUE { Pair::constant(node == TRUE) } else { self.inner(node, &pairs) };
            if let Some(slot) = pairs.get_mut(node as usize) {
                *slot = pair;
            }
        }
        pairs.last().copied().unwrap_or(Pair::UNKNOWN)
    }

    fn inner(&mut self, node: NodeId, pairs: &[Pair]) -> Pair {
        let children = self.rules.diagram.children(node);
        let variable = self.rules.diagram.variable(node);
        let mut groups: Vec<(NodeId, Vec<Class>)> = Vec::new();
        for (class, child) in (0..).zip(children) {
            match groups.iter_mut().find(|(other, _)| other == child) {
                Some((_, classes)) => classes.push(class),
                None => groups.push((*child, vec![class])),
            }
        }
        let mut joined = Pair { may_hold: NONE, may_fail: NONE };
        for (child, classes) in groups {
            let rows = self.rows(variable, &classes);
            let child = pairs.get(child as usize).copied().unwrap_or(Pair::UNKNOWN);
            let circuit = &mut self.planner.circuit;
            let (may_hold, may_fail) = (circuit.and(rows, child.may_hold), circuit.and(rows, child.may_fail));
            joined.may_hold = circuit.or(joined.may_hold, may_hold);
            joined.may_fail = circuit.or(joined.may_fail, may_fail);
        }
        joined
    }

    /// The rows where a variable may have one of these classes.
    fn rows(&mut self, variable: Variable, classes: &[Class]) -> PlaneId {
        match self.rules.owners.get(variable as usize) {
            Some(Owner::Way) => {
                let fact = self.rules.facts.iter().position(|fact| fact.way == Some(variable));
                let ways = fact.and_then(|fact| self.ways.get(fact)).map(Vec::as_slice).unwrap_or_default();
                let meant = classes.iter().filter_map(|class| ways.get(usize::from(*class)));
                let circuit = &mut self.planner.circuit;
                meant.fold(NONE, |rows, way| circuit.or(rows, *way))
            }
            Some(Owner::Fact(number)) => {
                let Some(fact) = self.rules.facts.get(*number) else { return ALL };
                self.class_rows(fact, (variable - fact.first) as usize, classes)
            }
            Some(Owner::Joint(number)) => {
                let joint = self.rules.joints.get(*number).map(|joint| &joint.test);
                let answer = match joint {
                    Some(JointTest::Atom(atom)) => self.planner.row_test(RowTest::Atom(atom.clone())),
                    // Kleene's logic has the rule already.
                    Some(JointTest::Formula(_) | JointTest::Never) | None => Pair::UNKNOWN,
                };
                let circuit = &mut self.planner.circuit;
                let hold = if classes.contains(&1) { answer.may_hold } else { NONE };
                let fail = if classes.contains(&0) { answer.may_fail } else { NONE };
                circuit.or(hold, fail)
            }
            None => ALL,
        }
    }

    /// The rows where a fact may be of these classes, which are those of the rules: in the classes of the plan, which
    /// divides the fact at least as finely.
    fn class_rows(&mut self, fact: &RuleFact, place: usize, classes: &[Class]) -> PlaneId {
        let Some(of_plan) = self.planner.number_of(fact.id) else { return ALL };
        let Some(domain) = self.planner.divided.domains.get(of_plan) else { return ALL };
        let is_meant = |class: Option<Class>| class.is_none_or(|class| classes.contains(&class));
        let (place, meant): (usize, Vec<bool>) = match (domain, &fact.domain) {
            (Domain::List(all), Domain::List(own)) => {
                let test = own.tests().get(place);
                let Some(place) = all.tests().iter().position(|it| Some(it) == test) else { return ALL };
                (place, vec![classes.contains(&0), classes.contains(&1)])
            }
            (Domain::Bool, Domain::Bool) => (0, vec![classes.contains(&0), classes.contains(&1)]),
            (Domain::Numbers(all), Domain::Numbers(own)) => {
                let class = |class| all.sample(class).and_then(|number| own.class_of(number));
                (0, (0..all.classes()).map(|it| is_meant(class(it))).collect())
            }
            (Domain::Codes(all), Domain::Codes(own)) => {
                let class = |class| all.first(class).and_then(|code| own.class_of(code));
                (0, (0..all.classes()).map(|it| is_meant(class(it))).collect())
            }
            _ => return ALL,
        };
        self.planner.plane(Leaf::Classes(ClassSet { fact: of_plan, place, classes: meant }))
    }

    /// The rows where each way in which a derived fact is known counts.
    fn find_ways(&mut self, number: usize) {
        let Some(fact) = self.rules.facts.get(number) else { return };
        let Some(of_plan) = self.planner.number_of(fact.id) else { return };
        let mut given = self.planner.plane(Leaf::Given(of_plan, true));
        let mut left = self.planner.plane(Leaf::Given(of_plan, false));
        let mut planes = Vec::with_capacity(fact.ways.len() + 1);
        for (place, way) in fact.ways.iter().enumerate() {
            let counts = match &way.test {
                WayTest::Lookup(from, table) => {
                    let from = self.rules.facts.get(*from).map(|from: &RuleFact| from.id);
                    let lacks = from.map(|from| self.planner.row_test(RowTest::Lacks(from, table.clone())));
                    let lacking = lacks.map_or(NONE, |lacks| self.planner.lacking(left, lacks));
                    given = self.planner.circuit.or(given, lacking);
                    self.planner.circuit.without(left, lacking)
                }
                _ if place + 1 == fact.ways.len() => left,
                WayTest::Diagram(root) => {
                    let decided = self.node(*root);
                    self.planner.circuit.known_in(left, decided)
                }
                WayTest::Term(term) => {
                    let decided = self.planner.row_test(RowTest::HasValue(term.clone()));
                    self.planner.circuit.and(left, decided.may_hold)
                }
                WayTest::Always => left,
                WayTest::Never => NONE,
            };
            planes.push(counts);
            left = self.planner.circuit.without(left, counts);
        }
        planes.push(given);
        if let Some(slot) = self.ways.get_mut(number) {
            *slot = planes;
        }
    }
}
