//! Figures that are composed of others: the balance of a performance, the movements of a reserve, amendments line by
//! line, what is committed and left. Each names the entries it rests on.

use std::collections::BTreeSet;

use schakel_register::Cents;
use schakel_time::Date;

use crate::account::{Account, Line};
use crate::decision::{Day, Decision};
use crate::entry::{Entry, Key};
use crate::ledger::Ledger;
use crate::name::Name;
use crate::operation::{Cause, Operation};
use crate::refusal::Refusal;

/// The balance of a performance in a year (`MON-01`): the results of its programmes together. Movements of reserves are
/// not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerformanceBalance {
    /// The performance.
    pub performance: Name,
    /// The year.
    pub year: i16,
    /// The results of its programmes, in order; together the total.
    pub parts: Vec<ProgrammeBalance>,
    /// The balance; below nought is a shortfall.
    pub total: Cents,
}

/// What is known of a programme in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeBalance {
    /// The programme.
    pub line: Line,
    /// What may be spent; `None`: no source says.
    pub budget: Option<Cents>,
    /// What was spent, as far as it was posted; `None`: nothing was.
    pub realised: Option<Cents>,
    /// What is left of the budget; below nought is a shortfall.
    pub result: Cents,
    /// Why, when that was stated.
    pub cause: Option<Cause>,
    /// What was taken from reserves for it; not in the result.
    pub cover: Cents,
    /// The entries it rests on.
    pub entries: Vec<Key>,
}

/// Why there is no balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BalanceError {
    /// Of no programme of the performance is a result known in that year.
    NothingKnown {
        /// The performance.
        performance: Name,
        /// The year.
        year: i16,
    },
    /// A part is not what the books say.
    Part(Refusal),
}

/// A movement of a reserve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveMovement {
    /// The entry.
    pub key: Key,
    /// For which performance.
    pub performance: Name,
    /// The year whose accounts report it; `None`: not stated.
    pub year: Option<i16>,
    /// When.
    pub day: Day,
    /// How much more is in the reserve; below nought is a withdrawal.
    pub amount: Cents,
    /// Whether it is posted, or only proposed to the council.
    pub is_posted: bool,
}

/// What a reserve keeps for a performance: opening, additions and withdrawals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarmarkBalance {
    /// What stood in it; `None`: no source says.
    pub opening: Option<Cents>,
    /// What was added.
    pub additions: Cents,
    /// What was taken from it.
    pub withdrawals: Cents,
}

/// An amendment of the budget, line by line (`MON-08`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// The entry.
    pub key: Key,
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// The lines; their changes are together nought.
    pub lines: Vec<AmendmentLine>,
}

/// A line of an amendment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendmentLine {
    /// The budget or earmark.
    pub account: Account,
    /// What stood there; `None`: not known.
    pub before: Option<Cents>,
    /// How much more.
    pub change: Cents,
}

impl Ledger {
    /// The balance of a performance in a year.
    ///
    /// # Errors
    ///
    /// [`BalanceError`] when nothing is known, or a part differs from what was posted.
    pub fn performance_balance(&self, performance: &Name, year: i16) -> Result<PerformanceBalance, BalanceError> {
        let parts = self.programmes(performance, year);
        let mut known = Vec::new();
        for line in parts {
            known.extend(self.programme_balance(line, year)?);
        }
        if known.is_empty() {
            return Err(BalanceError::NothingKnown { performance: performance.clone(), year });
        }
        let total = known.iter().map(|it| it.result).sum();
        Ok(PerformanceBalance { performance: performance.clone(), year, parts: known, total })
    }

    /// The programmes of a performance that the books know in a year.
    pub fn programmes(&self, performance: &Name, year: i16) -> Vec<Line> {
        let state = self.state();
        let statement = state.statements.get(&(performance.clone(), year));
        let stated = statement.iter().flat_map(|it| &it.results).map(|part| part.programme.clone());
        let accounts = state.balances.keys().filter(|it| it.year() == Some(year)).filter_map(line_of);
        let assigned = state.whole_budgets.iter().chain(&state.unknown_budgets);
        let assigned = assigned.filter(|(of, _)| *of == year).map(|(_, line)| line);
        let posted = accounts.chain(assigned).filter(|line| line.performance == *performance);
        let programmes: BTreeSet<Name> = stated.chain(posted.map(|line| line.programme.clone())).collect();
        programmes.into_iter().map(|programme| Line { performance: performance.clone(), programme }).collect()
    }

