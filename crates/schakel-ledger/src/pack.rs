//! From the money records of a pack to the books: each record becomes an order and is decided like any other. What cannot
//! be posted is told, with its reason; nothing is guessed. Reading the files lives in `schakel-register`.

use std::collections::BTreeMap;

use schakel_criteria::Number;
use schakel_register::{
    Cents, DecisionBody, DecisionDay, Diagnostic, Honest, Id, MoneyDecision, MoneyKind, MoneyLine, MoneyRecord,
    MoneyResult, Pack, Qualifier, ResultCause,
};

use crate::account::{Account, Line};
use crate::decision::{Body, Day, Decision, DecisionNumber};
use crate::entry::{Key, Order};
use crate::ledger::{Ledger, LedgerRules};
use crate::name::Name;
use crate::operation::{
    AmendBudget, AmendedLine, AppropriateResult, AssignBudget, CarryOver, Cause, CoverShortfall, KeepForPending,
    OpenEarmark, Operation, Pending, Prefinance, ProposeAppropriation, ReceiveStateMoney, SetTerm, SettlePrefinancing,
    Spend, StateBalance, StatedResult, Term,
};
use crate::pack_pots::{RefusedPot, post_pots};
use crate::refusal::Refusal;
use crate::scheme::Charges;

/// The books of a pack, and what of it could not be posted.
#[derive(Clone, Debug)]
pub struct PackLedger {
    /// The books.
    pub ledger: Ledger,
    /// The records behind each entry, in the order of the files: more than one when a decision is printed twice.
    pub records: BTreeMap<Key, Vec<usize>>,
    /// The records that were not posted, by their place in the pack.
    pub unposted: Vec<Unposted>,
    /// Numbers of decisions that were damaged and could be read.
    pub repaired: Vec<RepairedNumber>,
    /// Pots of rounds that the books refuse.
    pub refused_pots: Vec<RefusedPot>,
}

/// A record that was not posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unposted {
    /// The how many-th money record of the pack, from 0.
    pub record: usize,
    /// Why.
    pub why: WhyUnposted,
}

/// Why a record was not posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyUnposted {
    /// The books refuse it.
    Refused(Refusal),
    /// A figure is not known, or not exactly.
    NotExact {
        /// How the source qualifies it.
        qualifier: Qualifier,
    },
    /// A name or a number cannot be read.
    Unreadable {
        /// What is wrong.
        problem: String,
    },
}

/// The number of a decision that was damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairedNumber {
    /// The decision.
    pub decision: Id,
    /// As it stood.
    pub from: String,
    /// As it was read.
    pub number: DecisionNumber,
}

/// The books of a pack.
pub fn ledger_of_pack(pack: &Pack) -> PackLedger {
    let threshold = pack.money_settings.as_ref().and_then(|it| it.explain_from.value).and_then(Cents::from_euros);
    let rules = LedgerRules { explain_from: threshold.unwrap_or(Cents::ZERO) };
    let mut books = PackLedger {
        ledger: Ledger::new(rules),
        records: BTreeMap::new(),
        unposted: Vec::new(),
        repaired: repaired_numbers(pack),
        refused_pots: Vec::new(),
    };
    let actor = pack.money_settings.as_ref().map(|it| it.government_name.to_lowercase()).unwrap_or_default();
    for (place, record) in pack.money.iter().enumerate() {
        let posted = order_of(record, pack, &actor).and_then(|order| {
            let key = order.key();
            books.ledger.post(order).map(|_| key).map_err(WhyUnposted::Refused)
        });
        match posted {
            Ok(key) => books.records.entry(key).or_default().push(place),
            Err(why) => books.unposted.push(Unposted { record: place, why }),
        }
    }
    books.refused_pots = post_pots(pack, &mut books.ledger);
    books
}

