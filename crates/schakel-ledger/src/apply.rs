//! What an entry changes in the books. It was decided before; nothing is checked here.

use schakel_register::Cents;

use crate::entry::Entry;
use crate::operation::{ChangeCommitment, CommitmentChange, Operation};
use crate::pot_operation::FundPot;
use crate::state::{Earmark, GrantMoney, PartyMoney, PotMoney, Proposal, RoundMoney, State};

/// Changes the books by an entry.
pub(crate) fn apply(state: &mut State, entry: &Entry) {
    for posting in &entry.postings {
        match state.balances.get_mut(&posting.account) {
            Some(balance) => {
                *balance += posting.debit;
                if *balance == Cents::ZERO {
                    state.balances.remove(&posting.account);
                }
            }
            None if posting.debit != Cents::ZERO => {
                state.balances.insert(posting.account.clone(), posting.debit);
            }
            None => {}
        }
    }
    match &entry.order.operation {
        Operation::Commit(_) | Operation::ChangeCommitment(_) | Operation::SetCeiling(_) => apply_grants(state, entry),
        Operation::FundPot(_)
        | Operation::ConfirmPromise(_)
        | Operation::Deposit(_)
        | Operation::NamePot(_)
        | Operation::Cofinance(_)
        | Operation::ContributeInKind(_) => apply_pots(state, entry),
        _ => apply_public_money(state, entry),
    }
}

fn apply_public_money(state: &mut State, entry: &Entry) {
    match &entry.order.operation {
        Operation::OpenEarmark(it) => {
            let earmark = Earmark { opening: it.opening, executive_may_move: it.executive_may_move };
            state.earmarks.insert((it.reserve.clone(), it.performance.clone()), earmark);
        }
        Operation::StateBalance(it) => {
            state.statements.insert((it.performance.clone(), it.year), it.clone());
        }
        Operation::Prefinance(it) => {
            state.prefinancing.entry(it.scheme.clone()).or_default().advanced += it.amount;
        }
        Operation::ReceiveStateMoney(it) if it.settles > Cents::ZERO => {
            state.prefinancing.entry(it.scheme.clone()).or_default().received += it.settles;
        }
        Operation::ProposeAppropriation(it) => {
            let proposal = Proposal {
                year: it.year,
                reserve: it.reserve.clone(),
                performance: it.performance.clone(),
                amount: it.amount,
                scheme: it.scheme.clone(),
                processed_in: it.processed_in.clone(),
                posted: false,
            };
            state.proposals.insert(it.proposal.clone(), proposal);
        }
        Operation::AppropriateResult(it) => {
            let Some(proposal) = state.proposals.get_mut(&it.proposal) else { return };
            proposal.posted = true;
            if let Some(scheme) = &proposal.scheme {
                state.prefinancing.entry(scheme.clone()).or_default().appropriated += proposal.amount;
            }
        }
        Operation::SettlePrefinancing(it) => {
            state.prefinancing.entry(it.scheme.clone()).or_default().settled += it.amount;
        }
        Operation::AssignBudget(it) => {
            let known = if it.amount.is_some() { &mut state.whole_budgets } else { &mut state.unknown_budgets };
            known.insert((it.year, it.line.clone()));
        }
        Operation::SetTerm(it) => {
            state.terms.insert(it.programme.clone(), it.term);
        }
        Operation::CloseYear { year } => {
            state.closed.insert(*year);
        }
        _ => {}
    }
}

fn apply_grants(state: &mut State, entry: &Entry) {
    match &entry.order.operation {
        Operation::SetCeiling(it) => {
            let committed = state.ceilings.get(&it.round).map_or(Cents::ZERO, |round| round.committed);
            let round = RoundMoney { ceiling: it.ceiling, committed, order_rule: it.order_rule.clone() };
            state.ceilings.insert(it.round.clone(), round);
        }
        Operation::Commit(it) => {
            if let Some(round) = state.ceilings.get_mut(&it.round) {
                round.committed += it.amount;
            }
            if let Some(pot) = it.pot.as_ref().and_then(|pot| state.pots.get_mut(pot)) {
                pot.committed += it.amount;
            }
            let grant = GrantMoney {
                round: it.round.clone(),
                kind: it.kind,
                line: it.line.clone(),
                year: it.year,
                granted: it.amount,
                paid: Cents::ZERO,
                settled: None,
                let_go: Cents::ZERO,
            };
            state.grants.insert(it.grant.clone(), grant);
        }
        Operation::ChangeCommitment(it) => change_grant(state, it),
        _ => {}
    }
}

fn change_grant(state: &mut State, it: &ChangeCommitment) {
    let Some(grant) = state.grants.get_mut(&it.grant) else { return };
    match it.change {
        CommitmentChange::Alter(amount) => {
            let more = amount - grant.granted;
            grant.granted = amount;
            if more > Cents::ZERO
                && let Some(round) = state.ceilings.get_mut(&grant.round)
            {
                round.committed += more;
            }
        }
        CommitmentChange::Pay(amount) => grant.paid += amount,
        CommitmentChange::Settle(amount) => grant.settled = Some(amount),
        CommitmentChange::ReceiveBack(amount) => grant.paid -= amount,
        CommitmentChange::LetGo(amount) => grant.let_go += amount,
    }
}

fn apply_pots(state: &mut State, entry: &Entry) {
    match &entry.order.operation {
        Operation::FundPot(FundPot { pot, promises }) => {
            let party = |it: &crate::pot_operation::Promise| {
                let (firm, provisional) =
                    if it.provisional { (Cents::ZERO, it.amount) } else { (it.amount, Cents::ZERO) };
                let money = PartyMoney { share: it.share, firm, provisional, deposited: Cents::ZERO };
                (it.funder.clone(), money)
            };
            let money = PotMoney { parties: promises.iter().map(party).collect(), ..PotMoney::default() };
            state.pots.insert(pot.clone(), money);
        }
        Operation::ConfirmPromise(it) => {
            let pot = state.pots.get_mut(&it.pot);
            if let Some(party) = pot.and_then(|pot| pot.parties.get_mut(&it.funder)) {
                party.firm += it.amount;
                party.provisional -= it.amount;
            }
        }
        Operation::Deposit(it) => {
            let pot = state.pots.get_mut(&it.pot);
            if let Some(party) = pot.and_then(|pot| pot.parties.get_mut(&it.funder)) {
                party.deposited += it.amount;
            }
        }
        Operation::NamePot(it) => {
            if let Some(pot) = state.pots.get_mut(&it.pot) {
                pot.named.push(it.clone());
                pot.named.sort_by(|one, other| (&one.region, &one.label).cmp(&(&other.region, &other.label)));
            }
        }
        Operation::Cofinance(it) => {
            state.cofinance.insert(it.programme.clone(), it.parts.clone());
        }
        Operation::ContributeInKind(it) if it.value.is_none() => {
            let key = (it.programme.clone(), it.contributor.clone());
            let contributions = state.unvalued.entry(key).or_default();
            contributions.push(it.clone());
            contributions.sort_by(|one, other| one.what.cmp(&other.what));
        }
        _ => {}
    }
}
