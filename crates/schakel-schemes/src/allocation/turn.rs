//! One after the other until there is no more, and lots where equal applications do not all fit. Who comes first lives in
//! `order`.

use std::collections::{BTreeMap, HashMap};

use schakel_register::{AtCeiling, Cents};

use crate::allocation::balance::{Balances, Ceiling, Ceilings};
use crate::allocation::lot::Lot;
use crate::allocation::order::{Entry, Queue};
use crate::allocation::outcome::{Allocation, AllocationError, Decision, Outcome, Place, Refusal, Room};
use crate::draw::Draw;
use crate::number::ApplicationNumber;

/// Walks the list.
pub(super) fn in_turn(
    queue: Queue<'_>,
    ceilings: &Ceilings,
    at_ceiling: AtCeiling,
    draws: &[Draw],
) -> Result<Allocation, AllocationError> {
    let draws = Draws::new(draws);
    let mut walk = Walk { balances: Balances::new(ceilings), ended: BTreeMap::new(), at_ceiling };
    let mut decisions = Vec::new();
    for mut rank in queue.ranks {
        let first = decisions.len() + 1;
        let last = decisions.len() + rank.len();
        let drawn = draws.put_in_order(&mut rank)?;
        if !drawn && walk.order_matters(&rank) {
            return Err(AllocationError::DrawNeeded(rank.iter().map(|it| it.lot.application).collect()));
        }
        for (index, entry) in rank.iter().enumerate() {
            let place = if drawn { Place { first: first + index, last: first + index } } else { Place { first, last } };
            decisions.push(walk.decide(entry, place));
        }
    }
    decisions.extend(queue.outside);
    Ok(Allocation { decisions, balances: walk.balances })
}

/// How far the walk has come.
struct Walk {
    balances: Balances,
    /// The ceilings under which the list has ended, each with the application that did not fit.
    ended: BTreeMap<Ceiling, ApplicationNumber>,
    at_ceiling: AtCeiling,
}

impl Walk {
    fn decide(&mut self, entry: &Entry<'_>, place: Place) -> Decision {
        let lot = entry.lot;
        let before: Vec<(Ceiling, Cents)> =
            self.balances.under(&lot.parts).map(|it| (it.ceiling.clone(), it.left())).collect();
        let outcome = self.outcome(lot);
        let granted = outcome.granted();
        let room = before.into_iter().map(|(ceiling, before)| Room { ceiling, before, after: before - granted });
        Decision {
            application: lot.application,
            requested: lot.requested,
            place: Some(place),
            points: entry.points,
            outcome,
            room: room.collect(),
        }
    }

    fn outcome(&mut self, lot: &Lot) -> Outcome {
        if let Some((ceiling, with)) = self.ended_for(lot) {
            return Outcome::Refused(Refusal::ListEnded { ceiling, with });
        }
        let Err(shortage) = self.balances.grant(lot.requested, &lot.parts) else {
            return Outcome::Granted(lot.requested);
        };
        match self.at_ceiling {
            AtCeiling::TakeSmaller => {}
            AtCeiling::Stop => {
                self.ended.insert(shortage.ceiling.clone(), lot.application);
            }
            AtCeiling::GrantRest => {
                let rest = self.balances.room(&lot.parts);
                if rest > Cents::ZERO && self.balances.grant(rest, &lot.parts).is_ok() {
                    return Outcome::GrantedInPart(rest);
                }
            }
        }
        Outcome::Refused(Refusal::NoRoom(shortage))
    }

    fn ended_for(&self, lot: &Lot) -> Option<(Ceiling, ApplicationNumber)> {
        let mut ceilings = self.balances.under(&lot.parts).map(|it| &it.ceiling);
        ceilings.find_map(|ceiling| self.ended.get(ceiling).map(|with| (ceiling.clone(), *with)))
    }

    /// Whether it makes a difference who of these comes first: two or more could get something, and not all can get
    /// what they ask.
    fn order_matters(&self, rank: &[Entry<'_>]) -> bool {
        let could_get = |lot: &&Lot| {
            let room = self.balances.room(&lot.parts);
            let enough =
                if self.at_ceiling == AtCeiling::TakeSmaller { room >= lot.requested } else { room > Cents::ZERO };
            enough && self.ended_for(lot).is_none()
        };
        let able: Vec<&Lot> = rank.iter().map(|it| it.lot).filter(could_get).collect();
        let mut together = self.balances.clone();
        able.len() > 1 && !able.iter().all(|lot| together.grant(lot.requested, &lot.parts).is_ok())
    }
}

/// The draws that were held.
struct Draws {
    places: Vec<HashMap<ApplicationNumber, usize>>,
}

impl Draws {
    fn new(draws: &[Draw]) -> Self {
        let places = |draw: &Draw| draw.order().iter().enumerate().map(|(place, it)| (*it, place)).collect();
        Draws { places: draws.iter().map(places).collect() }
    }

    /// Puts equal applications in the order of a draw among at least all of these. `false` when there was none.
    fn put_in_order(&self, rank: &mut [Entry<'_>]) -> Result<bool, AllocationError> {
        if rank.len() < 2 {
            return Ok(true);
        }
        let numbers: Vec<ApplicationNumber> = rank.iter().map(|it| it.lot.application).collect();
        let order_in = |places: &HashMap<ApplicationNumber, usize>| {
            let found: Option<Vec<_>> = numbers.iter().map(|it| places.get(it).map(|place| (*place, *it))).collect();
            found.map(|mut order| {
                order.sort_unstable();
                order.into_iter().map(|(_, application)| application).collect::<Vec<_>>()
            })
        };
        let mut orders = self.places.iter().filter_map(order_in);
        let Some(order) = orders.next() else { return Ok(false) };
        if orders.any(|other| other != order) {
            return Err(AllocationError::DrawsDisagree(numbers));
        }
        let place: HashMap<ApplicationNumber, usize> =
            order.into_iter().enumerate().map(|(place, it)| (it, place)).collect();
        rank.sort_by_key(|it| place.get(&it.lot.application).copied());
        Ok(true)
    }
}
