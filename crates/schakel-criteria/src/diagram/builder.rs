//! Building decision diagrams: nodes are made once, functions are combined by walking two diagrams together.

use std::collections::HashMap;

use crate::domain::{Class, List, Progress};

use super::{Diagram, FALSE, NodeId, TRUE, Variable};

/// How two functions are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    /// Both hold.
    And,
    /// One of them holds.
    Or,
    /// Both hold or neither does.
    Same,
}

/// A diagram would need more nodes than it may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLarge;

/// Diagrams in the making.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    /// The nodes after the two ends.
    nodes: Vec<Node>,
    known: HashMap<Node, NodeId>,
    combined: HashMap<(Operation, NodeId, NodeId), NodeId>,
    /// The number of nodes at which building stops.
    limit: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Node {
    variable: Variable,
    children: Box<[NodeId]>,
}

/// The tests on one list fact, which have successive variables.
struct ListTests<'a> {
    list: &'a List,
    first: Variable,
    done: HashMap<(NodeId, usize, Progress), NodeId>,
}

impl Builder {
    /// Allows so many more nodes.
    pub(crate) fn allow(&mut self, nodes: usize) {
        self.limit = self.nodes.len().saturating_add(nodes);
    }

    /// The node that asks a variable and goes on with these children, by class.
    pub(crate) fn node(&mut self, variable: Variable, children: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        let first = children.first().copied().unwrap_or(FALSE);
        if children.iter().all(|child| *child == first) {
            return Ok(first);
        }
        let node = Node { variable, children: children.into() };
        if let Some(known) = self.known.get(&node) {
            return Ok(*known);
        }
        if self.nodes.len() >= self.limit {
            return Err(TooLarge);
        }
        let id = NodeId::try_from(self.nodes.len()).map_err(|_| TooLarge)? + 2;
        self.nodes.push(node.clone());
        self.known.insert(node, id);
        Ok(id)
    }

    /// The node that is true where `holds` says so of the class of a variable.
    pub(crate) fn literal(
        &mut self,
        variable: Variable,
        holds: impl IntoIterator<Item = bool>,
    ) -> Result<NodeId, TooLarge> {
        self.node(variable, holds.into_iter().map(NodeId::from).collect())
    }

    /// The opposite function.
    pub(crate) fn not(&mut self, node: NodeId) -> Result<NodeId, TooLarge> {
        self.combine(Operation::Same, node, FALSE)
    }

    /// The combination of two functions.
    pub(crate) fn combine(&mut self, operation: Operation, left: NodeId, right: NodeId) -> Result<NodeId, TooLarge> {
        let (left, right) = (left.min(right), left.max(right));
        match (operation, left, right) {
            (Operation::And, FALSE, _) => return Ok(FALSE),
            (Operation::And, TRUE, other) | (Operation::Or, FALSE, other) => return Ok(other),
            (Operation::Or, TRUE, _) => return Ok(TRUE),
            (Operation::And | Operation::Or, _, _) if left == right => return Ok(left),
            (Operation::Same, _, _) if left == right => return Ok(TRUE),
            (Operation::Same, TRUE, other) => return Ok(other),
            (Operation::Same, FALSE, TRUE) => return Ok(FALSE),
            _ => {}
        }
        if let Some(known) = self.combined.get(&(operation, left, right)) {
            return Ok(*known);
        }
        let variable = self.variable(left).min(self.variable(right));
        let classes = self.class_count(left, variable).max(self.class_count(right, variable));
        let mut children = Vec::with_capacity(usize::from(classes));
        for class in 0..classes {
            let (left, right) = (self.child(left, variable, class), self.child(right, variable, class));
            children.push(self.combine(operation, left, right)?);
        }
        let result = self.node(variable, children)?;
        self.combined.insert((operation, left, right), result);
        Ok(result)
    }

    /// The function in which answers about a list that cannot go with earlier ones are replaced by their opposite. On
    /// all possible lists it is the same function, and it asks nothing of which the answer is already certain.
    pub(crate) fn without_contradictions(
        &mut self,
        node: NodeId,
        list: &List,
        first: Variable,
    ) -> Result<NodeId, TooLarge> {
        let mut tests = ListTests { list, first, done: HashMap::new() };
        self.above_list(node, &mut tests)
    }