    /// The performances and years that the books know, in order.
    pub fn performance_years(&self) -> Vec<(Name, i16)> {
        let state = self.state();
        let posted = state.balances.keys().filter_map(|it| Some((it.performance()?.clone(), it.year()?)));
        let assigned = state.whole_budgets.iter().chain(&state.unknown_budgets);
        let assigned = assigned.map(|(year, line)| (line.performance.clone(), *year));
        let known: BTreeSet<(Name, i16)> = posted.chain(assigned).chain(state.statements.keys().cloned()).collect();
        known.into_iter().collect()
    }

    /// The result of a programme in a year: as it was stated, or else what its budget has left; `None`: not known.
    pub fn result(&self, year: i16, line: &Line) -> Option<Cents> {
        self.state().result_of(year, line)
    }

    /// Why a programme has its result, when that was stated.
    pub fn cause(&self, year: i16, line: &Line) -> Option<Cause> {
        let statement = self.state().statements.get(&(line.performance.clone(), year))?;
        statement.results.iter().find(|part| part.programme == line.programme).map(|part| part.cause.clone())
    }

    /// What is still owed under the grants that are charged to a programme and year.
    pub fn committed(&self, year: i16, line: &Line) -> Cents {
        let charged = self.grants().values().filter(|it| it.year == year && it.line == *line);
        charged.map(crate::state::GrantMoney::owed).sum()
    }

    /// The budget of a programme in a year: all of it when it was assigned with an amount; otherwise not known.
    pub fn budget(&self, year: i16, line: &Line) -> Option<Cents> {
        let is_whole = self.state().whole_budgets.contains(&(year, line.clone()));
        is_whole.then(|| self.balance_of(&Account::Budget { year, line: line.clone() }))
    }

    /// The entries that move or state something about a programme in a year.
    pub fn entries_of_line(&self, year: i16, line: &Line) -> Vec<&Entry> {
        let moves = |entry: &&Entry| {
            let posted =
                entry.postings.iter().any(|it| it.account.year() == Some(year) && line_of(&it.account) == Some(line));
            let stated = matches!(&entry.order.operation, Operation::StateBalance(it) if it.year == year
                && it.performance == line.performance && it.results.iter().any(|part| part.programme == line.programme));
            posted || stated
        };
        self.journal().iter().filter(moves).collect()
    }

    /// The movements of a reserve, posted and proposed, in the order of the books.
    pub fn reserve_movements(&self, reserve: &Name) -> Vec<ReserveMovement> {
        self.journal().iter().flat_map(|entry| movements(entry, reserve, self)).collect()
    }

    /// What a reserve keeps for a performance at the end of a day; `None`: it keeps nothing for it.
    pub fn earmark_balance(&self, reserve: &Name, performance: &Name, on: Date) -> Option<EarmarkBalance> {
        let earmark = self.earmarks().get(&(reserve.clone(), performance.clone()))?;
        let mut balance = EarmarkBalance { opening: earmark.opening, additions: Cents::ZERO, withdrawals: Cents::ZERO };
        for it in self.reserve_movements(reserve) {
            if it.performance != *performance || !it.is_posted || it.day.latest() > on {
                continue;
            }
            if it.amount > Cents::ZERO {
                balance.additions += it.amount;
            } else {
                balance.withdrawals -= it.amount;
            }
        }
        Some(balance)
    }

    /// The amendments that change a budget of a performance in a year, in the order of the books.
    pub fn amendments(&self, performance: &Name, year: i16) -> Vec<Amendment> {
        let touches = |account: &Account| {
            matches!(account, Account::Budget { .. })
                && account.year() == Some(year)
                && account.performance() == Some(performance)
        };
        let mut amendments = Vec::new();
        for (at, entry) in self.journal().iter().enumerate() {
            let amends = matches!(
                entry.order.operation,
                Operation::CarryOver(_) | Operation::KeepForPending(_) | Operation::AmendBudget(_)
            );
            if !amends || !entry.postings.iter().any(|it| touches(&it.account)) {
                continue;
            }
            let line = |posting: &crate::entry::Posting| AmendmentLine {
                account: posting.account.clone(),
                before: self.stood_before(&posting.account, at),
                change: posting.natural(),
            };
            amendments.push(Amendment {
                key: entry.order.key(),
                decision: entry.order.decision.clone(),
                reason: entry.order.reason.clone(),
                lines: entry.postings.iter().map(line).collect(),
            });
        }
        amendments
    }

