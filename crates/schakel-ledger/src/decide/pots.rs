//! Pots of several parties, European programmes and contributions in kind: `MON-11` to `MON-17`.

use std::collections::BTreeSet;

use schakel_criteria::{Bilingual, Number};
use schakel_register::{Cents, DistributionKey, Id, KeyPart, SourceRef};
use schakel_schemes::distribute;

use super::{Deciding, Moves, check_amount, pair};
use crate::account::Account;
use crate::entry::Posting;
use crate::name::Name;
use crate::pot_operation::{
    BasisPoints, ChargePot, Cofinance, ConfirmPromise, ContributeInKind, Deposit, DistributePot, FundPot, NamePot,
};
use crate::refusal::Refusal;
use crate::state::{PartyMoney, PotMoney};

impl Deciding<'_> {
    pub(super) fn fund_pot(&self, it: &FundPot) -> Moves {
        if self.state.pots.contains_key(&it.pot) {
            return Err(Refusal::Pot { pot: it.pot.clone(), exists: true });
        }
        shares_add(it.promises.iter().map(|promise| promise.share))?;
        let mut funders = BTreeSet::new();
        for promise in &it.promises {
            check_amount(promise.amount)?;
            if !funders.insert(&promise.funder) {
                return Err(Refusal::RecordedBefore { what: format!("the promise of `{}`", promise.funder) });
            }
        }
        let whole: Cents = it.promises.iter().map(|promise| promise.amount).sum();
        check_amount(whole)?;
        for promise in &it.promises {
            let agreed = whole.share(promise.share.fraction());
            // A cent apart is rounding.
            let apart = (promise.amount - agreed).count();
            if !(0..=1).contains(&apart) {
                let (pot, funder) = (it.pot.clone(), promise.funder.clone());
                return Err(Refusal::ShareBroken { pot, funder, amount: promise.amount, agreed });
            }
        }
        let firm = it.promises.iter().filter(|promise| !promise.provisional);
        Ok(firm.flat_map(|promise| promised(&it.pot, &promise.funder, promise.amount)).collect())
    }

    pub(super) fn charge_pot(&self, it: &ChargePot) -> Moves {
        check_amount(it.amount)?;
        let pot = self.pot(&it.pot)?;
        let from = Account::Pot { pot: it.pot.clone(), area: it.area.clone() };
        let firm = self.state.natural(&from);
        if it.amount > firm {
            let (pot, provisional) = (it.pot.clone(), pot.provisional());
            return Err(Refusal::BeyondFirm { pot, firm, provisional, asked: it.amount });
        }
        let weights = pot.parties.iter().map(|(funder, party)| (funder.clone(), party.share.0));
        let parts = divide(it.amount, &it.pot, 0, 0, weights)?;
        let charged = |(funder, amount)| Posting::credit(Account::Charged { pot: it.pot.clone(), funder }, amount);
        let parts = parts.into_iter().filter(|(_, amount)| *amount != Cents::ZERO).map(charged);
        Ok([Posting::debit(from, it.amount)].into_iter().chain(parts).collect())
    }

    pub(super) fn distribute_pot(&self, it: &DistributePot) -> Moves {
        check_amount(it.amount)?;
        let pot = self.pot(&it.pot)?;
        let from = Account::Pot { pot: it.pot.clone(), area: None };
        let firm = self.state.natural(&from);
        if it.amount > firm {
            let (pot, provisional) = (it.pot.clone(), pot.provisional());
            return Err(Refusal::BeyondFirm { pot, firm, provisional, asked: it.amount });
        }
        let parts = divide(it.amount, &it.key, it.key_year, it.year, it.weights.iter().cloned())?;
        let given = |(area, amount)| Posting::credit(Account::Pot { pot: it.pot.clone(), area: Some(area) }, amount);
        let parts = parts.into_iter().filter(|(_, amount)| *amount != Cents::ZERO).map(given);
        Ok([Posting::debit(from, it.amount)].into_iter().chain(parts).collect())
    }

    pub(super) fn confirm_promise(&self, it: &ConfirmPromise) -> Moves {
        check_amount(it.amount)?;
        let open = self.party(&it.pot, &it.funder)?.provisional;
        self.within_promise(&it.pot, &it.funder, open, it.amount)?;
        Ok(promised(&it.pot, &it.funder, it.amount).into())
    }

    pub(super) fn deposit(&self, it: &Deposit) -> Moves {
        check_amount(it.amount)?;
        let party = self.party(&it.pot, &it.funder)?;
        self.within_promise(&it.pot, &it.funder, party.firm - party.deposited, it.amount)?;
        let promised = Account::Promised { pot: it.pot.clone(), funder: it.funder.clone() };
        Ok(pair(Account::Bank, promised, it.amount))
    }

    pub(super) fn name_pot(&self, it: &NamePot) -> Moves {
        check_amount(it.amount)?;
        let pot = self.pot(&it.pot)?;
        let holds = pot.firm() + pot.provisional();
        if holds != it.amount {
            return Err(Refusal::OtherAmount { pot: it.pot.clone(), holds, said: it.amount });
        }
        Ok(Vec::new())
    }

    pub(super) fn cofinance(&self, it: &Cofinance) -> Moves {
        if self.state.cofinance.contains_key(&it.programme) {
            return Err(Refusal::RecordedBefore { what: format!("who pays for programme `{}`", it.programme) });
        }
        shares_add(it.parts.iter().map(|part| part.share))?;
        if it.parts.iter().any(|part| part.payer.is_none()) {
            return Err(Refusal::NoPayer { programme: it.programme.clone() });
        }
        Ok(Vec::new())
    }

    pub(super) fn contribute_in_kind(&self, it: &ContributeInKind) -> Moves {
        let Some(value) = it.value else { return Ok(Vec::new()) };
        check_amount(value)?;
        let given = Account::InKind { programme: it.programme.clone(), contributor: it.contributor.clone() };
        Ok(pair(given, Account::InKindReceived { programme: it.programme.clone() }, value))
    }

    fn pot(&self, pot: &Name) -> Result<&PotMoney, Refusal> {
        self.state.pots.get(pot).ok_or_else(|| Refusal::Pot { pot: pot.clone(), exists: false })
    }

    fn party(&self, pot: &Name, funder: &Name) -> Result<PartyMoney, Refusal> {
        let nobody =
            PartyMoney { share: BasisPoints(0), firm: Cents::ZERO, provisional: Cents::ZERO, deposited: Cents::ZERO };
        Ok(self.pot(pot)?.parties.get(funder).copied().unwrap_or(nobody))
    }

    fn within_promise(&self, pot: &Name, funder: &Name, open: Cents, asked: Cents) -> Result<(), Refusal> {
        if asked <= open {
            return Ok(());
        }
        Err(Refusal::BeyondPromise { pot: pot.clone(), funder: funder.clone(), open, asked })
    }
}

