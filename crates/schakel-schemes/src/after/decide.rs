//! Carries out what is asked of a grant: looks whether the process allows it, and makes the changes.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{Course, OrganisationId, Place, Role, Standing};
use schakel_register::Cents;
use schakel_time::Date;

use super::command::{GrantCommand, GrantRefusal, LoweringGround};
use super::{
    Arrangement, GRANT, Grant, GrantAction, GrantChange, GrantOutcome, GrantRules, GrantState, SettlementDocument,
    YearCommitment,
};
use crate::application::{GrantTerms, Verdict};
use crate::terms::{PAYMENT, PAYMENT_SUSPENSION, RECOVERY};

impl GrantChange {
    /// The grant as it is given.
    pub(crate) fn open(terms: &GrantTerms, executor: OrganisationId, today: Date, rules: &GrantRules) -> Self {
        let mut grant = Grant {
            terms: terms.clone(),
            granted_on: today,
            executor: executor.clone(),
            arrangement: rules.arrangement(terms.amount),
            paid: Cents::ZERO,
            received_back: Cents::ZERO,
            let_go: Cents::ZERO,
            payments_held_until: None,
            costs_shown: None,
            settled: None,
            lowered: BTreeSet::new(),
            course: Course::Open(Standing {
                state: GrantState::Running,
                responsible: executor,
                due: today,
                reminders: 0,
            }),
        };
        let due = running_due(&grant, rules).max(today);
        if let Course::Open(standing) = &mut grant.course {
            standing.due = due;
        }
        GrantChange::Opened(Box::new(grant))
    }
}

/// Does what is asked, for somebody in these roles.
pub(crate) fn decide_grant(
    grant: &Grant,
    command: &GrantCommand,
    roles: &[Role],
    today: Date,
    rules: &GrantRules,
) -> Result<Vec<GrantChange>, GrantRefusal> {
    let (place, action) = (grant.course.place(), command.action());
    if !roles.iter().any(|role| GRANT.allows(place, action, *role)) {
        let able = GRANT.rules.iter().filter(|it| it.from == place && it.action == action);
        return Err(GrantRefusal::NotAllowed { by: able.flat_map(|it| it.by.iter().copied()).collect() });
    }
    let desk = Desk { grant, today, rules };
    match command {
        GrantCommand::PayAdvance(amount) => {
            desk.check_payments()?;
            within(*amount, grant.advance_room(rules))?;
            Ok(vec![GrantChange::Paid(*amount)])
        }
        GrantCommand::HoldPayments => Ok(vec![GrantChange::PaymentsHeld(Some(PAYMENT_SUSPENSION.last_day(today)))]),
        GrantCommand::ReleasePayments => Ok(vec![GrantChange::PaymentsHeld(None)]),
        GrantCommand::Report { obligation } => desk.report(*obligation),
        GrantCommand::Change(terms) => desk.change(terms),
        GrantCommand::Revoke(grounds) => desk.settle(Cents::ZERO, grounds, GrantAction::Revoke),
        GrantCommand::RequestSettlement { costs, documents } => desk.request(*costs, documents),
        GrantCommand::Settle { amount, lowered } => desk.settle(*amount, lowered, action),
        GrantCommand::SettleExOfficio { amount, lowered } => {
            let until = desk.ex_officio_after();
            if today <= until {
                return Err(GrantRefusal::TooEarly { until });
            }
            desk.settle(*amount, lowered, action)
        }
        GrantCommand::PayRest => {
            desk.check_payments()?;
            Ok(vec![GrantChange::Paid(grant.to_pay()), GrantChange::Ended(GrantOutcome::Paid)])
        }
        GrantCommand::ReceiveBack(amount) => {
            within(*amount, grant.to_recover())?;
            let mut changes = vec![GrantChange::ReceivedBack(*amount)];
            if *amount == grant.to_recover() {
                let outcome = if grant.let_go > Cents::ZERO { GrantOutcome::LetGo } else { GrantOutcome::Recovered };
                changes.push(GrantChange::Ended(outcome));
            }
            Ok(changes)
        }
        GrantCommand::LetGo => {
            Ok(vec![GrantChange::LetGo(grant.to_recover()), GrantChange::Ended(GrantOutcome::LetGo)])
        }
        GrantCommand::LowerSettlement { amount, lowered } => desk.lower(*amount, lowered),
    }
}

