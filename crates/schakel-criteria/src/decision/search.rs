//! The search for the smallest sets of changes that make a diagram true, with a growing budget of facts.
//!
//! Every fact on the way down is left as it is or changed. A known fact that is left has one child; an unknown one has
//! all its children, which must then all become true. A changed fact costs one, whatever the number of its tests. A
//! bound on what is still needed (`costs`) prunes the search, so that usually the first way down is a solution. Values
//! for the changed facts are found in `proposal`.

use std::ops::Range;

use crate::diagram::{FALSE, NodeId, TRUE, Variable, class_of};
use crate::domain::{Class, Domain};

use super::changes::View;
use super::costs::{Cost, IMPOSSIBLE};
use super::{CHANGES_MAX, Change, JointTest, Owner, Reading, RuleFact, VariableClasses};

/// The most steps of one search. Rules of a pack need some tens.
const STEPS_MAX: usize = 2_000;

/// The most plans for which values are sought in one search.
const PLANS_MAX: usize = 30;

/// How much of what was searched is remembered; a later search takes the place of an earlier one.
const SEARCHED_MAX: usize = 32;

/// An odd number with well-mixed bits (two to the 64th over the golden ratio): the highest bits of a product with it
/// depend on all bits of the other factor.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// What leaves as many of the highest bits as there are places.
const SPREAD_SHIFT: u32 = u64::BITS - SEARCHED_MAX.ilog2();

/// The most facts of which the search can remember what it has done.
const MARKS_MAX: usize = u64::BITS as usize;

/// What is done with a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stance {
    Undecided,
    Left,
    Changed,
}

/// What has been decided on the way down.
pub(super) struct Plan {
    /// Per fact.
    pub(super) stances: Vec<Stance>,
    /// Per variable of a changed fact the class that it must get.
    pub(super) chosen: VariableClasses,
    /// Tests on several facts that must get this answer.
    pub(super) joints: Vec<(usize, bool)>,
}

impl Plan {
    /// The classes that a fact must get.
    pub(super) fn chosen(&self, fact: &RuleFact) -> &[Option<Class>] {
        self.chosen.get(fact.variables()).unwrap_or_default()
    }
}

/// What a search gives.
pub(super) struct Outcome {
    /// The smallest sets of changes that were found, each about other facts.
    pub(super) found: Vec<Vec<Change>>,
    /// Whether finding nothing means that there is nothing.
    pub(super) is_certain: bool,
    /// Whether nothing was found because the search had to stop.
    pub(super) is_exhausted: bool,
}

/// A search for the facts of one firm.
pub(super) struct Search<'a> {
    reading: &'a Reading<'a>,
    plan: Plan,
    found: Vec<Vec<Change>>,
    /// The facts of what was found.
    found_marks: Vec<u64>,
    /// Whether finding nothing means that there is nothing.
    is_certain: bool,
    budget: Cost,
    steps_left: usize,
    plans_left: usize,
    /// The nodes that must all become true, for each step of the way down.
    nodes: Vec<NodeId>,
    marks: Marks,
    /// What has been searched, in the place that follows from it.
    searched: [Option<Searched>; SEARCHED_MAX],
}

/// The facts in each stance, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks {
    left: u64,
    changed: u64,
    /// The facts that some test needs together with others.
    joint: u64,
}

/// A node, what has been done with the facts as far as it matters there, and how they work together.
#[derive(Debug, PartialEq, Eq)]
struct Searched {
    node: NodeId,
    marks: Marks,
    together: VariableClasses,
}

