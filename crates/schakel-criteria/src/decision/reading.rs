//! One firm's facts as a rule set sees them: the class of every known fact, the way in which every derived fact is
//! known, and what is decided by that.

use crate::bounds::Bounds;
use crate::diagram::{NodeId, Variable, class_of};
use crate::domain::Class;
use crate::term::{Atom, Known};
use crate::value::Value;
use crate::vocabulary::{FactId, FactSet};

use super::lower::{Formula, WayContent};
use super::{Change, Joint, JointTest, Owner, RuleFact, RuleSet, TestUse, VariableClasses, Way, WayTest, Written};

/// The facts of one firm, read for one rule set.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) facts: &'a FactSet,
    /// Changes to the facts that are tried.
    changes: &'a [Change],
    pub(super) classes: VariableClasses,
}

impl<'a> Reading<'a> {
    pub(super) fn new(rules: &'a RuleSet, facts: &'a FactSet) -> Self {
        let mut reading = Reading { rules, facts, changes: &[], classes: vec![None; rules.owners.len()] };
        for fact in &rules.facts {
            if let (Some(value), Some(classes)) = (facts.get(fact.id), reading.classes.get_mut(fact.variables())) {
                fact.domain.read(value, classes);
            }
        }
        reading.find_ways();
        rules.joints.iter().for_each(|joint| reading.find_answer(joint));
        reading
    }