/// What the money records of a pack show: what the books refuse is a mistake, what is not exact a finding.
pub fn ledger_findings(pack: &Pack) -> Vec<Diagnostic> {
    let books = ledger_of_pack(pack);
    let mut found = Vec::new();
    for unposted in &books.unposted {
        let Some(record) = pack.money.get(unposted.record) else { continue };
        let title = unposted.why.to_string();
        found.push(match unposted.why {
            WhyUnposted::NotExact { .. } => Diagnostic::finding(&record.file, title),
            _ => Diagnostic::error_at(&record.file, record.span.clone(), title)
                .help("look up what the source says, and correct the record or the one it contradicts"),
        });
    }
    for repaired in &books.repaired {
        let Some(decision) = pack.money_decisions.get(&repaired.decision) else { continue };
        let title = format!(
            "the number of decision `{}` reads `{}` and was read as {}",
            decision.id, repaired.from, repaired.number
        );
        found
            .push(Diagnostic::finding(&decision.file, title).help("the source prints it damaged; it stays as printed"));
    }
    for decision in pack.money_decisions.values() {
        if let Some(error) = decision.number.as_deref().and_then(|text| DecisionNumber::read(text).err()) {
            found.push(Diagnostic::finding(&decision.file, error.to_string()));
        }
    }
    for (proposal, _) in books.ledger.proposals().iter().filter(|(_, it)| !it.posted) {
        let record = pack.money.iter().find(|it| it.proposal.as_deref() == Some(proposal.as_str()));
        if let Some(record) = record {
            let title = format!("proposal `{proposal}` waits for a decision of the council; it is not posted");
            found.push(Diagnostic::finding(&record.file, title));
        }
    }
    found
}

/// What the grants of each round are charged to, as the pack says.
pub fn charges_of_pack(pack: &Pack) -> Charges {
    let charges = pack.money_settings.iter().flat_map(|it| &it.charges);
    let charge = |(round, performance, programme): &(Id, Id, Id)| {
        let line = Line { performance: Name::new(performance).ok()?, programme: Name::new(programme).ok()? };
        Some((Name::new(round).ok()?, line))
    };
    charges.filter_map(charge).collect()
}

impl PackLedger {
    /// Why the balance of a performance in a year could not be stated, when the pack states one that the books refuse.
    pub fn refused_balance(&self, pack: &Pack, performance: &str, year: i16) -> Option<&WhyUnposted> {
        let refused = self.unposted.iter().find(|it| {
            pack.money.get(it.record).is_some_and(|record| {
                record.kind == MoneyKind::Balance
                    && record.performance.as_deref() == Some(performance)
                    && record.year == Some(year)
            })
        });
        refused.map(|it| &it.why)
    }
}

impl std::fmt::Display for WhyUnposted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WhyUnposted::Refused(refusal) => write!(formatter, "{refusal}"),
            WhyUnposted::NotExact { qualifier } => {
                write!(formatter, "the amount is `{}`: it is shown and not posted", qualifier.name())
            }
            WhyUnposted::Unreadable { problem } => formatter.write_str(problem),
        }
    }
}

fn repaired_numbers(pack: &Pack) -> Vec<RepairedNumber> {
    let repaired = |decision: &MoneyDecision| {
        let read = DecisionNumber::read(decision.number.as_deref()?).ok()?;
        Some(RepairedNumber { decision: Id::clone(&decision.id), from: read.repaired_from?, number: read.number })
    };
    pack.money_decisions.values().filter_map(repaired).collect()
}

