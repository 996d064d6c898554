//! How many facts must change at the least before a node becomes true: a bound for the search in `changes`, worked out
//! from the ends of the diagrams upwards.

use crate::diagram::{NodeId, TRUE, class_of};
use crate::domain::Class;

use super::{JointTest, Owner, Reading, VariableClasses};

/// A number of changes.
pub(super) type Cost = u8;

/// No changes help.
pub(super) const IMPOSSIBLE: Cost = Cost::MAX;

/// Per node the least number of changes.
pub(super) struct Costs(Vec<NodeCosts>);

/// What it takes to make a node true, by what has been decided about the fact that it asks.
#[derive(Clone, Copy)]
pub(super) struct NodeCosts {
    /// Nothing has been decided.
    pub(super) undecided: Cost,
    /// The fact is left as it is.
    pub(super) left: Cost,
    /// The fact is changed, and paid for.
    pub(super) changed: Cost,
    /// The number of tests on the changed fact that get another answer, in the cheapest case.
    pub(super) turned: Cost,
}

impl NodeCosts {
    fn all(cost: Cost) -> NodeCosts {
        NodeCosts { undecided: cost, left: cost, changed: cost, turned: 0 }
    }
}

impl Costs {
    /// The costs of all nodes under some roots, for these classes. When unknown facts may be left unknown, all their
    /// children must become true.
    pub(super) fn new(
        reading: &Reading<'_>,
        classes: &VariableClasses,
        roots: &[NodeId],
        may_leave_unknown: bool,
    ) -> Self {
        let diagram = &reading.rules.diagram;
        let highest = roots.iter().copied().max().unwrap_or(TRUE).max(TRUE);
        let is_reached = diagram.under(roots, highest);
        let mut costs = Costs(vec![NodeCosts::all(IMPOSSIBLE); is_reached.len()]);
        for node in (0..=highest).zip(&is_reached).filter(|(_, it)| **it).map(|(node, _)| node) {
            let known = class_of(classes, diagram.variable(node));
            let node_costs = match reading.owner(node) {
                None => NodeCosts::all(if node == TRUE { 0 } else { IMPOSSIBLE }),
                Some(Owner::Way) => costs.get(diagram.child(node, known.unwrap_or_default())),
                Some(Owner::Fact(fact)) => costs.of_fact(reading, node, fact, known, may_leave_unknown),
                Some(Owner::Joint(joint)) => costs.of_joint(reading, node, joint, known),
            };
            if let Some(slot) = costs.0.get_mut(node as usize) {
                *slot = node_costs;
            }
        }
        costs
    }

    /// The costs of a node.
    pub(super) fn get(&self, node: NodeId) -> NodeCosts {
        self.0.get(node as usize).copied().unwrap_or(NodeCosts::all(IMPOSSIBLE))
    }

    /// What it takes after one more test on a changed fact: the number of changes still to be made, and the number of
    /// tests on this fact that get another answer.
    pub(super) fn after_change(
        &self,
        reading: &Reading<'_>,
        child: NodeId,
        is_turned: bool,
        fact: usize,
    ) -> (Cost, Cost) {
        let costs = self.get(child);
        let turned = Cost::from(is_turned);
        if matches!(reading.owner(child), Some(Owner::Fact(it)) if it == fact) {
            (costs.changed, costs.turned.saturating_add(turned))
        } else {
            (costs.undecided, turned)
        }
    }

    fn of_fact(
        &self,
        reading: &Reading<'_>,
        node: NodeId,
        number: usize,
        known: Option<Class>,
        may_leave_unknown: bool,
    ) -> NodeCosts {
        let diagram = &reading.rules.diagram;
        let after_leaving = |child: NodeId| {
            let same_fact = matches!(reading.owner(child), Some(Owner::Fact(it)) if it == number);
            if same_fact { self.get(child).left } else { self.get(child).undecided }
        };
        let children = diagram.children(node).iter();
        let left = match known {
            Some(class) => after_leaving(diagram.child(node, class)),
            None if may_leave_unknown => {
                children.clone().map(|child| after_leaving(*child)).max().unwrap_or(IMPOSSIBLE)
            }
            None => IMPOSSIBLE,
        };
        let present = known.unwrap_or_default();
        let by_class = (0..).zip(children);
        let after_change =
            by_class.map(|(class, child)| self.after_change(reading, *child, class != present, number)).min();
        let (changed, turned) = after_change.unwrap_or((IMPOSSIBLE, 0));
        let is_changeable = reading.rules.facts.get(number).is_some_and(|fact| reading.is_changeable(fact));
        let with_change = if is_changeable { changed.saturating_add(1) } else { IMPOSSIBLE };
        NodeCosts { undecided: left.min(with_change), left, changed, turned }
    }

    /// Turning a test on several facts takes a change of one of them, and all must be known. Changes that are counted
    /// elsewhere are not counted here.
    fn of_joint(&self, reading: &Reading<'_>, node: NodeId, joint: usize, known: Option<Class>) -> NodeCosts {
        let diagram = &reading.rules.diagram;
        let children = diagram.children(node).iter().map(|child| self.get(*child).undecided);
        let left = match known {
            Some(class) => self.get(diagram.child(node, class)).undecided,
            None => children.clone().max().unwrap_or(IMPOSSIBLE),
        };
        let turned = children.min().unwrap_or(IMPOSSIBLE).saturating_add(turning_cost(reading, joint));
        NodeCosts::all(left.min(turned))
    }
}

fn turning_cost(reading: &Reading<'_>, joint: usize) -> Cost {
    let facts = &reading.rules.facts;
    let Some(joint) = reading.rules.joints.get(joint) else { return IMPOSSIBLE };
    let JointTest::Atom(test) = &joint.test else {
        let may_turn = reading.resting_on(&joint.sources).any(|fact| reading.is_changeable(fact));
        return if may_turn { 0 } else { IMPOSSIBLE };
    };
    if reading.outcome_for_good(test, &joint.sources).is_some() {
        return IMPOSSIBLE;
    }
    let is_unknown = |fact: &&usize| facts.get(**fact).is_some_and(|fact| !reading.is_known(fact));
    if !joint.sources.iter().any(|fact| is_unknown(&fact)) {
        let may_change = |fact: &usize| facts.get(*fact).is_some_and(|fact| reading.is_changeable(fact));
        let may_turn = joint.sources.iter().any(may_change);
        let is_own = joint.own_sources.len() == joint.sources.len();
        return if may_turn { Cost::from(is_own) } else { IMPOSSIBLE };
    }
    Cost::try_from(joint.own_sources.iter().filter(is_unknown).count()).unwrap_or(IMPOSSIBLE)
}
