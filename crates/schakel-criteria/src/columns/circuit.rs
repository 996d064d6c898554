//! A circuit of bit planes: equal planes are one, and what is always or never so is worked out beforehand. What the
//! leaves stand for is the business of `plan`.

use std::collections::HashMap;

/// The number of a plane in its circuit. Planes come after those they are made of.
pub(super) type PlaneId = u32;

/// The plane without rows.
pub(super) const NONE: PlaneId = 0;
/// The plane of all rows.
pub(super) const ALL: PlaneId = 1;

/// How a plane comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Gate {
    /// No rows.
    None,
    /// All rows.
    All,
    /// What a column says: the leaf with this number.
    Leaf(u32),
    /// The rows that are in both.
    And(PlaneId, PlaneId),
    /// The rows that are in one of them.
    Or(PlaneId, PlaneId),
    /// The rows of the first that are not in the second.
    Without(PlaneId, PlaneId),
}

/// A yes or no: the rows where it may hold and the rows where it may fail. Every row is in at least one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub(super) may_hold: PlaneId,
    pub(super) may_fail: PlaneId,
}

/// Planes, each made of earlier ones.
#[derive(Clone, Debug)]
pub(super) struct Circuit {
    gates: Vec<Gate>,
    place_of: HashMap<Gate, PlaneId>,
}

impl Pair {
    /// Not known of any row.
    pub(super) const UNKNOWN: Pair = Pair { may_hold: ALL, may_fail: ALL };

    /// The same for every row.
    pub(super) fn constant(truth: bool) -> Pair {
        if truth { Pair { may_hold: ALL, may_fail: NONE } } else { Pair { may_hold: NONE, may_fail: ALL } }
    }

    /// The opposite.
    pub(super) fn not(self) -> Pair {
        Pair { may_hold: self.may_fail, may_fail: self.may_hold }
    }
}

impl Circuit {
    /// A circuit with the two constant planes.
    pub(super) fn new() -> Self {
        let gates = vec![Gate::None, Gate::All];
        let place_of = [(Gate::None, NONE), (Gate::All, ALL)].into();
        Circuit { gates, place_of }
    }

    /// How each plane comes about, in order.
    pub(super) fn gates(&self) -> &[Gate] {
        &self.gates
    }

    /// The plane of a leaf.
    pub(super) fn leaf(&mut self, leaf: u32) -> PlaneId {
        self.plane(Gate::Leaf(leaf))
    }

    /// The rows that are in both planes.
    pub(super) fn and(&mut self, left: PlaneId, right: PlaneId) -> PlaneId {
        match (left.min(right), left.max(right)) {
            (NONE, _) => NONE,
            (ALL, other) => other,
            (left, right) if left == right => left,
            (left, right) => self.plane(Gate::And(left, right)),
        }
    }

    /// The rows that are in one of the planes.
    pub(super) fn or(&mut self, left: PlaneId, right: PlaneId) -> PlaneId {
        match (left.min(right), left.max(right)) {
            (NONE, other) => other,
            (ALL, _) => ALL,
            (left, right) if left == right => left,
            (left, right) => self.plane(Gate::Or(left, right)),
        }
    }

    /// The rows of the first plane that are not in the second.
    pub(super) fn without(&mut self, from: PlaneId, taken: PlaneId) -> PlaneId {
        if from == NONE || taken == ALL || from == taken {
            NONE
        } else if taken == NONE {
            from
        } else {
            self.plane(Gate::Without(from, taken))
        }
    }

    /// All of these hold. They are joined in order of their numbers, so that those of different rules are often shared.
    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = Pair>) -> Pair {
        let (mut may_hold, mut may_fail): (Vec<PlaneId>, Vec<PlaneId>) =
            parts.into_iter().map(|part| (part.may_hold, part.may_fail)).unzip();
        in_order(&mut may_hold);
        in_order(&mut may_fail);
        Pair {
            may_hold: may_hold.into_iter().fold(ALL, |all, plane| self.and(all, plane)),
            may_fail: may_fail.into_iter().fold(NONE, |any, plane| self.or(any, plane)),
        }
    }

    /// One of these holds.
    pub(super) fn any(&mut self, parts: impl IntoIterator<Item = Pair>) -> Pair {
        self.all(parts.into_iter().map(Pair::not)).not()
    }

    /// Both hold or both fail.
    pub(super) fn same(&mut self, left: Pair, right: Pair) -> Pair {
        let both = self.all([left, right]);
        let neither = self.all([left.not(), right.not()]);
        self.any([both, neither])
    }

    /// The rows where it is known.
    pub(super) fn known_in(&mut self, rows: PlaneId, pair: Pair) -> PlaneId {
        let unknown = self.and(pair.may_hold, pair.may_fail);
        self.without(rows, unknown)
    }

    fn plane(&mut self, gate: Gate) -> PlaneId {
        if let Some(plane) = self.place_of.get(&gate) {
            return *plane;
        }
        // A circuit that large would not fit in memory.
        let plane = PlaneId::try_from(self.gates.len()).unwrap_or(PlaneId::MAX);
        self.gates.push(gate);
        self.place_of.insert(gate, plane);
        plane
    }
}

fn in_order(planes: &mut Vec<PlaneId>) {
    planes.sort_unstable();
    planes.dedup();
}
