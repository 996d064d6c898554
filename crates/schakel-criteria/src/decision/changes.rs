//! The smallest sets of changes that make rules true, searched in the diagram with a growing budget of facts.
//!
//! Every fact on the way down is left as it is or changed. A known fact that is left has one child; an unknown one has
//! all its children, which must then all become true. A changed fact costs one, whatever the number of its tests. A
//! bound on what is still needed (`costs`) prunes the search, so that usually the first way down is a solution.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagram::{FALSE, NodeId, TRUE, Variable, class_of};
use crate::domain::{Class, Domain};

use super::costs::{Cost, Costs, IMPOSSIBLE};
use super::{CHANGES_MAX, Change, Changes, JointTest, Owner, Reading, RuleFact, VariableClasses};

/// The most steps of one search. When they are used up, unknown facts are no longer left unknown, which finds a solution
/// at once that is only sometimes not the smallest.
const STEPS_MAX: usize = 2_000;

/// The most plans for which values are sought in one search.
const PLANS_MAX: usize = 30;

/// The most combinations of ways to know derived facts that are tried.
const WAYS_MAX: usize = 16;

impl Reading<'_> {
    /// The smallest sets of changes that would make all rules hold.
    pub(crate) fn changes(&self) -> Changes {
        if self.decide() != Some(false) {
            return Changes::NotNeeded;
        }
        let (ways, are_all) = self.possible_ways();
        let mut search = Search::new(self, true, are_all);
        search.widen(&ways);
        if search.found.is_empty() && search.steps_left == 0 {
            search = Search::new(self, false, false);
            search.widen(&ways);
        }
        match search.found.is_empty() {
            false => Changes::Possible(search.found),
            true if search.is_certain => Changes::Impossible,
            true => Changes::NotFound,
        }
    }

    /// The classes with each combination of ways in which the derived facts that are not given could be known after
    /// changes, the present one first; and whether those are all.
    fn possible_ways(&self) -> (Vec<VariableClasses>, bool) {
        let mut all = vec![self.classes.clone()];
        for fact in &self.rules.facts {
            let Some(way) = fact.way.filter(|_| self.value(fact.id).is_none()) else { continue };
            let present = class_of(&self.classes, way);
            let ways = (0..fact.ways.len()).rev().filter_map(|it| Class::try_from(it).ok());
            let others: Vec<Class> = ways.filter(|it| Some(*it) != present).collect();
            if all.len() * (others.len() + 1) > WAYS_MAX {
                return (all, false);
            }
            for position in 0..all.len() {
                for other in &others {
                    let Some(mut classes) = all.get(position).cloned() else { continue };
                    if let Some(class) = classes.get_mut(way as usize) {
                        *class = Some(*other);
                    }
                    all.push(classes);
                }
            }
        }
        (all, true)
    }

    /// Whether a change of this fact may be proposed.
    pub(super) fn is_changeable(&self, fact: &RuleFact) -> bool {
        !fact.immutable || !self.is_known(fact)
    }
}

/// The diagram for one combination of ways.
struct View {
    classes: VariableClasses,
    roots: Vec<NodeId>,
    costs: Costs,
    /// No set with fewer changes makes all roots true.
    bound: Cost,
}

impl View {
    fn new(reading: &Reading<'_>, classes: VariableClasses, may_leave_unknown: bool) -> Self {
        let costs = Costs::new(reading, &classes, may_leave_unknown);
        // Ways stand above everything else and are no facts that can be changed.
        let is_way = |variable| matches!(reading.rules.owners.get(variable as usize), Some(Owner::Way));
        let ways = |(variable, class): (usize, &Option<Class>)| class.filter(|_| is_way(variable));
        let ways: VariableClasses = classes.iter().enumerate().map(ways).collect();
        let roots: Vec<NodeId> = reading.rules.parts.iter().map(|part| reading.rules.diagram.follow(*part, &ways)).collect();
        let bound = roots.iter().map(|root| costs.get(*root).undecided).max().unwrap_or(0);
        View { classes, roots, costs, bound }
    }
}

/// What is done with a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

struct Search<'a> {
    reading: &'a Reading<'a>,
    plan: Plan,
    found: Vec<Vec<Change>>,
    /// Whether finding nothing means that there is nothing.
    is_certain: bool,
    budget: Cost,
    steps_left: usize,
    plans_left: usize,
    /// Whether unknown facts may be left unknown.
    may_leave_unknown: bool,
    /// The nodes that must all become true, for each step of the way down.
    nodes: Vec<NodeId>,
    /// What has been searched: a node, what has been done with the facts, and how they work together.
    searched: HashSet<(NodeId, [u64; 2], u64)>,
}

impl<'a> Search<'a> {
    fn new(reading: &'a Reading<'a>, may_leave_unknown: bool, is_certain: bool) -> Self {
        let stances = vec![Stance::Undecided; reading.rules.facts.len()];
        let chosen = vec![None; reading.rules.owners.len()];
        Search {
            reading,
            plan: Plan { stances, chosen, joints: Vec::new() },
            found: Vec::new(),
            is_certain,
            budget: 0,
            steps_left: STEPS_MAX,
            plans_left: PLANS_MAX,
            may_leave_unknown,
            nodes: Vec::new(),
            searched: HashSet::new(),
        }
    }

