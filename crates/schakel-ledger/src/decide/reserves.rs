//! Reserves, state money and results: `MON-02` to `MON-07` and `MON-09`.

use schakel_register::Cents;

use super::{Deciding, Moves, check_amount, check_size, pair};
use crate::account::Account;
use crate::decision::Body;
use crate::entry::Posting;
use crate::name::Name;
use crate::operation::{
    AppropriateResult, CarryOver, CoverShortfall, KeepForPending, OpenEarmark, Pending, Prefinance,
    ProposeAppropriation, ReceiveStateMoney, SettlePrefinancing,
};
use crate::refusal::Refusal;

impl Deciding<'_> {
    pub(super) fn open_earmark(&self, it: &OpenEarmark) -> Moves {
        let key = (it.reserve.clone(), it.performance.clone());
        if self.state.earmarks.contains_key(&key) {
            let (reserve, performance) = key;
            return Err(Refusal::EarmarkExists { reserve, performance });
        }
        let Some(opening) = it.opening.filter(|it| *it != Cents::ZERO) else { return Ok(Vec::new()) };
        check_amount(opening)?;
        Ok(pair(Account::Opening, reserve(&it.reserve, &it.performance), opening))
    }

    pub(super) fn carry_over(&self, it: &CarryOver) -> Moves {
        check_amount(it.amount)?;
        self.may_move(&it.reserve, &it.line.performance)?;
        self.later_year(it.from, it.to)?;
        if let Some(result) = self.state.result_of(it.from, &it.line).filter(|result| it.amount > *result) {
            return Err(Refusal::BeyondResult { line: it.line.clone(), result, asked: it.amount });
        }
        self.within_earmark(&it.reserve, &it.line.performance, it.amount)?;
        let budget = Account::Budget { year: it.to, line: it.line.clone() };
        Ok(pair(reserve(&it.reserve, &it.line.performance), budget, it.amount))
    }

    pub(super) fn keep_for_pending(&self, it: &KeepForPending) -> Moves {
        if matches!(&it.pending, Pending::Listed(listed) if listed.is_empty()) {
            return Err(Refusal::NothingPending);
        }
        let carried = CarryOver {
            reserve: it.reserve.clone(),
            line: it.line.clone(),
            from: it.from,
            to: it.to,
            amount: it.amount,
        };
        self.carry_over(&carried)
    }

    pub(super) fn cover_shortfall(&self, it: &CoverShortfall) -> Moves {
        check_amount(it.amount)?;
        self.may_move(&it.reserve, &it.line.performance)?;
        let short = |result: &Cents| Cents::ZERO - *result < it.amount;
        if let Some(result) = self.state.result_of(it.year, &it.line).filter(short) {
            return Err(Refusal::BeyondResult { line: it.line.clone(), result, asked: it.amount });
        }
        self.within_earmark(&it.reserve, &it.line.performance, it.amount)?;
        let cover = Account::Cover { year: it.year, line: it.line.clone() };
        Ok(pair(reserve(&it.reserve, &it.line.performance), cover, it.amount))
    }

    pub(super) fn prefinance(&self, it: &Prefinance) -> Moves {
        check_amount(it.amount)?;
        check_amount(it.expected)?;
        self.may_move(&it.reserve, &it.performance)?;
        let earlier = self.state.prefinancing.get(&it.scheme).copied().unwrap_or_default();
        let advanced = earlier.advanced + it.amount;
        if advanced > it.expected {
            return Err(Refusal::BeyondExpected { scheme: it.scheme.clone(), expected: it.expected, advanced });
        }
        self.within_earmark(&it.reserve, &it.performance, it.amount)?;
        let ahead = Account::Prefinancing { scheme: it.scheme.clone() };
        Ok(pair(reserve(&it.reserve, &it.performance), ahead, it.amount))
    }

    pub(super) fn receive_state_money(&self, it: &ReceiveStateMoney) -> Moves {
        check_amount(it.amount)?;
        self.decided_by(Body::State)?;
        let open = self.state.prefinancing.get(&it.scheme).map_or(Cents::ZERO, |ahead| ahead.open());
        let most = open.min(it.amount);
        if it.settles < Cents::ZERO || it.settles > most {
            return Err(Refusal::BeyondPrefinanced { scheme: it.scheme.clone(), open: most, asked: it.settles });
        }
        Ok(pair(Account::Bank, Account::Income { year: it.year, scheme: it.scheme.clone() }, it.amount))
    }

    pub(super) fn propose_appropriation(&self, it: &ProposeAppropriation) -> Moves {
        check_amount(it.amount)?;
        self.decided_by(Body::Executive)?;
        self.earmark(&it.reserve, &it.performance)?;
        if self.state.proposals.contains_key(&it.proposal) {
            return Err(Refusal::ProposalDone { proposal: it.proposal.clone() });
        }
        Ok(Vec::new())
    }

    pub(super) fn appropriate_result(&self, it: &AppropriateResult) -> Moves {
        self.decided_by(Body::Council)?;
        let Some(proposal) = self.state.proposals.get(&it.proposal) else {
            return Err(Refusal::NoProposal { proposal: it.proposal.clone() });
        };
        if proposal.posted {
            return Err(Refusal::ProposalDone { proposal: it.proposal.clone() });
        }
        let result = self.state.year_result(proposal.year);
        if proposal.amount > result {
            return Err(Refusal::BeyondYearResult { year: proposal.year, result, asked: proposal.amount });
        }
        let to = reserve(&proposal.reserve, &proposal.performance);
        Ok(pair(Account::Result { year: proposal.year }, to, proposal.amount))
    }

    pub(super) fn settle_prefinancing(&self, it: &SettlePrefinancing) -> Moves {
        check_amount(it.amount)?;
        let ahead = self.state.prefinancing.get(&it.scheme).copied().unwrap_or_default();
        let open = ahead.outside_reserve().min(ahead.appropriated - ahead.settled);
        if it.amount > open {
            return Err(Refusal::BeyondPrefinanced { scheme: it.scheme.clone(), open, asked: it.amount });
        }
        let cover = Account::Cover { year: it.year, line: it.line.clone() };
        Ok(pair(Account::Prefinancing { scheme: it.scheme.clone() }, cover, it.amount))
    }

    /// The council may always move money of a reserve, the executive where the rules of the reserve say so.
    pub(super) fn may_move(&self, reserve: &Name, performance: &Name) -> Result<(), Refusal> {
        let by_rules = self.earmark(reserve, performance)?;
        match self.body {
            Body::Council => Ok(()),
            Body::Executive if by_rules => Ok(()),
            body => Err(Refusal::WrongBody { body, needed: if by_rules { Body::Executive } else { Body::Council } }),
        }
    }

    /// Never more than what the reserve keeps. What stood in it may be unknown; then nobody can say that it is too much.
    pub(super) fn within_earmark(&self, reserve: &Name, performance: &Name, asked: Cents) -> Result<(), Refusal> {
        match self.state.earmark_left(reserve, performance) {
            Some(left) if asked > left => {
                Err(Refusal::BeyondEarmark { reserve: reserve.clone(), performance: performance.clone(), left, asked })
            }
            _ => Ok(()),
        }
    }

    fn earmark(&self, reserve: &Name, performance: &Name) -> Result<bool, Refusal> {
        let key = (reserve.clone(), performance.clone());
        let found = self.state.earmarks.get(&key).map(|it| it.executive_may_move);
        let (reserve, performance) = key;
        found.ok_or(Refusal::NoEarmark { reserve, performance })
    }

    fn later_year(&self, from: i16, to: i16) -> Result<(), Refusal> {
        if to > from { Ok(()) } else { Err(Refusal::YearOrder { from, to }) }
    }

    pub(super) fn close_year(&self, year: i16) -> Moves {
        if self.state.closed.contains(&year) {
            return Err(Refusal::YearClosed { year });
        }
        let mut moved: Vec<Posting> = self
            .state
            .balances
            .iter()
            .filter(|(account, _)| account.year() == Some(year) && closes(account))
            .map(|(account, debit)| Posting::credit(account.clone(), *debit))
            .collect();
        moved.sort_by(|one, other| one.account.cmp(&other.account));
        let sum: Cents = moved.iter().map(|it| it.debit).sum();
        check_size(sum)?;
        if sum != Cents::ZERO {
            moved.push(Posting::credit(Account::Result { year }, sum));
        }
        Ok(moved)
    }
}

/// Whether an account is emptied into the result of its year.
fn closes(account: &Account) -> bool {
    matches!(
        account,
        Account::Budget { .. } | Account::Spending { .. } | Account::Income { .. } | Account::Cover { .. }
    )
}

fn reserve(reserve: &Name, performance: &Name) -> Account {
    Account::Reserve { reserve: reserve.clone(), performance: performance.clone() }
}