/// A date that passed: somebody is reminded.
pub(crate) fn pass_grant_time(grant: &Grant, today: Date, reminder: Date) -> Option<GrantChange> {
    let standing = grant.course.standing().filter(|it| it.due < today)?;
    let reminders = standing.reminders.saturating_add(1);
    Some(GrantChange::Stands(Standing { due: reminder, reminders, ..standing.clone() }))
}

/// Whether the years are the amount together, each named once and with something.
pub(crate) fn check_commitments(commitments: &[YearCommitment], amount: Cents) -> Result<(), GrantRefusal> {
    let years: BTreeMap<i16, Cents> = commitments.iter().map(|it| (it.year, it.amount)).collect();
    let together = commitments.iter().map(|it| it.amount).sum();
    let sound = years.len() == commitments.len() && commitments.iter().all(|it| it.amount > Cents::ZERO);
    if sound && together == amount { Ok(()) } else { Err(GrantRefusal::CommitmentsDiffer { together, amount }) }
}

struct Desk<'a> {
    grant: &'a Grant,
    today: Date,
    rules: &'a GrantRules,
}

impl Desk<'_> {
    fn check_payments(&self) -> Result<(), GrantRefusal> {
        match self.grant.payments_held_until.filter(|until| self.today <= *until) {
            Some(until) => Err(GrantRefusal::PaymentsHeld { until }),
            None => Ok(()),
        }
    }

    fn report(&self, obligation: u32) -> Result<Vec<GrantChange>, GrantRefusal> {
        let met = GrantChange::Met { obligation, on: self.today };
        let index = usize::try_from(obligation).unwrap_or(usize::MAX);
        match self.grant.terms.obligations.get(index) {
            Some(open) if open.met_on.is_none() => Ok(vec![met]),
            _ => Err(GrantRefusal::NoSuchObligation),
        }
    }

    /// New terms: never less than was paid already; that is for a settlement. What was met stays met.
    fn change(&self, terms: &GrantTerms) -> Result<Vec<GrantChange>, GrantRefusal> {
        if terms.amount <= Cents::ZERO || terms.amount > self.grant.terms.amount || terms.amount < self.grant.kept() {
            return Err(GrantRefusal::AmountOutOfRange { max: self.grant.terms.amount });
        }
        check_commitments(&terms.commitments, terms.amount)?;
        let met = |it: &&super::Obligation| it.met_on.is_some();
        if self.grant.terms.obligations.iter().filter(met).any(|it| !terms.obligations.contains(it)) {
            return Err(GrantRefusal::NoSuchObligation);
        }
        let changed = Grant { terms: terms.clone(), ..self.grant.clone() };
        let due = running_due(&changed, self.rules);
        let mut changes = vec![GrantChange::TermsChanged(terms.clone())];
        changes.extend(self.stands(GrantState::Running, due));
        Ok(changes)
    }

    fn request(
        &self,
        costs: Cents,
        documents: &BTreeSet<SettlementDocument>,
    ) -> Result<Vec<GrantChange>, GrantRefusal> {
        let missing: BTreeSet<_> = self.grant.arrangement.documents().difference(documents).copied().collect();
        if !missing.is_empty() {
            return Err(GrantRefusal::DocumentsMissing(missing));
        }
        let open = self.grant.terms.obligations.iter().filter(|it| it.met_on.is_none() && it.due < self.today);
        if let Some(due) = open.map(|it| it.due).min() {
            return Err(GrantRefusal::ObligationsOpen { due });
        }
        if costs < Cents::ZERO {
            return Err(GrantRefusal::AmountOutOfRange { max: Cents::new(i64::MAX) });
        }
        let due = self.rules.settle_within.last_day(self.today);
        let mut changes = vec![GrantChange::SettlementRequested { costs }];
        changes.extend(self.stands(GrantState::SettlementRequested, due));
        Ok(changes)
    }

    /// The day after which it can be settled without a request: that of the activities for a small grant, the last one
    /// for a request for any other (Awb 4:44(4), 4:47).
    fn ex_officio_after(&self) -> Date {
        let activities = self.grant.terms.activities_until;
        match self.grant.arrangement {
            Arrangement::ExOfficio => activities,
            Arrangement::Performance | Arrangement::Costs => self.rules.request_within.last_day(activities),
        }
    }

    fn settle(
        &self,
        amount: Cents,
        lowered: &BTreeSet<LoweringGround>,
        action: GrantAction,
    ) -> Result<Vec<GrantChange>, GrantRefusal> {
        let granted = self.grant.terms.amount;
        if amount < Cents::ZERO || amount > granted {
            return Err(GrantRefusal::AmountOutOfRange { max: granted });
        }
        let needed = amount < granted;
        if needed == lowered.is_empty() {
            return Err(GrantRefusal::GroundNeeded { needed });
        }
        let settled = GrantChange::Settled { amount, on: self.today, lowered: lowered.clone() };
        let after = Grant { settled: Some((amount, self.today)), ..self.grant.clone() };
        let next = self.after_settlement(&after, action)?;
        Ok(vec![settled, next])
    }

    fn lower(&self, amount: Cents, lowered: &BTreeSet<LoweringGround>) -> Result<Vec<GrantChange>, GrantRefusal> {
        let Some((settled, on)) = self.grant.settled else {
            return Err(GrantRefusal::NotAllowed { by: Vec::new() });
        };
        let last_day = RECOVERY.last_day(on);
        if self.today > last_day {
            return Err(GrantRefusal::TooLate { last_day });
        }
        if amount < Cents::ZERO || amount >= settled {
            return Err(GrantRefusal::AmountOutOfRange { max: settled - Cents::new(1) });
        }
        if lowered.is_empty() {
            return Err(GrantRefusal::GroundNeeded { needed: true });
        }
        // The five years run from the settlement, not from its change.
        let after = Grant { settled: Some((amount, on)), ..self.grant.clone() };
        let next = self.after_settlement(&after, GrantAction::LowerSettlement)?;
        Ok(vec![GrantChange::Settled { amount, on, lowered: lowered.clone() }, next])
    }

    /// Where it goes from a settlement: something is to be paid, to be recovered, or neither.
    fn after_settlement(&self, after: &Grant, action: GrantAction) -> Result<GrantChange, GrantRefusal> {
        let due = PAYMENT.last_day(self.today);
        let refused = || GrantRefusal::NotAllowed { by: Vec::new() };
        let (place, change) = if after.to_recover() > Cents::ZERO {
            (Place::Open(GrantState::Recovering), self.stands(GrantState::Recovering, due))
        } else if after.to_pay() > Cents::ZERO {
            (Place::Open(GrantState::Settled), self.stands(GrantState::Settled, due))
        } else {
            let empty = after.settled.is_some_and(|(amount, _)| amount == Cents::ZERO);
            let outcome = if empty { GrantOutcome::Revoked } else { GrantOutcome::Paid };
            (Place::Ended, Some(GrantChange::Ended(outcome)))
        };
        let leads = GRANT.leads(self.grant.course.place(), action, Role::Responsible, place);
        change.filter(|_| leads).ok_or_else(refused)
    }

    fn stands(&self, state: GrantState, due: Date) -> Option<GrantChange> {
        let due = due.max(self.today);
        Some(GrantChange::Stands(Standing { state, responsible: self.grant.executor.clone(), due, reminders: 0 }))
    }
}