    /// Searches with more and more changes until something is found, in all views with the same number.
    fn widen(&mut self, ways: &[VariableClasses]) {
        let view = |classes: &VariableClasses| View::new(self.reading, classes.clone(), self.may_leave_unknown);
        let views: Vec<View> = ways.iter().map(view).collect();
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
    }

    fn run(&mut self, view: &View, budget: Cost) {
        self.budget = budget;
        self.searched.clear();
        self.nodes.clear();
        self.nodes.extend(&view.roots);
        self.explore(view, 0, 0);
    }

    /// Searches on from the nodes that stand from `start`, all of which must become true.
    fn explore(&mut self, view: &View, start: usize, spent: Cost) {
        if self.found.len() >= CHANGES_MAX || self.plans_left == 0 {
            return;
        }
        let Some(steps_left) = self.steps_left.checked_sub(1) else {
            self.is_certain = false;
            return;
        };
        self.steps_left = steps_left;
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
        if spent.saturating_add(needed) > self.budget || self.was_searched(start, owner) {
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
    /// work together in a test, it also matters how.
    fn was_searched(&mut self, start: usize, owner: Option<Owner>) -> bool {
        let Some([node]) = self.nodes.get(start..) else { return false };
        let rules = self.reading.rules;
        let mut done = [0_u64; 2];
        let mut together = DefaultHasher::new();
        self.plan.joints.hash(&mut together);
        for ((number, fact), stance) in rules.facts.iter().enumerate().zip(&self.plan.stances) {
            let Some(bit) = u32::try_from(number).ok().and_then(|number| 1_u64.checked_shl(number)) else { return false };
            let matters = fact.is_joint || matches!(owner, Some(Owner::Fact(owner)) if owner == number);
            match (stance, &mut done) {
                (Stance::Changed, [changed, _]) => *changed |= bit,
                (Stance::Left, [_, left]) if matters => *left |= bit,
                _ => {}
            }
            if fact.is_joint {
                self.plan.chosen(fact).hash(&mut together);
            }
        }
        !self.searched.insert((*node, done, together.finish()))
    }

    fn ask_fact(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, number: usize) {
        match self.plan.stances.get(number) {
            Some(Stance::Left) => self.leave(view, start, spent, variable),
            Some(Stance::Changed) => self.change(view, start, spent, variable, number),
            Some(Stance::Undecided) => {
                let is_known = class_of(&view.classes, variable).is_some();
                if is_known || self.may_leave_unknown {
                    self.set_stance(number, Stance::Left);
                    self.leave(view, start, spent, variable);
                }
                if self.reading.rules.facts.get(number).is_some_and(|fact| self.reading.is_changeable(fact)) {
                    self.set_stance(number, Stance::Changed);
                    self.change(view, start, spent.saturating_add(1), variable, number);
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
    }

    fn leave(&mut self, view: &View, start: usize, spent: Cost, variable: Variable) {
        match class_of(&view.classes, variable) {
            Some(class) => self.go_down(view, start, spent, variable, &[class]),
            None => {
                let classes: Vec<Class> = (0..self.class_count(start, variable)).collect();
                self.go_down(view, start, spent, variable, &classes);
            }
        }
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
    fn go_down(&mut self, view: &View, start: usize, spent: Cost, variable: Variable, classes: &[Class]) {
        let end = self.nodes.len();
        for position in start..end {
            let Some(node) = self.nodes.get(position).copied() else { continue };
            if self.reading.rules.diagram.variable(node) == variable {
                for class in classes {
                    self.require(end, self.reading.rules.diagram.child(node, *class));
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
        for class in self.classes_to_try(view, start, variable, number) {
            self.choose(variable, Some(class));
            self.go_down(view, start, spent, variable, &[class]);
        }
        self.choose(variable, None);
    }

    fn classes_to_try(&self, view: &View, start: usize, variable: Variable, number: usize) -> Vec<Class> {
        let Some(fact) = self.reading.rules.facts.get(number) else { return Vec::new() };
        let present = class_of(&view.classes, variable);
        let count = self.class_count(start, variable);
        if !matches!(fact.domain, Domain::List(_)) {
            let value = self.reading.value(fact.id);
            return fact.domain.nearest_first(count, value).into_iter().filter(|it| Some(*it) != present).collect();
        }
        // Of the tests on a list as few as possible get another answer.
        let node = self.asking(start, variable).unwrap_or(FALSE);
        let mut classes: Vec<Class> = (0..count).collect();
        classes.sort_by_key(|class| {
            let child = self.reading.rules.diagram.child(node, *class);
            let is_turned = *class != present.unwrap_or_default();
            (view.costs.after_change(self.reading, child, is_turned, number), !is_turned)
        });
        classes
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
        if !matches!(joint.test, JointTest::Test(_)) {
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
            self.go_down(view, start, spent, variable, &[class]);
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
        let Some(plans_left) = self.plans_left.checked_sub(1) else {
            self.is_certain = false;
            return;
        };
        self.plans_left = plans_left;
        let Some(changes) = self.reading.proposal(&self.plan) else { return };
        let is_known = |other: &Vec<Change>| other.iter().map(|it| it.fact).eq(changes.iter().map(|it| it.fact));
        let is_smallest = changes.len() == usize::from(self.budget);
        if is_smallest && !self.found.iter().any(is_known) && self.reading.is_solved_by(&changes) {
            self.found.push(self.reading.without_needless_codes(changes));
        }
    }
}
