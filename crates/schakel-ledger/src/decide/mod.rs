//! Whether an order may be posted, and what it moves. Nothing is changed here: `apply` does that.

mod budget;
mod grants;
mod pots;
mod reserves;

use schakel_register::Cents;

use crate::decision::{Body, Day};
use crate::entry::{Entry, Order, Posting};
use crate::ledger::{AMOUNT_MAX, LedgerRules};
use crate::operation::Operation;
use crate::refusal::Refusal;
use crate::state::State;

/// What an operation is decided with.
pub(crate) struct Deciding<'a> {
    state: &'a State,
    rules: LedgerRules,
    body: Body,
    day: Day,
}

type Moves = Result<Vec<Posting>, Refusal>;

/// Decides an order: its entry, or why not.
pub(crate) fn decide(state: &State, rules: LedgerRules, order: Order) -> Result<Entry, Refusal> {
    if order.reason.trim().is_empty() {
        return Err(Refusal::NoReason);
    }
    let deciding = Deciding { state, rules, body: order.decision.body, day: order.decision.day };
    let postings = deciding.operation(&order.operation)?;
    if let Some(year) = closed_year(state, &order.operation, &postings) {
        return Err(Refusal::YearClosed { year });
    }
    Ok(Entry { order, postings })
}

impl Deciding<'_> {
    fn operation(&self, operation: &Operation) -> Moves {
        match operation {
            Operation::OpenEarmark(it) => self.open_earmark(it),
            Operation::StateBalance(it) => self.state_balance(it),
            Operation::CarryOver(it) => self.carry_over(it),
            Operation::CoverShortfall(it) => self.cover_shortfall(it),
            Operation::Prefinance(it) => self.prefinance(it),
            Operation::ReceiveStateMoney(it) => self.receive_state_money(it),
            Operation::ProposeAppropriation(it) => self.propose_appropriation(it),
            Operation::AppropriateResult(it) => self.appropriate_result(it),
            Operation::SettlePrefinancing(it) => self.settle_prefinancing(it),
            Operation::AmendBudget(it) => self.amend_budget(it),
            Operation::KeepForPending(it) => self.keep_for_pending(it),
            Operation::SetCeiling(it) => self.set_ceiling(it),
            Operation::Commit(it) => self.commit(it),
            Operation::ChangeCommitment(it) => self.change_commitment(it),
            Operation::FundPot(it) => self.fund_pot(it),
            Operation::ChargePot(it) => self.charge_pot(it),
            Operation::DistributePot(it) => self.distribute_pot(it),
            Operation::ConfirmPromise(it) => self.confirm_promise(it),
            Operation::Cofinance(it) => self.cofinance(it),
            Operation::NamePot(it) => self.name_pot(it),
            Operation::Deposit(it) => self.deposit(it),
            Operation::ContributeInKind(it) => self.contribute_in_kind(it),
            Operation::AssignBudget(it) => self.assign_budget(it),
            Operation::SetTerm(it) => self.set_term(it),
            Operation::Spend(it) => self.spend(it),
            Operation::CloseYear { year } => self.close_year(*year),
        }
    }

    fn decided_by(&self, needed: Body) -> Result<(), Refusal> {
        if self.body == needed { Ok(()) } else { Err(Refusal::WrongBody { body: self.body, needed }) }
    }
}

/// Refuses an amount that cannot be posted.
fn check_amount(amount: Cents) -> Result<(), Refusal> {
    let fits = amount > Cents::ZERO && amount <= AMOUNT_MAX;
    if fits { Ok(()) } else { Err(Refusal::Amount { amount }) }
}

/// Refuses a figure, above or below nought, that is too large.
fn check_size(amount: Cents) -> Result<(), Refusal> {
    let fits = amount <= AMOUNT_MAX && amount >= Cents::ZERO - AMOUNT_MAX;
    if fits { Ok(()) } else { Err(Refusal::Amount { amount }) }
}

/// Money goes from one account to the other.
fn pair(debit: crate::account::Account, credit: crate::account::Account, amount: Cents) -> Vec<Posting> {
    vec![Posting::debit(debit, amount), Posting::credit(credit, amount)]
}

/// The year that was closed and that an operation would still change. What the council does with the result of a closed
/// year is what it was closed for.
fn closed_year(state: &State, operation: &Operation, postings: &[Posting]) -> Option<i16> {
    if matches!(operation, Operation::CloseYear { .. } | Operation::AppropriateResult(_)) {
        return None;
    }
    postings.iter().filter_map(|it| it.account.year()).find(|year| state.closed.contains(year))
}
