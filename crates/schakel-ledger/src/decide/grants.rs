//! Grants and vouchers: the ceiling, what is committed, paid and settled. `MON-10`, `MON-13` and `MON-20`.

use schakel_register::Cents;

use super::{Deciding, Moves, check_amount, check_size, pair};
use crate::account::Account;
use crate::decision::Body;
use crate::entry::Posting;
use crate::name::Name;
use crate::operation::{ChangeCommitment, Commit, CommitmentChange, CommitmentKind, SetCeiling, Term};
use crate::refusal::Refusal;
use crate::state::GrantMoney;

impl Deciding<'_> {
    pub(super) fn set_ceiling(&self, it: &SetCeiling) -> Moves {
        check_amount(it.ceiling)?;
        self.decided_by(Body::Executive)?;
        let committed = self.state.ceilings.get(&it.round).map_or(Cents::ZERO, |round| round.committed);
        if it.ceiling < committed {
            return Err(Refusal::CeilingStands { round: it.round.clone(), committed });
        }
        Ok(Vec::new())
    }

    pub(super) fn commit(&self, it: &Commit) -> Moves {
        check_amount(it.amount)?;
        self.decided_by(Body::Executive)?;
        if self.state.grants.contains_key(&it.grant) {
            return Err(Refusal::Grant { grant: it.grant.clone(), exists: true });
        }
        let Some(round) = self.state.ceilings.get(&it.round) else {
            return Err(Refusal::NoCeiling { round: it.round.clone() });
        };
        if it.amount > round.left() {
            return Err(Refusal::BeyondCeiling { round: it.round.clone(), left: round.left(), asked: it.amount });
        }
        if let Some(left) = self.state.budget_left(it.year, &it.line).filter(|left| it.amount > *left) {
            return Err(Refusal::BeyondBudget { line: it.line.clone(), year: it.year, left, asked: it.amount });
        }
        if let Some(Term::Until(end)) = self.state.terms.get(&it.line.programme)
            && self.day.latest() >= *end
        {
            return Err(Refusal::ProgrammeEnded { programme: it.line.programme.clone(), end: *end });
        }
        it.pot.as_ref().map_or(Ok(()), |pot| self.firm_enough(pot, it.amount))?;
        let spending = Account::Spending { year: it.year, line: it.line.clone() };
        Ok(pair(spending, owed(it.kind, &it.round), it.amount))
    }

    /// What is only promised "in beginsel" backs no commitment.
    fn firm_enough(&self, pot: &Name, asked: Cents) -> Result<(), Refusal> {
        let Some(money) = self.state.pots.get(pot) else {
            return Err(Refusal::Pot { pot: pot.clone(), exists: false });
        };
        if asked > money.free() {
            let (firm, provisional) = (money.free(), money.provisional());
            return Err(Refusal::BeyondFirm { pot: pot.clone(), firm, provisional, asked });
        }
        Ok(())
    }

    pub(super) fn change_commitment(&self, it: &ChangeCommitment) -> Moves {
        self.decided_by(Body::Executive)?;
        let Some(grant) = self.state.grants.get(&it.grant) else {
            return Err(Refusal::Grant { grant: it.grant.clone(), exists: false });
        };
        let owed = owed(grant.kind, &grant.round);
        let spending = || Account::Spending { year: grant.year, line: grant.line.clone() };
        let check = |asked: Cents, most: Cents| {
            check_amount(asked)?;
            let beyond = Refusal::BeyondGrant { grant: it.grant.clone(), most, asked };
            if asked > most { Err(beyond) } else { Ok(()) }
        };
        let too_much = Cents::ZERO - grant.owed();
        match it.change {
            CommitmentChange::Pay(amount) => {
                check(amount, grant.owed())?;
                Ok(pair(owed, Account::Bank, amount))
            }
            CommitmentChange::Alter(amount) => {
                self.may_alter(&it.grant, grant, amount)?;
                let more = amount - grant.granted;
                Ok(vec![Posting::debit(spending(), more), Posting::credit(owed, more)])
            }
            CommitmentChange::Settle(amount) => {
                let released = self.released(&it.grant, grant, amount)?;
                let moved = if released == Cents::ZERO { Vec::new() } else { pair(owed, spending(), released) };
                Ok(moved)
            }
            CommitmentChange::ReceiveBack(amount) => {
                self.is_settled(&it.grant, grant)?;
                check(amount, too_much)?;
                Ok(pair(Account::Bank, owed, amount))
            }
            CommitmentChange::LetGo(amount) => {
                self.is_settled(&it.grant, grant)?;
                check(amount, too_much)?;
                Ok(vec![Posting::debit(spending(), amount), Posting::credit(owed, amount)])
            }
        }
    }

    /// What a settlement leaves of what was committed before it. A settlement can be lowered afterwards (Awb 4:49).
    fn released(&self, name: &Name, grant: &GrantMoney, amount: Cents) -> Result<Cents, Refusal> {
        check_size(amount)?;
        let most = grant.settled.unwrap_or(grant.granted);
        if amount < Cents::ZERO || amount > most {
            return Err(Refusal::BeyondGrant { grant: name.clone(), most, asked: amount });
        }
        if grant.settled == Some(amount) {
            return Err(Refusal::GrantSettled { grant: name.clone(), settled: true });
        }
        Ok(most - amount)
    }

    /// A grant is changed before it is settled, and not above what is left under the ceiling.
    fn may_alter(&self, name: &Name, grant: &GrantMoney, amount: Cents) -> Result<(), Refusal> {
        check_size(amount)?;
        if grant.settled.is_some() {
            return Err(Refusal::GrantSettled { grant: name.clone(), settled: true });
        }
        let left = self.state.ceilings.get(&grant.round).map_or(Cents::ZERO, crate::state::RoundMoney::left);
        let most = grant.granted + left;
        if amount < Cents::ZERO || amount > most || amount == grant.granted {
            return Err(Refusal::BeyondGrant { grant: name.clone(), most, asked: amount });
        }
        Ok(())
    }

    fn is_settled(&self, name: &Name, grant: &GrantMoney) -> Result<(), Refusal> {
        match grant.settled {
            Some(_) => Ok(()),
            None => Err(Refusal::GrantSettled { grant: name.clone(), settled: false }),
        }
    }
}

fn owed(kind: CommitmentKind, round: &Name) -> Account {
    match kind {
        CommitmentKind::Grant => Account::Commitment { round: round.clone() },
        CommitmentKind::Voucher => Account::Vouchers { round: round.clone() },
    }
}