    /// The same firm with changes.
    pub(super) fn with<'b>(&self, changes: &'b [Change]) -> Reading<'b>
    where
        'a: 'b,
    {
        let mut reading = Reading { rules: self.rules, facts: self.facts, changes, classes: self.classes.clone() };
        let mut is_joint = self.rules.written.is_some();
        for change in changes {
            let Some(fact) = self.rules.facts.iter().find(|fact| fact.id == change.fact) else { continue };
            is_joint |= fact.is_joint;
            if let Some(classes) = reading.classes.get_mut(fact.variables()) {
                fact.domain.read(&change.to, classes);
            }
        }
        reading.find_ways();
        if is_joint {
            self.rules.joints.iter().for_each(|joint| reading.find_answer(joint));
        }
        reading
    }

    /// Whether all rules hold.
    pub(crate) fn decide(&self) -> Option<bool> {
        let mut all = Some(true);
        for part in &self.rules.parts {
            match self.rules.diagram.decide(*part, &self.classes) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            }
        }
        all
    }

    /// Whether one rule holds.
    pub(crate) fn decide_rule(&self, rule: usize) -> Option<bool> {
        let rule = self.rules.rules.get(rule)?;
        self.rules.diagram.decide(rule.root, &self.classes)
    }

    /// The facts that are not known and on which the result still depends.
    pub(crate) fn missing(&self) -> Vec<FactId> {
        let mut missing = Vec::new();
        if self.decide().is_some() {
            return missing;
        }
        for part in &self.rules.parts {
            for variable in self.rules.diagram.support(*part, &self.classes) {
                match self.rules.owners.get(variable as usize) {
                    Some(Owner::Fact(number)) => missing.extend(self.rules.facts.get(*number).map(|it| it.id)),
                    Some(Owner::Joint(number)) => {
                        let sources = self.rules.joints.get(*number).map_or(&[] as &[usize], |joint| &joint.sources);
                        let unknown = self.resting_on(sources).filter(|fact| !self.is_known(fact));
                        missing.extend(unknown.map(|fact| fact.id));
                    }
                    Some(Owner::Way) | None => {}
                }
            }
        }
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// The facts on which a rule rests, as far as they are given or can be asked, with their values.
    pub(crate) fn used(&self, rule: usize) -> Vec<(FactId, Option<Value>)> {
        let sources = self.rules.rules.get(rule).map_or(&[] as &[usize], |rule| &rule.sources);
        self.resting_on(sources).map(|fact| (fact.id, self.value(fact.id).cloned())).collect()
    }

    /// What a node asks; nothing when it is an end.
    pub(super) fn owner(&self, node: NodeId) -> Option<Owner> {
        self.rules.owners.get(self.rules.diagram.variable(node) as usize).copied()
    }

    /// The first node under a root that asks something of the firm. Ways stand above everything else.
    pub(super) fn below_ways(&self, mut node: NodeId, classes: &VariableClasses) -> NodeId {
        while let Some(Owner::Way) = self.owner(node) {
            let way = class_of(classes, self.rules.diagram.variable(node));
            node = self.rules.diagram.child(node, way.unwrap_or_default());
        }
        node
    }

    /// The given or changed value of a fact.
    pub(super) fn value(&self, id: FactId) -> Option<&'a Value> {
        changed(self.changes, id).or_else(|| self.facts.get(id))
    }

    /// The value that a fact has after these changes.
    pub(super) fn value_with<'b>(&self, changes: &'b [Change], id: FactId) -> Option<&'b Value>
    where
        'a: 'b,
    {
        changed(changes, id).or_else(|| self.facts.get(id))
    }

    /// Whether a fact that is not derived, or is given, has a value that its definition allows.
    pub(super) fn is_known(&self, fact: &RuleFact) -> bool {
        if fact.count > 0 { class_of(&self.classes, fact.first).is_some() } else { self.value(fact.id).is_some() }
    }

    /// The facts that are given or can be asked and on which these rest, in order of first mention.
    pub(super) fn resting_on(&self, sources: &[usize]) -> impl Iterator<Item = &'a RuleFact> + use<'a> {
        let rules = self.rules;
        let mut visited = vec![false; rules.facts.len()];
        let mut found = Vec::new();
        let mut waiting: Vec<usize> = sources.iter().rev().copied().collect();
        while let Some(number) = waiting.pop() {
            let (Some(fact), Some(visited)) = (rules.facts.get(number), visited.get_mut(number)) else { continue };
            if std::mem::replace(visited, true) {
                continue;
            }
            let way = fact.way.and_then(|way| class_of(&self.classes, way));
            match way.and_then(|way| fact.ways.get(usize::from(way))) {
                Some(way) => waiting.extend(way.sources.iter().rev()),
                None => found.push(fact),
            }
        }
        found.into_iter()
    }

    fn set(&mut self, variable: Option<Variable>, class: Option<Class>) {
        if let Some(slot) = variable.and_then(|variable| self.classes.get_mut(variable as usize)) {
            *slot = class;
        }
    }

    fn find_ways(&mut self) {
        for number in &self.rules.derived {
            if let Some(fact) = self.rules.facts.get(*number) {
                let way = self.way_of(fact);
                self.set(fact.way, Some(way));
            }
        }
    }

    fn find_answer(&mut self, joint: &Joint) {
        let answer = match &joint.test {
            JointTest::Atom(test) => self.outcome(test, &joint.sources, self.changes),
            JointTest::Formula(formula) => {
                self.rules.written.as_ref().and_then(|written| Kleene::new(self, written).formula(formula))
            }
            JointTest::Never => None,
        };
        self.set(Some(joint.variable), answer.map(Class::from));
    }

    /// The place of the way in which a derived fact is known; past the last one when it is given.
    fn way_of(&self, fact: &RuleFact) -> Class {
        let given = fact.ways.len();
        let definition = given.saturating_sub(1);
        let way = if self.value(fact.id).is_some() {
            given
        } else if let Some(WayTest::Lookup(from, table)) = fact.ways.first().map(|way| &way.test) {
            // A code that the table does not have says nothing: the fact can then only be given.
            match self.rules.facts.get(*from).and_then(|from| self.derived_value(from)) {
                Some(Value::Text(code)) if !table.contains_key(&code) => given,
                _ => 0,
            }
        } else {
            let shortcuts = fact.ways.get(..definition).unwrap_or_default();
            shortcuts.iter().position(|way| self.is_decided(way)).unwrap_or(definition)
        };
        Class::try_from(way).unwrap_or(Class::MAX)
    }

    fn is_decided(&self, way: &Way) -> bool {
        match &way.test {
            WayTest::Diagram(root) => self.rules.diagram.decide(*root, &self.classes).is_some(),
            WayTest::Term(term) => term.value(&|id| self.value_among(&way.sources, id)).is_some(),
            WayTest::Lookup(..) | WayTest::Always | WayTest::Never => false,
        }
    }

    /// Whether no shortcut of a derived fact says something else than its definition.
    pub(super) fn is_consistent(&self) -> bool {
        let derived = self.rules.derived.iter().filter_map(|number| self.rules.facts.get(*number));
        derived.filter(|fact| fact.ways.len() > 1).all(|fact| {
            let decided = |way: Option<&Way>| match way.map(|way| &way.test) {
                Some(WayTest::Diagram(root)) => self.rules.diagram.decide(*root, &self.classes),
                _ => None,
            };
            let way = fact.way.and_then(|way| class_of(&self.classes, way)).map(usize::from);
            let counting = decided(way.and_then(|way| fact.ways.get(way)));
            let definition = decided(fact.ways.last());
            counting.zip(definition).is_none_or(|(counting, definition)| counting == definition)
        })
    }

    /// The value of a fact, given or derived. Facts that are yes or no have theirs in the diagrams.
    fn derived_value(&self, fact: &RuleFact) -> Option<Value> {
        if let Some(value) = self.value(fact.id) {
            return Some(value.clone());
        }
        let way = class_of(&self.classes, fact.way?)?;
        let way = fact.ways.get(usize::from(way))?;
        match &way.test {
            WayTest::Term(term) => term.value(&|id| self.value_among(&way.sources, id)),
            WayTest::Lookup(from, table) => match self.derived_value(self.rules.facts.get(*from)?)? {
                Value::Text(code) => table.get(&code).cloned().map(Value::Text),
                _ => None,
            },
            WayTest::Diagram(_) | WayTest::Always | WayTest::Never => None,
        }
    }

    fn value_among(&self, sources: &[usize], id: FactId) -> Option<Value> {
        let mut facts = sources.iter().filter_map(|number| self.rules.facts.get(*number));
        facts.find(|fact| fact.id == id).and_then(|fact| self.derived_value(fact))
    }

    /// Whether the known values, with these changes, decide a test on several facts.
    pub(super) fn outcome(&self, test: &Atom, sources: &[usize], changes: &[Change]) -> Option<bool> {
        self.outcome_of(test, sources, &|id| self.value_with(changes, id).cloned())
    }

    /// Whether the values that cannot be changed decide a test on several facts.
    pub(super) fn outcome_for_good(&self, test: &Atom, sources: &[usize]) -> Option<bool> {
        let fact = |id| sources.iter().filter_map(|it| self.rules.facts.get(*it)).find(|fact| fact.id == id);
        self.outcome_of(test, sources, &|id| fact(id).filter(|fact| fact.immutable).and(self.value(id)).cloned())
    }

    fn outcome_of(&self, test: &Atom, sources: &[usize], known: &Known<'_>) -> Option<bool> {
        let fact = |id| sources.iter().filter_map(|it| self.rules.facts.get(*it)).find(|fact| fact.id == id);
        let limits = |id| fact(id).and_then(|fact| fact.domain.limits()).map_or(Bounds::ANY, |limits| limits.bounds);
        test.outcome(known, &limits, None)
    }
}