fn order_of(record: &MoneyRecord, pack: &Pack, actor: &str) -> Result<Order, WhyUnposted> {
    let decision = pack
        .money_decisions
        .get(&record.decision)
        .ok_or_else(|| WhyUnposted::Unreadable { problem: format!("unknown decision `{}`", record.decision) })?;
    let number = decision.number.as_deref().and_then(|it| DecisionNumber::read(it).ok()).map(|read| read.number);
    let body = match decision.body {
        DecisionBody::Council => Body::Council,
        DecisionBody::Executive => Body::Executive,
        DecisionBody::State => Body::State,
        DecisionBody::Party => Body::Party,
    };
    let day = match decision.day {
        DecisionDay::On(day) => Day::On(day),
        DecisionDay::Before(day) => Day::Before(day),
    };
    Ok(Order {
        decision: Decision { id: name(&decision.id)?, number, body, day },
        part: record.part.as_ref().map(name).transpose()?,
        reason: record.reason.nl.clone(),
        actor: name(&Id::from(actor))?,
        operation: operation_of(record)?,
    })
}

fn operation_of(record: &MoneyRecord) -> Result<Operation, WhyUnposted> {
    Ok(match record.kind {
        MoneyKind::Earmark => Operation::OpenEarmark(OpenEarmark {
            reserve: needed(record.reserve.as_ref())?,
            performance: needed(record.performance.as_ref())?,
            opening: optional(record.amount.as_ref())?,
            executive_may_move: record.executive_may_move,
        }),
        MoneyKind::Balance => state_balance(record)?,
        MoneyKind::CarryOver => Operation::CarryOver(CarryOver {
            reserve: needed(record.reserve.as_ref())?,
            line: line(record)?,
            from: year(record.year)?,
            to: year(record.to_year)?,
            amount: exact(record.amount.as_ref())?,
        }),
        MoneyKind::CoverShortfall => Operation::CoverShortfall(CoverShortfall {
            reserve: needed(record.reserve.as_ref())?,
            line: line(record)?,
            year: year(record.year)?,
            amount: exact(record.amount.as_ref())?,
        }),
        MoneyKind::KeepForPending => Operation::KeepForPending(KeepForPending {
            reserve: needed(record.reserve.as_ref())?,
            line: line(record)?,
            from: year(record.year)?,
            to: year(record.to_year)?,
            amount: exact(record.amount.as_ref())?,
            pending: Pending::Stated(record.source.to_string()),
        }),
        MoneyKind::AmendBudget => {
            Operation::AmendBudget(AmendBudget { lines: record.lines.iter().map(amended).collect::<Result<_, _>>()? })
        }
        MoneyKind::AssignBudget => Operation::AssignBudget(AssignBudget {
            line: line(record)?,
            year: year(record.year)?,
            amount: optional(record.amount.as_ref())?,
        }),
        MoneyKind::Spend => Operation::Spend(Spend {
            line: line(record)?,
            year: year(record.year)?,
            amount: exact(record.amount.as_ref())?,
        }),
        MoneyKind::Term => Operation::SetTerm(SetTerm {
            programme: needed(record.programme.as_ref())?,
            term: record.ends.map_or(Term::Structural, Term::Until),
        }),
        MoneyKind::Prefinance
        | MoneyKind::ReceiveStateMoney
        | MoneyKind::ProposeAppropriation
        | MoneyKind::AppropriateResult
        | MoneyKind::SettlePrefinancing => state_money(record)?,
    })
}

/// Money of the State, paid ahead or not, and what happens with it.
fn state_money(record: &MoneyRecord) -> Result<Operation, WhyUnposted> {
    let amount = || exact(record.amount.as_ref());
    Ok(match record.kind {
        MoneyKind::Prefinance => Operation::Prefinance(Prefinance {
            reserve: needed(record.reserve.as_ref())?,
            performance: needed(record.performance.as_ref())?,
            scheme: needed(record.scheme.as_ref())?,
            amount: amount()?,
            expected: exact(record.of_which.as_ref())?,
        }),
        MoneyKind::ReceiveStateMoney => Operation::ReceiveStateMoney(ReceiveStateMoney {
            scheme: needed(record.scheme.as_ref())?,
            year: year(record.year)?,
            amount: amount()?,
            settles: exact(record.of_which.as_ref())?,
        }),
        MoneyKind::ProposeAppropriation => Operation::ProposeAppropriation(ProposeAppropriation {
            proposal: needed(record.proposal.as_ref())?,
            year: year(record.year)?,
            reserve: needed(record.reserve.as_ref())?,
            performance: needed(record.performance.as_ref())?,
            amount: amount()?,
            scheme: record.scheme.as_ref().map(name).transpose()?,
            processed_in: record.processed_in.clone(),
        }),
        MoneyKind::SettlePrefinancing => Operation::SettlePrefinancing(SettlePrefinancing {
            scheme: needed(record.scheme.as_ref())?,
            year: year(record.year)?,
            line: line(record)?,
            amount: amount()?,
        }),
        _ => Operation::AppropriateResult(AppropriateResult { proposal: needed(record.proposal.as_ref())? }),
    })
}

