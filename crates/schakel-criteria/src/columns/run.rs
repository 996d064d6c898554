//! Walking over the blocks of a table: the gates that are asked for, in an order and in slots that keep a block in the
//! nearest cache; counts and verdicts of it. What a processor does with one block is in `kernels`.

use std::ops::Range;
use std::thread;

use super::bind::BoundPlan;
use super::circuit::{Circuit, Gate, Pair, PlaneId};
use super::kernels::{self, Plane};

pub use super::kernels::Kernel;

/// Words of 64 rows in a block.
pub const BLOCK_WORDS: usize = 32;

/// Rows in a block. A plane of it fills half of the registers of 32 bytes, so that joining planes is done in registers;
/// the planes that are in use at one time stay in the second cache. Half and twice as many rows were slower (see
/// `benches/columns.rs`).
pub const BLOCK_ROWS: usize = 64 * BLOCK_WORDS;

/// How rules work out over many firms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Firms for which they hold, whatever is not known.
    pub met: u64,
    /// Firms for which they do not hold, whatever is not known.
    pub not_met: u64,
    /// Firms for which it depends on facts that are not known.
    pub unknown: u64,
}

/// How one set of rules works out for the rows of one block. Bit 0 of word 0 is the first row.
#[derive(Clone, Copy, Debug)]
pub struct BlockVerdict<'a> {
    /// The number of the set, or of the rule where rules were asked for.
    pub set: usize,
    /// The first row of the block.
    pub first_row: usize,
    /// The rows of the block that are firms; the last block may have fewer than [`BLOCK_ROWS`].
    pub rows: usize,
    /// The rows where the rules may hold.
    pub may_hold: &'a Plane,
    /// The rows where they may fail.
    pub may_fail: &'a Plane,
}

/// The gates that some outputs need, each with a slot for its plane.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    /// The slots that steps join, one after the other.
    pub(super) inputs: Vec<u32>,
    pub(super) slots: usize,
}

/// One thing to do for a block.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Leaf {
        leaf: u32,
        to: u32,
    },
    /// The rows that are in all of these slots.
    All {
        first: u32,
        count: u32,
        to: u32,
    },
    /// The rows that are in one of these slots.
    Any {
        first: u32,
        count: u32,
        to: u32,
    },
    Without {
        from: u32,
        taken: u32,
        to: u32,
    },
    Give {
        output: u32,
        may_hold: u32,
        may_fail: u32,
    },
}