impl<'a> Search<'a> {
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let stances = vec![Stance::Undecided; reading.rules.facts.len()];
        let chosen = vec![None; reading.rules.owners.len()];
        let joint = reading.rules.facts.iter().enumerate().filter(|(_, fact)| fact.is_joint);
        let joint = joint.fold(0, |marks, (number, _)| marks | bit(number));
        Search {
            reading,
            plan: Plan { stances, chosen, joints: Vec::new() },
            found: Vec::new(),
            found_marks: Vec::new(),
            is_certain: true,
            budget: 0,
            steps_left: STEPS_MAX,
            plans_left: PLANS_MAX,
            nodes: Vec::with_capacity(SEARCHED_MAX),
            marks: Marks { joint, ..Marks::default() },
            searched: [const { None }; SEARCHED_MAX],
        }
    }

    /// Searches with more and more changes until something is found, in all views with the same number.
    pub(super) fn widen(mut self, views: &[View]) -> Outcome {
        let least = views.iter().map(|view| view.bound).min().unwrap_or(IMPOSSIBLE);
        let most = Cost::try_from(self.reading.rules.facts.len()).unwrap_or(IMPOSSIBLE - 1);
        for budget in least.max(1)..=most {
            for view in views.iter().filter(|view| view.bound <= budget) {
                self.run(view, budget);
            }
            if !self.found.is_empty() {
                break;
            }
        }
        let is_exhausted = self.found.is_empty() && self.steps_left == 0;
        Outcome { found: self.found, is_certain: self.is_certain, is_exhausted }
    }

    fn run(&mut self, view: &View, budget: Cost) {
        self.budget = budget;
        self.searched.fill_with(|| None);
        self.nodes.clear();
        self.nodes.extend(&view.roots);
        self.explore(view, 0, 0);
    }

    /// Searches on from the nodes that stand from `start`, all of which must become true.
    fn explore(&mut self, view: &View, start: usize, spent: Cost) {
        if self.found.len() >= CHANGES_MAX {
            return;
        }
        if self.steps_left == 0 || self.plans_left == 0 {
            self.is_certain = false;
            return;
        }
        self.steps_left -= 1;
        let nodes = self.nodes.get(start..).unwrap_or_default();
        let diagram = &self.reading.rules.diagram;
        let Some(top) = nodes.iter().filter(|node| **node > TRUE).map(|node| diagram.variable(*node)).min() else {
            if !nodes.contains(&FALSE) {
                self.accept();
            }
            return;
        };
        let owner = self.reading.rules.owners.get(top as usize).copied();
        let needed = nodes.iter().map(|node| self.bound(view, *node)).max().unwrap_or(0);
        if !self.is_affordable(spent, needed) || self.was_searched(start, owner) {
            return;
        }
        match owner {
            Some(Owner::Fact(fact)) => self.ask_fact(view, start, spent, top, fact),
            Some(Owner::Joint(joint)) => self.ask_joint(view, start, spent, top, joint),
            Some(Owner::Way) | None => {}
        }
    }

    fn bound(&self, view: &View, node: NodeId) -> Cost {
        let costs = view.costs.get(node);
        match self.reading.owner(node) {
            Some(Owner::Fact(fact)) => match self.plan.stances.get(fact) {
                Some(Stance::Left) => costs.left,
                Some(Stance::Changed) => costs.changed,
                Some(Stance::Undecided) | None => costs.undecided,
            },
            _ => costs.undecided,
        }
    }

    /// Whether the same has been searched before, with the same facts changed; then it gives nothing new. Where facts
    /// work together in a test, it also matters how. Not everything is remembered, which costs only time.
    fn was_searched(&mut self, start: usize, owner: Option<Owner>) -> bool {
        let Some([node]) = self.nodes.get(start..) else { return false };
        let Some(Owner::Fact(fact)) = owner else { return false };
        let rules = self.reading.rules;
        if rules.facts.len() > MARKS_MAX {
            return false;
        }
        let matters = self.marks.joint | bit(fact);
        let marks = Marks { left: self.marks.left & matters, ..self.marks };
        let mut together = VariableClasses::new();
        if marks.joint != 0 {
            let joint = rules.facts.iter().filter(|fact| fact.is_joint);
            joint.for_each(|fact| together.extend_from_slice(self.plan.chosen(fact)));
            let turned = self.plan.joints.iter().map(|(joint, answer)| 2 * joint + usize::from(*answer));
            together.extend(turned.map(|turned| Class::try_from(turned).ok()));
        }
        let now = Searched { node: *node, marks, together };
        let place = (marks.changed ^ u64::from(*node)).wrapping_mul(SPREAD) >> SPREAD_SHIFT;
        let Some(slot) = usize::try_from(place).ok().and_then(|place| self.searched.get_mut(place)) else {
            return false;
        };
        let was_searched = slot.as_ref() == Some(&now);
        *slot = Some(now);
        was_searched
    }

    fn ask_fact(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, number: usize) {
        match self.plan.stances.get(number) {
            Some(Stance::Left) => self.leave(view, start, spent, variable),
            Some(Stance::Changed) => self.change(view, start, spent, variable, number),
            Some(Stance::Undecided) => {
                let change = self.most(start, variable, |node| view.costs.get(node).changed);
                let leave = self.most(start, variable, |node| view.costs.get(node).left);
                let may_change = self.is_affordable(spent.saturating_add(1), change);
                let may_leave = self.is_affordable(spent, leave);
                let is_changeable =
                    self.reading.rules.facts.get(number).is_some_and(|fact| self.reading.is_changeable(fact));
                if may_change && is_changeable {
                    self.set_stance(number, Stance::Changed);
                    self.change(view, start, spent.saturating_add(1), variable, number);
                }
                if may_leave {
                    self.set_stance(number, Stance::Left);
                    self.leave(view, start, spent, variable);
                }
                self.set_stance(number, Stance::Undecided);
            }
            None => {}
        }
    }

    fn set_stance(&mut self, fact: usize, stance: Stance) {
        if let Some(slot) = self.plan.stances.get_mut(fact) {
            *slot = stance;
        }
        self.marks.left &= !bit(fact);
        self.marks.changed &= !bit(fact);
        match stance {
            Stance::Undecided => {}
            Stance::Left => self.marks.left |= bit(fact),
            Stance::Changed => self.marks.changed |= bit(fact),
        }
    }

    fn leave(&mut self, view: &View, start: usize, spent: Cost, variable: Variable) {
        let classes = match class_of(&view.classes, variable) {
            Some(class) => class..class + 1,
            None => 0..self.class_count(start, variable),
        };
        self.go_down(view, start, spent, variable, classes);
    }

    /// The highest cost among the nodes that ask this variable.
    fn most(&self, start: usize, variable: Variable, cost: impl Fn(NodeId) -> Cost) -> Cost {
        let nodes = self.nodes.get(start..).unwrap_or_default().iter();
        let asking = nodes.filter(|node| self.reading.rules.diagram.variable(**node) == variable);
        asking.map(|node| cost(*node)).max().unwrap_or(IMPOSSIBLE)
    }

    fn is_affordable(&self, spent: Cost, needed: Cost) -> bool {
        spent.saturating_add(needed) <= self.budget
    }

    fn class_count(&self, start: usize, variable: Variable) -> Class {
        let children = self.asking(start, variable).map(|node| self.reading.rules.diagram.children(node).len());
        children.and_then(|count| Class::try_from(count).ok()).unwrap_or_default()
    }

    /// A node that asks this variable, among those that must become true.
    fn asking(&self, start: usize, variable: Variable) -> Option<NodeId> {
        let mut nodes = self.nodes.get(start..)?.iter().copied();
        nodes.find(|node| self.reading.rules.diagram.variable(*node) == variable)
    }

    /// Goes on with all children for these classes.
    fn go_down(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, classes: Range<Class>) {
        let end = self.nodes.len();
        for position in start..end {
            let Some(node) = self.nodes.get(position).copied() else { continue };
            if self.reading.rules.diagram.variable(node) == variable {
                for class in classes.clone() {
                    self.require(end, self.reading.rules.diagram.child(node, class));
                }
            } else {
                self.require(end, node);
            }
        }
        self.explore(view, end, spent);
        self.nodes.truncate(end);
    }

    fn require(&mut self, start: usize, node: NodeId) {
        if node != TRUE && !self.nodes.get(start..).is_some_and(|nodes| nodes.contains(&node)) {
            self.nodes.push(node);
        }
    }

    /// Tries the classes that a changed fact can get, those nearest to the present one first.
    fn change(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, number: usize) {
        if spent > self.budget {
            return;
        }
        let Some(fact) = self.reading.rules.facts.get(number) else { return };
        let present = class_of(&view.classes, variable);
        let count = self.class_count(start, variable);
        let (first, others) = match (&fact.domain, present) {
            (Domain::List(_), _) => self.answers_to_try(view, start, variable, number),
            // With two classes there is one other.
            (_, Some(present)) if count == 2 => (Some(1 - present.min(1)), Vec::new()),
            _ => {
                let mut others = fact.domain.nearest_first(count, self.reading.value(fact.id));
                others.retain(|class| Some(*class) != present);
                (None, others)
            }
        };
        for class in first.into_iter().chain(others) {
            let needed = self.most(start, variable, |node| {
                let child = self.reading.rules.diagram.child(node, class);
                view.costs.after_change(self.reading, child, false, number).0
            });
            if !self.is_affordable(spent, needed) {
                continue;
            }
            self.choose(variable, Some(class));
            self.go_down(view, start, spent, variable, class..class + 1);
        }
        self.choose(variable, None);
    }

    /// The answers to a test on a list, in such an order that as few tests as possible get another answer.
    fn answers_to_try(
        &self,
        view: &View,
        start: usize,
        variable: Variable,
        number: usize,
    ) -> (Option<Class>, Vec<Class>) {
        let present = class_of(&view.classes, variable).unwrap_or_default();
        let node = self.asking(start, variable).unwrap_or(FALSE);
        let cost = |class: Class| {
            let child = self.reading.rules.diagram.child(node, class);
            view.costs.after_change(self.reading, child, class != present, number)
        };
        let other = 1 - present.min(1);
        if cost(present) < cost(other) { (Some(present), vec![other]) } else { (Some(other), vec![present]) }
    }

    fn choose(&mut self, variable: Variable, class: Option<Class>) {
        if let Some(slot) = self.plan.chosen.get_mut(variable as usize) {
            *slot = class;
        }
    }

    /// Leaves a test on several facts as it is, or turns it: then all its facts must become known, and one of them must
    /// change. A fact that was left before keeps its class.
    fn ask_joint(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, number: usize) {
        let Some(joint) = self.reading.rules.joints.get(number) else { return };
        // How the values of the facts work together is only known when they are filled in.
        self.is_certain = false;
        let (changed, others): (Vec<usize>, Vec<usize>) =
            joint.sources.iter().partition(|fact| self.plan.stances.get(**fact) == Some(&Stance::Changed));
        let is_affected = !changed.is_empty();
        if !is_affected {
            self.leave(view, start, spent, variable);
        }
        if !matches!(joint.test, JointTest::Atom(_)) {
            if is_affected {
                self.turn(view, start, spent, variable, number);
            }
            return;
        }
        let (known, unknown): (Vec<usize>, Vec<usize>) = others.into_iter().partition(|fact| self.is_known(*fact));
        let Some(before) = self.take_up(view, &unknown) else { return };
        let spent = spent.saturating_add(Cost::try_from(unknown.len()).unwrap_or(IMPOSSIBLE));
        if is_affected || !unknown.is_empty() {
            self.turn(view, start, spent, variable, number);
        }
        for fact in known {
            if let Some(before) = self.take_up(view, &[fact]) {
                self.turn(view, start, spent.saturating_add(1), variable, number);
                self.put_back(&[fact], &before);
            }
        }
        self.put_back(&unknown, &before);
    }

    fn turn(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, joint: usize) {
        for (class, answer) in [(1, true), (0, false)] {
            self.plan.joints.push((joint, answer));
            self.go_down(view, start, spent, variable, class..class + 1);
            self.plan.joints.pop();
        }
    }

    fn is_known(&self, fact: usize) -> bool {
        self.reading.rules.facts.get(fact).is_some_and(|fact| self.reading.is_known(fact))
    }

    /// Marks facts as changed, for the sake of a test on several facts; gives their stances before. `None` when one of
    /// them must stay as it is.
    fn take_up(&mut self, view: &View, facts: &[usize]) -> Option<Vec<Stance>> {
        let mut before = Vec::with_capacity(facts.len());
        for number in facts {
            let fact = self.reading.rules.facts.get(*number)?;
            let stance = self.plan.stances.get(*number).copied()?;
            let must_stay_unknown = stance == Stance::Left && !self.reading.is_known(fact);
            if must_stay_unknown || !self.reading.is_changeable(fact) {
                self.put_back(facts, &before);
                return None;
            }
            if stance == Stance::Left {
                (fact.first..).take(fact.count).for_each(|it| self.choose(it, class_of(&view.classes, it)));
            }
            self.set_stance(*number, Stance::Changed);
            before.push(stance);
        }
        Some(before)
    }

    fn put_back(&mut self, facts: &[usize], before: &[Stance]) {
        for (number, stance) in facts.iter().zip(before) {
            self.set_stance(*number, *stance);
            if let Some(fact) = self.reading.rules.facts.get(*number) {
                (fact.first..).take(fact.count).for_each(|variable| self.choose(variable, None));
            }
        }
    }

    /// Everything has become true: keeps the changes when values are found for them and they stand the test.
    fn accept(&mut self) {
        let is_known = self.found_marks.contains(&self.marks.changed) && self.reading.rules.facts.len() <= MARKS_MAX;
        if is_known {
            return;
        }
        let Some(plans_left) = self.plans_left.checked_sub(1) else { return };
        self.plans_left = plans_left;
        let Some(changes) = self.reading.proposal(&self.plan) else { return };
        let is_same = |other: &Vec<Change>| other.iter().map(|it| it.fact).eq(changes.iter().map(|it| it.fact));
        let is_new = changes.len() == usize::from(self.budget) && !self.found.iter().any(is_same);
        if is_new && self.reading.is_solved_by(&changes) {
            self.found.push(self.reading.without_needless_codes(changes));
            self.found_marks.push(self.marks.changed);
        }
    }
}

/// The mark of a fact.
fn bit(fact: usize) -> u64 {
    u32::try_from(fact).ok().and_then(|fact| 1_u64.checked_shl(fact)).unwrap_or_default()
}
