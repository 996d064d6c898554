//! Budgets: balances as they are stated, what is assigned, how it is changed, what is spent, how long a programme runs.
//! `MON-01`, `MON-08`, `MON-18` and `MON-20`.

use std::collections::BTreeSet;

use schakel_register::Cents;

use super::{Deciding, Moves, check_amount, check_size, pair};
use crate::account::{Account, Line};
use crate::decision::Body;
use crate::entry::Posting;
use crate::name::Name;
use crate::operation::{AmendBudget, AmendedLine, AssignBudget, Cause, SetTerm, Spend, StateBalance, StatedResult};
use crate::refusal::Refusal;

impl Deciding<'_> {
    pub(super) fn state_balance(&self, it: &StateBalance) -> Moves {
        let (performance, year) = (it.performance.clone(), it.year);
        if self.state.statements.contains_key(&(performance.clone(), year)) {
            return Err(Refusal::BalanceStated { performance, year });
        }
        check_size(it.balance)?;
        let mut programmes = BTreeSet::new();
        for part in &it.results {
            check_size(part.result)?;
            if !programmes.insert(&part.programme) {
                return Err(Refusal::RecordedBefore { what: format!("the result of programme `{}`", part.programme) });
            }
            self.result_holds(&it.performance, year, part)?;
        }
        let sum: Cents = it.results.iter().map(|part| part.result).sum();
        if sum != it.balance {
            return Err(Refusal::PartsDoNotAdd { performance, stated: it.balance, sum, results: it.results.clone() });
        }
        Ok(Vec::new())
    }

    /// A result has a cause, and is what the books say when they know it.
    fn result_holds(&self, performance: &Name, year: i16, part: &StatedResult) -> Result<(), Refusal> {
        let is_large = part.result >= self.rules.explain_from || Cents::ZERO - part.result >= self.rules.explain_from;
        if is_large && part.cause == Cause::Missing {
            let (programme, result) = (part.programme.clone(), part.result);
            return Err(Refusal::NoCause { programme, result, threshold: self.rules.explain_from });
        }
        let line = Line { performance: performance.clone(), programme: part.programme.clone() };
        match self.state.budget_left(year, &line).filter(|computed| *computed != part.result) {
            Some(computed) => Err(Refusal::PartDiffers { line, stated: part.result, computed }),
            None => Ok(()),
        }
    }

    pub(super) fn assign_budget(&self, it: &AssignBudget) -> Moves {
        self.decided_by(Body::Council)?;
        let key = (it.year, it.line.clone());
        if self.state.whole_budgets.contains(&key) || self.state.unknown_budgets.contains(&key) {
            let what = format!("the budget of {} for programme `{}`", it.year, it.line.programme);
            return Err(Refusal::RecordedBefore { what });
        }
        let Some(amount) = it.amount else { return Ok(Vec::new()) };
        check_amount(amount)?;
        let budget = Account::Budget { year: it.year, line: it.line.clone() };
        Ok(pair(Account::Means { year: it.year }, budget, amount))
    }

    pub(super) fn amend_budget(&self, it: &AmendBudget) -> Moves {
        let mut seen = BTreeSet::new();
        for line in &it.lines {
            check_size(line.change)?;
            if !seen.insert(&line.account) {
                return Err(Refusal::RecordedBefore { what: format!("a line for `{}`", line.account) });
            }
            self.amended_line(line)?;
        }
        let sum: Cents = it.lines.iter().map(|line| line.change).sum();
        if sum != Cents::ZERO {
            return Err(Refusal::LinesDoNotBalance { sum });
        }
        self.may_amend(it)?;
        Ok(it.lines.iter().map(|line| Posting::credit(line.account.clone(), line.change)).collect())
    }

    fn amended_line(&self, line: &AmendedLine) -> Result<(), Refusal> {
        let known = match &line.account {
            Account::Reserve { reserve, performance } => self.state.earmark_left(reserve, performance),
            Account::Budget { year, line } => {
                let account = Account::Budget { year: *year, line: line.clone() };
                self.state.whole_budgets.contains(&(*year, line.clone())).then(|| self.state.natural(&account))
            }
            account => return Err(Refusal::NotAmendable { account: account.clone() }),
        };
        if let Some((stated, actual)) = line.before.zip(known).filter(|(stated, actual)| stated != actual) {
            return Err(Refusal::OtherBefore { account: line.account.clone(), stated, actual });
        }
        let less = Cents::ZERO - line.change;
        match &line.account {
            Account::Reserve { reserve, performance } if less > Cents::ZERO => {
                self.within_earmark(reserve, performance, less)
            }
            Account::Budget { year, line } => match known.filter(|left| less > *left) {
                Some(left) => Err(Refusal::BeyondBudget { line: line.clone(), year: *year, left, asked: less }),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// The council may always amend; the executive only moves money of a reserve to its own performance, as the rules of
    /// that reserve let it.
    fn may_amend(&self, it: &AmendBudget) -> Result<(), Refusal> {
        let mut has_reserve = false;
        for line in &it.lines {
            if let Account::Reserve { reserve, performance } = &line.account {
                self.may_move(reserve, performance)?;
                has_reserve = true;
            }
        }
        let performances: BTreeSet<&Name> = it.lines.iter().filter_map(|line| line.account.performance()).collect();
        if self.body == Body::Council || (self.body == Body::Executive && has_reserve && performances.len() == 1) {
            return Ok(());
        }
        Err(Refusal::WrongBody { body: self.body, needed: Body::Council })
    }

    pub(super) fn set_term(&self, _: &SetTerm) -> Moves {
        match self.body {
            Body::Council | Body::Executive => Ok(Vec::new()),
            body => Err(Refusal::WrongBody { body, needed: Body::Council }),
        }
    }

    pub(super) fn spend(&self, it: &Spend) -> Moves {
        check_amount(it.amount)?;
        Ok(pair(Account::Spending { year: it.year, line: it.line.clone() }, Account::Bank, it.amount))
    }
}
