//! Dividing the money of a chosen set of choices over the costs, exactly, in whole cents. Once the set is chosen, what
//! remains is a flow from choices through years to costs with whole capacities; the largest flow is a division with the
//! highest total. Which set to choose is decided in `search`.

use std::collections::VecDeque;

use crate::financing::combination::{Combination, Division, years};
use schakel_register::Cents;

/// The division with the highest total that uses exactly the chosen choices; `None` when no division gives each of them
/// its smallest amount. Earlier choices and earlier costs come first.
pub fn fill(combination: &Combination, chosen: &[bool]) -> Option<Division> {
    if !combination.allows(chosen) {
        return None;
    }
    let mut network = Network::new(combination, chosen);
    let least: Vec<Cents> = combination.choices.iter().map(|it| it.least(&combination.cells)).collect();
    let wanted = |index: usize| least.get(index).copied().unwrap_or(Cents::ZERO);
    let required: Cents = network.sources.iter().map(|(choice, _)| wanted(*choice)).sum();
    network.open_sources(wanted);
    if network.push_all() != required {
        return None;
    }
    // Pushing more never takes back what a choice already pays.
    let most = |index: usize| {
        let reach = combination.choices.get(index).map_or(Cents::ZERO, |it| it.reach(&combination.cells));
        reach - wanted(index)
    };
    network.open_sources(most);
    network.push_all();
    Some(network.division(combination))
}

/// Number of a node: the source, the sink, then the others.
type Node = usize;

const SOURCE: Node = 0;
const SINK: Node = 1;

/// A flow network with whole capacities.
struct Network {
    /// Edges in pairs: an edge and, right after it, its way back.
    edges: Vec<Edge>,
    /// Per node the edges that leave it.
    leaving: Vec<Vec<usize>>,
    /// The edge from the source to each chosen choice.
    sources: Vec<(usize, usize)>,
    /// Choice, cell and edge of what a choice may pay of a cost.
    payments: Vec<(usize, usize, usize)>,
}

#[derive(Clone, Copy)]
struct Edge {
    to: Node,
    free: Cents,
}

impl Network {
    fn new(combination: &Combination, chosen: &[bool]) -> Self {
        let mut network =
            Network { edges: Vec::new(), leaving: vec![Vec::new(); 2], sources: Vec::new(), payments: Vec::new() };
        let cells: Vec<Node> = (0..combination.cells.len()).map(|_| network.add_node()).collect();
        for (cell, node) in cells.iter().enumerate() {
            network.add_edge(*node, SINK, combination.limit(cell, chosen));
        }
        let used = combination.choices.iter().enumerate().zip(chosen).filter(|(_, chosen)| **chosen);
        for ((index, choice), _) in used {
            let node = network.add_node();
            let edge = network.add_edge(SOURCE, node, Cents::ZERO);
            network.sources.push((index, edge));
            let by_year: Vec<Node> = match choice.per_year {
                None => vec![node; years(&combination.cells)],
                Some(most) => (0..years(&combination.cells)).map(|_| network.add_year(node, most)).collect(),
            };
            for (cell, (target, cost)) in cells.iter().zip(&combination.cells).enumerate() {
                let most = choice.most.get(cell).copied().filter(|most| *most > Cents::ZERO);
                if let (Some(most), Some(from)) = (most, by_year.get(cost.year)) {
                    let edge = network.add_edge(*from, *target, most);
                    network.payments.push((index, cell, edge));
                }
            }
        }
        network
    }

    fn add_node(&mut self) -> Node {
        self.leaving.push(Vec::new());
        self.leaving.len() - 1
    }

    fn add_year(&mut self, choice: Node, most: Cents) -> Node {
        let node = self.add_node();
        self.add_edge(choice, node, most);
        node
    }

    fn add_edge(&mut self, from: Node, to: Node, free: Cents) -> usize {
        let edge = self.edges.len();
        self.edges.push(Edge { to, free });
        self.edges.push(Edge { to: from, free: Cents::ZERO });
        for (node, edge) in [(from, edge), (to, edge + 1)] {
            if let Some(leaving) = self.leaving.get_mut(node) {
                leaving.push(edge);
            }
        }
        edge
    }

    /// Lets each choice pay this much more.
    fn open_sources(&mut self, more: impl Fn(usize) -> Cents) {
        for (choice, edge) in &self.sources {
            if let Some(edge) = self.edges.get_mut(*edge) {
                edge.free += more(*choice);
            }
        }
    }

    /// Pushes as much as possible along shortest ways, and says how much that was.
    fn push_all(&mut self) -> Cents {
        let mut pushed = Cents::ZERO;
        while let Some(way) = self.shortest_way() {
            let free = |edge: &usize| self.edges.get(*edge).map_or(Cents::ZERO, |it| it.free);
            let amount = way.iter().map(free).min().unwrap_or(Cents::ZERO);
            for edge in way {
                self.change(edge, amount);
            }
            pushed += amount;
        }
        pushed
    }

    fn change(&mut self, edge: usize, amount: Cents) {
        if let Some(there) = self.edges.get_mut(edge) {
            there.free -= amount;
        }
        // An even edge goes there, the odd one after it goes back.
        if let Some(back) = self.edges.get_mut(edge ^ 1) {
            back.free += amount;
        }
    }

    /// The edges of a shortest way from source to sink with something free on all of it.
    fn shortest_way(&self) -> Option<Vec<usize>> {
        let mut reached_by: Vec<Option<usize>> = vec![None; self.leaving.len()];
        let mut waiting = VecDeque::from([SOURCE]);
        while let Some(node) = waiting.pop_front() {
            for edge in self.leaving.get(node)? {
                let Edge { to, free } = *self.edges.get(*edge)?;
                let slot = reached_by.get_mut(to)?;
                if free > Cents::ZERO && to != SOURCE && slot.is_none() {
                    *slot = Some(*edge);
                    waiting.push_back(to);
                }
            }
        }
        let mut way = Vec::new();
        let mut node = SINK;
        while node != SOURCE {
            let edge = (*reached_by.get(node)?)?;
            way.push(edge);
            node = self.edges.get(edge ^ 1)?.to;
        }
        Some(way)
    }

    fn division(&self, combination: &Combination) -> Division {
        let mut division = Division::nothing(combination);
        for (choice, cell, edge) in &self.payments {
            let paid = self.edges.get(edge ^ 1).map_or(Cents::ZERO, |back| back.free);
            if let Some(amount) = division.amounts.get_mut(*choice).and_then(|row| row.get_mut(*cell)) {
                *amount = paid;
            }
        }
        division
    }
}
