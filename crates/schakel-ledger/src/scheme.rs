//! From what happens to grants, rounds and vouchers to orders for the books. Each entry of the journal is one decision, so
//! reading the journal twice posts nothing twice. Reading the journal lives in `schakel-desk`.

use std::collections::BTreeMap;

use schakel_register::Cents;
use schakel_schemes::{
    ApplicationNumber, GrantChange, RoundChange, VoucherChange, VoucherOutcome, YearEndChange, YearEndEvent,
};
use schakel_time::Date;

use crate::account::Line;
use crate::decision::{Body, Day, Decision};
use crate::entry::Order;
use crate::ledger::Ledger;
use crate::name::Name;
use crate::operation::{
    ChangeCommitment, Commit, CommitmentChange, CommitmentKind, KeepForPending, Operation, Pending, SetCeiling,
};

/// What grants of a round are charged to, by round.
pub type Charges = BTreeMap<Name, Line>;

/// Something that happened in a scheme, with what the books need to know of it besides.
#[derive(Clone, Copy, Debug)]
pub enum SchemeEvent<'a> {
    /// Something happened to a grant.
    Grant {
        /// The round of the application.
        round: &'a str,
        /// The application.
        application: ApplicationNumber,
        /// What happened.
        change: &'a GrantChange,
    },
    /// Something happened to a round.
    Round {
        /// The round.
        round: &'a str,
        /// What happened.
        change: &'a RoundChange,
    },
    /// Something happened to a voucher.
    Voucher {
        /// The round.
        round: &'a str,
        /// The application on which it was granted.
        application: ApplicationNumber,
        /// What happened.
        change: &'a VoucherChange,
    },
    /// Something happened at the end of a year.
    YearEnd {
        /// What happened.
        event: &'a YearEndEvent,
        /// The applications that waited for a decision.
        undecided: &'a [ApplicationNumber],
    },
}

/// The orders that follow from an event, in order; none when it moves no money, or when nobody wrote down what the round is
/// charged to. `number` is that of the entry in the journal, `on` its day.
pub fn scheme_orders(event: SchemeEvent<'_>, number: u64, on: Date, charges: &Charges, ledger: &Ledger) -> Vec<Order> {
    let round = match event {
        SchemeEvent::Grant { round, .. } | SchemeEvent::Round { round, .. } | SchemeEvent::Voucher { round, .. } => {
            round
        }
        SchemeEvent::YearEnd { event, .. } => event.round.as_str(),
    };
    let Some((round, line)) = Name::new(round).ok().and_then(|it| charges.get_key_value(&it)) else {
        return Vec::new();
    };
    let steps = match event {
        SchemeEvent::Grant { application, change, .. } => of_grant(round, line, application, change, ledger),
        SchemeEvent::Round { change, .. } => of_round(round, change),
        SchemeEvent::Voucher { application, change, .. } => of_voucher(application, change),
        SchemeEvent::YearEnd { event, undecided } => of_year_end(line, event, undecided),
    };
    let order = |(place, (reason, operation)): (usize, (&str, Operation))| {
        Some(Order {
            decision: Decision { id: journal_name(number)?, number: None, body: Body::Executive, day: Day::On(on) },
            part: (place > 0).then(|| Name::new(&(place + 1).to_string()).ok()).flatten(),
            reason: reason.to_owned(),
            actor: round.clone(),
            operation,
        })
    };
    steps.into_iter().enumerate().filter_map(order).collect()
}

type Steps = Vec<(&'static str, Operation)>;

fn of_grant(round: &Name, line: &Line, application: ApplicationNumber, change: &GrantChange, ledger: &Ledger) -> Steps {
    let Some(grant) = grant_name(application) else { return Vec::new() };
    let changed = |change| Operation::ChangeCommitment(ChangeCommitment { grant: grant.clone(), change });
    let step = match change {
        GrantChange::Opened(given) if ledger.grants().contains_key(&grant) => {
            ("een ander besluit over de subsidie", changed(CommitmentChange::Alter(given.terms.amount)))
        }
        GrantChange::Opened(given) => {
            let commit = Commit {
                grant,
                round: round.clone(),
                kind: CommitmentKind::Grant,
                line: line.clone(),
                year: given.granted_on.year(),
                amount: given.terms.amount,
                pot: None,
            };
            ("verlening van een subsidie", Operation::Commit(commit))
        }
        GrantChange::Paid(amount) => ("betaling", changed(CommitmentChange::Pay(*amount))),
        GrantChange::TermsChanged(terms) => {
            ("wijziging van de verlening", changed(CommitmentChange::Alter(terms.amount)))
        }
        GrantChange::Settled { amount, .. } => ("vaststelling", changed(CommitmentChange::Settle(*amount))),
        GrantChange::ReceivedBack(amount) => ("terugbetaling", changed(CommitmentChange::ReceiveBack(*amount))),
        GrantChange::LetGo(amount) => ("niet teruggevorderd", changed(CommitmentChange::LetGo(*amount))),
        _ => return Vec::new(),
    };
    vec![step]
}

fn of_round(round: &Name, change: &RoundChange) -> Steps {
    let RoundChange::CeilingsSet { round: ceiling, .. } = change else { return Vec::new() };
    let set = SetCeiling { round: round.clone(), ceiling: *ceiling, order_rule: "of-the-round".to_owned() };
    vec![("subsidieplafond", Operation::SetCeiling(set))]
}

/// A voucher pays out the grant on which it was given: it commits nothing more.
fn of_voucher(application: ApplicationNumber, change: &VoucherChange) -> Steps {
    let Some(grant) = grant_name(application) else { return Vec::new() };
    let changed = |change| Operation::ChangeCommitment(ChangeCommitment { grant: grant.clone(), change });
    match change {
        VoucherChange::Issued(_) => Vec::new(),
        VoucherChange::Ended(VoucherOutcome::Redeemed { paid, .. }) => vec![
            ("voucher verzilverd", changed(CommitmentChange::Settle(*paid))),
            ("betaling van een voucher", changed(CommitmentChange::Pay(*paid))),
        ],
        VoucherChange::Ended(VoucherOutcome::Lapsed) => {
            vec![("voucher vervallen", changed(CommitmentChange::Settle(Cents::ZERO)))]
        }
    }
}

fn of_year_end(line: &Line, event: &YearEndEvent, undecided: &[ApplicationNumber]) -> Steps {
    let YearEndChange::CarriedOver { amount, reserve } = &event.change else { return Vec::new() };
    let Ok(reserve) = Name::new(reserve.as_str()) else { return Vec::new() };
    let kept = KeepForPending {
        reserve,
        line: line.clone(),
        from: event.year,
        to: event.year + 1,
        amount: *amount,
        pending: Pending::Listed(undecided.iter().filter_map(|it| grant_name(*it)).collect()),
    };
    vec![("ruimte aan het einde van het jaar, voor aanvragen die nog wachten", Operation::KeepForPending(kept))]
}

fn grant_name(application: ApplicationNumber) -> Option<Name> {
    Name::new(&format!("aanvraag/{application}")).ok()
}

fn journal_name(number: u64) -> Option<Name> {
    Name::new(&format!("journaal/{number}")).ok()
}
