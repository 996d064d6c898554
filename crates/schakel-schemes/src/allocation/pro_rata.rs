//! Everybody the same part of what was asked (Kaderbesluit, article 17, paragraph 1, under c), exact to the cent. One
//! after the other lives in `turn`.

use schakel_criteria::Number;
use schakel_register::Cents;

use crate::allocation::balance::{Balance, Balances, Ceilings, Shortage};
use crate::allocation::lot::Lot;
use crate::allocation::order::Queue;
use crate::allocation::outcome::{Allocation, Decision, Outcome, Refusal};

/// Divides each ceiling in proportion to what is asked under it; who falls under several gets the smallest part. Cents are
/// cut off; those that remain go one each to the largest remainders, the lower number first, as far as they fit. So under
/// a single ceiling nothing remains as long as more is asked.
pub(super) fn pro_rata(queue: Queue<'_>, ceilings: &Ceilings) -> Allocation {
    let lots: Vec<&Lot> = queue.ranks.into_iter().flatten().map(|it| it.lot).collect();
    let mut asked = Balances::new(&ceilings.unlimited());
    for lot in &lots {
        // Under unlimited ceilings everything fits: the sum was checked.
        let _ = asked.grant(lot.requested, &lot.parts);
    }
    let mut balances = Balances::new(ceilings);
    let mut shares: Vec<Share<'_>> = lots.iter().map(|lot| share(lot, &balances, &asked)).collect();
    for share in &mut shares {
        if balances.grant(share.exact_down, &share.lot.parts).is_ok() {
            share.amount = share.exact_down;
        }
    }
    let mut by_remainder: Vec<&mut Share<'_>> = shares.iter_mut().filter(|it| it.remainder > Number::ZERO).collect();
    by_remainder.sort_by_key(|it| (std::cmp::Reverse(it.remainder), it.lot.application));
    for share in by_remainder {
        if balances.grant(Cents::new(1), &share.lot.parts).is_ok() {
            share.amount += Cents::new(1);
        }
    }
    let decisions = shares.iter().map(|it| it.decision(&balances)).chain(queue.outside).collect();
    Allocation { decisions, balances }
}

/// What one application gets.
struct Share<'a> {
    lot: &'a Lot,
    /// The exact part in whole cents, cut off.
    exact_down: Cents,
    /// What was cut off.
    remainder: Number,
    amount: Cents,
}

fn share<'a>(lot: &'a Lot, ceilings: &Balances, asked: &Balances) -> Share<'a> {
    let rate = |(ceiling, asked): (&Balance, &Balance)| ceiling.amount.part_of(asked.granted);
    let rates = ceilings.under(&lot.parts).zip(asked.under(&lot.parts)).map(rate);
    let rate = rates.fold(Number::ONE, Ord::min);
    let exact = rate.times(Number::whole(lot.requested.count())).unwrap_or(Number::ZERO);
    let remainder = exact.minus(exact.floor()).unwrap_or(Number::ZERO);
    Share { lot, exact_down: lot.requested.share(rate), remainder, amount: Cents::ZERO }
}

impl Share<'_> {
    fn decision(&self, balances: &Balances) -> Decision {
        let outcome = match self.amount {
            amount if amount == self.lot.requested => Outcome::Granted(amount),
            Cents::ZERO => Outcome::Refused(Refusal::NoRoom(self.shortage(balances))),
            amount => Outcome::GrantedInPart(amount),
        };
        Decision {
            application: self.lot.application,
            requested: self.lot.requested,
            place: None,
            points: None,
            outcome,
            room: Vec::new(),
        }
    }

    fn shortage(&self, balances: &Balances) -> Shortage {
        let nothing = Shortage { ceiling: super::Ceiling::Round, asked: self.lot.requested, left: Cents::ZERO };
        balances.fits(self.lot.requested, &self.lot.parts).err().unwrap_or(nothing)
    }
}
