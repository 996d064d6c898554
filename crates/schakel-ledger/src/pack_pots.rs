//! From the money behind the rounds of a pack to pots in the books: who promised what, firmly or "in beginsel".

use schakel_criteria::Number;
use schakel_register::{Cents, Funding, Id, MoneyPot, Pack, Qualifier, Round};

use crate::decision::{Body, Day, Decision};
use crate::entry::Order;
use crate::ledger::Ledger;
use crate::name::Name;
use crate::operation::Operation;
use crate::pot_operation::{BasisPoints, FundPot, Promise};
use crate::refusal::Refusal;

/// A pot of a round that the books refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedPot {
    /// The round.
    pub round: Id,
    /// The pot.
    pub pot: Name,
    /// Why.
    pub why: Refusal,
}

/// Posts the pots of all rounds whose parties and shares are known; gives those that the books refuse.
pub(crate) fn post_pots(pack: &Pack, ledger: &mut Ledger) -> Vec<RefusedPot> {
    let mut refused = Vec::new();
    for round in pack.rounds.values() {
        for (place, pot) in round.versions.iter().flat_map(|version| &version.pots).enumerate() {
            let Some(order) = order_of(round, place, pot) else { continue };
            let name = order.decision.id.clone();
            if let Err(why) = ledger.post(order) {
                refused.push(RefusedPot { round: Id::clone(&round.id), pot: name, why });
            }
        }
    }
    refused
}

fn order_of(round: &Round, place: usize, pot: &MoneyPot) -> Option<Order> {
    let alone = pot.funders.len() == 1;
    let promises: Option<Vec<Promise>> = pot.funders.iter().map(|funding| promise(funding, alone)).collect();
    let promises = promises.filter(|it| !it.is_empty())?;
    let day = round.versions.first()?.valid.start()?;
    let name = Name::new(&format!("{}/{}", round.id, place + 1)).ok()?;
    Some(Order {
        decision: Decision { id: name.clone(), number: None, body: Body::Party, day: Day::On(day) },
        part: None,
        reason: pot.label.nl.clone(),
        actor: promises.first()?.funder.clone(),
        operation: Operation::FundPot(FundPot { pot: name, promises }),
    })
}

/// What a party promises, when its amount and its share are known.
fn promise(funding: &Funding, alone: bool) -> Option<Promise> {
    let provisional = match funding.amount.qualifier {
        Qualifier::Exact => false,
        Qualifier::Provisional | Qualifier::Possible | Qualifier::Intention => true,
        _ => return None,
    };
    let share = match &funding.share {
        Some(share) => BasisPoints(u32::try_from(share.value?.times(Number::whole(10_000))?.to_i64()?).ok()?),
        None if alone => BasisPoints::WHOLE,
        None => return None,
    };
    let amount = Cents::from_euros(funding.amount.value?)?;
    Some(Promise { funder: Name::new(&funding.organisation).ok()?, amount, share, provisional })
}