fn changed(changes: &[Change], id: FactId) -> Option<&Value> {
    changes.iter().find(|change| change.fact == id).map(|change| &change.to)
}

/// Kleene's logic over the classes of a firm, for rules without a diagram.
struct Kleene<'a> {
    reading: &'a Reading<'a>,
    written: &'a Written,
    /// The facts that are yes or no and derived, as far as decided.
    facts: Vec<Option<bool>>,
}

impl<'a> Kleene<'a> {
    fn new(reading: &'a Reading<'a>, written: &'a Written) -> Self {
        let mut kleene = Kleene { reading, written, facts: vec![None; written.ways.len()] };
        for number in &reading.rules.derived {
            let decided = kleene.derived(*number);
            if let Some(slot) = kleene.facts.get_mut(*number) {
                *slot = decided;
            }
        }
        kleene
    }

    fn derived(&self, number: usize) -> Option<bool> {
        let fact = self.reading.rules.facts.get(number)?;
        let way = usize::from(class_of(&self.reading.classes, fact.way?)?);
        match self.written.ways.get(number)?.get(way) {
            Some(WayContent::Formula(formula)) => self.formula(formula),
            Some(WayContent::Term(_) | WayContent::Lookup(..)) => None,
            None => class_of(&self.reading.classes, fact.first).map(|class| class == 1),
        }
    }

    fn formula(&self, formula: &Formula) -> Option<bool> {
        match formula {
            Formula::Constant(truth) => Some(*truth),
            Formula::Never => None,
            Formula::Not(part) => self.formula(part).map(|truth| !truth),
            Formula::All(parts) => self.junction(parts, false),
            Formula::Any(parts) => self.junction(parts, true),
            Formula::Same(left, right) => Some(self.formula(left)? == self.formula(right)?),
            Formula::Atom(number) => match self.written.uses.get(*number)? {
                TestUse::Constant(truth) => Some(*truth),
                TestUse::Literal(variable, holds) => {
                    holds.get(usize::from(class_of(&self.reading.classes, *variable)?)).copied()
                }
                TestUse::Joint(variable) => class_of(&self.reading.classes, *variable).map(|class| class == 1),
            },
            Formula::Fact(number) => {
                let fact = self.reading.rules.facts.get(*number)?;
                match fact.way {
                    Some(_) => self.facts.get(*number).copied().flatten(),
                    None => class_of(&self.reading.classes, fact.first).map(|class| class == 1),
                }
            }
            Formula::ByWay(number, branches) => {
                let fact = self.reading.rules.facts.get(*number)?;
                let way = match fact.way {
                    Some(way) => usize::from(class_of(&self.reading.classes, way)?),
                    None => branches.len().saturating_sub(1),
                };
                branches.get(way).and_then(|branch| self.formula(branch))
            }
        }
    }

    fn junction(&self, parts: &[Formula], decisive: bool) -> Option<bool> {
        let mut all = Some(!decisive);
        for part in parts {
            match self.formula(part) {
                Some(truth) if truth == decisive => return Some(decisive),
                Some(_) => {}
                None => all = None,
            }
        }
        all
    }
}