fn state_balance(record: &MoneyRecord) -> Result<Operation, WhyUnposted> {
    let result = |it: &MoneyResult| {
        Ok(StatedResult {
            programme: name(&it.programme)?,
            result: exact(Some(&it.amount))?,
            cause: match &it.cause {
                Some(ResultCause::Given(cause)) => Cause::Given(cause.nl.clone()),
                Some(ResultCause::NotInSource) => Cause::NotInSource,
                None => Cause::Missing,
            },
        })
    };
    Ok(Operation::StateBalance(StateBalance {
        performance: needed(record.performance.as_ref())?,
        year: year(record.year)?,
        balance: exact(record.amount.as_ref())?,
        results: record.results.iter().map(result).collect::<Result<_, WhyUnposted>>()?,
    }))
}

fn amended(it: &MoneyLine) -> Result<AmendedLine, WhyUnposted> {
    let performance = name(&it.performance)?;
    let account = match &it.reserve {
        Some(reserve) => Account::Reserve { reserve: name(reserve)?, performance },
        None => Account::Budget {
            year: year(it.year)?,
            line: Line { performance, programme: needed(it.programme.as_ref())? },
        },
    };
    Ok(AmendedLine { account, before: optional(it.before.as_ref())?, change: exact(Some(&it.change))? })
}

fn line(record: &MoneyRecord) -> Result<Line, WhyUnposted> {
    Ok(Line { performance: needed(record.performance.as_ref())?, programme: needed(record.programme.as_ref())? })
}

fn name(id: &Id) -> Result<Name, WhyUnposted> {
    Name::new(id).map_err(|error| WhyUnposted::Unreadable { problem: error.to_string() })
}

fn needed(id: Option<&Id>) -> Result<Name, WhyUnposted> {
    id.ok_or_else(missing).and_then(name)
}

fn year(year: Option<i16>) -> Result<i16, WhyUnposted> {
    year.ok_or_else(missing)
}

fn missing() -> WhyUnposted {
    WhyUnposted::Unreadable { problem: "a field of the operation is missing".to_owned() }
}

/// An amount that can be posted: exact, and known.
fn exact(honest: Option<&Honest>) -> Result<Cents, WhyUnposted> {
    let honest = honest.ok_or_else(missing)?;
    match honest.value {
        Some(euros) if honest.qualifier == Qualifier::Exact => cents(euros),
        _ => Err(WhyUnposted::NotExact { qualifier: honest.qualifier }),
    }
}

/// An amount that no source may give.
fn optional(honest: Option<&Honest>) -> Result<Option<Cents>, WhyUnposted> {
    match honest {
        None => Ok(None),
        Some(it) if it.qualifier == Qualifier::Unknown => Ok(None),
        Some(it) => exact(Some(it)).map(Some),
    }
}

fn cents(euros: Number) -> Result<Cents, WhyUnposted> {
    let problem = || format!("{euros} euros is no whole number of cents, or too large");
    Cents::from_euros(euros).ok_or_else(|| WhyUnposted::Unreadable { problem: problem() })
}
