//! Dividing the money of a round: the door of the allocation. What is asked and what comes out live in `lot` and
//! `outcome`; the order in `order`, walking it in `turn`, equal parts in `pro_rata`, the arithmetic in `balance`.

mod balance;
mod committee;
mod lot;
mod order;
mod outcome;
mod pro_rata;
mod ranking;
mod turn;

pub use balance::{Balance, Balances, Ceiling, Ceilings, Shortage};
pub use committee::{Advice, Assessment, AssessmentError, Assessor, Conflict, Party, Score, ScoreSheet, assess};
pub use lot::{Criterion, LastTie, Lot, Order, Procedure, Ranking, Rules};
pub use outcome::{Allocation, AllocationError, Decision, Difference, Mistake, Outcome, Place, Refusal, Room};

use crate::draw::Draw;

/// Divides the money of a round over its applications.
///
/// The same applications in any order give the same division. Where lots decide, a draw among at least the equal
/// applications must be given; draws that decide nothing make no difference to who gets what.
///
/// # Errors
///
/// [`AllocationError`] when the input has mistakes, or when a draw is needed that is not there.
pub fn allocate(lots: &[Lot], rules: &Rules, draws: &[Draw]) -> Result<Allocation, AllocationError> {
    let queue = order::queue(lots, rules)?;
    match &rules.procedure {
        Procedure::InTurn { at_ceiling, .. } => turn::in_turn(queue, &rules.ceilings, *at_ceiling, draws),
        Procedure::ProRata => Ok(pro_rata::pro_rata(queue, &rules.ceilings)),
    }
}
