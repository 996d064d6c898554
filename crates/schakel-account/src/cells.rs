//! Counting firms per group without telling who they are: unique firms, small groups suppressed, totals whole.

use std::collections::{BTreeMap, BTreeSet};

/// A firm as it is counted: by which it is told apart, and the groups that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedFirm {
    /// By which it is told apart.
    pub key: String,
    /// Its group in each dimension: municipality, sector, size.
    pub groups: Vec<String>,
    /// How many jobs, when that is known.
    pub jobs: Option<u64>,
}

/// A group with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The group in each dimension.
    pub groups: Vec<String>,
    /// What may be printed.
    pub shown: Shown,
}

/// What may be printed of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// How many firms and, as far as is known, jobs.
    Count {
        /// Unique firms.
        firms: u64,
        /// Their jobs; absent: not known of all of them.
        jobs: Option<u64>,
    },
    /// Too few firms to print, or the one next to such a group: it could be worked out from the total.
    Suppressed,
}

/// A table of groups with its total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellTable {
    /// The groups, in order.
    pub cells: Vec<Cell>,
    /// Unique firms in all, those of suppressed groups included; itself suppressed when there are too few.
    pub total: Shown,
}

/// Counts unique firms per group. A group with fewer than `minimum` firms is not printed; when only one is suppressed, the
/// smallest other one is too, because the total would give it away.
pub fn count_cells(firms: &[CountedFirm], minimum: u64) -> CellTable {
    let mut groups: BTreeMap<&[String], BTreeMap<&str, Option<u64>>> = BTreeMap::new();
    let mut all: BTreeMap<&str, Option<u64>> = BTreeMap::new();
    for firm in firms {
        groups.entry(&firm.groups).or_default().insert(&firm.key, firm.jobs);
        all.insert(&firm.key, firm.jobs);
    }
    let counts: Vec<(&[String], u64)> = groups.iter().map(|(group, firms)| (*group, size(firms))).collect();
    let mut hidden: BTreeSet<&[String]> =
        counts.iter().filter(|(_, count)| *count < minimum).map(|(group, _)| *group).collect();
    if hidden.len() == 1 {
        let next = counts.iter().filter(|(group, _)| !hidden.contains(group)).min_by_key(|(_, count)| *count);
        hidden.extend(next.map(|(group, _)| *group));
    }
    let shown = |firms: &BTreeMap<&str, Option<u64>>| Shown::Count {
        firms: size(firms),
        jobs: firms.values().try_fold(0u64, |sum, jobs| sum.checked_add((*jobs)?)),
    };
    let cells = groups.iter().map(|(group, firms)| Cell {
        groups: group.to_vec(),
        shown: if hidden.contains(group) { Shown::Suppressed } else { shown(firms) },
    });
    let total = if size(&all) < minimum { Shown::Suppressed } else { shown(&all) };
    CellTable { cells: cells.collect(), total }
}

fn size(firms: &BTreeMap<&str, Option<u64>>) -> u64 {
    u64::try_from(firms.len()).unwrap_or(u64::MAX)
}