fn promised(pot: &Name, funder: &Name, amount: Cents) -> [Posting; 2] {
    let promised = Account::Promised { pot: pot.clone(), funder: funder.clone() };
    let filled = Account::Pot { pot: pot.clone(), area: None };
    [Posting::debit(promised, amount), Posting::credit(filled, amount)]
}

fn shares_add(shares: impl Iterator<Item = BasisPoints>) -> Result<(), Refusal> {
    let sum = BasisPoints(shares.map(|it| it.0).fold(0, u32::saturating_add));
    if sum == BasisPoints::WHOLE { Ok(()) } else { Err(Refusal::SharesDoNotAdd { sum }) }
}

/// Divides an amount by weights, exact to the cent.
fn divide(
    amount: Cents,
    key: &Name,
    key_year: i16,
    year: i16,
    weights: impl Iterator<Item = (Name, u32)>,
) -> Result<Vec<(Name, Cents)>, Refusal> {
    let weights: Vec<(Name, u32)> = weights.collect();
    let part = |(area, weight): &(Name, u32)| KeyPart {
        area: Id::from(area.as_str()),
        weight: Number::whole(i64::from(*weight)),
    };
    let key = DistributionKey {
        id: Id::from(key.as_str()),
        name: Bilingual::default(),
        year: key_year,
        parts: weights.iter().map(part).collect(),
        source: SourceRef { id: Id::from(""), place: String::new() },
    };
    let parts = distribute(amount, &key, year).map_err(|it| Refusal::Key { problem: it.to_string() })?;
    let name = |area: &Id| weights.iter().find(|(it, _)| it.as_str() == &**area).map(|(it, _)| it.clone());
    Ok(parts.into_iter().filter_map(|part| Some((name(&part.area)?, part.amount))).collect())
}