impl BoundPlan<'_> {
    /// How every set of rules works out over all rows, with so many threads.
    pub fn counts(&self, threads: usize, kernel: Kernel) -> Vec<Counts> {
        self.counted(&self.plan.sets, threads, kernel)
    }

    /// How every rule of a set works out by itself; nothing for a set that does not exist.
    pub fn rule_counts(&self, set: usize, threads: usize, kernel: Kernel) -> Vec<Counts> {
        self.plan.rules.get(set).map(|rules| self.counted(rules, threads, kernel)).unwrap_or_default()
    }

    /// Goes over the verdicts of the sets that are asked for, block by block. Every thread has rows of its own, and
    /// folds them into a value of its own; the values come back in the order of the rows.
    pub fn fold<T: Send>(
        &self,
        sets: &[usize],
        threads: usize,
        kernel: Kernel,
        start: impl Fn() -> T + Sync,
        fold: impl Fn(&mut T, BlockVerdict<'_>) + Sync,
    ) -> Vec<T> {
        let known = |set: &usize| Some((*set, *self.plan.sets.get(*set)?));
        let (numbers, pairs): (Vec<usize>, Vec<Pair>) = sets.iter().filter_map(known).unzip();
        let program = Program::of(&self.plan.circuit, &pairs);
        self.in_threads(threads, |blocks| {
            let mut folded = start();
            kernels::run(kernel, &program, &self.leaves, &self.columns, blocks, |block, output, may_hold, may_fail| {
                let first_row = block * BLOCK_ROWS;
                let Some(set) = numbers.get(output).copied() else { return };
                let rows = BLOCK_ROWS.min(self.rows - first_row);
                fold(&mut folded, BlockVerdict { set, first_row, rows, may_hold, may_fail });
            });
            folded
        })
    }

    /// The memory that the columns of classes take, bytes.
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(kernels::ClassColumn::bytes).sum()
    }

    fn counted(&self, pairs: &[Pair], threads: usize, kernel: Kernel) -> Vec<Counts> {
        let program = Program::of(&self.plan.circuit, pairs);
        let parts = self.in_threads(threads, |blocks| {
            let rows = (blocks.end * BLOCK_ROWS).min(self.rows) - (blocks.start * BLOCK_ROWS).min(self.rows);
            let mut counts = vec![[0_u64; 2]; pairs.len()];
            let last = (self.rows / BLOCK_ROWS, self.rows % BLOCK_ROWS);
            kernels::run(kernel, &program, &self.leaves, &self.columns, blocks, |block, output, may_hold, may_fail| {
                let Some([hold, fail]) = counts.get_mut(output) else { return };
                if block == last.0 {
                    *hold += kernels::count_first(may_hold, last.1);
                    *fail += kernels::count_first(may_fail, last.1);
                } else {
                    *hold += kernels::count(may_hold);
                    *fail += kernels::count(may_fail);
                }
            });
            let rows = rows as u64;
            counts.into_iter().map(|[hold, fail]| (rows - fail, rows - hold)).collect::<Vec<_>>()
        });
        let mut counts = vec![Counts::default(); pairs.len()];
        for part in parts {
            for (counts, (met, not_met)) in counts.iter_mut().zip(part) {
                counts.met += met;
                counts.not_met += not_met;
            }
        }
        let rows = self.rows as u64;
        counts.iter_mut().for_each(|it| it.unknown = rows - it.met - it.not_met);
        counts
    }

    /// Divides the blocks over threads; a thread takes successive ones.
    fn in_threads<T: Send>(&self, threads: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let blocks = self.rows.div_ceil(BLOCK_ROWS);
        let threads = threads.clamp(1, blocks.max(1));
        if threads == 1 {
            return vec![work(0..blocks)];
        }
        let range = |thread: usize| blocks * thread / threads..blocks * (thread + 1) / threads;
        thread::scope(|scope| {
            let work = &work;
            let others: Vec<_> = (1..threads).map(|it| scope.spawn(move || work(range(it)))).collect();
            let mut done = vec![work(range(0))];
            for other in others {
                match other.join() {
                    Ok(part) => done.push(part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        })
    }
}

impl Program {
    /// The gates that these outputs need, in order of the outputs; a slot is used again when its plane is no longer
    /// needed.
    pub(super) fn of(circuit: &Circuit, outputs: &[Pair]) -> Program {
        let gates = circuit.gates();
        let mut uses = vec![0_u32; gates.len()];
        let mut order: Vec<Ordered> = Vec::new();
        let mut is_placed = vec![false; gates.len()];
        for (number, output) in (0_u32..).zip(outputs) {
            let mut needed = Vec::new();
            let mut waiting = vec![output.may_hold, output.may_fail];
            while let Some(plane) = waiting.pop() {
                count_use(&mut uses, plane);
                match is_placed.get_mut(plane as usize) {
                    Some(is_placed) if !*is_placed => *is_placed = true,
                    _ => continue,
                }
                needed.push(plane);
                waiting.extend(inputs(gates, plane));
            }
            needed.sort_unstable();
            order.extend(needed.into_iter().map(Ordered::Plane));
            order.push(Ordered::Output(number, *output));
        }
        let joined = joined(gates, &uses, &order);
        let slot_of = vec![None; gates.len()];
        Slots { gates, joined, uses, slot_of, free: Vec::new(), inputs: Vec::new(), slots: 0 }.program(&order)
    }
}

/// What each plane joins. A chain of gates of one kind in which every link is used once is a single step, so that what
/// lies between is never written down; its links join nothing themselves.
fn joined(gates: &[Gate], uses: &[u32], order: &[Ordered]) -> Vec<Vec<PlaneId>> {
    let mut joined: Vec<Vec<PlaneId>> = vec![Vec::new(); gates.len()];
    for ordered in order {
        let Ordered::Plane(plane) = ordered else { continue };
        let Some(gate) = gates.get(*plane as usize) else { continue };
        let mut all = Vec::new();
        for input in inputs(gates, *plane) {
            let is_link = uses.get(input as usize) == Some(&1)
                && gates.get(input as usize).is_some_and(|it| is_chain(*it) && same_kind(*it, *gate));
            match joined.get_mut(input as usize) {
                Some(link) if is_link => all.append(link),
                _ => all.push(input),
            }
        }
        if let Some(slot) = joined.get_mut(*plane as usize) {
            *slot = all;
        }
    }
    joined
}

fn is_chain(gate: Gate) -> bool {
    matches!(gate, Gate::And(..) | Gate::Or(..))
}

fn is_and(gate: Gate) -> bool {
    matches!(gate, Gate::And(..))
}

fn same_kind(left: Gate, right: Gate) -> bool {
    std::mem::discriminant(&left) == std::mem::discriminant(&right)
}

enum Ordered {
    Plane(PlaneId),
    Output(u32, Pair),
}

struct Slots<'a> {
    gates: &'a [Gate],
    /// Per plane what it joins; nothing for one that is only a link in a longer chain.
    joined: Vec<Vec<PlaneId>>,
    /// How often each plane is still needed.
    uses: Vec<u32>,
    slot_of: Vec<Option<u32>>,
    free: Vec<u32>,
    inputs: Vec<u32>,
    slots: u32,
}

impl Slots<'_> {
    fn program(mut self, order: &[Ordered]) -> Program {
        let mut steps = Vec::with_capacity(order.len());
        for ordered in order {
            match ordered {
                Ordered::Plane(plane) => steps.extend(self.step(*plane)),
                Ordered::Output(output, pair) => {
                    let (may_hold, may_fail) = (self.slot(pair.may_hold), self.slot(pair.may_fail));
                    steps.push(Step::Give { output: *output, may_hold, may_fail });
                    self.release(pair.may_hold);
                    self.release(pair.may_fail);
                }
            }
        }
        Program { steps, inputs: self.inputs, slots: self.slots as usize }
    }

    fn step(&mut self, plane: PlaneId) -> Option<Step> {
        let gate = *self.gates.get(plane as usize)?;
        let joined = self.joined.get_mut(plane as usize).map(std::mem::take).unwrap_or_default();
        if joined.is_empty() && is_chain(gate) {
            return None;
        }
        let to = self.take();
        let step = match gate {
            Gate::None => Step::Leaf { leaf: kernels::LEAF_NONE, to },
            Gate::All => Step::Leaf { leaf: kernels::LEAF_ALL, to },
            Gate::Leaf(leaf) => Step::Leaf { leaf, to },
            Gate::Without(from, taken) => Step::Without { from: self.slot(from), taken: self.slot(taken), to },
            Gate::And(..) | Gate::Or(..) => {
                let first = u32::try_from(self.inputs.len()).ok()?;
                let count = u32::try_from(joined.len()).ok()?;
                let slots: Vec<u32> = joined.iter().map(|input| self.slot(*input)).collect();
                self.inputs.extend(slots);
                if is_and(gate) { Step::All { first, count, to } } else { Step::Any { first, count, to } }
            }
        };
        for input in joined {
            self.release(input);
        }
        if let Some(slot) = self.slot_of.get_mut(plane as usize) {
            *slot = Some(to);
        }
        Some(step)
    }

    fn slot(&self, plane: PlaneId) -> u32 {
        self.slot_of.get(plane as usize).copied().flatten().unwrap_or(0)
    }

    fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.slots += 1;
            self.slots - 1
        })
    }

    fn release(&mut self, plane: PlaneId) {
        let Some(uses) = self.uses.get_mut(plane as usize) else { return };
        *uses = uses.saturating_sub(1);
        if *uses == 0 {
            self.free.extend(self.slot_of.get(plane as usize).copied().flatten());
        }
    }
}

fn inputs(gates: &[Gate], plane: PlaneId) -> impl Iterator<Item = PlaneId> + use<> {
    let inputs = match gates.get(plane as usize) {
        Some(Gate::And(left, right) | Gate::Or(left, right) | Gate::Without(left, right)) => {
            [Some(*left), Some(*right)]
        }
        Some(Gate::None | Gate::All | Gate::Leaf(_)) | None => [None, None],
    };
    inputs.into_iter().flatten()
}

fn count_use(uses: &mut [u32], plane: PlaneId) {
    if let Some(uses) = uses.get_mut(plane as usize) {
        *uses += 1;
    }
}