/// The next date while it runs: the first open obligation, or the last day for the request for settlement.
fn running_due(grant: &Grant, rules: &GrantRules) -> Date {
    let activities = grant.terms.activities_until;
    let account = match grant.arrangement {
        Arrangement::ExOfficio => rules.settle_within.last_day(activities),
        Arrangement::Performance | Arrangement::Costs => rules.request_within.last_day(activities),
    };
    let open = grant.terms.obligations.iter().filter(|it| it.met_on.is_none()).map(|it| it.due);
    open.chain([account]).min().unwrap_or(account)
}

fn within(amount: Cents, max: Cents) -> Result<(), GrantRefusal> {
    if amount <= Cents::ZERO || amount > max { Err(GrantRefusal::AmountOutOfRange { max }) } else { Ok(()) }
}

/// What a decision in place of the earlier one does to a grant: other terms, or none any more.
pub(crate) fn replace_terms(
    grant: &Grant,
    verdict: &Verdict,
    today: Date,
    rules: &GrantRules,
) -> Result<Vec<GrantChange>, GrantRefusal> {
    let desk = Desk { grant, today, rules };
    match verdict {
        Verdict::Granted(terms) if grant.settled.is_none() => {
            let due = running_due(&Grant { terms: terms.clone(), ..grant.clone() }, rules);
            let mut changes = vec![GrantChange::TermsChanged(terms.clone())];
            changes.extend(desk.stands(GrantState::Running, due));
            Ok(changes)
        }
        Verdict::Refused(_) | Verdict::NotDealtWith if grant.settled.is_none() => {
            desk.settle(Cents::ZERO, &[LoweringGround::WrongGrant].into(), GrantAction::Revoke)
        }
        _ => Err(GrantRefusal::NotAllowed { by: Vec::new() }),
    }
}
