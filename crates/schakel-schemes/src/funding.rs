//! The public money behind a round: what is firm and what is only promised, and whether each party puts in its agreed
//! share. Dividing money over areas lives in `distribution`; which pot an application belongs to in `pot`.

use schakel_criteria::Number;
use schakel_register::{Cents, Honest, Id, MoneyPot, Qualifier};

/// Public money, apart by how certain it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublicMoney {
    /// What grants can be booked on.
    pub firm: Cents,
    /// "In beginsel", "mogelijk", "voornemen": shown, never booked on.
    pub provisional: Cents,
    /// Amounts that the source gives only roughly, or as a bound.
    pub rough: Cents,
    /// How many amounts have no number.
    pub without_number: usize,
}

/// A party that puts in something else than its agreed share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareDeviation {
    /// The party.
    pub organisation: Id,
    /// What it puts in.
    pub amount: Cents,
    /// What its share of the pot is.
    pub agreed: Cents,
    /// The agreed share.
    pub share: Number,
}

impl PublicMoney {
    /// The money of some pots together.
    pub fn of<'a>(pots: impl IntoIterator<Item = &'a MoneyPot>) -> Self {
        let mut money = PublicMoney::default();
        for pot in pots {
            if pot.funders.is_empty() {
                pot.total.iter().for_each(|total| money.add(total));
            }
            pot.funders.iter().for_each(|funding| money.add(&funding.amount));
        }
        money
    }

    /// All of it, whatever its certainty; `None` when an amount has no number.
    pub fn together(&self) -> Option<Cents> {
        (self.without_number == 0).then_some(self.firm + self.provisional + self.rough)
    }

    fn add(&mut self, honest: &Honest) {
        let Some(amount) = honest.value.and_then(Cents::from_euros) else {
            self.without_number += 1;
            return;
        };
        match honest.qualifier {
            Qualifier::Exact => self.firm += amount,
            Qualifier::Provisional | Qualifier::Possible | Qualifier::Intention => self.provisional += amount,
            _ => self.rough += amount,
        }
    }
}

/// The parties of a pot that put in something else than their agreed share of it: joint money stays joint only when
/// both sides keep to it.
pub fn share_deviations(pot: &MoneyPot) -> Vec<ShareDeviation> {
    let Some(whole) = PublicMoney::of([pot]).together() else { return Vec::new() };
    let deviation = |funding: &schakel_register::Funding| {
        let share = funding.share.as_ref()?.value?;
        let amount = Cents::from_euros(funding.amount.value?)?;
        let exact = share.times(Number::whole(whole.count()))?;
        let is_kept = exact == Number::whole(amount.count());
        let organisation = Id::clone(&funding.organisation);
        (!is_kept).then(|| ShareDeviation { organisation, amount, agreed: whole.share(share), share })
    };
    pot.funders.iter().filter_map(deviation).collect()
}