    fn above_list(&mut self, node: NodeId, tests: &mut ListTests<'_>) -> Result<NodeId, TooLarge> {
        let variable = self.variable(node);
        if variable >= tests.first {
            return self.in_list(node, 0, Progress::default(), tests);
        }
        // Above the list nothing has been answered, so progress is empty and the place of no test serves as the key.
        let key = (node, usize::MAX, Progress::default());
        if let Some(done) = tests.done.get(&key) {
            return Ok(*done);
        }
        let mut children = Vec::new();
        for class in 0..self.class_count(node, variable) {
            children.push(self.above_list(self.child(node, variable, class), tests)?);
        }
        let result = self.node(variable, children)?;
        tests.done.insert(key, result);
        Ok(result)
    }

    fn in_list(
        &mut self,
        node: NodeId,
        test: usize,
        progress: Progress,
        tests: &mut ListTests<'_>,
    ) -> Result<NodeId, TooLarge> {
        let Ok(place) = Variable::try_from(test) else { return Err(TooLarge) };
        let variable = tests.first.saturating_add(place);
        let is_below_list = self.variable(node) as usize >= tests.first as usize + tests.list.len();
        if is_below_list || test >= tests.list.len() {
            return Ok(node);
        }
        let key = (node, test, progress);
        if let Some(done) = tests.done.get(&key) {
            return Ok(*done);
        }
        let no = self.answered(node, variable, test, false, &key.2, tests)?;
        let yes = self.answered(node, variable, test, true, &key.2, tests)?;
        let result = match (no, yes) {
            (Some(no), Some(yes)) => self.node(variable, vec![no, yes])?,
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => node,
        };
        tests.done.insert(key, result);
        Ok(result)
    }

    /// What follows when a test on a list has this answer; nothing when it cannot.
    fn answered(
        &mut self,
        node: NodeId,
        variable: Variable,
        test: usize,
        answer: bool,
        progress: &Progress,
        tests: &mut ListTests<'_>,
    ) -> Result<Option<NodeId>, TooLarge> {
        if !tests.list.allows(progress, test, answer) {
            return Ok(None);
        }
        let child = self.child(node, variable, Class::from(answer));
        let progress = tests.list.advance(progress, test, answer);
        self.in_list(child, test + 1, progress, tests).map(Some)
    }

    /// The finished diagrams under these roots, which are renumbered.
    pub(crate) fn finish(&self, roots: &mut [&mut NodeId]) -> Diagram {
        let mut kept: Vec<NodeId> = self.under(roots.iter().map(|root| **root));
        // Low variables last, so that children come before parents and equal variables stand together.
        kept.sort_by_key(|node| (std::cmp::Reverse(self.variable(*node)), *node));
        let mut renumbered = HashMap::from([(FALSE, FALSE), (TRUE, TRUE)]);
        let mut diagram = Diagram { variables: vec![Variable::MAX; 2], starts: vec![0; 3], children: Vec::new() };
        for (id, node) in (2..).zip(kept) {
            renumbered.insert(node, id);
            let Some(Node { variable, children }) = self.get(node) else { continue };
            diagram.variables.push(*variable);
            diagram.children.extend(children.iter().filter_map(|child| renumbered.get(child)));
            diagram.starts.push(u32::try_from(diagram.children.len()).unwrap_or(u32::MAX));
        }
        for root in roots {
            **root = renumbered.get(root).copied().unwrap_or(FALSE);
        }
        diagram
    }

    /// All nodes under these, the two ends excepted.
    fn under(&self, roots: impl Iterator<Item = NodeId>) -> Vec<NodeId> {
        let mut visited = vec![false; self.nodes.len() + 2];
        let mut found = Vec::new();
        let mut waiting: Vec<NodeId> = roots.collect();
        while let Some(node) = waiting.pop() {
            if let (Some(visited), Some(it)) = (visited.get_mut(node as usize), self.get(node))
                && !std::mem::replace(visited, true)
            {
                found.push(node);
                waiting.extend(it.children.iter());
            }
        }
        found
    }

    fn get(&self, node: NodeId) -> Option<&Node> {
        (node as usize).checked_sub(2).and_then(|place| self.nodes.get(place))
    }

    fn variable(&self, node: NodeId) -> Variable {
        self.get(node).map_or(Variable::MAX, |node| node.variable)
    }

    /// The number of children of a node that asks this variable; nought for others.
    fn class_count(&self, node: NodeId, variable: Variable) -> Class {
        let asks = self.get(node).filter(|it| it.variable == variable);
        asks.map_or(0, |it| Class::try_from(it.children.len()).unwrap_or(Class::MAX))
    }

    /// The node for a class of a variable: a child, or the node itself when it does not ask that variable.
    fn child(&self, node: NodeId, variable: Variable, class: Class) -> NodeId {
        match self.get(node) {
            Some(it) if it.variable == variable => it.children.get(usize::from(class)).copied().unwrap_or(FALSE),
            _ => node,
        }
    }
}
