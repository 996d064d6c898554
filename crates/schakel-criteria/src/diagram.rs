//! Multi-valued decision diagrams: every node asks one variable and has a child for each of its classes; equal nodes
//! are one node, and a node whose children are all the same is left out, so that equal functions are the same node.
//! What the variables stand for is the business of `decision`.

mod builder;

pub(crate) use builder::{Builder, Operation, TooLarge};

use crate::domain::Class;

/// The number of a node. Children have lower numbers than their parents.
pub(crate) type NodeId = u32;
/// The number of a variable; nodes lower in the diagram ask variables with higher numbers.
pub(crate) type Variable = u32;

/// The node that is always false.
pub(crate) const FALSE: NodeId = 0;
/// The node that is always true.
pub(crate) const TRUE: NodeId = 1;

/// Finished diagrams with shared nodes. Nodes with the same variable have successive numbers.
#[derive(Clone, Debug)]
pub(crate) struct Diagram {
    /// Per node its variable; past all variables for the two ends.
    variables: Vec<Variable>,
    /// Per node the place of its first child, and one more for the end.
    starts: Vec<u32>,
    children: Vec<NodeId>,
}

impl Diagram {
    /// The number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.variables.len()
    }

    /// The variable that a node asks.
    pub(crate) fn variable(&self, node: NodeId) -> Variable {
        self.variables.get(node as usize).copied().unwrap_or(Variable::MAX)
    }

    /// The children of a node, by class.
    pub(crate) fn children(&self, node: NodeId) -> &[NodeId] {
        let place = node as usize;
        let (Some(start), Some(end)) = (self.starts.get(place), self.starts.get(place + 1)) else { return &[] };
        self.children.get(*start as usize..*end as usize).unwrap_or_default()
    }

    /// The child of a node for a class.
    pub(crate) fn child(&self, node: NodeId, class: Class) -> NodeId {
        self.children(node).get(usize::from(class)).copied().unwrap_or(FALSE)
    }

    /// Per node up to `highest` whether it is under one of these roots.
    pub(crate) fn under(&self, roots: &[NodeId], highest: NodeId) -> Vec<bool> {
        let mut is_reached = vec![false; highest as usize + 1];
        let reach = |is_reached: &mut Vec<bool>, node: NodeId| {
            if let Some(slot) = is_reached.get_mut(node as usize) {
                *slot = true;
            }
        };
        roots.iter().for_each(|root| reach(&mut is_reached, *root));
        for node in (0..=highest).rev() {
            if is_reached.get(node as usize) == Some(&true) {
                self.children(node).iter().for_each(|child| reach(&mut is_reached, *child));
            }
        }
        is_reached
    }

    /// The first node on the way down that asks a variable without a class.
    pub(crate) fn follow(&self, mut node: NodeId, classes: &[Option<Class>]) -> NodeId {
        while node > TRUE
            && let Some(class) = class_of(classes, self.variable(node))
        {
            node = self.child(node, class);
        }
        node
    }

    /// Whether the known classes decide a diagram: the same end is reached for all classes of the other variables.
    pub(crate) fn decide(&self, root: NodeId, classes: &[Option<Class>]) -> Option<bool> {
        let root = self.follow(root, classes);
        if root <= TRUE {
            return Some(root == TRUE);
        }
        // Two different ends settle it, and most undecided rules meet them soon.
        let mut visited = NodeSet::new(self.len());
        let mut end = None;
        let is_one_end = self.leads_to_one_end(root, classes, &mut visited, &mut end);
        end.filter(|_| is_one_end).map(|end| end == TRUE)
    }

    /// Goes as deep as there are variables.
    fn leads_to_one_end(
        &self,
        node: NodeId,
        classes: &[Option<Class>],
        visited: &mut NodeSet,
        end: &mut Option<NodeId>,
    ) -> bool {
        self.children(node).iter().all(|child| {
            let child = self.follow(*child, classes);
            if child <= TRUE {
                *end.get_or_insert(child) == child
            } else {
                !visited.insert(child) || self.leads_to_one_end(child, classes, visited, end)
            }
        })
    }

    /// The variables without a class on which the result still depends, in order. Exact: a variable counts only when
    /// two of its classes give different functions of the rest.
    pub(crate) fn support(&self, root: NodeId, classes: &[Option<Class>]) -> Vec<Variable> {
        let root = self.follow(root, classes);
        if root <= TRUE {
            return Vec::new();
        }
        let reached = self.reached(root, classes);
        let canonical = self.canonical(&reached, classes);
        let same_as = |node: NodeId| canonical.get(node as usize).copied().unwrap_or(node);
        let mut found = vec![];
        let mut visited = NodeSet::new(self.len());
        let mut waiting = vec![same_as(root)];
        while let Some(node) = waiting.pop() {
            if node <= TRUE || !visited.insert(node) {
                continue;
            }
            found.push(self.variable(node));
            waiting.extend(self.children(node).iter().map(|child| same_as(self.follow(*child, classes))));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The nodes that ask a variable without a class and can be reached, in order of their numbers.
    fn reached(&self, root: NodeId, classes: &[Option<Class>]) -> Vec<NodeId> {
        let mut visited = NodeSet::new(self.len());
        let mut reached = Vec::new();
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            if node <= TRUE || !visited.insert(node) {
                continue;
            }
            reached.push(node);
            waiting.extend(self.children(node).iter().map(|child| self.follow(*child, classes)));
        }
        reached.sort_unstable();
        reached
    }

    /// For each reached node the first node that is the same function once the known classes are filled in.
    fn canonical(&self, reached: &[NodeId], classes: &[Option<Class>]) -> Vec<NodeId> {
        let mut canonical: Vec<NodeId> = Vec::new();
        canonical.resize(self.len(), FALSE);
        if let Some(slot) = canonical.get_mut(TRUE as usize) {
            *slot = TRUE;
        }
        let mut kept: Vec<NodeId> = Vec::new();
        for node in reached {
            let same_as = |child: &NodeId| canonical.get(self.follow(*child, classes) as usize).copied();
            let mut children = self.children(*node).iter().map(same_as);
            let first = children.next().flatten();
            let only_child = first.filter(|first| children.all(|child| child == Some(*first)));
            let result = only_child.unwrap_or_else(|| {
                // Nodes with the same variable have successive numbers.
                let peers = kept.iter().rev().take_while(|other| self.variable(**other) == self.variable(*node));
                let mut twins = peers.filter(|other| {
                    self.children(**other).iter().map(same_as).eq(self.children(*node).iter().map(same_as))
                });
                twins.next().copied().unwrap_or(*node)
            });
            if result == *node {
                kept.push(*node);
            }
            if let Some(slot) = canonical.get_mut(*node as usize) {
                *slot = result;
            }
        }
        canonical
    }
}

/// A set of nodes; for small diagrams it needs no memory of its own.
struct NodeSet {
    low: [u64; NodeSet::LOW_WORDS],
    high: Vec<u64>,
}

impl NodeSet {
    const LOW_WORDS: usize = 4;

    fn new(node_count: usize) -> Self {
        let words = node_count.div_ceil(u64::BITS as usize);
        NodeSet { low: [0; Self::LOW_WORDS], high: vec![0; words.saturating_sub(Self::LOW_WORDS)] }
    }

    /// Adds a node; says whether it is new.
    fn insert(&mut self, node: NodeId) -> bool {
        let (word, bit) = ((node / u64::BITS) as usize, 1 << (node % u64::BITS));
        let words = match word.checked_sub(Self::LOW_WORDS) {
            Some(high) => self.high.get_mut(high),
            None => self.low.get_mut(word),
        };
        words.is_some_and(|word| {
            let is_new = *word & bit == 0;
            *word |= bit;
            is_new
        })
    }
}

/// The class of a variable, when it has one.
pub(crate) fn class_of(classes: &[Option<Class>], variable: Variable) -> Option<Class> {
    classes.get(variable as usize).copied().flatten()
}