    fn programme_balance(&self, line: Line, year: i16) -> Result<Option<ProgrammeBalance>, BalanceError> {
        let state = self.state();
        let statement = state.statements.get(&(line.performance.clone(), year));
        let stated = statement.and_then(|it| it.results.iter().find(|part| part.programme == line.programme));
        let left = state.budget_left(year, &line);
        if let Some((stated, computed)) = stated.map(|it| it.result).zip(left).filter(|(one, other)| one != other) {
            return Err(BalanceError::Part(Refusal::PartDiffers { line, stated, computed }));
        }
        let Some(result) = stated.map(|it| it.result).or(left) else { return Ok(None) };
        let spending = Account::Spending { year, line: line.clone() };
        let entries = self.entries_of_line(year, &line).iter().map(|entry| entry.order.key()).collect();
        Ok(Some(ProgrammeBalance {
            budget: self.budget(year, &line),
            realised: state.balances.contains_key(&spending).then(|| self.balance_of(&spending)),
            result,
            cause: stated.map(|it| it.cause.clone()),
            cover: self.balance_of(&Account::Cover { year, line: line.clone() }),
            entries,
            line,
        }))
    }

    /// What stood on a budget or earmark before the entry at this place; `None`: not known.
    fn stood_before(&self, account: &Account, place: usize) -> Option<Cents> {
        let is_known = match account {
            Account::Reserve { reserve, performance } => {
                self.earmarks().get(&(reserve.clone(), performance.clone()))?.opening.is_some()
            }
            Account::Budget { year, line } => self.state().whole_budgets.contains(&(*year, line.clone())),
            _ => false,
        };
        let earlier = self.journal().iter().take(place).flat_map(|entry| &entry.postings);
        is_known.then(|| earlier.filter(|it| it.account == *account).map(crate::entry::Posting::natural).sum())
    }
}

impl EarmarkBalance {
    /// What it keeps; `None` when no source says what stood in it.
    pub fn closing(&self) -> Option<Cents> {
        self.opening.map(|opening| opening + self.additions - self.withdrawals)
    }
}

impl AmendmentLine {
    /// What stands there then; `None`: not known.
    pub fn after(&self) -> Option<Cents> {
        self.before.map(|before| before + self.change)
    }
}

impl std::fmt::Display for BalanceError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BalanceError::NothingKnown { performance, year } => {
                write!(formatter, "no result of performance {performance} in {year} is known")
            }
            BalanceError::Part(refusal) => write!(formatter, "{refusal}"),
        }
    }
}

impl std::error::Error for BalanceError {}

fn line_of(account: &Account) -> Option<&Line> {
    match account {
        Account::Budget { line, .. } | Account::Spending { line, .. } | Account::Cover { line, .. } => Some(line),
        _ => None,
    }
}

fn movements(entry: &Entry, reserve: &Name, ledger: &Ledger) -> Vec<ReserveMovement> {
    let movement = |performance: &Name, amount: Cents, is_posted: bool| ReserveMovement {
        key: entry.order.key(),
        performance: performance.clone(),
        year: reported_in(&entry.order.operation, ledger),
        day: entry.order.decision.day,
        amount,
        is_posted,
    };
    match &entry.order.operation {
        Operation::OpenEarmark(_) => Vec::new(),
        Operation::ProposeAppropriation(it) => {
            let is_open = ledger.proposals().get(&it.proposal).is_some_and(|proposal| !proposal.posted);
            let found = (it.reserve == *reserve && is_open).then(|| movement(&it.performance, it.amount, false));
            found.into_iter().collect()
        }
        _ => {
            let moved = entry.postings.iter().filter_map(|posting| match &posting.account {
                Account::Reserve { reserve: of, performance } if of == reserve => {
                    Some(movement(performance, posting.natural(), true))
                }
                _ => None,
            });
            moved.collect()
        }
    }
}

/// The year whose accounts report a movement of a reserve.
fn reported_in(operation: &Operation, ledger: &Ledger) -> Option<i16> {
    match operation {
        Operation::CarryOver(it) => Some(it.from),
        Operation::KeepForPending(it) => Some(it.from),
        Operation::CoverShortfall(it) => Some(it.year),
        Operation::ProposeAppropriation(it) => Some(it.year),
        Operation::AppropriateResult(it) => ledger.proposals().get(&it.proposal).map(|proposal| proposal.year),
        Operation::AmendBudget(it) => it.lines.iter().filter_map(|line| line.account.year()).min(),
        _ => None,
    }
}
